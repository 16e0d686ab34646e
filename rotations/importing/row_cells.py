"""The cells of one row being read: each value under its column, and what is wrong with it.

Shared by every kind of file; a kind adds the values its own columns give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeVar

from rotations.importing.files.reading import CellValue
from rotations.importing.findings import Issue
from rotations.importing.tables import cells
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.layout import Cell, TableRow
from rotations.vietnamese import REMEMBERED
from rotations.vocabulary import Severity

T = TypeVar("T")

FORMULA_STARTS: Final = ("=", "+", "-", "@")


@lru_cache(maxsize=REMEMBERED, typed=True)
def tidy(value: CellValue) -> str:
    """A cell as one tidy line, without the apostrophe that keeps a spreadsheet program from running it."""
    typed = cells.text(value) or ""
    if typed.startswith("'") and typed[1:].startswith(FORMULA_STARTS):
        typed = typed[1:]
    return "" if typed in cells.NOTHING else typed


@dataclass(slots=True)
class RowCells:
    """The values of one row. None is an empty cell or one at fault; then `issues` says so.

    `bare` are the row's cells where each says itself what it holds, which is nearly always: then a cell is looked at
    closer only when its reader finds fault with it.
    """

    row: TableRow
    issues: list[Issue] = field(default_factory=list)
    bare: list[CellValue] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bare = self.row.table.repeats.is_bare(self.row.number)
        self.bare = self.row.values if bare else None

    @property
    def number(self) -> int:
        """The row as the spreadsheet shows it."""
        return self.row.number

    def cell(self, *codes: str) -> Cell | None:
        """The first of these columns the file has, a filled one before an empty one."""
        found = [cell for code in codes if (cell := self.at(code)) is not None]
        return next((cell for cell in found if cell.value is not None), found[0] if found else None)

    def at(self, code: str) -> Cell | None:
        """The cell under a known column; None when the file has no such column."""
        table, bare = self.row.table, self.bare
        if (index := table.header.columns.get(code)) is None:
            return None
        if bare is None:
            return table.cell_at(self.number, index)
        return Cell(table, self.number, index, code, bare[index] if index < len(bare) else None)

    def add(
        self, severity: Severity, code: str, message: str, cell: Cell | str | None = None, **more: Any
    ) -> None:
        """Keep one finding, at a cell or under a column's usual name."""
        heading = cell if isinstance(cell, str) else cell.heading if cell else ""
        value = cell.shown if isinstance(cell, Cell) else ""
        self.issues.append(Issue(severity, code, message, heading, more.pop("value", value), **more))

    def read(
        self,
        code: str,
        reader: Callable[[Any], T | Fault | None],
        severity: Severity = Severity.ERROR,
    ) -> T | None:
        """What a reader makes of a column; a fault becomes a finding."""
        if (index := self.row.table.header.columns.get(code)) is None:
            return None
        bare = self.bare
        if bare is not None:
            got = reader(bare[index] if index < len(bare) else None)
        else:
            got = self.row.table.cell_at(self.number, index).read(reader)
        if isinstance(got, Fault):
            self.fault(got, self.row.table.cell_at(self.number, index), severity)
            return None
        return got

    def said(self, code: str) -> CellValue | Fault:
        """What a cell says, or what is wrong with it whatever is written there; None where there is no such column."""
        if (index := self.row.table.header.columns.get(code)) is None:
            return None
        if (bare := self.bare) is not None:
            return bare[index] if index < len(bare) else None
        cell = self.row.table.cell_at(self.number, index)
        return cell.fault or cell.value

    def fault(self, fault: Fault, cell: Cell | None, severity: Severity = Severity.ERROR) -> None:
        """Keep a cell's fault; where it does not hold the row back, it says that the value is left out."""
        left_out = "" if severity == Severity.ERROR else " Ô này không được ghi."
        self.add(severity, fault.code, fault.message + left_out, cell)

    def text(self, code: str, severity: Severity = Severity.WARNING) -> str:
        """A cell as `tidy` reads it."""
        if (index := self.row.table.header.columns.get(code)) is None:
            return ""
        if (bare := self.bare) is not None:
            return tidy(bare[index]) if index < len(bare) else ""
        return self.read(code, tidy, severity) or ""

    def report_rest(self, form: str, not_taken: Mapping[str, str]) -> None:
        """Name each filled cell of a column that is not taken: one nobody knows, or one of `not_taken` (code → why).

        `form` is what the table is called, for the sentence.
        """
        table, bare = self.row.table, self.bare
        columns = table.header.columns
        if bare is not None:
            beside = (*table.strangers, *(columns[code] for code in not_taken if code in columns))
            if not any(index < len(bare) and bare[index] is not None for index in beside):
                return
        twins = {unknown.index: unknown.twin_of for unknown in self.row.table.header.unknown}
        for cell in self.row.filled():
            if cell.code is None:
                why = "trùng với một cột khác" if twins.get(cell.index) else f"không có trong {form}"
                self.add(
                    Severity.NOTE,
                    "extra_column",
                    f"Cột “{cell.heading}” {why} nên ô này không được ghi.",
                    cell,
                )
            elif what := not_taken.get(cell.code):
                self.add(
                    Severity.NOTE,
                    "not_stored",
                    f"Cột “{cell.heading}” không được ghi từ tệp này; {what}.",
                    cell,
                )
