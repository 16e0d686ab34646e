"""The mark of a state secret, sought in the whole of a file: text, headers, footers, boxes and drawn letters.

A picture is not read, nor a PDF that is one: of these a person says that they carry no mark."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import IO, Final

from rotations.pdf_text import lines_of
from rotations.vocabulary import FileKind, SecrecyLevel

# Kinds that may hold a mark no program here can see.
SEEN_BY_PEOPLE: Final = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})

CHUNK: Final = 256 * 1024
LONGEST_BLOCK: Final = 1024 * 1024
# Nothing is unpacked past this, whatever a file declares; more was refused before anybody looked for marks.
MOST_UNPACKED: Final = 400 * 1024 * 1024

_TEXT_PARTS = re.compile(r"(word|xl|content|styles|docprops).*\.(xml|vml)$")
_CELLS = re.compile(r"xl/(sharedstrings\.xml|worksheets/sheet[^/]*\.xml)$|content\.xml$")
_BLOCK_ENDS = re.compile(
    r"</(?:\w+:)?(?:p|si|is|h|v|(?:odd|even|first)(?:Header|Footer)|title|subject|keywords|description)>"
    r"|<(?:\w+:)?(?:p(?:\s[^>]*)?|(?:br|cr|line-break|tab)\s*/)>"
)
_DRAWN_LETTERS = re.compile(r'<v:textpath\b[^>]*?\bstring="([^"]*)"')
_TAGS = re.compile(r"<[^>]*>")
# What Excel writes between the words of a header: place, font, size, colour, page numbers.
_HEADER_PLACES = re.compile("&[LCR]")
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[PNDTFAZGBIUESXYHO+-])')
_HEADERS = re.compile(r"<headerFooter\b.*?</headerFooter>", re.DOTALL)
HOLDS_THE_WORD: Final = re.compile(
    "m(?:\u1ead|\u00e2\u0323|\u1ea1\u0302|a\u0302\u0323|a\u0323\u0302)t", re.IGNORECASE
)
# The same word typed in the old encodings: TCVN3, whose capitals are a matter of the typeface, and VNI.
_OLD_WORD = re.compile("[Mm]Ë[Tt]|[Mm][Aa][äÄ][Tt]")
_TCVN3: Final = str.maketrans("ËÖèé®§", "ậệốộđĐ")
_VNI: Final = {"aä": "ậ", "eä": "ệ", "oá": "ố", "oä": "ộ", "ñ": "đ"}
_LONGEST_LINE: Final = 200
# Text of the old formats lies between control characters; the byte that says "two bytes a letter" reads as Ā.
_OLD_LINES = re.compile("[\x00-\x1fĀ]+")


def mark_in_file(data: bytes, kind: FileKind) -> SecrecyLevel | None:
    """The mark that the text of a file carries, if there is one and it can be read.

    Shape   the whole file and what it is in; the first mark found, or None.
    Units   a package is streamed, at most 400 MB of it unpacked; a PDF as `pdf_text` bounds it.
    Errors  none: what is broken is passed over, whether a file may be kept is `file_kinds`' to say.
    Source  domain reference §10.1; product contract §7.
    """
    if kind in (FileKind.DOCX, FileKind.XLSX, FileKind.ODT):
        return _first(_of_package(data))
    if kind in (FileKind.DOC, FileKind.XLS):
        return _first(_of_old_office(data)) or _in_old_cells(data)
    if kind == FileKind.PDF:
        return _first(lines_of(data))
    return None


def mark_beside_cells(data: bytes) -> SecrecyLevel | None:
    """The mark a spreadsheet carries elsewhere than in its cells: headers and footers, boxes, drawn letters, properties.

    Shape   the whole file in, whichever format; the first mark found, or None.
    Units   as `mark_in_file`.
    Errors  none.
    Source  domain reference §10.1.
    """
    if data.startswith(b"PK"):
        return _first(_of_package(data, cells=False))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _first(_of_old_office(data))
    return None


def _first(lines: Iterator[str]) -> SecrecyLevel | None:
    return next((mark for line in lines if (mark := SecrecyLevel.stamped_in(_in_unicode(line)))), None)


def _holds_the_word(text: str) -> bool:
    return bool(HOLDS_THE_WORD.search(text) or _OLD_WORD.search(text))


def _in_unicode(line: str) -> str:
    """A line with the word in an old encoding as it is seen on paper; any other line as it stands."""
    if not _OLD_WORD.search(line):
        return line
    if "Ë" in line:
        seen = line.translate(_TCVN3)
        return seen if seen.istitle() else seen.upper()  # a name is typed so; a stamp has capitals of its own
    for typed, meant in _VNI.items():
        line = line.replace(typed, meant).replace(typed.upper(), meant.upper())
    return line


def _line(text: str) -> str:
    """What is seen of a header of a spreadsheet, each of its places a line; any other text as it stands."""
    return _HEADER_CODES.sub("", _HEADER_PLACES.sub("\n", text)) if "&" in text else text


# --- Packages ----------------------------------------------------------------------------------------------


def _of_package(data: bytes, *, cells: bool = True) -> Iterator[str]:
    """The blocks of text in the parts of a package that may be a mark."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            for member in package.infolist():
                name = member.filename.replace("\\", "/").lstrip("/").lower()
                if not _TEXT_PARTS.match(name):
                    continue
                left -= member.file_size
                if left < 0:
                    return
                with package.open(member) as part:
                    if cells or not _CELLS.match(name):
                        yield from _blocks(part)
                    else:
                        yield from _headers(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, OSError, RuntimeError):
        return


def _blocks(part: IO[bytes]) -> Iterator[str]:
    """Paragraphs, cells and headers that hold the word, read piece by piece; the rest is forgotten."""
    for piece in _pieces(part):
        # Most pieces do not hold the word at all, and taking them apart is what costs.
        if not _holds_the_word(unescape(_TAGS.sub("", piece))) and "textpath" not in piece:
            continue
        for block in (*_BLOCK_ENDS.split(piece), *_DRAWN_LETTERS.findall(piece)):
            yield _line(unescape(_TAGS.sub("", block)))


def _pieces(part: IO[bytes]) -> Iterator[str]:
    """A part as text, cut where a block ends."""
    decoder, held = codecs.getincrementaldecoder("utf-8")("replace"), ""
    while chunk := part.read(CHUNK):
        held += decoder.decode(chunk)
        cut = max((found.end() for found in _BLOCK_ENDS.finditer(held)), default=0)
        if not cut and len(held) > LONGEST_BLOCK:
            cut = len(held)
        if cut:
            yield held[:cut]
            held = held[cut:]
    yield held


def _headers(part: IO[bytes]) -> Iterator[str]:
    """Header and footer of a sheet, which stand behind its cells."""
    tail = b""
    while chunk := part.read(CHUNK):
        tail = (tail + chunk)[-2 * CHUNK :]
        if b"<headerFooter" not in tail:
            tail = tail[-64:]
    for found in _HEADERS.findall(tail.decode("utf-8", "replace")):
        for block in _BLOCK_ENDS.split(found):
            yield _line(unescape(_TAGS.sub("", block)))


# --- Word and Excel before 2007 ----------------------------------------------------------------------------


def _of_old_office(data: bytes) -> Iterator[str]:
    """Runs of text in a compound file, found without its structure: letters of Unicode take two bytes there, those of
    the old encodings one or two."""
    for start in (0, 1):
        for line in _OLD_LINES.split(data[start:].decode("utf-16-le", "replace")):
            if _holds_the_word(line):
                yield _line(line)
    text = data.decode("latin-1")
    for found in _OLD_WORD.finditer(text):
        before = text[max(found.start() - _LONGEST_LINE, 0) : found.start()]
        behind = text[found.end() : found.end() + _LONGEST_LINE]
        yield _OLD_LINES.split(before)[-1] + found[0] + _OLD_LINES.split(behind)[0]


def _in_old_cells(data: bytes) -> SecrecyLevel | None:
    """A cell of an old workbook that holds the mark and nothing else: its length stands before it."""
    for level in SecrecyLevel.above_internal():
        stamp = level.label.upper()
        if struct.pack("<HB", len(stamp), 1) + stamp.encode("utf-16-le") in data:
            return level
    return None
