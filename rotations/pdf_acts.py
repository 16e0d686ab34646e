"""What in a PDF would act by itself: scripts, programs to be started, forms that run. Found without running or drawing
anything, in the open text of the file and in the packed streams that hold objects."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

# Objects of one file all together; a document of a thousand pages has some megabytes of them.
MOST_UNPACKED: Final = 64 * 1024 * 1024
CHUNK: Final = 256 * 1024
# A name that is cut by the end of a chunk is seen with the next one.
OVERLAP: Final = 64


def _name(word: str) -> bytes:
    """A pattern for a PDF name, each letter of it as it is or by its number (#4a)."""
    letters = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word)
    return f"/{letters}(?![A-Za-z0-9#])".encode()


# A script is an action of this name wherever its text stands, so that the short /JS, which chance writes into any large
# picture, need not be sought.
_ACTS = re.compile(b"|".join(_name(word) for word in ("JavaScript", "Launch", "RichMedia")))
_RUNNING_FORM = re.compile(_name("XFA"))
_OBJECTS, _FIRST, _COUNT = (re.compile(_name(word)) for word in ("ObjStm", "First", "N"))
_OTHER_PACKING = re.compile(
    b"|".join(
        _name(word)
        for word in ("LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode", "Predictor")
    )
    + rb"|/(LZW|A85|AHx|RL)(?![A-Za-z0-9#])"
)
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


class UnreadablePdf(Exception):
    """The objects of the file cannot be looked through within bounds."""


def acts_by_itself(data: bytes) -> bool:
    """Whether a PDF holds a script, a program to be started, or a form that runs.

    Shape   the whole file in, yes or no out. Linear in the bytes; packed objects are unpacked chunk by chunk and
            forgotten.
    Units   at most 64 MB of objects, unpacked.
    Errors  UnreadablePdf: more than that, objects packed in a way that is not undone here, or broken ones.
    Source  PDF 32000-1 §7.3.5 (names), §7.5.7 (object streams), §12.6.4 (actions), §12.7.8 (XFA).
    """
    if _ACTS.search(data):
        return True
    begins, unpacked = 0, 0
    for found in _STREAM.finditer(data):
        before = data[begins : found.start()]
        # The form is named in objects alone, so the data of a stream, which chance may write it into, is passed over.
        if _RUNNING_FORM.search(before, max(before.rfind(b"endstream"), 0)):
            return True
        begins = found.end()
        # A reader may take a stream for one of objects without its saying so: it cannot do without these two numbers.
        if not _OBJECTS.search(before) and not (_FIRST.search(before) and _COUNT.search(before)):
            continue
        tail = b""
        for piece in _unpacked(data, found.end(), before):
            unpacked += len(piece)
            if unpacked > MOST_UNPACKED:
                raise UnreadablePdf
            if _ACTS.search(tail + piece) or _RUNNING_FORM.search(tail + piece):
                return True
            tail = piece[-OVERLAP:]
    rest = data[begins:]
    return bool(_RUNNING_FORM.search(rest, max(rest.rfind(b"endstream"), 0)))


def _unpacked(data: bytes, start: int, before: bytes) -> Iterator[bytes]:
    """What a stream of objects holds, in pieces."""
    if _OTHER_PACKING.search(before, max(before.rfind(b"endstream"), 0)):
        raise UnreadablePdf
    if not _looks_packed(data[start : start + 2]):
        yield data[start : data.find(b"endstream", start)]
        return
    inflate, place = zlib.decompressobj(), start
    try:
        while not inflate.eof:
            fed = inflate.unconsumed_tail or data[place : place + CHUNK]
            if not inflate.unconsumed_tail:
                place += len(fed)
            if not fed:
                raise UnreadablePdf
            yield inflate.decompress(fed, CHUNK)
    except zlib.error as broken:
        raise UnreadablePdf from broken


def _looks_packed(head: bytes) -> bool:
    """Whether two bytes may begin a zlib stream (RFC 1950)."""
    return len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
