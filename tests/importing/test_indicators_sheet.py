"""Indicators of localities in and out as a sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rotations.importing.sheets import CsvFile, IndicatorSheet, XlsxFile
from rotations.models import LocalityIndicator
from tests import makers
from tests.importing.sheets import counts, faults, out_and_back, refusal, taken, taken_csv

HEADINGS = [
    "Đơn vị",
    "Năm",
    "Chỉ tiêu",
    "Tên chỉ tiêu khác",
    "Giá trị",
    "Đến (nếu là khoảng)",
    "Bộ tiêu chí",
    "Ghi chú",
]
RATE = ["Xã Chỉ Tiêu", 2023, "Tỷ lệ hộ nghèo đa chiều", None, "21,22", None, None, "- theo báo cáo"]
RANGE = ["Xã Chỉ Tiêu", 2023, "Giảm tỷ lệ hộ nghèo trong năm", None, "-0,5", 5, None, None]
CRITERIA = ["Xã Chỉ Tiêu", 2023, "Số tiêu chí nông thôn mới đạt", None, 10, None, "Bộ thử 19", None]


@pytest.fixture
def commune(db):
    makers.make_criteria_set(name="Bộ thử 19")
    return makers.make_unit("Xã Chỉ Tiêu")


def test_new_figures_are_taken_with_a_decimal_comma(board, commune):
    assert counts(taken(IndicatorSheet, board, [HEADINGS, RATE, RANGE, CRITERIA])) == {"new": 3}

    rate = commune.indicators.get(kind="poverty_rate")
    assert rate.value == Decimal("21.22")
    assert rate.note == "- theo báo cáo"
    assert rate.history.get().history_user == board
    assert commune.indicators.get(kind="poverty_reduction").value == Decimal("-0.5")


def test_the_same_file_twice_changes_nothing_also_as_text(board, commune):
    taken(IndicatorSheet, board, [HEADINGS, RATE, RANGE, CRITERIA])

    assert counts(taken(IndicatorSheet, board, [HEADINGS, RATE, RANGE, CRITERIA])) == {"skip": 3}
    assert counts(taken_csv(IndicatorSheet, board, [HEADINGS, RATE, RANGE, CRITERIA])) == {"skip": 3}


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_a_download_comes_back_unchanged(board, commune, file):
    taken(IndicatorSheet, board, [HEADINGS, RATE, RANGE, CRITERIA])

    assert out_and_back(IndicatorSheet, board, file) == {"skip": 3}


def test_a_missing_heading_is_named(board):
    assert "Thiếu cột “Năm”, “Giá trị”" in refusal(
        taken(IndicatorSheet, board, [["Đơn vị", "Chỉ tiêu"], ["Xã", "x"]])
    )


def test_a_row_tells_all_its_faults(board, commune):
    result = taken(
        IndicatorSheet,
        board,
        [
            HEADINGS,
            ["Xã Không Có", "hai nghìn", "Dân số", None, "nhiều", None, "Bộ lạ", None],
            ["Xã Chỉ Tiêu", 2023, "Số tiêu chí nông thôn mới đạt", None, 10, 4, None, None],
        ],
    )

    assert set(faults(result)[2]) >= {"Đơn vị", "Năm", "Chỉ tiêu", "Giá trị", "Bộ tiêu chí"}
    assert "theo bộ tiêu chí nào" in str(faults(result)[3])
    assert "Cận trên" in str(faults(result)[3])
    assert not LocalityIndicator.objects.exists()
