"""People by direction: the figures of Biểu 2 (planned) and Biểu 4 (done), without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from rotations.filters.ages import younger_than
from rotations.filters.locality import concluded_non_local
from rotations.models import Rotation, RotationQuerySet, standing_on
from rotations.reports.sheets import Head, Line, OfficeSheet
from rotations.vocabulary import Direction, MovementType, RotationStatus, Sex

TOTAL = "Tổng cộng"


@dataclass(frozen=True)
class Share:
    """One column: which of a direction's cases it counts, and the rotation list's own words for them."""

    code: str
    label: str
    condition: Any = None  # None counts all
    narrowing: tuple[tuple[str, str], ...] = ()
    group: str = ""


EVERYBODY = Share("all", "Tổng số")


@dataclass(frozen=True)
class DirectionRow:
    """One direction's figures; the total has none."""

    direction: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ByDirection:
    """The columns, a row for each direction that occurs, and their sum."""

    shares: tuple[Share, ...]
    rows: tuple[DirectionRow, ...]
    total: DirectionRow


def _people(young_years: int | None, on: date) -> list[Share]:
    shares = [
        Share("women", "Nữ", Q(official__sex=Sex.FEMALE), (("sex", Sex.FEMALE.value),), "Trong đó"),
        Share(
            "minority",
            "Dân tộc thiểu số",
            Q(official__ethnicity__is_minority=True),
            (("minority", "yes"),),
            "Trong đó",
        ),
    ]
    if young_years is not None:
        condition = younger_than(young_years, born="official__birth_date", on="starts_on")
        label = f"Trẻ (dưới {young_years} tuổi)"
        shares.append(Share("young", label, condition, (("young", "yes"),), "Trong đó"))
    non_local = Q(pk__in=concluded_non_local(Rotation.objects.all(), on=on).values("pk"))
    narrowing = (("locality", "non_local"),)
    return [*shares, Share("non_local", "Không là người địa phương", non_local, narrowing, "Trong đó")]


def planned_shares(young_years: int | None, *, on: date) -> tuple[Share, ...]:
    """Of those planned: by movement type, and who they are."""
    kinds = [
        Share(
            word.value, str(word.label), Q(movement_type=word), (("movement_type", word.value),), "Loại hình"
        )
        for word in MovementType
    ]
    return (EVERYBODY, *kinds, *_people(young_years, on))


def done_shares(young_years: int | None, *, on: date) -> tuple[Share, ...]:
    """Of those done: where they stand on a day, and who they are. To start yet, serving by the calendar, over: they add up."""
    state = "Hiện nay"
    standing = [
        Share(
            word,
            label,
            standing_on(statuses, on),
            tuple(("status", status.value) for status in statuses),
            state,
        )
        for word, label, statuses in (
            ("waiting", "Chưa bắt đầu", (RotationStatus.DECIDED,)),
            ("there", "Đang ở nơi đến", (RotationStatus.ACTIVE,)),
            ("placed", "Đã bố trí", (RotationStatus.PLACED,)),
            ("unplaced", "Kết thúc, chưa bố trí", (RotationStatus.ENDED,)),
        )
    ]
    return (EVERYBODY, *standing, *_people(young_years, on))


def by_direction(rotations: RotationQuerySet, shares: tuple[Share, ...]) -> ByDirection:
    """Count `rotations` by direction and column, in the database.

    Shape   a row for every direction that has one, in the order of the vocabulary, and their total. One query.
    Units   rotations (lượt).
    Errors  none; no rotations give no rows and a total of zeros.
    Source  domain reference §11.3 (1): every rotation has exactly one direction.
    """
    of_word: Any = {
        row["direction"]: row
        for row in rotations.order_by()
        .values("direction")
        .annotate(
            **{
                f"n_{share.code}": Count("pk")
                if share.condition is None
                else Count("pk", filter=share.condition)
                for share in shares
            }
        )
    }
    rows = tuple(
        DirectionRow(word, {share.code: of_word[word][f"n_{share.code}"] for share in shares})
        for word in Direction.values
        if word in of_word
    )
    total = {share.code: sum(row.counts[share.code] for row in rows) for share in shares}
    return ByDirection(shares, rows, DirectionRow("", total))


def figures(counted: ByDirection, *, form: str, title: str, period: str, said: str) -> OfficeSheet:
    """The figures as a sheet: a line a direction, by its word."""
    heads = (
        Head("ordinal", "STT", width=6),
        Head("direction", "Hướng luân chuyển", width=24),
        *(Head(share.code, share.label, share.group, is_number=True, width=11) for share in counted.shares),
    )
    lines = tuple(
        Line(
            (
                number,
                str(Direction(row.direction).label),
                *(row.counts[share.code] for share in counted.shares),
            ),
            key=row.direction,
        )
        for number, row in enumerate(counted.rows, start=1)
    )
    last = Line(("", TOTAL, *(counted.total.counts[share.code] for share in counted.shares)), key="total")
    return OfficeSheet(form, title, period, said, heads, lines, last, is_wide=False)
