"""Targets against named people: planned, named, missing; nobody is counted twice."""

from __future__ import annotations

import pytest

from rotations.models import Rotation
from rotations.reports.plan_targets import target_table
from rotations.vocabulary import Direction, MovementType
from tests.makers import make_plan, make_position, make_post, make_rotation, make_unit, walk

pytestmark = pytest.mark.django_db

DOWN, ACROSS = Direction.DISTRICT_TO_COMMUNE, Direction.COMMUNE_TO_COMMUNE


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def unit():
    return make_unit("Xã Nậm Thử")


def table(plan):
    return target_table(plan.targets.select_related("unit", "position"), Rotation.objects.filter(plan=plan))


def numbers(plan):
    return [(row.target.quantity, row.named, row.missing, row.beyond) for row in table(plan).rows]


def test_a_person_stands_under_the_narrowest_target_that_fits(plan, unit):
    position = make_position("Phó Bí thư Đảng ủy")
    plan.targets.create(direction=DOWN, quantity=5)
    plan.targets.create(direction=DOWN, unit=unit, position=position, quantity=1)
    make_rotation(plan=plan, receiving=unit, receiving_posts=[make_post(unit, position)])
    make_rotation(plan=plan)

    found = table(plan)

    assert numbers(plan) == [(5, 1, 4, 0), (1, 1, 0, 0)]
    assert (found.planned, found.named, found.missing, found.outside) == (6, 2, 4, 0)


def test_a_full_target_leaves_people_to_a_wider_one_and_is_exceeded_only_without_one(plan, unit):
    plan.targets.create(direction=DOWN, unit=unit, quantity=1)
    for _ in range(2):
        make_rotation(plan=plan, receiving=unit)
    assert numbers(plan) == [(1, 2, 0, 1)]

    plan.targets.create(direction=DOWN, quantity=1)

    assert numbers(plan) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_another_direction_unit_or_post_is_outside(plan, unit):
    plan.targets.create(direction=DOWN, unit=unit, position=make_position("Chủ tịch UBND"), quantity=1)
    make_rotation(plan=plan, receiving=unit, receiving_posts=[make_post(unit, "Phó Bí thư Đảng ủy")])
    make_rotation(plan=plan)
    make_rotation(plan=plan, sending=make_unit(), receiving=unit)

    found = table(plan)

    assert (found.named, found.missing, found.outside) == (0, 1, 3)


def test_who_was_called_off_and_who_is_transferred_is_not_counted(plan):
    plan.targets.create(direction=DOWN, quantity=2)
    walk(make_rotation(plan=plan), "cancel", reason="Sức khỏe")
    make_rotation(plan=plan, movement_type=MovementType.TRANSFER)

    found = table(plan)

    assert (found.named, found.missing, found.outside) == (0, 2, 0)


def test_with_two_posts_either_fits(plan, unit):
    plan.targets.create(direction=DOWN, unit=unit, position=make_position("Chủ tịch UBND"), quantity=1)
    posts = [make_post(unit, "Phó Bí thư Đảng ủy"), make_post(unit, "Chủ tịch UBND")]
    make_rotation(plan=plan, receiving=unit, receiving_posts=posts)

    assert numbers(plan) == [(1, 1, 0, 0)]


def test_the_sums_are_those_of_the_rows(plan, unit):
    for quantity, where in ((3, None), (2, unit)):
        plan.targets.create(direction=DOWN, unit=where, quantity=quantity)
    plan.targets.create(direction=ACROSS, quantity=1)
    for _ in range(3):
        make_rotation(plan=plan, receiving=unit)

    found = table(plan)

    assert found.planned == sum(row.target.quantity for row in found.rows) == 6
    assert found.named == sum(row.named for row in found.rows) == 3
    assert found.missing == sum(row.missing for row in found.rows) == 3


def test_twenty_people_cost_as_many_queries_as_one(plan, unit, django_assert_num_queries):
    plan.targets.create(direction=DOWN, unit=unit, quantity=20)
    for _ in range(20):
        make_rotation(plan=plan, receiving=unit, receiving_posts=[make_post(unit, f"Chức danh {_}")])

    with django_assert_num_queries(2):
        assert table(plan).named == 20
