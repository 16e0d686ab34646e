"""One row of a yearly plan as far as its cells alone tell it: values, and what is wrong with each cell.

Nothing here knows the records. What holds the row back later depends on them (a person on the register needs no
birth date), so a missing value is judged in `person` and `ends`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from rotations.importing.person_cells import PersonCells
from rotations.importing.tables import cells, movements, periods
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.periods import Period
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import REMEMBERED, match_key
from rotations.vocabulary import MovementType, RotationPurpose, Severity

# Known columns whose content belongs to the person's file and is not taken from a plan.
NOT_TAKEN: Final = {
    "held_since": "hãy ghi thời gian giữ chức vụ ở hồ sơ",
    "planning": "hãy ghi quy hoạch ở hồ sơ",
    "ratings": "hãy ghi xếp loại ở hồ sơ",
    "decision_number": "hãy ghi quyết định ở hồ sơ",
}
REMARKS: Final = ("expected_placement", "note")
ENDS: Final = (
    "present_post", "present_unit", "present_post_and_unit", "receiving_unit", "receiving_post",
    "receiving_post_and_unit",
)  # fmt: skip
PURPOSES: Final = {
    **{match_key(label): value for value, label in RotationPurpose.choices},
    **{
        match_key(spelling): purpose
        for spelling, purpose in (
            ("Đào tạo", RotationPurpose.TRAINING),
            ("Đào tạo, bồi dưỡng", RotationPurpose.TRAINING),
            ("Đào tạo, rèn luyện", RotationPurpose.TRAINING),
            ("Đào tạo cán bộ quy hoạch", RotationPurpose.TRAINING),
            ("Không là người địa phương", RotationPurpose.NON_LOCAL),
            ("Đủ 2 nhiệm kỳ", RotationPurpose.TERM_LIMIT),
            ("Đủ hai nhiệm kỳ", RotationPurpose.TERM_LIMIT),
            ("Tăng cường cơ sở", RotationPurpose.REINFORCEMENT),
            ("Tăng cường", RotationPurpose.REINFORCEMENT),
        )
    },
}


@dataclass(slots=True)
class PlanCells(PersonCells):
    """The values of one row of a yearly plan."""

    movement_type: MovementType | None = None
    movement_asked: frozenset[str] = frozenset()
    post_ways: frozenset[str] = frozenset()
    direction: str | None = None
    starts: PartialDate | None = None
    starts_faulty: bool = False
    ends: PartialDate | None = None
    months: int | None = None
    purpose: RotationPurpose | None = None


def read_move(read: PlanCells, *, last_year: int) -> None:
    """Read the cells that say from where to where, how and when. Who goes is read before; the rest by `facts`.

    Shape   fills `read` in; no query.
    Units   a start's year of two digits is the last such year up to five after `last_year`.
    Errors  none: faults are findings.
    Source  product §6, domain reference §3.3 (Biểu 2).
    """
    _read_when(read, date(last_year + 5, 12, 31))
    _read_how(read)
    read.read_texts(REMARKS, Severity.WARNING)
    read.read_texts(ENDS, Severity.ERROR)


def _read_when(read: PlanCells, latest: date) -> None:
    before = len(read.issues)
    starts = read.read("starts_on", lambda value: cells.month_or_day(value, latest=latest))
    period = read.read("period", lambda value: _period(value, latest))
    ends = read.read("ends_on", lambda value: cells.day(value, latest=latest), Severity.WARNING)
    months = read.read("duration", periods.months, Severity.WARNING)
    read.starts = starts or (period.starts if period else None)
    read.ends = ends or (period.ends if period else None)
    read.months = months or (period.months if period else None)
    read.starts_faulty = any(issue.holds_back for issue in read.issues[before:])
    if starts and period and period.starts and not _may_agree(starts, period.starts):
        read.add(
            Severity.ERROR,
            "ambiguous_date",
            f"Cột này ghi {period.starts}, cột thời điểm bắt đầu ghi {starts}; hãy sửa cho khớp.",
            read.at("period"),
        )
    if read.starts and read.ends and read.ends.first <= read.starts.first:
        read.add(
            Severity.ERROR,
            "impossible_date",
            f"Ngày kết thúc {read.ends} không sau ngày bắt đầu {read.starts}; hãy kiểm tra lại.",
            read.cell("ends_on", "period"),
        )
        read.ends = None


def _may_agree(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last


@lru_cache(maxsize=REMEMBERED, typed=True)
def _period(value: Any, latest: date) -> Period | Fault | None:
    got = periods.period(value, latest=latest)
    if isinstance(got, Period) and got.starts and got.starts.precision == DatePrecision.YEAR:
        return Fault(
            "missing_month", f"“{cells.shown(value)}” chỉ có năm; hãy ghi thêm tháng, ví dụ 09/{got.starts}."
        )
    return got


def _read_how(read: PlanCells) -> None:
    read.direction = read.read("direction", movements.direction, Severity.QUESTION)
    if (said := read.said("movement_type")) is not None:
        spoken = read.read("movement_type", movements.movement_types, Severity.WARNING) or frozenset()
        read.post_ways = read.read("movement_type", movements.post_ways, Severity.NOTE) or frozenset()
        if len(spoken) == 1:
            read.movement_type = MovementType(next(iter(spoken)))
        elif len(spoken) > 1:
            read.movement_asked = spoken
        elif isinstance(said, Fault):
            pass  # told already
        elif (spoken_way := movements.direction_of(cells.shown(said))) and read.direction is None:
            read.direction = spoken_way
        elif not read.post_ways:
            read.add(
                Severity.WARNING,
                "bad_value",
                f"“{cells.shown(said)}” không rõ là luân chuyển, điều động hay biệt phái; được ghi là luân chuyển.",
                read.at("movement_type"),
            )
    if typed := read.text("purpose"):
        spoken_of = PURPOSES.get(match_key(typed))
        read.purpose = RotationPurpose(spoken_of) if spoken_of else None
        if read.purpose is None:
            read.add(
                Severity.WARNING,
                "bad_value",
                f"“{typed}” không có trong danh mục mục đích luân chuyển nên không được ghi; hãy chọn mục đích ở "
                "trang của lượt luân chuyển.",
                read.at("purpose"),
            )
