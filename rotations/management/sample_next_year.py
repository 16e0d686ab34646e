"""What is under way in the sample: the call for the needs of next year, answered by some, and the draft of its plan."""

from __future__ import annotations

from datetime import date, timedelta

from rotations.management.sample_marks import MARK, add_all
from rotations.models import (
    NeedAnswer,
    NeedCall,
    PlanTarget,
    Position,
    Regulation,
    RotationNeed,
    RotationPlan,
    Term,
    Unit,
)
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import Direction, NeedDirection, NeedReason, UnitLevel

SENT, DUE = timedelta(days=30), timedelta(days=5)  # before the day of loading
IN_TIME, LATE = timedelta(days=12), timedelta(days=2)
# unit, days before the loading, direction, position, quantity, reason, the level at the other end
NEEDS = (
    ("Xã Nà Hỳ", IN_TIME, "in", "Phó Chủ tịch UBND", 1, "vacancy", "district"),
    ("Xã Nà Bủng", IN_TIME, "in", "Phó Bí thư Đảng ủy", 1, "non_local", "district"),
    ("Xã Chà Nưa", IN_TIME, "in", "Chủ tịch UBND", 1, "vacancy", "commune"),
    ("Xã Nậm Khăn", IN_TIME, "out", "Phó Chủ tịch UBND", 1, "training", "commune"),
    ("Xã Si Pa Phìn", LATE, "in", "Phó Chủ tịch HĐND", 1, "vacancy", "district"),
    # Whence is not said, so the board has to say it before the need gives a target.
    ("Phòng Nội vụ", IN_TIME, "in", "Phó Trưởng phòng", 1, "vacancy", ""),
)
NEED_NOBODY = ("Phòng Tư pháp", "Hội Nông dân huyện")
SILENT = ("Xã Pa Tần", "Xã Phìn Hồ", "Xã Nậm Nhừ", "Phòng Y tế")
# What the draft wants before any need is gathered; no name stands in it yet.
TARGETS = {Direction.DISTRICT_TO_COMMUNE: 3, Direction.COMMUNE_TO_COMMUNE: 1}


def load_next_year(on: date) -> None:
    """The open call and the draft plan of the year after `on`, the needs stated days before `on`.

    Nobody is in the plan yet, so that whoever tries the program may gather the needs and put people forward.
    """
    year = on.year + 1
    units = {unit.name: unit for unit in Unit.objects.filter(note=MARK)}
    positions = {position.name: position for position in Position.objects.all()}
    call = NeedCall(
        year=year,
        title=f"Đề xuất nhu cầu luân chuyển cán bộ năm {year}",
        document_number="648-CV/BTCHU",
        opened_on=on - SENT,
        deadline=on - DUE,
    )
    call.save()
    call.units.set([units[name] for name in {need[0] for need in NEEDS} | {*NEED_NOBODY, *SILENT}])
    add_all(
        [
            NeedAnswer(call=call, unit=units[name], no_needs=True, answered_on=on - IN_TIME)
            for name in NEED_NOBODY
        ]
    )
    add_all(
        [
            RotationNeed(
                call=call,
                year=year,
                unit=units[unit],
                direction=NeedDirection(direction),
                position=positions[position],
                quantity=quantity,
                reason=NeedReason(reason),
                other_level=UnitLevel(other) if other else "",
                expected_on=date(year, 4, 1),
                expected_on_precision=DatePrecision.MONTH,
                stated_on=on - ago,
            )
            for unit, ago, direction, position, quantity, reason, other in NEEDS
        ]
    )
    plan = RotationPlan(
        year=year,
        title=f"Kế hoạch luân chuyển cán bộ năm {year}",
        term=Term.objects.party().running_on(date(year, 1, 1)).first(),
        regulation=Regulation.objects.get(symbol="65-QĐ/TW"),
        purpose="Tiếp tục đào tạo, rèn luyện cán bộ trong quy hoạch qua thực tiễn ở cơ sở.",
        note=MARK,
    )
    plan.save()
    add_all(
        [
            PlanTarget(plan=plan, direction=direction, quantity=quantity)
            for direction, quantity in TARGETS.items()
        ]
    )
