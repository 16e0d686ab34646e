"""Keeping comments on rotated officials."""

from __future__ import annotations

from datetime import date

from rotations.access import own_units
from rotations.models import Account, Evaluation, Rotation
from rotations.vocabulary import EvaluationAuthor, Role, RotationStatus
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

RECORD = "Ghi nhận xét, đánh giá"
COMMENTED = (RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)


def record_evaluation(evaluation: Evaluation, *, by: Account | None, on: date) -> Evaluation:
    """Keep a comment, new or changed, on somebody who serves or has served.

    The unit is filled in from the side that comments when it was left empty. A unit's clerk writes for the own unit
    alone. Raises MoveRefused: permission, own or a relative's file, a case not begun, a day to come, a constraint.
    """
    rotation = evaluation.rotation
    permission = "rotations.add_evaluation" if evaluation.pk is None else "rotations.change_evaluation"
    if why := why_not(by, permission, RECORD, rotation.official):
        raise MoveRefused(why)
    if (now := rotation.status_on(on)) not in COMMENTED:
        raise MoveRefused(f"Lượt này đang ở “{now.label}”; chỉ nhận xét cán bộ đã bắt đầu luân chuyển.")
    if evaluation.written_on > on:
        raise MoveRefused("Ngày nhận xét không thể sau hôm nay.")
    if evaluation.unit is None:
        evaluation.unit = {
            EvaluationAuthor.RECEIVING: rotation.receiving_unit,
            EvaluationAuthor.SENDING: rotation.sending_unit,
        }.get(EvaluationAuthor(evaluation.author))
    if by is not None and not speaks_for(by, evaluation, rotation, on=on):
        raise MoveRefused("Đơn vị chỉ ghi nhận xét của chính đơn vị mình, với tư cách nơi đi hoặc nơi đến.")
    signed_by(evaluation, by)
    with constraints_in_words():
        evaluation.save()
    return evaluation


def speaks_for(by: Account, evaluation: Evaluation, rotation: Rotation, *, on: date) -> bool:
    """Whether the account may speak for the side that comments: the board for all, a clerk for the own unit and for
    those it took over from."""
    if by.roles - {Role.UNIT_CLERK}:
        return True
    side = {
        EvaluationAuthor.RECEIVING: rotation.receiving_unit_id,
        EvaluationAuthor.SENDING: rotation.sending_unit_id,
    }.get(EvaluationAuthor(evaluation.author))
    return side is not None and side in own_units(by, on=on) and evaluation.unit_id == side
