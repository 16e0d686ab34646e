"""One act on many cases: the same few statements for five and for fifty, and the report of each case as it was alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations import workflow
from rotations.checking import check_data
from rotations.models import Decision, EligibilityCheck, PostHolding, Rotation
from rotations.vocabulary import DecisionKind, EndKind, RotationStatus
from tests.makers import (
    STARTED_ON,
    TODAY,
    approve,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation_at,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

REASON = "Kết luận 12-KL/HU"
VERBS = ("approve", "prepare", "appraise", "decide", "activate", "end")
DATA = {"decide": {"starts_on": STARTED_ON}, "end": {"ended_on": TODAY, "end_kind": EndKind.ON_TIME}}


def a_decision(number="12", kind=DecisionKind.ROTATION):
    return Decision(
        number=number, symbol="QĐ/HU", kind=kind, title="Về cán bộ", issuer="Huyện ủy", issued_on=TODAY,
        effective_on=TODAY,
    )  # fmt: skip


def cases_at(status, count, plan, starts_on=STARTED_ON):
    """Cases of one plan, each with a seat given up and a seat brought."""
    office, cases = make_unit(level="district"), []
    for _ in range(count):
        commune, official = make_unit(), make_official(unit=office)
        old = make_post(office, "Phó Trưởng phòng")
        make_holding(official, old, date(2020, 1, 1))
        new = make_post(commune, "Phó Bí thư Đảng ủy")
        cases.append(
            make_rotation_at(
                status, official, office, commune, plan, left_posts=[old], receiving_posts=[new],
                starts_on=starts_on,
            )
        )  # fmt: skip
        office = make_unit(level="district")
    return cases


def statements_of_a_life(cases, by, number):
    """How many statements each move of these cases costs, from the proposal to the end."""
    costs = {}
    for ordinal, verb in enumerate(VERBS):
        decision = a_decision(f"{number}{ordinal}") if verb in DATA else None
        with CaptureQueriesContext(connection) as asked:
            reports = workflow.make_moves(
                cases, verb, by=by, on=TODAY, decision=decision, exception=REASON, **DATA.get(verb, {})
            )
        assert [(report.done, report.refused) for report in reports] == [(True, "")] * len(cases)
        costs[verb] = len(asked)
    return costs


def test_fifty_cases_cost_as_many_statements_as_five(lead):
    plan = make_plan(regulation=make_regulation(with_steps=True))

    few, many = (cases_at(RotationStatus.PROPOSED, count, plan) for count in (5, 50))
    approve(plan)

    five = statements_of_a_life(few, lead, "1")
    fifty = statements_of_a_life(many, lead, "2")

    assert {verb: cost - five[verb] for verb, cost in fifty.items() if cost > five[verb] + 2} == {}
    assert max(fifty.values()) < 70
    assert set(Rotation.objects.values_list("status", flat=True)) == {"ended"}
    assert list(check_data()) == []


def test_what_is_written_together_is_what_is_written_alone(lead):
    plan = make_plan()
    together, alone = cases_at(RotationStatus.APPRAISING, 2, plan)
    approve(plan)
    given = {"by": lead, "on": TODAY, "exception": REASON, "starts_on": STARTED_ON}

    workflow.make_moves([together], "decide", **given)
    workflow.make_move(alone, "decide", **given)

    def written(case):
        step = case.steps.order_by("pk").last()
        checks = EligibilityCheck.objects.filter(step=step).order_by("code")
        holdings = PostHolding.objects.filter(official=case.official_id).order_by("held_from")
        return (
            (case.status, case.due_on, case.official.unit == case.receiving_unit),
            (step.name, step.note, step.status_before, step.status_after, step.done_on, step.recorded_by),
            [(check.code, check.outcome, check.exception_reason) for check in checks],
            [(one.held_from, one.held_until, one.is_main, one.obtained_by) for one in holdings],
            [row.history_user for row in case.history.all()[:1]],
        )

    fresh = [Rotation.objects.get(pk=case.pk) for case in (together, alone)]
    assert written(fresh[0]) == written(fresh[1])
    assert (together.status, alone.status) == ("decided", "decided")


def test_each_case_is_told_its_own_refusal(lead, board):
    plan = make_plan()
    fine, early, own = cases_at(RotationStatus.APPRAISING, 3, plan)
    walk(early, "decide", starts_on=STARTED_ON)
    approve(plan)
    lead.official = own.official

    reports = workflow.make_moves(
        [fine, early, own], "decide", by=lead, on=TODAY, exception=REASON, starts_on=STARTED_ON
    )

    assert reports[0].done
    assert "Lượt này đang ở “Đang luân chuyển”" in reports[1].refused
    assert "chính mình" in reports[2].refused
    told = workflow.make_moves([own], "decide", by=board, on=TODAY, starts_on=STARTED_ON)
    assert "không có quyền" in told[0].refused
    late = workflow.make_moves([own], "decide", by=None, on=date(2024, 12, 1), starts_on=STARTED_ON)
    assert "trước bước" in late[0].refused


def test_a_case_whose_start_nobody_wrote_down_gets_both_steps_among_others_that_get_one(lead):
    plan = make_plan()
    (ahead,) = cases_at(RotationStatus.APPRAISING, 1, plan)
    walk(ahead, "decide", on=STARTED_ON, starts_on=date(2025, 2, 3))
    (serving,) = cases_at(RotationStatus.ACTIVE, 1, plan)

    reports = workflow.make_moves(
        [ahead, serving], "end", by=lead, on=TODAY, ended_on=TODAY, end_kind=EndKind.ON_TIME
    )

    assert [report.done for report in reports] == [True, True]
    assert [step.status_after for step in ahead.steps.order_by("pk")][-2:] == ["active", "ended"]
    assert list(check_data()) == []
