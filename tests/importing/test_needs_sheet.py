"""Needs of units (Biểu 1) in and out as a sheet."""

from __future__ import annotations

import pytest

from rotations.importing.sheets import CsvFile, NeedSheet, XlsxFile
from rotations.models import RotationNeed
from tests import makers
from tests.importing.sheets import counts, faults, out_and_back, refusal, taken

HEADINGS = ["Năm", "Đơn vị đề xuất", "Hướng", "Chức danh", "Vị trí (ghi thêm)", "Số lượng", "Lý do", "Yêu cầu",
            "Nhân sự đề xuất", "Thời gian dự kiến"]  # fmt: skip
ROW = [
    2025,
    "Xã Cần Người",
    None,
    "Phó Bí thư Đảng ủy",
    None,
    None,
    "Thiếu cán bộ",
    "Đại học\ncao cấp",
    "000123",
    "09/2025",
]
OFFER = [2025, "Xã Cần Người", "Đề xuất cử đi", None, "Công chức văn phòng", 2, None, None, None, 2025]


@pytest.fixture
def commune(db):
    makers.make_position("Phó Bí thư Đảng ủy")
    makers.make_official("Vàng Thị Dợ", official_code="000123")
    return makers.make_unit("Xã Cần Người")


def test_new_needs_are_taken(board, commune):
    assert counts(taken(NeedSheet, board, [HEADINGS, ROW, OFFER])) == {"new": 2}

    need = commune.needs.get(direction="in")
    assert (need.quantity, need.proposed_official.full_name, str(need.expected)) == (
        1,
        "Vàng Thị Dợ",
        "09/2025",
    )
    assert need.requirements == "Đại học\ncao cấp"
    assert str(commune.needs.get(direction="out").expected) == "2025"
    assert need.history.get().history_user == board


def test_the_same_file_twice_changes_nothing(board, commune):
    taken(NeedSheet, board, [HEADINGS, ROW, OFFER])

    assert counts(taken(NeedSheet, board, [HEADINGS, ROW, OFFER])) == {"skip": 2}


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_a_download_comes_back_unchanged_also_with_two_needs_alike(board, commune, file):
    taken(NeedSheet, board, [HEADINGS, ROW, OFFER])
    makers.make_need(commune, position_text="Công chức", quantity=1)
    makers.make_need(commune, position_text="Công chức", quantity=1)

    assert out_and_back(NeedSheet, board, file) == {"skip": 4}


def test_a_missing_heading_is_named(board):
    assert "Thiếu cột “Năm kế hoạch”" in refusal(
        taken(NeedSheet, board, [["Đơn vị", "Chức danh"], ["Xã", "x"]])
    )


def test_a_row_tells_all_its_faults(board, commune):
    result = taken(
        NeedSheet,
        board,
        [
            HEADINGS,
            ["x", "Xã Lạ", "ngang", "Chức Lạ", None, 1.5, "vì vậy", None, "Không Ai", "13/2025"],
            [2025, "Xã Cần Người", None, None, None, 0, None, None, None, None],
        ],
    )

    assert set(faults(result)[2]) >= {
        "Năm kế hoạch", "Đơn vị đề xuất", "Hướng", "Chức danh cần bổ sung", "Số lượng", "Lý do", "Nhân sự đề xuất",
        "Thời gian dự kiến",
    }  # fmt: skip
    assert "Số lượng phải từ 1" in str(faults(result)[3])
    assert "Hãy chọn chức danh" in str(faults(result)[3])
    assert not RotationNeed.objects.exists()
