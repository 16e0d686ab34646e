"""Headings and rows as files that a spreadsheet program opens and never runs."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest

from rotations.partial_dates import PartialDate
from rotations.reports.files import csv_lines, marked_workbook, sheet_name, write_xlsx

HEADINGS = ("Họ và tên", "Số")


def sheet_of(rows, sheet="Danh sách", headings=HEADINGS):
    with write_xlsx(headings, rows, sheet=sheet) as book:
        [written] = openpyxl.load_workbook(book).worksheets
    return written


def cells_of(row) -> list:
    return list(sheet_of([row], headings=[f"Cột {n}" for n in range(len(row))])[2])


def line_of(*row) -> list[str]:
    text = "".join(csv_lines(HEADINGS, [row]))
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))[1]


@pytest.mark.parametrize("typed", ["=1+1", "+84 912", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}"])
def test_text_is_never_a_formula_in_a_workbook(typed):
    [cell] = cells_of([typed])

    assert (cell.data_type, cell.value) == ("s", typed)


@pytest.mark.parametrize("typed", ["=1+1", "+84 912", "-x", "@SUM(A1)", "\tx"])
def test_text_that_begins_a_formula_is_neutralised_in_csv(typed):
    assert line_of(typed) == [f"'{typed}"]


def test_a_negative_number_stays_a_number_in_csv():
    assert line_of(-3, Decimal("-2.5")) == ["-3", "-2,5"]


def test_long_digits_keep_their_leading_zero_and_all_their_places():
    [cell] = cells_of(["011085000123"])

    assert (cell.data_type, cell.value) == ("s", "011085000123")
    assert line_of("011085000123") == ["011085000123"]


def test_an_address_is_no_link():
    [cell] = cells_of(["http://example.test"])

    assert cell.hyperlink is None


def test_a_day_is_a_date_and_a_month_is_what_people_write():
    day, month = cells_of([PartialDate.of_day(date(2022, 9, 15)), PartialDate.of_month(2022, 9)])

    assert (day.is_date, day.value, day.number_format) == (True, datetime(2022, 9, 15), "dd/mm/yyyy")  # noqa: DTZ001
    assert month.value == "09/2022"
    assert line_of(date(2022, 9, 15), PartialDate.of_year(2022)) == ["15/09/2022", "2022"]


def test_a_moment_loses_its_zone_and_seconds():
    assert line_of(datetime(2025, 3, 10, 8, 30, 59, tzinfo=UTC)) == ["10/03/2025 08:30"]


def test_yes_no_and_nothing_are_words():
    assert line_of(True, False, None) == ["Có", "Không", ""]


def test_the_headings_stay_in_sight():
    sheet = sheet_of([], "Kế hoạch")

    assert sheet.freeze_panes == "A2"
    assert (sheet.title, [cell.value for cell in sheet[1]]) == ("Kế hoạch", list(HEADINGS))


def test_csv_opens_with_its_letters_in_excel():
    lines = list(csv_lines(HEADINGS, [["Lò Thị Thân", 1]]))

    assert lines == ["\ufeffHọ và tên;Số\r\n", "Lò Thị Thân;1\r\n"]


def test_a_row_of_many_is_where_it_belongs():
    sheet = sheet_of([n, n] for n in range(500))

    assert [sheet.cell(row, 1).value for row in (2, 201, 202, 501)] == [0, 199, 200, 499]


def test_a_sheet_name_is_one_the_program_takes():
    assert (
        sheet_name("Biểu 3: [kết quả] 2025/2026 của toàn huyện Nậm Pồ") == "Biểu 3 kết quả 20252026 của toà"
    )
    assert sheet_name("??") == "Danh sách"


# --- Who took it out, and when -----------------------------------------------------------------------------

MARK = "Xuất bởi Vàng A Chứ & Co <ban> (board) lúc 22:30 10/03/2025"


def marks_of(content) -> tuple[str, str]:
    """What stands at the foot of the first page, and in the properties of the file."""
    book = openpyxl.load_workbook(content)
    return book.worksheets[0].oddFooter.left.text, book.properties.description


def test_a_workbook_says_on_every_page_and_in_its_properties_who_took_it_out():
    with write_xlsx(HEADINGS, [["Lò Thị Thân", 1]], sheet="x", mark=MARK) as book:
        foot, properties = marks_of(book)

    assert foot.replace("&&", "&") == f"Tài liệu nội bộ · {MARK}"
    assert properties == MARK


@pytest.mark.parametrize("made_by", ["xlsxwriter", "openpyxl"])
def test_a_workbook_made_already_is_marked_without_touching_its_cells(made_by):
    if made_by == "xlsxwriter":
        with write_xlsx(HEADINGS, [["Lò Thị Thân", 1]], sheet="x") as made:
            content = made.read()
    else:
        stream, book = BytesIO(), openpyxl.Workbook()
        book.active.append(["Lò Thị Thân", 1])
        book.save(stream)
        content = stream.getvalue()

    marked = BytesIO(marked_workbook(content, MARK))

    foot, properties = marks_of(marked)
    assert foot.replace("&&", "&") == f"Tài liệu nội bộ · {MARK}"
    assert properties == MARK
    before, after = openpyxl.load_workbook(BytesIO(content)).active, openpyxl.load_workbook(marked).active
    assert list(after.values) == list(before.values)


def test_a_csv_file_says_so_in_its_last_line():
    assert list(csv_lines(HEADINGS, [["Lò Thị Thân", 1]], mark=MARK))[-1].strip() == MARK
