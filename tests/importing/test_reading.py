"""Bytes become rows at the numbers a person sees."""

import hashlib
import io
from datetime import date, datetime

import openpyxl
import pytest

from rotations.importing.files import workbooks
from rotations.importing.files.guard import Merge
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import FileRefused
from tests.importing.workbooks import Formula, Page, csv_bytes, with_part, xlsx

MOMENT = datetime(1985, 3, 12, 7, 30)  # noqa: DTZ001 - a spreadsheet knows no time zone


def test_leading_blank_and_hidden_rows_keep_their_numbers():
    page = Page(
        [[], [], [None, None, "Họ và tên"], [None, None, "ẩn"], [None, None, "Lò A"]], hidden_rows=[4]
    )

    sheet = read_source("x.xlsx", xlsx(page)).sheets[0]

    assert sheet.first_row == 1
    assert sheet.value(3, 2) == "Họ và tên"
    assert sheet.value(5, 2) == "Lò A"
    assert list(sheet.numbers()) == [1, 2, 3, 4, 5]
    assert sheet.row(99) == []


def test_cells_come_as_plain_values():
    rows = [
        ["chữ", 1985, 1.5, True, date(1985, 3, 12), MOMENT, None, "  "],
        ["012345678901", 12345678901, -3, False, date(1899, 12, 31), Formula("=B1+1", 1986), "x", "y"],
    ]

    first, second = read_source("x.xlsx", xlsx(rows)).sheets[0].rows

    assert first == ["chữ", 1985, 1.5, True, date(1985, 3, 12), MOMENT]
    assert [type(value) for value in first[1:4]] == [int, float, bool]
    assert second[:4] == ["012345678901", 12345678901, -3, False]
    assert second[5] == 1986


def test_the_two_epochs_give_the_same_day():
    rows = [[date(1985, 3, 12)]]

    assert read_source("x", xlsx(rows)).sheets[0].rows == rows
    assert read_source("x", xlsx(rows, date_1904=True)).sheets[0].rows == rows


def test_merges_formulas_and_hidden_sheets_are_told():
    first = Page([["a", None], [Formula("=1", 1), "b"]], [(1, 0, 1, 1)], "Một")
    second = Page([["c"]], name="Hai", hidden=True)

    source = read_source("C:\\Users\\a\\Kế hoạch.xlsx", xlsx(first, second))

    assert (source.name, source.format, source.encoding) == ("Kế hoạch.xlsx", "xlsx", None)
    assert [(sheet.name, sheet.visible) for sheet in source.sheets] == [("Một", True), ("Hai", False)]
    assert source.sheets[0].merges[0].covers(1, 1)
    assert source.sheets[0].formulas == {(2, 0)}
    assert source.sheets[1].formulas == frozenset()


def test_the_format_is_told_by_content():
    data = xlsx([["a"]])

    assert read_source("danh-sach.csv", data).format == "xlsx"
    assert read_source("danh-sach.xlsx", csv_bytes([["a", "b"]])).format == "csv"
    assert read_source("x", with_part(data, "xl/vbaProject.bin", lambda _: b"x")).format == "xlsm"
    assert read_source("x", data).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_files(encoding, delimiter):
    rows = [
        ["Danh sách, năm 2022", "", ""],
        [],
        ["STT", "Họ và tên", "Số hiệu"],
        ["1", "Lò; Văn, Minh", "007"],
        ["2", "hai\ndòng", "1,5"],
    ]

    source = read_source("x.csv", csv_bytes(rows, delimiter=delimiter, encoding=encoding))

    assert source.encoding == encoding
    assert source.delimiter == delimiter
    assert source.format == ("tsv" if delimiter == "\t" else "csv")
    assert source.sheets[0].rows == [["Danh sách, năm 2022"], [], *rows[2:]]


def test_a_sep_line_names_the_delimiter_and_counts_as_a_row():
    source = read_source("x.csv", b"sep=,\r\na;b,c\r\n")

    assert source.delimiter == ","
    assert source.sheets[0].rows == [[], ["a;b", "c"]]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a;b\nc;d\n"mở;e\nf;g\n', 3),
        ('a;b\n"mở;e\nf;g\n"x";h\n', 2),
        ('a;b\n"x"y;c\n', 2),
    ],
)
def test_a_quote_left_open_is_refused_with_its_line(text, line):
    with pytest.raises(FileRefused) as refused:
        read_source("x.csv", text.encode())

    assert refused.value.code == "bad_csv"
    assert f"dòng {line};" in refused.value.message


def test_whatever_a_reader_raises_is_a_refusal(monkeypatch):
    def fail(*args, **kwargs):
        raise IndexError

    monkeypatch.setattr(workbooks, "read_worksheet", fail)

    with pytest.raises(FileRefused) as refused:
        read_source("x.xlsx", xlsx([["a"]]))

    assert refused.value.code == "unreadable"


def test_a_workbook_of_another_program_is_read_alike():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet["B3"], sheet["B4"], sheet["C4"] = "Họ và tên", "Lò A", "=1+1"
    sheet.merge_cells("B3:C3")
    sheet["B4"].comment = openpyxl.comments.Comment("ghi chú", "A")
    stream = io.BytesIO()
    book.save(stream)

    read = read_source("x", stream.getvalue()).sheets[0]

    assert (read.name, read.value(3, 1), read.value(4, 1)) == ("Danh sách", "Họ và tên", "Lò A")
    assert read.formulas == {(4, 2)}
    assert read.merges == (Merge(3, 1, 3, 2),)
