"""Opinions on a case: a body is asked, answers, and may be asked again."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, AppraisalOpinion, Rotation, Unit
from rotations.vocabulary import OPEN_STATUSES, Role, StepOutcome
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

ASK = "Hỏi ý kiến thẩm định"
ANSWER = "Trả lời ý kiến thẩm định"


def ask_opinion(
    rotation: Rotation,
    *,
    by: Account | None,
    on: date,
    asked_unit: Unit,
    asked_on: date,
    deadline: date | None = None,
    document: str = "",
) -> AppraisalOpinion:
    """Ask a body for its opinion; from that day on its accounts see the case. To ask again is another row.

    Raises MoveRefused: permission, own or a relative's file, a case that is over, a day to come, a question that still
    waits for its answer.
    """
    with constraints_in_words():
        held = Rotation.objects.select_for_update(of=("self",)).select_related("official").get(pk=rotation.pk)
        if why := why_not(by, "rotations.add_appraisalopinion", ASK, held.official):
            raise MoveRefused(why)
        if held.status not in OPEN_STATUSES:
            raise MoveRefused(f"Lượt này đang ở “{held.get_status_display()}”; không hỏi ý kiến nữa.")
        if asked_on > on:
            raise MoveRefused("Ngày hỏi không thể sau hôm nay.")
        if deadline is not None and deadline < asked_on:
            raise MoveRefused("Hạn trả lời không thể trước ngày hỏi.")
        waiting = held.opinions.filter(asked_unit=asked_unit, answered_on__isnull=True).first()
        if waiting is not None:
            raise MoveRefused(
                f"{asked_unit} đã được hỏi ngày {waiting.asked_on:%d/%m/%Y} và chưa trả lời; "
                "hãy ghi ý kiến trả lời trước khi hỏi lại."
            )
        opinion = AppraisalOpinion(
            rotation=held, asked_unit=asked_unit, asked_on=asked_on, deadline=deadline, document=document
        )
        signed_by(opinion, by)
        opinion.save()
    return opinion


def may_answer(opinion: AppraisalOpinion, by: Account | None) -> bool:
    """Whether the account may answer for the body that was asked: the board for all, an appraiser for its own."""
    if by is None or by.roles - {Role.APPRAISER}:
        return by is None or by.has_perm("rotations.answer_opinion")
    return by.has_perm("rotations.answer_opinion") and by.unit_id == opinion.asked_unit_id


def answer_opinion(
    opinion: AppraisalOpinion,
    *,
    by: Account | None,
    on: date,
    answered_on: date,
    outcome: str,
    opinion_text: str = "",
    document: str = "",
) -> AppraisalOpinion:
    """Write down what the body answered, once: another opinion is another question. Raises MoveRefused."""
    with constraints_in_words():
        rotation = (
            Rotation.objects.select_for_update(of=("self",))
            .select_related("official")
            .get(pk=opinion.rotation_id)
        )
        held = AppraisalOpinion.objects.get(pk=opinion.pk)
        if why := why_not(by, "rotations.answer_opinion", ANSWER, rotation.official):
            raise MoveRefused(why)
        if not may_answer(held, by):
            raise MoveRefused("Cơ quan thẩm định chỉ trả lời câu hỏi gửi cho chính mình.")
        if held.answered_on is not None:
            raise MoveRefused(
                f"Đã trả lời ngày {held.answered_on:%d/%m/%Y}; cần ý kiến khác thì Ban Tổ chức hỏi lại."
            )
        if answered_on > on:
            raise MoveRefused("Ngày trả lời không thể sau hôm nay.")
        held.answered_on, held.outcome, held.opinion = answered_on, StepOutcome(outcome), opinion_text
        held.document = "; ".join(text for text in (held.document, document) if text)
        signed_by(held, by)
        held.save()
    opinion.refresh_from_db()
    return opinion
