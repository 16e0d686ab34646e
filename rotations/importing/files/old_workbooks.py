"""Old workbooks, .xls of Excel 5 to 2003: the records (BIFF5 and BIFF8) of the one stream that holds the sheets."""

import codecs
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from rotations.importing.files.contents import CellValue, Sheet, SheetInHand, Taken, text_or_none
from rotations.importing.files.day_numbers import Kind, from_day_number, kind_of_format
from rotations.importing.files.guard import Limits, Tally, column_letters, damaged, encrypted
from rotations.importing.files.refusals import FileRefused

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_CODEPAGE, _DATEMODE, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF, _SST = 0x42, 0x22, 0x2F, 0x85, 0x41E, 0xE0, 0xFC
_LABELSST, _NUMBER, _RK, _MULRK, _LABEL, _RSTRING = 0xFD, 0x203, 0x27E, 0xBD, 0x204, 0xD6
_BOOLERR, _FORMULA, _STRING, _MERGEDCELLS = 0x205, 0x06, 0x207, 0xE5
_WORKSHEET: Final = 0x10
_BEGINNINGS: Final = (b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_TOO_OLD: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_PAGES: Final = {1200: "utf-16-le", 10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252"}
_CELL = struct.Struct("<HHH")


def is_bare_stream(data: bytes) -> bool:
    """Whether the bytes are the stream itself, as programs of the 1990s wrote it without a container."""
    return data.startswith(_BEGINNINGS + _TOO_OLD)


def read_old_workbook(stream: bytes, limits: Limits) -> Taken:
    """Read every worksheet of a BIFF stream.

    Shape   the bytes of the Workbook or Book stream in, its worksheets in their order out; charts and macro
            sheets are none.
    Units   as `Sheet`. No byte is walked more than twice, whatever the list of sheets points to.
    Errors  FileRefused: encrypted, unreadable, empty_file without a worksheet, and the bounds of `Tally`.
    Source  [MS-XLS] 2.1, 2.4, 2.5.
    """
    if stream.startswith(_TOO_OLD):
        raise damaged("Tệp là bảng tính Excel đời trước năm 1993, không đọc được")
    records = _Records(stream)
    book = _Globals(records)
    tally = Tally(limits)
    sheets: list[Sheet] = []
    for listed in book.sheets:
        if listed.kind:
            continue
        sheet = SheetInHand(listed.name, tally, visible=listed.visible)
        if _Worksheet(book, sheet).read(records.walk(listed.place)):
            sheets.append(sheet.done())
    if not sheets:
        raise FileRefused("empty_file", "Tệp không có trang tính nào; hãy chọn lại tệp danh sách.")
    return Taken(sheets, format="xls")


def _broken(what: str = "Tệp .xls bị hỏng, nội dung bên trong không đọc được") -> FileRefused:
    return damaged(what)


class _Records:
    """The records of a stream: a kind, a length, so many bytes."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._room = 2 * len(stream) + 1024

    def walk(self, at: int) -> Iterator[tuple[int, bytes]]:
        """From the beginning of one part to its own end; parts inside it (charts) are passed over."""
        stream, depth = self._stream, 0
        while at + 4 <= len(stream):
            kind, length = struct.unpack_from("<HH", stream, at)
            body = stream[at + 4 : at + 4 + length]
            if len(body) != length:
                raise _broken()
            at += 4 + length
            self._room -= 4 + length
            if self._room < 0:
                raise _broken()
            if kind == _BOF:
                depth += 1
                if depth == 1:
                    yield kind, body
            elif not depth:
                raise _broken()
            elif kind == _EOF:
                depth -= 1
                if not depth:
                    return
            elif depth == 1:
                yield kind, body
        raise _broken()


# ---- what holds for the whole workbook ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    place: int
    kind: int
    visible: bool


@dataclass(slots=True)
class _Globals:
    """The first part of the stream: the list of sheets, the strings, the formats, the first day."""

    records: _Records = field(repr=False)
    unicode: bool = True
    encoding: str = "cp1252"
    from_1904: bool = False
    sheets: list[_Listed] = field(default_factory=list)
    strings: list[CellValue] = field(default_factory=list)
    kinds: list[Kind | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        codes: dict[int, str] = {}
        formats: list[int] = []
        bound: list[bytes] = []
        strings: list[bytes] = []
        last = 0
        for kind, body in self.records.walk(0):
            if kind == _BOF:
                self._begin(body)
            elif kind == _FILEPASS:
                raise encrypted()
            elif kind == _CODEPAGE:
                self.encoding = _encoding(_number(body, "<H", 0))
            elif kind == _DATEMODE:
                self.from_1904 = _number(body, "<H", 0) == 1
            elif kind == _BOUNDSHEET:
                bound.append(body)
            elif kind == _FORMAT:
                codes[_number(body, "<H", 0)] = self.text(body, 2, "<H" if self.unicode else "<B")
            elif kind == _XF:
                formats.append(_number(body, "<H", 2))
            elif kind == _SST or (kind == _CONTINUE and last == _SST):
                strings.append(body)
                kind = _SST
            last = kind
        self.kinds = [kind_of_format(number, codes.get(number)) for number in formats]
        self.strings = [text_or_none(text) for text in _shared_strings(strings)] if strings else []
        for body in bound:
            state, sort = _number(body, "<B", 4), _number(body, "<B", 5)
            name = self.text(body, 6, "<B")
            self.sheets.append(_Listed(name, _number(body, "<I", 0), sort, visible=not state & 3))

    def _begin(self, body: bytes) -> None:
        version = _number(body, "<H", 0)
        if version not in (0x0500, 0x0600):
            raise damaged("Tệp là bảng tính Excel đời trước năm 1993, không đọc được")
        self.unicode = version == 0x0600

    def text(self, body: bytes, at: int, count: str) -> str:
        """A text of its own: a count, in BIFF8 a byte that says how wide the letters are, the letters."""
        length = _number(body, count, at)
        at += struct.calcsize(count)
        if not self.unicode:
            return _decoded(body[at : at + length], self.encoding)
        flags = body[at] if at < len(body) else 0
        at += 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
        if flags & 1:
            return body[at : at + 2 * length].decode("utf-16-le", "replace")
        return body[at : at + length].decode("latin-1")


def _number(body: bytes, form: str, at: int) -> int:
    try:
        return int(struct.unpack_from(form, body, at)[0])
    except struct.error:
        raise _broken() from None


def _encoding(page: int) -> str:
    name = _PAGES.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _decoded(raw: bytes, encoding: str) -> str:
    """Letters of a code page; those of Windows-1258 come apart and are composed."""
    return unicodedata.normalize("NFC", raw.decode(encoding, "replace"))


def _shared_strings(bodies: list[bytes]) -> Iterator[str]:
    """The strings cells point to. Letters that run on into the next record begin there with a new width."""
    place = _Place(bodies)
    place.skip(4)
    for _ in range(place.number("<I")):
        if place.ended:
            return
        length, flags = place.number("<H"), place.number("<B")
        runs = place.number("<H") if flags & 8 else 0
        extra = place.number("<I") if flags & 4 else 0
        yield place.letters(length, wide=bool(flags & 1))
        place.skip(4 * runs + extra)


class _Place:
    """Where one reads in a run of records that continue each other."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies = bodies
        self._record = 0
        self._at = 0

    @property
    def ended(self) -> bool:
        self._settle()
        return self._record >= len(self._bodies)

    def _settle(self) -> None:
        while self._record < len(self._bodies) and self._at >= len(self._bodies[self._record]):
            self._record += 1
            self._at = 0

    def skip(self, count: int) -> None:
        while count and not self.ended:
            step = min(count, len(self._bodies[self._record]) - self._at)
            self._at += step
            count -= step

    def number(self, form: str) -> int:
        if self.ended:
            raise _broken()
        number = _number(self._bodies[self._record], form, self._at)
        self._at += struct.calcsize(form)
        return number

    def letters(self, count: int, *, wide: bool) -> str:
        pieces: list[bytes] = []
        while count:
            if self._record < len(self._bodies) and self._at >= len(self._bodies[self._record]):
                self._record += 1
                self._at = 0
                if not self.ended:
                    wide = bool(self.number("<B") & 1)
                    continue
            if self._record >= len(self._bodies):
                raise _broken()
            body, size = self._bodies[self._record], 2 if wide else 1
            taken = min(count, (len(body) - self._at) // size)
            if not taken:
                raise _broken()
            piece = body[self._at : self._at + taken * size]
            pieces.append(piece if wide else piece.decode("latin-1").encode("utf-16-le"))
            self._at += taken * size
            count -= taken
        return b"".join(pieces).decode("utf-16-le", "replace")


# ---- one sheet ------------------------------------------------------------------------------------------------


class _Worksheet:
    """The cells of one sheet, each record one cell or a row of numbers."""

    def __init__(self, book: _Globals, sheet: SheetInHand) -> None:
        self._book = book
        self._sheet = sheet
        self._computed: tuple[int, int] | None = None

    def read(self, records: Iterator[tuple[int, bytes]]) -> bool:
        """Walk the records; False for a part that is no worksheet whatever the list calls it."""
        try:
            for kind, body in records:
                if kind == _BOF:
                    if _number(body, "<H", 2) != _WORKSHEET:
                        return False
                elif kind == _STRING and self._computed:
                    self._sheet.put(*self._computed, text_or_none(self._book.text(body, 0, "<H")))
                    self._computed = None
                elif (take := _TAKES.get(kind)) is not None:
                    take(self, body)
        except struct.error:
            raise _broken() from None
        return True

    def _place(self, body: bytes) -> tuple[int, int, int]:
        row, column, style = _CELL.unpack_from(body)
        return row + 1, column, style

    def _number(self, number: float, style: int) -> CellValue:
        kinds = self._book.kinds
        kind = kinds[style] if style < len(kinds) else None
        if kind is not None:
            return from_day_number(number, kind, from_1904=self._book.from_1904)
        return int(number) if number.is_integer() else number

    def _on_number(self, body: bytes) -> None:
        row, column, style = self._place(body)
        self._sheet.put(row, column, self._number(_finite(struct.unpack_from("<d", body, 6)[0]), style))

    def _on_rk(self, body: bytes) -> None:
        row, column, style = self._place(body)
        self._sheet.put(row, column, self._number(_from_rk(struct.unpack_from("<I", body, 6)[0]), style))

    def _on_row_of_rk(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for column, at in enumerate(range(4, len(body) - 7, 6), start=first):
            style, packed = struct.unpack_from("<HI", body, at)
            self._sheet.put(row + 1, column, self._number(_from_rk(packed), style))

    def _on_shared(self, body: bytes) -> None:
        row, column, _ = self._place(body)
        index = struct.unpack_from("<I", body, 6)[0]
        if index >= len(self._book.strings):
            raise _broken(f"Ô {column_letters(column)}{row} trỏ tới một đoạn chữ không có trong tệp")
        self._sheet.put(row, column, self._book.strings[index])

    def _on_text(self, body: bytes) -> None:
        row, column, _ = self._place(body)
        self._sheet.put(row, column, text_or_none(self._book.text(body, 6, "<H")))

    def _on_truth(self, body: bytes) -> None:
        row, column, _ = self._place(body)
        value, is_error = struct.unpack_from("<BB", body, 6)
        self._truth(row, column, value, bool(is_error))

    def _truth(self, row: int, column: int, value: int, is_error: bool) -> None:
        if is_error:
            self._sheet.error(row, column)
            self._sheet.put(row, column, _ERRORS.get(value, "#N/A"))
        else:
            self._sheet.put(row, column, bool(value))

    def _on_formula(self, body: bytes) -> None:
        row, column, style = self._place(body)
        self._sheet.formula(row, column)
        result = body[6:14]
        self._computed = None
        if result[6:] != b"\xff\xff":
            number = _finite(struct.unpack("<d", result)[0])
            self._sheet.put(row, column, self._number(number, style))
        elif result[0] == 0:
            self._computed = (row, column)
        elif result[0] in (1, 2):
            self._truth(row, column, result[2], result[0] == 2)

    def _on_merges(self, body: bytes) -> None:
        for number in range(_number(body, "<H", 0)):
            top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * number)
            self._sheet.merge(top + 1, left, bottom + 1, right)


def _from_rk(packed: int) -> float:
    """A number in 30 bits: whole or the upper part of a float, and perhaps to be divided by 100."""
    if packed & 2:
        number = float((packed ^ 0x80000000) - 0x80000000 >> 2)
    else:
        number = _finite(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return number / 100 if packed & 1 else number


def _finite(number: float) -> float:
    if number - number != 0:
        raise _broken("Tệp .xls có ô số không hợp lệ")
    return number


_TAKES: Final = {
    _NUMBER: _Worksheet._on_number,
    _RK: _Worksheet._on_rk,
    _MULRK: _Worksheet._on_row_of_rk,
    _LABELSST: _Worksheet._on_shared,
    _LABEL: _Worksheet._on_text,
    _RSTRING: _Worksheet._on_text,
    _BOOLERR: _Worksheet._on_truth,
    _FORMULA: _Worksheet._on_formula,
    _MERGEDCELLS: _Worksheet._on_merges,
}
