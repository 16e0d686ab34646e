"""While a large file is written: what is only read is read, and what must wait too long is told so."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from rotations.views import idle
from tests.makers import make_plan

pytestmark = pytest.mark.django_db


def plan_export(client, monkeypatch, fault: str):
    def note(*args, **kwargs):
        raise OperationalError(fault)

    monkeypatch.setattr("rotations.access.note", note)
    return client.get(f"/plans/{make_plan(2031).pk}/export/?taken_for=x")


@pytest.mark.ignore_template_errors
def test_a_page_that_waited_in_vain_says_that_a_file_is_being_written(board, client_of, monkeypatch):
    response = plan_export(client_of(board), monkeypatch, "database is locked")

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "Hệ thống đang ghi một tệp lớn" in response.content.decode()


def test_any_other_fault_of_the_database_stays_one(board, client_of, monkeypatch):
    with pytest.raises(OperationalError, match="no space"):
        plan_export(client_of(board), monkeypatch, "no space left on device")


@pytest.mark.parametrize(("held", "renewed"), [(True, False), (False, True)])
def test_a_session_is_not_renewed_while_a_file_is_written(board, client_of, monkeypatch, held, renewed):
    monkeypatch.setattr(idle, "holds_the_database", lambda: held)
    client = client_of(board)
    client.get("/accounts/password/done/")

    assert ("here_at" in client.session) is renewed
