"""A backup restored is the installation again, row by row, on the same kind of database and on the other."""

from __future__ import annotations

import os
import pwd
import stat
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from rotations.checking import check_data
from rotations.keeping import BackupRefused, back_up, backing_up, examine, restore
from rotations.keeping.sealing import SealedWriter
from rotations.keeping.tables import LEFT_OUT
from rotations.models import Account, AuditEntry
from rotations.vocabulary import AuditAction
from tests import makers
from tests.keeping.offices import inside, rows

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 22, 30, tzinfo=timezone(timedelta(hours=7)))
PASSPHRASE = "bốn mùa hoa ban nở"
# Kept by the libraries of the sign-in for what this product does not do, or does without them.
NEVER_FILLED = {
    "account_emailaddress", "account_emailconfirmation", "axes_accesslog", "axes_accessfailurelog",
}  # fmt: skip


class Kept(NamedTuple):
    """A backup of the full installation, and what was in it just then: other tests go on writing there."""

    path: Path
    rows: dict[str, list[Any]]


@pytest.fixture(scope="module")
def backup(full, tmp_path_factory) -> Kept:
    path = tmp_path_factory.mktemp("backups") / "cadre.backup"
    with inside(full):
        back_up(path, at=AT, passphrase=PASSPHRASE)
        return Kept(path, rows())


def test_the_installation_of_the_tests_has_something_of_every_kind(full):
    with inside(full):
        lacking = {table for table, held in rows().items() if not held}

    assert lacking - NEVER_FILLED == set()


def test_every_row_comes_back_in_a_new_database_and_from_there_in_another(offices, backup, tmp_path):
    """A new SQLite file whose tables the migrations lay down; and from it into one that stands already."""
    grown, small = offices.new("grown"), offices.new("small", migrated=False, kind="sqlite")
    with inside(small):
        restore(backup.path, passphrase=PASSPHRASE)
        assert rows() == backup.rows
        assert list(check_data()) == []
        second = back_up(tmp_path / "second.backup", at=AT)
    with inside(grown):
        restore(tmp_path / "second.backup")
        assert rows() == backup.rows
        assert list(check_data()) == []
        third = back_up(tmp_path / "third.backup", at=AT)

    assert second.held == third.held == examine(backup.path, PASSPHRASE).held
    assert backup.rows.keys() - LEFT_OUT == {table.name for table in third.tables}


def test_after_a_restore_the_guards_stand_and_keys_go_on(offices, full, tmp_path):
    office = offices.new("guarded")
    with inside(full):
        gone = makers.make_unit("Xã đã xóa")
        last, name = gone.pk, gone.name
        gone.delete()
        path = tmp_path / "gone.backup"
        back_up(path, at=AT)
    with inside(office):
        restore(path)

        assert makers.make_unit("Xã mới").pk == last + 1, name
        holding = makers.make_holding()
        with pytest.raises(IntegrityError), transaction.atomic():
            makers.make_holding(official=holding.official, post=makers.make_post())
        with pytest.raises(IntegrityError), transaction.atomic():
            makers.make_holding(post=holding.post)


def test_a_database_in_use_is_replaced_only_when_told(offices, backup, tmp_path):
    office = offices.new("busy")
    with inside(office):
        makers.make_account(username="ai_do")
        before = rows()

        with pytest.raises(BackupRefused, match="--replace"):
            restore(backup.path, passphrase=PASSPHRASE)
        assert rows() == before

        restore(backup.path, passphrase=PASSPHRASE, replace=True)
        assert not Account.objects.filter(username="ai_do").exists()
        assert back_up(tmp_path / "again.backup", at=AT).held == examine(backup.path, PASSPHRASE).held


def test_a_damaged_file_changes_nothing(offices, backup, tmp_path):
    office, damaged = offices.new("spared"), tmp_path / "damaged.backup"
    content = bytearray(backup.path.read_bytes())
    content[len(content) * 2 // 3] ^= 4
    damaged.write_bytes(content)
    with inside(office):
        before = rows()

        with pytest.raises(BackupRefused, match="bị hỏng"):
            restore(damaged, passphrase=PASSPHRASE, replace=True)

        assert rows() == before


def test_a_backup_is_of_one_moment_and_nobody_waits_for_it(full, tmp_path, monkeypatch):
    """Between two tables somebody writes into one that was read and into one that was not."""
    plain = backing_up.lines_of

    def and_somebody_writes(table):
        if table.name == "django_content_type":
            with inside(full), transaction.atomic():
                Group.objects.create(name="người đến sau")
                ContentType.objects.create(app_label="đến", model="sau")
        return plain(table)

    monkeypatch.setattr(backing_up, "lines_of", and_somebody_writes)
    with inside(full):
        groups, kinds = Group.objects.count(), ContentType.objects.count()
        manifest = back_up(tmp_path / "moment.backup", at=AT)

        assert manifest.held["auth_group"].rows == groups
        assert manifest.held["django_content_type"].rows == kinds
        assert Group.objects.count() == groups + 1
        Group.objects.filter(name="người đến sau").delete()
        ContentType.objects.filter(app_label="đến").delete()


def test_the_file_is_its_owners_alone_and_takes_no_other_files_place(full, tmp_path):
    path = tmp_path / "cadre.backup"
    with inside(full):
        back_up(path, at=AT)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        before = path.read_bytes()

        with pytest.raises(BackupRefused, match="--overwrite"):
            back_up(path, at=AT + timedelta(days=1))
        assert path.read_bytes() == before

        back_up(path, at=AT + timedelta(days=1), overwrite=True)
        assert path.read_bytes() != before
        assert [found.name for found in tmp_path.iterdir()] == ["cadre.backup"]


def test_a_backup_that_fails_leaves_no_file(full, tmp_path, monkeypatch):
    def full_disk(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(SealedWriter, "close", full_disk)
    with inside(full), pytest.raises(OSError, match="space"):
        back_up(tmp_path / "cadre.backup", at=AT)

    assert list(tmp_path.iterdir()) == []


def test_a_file_of_a_newer_version_is_refused_with_what_to_do(offices, full, tmp_path, monkeypatch):
    path = tmp_path / "newer.backup"
    steps = backing_up.applied_steps
    tables = backing_up.tables_at
    monkeypatch.setattr(backing_up, "tables_at", lambda _steps: tables(steps()))
    monkeypatch.setattr(backing_up, "applied_steps", lambda: [*steps(), ["rotations", "9999_of_next_year"]])
    with inside(full):
        back_up(path, at=AT)

    with (
        inside(offices.new("older")),
        pytest.raises(BackupRefused, match=r"phiên bản mới hơn.*9999_of_next_year"),
    ):
        restore(path)


def test_what_was_kept_where_secrets_may_be_goes_nowhere_else(offices, full, tmp_path, settings):
    path = tmp_path / "secret.backup"
    settings.SECRECY = "independent_lan"
    with inside(full):
        back_up(path, at=AT)
    settings.SECRECY = "normal"

    with inside(offices.new("open")), pytest.raises(BackupRefused, match="independent_lan"):
        restore(path)


def test_every_column_of_every_table_can_be_kept():
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - LEFT_OUT == {
        table.name for table in backing_up.tables_at(backing_up.applied_steps())
    }


# --- The commands ------------------------------------------------------------------------------------------


def test_the_commands_tell_what_they_did(offices, full, tmp_path, capsys, monkeypatch):
    path, secret = tmp_path / "cadre.backup", tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    with inside(full):
        call_command("backup", str(path), "--passphrase-file", str(secret))
    assert "đã mã hóa" in (told := capsys.readouterr().out)
    assert "3 tệp kèm theo" in told

    monkeypatch.setenv("CADRE_BACKUP_PASSPHRASE", PASSPHRASE)
    with inside(offices.new("told")):
        call_command("restore", str(path), "--check")
        assert "Tệp nguyên vẹn" in capsys.readouterr().out
        assert not Account.objects.exists()

        call_command("restore", str(path))
        assert "Đã phục hồi" in capsys.readouterr().out
        assert Account.objects.exists()
        assert AuditEntry.objects.latest("pk").action == AuditAction.RESTORE
    with inside(full):
        noted = AuditEntry.objects.latest("pk")
        assert noted.action == AuditAction.BACKUP
        assert pwd.getpwuid(os.getuid()).pw_name in noted.purpose


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("backup", "there"), "Đã có tệp"),
        (("restore", "absent"), "absent"),
        (("restore", "there"), "không phải tệp sao lưu"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(tmp_path, arguments, told):
    command, name = arguments
    (tmp_path / "there").write_text("không phải")

    with pytest.raises(CommandError, match=told) as refused:
        call_command(command, str(tmp_path / name))

    assert refused.value.returncode == 2


def test_a_short_passphrase_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CADRE_BACKUP_PASSPHRASE", "ngắn")

    with pytest.raises(CommandError, match="12 ký tự"):
        call_command("backup", str(tmp_path / "x"))
