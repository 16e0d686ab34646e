"""What one row of a sheet is: a person, or why it is not one.

A class of row is one entry of `ROW_CLASSES`, asked in order; what none of them claims is a person. A row with a name
and two more cells that say something (`strong`) is a person whatever its first word is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Final

from rotations.importing.files.guard import Merge
from rotations.importing.files.reading import CellValue, Sheet
from rotations.importing.tables import cells, movements
from rotations.importing.tables.headings import Header, is_numbering
from rotations.importing.tables.row_words import (
    ARABIC,
    BULLET,
    COUNT,
    EXPORTED,
    GRAND_TOTAL,
    MARKER,
    ONLY_DAY,
    PAGE,
    PAGE_IN_DASHES,
    PLACE_DATE,
    PREFIX,
    REMARK,
    SIGNATURE,
    SIGNER,
    SUBTOTAL,
    UNMARKED_TOTALS,
    is_unit,
    says_something,
)
from rotations.importing.tables.wanted import REASON, Wanted, heading_key
from rotations.vietnamese import clean, fold


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
REASON_ONLY_NUMBER: Final = "Dòng chỉ có số thứ tự"

# How far below a line is looked for people before it ends the table.
ROWS_LOOKED_BELOW: Final = 200
WIDE: Final = 3


class Form:
    """A table as its rows are judged by: the sheet, and where its heading puts name, number and notes."""

    def __init__(self, sheet: Sheet, wanted: Wanted, header: Header) -> None:
        columns = header.columns
        self.sheet = sheet
        self.wanted = wanted
        self.header = header
        self.name_columns = [columns[code] for code in wanted.name if code in columns]
        self.order_column = columns.get(wanted.order)
        self.silent = frozenset(
            {
                *self.name_columns,
                *(columns[code] for code in (*wanted.asides, REASON.code) if code in columns),
            }
        )
        self.header_texts = [
            {index: fold(value) for index, value in enumerate(sheet.row(number)) if isinstance(value, str)}
            for number in header.rows
        ]
        self.wide_merges: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            if merge.right - merge.left + 1 >= WIDE:
                self.wide_merges.setdefault(merge.top, []).append(merge)

    def is_ordinary(self, row: Sequence[CellValue]) -> bool:
        """Whether a row is a person at first glance: a name, two more cells that say something, and no heading's look.

        A heading or a signature has no running number and holds words alone. Never true where `class_of` says
        otherwise; false says nothing.
        """
        column = self.order_column
        order = row[column] if column is not None and column < len(row) else None
        if isinstance(order, str):
            if not (order.isdecimal() and len(order) <= 6):
                return False
        elif order is not None and (type(order) is not int or not 0 < order < 1_000_000):
            return False
        if not any(
            index < len(row) and isinstance(name := row[index], str) and name.strip()
            for index in self.name_columns
        ):
            return False
        words_alone = order is None
        said = -1  # the first cell beside the number never counts
        for index, value in enumerate(row):
            if value is None or index == column:
                continue
            words_alone = words_alone and isinstance(value, str)
            if said < 0:
                said = 0
            elif said < 2 and index not in self.silent and says_something(value):
                said += 1
            if said == 2 and not words_alone:
                return True
        return False

    def anybody_below(self, number: int) -> bool:
        """Whether people beyond doubt stand in the rows that follow."""
        return any(
            self.is_ordinary(self.sheet.row(below))
            for below in range(number + 1, number + ROWS_LOOKED_BELOW + 1)
        )


class Look:
    """One row seen as the classes of rows need it."""

    def __init__(self, form: Form, number: int) -> None:
        self.form = form
        self.number = number
        self.filled = {
            index: value for index, value in enumerate(form.sheet.row(number)) if value is not None
        }

    @cached_property
    def order(self) -> str:
        """The running number as text; empty when the cell holds words (a line typed into the first column)."""
        column = self.form.order_column
        value = self.filled.get(column) if column is not None else None
        text = cells.text(value) or ""
        return text if MARKER.fullmatch(text) or ARABIC.fullmatch(text) else ""

    @cached_property
    def numbered(self) -> bool:
        return bool(ARABIC.fullmatch(self.order))

    @cached_property
    def name(self) -> str:
        return " ".join(
            str(self.filled[index]) for index in self.form.name_columns if index in self.filled
        ).strip()

    @cached_property
    def heading_keys(self) -> dict[int, str]:
        """Column → heading key, of a row that could be a heading: words alone, and no running number."""
        if self.numbered or not all(isinstance(value, str) for value in self.filled.values()):
            return {}
        return {index: heading_key(str(value)) for index, value in self.filled.items()}

    @cached_property
    def first_column(self) -> int:
        order = self.form.order_column
        return next((index for index in self.filled if not (index == order and self.order)), -1)

    @cached_property
    def first(self) -> str:
        """The first text that is not the running number."""
        return cells.text(self.filled.get(self.first_column)) or ""

    @cached_property
    def texts(self) -> list[str]:
        return [clean(value) for value in self.filled.values() if isinstance(value, str)]

    @cached_property
    def evidence(self) -> int:
        """How many cells beside order, name and notes say something about a person: none, one, or 2 for more."""
        beside = {self.form.order_column, self.first_column}
        saying = (
            index
            for index, value in self.filled.items()
            if index not in beside and index not in self.form.silent and says_something(value)
        )
        return len(list(islice(saying, 2)))

    @cached_property
    def says(self) -> int:
        """How many cells say something, wherever they stand."""
        return sum(says_something(value) for value in self.filled.values())

    @cached_property
    def strong(self) -> bool:
        """A name and two more cells that say something: a person, whatever the name begins with."""
        return bool(self.name) and self.evidence >= 2

    @cached_property
    def only_names(self) -> bool:
        """Names and nothing else, as those who signed."""
        return not self.order and all(
            isinstance(value, str) and value.istitle() for value in self.filled.values()
        )

    @cached_property
    def wide(self) -> bool:
        """The first text is merged over several columns: no cell of a person is."""
        return any(
            merge.covers(self.number, self.first_column)
            for merge in self.form.wide_merges.get(self.number, ())
        )

    @cached_property
    def marker_and_text(self) -> tuple[str, str]:
        """What numbers a group and what it is called: "II" and "Phòng Nội vụ"."""
        marker, text = self.order.rstrip(".)/:- "), self.first
        if not marker and (found := PREFIX.fullmatch(text)):
            return found["marker"], clean(found["text"])
        return marker, text


def _agrees(form: Form, index: int, code: str) -> bool:
    """Whether a heading found again means what its column means; the group above a sub-heading may say less."""
    return form.header.codes.get(index) == code or " / " in form.header.headings.get(index, "")


def _is_repeated_header(look: Look) -> bool:
    """The heading once more, as printed on every page: cell for cell, or the same columns in other words."""
    keys, form = look.heading_keys, look.form
    if not keys:
        return False
    if any(
        all(row.get(index) == fold(str(look.filled[index])) for index in keys) for row in form.header_texts
    ):
        return True
    return _names_columns(look) and all(
        _agrees(form, index, code) for index, key in keys.items() if (code := form.wanted.alone.get(key))
    )


def _is_other_header(look: Look) -> bool:
    """The heading of another table, asked after that of this one: what stands below belongs to other columns."""
    return _names_columns(look)


def _names_columns(look: Look) -> bool:
    """Whether a row names columns: the number or the name by its heading, and one more."""
    wanted = look.form.wanted
    known = {code for key in look.heading_keys.values() if (code := wanted.alone.get(key))}
    return len(known) >= 2 and not known.isdisjoint({wanted.order, *wanted.name})


def is_sub_heading(look: Look) -> bool:
    """Whether a row below a heading found again is its second line."""
    wanted, keys = look.form.wanted, look.heading_keys
    return bool(keys) and all(key in wanted.alone or key in wanted.leaves for key in keys.values())


def reopens(look: Look) -> bool:
    """Whether the heading found again stands over the names: people follow, though the table had ended."""
    wanted, keys = look.form.wanted, look.heading_keys
    return any(wanted.alone.get(keys.get(index, "")) in wanted.name for index in look.form.name_columns)


def _is_numbering(look: Look) -> bool:
    return is_numbering(look.form.sheet.row(look.number))


def _is_blank(look: Look) -> bool:
    return not look.filled


def _is_only_number(look: Look) -> bool:
    return bool(look.order) and len(look.filled) == 1


def is_subtotal(look: Look) -> bool:
    """Whether a row is a "Cộng", which people may follow."""
    return bool(SUBTOTAL.fullmatch(look.first.casefold())) and look.evidence == 0


def _is_total(look: Look) -> bool:
    words = look.first.casefold()
    total = GRAND_TOTAL.fullmatch(words) or fold(words) in UNMARKED_TOTALS
    return bool(total) or is_subtotal(look)


def _is_count(look: Look) -> bool:
    return look.evidence == 0 and not look.numbered and bool(COUNT.fullmatch(fold(look.first)))


def _is_place_date(look: Look) -> bool:
    if look.numbered or look.evidence or len(look.filled) > 2:
        return False
    keys = [fold(text) for text in look.texts]
    if any(PLACE_DATE.fullmatch(key) for key in keys):
        return True
    return any(ONLY_DAY.fullmatch(key) for key in keys) and not look.form.anybody_below(look.number)


def _is_signature(look: Look) -> bool:
    if look.numbered or len(look.filled) > 4 or len(look.texts) < len(look.filled):
        return False
    keys = [fold(text) for text in look.texts]
    signed = any(SIGNATURE.fullmatch(key) for key in keys)
    if signed and (
        not look.evidence or all(SIGNATURE.fullmatch(key) or SIGNER.fullmatch(key) for key in keys)
    ):
        return True
    # "BÍ THƯ" alone is who signs; between people it is the second line of somebody's post.
    alone = bool(keys) and not look.order and all(SIGNER.fullmatch(key) for key in keys)
    return alone and all(text.isupper() for text in look.texts) and not look.form.anybody_below(look.number)


def _is_remark(look: Look) -> bool:
    """A remark below the table, which ends it unless people follow."""
    if look.evidence or look.numbered or not REMARK.fullmatch(look.first.casefold()):
        return False
    return not look.form.anybody_below(look.number)


def _is_export_mark(look: Look) -> bool:
    """Who took the file out of the program, and when."""
    return len(look.filled) == 1 and bool(EXPORTED.fullmatch(fold(look.first)))


def _is_page(look: Look) -> bool:
    """The number of a printed page."""
    return bool(look.texts) and all(
        PAGE.fullmatch(fold(text)) or PAGE_IN_DASHES.fullmatch(text) for text in look.texts
    )


def _is_group(look: Look) -> bool:
    if look.evidence or not look.first:
        return False
    in_name = look.first_column in look.form.name_columns
    if movements.direction_of(look.first) and (not look.name or in_name):
        return True
    if look.numbered:
        return in_name and len(look.filled) == 2 and is_unit(look.first)
    if BULLET.fullmatch(look.order):
        return is_unit(look.first) or not look.first.istitle()
    if look.order or PREFIX.fullmatch(look.first) or look.wide:
        return True
    if look.first_column == look.form.order_column:
        return not look.name
    return in_name and is_unit(look.first)


@dataclass(frozen=True, slots=True)
class RowClass:
    """One class of rows below the heading: its kind, how it is told, whether the table ends with it."""

    kind: RowKind
    is_one: Callable[[Look], bool]
    ends_table: bool = False
    reason: str = ""


REPEATED_HEADER: Final = RowClass(RowKind.HEADER, _is_repeated_header, reason="Dòng tiêu đề cột lặp lại")
OTHER_HEADER: Final = RowClass(
    RowKind.HEADER,
    _is_other_header,
    ends_table=True,
    reason="Dòng tiêu đề của một bảng có cột khác; các dòng bên dưới không được đọc",
)
ROW_CLASSES: Final[tuple[RowClass, ...]] = (
    # Order matters: the first that claims a row names it.
    RowClass(RowKind.BLANK, _is_blank),
    RowClass(RowKind.BLANK, _is_only_number, reason=REASON_ONLY_NUMBER),
    RowClass(RowKind.BLANK, _is_page, reason="Dòng số trang"),
    RowClass(RowKind.AFTER_TABLE, _is_export_mark, reason="Dòng ghi ai đã xuất tệp, lúc nào"),
    RowClass(RowKind.NUMBERING, _is_numbering),
    REPEATED_HEADER,
    OTHER_HEADER,
    RowClass(RowKind.TOTAL, _is_total, ends_table=True),
    RowClass(RowKind.COUNT, _is_count, ends_table=True),
    RowClass(RowKind.PLACE_DATE, _is_place_date, ends_table=True),
    RowClass(RowKind.SIGNATURE, _is_signature, ends_table=True),
    RowClass(RowKind.AFTER_TABLE, _is_remark, ends_table=True, reason="Lời ghi chú dưới bảng"),
    RowClass(RowKind.GROUP, _is_group),
)
PERSON_CLASS: Final = RowClass(RowKind.PERSON, lambda look: True)


def class_of(look: Look) -> RowClass:
    """The class of a row below the heading."""
    if look.strong and not (_is_repeated_header(look) or _is_other_header(look) or _is_signature(look)):
        return PERSON_CLASS
    return next((row_class for row_class in ROW_CLASSES if row_class.is_one(look)), PERSON_CLASS)
