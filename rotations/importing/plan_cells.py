"""One row of a yearly plan as far as its cells alone tell it: values, and what is wrong with each cell.

Nothing here knows the records. What holds the row back later depends on them (a person on the register needs no
birth date), so a missing value is judged in `plan_person` and `plan_ends`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from rotations.importing import cells
from rotations.importing.cells import Fault, Period
from rotations.importing.layout import TableRow
from rotations.importing.row_cells import RowCells
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import match_key, settle_name
from rotations.vocabulary import MovementType, RotationPurpose, Severity

# Known columns whose content belongs to the person's file and is not taken from a plan.
NOT_TAKEN: Final = {
    "held_since": "hãy ghi thời gian giữ chức vụ ở hồ sơ",
    "planning": "hãy ghi quy hoạch ở hồ sơ",
    "ratings": "hãy ghi xếp loại ở hồ sơ",
    "decision_number": "hãy ghi quyết định ở hồ sơ",
}
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
class PlanCells(RowCells):
    """The values of one row of a yearly plan."""

    name: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    birth_missing: bool = False
    citizen_id: str = ""
    official_code: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    party_admission: PartialDate | None = None
    party_official: PartialDate | None = None
    movement_type: MovementType | None = None
    movement_asked: frozenset[str] = frozenset()
    post_ways: frozenset[str] = frozenset()
    direction: str | None = None
    starts: PartialDate | None = None
    starts_faulty: bool = False
    ends: PartialDate | None = None
    months: int | None = None
    purpose: RotationPurpose | None = None


def read_cells(row: TableRow, *, on: date, last_year: int) -> PlanCells:
    """Read every known cell of a row.

    Shape   a TableRow in, PlanCells out. No query.
    Units   birth years of two digits are the last such year up to `on`; of a start, up to five after `last_year`.
    Errors  none: faults are findings.
    Source  product §6, domain reference §3.3 (Biểu 2).
    """
    read = PlanCells(row)
    _read_person(read, on)
    _read_when(read, date(last_year + 5, 12, 31))
    _read_how(read)
    for code in (
        "ethnicity", "religion", "ethnicity_and_religion", "native_place", "residence", "general_education",
        "qualification", "political_theory_level", "state_management_level", "foreign_language", "it_level",
        "expected_placement", "note",
    ):  # fmt: skip
        if typed := read.text(code):
            read.texts[code] = typed
    for code in (
        "present_post", "present_unit", "present_post_and_unit", "receiving_unit", "receiving_post",
        "receiving_post_and_unit",
    ):  # fmt: skip
        if typed := read.text(code, Severity.ERROR):
            read.texts[code] = typed
    read.report_rest("mẫu kế hoạch", NOT_TAKEN)
    return read


def _read_person(read: PlanCells, on: date) -> None:
    name = read.text("full_name", Severity.ERROR)
    if not name:
        parts = (read.text("family_name", Severity.ERROR), read.text("given_name", Severity.ERROR))
        name = " ".join(part for part in parts if part)
    read.name = settle_name(name)
    if not match_key(read.name) and not read.issues:
        read.name = ""
        cell = read.cell("full_name", "given_name", "family_name")
        read.add(
            Severity.ERROR, "missing_value", "Chưa ghi họ và tên; hãy điền vào ô này.", cell or "Họ và tên"
        )
    _read_sex_and_birth(read, on)
    if (cell := read.row.cell("citizen_id")) is not None and (
        typed := read.text("citizen_id", Severity.ERROR)
    ):
        digits = re.sub(r"[\s.]", "", typed)
        if re.fullmatch(r"\d{12}|\d{9}", digits):
            read.citizen_id = digits
        else:
            hint = " (bảng tính đã bỏ số 0 ở đầu?)" if re.fullmatch(r"\d{8}|\d{10,11}", digits) else ""
            read.add(
                Severity.ERROR,
                "bad_citizen_id",
                f"“{typed}” không phải số CCCD{hint}; hãy ghi đủ 12 chữ số, định dạng ô là văn bản.",
                cell,
            )
    read.official_code = read.text("official_code", Severity.ERROR)
    read.party_admission = read.read(
        "party_admission_date", lambda v: cells.day(v, latest=on), Severity.WARNING
    )
    read.party_official = read.read(
        "party_official_date", lambda v: cells.day(v, latest=on), Severity.WARNING
    )
    if both := read.read("party_dates", lambda v: cells.two_dates(v, latest=on), Severity.WARNING):
        read.party_admission, read.party_official = both


def _read_sex_and_birth(read: PlanCells, on: date) -> None:
    male, female = read.row.cell("male"), read.row.cell("female")
    read.birth = read.read("birth", lambda value: cells.day(value, latest=on))
    read.sex = read.read("sex", cells.sex, Severity.WARNING) or ""
    birth_cell = read.row.cell("birth")
    if male is not None and female is not None:
        fault = male.fault or female.fault
        pair = fault or cells.sex_and_birth(male.value, female.value, latest=on)
        filled = male if male.value is not None else female
        if isinstance(pair, Fault):
            if pair.code == "missing_value" and not fault:
                read.birth_missing = read.birth is None
            else:
                read.fault(pair, female if female.fault else filled)
                birth_cell = filled
        else:
            read.sex = pair.sex
            read.birth = pair.birth or read.birth
            birth_cell = filled if pair.birth else birth_cell
    elif female is not None:
        ticked = female.fault or cells.sex_by_female_tick(female.value)
        if isinstance(ticked, Fault):
            read.fault(ticked, female, Severity.WARNING)
        else:
            read.sex = ticked
    elif male is not None:
        marked = male.read(cells.tick)
        if isinstance(marked, Fault):
            read.fault(marked, male, Severity.WARNING)
        elif marked is not None:
            read.sex = cells.MALE if marked else cells.FEMALE
    if read.birth is not None and read.birth.precision != DatePrecision.DAY:
        known = "năm sinh" if read.birth.precision == DatePrecision.YEAR else "tháng, năm sinh"
        read.add(
            Severity.NOTE,
            "partial_date",
            f"Chỉ ghi {known} ({read.birth}); được lưu đúng như vậy.",
            birth_cell,
        )


def _read_when(read: PlanCells, latest: date) -> None:
    before = len(read.issues)
    starts = read.read("starts_on", lambda value: cells.month_or_day(value, latest=latest))
    period = read.read("period", lambda value: _period(value, latest))
    ends = read.read("ends_on", lambda value: cells.day(value, latest=latest), Severity.WARNING)
    months = read.read("duration", cells.months, Severity.WARNING)
    read.starts = starts or (period.starts if period else None)
    read.ends = ends or (period.ends if period else None)
    read.months = months or (period.months if period else None)
    read.starts_faulty = any(issue.holds_back for issue in read.issues[before:])
    if starts and period and period.starts and not _may_agree(starts, period.starts):
        read.add(
            Severity.ERROR,
            "ambiguous_date",
            f"Cột này ghi {period.starts}, cột thời điểm bắt đầu ghi {starts}; hãy sửa cho khớp.",
            read.row.cell("period"),
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


def _period(value: Any, latest: date) -> Period | Fault | None:
    got = cells.period(value, latest=latest)
    if isinstance(got, Period) and got.starts and got.starts.precision == DatePrecision.YEAR:
        return Fault(
            "missing_month", f"“{cells.shown(value)}” chỉ có năm; hãy ghi thêm tháng, ví dụ 09/{got.starts}."
        )
    return got


def _read_how(read: PlanCells) -> None:
    read.direction = read.read("direction", cells.direction, Severity.QUESTION)
    if (cell := read.row.cell("movement_type")) is not None and cell.value is not None:
        spoken = read.read("movement_type", cells.movement_types, Severity.WARNING) or frozenset()
        read.post_ways = read.read("movement_type", cells.post_ways, Severity.NOTE) or frozenset()
        if len(spoken) == 1:
            read.movement_type = MovementType(next(iter(spoken)))
        elif len(spoken) > 1:
            read.movement_asked = spoken
        elif cells.direction_of(cell.shown) and read.direction is None:
            read.direction = cells.direction_of(cell.shown)
        elif not read.post_ways and not cell.fault:
            read.add(
                Severity.WARNING,
                "bad_value",
                f"“{cell.shown}” không rõ là luân chuyển, điều động hay biệt phái; được ghi là luân chuyển.",
                cell,
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
                read.row.cell("purpose"),
            )
