"""Invented people, units and texts that the samples speak of; nothing of it is stored.

No stored record has the number 0: a link or button of a sample leads to nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.utils.timezone import make_aware

from rotations.models import (
    Account,
    Decision,
    Official,
    Position,
    Post,
    Regulation,
    Rotation,
    RotationPlan,
    RotationPost,
    Unit,
)
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import (
    DecisionKind,
    Direction,
    FillingMode,
    MovementType,
    PlanStatus,
    RotationPurpose,
    RotationStatus,
    SecrecyLevel,
    Sex,
    UnitBlock,
    UnitLevel,
)

TODAY = date(2025, 3, 1)
RECORDED_AT = make_aware(datetime(2025, 2, 20, 9, 30))  # noqa: DTZ001
LONG = "Phó Trưởng Ban Quản lý các dự án đầu tư xây dựng và phát triển quỹ đất huyện"

OFFICE = Unit(pk=0, name="Phòng Nội vụ huyện", level=UnitLevel.DISTRICT, block=UnitBlock.STATE)
COMMUNE = Unit(pk=0, name="Xã Chà Tở", level=UnitLevel.COMMUNE, block=UnitBlock.LOCALITY, parent=OFFICE)
OFFICER = Account(pk=0, username="chuyen-vien", full_name="Giàng Thị Ví Dụ")
REGULATION = Regulation(
    pk=0,
    symbol="02-QĐi/HU",
    title="Luân chuyển cán bộ lãnh đạo, quản lý",
    level=UnitLevel.DISTRICT,
    issuer="Ban Thường vụ Huyện ủy",
    issued_on=date(2018, 11, 27),
    effective_from=date(2018, 11, 27),
)
PLAN = RotationPlan(
    pk=0, year=2025, title="Kế hoạch năm 2025", regulation=REGULATION, status=PlanStatus.APPROVED
)


def official(name: str = "Mùa A Thử", sex: Sex = Sex.MALE) -> Official:
    """One person; the day of birth is known to the month."""
    return Official(
        pk=0,
        full_name=name,
        sex=sex,
        birth_date=date(1985, 5, 1),
        birth_date_precision=DatePrecision.MONTH,
        unit=OFFICE,
        official_code="CB-0000",
    )


def post(title: str, unit: Unit) -> Post:
    """One seat of a unit."""
    return Post(pk=0, position=Position(pk=0, name=title), unit=unit, quota=1)


def _brought(number: int, title: str, mode: FillingMode) -> RotationPost:
    return RotationPost(pk=number, post=post(title, COMMUNE), mode=mode)


def case(name: str = "Mùa A Thử", status: RotationStatus = RotationStatus.ACTIVE, **given: Any) -> Rotation:
    """One person's rotation with its posts."""
    rotation: Any = Rotation(
        **{
            "pk": 0,
            "plan": PLAN,
            "official": official(name),
            "movement_type": MovementType.ROTATION,
            "purpose": RotationPurpose.TRAINING,
            "direction": Direction.DISTRICT_TO_COMMUNE,
            "sending_unit": OFFICE,
            "receiving_unit": COMMUNE,
            "sending_title": "Chuyên viên",
            "starts_on": date(2025, 3, 1),
            "starts_on_precision": DatePrecision.MONTH,
            "due_on": date(2028, 3, 1),
            "due_on_precision": DatePrecision.DAY,
            "status": status,
            **given,
        }
    )
    posts = [
        _brought(1, "Phó Bí thư Đảng ủy", FillingMode.DESIGNATED),
        _brought(2, "Chủ tịch UBND", FillingMode.ELECTED),
    ]
    # Handed over as if read from the database, which holds none of it.
    rotation._prefetched_objects_cache = {"left_posts": [], "posts": posts}
    return rotation


def decision(secrecy: SecrecyLevel = SecrecyLevel.INTERNAL, effective_on: date = TODAY) -> Decision:
    """One decision."""
    return Decision(
        pk=0,
        number="118",
        symbol="QĐ/HU",
        kind=DecisionKind.ROTATION,
        title="Luân chuyển cán bộ",
        issued_on=TODAY,
        effective_on=effective_on,
        issuer="Ban Thường vụ Huyện ủy",
        signer="Lò Thị Mẫu",
        signer_title="Bí thư",
        secrecy=secrecy,
    )


def attachment(name: str, removed_on: date | None = None) -> SimpleNamespace:
    """One file beside a record."""
    return SimpleNamespace(
        pk=0, name=name, get_absolute_url="?", get_kind_display="PDF", size=10640, secrecy="internal",
        added_at=date(2025, 2, 1), added_by="Chuyên viên", said_unmarked=True, note="", removed_on=removed_on,
        removed_by="Lãnh đạo", removal_reason="đính kèm nhầm",
    )  # fmt: skip
