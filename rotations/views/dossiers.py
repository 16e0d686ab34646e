"""The dossier of a case: its checklist, and one paper of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from rotations import access, rules, workflow
from rotations.access import SignedInRequest
from rotations.forms.dossiers import PaperForm
from rotations.models import Attachment, DossierItem
from rotations.views.case_file import FILE_RELATIONS
from rotations.vocabulary import AuditAction, SecrecyLevel

VIEW = "rotations.view_dossieritem"


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "HEAD"])
def dossier(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every paper of a case, how it stands on the day that counts and today, and the files beside them."""
    today = localdate()
    rotation = get_object_or_404(
        access.visible_rotations(request.user, on=today).select_related(*FILE_RELATIONS), pk=pk
    )
    access.note(request.user, AuditAction.READ, rotation, purpose="Hồ sơ luân chuyển")
    is_own = request.user.official_id == rotation.official_id
    files = access.visible_attachments(request.user, on=today).kept().for_listing()
    beside, others = list(files.beside_papers_of(rotation)), list(files.beside_case(rotation))
    return render(
        request,
        "dossiers/detail.html",
        {
            "rotation": rotation,
            "standing": None if is_own else rules.dossier_standing(rotation, on=today),
            "files": by_paper(beside),
            "others": others,
            "classification": SecrecyLevel.mark_over(file.secrecy for file in (*beside, *others)),
            "today": today,
            "may_lay_out": request.user.has_perm("rotations.add_dossieritem"),
            "may_attach": request.user.has_perm("rotations.add_attachment"),
            "may_remove": request.user.has_perm("rotations.remove_attachment"),
        },
    )


def by_paper(files: Any) -> dict[int, list[Attachment]]:
    """Files by the paper they stand beside."""
    found: dict[int, list[Attachment]] = {}
    for attachment in files:
        found.setdefault(attachment.dossier_item_id, []).append(attachment)
    return found


@require_POST
@permission_required(VIEW, raise_exception=True)
def dossier_lay_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the case the checklist of its regulation."""
    rotation = get_object_or_404(access.visible_rotations(request.user, on=localdate()), pk=pk)
    try:
        added = workflow.lay_out_dossier(rotation, by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"Đã lập danh mục: thêm {len(added)} giấy tờ."
            if added
            else "Danh mục đã có đủ các thành phần mà quy định yêu cầu.",
        )
    return redirect("rotations:dossier", pk=rotation.pk)


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def dossier_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """One paper: how it stands, its files, and for the board's officers the form to write it down."""
    today = localdate()
    papers = access.visible_dossier_items(request.user, on=today).select_related(
        "template_item__regulation", "rotation__official"
    )
    item: DossierItem = get_object_or_404(papers, pk=pk)
    access.note(request.user, AuditAction.READ, item.rotation, purpose=item.template_item.name)
    may_record = request.user.has_perm("rotations.change_dossieritem")
    form = PaperForm(request.POST or None, record=item)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.record_paper(item, by=request.user, on=today, **form.given())
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi giấy tờ.")
            return redirect("rotations:dossier", pk=item.rotation_id)
    files = access.visible_attachments(request.user, on=today).for_listing().beside(item)
    context = {
        "item": item,
        "rotation": item.rotation,
        "state": item.state_on(today),
        "form": form if may_record else None,
        "files": files,
        "classification": SecrecyLevel.mark_over(file.secrecy for file in files),
        "may_attach": request.user.has_perm("rotations.add_attachment"),
        "may_remove": request.user.has_perm("rotations.remove_attachment"),
    }
    return render(request, "dossiers/item.html", context)
