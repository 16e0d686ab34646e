"""What becomes of people afterwards: proposed first, decided later; the posts change hands on the decision's day."""

from __future__ import annotations

from datetime import date

from rotations.models import (
    Account,
    Decision,
    Placement,
    Post,
    PostHolding,
    Rotation,
    Unit,
    heirs,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import DecisionKind, PlacementOutcome, RotationStatus
from rotations.workflow.decisions import (
    add_what_is_unsaid,
    lines_of_placement,
    put_in_register,
)
from rotations.workflow.placed_posts import change_posts
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not
from rotations.workflow.taking_moves import make_move

PROPOSE = "Đề xuất bố trí sau luân chuyển"
TAKE_UP = "Ghi ngày nhận chức vụ"
DECIDE = "Quyết định bố trí sau luân chuyển"
PROPOSED_FOR = (RotationStatus.ACTIVE, RotationStatus.ENDED)
RETURNING = (PlacementOutcome.RETURNS, PlacementOutcome.RETURNS_HIGHER)
# Months: a day further off is a slip of the pen.
LONGEST_AHEAD = 24
# Where the person goes on without a post of the register.
WITHOUT_A_POST = (PlacementOutcome.ROTATES_ON, PlacementOutcome.RETIRED)


def propose_placement(placement: Placement, *, by: Account | None, on: date) -> Placement:
    """Keep a proposal, new or changed, for somebody who serves or has come to the end; not yet decided.

    The day of the proposal is `on` when none was given. Raises MoveRefused.
    """
    rotation = placement.rotation
    permission = "rotations.add_placement" if placement.pk is None else "rotations.change_placement"
    if why := why_not(by, permission, PROPOSE, rotation.official):
        raise MoveRefused(why)
    if placement.decided_on is not None:
        raise MoveRefused("Phương án này đã có quyết định; không sửa đề xuất nữa.")
    if placement.pk and Placement.objects.decided().filter(pk=placement.pk).exists():
        raise MoveRefused("Phương án này đã có quyết định; không sửa đề xuất nữa.")
    if (now := rotation.status_on(on)) not in PROPOSED_FOR:
        raise MoveRefused(
            f"Lượt này đang ở “{now.label}”; phương án bố trí lập khi đang luân chuyển hoặc sau khi kết thúc."
        )
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
    number: str = "",
    issued_on: date | None = None,
    held_from: date | None = None,
    note: str = "",
) -> Placement:
    """Write the decision on a proposal, with what was decided where it differs from what was proposed, and let posts
    change hands on the day it takes effect.

    The decision is one of the register, or `number` ("312-QĐ/HU") and `issued_on` of one that is put there.
    `decided_on` is the day: the decision's own, else `on`. It may be to come where the decision is issued: holdings go
    by date. The new post is held from then on, or from `held_from`; one that is elected is held only when `held_from`
    says since when. A case that is over moves to `placed` by the same act. Raises MoveRefused: permission to take that
    move, own or a relative's file, decided already, a case not over (unless the person stays for good), a unit or post
    that is not there on the day, a seat that is taken.
    """
    with constraints_in_words():
        held = (
            Placement.objects.select_for_update(of=("self",))
            .select_related(
                "rotation__official", "rotation__receiving_unit", "rotation__sending_unit",
                "rotation__plan__regulation", "post__unit", "post__position", "unit",
            )
            .get(pk=placement.pk)
        )  # fmt: skip
        rotation = held.rotation
        if why := why_not(by, "rotations.move_rotation_place", DECIDE, rotation.official):
            raise MoveRefused(why)
        if held.decided_on is not None:
            raise MoveRefused(f"Phương án này đã được quyết định ngày {held.decided_on:%d/%m/%Y}.")
        day = decided_on or (decision.effective_on if decision else on)
        if decision is None and number:
            typed = Decision.on_paper(number)
            typed.kind, typed.issued_on = DecisionKind.PLACEMENT, issued_on or day
            typed.title = f"Bố trí cán bộ sau luân chuyển: {rotation.official}"
            typed.effective_on = max(typed.issued_on, day)
            decision = put_in_register(typed, by=by, on=on)
        _refuse_untimely(day, decision, on)
        settled = outcome or PlacementOutcome(held.outcome)
        _refuse_unfinished(rotation, settled, day)
        held.decided_on, held.decision, held.outcome = day, decision, settled
        held.post = (
            None if settled in WITHOUT_A_POST else post or (held.post if unit in (None, held.unit) else None)
        )
        held.unit = unit if settled in WITHOUT_A_POST else _unit_told_by(held, unit, day)
        held.note = note or held.note
        _refuse_what_is_not_there(held, day)
        signed_by(held, by)
        held.save()
        rotation.placed_on = day
        signed_by(rotation, by)
        rotation.save(update_fields=["placed_on", "changed_at"])
        change_posts(held, day, held_from=held_from, by=by)
        if decision is not None:
            add_what_is_unsaid(decision, lines_of_placement(rotation), by=by)
        if rotation.status == RotationStatus.ENDED and rotation.status_on(on) == RotationStatus.PLACED:
            make_move(rotation, "place", by=by, on=on, papers=str(decision or ""))
    placement.refresh_from_db()
    return placement


def take_up_placement(placement: Placement, *, by: Account | None, on: date, held_from: date) -> Placement:
    """The post a placement gave is held from a day on: an elected one once the election was won.

    Raises MoveRefused: permission, own or a relative's file, not decided or without a post, a day before the decision
    takes effect or to come, a seat that is taken, held already.
    """
    with constraints_in_words():
        held = (
            Placement.objects.select_for_update(of=("self",))
            .select_related("rotation__official", "post__position", "decision")
            .get(pk=placement.pk)
        )
        if why := why_not(by, "rotations.change_placement", TAKE_UP, held.rotation.official):
            raise MoveRefused(why)
        if held.decided_on is None or held.post is None:
            raise MoveRefused("Phương án này chưa có quyết định giao chức vụ.")
        if PostHolding.objects.overlapping(held.decided_on, None).filter(
            official=held.rotation.official_id, post=held.post
        ):
            raise MoveRefused("Việc giữ chức vụ này đã được ghi.")
        if held_from > on:
            raise MoveRefused("Ngày nhận chức vụ không thể sau hôm nay.")
        change_posts(held, held.decided_on, held_from=held_from, by=by)
    return placement


def unit_after(rotation: Rotation, outcome: PlacementOutcome, *, on: date) -> Unit | None:
    """The unit an outcome leads to by itself: where the person came from, or serves; None where it has to be chosen.

    A unit that is no more is followed to the one that took over; where several did, somebody has to choose. Two
    queries at most.
    """
    if outcome in RETURNING:
        unit = rotation.sending_unit
    elif outcome == PlacementOutcome.STAYS:
        unit = rotation.receiving_unit
    else:
        return None
    if unit.exists_on(on):
        return unit
    found = heirs([unit.pk], on=on)[unit.pk]
    return found[0] if len(found) == 1 else None


def _refuse_untimely(day: date, decision: Decision | None, on: date) -> None:
    if decision is not None and decision.issued_on > on:
        raise MoveRefused("Ngày ban hành quyết định không thể sau hôm nay.")
    if day > on and decision is None:
        raise MoveRefused(
            "Ngày quyết định không thể sau hôm nay; bố trí có hiệu lực về sau phải kèm quyết định đã ban hành."
        )
    if decision is not None and day < decision.issued_on:
        raise MoveRefused("Bố trí không thể có hiệu lực trước ngày ban hành quyết định.")
    if day > PartialDate.of_day(on).plus_months(LONGEST_AHEAD).first:
        raise MoveRefused(f"Ngày có hiệu lực {day:%d/%m/%Y} quá xa; hãy kiểm tra lại năm.")


def _refuse_unfinished(rotation: Rotation, outcome: PlacementOutcome, day: date) -> None:
    """Somebody who goes elsewhere has ended first; who stays for good need not have."""
    if rotation.status_on(day) not in (*PROPOSED_FOR, RotationStatus.PLACED):
        raise MoveRefused(f"Lượt này đang ở “{rotation.status_on(day).label}”; chưa quyết định bố trí được.")
    if outcome == PlacementOutcome.STAYS:
        return
    if rotation.ended_on is None:
        raise MoveRefused("Hãy ghi kết thúc luân chuyển trước; ngày kết thúc sắp tới cũng ghi trước được.")
    if day < rotation.ended_on:
        raise MoveRefused(
            f"Luân chuyển kết thúc ngày {rotation.ended_on:%d/%m/%Y}; bố trí không thể có hiệu lực trước ngày đó."
        )


def _unit_told_by(placement: Placement, chosen: Unit | None, day: date) -> Unit | None:
    """The post's unit, the one chosen, the one the outcome leads to, or for a transfer the one proposed."""
    if placement.post is not None:
        return placement.post.unit
    if chosen is not None:
        return chosen
    outcome = PlacementOutcome(placement.outcome)
    if outcome in (*RETURNING, PlacementOutcome.STAYS):
        return unit_after(placement.rotation, outcome, on=day)
    return placement.unit


def _refuse_what_is_not_there(placement: Placement, day: date) -> None:
    """A unit that has ended, one that has to be chosen, a post that is not open."""
    if placement.unit is None:
        if placement.outcome not in WITHOUT_A_POST:
            raise MoveRefused("Hãy chọn đơn vị bố trí; nơi cũ không còn hoặc đã chia cho nhiều đơn vị.")
        return
    if not placement.unit.exists_on(day):
        raise MoveRefused(f"{placement.unit} không còn vào ngày {day:%d/%m/%Y}; hãy chọn đơn vị kế thừa.")
    if placement.post and not Post.objects.open_on(day).filter(pk=placement.post.pk).exists():
        raise MoveRefused(f"Chức danh {placement.post} không có vào ngày {day:%d/%m/%Y}.")
