"""Keeping comments on rotated officials, their ratings in order, and who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rotations import rules
from rotations.access import own_units
from rotations.models import Account, AnnualRating, Evaluation, Rotation
from rotations.rules import RatingDoubt
from rotations.vocabulary import (
    SIX_MONTH_COMMENTS_UNTIL,
    EvaluationAuthor,
    EvaluationKind,
    QualityRating,
    Role,
    RotationStatus,
)
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

RECORD = "Ghi nhận xét, đánh giá"
RATE = "Xếp loại"
OPEN = "Cho cán bộ xem nhận xét về mình"
RATE_PERMISSION = "rotations.rate_evaluation"
OPEN_PERMISSION = "rotations.open_evaluation"
COMMENTED = (RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)
CLOSED_AFTER_RATING = ("score", "self_rating", "proposed_rating")


class RatingDoubtful(MoveRefused):
    """A rating that does not agree with its points or goes past the quota, and no reason was given; `doubts` are why."""

    def __init__(self, doubts: Sequence[RatingDoubt]) -> None:
        self.doubts = list(doubts)
        said = " ".join(doubt.message for doubt in self.doubts)
        super().__init__(f"{said} Hãy kiểm tra lại, hoặc ghi lý do nếu vẫn xếp loại như vậy.")


def record_evaluation(evaluation: Evaluation, *, by: Account | None, on: date) -> Evaluation:
    """Keep a comment, new or changed, on somebody who serves or has served.

    The unit is filled in from the side that comments when it was left empty, and the ordinary rating of the same year
    is linked where there is one. A unit's clerk writes for the own unit alone. Ratings come in order: the own, the
    proposed, and from who may rate alone the final one, after which the others stand. Raises MoveRefused: permission,
    own or a relative's file, a case not begun, a day to come, a kind the period no longer has, ratings out of order, a
    constraint; RatingDoubtful when points or quota speak against a rating and `rating_reason` says nothing.
    """
    rotation = evaluation.rotation
    permission = "rotations.add_evaluation" if evaluation.pk is None else "rotations.change_evaluation"
    if why := why_not(by, permission, RECORD, rotation.official):
        raise MoveRefused(why)
    if (now := rotation.status_on(on)) not in COMMENTED:
        raise MoveRefused(f"Lượt này đang ở “{now.label}”; chỉ nhận xét cán bộ đã bắt đầu luân chuyển.")
    if evaluation.written_on > on:
        raise MoveRefused("Ngày nhận xét không thể sau hôm nay.")
    if evaluation.kind == EvaluationKind.SIX_MONTH and evaluation.period_from >= SIX_MONTH_COMMENTS_UNTIL:
        raise MoveRefused(
            "Từ tháng 7/2025 không còn nhận xét 6 tháng; hãy chọn nhận xét hằng năm hoặc đột xuất."
        )
    if evaluation.unit is None:
        evaluation.unit = {
            EvaluationAuthor.RECEIVING: rotation.receiving_unit,
            EvaluationAuthor.SENDING: rotation.sending_unit,
        }.get(EvaluationAuthor(evaluation.author))
    if by is not None and not speaks_for(by, evaluation, rotation, on=on):
        raise MoveRefused("Đơn vị chỉ ghi nhận xét của chính đơn vị mình, với tư cách nơi đi hoặc nơi đến.")
    stood = Evaluation.objects.filter(pk=evaluation.pk).first() if evaluation.pk else None
    _refuse_side_ways(evaluation, stood, by)
    _settle_ratings(evaluation, stood, on=on)
    _link_annual_rating(evaluation)
    signed_by(evaluation, by)
    with constraints_in_words():
        evaluation.save()
    return evaluation


def rate_evaluation(
    evaluation: Evaluation,
    *,
    by: Account | None,
    on: date,
    rating: QualityRating,
    score: Decimal | None = None,
    reason: str = "",
) -> Evaluation:
    """Give a comment its final rating, as the deciding authority.

    Raises MoveRefused: permission, own or a relative's file, nothing proposed yet; RatingDoubtful when points or quota
    speak against it and `reason` is empty.
    """
    with constraints_in_words():
        held = (
            Evaluation.objects.select_for_update(of=("self",))
            .select_related("rotation__official", "rotation__receiving_unit")
            .get(pk=evaluation.pk)
        )
        if why := why_not(by, RATE_PERMISSION, RATE, held.rotation.official):
            raise MoveRefused(why)
        stood = Evaluation.objects.get(pk=held.pk)
        held.rating, held.score, held.rating_reason, held.rated_on = rating, score, reason, on
        _settle_ratings(held, stood, on=on)
        _link_annual_rating(held)
        signed_by(held, by)
        held.save()
    evaluation.refresh_from_db()
    return evaluation


def open_evaluation(evaluation: Evaluation, *, by: Account | None, is_open: bool) -> Evaluation:
    """Let the person read the comment about them, or close it again: the board's lead alone, signed.

    Raises MoveRefused: permission, own or a relative's file.
    """
    with constraints_in_words():
        held = (
            Evaluation.objects.select_for_update(of=("self",))
            .select_related("rotation__official")
            .get(pk=evaluation.pk)
        )
        if why := why_not(by, OPEN_PERMISSION, OPEN, held.rotation.official):
            raise MoveRefused(why)
        held.is_open_to_official = is_open
        signed_by(held, by)
        held.save(update_fields=["is_open_to_official", "changed_at"])
    evaluation.refresh_from_db()
    return evaluation


def rating_doubts(evaluation: Evaluation) -> list[RatingDoubt]:
    """What speaks against the rating of a comment, final or proposed: its points, and the quota. Seven queries at most."""
    scale = rules.scale_on(evaluation.period_to)
    found = (
        rules.score_doubt(scale, evaluation.score, evaluation.rating or evaluation.proposed_rating),
        rules.quota_doubt(evaluation, scale),
    )
    return [doubt for doubt in found if doubt is not None]


def _refuse_side_ways(evaluation: Evaluation, stood: Evaluation | None, by: Account | None) -> None:
    """What has its own act is not changed by writing the comment, nor what a final rating rests on."""
    if stood is not None and stood.rating:
        changed = [name for name in CLOSED_AFTER_RATING if getattr(evaluation, name) != getattr(stood, name)]
        if changed:
            raise MoveRefused("Nhận xét này đã có xếp loại; điểm, mức tự xếp và mức đề nghị không sửa nữa.")
    if by is None:
        return
    if evaluation.rating != (stood.rating if stood else "") and not by.has_perm(RATE_PERMISSION):
        raise MoveRefused(
            "Mức xếp loại cuối do cấp có thẩm quyền ghi; hãy ghi mức đề nghị và để trống mức xếp loại."
        )
    was_open = stood.is_open_to_official if stood else False
    if evaluation.is_open_to_official != was_open and not by.has_perm(OPEN_PERMISSION):
        raise MoveRefused("Cho cán bộ xem nhận xét về mình là việc của lãnh đạo Ban Tổ chức.")


def _settle_ratings(evaluation: Evaluation, stood: Evaluation | None, *, on: date) -> None:
    """Hold the order of the ratings, and ask for a reason where one is doubtful."""
    is_new_rating = evaluation.rating != (stood.rating if stood else "")
    others = Evaluation.objects.of_one_occasion(evaluation).exclude(pk=evaluation.pk)
    known = rules.ratings_of(evaluation, others)
    if evaluation.proposed_rating and not known.own:
        raise MoveRefused("Hãy ghi mức cán bộ tự xếp loại trước khi đề nghị xếp loại.")
    if evaluation.rating and is_new_rating:
        if not known.proposed:
            raise MoveRefused(
                "Chưa có mức đề nghị xếp loại; nơi đến đề nghị trước, cấp có thẩm quyền xếp loại sau."
            )
        evaluation.rated_on = evaluation.rated_on or on
    asks = (evaluation.rating, evaluation.proposed_rating, evaluation.score)
    if stood is not None and asks == (stood.rating, stood.proposed_rating, stood.score):
        return
    if not evaluation.rating_reason.strip() and (doubts := rating_doubts(evaluation)):
        raise RatingDoubtful(doubts)


def _link_annual_rating(evaluation: Evaluation) -> None:
    """A yearly comment stands beside the ordinary rating of its year, where that was given."""
    if evaluation.kind in rules.YEARLY and evaluation.annual_rating_id is None:
        evaluation.annual_rating = AnnualRating.objects.filter(
            official=evaluation.rotation.official_id, year=evaluation.period_to.year, quarter__isnull=True
        ).first()


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
