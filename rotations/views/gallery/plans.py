"""A plan in figures, its targets, people and versions; needs of units; figures that stand around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from rotations.models import NeedCall, PlanTarget, RotationNeed
from rotations.reports.plan_comparison import FieldChange, PersonChange, PlanComparison, TargetChange
from rotations.reports.plan_progress import Figure, PlanProgress
from rotations.reports.plan_targets import TargetRow, TargetTable
from rotations.views.gallery.forms import ActForm, UnitsForm, lines
from rotations.views.gallery.people import COMMUNE, LONG, PLAN, TODAY, case
from rotations.vocabulary import (
    Direction,
    MovementType,
    NeedDirection,
    NeedReason,
    RotationStatus,
)

PERSON = {
    "full_name": "Mùa A Thử",
    "birth": "05/1985",
    "direction": "Huyện → xã",
    "movement_type": "Luân chuyển",
    "sending_posts": "Chuyên viên",
    "sending_unit": "Phòng Nội vụ huyện",
    "receiving_posts": "Phó Bí thư Đảng ủy, Chủ tịch UBND",
    "receiving_unit": "Xã Chà Tở",
    "starts": "03/2025",
    "status": "Đã phê duyệt",
}
OTHER = PERSON | {"full_name": "Lò Thị Mẫu", "movement_type": "Điều động", "receiving_unit": LONG}


def plan_samples() -> dict[str, Any]:
    """What the part about plans draws."""
    return {
        "plan": PLAN,
        "progress": PlanProgress(
            total=16,
            cancelled=1,
            by_direction=[
                Figure(Direction.DISTRICT_TO_COMMUNE, Direction.DISTRICT_TO_COMMUNE.label, 7),
                Figure(Direction.COMMUNE_TO_COMMUNE, Direction.COMMUNE_TO_COMMUNE.label, 6),
            ],
            by_status=[Figure(RotationStatus.ACTIVE, RotationStatus.ACTIVE.label, 12)],
            by_movement=[Figure(MovementType.ROTATION, MovementType.ROTATION.label, 13)],
            standing={},
        ),
        "targets": TargetTable([_target(5, 3), _target(2, 4), _target(1, 1)], outside=1),
        "people": [case(), case("Lò Thị Mẫu", RotationStatus.DECIDED, movement_type=MovementType.TRANSFER)],
        "amendment_form": ActForm("dieu-chinh", ""),
        "content": {
            "plan": {"document_number": "79-KH/HU", "regulation": "02-QĐi/HU", "purpose": LONG, "scope": LONG,
                     "policy": "Theo quy định hiện hành"},
            "totals": {"people": 2, "by_movement_type": {"Luân chuyển": 1}, "by_direction": {"Huyện → xã": 2}},
            "targets": [{"direction": "Huyện → xã", "unit": "", "position": "Phó Bí thư", "quantity": 5}],
            "people": [PERSON, OTHER],
        },
        "bare": {"plan": {}, "totals": None, "targets": [], "people": []},
        "comparison": PlanComparison(
            head=[FieldChange("Số, ký hiệu", "", "79-KH/HU"), FieldChange("Phạm vi, đối tượng", LONG, "")],
            added=[PERSON],
            removed=[OTHER],
            changed=[PersonChange(PERSON, [FieldChange("Nơi đến", "Xã Chà Nưa", "Xã Chà Tở"),
                                           FieldChange("Ghi chú", LONG, "")])],
            moved_on=[PersonChange(OTHER, [FieldChange("Trạng thái", "Đề xuất", "Đã phê duyệt")])],
            targets=[TargetChange("Huyện → xã", "", "", None, 5), TargetChange("Xã → xã", LONG, "", 2, None)],
        ),
        "same": PlanComparison(),
        "needs": [_need(NeedDirection.IN), _need(NeedDirection.OUT)],
        "calls": list(_calls()),
        "need_lines": lines("nhu-cau"),
        "units_form": UnitsForm(),
        "ratings": [
            SimpleNamespace(own="good", proposed="excellent", final="completed"),
            SimpleNamespace(own="", proposed="", final=""),
        ],
        "long": LONG,
    }  # fmt: skip


def _target(quantity: int, named: int) -> TargetRow:
    target = PlanTarget(
        pk=0,
        plan=PLAN,
        direction=Direction.DISTRICT_TO_COMMUNE,
        unit=COMMUNE if named > quantity else None,
        quantity=quantity,
        gathered=quantity + 1,
    )
    return TargetRow(target, named)


def _need(direction: NeedDirection) -> RotationNeed:
    return RotationNeed(
        pk=0,
        year=2025,
        unit=COMMUNE,
        direction=direction,
        position_text="Phó Chủ tịch UBND",
        quantity=1,
        reason=NeedReason.VACANCY,
        proposed_text="Lò Thị Mẫu",
    )


def _calls() -> Iterator[NeedCall]:
    """One not sent yet, one that is open, one overdue, one closed."""
    day = timedelta(days=10)
    for opened_on, deadline, closed_on in (
        (TODAY + day, TODAY + 2 * day, None),
        (TODAY - day, TODAY + day, None),
        (TODAY - 2 * day, TODAY - day, None),
        (TODAY - 2 * day, TODAY - day, TODAY),
    ):
        yield NeedCall(year=2025, opened_on=opened_on, deadline=deadline, closed_on=closed_on)
