"""The wanted table as it was found: its sheets, its rows with their class, its cells with all a report needs of them."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeVar

from rotations.importing.files.guard import column_letters
from rotations.importing.files.reading import CellValue, Sheet
from rotations.importing.tables import cells
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.groups import Group
from rotations.importing.tables.headings import Header
from rotations.importing.tables.repeats import Repeats, not_repeatable, nothing_above
from rotations.importing.tables.row_classes import (
    RowKind,
)
from rotations.importing.tables.wanted import Wanted

T = TypeVar("T")


@dataclass(slots=True)
class Cell:
    """One cell of a row with all that a report about it needs. `code` is None in a column nobody knows.

    `typed` is what stands in the cell, `value` what it says: that of the row `repeats` where it only points there.
    """

    table: "Table" = field(repr=False, compare=False)
    row: int
    index: int
    code: str | None
    typed: CellValue
    repeats: int | None = None
    own_fault: Fault | None = None

    @property
    def heading(self) -> str:
        return self.table.heading(self.index)

    @property
    def letters(self) -> str:
        return column_letters(self.index)

    @property
    def value(self) -> CellValue:
        return self.typed if self.repeats is None else self.table.sheet.value(self.repeats, self.index)

    @property
    def shown(self) -> str:
        """The value as typed; in a merged range that of the range."""
        return cells.shown(self.value if self.typed is None else self.typed)

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the cell whatever is written in it: an error of the program, a formula, no "above"."""
        at = self.repeats or self.row, self.index
        if self.own_fault is not None or at in self.table.sheet.errors:
            return self.own_fault or cells.ERROR_CELL
        if at not in self.table.sheet.formulas or self.code is None:
            return None
        return None if self.table.wanted.by_code[self.code].computed_ok else cells.FORMULA

    def read(self, reader: Callable[[CellValue], T | Fault | None]) -> T | Fault | None:
        """What the reader makes of the value, unless the cell itself is at fault."""
        return self.fault or reader(self.value)


@dataclass(slots=True)
class TableRow:
    """One row of the sheet. `groups` are the group rows above it, outermost first; empty but for people."""

    table: "Table" = field(repr=False)
    number: int
    kind: RowKind
    reason: str
    groups: tuple[Group, ...] = ()
    looks_like_person: bool = False

    @property
    def values(self) -> list[CellValue]:
        return self.table.sheet.row(self.number)

    @property
    def direction(self) -> str | None:
        """The direction the innermost group that names one gives."""
        return next((group.direction for group in reversed(self.groups) if group.direction), None)

    def cell(self, code: str) -> Cell | None:
        """The cell under a known column; None when the file has no such column."""
        index = self.table.header.columns.get(code)
        return None if index is None else self.table.cell_at(self.number, index)

    def value(self, code: str) -> CellValue:
        cell = self.cell(code)
        return None if cell is None else cell.value

    def filled(self) -> Iterator[Cell]:
        """Every cell of the row that holds something, known column or not, left to right."""
        formulas = self.table.sheet.formulas
        for index in range(len(self.values)):
            cell = self.table.cell_at(self.number, index)
            if cell.value is not None or cell.fault or (self.number, index) in formulas:
                yield cell


@dataclass
class Table:
    """The wanted table in one sheet. `rows` holds every row of the sheet from the first to the last."""

    sheet: Sheet
    wanted: Wanted
    header: Header
    rows: list[TableRow] = field(default_factory=list, repr=False)
    stated_count: int | None = None
    _places: dict[tuple[str, ...], list[tuple[str, int]]] = field(default_factory=dict, repr=False)

    @property
    def people(self) -> list[TableRow]:
        return [row for row in self.rows if row.kind == RowKind.PERSON]

    @property
    def left_out(self) -> list[TableRow]:
        """Rows after the end of the table that look like people all the same: for a warning, never for reading."""
        return [row for row in self.rows if row.looks_like_person]

    def heading(self, index: int) -> str:
        """The heading of a column as typed; its letters where it has none."""
        return self.header.headings.get(index) or f"Cột {column_letters(index)} (không có tiêu đề)"

    def places(self, codes: tuple[str, ...]) -> list[tuple[str, int]]:
        """Which of these columns the table has, and where; looked up once for all rows."""
        if (found := self._places.get(codes)) is None:
            columns = self.header.columns
            found = self._places[codes] = [(code, columns[code]) for code in codes if code in columns]
        return found

    def cell_at(self, number: int, index: int) -> Cell:
        """The cell of a row, and where its value is written out if it only points there."""
        code, typed = self.header.codes.get(index), self.sheet.value(number, index)
        if code is None or not self.repeats.may_repeat(typed, index):
            return Cell(self, number, index, code, typed)
        column = self.wanted.by_code[code]
        if self.rows[number - self.sheet.first_row].kind != RowKind.PERSON or code == self.wanted.order:
            return Cell(self, number, index, code, typed)
        if not column.repeats:
            own = typed is None and self.repeats.merged_above(number, index) == number
            fault = None if own else not_repeatable(column.label)
            return Cell(self, number, index, code, typed, own_fault=fault)
        if origin := self.repeats.origin(number, index):
            return Cell(self, number, index, code, typed, repeats=None if origin == number else origin)
        fault = None if typed is None else nothing_above(cells.shown(typed))
        return Cell(self, number, index, code, typed, own_fault=fault)

    @cached_property
    def strangers(self) -> tuple[int, ...]:
        """The columns with something in them that nobody knows."""
        width = max(map(len, self.sheet.rows), default=0)
        return tuple(index for index in range(width) if index not in self.header.codes)

    @cached_property
    def repeats(self) -> Repeats:
        stretches, stretch, groups = array("L"), 0, None
        for row in self.rows:
            if row.kind == RowKind.PERSON and row.groups is not groups:
                stretch, groups = stretch + 1, row.groups
            elif row.kind in _END_A_STRETCH:
                groups = None
            stretches.append(stretch if row.kind == RowKind.PERSON else 0)
        return Repeats(self.sheet, stretches)


# A "Cộng" between people of one group parts nothing.
_END_A_STRETCH: Final = (RowKind.COUNT, RowKind.PLACE_DATE, RowKind.SIGNATURE, RowKind.AFTER_TABLE)


@dataclass(frozen=True, slots=True)
class UnreadSheet:
    """A sheet of the file that was not read, and why: the code of a refusal, or hidden_sheet, or not_chosen."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The wanted table in every sheet that holds it, in the order of the workbook; `unread` is every other sheet."""

    read: tuple[Table, ...]
    unread: tuple[UnreadSheet, ...] = ()

    @property
    def people(self) -> int:
        return sum(len(table.people) for table in self.read)

    def let_go(self) -> None:
        """Part the tables from their rows once nothing more is read of them.

        A table and its rows hold each other, and a row holds all it came to: parted, they are gone with whoever holds
        them, and no search for lost objects has to find them.
        """
        for table in self.read:
            table.rows = []
