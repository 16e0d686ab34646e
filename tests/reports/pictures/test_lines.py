"""The indicators of one place over the years, and the times in which somebody was rotated to it."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.models import LocalityIndicator, Rotation
from rotations.reports.pictures import LinePicture, indicators_of_place, stays_at
from rotations.reports.pictures.lines import Stay, YearFigure
from rotations.vocabulary import IndicatorKind, RotationStatus
from tests.makers import make_indicator, make_plan, make_rotation, make_rotation_at, make_unit


def picture(years, *stays):
    figures = tuple(YearFigure(year, value, str(value)) for year, value in years)
    return LinePicture(
        "k", "Tên", "Lời", figures=figures, stays=tuple(Stay(*stay) for stay in stays), measure="%"
    )


def test_a_year_stands_in_its_middle_and_more_stands_higher():
    low, high = picture([(2021, 10), (2022, 20)]).laid

    assert (low.x, high.x) == ("25%", "75%")
    assert float(high.y) < float(low.y)
    assert low.said == "Năm 2021: 10 %"


def test_a_year_without_a_figure_leaves_a_gap():
    joins = picture([(2020, 1), (2021, 2), (2023, 3), (2024, 3)]).joins

    assert [(join.x1, join.x2) for join in joins] == [("10%", "30%"), ("70%", "90%")]


def test_one_figure_alone_is_drawn():
    (only,) = picture([(2022, 5)]).laid

    assert only.x == "50%"


@pytest.mark.parametrize(
    ("since", "until", "where"),
    [
        (date(2021, 1, 1), date(2023, 1, 1), [("0%", "50%")]),
        (date(2023, 1, 1), None, [("50%", "50%")]),
        (date(2010, 1, 1), date(2022, 1, 1), [("0%", "25%")]),
        (date(2010, 1, 1), date(2021, 1, 1), []),
        (date(2025, 1, 1), None, []),
        (date(2024, 1, 1), date(2031, 1, 1), [("75%", "25%")]),
    ],
)
def test_a_time_is_cut_to_the_years_shown(since, until, where):
    shown = picture([(2021, 1), (2024, 2)], (since, until, "từ trước"))

    assert [(laid.x, laid.width) for laid in shown.laid_stays] == where


def test_the_table_tells_of_the_times_in_each_year():
    table = picture(
        [(2021, 1), (2022, 2), (2023, 3)], (date(2022, 5, 1), date(2023, 5, 1), "từ 05/2022")
    ).table

    assert [row[2].text for row in table.rows] == ["", "từ 05/2022", "từ 05/2022"]


@pytest.mark.django_db
def test_each_indicator_of_a_place_has_its_picture_and_two_sets_of_criteria_two():
    unit = make_unit()
    make_indicator(unit, 2023, value=38, value_to=40, is_estimate=True)
    make_indicator(unit, 2022, value=41)
    make_indicator(unit, 2022, IndicatorKind.NEW_RURAL_CRITERIA, 10)
    make_indicator(unit, 2024, IndicatorKind.NEW_RURAL_CRITERIA, 7)

    found = indicators_of_place(LocalityIndicator.objects.filter(unit=unit).select_related("criteria_set"))

    assert [len(one.figures) for one in found] == [1, 1, 2]
    assert [figure.said for figure in found[2].figures] == ["41", "ước 38 - 40"]
    assert found[2].figures[1].number == 39
    assert len({one.key for one in found}) == 3


@pytest.mark.django_db
def test_times_are_told_by_when_and_not_by_whom():
    plan, unit = make_plan(2022), make_unit()
    serving = make_rotation_at(RotationStatus.ACTIVE, receiving=unit, plan=plan, starts_on=date(2022, 9, 15))
    make_rotation_at(
        RotationStatus.ENDED, receiving=unit, plan=plan, starts_on=date(2021, 1, 4), ended_on=date(2022, 3, 1)
    )
    make_rotation(receiving=unit, plan=plan)

    first, second = stays_at(Rotation.objects.all())

    assert (first.since, first.until, first.said) == (
        date(2021, 1, 4), date(2022, 3, 1), "từ 04/01/2021 đến 01/03/2022",
    )  # fmt: skip
    assert (second.until, second.said) == (None, "từ 15/09/2022 đến nay")
    assert second.url == f"/rotations/{serving.pk}/"
