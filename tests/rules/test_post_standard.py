"""Schooling against what the post to come asks for."""

from datetime import date

import pytest

from rotations import rules
from rotations.models import CatalogueEntry
from rotations.partial_dates import PartialDate
from rotations.vocabulary import CheckOutcome, UnitLevel
from tests.makers import (
    TODAY,
    make_official,
    make_plan,
    make_post,
    make_post_standard,
    make_regulation,
    make_rotation,
    make_unit,
)

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN


def level(kind, name):
    return CatalogueEntry.objects.get(kind=kind, name=name) if name else None


def going_to(position, regulation, professional="Đại học", theory="Trung cấp", unit_level=UnitLevel.COMMUNE):
    official = make_official(
        professional_level=level("professional_level", professional),
        political_theory=level("political_theory", theory),
    )
    plan = make_plan(regulation=regulation)
    posts = [make_post(make_unit(level=unit_level), position)] if position else []
    rotation = make_rotation(official, plan=plan, receiving_posts=posts)
    rotation.starts = PartialDate.of_day(TODAY)
    return rotation


@pytest.mark.parametrize(
    ("professional", "theory", "outcome"),
    [
        ("Đại học", "Trung cấp", PASS),
        ("Thạc sĩ", "Cao cấp", PASS),
        ("Cao đẳng", "Trung cấp", WARN),
        ("Đại học", "Sơ cấp", WARN),
        ("Đại học", None, UNKNOWN),
        (None, "Sơ cấp", WARN),
    ],
)
def test_the_very_level_asked_for_is_enough_and_one_below_is_not(professional, theory, outcome):
    regulation = make_regulation()
    make_post_standard(
        regulation,
        "Bí thư Đảng ủy",
        professional_level="Đại học",
        political_theory="Trung cấp",
        article="Điều 6",
    )

    check = rules.post_standard(going_to("Bí thư Đảng ủy", regulation, professional, theory), on=TODAY)

    assert (check.code, check.outcome) == ("post_standard", outcome)
    assert check.figures["professional_level_needed"] == "Đại học"
    assert check.cited == f"Điều 6, Quy định {regulation.symbol}"


@pytest.mark.parametrize(
    ("position", "unit_level"),
    [("", UnitLevel.COMMUNE), ("Phó Bí thư Đảng ủy", UnitLevel.COMMUNE), ("Bí thư Đảng ủy", "district")],
)
def test_a_post_nothing_is_set_for_is_not_asked_about(position, unit_level):
    regulation = make_regulation()
    make_post_standard(regulation, "Bí thư Đảng ủy")

    assert rules.post_standard(going_to(position, regulation, unit_level=unit_level), on=TODAY) is None


@pytest.mark.parametrize(("since", "asked"), [(TODAY, True), (date(2025, 3, 11), False)])
def test_a_standard_counts_from_its_first_day(since, asked):
    regulation = make_regulation()
    make_post_standard(regulation, "Bí thư Đảng ủy", valid_from=since)

    assert (rules.post_standard(going_to("Bí thư Đảng ủy", regulation), on=TODAY) is not None) == asked


def test_the_lower_text_stands_before_the_one_above_it():
    upper = make_regulation()
    lower = make_regulation(parent=upper)
    make_post_standard(upper, "Bí thư Đảng ủy", professional_level="Đại học")
    make_post_standard(lower, "Bí thư Đảng ủy", professional_level="Thạc sĩ")

    check = rules.post_standard(going_to("Bí thư Đảng ủy", lower), on=TODAY)

    assert (check.outcome, check.figures["professional_level_needed"]) == (WARN, "Thạc sĩ")


def test_of_several_posts_the_highest_level_asked_counts():
    regulation = make_regulation()
    make_post_standard(regulation, "Chủ tịch UBND", professional_level="Thạc sĩ")
    make_post_standard(regulation, "Phó Bí thư Đảng ủy", professional_level="Cao đẳng")
    unit = make_unit()
    rotation = make_rotation(
        make_official(professional_level=level("professional_level", "Đại học")),
        receiving=unit,
        plan=make_plan(regulation=regulation),
        receiving_posts=[make_post(unit, "Chủ tịch UBND"), make_post(unit, "Phó Bí thư Đảng ủy")],
    )

    assert rules.post_standard(rotation, on=TODAY).outcome == WARN
