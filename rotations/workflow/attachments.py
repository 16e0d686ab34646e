"""Files put beside a record, and taken away again in the sight of all."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePath

from django.conf import settings

from rotations import file_kinds
from rotations.file_kinds import FileNotTaken
from rotations.models import Account, Attachment, Decision, DossierItem, Evaluation, Official, Rotation
from rotations.secrecy_marks import SEEN_BY_PEOPLE, mark_in_file
from rotations.vocabulary import Role, SecrecyLevel
from rotations.workflow.evaluations import speaks_for
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, why_not

ATTACH = "Đính kèm tệp"
REMOVE = "Gỡ tệp đính kèm"
NOBODY_LOOKED = (
    "Chương trình không đọc chắc được dấu độ mật trong tệp PDF và ảnh. Hãy xem tệp; nếu tệp không mang dấu Mật, Tối mật, "
    "Tuyệt mật thì đánh dấu vào ô xác nhận rồi đính kèm lại."
)
Owner = DossierItem | Rotation | Decision | Evaluation


def attach(
    owner: Owner,
    *,
    name: str,
    content: bytes,
    by: Account | None,
    on: date,
    secrecy: SecrecyLevel = SecrecyLevel.INTERNAL,
    note: str = "",
    said_unmarked: bool = False,
) -> Attachment:
    """Keep a file beside a record, under the kind its content is of.

    Raises MoveRefused: permission, own or a relative's file, a classification this installation may not hold, by choice,
    by name or by a mark in the file; one whose mark only people can see, of which nobody has said that it has none; a
    file that is not taken (`file_kinds` says why), the same file there already.
    """
    _refuse_unless_allowed(owner, by, "rotations.add_attachment", ATTACH, on)
    stamped = SecrecyLevel.marked_in(PurePath(name).stem.replace("_", " "))
    _refuse_classified(stamped or secrecy)
    try:
        kind = file_kinds.kind_of(content, most_bytes=settings.ATTACHMENT_MAX_BYTES)
    except FileNotTaken as refused:
        raise MoveRefused(str(refused)) from refused
    stamped = stamped or mark_in_file(content, kind)
    secrecy = stamped if stamped and secrecy == SecrecyLevel.INTERNAL else secrecy
    _refuse_classified(secrecy, "Trong tệp có dấu này. " if stamped else "")
    unseen = settings.SECRECY == "normal" and kind in SEEN_BY_PEOPLE
    if unseen and not said_unmarked:
        raise MoveRefused(NOBODY_LOOKED)
    attachment = Attachment(
        name=file_kinds.kept_name(name, kind),
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        secrecy=secrecy,
        note=note,
        said_unmarked=said_unmarked and unseen,
        content=content,
        added_by=by,
    )
    setattr(attachment, _column_of(owner), owner)
    with constraints_in_words():
        attachment.save()
    return attachment


def _refuse_classified(secrecy: SecrecyLevel, why: str = "") -> None:
    if settings.SECRECY == "normal" and secrecy != SecrecyLevel.INTERNAL:
        raise MoveRefused(
            f"Bản cài đặt này không được lưu tài liệu {secrecy.label}; tài liệu từ Mật trở lên chỉ lưu trên mạng LAN "
            f"độc lập. {why}".rstrip()
        )


def remove_attachment(attachment: Attachment, *, by: Account | None, on: date, reason: str) -> Attachment:
    """Take a file away: it is handed out no more, and stays on record with who took it away, when and why.

    Raises MoveRefused: permission, own or a relative's file, no reason, taken away already.
    """
    with constraints_in_words():
        held = Attachment.objects.select_for_update(of=("self",)).defer("content").get(pk=attachment.pk)
        _refuse_unless_allowed(held.owner, by, "rotations.remove_attachment", REMOVE, on)
        if held.removed_on is not None:
            raise MoveRefused(f"Tệp này đã được gỡ ngày {held.removed_on:%d/%m/%Y}.")
        if not reason.strip():
            raise MoveRefused("Hãy ghi lý do gỡ tệp.")
        held.removed_on, held.removed_by, held.removal_reason = on, by, reason
        held.save(update_fields=["removed_on", "removed_by", "removal_reason"])
    return held


def _column_of(owner: Owner) -> str:
    return {
        DossierItem: "dossier_item", Rotation: "rotation", Decision: "decision", Evaluation: "evaluation",
    }[type(owner)]  # fmt: skip


def person_of(owner: Owner) -> Official | None:
    """Whom the record is about; None for a decision, which is about several."""
    if isinstance(owner, Rotation):
        return owner.official
    return None if isinstance(owner, Decision) else owner.rotation.official


def _refuse_unless_allowed(owner: Owner, by: Account | None, permission: str, label: str, on: date) -> None:
    if by is None:
        return
    person = person_of(owner)
    if person is not None:
        if why := why_not(by, permission, label, person):
            raise MoveRefused(why)
    elif not by.has_perm(permission):
        raise MoveRefused(NOT_ALLOWED.format(label))
    if not by.roles - {Role.UNIT_CLERK} and not (
        isinstance(owner, Evaluation) and speaks_for(by, owner, owner.rotation, on=on)
    ):
        raise MoveRefused("Đơn vị chỉ đính kèm tệp vào nhận xét của chính đơn vị mình.")
