"""How many are excellent in each unit and peer group, against the share the text allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rotations import rules
from rotations.models import RatingScale
from rotations.rules import RatedGroup
from rotations.vocabulary import QualityRating

HEADINGS = (
    "Đơn vị", "Nhóm", *(word.label for word in QualityRating), "Tổng số", "Tính trên", "Tối đa xuất sắc", "Vượt",
)  # fmt: skip
UNKNOWN_UNIT = "Chưa rõ đơn vị"


@dataclass(frozen=True)
class RatingQuota:
    """The year's figures: the scale, and a line for each unit and peer group that has ratings."""

    year: int
    scale: RatingScale | None
    groups: list[RatedGroup]


def rating_quota(year: int) -> RatingQuota:
    """Everybody rated for a year, by unit and peer group. Six queries for any number of people.

    Shape   a year in, lines out: units in the Vietnamese alphabet, those who lead before the others.
    Units   people; the scale is that of the last day of the year.
    Errors  none; a rating without a unit is counted under "Chưa rõ đơn vị", last.
    Source  domain reference §6.1.
    """
    scale = rules.scale_on(date(year, 12, 31))
    groups = rules.rated_groups(rules.ratings_of_year(year), scale, year=year).values()
    ordered = sorted(
        groups,
        key=lambda group: (
            group.unit is None, group.unit.sort_key if group.unit else "", group.unit.pk if group.unit else 0,
            group.group,
        ),
    )  # fmt: skip
    return RatingQuota(year, scale, ordered)


def rows(quota: RatingQuota) -> Iterator[list[str | int | None]]:
    """The lines as a table for a file."""
    for group in quota.groups:
        yield [
            str(group.unit or UNKNOWN_UNIT),
            group.group.label,
            *(group.counts.get(word, 0) for word in QualityRating),
            group.rated,
            group.base,
            group.limit,
            "Vượt" if group.is_over else "",
        ]
