"""Calls for needs: sending and changing one, who answered and who is silent, and a unit's answer on screen."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils.timezone import localdate

from rotations.models import NeedAnswer, NeedCall, RotationNeed, UnitSuccession
from rotations.vocabulary import UnitLevel
from tests.makers import (
    make_account,
    make_call,
    make_need,
    make_need_answer,
    make_official,
    make_position,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/needs/calls/"
DAY = timedelta(days=1)


def days(**fields):
    """Sent a week ago, to be answered within a week."""
    today = localdate()
    return {"opened_on": today - 7 * DAY, "deadline": today + 7 * DAY, "year": today.year} | fields


def typed(**changes):
    today = localdate()
    return {
        "year": str(today.year), "title": "Đề xuất nhu cầu", "document_number": "512-CV/BTCHU",
        "opened_on": f"{today:%d/%m/%Y}", "deadline": f"{today + 30 * DAY:%d/%m/%Y}",
    } | changes  # fmt: skip


def lines(*given, existing=(), **head):
    """What the page of an answer sends: lines of needs that stand first, then new ones."""
    sent = {
        "lines-TOTAL_FORMS": str(len(given)), "lines-INITIAL_FORMS": str(len(existing)),
        "lines-MIN_NUM_FORMS": "0", "lines-MAX_NUM_FORMS": "100",
    }  # fmt: skip
    for place, line in enumerate(given):
        values = {"direction": "in", "quantity": "1", "reason": "vacancy"} | line
        if place < len(existing):
            values |= {"id": existing[place].pk, "seen": existing[place].changed_at.isoformat()}
        sent |= {f"lines-{place}-{name}": str(value) for name, value in values.items()}
    return sent | head


# ---- the board


def test_a_call_goes_to_every_unit_of_a_level_and_to_those_picked(client_of, board):
    first, second = make_unit("Xã Một"), make_unit("Xã Hai")
    make_unit("Xã Đã Hết", valid_to=localdate())
    office = make_unit("Phòng Chọn", UnitLevel.DISTRICT)
    make_unit("Phòng Không", UnitLevel.DISTRICT)

    answer = client_of(board).post(f"{URL}add/", typed(levels=["commune"], picked=[office.pk, first.pk]))

    call = NeedCall.objects.get()
    assert answer["Location"] == f"{URL}{call.pk}/"
    assert set(call.units.all()) == {first, second, office}
    assert call.history.get().history_user == board


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "ít nhất một cấp hoặc một đơn vị"),
        ({"levels": ["commune"], "deadline": "01/01/2020"}, "Hạn trả lời phải từ ngày gửi"),
        ({"levels": ["commune"], "deadline": "32/01/2026"}, "Hạn trả lời"),
        ({"levels": ["commune"], "year": "1999"}, "Năm phải từ"),
        ({"levels": ["hamlet"]}, "hamlet"),
        ({"levels": ["commune"], "title": ""}, "Trích yếu"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_and_nothing_is_sent(client_of, board, changes, said):
    make_unit()
    html = client_of(board).post(f"{URL}add/", typed(**changes)).content.decode()

    assert said in html
    assert "512-CV/BTCHU" in html
    assert not NeedCall.objects.exists()


def test_a_second_call_of_a_day_is_refused_in_words(client_of, board):
    make_call(make_unit(), year=localdate().year, opened_on=localdate(), deadline=localdate())

    html = client_of(board).post(f"{URL}add/", typed(levels=["commune"])).content.decode()

    assert "Đã có đợt đề xuất gửi ngày này" in html


def test_the_page_tells_who_answered_who_needs_nobody_and_who_is_silent(client_of, board):
    asks, content, silent, late = (make_unit(f"Xã {name}") for name in ("Xin", "Đủ", "Im", "Muộn"))
    call = make_call(asks, content, silent, late, **days(deadline=localdate() - DAY))
    make_need(asks, call=call, quantity=3, stated_on=localdate() - DAY)
    make_need(asks, call=call, direction="out", stated_on=localdate() - DAY)
    make_need_answer(call, content)
    make_need_answer(call, late, answered_on=localdate())

    page = client_of(board).get(f"{URL}{call.pk}/")
    html = page.content.decode()

    assert [row.unit for row in page.context["silent"]] == [silent]
    assert {row.unit: (row.asked_for, row.offered, row.needs_nobody, row.is_late) for row in page.context["answered"]} == {
        asks: (3, 1, False, False), content: (0, 0, True, False), late: (0, 0, True, True),
    }  # fmt: skip
    assert "Đã trả lời 3/4 đơn vị" in html
    assert "Không có nhu cầu" in html
    assert "chưa trả lời, đã quá hạn" in html


def test_a_call_costs_as_many_queries_for_twenty_units_as_for_two(client_of, board):
    units = [make_unit() for _ in range(2)]
    call = make_call(*units, **days())
    make_need(units[0], call=call)
    client = client_of(board)
    few = [queries_of(client, url) for url in (f"{URL}{call.pk}/", URL, f"{URL}{call.pk}/edit/")]
    more = [make_unit() for _ in range(18)]
    call.units.add(*more)
    for unit in more[:9]:
        make_need(unit, call=call)
        make_call(unit, **days(opened_on=localdate() - (10 + more.index(unit)) * DAY))

    many = [queries_of(client, url) for url in (f"{URL}{call.pk}/", URL, f"{URL}{call.pk}/edit/")]

    assert many == few
    assert max(few) <= MOST


def test_a_deadline_is_extended_and_who_did_it_stays_on_the_page(client_of, board):
    unit = make_unit()
    call = make_call(unit, **days())
    client = client_of(board)
    seen = client.get(f"{URL}{call.pk}/edit/").context["form"]["seen"].value()
    later = localdate() + 20 * DAY

    client.post(
        f"{URL}{call.pk}/edit/",
        typed(
            opened_on=f"{call.opened_on:%d/%m/%Y}", deadline=f"{later:%d/%m/%Y}", picked=[unit.pk], seen=seen
        ),
    )

    call.refresh_from_db()
    assert call.deadline == later
    html = client.get(f"{URL}{call.pk}/").content.decode()
    assert f"{board}: hạn trả lời {later:%d/%m/%Y}" in html


def test_who_was_overtaken_by_another_is_told_and_overwrites_nothing(client_of, board):
    unit = make_unit()
    call = make_call(unit, **days())
    client = client_of(board)
    seen = client.get(f"{URL}{call.pk}/edit/").context["form"]["seen"].value()
    call.document_number = "Do người khác sửa"
    call.save()

    html = client.post(f"{URL}{call.pk}/edit/", typed(picked=[unit.pk], seen=seen)).content.decode()

    call.refresh_from_db()
    assert "đã được người khác sửa lúc" in html
    assert "hiện nay là “Do người khác sửa”" in html
    assert call.document_number == "Do người khác sửa"


def test_a_call_is_closed_and_opened_again_by_the_board(client_of, board, clerk):
    call = make_call(clerk.unit, **days())

    client_of(clerk).post(f"{URL}{call.pk}/close/")
    call.refresh_from_db()
    assert call.closed_on is None
    client_of(board).post(f"{URL}{call.pk}/close/")
    call.refresh_from_db()
    assert call.closed_on == localdate()
    assert "đã khép" in client_of(clerk).get(f"{URL}{call.pk}/answer/").content.decode()
    client_of(board).post(f"{URL}{call.pk}/reopen/")
    call.refresh_from_db()
    assert call.closed_on is None


def test_the_list_narrows_by_where_a_call_stands(client_of, board):
    unit = make_unit()
    open_ = make_call(unit, **days())
    overdue = make_call(unit, **days(year=2021, deadline=localdate() - DAY))
    closed = make_call(unit, **days(year=2022, closed_on=localdate()))
    client = client_of(board)

    for query, found in (
        ("", {open_, overdue, closed}),
        ("state=open", {open_, overdue}),
        ("state=overdue", {overdue}),
        ("state=closed", {closed}),
        ("year=2021", {overdue}),
    ):
        assert set(client.get(f"{URL}?{query}").context["object_list"]) == found


# ---- the unit


def test_a_clerk_sees_the_calls_to_the_own_unit_and_which_wait_for_it(client_of, clerk):
    waiting = make_call(clerk.unit, **days())
    answered = make_call(clerk.unit, **days(year=2021))
    make_need_answer(answered, clerk.unit, answered_on=localdate())
    make_call(make_unit(), **days(year=2022))
    make_call(clerk.unit, **days(year=2023, opened_on=localdate() + DAY))

    page = client_of(clerk).get(URL)

    assert set(page.context["object_list"]) == {waiting, answered}
    assert page.context["waiting"] == {waiting.pk}


def test_a_clerk_sees_a_call_sent_to_a_unit_the_own_one_took_over_from(client_of, clerk):
    old = make_unit("Xã Cũ", valid_to=localdate())
    UnitSuccession.objects.create(predecessor=old, successor=clerk.unit, on=localdate())
    call = make_call(old, **days())
    client = client_of(clerk)

    client.post(f"{URL}{call.pk}/answer/", lines({"position_text": "Công chức địa chính"}))

    assert RotationNeed.objects.get().unit == clerk.unit
    assert call.silent_units(on=localdate()) == []


def test_a_clerk_answers_with_several_lines_and_blank_ones_are_no_lines(client_of, clerk):
    call = make_call(clerk.unit, **days())
    position = make_position("Phó Chủ tịch UBND")
    client = client_of(clerk)
    assert len(client.get(f"{URL}{call.pk}/answer/").context["lines"].forms) == 3

    answer = client.post(
        f"{URL}{call.pk}/answer/",
        lines(
            {"position": position.pk, "quantity": 2, "expected_on": "09/2026", "other_level": "district"},
            {"direction": "out", "position_text": "Công chức", "person": "Lò Văn Lạ"},
            {},
            document_number="15-CV/ĐU", note="Mong được xem xét sớm",
        ),
    )  # fmt: skip

    assert answer["Location"] == f"{URL}{call.pk}/"
    first, second = call.needs.order_by("pk")
    assert (first.position, first.quantity, str(first.expected), first.other_level) == (
        position,
        2,
        "09/2026",
        "district",
    )
    assert (second.direction, second.proposed_text, second.stated_on) == ("out", "Lò Văn Lạ", localdate())
    assert call.answers.get().document_number == "15-CV/ĐU"
    assert "Mong được xem xét sớm" in client.get(f"{URL}{call.pk}/").content.decode()


def test_an_answer_is_changed_line_by_line_and_who_was_named_stays_named(client_of, clerk):
    call = make_call(clerk.unit, **days())
    make_official("Lò Văn Đôi", official_code="NP-2")
    named = make_need(clerk.unit, call=call, proposed_official=make_official("Lò Văn Đôi", clerk.unit))
    dropped = make_need(clerk.unit, call=call)
    client = client_of(clerk)
    seen = client.get(f"{URL}{call.pk}/answer/").context["seen"]
    line = {"position": named.position_id, "person": "Lò Văn Đôi"}

    client.post(
        f"{URL}{call.pk}/answer/",
        lines({**line, "quantity": 5}, {**line, "DELETE": "on"}, existing=(named, dropped), answer_seen=seen),
    )

    need = call.needs.get()
    assert (need.quantity, need.proposed_official) == (5, named.proposed_official)


def test_more_lines_are_a_press_of_a_button_and_keep_what_was_typed(client_of, clerk):
    call = make_call(clerk.unit, **days())

    page = client_of(clerk).post(
        f"{URL}{call.pk}/answer/", lines({"position_text": "Công chức"}, more="1", note="Chưa xong")
    )

    assert len(page.context["lines"].forms) == 4
    assert "Chưa xong" in page.content.decode()
    assert "Chưa ghi được" not in page.content.decode()
    assert not RotationNeed.objects.exists()


@pytest.mark.parametrize(
    ("line", "head", "said"),
    [
        ({"position_text": "Công chức"}, {"no_needs": "on"}, "bỏ một trong hai"),
        ({}, {}, "ít nhất một nhu cầu"),
        ({"quantity": "0", "position_text": "Công chức"}, {}, "Số lượng"),
        ({"quantity": "2"}, {}, "Hãy chọn chức danh"),
        ({"position_text": "Công chức", "expected_on": "32/13/2026"}, {}, "có dòng cần sửa"),
        ({"position_text": "Công chức"}, {"document_number": "9" * 51}, "Số, ký hiệu"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_and_nothing_is_kept(client_of, clerk, line, head, said):
    call = make_call(clerk.unit, **days())

    html = client_of(clerk).post(f"{URL}{call.pk}/answer/", lines(line, **head)).content.decode()

    assert said in html
    assert not RotationNeed.objects.exists()
    assert not NeedAnswer.objects.exists()


def test_a_clerk_cannot_take_anothers_need_into_the_answer(client_of, clerk):
    call = make_call(clerk.unit, **days())
    theirs = make_need(make_unit(), quantity=7)

    client_of(clerk).post(f"{URL}{call.pk}/answer/", lines({"position_text": "Của tôi"}, existing=(theirs,)))

    theirs.refresh_from_db()
    assert (theirs.quantity, theirs.position_text, theirs.call) == (7, "", None)


def test_none_is_one_press_and_reads_as_an_answer(client_of, clerk):
    call = make_call(clerk.unit, **days(deadline=localdate() - DAY))
    client = client_of(clerk)
    before = client.get(f"{URL}{call.pk}/").content.decode()

    client.post(f"{URL}{call.pk}/no-needs/")

    assert "Đơn vị chưa trả lời đợt này" in before
    html = client.get(f"{URL}{call.pk}/").content.decode()
    assert "<strong>không có nhu cầu</strong>" in html
    assert "Trả lời muộn" in html


def test_the_board_answers_for_a_unit_it_chose(client_of, board):
    unit = make_unit("Xã Nhờ Ghi")
    call = make_call(unit, **days())
    client = client_of(board)

    assert f"?unit={unit.pk}" in client.get(f"{URL}{call.pk}/answer/").content.decode()
    client.post(f"{URL}{call.pk}/answer/?unit={unit.pk}", lines({}, no_needs="on"))

    assert call.answers.get().answered_by == board
    assert client.get(f"{URL}{call.pk}/answer/?unit=x").status_code == 404
    other = make_unit("Xã Không Hỏi")
    assert "không gửi tới" in client.get(f"{URL}{call.pk}/answer/?unit={other.pk}").content.decode()


def test_the_page_of_an_answer_costs_the_same_for_one_line_and_for_ten(client_of, clerk):
    call = make_call(clerk.unit, **days())
    make_need(clerk.unit, call=call, proposed_official=make_official())
    client = client_of(clerk)
    few = queries_of(client, f"{URL}{call.pk}/answer/")
    for _ in range(9):
        make_need(clerk.unit, call=call, proposed_official=make_official())

    assert queries_of(client, f"{URL}{call.pk}/answer/") == few <= MOST


def test_the_blank_form_names_the_year_and_the_clerks_unit(client_of, clerk):
    call = make_call(clerk.unit, **days(year=2031))

    answer = client_of(clerk).get(f"{URL}{call.pk}/blank/")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    above = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row if cell.value)
    assert "NĂM 2031" in above
    assert "Đơn vị: Xã Nậm Thử" in above


def test_a_clerk_without_a_unit_sees_no_call(client_of):
    call = make_call(make_unit(), **days())
    client = client_of(make_account("unit_clerk"))

    assert not client.get(URL).context["object_list"]
    assert client.get(f"{URL}{call.pk}/").status_code == 404


def test_the_plan_a_call_has_not_yet_is_set_up_for_its_year(board, client_of):
    call = make_call(**days(year=2031))
    client = client_of(board)

    assert "/plans/add/?year=2031" in client.get(f"{URL}{call.pk}/").content.decode()
    form = client.get("/plans/add/?year=2031").context["form"]
    assert (form.initial["year"], form.initial["title"]) == (2031, "Kế hoạch luân chuyển cán bộ năm 2031")
    assert client.get("/plans/add/?year=đâu").context["form"].initial["year"] == localdate().year
