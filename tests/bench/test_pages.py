"""The benchmark of pages measures what it says: cases stand where a year's work leaves them, and every page answers."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from rotations.models import Rotation
from rotations.vocabulary import Role
from tests.bench import pages
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def test_every_page_answers_over_cases_of_all_kinds(monkeypatch):
    monkeypatch.setattr(pages, "FEW", 20)
    monkeypatch.setattr(pages, "TIMES", 1)
    make_account(Role.BOARD_LEAD, username="board_lead")
    pages.fill(30, today=localdate())

    statuses = list(Rotation.objects.values_list("status", flat=True))
    assert {status: statuses.count(status) for status in set(statuses)} == {
        "placed": 10, "active": 8, "ended": 2, "decided": 2, "proposed": 8,
    }  # fmt: skip
    found = pages.costs()
    assert found.keys() == pages.PAGES.keys()
    assert all(cost["queries"] > 1 for cost in found.values())
