"""The benchmark of pages measures what it says: cases stand where a year's work leaves them, and every page answers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils.timezone import localdate

from rotations.checking import check_data
from rotations.models import Official, Rotation, RotationStep, Unit
from rotations.vocabulary import Role
from tests.bench import pages
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def test_every_page_answers_over_cases_of_all_kinds(monkeypatch):
    monkeypatch.setattr(pages, "FEW", 20)
    make_account(Role.BOARD_LEAD, username="board_lead")
    pages.fill(30, today=localdate())

    statuses = list(Rotation.objects.values_list("status", flat=True))
    assert {status: statuses.count(status) for status in set(statuses)} == {
        "placed": 10, "active": 8, "ended": 2, "decided": 2, "proposed": 8,
    }  # fmt: skip
    visit = pages.visitor()
    assert all(visit(page)["queries"] > 1 for page in pages.PAGES)


def test_a_long_past_is_what_the_program_would_have_written(monkeypatch):
    monkeypatch.setattr(pages, "FEW", 20)
    monkeypatch.setattr(pages, "BLOCK", 20)
    pages.fill(100, today=localdate())

    assert list(check_data()) == []
    codes = list(Official.objects.order_by("pk").values_list("official_code", flat=True))
    assert codes == [f"M1-{n:07d}" for n in range(1, 81)] + [f"M2-{n:07d}" for n in range(1, 21)]
    communes = list(Unit.objects.filter(name__startswith="Xã Mẫu 1-").order_by("pk"))
    assert [unit.name[-5:] for unit in communes] == [f"{n:05d}" for n in range(1, len(communes) + 1)]
    assert Unit.objects.filter(parent=None).count() == 2
    assert Official.objects.values("full_name").distinct().count() > 40
    assert Official.objects.filter(full_name__startswith="Lò ").values("birth_date").distinct().count() > 1


def test_a_case_of_the_past_went_through_every_status(monkeypatch):
    monkeypatch.setattr(pages, "FEW", 20)
    monkeypatch.setattr(pages, "BLOCK", 20)
    pages.fill(60, today=localdate())

    steps = RotationStep.objects.filter(rotation__status="placed").order_by("rotation", "pk")
    last = list(steps.values_list("rotation", "status_after", "done_on"))[-8:]
    assert [status for _rotation, status, _day in last] == [
        "proposed", "approved_in_principle", "preparing", "appraising", "decided", "active", "ended", "placed",
    ]  # fmt: skip
    assert [day for *_rest, day in last[1:]] == sorted(day for *_rest, day in last[1:])
    ends = Rotation.objects.filter(status="placed").values_list("ended_on", flat=True)
    assert last[-1][2] in set(ends)


def test_a_past_that_is_no_whole_number_of_repetitions_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "BLOCK", 20)
    monkeypatch.setattr(pages, "FEW", 20)
    if connection.vendor == "postgresql":
        with pytest.raises(SystemExit):
            pages.fill(70, today=localdate())
    else:
        pages.fill(70, today=localdate())
        assert Rotation.objects.count() == 70
