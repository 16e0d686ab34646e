"""What becomes of people afterwards: proposed first, decided later."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, Decision, Placement, Post, Unit
from rotations.vocabulary import PlacementOutcome, RotationStatus
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

PROPOSE = "Đề xuất bố trí sau luân chuyển"
DECIDE = "Quyết định bố trí sau luân chuyển"
PROPOSED_FOR = (RotationStatus.ACTIVE, RotationStatus.ENDED)


def propose_placement(placement: Placement, *, by: Account | None, on: date) -> Placement:
    """Keep a proposal, new or changed, for somebody who serves or has come to the end; not yet decided.

    The day of the proposal is `on` when none was given. Raises MoveRefused.
    """
    rotation = placement.rotation
    permission = "rotations.add_placement" if placement.pk is None else "rotations.change_placement"
    if why := why_not(by, permission, PROPOSE, rotation.official):
        raise MoveRefused(why)
    if (now := rotation.status_on(on)) not in PROPOSED_FOR:
        raise MoveRefused(
            f"Lượt này đang ở “{now.label}”; phương án bố trí lập khi đang luân chuyển hoặc sau khi kết thúc."
        )
    if placement.decided_on is not None:
        raise MoveRefused("Phương án này đã có quyết định; không sửa đề xuất nữa.")
    if placement.pk and Placement.objects.decided().filter(pk=placement.pk).exists():
        raise MoveRefused("Phương án này đã có quyết định; không sửa đề xuất nữa.")
    if placement.proposed_on is None:
        placement.proposed_on = on
    signed_by(placement, by)
    with constraints_in_words():
        placement.save()
    return placement


def decide_placement(
    placement: Placement,
    *,
    by: Account | None,
    on: date,
    decided_on: date | None = None,
    decision: Decision | None = None,
    outcome: PlacementOutcome | None = None,
    unit: Unit | None = None,
    post: Post | None = None,
    note: str = "",
) -> Placement:
    """Write the decision on a proposal, with what was decided where it differs from what was proposed.

    `decided_on` is the decision's own day, else `on`. The case's status moves by the move `place`. Raises
    MoveRefused: permission to take that move, own or a relative's file, decided already, a day to come.
    """
    with constraints_in_words():
        held = (
            Placement.objects.select_for_update(of=("self",))
            .select_related("rotation__official", "rotation__receiving_unit", "rotation__sending_unit")
            .get(pk=placement.pk)
        )
        if why := why_not(by, "rotations.move_rotation_place", DECIDE, held.rotation.official):
            raise MoveRefused(why)
        if held.decided_on is not None:
            raise MoveRefused(f"Phương án này đã được quyết định ngày {held.decided_on:%d/%m/%Y}.")
        day = decided_on or (decision.issued_on if decision else on)
        if day > on:
            raise MoveRefused("Ngày quyết định không thể sau hôm nay.")
        held.decided_on, held.decision = day, decision
        held.outcome = outcome or held.outcome
        held.unit, held.post = unit or (post.unit if post else held.unit), post or held.post
        held.note = note or held.note
        signed_by(held, by)
        held.save()
    placement.refresh_from_db()
    return placement
