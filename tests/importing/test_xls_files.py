"""What a trap in an .xls comes to: a file made here → the rows of its first sheet, or a refusal.

To add a trap, add a line.
"""

import struct
from collections.abc import Callable
from typing import Any

import pytest

from tests.importing.old_files import biff_stream, compound, record, short, xls
from tests.importing.outcomes import BORN, MOMENT, Refused, check
from tests.importing.workbooks import Page

OLD = [["Họ và tên", 1], ["Lò A", 2]]
LONG = ["ộ" * 9_000, "Lò " * 5_000, "a"]


def cell(kind: int, row: int, column: int, rest: bytes) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, 0) + rest)


def with_cells(records: bytes) -> bytes:
    return xls([], sheet_more=records)


def damaged_directory() -> bytes:
    data = bytearray(xls(OLD))
    at = data.index("Root Entry".encode("utf-16-le"))
    data[at + 128 + 68 : at + 128 + 76] = struct.pack("<II", 77_777, 77_777)
    return bytes(data)


def with_header(at: int, number: int) -> bytes:
    data = bytearray(xls(OLD))
    data[at : at + 4] = struct.pack("<I", number)
    return bytes(data)


def looping_chain() -> bytes:
    """Every sector of the table follows itself."""
    data = bytearray(xls(OLD))
    table = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    for number in range(100):
        data[table + 4 * number : table + 4 * number + 4] = struct.pack("<I", number)
    return bytes(data)


def size_that_lies() -> bytes:
    data = bytearray(xls(OLD))
    at = data.index("Workbook".encode("utf-16-le"))
    data[at + 120 : at + 124] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(data)


def sheets_inside_each_other() -> bytes:
    """A thousand sheets, each beginning inside the one before, so that all of them end together."""
    begin, end = record(0x809, struct.pack("<HH4x", 0x600, 0x10)), record(0x0A)
    sheets = 1000
    head = record(0x809, struct.pack("<HH4x", 0x600, 5))
    first = len(head) + sheets * len(record(0x85, bytes(6) + short("S", 8, "<B"))) + len(end)
    bound = b"".join(
        record(0x85, struct.pack("<IBB", first + number * len(begin), 0, 0) + short("S", 8, "<B"))
        for number in range(sheets)
    )
    return compound({"Workbook": head + bound + end + begin * sheets + end * sheets})


XLS: dict[str, tuple[Callable[[], bytes], Any]] = {
    "strings cut by the record's length": (lambda: xls([LONG]), [LONG]),
    "strings cut at every place": (lambda: xls([["Họ và tên cán bộ", "Lò"]], cut=24), [["Họ và tên cán bộ", "Lò"]]),
    "days counted from 1904": (lambda: xls([[BORN, MOMENT]], date_1904=True), [[BORN, MOMENT]]),
    "letters and tones of Windows-1258": (
        lambda: xls([["Nguyễn Thị Ước", "Đặng Mỹ Lệ"]], biff=5), [["Nguyễn Thị Ước", "Đặng Mỹ Lệ"]],
    ),
    "a small workbook in the mini stream": (
        lambda: compound({"Workbook": biff_stream(OLD)}), OLD,
    ),
    "a large one in sectors": (
        lambda: compound({"Workbook": biff_stream([[f"Lò {number}"] for number in range(2_000)])}),
        [[f"Lò {number}"] for number in range(2_000)],
    ),
    "a table of sectors that needs several": (
        lambda: compound({"Other": bytes(200_000), "Workbook": biff_stream(OLD)}), OLD,
    ),
    "a table of sectors listed outside the header": (
        lambda: compound({"Other": bytes(16_000_000), "Workbook": biff_stream(OLD)}), OLD,
    ),
    "a row of packed numbers": (
        lambda: with_cells(record(0xBD, struct.pack("<HHHIHIH", 0, 0, 0, 5 << 2 | 2, 0, (150 << 2 & 0xFFFFFFFF) | 3, 1))),
        [[5, 1.5]],
    ),
    "a packed negative number": (lambda: with_cells(cell(0x27E, 0, 0, struct.pack("<i", -3 << 2 | 2))), [[-3]]),
    "text in pieces of several fonts": (lambda: with_cells(cell(0xD6, 0, 0, short("Lò Văn", 8) + bytes(6))), [["Lò Văn"]]),
    "an error": (lambda: with_cells(cell(0x205, 0, 0, b"\x2a\x01")), [["#N/A"]]),
    "cells of formats only": (lambda: with_cells(cell(0x201, 65_535, 255, b"")), []),
    "a chart first": (
        lambda: xls(Page([["x"]], name="Biểu đồ"), Page(OLD, name="Danh sách"), kinds={"Biểu đồ": 2}), OLD,
    ),
    "a cell in the last row": (lambda: with_cells(cell(0x203, 65_535, 0, bytes(8))), Refused("too_many_rows", "65536")),
    "a cell in a column that is none": (lambda: with_cells(cell(0x203, 0, 65_535, bytes(8))), Refused("unreadable")),
    "a formula far away": (lambda: with_cells(cell(0x06, 65_535, 0, bytes(16))), Refused("too_many_rows")),
    "a string that is not there": (lambda: with_cells(cell(0xFD, 0, 1, struct.pack("<I", 5))), Refused("unreadable", "Ô B1")),
    "a number that is none": (lambda: with_cells(cell(0x203, 0, 0, b"\xff" * 8)), Refused("unreadable")),
    "a cell cut short": (lambda: with_cells(record(0x203, b"\0\0")), Refused("unreadable")),
    "merges that are not there": (lambda: with_cells(record(0xE5, b"\xff\xff")), Refused("unreadable")),
    "a record that leaves the stream": (
        lambda: compound({"Workbook": biff_stream(OLD)[:-4] + b"\x03\x02\xff\xff"}), Refused("unreadable"),
    ),
    "more strings claimed than there are": (
        lambda: compound({"Workbook": biff_stream(OLD).replace(struct.pack("<II", 2, 2), b"\xff" * 8)}), OLD,
    ),
    "encrypted": (lambda: xls(OLD, globals_more=record(0x2F, bytes(54))), Refused("encrypted", "mật khẩu")),
    "a damaged directory": (damaged_directory, Refused("unreadable", "thư mục")),
    "a chain of sectors that bites its tail": (looping_chain, Refused("unreadable")),
    "a directory outside the file": (lambda: with_header(48, 70_000), Refused("unreadable")),
    "a table of sectors outside the file": (lambda: with_header(76, 70_000), Refused("unreadable")),
    "lists of the table that bite their tail": (lambda: with_header(68, 0), Refused("unreadable")),
    "a size that lies": (size_that_lies, OLD),
    "sheets inside each other": (sheets_inside_each_other, Refused("unreadable")),
    "a container and no more": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refused("not_a_spreadsheet")),
    "a Word document": (lambda: compound({"WordDocument": b"x" * 5000, "1Table": b"y"}), Refused("not_a_spreadsheet", "Word")),
    "Excel 4": (lambda: b"\x09\x04\x06\x00" + bytes(100), Refused("unreadable", "1993")),
    "no sheet at all": (lambda: compound({"Workbook": biff_stream()}), Refused("empty_file")),
}  # fmt: skip


@pytest.mark.parametrize("case", XLS)
def test_xls(case):
    make, expected = XLS[case]

    check(make(), expected)
