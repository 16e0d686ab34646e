import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.importing.needs.workbook import for_export, needs_file, template_file
from rotations.importing.undoing import undo
from rotations.models import NeedCall, RotationNeed, UnitSuccession
from rotations.partial_dates import PartialDate
from rotations.vocabulary import UnitBlock, UnitLevel
from tests.importing.need_files import HEADINGS, YEAR, answered, row, take, workbook
from tests.importing.results import codes, entries, verdicts
from tests.importing.workbooks import csv_bytes, xlsx
from tests.makers import TODAY, make_need, make_official, make_position, make_post, make_unit

pytestmark = pytest.mark.django_db

FULL = {
    "quantity": 2,
    "reason": "Không là người địa phương",
    "requirements": "Đại học\nCao cấp LLCT",
    "proposed": "Sùng A Chá",
    "present": "Phó Trưởng phòng, Phòng Nội vụ",
    "expected": "tháng 9/2025",
    "note": "Ưu tiên nữ",
}


@pytest.fixture
def pa_tan():
    unit = make_unit("Xã Pa Tần", block=UnitBlock.LOCALITY, code="03165")
    make_post(unit, "Chủ tịch UBND")
    return unit


def call(*units, **fields) -> NeedCall:
    made = NeedCall.objects.create(
        **{
            "year": YEAR,
            "title": "Đề nghị đề xuất nhu cầu",
            "opened_on": date(YEAR, 1, 5),
            "deadline": date(YEAR, 12, 1),
            **fields,
        }
    )
    made.units.set(units)
    return made


# ---- the five ways


def test_a_new_need_is_kept_whole(board, pa_tan):
    result = take(workbook(row(**FULL)), keep=True, by=board)

    assert result.committed
    need = RotationNeed.objects.get()
    assert (need.year, need.unit, need.direction, need.quantity) == (YEAR, pa_tan, "in", 2)
    assert need.position == make_position("Chủ tịch UBND")
    assert (need.reason, need.requirements, need.note) == ("non_local", "Đại học\nCao cấp LLCT", "Ưu tiên nữ")
    assert need.proposed_text == "Sùng A Chá, Phó Trưởng phòng, Phòng Nội vụ"
    assert need.expected == PartialDate.of_month(2025, 9)
    assert "su" in need.text_fold
    first = need.history.get()
    assert (first.history_user, first.history_change_reason) == (board, "Nhập từ tệp bieu-1.xlsx")
    (entry,) = result.batch.rows.get(verdict="create").written
    assert (entry["act"], entry["model"], entry["pk"]) == ("created", "rotationneed", need.pk)


def test_the_same_file_twice_changes_nothing(pa_tan):
    data = workbook(row(**{**FULL, "reason": "Thiếu vì đồng chí Chủ tịch nghỉ hưu"}), row(position="Bí thư"))
    take(data, keep=True)
    histories = RotationNeed.history.count()

    again = take(data, keep=True)

    assert verdicts(again) == ["unchanged", "unchanged"]
    assert (RotationNeed.objects.count(), RotationNeed.history.count()) == (2, histories)


def test_the_needs_of_a_year_go_out_and_come_back_unchanged(pa_tan):
    huyen = make_unit("Huyện Thử", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    take(workbook(row(**FULL), row(direction="Đi", position="Tổ trưởng", quantity=None)), keep=True)
    answered(workbook(row(position="Tổ trưởng dân phố")), "unknown_position", "accept", keep=True)
    known = make_official("Lò Văn Minh", huyen, birth_date=date(1985, 3, 12), official_code="CB-7")
    nameless = make_official("Giàng A Dợ", huyen, birth_date=date(1990, 5, 1))
    make_need(huyen, year=YEAR, proposed_official=known, direction="out", reason="training")
    make_need(huyen, year=YEAR, proposed_official=nameless, note="=1+1", requirements="Dòng một\nDòng hai")
    make_need(huyen, year=YEAR, direction="out", proposed_text="Giàng A Dợ")
    make_need(pa_tan, year=YEAR - 1)

    result = take(needs_file(for_export(YEAR), year=YEAR))

    assert verdicts(result) == ["unchanged"] * len(for_export(YEAR))
    assert len(entries(result)) >= 4


def test_what_was_answered_once_is_not_asked_of_the_same_file_again(pa_tan):
    office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT)
    chosen = make_official("Lò Văn Minh", office)
    make_official("Lò Văn Minh", office)
    linked = workbook(row(proposed="Lò Văn Minh"))
    worded = workbook(row(proposed="Lò Văn Minh", position="Bí thư Đảng ủy"))
    answered(linked, "ambiguous_official", str(chosen.pk), keep=True)
    answered(worded, "ambiguous_official", "text", keep=True)

    assert verdicts(take(linked)) == ["unchanged"]
    assert verdicts(take(worded)) == ["unchanged"]


def test_a_missing_heading_refuses_the_file(pa_tan):
    result = take(workbook([1, "x", 2], headings=["STT", "Lý do", "Số lượng"]))

    assert (result.refusal.code, "Chức danh cần bổ sung" in result.refusal.message) == (
        "missing_column",
        True,
    )


def test_the_template_comes_back_filled_in(pa_tan):
    assert take(template_file(on=TODAY)).refusal.code == "no_rows"
    book = openpyxl.load_workbook(io.BytesIO(template_file(on=TODAY)))
    sheet = book["Biểu 1"]
    sheet["A2"] = "Đơn vị: Xã Pa Tần"
    for column, value in enumerate((1, "Chủ tịch UBND", "02", "Thiếu cán bộ", None, "Đến"), start=1):
        sheet.cell(row=5, column=column, value=value)
    stream = io.BytesIO()
    book.save(stream)

    result = take(stream.getvalue(), keep=True)

    assert codes(result) == set()
    assert (RotationNeed.objects.get().unit, RotationNeed.objects.get().quantity) == (pa_tan, 2)


# ---- what is written


def test_a_preview_changes_nothing(pa_tan):
    make_need(pa_tan, make_position("Chủ tịch UBND"), year=YEAR)

    take(workbook(row(quantity=5), row(position="Bí thư Đảng ủy")))

    assert list(RotationNeed.objects.values_list("quantity", flat=True)) == [1]


def test_changes_are_written_with_history_and_journal_and_blanks_change_nothing(board, pa_tan):
    need = make_need(
        pa_tan,
        make_position("Chủ tịch UBND"),
        year=YEAR,
        note="Cũ",
        requirements="Đại học",
        reason="training",
    )

    result = take(workbook(row(quantity=3, reason="Thiếu do nghỉ hưu", expected="2025")), keep=True, by=board)

    need.refresh_from_db()
    assert (need.quantity, need.reason, need.requirements) == (3, "vacancy", "Đại học")
    assert need.note == "Cũ\nLý do: Thiếu do nghỉ hưu"
    assert need.expected == PartialDate.of_year(2025)
    assert need.history.first().history_user == board
    (entry,) = result.batch.rows.get(verdict="update").written
    assert entry["before"] == {
        "quantity": 1,
        "reason": "training",
        "note": "Cũ",
        "expected_on": None,
        "expected_on_precision": "day",
    }


def test_a_need_joins_the_open_call_that_asks_its_unit(pa_tan):
    other = make_unit("Xã Nà Hỳ", block=UnitBlock.LOCALITY)
    call(other, opened_on=date(YEAR, 1, 9))
    call(pa_tan, opened_on=date(YEAR, 1, 1), deadline=date(YEAR, 2, 1))
    asking = call(pa_tan, other)

    take(workbook(row()), keep=True)

    assert RotationNeed.objects.get().call == asking


def test_a_file_is_an_answer_late_after_the_deadline_and_none_once_it_is_taken_back(pa_tan, lead):
    late = call(pa_tan, opened_on=date(YEAR, 1, 1), deadline=TODAY - timedelta(days=1))
    batch = take(workbook(row()), keep=True, by=lead).batch

    (unit_answer,) = late.answers_by_unit(on=TODAY)
    assert (unit_answer.asked_for, unit_answer.answered_on, unit_answer.is_late) == (1, TODAY, True)

    undo(batch, by=lead, on=TODAY)
    assert late.silent_units(on=TODAY) == [pa_tan]


def test_a_closed_call_is_not_joined(pa_tan):
    call(pa_tan, closed_on=TODAY)

    take(workbook(row()), keep=True)

    assert RotationNeed.objects.get().call is None


def test_a_need_joins_the_call_that_asked_the_unit_it_took_over_from(pa_tan):
    old = make_unit("Xã Cũ", block=UnitBlock.LOCALITY, valid_to=date(YEAR, 2, 1))
    UnitSuccession.objects.create(predecessor=old, successor=pa_tan, on=date(YEAR, 2, 1))
    asking = call(old)

    take(workbook(row()), keep=True)

    assert RotationNeed.objects.get().call == asking
    assert asking.silent_units(on=TODAY) == []


def test_a_call_that_names_no_units_asks_all_and_a_file_without_a_unit_is_of_those_asked(pa_tan):
    make_unit("Xã Nà Hỳ", block=UnitBlock.LOCALITY)
    asking = call()
    take(workbook(row()), keep=True)
    assert RotationNeed.objects.get().call == asking

    asking.units.add(pa_tan)
    asked = take(workbook(row(position="Bí thư Đảng ủy"), titles=()))
    assert [option.label for option in entries(asked)[0].issues[0].options] == ["Xã Pa Tần"]


def test_rows_held_back_stay_out_and_the_others_are_written(pa_tan):
    result = take(workbook(row(), row(position="PCT"), row(position="Bí thư", quantity=0)), keep=True)

    assert verdicts(result) == ["create", "ask", "error"]
    assert RotationNeed.objects.count() == 1


def test_the_office_layout_with_numbers_of_columns_total_and_signatures_is_read(pa_tan):
    width = len(HEADINGS)
    data = xlsx(
        [
            ["ĐẢNG BỘ HUYỆN THỬ"],
            ["ĐẢNG ỦY XÃ PA TẦN"],
            ["BIỂU 1: ĐỀ XUẤT NHU CẦU LUÂN CHUYỂN"],
            [],
            list(HEADINGS),
            [f"({number})" for number in range(1, width + 1)],
            row(),
            row(number=2, position="Phó Bí thư Đảng ủy", reason="như trên"),
            ["Tổng cộng", None, 2],
            [None, None, None, None, None, None, None, "Pa Tần, ngày 12 tháng 3 năm 2025"],
            [None, "NGƯỜI LẬP BIỂU", None, None, None, None, None, "T/M ĐẢNG ỦY"],
        ]
    )

    result = take(data)

    assert [found.row.number for found in entries(result)] == [7, 8]
    assert [found.unit for found in entries(result)] == [pa_tan, pa_tan]


def test_every_filled_cell_is_stored_asked_or_reported(pa_tan):
    data = csv_bytes(
        [["Đơn vị: Xã Pa Tần"], [*HEADINGS, "Số CCCD", "Lạ"], [*row(**FULL), "011085000001", "x"]]
    )

    (found,) = entries(take(data))

    assert {issue.column: issue.code for issue in found.issues} == {
        "Lạ": "extra_column",
        "Số CCCD": "not_stored",
        "Nhân sự đề xuất (nếu có)": "not_on_register",
    }


def test_many_needs_cost_as_many_queries_as_a_few(pa_tan):
    def queries(first: int, number: int) -> int:
        positions = [make_position(f"Chức danh Số {n}") for n in range(first, first + number)]
        for position in positions:
            make_need(pa_tan, position, year=YEAR)
        known = [row(position=position.name, quantity=4) for position in positions]
        new = [row(position=position.name, direction="Đi") for position in positions]
        data = workbook(*known, *new)
        with CaptureQueriesContext(connection) as seen:
            result = take(data, keep=True)
        assert verdicts(result) == ["update"] * number + ["create"] * number
        return len(seen)

    assert queries(100, 2) == queries(200, 30)
