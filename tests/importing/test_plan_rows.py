from datetime import date

import pytest

from rotations import workflow
from rotations.importing.findings import ACCEPT, NEW
from rotations.models import CatalogueEntry, LeftPost, Official, Rotation
from rotations.vocabulary import RotationStatus, RowVerdict, Severity
from tests.importing import workbooks
from tests.importing.district import (
    HEADINGS,
    codes,
    issue,
    make_district,
    newcomer,
    people,
    row,
    take,
    workbook,
)
from tests.importing.workbooks import Formula
from tests.makers import (
    make_holding,
    make_official,
    make_placement,
    make_plan,
    make_post,
    make_rotation,
    make_rotation_at,
    make_term,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_district()


# ---- every code, provoked once: cells → code, severity, verdict

CASES = {
    "no name": ({"name": None}, "missing_value", "error"),
    "no birth of a new person": ({"name": "Sùng A Chá", "male": None}, "missing_value", "error"),
    "no destination": ({"to": None}, "missing_value", "error"),
    "no post there": ({"to_post": None}, "missing_value", "error"),
    "both birth columns": ({"female": "1985"}, "ambiguous_sex", "error"),
    "a day the calendar lacks": ({"male": "31/02/1985"}, "impossible_date", "error"),
    "month and day swapped": ({"period": "09/22/2022"}, "impossible_month", "error"),
    "a start that is only a year": ({"period": "2022"}, "missing_month", "error"),
    "a quarter": ({"period": "Quý III/2022"}, "missing_month", "error"),
    "no start": ({"period": None}, "missing_month", "error"),
    "an end before the start": ({"period": "09/2022 - 03/2022"}, "impossible_date", "error"),
    "a year of two digits": ({"period": "9/22"}, "ambiguous_date", "error"),
    "another year": ({"period": "01/2023"}, "out_of_plan_year", "question"),
    "an unknown unit": ({"to": "Xã Pa Tân"}, "unknown_unit", "question"),
    "an unknown position": ({"to_post": "Tổ trưởng"}, "unknown_position", "question"),
    "a position without a seat there": ({"to_post": "Chủ tịch Hội Nông dân"}, "unknown_position", "question"),
    "a shared abbreviation": ({"to_post": "CT"}, "ambiguous_position", "question"),
    "a person not on the register": ({"name": "Sùng A Chá"}, "new_official", "question"),
    "another birth date": ({"male": date(1986, 3, 12)}, "birth_mismatch", "question"),
    "another present unit": ({"unit": "Xã Nà Khoa", "post": None}, "from_mismatch", "question"),
    "the same unit": ({"to": "Phòng Nội vụ", "to_post": "Phó Trưởng phòng"}, "same_unit", "error"),
    "a number that is no CCCD": ({"citizen_id": "12345"}, "bad_citizen_id", "error"),
    "a child": ({"name": "Sùng A Chá", "male": date(2015, 1, 1)}, "birth_out_of_range", "error"),
    "a formula": ({"to": Formula("=A1", "Xã Pa Tần")}, "formula", "error"),
    "two kinds of movement": ({"kind": "Luân chuyển, điều động"}, "ambiguous_movement_type", "question"),
    "an ethnic group nobody knows": ({"ethnicity": "Thai"}, "not_in_catalogue", "warning"),
    "a birth year alone": ({"male": 1985}, "partial_date", "note"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_found_named_and_weighed(district, case):
    cells, code, severity = CASES[case]
    verdicts = {"error": "error", "question": "ask", "warning": "create", "note": "create"}

    result = take(workbook(row(**cells)))

    found = issue(result, code)
    assert found["severity"] == severity
    assert people(result)[0].verdict == verdicts[severity]
    assert found["column"]
    assert found["message"].endswith(".")


@pytest.mark.parametrize(
    ("cells", "questions"),
    [
        ({"to_post": "CT Ủy ban"}, [("ambiguous_position", "“CT Ủy ban”")]),
        (
            {"to_post": "Chủ tịch Hội Nông dân xã mới"},
            [("unknown_position", "“Chủ tịch Hội Nông dân xã mới”")],
        ),
        ({"to_post": "Chủ tịch UBND phụ trách chung"}, [("unknown_position", "“phụ trách chung”")]),
        ({"to_post": "CT, Thổ ty"}, [("ambiguous_position", "“CT”"), ("unknown_position", "“Thổ ty”")]),
        ({"post": "Công chức đo đạc"}, [("unknown_position", "“đo đạc”")]),
    ],
)
def test_a_position_and_the_words_behind_it_are_one_question(district, cells, questions):
    (row_read,) = people(take(workbook(row(**cells))))

    asked = [issue for issue in row_read.issues if issue.severity == Severity.QUESTION]
    assert [
        (issue.code, text in issue.message) for issue, (_code, text) in zip(asked, questions, strict=True)
    ] == [(code, True) for code, _text in questions]


def test_a_sound_row_is_new_and_complete(district):
    result = take(workbook(row()))

    (found,) = people(result)
    assert found.verdict == RowVerdict.CREATE
    assert found.issues == []
    assert found.official == district.minh
    assert found.left_posts == [district.deputy]
    assert found.receiving_posts == [district.chairs["Chủ tịch UBND, Xã Pa Tần"]]
    assert found.direction == "district_to_commune"


def test_all_faults_of_a_row_are_told_at_once(district):
    result = take(
        workbook(row(male="31/02/1985", citizen_id="12", to="Xã Pa Tân", period="2022", ethnicity="Thai"))
    )

    assert codes(result) >= {
        "impossible_date",
        "bad_citizen_id",
        "unknown_unit",
        "missing_month",
        "not_in_catalogue",
    }
    assert people(result)[0].verdict == RowVerdict.ERROR


def test_a_finding_names_the_column_the_value_and_the_candidates(district):
    found = issue(take(workbook(row(to="Xã Pa Tân"))), "unknown_unit")

    assert found["column"] == "Dự kiến luân chuyển đến / Đơn vị"
    assert found["value"] == "Xã Pa Tân"
    assert found["candidates"] == ["Xã Pa Tần"]


# ---- who


def test_two_namesakes_of_one_birth_are_a_question_with_unit_and_year(district):
    other = make_unit("Xã Si Pa Phìn")
    make_official("Lò Văn Minh", other, birth_date=date(1985, 3, 12))

    result = take(workbook(row(unit=None, post=None)))

    found = issue(result, "ambiguous_official")
    assert found["candidates"] == ["Lò Văn Minh, 1985, Phòng Nội vụ", "Lò Văn Minh, 1985, Xã Si Pa Phìn"]
    assert people(result)[0].shown["official"]["match"] == "ambiguous"


def test_the_present_unit_tells_namesakes_of_one_birth_apart(district):
    make_official("Lò Văn Minh", make_unit("Xã Si Pa Phìn"), birth_date=date(1985, 3, 12))

    assert people(take(workbook(row())))[0].official == district.minh


def test_a_name_alone_is_enough_when_one_person_bears_it_and_never_for_two(district):
    assert people(take(workbook(row(male=None))))[0].official == district.minh

    make_official("Lò Văn Minh", district.office, birth_date=date(1990, 1, 1))
    assert "ambiguous_official" in codes(take(workbook(row(male=None))))


def test_a_birth_year_agrees_with_a_birth_date_of_that_year(district):
    assert people(take(workbook(row(male=1985))))[0].official == district.minh
    assert "birth_mismatch" in codes(take(workbook(row(male=1986))))


def test_a_citizen_id_goes_before_the_name(district):
    twin = make_official(
        "Lò Văn Minh", district.office, birth_date=date(1985, 3, 12), citizen_id="011085001234"
    )

    assert people(take(workbook(row(citizen_id="011085001234"))))[0].official == twin
    assert "ambiguous_official" in codes(take(workbook(row(name="Lò Văn Mỉnh", citizen_id="011085001234"))))


def test_a_citizen_id_that_contradicts_the_birth_is_a_question_answered_by_a_person(district):
    district.minh.citizen_id = "011085001234"
    district.minh.save()
    data = workbook(row(citizen_id="011085001234", male=date(1986, 3, 12)))

    result = take(data)
    key = issue(result, "birth_mismatch")["key"]

    assert people(take(data, questions={key: ACCEPT}))[0].verdict == RowVerdict.CREATE


def test_a_name_one_mark_away_with_the_same_birth_is_never_created_by_one_answer_for_all(district):
    data = workbook(row(name="Lò Văn Mình"))

    result = take(data, create=True)

    found = issue(result, "ambiguous_official")
    assert found["candidates"] == ["Lò Văn Minh, 1985, Phòng Nội vụ"]
    assert people(take(data, questions={found["key"]: str(district.minh.pk)}))[0].official == district.minh
    assert people(take(data, questions={found["key"]: NEW}))[0].creates_official


def test_one_answer_covers_everybody_who_is_new(district):
    data = workbook(newcomer(1), newcomer(2, to_post="Bí thư Đảng ủy"))

    assert take(data).totals["ask"] == 2
    assert take(data, create=True).totals["create"] == 2


def test_blank_fields_of_the_register_are_filled_and_other_values_kept(district):
    district.minh.ethnicity = CatalogueEntry.objects.get(kind="ethnicity", name="Thái")
    district.minh.save()

    result = take(workbook(row(ethnicity="Mông", citizen_id="011085001234")))

    (found,) = people(result)
    assert [(change.label, change.old, change.new) for change in found.changes] == [
        ("Số CCCD (định danh)", "", "011085001234")
    ]
    assert issue(result, "register_differs")["severity"] == "warning"
    assert found.verdict == RowVerdict.CREATE


# ---- from where, to where


def test_a_present_post_the_register_does_not_know_is_a_question_that_may_be_accepted(district):
    make_post(district.office, "Trưởng phòng")
    data = workbook(row(post="Trưởng phòng"))

    found = issue(take(data), "from_mismatch")

    assert found["candidates"] == ["Phó Trưởng phòng, Phòng Nội vụ"]
    assert people(take(data, questions={found["key"]: ACCEPT}))[0].verdict == RowVerdict.CREATE


@pytest.mark.parametrize(("effective", "asked"), [(date(2022, 3, 10), False), (date(2022, 3, 11), True)])
def test_the_present_unit_is_that_of_the_day_whether_or_not_somebody_wrote_it_down(
    district, effective, asked
):
    person = make_official("Sùng A Chá", district.office, birth_date=date(1985, 3, 12), sex="male")
    served = make_rotation_at(
        RotationStatus.ENDED, person, district.office, district.pa_tan,
        starts_on=date(2019, 1, 7), ended_on=date(2022, 1, 10),
    )  # fmt: skip
    make_placement(
        served,
        outcome="transferred",
        unit=district.na_khoa,
        proposed_on=date(2022, 1, 10),
        decided_on=effective,
    )

    found = take(workbook(row(name="Sùng A Chá", unit="Xã Nà Khoa", post="Công chức")))

    assert ("from_mismatch" in codes(found)) == asked


def test_a_plain_civil_servant_leaves_no_post_and_keeps_the_title(district):
    data = workbook(newcomer(1, post="Công chức"))

    (found,) = people(take(data, create=True))

    assert found.left_posts == []
    assert found.sending_title == "Công chức"
    assert found.shown["sending_posts"] == ["Công chức"]


def test_a_unit_that_does_not_exist_that_day_is_asked_with_what_stands_there(district):
    district.pa_tan.valid_from = date(2022, 10, 1)
    district.pa_tan.save()

    assert issue(take(workbook(row())), "unit_not_valid")["severity"] == "question"
    assert people(take(workbook(row(period="10/2022"))))[0].verdict == RowVerdict.CREATE


def test_a_unit_name_two_units_bear_is_asked_once_for_the_file(district):
    parents = [make_unit(f"Huyện {name}", "district") for name in ("Một", "Hai")]
    first, _ = [make_unit("Xã Nà Bủng", parent=parent) for parent in parents]
    post = make_post(first, "Chủ tịch UBND", quota=2)
    data = workbook(row(to="Nà Bủng"), newcomer(2, to="Nà Bủng"))

    result = take(data, create=True)
    keys = {issue(result, "ambiguous_unit", number)["key"] for number in (0, 1)}

    assert len(keys) == 1
    answered = take(data, create=True, questions={keys.pop(): str(first.pk)})
    assert [found.receiving_posts for found in people(answered)] == [[post], [post]]


def test_the_group_and_the_levels_must_name_one_direction(district):
    data = workbook(row(), group="II. TỪ XÃ VỀ HUYỆN")

    found = issue(take(data), "direction_mismatch")

    assert found["candidates"] == ["Huyện → xã"]
    assert people(take(data, questions={found["key"]: ACCEPT}))[0].direction == "district_to_commune"


def test_a_group_that_names_neither_direction_nor_unit_is_told(district):
    result = take(workbook(row(), group="A. KHỐI VĂN HÓA"))

    assert [issue.code for found in result.rows for issue in found.issues] == ["unread_group"]


# ---- beside the other rows and the records


def test_somebody_twice_in_a_file_is_told_with_the_other_row(district):
    result = take(workbook(row(), row(to="Xã Nà Khoa")))

    assert [found.verdict for found in people(result)] == ["create", "error"]
    assert "dòng 9" in issue(result, "duplicate", 1)["message"]


def test_a_second_open_rotation_is_refused_in_the_words_of_the_model(district):
    make_rotation(district.minh, district.office, district.na_khoa, make_plan(2021))

    found = issue(take(workbook(row())), "open_rotation")

    assert found["message"].startswith("Cán bộ này đang có một lượt luân chuyển chưa kết thúc")


def test_a_full_seat_is_a_question_with_its_holders(district):
    holder = make_official("Vàng A Páo", district.pa_tan, birth_date=date(1970, 1, 1))
    make_holding(holder, district.chairs["Chủ tịch UBND, Xã Pa Tần"], date(2020, 1, 1))
    data = workbook(row())

    found = issue(take(data), "post_taken")

    assert found["candidates"] == ["Vàng A Páo, 1970, Xã Pa Tần"]
    assert take(data, questions={found["key"]: ACCEPT}).totals["create"] == 1


@pytest.mark.parametrize(("until", "asked"), [(date(2022, 9, 1), False), (date(2022, 9, 2), True)])
def test_a_holder_who_is_gone_on_the_day_of_arrival_does_not_fill_the_seat(district, until, asked):
    holder = make_official("Vàng A Páo", district.pa_tan, birth_date=date(1970, 1, 1))
    make_holding(holder, district.chairs["Chủ tịch UBND, Xã Pa Tần"], date(2020, 1, 1), until)

    assert ("post_taken" in codes(take(workbook(row())))) is asked


def test_a_holder_who_leaves_by_the_same_file_frees_the_seat(district):
    holder = make_official("Vàng A Páo", district.pa_tan, birth_date=date(1970, 1, 1))
    make_holding(holder, district.chairs["Chủ tịch UBND, Xã Pa Tần"], date(2020, 1, 1))
    goes = row(
        number=2,
        name="Vàng A Páo",
        male=date(1970, 1, 1),
        unit="Xã Pa Tần",
        post="Chủ tịch UBND",
        to="Xã Nà Khoa",
    )

    result = take(workbook(row(), goes, group=None))

    assert [found.verdict for found in people(result)] == ["create", "create"]


def test_a_holder_whom_an_open_case_takes_away_does_not_fill_the_seat(district):
    chair = district.chairs["Chủ tịch UBND, Xã Pa Tần"]
    holder = make_official("Vàng A Páo", district.pa_tan, birth_date=date(1970, 1, 1))
    make_holding(holder, chair, date(2020, 1, 1))
    case = make_rotation(holder, district.pa_tan, district.na_khoa, make_plan(2021))
    assert "post_taken" in codes(take(workbook(row())))

    LeftPost.objects.create(rotation=case, post=chair)

    assert "post_taken" not in codes(take(workbook(row())))


def test_whoever_holds_the_seat_already_is_not_in_the_own_way(district):
    make_holding(district.minh, district.chairs["Chủ tịch UBND, Xã Pa Tần"], date(2020, 1, 1), is_main=False)

    assert "post_taken" not in codes(take(workbook(row())))


def test_somebody_of_the_file_who_is_on_the_way_there_takes_one_place(district):
    chair = district.chairs["Chủ tịch UBND, Xã Pa Tần"]
    chair.quota = 2
    chair.save()
    take(workbook(row()), keep=True)

    result = take(workbook(row(), newcomer(2), newcomer(3)), create=True)

    assert "post_taken" not in codes(result, 1)
    assert "post_taken" in codes(result, 2)


def test_two_rows_for_one_seat_ask_at_the_second(district):
    result = take(workbook(row(), newcomer(2)), create=True)

    assert [found.verdict for found in people(result)] == ["create", "ask"]
    assert issue(result, "post_taken", 1)["candidates"] == ["Lò Văn Minh (dòng 9)"]


def test_columns_nobody_knows_are_named_at_each_cell_that_holds_something(district):
    headings = [*HEADINGS, ("Sở thích", ()), ("Quy hoạch", ())]

    result = take(workbook([*row(), "Bóng đá", "Chủ tịch UBND xã"], headings=headings))

    assert issue(result, "extra_column")["value"] == "Bóng đá"
    assert issue(result, "not_stored")["column"] == "Quy hoạch"
    assert people(result)[0].verdict == RowVerdict.CREATE


def test_people_below_the_end_of_the_table_are_left_out_with_a_warning(district):
    page = {"ending": False}
    data = workbook(row(), [None] * 13, total="Tổng cộng", **page)
    assert take(data).totals["create"] == 1

    sheet = workbooks.office_page({None: [row()]}, headings=HEADINGS, ending=False)
    sheet.rows.append(newcomer(2))
    result = take(workbooks.xlsx(sheet))

    assert result.totals["create"] == 1
    assert [found.issues[0].code for found in result.rows if found.issues] == ["left_out"]


def test_a_stated_number_of_people_is_compared(district):
    sheet = workbooks.office_page({None: [row()]}, headings=HEADINGS)
    sheet.rows = [
        ["Danh sách này có 3 người" if cell == "Danh sách này có 1 người" else cell for cell in line]
        for line in sheet.rows
    ]
    result = take(workbooks.xlsx(sheet))

    assert [found.code for line in result.rows for found in line.issues] == ["count_differs"]


# ---- a whole term


def test_each_row_of_a_term_joins_the_plan_of_its_own_year(district):
    term = make_term("2020-2025")
    data = workbook(
        row(),
        newcomer(2, period="03/2021", to_post="Bí thư Đảng ủy"),
        newcomer(3, period="01/2026", to_post="Chủ tịch HĐND"),
    )

    result = take(data, create=True, term=term, keep=True)

    assert [found.plan_year for found in people(result)] == [2022, 2021, None]
    assert issue(result, "out_of_plan_year", 2)["severity"] == "error"
    assert sorted(Rotation.objects.values_list("plan__year", flat=True)) == [2021, 2022]


# ---- against what the plan already holds


def test_a_changed_row_lists_old_and_new_and_changes_nothing_else(district):
    take(workbook(row()), keep=True)

    result = take(
        workbook(row(to="Xã Nà Khoa", period="10/2022 - 10/2025", note="Theo nguyện vọng")), keep=True
    )

    (found,) = people(result)
    assert found.verdict == RowVerdict.UPDATE
    assert [(change.label, change.old, change.new) for change in found.changes] == [
        ("Nơi đến", "Xã Pa Tần", "Xã Nà Khoa"),
        ("Bắt đầu từ", "09/2022", "10/2022"),
        ("Hết thời hạn", "09/2025", "10/2025"),
        ("Ghi chú", "", "Theo nguyện vọng"),
    ]
    rotation = Rotation.objects.get()
    assert rotation.receiving_unit == district.na_khoa
    assert [held.post.unit for held in rotation.posts.all()] == [district.na_khoa]
    assert str(rotation.starts) == "10/2022"
    assert rotation.history.count() == 2
    assert (
        take(workbook(row(to="Xã Nà Khoa", period="10/2022", note="Theo nguyện vọng"))).totals["unchanged"]
        == 1
    )


def test_a_blank_cell_leaves_what_is_on_record(district):
    take(workbook(row(note="Ghi chú cũ")), keep=True)

    assert take(workbook(row(period=None, to_post=None, kind=None))).totals["unchanged"] == 1


def test_an_accepted_full_seat_is_not_asked_again(district):
    holder = make_official("Vàng A Páo", district.pa_tan, birth_date=date(1970, 1, 1))
    make_holding(holder, district.chairs["Chủ tịch UBND, Xã Pa Tần"], date(2020, 1, 1))
    key = issue(take(workbook(row())), "post_taken")["key"]
    take(workbook(row()), keep=True, questions={key: ACCEPT})

    assert take(workbook(row())).totals["unchanged"] == 1


def test_a_case_that_moved_on_is_not_changed_by_a_file(district, lead):
    take(workbook(row()), keep=True)
    rotation = Rotation.objects.get()
    workflow.make_move(rotation, "approve", by=lead, on=date(2022, 4, 1), exception="Kết luận (để thử)")

    assert take(workbook(row())).totals["unchanged"] == 1
    assert "rotation_moved" in codes(take(workbook(row(to="Xã Nà Khoa"))))


def test_no_row_links_or_creates_a_person_by_a_near_name(district):
    before = Official.objects.count()

    result = take(workbook(row(name="Lò Văn Mính"), row(name="Lò Vàn Minh")), create=True, keep=True)

    assert Official.objects.count() == before
    assert {found.verdict for found in people(result)} == {RowVerdict.ASK}


def test_a_mark_for_the_cell_above_asks_and_means_what_that_cell_does(district):
    lines = [row(kind="Luân chuyển, điều động"), newcomer(2, to_post="Bí thư Đảng ủy", kind='"')]
    asked = take(workbook(*lines), create=True)
    keys = {issue(asked, "ambiguous_movement_type", number)["key"] for number in (0, 1)}
    assert len(keys) == 1

    answered = take(workbook(*lines), create=True, questions={keys.pop(): "transfer"})

    assert [found.movement_type for found in people(answered)] == ["transfer", "transfer"]


def test_a_direction_in_the_column_of_kinds_is_read_where_it_is_repeated(district):
    lines = [row(kind="Xã về huyện"), newcomer(2, to_post="Bí thư Đảng ủy", kind="như trên")]
    headings = [heading if heading[0] != "Hình thức" else ("Hình thức (hướng)", ()) for heading in HEADINGS]

    result = take(workbook(*lines, group=None, headings=headings), create=True)

    assert all("direction_mismatch" in codes(result, number) for number in (0, 1))
