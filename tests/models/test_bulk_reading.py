"""Rows chosen by any number of keys, and read for some of their columns, are the rows any other query gives."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.models import Official, PostHolding, Unit, read_rows
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [
        makers.make_official(
            full_name=name, unit=makers.make_unit(), birth_date=date(1980, 5, place + 1), note=note
        )
        for place, (name, note) in enumerate(
            (("Lò Thị Ươm", "một\nhai"), ("Giàng A Chá", "một"), ("Quàng Văn Đôi", ""))
        )
    ]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("pk", lambda people: {people[0].pk, people[2].pk}),
        ("match_key", lambda people: [people[1].match_key, "không ai", people[1].match_key]),
        ("full_name", lambda people: ("Lò Thị Ươm", 'tên "lạ" {x}', "a\\b")),
        ("note", lambda people: ["một\nhai", "ba"]),
        ("note", lambda people: [""]),
        ("note", lambda people: ["", "một", '\'; \\n {x},"y"']),
        ("citizen_id", lambda people: []),
        ("unit", lambda people: [people[0].unit_id, people[1].unit_id]),
        ("unit_id", lambda people: iter([people[2].unit_id])),
        ("birth_date", lambda people: [date(1980, 5, 1), date(1980, 5, 3)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_among_chooses_what_in_chooses(people, field, values):
    chosen = Official.objects.filter(**{f"{field}__among": values(people)}).order_by("pk")

    assert list(chosen) == list(
        Official.objects.filter(**{f"{field}__in": list(values(people))}).order_by("pk")
    )


def test_among_takes_more_values_than_a_statement_has_places(people):
    assert Official.objects.filter(pk__among=range(100_000)).count() == 3
    assert Official.objects.exclude(pk__among=[people[0].pk]).count() == 2


def test_among_follows_a_relation(people):
    held = makers.make_holding(official=people[0])

    assert list(PostHolding.objects.filter(official__unit__among=[people[0].unit_id])) == [held]


def test_rows_are_those_of_only_in_one_query(people):
    names = ("full_name", "match_key", "unit", "birth_date", "birth_date_precision")

    with CaptureQueriesContext(
        connection,
    ) as counted:
        read = list(read_rows(Official.objects.order_by("pk"), names))
        told = [
            (row.pk, row.full_name, row.match_key, row.unit_id, str(row.birth), row._state.adding)
            for row in read
        ]

    assert len(counted) == 1
    assert read == people
    assert told == [(p.pk, p.full_name, p.match_key, p.unit_id, str(p.birth), False) for p in people]
    assert [row.get_deferred_fields() for row in read] == [
        row.get_deferred_fields() for row in Official.objects.only(*names)
    ]


def test_what_is_known_already_is_pointed_to_and_not_read(people):
    units = {unit.pk: unit for unit in Unit.objects.all()}

    read = list(read_rows(Official.objects.order_by("pk"), ("full_name", "unit"), {"unit": units}))

    with CaptureQueriesContext(connection) as counted:
        assert all(row.unit is units[row.unit_id] for row in read)
    assert len(counted) == 0


def test_a_field_not_read_is_read_when_asked_for_and_a_row_can_be_saved(people):
    (row,) = read_rows(Official.objects.filter(pk=people[0].pk), ("full_name",))

    assert row.note == people[0].note
    assert row.unit == people[0].unit
    row.note = "ghi thêm"
    row.save()
    assert Official.objects.get(pk=people[0].pk).note == "ghi thêm"
