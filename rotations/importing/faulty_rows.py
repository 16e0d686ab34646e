"""A workbook of only the rows that were held back, in their own columns, with the reason beside each.

What a person mends in it uploads again as it is: titles, heading and the group rows above a row come along, values
keep their kind, and a cell that stood for the one above holds that value itself. The column of reasons is ours and
is not read again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from rotations.importing.files.reading import CellValue, read_source
from rotations.importing.findings import Answers
from rotations.importing.tables.cells import FORMULA
from rotations.importing.tables.layout import Table, TableRow
from rotations.importing.tables.search import find_tables
from rotations.importing.tables.wanted import REASON
from rotations.importing.taking_in import INTAKES
from rotations.models import ImportBatch
from rotations.vocabulary import ImportKind, RowVerdict, Severity

HELD_BACK: Final = (RowVerdict.ASK, RowVerdict.ERROR)
FONT: Final = {"font_name": "Times New Roman"}
REASON_WIDTH: Final = 60
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")


def faulty_workbook(batch: ImportBatch) -> bytes:
    """The rows of a batch that a question or an error holds back, as a workbook.

    Shape   a batch whose file was read, in; the bytes of an .xlsx out, a sheet for each sheet of the file that has
            such rows.
    Units   rows in the order of the file; reasons as the page tells them, one a line.
    Errors  FileRefused when the file cannot be read any more; ValueError when no row is held back.
    Source  product §6 (Then).
    """
    intake = INTAKES[ImportKind(batch.kind)]
    source = read_source(batch.file_name, bytes(batch.content), intake.limits)
    sheets = Answers.of(batch.answers).sheets
    found = find_tables(source, intake.wanted, sheet_names=sheets, limits=intake.limits)
    reasons = _reasons_of(batch)
    if not reasons:
        raise ValueError("no row of this batch is held back")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    for table in found.read:
        told = {number: why for (sheet, number), why in reasons.items() if sheet == table.sheet.name}
        if told:
            name = _NOT_IN_NAMES.sub(" ", table.sheet.name)[:31].strip("' ")
            taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
            _Page(book.add_worksheet(None if name.casefold() in taken else name or None), book, table).write(
                told
            )
    book.close()
    return stream.getvalue()


def _reasons_of(batch: ImportBatch) -> dict[tuple[str, int], str]:
    """(sheet, row as shown) → why the row is held back, one finding a line."""
    reasons = {}
    held = batch.rows.filter(verdict__in=HELD_BACK).order_by("place")
    for number, result in held.values_list("row_number", "result").iterator():
        lines = [
            f"{issue['column']}: {issue['message']}" if issue["column"] else issue["message"]
            for issue in result["issues"]
            if issue["severity"] in (Severity.ERROR, Severity.QUESTION)
        ]
        reasons[result["sheet"], number] = "\n".join(lines)
    return reasons


class _Page:
    """One sheet of the workbook, written from top to bottom."""

    def __init__(self, sheet: Any, book: Any, table: Table) -> None:
        self.sheet, self.table = sheet, table
        self.plain = book.add_format({**FONT, "border": 1, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({**FONT, "border": 1, "num_format": "dd/mm/yyyy", "valign": "top"})
        self.bold = book.add_format({**FONT, "bold": True, "text_wrap": True, "valign": "vcenter"})
        self.reason = book.add_format({**FONT, "border": 1, "text_wrap": True, "font_color": "#9c1c1c"})
        # Past the heading alone: a title may reach further than the table.
        self.width = max(table.header.headings, default=0) + 1
        self.at = 0

    def write(self, reasons: dict[int, str]) -> None:
        """Everything down to the heading, then each row under its groups."""
        header = self.table.header
        for number in range(self.table.sheet.first_row, header.last_row + 1):
            self._copy(number)
        self.sheet.write_string(self._place(header.rows[0]), self.width, REASON.label, self.bold)
        self.sheet.set_column(0, self.width - 1, 16)
        self.sheet.set_column(self.width, self.width, REASON_WIDTH)
        open_groups: Sequence[int] = ()
        for row in self.table.people:
            if row.number not in reasons:
                continue
            groups = [group.row for group in row.groups]
            for number in groups[_shared(open_groups, groups) :]:
                self._copy(number)
            open_groups = groups
            self._write_row(row, reasons[row.number])

    def _place(self, number: int) -> int:
        return number - self.table.sheet.first_row

    def _copy(self, number: int) -> None:
        """A row as it is, with what is merged in it."""
        for column, value in enumerate(self.table.sheet.row(number)):
            self._put(column, value, self.bold)
        for merge in self.table.sheet.merges:
            if merge.top == number:
                # Down to the end of the heading and no further: below, the rows are not those of the file.
                last = max(number, min(merge.bottom, self.table.header.last_row))
                down = self.at + last - number
                value = self.table.sheet.value(number, merge.left)
                if (down, merge.right) != (self.at, merge.left):
                    self.sheet.merge_range(self.at, merge.left, down, merge.right, "", self.bold)
                    self._put(merge.left, value, self.bold)
        self.at += 1

    def _write_row(self, row: TableRow, reason: str) -> None:
        for column in range(self.width):
            cell = self.table.cell_at(row.number, column)
            if cell.code == REASON.code:
                continue
            look = self.day if isinstance(cell.value, date) else self.plain
            if cell.value is None and cell.fault is FORMULA:
                # Left blank, a formula that was saved without its result would go in as a cell with nothing in it.
                self.sheet.write_formula(self.at, column, "=NA()", look, "#N/A")
            else:
                self._put(column, cell.value, look)
        self.sheet.write_string(self.at, self.width, reason, self.reason)
        self.at += 1

    def _put(self, column: int, value: CellValue, look: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(self.at, column, value, look)
        elif isinstance(value, (datetime, date)):
            self.sheet.write_datetime(self.at, column, value, look)
        elif isinstance(value, (int, float)):
            self.sheet.write_number(self.at, column, value, look)
        else:
            self.sheet.write_string(self.at, column, str(value), look)


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many groups two rows have in common, from the outermost."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
