"""What the list of rotations may be narrowed by."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.filters.rotations import RotationFilter
from rotations.models import Rotation, UnitSuccession
from rotations.vocabulary import MovementType, ParameterCode, PlacementOutcome, RotationStatus
from tests.makers import (
    make_official,
    make_placement,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_term,
    make_unit,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def found(on=date(2027, 7, 6), **query):
    filterset = RotationFilter(query, queryset=Rotation.objects.all())
    filterset.on = on
    filterset.filters["year"].extra["choices"] = [(year, str(year)) for year in range(2000, 2030)]
    assert filterset.is_valid(), filterset.errors
    return set(filterset.qs)


@pytest.fixture
def serving():
    plan = make_plan(2025, make_regulation({ParameterCode.ROTATION_MONTHS: 36}))
    return make_rotation_at(RotationStatus.ACTIVE, plan=plan, starts_on=date(2025, 1, 6))


def test_no_status_means_every_status():
    rotations = {make_rotation(), make_rotation_at(RotationStatus.CANCELLED)}

    assert found() == rotations


def test_who_waits_for_a_placement_has_come_to_the_end_and_is_not_placed():
    ended = make_rotation_at(RotationStatus.ENDED)
    make_rotation_at(RotationStatus.PLACED)
    make_rotation_at(RotationStatus.ACTIVE)

    assert found(group="waiting") == {ended}


def test_statuses_add_up_and_groups_leave_out():
    proposed, cancelled = make_rotation(), make_rotation_at(RotationStatus.CANCELLED)
    ended = make_rotation_at(RotationStatus.ENDED)

    assert found(status=["proposed", "cancelled"]) == {proposed, cancelled}
    assert found(group="counted") == {proposed, ended}
    assert found(group="open") == {proposed}
    assert found(group="done") == {ended}
    assert found(group="waiting") == {ended}


def test_a_rotation_is_due_within_six_months_on_the_day_and_not_the_day_before(serving):
    assert found(on=date(2027, 7, 6), due_within="6") == {serving}
    assert found(on=date(2027, 7, 5), due_within="6") == set()


def test_a_rotation_is_overdue_the_day_after_its_term(serving):
    assert found(on=date(2028, 1, 6), due_within="0") == set()
    assert found(on=date(2028, 1, 7), due_within="0") == {serving}


def test_a_term_known_to_the_month_runs_to_the_end_of_it(serving):
    serving.due_on, serving.due_on_precision = date(2028, 1, 1), "month"
    serving.save()

    assert found(on=date(2028, 1, 31), due_within="0") == set()
    assert found(on=date(2028, 1, 31), due_within="1") == {serving}
    assert found(on=date(2028, 2, 1), due_within="0") == {serving}


def test_who_is_kept_at_the_destination_for_good_is_no_longer_due(serving):
    make_placement(
        serving, outcome=PlacementOutcome.STAYS, proposed_on=date(2027, 1, 1), decided_on=date(2027, 6, 1)
    )

    assert found(on=date(2027, 7, 6), due_within="6") == set()
    assert found(on=date(2027, 7, 6), group="serving") == set()
    assert found(on=date(2027, 5, 31), group="serving") == {serving}


def test_years_terms_and_movement_types_narrow():
    old = make_rotation(plan=make_plan(2019))
    new = make_rotation(plan=make_plan(2021), movement_type=MovementType.SECONDMENT)

    assert found(year="2019") == {old}
    assert found(term=str(make_term("2020-2025").pk)) == {new}
    assert found(movement_type="secondment") == {new}


def test_a_unit_is_equal_before_it_is_similar():
    near, nearly = make_unit("Xã Pa Tần"), make_unit("Xã Pa Tần Thượng")
    to_near, to_nearly = make_rotation(receiving=near), make_rotation(receiving=nearly)

    assert found(receiving_unit="xã pa tần") == {to_near}
    assert found(receiving_unit="pa tan") == {to_near, to_nearly}
    assert found(receiving_unit=str(nearly.pk)) == {to_nearly}


def test_a_unit_stands_for_those_it_took_over_from_from_the_day_of_the_reform_on():
    old, new = make_unit("Xã Pa Tần"), make_unit("Xã Mường Chà")
    UnitSuccession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1))
    of_old, of_new = make_rotation(receiving=old), make_rotation(receiving=new)
    from_old = make_rotation(sending=old)

    assert found(receiving_unit="Xã Mường Chà") == {of_old, of_new}
    assert found(receiving_unit=str(new.pk), on=date(2025, 7, 1)) == {of_old, of_new}
    assert found(receiving_unit=str(new.pk), on=date(2025, 6, 30)) == {of_new}
    assert found(sending_unit="mường") == {from_old}
    assert found(receiving_unit=str(old.pk)) == {of_old}


def test_women_are_found_by_sex():
    woman = make_rotation(make_official(sex="female"))
    make_rotation(make_official(sex="male"))

    assert found(sex="female") == {woman}
