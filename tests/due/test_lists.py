"""What is due: every kind for every role, its boundaries in days, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.due import due_figures, what_is_due
from rotations.due.items import urgency_of
from rotations.models import Rotation, UnitSuccession
from rotations.partial_dates import PartialDate
from rotations.rules.evaluations_due import Lack, evaluations_due
from rotations.vocabulary import (
    DossierStatus,
    DueKind,
    ElectionResult,
    EvaluationAuthor,
    EvaluationKind,
    ParameterCode,
    PlacementOutcome,
    Role,
    RotationStatus,
    Urgency,
)
from tests.due.awaited import (
    MADE,
    call_to,
    days,
    make_elected_post,
    make_opinion,
    make_paper,
    serving,
    the_plan,
    with_planned_step,
)
from tests.makers import (
    TODAY,
    make_account,
    make_evaluation,
    make_need,
    make_need_answer,
    make_official,
    make_placement,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
)

OFFICER, LEAD, COMMITTEE = Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.STANDING_COMMITTEE
CLERK, APPRAISER = Role.UNIT_CLERK, Role.APPRAISER
BOARD, READERS = {OFFICER, LEAD}, {OFFICER, LEAD, COMMITTEE}

WHOSE: dict[DueKind, set[Role]] = {
    DueKind.NEEDS: {*BOARD, CLERK},
    DueKind.PLAN: {LEAD, COMMITTEE},
    DueKind.STEP: BOARD,
    DueKind.START: BOARD,
    DueKind.OPINION: {*READERS, APPRAISER},
    DueKind.DOSSIER: BOARD,
    DueKind.ELECTION: BOARD,
    DueKind.EVALUATION: {*BOARD, CLERK},
    DueKind.TERM_ENDING: {*READERS, CLERK},
    DueKind.TERM_OVERDUE: {*READERS, CLERK},
    DueKind.PLACEMENT: READERS,
}


def kinds(account, on=TODAY) -> list[DueKind]:
    return [item.kind for item in what_is_due(account, on=on)]


def of(account, kind: DueKind, on=TODAY):
    return [item for item in what_is_due(account, on=on) if item.kind == kind]


@pytest.fixture
def accounts(db, clerk, appraiser):
    others = {role: make_account(role) for role in Role if role not in (CLERK, APPRAISER)}
    return {**others, CLERK: clerk, APPRAISER: appraiser}


@pytest.mark.parametrize("kind", DueKind)
def test_each_kind_awaits_the_roles_whose_business_it_is_and_nobody_else(accounts, kind):
    MADE[kind](accounts[CLERK], accounts[APPRAISER])

    whose = {role for role, account in accounts.items() if kind in kinds(account)}

    assert whose == WHOSE[kind]


@pytest.mark.parametrize("kind", DueKind)
def test_an_item_says_what_about_whom_what_to_do_and_by_which_rule(accounts, client_of, kind):
    MADE[kind](accounts[CLERK], accounts[APPRAISER])

    for role in WHOSE[kind]:
        (item,) = of(accounts[role], kind)
        assert all((item.text, item.action, item.rule, item.key)), item
        client = client_of(accounts[role])
        for url in (item.url, item.action_url):
            assert client.get(url).status_code == 200, (role, url)


def test_another_units_clerk_gets_none_of_it(accounts):
    stranger = make_account(CLERK, make_unit("Xã Khác"))
    for make in MADE.values():
        make(accounts[CLERK], accounts[APPRAISER])

    assert kinds(stranger) == []


def test_another_body_is_not_told_whose_opinion_is_awaited(accounts):
    stranger = make_account(APPRAISER, make_unit("Công an Khác"))
    make_opinion(unit=accounts[APPRAISER].unit)

    assert kinds(stranger) == []


def test_a_clerk_never_learns_of_a_case_that_was_not_announced(clerk):
    rotation = serving(days(-1), receiving=clerk.unit)
    assert kinds(clerk) == [DueKind.TERM_OVERDUE]
    rotation.announced_on = days(1)
    rotation.save()

    assert kinds(clerk) == []


def test_nobody_is_asked_to_act_on_the_own_case(clerk):
    person = make_official()
    clerk.official = person
    clerk.save()
    serving(days(-1), receiving=clerk.unit, official=person, starts_on=date(2024, 1, 1))

    assert kinds(clerk) == []


def test_who_reads_figures_gets_numbers_and_no_item(accounts):
    serving(days(-1))
    serving(days(1))
    make_rotation_at(RotationStatus.ENDED, plan=the_plan())
    viewer = accounts[Role.REPORT_VIEWER]

    assert kinds(viewer) == []
    assert due_figures(viewer, on=TODAY) == {
        DueKind.TERM_OVERDUE: 1,
        DueKind.TERM_ENDING: 1,
        DueKind.PLACEMENT: 1,
    }
    assert due_figures(accounts[Role.SYSTEM_ADMIN], on=TODAY) == {}


# --- The day it is due, in pairs ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "urgency", "left"),
    [
        (PartialDate.of_day(days(-1)), Urgency.OVERDUE, -1),
        (PartialDate.of_day(TODAY), Urgency.THIS_WEEK, 0),
        (PartialDate.of_day(days(7)), Urgency.THIS_WEEK, 7),
        (PartialDate.of_day(days(8)), Urgency.THIS_MONTH, 8),
        (PartialDate.of_day(days(30)), Urgency.THIS_MONTH, 30),
        (PartialDate.of_day(days(31)), Urgency.LATER, 31),
        (PartialDate.of_month(2025, 2), Urgency.OVERDUE, -10),
        (PartialDate.of_month(2025, 3), Urgency.THIS_WEEK, 0),
        (PartialDate.of_month(2025, 4), Urgency.THIS_MONTH, 22),
        (PartialDate.of_year(2024), Urgency.OVERDUE, -69),
        (PartialDate.of_year(2025), Urgency.THIS_WEEK, 0),
        (None, Urgency.WAITING, None),
    ],
)
def test_a_day_is_as_urgent_as_what_is_surely_known_of_it(day, urgency, left):
    assert urgency_of(day, on=TODAY) == (urgency, left)


@pytest.mark.parametrize(
    ("due", "precision", "kind"),
    [
        (date(2025, 3, 9), "day", DueKind.TERM_OVERDUE),
        (date(2025, 3, 10), "day", DueKind.TERM_ENDING),
        (date(2025, 9, 10), "day", DueKind.TERM_ENDING),
        (date(2025, 9, 11), "day", None),
        (date(2025, 2, 1), "month", DueKind.TERM_OVERDUE),
        (date(2025, 3, 1), "month", DueKind.TERM_ENDING),
        (date(2025, 10, 1), "month", None),
        (date(2025, 1, 7), "year", DueKind.TERM_ENDING),
    ],
)
def test_a_term_ends_within_the_months_of_its_regulation_or_is_over(board, due, precision, kind):
    rotation = serving(starts_on=date(2025, 1, 1))
    if precision == "year":
        due = date(2025, 1, 1)
        rotation.starts_on = date(2024, 6, 1)
    rotation.due_on, rotation.due_on_precision = due, precision
    rotation.save()

    assert kinds(board) == ([kind] if kind else [])


def test_the_last_alert_is_named_when_it_is_reached(board):
    serving(date(2025, 6, 10))
    serving(date(2025, 6, 11))

    last, first = of(board, DueKind.TERM_ENDING)

    assert "trong 3 tháng tới" in last.text
    assert ": 3 (Điều 1, " in last.rule
    assert "trong 6 tháng tới" in first.text
    assert ": 6 (Điều 1, " in first.rule


def test_a_case_is_judged_by_the_months_of_its_own_regulation(board):
    upper = make_regulation({ParameterCode.FIRST_ALERT_MONTHS: 12, ParameterCode.ROTATION_MONTHS: 36})
    own = make_regulation({ParameterCode.ROTATION_MONTHS: 36}, parent=upper)
    silent = make_regulation()
    for year, regulation in ((2023, own), (2024, silent)):
        rotation = make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(year, regulation))
        rotation.due_on = date(2026, 3, 10)
        rotation.save()

    (item,) = of(board, DueKind.TERM_ENDING)

    assert upper.symbol in item.rule


def test_who_is_kept_for_good_is_no_longer_waited_for(board):
    rotation = serving(days(-1))
    make_placement(rotation, outcome=PlacementOutcome.STAYS, unit=rotation.receiving_unit, decided_on=TODAY)

    assert kinds(board) == []
    assert kinds(board, on=days(-1)) == [DueKind.TERM_ENDING]


def test_people_past_their_end_age_until_a_placement_is_decided(board, lead):
    rotation = make_rotation_at(RotationStatus.ENDED, plan=the_plan(), ended_on=days(-45))
    (item,) = of(board, DueKind.PLACEMENT)
    assert (item.days_left, item.how_long, item.action) == (-45, "quá 45 ngày", "Đề xuất bố trí")

    placement = make_placement(rotation, proposed_on=days(-40))
    assert of(board, DueKind.PLACEMENT)[0].action == "Xem phương án"
    assert of(lead, DueKind.PLACEMENT)[0].action_url == f"/placements/{placement.pk}/decide/"

    placement.decided_on = days(-1)
    placement.save()
    assert of(board, DueKind.PLACEMENT) == []


@pytest.mark.parametrize(("deadline", "board_told"), [(days(0), False), (days(-1), True)])
def test_the_board_hears_of_silent_units_after_the_deadline(board, clerk, deadline, board_told):
    call_to(clerk.unit, deadline=deadline)

    assert (kinds(board) == [DueKind.NEEDS]) == board_told
    assert kinds(clerk) == [DueKind.NEEDS]


def test_a_call_is_answered_by_a_need_and_a_call_of_the_past_is_let_be(board, clerk):
    answered, silent = clerk.unit, make_unit("Xã Im Lặng")
    call = call_to(answered, silent)
    make_need(answered, call=call)
    refuses = make_unit("Xã Không Cần")
    call.units.add(refuses)
    make_need_answer(call, refuses, answered_on=TODAY)
    call_to(silent, year=2024, deadline=date(2024, 3, 1))

    assert [item.place for item in of(board, DueKind.NEEDS)] == ["Xã Im Lặng"]
    assert kinds(clerk) == []


@pytest.mark.parametrize(("planned", "told"), [(days(-1), True), (days(30), True), (days(31), False)])
def test_a_step_is_told_a_month_ahead(board, planned, told):
    with_planned_step(make_rotation(plan=the_plan()), planned)

    assert (kinds(board) == [DueKind.STEP]) == told


def test_a_step_that_was_done_or_whose_case_is_over_is_not_late(board):
    done = make_rotation(plan=the_plan())
    done.steps.create(name="Gặp gỡ", planned_on=days(-5), done_on=days(-4))
    with_planned_step(make_rotation_at(RotationStatus.CANCELLED, plan=the_plan()), days(-1))

    assert kinds(board) == []


def test_a_case_that_should_have_begun_says_at_which_step_it_stands(board):
    make_rotation(plan=the_plan(), starts_on=days(-3))

    (item,) = of(board, DueKind.START)

    assert "còn ở “Đề xuất”" in item.text
    assert item.urgency == Urgency.OVERDUE


def test_an_opinion_without_a_deadline_waits_since_it_was_asked(board):
    make_opinion(deadline=None)

    (item,) = of(board, DueKind.OPINION)

    assert (item.urgency, item.days_left, item.how_long) == (Urgency.WAITING, None, "chờ từ 28/02/2025")


def test_an_opinion_is_awaited_until_it_is_answered_or_the_case_decided(board):
    make_opinion(answered_on=TODAY)
    make_opinion(make_rotation_at(RotationStatus.DECIDED, plan=the_plan(), starts_on=days(60)))

    assert kinds(board) == []


@pytest.mark.parametrize(
    ("valid_until", "starts_on", "status", "told"),
    [
        (days(-1), None, DossierStatus.VALID, True),
        (days(30), None, DossierStatus.VALID, True),
        (days(31), None, DossierStatus.VALID, False),
        (days(59), days(60), DossierStatus.SUBMITTED, True),
        (days(60), days(60), DossierStatus.SUBMITTED, False),
        (None, None, DossierStatus.VALID, False),
        (None, None, DossierStatus.EXPIRED, True),
        (days(-1), None, DossierStatus.NOT_REQUIRED, False),
    ],
)
def test_a_paper_is_told_when_it_will_not_hold_on_the_day_of_decision(
    board, valid_until, starts_on, status, told
):
    make_paper(make_rotation(plan=the_plan(), starts_on=starts_on), valid_until, status=status)

    assert (kinds(board) == [DueKind.DOSSIER]) == told


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "chưa giới thiệu ứng cử"),
        ({"nominated_on": days(-20)}, "đã giới thiệu, chưa có kỳ họp bầu"),
        ({"session_on": days(-2), "result": ElectionResult.POSTPONED}, "hoãn bầu"),
        ({"session_on": days(-2), "result": ElectionResult.NOT_ELECTED}, "không trúng cử"),
        ({"session_on": days(-2), "result": ElectionResult.ELECTED, "held_from": days(-2)}, "chờ phê chuẩn"),
        (
            {
                "session_on": days(-2), "result": ElectionResult.ELECTED, "held_from": days(-2),
                "approved_on": days(-1),
            },
            None,
        ),
        ({"withdrawn_on": days(-1), "withdrawal": "Phân công việc khác"}, None),
    ],
)  # fmt: skip
def test_an_election_is_pending_until_it_is_won_and_approved_or_given_up(board, fields, said):
    make_elected_post(serving(), **fields)

    texts = [item.text for item in of(board, DueKind.ELECTION)]

    assert [said in text for text in texts] == ([True] if said else [])


def test_a_session_that_is_called_is_due_on_its_day(board):
    row = make_elected_post(serving(), session_on=days(-9), result=ElectionResult.POSTPONED)
    row.sessions.create(session_on=days(4))

    (item,) = of(board, DueKind.ELECTION)

    assert (item.days_left, item.action) == (4, "Ghi kết quả bầu")
    assert item.text.endswith("đã hoãn")


def test_the_three_papers_of_the_end_are_awaited_until_they_are_written(board, clerk):
    rotation = make_rotation_at(RotationStatus.ENDED, plan=the_plan(), receiving=clerk.unit)
    (item,) = of(board, DueKind.EVALUATION)
    assert item.text == (
        "Thiếu nhận xét khi kết thúc: cán bộ tự nhận xét, nơi đến, cấp quyết định luân chuyển"
    )
    assert "nơi đến" in of(clerk, DueKind.EVALUATION)[0].text

    make_evaluation(rotation, kind=EvaluationKind.FINAL, author=EvaluationAuthor.RECEIVING)
    assert of(board, DueKind.EVALUATION)[0].text == (
        "Thiếu nhận xét khi kết thúc: cán bộ tự nhận xét, cấp quyết định luân chuyển"
    )
    assert of(clerk, DueKind.EVALUATION) == []

    for author in (EvaluationAuthor.SELF, EvaluationAuthor.AUTHORITY):
        make_evaluation(rotation, kind=EvaluationKind.FINAL, author=author)
    assert of(board, DueKind.EVALUATION) == []


def test_a_call_to_every_unit_is_one_line_with_how_many_are_silent(board):
    answered, silent, old = make_unit(), make_unit(), make_unit()
    heir = make_unit(valid_from=days(-3))
    UnitSuccession.objects.create(predecessor=old, successor=heir, on=days(-3))
    make_unit(valid_from=days(-3))  # not there yet when the call was sent
    call = call_to(deadline=days(-1))
    make_need(answered, call=call)

    (item,) = of(board, DueKind.NEEDS)
    assert item.text == f"{call.title}: 2 đơn vị chưa trả lời"
    assert item.action == "Xem đơn vị chưa trả lời"

    make_need_answer(call, heir, answered_on=TODAY)
    (item,) = of(board, DueKind.NEEDS)
    assert item.text == f"{call.title}: 1 đơn vị chưa trả lời"
    make_need_answer(call, silent, answered_on=TODAY)
    assert of(board, DueKind.NEEDS) == []


def test_a_placement_that_takes_effect_on_a_day_to_come_awaits_nobody(board):
    rotation = make_rotation_at(RotationStatus.ENDED, plan=the_plan(), ended_on=days(-5))
    make_placement(rotation, proposed_on=days(-4), decided_on=days(10))

    assert of(board, DueKind.PLACEMENT) == []


@pytest.mark.parametrize(
    ("starts_on", "told"), [(date(2024, 4, 9), True), (date(2024, 4, 10), False), (date(2024, 3, 10), True)]
)
def test_a_comment_is_due_so_many_months_after_the_start(board, starts_on, told):
    serving(starts_on=starts_on)

    items = of(board, DueKind.EVALUATION)

    assert bool(items) == told
    if told:
        assert items[0].day == PartialDate.of_day(starts_on).plus_months(12)


def test_a_comment_is_due_so_many_months_after_the_last_one(board):
    rotation = serving(starts_on=date(2023, 3, 10))
    make_evaluation(
        rotation, written_on=days(-300), period_from=date(2023, 3, 10), period_to=date(2024, 3, 9)
    )
    (item,) = of(board, DueKind.EVALUATION)
    assert (item.day, item.since) == (PartialDate.of_day(date(2025, 3, 10)), date(2024, 3, 10))

    make_evaluation(rotation, written_on=TODAY, period_from=date(2024, 3, 10), period_to=date(2025, 3, 9))
    assert of(board, DueKind.EVALUATION) == []


def test_what_is_due_of_comments_is_what_the_rule_expects(board):
    rotations = [
        serving(starts_on=day)
        for day in (
            date(2022, 6, 6),
            date(2023, 3, 11),
            date(2024, 3, 1),
            date(2024, 4, 9),
            date(2024, 12, 2),
        )
    ]
    to_the_month = serving(starts_on=date(2024, 3, 1))
    to_the_month.starts_on_precision = "month"
    to_the_month.save()
    make_evaluation(rotations[0], period_from=date(2022, 6, 6), period_to=date(2023, 6, 5))

    told = {item.url: item.day for item in of(board, DueKind.EVALUATION)}

    first = {}
    for one in evaluations_due(Rotation.objects.order_by("-pk"), on=TODAY):
        if one.state != Lack.WRITTEN and one.kind == "periodic" and one.due_first <= days(30):
            known = "day" if one.due_first == one.due_last else "month"
            first.setdefault(one.rotation.get_absolute_url(), PartialDate.of(one.due_first, known))
    assert told == first
    assert len(told) == 5


# --- Order, bounds, cost -----------------------------------------------------------------------------------


def test_the_most_urgent_stand_first(board):
    for due in (days(60), days(-3), days(2), days(20), days(-9)):
        serving(due)
    make_opinion(deadline=None)

    found = what_is_due(board, on=TODAY)

    assert [(item.urgency, item.days_left) for item in found] == [
        (Urgency.OVERDUE, -9), (Urgency.OVERDUE, -3), (Urgency.THIS_WEEK, 2), (Urgency.THIS_MONTH, 20),
        (Urgency.LATER, 60), (Urgency.WAITING, None),
    ]  # fmt: skip


def test_a_kind_shows_its_first_rows_and_its_true_number(board):
    for number in range(5):
        serving(days(-5 + number))

    first = what_is_due(board, on=TODAY, most=2)
    rest = what_is_due(board, on=TODAY, kind=DueKind.TERM_OVERDUE, most=2, start=4)

    assert [item.days_left for item in first] == [-5, -4]
    assert (first.total, first.left_out) == (5, {DueKind.TERM_OVERDUE: 3})
    assert [item.days_left for item in rest] == [-1]


@pytest.mark.parametrize("role", [OFFICER, CLERK])
def test_it_costs_the_same_however_much_is_due(accounts, role):
    def cost() -> int:
        account = type(accounts[role]).objects.get(pk=accounts[role].pk)
        assert account.roles
        with CaptureQueriesContext(connection) as captured:
            what_is_due(account, on=TODAY)
        return len(captured)

    for kind in (DueKind.TERM_ENDING, DueKind.EVALUATION):
        MADE[kind](accounts[CLERK], accounts[APPRAISER])
    once = cost()
    for kind, make in MADE.items():
        if kind != DueKind.PLAN:
            make(accounts[CLERK], accounts[APPRAISER]) if kind != DueKind.NEEDS else call_to(
                accounts[CLERK].unit
            )

    assert cost() == once <= 8


def test_a_unit_that_is_no_more_is_answered_for_by_its_heir(board):
    old, heir = make_unit("Xã Cũ"), make_unit("Xã Mới")
    call = call_to(old)
    UnitSuccession.objects.create(predecessor=old, successor=heir, on=days(-20))
    assert kinds(board) == [DueKind.NEEDS]

    make_need_answer(call, heir, answered_on=TODAY)

    assert kinds(board) == []


def test_a_closed_call_is_no_longer_waited_for(board, clerk):
    call = call_to(clerk.unit)
    call.closed_on = TODAY
    call.save()

    assert kinds(board) == kinds(clerk) == []


def test_a_decided_start_that_has_come_asks_for_nothing(board):
    make_rotation_at(RotationStatus.DECIDED, plan=the_plan(), on=days(-9), starts_on=days(-1))

    assert kinds(board) == []
