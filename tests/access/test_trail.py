"""The trail and the history of every record: written by whatever writes, changed and emptied by nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from simple_history.models import HistoricalChanges

from rotations import access
from rotations.models import AuditEntry, FrozenReport, Official, create_recorded
from rotations.vocabulary import AuditAction
from tests.makers import PASSWORD, make_account, make_official

pytestmark = pytest.mark.django_db

WRITTEN_ONCE = sorted(
    model._meta.db_table
    for model in apps.get_app_config("rotations").get_models()
    if model in (AuditEntry, FrozenReport) or issubclass(model, HistoricalChanges)
)


def guarded_tables() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'trail_is_written_once%' "
                "GROUP BY tgrelid HAVING count(*) = 2"
            )
        else:
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND instr(sql, 'trail_is_written_once') "
                "GROUP BY tbl_name HAVING count(*) = 2"
            )
        return {table for (table,) in cursor.fetchall()}


def test_every_table_that_is_written_once_is_guarded():
    """A migration that makes such a table, or rebuilds one on SQLite, guards it again (0037_trail_guards)."""
    assert guarded_tables() == set(WRITTEN_ONCE)


def statements(table: str) -> list[str]:
    every = [f"UPDATE {table} SET {{}} = {{}}", f"DELETE FROM {table}"]
    return [*every, f"TRUNCATE {table}"] if connection.vendor == "postgresql" else every


@pytest.mark.parametrize("table", ["rotations_auditentry", "rotations_historicalofficial"])
def test_the_database_itself_refuses_to_change_or_empty_it(table, lead):
    access.note(lead, AuditAction.READ, make_official())
    key = "id" if table == "rotations_auditentry" else "history_id"
    if (
        connection.vendor == "postgresql"
    ):  # or it would refuse TRUNCATE for what is still to be checked of its rows
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    for statement in statements(table):
        with (
            pytest.raises(DatabaseError, match="trail_is_written_once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(key, key))

    assert AuditEntry.objects.count() == 1
    assert Official.history.count() == 1


def test_rows_written_at_once_have_their_line_and_keep_it(lead):
    (official,) = create_recorded([Official(full_name="Lò Văn Pản")], by=lead)

    with pytest.raises(DatabaseError, match="trail_is_written_once"), transaction.atomic():
        official.history.all().delete()
    assert official.history.get().history_user == lead


# --- The door ----------------------------------------------------------------------------------------------


def entries() -> list[tuple[str, str | None, str]]:
    found = AuditEntry.objects.order_by("pk").select_related("account")
    return [(entry.action, entry.account and entry.account.username, entry.subject) for entry in found]


def sign_in(client, username, password=PASSWORD):
    return client.post("/accounts/login/", {"username": username, "password": password})


def test_signing_in_and_out_leaves_a_note_of_each(client):
    account = make_account(username="vang_a_chu")

    sign_in(client, "vang_a_chu")
    client.post("/accounts/logout/")

    assert entries() == [
        ("sign_in", "vang_a_chu", str(account)),
        ("sign_out", "vang_a_chu", str(account)),
    ]
    assert AuditEntry.objects.first().purpose == "Từ máy 127.0.0.1"


def test_a_refused_sign_in_is_noted_and_never_what_was_typed(client):
    account = make_account(username="vang_a_chu")

    sign_in(client, "vang_a_chu", "không phải")
    sign_in(client, "mật-khẩu-gõ-nhầm-ô", "x")

    assert entries() == [
        ("refused", "vang_a_chu", str(account)),
        ("refused", None, "Tên đăng nhập không có"),
    ]


def test_an_act_that_is_somebodys_names_the_account():
    with pytest.raises(DatabaseError), transaction.atomic():
        access.note(None, AuditAction.READ, "Danh sách")
