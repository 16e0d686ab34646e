"""The second step of a two-step appointment: what the council session came to."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, PostHolding, Rotation, RotationPost
from rotations.partial_dates import PartialDate
from rotations.vocabulary import ElectionResult, FillingMode, RotationStatus
from rotations.workflow.posts import take_up
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

RECORD = "Ghi kết quả bầu cử"


def record_election(
    row: RotationPost,
    *,
    by: Account | None,
    on: date,
    result: ElectionResult,
    session_on: date,
    votes_for: int | None = None,
    votes_total: int | None = None,
    approval_number: str = "",
    approved_on: date | None = None,
) -> RotationPost:
    """Write down a session's result; once won, and while the person serves, the post is held from then on.

    A lost or postponed election changes this post alone: the Party post stays as it is. Raises MoveRefused.
    """
    with constraints_in_words():
        rotation = (
            Rotation.objects.select_for_update(of=("self",))
            .select_related("official")
            .get(pk=row.rotation_id)
        )
        if why := why_not(by, "rotations.change_rotationpost", RECORD, rotation.official):
            raise MoveRefused(why)
        if row.mode != FillingMode.ELECTED:
            raise MoveRefused("Chức danh này không do bầu cử; không có kết quả bầu để ghi.")
        if rotation.status not in (RotationStatus.DECIDED, RotationStatus.ACTIVE):
            raise MoveRefused(
                f"Lượt này đang ở “{rotation.get_status_display()}”; kết quả bầu ghi sau khi có quyết định."
            )
        if row.held_from is not None:
            raise MoveRefused("Kết quả trúng cử đã được ghi và chức danh đang được giữ.")
        if session_on > on:
            raise MoveRefused("Ngày họp bầu không thể sau hôm nay.")
        row.result, row.session_on = result, session_on
        row.votes_for, row.votes_total = votes_for, votes_total
        row.approval_number, row.approved_on = approval_number, approved_on
        signed_by(row, by)
        row.save()
        if result == ElectionResult.ELECTED and rotation.starts:
            since = max(rotation.starts, PartialDate.of_day(approved_on or session_on))
            has_main = PostHolding.objects.overlapping(since.first, None).filter(
                official=rotation.official_id, is_main=True
            )
            take_up(rotation, row, since, is_main=not has_main.exists(), by=by)
    return row
