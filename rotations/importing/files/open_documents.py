"""OpenDocument spreadsheets, .ods: the one part that holds every sheet, where a cell or a row may stand for many."""

import re
import zipfile
from datetime import date, datetime
from typing import Final, NamedTuple

from rotations.importing.files.contents import CellValue, Shared, Sheet, SheetInHand, Taken, text_or_none
from rotations.importing.files.guard import Limits, Tally, check_rectangle, damaged, encrypted, part_name
from rotations.importing.files.markup import (
    LONGEST_TEXT,
    PLAIN_TEXT,
    PlainRuns,
    TextInHand,
    is_plain,
    unescaped,
    walk,
)
from rotations.importing.files.refusals import FileRefused
from rotations.importing.files.worksheets import number_or_text

_SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
# Text that stands in a cell and is not its value; cells that are remembered and no longer there.
_ASIDE: Final = frozenset(
    {
        "annotation",
        "shapes",
        "frame",
        "custom-shape",
        "g",
        "ruby-text",
        "note",
        "tracked-changes",
        "dde-links",
    }
)
# A cell as every program writes it: nothing, or one paragraph of bare text.
_ATTRIBUTES: Final = r'(?: [A-Za-z][\w:.-]*="[^"<>&\x00-\x1f\ufffe\uffff]*")*+'
_PARAGRAPH: Final = f"<text:p>({PLAIN_TEXT}*+)</text:p>"
_CELL: Final = (
    f"<table:table-cell({_ATTRIBUTES})(?:/>|>(?:{_PARAGRAPH})?+</table:table-cell>)"
    f"|<table:covered-table-cell({_ATTRIBUTES})/>"
)
_BARE_CELL: Final = re.sub(r"(?<!\\)\((?!\?)", "(?:", _CELL)
_FIRST_ROW = re.compile("(?=<table:table-row[ />])")
_ROW = re.compile(rf"[ \n\t]*+<table:table-row({_ATTRIBUTES})(?:/>|>((?:{_BARE_CELL})*+)</table:table-row>)")
_CELLS = re.compile(_CELL)
_ATTRIBUTE = re.compile(r' ([A-Za-z][\w:.-]*)="([^"]*)"')
# What a cell may say of itself besides to be taken without the parser.
_TOLD: Final = frozenset({"value-type", "value", "date-value", "number-columns-repeated", "style-name"})
# Cells that say the same of themselves are looked through once, as long as there are not too many kinds.
_MOST_KINDS: Final = 20_000
_TIME = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S", re.ASCII)


def is_open_document(names: frozenset[str]) -> bool:
    """Whether the parts of a package are those of an OpenDocument; names as `part_name` gives them."""
    return "content.xml" in names or "encrypted-package" in names


def read_open_document(package: zipfile.ZipFile, limits: Limits) -> Taken:
    """Read every sheet of an OpenDocument spreadsheet.

    Shape   an open package in, its sheets in their order out.
    Units   as `Sheet`. A blank cell or row repeated a million times costs nothing; a filled one counts as often as
            it is repeated.
    Errors  FileRefused: encrypted, not_a_spreadsheet for a text or drawing, empty_file without a sheet, and the
            bounds of `walk` and `Tally`.
    Source  ODF 1.3 part 3, 9.1, 19.640 to 19.678; part 2, 3.16 on encryption.
    """
    parts = {part_name(member.filename): member for member in package.infolist()}
    if (listing := parts.get("meta-inf/manifest.xml")) is not None:
        manifest = _Manifest()
        with package.open(listing) as part:
            walk(part, manifest)
        if manifest.encrypted:
            raise encrypted()
    if (kind := parts.get("mimetype")) is not None:
        with package.open(kind) as part:
            if not part.read(200).startswith(_SPREADSHEET):
                raise _no_spreadsheet()
    if "content.xml" not in parts:
        raise damaged("Tệp .ods thiếu phần nội dung")
    content = _Content(limits)
    with package.open(parts["content.xml"]) as part:
        walk(part, content, PlainRuns(_FIRST_ROW, _ROW, "</table:table-row>", content.take_row))
    if not content.is_spreadsheet:
        raise _no_spreadsheet()
    if not content.sheets:
        raise FileRefused("empty_file", "Tệp không có trang tính nào; hãy chọn lại tệp danh sách.")
    return Taken(content.sheets, format="ods")


def _no_spreadsheet() -> FileRefused:
    return FileRefused(
        "not_a_spreadsheet",
        "Tệp không phải là bảng tính (là văn bản hoặc bản vẽ OpenDocument); hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.",
    )


class _Manifest:
    """Whether any part is encrypted."""

    encrypted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "encryption-data":
            self.encrypted = True

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class _Kind(NamedTuple):
    """What cells that say the same of themselves hold: a value for how many columns, or the text that stands in them;
    or something else, which is the parser's."""

    value: CellValue = None
    times: int = 1
    is_text: bool = False
    is_unusual: bool = False


class _Content:
    """The sheets of content.xml, cell by cell."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Sheet] = []
        self.is_spreadsheet = False
        self._limits = limits
        self._tally = Tally(limits)
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._aside = 0
        self._nested = 0
        self._sheet: SheetInHand | None = None
        self._linked = False
        self._next_row = 1
        self._row_times = 1
        self._cells: list[CellValue] = []
        self._column = 0
        self._marks: list[tuple[int, bool, bool]] = []
        self._cell: dict[str, str] | None = None
        self._text = TextInHand()
        self._paragraphs = 0
        self._in_paragraph = False
        self._texts = Shared(text_or_none)
        self._numbers = Shared(number_or_text)
        self._days = Shared(_day)
        self._kinds: dict[str, _Kind] = {}

    # ---- plain rows ----

    def take_row(self, found: re.Match[str]) -> bool:
        """A row that needs no parser; False where it says something a pattern cannot tell."""
        about, body = found[1], found[2] or ""
        if self._sheet is None or self._nested != 1 or self._aside or self._cell is not None:
            return False
        if not is_plain(body):
            return False
        texts, kinds, bare = self._texts, self._kinds, "&" not in body
        cells: list[CellValue] = []
        column = 0
        for said, text, covered in _CELLS.findall(body):
            if (kind := kinds.get(said or covered)) is None:
                kind = self._kind_of(said or covered)
            if kind.is_unusual or len(text) > LONGEST_TEXT:
                return False
            words = text if bare else unescaped(text)
            value = texts[words] if words and kind.is_text else kind.value
            if value is not None:
                if kind.times > 1 or column > len(cells):
                    check_rectangle(self._next_row, column + kind.times, self._limits)
                    cells.extend([None] * (column - len(cells)))
                    cells.extend([value] * kind.times)
                else:
                    cells.append(value)
            column += kind.times
        self._row_times = _times(dict(_ATTRIBUTE.findall(about)).get("table:number-rows-repeated", ""))
        self._cells, self._column, self._marks = cells, column, []
        self._end_row()
        return True

    def _kind_of(self, said: str) -> "_Kind":
        """What a cell says of itself."""
        if len(self._kinds) >= _MOST_KINDS:
            self._kinds.clear()
        told = {
            name.rpartition(":")[2]: value
            for name, value in _ATTRIBUTE.findall(said)
            if not name.startswith("calcext:")
        }
        what, times = told.get("value-type", ""), _times(told.get("number-columns-repeated", ""))
        if not told.keys() <= _TOLD or 'calcext:value-type="error"' in said:
            kind = _Kind(is_unusual=True)
        elif what in ("float", "percentage", "currency"):
            kind = _Kind(self._numbers[told.get("value", "")], times)
        elif what == "date":
            kind = _Kind(self._days[told.get("date-value", "")], times)
        else:
            kind = _Kind(times=times, is_text=True, is_unusual=what not in ("", "string"))
        self._kinds[said] = kind
        return kind

    # ---- everything else ----

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "style":
            self._style = _attribute(attributes, "name")
        elif name == "table-properties":
            if _attribute(attributes, "display") == "false":
                self._hidden_styles.add(self._style)
        elif name == "spreadsheet":
            self.is_spreadsheet = True
        elif name == "table":
            self._begin_sheet(attributes)
        elif self._sheet is None or self._nested > 1:
            return
        elif name == "table-source":
            self._linked = True
        elif name == "table-row":
            self._row_times = _times(_attribute(attributes, "number-rows-repeated"))
            self._cells, self._column, self._marks = [], 0, []
        elif name in ("table-cell", "covered-table-cell"):
            self._begin_cell(attributes)
        elif self._cell is not None:
            self._in_text(name, attributes)

    def _in_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            self._text.open()
            if self._paragraphs:
                self._text.add("\n")
            self._paragraphs += 1
            self._in_paragraph = True
        elif name == "s":
            self._text.add(" " * min(_times(_attribute(attributes, "c")), 1000))
        elif name == "tab":
            self._text.add("\t")
        elif name == "line-break":
            self._text.add("\n")

    def text(self, text: str) -> None:
        # Between paragraphs stand only the line ends of whoever wrote the part.
        if self._in_paragraph and not self._aside and self._nested == 1:
            self._text.add(text)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == "table":
            self._end_sheet()
        elif self._nested > 1:
            return
        elif name in ("p", "h"):
            self._in_paragraph = False
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    # ---- sheets ----

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        self._nested += 1
        if self._nested > 1:
            return
        visible = _attribute(attributes, "style-name") not in self._hidden_styles
        self._sheet = SheetInHand(_attribute(attributes, "name"), self._tally, visible=visible)
        self._linked = False
        self._next_row = 1

    def _end_sheet(self) -> None:
        self._nested = max(self._nested - 1, 0)
        # A sheet with a source is the copy of one in another file, kept for the formulas.
        if not self._nested and self._sheet is not None:
            if not self._linked:
                self.sheets.append(self._sheet.done())
            self._sheet = None

    # ---- rows and cells ----

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = {
            key.rpartition(":")[2]: value for key, value in attributes.items() if key[:8] != "calcext:"
        }
        if attributes.get("calcext:value-type") == "error":
            self._cell["value-type"] = "error"
        self._paragraphs = 0
        self._in_paragraph = False
        self._text.close()

    def _end_cell(self) -> None:
        cell, sheet = self._cell, self._sheet
        if cell is None or sheet is None:
            return
        self._cell = None
        times = _times(cell.get("number-columns-repeated", ""))
        text = self._text.close()
        formula = "formula" in cell
        error = cell.get("value-type") == "error" or (formula and text.startswith(("#", "Err:")))
        value = self._texts[text] if error else self._value(cell, text)
        column = self._column
        self._column += times
        down, across = (
            _times(cell.get("number-rows-spanned", "")),
            _times(cell.get("number-columns-spanned", "")),
        )
        if down > 1 or across > 1:
            row = self._next_row
            sheet.merge(row, column, row + down - 1, column + across - 1)
        if value is None and not formula and not error:
            return
        check_rectangle(self._next_row, self._column, self._limits)
        if value is not None:
            self._cells.extend([None] * (column - len(self._cells)))
            self._cells.extend([value] * times)
        if formula or error:
            self._marks.extend((column + step, formula, error) for step in range(times))

    def _end_row(self) -> None:
        row, times, sheet = self._next_row, self._row_times, self._sheet
        self._next_row += times
        if sheet is None or not (self._cells or self._marks):
            return
        check_rectangle(row + times - 1, max(len(self._cells), 1), self._limits)
        for number in range(row, row + times):
            sheet.place(number, list(self._cells))
            for column, formula, error in self._marks:
                if formula:
                    sheet.formula(number, column)
                if error:
                    sheet.error(number, column)
        self._cells, self._marks = [], []

    def _value(self, cell: dict[str, str], text: str) -> CellValue:
        kind = cell.get("value-type", "")
        if kind in ("float", "percentage", "currency"):
            return self._numbers[cell.get("value", "")]
        if kind == "date":
            return self._days[cell.get("date-value", "")]
        if kind == "time":
            return _time(cell.get("time-value", ""))
        if kind == "boolean":
            return cell.get("boolean-value") == "true"
        return self._texts[text if self._paragraphs else cell.get("string-value", "")]


def _attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute under any prefix."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _times(text: str) -> int:
    """How many one stands for; a number no sheet has places for is larger than any bound all the same."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit()):
        raise damaged("Tệp .ods có số lần lặp ô không hợp lệ")
    return max(int(text[:10]), 1)


def _day(text: str) -> CellValue:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text_or_none(text)
    if "T" not in text or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return date(moment.year, moment.month, moment.day)
    return moment.replace(tzinfo=None, microsecond=0)


def _time(text: str) -> CellValue:
    """A time of day as "07:30"; a length of a day or more as "30:00:00"."""
    if (found := _TIME.fullmatch(text)) is None:
        return text_or_none(text)
    hours, minutes, seconds = (int(part) for part in found.groups())
    return f"{hours:02d}:{minutes:02d}" if hours < 24 else f"{hours}:{minutes:02d}:{seconds:02d}"
