"""OOXML workbooks, .xlsx and .xlsm, transitional and strict: the parts of the package and how they hang together."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from rotations.importing.files.contents import CellValue, Sheet, SheetInHand, Taken
from rotations.importing.files.day_numbers import Kind, kind_of_format
from rotations.importing.files.guard import SAVE_AS_XLSX, Limits, Tally, damaged, part_name
from rotations.importing.files.markup import (
    PLAIN_TEXT,
    PlainRuns,
    TextInHand,
    is_plain,
    unescaped,
    walk,
)
from rotations.importing.files.refusals import FileRefused
from rotations.importing.files.worksheets import Values, plain_text, read_worksheet

# Some strings at a time: a call for each is what reading them costs. Not possessive: Python 3.11 then takes the beginning
# of a last one that is cut off as well.
_STRINGS = re.compile(rf'(?:<si><t(?: xml:space="preserve")?+>{PLAIN_TEXT}*+</t></si>){{1,64}}')
_STRING = re.compile("<t[^>]*>([^<]*)")


def is_workbook(names: frozenset[str]) -> bool:
    """Whether the parts of a package are those of an OOXML workbook; names as `part_name` gives them."""
    return "xl/workbook.xml" in names or any(name.endswith("workbook.bin") for name in names)


def read_workbook(package: zipfile.ZipFile, limits: Limits) -> Taken:
    """Read every worksheet of an OOXML package.

    Shape   an open package in, its worksheets in the order of the workbook out; charts and macro sheets are none.
    Units   as `Sheet`.
    Errors  FileRefused: unreadable for .xlsb, a missing part or a damaged one; empty_file without a worksheet;
            the bounds of `walk` and `Tally`.
    Source  ECMA-376 part 1, 18.2; part 2, 9.3.
    """
    parts = {part_name(member.filename): member for member in package.infolist()}
    if any(name.endswith("workbook.bin") for name in parts):
        raise FileRefused("unreadable", f"Tệp là bảng tính nhị phân .xlsb, không đọc được; {SAVE_AS_XLSX}")
    book = _Book()
    start = "xl/workbook.xml"
    with package.open(parts[start]) as part:
        walk(part, book)
    relations = _relations(package, parts, start)
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    styles = _Styles()
    if (target := by_kind.get("styles")) in parts:
        with package.open(parts[target]) as part:
            walk(part, styles)
    strings = _Strings(limits)
    if (target := by_kind.get("sharedStrings")) in parts:
        with package.open(parts[target]) as part:
            walk(part, strings, PlainRuns(re.compile("<sst(?: [^<>]*)?>"), _STRINGS, "</si>", strings.take))
    values = Values(strings.texts, styles.kinds, from_1904=book.from_1904)
    tally = Tally(limits)
    sheets: list[Sheet] = []
    for listed in book.sheets:
        relation = relations.get(listed.relation)
        if relation is not None and relation.kind != "worksheet":
            continue
        if relation is None or relation.target not in parts:
            raise damaged(f"Không tìm thấy nội dung trang tính “{listed.name[:50]}”")
        sheet = SheetInHand(listed.name, tally, visible=listed.visible)
        with package.open(parts[relation.target]) as part:
            read_worksheet(part, sheet, values)
        sheets.append(sheet.done())
    if not sheets:
        raise FileRefused("empty_file", "Tệp không có trang tính nào; hãy chọn lại tệp danh sách.")
    return Taken(sheets, format="xlsm" if "xl/vbaproject.bin" in parts else "xlsx")


# ---- which part is what ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


@dataclass(slots=True)
class _Relations:
    """The parts a part points to, by the id it calls them."""

    folder: str
    found: dict[str, _Relation] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            # The transitional and the strict form name the same kinds under different addresses.
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "").replace("\\", "/")
            path = target if target.startswith("/") else posixpath.join(self.folder, target)
            self.found[attributes.get("Id", "")] = _Relation(kind, part_name(posixpath.normpath(path)))

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def _relations(
    package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], source: str
) -> dict[str, _Relation]:
    folder, name = posixpath.split(source)
    relations = _Relations(folder)
    if (member := parts.get(f"{folder}/_rels/{name}.rels")) is None:
        raise damaged("Tệp thiếu danh mục các phần bên trong")
    with package.open(member) as part:
        walk(part, relations)
    return relations.found


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    relation: str
    visible: bool


@dataclass(slots=True)
class _Book:
    """The list of sheets and the first day of the workbook."""

    sheets: list[_Listed] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append(_Listed(attributes.get("name", ""), relation, visible))

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


# ---- styles and strings ---------------------------------------------------------------------------------------


class _Styles:
    """Which cell styles show a number as a day."""

    def __init__(self) -> None:
        self.kinds: list[Kind | None] = []
        self._codes: dict[int, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = _whole(attributes.get("numFmtId", ""))
            self.kinds.append(kind_of_format(number, self._codes.get(number)))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def text(self, text: str) -> None: ...


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class _Strings:
    """The strings cells point to, in their order; readings written above them (rPh) are not part of them."""

    def __init__(self, limits: Limits) -> None:
        self.texts: list[CellValue] = []
        self._limits = limits
        self._text = TextInHand()
        self._reads = False
        self._phonetic = 0

    def take(self, found: re.Match[str]) -> bool:
        if not is_plain(found[0]):
            return False
        self._keep([plain_text(unescaped(text)) for text in _STRING.findall(found[0])])
        return True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._text.close()
            self._phonetic = 0
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t" and not self._phonetic:
            self._text.open()
            self._reads = True

    def text(self, text: str) -> None:
        if self._reads:
            self._text.add(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._reads = False
        elif name == "rPh":
            self._phonetic = max(self._phonetic - 1, 0)
        elif name == "si":
            self._keep([plain_text(self._text.close())])

    def _keep(self, texts: list[CellValue]) -> None:
        self.texts += texts
        if len(self.texts) > self._limits.cells:
            raise FileRefused(
                "too_large", "Tệp có quá nhiều đoạn chữ; hãy chép danh sách sang một tệp mới rồi tải lại."
            )
