"""The indicators of one place over the years, for its own page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rotations.models import LocalityIndicator, Rotation
from rotations.reports.pictures.indicators import figure_middle, figure_said
from rotations.reports.pictures.lines import LinePicture, Stay, YearFigure
from rotations.vocabulary import DECIDED_STATUSES, IndicatorKind


def stays_at(rotations: Iterable[Rotation]) -> tuple[Stay, ...]:
    """The times of rotations to a place, as they are told beside its figures: by when, not by whom.

    Shape   the rotations the account may open; those decided and with a start. No query.
    Units   from the start to the end on record; still going on where there is none.
    Errors  none.
    Source  domain reference §8.
    """
    return tuple(
        Stay(
            rotation.starts_on,
            rotation.ended_on,
            f"từ {rotation.starts} đến {f'{rotation.ended_on:%d/%m/%Y}' if rotation.ended_on else 'nay'}",
            rotation.get_absolute_url(),
        )
        for rotation in sorted(rotations, key=lambda rotation: (str(rotation.starts_on), rotation.pk))
        if rotation.starts_on is not None and rotation.status in DECIDED_STATUSES
    )


def indicators_of_place(
    indicators: Iterable[LocalityIndicator], stays: Sequence[Stay] = ()
) -> list[LinePicture]:
    """A picture for each indicator of one unit.

    Shape   indicators of one unit with their set of criteria loaded, in any order; kinds in the order of the vocabulary,
            two sets of criteria are two pictures. No query.
    Units   as the indicator; a range stands at its middle and is written as it is.
    Errors  none.
    Source  domain reference §8: show it beside the rotation, do not present it as the person's score. The page says so
            once, above all of them.
    """
    order = list(IndicatorKind.values)
    series: dict[tuple[int, str, int], list[LocalityIndicator]] = {}
    for figure in sorted(indicators, key=lambda figure: figure.year):
        series.setdefault((order.index(figure.kind), figure.name, figure.criteria_set_id or 0), []).append(
            figure
        )
    pictures = []
    for number, key in enumerate(sorted(series), start=1):
        figures = series[key]
        one = figures[0]
        label = one.name or str(one.get_kind_display())
        pictures.append(
            LinePicture(
                f"dia-ban-{number}",
                f"{label} ({one.criteria_set})" if one.criteria_set else label,
                "Đường nối số liệu các năm; nền đậm là thời gian có cán bộ luân chuyển đến.",
                figures=tuple(
                    YearFigure(figure.year, figure_middle(figure), figure_said(figure)) for figure in figures
                ),
                stays=tuple(stays),
                measure=one.measured_in,
            )
        )
    return pictures
