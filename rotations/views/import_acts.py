"""What is done with a file that was handed in: answering, confirming, undoing, and taking files away."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_http_methods, require_POST

from rotations import access
from rotations.access import SignedInRequest
from rotations.forms.amendments import AmendmentForm
from rotations.importing import background, previews
from rotations.importing.blank_files import BLANK_FILES
from rotations.importing.faulty_rows import faulty_workbook
from rotations.importing.files.refusals import FileRefused
from rotations.importing.findings import Answers
from rotations.importing.questions import (
    AGAIN,
    CREATE_ALL,
    SHEETS,
    Given,
    answers_with,
    questions_of,
    taken_back,
)
from rotations.importing.taking_in import NotTakenIn
from rotations.models import ImportBatch, ImportTask
from rotations.reports.files import CONTENT_TYPES, export_mark, marked_workbook
from rotations.views import imports
from rotations.views.imports import amendment_form, batch_of, takes_files_in
from rotations.vocabulary import AuditAction, ImportAct, ImportKind, ImportStatus, TaskState

ANSWER, SPELLING = "answer:", "spelling:"
QUESTIONS = "cau-hoi"  # where the questions stand on the page


def _have_done(request: SignedInRequest, batch: ImportBatch, act: ImportAct) -> ImportTask | None:
    """Hand an act over and wait a short while for it; a refusal is said on the next page."""
    try:
        task = background.hand_over(batch, act, by=request.user, on=localdate())
    except NotTakenIn as refused:
        messages.error(request, str(refused))
        return None
    return background.wait(task, imports.SHORT_WHILE)


def _given(request: SignedInRequest) -> Given:
    sent = request.POST
    return Given(
        answers={key.removeprefix(ANSWER): str(sent[key]) for key in sent if key.startswith(ANSWER)},
        spellings=frozenset(key.removeprefix(SPELLING) for key in sent if key.startswith(SPELLING)),
        boxes=frozenset(sent.getlist("boxes")),
        create_officials=CREATE_ALL in sent,
        again=AGAIN in sent,
        sheets=tuple(sent.getlist(SHEETS)),
    )


@require_POST
@takes_files_in
def import_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the answers given. With `read` the file is then read again by all of them; with `forget` one is taken
    back, or `all`, and the file read again; with `turn` the next page of questions is shown; a script gets no page."""
    batch = batch_of(request, pk)
    forget = request.POST.get("forget", "")
    try:
        with transaction.atomic():
            held = background.hold(batch)
            if held.status not in (ImportStatus.READING, ImportStatus.PREVIEWED):
                raise NotTakenIn(
                    f"Đợt nhập này đang ở “{held.get_status_display()}” nên không trả lời được nữa."
                )
            answers = answers_with(held, _given(request)) if forget != "all" else Answers()
            held.answers = (taken_back(answers, forget) if forget else answers).as_json()
            held.save(update_fields=["answers"])
    except NotTakenIn as refused:
        if request.accepts("text/html"):
            messages.error(request, str(refused))
            return redirect(batch)
        return JsonResponse({"message": str(refused)}, status=409)
    if not request.accepts("text/html"):
        return JsonResponse({"message": "Đã lưu câu trả lời."})
    if forget or "read" in request.POST:
        _have_done(request, batch, ImportAct.READ)
        return redirect(batch)
    messages.success(request, "Đã lưu câu trả lời; bấm “Đọc lại” để áp dụng.")
    turn = request.POST.get("turn", "")
    page = f"?questions={turn}" if turn.isdecimal() else ""
    return redirect(f"{batch.get_absolute_url()}{page}#{QUESTIONS}")


@require_POST
@takes_files_in
def import_amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the paper under which the file changes approved plans, and read the file again by it."""
    batch = batch_of(request, pk)
    form = amendment_form(batch, request.user, request.POST)
    if not form.is_valid():
        return render(request, "imports/amendment.html", {"batch": batch, "form": form})
    if _keep_amendment(request, batch, form, open_to=(ImportStatus.READING, ImportStatus.PREVIEWED)):
        _have_done(request, batch, ImportAct.READ)
    return redirect(batch)


def _keep_amendment(
    request: SignedInRequest, batch: ImportBatch, form: AmendmentForm, *, open_to: Sequence[ImportStatus]
) -> bool:
    """Put the paper beside the answers of a file nobody works on; what refuses it is said on the next page."""
    try:
        with transaction.atomic():
            held = background.hold(batch)
            if held.status not in open_to:
                raise NotTakenIn(f"Đợt nhập này đang ở “{held.get_status_display()}” nên không ghi được nữa.")
            held.answers = replace(Answers.of(held.answers), amendment=form.amendment).as_json()
            held.save(update_fields=["answers"])
    except NotTakenIn as refused:
        messages.error(request, str(refused))
        return False
    return True


@require_POST
@takes_files_in
def import_commit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the accepted rows in, all or none, and go to the plan when that was quick. Answers the shown rows know
    nothing of are applied first, and the person looks again."""
    batch = batch_of(request, pk)
    if batch.status == ImportStatus.PREVIEWED and questions_of(batch).waiting:
        _have_done(request, batch, ImportAct.READ)
        messages.warning(
            request,
            "Có câu trả lời chưa được áp dụng nên chưa ghi gì; hãy xem lại kết quả dưới đây rồi xác nhận.",
        )
        return redirect(batch)
    task = _have_done(request, batch, ImportAct.COMMIT)
    batch.refresh_from_db(fields=["plan"])
    if task is None or task.state != TaskState.DONE or batch.plan is None:
        return redirect(batch)
    messages.success(request, task.message)
    return redirect(batch.plan)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files_in
def import_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """What undoing the import would take back; on POST it is done. People leave an approved plan with a paper: the
    one they came in by, or else one asked for here."""
    batch = batch_of(request, pk)
    form = amendment_form(batch, request.user, request.POST if request.method == "POST" else None)
    asked = bool(form.fields) and Answers.of(batch.answers).amendment is None
    if request.method == "POST" and (not asked or form.is_valid()):
        if not asked or _keep_amendment(request, batch, form, open_to=(ImportStatus.COMMITTED,)):
            _have_done(request, batch, ImportAct.UNDO)
        return redirect(batch)
    return render(
        request,
        "imports/undo.html",
        {
            "batch": batch,
            "may_undo": batch.status == ImportStatus.COMMITTED,
            "noun": previews.NOUNS[ImportKind(batch.kind)],
            "created": batch.totals.get("create", 0),
            "updated": batch.totals.get("update", 0),
            "form": form if asked else None,
            "amendment": Answers.of(batch.answers).amendment if form.fields else None,
        },
    )


def _attachment(content: bytes, file_name: str, content_type: str) -> HttpResponseBase:
    response = FileResponse(
        io.BytesIO(content), as_attachment=True, filename=file_name, content_type=content_type
    )
    response["Cache-Control"] = "no-store"
    return response


@takes_files_in
def import_source(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as it was handed in, always as a download."""
    batch = batch_of(request, pk)
    access.note(
        request.user, AuditAction.EXPORT, batch, purpose="Tải tệp gốc", row_count=previews.entries_of(batch)
    )
    return _attachment(bytes(batch.content), batch.file_name, "application/octet-stream")


@takes_files_in
def import_faulty(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Only the rows that a question or an error holds back, to be mended and handed in again."""
    batch = batch_of(request, pk)
    held_back = batch.totals.get("ask", 0) + batch.totals.get("error", 0)
    if not held_back:
        messages.error(request, "Không có dòng nào bị giữ lại vì lỗi hoặc câu hỏi.")
        return redirect(batch)
    try:
        content = faulty_workbook(batch)
    except FileRefused as refused:
        messages.error(request, refused.message)
        return redirect(batch)
    access.note(request.user, AuditAction.EXPORT, batch, purpose="Tải các dòng cần sửa", row_count=held_back)
    name = f"dong-can-sua-{PurePath(batch.file_name).stem}.xlsx"
    content = marked_workbook(content, export_mark(request.user, at=localtime()))
    return _attachment(content, name, CONTENT_TYPES["xlsx"])


@takes_files_in
def import_template(request: SignedInRequest) -> HttpResponseBase:
    """The office layout of a kind of file without rows, to fill in."""
    kinds = access.kinds_taken_in(request.user)
    kind = request.GET.get("kind", kinds[0].value)
    if kind not in kinds or kind not in BLANK_FILES:
        raise Http404
    blank = BLANK_FILES[ImportKind(kind)]
    return _attachment(blank.write(on=localdate()), blank.file_name, CONTENT_TYPES["xlsx"])
