"""Time in the present or an equivalent post."""

from datetime import date

import pytest

from rotations import rules
from rotations.partial_dates import PartialDate
from rotations.vocabulary import CheckOutcome, ParameterCode, RotationStatus
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_rotation_at,
)

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN
STARTS = PartialDate.of_day(date(2025, 9, 15))


def proposed(official, starts=STARTS):
    regulation = make_regulation({ParameterCode.MIN_TIME_IN_POST_MONTHS: 24})
    rotation = make_rotation(official, plan=make_plan(regulation=regulation))
    rotation.starts = starts
    return rotation


def in_post_since(partial):
    holding = make_holding(held_from=partial.first)
    holding.started = partial
    holding.save()
    return holding.official


@pytest.mark.parametrize(
    ("since", "served", "outcome"), [(date(2023, 9, 15), 24, PASS), (date(2023, 9, 16), 23, WARN)]
)
def test_the_number_reached_on_the_starting_day_is_enough(since, served, outcome):
    check = rules.min_time_in_post(proposed(in_post_since(PartialDate.of_day(since))), on=TODAY)

    assert (check.code, check.outcome) == ("min_time_in_post", outcome)
    assert check.figures == {"served": served, "needed": 24}


def test_a_post_held_since_some_day_of_a_year_is_unknown_where_the_limit_lies_inside():
    check = rules.min_time_in_post(proposed(in_post_since(PartialDate.of_year(2023))), on=TODAY)

    assert check.outcome == UNKNOWN
    assert check.figures == {"served_least": 20, "served_most": 32, "needed": 24}


@pytest.mark.parametrize(("year", "outcome"), [(2022, PASS), (2024, WARN)])
def test_a_year_far_from_the_limit_is_sure(year, outcome):
    check = rules.min_time_in_post(proposed(in_post_since(PartialDate.of_year(year))), on=TODAY)

    assert check.outcome == outcome


def test_an_unbroken_row_of_equivalent_or_higher_posts_counts_as_one():
    official = make_official()
    make_holding(official, make_post(None, "Phó Bí thư Đảng ủy"), date(2020, 1, 1), date(2023, 1, 1))
    make_holding(official, make_post(None, "Phó Bí thư Đảng ủy"), date(2023, 1, 1), date(2025, 1, 1))
    make_holding(official, make_post(None, "Phó Bí thư Đảng ủy"), date(2025, 1, 1))

    assert rules.min_time_in_post(proposed(official), on=TODAY).figures["served"] == 68


@pytest.mark.parametrize(
    ("before", "until"),
    [("Phó Trưởng phòng", date(2025, 1, 1)), ("Bí thư Đảng ủy", date(2024, 12, 31))],
)
def test_a_lower_post_or_a_break_does_not_count(before, until):
    official = make_official()
    make_holding(official, make_post(None, before), date(2020, 1, 1), until)
    make_holding(official, make_post(None, "Bí thư Đảng ủy"), date(2025, 1, 1))

    assert rules.min_time_in_post(proposed(official), on=TODAY).figures["served"] == 8


def test_a_concurrent_post_does_not_count():
    official = make_official()
    make_holding(official, held_from=date(2015, 1, 1), is_main=False)

    check = rules.min_time_in_post(proposed(official), on=TODAY)

    assert check.outcome == UNKNOWN
    assert "chưa ghi chức vụ" in check.message


def test_a_post_that_has_ended_is_not_the_present_one():
    holding = make_holding(held_from=date(2015, 1, 1), held_until=date(2025, 3, 1))

    assert rules.min_time_in_post(proposed(holding.official), on=TODAY).outcome == UNKNOWN


def test_a_number_no_text_sets_is_unknown():
    rotation = make_rotation(plan=make_plan(regulation=make_regulation({})))

    assert rules.min_time_in_post(rotation, on=TODAY).outcome == UNKNOWN


@pytest.mark.parametrize(
    ("coming", "asked"),
    [("Bí thư Đảng ủy", True), ("Phó Bí thư Đảng ủy", False), ("Phó Trưởng phòng", False)],
)
def test_it_is_asked_for_a_higher_post_and_not_for_an_equivalent_or_lower_one(coming, asked):
    official = make_official()
    make_holding(official, make_post(None, "Phó Bí thư Đảng ủy"), date(2025, 1, 1))
    regulation = make_regulation({ParameterCode.MIN_TIME_IN_POST_MONTHS: 24})

    rotation = make_rotation(
        official, plan=make_plan(regulation=regulation), receiving_posts=[make_post(None, coming)]
    )

    assert (rules.min_time_in_post(rotation, on=TODAY) is not None) == asked


def test_a_case_that_has_begun_is_still_judged_by_the_post_left_for_it():
    official, coming = make_official(), make_post(None, "Bí thư Đảng ủy")
    held = make_post(None, "Phó Bí thư Đảng ủy")
    make_holding(official, held, date(2022, 9, 15))
    regulation = make_regulation({ParameterCode.MIN_TIME_IN_POST_MONTHS: 24})
    rotation = make_rotation_at(
        RotationStatus.ACTIVE,
        official,
        receiving=coming.unit,
        plan=make_plan(regulation=regulation),
        left_posts=[held],
        receiving_posts=[coming],
        starts_on=date(2025, 1, 15),
    )
    assert official.holdings.count() == 2

    check = rules.min_time_in_post(rotation, on=TODAY)

    assert (check.outcome, check.figures) == (PASS, {"served": 28, "needed": 24})
