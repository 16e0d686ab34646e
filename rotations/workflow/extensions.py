"""A rotation that lasts longer: by decision, for a reason of the closed list."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, Decision, Extension, Rotation, RotationStep
from rotations.partial_dates import PartialDate
from rotations.vocabulary import ExtensionReason, RotationStatus
from rotations.workflow.decisions import named_in_full, put_in_register
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not
from rotations.workflow.taking_moves import record_start

EXTEND = "Gia hạn"
PERMISSION = "rotations.move_rotation_extend"


def extension_refusal(rotation: Rotation, *, by: Account | None, on: date) -> str:
    """Why `by` may not have the rotation last longer on that day, in words; "" when it may. One query at most."""
    now = rotation.status_on(on)
    if now != RotationStatus.ACTIVE:
        return f"Lượt này đang ở “{now.label}”; chỉ gia hạn lượt đang luân chuyển."
    if rotation.ended_on is not None:
        return f"Lượt này đã ghi kết thúc vào ngày {rotation.ended_on:%d/%m/%Y}, không gia hạn nữa."
    if rotation.due_on is None:
        return "Lượt này không có thời hạn, nên không có gì để gia hạn."
    return why_not(by, PERMISSION, EXTEND, rotation.official)


def extend_rotation(
    rotation: Rotation,
    *,
    by: Account | None,
    on: date,
    due: PartialDate,
    reason: ExtensionReason | str,
    decision: Decision,
    note: str = "",
) -> Extension:
    """Move the due date to `due` by `decision`, which is kept with it when it is not on record yet.

    Shape   the extension; `rotation` is brought up to date. The status stays, a step says who, when and why.
    Units   `due` as exactly as it is known; it must lie after the one it replaces.
    Errors  MoveRefused: permission, a case that does not serve, a reason or a day that does not do, a due date that
            somebody else has just moved.
    Source  product §3 (5); domain reference §1.11: another decision, not an edit of the due date.
    """
    with constraints_in_words():
        held = (
            Rotation.objects.select_for_update(of=("self",))
            .select_related("official", "sending_unit", "receiving_unit", "step_template")
            .get(pk=rotation.pk)
        )
        if why := extension_refusal(held, by=by, on=on):
            raise MoveRefused(why)
        if reason not in ExtensionReason.values:
            raise MoveRefused("Hãy chọn lý do gia hạn.")
        before = held.due
        if rotation.due_on != held.due_on:
            raise MoveRefused(f"Thời hạn vừa được người khác đổi thành {before}; hãy tải lại trang.")
        if before is None or due.first <= before.first:
            raise MoveRefused(f"Thời hạn mới phải sau thời hạn hiện nay ({before}).")
        if held.status == RotationStatus.DECIDED:
            record_start(held, by=by)
        decision = put_in_register(decision, by=by, on=on)
        extension = Extension(rotation=held, decision=decision, reason=ExtensionReason(reason), note=note)
        extension.before, extension.after = before, due
        signed_by(extension, by)
        extension.save()
        held.due = due
        signed_by(held, by)
        held.save(update_fields=["due_on", "due_on_precision", "changed_at"])
        told = f"Từ {before} đến {due}: {ExtensionReason(reason).label.lower()}."
        step = RotationStep(
            rotation=held,
            name=EXTEND,
            done_on=on,
            decision=decision,
            papers=named_in_full(decision),
            note="\n".join(text for text in (told, note) if text),
            recorded_by=by,
        )
        signed_by(step, by)
        step.save()
    rotation.refresh_from_db()
    return extension
