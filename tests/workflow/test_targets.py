"""Targets of a plan: gathered from needs without doubling or overwriting, and set by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rotations import workflow
from rotations.models import PlanTarget, RotationNeed, UnitSuccession
from rotations.vocabulary import Direction, NeedDirection, PlanStatus, Role, UnitLevel
from tests.makers import (
    TODAY,
    make_account,
    make_amendment,
    make_need,
    make_official,
    make_plan,
    make_position,
    make_unit,
)

pytestmark = pytest.mark.django_db

DISTRICT, COMMUNE = UnitLevel.DISTRICT, UnitLevel.COMMUNE
DOWN, UP, ACROSS = Direction.DISTRICT_TO_COMMUNE, Direction.COMMUNE_TO_DISTRICT, Direction.COMMUNE_TO_COMMUNE


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def unit():
    return make_unit("Xã Nậm Thử")


def gathered(plan):
    return [
        (one.key, one.quantity, one.state, one.is_proposed) for one in workflow.gather(plan, on=TODAY).targets
    ]


def key(direction, unit=None, position=None):
    return f"{direction}/{unit.pk if unit else 0}/{position.pk if position else 0}"


def take(plan, *keys, by=None):
    gathering = workflow.gather(plan, on=TODAY)
    chosen = keys or [one.key for one in gathering.targets if one.is_proposed]
    return workflow.take_gathered(plan, chosen, by=by, on=TODAY, seen=gathering.seen)


def standing(plan):
    return {target.key: (target.quantity, target.gathered) for target in plan.targets.all()}


# ---- which need gives which target


@pytest.mark.parametrize(
    ("level", "fields", "direction"),
    [
        (COMMUNE, {"other_level": DISTRICT}, DOWN),
        (COMMUNE, {"other_level": COMMUNE}, ACROSS),
        (DISTRICT, {"other_level": COMMUNE}, UP),
        (DISTRICT, {"other_level": DISTRICT}, Direction.SAME_LEVEL),
    ],
)
def test_who_is_asked_for_gives_a_target_of_unit_and_post_by_the_level_stated(plan, level, fields, direction):
    need = make_need(make_unit(level=level), quantity=2, **fields)

    assert gathered(plan) == [(key(direction, need.unit, need.position), 2, "new", True)]


@pytest.mark.parametrize(("stated", "at", "direction"), [("", DISTRICT, DOWN), (DISTRICT, COMMUNE, ACROSS)])
def test_a_person_named_says_the_level_better_than_what_was_stated(plan, unit, stated, at, direction):
    person = make_official(unit=make_unit(level=at))
    make_need(unit, proposed_official=person, other_level=stated)

    assert gathered(plan)[0][0].startswith(f"{direction}/{unit.pk}/")


def test_who_is_offered_gives_a_target_of_the_direction_alone(plan):
    office = make_unit(level=DISTRICT)
    make_need(office, make_position("Phó Trưởng phòng"), direction=NeedDirection.OUT, other_level=COMMUNE)
    make_need(
        office, make_position("Trưởng phòng"), direction=NeedDirection.OUT, other_level=COMMUNE, quantity=2
    )

    assert gathered(plan) == [(key(DOWN), 3, "new", True)]


def test_people_offered_may_be_those_asked_for_and_are_not_ticked_then(plan, unit):
    asked = make_need(unit, other_level=DISTRICT)
    make_need(make_unit(level=DISTRICT), direction=NeedDirection.OUT, other_level=COMMUNE)

    assert gathered(plan) == [
        (key(DOWN, unit, asked.position), 1, "new", True),
        (key(DOWN), 1, "new", False),
    ]


@pytest.mark.parametrize(
    ("fields", "why", "lacks_level"),
    [
        ({}, "Chưa rõ nguồn cán bộ từ cấp nào", True),
        ({"position_text": "Công chức địa chính", "other_level": DISTRICT}, "không có trong danh mục", False),
        ({"direction": NeedDirection.OUT}, "Chưa rõ cử đến cấp nào", True),
        ({"proposed_text": "Lò Văn Lạ"}, "Chưa rõ nguồn cán bộ", True),
    ],
)
def test_what_gives_no_target_is_told_with_the_reason(plan, unit, fields, why, lacks_level):
    need = make_need(unit, **fields)

    gathering = workflow.gather(plan, on=TODAY)

    assert gathering.targets == []
    (unplaced,) = gathering.unplaced
    assert (unplaced.need, unplaced.lacks_level) == (need, lacks_level)
    assert why in unplaced.why


def test_somebody_who_works_there_already_is_no_rotation(plan, unit):
    make_need(unit, proposed_official=make_official(unit=unit), other_level=DISTRICT)

    (unplaced,) = workflow.gather(plan, on=TODAY).unplaced

    assert "đang công tác tại chính Xã Nậm Thử" in unplaced.why


@pytest.mark.parametrize(("heirs", "placed"), [(0, False), (1, True), (2, False)])
def test_the_need_of_a_unit_that_is_no_more_goes_to_its_one_heir(plan, heirs, placed):
    old = make_unit("Xã Cũ", valid_to=TODAY)
    new = [make_unit() for _ in range(heirs)]
    for one in new:
        UnitSuccession.objects.create(predecessor=old, successor=one, on=TODAY)
    need = make_need(old, other_level=DISTRICT)

    gathering = workflow.gather(plan, on=TODAY)
    day_before = workflow.gather(plan, on=TODAY - timedelta(days=1))

    assert [one.unit for one in day_before.targets] == [old]
    if placed:
        assert [(one.unit, one.needs) for one in gathering.targets] == [(new[0], [need])]
    else:
        assert "không còn hoạt động" in gathering.unplaced[0].why


def test_needs_of_another_year_stay_out(plan, unit):
    make_need(unit, year=plan.year - 1, other_level=DISTRICT)

    assert gathered(plan) == []


def test_gathering_twenty_needs_costs_as_much_as_gathering_two(plan, django_assert_max_num_queries):
    for _ in range(20):
        make_need(other_level=DISTRICT, proposed_official=make_official(unit=make_unit(level=DISTRICT)))

    with django_assert_max_num_queries(4):
        assert len(gathered(plan)) == 20


# ---- gathering again


def test_gathering_twice_doubles_nothing(plan, unit, lead):
    make_need(unit, quantity=2, other_level=DISTRICT)
    (target,) = take(plan, by=lead)

    assert (target.quantity, target.gathered) == (2, 2)
    assert target.history.get().history_user == lead
    assert gathered(plan) == [(target.key, 2, "same", False)]
    take(plan, target.key)
    assert standing(plan) == {target.key: (2, 2)}


def test_newer_needs_offer_a_new_number_for_what_nobody_changed(plan, unit):
    need = make_need(unit, other_level=DISTRICT)
    (target,) = take(plan)
    make_need(unit, need.position, other_level=DISTRICT, quantity=2)

    assert gathered(plan) == [(target.key, 3, "newer", True)]
    take(plan)

    assert standing(plan) == {target.key: (3, 3)}


def test_a_number_a_person_set_is_never_changed_unless_that_very_line_is_chosen(plan, unit):
    make_need(unit, other_level=DISTRICT)
    (target,) = take(plan)
    target.quantity = 5
    workflow.set_target(target, by=None, on=TODAY)

    assert gathered(plan) == [(target.key, 1, "typed", False)]
    take(plan)
    assert standing(plan) == {target.key: (5, 1)}
    take(plan, target.key)
    assert standing(plan) == {target.key: (1, 1)}


def test_a_target_typed_by_hand_counts_as_a_persons(plan, unit):
    need = make_need(unit, other_level=DISTRICT)
    plan.targets.create(direction=DOWN, unit=unit, position=need.position, quantity=4)

    assert gathered(plan)[0][2:] == ("typed", False)


def test_a_gathered_target_without_needs_any_more_is_told_and_removed_only_when_chosen(plan, unit):
    make_need(unit, other_level=DISTRICT)
    (target,) = take(plan)
    RotationNeed.objects.all().delete()

    assert gathered(plan) == [(target.key, 0, "gone", False)]
    take(plan)
    assert standing(plan) == {target.key: (1, 1)}
    take(plan, target.key)
    assert standing(plan) == {}
    assert PlanTarget.history.filter(history_type="-").count() == 1


def test_what_was_typed_and_was_never_gathered_is_not_told_gone(plan):
    plan.targets.create(direction=DOWN, quantity=7)

    assert gathered(plan) == []


@pytest.mark.parametrize("change", ["need", "target"])
def test_what_changed_since_it_was_shown_is_not_written(plan, unit, change):
    need = make_need(unit, other_level=DISTRICT)
    shown = workflow.gather(plan, on=TODAY)
    if change == "need":
        make_need(unit, need.position, other_level=DISTRICT)
    else:
        plan.targets.create(direction=DOWN, unit=unit, position=need.position, quantity=3)
    before = standing(plan)

    with pytest.raises(workflow.MoveRefused, match="vừa thay đổi"):
        workflow.take_gathered(plan, [shown.targets[0].key], by=None, on=TODAY, seen=shown.seen)

    assert standing(plan) == before


def test_a_target_that_was_not_shown_is_not_written(plan, unit):
    seen = workflow.gather(plan, on=TODAY).seen

    with pytest.raises(workflow.MoveRefused, match="vừa thay đổi"):
        workflow.take_gathered(plan, [key(DOWN)], by=None, on=TODAY, seen=seen)


# ---- levels told at once, targets by hand, who and until when


def test_levels_are_told_for_many_needs_at_once_and_signed(plan, unit, board):
    first, second, other_year = make_need(unit), make_need(unit), make_need(unit, year=plan.year - 1)

    changed = workflow.tell_levels(
        plan, {first.pk: DISTRICT, second.pk: COMMUNE, other_year.pk: DISTRICT}, by=board, on=TODAY
    )

    assert changed == 2
    assert {one.direction for one in workflow.gather(plan, on=TODAY).targets} == {DOWN, ACROSS}
    assert first.history.first().history_user == board
    other_year.refresh_from_db()
    assert other_year.other_level == ""


@pytest.mark.parametrize("role", list(Role))
def test_targets_are_the_boards_to_set_gather_and_remove(plan, role, unit):
    account = make_account(role, unit)
    target = plan.targets.create(direction=DOWN, quantity=1)
    may = role in (Role.BOARD_OFFICER, Role.BOARD_LEAD)

    for act in (
        lambda: workflow.set_target(target, by=account, on=TODAY),
        lambda: take(plan, by=account),
        lambda: workflow.tell_levels(plan, {}, by=account, on=TODAY),
        lambda: workflow.remove_target(target, by=account, on=TODAY),
    ):
        if may:
            act()
        else:
            with pytest.raises(workflow.MoveRefused, match="không có quyền"):
                act()


@pytest.mark.parametrize("status", [PlanStatus.SUBMITTED, PlanStatus.APPROVED])
def test_targets_of_an_approved_plan_change_with_a_paper_alone(plan, lead, status):
    for step in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(plan, step, by=None, on=TODAY)
        if step == status:
            break
    target = PlanTarget(plan=plan, direction=DOWN, quantity=1)
    versions = plan.versions.count()

    if status == PlanStatus.SUBMITTED:
        workflow.set_target(target, by=lead, on=TODAY)
        assert plan.versions.count() == versions
        return
    for act in (lambda: workflow.set_target(target, by=lead, on=TODAY), lambda: take(plan, by=lead)):
        with pytest.raises(workflow.MoveRefused, match="văn bản điều chỉnh"):
            act()
    assert not plan.targets.exists()
    workflow.set_target(target, by=lead, on=TODAY, amendment=make_amendment())
    assert plan.versions.first().content["targets"][0]["quantity"] == 1
    with pytest.raises(workflow.MoveRefused, match="văn bản điều chỉnh"):
        workflow.remove_target(target, by=lead, on=TODAY)
    workflow.remove_target(target, by=lead, on=TODAY, amendment=make_amendment())
    assert [v.content["targets"] == [] for v in plan.versions.all()[:2]] == [True, False]


def test_a_second_target_of_a_kind_is_refused_in_words(plan):
    plan.targets.create(direction=DOWN, quantity=1)

    with pytest.raises(workflow.MoveRefused, match="Kế hoạch đã có chỉ tiêu này"):
        workflow.set_target(PlanTarget(plan=plan, direction=DOWN, quantity=2), by=None, on=TODAY)
