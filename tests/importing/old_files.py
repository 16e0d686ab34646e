"""Old office files written byte by byte: a compound file, and in it the records of Excel 5 to 2003."""

import struct
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tests.importing.workbooks import Formula, Page, windows_1258

END, FREE, FAT, LIST = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
SECTOR, MINI = 512, 64


def compound(streams: Mapping[str, bytes], *, cutoff: int = 4096) -> bytes:
    """A compound file with these streams at its top; those shorter than `cutoff` lie in the mini stream."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(content: bytes) -> int:
        if not content:
            return END
        first = len(sectors)
        for at in range(0, len(content), SECTOR):
            sectors.append(content[at : at + SECTOR].ljust(SECTOR, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return first

    mini, mini_fat, starts = b"", [], {}
    for name, content in streams.items():
        if len(content) >= cutoff:
            starts[name] = store(content)
        else:
            starts[name] = len(mini) // MINI
            count = -(-len(content) // MINI) or 1
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), END]
            mini += content.ljust(count * MINI, b"\0")
    root_start = store(mini)
    mini_fat_start = store(b"".join(struct.pack("<I", entry) for entry in mini_fat).ljust(SECTOR, b"\xff"))
    names = list(streams)
    entries = [_entry("Root Entry", 5, root_start, len(mini), child=1 if names else FREE)]
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else FREE
        entries.append(_entry(name, 2, starts[name], len(streams[name]), right=right))
    directory = store(b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0"))
    tables = lists = 0
    while tables * 128 < len(fat) + tables + lists or 109 + lists * 127 < tables:
        tables, lists = tables + 1, max(0, -(-(tables + 1 - 109) // 127))
    places = [len(fat) + number for number in range(tables)]
    further = [len(fat) + tables + number for number in range(lists)]
    fat += [FAT] * tables + [LIST] * lists
    table = b"".join(struct.pack("<I", entry) for entry in fat).ljust(tables * SECTOR, b"\xff")
    for number in range(lists):
        listed = places[109 + 127 * number : 236 + 127 * number]
        following = further[number + 1] if number + 1 < lists else END
        table += struct.pack("<127I", *listed, *[FREE] * (127 - len(listed))) + struct.pack("<I", following)
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0,
                         tables, directory, 0, cutoff, mini_fat_start, 1, further[0] if further else END, lists)  # fmt: skip
    in_header = b"".join(struct.pack("<I", place) for place in places[:109]).ljust(436, b"\xff")
    return header + in_header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", text, len(text), kind, 1, FREE, right, child, start, size
    )  # fmt: skip


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def short(text: str, biff: int, count: str = "<H") -> bytes:
    """A text with its count; in BIFF8 with the byte that says how wide the letters are."""
    if biff == 5:
        raw = windows_1258(text)
        return struct.pack(count, len(raw)) + raw
    wide = any(ord(letter) > 255 for letter in text)
    raw = text.encode("utf-16-le" if wide else "latin-1")
    return struct.pack(count, len(raw) // (1 + wide)) + bytes([wide]) + raw


def shared_strings(texts: list[str], *, cut: int = 8224) -> bytes:
    """SST and the records that continue it; letters cut in the middle go on behind a new width."""
    bodies = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        raw = text.encode("utf-16-le")
        if len(bodies[-1]) + 3 > cut:
            bodies.append(b"")
        bodies[-1] += struct.pack("<HB", len(raw) // 2, 1)
        while raw:
            room = (cut - len(bodies[-1])) // 2 * 2
            if not room:
                bodies.append(b"\x01")
                continue
            bodies[-1] += raw[:room]
            raw = raw[room:]
    return record(0xFC, bodies[0]) + b"".join(record(0x3C, body) for body in bodies[1:])


def sheet_records(page: Page, strings: list[str], *, biff: int = 8, date_1904: bool = False) -> bytes:
    """The records of a page's cells, without the beginning and the end of the sheet."""
    first_day = date(1904, 1, 1) if date_1904 else date(1899, 12, 30)
    records = b""
    for row, cells in enumerate(page.rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 1 if isinstance(cell, date) else 0)
            if isinstance(cell, Formula):
                records += _formula(place, cell.cached, biff)
            elif isinstance(cell, bool):
                records += record(0x205, place + bytes([cell, 0]))
            elif isinstance(cell, datetime):
                days = (cell - datetime.combine(first_day, datetime.min.time())).total_seconds() / 86_400
                records += record(0x203, place + struct.pack("<d", days))
            elif isinstance(cell, date):
                records += record(0x27E, place + struct.pack("<I", (cell - first_day).days << 2 | 2))
            elif isinstance(cell, (int, float)):
                records += record(0x203, place + struct.pack("<d", cell))
            elif isinstance(cell, str) and biff == 8:
                strings.append(cell)
                records += record(0xFD, place + struct.pack("<I", len(strings) - 1))
            elif isinstance(cell, str):
                records += record(0x204, place + short(cell, biff))
    if page.merges:
        ranges = [
            struct.pack("<HHHH", top - 1, bottom - 1, left, right) for top, left, bottom, right in page.merges
        ]
        records += record(0xE5, struct.pack("<H", len(ranges)) + b"".join(ranges))
    return records


def _formula(place: bytes, cached: Any, biff: int) -> bytes:
    errors = {"#DIV/0!": 7, "#N/A": 0x2A}
    after = b""
    if cached in errors:
        result = bytes([2, 0, errors[cached], 0, 0, 0]) + b"\xff\xff"
    elif isinstance(cached, str):
        result = b"\0" * 6 + b"\xff\xff"
        after = record(0x207, short(cached, biff))
    else:
        result = struct.pack("<d", cached)
    return record(0x06, place + result + bytes(8)) + after


def biff_stream(
    *pages: Page | list[list[Any]],
    biff: int = 8,
    date_1904: bool = False,
    globals_more: bytes = b"",
    sheet_more: bytes = b"",
    kinds: Mapping[str, int] | None = None,
    cut: int = 8224,
) -> bytes:
    """The stream of a workbook; `…_more` are records put before the end of the globals or of each sheet."""
    version = 0x0600 if biff == 8 else 0x0500
    strings: list[str] = []
    named = [
        page if isinstance(page, Page) else Page(page, name=f"Sheet{i}") for i, page in enumerate(pages, 1)
    ]
    bodies = [
        record(0x809, struct.pack("<HH4x", version, 0x10))
        + record(0x200, bytes(14))
        + sheet_records(page, strings, biff=biff, date_1904=date_1904)
        + sheet_more
        + record(0x0A)
        for page in named
    ]
    head = record(0x809, struct.pack("<HH4x", version, 5)) + record(
        0x42, struct.pack("<H", 1258 if biff == 5 else 1200)
    )
    head += record(0x22, struct.pack("<H", date_1904))
    head += record(0x41E, struct.pack("<H", 200) + short("dd/mm/yyyy", biff, "<H" if biff == 8 else "<B"))
    head += record(0xE0, struct.pack("<HH16x", 0, 0)) + record(0xE0, struct.pack("<HH16x", 0, 200))
    tail = (shared_strings(strings, cut=cut) if biff == 8 else b"") + globals_more + record(0x0A)
    lists = [
        struct.pack("<BB", page.hidden, (kinds or {}).get(page.name, 0)) + short(page.name, biff, "<B")
        for page in named
    ]
    at = len(head) + sum(len(listed) + 8 for listed in lists) + len(tail)
    bound = b""
    for listed, body in zip(lists, bodies, strict=True):
        bound += record(0x85, struct.pack("<I", at) + listed)
        at += len(body)
    return head + bound + tail + b"".join(bodies)


def xls(*pages: Page | list[list[Any]], biff: int = 8, **more: Any) -> bytes:
    """The pages as Excel 97 to 2003 (biff=8) or Excel 5 and 95 (biff=5) wrote them."""
    return compound({"Workbook" if biff == 8 else "Book": biff_stream(*pages, biff=biff, **more)})
