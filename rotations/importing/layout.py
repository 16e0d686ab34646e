"""Every row of a sheet gets exactly one class: a person, or why it is not one.

A class of row is one entry of `ROW_CLASSES`, asked in order; what none of them claims is a person. A row with a name
and two more cells that say something (`strong`) is a person whatever its first word is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeVar

from rotations.importing import cells
from rotations.importing.cells import Fault
from rotations.importing.guard import PLAN_LIMITS, Limits, Merge, column_letters, too_many_rows
from rotations.importing.headings import Header, Wanted, find_header, heading_key, is_numbering
from rotations.importing.reading import CellValue, Sheet, Source
from rotations.importing.refusals import FileRefused
from rotations.vietnamese import clean, fold

T = TypeVar("T")


class RowKind(StrEnum):
    """What a row of the sheet is."""

    TITLE = "title"
    HEADER = "header"
    NUMBERING = "numbering"
    PERSON = "person"
    GROUP = "group"
    TOTAL = "total"
    COUNT = "count"
    PLACE_DATE = "place_date"
    SIGNATURE = "signature"
    BLANK = "blank"
    AFTER_TABLE = "after_table"


REASONS: Final = {
    RowKind.TITLE: "Dòng tiêu đề phía trên bảng",
    RowKind.HEADER: "Dòng tiêu đề cột",
    RowKind.NUMBERING: "Dòng số thứ tự cột",
    RowKind.PERSON: "",
    RowKind.GROUP: "Dòng tên nhóm, áp dụng cho các dòng bên dưới",
    RowKind.TOTAL: "Dòng tổng cộng",
    RowKind.COUNT: "Câu ghi số người trong danh sách",
    RowKind.PLACE_DATE: "Dòng địa danh, ngày tháng",
    RowKind.SIGNATURE: "Phần chữ ký",
    RowKind.BLANK: "Dòng trống",
    RowKind.AFTER_TABLE: "Nằm sau khi bảng đã kết thúc",
}
REASON_LEFT_OUT: Final = "Nằm sau dòng tổng cộng hoặc chữ ký nên không đọc là người; nếu là người trong danh sách, hãy chuyển lên trên"
REASON_ONLY_NUMBER: Final = "Dòng chỉ có số thứ tự"


@dataclass(frozen=True, slots=True)
class Group:
    """A group row. `direction` is set when its words name one; otherwise `text` names a unit or a block."""

    row: int
    marker: str
    text: str
    direction: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with all that a report about it needs. `code` is None in a column nobody knows."""

    row: int
    index: int
    code: str | None
    heading: str
    value: CellValue
    is_formula: bool = False
    is_error: bool = False
    computed_ok: bool = True

    @property
    def letters(self) -> str:
        return column_letters(self.index)

    @property
    def shown(self) -> str:
        """The value as typed."""
        return cells.shown(self.value)

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the cell whatever is written in it: an error of the program, a formula."""
        if self.is_error:
            return cells.ERROR_CELL
        return cells.FORMULA if self.is_formula and not self.computed_ok else None

    def read(self, reader: Callable[[CellValue], T | Fault | None]) -> T | Fault | None:
        """What the reader makes of the value, unless the cell itself is at fault."""
        return self.fault or reader(self.value)


@dataclass(frozen=True, slots=True)
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
        for index, value in enumerate(self.values):
            cell = self.table.cell_at(self.number, index)
            if value is not None or cell.is_formula or cell.is_error:
                yield cell


@dataclass(slots=True)
class Table:
    """The wanted table in one sheet. `rows` holds every row of the sheet from the first to the last."""

    sheet: Sheet
    wanted: Wanted
    header: Header
    rows: list[TableRow] = field(default_factory=list, repr=False)
    stated_count: int | None = None
    merges_by_row: dict[int, list[Merge]] = field(default_factory=dict, repr=False)
    header_texts: list[dict[int, str]] = field(default_factory=list, repr=False)
    _codes: dict[int, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for number in self.header.rows:
            cells_of_row = enumerate(self.sheet.row(number))
            self.header_texts.append(
                {index: fold(value) for index, value in cells_of_row if isinstance(value, str)}
            )
        self._codes = {index: code for code, index in self.header.columns.items()}
        for merge in self.sheet.merges:
            self.merges_by_row.setdefault(merge.top, []).append(merge)

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

    def cell_at(self, number: int, index: int) -> Cell:
        code = self._codes.get(index)
        at = (number, index)
        return Cell(
            row=number,
            index=index,
            code=code,
            heading=self.heading(index),
            value=self.sheet.value(number, index),
            is_formula=at in self.sheet.formulas,
            is_error=at in self.sheet.errors,
            computed_ok=code is None or self.wanted.by_code[code].computed_ok,
        )


def find_table(
    source: Source, wanted: Wanted, *, sheet_name: str | None = None, limits: Limits = PLAN_LIMITS
) -> Table:
    """The wanted table of a file: in the named sheet, or in the first one that has it, visible sheets first.

    Errors  FileRefused: no_header, missing_column, no_rows, too_many_rows; of several sheets the reason that came
            nearest to a table is told.
    """
    sheets = sorted(source.sheets, key=lambda sheet: not sheet.visible)
    if sheet_name is not None:
        sheets = [sheet for sheet in sheets if fold(sheet.name) == fold(sheet_name)]
        if not sheets:
            names = ", ".join(f"“{sheet.name}”" for sheet in source.sheets)
            raise FileRefused(
                "no_header", f"Tệp không có trang tính “{sheet_name}”; hãy chọn một trong: {names}."
            )
    refusals = []
    for sheet in sheets:
        try:
            return read_table(sheet, wanted, limits)
        except FileRefused as refused:
            refusals.append(refused)
    nearest = ("too_many_rows", "no_rows", "missing_column", "no_header")
    raise min(refusals, key=lambda refused: nearest.index(refused.code))


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
    table.rows = [reading.classify(number) for number in sheet.numbers()]
    if not reading.people:
        raise FileRefused(
            "no_rows", "Bảng có tiêu đề nhưng không có người nào; hãy điền danh sách rồi tải lại."
        )
    if reading.people > limits.rows:
        raise too_many_rows(limits, f"có {reading.people} người")
    return table


# ---- looking at one row ---------------------------------------------------------------------------------------

_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_MARKER = re.compile(r"([IVXL]+|[A-ZĐ]|\d{1,2})\s*[.)/:-]?")
_PREFIX = re.compile(r"(?P<marker>[IVXL]+|[A-ZĐ])\s*[.)/:-]\s*(?P<text>\S.*)", re.DOTALL)
_ARABIC = re.compile(r"\(?\d{1,6}\)?\s*[.)/:-]?(?:\d{1,3})?")
_NUMBERISH = re.compile(r"[\d\s.,%()/+:-]*(?:người|đồng chí|đ/c|cán bộ)?[\s.)]*", re.IGNORECASE)
# Tones count here: Tống and Công are family names.
_GRAND_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng)(?:\s*[:(=\d].*|\s+(?:cả|các|toàn|số|chung|danh sách)\b.*)?"
)
_SUBTOTAL = re.compile(
    r"cộng(?:\s*[:(=\d].*|\s+(?:nhóm|khối|mục|phần)\b.*|\s+(?:[ivx]+|[a-zđ])\s*[:(=\d]?[\d\s).]*)?"
)
_UNMARKED_TOTALS = frozenset({"tong cong", "tong so"})
_COUNT = re.compile(r"(?:an dinh )?(?:danh sach|bieu)\b.*\b(?:nguoi|dong chi|can bo)\b.*")
_PLACE_DATE = re.compile(r"(?:.*\b)?ngay (?:\d{1,2} )?thang (?:\d{1,2} )?nam(?: \d{4})?")
_SIGNATURE = re.compile(
    r"(?:nguoi lap(?: bieu| danh sach| bang)?|nguoi tong hop|can bo tong hop|t ?m|t l|tl|k ?t|t ?u ?q|thay mat|noi nhan|"
    r"xac nhan(?: cua)?|thu truong(?: don vi| co quan)?|ky ten|ky ghi ro ho ten|lanh dao)"
    r"(?: (?:ban|bi thu|chu tich|truong|pho|thuong|thu|ubnd|huyen|dang|tinh|xa|don vi|co quan|uy ban|ke toan|cua)\b.*)?"
)
_UNIT_OPENINGS: Final = (
    "phòng ", "ban ", "khối ", "xã ", "huyện ", "ubnd ", "ủy ban ", "uỷ ban ", "văn phòng ", "cơ quan ", "các ",
    "đảng bộ ", "đảng ủy ", "đảng uỷ ", "thị trấn ", "phường ",
)  # fmt: skip
WIDE: Final = 3


class _Look:
    """One row seen as the classes of rows need it."""

    def __init__(self, table: Table, number: int) -> None:
        self.table = table
        self.number = number
        self.filled = {
            index: value for index, value in enumerate(table.sheet.row(number)) if value is not None
        }
        columns, wanted = table.header.columns, table.wanted
        self._name_columns = [columns[code] for code in wanted.name if code in columns]
        self._order_column = columns.get(wanted.order)
        self._aside = {columns[code] for code in wanted.asides if code in columns}

    @cached_property
    def order(self) -> str:
        """The running number as text; empty when the cell holds words (a line typed into the first column)."""
        value = self.filled.get(self._order_column) if self._order_column is not None else None
        text = cells.text(value) or ""
        return text if _MARKER.fullmatch(text) or _ARABIC.fullmatch(text) else ""

    @cached_property
    def numbered(self) -> bool:
        return bool(_ARABIC.fullmatch(self.order))

    @cached_property
    def name(self) -> str:
        return " ".join(
            str(self.filled[index]) for index in self._name_columns if index in self.filled
        ).strip()

    @cached_property
    def first_column(self) -> int:
        return next((index for index in self.filled if not (index == self._order_column and self.order)), -1)

    @cached_property
    def first(self) -> str:
        """The first text that is not the running number."""
        return cells.text(self.filled.get(self.first_column)) or ""

    @cached_property
    def texts(self) -> list[str]:
        return [clean(value) for value in self.filled.values() if isinstance(value, str)]

    @cached_property
    def evidence(self) -> int:
        """How many cells beside order, name and notes say something about a person: words or a date."""
        beside = {self._order_column, self.first_column, *self._name_columns, *self._aside}
        return sum(_says_something(value) for index, value in self.filled.items() if index not in beside)

    @cached_property
    def strong(self) -> bool:
        """A name and two more cells that say something: a person, whatever the name begins with."""
        return bool(self.name) and self.evidence >= 2

    @cached_property
    def wide(self) -> bool:
        """The first text is merged over several columns: no cell of a person is."""
        return any(
            merge.covers(self.number, self.first_column) and merge.right - merge.left + 1 >= WIDE
            for merge in self.table.merges_by_row.get(self.number, ())
        )


def _says_something(value: CellValue) -> bool:
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or _NUMBERISH.fullmatch(text := clean(value)):
        # 1985 in a cell of its own is a birth year as well as a sum: it proves nothing. 12/3/1985 does.
        return isinstance(value, str) and bool(re.search(r"\d[/.-]\d{1,2}[/.-]\d{2,4}", value))
    key = fold(text)
    return not (_SIGNATURE.fullmatch(key) or _PLACE_DATE.fullmatch(key))


def _is_repeated_header(look: _Look) -> bool:
    """The heading once more, as printed on every page: cell for cell, or the same columns in other words."""
    typed = [(index, value) for index, value in look.filled.items() if isinstance(value, str)]
    if len(typed) != len(look.filled) or not typed:
        return False
    if any(all(row.get(index) == fold(value) for index, value in typed) for row in look.table.header_texts):
        return True
    known, columns = look.table.wanted.alone, look.table.header.columns
    if known.get(heading_key(look.name)) not in look.table.wanted.name:
        return False
    codes = {index: code for code, index in columns.items()}
    return sum(known.get(heading_key(value)) == codes.get(index) for index, value in typed) >= 2


def _is_numbering(look: _Look) -> bool:
    return is_numbering(look.table.sheet.row(look.number))


def _is_blank(look: _Look) -> bool:
    return not look.filled


def _is_only_number(look: _Look) -> bool:
    return bool(look.order) and len(look.filled) == 1


def _is_subtotal(look: _Look) -> bool:
    return bool(_SUBTOTAL.fullmatch(look.first.casefold())) and look.evidence == 0


def _is_total(look: _Look) -> bool:
    words = look.first.casefold()
    total = _GRAND_TOTAL.fullmatch(words) or fold(words) in _UNMARKED_TOTALS
    return bool(total) or _is_subtotal(look)


def _is_count(look: _Look) -> bool:
    return look.evidence == 0 and not look.numbered and bool(_COUNT.fullmatch(fold(look.first)))


def _is_place_date(look: _Look) -> bool:
    if look.numbered or look.evidence or len(look.filled) > 2:
        return False
    return any(_PLACE_DATE.fullmatch(fold(text)) for text in look.texts)


def _is_signature(look: _Look) -> bool:
    if look.numbered or look.evidence or len(look.filled) > 4:
        return False
    return any(_SIGNATURE.fullmatch(fold(text)) for text in look.texts)


def _is_group(look: _Look) -> bool:
    if look.evidence or not look.first:
        return False
    if cells.direction_of(look.first) and (not look.name or look.first_column in look._name_columns):
        return True
    if look.numbered:
        return False
    if look.order or _PREFIX.fullmatch(look.first) or look.wide:
        return True
    if look.first_column == look._order_column:
        return not look.name
    return look.first_column in look._name_columns and look.first.casefold().startswith(_UNIT_OPENINGS)


@dataclass(frozen=True, slots=True)
class RowClass:
    """One class of rows below the heading: its kind, how it is told, whether the table ends with it."""

    kind: RowKind
    is_one: Callable[[_Look], bool]
    ends_table: bool = False
    reason: str = ""


ROW_CLASSES: Final[tuple[RowClass, ...]] = (
    # Order matters: the first that claims a row names it.
    RowClass(RowKind.BLANK, _is_blank),
    RowClass(RowKind.BLANK, _is_only_number, reason=REASON_ONLY_NUMBER),
    RowClass(RowKind.NUMBERING, _is_numbering),
    RowClass(RowKind.HEADER, _is_repeated_header, reason="Dòng tiêu đề cột lặp lại"),
    RowClass(RowKind.TOTAL, _is_total, ends_table=True),
    RowClass(RowKind.COUNT, _is_count, ends_table=True),
    RowClass(RowKind.PLACE_DATE, _is_place_date, ends_table=True),
    RowClass(RowKind.SIGNATURE, _is_signature, ends_table=True),
    RowClass(RowKind.GROUP, _is_group),
)
PERSON_CLASS: Final = RowClass(RowKind.PERSON, lambda look: True)


def _class_of(look: _Look) -> RowClass:
    if look.strong and not _is_repeated_header(look):
        return PERSON_CLASS
    return next((row_class for row_class in ROW_CLASSES if row_class.is_one(look)), PERSON_CLASS)


# ---- going down the sheet -------------------------------------------------------------------------------------


class _Reading:
    """Goes down the rows once, keeping which groups are open and whether the table has ended."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.people = 0
        self._ended = False
        self._groups: list[tuple[str, Group]] = []
        self._open: tuple[Group, ...] = ()

    def classify(self, number: int) -> TableRow:
        header = self.table.header
        if number < header.rows[0]:
            blank = not any(value is not None for value in self.table.sheet.row(number))
            return self._row(number, RowKind.BLANK if blank else RowKind.TITLE)
        if number <= header.last_row:
            return self._row(number, RowKind.NUMBERING if number == header.numbering_row else RowKind.HEADER)
        look = _Look(self.table, number)
        row_class = _class_of(look)
        if row_class.kind == RowKind.COUNT and (stated := re.search(r"\d+", look.first)):
            self.table.stated_count = int(stated[0])
        if self._ended:
            return self._after(number, look, row_class)
        if row_class.ends_table:
            self._ended = self._ends(number, look, row_class)
        if row_class.kind == RowKind.GROUP:
            self._open_group(look)
        if row_class.kind == RowKind.PERSON:
            self.people += 1
            return TableRow(self.table, number, RowKind.PERSON, "", self._open)
        return self._row(number, row_class.kind, row_class.reason)

    def _row(self, number: int, kind: RowKind, reason: str = "") -> TableRow:
        return TableRow(self.table, number, kind, reason or REASONS[kind])

    def _after(self, number: int, look: _Look, row_class: RowClass) -> TableRow:
        if row_class.kind == RowKind.BLANK or row_class.ends_table:
            return self._row(number, row_class.kind, row_class.reason)
        if look.strong and row_class.kind == RowKind.PERSON:
            return TableRow(self.table, number, RowKind.AFTER_TABLE, REASON_LEFT_OUT, looks_like_person=True)
        return self._row(number, RowKind.AFTER_TABLE)

    def _ends(self, number: int, look: _Look, row_class: RowClass) -> bool:
        if row_class.kind != RowKind.TOTAL:
            return True
        if not self.people:
            return False
        return not (_is_subtotal(look) and self._goes_on_after(number))

    def _goes_on_after(self, number: int) -> bool:
        """Whether the next row that is not blank is a group or surely a person."""
        for below in range(number + 1, self.table.sheet.numbers().stop):
            look = _Look(self.table, below)
            if look.filled:
                return look.strong or _class_of(look).kind == RowKind.GROUP
        return False

    def _open_group(self, look: _Look) -> None:
        """Add the group, closing those of its own style and inside it: A > I > II closes I, B closes all."""
        marker, text = look.order.rstrip(".)/:- "), look.first
        if not marker and (found := _PREFIX.fullmatch(text)):
            marker, text = found["marker"], clean(found["text"])
        style = _style(marker)
        styles = [known for known, _ in self._groups]
        if style in styles:
            del self._groups[styles.index(style) :]
        self._groups.append((style, Group(look.number, marker, text, cells.direction_of(text))))
        self._open = tuple(group for _, group in self._groups)


def _style(marker: str) -> str:
    if not marker:
        return "bare"
    if marker.isdecimal():
        return "arabic"
    # C, D, L and M are letters of a list far more often than 50, 100, 500 or 1000.
    return "roman" if _ROMAN.fullmatch(marker) and marker not in {"C", "D", "L", "M"} else "letter"
