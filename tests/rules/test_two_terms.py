"""A head who has held one place for two terms."""

from datetime import date

import pytest

from rotations import rules
from rotations.models import UnitSuccession
from rotations.partial_dates import PartialDate
from rotations.vocabulary import CheckOutcome, ParameterCode, RotationPurpose
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_unit,
)

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN
NUMBERS = {ParameterCode.MAX_HEAD_TERMS: 2, ParameterCode.ONE_TERM_MONTHS: 60}
STARTS = PartialDate.of_day(date(2025, 9, 15))
GROUND = {"purpose": RotationPurpose.TERM_LIMIT}


def moved(official, starts=STARTS, numbers=NUMBERS, **fields):
    rotation = make_rotation(official, plan=make_plan(regulation=make_regulation(numbers)), **fields)
    rotation.starts = starts
    return rotation


def head_since(partial, position="Bí thư Đảng ủy"):
    holding = make_holding(make_official(), make_post(None, position), partial.first)
    holding.started = partial
    holding.save()
    return holding.official


@pytest.mark.parametrize(
    ("since", "served", "outcome", "as_ground"),
    [(date(2015, 9, 15), 120, WARN, PASS), (date(2015, 9, 16), 119, PASS, WARN)],
)
def test_two_terms_reached_to_the_day_are_a_reason_to_rotate(since, served, outcome, as_ground):
    official = head_since(PartialDate.of_day(since))
    rotation = moved(official)

    check = rules.two_terms(rotation, on=TODAY)

    assert (check.code, check.outcome) == ("two_terms", outcome)
    assert check.figures == {"served": served, "needed": 120}
    rotation.purpose = RotationPurpose.TERM_LIMIT
    assert rules.two_terms(rotation, on=TODAY).outcome == as_ground


@pytest.mark.parametrize(
    ("since", "outcome"),
    [
        (PartialDate.of_year(2014), WARN),
        (PartialDate.of_year(2015), UNKNOWN),
        (PartialDate.of_year(2016), PASS),
        (PartialDate.of_month(2015, 9), UNKNOWN),
        (PartialDate.of_month(2015, 8), WARN),
    ],
)
def test_a_post_held_since_some_time_is_sure_only_far_from_the_limit(since, outcome):
    assert rules.two_terms(moved(head_since(since)), on=TODAY).outcome == outcome


def test_head_posts_of_one_unit_without_a_break_add_up_through_its_successor():
    old, new = make_unit("Chà Cang (cũ)"), make_unit("Mường Chà (mới)")
    UnitSuccession.objects.create(predecessor=old, successor=new, on=date(2020, 7, 1))
    official = make_official()
    make_holding(official, make_post(old, "Chủ tịch UBND"), date(2014, 1, 1), date(2017, 1, 1))
    make_holding(official, make_post(old, "Bí thư Đảng ủy"), date(2017, 1, 1), date(2020, 7, 1))
    make_holding(official, make_post(new, "Bí thư Đảng ủy"), date(2020, 7, 1))

    assert rules.two_terms(moved(official), on=TODAY).figures["served"] == 140


@pytest.mark.parametrize(
    ("position", "until", "same_unit"),
    [
        ("Bí thư Đảng ủy", date(2019, 12, 31), True),
        ("Phó Bí thư Đảng ủy", date(2020, 1, 1), True),
        ("Bí thư Đảng ủy", date(2020, 1, 1), False),
    ],
)
def test_a_break_a_deputy_post_or_another_unit_ends_the_row(position, until, same_unit):
    official, here = make_official(), make_unit()
    make_holding(official, make_post(here if same_unit else None, position), date(2010, 1, 1), until)
    make_holding(official, make_post(here, "Chủ tịch UBND"), date(2020, 1, 1))

    assert rules.two_terms(moved(official), on=TODAY).figures["served"] == 68


def test_whoever_heads_nothing_is_not_asked_unless_it_is_the_ground_of_the_move():
    official = head_since(PartialDate.of_year(2010), "Phó Bí thư Đảng ủy")
    rotation = moved(official)

    assert rules.two_terms(rotation, on=TODAY) is None
    rotation.purpose = RotationPurpose.TERM_LIMIT
    assert rules.two_terms(rotation, on=TODAY).outcome == WARN


@pytest.mark.parametrize("missing", list(NUMBERS))
def test_a_number_no_text_sets_is_unknown(missing):
    numbers = {code: value for code, value in NUMBERS.items() if code != missing}

    check = rules.two_terms(moved(head_since(PartialDate.of_year(2010)), numbers=numbers), on=TODAY)

    assert (check.outcome, missing.label in check.message) == (UNKNOWN, True)
