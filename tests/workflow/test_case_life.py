"""Random walks over many cases: legal and illegal acts on days that go by, never a state that is forbidden."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotations import workflow
from rotations.models import PostHolding, Rotation, RotationStep
from rotations.vocabulary import DECIDED_STATUSES, NEXT_STATUSES, EndKind, RotationStatus
from tests.makers import TODAY, make_placement, make_post, make_rotation, make_unit

pytestmark = pytest.mark.django_db

ACTS = st.tuples(
    st.integers(0, 1),  # which case
    st.sampled_from(list(workflow.MOVES)),
    st.integers(0, 60),  # days gone by since the act before
    st.integers(-20, 40),  # a start or an end so many days from the act
)


def act(case: Rotation, verb: str, on: date, other: date) -> None:
    """Try one act as the system itself; a refusal is an answer like any other."""
    fields: dict[str, object] = {}
    if verb == "decide":
        fields["starts_on"] = other
    elif verb == "end":
        fields |= {"ended_on": other, "end_kind": EndKind.ON_TIME}
    elif verb == "cancel":
        fields["cancel_reason"] = "Cán bộ xin rút"
    elif verb == "place" and not hasattr(case, "placement") and case.status == RotationStatus.ENDED:
        make_placement(case, proposed_on=on, decided_on=on)
    with suppress(workflow.MoveRefused):
        workflow.make_move(case, verb, by=None, on=on, exception="Kết luận để thử", **fields)


def forbidden(case: Rotation, on: date) -> list[str]:
    """What must never be true of a case."""
    steps = list(RotationStep.objects.filter(rotation=case).exclude(status_after="").order_by("pk"))
    found = []
    for before, after in pairwise(steps):
        if after.status_before != before.status_after:
            found.append("a status without its step")
        if RotationStatus(after.status_after) not in NEXT_STATUSES[RotationStatus(before.status_after)]:
            found.append("a step out of order")
    if steps[-1].status_after != case.status:
        found.append("the last step is another status")
    held = PostHolding.objects.filter(official=case.official_id)
    if case.status not in DECIDED_STATUSES and held.exists():
        found.append("a post held without a decision")
    for holding in held:
        if holding.held_from < case.starts_on:
            found.append("a post held before the start")
        if case.ended_on and (holding.held_until is None or holding.held_until > case.ended_on):
            found.append("a post held after the end")
    stands = case.status_on(on)
    if (stands == RotationStatus.ACTIVE) != Rotation.objects.in_status_on(["active"], on).filter(
        pk=case.pk
    ).exists():
        found.append("the row and the database disagree")
    return found


@settings(max_examples=25)
@given(acts=st.lists(ACTS, min_size=4, max_size=14))
def test_no_walk_reaches_a_state_that_is_forbidden(acts):
    PostHolding.objects.all().delete()
    commune = make_unit()
    seat = make_post(commune, "Phó Bí thư Đảng ủy")  # one seat for two cases
    cases = [make_rotation(receiving=commune, receiving_posts=[seat]) for _ in range(2)]
    on = TODAY

    for which, verb, days, offset in acts:
        on += timedelta(days=days)
        case = Rotation.objects.get(pk=cases[which].pk)
        act(case, verb, on, on + timedelta(days=offset))
        for one in Rotation.objects.filter(pk__in=[case.pk for case in cases]):
            assert forbidden(one, on) == [], (verb, on)
