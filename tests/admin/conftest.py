"""One record of every kind the back office shows, and an account of each role that may enter it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from rotations.models import (
    Account,
    AuditEntry,
    CatalogueEntry,
    Decision,
    ImportBatch,
    ImportRow,
    NeedCall,
    RatingScale,
    RetirementAge,
    StandardSeat,
    StepTemplate,
)
from rotations.vocabulary import (
    AuditAction,
    CatalogueKind,
    DecisionKind,
    ImportKind,
    LineAction,
    Role,
    RotationStatus,
    RowVerdict,
    Sex,
    UnitBlock,
    UnitLevel,
)
from tests import makers


@pytest.fixture(autouse=True)
def _files_of_the_test_alone(settings, tmp_path) -> Iterator[None]:
    """Uploads waiting to be confirmed go to the test's own folder."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return iter(())  # type: ignore[return-value]


def staff(role: Role, **fields: Any) -> Account:
    """An account of a role that may enter the back office."""
    return makers.make_account(role, username=f"staff_{role.value}", is_staff=True, **fields)


@pytest.fixture
def board(db) -> Account:
    """An officer of the board who may enter the back office."""
    return staff(Role.BOARD_OFFICER)


@pytest.fixture
def lead(db) -> Account:
    """The head of the board, who may enter the back office."""
    return staff(Role.BOARD_LEAD)


@pytest.fixture
def one_of_each(db) -> dict[str, Any]:
    """Model name → one record, with something in every inline."""
    rotation = makers.make_rotation_at(RotationStatus.ACTIVE, receiving_posts=[])
    official = rotation.official
    holding = makers.make_holding(official)
    makers.make_succession_entry(official)
    makers.make_rating(official)
    official.family.create(relation="Vợ", full_name="Lò Thị Mỷ")
    official.trainings.create(school="Trường Chính trị tỉnh")
    official.work_history.create(from_date=date(2010, 1, 1), description="Công chức Văn phòng")
    official.rewards.create(year=2020, form="Giấy khen")
    official.discipline_records.create(side="party", form="reprimand", decided_on=date(2015, 1, 1))
    unit = rotation.receiving_unit
    unit.aliases.create(name="Xã Thử")
    unit.codes.create(code="X01")
    makers.make_post(unit, "Bí thư Đảng ủy")
    rotation.opinions.create(asked_unit=rotation.sending_unit, asked_on=makers.TODAY)
    regulation = rotation.plan.regulation
    paper = regulation.dossier_items.create(ordinal=1, name="Sơ yếu lý lịch")
    rotation.dossier.create(template_item=paper)
    rotation.plan.targets.create(direction="district_to_commune", quantity=2)
    decision = Decision.objects.create(
        symbol="QĐ/HU",
        kind=DecisionKind.ROTATION,
        title="Về luân chuyển",
        issued_on=makers.TODAY,
        effective_on=makers.TODAY,
        issuer="Huyện ủy",
    )
    makers.make_extension(rotation, decision=decision)
    decision.lines.create(official=official, action=LineAction.GRANT, text="Giao nhiệm vụ")
    account = makers.make_account(Role.BOARD_OFFICER, username="somebody")
    batch = ImportBatch.objects.create(
        kind=ImportKind.PLAN, file_name="kehoach.xlsx", sha256="0" * 64, content=b"x", created_by=account
    )
    records = [
        rotation,
        official,
        holding,
        unit,
        holding.post,
        holding.post.position,
        regulation,
        rotation.plan,
        decision,
        account,
        batch,
        makers.make_attachment(rotation),
        ImportRow.objects.create(batch=batch, place=1, row_number=9, verdict=RowVerdict.CREATE),
        makers.make_term(),
        makers.make_need(proposed_official=official),
        makers.make_evaluation(rotation),
        makers.make_placement(rotation),
        makers.make_criteria_set(),
        RatingScale.objects.get(document="366-QĐ/TW"),
        makers.make_indicator(),
        makers.make_step_template(makers.make_regulation()),
        NeedCall.objects.create(
            year=2031, title="Đề xuất nhu cầu", opened_on=makers.TODAY, deadline=makers.TODAY
        ),
        CatalogueEntry.objects.create(kind=CatalogueKind.GRADE, name="Ngạch để thử"),
        RetirementAge.objects.create(sex=Sex.MALE, year=2099, age_months=744),
        StandardSeat.objects.create(
            level=UnitLevel.CENTRAL, block=UnitBlock.MASS, position=holding.post.position
        ),
        AuditEntry.objects.create(account=account, action=AuditAction.READ, subject="Lò Văn Thử"),
        makers.make_session(makers.make_elected_post(rotation)),
        makers.make_rule_judging(account),
        makers.make_frozen_report(account),
    ]
    assert isinstance(records[20], StepTemplate)
    return {record._meta.model_name: record for record in records}
