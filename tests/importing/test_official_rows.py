"""Rows of a register of officials against the records: verdicts and what is said of each."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.importing.findings import ACCEPT, NEW
from rotations.models import Official
from tests.importing import workbooks
from tests.importing.register import (
    changes,
    entries,
    finding,
    holdings,
    make_commune,
    newcomer,
    pan,
    take,
    taken,
    told,
)  # fmt: skip
from tests.makers import make_account, make_holding, make_official, make_post, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_commune()


FIELD = {
    "party": "Ngày vào Đảng", "full": "Ngày chính thức", "coefficient": "Hệ số lương", "step": "Bậc lương",
    "grade_since": "Ngày hưởng", "education": "Trình độ chuyên môn", "major": "Chuyên ngành",
    "both": "Dân tộc, tôn giáo", "title": "Chức danh chuyên môn", "post_unit": "Chức vụ, đơn vị công tác",
    "blood": "Nhóm máu", "strange": "Số giày", "family": "Họ và tên đệm", "given": "Tên",
}  # fmt: skip

# Cells of one row → its verdict, the codes said of it.
TABLE = [
    # who
    pytest.param(pan(), "unchanged", [], id="by code"),
    pytest.param(pan(code=None, citizen_id="011085000123"), "unchanged", [], id="by citizen id"),
    pytest.param(pan(code=None), "unchanged", [], id="by name and birth"),
    pytest.param(pan(code=None, birth=None), "unchanged", [], id="by a name one person bears, at the unit"),
    pytest.param(pan(code=None, birth=None, unit="Xã Bên Kia", post=None, since=None), "ask",
                 ["ambiguous_official"], id="a name one person bears, at another unit"),
    pytest.param(pan(code=None, birth="1985"), "unchanged", ["partial_date"], id="a vaguer birth at the unit"),
    pytest.param(pan(code=None, birth="1985", unit="Xã Bên Kia", post=None, since=None), "ask",
                 ["partial_date", "ambiguous_official"], id="a vaguer birth elsewhere"),
    pytest.param(newcomer(name="Lò Văn Pán", birth="12/03/1985"), "ask", ["ambiguous_official"],
                 id="a mark away, born that day"),
    pytest.param(newcomer(name="Lò Văn Pảng", birth="12/03/1985"), "ask", ["ambiguous_official"],
                 id="a letter away, born that day"),
    pytest.param(newcomer(name="Lò Văn Pán", birth="13/03/1985"), "create", [], id="a mark away, another day"),
    pytest.param(newcomer(name="Lò Văn Pản", birth="13/03/1985"), "create", [], id="a namesake"),
    pytest.param(newcomer(code="CB-001"), "ask", ["ambiguous_official"],
                 id="the code of somebody of another name"),
    pytest.param(newcomer(citizen_id="011085000123"), "ask", ["ambiguous_official", "citizen_id_differs"],
                 id="the number of somebody of another name"),
    pytest.param(pan(code="CB-002", citizen_id="011085000999"), "ask", ["ambiguous_official"],
                 id="name and birth, but other numbers"),
    pytest.param(newcomer(), "create", [], id="nobody on the register"),
    pytest.param(newcomer(name=None), "error", ["missing_value"], id="no name"),
    pytest.param(newcomer(name="Vàng A " + "Chá" * 60), "error", ["too_long"], id="a name too long to keep"),
    pytest.param(newcomer(birth="31/02/1990"), "error", ["impossible_date"], id="a day that is none"),
    pytest.param(newcomer(birth="12/13/1990"), "error", ["impossible_month"], id="month and day swapped"),
    pytest.param(newcomer(birth=date(2015, 1, 1)), "error", ["birth_out_of_range"], id="a child"),
    pytest.param(newcomer(birth="1990"), "create", ["partial_date"], id="a birth year alone"),
    pytest.param(newcomer(birth=None), "create", [], id="no birth"),
    # numbers
    pytest.param(newcomer(citizen_id="11090000555"), "error", ["bad_citizen_id"], id="the zero lost"),
    pytest.param(newcomer(citizen_id="011090000555"), "create", [], id="a number that agrees"),
    pytest.param(newcomer(citizen_id="011190000555"), "create", ["citizen_id_differs"], id="a woman's number"),
    pytest.param(newcomer(citizen_id="011091000555"), "create", ["citizen_id_differs"], id="another year"),
    pytest.param(newcomer(citizen_id="012345678"), "create", [], id="an old identity card"),
    pytest.param(pan(citizen_id="011085000777"), "update", [], id="another number by code"),
    # where and as what
    pytest.param(newcomer(unit=None), "error", ["missing_value"], id="no unit"),
    pytest.param(newcomer(unit="Xã Có Ghê"), "ask", ["unknown_unit"], id="a unit a mark away"),
    pytest.param(newcomer(post="Phó Bí thư Đảng uỷ"), "create", [], id="tone placed elsewhere"),
    pytest.param(newcomer(post="PBT Đảng ủy"), "create", [], id="an abbreviation"),
    pytest.param(newcomer(post="Trưởng phòng"), "ask", ["unknown_position"], id="no such seat at the unit"),
    pytest.param(newcomer(post="Đội trưởng đội múa"), "ask", ["unknown_position"], id="words nobody knows"),
    pytest.param(newcomer(post="Trưởng phòng đặc biệt"), "ask", ["unknown_position"], id="half a title nobody knows"),
    pytest.param(newcomer(post="Công chức", since=None), "create", [], id="a plain title"),
    pytest.param(newcomer(post=None, since=None), "create", [], id="no post"),
    pytest.param(newcomer(post=None), "create", ["not_stored"], id="a date of no post"),
    pytest.param(newcomer(since=None), "error", ["missing_value"], id="a post since never"),
    pytest.param(newcomer(since="13/2021"), "error", ["impossible_month"], id="a post since a month that is none"),
    pytest.param(newcomer(post="Bí thư Đảng ủy"), "error", ["post_taken"], id="a seat that is full"),
    pytest.param(pan(post="Bí thư Đảng ủy; Phó Bí thư Đảng ủy", since="01/02/2023"), "update", [],
                 id="one more post beside the main one"),
    pytest.param(pan(post="Phó Bí thư Đảng ủy", since="02/2023"), "ask", ["main_post_held", "post_kept"],
                 id="another main post"),
    pytest.param(pan(since="07/2022"), "unchanged", ["register_differs"], id="another date of a post held"),
    pytest.param(pan(since="2021"), "unchanged", [], id="a vaguer date of a post held"),
    pytest.param(pan(post=None, since=None), "unchanged", [], id="blank cells change nothing"),
    pytest.param(newcomer(unit=None, post_unit="PBT Đảng ủy xã Có Ghế", post=None), "create", [],
                 id="post and unit in one cell"),
    # the other fields
    pytest.param(newcomer(ethnicity="Thái"), "create", [], id="listed"),
    pytest.param(newcomer(ethnicity="Tày Bay"), "create", ["not_in_catalogue"], id="not listed"),
    pytest.param(newcomer(both="Thái, Không"), "create", [], id="two lists in one cell"),
    pytest.param(newcomer(sex="X"), "create", ["bad_value"], id="no sex"),
    pytest.param(newcomer(party="3/2/2015", full="3/2/2014"), "create", ["impossible_date"],
                 id="Party dates out of order"),
    pytest.param(newcomer(party="2015", full="3/2/2015"), "create", [], id="a Party date known to the year"),
    pytest.param(newcomer(coefficient="4,98"), "create", [], id="a coefficient"),
    pytest.param(newcomer(coefficient="498"), "create", ["bad_value"], id="a coefficient without its comma"),
    pytest.param(newcomer(step="99"), "create", ["bad_value"], id="a step that cannot be"),
    pytest.param(newcomer(grade_since="09/2020"), "create", ["missing_day"], id="a day wanted, a month given"),
    pytest.param(newcomer(education="Đại học Luật", major="Luật"), "create", [], id="a major said twice"),
    pytest.param(newcomer(education="Đại học Luật", major="Nông học"), "create", ["not_stored"],
                 id="two majors"),
    pytest.param(newcomer(blood="không rõ nhóm"), "create", ["too_long"], id="a text too long for its field"),
    pytest.param(newcomer(strange="42"), "create", ["extra_column"], id="a column nobody knows"),
    pytest.param(pan(sex="Nữ"), "update", [], id="another value"),
    pytest.param(pan(birth="13/03/1985"), "update", [], id="another birth by code"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "verdict", "codes"), TABLE)
def test_a_row_comes_to(commune, cells, verdict, codes):
    result = taken(cells, headings=FIELD)

    assert told(result) == [(verdict, codes)]
    assert result.blocked == ""


def test_the_row_is_told_as_the_contract_says(commune):
    shown = entries(taken(newcomer()))[0].shown

    assert {key: shown[key] for key in shown if key not in ("issues", "changes", "reason")} == {
        "row": 2,
        "sheet": "Sheet1",
        "verdict": "create",
        "official": {
            "full_name": "Vàng A Chá",
            "birth": "1990-05-20",
            "birth_precision": "day",
            "match": "new",
        },
        "unit": "Xã Có Ghế",
        "posts": ["Phó Bí thư Đảng ủy"],
        "held_since": "2021-06-01",
        "held_since_precision": "month",
        "title": "Vàng A Chá",
        "details": [
            {"label": "Ngày sinh", "text": "20/05/1990"},
            {"label": "Đơn vị", "text": "Xã Có Ghế"},
            {"label": "Chức vụ", "text": "Phó Bí thư Đảng ủy"},
            {"label": "Giữ chức vụ từ", "text": "06/2021"},
        ],
    }


def test_every_fault_of_a_row_is_told_at_once(commune):
    (row,) = told(
        taken(
            newcomer(birth="31/02/1990", citizen_id="123", unit="Xã Không Có", ethnicity="Tày Bay", since="99/2021"),
        )
    )  # fmt: skip

    assert row == (
        "error",
        ["impossible_date", "bad_citizen_id", "impossible_month", "unknown_unit", "not_in_catalogue"],
    )


def test_a_filled_cell_replaces_and_a_blank_one_changes_nothing(commune):
    result = taken(
        pan(sex="Nữ", ethnicity="Thái", note=None, unit="Xã Bên Kia", post=None, since=None), keep=True
    )

    assert changes(result) == [
        ("Giới tính", "Nam", "Nữ"),
        ("Dân tộc", "", "Thái"),
        ("Đơn vị công tác", "Xã Có Ghế", "Xã Bên Kia"),
    ]
    person = Official.objects.get(pk=commune.pan.pk)
    assert (person.sex, str(person.ethnicity), person.unit, str(person.birth)) == (
        "female",
        "Thái",
        commune.other,
        "12/03/1985",
    )
    assert person.history.first().history_change_reason == "Nhập từ tệp danh-sach.xlsx"
    assert holdings(person) == [("Bí thư Đảng ủy", True, "01/06/2021", "")]


def test_candidates_are_shown_with_birth_year_unit_and_post(commune):
    asked = finding(taken(newcomer(code="CB-001")), "ambiguous_official")

    assert asked["candidates"] == ["Lò Văn Pản, 1985, Xã Có Ghế, Bí thư Đảng ủy"]
    assert [option["value"] for option in asked["options"]] == [str(commune.pan.pk), NEW]


@pytest.mark.parametrize(
    ("answer", "verdict", "codes"),
    [
        pytest.param("person", "update", [], id="it is this person, renamed"),
        pytest.param(NEW, "error", ["official_code_taken"], id="somebody else may not bear the code"),
    ],
)
def test_who_it_is_is_answered_once(commune, answer, verdict, codes):
    row = newcomer(code="CB-001", post=None, since=None)
    key = finding(taken(row), "ambiguous_official")["key"]
    chosen = str(commune.pan.pk) if answer == "person" else answer

    assert told(taken(row, questions={key: chosen})) == [(verdict, codes)]


def test_a_near_name_answered_as_somebody_new_is_created(commune):
    row = newcomer(name="Lò Văn Pán", birth="12/03/1985")
    key = finding(taken(row), "ambiguous_official")["key"]

    assert told(taken(row, questions={key: NEW}, keep=True)) == [("create", [])]
    assert Official.objects.count() == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            "end",
            [("Bí thư Đảng ủy", True, "01/06/2021", "02/2023"), ("Chủ tịch UBND", True, "02/2023", "")],
            id="the old post ends that day",
        ),
        pytest.param(
            "keep",
            [("Bí thư Đảng ủy", True, "01/06/2021", ""), ("Chủ tịch UBND", False, "02/2023", "")],
            id="the old post stays the main one",
        ),
    ],
)
def test_another_main_post_is_a_question(commune, answer, expected):
    row = pan(post="Chủ tịch UBND", since="02/2023")
    key = finding(taken(row), "main_post_held")["key"]

    result = taken(row, questions={key: answer}, keep=True)

    assert entries(result)[0].verdict == "update"
    assert holdings(commune.pan) == expected


def test_a_main_post_begun_later_cannot_be_ended_before_it_began(commune):
    asked = finding(taken(pan(post="Chủ tịch UBND", since="02/2020")), "main_post_held")

    assert [option["value"] for option in asked["options"]] == ["keep"]


def test_a_main_post_given_up_since_lies_in_the_way_all_the_same(commune):
    commune.held.held_until = date(2024, 1, 1)
    commune.held.save()
    row = pan(post="Chủ tịch UBND", since="02/2023")
    asked = finding(taken(row), "main_post_held")

    assert [option["value"] for option in asked["options"]] == ["keep"]
    assert told(taken(pan(post="Chủ tịch UBND", since="01/2024"), keep=True)) == [("update", [])]
    assert holdings(commune.pan)[1] == ("Chủ tịch UBND", True, "01/2024", "")


def test_the_seat_that_a_row_gives_up_is_free_for_the_rows_below(commune):
    leaving = pan(post="Chủ tịch UBND", since="02/2023")
    key = finding(taken(leaving), "main_post_held")["key"]
    coming = newcomer(post="Bí thư Đảng ủy", since="02/2023")

    assert told(taken(leaving, coming, questions={key: "end"}, keep=True)) == [
        ("update", []),
        ("create", []),
    ]
    assert told(taken(leaving, newcomer(post="Bí thư Đảng ủy", since="01/2023"), questions={key: "end"})) == [
        ("unchanged", []),
        ("unchanged", ["register_differs"]),
    ]


def test_rows_of_one_file_fill_a_seat_no_fuller_than_it_is(commune):
    rows = [newcomer(name=name) for name in ("Vàng A Chá", "Giàng A Páo", "Mùa A Lử")]

    result = taken(*rows)

    assert told(result) == [("create", []), ("create", []), ("error", ["post_taken"])]
    assert finding(result, "post_taken", 2)["candidates"] == ["dòng 2 của tệp", "dòng 3 của tệp"]
    assert "Lò Văn Pản" in finding(taken(newcomer(post="Bí thư Đảng ủy")), "post_taken")["message"]


def test_a_row_that_stays_out_takes_no_seat(commune):
    rows = [newcomer(name="Vàng A Chá", post="Chủ tịch UBND", birth="31/02/1990"),
            newcomer(name="Giàng A Páo", post="Chủ tịch UBND")]  # fmt: skip

    assert [verdict for verdict, _ in told(taken(*rows))] == ["error", "create"]


def test_a_holding_already_on_record_and_ended_is_not_opened_again(commune):
    old = make_post(commune.unit, "Chủ tịch HĐND")
    make_holding(commune.pan, old, date(2018, 1, 1), date(2020, 1, 1), is_main=False)

    assert told(taken(pan(post="Chủ tịch HĐND", since="01/01/2018"))) == [
        ("error", ["post_held_before", "post_kept"])
    ]


def test_a_person_twice_in_a_file_is_told_with_the_first_row(commune):
    result = taken(pan(), newcomer(), pan(code=None), newcomer(note="lần hai"))

    assert told(result)[2:] == [("error", ["duplicate"]), ("error", ["duplicate"])]
    assert "dòng 2 của tệp" in finding(result, "duplicate", 2)["message"]
    assert "dòng 3 của tệp" in finding(result, "duplicate", 3)["message"]


@pytest.mark.parametrize("column", ["code", "citizen_id"])
def test_two_people_of_a_file_may_not_bear_one_number(commune, column):
    number = {"code": "CB-9", "citizen_id": "012345678"}[column]
    rows = [newcomer(**{column: number}), newcomer(name="Mùa A Lử", **{column: number})]

    assert [codes for _, codes in told(taken(*rows))] == [[], ["duplicate"]]


def test_two_new_people_of_one_name_and_birth_are_two_by_their_numbers(commune):
    rows = [newcomer(code="CB-8"), newcomer(code="CB-9")]

    assert told(taken(*rows, keep=True)) == [("create", []), ("create", [])]


def test_a_group_gives_the_unit_of_the_rows_below(commune):
    page = [
        ["DANH SÁCH CÁN BỘ", None, None],
        ["STT", "Họ và tên", "Ngày sinh", "Đơn vị"],
        ["I", "Xã Có Ghế", None, None],
        [1, "Vàng A Chá", "20/05/1990", None],
        ["II", "Xã Bên Kia", None, None],
        [1, "Mùa A Lử", "21/05/1990", None],
        [None, "Tổng cộng: 2 người", None, None],
        [None, None, None, "NGƯỜI LẬP BIỂU"],
    ]
    result = take(workbooks.xlsx(page))

    assert [(row.shown["title"], row.shown["unit"]) for row in entries(result)] == [
        ("Vàng A Chá", "Xã Có Ghế"),
        ("Mùa A Lử", "Xã Bên Kia"),
    ]
    assert result.counts["create"] == 2


def test_a_title_is_kept_as_the_file_has_it(commune):
    row = pan(post="Bí thư Đảng ủy; Công chức")

    assert changes(taken(row, keep=True)) == [("Chức danh chuyên môn", "", "Công chức")]
    assert told(taken(row)) == [("unchanged", [])]


def test_words_nobody_knows_may_be_kept_as_a_title(commune):
    row = newcomer(post="Đội trưởng đội múa", since=None)
    key = finding(taken(row), "unknown_position")["key"]

    assert told(taken(row, questions={key: ACCEPT}, keep=True)) == [("create", [])]
    assert Official.objects.get(full_name="Vàng A Chá").job_title == "Đội trưởng đội múa"


def test_a_post_held_at_another_unit_too_is_the_one_named(commune):
    elsewhere = make_post(make_unit("Trung tâm Chính trị"), "Phó Giám đốc")
    make_holding(commune.pan, elsewhere, date(2022, 1, 1), is_main=False)

    assert told(taken(pan(post="Bí thư Đảng ủy; Phó Giám đốc"))) == [("unchanged", [])]


def test_a_relatives_file_is_left_to_others(commune):
    account = make_account(official=commune.pan)
    sister = make_official("Lò Thị Pâng", commune.unit, birth_date=date(1990, 1, 1))
    sister.family.create(relation="Anh", full_name="Lò Văn Pản", relative=commune.pan)

    own = pan(sex="Nữ")
    hers = {"name": "Lò Thị Pâng", "birth": "01/01/1990", "unit": "Xã Có Ghế", "sex": "Nữ"}

    assert told(taken(own, hers, by=account)) == [("error", ["own_file"]), ("error", ["own_file"])]


def test_namesakes_are_told_apart_by_unit_or_asked_about(commune):
    make_official("Lò Văn Pản", commune.other, birth_date=date(1985, 3, 12))

    assert told(taken(pan(code=None))) == [("unchanged", [])]
    assert told(taken(pan(code=None, unit="Phòng Nội vụ", post=None, since=None))) == [
        ("ask", ["ambiguous_official"])
    ]
    assert told(taken(pan(code=None, birth=None))) == [("ask", ["ambiguous_official"])]


@pytest.mark.parametrize("as_above", ['"', "-nt-", "như trên"])
def test_a_unit_and_a_day_written_as_above_are_those_of_the_row_above(as_above):
    commune = make_commune()

    result = taken(
        newcomer(name="Vàng A Chá", post="Phó Bí thư Đảng ủy"),
        newcomer(name="Vàng A Dơ", birth=date(1991, 2, 3), post=as_above, unit=as_above, since=as_above),
        keep=True,
    )

    assert told(result) == [("create", [])] * 2
    second = Official.objects.get(full_name="Vàng A Dơ")
    assert second.unit == commune.unit
    assert holdings(second) == [("Phó Bí thư Đảng ủy", True, "06/2021", "")]
