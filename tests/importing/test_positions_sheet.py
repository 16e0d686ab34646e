"""The catalogue of positions in and out as a sheet."""

from __future__ import annotations

import pytest

from rotations.importing.sheets import CsvFile, PositionSheet, XlsxFile
from rotations.models import Position
from tests.importing.sheets import counts, faults, out_and_back, refusal, taken

HEADINGS = [
    "Chức danh",
    "Khối",
    "Cách thức bố trí",
    "Cấp trưởng",
    "Chức danh chủ chốt",
    "Thứ bậc",
    "Tên gọi khác",
]
ROW = ["Trưởng ban Thử", "Đảng", "bổ nhiệm", "x", None, 12, "TB Thử; Tr.ban Thử"]


def test_a_new_position_comes_with_its_other_spellings(board):
    assert counts(taken(PositionSheet, board, [HEADINGS, ROW])) == {"new": 1}

    position = Position.objects.get(name="Trưởng ban Thử")
    assert (position.filling, position.is_head, position.is_key, position.rank) == (
        "appointed",
        True,
        False,
        12,
    )
    assert position.aliases.count() == 2
    assert position.history.get().history_user == board


def test_the_same_file_twice_changes_nothing(board):
    taken(PositionSheet, board, [HEADINGS, ROW])

    assert counts(taken(PositionSheet, board, [HEADINGS, ROW])) == {"skip": 1}


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_a_download_comes_back_unchanged(board, file):
    taken(PositionSheet, board, [HEADINGS, ROW])

    assert out_and_back(PositionSheet, board, file) == {"skip": Position.objects.count()}


def test_a_missing_heading_is_named(board):
    assert "Thiếu cột “Chức danh”" in refusal(taken(PositionSheet, board, [["Thứ bậc", "Khối"], [1, "Đảng"]]))


def test_a_row_tells_all_its_faults(board):
    result = taken(
        PositionSheet, board, [HEADINGS, ["Chức Thử", "Quân đội", None, "có lẽ", None, "một", None]]
    )

    assert set(faults(result)[2]) >= {"Khối", "Cách thức bố trí", "Cấp trưởng", "Thứ bậc"}
