"""Elections on record before sessions had rows of their own become sessions; numbers get the key they are unique by."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from rotations import migrations
from rotations.models import Decision
from tests.makers import make_decision, make_elected_post

pytestmark = pytest.mark.django_db


def test_what_was_on_record_is_carried_over():
    voted = make_elected_post(session_on=date(2025, 2, 20), result="postponed", votes_for=9, votes_total=21)
    waiting = make_elected_post()
    decision = make_decision("05")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rotations_decision SET number_key = ''")

    (carrying_over,) = Path(migrations.__path__[0]).glob("*_sessions_and_number_keys.py")
    import_module(f"rotations.migrations.{carrying_over.stem}").fill(apps, None)

    session = voted.sessions.get()
    assert (session.session_on, session.result, session.votes_for, session.votes_total) == (
        date(2025, 2, 20), "postponed", 9, 21,
    )  # fmt: skip
    assert not waiting.sessions.exists()
    assert Decision.objects.values_list("number", "number_key").get(pk=decision.pk) == ("05", "5")


def test_a_session_says_its_day_and_what_it_came_to():
    row = make_elected_post()
    called = row.sessions.create(session_on=date(2025, 4, 1))
    lost = row.sessions.create(session_on=date(2025, 3, 1), result="not_elected")

    assert [str(one) for one in row.sessions.all()] == ["01/03/2025: Không trúng cử", "01/04/2025: dự kiến"]
    assert list(row.sessions.planned()) == [called]
    assert list(row.sessions.overdue_on(date(2025, 4, 1))) == []
    assert list(row.sessions.overdue_on(date(2025, 4, 2))) == [called]
    assert lost not in row.sessions.overdue_on(date(2025, 4, 2))
