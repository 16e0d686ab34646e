"""One table in every format, and what only bears the name of one."""

import io
from collections.abc import Callable

import pytest
import python_calamine

from rotations.importing.files.guard import MEGABYTE, Merge
from rotations.importing.files.reading import Sheet, Source, read_source
from tests.importing.old_files import biff_stream, xls
from tests.importing.open_files import ods
from tests.importing.outcomes import BORN, MOMENT, Refused, check, outcome
from tests.importing.workbooks import Formula, Page, with_part, xlsx

# ---- one table in every format --------------------------------------------------------------------------------

WRITERS: dict[str, Callable[..., bytes]] = {
    "xlsx": xlsx,
    "xls": xls,
    "xls of Excel 95": lambda *pages: xls(*pages, biff=5),
    "xls without container": lambda *pages: biff_stream(*pages),
    "ods": ods,
}
FIRST = Page(
    [
        ["Họ và tên", "Ngày sinh", None, "Điểm"],
        [],
        ["Lò Thị Đẹp", BORN, MOMENT, 8.5, True],
        ["Mùa A Sơn", 1985, -3, 12345678901, False],
        ["ẩn", Formula("=1+1", 2), Formula("=1/0", "#DIV/0!"), Formula('="a"', "chữ")],
    ],
    [(1, 1, 2, 2)],
    "Danh sách",
    hidden_rows=[5],
)
SECOND = Page([["012345678901", " ", None]], name="Ẩn", hidden=True)


def read(writer: str, *pages: Page) -> Source:
    return read_source("a", WRITERS[writer](*pages))


@pytest.mark.parametrize("writer", WRITERS)
def test_a_table_is_the_same_in_every_format(writer):
    first, second = read(writer, FIRST, SECOND).sheets

    assert first == Sheet(
        "Danh sách",
        1,
        [
            ["Họ và tên", "Ngày sinh", None, "Điểm"],
            [],
            ["Lò Thị Đẹp", BORN, MOMENT, 8.5, True],
            ["Mùa A Sơn", 1985, -3, 12345678901, False],
            ["ẩn", 2, "#DIV/0!", "chữ"],
        ],
        (Merge(1, 1, 2, 2),),
        frozenset({(5, 1), (5, 2), (5, 3)}),
        frozenset({(5, 2)}),
    )
    assert [type(value) for value in first.rows[3]] == [str, int, int, int, bool]
    assert (second.name, second.visible, second.rows) == ("Ẩn", False, [["012345678901"]])


@pytest.mark.parametrize("writer", ["xlsx", "xls", "ods"])
def test_another_reader_sees_the_same(writer):
    data = WRITERS[writer](FIRST)
    ours = read_source("a", data).sheets[0]

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    theirs = book.get_sheet_by_index(0).to_python(skip_empty_area=False)

    assert [[value if value != "" else None for value in row] for row in theirs[:4]] == [
        row + [None] * (5 - len(row)) for row in ours.rows[:4]
    ]


@pytest.mark.parametrize(
    ("writer", "kind"),
    [
        ("xlsx", "xlsx"),
        ("xls", "xls"),
        ("xls of Excel 95", "xls"),
        ("xls without container", "xls"),
        ("ods", "ods"),
    ],
)
def test_the_format_is_told_by_content_alone(writer, kind):
    data = WRITERS[writer](FIRST)

    assert {read_source(f"a.{ending}", data).format for ending in ("xls", "xlsx", "csv", "ods", "doc")} == {
        kind
    }


# ---- what only bears the name ---------------------------------------------------------------------------------

OTHERS: dict[str, tuple[bytes, Refused]] = {
    "a web page called .xls": (b"<html><table><tr><td>Ho ten</td></tr></table></html>", Refused("not_a_spreadsheet", "HTML")),
    "a web page with a mark": (b"\xef\xbb\xbf\r\n<!DOCTYPE html><table/>", Refused("not_a_spreadsheet", "HTML")),
    "a web page of sixteen bits": ("<table><tr/></table>".encode("utf-16"), Refused("not_a_spreadsheet", "HTML")),
    "a bare table": (b"<table border=1><tr><td>x</td></tr></table>", Refused("not_a_spreadsheet", "HTML")),
    "an XML workbook of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        Refused("not_a_spreadsheet", "XML 2003"),
    ),
    "rich text": (b"{\\rtf1 Ho ten}", Refused("not_a_spreadsheet", "RTF")),
    "a web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Refused("not_a_spreadsheet")),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_what_only_bears_the_name_is_named(case):
    check(*OTHERS[case])


def test_a_package_is_bounded_by_what_it_unpacks_to():
    data = with_part(xlsx([["a"]]), "xl/media/a.bin", lambda _: bytes(30 * MEGABYTE))

    assert outcome(data).code == "too_large"
