"""A sheet as a workbook in the office's layout: what stands where, what prints on every page, and nothing that runs."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from rotations.reports.letterhead import letterhead
from rotations.reports.office_files import office_workbook
from rotations.reports.sheets import Head, Line, OfficeSheet, top_heads

MARK = "Xuất bởi Lò Văn Thử (thu) lúc 08:00 10/03/2025"
HEADS = (
    Head("n", "STT", width=6),
    Head("name", "Họ và tên", width=20),
    Head("men", "Nam", "Ngày sinh"),
    Head("women", "Nữ", "Ngày sinh"),
    Head("done", "Tổng số", is_number=True),
)


def sheet(*lines, heads=HEADS, **fields):
    given = {
        "form": "Biểu 9",
        "title": "Danh sách thử",
        "period": "năm 2025",
        "counted": "Đơn vị tính: lượt.",
    }
    return OfficeSheet(**given | fields, heads=heads, lines=tuple(lines))


def opened(office):
    with office_workbook(office, on=date(2025, 3, 10), mark=MARK) as written:
        return openpyxl.load_workbook(written).active


def test_title_headings_lines_total_and_signatures_stand_in_order():
    page = opened(
        sheet(
            Line(("I. Huyện → xã (1 người)",), is_group=True),
            Line((1, "Lò Thị Sáng", "", date(1985, 3, 12), 2)),
            total=Line(("", "Tổng cộng", "", "", 2)),
        )
    )

    texts = [[cell.value for cell in row if cell.value is not None] for row in page.iter_rows()]
    assert texts == [
        ["BAN TỔ CHỨC", "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["Biểu 9"],
        ["DANH SÁCH THỬ"],
        ["năm 2025"],
        ["Đơn vị tính: lượt."],
        [],
        ["STT", "Họ và tên", "Ngày sinh", "Tổng số"],
        ["Nam", "Nữ"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["I. Huyện → xã (1 người)"],
        [1, "Lò Thị Sáng", page["D11"].value, 2],
        ["Tổng cộng", 2],
        [],
        ["…………, ngày 10 tháng 03 năm 2025"],
        ["NGƯỜI LẬP BIỂU", "TRƯỞNG BAN"],
        ["(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)"],
    ]
    assert page["D11"].is_date


def test_headings_are_merged_over_their_columns_and_down_where_they_are_alone():
    merged = {str(area) for area in opened(sheet(Line((1, "A", "", "", 2)))).merged_cells.ranges}

    assert {"A7:A8", "B7:B8", "C7:D7", "E7:E8"} <= merged


def test_a_number_in_order_stands_in_the_middle_of_its_column_and_a_figure_to_the_right():
    page = opened(sheet(Line((1, "A", "", "", 2))))

    assert page["A10"].value == 1
    assert [page[cell].alignment.horizontal for cell in ("A10", "E10")] == ["center", "right"]


def test_headings_of_one_level_take_one_row():
    page = opened(sheet(Line((1, "A")), heads=HEADS[:2]))

    assert [page.cell(row, 1).value for row in (7, 8, 9)] == ["STT", "(1)", 1]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("Xã", 1), ("Phó Trưởng", 2), ("một hai ba bốn năm sáu bảy tám", 4), ("a\nb", 2)],
)
def test_a_row_is_as_high_as_the_longest_of_its_texts(text, lines):
    page = opened(sheet(Line((1, text)), heads=(HEADS[0], Head("b", "B", width=9))))

    assert page.row_dimensions[9].height == lines * 15.75


def test_headings_of_two_levels_are_as_high_as_what_stands_in_them():
    heads = (Head("a", "Một tên cột rất dài đứng một mình", width=9), Head("b", "B", "Nhóm"))

    page = opened(sheet(Line((1, "A")), heads=heads))

    assert page.row_dimensions[7].height + page.row_dimensions[8].height == 4 * 15.75


@pytest.mark.parametrize(("is_wide", "orientation"), [(True, "landscape"), (False, None)])
def test_it_prints_on_a4_with_its_headings_on_every_page_and_the_page_number(is_wide, orientation):
    page = opened(sheet(Line((1, "A", "", "", 2)), is_wide=is_wide))

    assert page.page_setup.paperSize == 9
    assert page.page_setup.orientation in (orientation, "portrait" if orientation is None else orientation)
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$7:$9"
    assert page.oddFooter.right.text == "Trang &P/&N"
    assert MARK in page.oddFooter.left.text


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("x")', "{=1}", "0123", "https://x.vn"]
)
def test_a_text_stays_a_text_whatever_it_begins_with(text):
    page = opened(
        sheet(
            Line((text,), is_group=True), Line((1, text, text, "", 2)), title=text, period=text, counted=text
        )
    )

    cells = [cell for row in page.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 5
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for row in page.iter_rows() for cell in row)


def test_the_place_is_left_to_the_hand_that_signs():
    assert letterhead().place_and_day(date(2025, 12, 5)) == "…………, ngày 05 tháng 12 năm 2025"


def test_neighbours_of_one_group_stand_under_one_heading_and_others_do_not():
    heads = (Head("a", "A"), Head("b", "B", "G"), Head("c", "C", "G"), Head("d", "D"), Head("e", "E", "G"))

    assert [(one.label, one.span, one.is_alone) for one in top_heads(heads)] == [
        ("A", 1, True), ("G", 2, False), ("D", 1, True), ("G", 1, False),
    ]  # fmt: skip


def test_the_installation_says_whose_paper_it_is_and_who_signs(settings):
    settings.OFFICE_SUPERIOR, settings.OFFICE_NAME = "HUYỆN ỦY NẬM THỬ", "BAN TỔ CHỨC"
    settings.OFFICE_PLACE, settings.OFFICE_SIGNED_BY = "Nậm Thử", "T/M BAN THƯỜNG VỤ|BÍ THƯ"

    page = opened(sheet(Line((1, "A", "", "", 2))))

    texts = [[cell.value for cell in row if cell.value is not None] for row in page.iter_rows()]
    assert texts[:2] == [["HUYỆN ỦY NẬM THỬ", "ĐẢNG CỘNG SẢN VIỆT NAM"], ["BAN TỔ CHỨC", "Biểu 9"]]
    assert texts[-4:] == [
        ["Nậm Thử, ngày 10 tháng 03 năm 2025"],
        ["NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ"],
        ["BÍ THƯ"],
        ["(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)"],
    ]
