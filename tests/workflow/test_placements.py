"""Placement after a rotation: proposed first, decided later."""

from datetime import date, timedelta

import pytest

from rotations import access, workflow
from rotations.models import Decision, Placement, PostHolding, Rotation, UnitSuccession
from rotations.vocabulary import DecisionKind, EndKind, PlacementOutcome, Role, RotationStatus, UnitLevel
from tests.makers import (
    TODAY,
    make_account,
    make_holding,
    make_official,
    make_position,
    make_post,
    make_rotation,
    make_rotation_at,
    make_unit,
    walk,
)

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
    rotation.refresh_from_db()
    rotation.official.refresh_from_db()
    assert rotation.status == RotationStatus.PLACED
    assert rotation.steps.last().recorded_by == lead
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
    rotation = make_rotation_at(RotationStatus.ENDED, ended_on=date(2025, 3, 1))
    placement = workflow.propose_placement(proposal(rotation), by=None, on=TODAY)

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


# --- The posts people hold ---------------------------------------------------------------------------------

DAY = timedelta(days=1)
LATER = date(2025, 4, 1)


def seated(status=RotationStatus.ENDED, **fields):
    """Somebody from a seat at an office in a seat at a commune, with a proposal to go back."""
    office, commune = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT), make_unit("Xã Nậm Đích")
    old, new = make_post(office, "Phó Trưởng phòng"), make_post(commune, "Phó Bí thư Đảng ủy")
    official = make_official(unit=office)
    make_holding(official, old, date(2020, 1, 1))
    rotation = make_rotation_at(
        status, official, office, commune, left_posts=[old], receiving_posts=[new], **fields
    )
    placement = workflow.propose_placement(proposal(rotation), by=None, on=TODAY)
    return placement, old, new


def held(official, day):
    return [holding.post for holding in PostHolding.objects.on(day).filter(official=official).order_by("pk")]


def issued(**fields):
    fields = {"issued_on": TODAY, "effective_on": TODAY, "number": "312", **fields}
    return Decision.objects.create(
        symbol="QĐ/HU", kind=DecisionKind.PLACEMENT, title="Về bố trí", issuer="Huyện ủy", **fields
    )


def test_the_new_post_is_held_as_the_main_one_from_the_day_of_the_decision(lead):
    placement, old, _new = seated()
    official = placement.rotation.official

    workflow.decide_placement(placement, by=lead, on=TODAY, post=old, number="312-QĐ/HU", issued_on=TODAY)

    assert held(official, TODAY - DAY) == [_new]
    holding = PostHolding.objects.on(TODAY).get(official=official)
    assert (holding.post, holding.is_main, holding.held_from) == (old, True, TODAY)
    assert holding.document == "312-QĐ/HU"
    assert holding.history.first().history_user == lead


def test_a_number_typed_stands_in_the_register_once_with_the_lines_of_each_person(lead):
    first, old, new = seated()
    workflow.decide_placement(first, by=lead, on=TODAY, post=old, number="312-QĐ/HU", issued_on=TODAY)
    rotation = make_rotation_at(RotationStatus.ENDED)
    second = workflow.propose_placement(proposal(rotation), by=None, on=TODAY)
    workflow.decide_placement(second, by=lead, on=TODAY, number="312 - qđ/hu", issued_on=TODAY)

    decision = Decision.objects.get(kind=DecisionKind.PLACEMENT)
    assert (decision.number, decision.symbol, decision.kind) == ("312", "QĐ/HU", DecisionKind.PLACEMENT)
    assert (first.decision, second.decision) == (decision, decision)
    lines = list(decision.lines.all())
    assert [(line.official, line.action, line.post, line.text) for line in lines] == [
        (first.rotation.official, "release", new, ""),
        (first.rotation.official, "grant", old, ""),
        (rotation.official, "grant", None, f"Trở về cơ quan cũ, cùng chức vụ: {rotation.sending_unit}"),
    ]
    assert ({line.effective_on for line in lines}, [line.ordinal for line in lines]) == ({TODAY}, [1, 2, 3])


def test_a_post_that_was_released_by_the_end_is_not_released_twice(lead):
    placement, old, new = seated(RotationStatus.ACTIVE)
    case = placement.rotation
    workflow.make_moves(
        [case], "end", by=lead, on=TODAY, ended_on=TODAY, end_kind=EndKind.ON_TIME,
        decision=Decision(
            number="301", symbol="QĐ/HU", kind=DecisionKind.RELEASE, title="Thôi giữ chức", issuer="Huyện ủy",
            issued_on=TODAY, effective_on=TODAY,
        ),
    )  # fmt: skip

    workflow.decide_placement(placement, by=lead, on=TODAY, post=old, decision=issued())

    assert [(line.action, line.post) for line in Decision.objects.get(number="301").lines.all()] == [
        ("release", new)
    ]
    assert [(line.action, line.post) for line in placement.decision.lines.all()] == [("grant", old)]


@pytest.mark.parametrize(
    ("outcome", "action", "text"),
    [
        (PlacementOutcome.RETIRED, "release", "Nghỉ hưu, thôi việc"),
        (PlacementOutcome.STAYS, "grant", "Bố trí ổn định tại nơi đến: Xã Nậm Đích"),
    ],
)
def test_an_outcome_without_a_post_is_told_by_its_name(lead, outcome, action, text):
    placement, _old, _new = seated()

    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=outcome, decision=issued())

    last = placement.decision.lines.last()
    assert (last.action, last.post, last.text) == (action, None, text)


def test_an_elected_post_is_one_to_be_put_forward_for(lead):
    placement, old, _new = seated()
    chair = make_post(old.unit, make_position("Chủ tịch UBND", filling="elected"))

    workflow.decide_placement(
        placement, by=lead, on=TODAY, post=chair, outcome=PlacementOutcome.HIGHER_POST, decision=issued()
    )

    last = placement.decision.lines.last()
    assert (last.action, last.post, last.text) == (
        "grant", chair, "Giới thiệu để bầu giữ chức Chủ tịch UBND"
    )  # fmt: skip


def test_a_decision_of_the_register_gives_the_day_it_takes_effect(lead):
    placement, old, new = seated()
    decision = issued(effective_on=LATER)

    workflow.decide_placement(placement, by=lead, on=TODAY, decision=decision, post=old)

    official = placement.rotation.official
    assert placement.decided_on == LATER
    assert held(official, LATER - DAY) == []
    assert held(official, LATER) == [old]
    rotation = Rotation.objects.get()
    assert rotation.status == RotationStatus.ENDED
    assert workflow.refusal(rotation, "place", by=lead, on=LATER - DAY) != ""
    walk(rotation, "place", on=LATER)
    official.refresh_from_db()
    assert official.unit == old.unit
    assert new


def test_a_decision_not_issued_yet_is_none():
    placement, old, _new = seated()

    with pytest.raises(workflow.MoveRefused, match="ban hành quyết định không thể sau hôm nay"):
        workflow.decide_placement(
            placement, by=None, on=TODAY, post=old, decision=issued(issued_on=LATER, effective_on=LATER)
        )
    with pytest.raises(workflow.MoveRefused, match="trước ngày ban hành"):
        workflow.decide_placement(
            placement, by=None, on=LATER, post=old, decision=issued(number="313"), decided_on=TODAY - DAY
        )


def test_who_stays_for_good_leaves_the_count_that_day_and_keeps_the_post(lead):
    placement, _old, new = seated(RotationStatus.ACTIVE)
    official = placement.rotation.official

    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.STAYS)

    assert placement.unit == placement.rotation.receiving_unit
    for day, counted in ((TODAY - DAY, True), (TODAY, False)):
        assert Rotation.objects.serving_on(day).exists() == counted
    assert held(official, LATER) == [new]
    rotation = Rotation.objects.get()
    walk(rotation, "end", on=LATER, ended_on=LATER, end_kind=EndKind.ON_TIME)
    walk(rotation, "place", on=LATER)
    assert held(official, LATER) == [new]
    assert rotation.status == RotationStatus.PLACED


def test_who_stays_in_another_post_there_changes_the_main_post(lead):
    placement, _old, new = seated(RotationStatus.ACTIVE)
    head = make_post(new.unit, "Bí thư Đảng ủy")

    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.STAYS, post=head)

    assert held(placement.rotation.official, TODAY - DAY) == [new]
    assert held(placement.rotation.official, TODAY) == [head]


def test_who_retires_holds_nothing_from_that_day_and_has_left_the_service(lead):
    placement, _old, _new = seated()
    official = placement.rotation.official
    concurrent = make_post(make_unit(), "Chủ tịch UBND")
    make_holding(official, concurrent, date(2021, 1, 1), is_main=False)

    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.RETIRED)

    official.refresh_from_db()
    assert held(official, TODAY - DAY)[-1] == concurrent
    assert held(official, TODAY) == []
    assert official.left_service_on == TODAY


def test_who_rotates_on_is_free_for_a_new_case(lead):
    placement, _old, _new = seated()

    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.ROTATES_ON)

    assert (placement.post, placement.unit) == (None, None)
    assert make_rotation(placement.rotation.official).status == RotationStatus.PROPOSED


def test_a_seat_that_is_taken_is_refused_with_the_name_of_who_sits_there(lead):
    placement, old, _new = seated()
    make_holding(make_official("Sùng A Giữ"), old, date(2025, 2, 1))

    with pytest.raises(workflow.MoveRefused, match=r"đã đủ người giữ .* Đang giữ: Sùng A Giữ"):
        workflow.decide_placement(placement, by=lead, on=TODAY, post=old)

    placement.refresh_from_db()
    assert placement.decided_on is None
    assert Rotation.objects.get().status == RotationStatus.ENDED


def test_an_elected_post_is_held_from_its_election_alone(lead):
    placement, old, _new = seated()
    chair = make_post(old.unit, make_position("Chủ tịch UBND", filling="elected"))
    official = placement.rotation.official

    workflow.decide_placement(placement, by=lead, on=TODAY, post=chair, outcome=PlacementOutcome.HIGHER_POST)
    assert held(official, LATER) == []

    for day, said in ((TODAY - DAY, "trước ngày quyết định"), (LATER + DAY, "không thể sau hôm nay")):
        with pytest.raises(workflow.MoveRefused, match=said):
            workflow.take_up_placement(placement, by=lead, on=LATER, held_from=day)
    workflow.take_up_placement(placement, by=lead, on=LATER, held_from=LATER)
    assert held(official, LATER - DAY) == []
    assert held(official, LATER) == [chair]
    with pytest.raises(workflow.MoveRefused, match="đã được ghi"):
        workflow.take_up_placement(placement, by=lead, on=LATER, held_from=LATER)


def test_an_election_won_before_the_decision_is_written_down_counts_at_once(lead):
    placement, old, _new = seated()
    chair = make_post(old.unit, make_position("Chủ tịch UBND", filling="elected"))

    workflow.decide_placement(
        placement, by=lead, on=LATER, post=chair, outcome=PlacementOutcome.HIGHER_POST, held_from=LATER
    )

    assert held(placement.rotation.official, LATER) == [chair]


def test_what_begins_later_is_left_alone(lead):
    placement, _old, _new = seated()
    concurrent = make_post(make_unit(), "Chủ tịch UBND")
    later = make_holding(placement.rotation.official, concurrent, LATER, is_main=False)

    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.RETIRED)

    assert PostHolding.objects.filter(pk=later.pk).exists()


def test_the_people_of_a_unit_change_on_the_day_of_the_placement(lead):
    placement, old, new = seated()
    workflow.decide_placement(placement, by=lead, on=TODAY, decision=issued(effective_on=LATER), post=old)
    official = placement.rotation.official
    home, there = (make_account(Role.UNIT_CLERK, unit) for unit in (old.unit, new.unit))

    def sees(account, day):
        return official in access.visible_officials(account, on=day)

    assert (sees(home, LATER - DAY), sees(there, LATER - DAY)) == (False, True)
    assert (sees(home, LATER), sees(there, LATER)) == (True, False)


def test_who_goes_elsewhere_has_ended_first(lead):
    placement, old, _new = seated(RotationStatus.ACTIVE)
    with pytest.raises(workflow.MoveRefused, match="ghi kết thúc luân chuyển trước"):
        workflow.decide_placement(placement, by=lead, on=TODAY, post=old)

    walk(placement.rotation, "end", ended_on=LATER, end_kind=EndKind.ON_TIME)
    with pytest.raises(workflow.MoveRefused, match="kết thúc ngày 01/04/2025"):
        workflow.decide_placement(placement, by=lead, on=TODAY, post=old)
    decision = issued(effective_on=LATER)
    workflow.decide_placement(placement, by=lead, on=TODAY, post=old, decision=decision)

    official = placement.rotation.official
    assert held(official, LATER - DAY) == [_new]
    assert held(official, LATER) == [old]


@pytest.mark.parametrize("heirs", [1, 2])
def test_going_back_to_a_unit_that_is_no_more_leads_to_the_one_that_took_over(lead, heirs):
    placement, _old, _new = seated()
    office = placement.rotation.sending_unit
    office.valid_to = TODAY
    office.save()
    successors = [make_unit(level=UnitLevel.DISTRICT) for _n in range(heirs)]
    for successor in successors:
        UnitSuccession.objects.create(predecessor=office, successor=successor, on=TODAY)

    if heirs == 1:
        workflow.decide_placement(placement, by=lead, on=TODAY)
        assert placement.unit == successors[0]
    else:
        with pytest.raises(workflow.MoveRefused, match="Hãy chọn đơn vị bố trí"):
            workflow.decide_placement(placement, by=lead, on=TODAY)
        workflow.decide_placement(placement, by=lead, on=TODAY, unit=successors[1])
        assert placement.unit == successors[1]


def test_a_unit_or_post_that_is_not_there_on_the_day_is_refused(lead):
    placement, _old, _new = seated()
    gone = make_unit(valid_to=TODAY)
    with pytest.raises(workflow.MoveRefused, match="không còn vào ngày 10/03/2025"):
        workflow.decide_placement(placement, by=lead, on=TODAY, unit=gone)
    abolished = make_post(make_unit(), abolished_on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="không có vào ngày 10/03/2025"):
        workflow.decide_placement(placement, by=lead, on=TODAY, post=abolished)
