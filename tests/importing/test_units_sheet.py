"""Units in and out as a sheet."""

from __future__ import annotations

import pytest

from rotations.importing.files.refusals import FileRefused
from rotations.importing.sheets import CsvFile, UnitSheet, XlsxFile, read_dataset
from rotations.models import StandardSeat, Unit
from tests import makers
from tests.importing.sheets import counts, faults, out_and_back, refusal, taken
from tests.importing.workbooks import Formula, xlsx

HEADINGS = ["Mã đơn vị", "Tên đơn vị", "Cấp (huyện, xã, tỉnh)", "Khối", "Đơn vị cấp trên", "Tên gọi khác (a; b)",
            "Chức danh (Bí thư Đảng ủy (1); …)", "Hiệu lực từ", "Hiệu lực đến"]  # fmt: skip
DISTRICT = ["H01", "Huyện Thử Một", "Huyện", "Khối chính quyền", None, None, None, "05/03/2013", None]
COMMUNE = [
    "03202",
    "Xã Ðăk Thử",
    "xã",
    None,
    "Huyện Thử Một",
    "Ðăk Thử; Đ. Thử",
    "Bí thư Đảng ủy (1); Phó Bí thư Đảng ủy (2)",
    None,
    None,
]


def test_new_units_come_with_their_parent_of_the_same_file_their_names_and_seats(board):
    result = taken(UnitSheet, board, [HEADINGS, DISTRICT, COMMUNE])

    assert counts(result) == {"new": 2}
    commune = Unit.objects.get(code="03202")
    assert (commune.name, commune.parent.name, commune.block) == ("Xã Đăk Thử", "Huyện Thử Một", "locality")
    assert {alias.name for alias in commune.aliases.all()} == {"Đăk Thử", "Đ. Thử"}
    assert {(post.position.name, post.quota) for post in commune.posts.all()} == {
        ("Bí thư Đảng ủy", 1),
        ("Phó Bí thư Đảng ủy", 2),
    }
    # 5 March, not 3 May.
    assert commune.parent.valid_from.isoformat() == "2013-03-05"
    assert commune.history.get().history_user == board


def test_a_unit_without_seats_gets_the_standard_ones(board):
    StandardSeat.objects.all().delete()
    StandardSeat.objects.create(
        level="commune", block="locality", position=makers.make_position("Chủ tịch UBND"), quota=1
    )

    taken(UnitSheet, board, [["Tên đơn vị", "Cấp"], ["Xã Mới Lập", "Xã"]])

    assert [post.position.name for post in Unit.objects.get(name="Xã Mới Lập").posts.all()] == [
        "Chủ tịch UBND"
    ]


def test_the_same_file_twice_changes_nothing(board):
    taken(UnitSheet, board, [HEADINGS, DISTRICT, COMMUNE])
    histories = Unit.history.count()

    assert counts(taken(UnitSheet, board, [HEADINGS, DISTRICT, COMMUNE])) == {"skip": 2}
    assert Unit.history.count() == histories


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_a_download_comes_back_unchanged(board, file):
    taken(UnitSheet, board, [HEADINGS, DISTRICT, COMMUNE])
    makers.make_unit("Xã Trùng Tên", parent=Unit.objects.get(code="H01"))
    makers.make_unit("Xã Trùng Tên", note="=1+1")
    makers.make_unit("Tổ dân phố", parent=Unit.objects.get(code="03202"))

    assert out_and_back(UnitSheet, board, file) == {"skip": 5}


def test_a_missing_an_unknown_and_a_doubled_heading_are_named(board):
    result = taken(UnitSheet, board, [["Tên đơn vị", "Đơn vị", "Dân số"], ["Xã A", "Xã B", 5]])

    said = refusal(result)
    assert "Thiếu cột “Cấp”" in said
    assert "“Dân số”" in said
    assert "“Tên đơn vị” có hai lần" in said
    assert not Unit.objects.filter(name="Xã A").exists()


def test_a_row_tells_all_its_faults_and_the_whole_file_waits(board):
    result = taken(
        UnitSheet,
        board,
        [
            HEADINGS,
            DISTRICT,
            ["X9", "Xã Lỗi", "thôn", None, "Huyện Không Có", None, "Chức Danh Lạ (2)", "31/02/2020", None],
            ["X8", "Xã Ngược", "Xã", None, None, None, None, "01/01/2021", "01/01/2020"],
        ],
    )

    assert set(faults(result)) == {3, 4}
    assert set(faults(result)[3]) >= {"Cấp", "Đơn vị cấp trên", "Chức danh", "Hiệu lực từ"}
    assert "hết hiệu lực sau ngày bắt đầu" in str(faults(result)[4])
    assert not Unit.objects.filter(code="H01").exists()


def test_one_unit_twice_in_a_file_is_a_fault(board):
    result = taken(UnitSheet, board, [HEADINGS, DISTRICT, DISTRICT])

    assert "với dòng 2" in str(faults(result)[3])
    assert not Unit.objects.filter(code="H01").exists()


def test_a_preview_keeps_nothing_and_says_the_same(board):
    rows = [HEADINGS, DISTRICT, COMMUNE]

    seen = counts(taken(UnitSheet, board, rows, keep=False))

    assert not Unit.objects.filter(code="H01").exists()
    assert seen == counts(taken(UnitSheet, board, rows))


def test_rows_excel_once_used_are_left_out_and_numbers_stay_those_of_the_file(board):
    result = taken(
        UnitSheet, board, [HEADINGS, [None] * 9, ["X1", "", "Xã"] + [None] * 6, [None] * 9, [" "] * 9]
    )

    assert list(faults(result)) == [3]


def test_a_formula_and_a_heading_less_column_refuse_the_file():
    with pytest.raises(FileRefused, match="Ô B2 chứa công thức"):
        read_dataset(xlsx([["Tên đơn vị", "Cấp"], ["Xã A", Formula("=1+1", "Xã")]]))
    with pytest.raises(FileRefused, match="Cột C có nội dung"):
        read_dataset(xlsx([["Tên đơn vị", "Cấp", None], ["Xã A", "Xã", "gì đó"]]))


def test_an_account_cannot_name_or_change_what_it_does_not_see(clerk):
    hidden = makers.make_unit("Xã Nơi Khác", code="K1")

    result = taken(
        UnitSheet, clerk, [["Tên đơn vị", "Cấp", "Đơn vị cấp trên"], ["Tổ một", "Xã", hidden.name]]
    )

    assert "không có trong danh mục đơn vị" in str(faults(result)[2])
