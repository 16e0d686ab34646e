"""One row of the register of officials as far as its cells alone tell it: values, and what is wrong with each cell.

Nothing here knows the records. A fault of a cell that says who, where or as what holds the row back; of any other
field of the form it is a warning, and that cell alone is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from rotations.importing.files.reading import CellValue
from rotations.importing.person_cells import PersonCells, read_party_dates, read_person
from rotations.importing.tables import cells
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.layout import Table, TableRow
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Severity

T = TypeVar("T")

PLACES: Final[tuple[str, ...]] = ("present_unit", "present_post", "present_post_and_unit")
WORDED: Final[tuple[str, ...]] = (
    "other_name", "birth_place", "native_place", "permanent_residence", "residence", "job_title",
    "occupation_at_recruitment", "recruiting_body", "main_duty", "other_allowance", "major", "foreign_language",
    "it_level", "party_card_number", "party_committee_membership", "organization_joined", "military_rank",
    "honours", "strengths", "health", "blood_group", "policy_family", "social_insurance_number",
)  # fmt: skip
LISTED: Final[tuple[str, ...]] = (
    "ethnicity", "religion", "ethnicity_and_religion", "management_scope", "cadre_kind", "grade",
    "general_education", "qualification", "political_theory_level", "state_management_level",
)  # fmt: skip
TEXTS: Final = (*WORDED, *LISTED)
DAYS: Final[tuple[str, ...]] = (
    "grade_since",
    "enlisted_on",
    "discharged_on",
    "citizen_id_issued_on",
    "left_service_on",
)
WHOLE_NUMBERS: Final = {"grade_step": (1, 20), "height_cm": (50, 250), "weight_kg": (20, 250)}
COEFFICIENTS: Final[tuple[str, ...]] = ("pay_coefficient", "post_allowance")
MOST_COEFFICIENT: Final = Decimal("99.99")
# Their texts hardly ever repeat, so that keeping what they were read as would only cost memory.
UNLIKE: Final = frozenset(
    {"full_name", "citizen_id", "official_code", "party_card_number", "social_insurance_number", "note"}
)
MOST_KEPT: Final = 50_000

Memo = dict[tuple[str, type, CellValue], Any]


@dataclass(slots=True)
class OfficialCells(PersonCells):
    """The values of one row of the register.

    `values` are dates and numbers by column; `memo` keeps what a text of a column was read as, for the rows below.
    """

    values: dict[str, Any] = field(default_factory=dict)
    since: PartialDate | None = None
    memo: Memo = field(default_factory=dict)

    def read(
        self,
        code: str,
        reader: Callable[[Any], T | Fault | None],
        severity: Severity = Severity.ERROR,
    ) -> T | None:
        """As for every row; a cell is looked at closer only when something is wrong with it."""
        if (bare := self.bare) is None:
            return PersonCells.read(self, code, reader, severity)
        index = self.row.table.header.columns.get(code)
        if index is None or index >= len(bare) or (value := bare[index]) is None:
            return None
        if code in UNLIKE:
            got = reader(value)
        else:
            key = (code, value.__class__, value)
            if key in self.memo:
                got = self.memo[key]
            else:
                if len(self.memo) >= MOST_KEPT:
                    self.memo.clear()
                got = self.memo[key] = reader(value)
        if isinstance(got, Fault):
            return PersonCells.read(self, code, lambda _value: got, severity)
        return got

    def has_fault(self, *codes: str) -> bool:
        """Whether something holds the row back at one of these columns."""
        headings = {cell.heading for code in codes if (cell := self.row.cell(code))}
        return any(issue.holds_back and issue.column in headings for issue in self.issues)


class OfficialCellReader:
    """Reads the rows of one table; `memo` may be shared by the tables of a file."""

    def __init__(self, table: Table, memo: Memo, *, on: date) -> None:
        self.memo, self.on = memo, on
        found = table.header.columns
        self.readers: list[tuple[str, Callable[[CellValue], Any]]] = [
            *((code, self._day) for code in DAYS if code in found),
            *((code, _whole(code)) for code in WHOLE_NUMBERS if code in found),
            *((code, coefficient) for code in COEFFICIENTS if code in found),
        ]
        if "recruited" in found:
            self.readers.append(("recruited", self._date))
        self.has_note = "note" in found

    def read(self, row: TableRow) -> OfficialCells:
        """Read every known cell of a row, and name those of columns nobody knows.

        Shape   a TableRow in, OfficialCells out. No query.
        Units   years of two digits are the last such year up to the day of the import.
        Errors  none: faults are findings.
        Source  product §5 (register workbooks), domain reference §4.
        """
        read = OfficialCells(row, memo=self.memo)
        read_person(read, self.on)
        read_party_dates(read, self.on)
        read.since = read.read("held_since", self._date)
        read.read_texts(PLACES, Severity.ERROR)
        read.read_texts(TEXTS, Severity.WARNING)
        for code, reader in self.readers:
            if (value := read.read(code, reader, Severity.WARNING)) is not None:
                read.values[code] = value
        if self.has_note and (note := read.read("note", lines, Severity.WARNING)):
            read.texts["note"] = note
        read.report_rest("mẫu danh sách cán bộ", {})
        return read

    def _date(self, value: CellValue) -> PartialDate | Fault | None:
        return cells.day(value, latest=self.on)

    def _day(self, value: CellValue) -> date | Fault | None:
        read = cells.day(value, latest=self.on)
        if not isinstance(read, PartialDate):
            return read
        if read.precision != DatePrecision.DAY:
            return Fault(
                "missing_day",
                f"“{cells.shown(value)}” chưa đủ ngày; hãy ghi ngày/tháng/năm, ví dụ 15/09/2022.",
            )
        return read.first


def lines(value: CellValue) -> str | None:
    """A cell of several lines, each tidy, blank ones left out."""
    if not isinstance(value, str):
        return cells.text(value)
    if value.startswith("'="):
        value = value[1:]
    return "\n".join(filter(None, (cells.text(line) for line in value.splitlines()))) or None


def coefficient(value: CellValue) -> Decimal | Fault | None:
    """A number from 0 to 99,99 with two decimals; what a program's arithmetic left behind them is dropped."""
    read = cells.decimal(value)
    if not isinstance(read, float):
        return read
    exact = Decimal(str(round(read, 6)))
    if not 0 <= exact <= MOST_COEFFICIENT or exact != round(exact, 2):
        return Fault("bad_value", f"“{cells.shown(value)}” không phải hệ số; hãy ghi số như 4,98.")
    return round(exact, 2)


def _whole(code: str) -> Callable[[CellValue], int | Fault | None]:
    least, most = WHOLE_NUMBERS[code]

    def read(value: CellValue) -> int | Fault | None:
        got = cells.integer(value)
        if isinstance(got, int) and not least <= got <= most:
            return Fault(
                "bad_value", f"“{cells.shown(value)}” không hợp lý; hãy ghi số từ {least} đến {most}."
            )
        return got

    return read
