"""What every reader gives back: sheets of plain cell values, each at the row and column a person sees."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rotations.importing.files.guard import (
    LARGEST_COLUMN,
    LARGEST_ROW,
    Merge,
    Tally,
    check_rectangle,
    damaged,
)

CellValue = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0]` is the spreadsheet row `first_row`, index 0 of a row is column A.

    Hidden rows and blank rows are there like any other; a row ends with its last filled cell. `merges`, `formulas`
    and `errors` use the spreadsheet's row numbers and columns from 0; a merged range holds its value in its first
    cell only.
    """

    name: str
    first_row: int
    rows: list[list[CellValue]]
    merges: tuple[Merge, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    visible: bool = True

    def row(self, number: int) -> list[CellValue]:
        """The cells of the row a person sees under that number; an empty list outside the sheet."""
        index = number - self.first_row
        return self.rows[index] if 0 <= index < len(self.rows) else []

    def value(self, number: int, column: int) -> CellValue:
        cells = self.row(number)
        return cells[column] if 0 <= column < len(cells) else None

    def numbers(self) -> range:
        return range(self.first_row, self.first_row + len(self.rows))


def texts_of(sheet: Sheet) -> set[str]:
    """The texts in the cells of a sheet, each once."""
    return {value for row in sheet.rows for value in row if isinstance(value, str)}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader of one format gives back; `encoding` is None where the format settles it."""

    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
    format: str | None = None
    notes: tuple[str, ...] = ()


class SheetInHand:
    """A sheet while it is being read: every cell is counted before it is kept."""

    def __init__(self, name: str, tally: Tally, *, visible: bool = True) -> None:
        tally.sheet()
        self.limits = tally.limits
        self.name = name
        self.visible = visible
        self.rows: list[list[CellValue]] = []
        self.formulas: set[tuple[int, int]] = set()
        self.errors: set[tuple[int, int]] = set()
        self.merges: list[Merge] = []
        self._tally = tally
        self._widest = 0

    def place(self, number: int, cells: list[CellValue]) -> None:
        """Keep a row under its number; blank cells at its end, and a row of nothing else, cost nothing."""
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        rows = self.rows
        if len(cells) > self._widest or number > len(rows):
            self._widest = max(self._widest, len(cells))
            check_rectangle(max(number, len(rows)), self._widest, self.limits)
        if number == len(rows) + 1:
            self._tally.rows(1)
            rows.append(cells)
        elif number > len(rows):
            self._tally.rows(number - len(rows))
            rows.extend([] for _ in range(number - len(rows) - 1))
            rows.append(cells)
        else:
            # The same row once more: its cells join those that are there.
            row = rows[number - 1]
            row.extend([None] * (len(cells) - len(row)))
            for column, value in enumerate(cells):
                if value is not None:
                    row[column] = value
        self._tally.cells(len(cells))

    def put(self, number: int, column: int, value: CellValue) -> None:
        """Keep one cell."""
        if value is None:
            return
        check_rectangle(number, column + 1, self.limits)
        if number > len(self.rows):
            self.place(number, [*[None] * column, value])
            return
        row = self.rows[number - 1]
        if column >= len(row):
            self._widest = max(self._widest, column + 1)
            check_rectangle(len(self.rows), self._widest, self.limits)
            self._tally.cells(column + 1 - len(row))
            row.extend([None] * (column + 1 - len(row)))
        row[column] = value

    def formula(self, number: int, column: int) -> None:
        """Note that the cell is computed."""
        self._mark(self.formulas, number, column)

    def error(self, number: int, column: int) -> None:
        """Note that the cell shows an error."""
        self._mark(self.errors, number, column)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range; one cell alone is none."""
        if top > bottom or left > right or bottom > LARGEST_ROW or right >= LARGEST_COLUMN:
            raise damaged("Trang tính có vùng gộp ô không đọc được")
        if (top, left) != (bottom, right):
            self._tally.mark()
            self.merges.append(Merge(top, left, bottom, right))

    def done(self) -> Sheet:
        """The sheet as it is handed on."""
        return Sheet(
            self.name,
            1,
            self.rows,
            tuple(self.merges),
            frozenset(self.formulas),
            frozenset(self.errors),
            self.visible,
        )

    def _mark(self, marks: set[tuple[int, int]], number: int, column: int) -> None:
        self._tally.mark()
        check_rectangle(number, column + 1, self.limits)
        marks.add((number, column))


# ---- equal values kept once -----------------------------------------------------------------------------------

MOST_KEPT: Final = 50_000


class Shared(dict[str, CellValue]):
    """Cell values worked out once per spelling; the equal cells of a column then share one object.

    Emptied when it holds many, so that a column of numbers that never repeat costs no lasting memory.
    """

    def __init__(self, work_out: Callable[[str], CellValue]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: str) -> CellValue:
        if len(self) >= MOST_KEPT:
            self.clear()
        value = self[key] = self._work_out(key)
        return value


def text_or_none(text: str) -> CellValue:
    """Blank text is an empty cell."""
    return text if text and not text.isspace() else None
