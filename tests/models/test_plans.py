"""By which text the cases of a new plan are judged."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.models import Regulation, regulation_of_year
from rotations.vocabulary import UnitLevel


def text(symbol, level, since, until=None):
    return Regulation(symbol=symbol, level=level, effective_from=since, effective_to=until)


TEXTS = [
    text("98", UnitLevel.CENTRAL, date(2017, 10, 7), date(2022, 1, 1)),
    text("02", UnitLevel.DISTRICT, date(2018, 11, 27), date(2022, 1, 2)),
    text("65", UnitLevel.CENTRAL, date(2022, 1, 1)),
    text("14", UnitLevel.PROVINCE, date(2024, 12, 31)),
]


@pytest.mark.parametrize(
    ("year", "symbol"),
    [
        pytest.param(2010, "98", id="before any text the oldest"),
        pytest.param(2017, "98", id="none on 1 January, one on the last day"),
        pytest.param(2018, "98", id="the lower text comes within the year, too late for it"),
        pytest.param(2019, "02", id="of two in force on 1 January the lower"),
        pytest.param(2022, "02", id="ended on 2 January still holds on the 1st"),
        pytest.param(2023, "65", id="ended a year before"),
        pytest.param(2024, "65", id="a lower text that begins on the last day comes too late"),
        pytest.param(2025, "14", id="and rules the next year"),
    ],
)
def test_a_plan_goes_by_the_lowest_text_in_force_as_its_year_begins(year, symbol):
    assert regulation_of_year(year, TEXTS).symbol == symbol


def test_of_two_texts_of_a_level_the_newer_counts():
    texts = [text("1", UnitLevel.PROVINCE, date(2020, 1, 1)), text("2", UnitLevel.PROVINCE, date(2021, 1, 1))]

    assert regulation_of_year(2022, texts).symbol == "2"
    assert regulation_of_year(2021, texts[:1]).symbol == "1"


def test_without_any_text_there_is_none():
    assert regulation_of_year(2022, []) is None
