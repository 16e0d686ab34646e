"""What a plan's rows say of people on record is settled before, while or after the cases are stored: it is the same."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.importing.plans import intake as plan_intake
from rotations.importing.plans import store as plan_store
from rotations.importing.plans.rows import PlanReader
from rotations.models import CatalogueEntry, Official
from rotations.vocabulary import CatalogueKind
from tests.importing.district import make_district, newcomer, people, row, take, workbook
from tests.makers import make_holding, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """Two people on record and a file that fills a blank of one, contradicts the other, and brings a third."""
    district = make_district()
    kinh = CatalogueEntry.objects.get(kind=CatalogueKind.ETHNICITY, name="Kinh")
    other = make_official("Giàng A Ươm", district.office, birth_date=date(1980, 5, 1), ethnicity=kinh)
    make_holding(other, district.deputy)
    return workbook(
        row(ethnicity="Thái"),
        row(number=2, name="Giàng A Ươm", male=date(1980, 5, 1), to="Xã Nà Khoa", ethnicity="Thái"),
        newcomer(3, ethnicity="Mông", to_post="Chủ tịch HĐND"),
    )


def test_settling_asks_the_database_nothing(office, monkeypatch):
    plain, asked = PlanReader.finish, []

    def finish(reader, count):
        with CaptureQueriesContext(connection) as queries:
            more = plain(reader, count)
        asked.append(len(queries))
        return more

    monkeypatch.setattr(PlanReader, "finish", finish)

    assert take(office, keep=True, create=True).committed
    assert asked
    assert not any(asked)


@pytest.mark.parametrize("early", [0, 1, 100], ids=["after", "some before", "all before"])
def test_it_does_not_matter_when_a_row_is_finished(office, early, monkeypatch):
    seen = take(office, create=True)
    plain = plan_store.store

    def store(rows, errand, journal, finish):
        for _time in range(early):
            its[0].read_on()
        return plain(rows, errand, journal, finish)

    its = []
    begin = plan_intake.PlanIntake.__init__
    monkeypatch.setattr(
        plan_intake.PlanIntake,
        "__init__",
        lambda intake, errand: (its.append(intake), begin(intake, errand))[1],
    )
    monkeypatch.setattr(plan_intake, "store", store)
    monkeypatch.setattr(plan_intake, "A_FEW", 1)
    taken = take(office, keep=True, create=True)

    assert taken.committed
    assert taken.seal == seen.seal
    assert [found.shown for found in people(taken)] == [found.shown for found in people(seen)]
    assert {issue["code"] for issue in people(taken)[1].shown["issues"]} == {"register_differs"}
    filled = Official.objects.exclude(ethnicity=None).order_by("pk").values_list("ethnicity__name", flat=True)
    assert list(filled) == ["Thái", "Kinh", "Mông"]
