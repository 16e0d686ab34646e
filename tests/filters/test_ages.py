"""Young is a number of the regulation, and the database counts years as people do."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.filters.ages import young_age, younger_than
from rotations.models import Rotation
from rotations.vocabulary import ParameterCode, RotationStatus
from tests.makers import make_official, make_regulation, make_rotation_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("born", "young"),
    [
        (date(1985, 1, 7), True),
        (date(1985, 1, 6), False),
        (date(1985, 1, 5), False),
        (date(1986, 12, 31), True),
        (date(1984, 12, 31), False),
        (None, False),
    ],
)
def test_the_birthday_itself_completes_the_year(born, young):
    make_rotation_at(
        RotationStatus.DECIDED, official=make_official(birth_date=born), starts_on=date(2025, 1, 6)
    )

    found = Rotation.objects.filter(younger_than(40, born="official__birth_date", on="starts_on"))

    assert found.exists() is young


def test_the_newest_text_in_force_says_who_is_young():
    make_regulation(
        {ParameterCode.YOUNG_AGE_YEARS: 38}, issued_on=date(2024, 1, 1), effective_to=date(2026, 1, 1)
    )

    assert young_age(on=date(2025, 6, 1)) == 38
    assert young_age(on=date(2026, 1, 1)) == 40


def test_before_any_text_nobody_says_who_is_young():
    assert young_age(on=date(1990, 1, 1)) is None
