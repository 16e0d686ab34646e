"""The wanted table wherever a file holds it; every row of its sheet gets exactly one class: a person, or why it is not one.

The classes themselves are `row_classes`; here is what only the rows above can tell: which groups are open, and
whether the table has ended.
"""

import re
from collections.abc import Sequence
from typing import Final

from rotations.importing.files.guard import PLAN_LIMITS, Limits, too_many_rows
from rotations.importing.files.reading import CellValue, Sheet, Source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.tables.groups import MOST_GROUPS_DEEP, OpenGroups
from rotations.importing.tables.headings import find_header
from rotations.importing.tables.layout import Table, TableRow, Tables, UnreadSheet
from rotations.importing.tables.row_classes import (
    OTHER_HEADER,
    PERSON_CLASS,
    REASONS,
    REPEATED_HEADER,
    Form,
    Look,
    RowClass,
    RowKind,
    class_of,
    is_sub_heading,
    is_subtotal,
    reopens,
)
from rotations.importing.tables.wanted import Wanted
from rotations.vietnamese import clean, match_key

REASON_LEFT_OUT: Final = "Nằm sau dòng tổng cộng hoặc chữ ký nên không đọc là người; nếu là người trong danh sách, hãy chuyển lên trên"
REASON_OTHER_COLUMNS: Final = (
    "Nằm dưới một dòng tiêu đề có các cột khác nên không đọc được; hãy chép dòng này vào bảng trên, đúng cột"
)


def find_tables(
    source: Source, wanted: Wanted, *, sheet_names: Sequence[str] = (), limits: Limits = PLAN_LIMITS
) -> Tables:
    """The wanted table wherever a file holds it: a list for each direction on a sheet of its own, a cover before them.

    Shape   every visible sheet that holds it; hidden ones only when no visible one does. `sheet_names` are read all,
            hidden or not, and nothing else.
    Units   sheets in the order of the workbook; `limits.rows` counts the people of all of them together.
    Errors  FileRefused: no_header, missing_column, no_rows, too_many_rows. Where nothing fits, the reason of the
            sheet that came nearest; of a sheet that was named, its own; no_header for a name the file does not have.
    Source  product §6.
    """
    chosen = _named(source, sheet_names)
    read, unread = _read_each(chosen or [s for s in source.sheets if s.visible], wanted, limits)
    if chosen and unread:
        name, refused = next(iter(unread.items()))
        raise FileRefused(refused.code, f"Trang tính “{name}”: {refused.message}") from refused
    if not read:
        read, hidden = _read_each([s for s in source.sheets if not s.visible], wanted, limits)
        unread |= hidden
    if not read:
        raise min(unread.values(), key=lambda refused: _NEAREST.index(refused.code))
    other = _NOT_CHOSEN if chosen else _HIDDEN
    seen = {table.sheet.name for table in read}
    tables = Tables(
        tuple(read),
        tuple(
            UnreadSheet(s.name, why.code, why.message)
            if (why := unread.get(s.name))
            else UnreadSheet(s.name, *other)
            for s in source.sheets
            if s.name not in seen
        ),
    )
    if tables.people > limits.rows:
        raise too_many_rows(limits, f"có {tables.people} người ở {len(read)} trang tính")
    return tables


_NEAREST: Final = ("no_rows", "missing_column", "no_header")
_HIDDEN: Final = ("hidden_sheet", "Trang tính đang ẩn nên không đọc; nếu cần, hãy bỏ ẩn rồi tải lại.")
_NOT_CHOSEN: Final = ("not_chosen", "Trang tính không được chọn nên không đọc.")


def _named(source: Source, names: Sequence[str]) -> list[Sheet]:
    """The sheets of these names in the order of the workbook; a name no sheet has is refused."""
    chosen = set()
    for name in names:
        exact = {s.name for s in source.sheets if clean(s.name) == clean(name)}
        found = exact or {s.name for s in source.sheets if match_key(s.name) == match_key(name)}
        if not found:
            known = ", ".join(f"“{s.name}”" for s in source.sheets)
            raise FileRefused("no_header", f"Tệp không có trang tính “{name}”; hãy chọn một trong: {known}.")
        chosen |= found
    return [s for s in source.sheets if s.name in chosen]


def _read_each(
    sheets: Sequence[Sheet], wanted: Wanted, limits: Limits
) -> tuple[list[Table], dict[str, FileRefused]]:
    """The tables, and of the sheets without one the reason. Too many people in one sheet are too many."""
    read, unread = [], {}
    for sheet in sheets:
        try:
            read.append(read_table(sheet, wanted, limits))
        except FileRefused as refused:
            if refused.code == "too_many_rows":
                raise
            unread[sheet.name] = refused
    return read, unread


def find_table(
    source: Source, wanted: Wanted, *, sheet_name: str | None = None, limits: Limits = PLAN_LIMITS
) -> Table:
    """The first of `find_tables`."""
    names = () if sheet_name is None else (sheet_name,)
    return find_tables(source, wanted, sheet_names=names, limits=limits).read[0]


def read_table(sheet: Sheet, wanted: Wanted, limits: Limits = PLAN_LIMITS) -> Table:
    """Find the table in one sheet and say of every row what it is.

    Shape   a Sheet in, a Table out; exactly one TableRow for every row of the sheet, in order.
    Units   rows as the spreadsheet numbers them. After a total, a count, a place-date line or a signature no row is
            a person; a "Cộng" that further people or a group follow at once is a subtotal and ends nothing, nor
            does a total before the first person.
    Errors  FileRefused: no_header, missing_column, no_rows, too_many_rows.
    Source  product §6, domain reference §9.5.
    """
    if not any(value is not None for row in sheet.rows for value in row):
        raise FileRefused("no_rows", "Trang tính không có nội dung; hãy chọn trang tính có danh sách.")
    table = Table(sheet, wanted, find_header(sheet, wanted))
    reading = _Reading(table)
    table.rows = [
        reading.classify(number, values) for number, values in enumerate(sheet.rows, sheet.first_row)
    ]
    if not reading.people:
        raise FileRefused(
            "no_rows", "Bảng có tiêu đề nhưng không có người nào; hãy điền danh sách rồi tải lại."
        )
    if reading.people > limits.rows:
        raise too_many_rows(limits, f"có {reading.people} người")
    return table


# ---- going down the sheet -------------------------------------------------------------------------------------


class _Reading:
    """Goes down the rows once, keeping which groups are open and whether the table has ended."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.form = Form(table.sheet, table.wanted, table.header)
        self.people = 0
        self._ended = False
        self._other_columns = False
        self._last_class = PERSON_CLASS
        self._groups = OpenGroups()

    def classify(self, number: int, values: list[CellValue]) -> TableRow:
        header = self.table.header
        if number < header.rows[0]:
            blank = not any(value is not None for value in values)
            return self._row(number, RowKind.BLANK if blank else RowKind.TITLE)
        if number <= header.last_row:
            return self._row(number, RowKind.NUMBERING if number == header.numbering_row else RowKind.HEADER)
        if not self._ended and self.form.is_ordinary(values):
            self._last_class = PERSON_CLASS
            return self._person(number)
        look = Look(self.form, number)
        row_class = self._last_class = self._class_of(look)
        if row_class.kind == RowKind.COUNT and (stated := re.search(r"\d+", look.first)):
            self.table.stated_count = int(stated[0])
        if row_class is REPEATED_HEADER and self._ended and reopens(look):
            self._ended = self._other_columns = False
            self._groups.close()
        if row_class is OTHER_HEADER:
            self._other_columns = True
        if self._ended:
            return self._after(number, look, row_class)
        if row_class.ends_table:
            self._ended = self._ends(number, look, row_class)
        if row_class.kind == RowKind.GROUP:
            self._groups.open(number, *look.marker_and_text)
        if row_class.kind == RowKind.PERSON:
            return self._person(number)
        return self._row(number, row_class.kind, row_class.reason)

    def _class_of(self, look: Look) -> RowClass:
        if self._last_class in (REPEATED_HEADER, OTHER_HEADER) and is_sub_heading(look):
            return self._last_class
        return class_of(look)

    def _person(self, number: int) -> TableRow:
        self.people += 1
        return TableRow(self.table, number, RowKind.PERSON, "", self._groups.now)

    def _row(self, number: int, kind: RowKind, reason: str = "") -> TableRow:
        return TableRow(self.table, number, kind, reason or REASONS[kind])

    def _after(self, number: int, look: Look, row_class: RowClass) -> TableRow:
        if row_class.kind in (RowKind.BLANK, RowKind.HEADER, RowKind.NUMBERING) or row_class.ends_table:
            return self._row(number, row_class.kind, row_class.reason)
        person = look.says >= 3 if self._other_columns else look.strong and not look.only_names
        if row_class.kind == RowKind.PERSON and person:
            reason = REASON_OTHER_COLUMNS if self._other_columns else REASON_LEFT_OUT
            return TableRow(self.table, number, RowKind.AFTER_TABLE, reason, looks_like_person=True)
        return self._row(number, RowKind.AFTER_TABLE)

    def _ends(self, number: int, look: Look, row_class: RowClass) -> bool:
        if row_class.kind != RowKind.TOTAL:
            return True
        if not self.people:
            return False
        return not self._goes_on_after(number, straight=is_subtotal(look))

    def _goes_on_after(self, number: int, *, straight: bool) -> bool:
        """Whether a group with people in it follows; after a "Cộng" (`straight`) a group or a person is enough."""
        groups = 0
        for below in range(number + 1, self.table.sheet.numbers().stop):
            look = Look(self.form, below)
            if not look.filled:
                continue
            kind = class_of(look).kind
            if kind != RowKind.GROUP or groups == MOST_GROUPS_DEEP or straight:
                return (kind == RowKind.GROUP or look.strong) if straight else bool(groups) and look.strong
            groups += 1
        return False
