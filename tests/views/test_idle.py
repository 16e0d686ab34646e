"""A session lives on while it is used, and is not written at every page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.models import SignInSession
from rotations.views import idle


@pytest.fixture
def clock(monkeypatch):
    """The time of day as the sessions see it, in seconds."""
    now = {"now": 1_000_000.0}
    monkeypatch.setattr(idle, "time", lambda: now["now"])
    return now


def writes_of(client) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get("/accounts/password/done/")
    return [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_page_read_within_the_minute_writes_nothing(board, client_of, clock):
    client = client_of(board)
    assert len(writes_of(client)) == 1

    clock["now"] += idle.WRITTEN_EVERY

    assert writes_of(client) == []


def test_a_page_read_after_the_minute_renews_the_session(board, client_of, clock):
    client = client_of(board)
    client.get("/accounts/password/done/")
    before = SignInSession.objects.get().expire_date

    clock["now"] += idle.WRITTEN_EVERY + 1
    client.get("/accounts/password/done/")

    assert SignInSession.objects.get().expire_date > before


def test_somebody_signed_out_gets_no_session(client, db):
    client.get("/accounts/login/")

    assert not SignInSession.objects.exists()


def test_a_session_idle_for_an_hour_is_over(settings):
    assert settings.SESSION_COOKIE_AGE == 60 * 60
    assert not settings.SESSION_SAVE_EVERY_REQUEST
