"""The register of officials in and out as a sheet."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rotations.importing.sheets import CsvFile, OfficialSheet, XlsxFile, read_dataset
from rotations.models import Official
from tests import makers
from tests.importing.sheets import counts, faults, out, out_and_back, refusal, taken, taken_csv

HEADINGS = ["Số hiệu cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Đơn vị", "Chức vụ (a; b)",
            "Giữ chức vụ từ", "Số CCCD", "Hệ số lương", "Ghi chú"]  # fmt: skip
ROW = ["00123", "LÒ VĂN PẢN", "12/03/1985", "nam", "Thái", "Xã Có Ghế", "Bí thư Đảng ủy; Chủ tịch HĐND", "06/2021",
       "011085000123", "4,98", "=HYPERLINK(1)"]  # fmt: skip


@pytest.fixture
def commune(db):
    unit = makers.make_unit("Xã Có Ghế")
    makers.make_post(unit, "Bí thư Đảng ủy")
    makers.make_post(unit, "Chủ tịch HĐND")
    return unit


def test_a_new_person_comes_with_the_posts_held_since_then(board, commune):
    assert counts(taken(OfficialSheet, board, [HEADINGS, ROW])) == {"new": 1}

    person = Official.objects.get(official_code="00123")
    assert (person.full_name, str(person.birth), person.sex) == ("Lò Văn Pản", "12/03/1985", "male")
    assert (person.ethnicity.name, person.citizen_id, str(person.pay_coefficient)) == (
        "Thái",
        "011085000123",
        "4.98",
    )
    held = {(h.post.position.name, h.is_main, str(h.started)) for h in person.holdings.all()}
    assert held == {("Bí thư Đảng ủy", True, "06/2021"), ("Chủ tịch HĐND", False, "06/2021")}
    assert person.history.get().history_user == board
    assert {line.history_user for holding in person.holdings.all() for line in holding.history.all()} == {
        board
    }


def test_the_same_file_twice_changes_nothing_whatever_excel_made_of_the_cells(board, commune):
    taken(OfficialSheet, board, [HEADINGS, ROW])
    histories = Official.history.count()
    as_excel = [
        *ROW[:2],
        datetime(1985, 3, 12),  # noqa: DTZ001 - a cell has no zone
        *ROW[3:9],
        4.98,
        ROW[10],
    ]

    assert counts(taken(OfficialSheet, board, [HEADINGS, ROW])) == {"skip": 1}
    assert counts(taken(OfficialSheet, board, [HEADINGS, as_excel])) == {"skip": 1}
    assert counts(taken_csv(OfficialSheet, board, [HEADINGS, ROW])) == {"skip": 1}
    assert Official.history.count() == histories


def test_a_number_excel_made_of_a_code_is_the_code(board, commune):
    makers.make_official("Vàng A Chá", commune, official_code="12345")

    assert counts(
        taken(OfficialSheet, board, [[*HEADINGS[:2], "Đơn vị"], [12345, "Vàng A Chá", "Xã Có Ghế"]])
    ) == {"skip": 1}


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_a_download_comes_back_unchanged(board, commune, file):
    taken(OfficialSheet, board, [HEADINGS, ROW])
    makers.make_official("Mùa A Inh", commune, birth_date=date(1990, 1, 1), birth_date_precision="year")
    makers.make_official("Mùa A Inh", commune, birth_date=date(1991, 2, 1), birth_date_precision="month")
    elsewhere = makers.make_post(position="Chủ tịch UBND")
    makers.make_holding(Official.objects.get(official_code="00123"), elsewhere, is_main=False)

    assert out_and_back(OfficialSheet, board, file) == {"skip": 3}


def test_a_download_runs_nothing_keeps_zeros_and_marks_its_encoding(board, commune):
    taken(OfficialSheet, board, [HEADINGS, ROW])

    text = out(OfficialSheet, board, CsvFile)
    sheet = read_dataset(out(OfficialSheet, board, XlsxFile))

    assert text.startswith(b"\xef\xbb\xbf")
    assert ";'=HYPERLINK(1)" in text.decode("utf-8-sig")
    assert ";011085000123;" in text.decode("utf-8-sig")
    assert sheet["Ghi chú"] == ["'=HYPERLINK(1)"]
    assert sheet["Số CCCD"] == ["011085000123"]
    assert sheet["Ngày sinh"] == ["12/03/1985"]


@pytest.mark.parametrize("start", ["=1", "+1+1", "-cmd", "@SUM", "\t=1"])
def test_no_cell_of_a_download_begins_like_a_formula(board, start):
    makers.make_official("Lò Thị Hặc", note=start)

    lines = out(OfficialSheet, board, CsvFile).decode("utf-8-sig").splitlines()

    assert not [cell for cell in lines[1].split(";") if cell[:1] in {"=", "+", "-", "@", "\t"}]


def test_a_missing_heading_is_named(board):
    assert "Thiếu cột “Đơn vị”" in refusal(
        taken(OfficialSheet, board, [["Họ và tên", "Ngày sinh"], ["A", 1980]])
    )


def test_a_row_tells_all_its_faults(board, commune):
    result = taken(
        OfficialSheet,
        board,
        [
            HEADINGS,
            [
                "1",
                "Sùng A Đôi",
                "31/02/1985",
                "không rõ",
                "Người Lạ",
                "Xã Khác",
                "Trưởng Lạ",
                "2021",
                "123",
                "cao",
                None,
            ],
            [
                "2",
                "Sùng A Sinh",
                "1985",
                "nam",
                "Thái",
                "Xã Có Ghế",
                "Bí thư Đảng ủy",
                None,
                "123",
                "4,98",
                None,
            ],
        ],
    )

    assert set(faults(result)[2]) >= {
        "Ngày sinh", "Giới tính", "Dân tộc", "Đơn vị", "Chức vụ", "Hệ số lương",
    }  # fmt: skip
    assert "chưa ghi Giữ chức vụ từ" in str(faults(result)[3])
    assert "CCCD phải đủ 12 chữ số" in str(faults(result)[3])
    assert not Official.objects.filter(full_name__startswith="Sùng").exists()


def test_a_second_person_in_a_one_person_seat_is_a_fault_in_words(board, commune):
    result = taken(
        OfficialSheet,
        board,
        [
            HEADINGS[:8],
            ROW[:8],
            ["77", "Vàng Thị Khoa", None, None, None, "Xã Có Ghế", "Bí thư Đảng ủy", "01/2022"],
        ],
    )

    assert "đã đủ người giữ" in faults(result)[3]["Chức vụ"][0]
    assert not Official.objects.filter(official_code__in=["00123", "77"]).exists()


def test_a_second_main_post_elsewhere_is_a_fault_and_ends_nothing(board, commune):
    person = makers.make_official("Tòng Văn Dợ", official_code="55", unit=commune)
    holding = makers.make_holding(person)

    result = taken(
        OfficialSheet,
        board,
        [HEADINGS[:8], ["55", "Tòng Văn Dợ", None, None, None, "Xã Có Ghế", "Bí thư Đảng ủy", "01/2023"]],
    )

    assert "chức vụ chính khác" in faults(result)[2]["Giữ chức vụ từ"][0]
    holding.refresh_from_db()
    assert holding.held_until is None


def test_party_dates_the_wrong_way_round_are_a_fault_in_words(board, commune):
    result = taken(
        OfficialSheet,
        board,
        [
            ["Họ và tên", "Đơn vị", "Ngày vào Đảng", "Ngày chính thức"],
            ["Lò A Ươm", "Xã Có Ghế", "03/02/2010", "03/02/2009"],
        ],
    )

    assert "Ngày chính thức không thể trước" in str(faults(result)[2])


def test_one_person_twice_in_a_file_is_a_fault(board, commune):
    result = taken(OfficialSheet, board, [HEADINGS, ROW, [None, *ROW[1:8], None, None, None]])

    assert "với dòng 2" in str(faults(result)[3])


def test_namesakes_that_the_row_does_not_tell_apart_are_a_fault(board, commune):
    makers.make_official("Lò Văn Mẩy", commune)
    makers.make_official("Lò Văn Mẩy", commune)

    result = taken(OfficialSheet, board, [["Họ và tên", "Đơn vị"], ["Lò Văn Mẩy", "Xã Có Ghế"]])

    assert "Có 2 người tên" in str(faults(result)[2])


def test_columns_hidden_from_an_account_do_not_exist_for_it(clerk):
    makers.make_official("Lò Văn Kín", clerk.unit, citizen_id="011085000999")

    sheet = read_dataset(out(OfficialSheet, clerk))
    result = taken(
        OfficialSheet, clerk, [["Họ và tên", "Đơn vị", "Số CCCD"], ["Lò Văn Kín", clerk.unit.name, "1"]]
    )

    assert "Số CCCD" not in sheet.headers
    assert "Dân tộc" not in sheet.headers
    assert "Không nhận ra cột “Số CCCD”" in refusal(result)
