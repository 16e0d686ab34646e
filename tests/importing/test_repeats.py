"""What stands for the cell above is read as the cell above, and only where there is one."""

from datetime import date

import pytest

from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import Sheet, read_source
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables import cells
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.repeats import repeats_above
from rotations.importing.tables.search import read_table
from tests.importing.test_layout import HEADINGS, HOA, MINH, table_of
from tests.importing.workbooks import Formula, Page, xlsx

UNIT = HEADINGS.index("Đơn vị công tác")


def row_of(number, name="Lò Thị Mai", **typed):
    row = [number, name, 1990, "Công chức", "Xã Nà Hỳ", "Xã Pa Tần", "Phó Chủ tịch", None]
    for code, value in typed.items():
        row[["stt", "full_name", "birth", "present_post", "present_unit", "receiving_unit"].index(code)] = (
            value
        )
    return row


@pytest.mark.parametrize(
    "typed",
    [
        '"', "”", "“", "''", "’’", '""', "nt", "NT", "nt.", "-nt-", "- nt -", "–nt–", "n/t", "(nt)", '"nt"', "như trên", "Như trên",
        "như dòng trên", "nhu\u031b tre\u0302n", "-//-", "//", '-"-', ' " ', "- // -", "như trên.", "＂",
    ],
)  # fmt: skip
def test_what_is_written_for_as_above(typed):
    assert repeats_above(typed)

    table = table_of(MINH, row_of(2, present_unit=typed), row_of(3, present_unit=typed))

    for row in table.people[1:]:
        cell = row.cell("present_unit")
        assert (cell.value, cell.shown, cell.repeats) == ("Phòng Nội vụ", cells.shown(typed), 2)
        assert cell.read(cells.text) == "Phòng Nội vụ"


@pytest.mark.parametrize(
    "typed", [None, "", "-", "/", "…", "'", "trên", "Nt Văn", "như trên đã nêu ở phòng", "Như", 11, "n", "t", "x", "--", "Nà Tấu"]
)  # fmt: skip
def test_what_is_not(typed):
    assert not repeats_above(typed)


@pytest.mark.parametrize(
    "rows",
    [
        [row_of(1, present_unit='"')],
        [MINH, ["II", "Từ xã về huyện"], row_of(1, present_unit='"')],
        [MINH, ["Danh sách này có 1 người"], HEADINGS, row_of(1, present_unit='"')],
        [row_of(1, present_unit=None), row_of(2, present_unit="nt"), row_of(3, present_unit='"')],
    ],
)
def test_with_nothing_above_it_is_a_fault_of_the_cell(rows):
    for row in table_of(*rows).people:
        cell = row.cell("present_unit")
        if cell.typed in ('"', "nt"):
            assert cell.fault.code == "nothing_above"
            assert f"“{cell.typed}”" in cell.fault.message
            assert cell.read(cells.text) is cell.fault
            assert cell in list(row.filled())


@pytest.mark.parametrize(
    "between", [[], [[]], [["Cộng", None, 1]], [HEADINGS], [["(1)", "(2)", "(3)", "(4)"]], [[], [], [2]]]
)
def test_what_is_no_person_stands_between_without_parting(between):
    table = table_of(MINH, *between, row_of(2, present_unit='"', birth='"'))

    last = table.people[-1]
    assert last.value("present_unit") == "Phòng Nội vụ"
    assert last.cell("birth").read(cells.day).iso() == "1985"


def test_after_a_group_row_the_first_person_is_written_out_and_the_next_repeats_it():
    table = table_of(MINH, ["II", "Từ xã về huyện"], HOA, row_of(2, present_unit='"'))

    assert table.people[2].cell("present_unit").repeats == 4


@pytest.mark.parametrize("typed", ['"', "như trên"])
def test_a_name_is_never_repeated(typed):
    cell = table_of(MINH, row_of(2, full_name=typed)).people[1].cell("full_name")

    assert cell.fault.code == "bad_value"
    assert "Họ và tên" in cell.fault.message
    assert cell.repeats is None


def test_a_running_number_as_above_is_just_left():
    assert table_of(MINH, row_of('"')).people[1].cell("stt").fault is None


def merged(*rows, merges):
    """A table with merged ranges, each (first row, column, last row)."""
    page = Page(
        [HEADINGS, *[[*row, *[None] * (8 - len(row))] for row in rows]],
        [(top, column, bottom, column) for top, column, bottom in merges],
    )
    return read_table(read_source("x", xlsx(page)).sheets[0], PLAN)


def test_a_merged_cell_speaks_for_every_row_it_covers():
    table = merged(
        MINH, row_of(2, present_unit=None), row_of(3, present_unit=None), HOA, merges=[(2, UNIT, 4)]
    )

    assert [row.value("present_unit") for row in table.people] == ["Phòng Nội vụ"] * 3 + ["Xã Nà Hỳ"]
    covered = table.people[2].cell("present_unit")
    assert (covered.typed, covered.repeats, covered.shown) == (None, 2, "Phòng Nội vụ")
    assert covered in list(table.people[2].filled())


def test_a_merged_cell_stops_at_a_group_row_and_at_the_end():
    rows = [
        MINH,
        row_of(2, present_unit=None),
        ["II", "Từ xã về huyện"],
        row_of(1, present_unit=None),
        ["Tổng cộng"],
        row_of(2, present_unit=None),
    ]

    table = merged(*rows, merges=[(2, UNIT, 7)])

    assert [row.value("present_unit") for row in table.rows] == [
        "Đơn vị công tác", "Phòng Nội vụ", "Phòng Nội vụ", None, None, None, None,
    ]  # fmt: skip


def test_a_cell_merged_from_above_the_people_speaks_for_nobody():
    group = ["I", "Phòng Nội vụ", None, None, "3 người"]

    table = merged(group, row_of(1, present_unit=None), merges=[(2, UNIT, 3)])

    assert table.rows[1].kind == "group"
    assert table.people[-1].value("present_unit") is None


def test_a_name_merged_over_two_rows_is_a_fault_of_the_second():
    table = merged(MINH, row_of(2, full_name=None), merges=[(2, 1, 3)])

    assert table.people[1].cell("full_name").fault.code == "bad_value"
    assert table.people[0].cell("full_name").fault is None


def test_an_empty_merged_cell_is_empty():
    table = merged(row_of(1, present_unit=None), row_of(2, present_unit=None), merges=[(2, UNIT, 3)])

    cell = table.people[1].cell("present_unit")
    assert (cell.value, cell.fault) == (None, None)


def test_a_merged_cell_may_itself_repeat_and_be_repeated():
    rows = [MINH, row_of(2, present_unit='"'), row_of(3, present_unit=None), row_of(4, present_unit="nt")]

    table = merged(*rows, merges=[(3, UNIT, 4)])

    assert [row.cell("present_unit").repeats for row in table.people] == [None, 2, 2, 2]


def test_a_formula_or_error_above_is_a_fault_of_every_row_that_repeats_it():
    rows = [
        [*MINH[:4], Formula("=A1", "Phòng Nội vụ"), Formula("=#REF!", "#REF!"), "Chủ tịch"],
        row_of(2, present_unit='"'),
    ]
    rows[1][5] = "nt"

    second = table_of(*rows).people[1]

    assert second.cell("present_unit").fault == cells.FORMULA
    assert isinstance(second.cell("receiving_unit").fault, Fault)


def test_marks_and_dates_repeat_like_words():
    headings = ["STT", "Họ và tên", "Nam", "Nữ", "Ngày sinh", "Đơn vị đến"]
    rows = [
        [1, "Lò Thị A", None, "x", date(1985, 3, 12), "Xã Pa Tần"],
        [2, "Lò Thị B", None, '"', '"', '"'],
        [3, "Lò Văn C", '"', None, '"', '"'],
    ]

    people = read_table(Sheet("", 1, [headings, *rows]), PLAN).people

    assert cells.sex_and_birth(people[1].value("male"), people[1].value("female")).sex == "female"
    assert people[2].cell("birth").read(cells.day).iso() == "1985-03-12"
    assert people[2].cell("male").fault.code == "nothing_above"


def test_a_column_nobody_knows_is_reported_as_typed():
    headings = ["STT", "Họ và tên", "Đơn vị đến", "Số giày"]

    people = read_table(Sheet("", 1, [headings, [1, "A", "B", 40], [2, "C", "B", '"']]), PLAN).people

    assert (people[1].values[3], [cell.shown for cell in people[1].filled()][-1]) == ('"', '"')


def test_a_long_chain_is_followed_once():
    rows = [MINH, *[row_of(number, present_unit='"') for number in range(2, 20_000)]]

    table = read_table(Sheet("", 1, [HEADINGS, *rows]), PLAN, Limits(rows=20_000))

    assert table.people[-1].cell("present_unit").repeats == 2
    assert {row.value("present_unit") for row in reversed(table.people)} == {"Phòng Nội vụ"}
