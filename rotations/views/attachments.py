"""Files beside records: putting one there, handing it out, taking it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from rotations import access, file_kinds, workflow
from rotations.access import SignedInRequest
from rotations.file_kinds import CONTENT_TYPES
from rotations.forms.dossiers import AttachmentForm, RemovalForm
from rotations.models import Attachment, Decision, DossierItem, Evaluation, Rotation
from rotations.vocabulary import AuditAction, FileKind

# What a file may be put beside: the word in the address, the permission that opens it, the records, what leads to it.
OWNERS: dict[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {
    "dossier-item": (
        "rotations.view_dossieritem",
        access.visible_dossier_items,
        ("template_item", "rotation__official"),
    ),
    "rotation": (
        "rotations.view_dossieritem",
        access.visible_rotations,
        ("official", "sending_unit", "receiving_unit"),
    ),
    "decision": ("rotations.view_decision", access.visible_decisions, ()),
    "evaluation": (
        "rotations.view_evaluation",
        access.visible_evaluations,
        ("rotation__official", "rotation__sending_unit", "rotation__receiving_unit"),
    ),
}


@permission_required("rotations.add_attachment", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_add(request: SignedInRequest, beside: str, pk: int) -> HttpResponse:
    """Put a file beside a record."""
    owner = _owner(request, beside, pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.given()
        try:
            attachment = workflow.attach(owner, by=request.user, on=localdate(), **given)
        except workflow.MoveRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"Đã đính kèm tệp {attachment.name}.")
            if file_kinds.is_named_otherwise(given["name"], FileKind(attachment.kind)):
                messages.warning(
                    request,
                    f"Tên tệp “{given['name'][:100]}” không khớp nội dung: tệp là {attachment.get_kind_display()} "
                    f"và được lưu với tên {attachment.name}.",
                )
            return redirect(page_of(owner))
    return render(request, "attachments/add.html", {"owner": owner, "back": page_of(owner), "form": form})


def _owner(request: SignedInRequest, beside: str, pk: int) -> Any:
    if beside not in OWNERS:
        raise Http404
    permission, visible, relations = OWNERS[beside]
    if not request.user.has_perm(permission):
        raise Http404
    records = visible(request.user, on=localdate())
    return get_object_or_404(records.select_related(*relations) if relations else records, pk=pk)


def page_of(owner: DossierItem | Rotation | Decision | Evaluation) -> str:
    """The page on which the files of a record stand."""
    if isinstance(owner, Rotation):
        return reverse("rotations:dossier", args=[owner.pk])
    return owner.get_absolute_url()


@permission_required("rotations.view_attachment", raise_exception=True)
@require_http_methods(["GET", "HEAD"])
def attachment_download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file, always as a download and never shown by the browser. Handing it out is noted."""
    attachment: Attachment = get_object_or_404(
        access.visible_attachments(request.user, on=localdate()).kept(), pk=pk
    )
    owner = attachment.owner
    of_whom = owner.rotation if isinstance(owner, DossierItem) else owner
    access.note(request.user, AuditAction.READ, attachment, purpose=f"Tải giấy tờ: {of_whom}")
    response = HttpResponse(bytes(attachment.content), content_type=CONTENT_TYPES[FileKind(attachment.kind)])
    response["Content-Disposition"] = content_disposition_header(True, attachment.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@permission_required("rotations.remove_attachment", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a file away, with a reason; it stays on record."""
    files = access.visible_attachments(request.user, on=localdate()).kept().for_listing()
    attachment: Attachment = get_object_or_404(files, pk=pk)
    back = page_of(attachment.owner)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.remove_attachment(attachment, by=request.user, on=localdate(), **form.cleaned_data)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã gỡ tệp {attachment.name}; tệp vẫn còn trong sổ theo dõi.")
            return redirect(back)
    return render(request, "attachments/remove.html", {"attachment": attachment, "back": back, "form": form})
