"""One sheet part of an OOXML workbook: its cells in the order of the part, each counted before it is kept."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import IO, Final

from rotations.importing.files.contents import MOST_KEPT, CellValue, Shared, SheetInHand, text_or_none
from rotations.importing.files.day_numbers import Kind, from_day_number
from rotations.importing.files.guard import check_rectangle, column_letters, damaged
from rotations.importing.files.markup import (
    PLAIN_ATTRIBUTES,
    PLAIN_TEXT,
    PlainRuns,
    TextInHand,
    is_plain,
    unescaped,
    walk,
)
from rotations.importing.files.row_forms import COLUMNS, NUMBER, STRING, TEXT, RowForm


def _cell(row: str, group: str) -> str:
    """A cell as every program writes it: column, style, kind, formula, value, text."""
    return (
        f'<c r="{group}[A-Z]{{1,3}}){row}"(?: s="{group}[0-9]{{1,6}})")?+'
        f'(?: t="{group}s|n|b|e|str|inlineStr)")?+'
        f"(?:/>|>{group}<f{PLAIN_ATTRIBUTES}(?:/>|>{PLAIN_TEXT}*+</f>))?+"
        f"(?:<v>{group}{PLAIN_TEXT}*+)</v>|<v/>"
        f'|<is><t(?: xml:space="preserve")?+>{group}{PLAIN_TEXT}*+)</t></is>)?+</c>)'
    )


# Every cell of the row carries the row's own number.
_CELL_OF_ROW: Final = _cell(r"(?:\1)", "(?:")
_ROW = re.compile(rf'[ \n\t]*+<row r="([0-9]{{1,7}})"{PLAIN_ATTRIBUTES}(?:/>|>((?:{_CELL_OF_ROW})*+)</row>)')
_CELLS = re.compile(_cell("[0-9]++", "("))
_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,8})")
_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def position(reference: str) -> tuple[int, int] | None:
    """'C7' → (7, 2); None for what is not a cell reference."""
    if (found := _REFERENCE.fullmatch(reference.replace("$", "").strip())) is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def number_or_text(text: str) -> CellValue:
    """A stored number, whole ones as int; whatever else stands there stays as its text."""
    if len(text) < 16 and text.isascii() and text.isdecimal():
        return int(text)  # as most numbers are, and a float holds them exactly
    if _NUMBER.fullmatch(text) is None:
        return text_or_none(text)
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return text
    return int(number) if number.is_integer() else number


def plain_text(text: str) -> CellValue:
    """Text behind the escapes OOXML has for letters that XML does not carry; None when blank."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text_or_none(text)


class Values:
    """How the cells of one workbook are stored: its strings, the kinds of its styles, its first day.

    Each of the `Shared` gives the value of a spelling: `numbers` and `by_style` of a number, `styled` of a number behind
    its style (` s="4"><v>45`), `strings` of the place of a string, `texts` of a text that stands in the cell.
    """

    def __init__(self, strings: list[CellValue], styles: list[Kind | None], *, from_1904: bool) -> None:
        kinds = {str(style): kind for style, kind in enumerate(styles) if kind is not None}
        self.numbers = Shared(number_or_text)
        self.texts = Shared(lambda text: plain_text(unescaped(text)))
        # Functions, not methods: what was read would hang in a circle, and wait for Python to look for it.
        self.strings = Shared(partial(_string, strings))
        if len(strings) <= MOST_KEPT:  # all at once, quicker than one by one as they come up
            self.strings.update(zip(map(str, range(len(strings))), strings, strict=True))
        # As it stands before the number, which may say itself that it is one.
        written = ((f' s="{style}"', kind) for style, kind in kinds.items())
        told = {said + behind: kind for said, kind in written for behind in ("", ' t="n"')}
        self.styled = Shared(partial(_styled, told, from_1904))
        by_kind: dict[Kind, Shared] = {
            "day": Shared(partial(_day, "day", from_1904)),
            "length": Shared(partial(_day, "length", from_1904)),
        }
        self.by_style = {style: by_kind[kind] for style, kind in kinds.items()}

    def value(self, style: str, kind: str, raw: str) -> CellValue:
        """The value of a cell whose text stands behind its entities; LookupError for a string that is not there."""
        if kind in ("", "n"):
            return self.by_style.get(style, self.numbers)[raw]
        if kind == "s":
            return self.strings[raw]
        if kind == "b":
            return raw.strip() in ("1", "true")
        if kind == "d":
            return _iso_day(raw)
        return plain_text(raw)


def _string(strings: list[CellValue], place: str) -> CellValue:
    """The string at a place; none for a cell that is not there. LookupError for a place without one."""
    if not place:
        return None
    index = int(place) if place.strip().isascii() and place.strip().isdigit() else -1
    if not 0 <= index < len(strings):
        raise LookupError(place)
    return strings[index]


def _styled(kinds: Mapping[str, Kind], from_1904: bool, written: str) -> CellValue:
    said, _, raw = written.partition("><v>")
    kind = kinds.get(said)
    return _day(kind, from_1904, raw) if kind else number_or_text(raw)


def _day(kind: Kind, from_1904: bool, text: str) -> CellValue:
    number = number_or_text(text)
    if isinstance(number, (int, float)):
        return from_day_number(float(number), kind, from_1904=from_1904)
    return number


def _iso_day(text: str) -> CellValue:
    """A day as the strict form writes it."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text_or_none(text)
    if moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return date(moment.year, moment.month, moment.day)
    return moment.replace(tzinfo=None, microsecond=0)


def read_worksheet(part: IO[bytes], sheet: SheetInHand, values: Values) -> None:
    """Read the cells of a sheet part into `sheet`.

    Shape   an open part in; the sheet in hand is filled. Cells without a value are not kept, since offices format
            whole columns to the last row.
    Units   rows as shown, columns from 0. A row or cell without its number follows the one before it.
    Errors  FileRefused: what `walk` and `SheetInHand` refuse; unreadable for a string or place that is not there.
    Source  ECMA-376 part 1, 18.3.
    """
    reader = _Worksheet(sheet, values)
    walk(
        part,
        reader,
        PlainRuns(re.compile("<sheetData>"), _ROW, "</row>", reader.take_row, reader.take_row_of_form),
    )


class _Worksheet:
    def __init__(self, sheet: SheetInHand, values: Values) -> None:
        self._sheet = sheet
        self._values = values
        self._form = RowForm({NUMBER: values.styled, STRING: values.strings, TEXT: values.texts})
        self._row = 0
        self._column = -1
        self._in_cell = False
        self._style = self._kind = ""
        self._value, self._inline = TextInHand(), TextInHand()
        self._reads: TextInHand | None = None
        self._phonetic = 0

    # ---- plain rows ----

    def take_row_of_form(self, held: str, at: int) -> int | None:
        """A row like those before it: where it ends, or None."""
        try:
            row = self._form.take(held, at)
        except LookupError:
            return None
        if row is None or not row.number:
            return None
        self._row = row.number
        self._sheet.place(row.number, row.cells)
        return row.end

    def take_row(self, found: re.Match[str]) -> bool:
        """A row that needs no parser; False where it says something a pattern cannot tell."""
        number, body = int(found[1]), found[2]
        if not number:
            return False
        if not body:
            self._row = number
            return True
        if not is_plain(body):
            return False
        matches = _CELLS.findall(body)
        values = self._values
        by_style, numbers, strings, texts = values.by_style, values.numbers, values.strings, values.texts
        columns, last = COLUMNS, COLUMNS.get(matches[-1][0])
        if last is None or last >= self._sheet.limits.columns:
            # Offices format rows to the last column; a row as wide as that is not laid out to find it blank.
            return False
        cells: list[CellValue] = [None] * (last + 1)
        try:
            for letters, style, kind, formula, raw, text in matches:
                value: CellValue
                if kind == "s" and raw:  # as most cells are
                    value = strings[raw]
                elif text:
                    value = texts[text]
                elif not raw:
                    value = None
                elif not kind or kind == "n":
                    value = by_style.get(style, numbers)[raw]
                else:
                    value = values.value(style, kind, unescaped(raw))
                if value is not None:
                    cells[columns[letters]] = value
                if formula:
                    self._sheet.formula(number, columns[letters])
                if kind == "e":
                    self._sheet.error(number, columns[letters])
        except (LookupError, ValueError):
            # Cells out of order, a string that is not there: the way of all that is unusual.
            return False
        self._form.learn(matches)
        self._row = number
        self._sheet.place(number, cells)
        return True

    # ---- everything else ----

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            start, end = position(first), position(last or first)
            if start is None or end is None:
                raise damaged("Trang tính có vùng gộp ô không đọc được")
            self._sheet.merge(*start, *end)
        elif not self._in_cell:
            return
        elif name == "f":
            self._sheet.formula(self._row, self._column)
        elif name == "v":
            self._reads = self._value
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t" and not self._phonetic:
            self._reads = self._inline
        if self._reads:
            self._reads.open()

    def text(self, text: str) -> None:
        if self._reads:
            self._reads.add(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._reads = None
        elif name == "rPh":
            self._phonetic = max(self._phonetic - 1, 0)
        elif name == "c" and self._in_cell:
            self._in_cell = False
            self._reads = None
            self._end_cell()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if "r" in attributes:
            place = position(attributes["r"])
            if place is None or not place[0]:
                raise damaged("Trang tính có ô không rõ vị trí")
            self._row, self._column = place
        elif not self._row:
            raise damaged("Trang tính có ô nằm ngoài mọi dòng")
        self._in_cell = True
        self._phonetic = 0
        self._style, self._kind = attributes.get("s", ""), attributes.get("t", "")
        self._value.close()
        self._inline.close()
        if self._kind == "e":
            self._sheet.error(self._row, self._column)

    def _end_cell(self) -> None:
        raw, inline = self._value.close(), self._inline.close()
        if not raw and not inline:
            return
        check_rectangle(self._row, self._column + 1, self._sheet.limits)
        try:
            value = plain_text(inline) if inline else self._values.value(self._style, self._kind, raw)
        except LookupError:
            where = f"{column_letters(self._column)}{self._row}"
            raise damaged(f"Ô {where} trỏ tới một đoạn chữ không có trong tệp") from None
        self._sheet.put(self._row, self._column, value)

    @staticmethod
    def _number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 8 and int(text)):
            raise damaged("Trang tính có dòng không rõ số thứ tự")
        return int(text)
