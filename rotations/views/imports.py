"""Pages of office files: the list, handing one in, and what one came to, with its questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.generic import DetailView, FormView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.filters.imports import ImportFilter
from rotations.forms.amendments import AmendmentForm
from rotations.forms.imports import HandInForm
from rotations.importing import background, previews, taking_in
from rotations.importing.blank_files import BLANK_FILES
from rotations.importing.questions import questions_of
from rotations.models import Account, ImportBatch, ImportBatchQuerySet, ImportTask
from rotations.views.listing import Column, Listing, Sort
from rotations.views.signing_in import too_often
from rotations.vocabulary import (
    KINDS_OF_A_YEAR,
    ImportAct,
    ImportKind,
    ImportStatus,
    RowVerdict,
    TaskState,
)

P = ParamSpec("P")

ROWS_A_PAGE = 50
QUESTIONS_A_PAGE = 30
SHORT_WHILE = 1.5  # seconds a page waits for the work it asked for before it shows how far that is
MEGABYTE = 1024 * 1024


def takes_files_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponseBase]:
    """A page for accounts that may hand in files of some kind; of which kinds is `access.visible_batches`."""

    @wraps(view)
    def for_them_alone(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not access.kinds_taken_in(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return for_them_alone


class TakesFilesIn(PermissionRequiredMixin):
    """The same for pages that are classes."""

    request: HttpRequest

    def has_permission(self) -> bool:
        """Whether the account may hand in files of some kind."""
        return bool(access.kinds_taken_in(cast(Account, self.request.user)))


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """A file the account may open, without its bytes; another's is 404."""
    visible = access.visible_batches(cast(Account, request.user), on=localdate()).defer("content")
    return get_object_or_404(visible, pk=pk)


def amendment_form(batch: ImportBatch, account: Account, data: Any = None) -> AmendmentForm:
    """The paper for the approved plans that a file changes; a form without fields when there is none."""
    plans = previews.amended_plans(batch)
    return AmendmentForm(data, plans=plans, may_record=workflow.may_record_papers(account))


class ImportList(TakesFilesIn, Listing):
    """Files handed in, the latest first."""

    model = ImportBatch
    filterset_class = ImportFilter
    template_name = "imports/list.html"
    file_name = "tep-da-nhap"
    download_permission = "rotations.export_lists"
    sorts = {
        "at": Sort("Nộp lúc", "created_at"),
        "name": Sort("Tên tệp", "file_name"),
        "kind": Sort("Loại tệp", "kind", "created_at"),
        "year": Sort("Năm", "year", "created_at"),
        "status": Sort("Trạng thái", "status", "created_at"),
    }
    default_sort = "-at"
    usual = ("name", "kind", "year", "status", "verdict", "by", "at")
    columns = (
        Column("name", "Tên tệp", lambda batch: batch.file_name),
        Column("kind", "Loại tệp", lambda batch: batch.get_kind_display()),
        Column("year", "Năm", lambda batch: batch.year),
        Column("status", "Trạng thái", lambda batch: batch.get_status_display()),
        Column("verdict", "Kết quả đọc", lambda batch: batch.get_verdict_display()),
        Column("by", "Người nộp", lambda batch: batch.created_by),
        Column("at", "Nộp lúc", lambda batch: batch.created_at),
        Column("sha256", "Mã băm SHA-256", lambda batch: batch.sha256),
    )

    def visible(self) -> ImportBatchQuerySet:
        """Files the account may open."""
        return access.visible_batches(self.account, on=self.today).for_listing().select_related("term")


def _kinds(account: Account) -> list[ImportKind]:
    """The kinds of file the account may hand in here."""
    return [kind for kind in access.kinds_taken_in(account) if kind in taking_in.INTAKES]


class ImportAdd(TakesFilesIn, FormView):
    """Hand in a file; it is kept, read at once, and shown. Nothing else is changed yet."""

    form_class = HandInForm
    template_name = "imports/add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows which kinds there are for this account."""
        return {**super().get_form_kwargs(), "kinds": _kinds(cast(Account, self.request.user))}

    def get_initial(self) -> dict[str, Any]:
        """The kind and year asked for by the page one comes from, else the first kind the account takes in, this year."""
        year, kind = self.request.GET.get("year", ""), self.request.GET.get("kind", "")
        kinds = _kinds(cast(Account, self.request.user))
        return {
            "kind": kind if kind in kinds else kinds[0],
            "year": int(year) if year.isdecimal() and len(year) == 4 else localdate().year,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Per kind: how large a file may be, whether it is of a year, and whether there is a blank one."""
        account = cast(Account, self.request.user)
        about = [
            (
                kind,
                taking_in.INTAKES[kind].limits.rows,
                taking_in.INTAKES[kind].limits.upload_bytes // MEGABYTE,
                kind in BLANK_FILES,
            )
            for kind in _kinds(account)
        ]
        return super().get_context_data(
            about=about, kinds_of_a_year=" ".join(sorted(KINDS_OF_A_YEAR)), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file, unless this account has handed in one after the other."""
        if access.asks_too_often(request, "import"):
            return too_often(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: HandInForm) -> HttpResponse:
        """Keep the file and have it read, then show what it would do. Never more bytes than its kind may have."""
        given, account = form.cleaned_data, cast(Account, self.request.user)
        kind = ImportKind(given["kind"])
        with transaction.atomic():
            batch = taking_in.receive(
                given["file"].name,
                given["file"].read(taking_in.INTAKES[kind].limits.upload_bytes + 1),
                by=account,
                kind=kind,
                year=given["year"],
                term=given["term"],
            )
            task = background.hand_over(batch, ImportAct.READ, by=account, on=localdate())
        background.wait(task, SHORT_WHILE)
        return redirect(batch)


class ImportDetail(TakesFilesIn, DetailView):
    """What a file came to: totals, questions, and every row with what is wrong beside its cell."""

    template_name = "imports/detail.html"
    context_object_name = "batch"

    def get_queryset(self) -> ImportBatchQuerySet:
        """Files the account may open; another's is 404."""
        account = cast(Account, self.request.user)
        return (
            access.visible_batches(account, on=localdate())
            .select_related("created_by", "committed_by", "undone_by", "plan", "term")
            .defer("content")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """How far the work on the file is while there is some; else what it came to."""
        self.object = batch = self.get_object()
        task = batch.tasks.last()
        if task is not None and task.is_active:
            background.look_after(task)
            response = render(request, "imports/progress.html", {"batch": batch, "progress": _progress(task)})
        else:
            response = self.render_to_response(self.get_context_data(task=task))
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows of one page, those of one verdict or one finding when asked."""
        batch: ImportBatch = self.object
        asked = self.request.GET
        verdict, code = asked.get("verdict", ""), asked.get("code", "")
        questions = questions_of(batch)
        code = code if code in questions.codes else ""
        pages = Paginator(previews.shown_rows(batch, verdict=verdict, code=code), ROWS_A_PAGE)
        question_pages = Paginator(questions.asked, QUESTIONS_A_PAGE)
        written = previews.to_write(batch)
        return super().get_context_data(
            is_open=batch.status == ImportStatus.PREVIEWED,
            noun=previews.NOUNS[ImportKind(batch.kind)],
            verdict=verdict,
            verdicts=[(word, word.label, batch.totals.get(word.value, 0)) for word in RowVerdict],
            code=code,
            codes=questions.codes.most_common(),
            row_count=previews.entries_of(batch),
            directions=previews.directions_of(batch),
            written=written,
            to_write=sum(number for number, _label in written),
            sheets_read=[sheet["name"] for sheet in batch.totals.get("sheets", []) if sheet["read"]],
            questions=questions,
            question_page=question_pages.get_page(asked.get("questions")),
            page_obj=pages.get_page(asked.get("page")),
            amendment=questions.answers.amendment,
            amendment_form=amendment_form(batch, cast(Account, self.request.user)),
            has_failed=kwargs["task"] is not None and kwargs["task"].state == TaskState.FAILED,
            query=asked,
            **kwargs,
        )


def _progress(task: ImportTask) -> previews.Progress:
    return previews.progress_of(task, background.how_far(task), at=now())


@takes_files_in
def import_progress(request: SignedInRequest, pk: int) -> JsonResponse:
    """How far the work on a file is, for a page that waits. Writes nothing."""
    task = batch_of(request, pk).tasks.last()
    if task is None or not task.is_active:
        answer: dict[str, Any] = {"active": False}
    else:
        background.look_after(task)
        answer = {"active": True, **asdict(_progress(task))}
    response = JsonResponse(answer)
    response["Cache-Control"] = "no-store"
    return response
