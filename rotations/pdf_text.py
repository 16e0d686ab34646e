"""The lines of text in a PDF, as far as the file says which letters its glyphs are. A scan has none.

Nothing is drawn: the streams that set text, the tables that name the letters and the fonts that point at these are told
by what stands in them, so that a broken index of the file hides nothing."""

from __future__ import annotations

import itertools
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

MEGABYTE: Final = 1024 * 1024
# All streams of one file together, unpacked; a text of a thousand pages has some twenty.
MOST_UNPACKED: Final = 64 * MEGABYTE
# What a writer sets between two words without a blank, in thousandths of the size of the type.
WORDS_APART: Final = -200
MOST_TABLES: Final = 64
# Where one name stands for several fonts, on other pages, each reading of a line is given, up to so many.
MOST_READINGS: Final = 16

Table = dict[bytes, str]
# What is set in one font, by the name the page gives that font.
Piece = tuple[bytes, bytes]

_OBJECT = re.compile(
    rb"(\d+)\s+\d+\s+obj\b(.*?)(?=endobj|(?<!end)stream\r?\n|\d+\s+\d+\s+obj\b|\Z)", re.DOTALL
)
_NUMBER_BEFORE = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_PACKED_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z])")
_FIRST = re.compile(rb"/First\s+(\d+)")
_NAMES_LETTERS = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R")
_POINTS_AT = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PICTURE = re.compile(
    rb"/(Image|DCTDecode|JPXDecode|CCITTFaxDecode|JBIG2Decode|FontFile\d?|Length1)(?![A-Za-z])"
)
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX_OR_LIST = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_TOKEN = re.compile(
    rb"\((?P<text>(?:[^\\()]|\\.|\([^()]*\))*)\)|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|/(?P<font>[^\s/<>\[\]()]+)\s+[-+\d.]+\s+Tf\b|(?P<number>[-+]?\d*\.?\d+)(?![\w.])|(?P<word>T[Jjdm*D]|BT|ET|['\"])(?![\w*])",
    re.DOTALL,
)
MOVES: Final = (b"Td", b"TD")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}


def lines_of(data: bytes) -> Iterator[str]:
    """Every line of text that can be read, and every piece that was set by itself.

    Shape   the whole file in; lines in the order of the file, some of them twice.
    Units   at most 64 MB of streams, unpacked, and 64 tables of letters; what lies beyond is not read.
    Errors  none: what cannot be unpacked or read is passed over.
    Source  PDF 32000-1 §7.5.7 (object streams), §9.4 (text), §9.10.3 (ToUnicode).
    """
    tables: dict[bytes, Table] = {}
    objects = dict(_OBJECT.findall(data))
    for before, content in _streams(data):
        if b"beginbf" in content and len(tables) < MOST_TABLES and (table := _table(content)):
            numbers = _NUMBER_BEFORE.findall(before)
            tables[numbers[-1] if numbers else b""] = table
        elif _PACKED_OBJECTS.search(before) and (first := _FIRST.search(before)):
            objects.update(_unpacked_objects(content, int(first[1])))
    if not tables:
        return
    fonts = _fonts(objects, tables)
    for _, content in _streams(data):
        if b"BT" in content and (b"Tj" in content or b"TJ" in content):
            for pieces in _set_lines(content):
                yield from _readings(pieces, fonts, tuple(tables.values()))


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The words before each stream that may be text, a table of letters or objects, and what it holds."""
    left, begins = MOST_UNPACKED, 0
    for found in _STREAM.finditer(data):
        before = data[max(begins, found.start() - 2048) : found.start()]
        before = before[max(before.rfind(b"endobj"), 0) :]
        begins = found.end()
        if _PICTURE.search(before):
            continue
        if b"FlateDecode" in before:
            try:
                content = zlib.decompressobj().decompress(memoryview(data)[found.end() :], left)
            except zlib.error:
                continue
        else:
            content = data[found.end() : data.find(b"endstream", found.end())][:left]
        left -= len(content)
        yield before, content
        if left <= 0:
            return


def _unpacked_objects(content: bytes, first: int) -> Iterator[tuple[bytes, bytes]]:
    """Number and body of each object of a stream of objects."""
    head = content[:first].split()
    places = [
        (number, first + int(at)) for number, at in zip(head[::2], head[1::2], strict=False) if at.isdigit()
    ]
    for (number, begins), (_, ends) in itertools.pairwise([*places, (b"", len(content))]):
        yield number, content[begins:ends]


def _fonts(objects: Mapping[bytes, bytes], tables: Mapping[bytes, Table]) -> dict[bytes, list[Table]]:
    """The tables of letters by the names that pages give the fonts; one name may be another font on another page."""
    of_font = {
        number: tables[found[1]]
        for number, body in objects.items()
        if (found := _NAMES_LETTERS.search(body)) and found[1] in tables
    }
    fonts: defaultdict[bytes, list[Table]] = defaultdict(list)
    for body in objects.values():
        for name, number in _POINTS_AT.findall(body):
            if (table := of_font.get(number)) is not None and table not in fonts[name]:
                fonts[name].append(table)
    return fonts


def _table(content: bytes) -> Table:
    """Which letters the codes of a font are."""
    table: Table = {}
    for kind, body in _SECTION.findall(content):
        given = [
            opens or closes or bytes.fromhex(_even(hexes))
            for hexes, opens, closes in _HEX_OR_LIST.findall(body)
        ]
        if kind == b"char":
            for code, letters in zip(given[::2], given[1::2], strict=False):
                table[code] = letters.decode("utf-16-be", "replace")
        else:
            _ranges(given, table)
    return table


def _ranges(given: list[bytes], table: Table) -> None:
    at = 0
    while at + 2 < len(given):
        low, high, to = given[at : at + 3]
        at += 3
        first, count = int.from_bytes(low), min(int.from_bytes(high) - int.from_bytes(low) + 1, 65_536)
        if to == b"[":
            for step in range(count):
                if at < len(given) and given[at] != b"]":
                    table[(first + step).to_bytes(len(low))] = given[at].decode("utf-16-be", "replace")
                    at += 1
            at += 1
            continue
        letters = to.decode("utf-16-be", "replace")
        for step in range(count):
            if letters and first + step < 256 ** len(low) and ord(letters[-1]) + step < 0x110000:
                table[(first + step).to_bytes(len(low))] = letters[:-1] + chr(ord(letters[-1]) + step)


def _even(hexes: bytes) -> str:
    digits = b"".join(hexes.split()).decode()
    return digits + "0" * (len(digits) % 2)


def _set_lines(content: bytes) -> Iterator[list[Piece]]:
    """What is set on each line, and between BT and ET where a line is set in several of these. An empty piece is a blank."""
    line: list[Piece] = []
    piece: list[Piece] = []
    several, font, height, numbers = False, b"", 0.0, [0.0]
    for token in _TOKEN.finditer(content):
        word = token["word"]
        if token["font"] is not None:
            font = token["font"]
        elif token["number"] is not None:
            numbers = [*numbers[-5:], float(token["number"])]
            if numbers[-1] < WORDS_APART and piece:
                piece.append((font, b""))
                line.append((font, b""))
        elif word is None:
            text = _plain(token["text"]) if token["hex"] is None else bytes.fromhex(_even(token["hex"]))
            piece.append((font, text))
            line.append((font, text))
        elif word == b"ET":
            if piece:
                yield piece
            several, piece = several or bool(piece), []
        elif word in (b"T*", b"'", b'"') or numbers[-1] != (
            height if word == b"Tm" else 0.0 if word in MOVES else numbers[-1]
        ):
            yield from (found for found in (piece, line if several else []) if found)
            line, piece, several = [], [], False
            height = numbers[-1] if word == b"Tm" else height
    yield from (found for found in (piece, line) if found)


def _plain(text: bytes) -> bytes:
    """A string behind its escapes."""

    def letter(found: re.Match[bytes]) -> bytes:
        given = found[1]
        return bytes([int(given, 8) & 0xFF]) if given[:1].isdigit() else _LETTERS.get(given, given)

    return _ESCAPED.sub(letter, text) if b"\\" in text else text


def _readings(
    pieces: Sequence[Piece], fonts: Mapping[bytes, list[Table]], every: tuple[Table, ...]
) -> Iterator[str]:
    """The letters of a line, once for each table its fonts may have; nothing where none knows all of its codes."""
    names = list(dict.fromkeys(name for name, _ in pieces))
    for chosen in itertools.islice(
        itertools.product(*(fonts.get(name) or every for name in names)), MOST_READINGS
    ):
        tables = dict(zip(names, chosen, strict=True))
        read = [_letters(text, tables[name]) for name, text in pieces]
        if None not in read:
            yield "".join(letters or "" for letters in read)


def _letters(text: bytes, table: Table) -> str | None:
    if not text:
        return " "
    width = len(next(iter(table)))
    read = [table.get(text[at : at + width]) for at in range(0, len(text), width)]
    return None if None in read else "".join(letters or "" for letters in read)
