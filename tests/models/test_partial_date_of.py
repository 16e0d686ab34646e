"""A date and how much of it is known, in two columns: read, written, and compared without being made."""

from datetime import date

import pytest

from rotations.models import Official
from rotations.partial_dates import PartialDate

DAY, MONTH, YEAR = (
    PartialDate.of_day(date(1985, 3, 1)),
    PartialDate.of_month(1985, 3),
    PartialDate.of_year(1985),
)


@pytest.mark.parametrize("kept", [None, DAY, MONTH, YEAR, PartialDate.of_day(date(1985, 3, 2))], ids=str)
@pytest.mark.parametrize("asked", [DAY, MONTH, YEAR], ids=str)
def test_holds_says_what_comparing_would(kept, asked):
    person = Official()
    person.birth = kept

    assert Official.birth.holds(person, asked) == (person.birth == asked)


def test_a_day_that_stands_where_the_first_was_not_written_is_still_that_month():
    person = Official(birth_date=date(1985, 3, 12), birth_date_precision="month")

    assert Official.birth.holds(person, MONTH)
    assert not Official.birth.holds(person, DAY)


@pytest.mark.django_db
def test_columns_that_were_not_read_are_read_when_asked_for():
    kept = Official.objects.create(
        full_name="Lò Thị Ươm", birth_date=date(1985, 3, 1), birth_date_precision="month"
    )
    person = Official.objects.only("full_name").get(pk=kept.pk)

    assert Official.birth.holds(person, MONTH)
    assert Official.objects.only("full_name").get(pk=kept.pk).birth == MONTH
