"""Whether a rating agrees with its points, and how many of a unit and peer group may be excellent."""

from datetime import date
from decimal import Decimal

import pytest

from rotations.models import RatingScale
from rotations.reports.rating_quota import HEADINGS, rating_quota, rows
from rotations.rules import group_of, ratings_of_year, scale_on, score_doubt
from rotations.vocabulary import PeerGroup, QualityRating, QuotaBase, RotationStatus
from tests.makers import (
    make_evaluation,
    make_holding,
    make_official,
    make_post,
    make_rating,
    make_rotation_at,
    make_unit,
)

pytestmark = pytest.mark.django_db

EXCELLENT, GOOD, COMPLETED, NOT = QualityRating


@pytest.mark.parametrize(
    ("day", "document"),
    [
        (date(2018, 3, 7), None),
        (date(2018, 3, 8), "132-QĐ/TW"),
        (date(2023, 10, 3), "132-QĐ/TW"),
        (date(2023, 10, 4), "124-QĐ/TW"),
        (date(2025, 8, 29), "124-QĐ/TW"),
        (date(2025, 8, 30), "366-QĐ/TW"),
    ],
)
def test_a_year_is_rated_by_the_text_of_its_day(day, document):
    scale = scale_on(day)

    assert (scale.document if scale else None) == document


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        ("100", EXCELLENT), ("90", EXCELLENT), ("89.99", GOOD), ("70", GOOD), ("69.99", COMPLETED),
        ("50", COMPLETED), ("49.99", NOT), ("0", NOT),
    ],
)  # fmt: skip
def test_points_and_rating_agree_at_both_sides_of_each_band(score, rating):
    scale = scale_on(date(2025, 12, 31))

    assert score_doubt(scale, Decimal(score), rating) is None
    for other in set(QualityRating) - {rating}:
        assert score_doubt(scale, Decimal(score), other).figures["by_score"] == rating.value


def test_a_text_without_points_and_a_rating_without_points_leave_nothing_to_compare():
    assert score_doubt(scale_on(date(2022, 12, 31)), Decimal(10), EXCELLENT) is None
    assert score_doubt(scale_on(date(2025, 12, 31)), None, EXCELLENT) is None
    assert score_doubt(scale_on(date(2025, 12, 31)), Decimal(10), "") is None
    assert score_doubt(None, Decimal(10), EXCELLENT) is None


def rated(unit, year=2025, *, leading=(), others=()):
    """People of a unit with these ratings."""
    seats = make_post(unit, "Phó Chủ tịch UBND", quota=99)
    for rating in leading:
        official = make_official()
        make_holding(official, seats)
        make_rating(official, year, rating, unit=unit)
    for rating in others:
        make_rating(make_official(), year, rating, unit=unit)


@pytest.mark.parametrize(
    ("good", "excellent", "limit", "over"),
    [
        (9, 1, 1, False),
        (9, 2, 1, True),
        (10, 2, 2, False),
        (4, 1, 0, True),
        (5, 1, 1, False),
        (0, 0, 0, False),
    ],
)
def test_the_share_is_taken_of_the_good_of_the_same_unit_and_group_and_not_of_all(
    good, excellent, limit, over
):
    unit = make_unit()
    rated(unit, leading=[GOOD] * good + [EXCELLENT] * excellent + [COMPLETED] * 7, others=[GOOD] * 30)
    rated(make_unit(), leading=[GOOD] * 30)

    groups = {(group.unit, group.group): group for group in rating_quota(2025).groups}
    group = groups[unit, PeerGroup.LEADING]

    assert (group.excellent, group.base, group.limit, group.is_over) == (excellent, good, limit, over)
    assert groups[unit, PeerGroup.OTHERS].limit == 6


def test_the_base_and_the_percentage_are_rows():
    RatingScale.objects.filter(document="366-QĐ/TW").update(quota_percent=50, quota_base=QuotaBase.RATED)
    unit = make_unit()
    rated(unit, leading=[EXCELLENT] * 3 + [COMPLETED] * 3)

    [group] = rating_quota(2025).groups

    assert (group.base, group.limit, group.is_over) == (6, 3, False)


def test_who_has_no_ordinary_rating_counts_by_the_comment_of_the_rotation_and_nobody_twice():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    paper = make_evaluation(rotation, rating=EXCELLENT)

    assert ratings_of_year(2025) == {rotation.official_id: (rotation.receiving_unit_id, EXCELLENT)}
    assert group_of(paper, scale_on(paper.period_to)).excellent == 1
    make_rating(rotation.official, 2025, GOOD, unit=rotation.sending_unit)
    assert ratings_of_year(2025) == {rotation.official_id: (rotation.sending_unit_id, GOOD)}
    make_rating(make_official(), 2025, GOOD, quarter=1)
    assert len(ratings_of_year(2025)) == 1


def test_the_lines_add_up_and_a_rating_without_a_unit_comes_last():
    rated(make_unit("Xã Bản Thử"), leading=[GOOD, GOOD, EXCELLENT], others=[COMPLETED])
    make_rating(make_official(), 2025, NOT)

    table = [dict(zip(HEADINGS, row, strict=True)) for row in rows(rating_quota(2025))]

    assert [row["Đơn vị"] for row in table] == ["Xã Bản Thử", "Xã Bản Thử", "Chưa rõ đơn vị"]
    for row in table:
        assert row["Tổng số"] == sum(row[word.label] for word in QualityRating)
    assert sum(row["Tổng số"] for row in table) == 5
    assert table[0]["Vượt"] == "Vượt"


def test_who_led_until_an_end_within_the_year_is_rated_with_those_who_lead():
    official, unit = make_official(), make_unit()
    make_holding(official, make_post(unit), date(2024, 1, 1), date(2025, 7, 1))
    make_rating(official, 2025, GOOD, unit=unit)
    make_rating(official, 2026, GOOD, unit=unit)

    assert [group.group for group in rating_quota(2025).groups] == [PeerGroup.LEADING]
    assert [group.group for group in rating_quota(2026).groups] == [PeerGroup.OTHERS]
