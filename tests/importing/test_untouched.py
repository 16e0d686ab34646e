"""A file fills what is blank and writes over nothing that somebody typed while it was read."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.importing.person_facts import untouched
from rotations.importing.plans import store as plan_store
from rotations.models import Official
from tests.importing.district import make_district, row, take, workbook
from tests.makers import make_official, make_unit

pytestmark = pytest.mark.django_db


def test_a_column_somebody_filled_meanwhile_is_theirs_and_every_other_edit_stays():
    read = make_official("Lò Văn Thử", make_unit())
    other = Official.objects.get(pk=read.pk)
    other.native_place, other.note = "Xã Nậm Thử", "Do người khác ghi"
    other.save()

    (facts,) = untouched([(read, {"native_place": "Xã Khác", "birth_place": "Bệnh viện huyện"})])

    assert facts == {"birth_place": "Bệnh viện huyện"}
    assert (read.native_place, read.note) == ("Xã Nậm Thử", "Do người khác ghi")


def test_a_date_is_one_value_with_how_much_of_it_is_known():
    read = make_official("Lò Văn Thử", make_unit(), birth_date=date(1985, 1, 1), birth_date_precision="year")
    Official.objects.filter(pk=read.pk).update(birth_date_precision="day")

    assert untouched([(read, {"birth": None})]) == [{}]


def test_a_file_deleted_meanwhile_keeps_no_value():
    read = make_official("Lò Văn Thử", make_unit())
    Official.objects.get(pk=read.pk).delete()

    assert untouched([(read, {"note": "x"})]) == [{}]


def test_an_edit_in_the_very_moment_of_writing_survives_the_import(monkeypatch):
    person = make_district().minh
    create, done = plan_store._create_officials, []

    def somebody_types(*args, **kwargs):
        done.append(Official.objects.filter(pk=person.pk).update(note="Vừa gõ", native_place="Vừa gõ"))
        create(*args, **kwargs)

    monkeypatch.setattr(plan_store, "_create_officials", somebody_types)
    take(workbook(row(ethnicity="Thái")), keep=True)

    person.refresh_from_db()
    assert done
    assert (str(person.ethnicity), person.note, person.native_place) == ("Thái", "Vừa gõ", "Vừa gõ")
    assert person.history.first().note == "Vừa gõ"


def test_cases_that_point_to_a_file_elsewhere_are_not_waited_for():
    read = make_official("Lò Văn Thử", make_unit())

    with CaptureQueriesContext(connection) as queries:
        untouched([(read, {"native_place": "Xã Nậm Thử"})])

    locks = connection.features.has_select_for_no_key_update  # SQLite has one writer at a time
    assert ("FOR NO KEY UPDATE" in queries[-1]["sql"]) == locks
