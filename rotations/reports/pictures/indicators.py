"""Indicators of the places people were rotated to, before they came and after: of the place, never of the person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min

from rotations.models import LocalityIndicator, RotationQuerySet
from rotations.reports.pictures.drawing import written
from rotations.reports.pictures.pairs import BeforeAfter, IndicatorPicture
from rotations.vocabulary import DECIDED_STATUSES, INDICATOR_MEASURES, IndicatorKind, UnitLevel

WARNING = (
    "Chỉ tiêu là của địa bàn trong thời gian có cán bộ luân chuyển, do nhiều nguyên nhân; không phải điểm của cán bộ và "
    "không dùng để xếp loại."
)
PLACES_SHOWN = 15
MONTHS_BEFORE_HALF = 6  # of the year of the start, whose own figure then tells of what came after


def indicators_before_and_after(
    rotations: RotationQuerySet,
    kind: IndicatorKind,
    *,
    links: bool,
    on: date,
) -> IndicatorPicture:
    """One indicator of each commune people came to: the last figure before the first of them came, and the newest since.

    Shape   the rotations of the period in; a row for each commune with a figure on both sides, by name. Two queries.
    Units   as the indicator; before is the last year before that of the start, after the newest since: of the year of the
            start itself only when that was in its first half. Another set of criteria does not compare. A range stands
            at its middle.
    Errors  none.
    Source  domain reference §8: show it beside the rotation, do not present it as the person's score.
    """
    came = {
        row["receiving_unit"]: (row["first"], row["name"])
        for row in rotations.filter(
            status__in=DECIDED_STATUSES, starts_on__lte=on, receiving_level=UnitLevel.COMMUNE
        )
        .order_by()
        .values("receiving_unit")
        .annotate(first=Min("starts_on"), name=Max("receiving_unit__name"))
    }
    figures: dict[int, list[LocalityIndicator]] = defaultdict(list)
    known = LocalityIndicator.objects.filter(unit__in=list(came), kind=kind).select_related(
        "unit", "criteria_set"
    )
    for figure in known.order_by("unit__sort_key", "unit", "year"):
        figures[figure.unit_id].append(figure)
    pairs = []
    for unit, row in figures.items():
        first, name = came[unit]
        pair = _pair(row, first)
        if pair:
            before, after = pair
            gap = figure_middle(after) - figure_middle(before)
            pairs.append(
                BeforeAfter(
                    name,
                    figure_middle(before),
                    f"{figure_said(before)} ({before.year})",
                    figure_middle(after),
                    f"{figure_said(after)} ({after.year})",
                    f"{'+' if gap > 0 else '−' if gap < 0 else ''}{written(abs(gap))}",
                    row[0].unit.get_absolute_url() if links else "",
                )
            )
    return IndicatorPicture(
        "chi-tieu",
        f"{kind.label}: trước và sau khi có cán bộ luân chuyển",
        "Mỗi dòng là một xã có cán bộ luân chuyển đến: chấm rỗng là số liệu trước, chấm đặc là số liệu mới nhất.",
        note=WARNING,
        pairs=tuple(pairs[:PLACES_SHOWN]),
        measure=INDICATOR_MEASURES[kind],
    )


def _pair(
    figures: Sequence[LocalityIndicator], first: date
) -> tuple[LocalityIndicator, LocalityIndicator] | None:
    before = [figure for figure in figures if figure.year < first.year]
    since = first.year if first.month <= MONTHS_BEFORE_HALF else first.year + 1
    if not before:
        return None
    last = before[-1]
    after = [
        figure
        for figure in figures
        if figure.year >= since
        and figure.criteria_set_id == last.criteria_set_id
        and figure.name == last.name
    ]
    return (last, after[-1]) if after else None


def figure_middle(figure: LocalityIndicator) -> Decimal:
    """The figure as one number: of a range its middle."""
    return figure.value if figure.value_to is None else (figure.value + figure.value_to) / 2


def figure_said(figure: LocalityIndicator) -> str:
    """A figure as the office writes it: 10/19, 4 - 5, ước 21,22."""
    text = written(figure.value)
    if figure.value_to is not None:
        text += f" - {written(figure.value_to)}"
    if figure.criteria_set is not None:
        text += f"/{figure.criteria_set.total}"
    return f"ước {text}" if figure.is_estimate else text
