import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.importing.findings import Answers
from rotations.importing.sheets import CsvFile, UnitSheet, XlsxFile
from rotations.importing.taking_in import take_in
from rotations.importing.units.columns import UNITS
from rotations.importing.units.workbook import template_file
from rotations.models import PositionAlias, Post, StandardSeat, Unit, UnitAlias, UnitCode
from rotations.vocabulary import ImportKind, UnitBlock, UnitLevel
from tests.importing.results import entries, verdicts
from tests.importing.sheets import out
from tests.importing.unit_files import HEADINGS, answered, district, row, take, workbook
from tests.importing.workbooks import csv_bytes, xlsx
from tests.makers import TODAY, make_position, make_post, make_unit

pytestmark = pytest.mark.django_db

COMMUNE = {
    "code": "03165",
    "aliases": "Pa Tần; UBND xã Pa Tần",
    "seats": "Bí thư Đảng ủy (1); Phó Bí thư Đảng ủy (2)",
    "valid_from": date(2012, 8, 25),
    "note": "Xã biên giới",
}


@pytest.fixture
def huyen():
    return make_unit("Huyện Thử", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY, code="H01")


# ---- the five ways


def test_new_units_come_with_their_parent_their_other_names_and_their_seats(board):
    result = take(workbook(row(**COMMUNE), district(code="H01")), keep=True, by=board)

    assert result.committed
    unit = Unit.objects.get(code="03165")
    assert (unit.name, unit.level, unit.block, unit.note) == (
        "Xã Pa Tần",
        "commune",
        "locality",
        "Xã biên giới",
    )
    assert unit.parent == Unit.objects.get(code="H01")
    assert unit.valid_from == date(2012, 8, 25)
    assert {alias.name for alias in unit.aliases.all()} == {"Pa Tần", "UBND xã Pa Tần"}
    assert {(post.position.name, post.quota, post.opened_on) for post in unit.posts.all()} == {
        ("Bí thư Đảng ủy", 1, date(2012, 8, 25)),
        ("Phó Bí thư Đảng ủy", 2, date(2012, 8, 25)),
    }
    first = unit.history.get()
    assert (first.history_user, first.history_change_reason) == (board, "Nhập từ tệp don-vi.xlsx")


def test_a_new_unit_without_seats_gets_the_standard_ones(huyen):
    take(workbook(row()), keep=True)

    standard = StandardSeat.objects.filter(level="commune", block="locality").values_list("position", "quota")
    assert set(Post.objects.filter(unit__name="Xã Pa Tần").values_list("position", "quota")) == set(standard)


def test_the_same_file_twice_changes_nothing(huyen):
    data = workbook(row(**COMMUNE), row(name="Phòng Nội vụ", level="Huyện", block="Khối chính quyền"))
    take(data, keep=True)
    before = Unit.history.count(), UnitAlias.history.count(), Post.history.count()

    again = take(data, keep=True)

    assert verdicts(again) == ["unchanged", "unchanged"]
    assert not again.committed
    assert (Unit.history.count(), UnitAlias.history.count(), Post.history.count()) == before


@pytest.mark.parametrize("file", [XlsxFile, CsvFile])
def test_the_sheet_of_the_back_office_comes_in_unchanged(board, huyen, file):
    take(workbook(row(**COMMUNE)), keep=True)
    pa_tan = Unit.objects.get(code="03165")
    other = make_unit("Huyện Khác", UnitLevel.DISTRICT, block=UnitBlock.JUSTICE, valid_from=date(2013, 1, 1))
    make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=huyen)
    office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=other, valid_from=date(2001, 1, 1))
    make_unit("Tổ Một Cửa", UnitLevel.DISTRICT, parent=office, note="=1+1")
    make_unit("Xã Mường Chà", code="03166", parent=huyen, valid_to=date(2025, 7, 1), block=UnitBlock.LOCALITY)
    make_unit(
        "Xã Mường Chà", code="03166", parent=other, valid_from=date(2025, 7, 1), block=UnitBlock.LOCALITY
    )
    make_unit("Văn phòng", parent=pa_tan)
    make_post(huyen, "Bí thư Huyện ủy")

    result = take(out(UnitSheet, board, file))

    assert {found.name: found.verdict.value for found in entries(result)} == {
        unit.name: "unchanged" for unit in Unit.objects.all()
    }
    assert len(entries(result)) == Unit.objects.count()


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["Mã đơn vị", "Tên đơn vị", "Khối"], "Cấp (huyện, xã, tỉnh)"),
        (["Mã đơn vị", "Cấp", "Khối"], "Tên đơn vị"),
    ],
)
def test_a_missing_heading_refuses_the_file(db, headings, missing):
    result = take(workbook(["1", "Xã A", "Xã"], headings=headings))

    assert result.refusal is not None
    assert result.refusal.code == "missing_column"
    assert missing in result.refusal.message


# ---- what is written


def test_a_preview_changes_nothing(huyen):
    take(workbook(row(**COMMUNE), district(code="H01", note="Huyện miền núi")))

    assert Unit.objects.count() == 1
    assert not UnitAlias.objects.exists()
    huyen.refresh_from_db()
    assert huyen.note == ""


def test_changes_are_written_with_history_and_journal(board, huyen):
    unit = make_unit("Xã Pa Tần", code="03165", parent=None, block=UnitBlock.LOCALITY)
    post = make_post(unit, "Phó Bí thư Đảng ủy")

    result = take(
        workbook(row(**COMMUNE), row(name="Xã Mới", parent="Xã Pa Tần", block="Khối Đảng")),
        keep=True,
        by=board,
    )

    unit.refresh_from_db()
    post.refresh_from_db()
    assert (unit.parent, unit.valid_from, unit.note) == (huyen, date(2012, 8, 25), "Xã biên giới")
    assert post.quota == 2
    assert unit.history.first().history_user == board
    written = {entry["model"]: entry for entry in result.batch.rows.get(row_number=2).written}
    assert set(written) == {"unit", "unitalias", "post"}
    changed = next(entry for entry in result.batch.rows.get(row_number=2).written if entry["model"] == "unit")
    assert changed["before"] == {"parent_id": None, "valid_from": None, "note": ""}


def test_a_unit_may_go_under_one_that_the_file_sets_up(huyen):
    unit = make_unit("Xã Pa Tần", code="03165", parent=huyen, block=UnitBlock.LOCALITY)

    take(
        workbook(
            row(code="03165", parent="Tỉnh Thử"),
            row(name="Tỉnh Thử", level="Tỉnh", block="Địa phương", parent=None),
        ),
        keep=True,
    )

    unit.refresh_from_db()
    assert unit.parent == Unit.objects.get(name="Tỉnh Thử")


@pytest.mark.parametrize("dated_before", [True, False])
def test_a_changed_code_is_kept_with_the_days_it_was_in_use(huyen, dated_before):
    unit = make_unit("Xã Pa Tần", code="03165", parent=huyen, block=UnitBlock.LOCALITY)
    if dated_before:
        unit.codes.create(code="03165")

    answered(workbook(row(code="03999")), "same_name", "Là Xã Pa Tần", keep=True)

    unit.refresh_from_db()
    assert unit.code == "03999"
    assert set(unit.codes.values_list("code", "valid_from", "valid_to")) == {
        ("03165", None, TODAY),
        ("03999", TODAY, None),
    }
    # A file of before the change still finds it by the code of then, and does not change it back.
    assert verdicts(take(workbook(row(code="03165", valid_from=None)), on=date(2024, 1, 1))) == ["unchanged"]
    assert not UnitCode.objects.exclude(unit=unit).exists()


def test_a_code_written_for_the_first_time_is_only_put_right(huyen):
    unit = make_unit("Xã Pa Tần", parent=huyen, block=UnitBlock.LOCALITY)

    take(workbook(row(code="03165")), keep=True)

    unit.refresh_from_db()
    assert unit.code == "03165"
    assert not unit.codes.exists()


def test_a_seat_that_was_abolished_comes_back_from_the_day_it_was(huyen):
    unit = make_unit("Xã Pa Tần", parent=huyen, block=UnitBlock.LOCALITY)
    make_post(unit, "Chủ tịch UBND", abolished_on=date(2020, 1, 1))

    result = take(workbook(row(seats="Chủ tịch UBND (1)")), keep=True)

    assert result.committed
    assert set(unit.posts.values_list("opened_on", "abolished_on")) == {
        (None, date(2020, 1, 1)),
        (date(2020, 1, 1), None),
    }


def test_rows_held_back_stay_out_and_the_others_are_written(huyen):
    result = take(workbook(row(), row(name="Xã Lỗi", level="Bản"), row(name="Xã Hỏi", seats="CT")), keep=True)

    assert verdicts(result) == ["create", "error", "ask"]
    assert set(Unit.objects.values_list("name", flat=True)) == {"Huyện Thử", "Xã Pa Tần"}


def test_headings_in_any_spelling_and_order_and_a_column_nobody_knows(huyen):
    data = xlsx(
        [
            ["DANH MỤC ĐƠN VỊ"],
            ["TT", "Thuộc đơn vị", "Cấp hành chính", "TÊN  ĐƠN VỊ", "Dân số"],
            [1, "Huyện Thử", "xã", "Xã Ðăk Thử", 5000],
            ["Tổng cộng", None, None, None, 5000],
        ]
    )

    result = take(data, keep=True)

    assert Unit.objects.get(name="Xã Đăk Thử").parent == huyen
    assert [found.code for found in entries(result)[0].issues] == ["extra_column"]


def test_every_filled_cell_is_stored_asked_or_reported(huyen):
    data = csv_bytes([[*HEADINGS, "Lạ"], [*row(**{**COMMUNE, "valid_to": "01/07/2030"}), "x"]])

    (found,) = entries(take(data))

    told = {issue.column for issue in found.issues}
    about = found.shown
    assert told == {"Lạ"}
    assert about["unit"] == {"name": "Xã Pa Tần", "level": "commune", "code": "03165", "match": "new"}
    assert about["parent"] == "Huyện Thử"
    assert about["aliases"] == ["Pa Tần", "UBND xã Pa Tần"]
    assert about["seats"] == [
        {"position": "Bí thư Đảng ủy", "quota": 1},
        {"position": "Phó Bí thư Đảng ủy", "quota": 2},
    ]
    assert (about["valid_from"], about["valid_to"]) == ("2012-08-25", "2030-07-01")
    assert about["title"] == "Xã Pa Tần"
    assert {"label": "Đơn vị cấp trên", "text": "Huyện Thử"} in about["details"]
    assert found.read.note == "Xã biên giới"


def test_many_units_cost_as_many_queries_as_a_few(huyen):
    def queries(first: int, number: int) -> int:
        names = [f"Xã Số {n}" for n in range(first, first + number)]
        known = [row(name=name, code=f"K{name}", note="sửa") for name in names]
        for name in names:
            make_unit(name, code=f"K{name}", parent=huyen, block=UnitBlock.LOCALITY)
        new = [row(name=f"Mới {name}", aliases=f"M {name}", block="Đảng") for name in names]
        data = workbook(*known, *new)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            result = take(data, keep=True)
        assert verdicts(result) == ["update"] * number + ["create"] * number
        return len(seen)

    assert queries(100, 3) == queries(200, 30)


def test_the_template_has_every_column_and_comes_back_filled_in(huyen):
    book = openpyxl.load_workbook(io.BytesIO(template_file(on=TODAY)))
    assert take(template_file(on=TODAY)).refusal.code == "no_rows"
    sheet = book["Đơn vị"]
    values = row(**{**COMMUNE, "valid_from": "25/08/2012"})
    for column, value in enumerate(values, start=1):
        sheet.cell(row=5, column=column, value=value)
    stream = io.BytesIO()
    book.save(stream)

    result = take(stream.getvalue(), keep=True)

    assert [cell.value for cell in sheet[4]] == [
        column.label for column in UNITS.columns if column.code != "stt"
    ]
    assert verdicts(result) == ["create"]
    assert entries(result)[0].issues == []
    assert Unit.objects.get(code="03165").posts.count() == 2


def test_a_spelling_of_a_position_is_kept_for_the_position_that_was_chosen(huyen):
    data = workbook(row(seats="Bí thư Đảng uy"))
    position = make_position("Bí thư Đảng ủy")
    (asked,) = entries(take(data))[0].issues
    answers = Answers(questions={asked.key: str(position.pk)}, spellings={asked.key: "Bí thư Đảng uy"})

    take_in(ImportKind.UNITS, "don-vi.xlsx", data, on=TODAY, answers=answers, keep=True)

    assert PositionAlias.objects.get(name="Bí thư Đảng uy").position == position
