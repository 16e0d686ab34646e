"""Calls for needs: which take answers on a day, who was asked, who has answered and who is silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rotations.models import NeedCall, UnitSuccession
from rotations.vocabulary import NeedDirection
from tests.makers import make_call, make_need, make_need_answer, make_unit

pytestmark = pytest.mark.django_db

SENT, DEADLINE, CLOSED = date(2025, 1, 6), date(2025, 2, 28), date(2025, 4, 1)
REFORM = date(2025, 7, 1)
DAY = timedelta(days=1)


@pytest.fixture
def unit():
    return make_unit("Xã Nậm Thử")


def merge(*old, into, on=REFORM):
    for one in old:
        one.valid_to = on
        one.save()
        UnitSuccession.objects.create(predecessor=one, successor=into, on=on)


@pytest.mark.parametrize(
    ("day", "open_", "overdue"),
    [
        (SENT - DAY, False, False),
        (SENT, True, False),
        (DEADLINE, True, False),
        (DEADLINE + DAY, True, True),
        (CLOSED - DAY, True, True),
        (CLOSED, False, False),
    ],
)
def test_a_call_takes_answers_from_the_day_it_is_sent_until_it_is_closed_and_is_late_in_between(
    unit, day, open_, overdue
):
    call = make_call(unit, opened_on=SENT, deadline=DEADLINE, closed_on=CLOSED)

    assert NeedCall.objects.open_on(day).exists() == open_ == call.is_open_on(day)
    assert NeedCall.objects.overdue_on(day).exists() == overdue


def test_a_call_asks_the_units_it_names_and_one_that_names_none_asks_every_unit_of_its_day(unit):
    ended = make_unit("Xã Đã Hết", valid_to=SENT)
    ending = make_unit("Xã Sắp Hết", valid_to=SENT + DAY)
    named, unnamed = make_call(unit), make_call(year=2026)

    assert list(named.asked_units()) == [unit]
    assert set(unnamed.asked_units()) == {unit, ending}
    assert set(NeedCall.objects.asking({unit.pk})) == {named, unnamed}
    assert set(NeedCall.objects.asking({ended.pk})) == {unnamed}
    assert not NeedCall.objects.asking(set())


def test_silence_and_needing_nobody_are_two_things(unit):
    silent, content = make_unit("Xã Im"), make_unit("Xã Đủ")
    call = make_call(unit, silent, content)
    make_need(unit, call=call, quantity=2)
    make_need(unit, call=call, direction=NeedDirection.OUT, quantity=1)
    make_need_answer(call, content, answered_on=DEADLINE)

    found = {row.unit: row for row in call.answers_by_unit(on=DEADLINE)}

    assert call.silent_units(on=DEADLINE) == [silent]
    assert (found[unit].asked_for, found[unit].offered, found[unit].needs_nobody) == (2, 1, False)
    assert (found[content].answered, found[content].needs_nobody) == (True, True)
    assert (found[silent].answered, found[silent].needs_nobody) == (False, False)


@pytest.mark.parametrize(("day", "silent"), [(DEADLINE - DAY, True), (DEADLINE, False)])
def test_an_answer_counts_from_its_day(unit, day, silent):
    call = make_call(unit)
    make_need_answer(call, unit, answered_on=DEADLINE)

    assert bool(call.silent_units(on=day)) == silent
    assert NeedCall.objects.unanswered_by({unit.pk}, on=day).exists() == silent


@pytest.mark.parametrize(
    ("stated_on", "day", "silent"), [(SENT, SENT - DAY, True), (SENT, SENT, False), (None, SENT, False)]
)
def test_needs_that_carry_the_call_are_an_answer(unit, stated_on, day, silent):
    call = make_call(unit)
    make_need(unit, call=call, stated_on=stated_on)
    make_need(unit, stated_on=SENT)  # outside any call

    assert bool(call.silent_units(on=day)) == silent
    assert NeedCall.objects.unanswered_by({unit.pk}, on=day).exists() == silent


@pytest.mark.parametrize(("day", "late"), [(DEADLINE, False), (DEADLINE + DAY, True)])
def test_an_answer_after_the_deadline_is_late(unit, day, late):
    call = make_call(unit)
    make_need_answer(call, unit, answered_on=day)

    (row,) = call.answers_by_unit(on=day)

    assert (row.answered_on, row.is_late) == (day, late)


def test_the_first_day_counts_when_a_unit_answers_twice(unit):
    call = make_call(unit)
    make_need(unit, call=call, stated_on=DEADLINE)
    make_need_answer(call, unit, no_needs=False, answered_on=DEADLINE + DAY)

    (row,) = call.answers_by_unit(on=DEADLINE + DAY)

    assert (row.answered_on, row.is_late) == (DEADLINE, False)


@pytest.mark.parametrize(("day", "silent"), [(REFORM - DAY, 2), (REFORM, 0)])
def test_a_unit_that_took_over_answers_for_those_that_are_no_more(unit, day, silent):
    other, heir = make_unit("Xã Nậm Hai"), make_unit("Xã Nậm Mới")
    call = make_call(unit, other, opened_on=REFORM - 30 * DAY, deadline=REFORM + 30 * DAY)
    merge(unit, other, into=heir)
    make_need(heir, call=call, stated_on=REFORM)

    assert len(call.silent_units(on=day)) == silent


def test_what_a_unit_answered_before_it_ended_still_counts(unit):
    heir = make_unit("Xã Nậm Mới")
    call = make_call(unit)
    make_need_answer(call, unit)
    merge(unit, into=heir)

    (row,) = call.answers_by_unit(on=REFORM)

    assert row.answered
    assert row.speakers == [heir]


def test_a_unit_that_goes_on_answers_for_itself_alone(unit):
    part = make_unit("Xã Tách Ra")
    UnitSuccession.objects.create(predecessor=unit, successor=part, on=REFORM, kind="split")
    call = make_call(unit, opened_on=REFORM, deadline=REFORM)
    make_need(part, call=call, stated_on=REFORM)

    assert call.silent_units(on=REFORM) == [unit]


def test_heirs_are_followed_through_two_reforms(unit):
    middle, last = make_unit("Xã Giữa"), make_unit("Xã Cuối")
    call = make_call(unit)
    merge(unit, into=middle, on=REFORM - DAY)
    merge(middle, into=last, on=REFORM)
    make_need_answer(call, last, answered_on=REFORM)

    assert call.answers_by_unit(on=REFORM)[0].speakers == [last]
    assert call.silent_units(on=REFORM) == []


def test_twenty_units_cost_as_many_queries_as_two(unit, django_assert_num_queries):
    heir = make_unit("Xã Nậm Mới")
    call = make_call(unit, *(make_unit() for _ in range(19)))
    merge(unit, into=heir)
    make_need_answer(call, heir)

    with django_assert_num_queries(6):
        assert len(call.answers_by_unit(on=REFORM)) == 20
