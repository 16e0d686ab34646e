"""Pages of plan files: the list, handing one in, the preview with its questions, and confirming it."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView

from rotations import access
from rotations.access import SignedInRequest
from rotations.filters.imports import ImportFilter
from rotations.forms.imports import PlanFileForm
from rotations.importing import background, previews, taking_in
from rotations.importing.findings import Answers
from rotations.importing.guard import PLAN_LIMITS
from rotations.importing.plan_workbook import template_file
from rotations.models import Account, ImportBatch, ImportBatchQuerySet, ImportTask
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, ImportAct, ImportStatus, RowVerdict, TaskState

MAY_IMPORT = "rotations.import_plan"
ROWS_A_PAGE = 50
SHORT_WHILE = 1.5  # seconds a page waits for the work it asked for before it shows how far that is
ANSWER = "answer:"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportList(Listing):
    """Files handed in, the latest first."""

    model = ImportBatch
    permission_required = MAY_IMPORT
    filterset_class = ImportFilter
    template_name = "imports/list.html"
    file_name = "tep-da-nhap"
    download_permission = "rotations.export_lists"
    sorts = {
        "at": Sort("Nộp lúc", "created_at"),
        "name": Sort("Tên tệp", "file_name"),
        "year": Sort("Năm", "year", "created_at"),
        "status": Sort("Trạng thái", "status", "created_at"),
    }
    default_sort = "-at"
    columns = (
        Column("Tên tệp", lambda batch: batch.file_name),
        Column("Năm", lambda batch: batch.year),
        Column("Trạng thái", lambda batch: batch.get_status_display()),
        Column("Người nộp", lambda batch: batch.created_by),
        Column("Nộp lúc", lambda batch: batch.created_at),
        Column("Mã băm SHA-256", lambda batch: batch.sha256),
    )

    def visible(self) -> ImportBatchQuerySet:
        """Files the account may open."""
        return access.visible_batches(self.account, on=self.today).for_listing().select_related("term")


class ImportAdd(PermissionRequiredMixin, FormView):
    """Hand in a file; it is read at once, kept, and shown. Nothing else is changed yet."""

    permission_required = MAY_IMPORT
    form_class = PlanFileForm
    template_name = "imports/add.html"

    def get_initial(self) -> dict[str, Any]:
        """The year asked for by the plan's page, else this year."""
        asked = self.request.GET.get("year", "")
        return {"year": int(asked) if asked.isdecimal() and len(asked) == 4 else localdate().year}

    def form_valid(self, form: PlanFileForm) -> HttpResponse:
        """Keep the file and have it read, then show what it would do. Never more bytes than a plan may have."""
        given = form.cleaned_data
        account = cast(Account, self.request.user)
        batch = taking_in.receive(
            given["file"].name,
            given["file"].read(PLAN_LIMITS.upload_bytes + 1),
            by=account,
            year=given["year"],
            term=given["term"],
            answers=Answers(sheets=(given["sheet"],) if given["sheet"] else ()),
        )
        background.wait(background.hand_over(batch, ImportAct.READ, by=account, on=localdate()), SHORT_WHILE)
        return redirect(batch)


class ImportDetail(PermissionRequiredMixin, DetailView):
    """What a file came to: totals, questions, and every row with what is wrong beside its cell."""

    permission_required = MAY_IMPORT
    template_name = "imports/detail.html"
    context_object_name = "batch"

    def get_queryset(self) -> ImportBatchQuerySet:
        """Files the account may open; another's is 404."""
        account = cast(Account, self.request.user)
        return (
            access.visible_batches(account, on=localdate())
            .select_related("created_by", "committed_by", "plan", "term")
            .defer("content")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """How far the work on the file is while there is some; else what it came to."""
        self.object = batch = self.get_object()
        task = batch.tasks.last()
        if task is not None and task.is_active:
            background.look_after(task)
            response = render(request, "imports/progress.html", {"batch": batch, "progress": _progress(task)})
            response["Cache-Control"] = "no-store"
            return response
        return self.render_to_response(self.get_context_data(task=task))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows of one page, those of one verdict when asked."""
        batch: ImportBatch = self.object
        is_open = batch.status == ImportStatus.PREVIEWED
        verdict = self.request.GET.get("verdict", "")
        pages = Paginator(previews.shown_rows(batch, verdict), ROWS_A_PAGE)
        return super().get_context_data(
            is_open=is_open,
            verdict=verdict,
            verdicts=[(word, word.label, batch.totals.get(word.value, 0)) for word in RowVerdict],
            people=previews.people_of(batch),
            directions=previews.directions_of(batch),
            to_write=previews.to_write(batch),
            questions=previews.open_questions(batch) if is_open else None,
            page_obj=pages.get_page(self.request.GET.get("page")),
            query=self.request.GET,
            **kwargs,
        )


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    visible = access.visible_batches(cast(Account, request.user), on=localdate()).defer("content")
    return get_object_or_404(visible, pk=pk)


def _progress(task: ImportTask) -> previews.Progress:
    return previews.progress_of(task, background.how_far(task), at=now())


@permission_required(MAY_IMPORT, raise_exception=True)
def import_progress(request: SignedInRequest, pk: int) -> JsonResponse:
    """How far the work on a file is, for a page that waits. Writes nothing."""
    task = _batch(request, pk).tasks.last()
    if task is None or not task.is_active:
        answer: dict[str, Any] = {"active": False}
    else:
        background.look_after(task)
        answer = {"active": True, **asdict(_progress(task))}
    response = JsonResponse(answer)
    response["Cache-Control"] = "no-store"
    return response


def _have_done(request: SignedInRequest, batch: ImportBatch, act: ImportAct) -> ImportTask | None:
    """Hand an act over and wait a short while for it; a refusal is said on the next page."""
    try:
        task = background.hand_over(batch, act, by=request.user, on=localdate())
    except taking_in.NotTakenIn as refused:
        messages.error(request, str(refused))
        return None
    return background.wait(task, SHORT_WHILE)


@require_POST
@permission_required(MAY_IMPORT, raise_exception=True)
def import_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the answers given and read the file again by them; with `forget`, drop all answers."""
    batch = _batch(request, pk)
    try:
        with transaction.atomic():
            held = background.hold(batch)
            kept = Answers() if "forget" in request.POST else Answers.of(held.answers)
            given = {
                key.removeprefix(ANSWER): str(value)
                for key, value in request.POST.items()
                if key.startswith(ANSWER) and value
            }
            create = kept.create_officials or "create_officials" in request.POST
            answers = replace(kept, create_officials=create, questions={**kept.questions, **given})
            held.answers = answers.as_json()
            held.save(update_fields=["answers"])
    except taking_in.NotTakenIn as refused:
        messages.error(request, str(refused))
    else:
        _have_done(request, batch, ImportAct.READ)
    return redirect(batch)


@require_POST
@permission_required(MAY_IMPORT, raise_exception=True)
def import_commit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the accepted rows in, all or none, and go to the plan when that was quick."""
    batch = _batch(request, pk)
    task = _have_done(request, batch, ImportAct.COMMIT)
    batch.refresh_from_db(fields=["plan"])
    if task is None or task.state != TaskState.DONE or batch.plan is None:
        return redirect(batch)
    messages.success(request, task.message)
    return redirect(batch.plan)


@permission_required(MAY_IMPORT, raise_exception=True)
def import_source(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as it was handed in, always as a download."""
    batch = _batch(request, pk)
    people = previews.people_of(batch)
    access.note(request.user, AuditAction.EXPORT, batch, row_count=people)
    response = FileResponse(
        io.BytesIO(bytes(batch.content)),
        as_attachment=True,
        filename=batch.file_name,
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "no-store"
    return response


@permission_required(MAY_IMPORT, raise_exception=True)
def import_template(request: HttpRequest) -> HttpResponseBase:
    """The office layout without people, to fill in."""
    content = io.BytesIO(template_file(on=localdate()))
    return FileResponse(content, as_attachment=True, filename="mau-bieu-2.xlsx", content_type=XLSX)
