"""Placement after a rotation: proposed first, decided later."""

from datetime import date

import pytest

from rotations import workflow
from rotations.models import Placement
from rotations.vocabulary import PlacementOutcome, RotationStatus
from tests.makers import TODAY, make_post, make_rotation, make_rotation_at, make_unit

pytestmark = pytest.mark.django_db


def proposal(rotation, **fields):
    fields.setdefault("outcome", PlacementOutcome.RETURNS)
    fields.setdefault("unit", rotation.sending_unit)
    return Placement(rotation=rotation, **fields)


@pytest.mark.parametrize("status", [RotationStatus.ACTIVE, RotationStatus.ENDED])
def test_a_placement_may_be_proposed_before_or_after_the_end(board, status):
    placement = workflow.propose_placement(proposal(make_rotation_at(status)), by=board, on=TODAY)

    assert (placement.proposed_on, placement.decided_on) == (TODAY, None)
    assert placement.history.get().history_user == board


def test_a_placement_is_not_proposed_before_the_start():
    with pytest.raises(workflow.MoveRefused, match="Đề xuất"):
        workflow.propose_placement(proposal(make_rotation()), by=None, on=TODAY)


def test_an_officer_proposes_and_the_lead_decides(board, lead):
    rotation = make_rotation_at(RotationStatus.ENDED)
    placement = workflow.propose_placement(proposal(rotation), by=board, on=TODAY)
    post = make_post(make_unit("Xã Khác"))

    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.decide_placement(placement, by=board, on=TODAY)
    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.HIGHER_POST, post=post)

    assert (placement.decided_on, placement.outcome) == (TODAY, "higher_post")
    assert (placement.post, placement.unit) == (post, post.unit)
    workflow.make_move(rotation, "place", by=lead, on=TODAY)
    rotation.official.refresh_from_db()
    assert rotation.official.unit == post.unit


def test_what_is_decided_is_not_decided_or_proposed_again():
    placement = workflow.propose_placement(
        proposal(make_rotation_at(RotationStatus.ENDED)), by=None, on=TODAY
    )
    workflow.decide_placement(placement, by=None, on=TODAY)

    with pytest.raises(workflow.MoveRefused, match="đã được quyết định ngày 10/03/2025"):
        workflow.decide_placement(placement, by=None, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="đã có quyết định"):
        workflow.propose_placement(placement, by=None, on=TODAY)


def test_a_decision_lies_between_its_proposal_and_today():
    placement = workflow.propose_placement(
        proposal(make_rotation_at(RotationStatus.ENDED)), by=None, on=TODAY
    )

    with pytest.raises(workflow.MoveRefused, match="sau hôm nay"):
        workflow.decide_placement(placement, by=None, on=TODAY, decided_on=date(2025, 3, 11))
    with pytest.raises(workflow.MoveRefused, match="không thể trước ngày đề xuất"):
        workflow.decide_placement(placement, by=None, on=TODAY, decided_on=date(2025, 3, 9))
    workflow.decide_placement(placement, by=None, on=TODAY, decided_on=TODAY)


def test_nobody_decides_their_own_placement(lead):
    rotation = make_rotation_at(RotationStatus.ENDED)
    placement = workflow.propose_placement(proposal(rotation), by=None, on=TODAY)
    lead.official = rotation.official
    lead.save()

    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.decide_placement(placement, by=lead, on=TODAY)
