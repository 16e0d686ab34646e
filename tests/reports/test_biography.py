"""The declared lines of a file, read in one query."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.partial_dates import PartialDate
from rotations.reports.biography import Biography, biography
from tests.makers import make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    official = make_official("Giàng A Thử")
    official.work_history.create(
        from_date=date(2012, 3, 1), from_date_precision="month", description="Công chức xã"
    )
    official.work_history.create(
        from_date=date(2009, 1, 1), from_date_precision="year", to_date=date(2012, 2, 1),
        to_date_precision="month", description="Giáo viên",
    )  # fmt: skip
    official.trainings.create(
        school="Trường Chính trị tỉnh",
        major="Trung cấp lý luận",
        form="Tập trung",
        certificate="Bằng trung cấp",
    )
    official.rewards.create(year=2019, form="Giấy khen", document="12-QĐ/HU")
    official.rewards.create(year=2023, form="Bằng khen")
    official.family.create(relation="Vợ", full_name="Vàng Thị Thử", birth_year=1988)
    make_official("Lò Thị Khác").trainings.create(school="Trường khác")
    return official


def test_all_lines_of_one_person_come_in_one_query(official):
    with CaptureQueriesContext(connection) as captured:
        found = biography(official)

    assert len(captured) == 1
    assert [line.texts[0] for line in found.work_history] == ["Giáo viên", "Công chức xã"]
    assert found.work_history[0].started == PartialDate.of_year(2009)
    assert found.work_history[0].finished == PartialDate.of_month(2012, 2)
    assert found.work_history[1].finished is None
    assert found.trainings[0].texts == (
        "Trường Chính trị tỉnh",
        "Trung cấp lý luận",
        "Tập trung, Bằng trung cấp",
    )
    assert [line.year for line in found.rewards] == [2023, 2019]
    assert found.family[0].texts[:2] == ("Vợ", "Vàng Thị Thử")


def test_hidden_lines_are_not_read(official):
    assert biography(official, hidden={"family"}).family == ()
    assert biography(official, hidden={"family"}).rewards

    nothing = biography(official, hidden={"family", "rewards", "trainings", "work_history"})

    assert nothing == Biography((), (), (), ())
