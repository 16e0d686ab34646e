"""An installation with something of every kind in it, and letters that are hard to write down."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessAttemptExpiration
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from rotations import access
from rotations.importing.findings import Answers
from rotations.importing.taking_in import take_in
from rotations.management.sample_accounts import load_accounts
from rotations.management.sample_district import load_district
from rotations.management.sample_workbook import write_workbook
from rotations.models import (
    Account,
    ImportBatch,
    ImportTask,
    LocalityDecision,
    Official,
    Residence,
    Rotation,
    RuleJudging,
    Unit,
    UnitSuccession,
)
from rotations.vocabulary import (
    AuditAction,
    ImportAct,
    ImportKind,
    LocalConclusion,
    RotationStatus,
    TaskState,
)
from tests import makers

NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
HARD_LETTERS = "Đàm \\ Thị “Ơ”\\n\r\n\\.\n\\\\N 'x' %s {} \t\N{ROCKET}"


def _take_in_a_plan() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ke-hoach.xlsx"
        write_workbook(path)
        answers = Answers(create_officials=True)
        outcome = take_in(
            ImportKind.PLAN,
            path.name,
            path.read_bytes(),
            on=date(2025, 11, 3),
            year=2026,
            answers=answers,
            keep=True,
        )
    assert outcome.totals["create"], outcome.totals


def fill() -> None:
    """The sample district with its accounts, a file that was taken in, and one of what the district lacks."""
    load_district()
    load_accounts("một-mật-khẩu-mẫu")
    _take_in_a_plan()
    lead, rotation = Account.objects.get(username="board_lead"), Rotation.objects.earliest("pk")
    official, unit = Official.objects.earliest("pk"), Unit.objects.earliest("pk")
    Group.objects.earliest("pk").permissions.add(Permission.objects.earliest("pk"))
    lead.user_permissions.add(Permission.objects.earliest("pk"))
    LogEntry.objects.create(
        user=lead, content_type=ContentType.objects.get_for_model(Unit), object_id="1", object_repr="Xã",
        action_flag=CHANGE, change_message=HARD_LETTERS,
    )  # fmt: skip
    ImportTask.objects.create(
        batch=ImportBatch.objects.latest("pk"), act=ImportAct.READ, state=TaskState.DONE, by=lead,
        asked_on=makers.TODAY, message=HARD_LETTERS,
    )  # fmt: skip
    attempt = AccessAttempt.objects.create(
        username="board_lead", ip_address="192.0.2.7", user_agent=HARD_LETTERS, failures_since_start=2
    )
    AccessAttemptExpiration.objects.create(access_attempt=attempt, expires_at=NOON)
    Authenticator.objects.create(user=lead, type=Authenticator.Type.TOTP, data={"secret": HARD_LETTERS})
    RuleJudging.objects.create(
        asked_by=lead, asked_on=makers.TODAY, path="/regulations/1/", typed=HARD_LETTERS, waiting=[1], total=1,
    )  # fmt: skip
    makers.make_attachment(rotation, name="Quyết định.pdf")
    draft = makers.make_plan(2031)
    makers.make_attachment(makers.make_dossier_item(makers.make_rotation(plan=draft)))
    makers.make_calendar_link(lead)
    makers.make_due_notice(lead)
    makers.make_frozen_report(lead)
    makers.make_saved_filter(lead)
    makers.make_list_columns(lead)
    serving = makers.make_rotation_at(RotationStatus.ACTIVE, plan=draft)
    makers.make_extension(serving, due_before=date(2027, 7, 6), due_after=serving.due_on)
    makers.make_post_standard(makers.make_regulation())
    Residence.objects.create(official=official, unit=unit, from_date=date(1990, 1, 1))
    LocalityDecision.objects.create(
        official=official, unit=unit, conclusion=LocalConclusion.values[0], reason=HARD_LETTERS,
        decided_on=makers.TODAY,
    )  # fmt: skip
    UnitSuccession.objects.create(predecessor=unit, successor=Unit.objects.latest("pk"), on=date(2025, 7, 1))
    access.note(lead, AuditAction.EXPORT, official, purpose="Xuất \\ “Ơ” \\n để thử", row_count=3)
