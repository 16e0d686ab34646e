"""The yearly call: sending, changing, closing, and what units answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.models import NeedAnswer, NeedCall, RotationNeed, UnitSuccession
from rotations.vocabulary import Role
from tests.makers import make_account, make_call, make_need, make_need_answer, make_position, make_unit

pytestmark = pytest.mark.django_db

SENT, DEADLINE = date(2025, 1, 6), date(2025, 2, 28)
DAY = timedelta(days=1)
OFFICER, LEAD, CLERK = Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.UNIT_CLERK


@pytest.fixture
def unit(clerk):
    return clerk.unit


def new_call(**fields):
    return NeedCall(year=2025, title="Đề xuất nhu cầu", **{"opened_on": SENT, "deadline": DEADLINE} | fields)


def new_need(**fields):
    return RotationNeed(position=make_position(), **fields)


def answer(call, unit, **fields):
    return workflow.answer_call(call, unit, **{"by": None, "on": SENT} | fields)


# ---- the board's side


@pytest.mark.parametrize("role", list(Role))
def test_only_the_board_sends_extends_and_closes_a_call(role, unit):
    account, call = make_account(role, unit), make_call(unit)
    may = role in (OFFICER, LEAD)

    for act in (
        lambda: workflow.send_call(new_call(opened_on=DEADLINE), [unit], by=account, on=SENT),
        lambda: workflow.change_call(call, [unit], by=account, on=SENT),
        lambda: workflow.close_call(call, by=account, on=SENT),
        lambda: workflow.reopen_call(call, by=account, on=SENT),
    ):
        if may:
            act()
        else:
            with pytest.raises(workflow.MoveRefused, match="không có quyền"):
                act()


def test_a_call_goes_to_units_of_its_day_each_once_and_is_signed(board, unit):
    call = workflow.send_call(new_call(), [unit, unit], by=board, on=SENT)

    assert list(call.units.all()) == [unit]
    assert call.history.get().history_user == board


@pytest.mark.parametrize(("valid_to", "refused"), [(SENT, True), (SENT + DAY, False)])
def test_a_unit_that_is_no_more_on_the_day_is_not_asked(valid_to, refused):
    unit = make_unit("Xã Sắp Hết", valid_to=valid_to)

    if refused:
        with pytest.raises(workflow.MoveRefused, match="Xã Sắp Hết không hoạt động vào ngày gửi 06/01/2025"):
            workflow.send_call(new_call(), [unit], by=None, on=SENT)
        assert not NeedCall.objects.exists()
    else:
        assert workflow.send_call(new_call(), [unit], by=None, on=SENT).pk


def test_a_call_to_nobody_or_with_a_deadline_before_it_is_sent_is_refused_and_leaves_nothing(unit):
    with pytest.raises(workflow.MoveRefused, match="ít nhất một cấp hoặc một đơn vị"):
        workflow.send_call(new_call(), [], by=None, on=SENT)
    with pytest.raises(workflow.MoveRefused, match="Hạn trả lời phải từ ngày gửi"):
        workflow.send_call(new_call(deadline=SENT - DAY), [unit], by=None, on=SENT)

    assert not NeedCall.objects.exists()


def test_a_later_deadline_is_signed_and_the_units_added_are_told(board, unit):
    other = make_unit("Xã Thêm")
    call = make_call(unit)
    call.deadline = DEADLINE + DAY

    workflow.change_call(call, [unit, other], by=board, on=SENT)

    newest = call.history.first()
    assert (newest.history_user, newest.deadline, newest.history_change_reason) == (
        board,
        DEADLINE + DAY,
        "Thêm: Xã Thêm",
    )


def test_a_unit_that_answered_stays_in_the_call_and_one_that_did_not_may_leave(unit):
    silent = make_unit("Xã Im")
    call = make_call(unit, silent)
    make_need_answer(call, unit)

    with pytest.raises(workflow.MoveRefused, match="Xã Nậm Thử đã trả lời"):
        workflow.change_call(call, [silent], by=None, on=SENT)
    workflow.change_call(call, [unit], by=None, on=SENT)

    assert list(call.units.all()) == [unit]


def test_a_closed_call_is_changed_only_after_it_is_opened_again(unit):
    call = workflow.close_call(make_call(unit), by=None, on=DEADLINE)

    with pytest.raises(workflow.MoveRefused, match="đã khép"):
        workflow.change_call(call, [unit], by=None, on=DEADLINE)
    with pytest.raises(workflow.MoveRefused, match="đã khép từ ngày 28/02/2025"):
        workflow.close_call(call, by=None, on=DEADLINE)
    workflow.reopen_call(call, by=None, on=DEADLINE)
    with pytest.raises(workflow.MoveRefused, match="đang nhận trả lời"):
        workflow.reopen_call(call, by=None, on=DEADLINE)

    assert workflow.change_call(call, [unit], by=None, on=DEADLINE).closed_on is None


# ---- the units' side


@pytest.mark.parametrize(
    ("day", "closed_on", "why"),
    [
        (SENT - DAY, None, "chưa nhận trả lời"),
        (SENT, None, ""),
        (DEADLINE + DAY, None, ""),
        (DEADLINE, DEADLINE + DAY, ""),
        (DEADLINE, DEADLINE, "đã khép ngày 28/02/2025"),
    ],
)
def test_a_call_is_answered_from_the_day_it_is_sent_until_it_is_closed_late_or_not(
    clerk, unit, day, closed_on, why
):
    call = make_call(unit, closed_on=closed_on)

    said = workflow.answer_refusal(call, unit, by=clerk, on=day)

    assert (why in said) if why else (said == "")
    if why:
        with pytest.raises(workflow.MoveRefused, match=why):
            answer(call, unit, by=clerk, on=day, no_needs=True)
        assert not NeedAnswer.objects.exists()
    else:
        assert answer(call, unit, by=clerk, on=day, no_needs=True).answered_on == day


@pytest.mark.parametrize("role", list(Role))
def test_who_may_answer_for_a_unit_and_who_for_another(role, unit):
    other = make_unit("Xã Khác")
    account, call = make_account(role, unit), make_call(unit, other)

    own = workflow.answer_refusal(call, unit, by=account, on=SENT)
    others = workflow.answer_refusal(call, other, by=account, on=SENT)

    assert (own == "") == (role in (OFFICER, LEAD, CLERK))
    assert (others == "") == (role in (OFFICER, LEAD))


def test_a_unit_that_was_not_asked_does_not_answer(clerk, unit):
    call = make_call(make_unit("Xã Khác"))

    assert "không gửi tới Xã Nậm Thử" in workflow.answer_refusal(call, unit, by=clerk, on=SENT)


@pytest.mark.parametrize(("day", "may"), [(SENT + DAY, False), (SENT + 2 * DAY, True)])
def test_a_unit_answers_for_one_it_took_over_from_since_the_day_it_did(clerk, unit, day, may):
    old = make_unit("Xã Cũ", valid_to=SENT + 2 * DAY)
    UnitSuccession.objects.create(predecessor=old, successor=unit, on=SENT + 2 * DAY)
    call = make_call(old)

    assert (workflow.answer_refusal(call, unit, by=clerk, on=day) == "") == may
    assert (workflow.answer_refusal(call, old, by=None, on=day) == "") == (not may)
    if may:
        answer(call, unit, by=clerk, on=day, needs=[new_need()])
        assert call.silent_units(on=day) == []


def test_an_answer_of_several_lines_is_kept_signed_and_in_the_year_of_the_call(clerk, unit):
    call = make_call(unit, year=2026)

    kept = answer(
        call, unit, by=clerk, on=DEADLINE, document_number="15-CV/ĐU", note="Ưu tiên cán bộ nữ",
        needs=[new_need(quantity=2), new_need(direction="out")],
    )  # fmt: skip

    assert (kept.no_needs, kept.answered_on, kept.answered_by, kept.document_number) == (
        False, DEADLINE, clerk, "15-CV/ĐU",
    )  # fmt: skip
    for need in call.needs.all():
        assert (need.unit, need.year, need.stated_on) == (unit, 2026, DEADLINE)
        assert need.history.get().history_user == clerk


@pytest.mark.parametrize(
    ("needs", "no_needs", "why"), [(1, True, "bỏ một trong hai"), (0, False, "ít nhất một nhu cầu")]
)
def test_an_answer_says_needs_or_none_and_not_both_or_neither(unit, needs, no_needs, why):
    with pytest.raises(workflow.MoveRefused, match=why):
        answer(make_call(unit), unit, needs=[new_need() for _ in range(needs)], no_needs=no_needs)

    assert not RotationNeed.objects.exists()
    assert not NeedAnswer.objects.exists()


def test_an_answer_may_be_changed_and_keeps_its_first_day(clerk, unit):
    call = make_call(unit)
    answer(call, unit, by=clerk, on=DEADLINE, needs=[new_need(), new_need(quantity=3)])
    first, second = call.needs.order_by("pk")

    second.quantity = 4
    changed = answer(call, unit, by=clerk, on=DEADLINE + DAY, needs=[second], withdrawn=[first])

    assert [need.quantity for need in call.needs.all()] == [4]
    assert changed.answered_on == DEADLINE
    assert RotationNeed.history.filter(history_type="-").get().history_user == clerk
    assert not call.answers_by_unit(on=DEADLINE + DAY)[0].is_late


def test_a_unit_that_withdraws_every_line_says_so(unit):
    call = make_call(unit)
    answer(call, unit, needs=[new_need()])

    with pytest.raises(workflow.MoveRefused, match="ít nhất một nhu cầu"):
        answer(call, unit, withdrawn=list(call.needs.all()))
    answer(call, unit, withdrawn=list(call.needs.all()), no_needs=True)

    assert call.answers.get().no_needs
    assert not call.needs.exists()


def test_of_two_who_change_one_answer_the_second_is_told(unit):
    call = make_call(unit)
    seen = workflow.answer_seen(call, unit)
    answer(call, unit, needs=[new_need()], seen=seen)

    with pytest.raises(workflow.MoveRefused, match="vừa được người khác sửa"):
        answer(call, unit, needs=[new_need(quantity=9)], seen=seen)

    assert call.needs.get().quantity == 1


def test_a_need_stated_alone_takes_back_that_there_are_none(clerk, unit):
    call = make_call(unit, year=2026)
    make_need_answer(call, unit)

    need = workflow.state_need(new_need(unit=unit, year=2025, call=call), by=clerk, on=DEADLINE)

    assert (need.year, need.stated_on) == (2026, DEADLINE)
    assert not call.answers.get().no_needs


def test_a_clerk_states_and_changes_needs_of_the_own_unit_alone(clerk, unit):
    theirs = make_need(make_unit("Xã Khác"))

    with pytest.raises(workflow.MoveRefused, match="chính đơn vị mình"):
        workflow.state_need(theirs, by=clerk, on=SENT)
    workflow.state_need(make_need(unit), by=clerk, on=SENT)


def test_a_need_of_a_closed_call_is_corrected_by_the_board_alone(board, clerk, unit):
    call = make_call(unit, closed_on=DEADLINE)
    need = make_need(unit, call=call)

    with pytest.raises(workflow.MoveRefused, match="đã khép"):
        workflow.state_need(need, by=clerk, on=DEADLINE)
    workflow.state_need(need, by=board, on=DEADLINE)
    with pytest.raises(workflow.MoveRefused, match="đã khép"):
        workflow.state_need(new_need(unit=unit, call=call), by=board, on=DEADLINE)


@pytest.mark.parametrize(
    "role", [Role.STANDING_COMMITTEE, Role.APPRAISER, Role.REPORT_VIEWER, Role.SYSTEM_ADMIN]
)
def test_who_has_no_part_in_needs_states_none(role, unit):
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.state_need(new_need(unit=unit, year=2025), by=make_account(role, unit), on=SENT)
