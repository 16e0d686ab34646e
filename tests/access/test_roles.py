"""What each role may do, and that nothing else gives a power."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from rotations import access
from rotations.models import Account, AuditEntry, explain
from rotations.vocabulary import AuditAction, Role
from tests.makers import make_account, make_official, make_unit

PERSONAL_FILE = "rotations.view_official"


@pytest.mark.parametrize(
    ("role", "permission", "may"),
    [
        (Role.BOARD_OFFICER, PERSONAL_FILE, True),
        (Role.BOARD_OFFICER, "rotations.add_rotation", True),
        (Role.BOARD_OFFICER, "rotations.import_plan", True),
        (Role.BOARD_OFFICER, "rotations.delete_official", False),
        (Role.BOARD_OFFICER, "rotations.export_personal_data", False),
        (Role.BOARD_OFFICER, "rotations.move_rotation_approve", False),
        (Role.BOARD_OFFICER, "rotations.change_regulation", False),
        (Role.BOARD_OFFICER, "rotations.view_account", False),
        (Role.BOARD_LEAD, "rotations.export_personal_data", True),
        (Role.BOARD_LEAD, "rotations.submit_plan", True),
        (Role.BOARD_LEAD, "rotations.change_regulation", True),
        (Role.BOARD_LEAD, "rotations.change_auditentry", False),
        (Role.BOARD_LEAD, "rotations.delete_auditentry", False),
        (Role.STANDING_COMMITTEE, "rotations.move_rotation_approve", True),
        (Role.STANDING_COMMITTEE, PERSONAL_FILE, True),
        (Role.STANDING_COMMITTEE, "rotations.change_official", False),
        (Role.UNIT_CLERK, "rotations.add_rotationneed", True),
        (Role.UNIT_CLERK, "rotations.add_evaluation", True),
        (Role.UNIT_CLERK, "rotations.add_rotation", False),
        (Role.UNIT_CLERK, "rotations.import_plan", False),
        (Role.UNIT_CLERK, "rotations.import_needs", True),
        (Role.APPRAISER, "rotations.view_rotation", True),
        (Role.APPRAISER, "rotations.view_rotationplan", False),
        (Role.REPORT_VIEWER, "rotations.view_reports", True),
        (Role.REPORT_VIEWER, PERSONAL_FILE, False),
        (Role.SYSTEM_ADMIN, "rotations.change_account", True),
        (Role.SYSTEM_ADMIN, PERSONAL_FILE, False),
        (Role.SYSTEM_ADMIN, "rotations.view_rotation", False),
    ],
)
def test_a_role_may_do_what_its_table_says(db, role, permission, may):
    assert make_account(role).has_perm(permission) is may


def test_every_role_has_a_table_and_a_group(db):
    assert set(access.ROLE_PERMISSIONS) == set(Role)
    assert set(Role.values) <= set(Group.objects.values_list("name", flat=True))


def test_nobody_may_write_what_only_the_workflow_writes():
    for role, permissions in access.ROLE_PERMISSIONS.items():
        for model in (
            "rotationstep",
            "planversion",
            "eligibilitycheck",
            "auditentry",
            "importrow",
            "importtask",
        ):
            for verb in ("add", "change", "delete"):
                assert f"rotations.{verb}_{model}" not in permissions, (role, verb, model)


def test_an_account_without_a_role_may_do_nothing(db):
    account = Account.objects.create_user("nobody", password="x")

    assert account.get_all_permissions() == set()
    assert not account.has_module_perms("rotations")


def test_an_account_switched_off_may_do_nothing(board):
    board.is_active = False

    assert not board.has_perm(PERSONAL_FILE)


def test_a_group_of_another_name_gives_nothing(db):
    account = Account.objects.create_user("guest", password="x")
    account.groups.add(Group.objects.create(name="everything"))

    assert account.get_all_permissions() == set()


def test_permissions_stored_on_a_group_or_an_account_are_not_honoured(db):
    every = Permission.objects.all()
    account = make_account(Role.REPORT_VIEWER)
    account.user_permissions.set(every)
    account.groups.get().permissions.set(every)

    assert not Account.objects.get(pk=account.pk).has_perm(PERSONAL_FILE)


def test_somebody_signed_out_may_do_nothing():
    assert access.RoleBackend().get_all_permissions(AnonymousUser()) == set()


def test_no_account_may_be_a_superuser(db):
    account = Account(username="root", password="x", is_superuser=True)

    with pytest.raises(ValidationError, match="giao vai trò"):
        account.full_clean()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        account.save()
    assert "giao vai trò" in explain(refused.value)


def test_createsuperuser_makes_a_system_administrator_who_reads_no_files(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "một mật khẩu đủ dài")

    call_command("createsuperuser", "--noinput", "--username", "may_chu", verbosity=0)

    account = Account.objects.get(username="may_chu")
    assert account.roles == {Role.SYSTEM_ADMIN}
    assert account.is_staff
    assert not account.is_superuser
    assert not account.has_perm(PERSONAL_FILE)


def test_a_note_of_reading_names_the_record_and_holds_none_of_it(board):
    official = make_official("Giàng A Thử", make_unit("Xã Nậm Ghi"), citizen_id="011085000001")

    entry = access.note(board, AuditAction.READ, official, purpose="Rà soát quy hoạch")

    assert (entry.subject_type, entry.subject_id, entry.row_count) == ("official", official.pk, 1)
    assert AuditEntry.objects.get() == entry
    assert "011085000001" not in str(entry.__dict__)


def test_a_sample_account_signs_in_on_a_demonstration_copy_only(client, db, settings):
    account = make_account(Role.BOARD_OFFICER, is_sample=True)
    account.set_password("ai cũng biết")
    account.save()
    typed = {"username": account.username, "password": "ai cũng biết"}

    settings.DEBUG = True
    assert client.post("/accounts/login/", typed).status_code == 302
    assert client.get("/").status_code == 200

    settings.DEBUG = False
    assert client.get("/").status_code == 302, "a session of the demonstration ends with it"
    assert client.post("/accounts/login/", typed).status_code == 200
