"""A unit in a filter: with those it took over from, or after an equals sign itself alone."""

from __future__ import annotations

import pytest

from rotations.filters.rotations import RotationFilter
from rotations.filters.unit_names import each_named, units_named
from rotations.models import Rotation, UnitSuccession
from tests.makers import TODAY, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    """Two communes that became one, and one of a like name that has nothing to do with them."""
    old, other, new = make_unit("Xã Nậm Cũ"), make_unit("Xã Nậm Khác"), make_unit("Xã Nậm Mới")
    for unit in (old, other):
        UnitSuccession.objects.create(predecessor=unit, successor=new, on=TODAY)
    return old, other, new


def test_a_unit_stands_for_those_it_took_over_from(merged):
    old, other, new = merged

    for value in (str(new.pk), "xa nam moi", "Xã Nậm Mới"):
        assert units_named(value, on=TODAY) == {old.pk, other.pk, new.pk}


def test_after_an_equals_sign_it_stands_for_itself_alone(merged):
    old, other, new = merged

    assert units_named(f"={new.pk}", on=TODAY) == {new.pk}
    assert units_named(f"={old.pk},{new.pk}", on=TODAY) == {old.pk, new.pk}
    assert units_named("= xã nậm mới", on=TODAY) == {new.pk}
    assert units_named("=Xã Nậm Cũ; Xã Nậm Khác", on=TODAY) == {old.pk, other.pk}


@pytest.mark.parametrize("value", ["=", "=Xã Nậm", "=0", "=12,x", "=;;", "=99999999999999999999999"])
def test_what_is_no_unit_is_none(merged, value):
    assert units_named(value, on=TODAY).isdisjoint(unit.pk for unit in merged)


def test_the_control_shows_names_that_mean_the_same_when_they_are_sent_again(merged):
    old, _other, new = merged
    control = RotationFilter({"receiving_unit": f"={old.pk},{new.pk}"}, queryset=Rotation.objects.all()).form[
        "receiving_unit"
    ]

    shown = control.value()

    assert shown == "= Xã Nậm Cũ; Xã Nậm Mới"
    assert units_named(shown, on=TODAY) == {old.pk, new.pk}


def test_several_names_are_found_at_the_cost_of_one(merged, django_assert_num_queries):
    old, other, new = merged
    asked = ["Xã Nậm Mới", str(old.pk), "nam", "không có xã này"]

    with django_assert_num_queries(3):  # the units, those they took over from, and that there are no more
        units_named(asked[0], on=TODAY)
    with django_assert_num_queries(2):
        found, names = each_named(asked, on=TODAY)

    assert found == {
        "Xã Nậm Mới": {old.pk, other.pk, new.pk},
        str(old.pk): {old.pk},
        "nam": {old.pk, other.pk, new.pk},
        "không có xã này": frozenset(),
    }
    assert names == {unit.pk: unit.name for unit in merged}


def test_a_link_by_id_shows_the_name_of_the_unit(merged):
    *_, new = merged
    filtered = RotationFilter({"receiving_unit": str(new.pk)}, queryset=Rotation.objects.all())
    filtered.on = TODAY

    assert not filtered.qs
    assert filtered.form["receiving_unit"].value() == "Xã Nậm Mới"
