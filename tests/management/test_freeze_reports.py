"""The figures are frozen at the end of a month without anybody at the desk."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from rotations.management.commands import freeze_reports
from rotations.models import FrozenReport
from rotations.vocabulary import ReportKind, RotationStatus
from tests.makers import make_need, make_plan, make_rotation_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(monkeypatch):
    """Set the day of the shell."""

    def set_to(day):
        monkeypatch.setattr(freeze_reports, "localdate", lambda: day)

    return set_to


def freeze(*options):
    said = StringIO()
    call_command("freeze_reports", *options, stdout=said)
    return said.getvalue()


def a_year():
    make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(2024), starts_on=date(2024, 1, 8))
    make_need(year=2024)


def test_every_report_is_frozen_for_the_newest_year_begun_and_for_the_term(on):
    a_year()
    make_plan(2030)
    on(date(2024, 3, 31))

    said = freeze()

    frozen = FrozenReport.objects.order_by("pk")
    assert [(one.report, one.period) for one in frozen] == [
        (kind.value, period) for kind in ReportKind for period in ("năm 2024", "nhiệm kỳ 2020-2025")
    ]
    assert {(one.title, one.frozen_by, one.as_of) for one in frozen} == {
        ("Tháng 03/2024", None, date(2024, 3, 31))
    }
    assert said.count("đã chốt") == 8


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2024, 2, 28), 0), (date(2024, 2, 29), 8), (date(2024, 4, 30), 8), (date(2024, 5, 1), 0)],
)
def test_at_the_end_of_a_month_only_when_asked_so(on, day, number):
    a_year()
    on(day)

    freeze("--month-end")

    assert FrozenReport.objects.count() == number


def test_a_second_run_of_a_day_and_an_empty_installation_freeze_nothing_more(on):
    on(date(2024, 3, 31))
    assert "Chưa có số liệu nào để chốt" in freeze()
    a_year()
    freeze()

    assert "Số liệu này đã được chốt trong ngày" in freeze()
    assert FrozenReport.objects.count() == 8


def test_what_the_system_froze_is_opened_like_any_other(on, client_of, board):
    a_year()
    on(date(2024, 3, 31))
    freeze()

    for frozen in FrozenReport.objects.all():
        page = client_of(board).get(frozen.get_absolute_url())
        assert "do hệ thống chốt" in page.content.decode()
