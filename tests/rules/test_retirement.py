"""Retirement dates, computed from the table."""

from datetime import date

import pytest

from rotations.models import RetirementAge
from rotations.partial_dates import PartialDate
from rotations.rules import retirement_dates

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sex", "year", "month", "retires"),
    [
        # men, three months more a year: the pairs lie on both sides of a step of the decree's own list
        ("male", 1961, 9, date(2021, 12, 31)),
        ("male", 1961, 10, date(2022, 4, 30)),
        ("male", 1966, 3, date(2027, 12, 31)),
        ("male", 1966, 4, date(2028, 4, 30)),
        ("male", 1990, 4, date(2052, 4, 30)),
        # women, four months more a year
        ("female", 1966, 8, date(2021, 12, 31)),
        ("female", 1966, 9, date(2022, 5, 31)),
        ("female", 1975, 4, date(2034, 12, 31)),
        ("female", 1975, 5, date(2035, 5, 31)),
        ("female", 1990, 5, date(2050, 5, 31)),
    ],
)
def test_somebody_retires_at_the_end_of_the_month_the_age_of_that_year_is_reached(sex, year, month, retires):
    assert retirement_dates(PartialDate.of_month(year, month), sex) == (retires, retires)


def test_the_day_of_birth_makes_no_difference_within_a_month():
    first, last = date(1970, 9, 1), date(1970, 9, 30)

    assert retirement_dates(PartialDate.of_day(first), "male") == retirement_dates(
        PartialDate.of_day(last), "male"
    )


def test_a_birth_known_to_the_year_gives_a_range():
    assert retirement_dates(PartialDate.of_year(1970), "male") == (date(2032, 1, 31), date(2032, 12, 31))


def test_an_unknown_sex_takes_in_both():
    assert retirement_dates(PartialDate.of_month(1980, 3), "") == (date(2040, 3, 31), date(2042, 3, 31))


def test_no_birth_date_gives_no_answer():
    assert retirement_dates(None, "male") is None


def test_who_reached_the_age_before_the_table_begins_gets_no_guess():
    first_year = RetirementAge.objects.filter(sex="male").order_by("year").first()
    reached_in_first_year = PartialDate.of_month(first_year.year - 60, 1)

    assert retirement_dates(reached_in_first_year, "male") is not None
    assert retirement_dates(reached_in_first_year.plus_months(-1), "male") is None


def test_an_empty_table_gives_no_answer():
    RetirementAge.objects.all().delete()

    assert retirement_dates(PartialDate.of_year(1980), "male") is None


def test_it_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        retirement_dates(PartialDate.of_year(1980), "")
