"""Bounds on a file, settled before any reader that allocates memory touches its bytes.

python-calamine reserves the whole rectangle between the outermost filled cells of a sheet, so a file of five
kilobytes with one cell at XFD1048576 ends the process without an exception. Therefore every part of the package is
first streamed through expat, which allocates nothing for what it reads, and only then given to the reader.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final
from xml.parsers import expat

from rotations.importing.refusals import FileRefused

MEGABYTE: Final = 1024 * 1024
LARGEST_ROW: Final = 1_048_576
LARGEST_COLUMN: Final = 16_384
# Rows that are not people: titles, headings, groups, totals, signatures.
ROOM_FOR_OTHER_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken in. `rows` counts people; titles, groups and totals have room beside them."""

    rows: int = 10_000
    upload_bytes: int = 25 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    members: int = 2_000
    ratio: int = 200
    cells: int = 2_000_000
    columns: int = 1_000

    @property
    def rows_in_sheet(self) -> int:
        return self.rows + ROOM_FOR_OTHER_ROWS


PLAN_LIMITS: Final = Limits()
REGISTER_LIMITS: Final = Limits(rows=200_000, upload_bytes=100 * MEGABYTE, cells=12_000_000)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: row numbers as the spreadsheet shows them, columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(slots=True)
class SheetFacts:
    """What the guard saw in one sheet's xml. Positions are (row as shown, column from 0)."""

    highest_row: int = 0
    highest_column: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Package:
    """A checked zip package: the sheet parts by the name they have inside it."""

    names: frozenset[str]
    sheets: dict[str, SheetFacts]


def column_letters(column: int) -> str:
    """0 → A, 26 → AA, as the spreadsheet program names columns."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_upload(data: bytes, limits: Limits) -> None:
    """The bounds that need no look inside: not empty, not larger than an upload may be."""
    if not data:
        raise FileRefused("empty_file", "Tệp rỗng, không có nội dung; hãy chọn lại tệp danh sách.")
    if len(data) > limits.upload_bytes:
        raise FileRefused(
            "too_large",
            f"Tệp lớn hơn {_megabytes(limits.upload_bytes)}; hãy xóa hình ảnh, trang tính không cần hoặc chia "
            "thành nhiều tệp rồi tải lại.",
        )


def check_package(data: bytes, limits: Limits) -> Package:
    """Walk every part of a zip package within the limits, and tell what its sheets hold.

    Shape   bytes of a zip in, a Package out; a sheet is any part with `sheetData`, whatever its name.
    Units   bytes unpacked; rows as shown, from 1; columns from 0. Cells without a value are not counted, since
            offices format whole columns to the last row and no reader keeps those.
    Errors  FileRefused: too_large, too_many_rows, unsafe_xml, encrypted, unreadable.
    Source  the bytes themselves; sizes are checked as declared and again while unpacking.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            _check_declared(members, limits)
            sheets: dict[str, SheetFacts] = {}
            left = limits.unpacked_bytes
            for member in members:
                with package.open(member) as part:
                    scan = _PartScan(member.filename, limits)
                    left -= scan.run(part, left)
                if scan.speaks_of_cells:
                    sheets[member.filename] = scan.facts
            return Package(frozenset(member.filename for member in members), sheets)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise FileRefused(
            "unreadable",
            "Tệp bị hỏng, không giải nén được; hãy mở bằng Excel, lưu lại thành .xlsx rồi tải lại.",
        ) from None


def _check_declared(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise _too_large_unpacked(limits)
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(
            "encrypted", "Tệp đang đặt mật khẩu; hãy bỏ mật khẩu (Lưu thành, không mã hóa) rồi tải lại."
        )
    if len({member.filename for member in members}) != len(members):
        # Two parts of one name: the guard would look at one and the reader open the other.
        raise FileRefused(
            "unreadable", "Tệp có hai phần trùng tên bên trong; hãy lưu lại bằng Excel rồi tải lại."
        )
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise _too_large_unpacked(limits)
    # Only past a size that could hurt: a small sheet of equal rows honestly packs 1:300.
    if unpacked > 10 * MEGABYTE and unpacked > limits.ratio * max(packed, 1):
        raise _too_large_unpacked(limits)


def _too_large_unpacked(limits: Limits) -> FileRefused:
    return FileRefused(
        "too_large",
        f"Tệp khi giải nén vượt quá {_megabytes(limits.unpacked_bytes)}; hãy chép danh sách sang một tệp mới "
        "rồi tải lại.",
    )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB" if size >= MEGABYTE else f"{size} byte"


def _on_declaration(*_: object) -> None:
    """A document type was declared: leave the parser at once."""
    raise _Declared


class _Declared(Exception):
    """A DTD or an entity stands in the part."""


_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,8})")


def _position(reference: str) -> tuple[int, int] | None:
    """'C7' → (7, 2); None for what is not a cell reference."""
    if (found := _REFERENCE.fullmatch(reference.replace("$", "").strip())) is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


class _PartScan:
    """One part of the package streamed through expat: bounds, formulas, merges, and no DTD.

    Every part is scanned, not those with a sheet's name: the reader follows relationships, and those may point to
    a part of any name.
    """

    CHUNK = 64 * 1024
    TOKENS = (b"sheetData", b"<!DOCTYPE", b"<!ENTITY")

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.facts = SheetFacts()
        self.speaks_of_cells = False
        self._row = 0
        self._column = -1
        self._starts: dict[str, Callable[[list[str]], None]] = {
            "row": self._on_row,
            "c": self._on_cell,
            "v": self._on_value,
            "t": self._on_value,
            "f": self._on_formula,
            "mergeCell": self._on_merge,
        }

    def run(self, part: IO[bytes], room: int) -> int:
        """Read to the end or to the first reason to refuse; the number of bytes unpacked."""
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartElementHandler = self._on_start
        parser.StartDoctypeDeclHandler = _on_declaration
        parser.EntityDeclHandler = _on_declaration
        size, tail, well_formed, declared = 0, b"", True, False
        while chunk := part.read(self.CHUNK):
            size += len(chunk)
            if size > room:
                raise _too_large_unpacked(self.limits)
            if not self.speaks_of_cells:
                self.speaks_of_cells = b"sheetData" in tail + chunk
                tail = chunk[-16:]
            if well_formed:
                try:
                    parser.Parse(chunk)
                except expat.ExpatError:
                    well_formed = False
                except _Declared:
                    well_formed, declared = False, True
        if well_formed:
            try:
                parser.Parse(b"", True)
            except expat.ExpatError:
                well_formed = False
        # A picture drawn as .svg usually carries a document type; no reader opens it.
        if declared and (self.speaks_of_cells or not self.name.lower().endswith(".svg")):
            raise FileRefused(
                "unsafe_xml",
                "Tệp chứa khai báo DTD hoặc thực thể XML không an toàn; hãy chép danh sách sang một tệp Excel mới "
                "rồi tải lại.",
            )
        if self.speaks_of_cells and not well_formed:
            raise FileRefused(
                "unreadable",
                "Một trang tính trong tệp bị hỏng; hãy mở bằng Excel, lưu lại thành .xlsx rồi tải lại.",
            )
        return size

    def _on_start(self, name: str, attributes: list[str]) -> None:
        handler = self._starts.get(name)
        if handler is None and ":" in name:
            handler = self._starts.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _on_row(self, attributes: list[str]) -> None:
        self._row += 1
        self._column = -1
        for index in range(0, len(attributes), 2):
            if attributes[index] == "r" and attributes[index + 1].isdecimal():
                self._row = int(attributes[index + 1])

    def _on_cell(self, attributes: list[str]) -> None:
        self._column += 1
        is_error = False
        for index in range(0, len(attributes), 2):
            if attributes[index] == "r":
                if position := _position(attributes[index + 1]):
                    self._row, self._column = position
            elif attributes[index] == "t":
                is_error = attributes[index + 1] == "e"
        if is_error:
            self.facts.errors.add((self._row, self._column))

    def _on_value(self, attributes: list[str]) -> None:
        facts = self.facts
        if self._column >= 0 and (self._row > facts.highest_row or self._column > facts.highest_column):
            facts.highest_row = max(facts.highest_row, self._row)
            facts.highest_column = max(facts.highest_column, self._column)
            _check_rectangle(facts.highest_row, facts.highest_column + 1, self.limits)

    def _on_formula(self, attributes: list[str]) -> None:
        self.facts.formulas.add((self._row, self._column))

    def _on_merge(self, attributes: list[str]) -> None:
        for index in range(0, len(attributes), 2):
            if attributes[index] == "ref":
                first, _, last = attributes[index + 1].partition(":")
                start, end = _position(first), _position(last or first)
                if start and end and len(self.facts.merges) < self.limits.cells:
                    self.facts.merges.append(Merge(start[0], start[1], end[0], end[1]))


def _check_rectangle(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose outermost filled cells span more than a reader may be asked to hold."""
    if rows > LARGEST_ROW or columns > LARGEST_COLUMN:
        raise FileRefused(
            "unreadable", "Tệp có ô nằm ngoài giới hạn của bảng tính; hãy lưu lại bằng Excel rồi tải lại."
        )
    if rows > limits.rows_in_sheet:
        raise too_many_rows(limits, f"có nội dung ở tận dòng {rows}")
    if columns > limits.columns or rows * columns > limits.cells:
        raise FileRefused(
            "too_large",
            f"Trang tính có nội dung ở tận cột {column_letters(columns - 1)}, dòng {rows}; hãy xóa các cột và dòng "
            "thừa ngoài bảng rồi tải lại.",
        )


def too_many_rows(limits: Limits, found: str) -> FileRefused:
    """One sentence for every place that counts rows."""
    most = f"{limits.rows:,}".replace(",", ".")
    return FileRefused(
        "too_many_rows",
        f"Danh sách {found}, nhiều hơn {most} dòng cho phép; hãy xóa nội dung thừa bên dưới bảng hoặc chia thành "
        "nhiều tệp rồi tải lại.",
    )
