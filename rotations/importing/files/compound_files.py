"""OLE2 compound files, the container of .xls: a small disk with sectors, chains and a directory of its own.

Every chain is followed within the number of sectors there are, so one that loops or leaves the file ends in a
refusal; sizes the directory claims only ever shorten what the chain holds.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rotations.importing.files.guard import damaged
from rotations.importing.files.refusals import FileRefused

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_SECTOR: Final = 0xFFFFFFFA  # above it stand marks, not sectors
_END_OF_CHAIN: Final = 0xFFFFFFFE
_NO_ENTRY: Final = 0xFFFFFFFF
_MINI_SECTOR: Final = 64
_IN_HEADER: Final = 109
_ENTRY: Final = 128
_STREAM, _ROOT = 2, 5


def is_compound_file(data: bytes) -> bool:
    """Whether the bytes begin like one."""
    return data.startswith(SIGNATURE)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams at the top of a compound file, by name; those of embedded objects are not among them.

    Shape   bytes in; `name in file`, `file.first("Workbook", "Book")` → the stream's bytes or None.
    Units   names without regard to case, as the format compares them.
    Errors  FileRefused unreadable: a header that says no, a chain that loops or leaves the file, no directory.
    Source  [MS-CFB] 2.2 to 2.6.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512:
            raise _broken()
        version, _, shift = struct.unpack_from("<HHH", data, 26)
        if (version, shift) not in ((3, 9), (4, 12)):
            raise _broken()
        self._sector = 1 << shift
        self._count = len(data) // self._sector
        directory, self._cutoff, first_mini = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._allocation()
        entries = self._entries(self._chain(directory, None))
        if not entries or entries[0].kind != _ROOT:
            raise _broken()
        self._mini_stream = self._chain(entries[0].start, entries[0].size)
        self._mini_fat = _numbers(self._chain(first_mini, None))
        self._streams = {
            entry.name.lower(): entry
            for entry in _children(entries, entries[0].child)
            if entry.kind == _STREAM
        }

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._streams

    def first(self, *names: str) -> bytes | None:
        """The first of the streams that is there."""
        for name in names:
            if (entry := self._streams.get(name.lower())) is not None:
                return (
                    self._mini_chain(entry)
                    if entry.size < self._cutoff
                    else self._chain(entry.start, entry.size)
                )
        return None

    def _allocation(self) -> "array[int]":
        """The table of which sector follows which; the header lists where it lies, and further lists follow."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        further = struct.unpack_from("<I", self._data, 68)[0]
        per_sector = self._sector // 4
        for _ in range(self._count):
            if further > _LARGEST_SECTOR:
                break
            *more, further = struct.unpack(f"<{per_sector}I", self._whole_sector(further))
            listed += more
        else:
            raise _broken()
        # More of the table than the file has sectors says nothing, but would cost memory.
        needed = self._count // per_sector + 1
        places = [place for place in listed if place <= _LARGEST_SECTOR][:needed]
        return _numbers(b"".join(map(self._whole_sector, places)))

    def _whole_sector(self, number: int) -> bytes:
        sector = self._data[(number + 1) * self._sector : (number + 2) * self._sector]
        if len(sector) != self._sector:
            raise _broken()
        return sector

    def _chain(self, start: int, size: int | None) -> bytes:
        pieces: list[bytes] = []
        sector, length = start, 0
        while sector <= _LARGEST_SECTOR and (size is None or length < size):
            if len(pieces) > self._count:
                raise _broken()
            at = (sector + 1) * self._sector
            # The last sector of a file is often cut to what is used of it.
            piece = self._data[at : at + self._sector]
            if not piece or sector >= len(self._fat):
                raise _broken()
            pieces.append(piece)
            length += len(piece)
            sector = self._fat[sector]
        return b"".join(pieces)[:size]

    def _mini_chain(self, entry: _Entry) -> bytes:
        pieces: list[bytes] = []
        sector = entry.start
        while sector <= _LARGEST_SECTOR and len(pieces) * _MINI_SECTOR < entry.size:
            piece = self._mini_stream[sector * _MINI_SECTOR : (sector + 1) * _MINI_SECTOR]
            if not piece or sector >= len(self._mini_fat):
                raise _broken()
            pieces.append(piece)
            sector = self._mini_fat[sector]
        return b"".join(pieces)[: entry.size]

    def _entries(self, directory: bytes) -> list[_Entry]:
        entries: list[_Entry] = []
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            left, right, child = struct.unpack_from("<III", directory, at + 68)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, start, size))
        return entries


def _children(entries: list[_Entry], top: int) -> Iterator[_Entry]:
    """The entries of one storage: a tree by left and right, each entry once however it is tied."""
    waiting, seen = [top], set[int]()
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        if number >= len(entries):
            raise _broken()
        seen.add(number)
        yield entries[number]
        waiting += [entries[number].left, entries[number].right]


def _numbers(data: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(data[: len(data) // numbers.itemsize * numbers.itemsize])
    return numbers


def _broken() -> FileRefused:
    return damaged("Tệp .xls bị hỏng, thư mục bên trong không đọc được")
