import io
from datetime import date

import openpyxl
import pytest

from rotations.importing.blank_files import BLANK_FILES
from rotations.importing.findings import ACCEPT, NEW
from rotations.importing.needs.cells import direction_of
from rotations.models import RotationNeed
from rotations.vocabulary import ImportKind, NeedReason, Role, UnitBlock, UnitLevel
from tests.importing.need_files import HEADINGS, YEAR, answered, row, take, workbook
from tests.importing.results import codes, entries, issue, verdicts
from tests.importing.workbooks import Formula
from tests.makers import (
    TODAY,
    make_account,
    make_holding,
    make_need,
    make_official,
    make_position,
    make_post,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def huyen():
    return make_unit("Huyện Thử", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)


@pytest.fixture
def pa_tan(huyen):
    unit = make_unit("Xã Pa Tần", parent=huyen, block=UnitBlock.LOCALITY)
    for name in ("Bí thư Đảng ủy", "Chủ tịch UBND"):
        make_post(unit, name)
    return unit


# ---- every fault, provoked once: cells → code, severity, verdict

FAULTS = {
    "no post": ({"position": None}, "missing_value", "error"),
    "no number of people": ({"quantity": 0}, "bad_value", "error"),
    "a number that is none": ({"quantity": "vài"}, "bad_value", "error"),
    "far too many people": ({"quantity": 1000}, "bad_value", "error"),
    "a formula for the post": ({"position": Formula("=A1", "Chủ tịch UBND")}, "formula", "error"),
    "a post that is too long": ({"position": "a" * 201}, "too_long", "error"),
    "a post nobody knows": ({"position": "Tổ trưởng tổ hòa giải"}, "unknown_position", "question"),
    "a shared abbreviation": ({"position": "PCT"}, "ambiguous_position", "question"),
    "the post of another unit": ({"position": "Chủ tịch UBND xã Nà Hỳ"}, "unknown_position", "question"),
    "words that are no direction": ({"direction": "đến hoặc đi"}, "unknown_direction", "question"),
    "a quarter": ({"expected": "Quý III/2025"}, "missing_month", "warning"),
    "another year": ({"expected": "09/2027"}, "other_year", "warning"),
    "somebody nobody knows": ({"proposed": "Sùng A Chá"}, "not_on_register", "note"),
    "a present post without a name": ({"present": "Phó Trưởng phòng, Phòng Nội vụ"}, "no_name", "note"),
    "too many words about a person": ({"proposed": "Sùng A Chá", "present": "b" * 200}, "too_long", "error"),
    "several reasons": ({"reason": "Thiếu; không là người địa phương"}, "several_reasons", "note"),
    "several posts": ({"position": "Bí thư Đảng ủy, Chủ tịch UBND"}, "several_positions", "note"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_found_named_and_weighed(pa_tan, case):
    make_unit("Xã Nà Hỳ", block=UnitBlock.LOCALITY)
    cells, code, severity = FAULTS[case]

    result = take(workbook(row(**cells)))

    found = issue(result, code)
    assert found["severity"] == severity
    assert verdicts(result) == [{"error": "error", "question": "ask"}.get(severity, "create")]
    assert found["column"]
    assert found["message"].endswith(".")


def test_all_faults_of_a_row_are_told_at_once(pa_tan):
    result = take(
        workbook(
            row(position="Không ai biết chức danh này", quantity=0, expected="31/02/2025", direction="?!")
        )
    )

    assert codes(result) >= {"bad_value", "impossible_date", "unknown_position", "unknown_direction"}
    assert verdicts(result) == ["error"]


def test_a_computed_number_is_used(pa_tan):
    assert entries(take(workbook(row(quantity=Formula("=1+1", 2)))))[0].quantity == 2


# ---- whose need: the lines above the table, a column, groups, the one question

UNITS_OF_FILE = {
    "the body that issues the paper": (("ĐẢNG ỦY XÃ PA TẦN",), "Xã Pa Tần"),
    "below the one above it": (("HUYỆN ỦY THỬ", "ĐẢNG ỦY XÃ PA TẦN", "BIỂU 1"), "Xã Pa Tần"),
    "both in one cell": (("HUYỆN THỬ\nUBND XÃ PA TẦN",), "Xã Pa Tần"),
    "stated": (("ĐẢNG ỦY XÃ NÀ HỲ", "Đơn vị: Xã Pa Tần"), "Xã Pa Tần"),
    "in the title itself": (("Nhu cầu luân chuyển cán bộ của xã Pa Tần",), "Xã Pa Tần"),
    "the one above alone": (("HUYỆN THỬ",), "Huyện Thử"),
}


@pytest.mark.parametrize("case", UNITS_OF_FILE)
def test_the_unit_is_the_one_the_lines_above_the_table_name(huyen, pa_tan, case):
    make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)
    titles, unit = UNITS_OF_FILE[case]

    result = take(workbook(row(), titles=titles))

    assert entries(result)[0].unit.name == unit
    assert verdicts(result) == ["create"]


@pytest.mark.parametrize(
    ("titles", "code"),
    [
        ((), "missing_unit"),
        (("BIỂU 1",), "missing_unit"),
        (("XÃ PA TẦN", "XÃ NÀ HỲ"), "missing_unit"),
        (("Đơn vị: Xã Pa Tân",), "unknown_unit"),
    ],
)
def test_a_unit_that_is_not_certain_is_asked_once_for_the_file(huyen, pa_tan, titles, code):
    make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)
    data = workbook(row(), row(position="Bí thư Đảng ủy"), titles=titles)

    asked = take(data)
    settled = answered(data, code, str(pa_tan.pk))

    assert len({issue(asked, code, number)["key"] for number in (0, 1)}) == 1
    assert verdicts(asked) == ["ask", "ask"]
    assert [found.unit for found in entries(settled)] == [pa_tan, pa_tan]
    assert verdicts(settled) == ["create", "create"]


def test_a_column_and_groups_name_units_too(huyen, pa_tan):
    na_hy = make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)
    blank = [None] * (len(HEADINGS) - 1)
    grouped = workbook(["I. XÃ PA TẦN", *blank], row(), ["II. XÃ NÀ HỲ", *blank], row(), titles=())
    headed = workbook(["Xã Nà Hỳ", *row()], headings=("Đơn vị", *HEADINGS))

    assert [found.unit for found in entries(take(grouped))] == [pa_tan, na_hy]
    assert [found.unit for found in entries(take(headed))] == [na_hy]


def test_a_clerk_states_the_needs_of_the_own_unit_alone(huyen, pa_tan):
    make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)
    clerk = make_account(Role.UNIT_CLERK, pa_tan)

    untitled = take(workbook(row(), titles=()), by=clerk)
    of_another = take(workbook(row(), titles=("XÃ NÀ HỲ",)), by=clerk)

    assert entries(untitled)[0].unit == pa_tan
    assert codes(of_another) == {"other_unit"}


@pytest.mark.parametrize("named", ["Xã Nà Hỳ", "Xã Nà Hy", "Xã Không Có"])
def test_a_clerk_is_told_of_a_row_of_another_unit_and_offered_none(huyen, pa_tan, named):
    make_unit("Xã Nà Hỳ", parent=huyen, block=UnitBlock.LOCALITY)
    clerk = make_account(Role.UNIT_CLERK, pa_tan)
    headed = workbook(["Xã Pa Tần", *row()], [named, *row()], headings=("Đơn vị", *HEADINGS))

    own, other = entries(take(headed, by=clerk))

    assert (own.unit, own.verdict) == (pa_tan, "create")
    assert (other.unit, other.verdict) == (None, "error")
    (told,) = other.shown["issues"]
    assert (told["code"], told["candidates"]) == ("other_unit", [])
    assert "không phải đơn vị của bạn" in told["message"]


# ---- in or out

DIRECTIONS = {
    "Đến": "in", "đi": "out", "Xin bổ sung (đến)": "in", "Đề xuất cử đi": "out", "Tiếp nhận": "in", "in": "in",
    "Huyện → xã": "in", "Xã → huyện": "out", "": "in",
}  # fmt: skip


@pytest.mark.parametrize("words", DIRECTIONS)
def test_in_and_out_are_read_as_units_write_them(pa_tan, words):
    assert entries(take(workbook(row(direction=words or None))))[0].direction == DIRECTIONS[words]


@pytest.mark.parametrize("words", ["đến / đi", "Xã → xã", "khác", ""])
def test_words_that_say_neither_or_both_say_nothing(words):
    assert direction_of(words) is None


def test_a_group_says_in_or_out_and_a_cell_against_it_is_asked(pa_tan):
    blank = [None] * (len(HEADINGS) - 1)
    data = workbook(
        ["I. NHU CẦU XIN BỔ SUNG", *blank],
        row(direction=None),
        ["II. CÁN BỘ CỬ ĐI", *blank],
        row(direction=None),
        row(direction="Đến", position="Bí thư Đảng ủy"),
    )

    result = take(data)

    assert [found.direction for found in entries(result)] == ["in", "out", None]
    assert codes(result, 2) == {"direction_mismatch"}
    assert entries(answered(data, "direction_mismatch", "out", 2))[2].direction == "out"


# ---- why, which post

REASONS = {
    "Thiếu": (NeedReason.VACANCY, ""),
    "Thiếu cán bộ": (NeedReason.VACANCY, ""),
    "không là người địa phương": (NeedReason.NON_LOCAL, ""),
    "Đủ 2 nhiệm kỳ": (NeedReason.TERM_LIMIT, ""),
    "Đào tạo cán bộ quy hoạch": (NeedReason.TRAINING, ""),
    "Đồng chí Chủ tịch nghỉ hưu từ 01/2026": (NeedReason.VACANCY, "Đồng chí Chủ tịch nghỉ hưu từ 01/2026"),
    "Giữ chức vụ đã hai nhiệm kỳ liên tiếp": (NeedReason.TERM_LIMIT, "Giữ chức vụ đã hai nhiệm kỳ liên tiếp"),
    "Theo chỉ đạo": (NeedReason.OTHER, "Theo chỉ đạo"),
    None: (NeedReason.VACANCY, ""),
}


@pytest.mark.parametrize("words", REASONS)
def test_a_reason_is_its_word_and_what_it_says_beyond_is_kept_in_the_note(pa_tan, words):
    reason, kept = REASONS[words]

    result = take(workbook(row(reason=words, note="Cần sớm")), keep=True)

    assert verdicts(result) == ["create"]
    need = RotationNeed.objects.get()
    assert need.reason == reason
    assert need.note == ("Cần sớm" + (f"\nLý do: {kept}" if kept else ""))


def test_an_abbreviation_means_the_post_the_unit_has(pa_tan):
    (found,) = entries(take(workbook(row(position="CT xã"))))

    assert found.position == make_position("Chủ tịch UBND")


def test_a_post_may_be_kept_in_the_words_of_the_file(pa_tan):
    result = answered(workbook(row(position="Tổ trưởng tổ hòa giải")), "unknown_position", ACCEPT, keep=True)

    assert result.committed
    need = RotationNeed.objects.get()
    assert (need.position, need.position_text) == (None, "Tổ trưởng tổ hòa giải")


def test_two_posts_for_one_person_keep_both_words(pa_tan):
    (found,) = entries(take(workbook(row(position="Bí thư Đảng ủy, Chủ tịch UBND xã Pa Tần"))))

    assert found.position == make_position("Bí thư Đảng ủy")
    assert found.position_text == "Bí thư Đảng ủy, Chủ tịch UBND xã Pa Tần"


# ---- whom


@pytest.fixture
def office(huyen):
    return make_unit("Phòng Nội vụ", UnitLevel.DISTRICT, parent=huyen)


@pytest.fixture
def minh(office):
    person = make_official(
        "Lò Văn Minh", office, birth_date=date(1985, 3, 12), citizen_id="011085000001", official_code="CB-7"
    )
    make_holding(person, make_post(office, "Phó Trưởng phòng", quota=3))
    return person


SURE = {
    "by birth": {"proposed": "Đ/c LÒ VĂN MINH (1985)"},
    "by the day of birth": {"proposed": "Lò Văn Minh, sinh 12/3/1985"},
    "by the unit of the present post": {
        "proposed": "Lò Văn Minh",
        "present": "Phó Trưởng phòng, Phòng Nội vụ",
    },
}
UNSURE = {
    "a name alone": {"proposed": "Lò Văn Minh"},
    "another birth": {"proposed": "Lò Văn Minh (1986)"},
    "another unit": {"proposed": "Lò Văn Minh", "present": "Bí thư Đảng ủy xã Pa Tần"},
    "a mark away, born alike": {"proposed": "Lò Văn Mình (12/3/1985)"},
}


@pytest.mark.parametrize("case", SURE)
def test_a_person_is_found_where_it_is_certain(pa_tan, minh, case):
    result = take(workbook(row(**SURE[case])))

    assert entries(result)[0].official == minh
    assert codes(result) == set()


@pytest.mark.parametrize(("heading", "value"), [("Số CCCD", "011085000001"), ("Số hiệu cán bộ", "CB-7")])
def test_a_person_is_found_by_number_and_a_number_of_somebody_else_is_asked(pa_tan, minh, heading, value):
    headings = (*HEADINGS, heading)
    data = workbook([*row(proposed="Lò Văn Minh"), value], headings=headings)
    other = workbook([*row(proposed="Giàng A Chá"), value], headings=headings)

    assert entries(take(data))[0].official == minh
    assert codes(take(other)) == {"ambiguous_official"}


BESIDE_THE_REGISTER = {
    "as it has them": ({"present": "Phó Trưởng phòng, Phòng Nội vụ"}, set()),
    "the unit alone": ({"present": "Phòng Nội vụ"}, set()),
    "another post": ({"present": "Trưởng phòng, Phòng Nội vụ"}, {"register_differs"}),
    "words no list knows": ({"present": "Phó Trưởng phòng, Phòng Nội vụ, kiêm thủ quỹ"}, {"register_differs"}),
    "a number it lacks": ({"official_code": "CB-9"}, {"register_differs"}),
}  # fmt: skip


@pytest.mark.parametrize("case", BESIDE_THE_REGISTER)
def test_what_a_file_says_beside_the_register_is_told(pa_tan, office, case):
    cells, expected = BESIDE_THE_REGISTER[case]
    person = make_official("Vàng A Dơ", office, birth_date=date(1990, 1, 1), official_code="", citizen_id="")
    make_holding(person, make_post(office, "Phó Trưởng phòng"))
    make_position("Trưởng phòng")
    number = cells.get("official_code")
    line = row(proposed="Vàng A Dơ (1990)", **{k: v for k, v in cells.items() if k != "official_code"})

    result = take(workbook([*line, number], headings=(*HEADINGS, "Số hiệu cán bộ")))

    assert entries(result)[0].official == person
    assert codes(result) == expected


@pytest.mark.parametrize("case", UNSURE)
def test_a_person_who_is_not_certain_is_asked_and_never_linked(pa_tan, minh, case):
    data = workbook(row(**UNSURE[case]))

    result = take(data)

    assert entries(result)[0].official is None
    assert "ambiguous_official" in codes(result)
    assert verdicts(result) == ["ask"]
    assert entries(answered(data, "ambiguous_official", str(minh.pk)))[0].official == minh
    kept = entries(answered(data, "ambiguous_official", "text"))[0]
    assert kept.official is None
    assert kept.proposed_text.startswith("Lò Văn M")


def test_who_is_sent_away_is_of_the_unit_that_says_so(pa_tan, minh):
    here = make_official("Lò Văn Minh", pa_tan)

    result = take(workbook(row(direction="Đi", proposed="Lò Văn Minh", position="Chủ tịch UBND")))

    assert entries(result)[0].official == here


def test_two_namesakes_of_one_unit_are_asked(pa_tan, minh, office):
    make_official("Lò Văn Minh", office, birth_date=date(1990, 1, 1))

    result = take(workbook(row(proposed="Lò Văn Minh", present="Phòng Nội vụ")))

    assert len(issue(result, "ambiguous_official")["candidates"]) == 2


def test_a_clerk_is_not_told_of_people_elsewhere(pa_tan, minh):
    clerk = make_account(Role.UNIT_CLERK, pa_tan)

    result = take(workbook(row(proposed="Lò Văn Minh (1985)")), by=clerk)

    assert codes(result) == {"not_on_register"}


# ---- the same need again


def test_a_need_twice_in_a_file_is_told_with_the_row_of_the_first(pa_tan):
    result = take(workbook(row(), row(number=2, position="CT UBND")))

    assert verdicts(result) == ["create", "error"]
    assert "dòng 5" in issue(result, "duplicate", 1)["message"]


def test_a_need_stated_before_is_changed_and_not_doubled(pa_tan):
    known = make_need(pa_tan, make_position("Chủ tịch UBND"), year=YEAR, quantity=1, note="Cũ")
    make_need(pa_tan, make_position("Chủ tịch UBND"), year=YEAR - 1)

    result = take(workbook(row(quantity=2, reason=None, expected="09/2025")))

    (found,) = entries(result)
    assert found.existing == known
    assert {change["field"]: (change["old"], change["new"]) for change in found.shown["changes"]} == {
        "Số lượng": ("1", "2"),
        "Thời gian dự kiến": ("", "09/2025"),
    }
    assert verdicts(result) == ["update"]


def test_a_person_named_later_may_be_for_the_need_stated_before(pa_tan, minh):
    known = make_need(pa_tan, make_position("Chủ tịch UBND"), year=YEAR)
    data = workbook(row(proposed="Lò Văn Minh (1985)"))

    assert codes(take(data)) == {"same_need"}
    assert entries(answered(data, "same_need", str(known.pk)))[0].existing == known
    assert verdicts(answered(data, "same_need", NEW)) == ["create"]


def test_a_number_that_is_none_is_asked_for_as_people_are_counted():
    message = issue(take(workbook(row(quantity="vài"))), "bad_value")["message"]

    assert message == "“vài” không phải là số người; hãy ghi một số nguyên, ví dụ 2."


def test_the_sheet_of_our_own_form_that_explains_it_is_not_complained_of():
    data = BLANK_FILES[ImportKind.NEEDS].write(on=TODAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0].append([1, "Chủ tịch UBND", 1, "Thiếu"])
    book.create_sheet("Nháp").append(["Gọi lại cho xã"])
    filled = io.BytesIO()
    book.save(filled)

    result = take(filled.getvalue())

    assert [note.split(":")[0] for note in result.notes] == ["Trang tính “Nháp”"]
