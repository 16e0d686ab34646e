from datetime import date

import pytest

from rotations.importing.findings import NEW
from rotations.vocabulary import UnitBlock, UnitLevel
from tests.importing.results import codes, entries, issue, verdicts
from tests.importing.unit_files import answered, district, row, take, workbook
from tests.importing.workbooks import Formula
from tests.makers import make_holding, make_official, make_post, make_rotation, make_unit

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)


@pytest.fixture
def huyen():
    return make_unit("Huyện Thử", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY, code="H01")


@pytest.fixture
def pa_tan(huyen):
    return make_unit("Xã Pa Tần", code="03165", parent=huyen, block=UnitBlock.LOCALITY)


# ---- every fault of the cells, provoked once: cells → code, severity, verdict

FAULTS = {
    "no name": ({"name": None, "code": "1"}, "missing_value", "error"),
    "no level": ({"level": None}, "missing_value", "error"),
    "a level that is none": ({"level": "Bản"}, "bad_value", "error"),
    "a block that is none": ({"block": "Khối phố"}, "bad_value", "error"),
    "no block of an office": (
        {"name": "Phòng Nội vụ", "level": "Huyện"}, "missing_block", "question",
    ),
    "an unknown unit above": ({"parent": "Thôn Xa Lạ Vô Danh"}, "unknown_unit", "error"),
    "a misspelt unit above": ({"parent": "Huyện Thứ"}, "unknown_unit", "question"),
    "a unit above that is below": ({"name": "Huyện Hai", "level": "Huyện", "block": "Địa phương", "parent": "Xã Nà Hỳ"}, "parent_below", "error"),
    "its own unit above": ({"parent": "Xã Pa Tần"}, "parent_circle", "error"),
    "an end before the start": ({"valid_from": "01/07/2025", "valid_to": "01/07/2024"}, "impossible_date", "error"),
    "an end on the day of the start": ({"valid_from": "01/07/2025", "valid_to": "01/07/2025"}, "impossible_date", "error"),
    "a day the calendar lacks": ({"valid_from": "31/02/2025"}, "impossible_date", "error"),
    "a month alone": ({"valid_to": "07/2025"}, "inexact_date", "error"),
    "a position nobody knows": ({"seats": "Tổ trưởng tổ hòa giải (1)"}, "unknown_position", "question"),
    "a shared abbreviation": ({"seats": "CT (1)"}, "ambiguous_position", "question"),
    "no seat": ({"seats": "Bí thư Đảng ủy (0)"}, "bad_value", "error"),
    "far too many seats": ({"seats": "Bí thư Đảng ủy (1000)"}, "bad_value", "error"),
    "a seat twice": ({"seats": "Bí thư (1); Bí thư Đảng ủy (1)"}, "duplicate", "error"),
    "a code that is too long": ({"code": "0" * 31}, "too_long", "error"),
    "a name that is too long": ({"name": "Xã " + "a" * 198}, "too_long", "error"),
    "another name that is too long": ({"aliases": "b" * 201}, "too_long", "error"),
    "a note that is too long": ({"note": "c" * 301}, "too_long", "warning"),
    "a formula for a name": ({"name": Formula("=A1", "Xã Pa Tần")}, "formula", "error"),
    "another unit's name": ({"aliases": "Xã Nà Hỳ"}, "shared_name", "warning"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_found_named_and_weighed(huyen, case):
    make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)
    cells, code, severity = FAULTS[case]

    result = take(workbook(row(**cells)))

    found = issue(result, code)
    assert found["severity"] == severity
    assert verdicts(result) == [{"error": "error", "question": "ask", "warning": "create"}[severity]]
    assert found["column"]
    assert found["message"].endswith(".")


def test_all_faults_of_a_row_are_told_at_once(huyen):
    result = take(
        workbook(row(level="Bản", parent="Không đâu", seats="Bí thư (0); CT", valid_to="2025", code="9" * 40))
    )

    assert codes(result) >= {
        "bad_value", "unknown_unit", "ambiguous_position", "inexact_date", "too_long",
    }  # fmt: skip
    assert verdicts(result) == ["error"]


# ---- which unit: the records, the row → code or verdict


def test_a_unit_is_found_by_its_code_and_name(pa_tan):
    result = take(workbook(row(code="03165", name="XÃ  PA TẦN")))

    assert entries(result)[0].unit == pa_tan
    assert verdicts(result) == ["unchanged"]


def test_a_unit_is_found_by_name_level_and_parent_and_its_blanks_are_filled(huyen):
    known = make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)

    result = take(workbook(row(name="Xã Nà Hỳ", code="03169", valid_from="01/01/2010", note="Xã biên giới")))

    (found,) = entries(result)
    assert found.unit == known
    assert verdicts(result) == ["update"]
    assert {change["field"]: (change["old"], change["new"]) for change in found.shown["changes"]} == {
        "Mã đơn vị": ("", "03169"),
        "Hiệu lực từ": ("", "01/01/2010"),
        "Ghi chú": ("", "Xã biên giới"),
    }


def test_an_office_of_the_same_name_under_another_parent_is_another_office(huyen):
    other = make_unit("Huyện Khác", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=other)

    result = take(workbook(row(name="Phòng Nội vụ", level="Huyện", block="Khối chính quyền")))

    assert verdicts(result) == ["create"]
    assert codes(result) == set()


QUESTIONS = {
    "the same code, another name": ({"name": "Xã Mường Chà", "code": "03165"}, "same_code"),
    "the same name, another code": ({"code": "03999"}, "same_name"),
    "the same name from another day": ({"valid_from": "01/07/2025"}, "same_name"),
    "code and name from another day": ({"code": "03165", "valid_from": "01/07/2025"}, "same_unit_other_time"),
    "a commune of that name under another parent": ({"parent": "Huyện Khác"}, "same_name"),
    "a mark away": ({"name": "Xã Pa Tân"}, "near_unit"),
    "a letter away": ({"name": "Xã Pa Tầng"}, "near_unit"),
    "its other name": ({"name": "Pa Tần mới"}, "near_unit"),
    "its name without the word for its kind": ({"name": "Pa Tần"}, "near_unit"),
    "a code that lost its zero": ({"name": "Xã Khác Hẳn", "code": 3165}, "near_unit"),
}


@pytest.mark.parametrize("case", QUESTIONS)
def test_what_is_not_certain_is_asked_and_never_linked(huyen, pa_tan, case):
    make_unit("Huyện Khác", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    pa_tan.valid_from = date(2012, 8, 25)
    pa_tan.save()
    pa_tan.aliases.create(name="Pa Tần mới")
    cells, code = QUESTIONS[case]

    result = take(workbook(row(**cells)))

    (found,) = entries(result)
    assert code in codes(result)
    assert found.verdict == "ask"
    assert found.unit is None
    asked = issue(result, code)
    assert asked["options"][-1]["value"] == NEW
    assert any("Xã Pa Tần" in label for label in asked["candidates"])


@pytest.mark.parametrize("case", QUESTIONS)
def test_the_answer_a_new_unit_makes_one(huyen, pa_tan, case):
    make_unit("Huyện Khác", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    pa_tan.valid_from = date(2012, 8, 25)
    pa_tan.save()
    pa_tan.aliases.create(name="Pa Tần mới")
    cells, code = QUESTIONS[case]
    # Without a first day the same name, level and parent would be the same unit.
    data = (
        workbook(row(**{"valid_from": "01/07/2025", **cells}))
        if code == "same_name"
        else workbook(row(**cells))
    )
    code = "same_unit_other_time" if "03165" in str(cells) and "valid_from" in cells else code

    result = answered(data, code, NEW)

    assert verdicts(result) == ["create"]
    assert entries(result)[0].match == "new"


def test_the_answer_this_unit_under_that_name_changes_its_name(pa_tan):
    result = answered(workbook(row(name="Xã Pa Tân")), "near_unit", str(pa_tan.pk))

    (found,) = entries(result)
    assert found.unit == pa_tan
    assert [(c["field"], c["old"], c["new"]) for c in found.shown["changes"]] == [
        ("Tên đơn vị", "Xã Pa Tần", "Xã Pa Tân")
    ]


def test_the_answer_this_unit_may_keep_its_name_and_add_the_other(pa_tan):
    result = answered(workbook(row(name="Xã Pa Tân")), "near_unit", f"alias {pa_tan.pk}")

    (found,) = entries(result)
    assert found.name == "Xã Pa Tần"
    assert found.new_aliases == ["Xã Pa Tân"]
    assert verdicts(result) == ["update"]


def test_a_unit_that_ended_is_asked_about_before_its_name_is_used_again(pa_tan):
    pa_tan.valid_to = date(2024, 1, 1)
    pa_tan.save()

    assert codes(take(workbook(row()))) == {"unit_not_valid"}
    assert verdicts(take(workbook(row(valid_to="01/01/2024")))) == ["unchanged"]


def test_a_code_used_again_after_a_reform_is_told_when_the_days_are_clear(huyen, pa_tan):
    pa_tan.valid_to = REFORM
    pa_tan.save()

    dated = take(workbook(row(name="Xã Mường Mới", code="03165", valid_from="01/07/2025")))
    undated = take(workbook(row(name="Xã Mường Mới", code="03165")), on=date(2026, 1, 1))

    assert (verdicts(dated), codes(dated)) == (["create"], {"code_reused"})
    assert (verdicts(undated), codes(undated)) == (["ask"], {"same_code"})


def test_a_first_day_is_not_filled_in_over_what_happened_before(huyen, pa_tan):
    make_holding(post=make_post(pa_tan), held_from=date(2019, 1, 1))

    assert verdicts(take(workbook(row(valid_from="01/01/2019")))) == ["update"]
    assert codes(take(workbook(row(valid_from="02/01/2019")))) == {"same_name"}


@pytest.mark.parametrize("cells", [{"code": "03165"}, {}])
def test_a_level_never_changes(huyen, pa_tan, cells):
    result = take(workbook(row(level="Huyện", block="Địa phương", **cells)))

    assert codes(result) == {"level_changed"}
    assert verdicts(result) == ["error"]


def test_of_several_units_of_one_name_a_person_chooses(huyen):
    other = make_unit("Huyện Khác", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    for parent in (huyen, other):
        make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=parent)

    result = take(workbook(row(name="Phòng Nội vụ", level="Huyện", parent=None)))

    assert "ambiguous_unit" in codes(result)
    assert len(issue(result, "ambiguous_unit")["candidates"]) == 2


def test_a_code_that_is_now_another_ones_and_a_name_that_is_an_alias_of_its_bearer(pa_tan):
    pa_tan.aliases.create(name="Xã Pa Tần Cũ")

    result = take(workbook(row(name="Xã Pa Tần Cũ", code="03165")))

    assert (verdicts(result), codes(result)) == (["unchanged"], {"other_name"})


# ---- the unit above


@pytest.mark.parametrize("order", [1, -1])
def test_the_unit_above_may_stand_in_the_same_file_above_or_below(db, order):
    result = take(workbook(*[district(), row()][::order]))

    assert verdicts(result) == ["create", "create"]
    commune = next(found for found in entries(result) if found.name == "Xã Pa Tần")
    assert commune.shown["parent"] == "Huyện Thử"


def test_a_new_unit_above_that_is_held_back_holds_back_those_under_it(db):
    with_error = take(workbook(district(valid_to="07/2025"), row(), row(name="Xã Nà Hỳ")))
    with_question = take(workbook(district(seats="CT"), row()))

    assert verdicts(with_error) == ["error", "error", "error"]
    assert codes(with_error, 1) == {"parent_waits"}
    assert verdicts(with_question) == ["ask", "ask"]


def test_units_above_each_other_in_a_circle_are_refused(db):
    result = take(
        workbook(
            row(name="Phòng Một", level="Huyện", block="Đảng", parent="Phòng Hai"),
            row(name="Phòng Hai", level="Huyện", block="Đảng", parent="Phòng Một"),
        )
    )

    assert [codes(result, number) for number in (0, 1)] == [{"parent_circle"}, {"parent_circle"}]


def test_a_circle_through_the_records_is_refused(huyen, pa_tan):
    office = make_unit("Văn phòng Thử", UnitLevel.DISTRICT, parent=huyen)

    result = take(workbook(district(code="H01", parent="Văn phòng Thử")))

    assert office.parent == huyen
    assert codes(result) == {"parent_circle"}


def test_a_unit_above_named_with_its_own_unit_above_is_found(huyen):
    other = make_unit("Huyện Khác", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    offices = [make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=parent) for parent in (huyen, other)]

    result = take(
        workbook(
            row(name="Tổ Một Cửa", level="Huyện", block="Chính quyền", parent="Phòng Nội vụ (Huyện Khác)")
        )
    )

    assert entries(result)[0].parent == offices[1]


# ---- the rows of a file beside each other


def test_a_unit_twice_in_a_file_is_told_with_the_row_of_the_first(huyen, pa_tan):
    known = take(workbook(row(), row(code="03165")))
    new = take(workbook(row(name="Xã Mới"), row(name="xã mới")))

    for result in (known, new):
        assert verdicts(result)[1] == "error"
        assert "dòng 2" in issue(result, "duplicate", 1)["message"]


def test_one_code_for_two_units_of_a_file_is_a_fault_unless_one_comes_after_the_other(huyen):
    together = take(workbook(row(code="03166", name="Xã Chà Cang"), row(code="03166", name="Xã Mường Chà")))
    apart = take(
        workbook(
            row(code="03166", name="Xã Chà Cang", valid_to="01/07/2025"),
            row(code="03166", name="Xã Mường Chà", valid_from="01/07/2025"),
        )
    )

    assert verdicts(together) == ["create", "error"]
    assert verdicts(apart) == ["create", "create"]


def test_names_of_one_file_a_letter_apart_are_warned_about(huyen):
    result = take(
        workbook(row(name="Xã Nậm Tin"), row(name="Xã Nậm Tín"), row(name="Tổ 1"), row(name="Tổ 2"))
    )

    assert [codes(result, number) for number in range(4)] == [set(), {"near_in_file"}, set(), set()]


def test_a_unit_may_not_become_what_another_one_is(huyen, pa_tan):
    make_unit("Xã Pa Tân", code="1", parent=huyen, block=UnitBlock.LOCALITY)

    result = answered(workbook(row(code="03165", name="Xã Pa Tân")), "same_code", str(pa_tan.pk))

    assert codes(result) == {"unit_exists"}


# ---- block, seats, what an end cuts off


def test_a_commune_is_its_own_block_and_an_office_has_the_one_of_its_group(huyen):
    result = take(
        workbook(
            row(),
            [None, "A. KHỐI ĐẢNG", *[None] * 8],
            row(name="Ban Tổ chức", level="Huyện"),
            [None, "B. KHỐI CHÍNH QUYỀN", *[None] * 8],
            row(name="Phòng Nội vụ", level="Huyện"),
        )
    )

    assert [found.block for found in entries(result)] == ["locality", "party", "state"]
    assert verdicts(result) == ["create"] * 3


def test_the_answer_about_the_block_is_given_once_for_a_name(huyen):
    other = district(name="Huyện Khác")
    data = workbook(
        other,
        row(name="Phòng Nội vụ", level="Huyện"),
        row(name="Phòng Nội vụ", level="Huyện", parent="Huyện Khác"),
    )

    result = answered(data, "missing_block", "state", 1)

    assert [found.block for found in entries(result)] == ["locality", "state", "state"]


def test_a_name_alone_is_a_unit_without_its_level_and_not_a_title(huyen):
    result = take(workbook(row(name="Xã Nà Hỳ"), row(level=None, parent=None)))

    assert verdicts(result) == ["create", "error"]
    assert codes(result, 1) == {"missing_value"}


def test_seats_are_added_and_their_number_changed(pa_tan):
    make_post(pa_tan, "Bí thư Đảng ủy")

    result = take(workbook(row(seats="PBT Đảng ủy (2); Bí thư Đảng ủy (2); Chủ tịch UBND")))

    (found,) = entries(result)
    assert found.shown["changes"][0]["old"] == "Bí thư Đảng ủy (1)"
    assert dict(found.seats) == {"Bí thư Đảng ủy": 2, "Phó Bí thư Đảng ủy": 2, "Chủ tịch UBND": 1}
    assert next(iter(found.seats)) == ("Bí thư Đảng ủy", 2)


def test_seats_are_not_made_fewer_than_those_who_hold_them(pa_tan):
    post = make_post(pa_tan, "Phó Bí thư Đảng ủy", quota=3)
    for name in ("Lò Văn Pản", "Giàng A Dợ"):
        make_holding(make_official(name), post)
    make_holding(make_official("Người Đã Thôi"), post, date(2010, 1, 1), date(2012, 1, 1))

    refused = take(workbook(row(seats="Phó Bí thư Đảng ủy (1)")))

    found = issue(refused, "quota_below_holders")
    assert {"Lò Văn Pản", "Giàng A Dợ"} == {name.partition(",")[0] for name in found["candidates"]}
    assert verdicts(refused) == ["error"]
    assert verdicts(take(workbook(row(seats="Phó Bí thư Đảng ủy (2)")))) == ["update"]


def test_a_position_a_person_leaves_out_is_left_out(huyen):
    result = answered(
        workbook(row(seats="Tổ trưởng tổ hòa giải; Chủ tịch UBND")), "unknown_position", "leave_out"
    )

    assert entries(result)[0].seats == [("Chủ tịch UBND", 1)]
    assert verdicts(result) == ["create"]


def test_what_an_end_would_cut_off_is_told(huyen, pa_tan):
    holder = make_official("Lò Văn Hặc", pa_tan)
    make_holding(holder, make_post(pa_tan, "Chủ tịch UBND"))
    make_unit("Văn phòng Đảng ủy", parent=pa_tan)
    make_unit("Trạm cũ", parent=pa_tan, valid_to=date(2020, 1, 1))
    make_rotation(receiving=pa_tan)

    found = issue(take(workbook(row(valid_to="01/07/2025"))), "cut_off")

    assert found["severity"] == "warning"
    assert (
        "1 đơn vị trực thuộc (Văn phòng Đảng ủy); 1 chức danh; 1 người đang giữ chức vụ" in found["message"]
    )
    assert "Lò Văn Hặc" in found["message"]
    assert "1 lượt luân chuyển" in found["message"]


def test_an_end_cuts_nothing_off_that_the_same_file_ends_or_moves(huyen, pa_tan):
    make_unit("Văn phòng Đảng ủy", code="VP", parent=pa_tan, block=UnitBlock.PARTY)
    make_unit("Trung tâm Chính trị", code="TT", parent=pa_tan, block=UnitBlock.PARTY)

    result = take(
        workbook(
            row(code="03165", valid_to="01/07/2025"),
            row(code="VP", name="Văn phòng Đảng ủy", parent=None, valid_to="01/07/2025"),
            row(code="TT", name="Trung tâm Chính trị", parent="Huyện Thử"),
        )
    )

    assert "cut_off" not in codes(result)
    assert verdicts(result) == ["update"] * 3
