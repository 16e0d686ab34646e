"""Which comments a rotation asks for, by when, and which of them are late."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.partial_dates import PartialDate
from rotations.rules import Lack, evaluations_due
from rotations.vocabulary import (
    EvaluationAuthor,
    EvaluationKind,
    MovementType,
    ParameterCode,
    PlacementOutcome,
    RotationStatus,
)
from tests.makers import (
    make_evaluation,
    make_official,
    make_placement,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
)

pytestmark = pytest.mark.django_db

STARTS = date(2022, 9, 15)
YEARLY = {
    ParameterCode.ROTATION_MONTHS: 36,
    ParameterCode.EVALUATION_EVERY_MONTHS: 12,
    ParameterCode.LAST_ALERT_MONTHS: 3,
}


def serving(starts_on=STARTS, parameters=YEARLY, status=RotationStatus.ACTIVE, **fields):
    """Somebody who began on `starts_on` under a text with these numbers."""
    plan = make_plan(2022, make_regulation(parameters))
    return make_rotation_at(status, plan=plan, starts_on=starts_on, **fields)


def began(rotation, starts, due=None):
    """The start (and the end of the time) as they are known."""
    rotation.starts, rotation.due = starts, due
    rotation.save()
    return rotation


def told(rotation, on):
    return [
        (expected.kind.value, expected.author.value, expected.due_last, expected.state.value)
        for expected in evaluations_due([rotation], on=on)
    ]


YEAR_ONE = ("periodic", "receiving", date(2023, 9, 15))
YEAR_TWO = ("periodic", "receiving", date(2024, 9, 15))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 6, 14), []),
        (date(2023, 6, 15), [(*YEAR_ONE, "due")]),
        (date(2023, 9, 15), [(*YEAR_ONE, "due")]),
        (date(2023, 9, 16), [(*YEAR_ONE, "late")]),
        (date(2024, 6, 14), [(*YEAR_ONE, "late")]),
        (date(2024, 6, 15), [(*YEAR_ONE, "late"), (*YEAR_TWO, "due")]),
        (date(2025, 6, 14), [(*YEAR_ONE, "late"), (*YEAR_TWO, "late")]),
    ],
)
def test_a_yearly_comment_is_announced_then_due_then_late(on, expected):
    assert told(serving(), on) == expected


@pytest.mark.parametrize(
    ("on", "state"), [(date(2025, 6, 15), "due"), (date(2025, 9, 15), "due"), (date(2025, 9, 16), "late")]
)
def test_the_last_year_is_left_to_the_three_papers_of_the_end(on, state):
    asked = told(serving(), on)

    assert [row for row in asked if row[0] == "periodic"] == [(*YEAR_ONE, "late"), (*YEAR_TWO, "late")]
    assert [row for row in asked if row[0] == "final"] == [
        ("final", author, date(2025, 9, 15), state) for author in ("self", "receiving", "authority")
    ]


@pytest.mark.parametrize(
    ("starts", "due_first", "due_last"),
    [
        (PartialDate.of_day(STARTS), date(2023, 9, 15), date(2023, 9, 15)),
        (PartialDate.of_month(2022, 9), date(2023, 9, 1), date(2023, 9, 30)),
        (PartialDate.of_month(2023, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (PartialDate.of_year(2022), date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_start_known_in_part_makes_nobody_late_before_the_last_day_it_may_be(starts, due_first, due_last):
    rotation = began(serving(), starts)

    first = evaluations_due([rotation], on=due_last)[0]

    assert (first.due_first, first.due_last, first.state) == (due_first, due_last, Lack.DUE)
    assert evaluations_due([rotation], on=date(due_last.year + 1, 1, 1))[0].state == Lack.LATE


def test_half_a_year_after_a_year_is_a_range_and_no_month_is_made_up():
    rotation = began(
        serving(parameters=YEARLY | {ParameterCode.EVALUATION_EVERY_MONTHS: 6}), PartialDate.of_year(2022)
    )

    first = evaluations_due([rotation], on=date(2023, 1, 1))[0]

    assert (first.due_first, first.due_last) == (date(2022, 7, 1), date(2023, 6, 30))
    assert first.due_text == "từ 01/07/2022 đến 30/06/2023"
    assert first.state == Lack.DUE


def test_comments_every_six_months_ended_with_june_2025():
    regulation = make_regulation(YEARLY)
    regulation.parameters.filter(code=ParameterCode.EVALUATION_EVERY_MONTHS).delete()
    change = date(2025, 7, 1)
    regulation.parameters.create(code=ParameterCode.EVALUATION_EVERY_MONTHS, value=6, valid_to=change)
    regulation.parameters.create(code=ParameterCode.EVALUATION_EVERY_MONTHS, value=12, valid_from=change)
    plan = make_plan(2024, regulation)
    rotation = make_rotation_at(RotationStatus.ACTIVE, plan=plan, starts_on=date(2024, 7, 1))

    asked = [
        (expected.kind, expected.due_last) for expected in evaluations_due([rotation], on=date(2026, 7, 1))
    ]

    assert asked == [
        (EvaluationKind.SIX_MONTH, date(2025, 1, 1)),
        (EvaluationKind.SIX_MONTH, date(2025, 7, 1)),
        (EvaluationKind.PERIODIC, date(2026, 7, 1)),
    ]


def test_a_comment_written_at_the_end_of_each_calendar_year_answers_each_year_of_service():
    rotation = serving()
    make_evaluation(rotation, period_from=STARTS, period_to=date(2022, 12, 9), written_on=date(2022, 12, 9))
    make_evaluation(
        rotation, period_from=date(2023, 1, 1), period_to=date(2023, 12, 9), written_on=date(2023, 12, 9)
    )

    assert told(rotation, date(2023, 9, 16)) == [(*YEAR_ONE, "written")]
    assert told(rotation, date(2024, 9, 16)) == [(*YEAR_ONE, "written"), (*YEAR_TWO, "written")]


@pytest.mark.parametrize(
    "other",
    [
        {"author": EvaluationAuthor.SENDING},
        {"kind": EvaluationKind.ON_REQUEST},
        {"written_on": date(2023, 9, 17)},
        {"period_from": date(2023, 9, 15)},
    ],
)
def test_another_paper_or_another_time_does_not_answer_for_the_year(other):
    rotation = serving()
    fields = {"period_from": STARTS, "period_to": date(2023, 9, 14), "written_on": date(2023, 9, 14)}
    make_evaluation(rotation, **fields | other | {"period_to": date(2023, 9, 16)})

    assert told(rotation, date(2023, 9, 16)) == [(*YEAR_ONE, "late")]


def test_who_was_kept_for_good_is_asked_about_up_to_that_decision():
    rotation = serving()
    make_placement(
        rotation, outcome=PlacementOutcome.STAYS, proposed_on=date(2024, 3, 1), decided_on=date(2024, 3, 1)
    )

    asked = told(rotation, date(2025, 1, 1))

    assert asked[0] == (*YEAR_ONE, "late")
    assert {row[2:] for row in asked[1:]} == {(date(2024, 3, 1), "late")}
    assert len(asked) == 4


def test_an_early_end_asks_for_the_papers_of_the_end_alone():
    rotation = serving(status=RotationStatus.ENDED, ended_on=date(2023, 3, 1))

    assert told(rotation, date(2023, 3, 1)) == [
        ("final", author, date(2023, 3, 1), "due") for author in ("self", "receiving", "authority")
    ]


def test_the_receiving_unit_is_told_what_it_writes_and_nobody_elses_papers():
    rotation = serving(status=RotationStatus.ENDED, ended_on=date(2023, 3, 1))

    units = {expected.author: expected.unit for expected in evaluations_due([rotation], on=date(2023, 3, 1))}

    assert units == {
        EvaluationAuthor.SELF: None,
        EvaluationAuthor.RECEIVING: rotation.receiving_unit,
        EvaluationAuthor.AUTHORITY: None,
    }


def test_who_has_not_begun_was_called_off_or_was_transferred_is_not_commented_on():
    plan = make_plan(2022, make_regulation(YEARLY))
    cases = [
        make_rotation(plan=plan),
        make_rotation_at(RotationStatus.CANCELLED, plan=plan),
        make_rotation_at(
            RotationStatus.ACTIVE, plan=plan, starts_on=STARTS, movement_type=MovementType.TRANSFER
        ),
    ]

    assert evaluations_due(cases, on=date(2024, 1, 1)) == []


@pytest.mark.parametrize(
    ("periods", "states"),
    [
        # Only the latest year was commented, and the period begins some days before that year of service.
        ([(date(2023, 9, 1), date(2024, 9, 14))], ["late", "written"]),
        ([(date(2024, 1, 1), date(2024, 12, 31))], ["late", "written"]),
        ([(date(2022, 9, 15), date(2023, 9, 20))], ["written", "late"]),
        # Two comments on one year are no comment on the next: it is about that for some days only.
        ([(date(2022, 9, 15), date(2023, 8, 31)), (date(2022, 9, 15), date(2023, 10, 1))], ["written", "late"]),
        ([(date(2022, 9, 15), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31))], ["written", "written"]),
    ],
)  # fmt: skip
def test_a_comment_answers_the_year_it_is_about_and_leaves_the_gap_before_it(periods, states):
    rotation = serving()
    for begins, ends in periods:
        make_evaluation(rotation, period_from=begins, period_to=ends, written_on=ends)

    found = evaluations_due([rotation], on=date(2025, 5, 1))

    assert [expected.state.value for expected in found] == states


@pytest.mark.parametrize(("on", "count"), [(date(2022, 9, 14), 0), (date(2023, 9, 15), 1)])
def test_a_decided_case_counts_from_its_first_day(on, count):
    assert len(evaluations_due([serving(status=RotationStatus.DECIDED)], on=on)) == count


def test_a_text_without_an_interval_asks_for_the_end_alone_and_one_without_alerts_on_the_day():
    silent = serving(parameters={ParameterCode.ROTATION_MONTHS: 36})
    assert told(silent, date(2025, 9, 14)) == []
    assert len(told(silent, date(2025, 9, 15))) == 3


def test_the_article_is_told():
    [expected] = evaluations_due([serving()], on=date(2023, 9, 15))

    assert expected.cited.startswith("Điều 1, Quy định ")


def test_many_cases_cost_as_many_queries_as_one():
    regulation = make_regulation(YEARLY)
    plan = make_plan(2022, regulation)

    def cases():
        rows = plan.rotations.select_related("plan__regulation__parent__parent", "receiving_unit", "official")
        with CaptureQueriesContext(connection) as captured:
            found = evaluations_due(rows, on=date(2023, 9, 15))
        return len(found), len(captured)

    make_rotation_at(RotationStatus.ACTIVE, plan=plan, starts_on=STARTS)
    one = cases()
    for _n in range(4):
        make_rotation_at(RotationStatus.ACTIVE, make_official(), plan=plan, starts_on=STARTS)

    assert (one[0], cases()[0]) == (1, 5)
    assert one[1] == cases()[1]
