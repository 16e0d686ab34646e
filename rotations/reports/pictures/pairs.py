"""Pairs: a figure before and one after, to one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from rotations.reports.pictures.drawing import Cell, Number, Picture, Table, per_cent, written


@dataclass(frozen=True)
class BeforeAfter:
    """One place: its figure before and after, each as written and with its year; the page of the place."""

    name: str
    before: Number
    before_said: str
    after: Number
    after_said: str
    difference: str
    url: str = ""


class LaidPair(NamedTuple):
    """A place with its two points and the line between them."""

    pair: BeforeAfter
    name_y: str
    y: str
    hit_y: str
    before_x: str
    after_x: str
    said: str
    told: str


PAIR_STEP = 54


@dataclass(frozen=True)
class IndicatorPicture(Picture):
    """A row a place: the figure before and the figure after, to one scale from the least to the most."""

    template: ClassVar[str] = "pictures/_before_after.html"

    pairs: tuple[BeforeAfter, ...] = ()
    measure: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no place has both figures."""
        return not self.pairs

    @property
    def height(self) -> str:
        """Of the whole drawing."""
        return str(PAIR_STEP * len(self.pairs))

    @property
    def laid(self) -> list[LaidPair]:
        """Every place; the scale leaves room for the points at both ends."""
        values = [float(value) for pair in self.pairs for value in (pair.before, pair.after)]
        least, most = min(values, default=0.0), max(values, default=0.0)

        def x(value: Any) -> str:
            share = (float(value) - least) / (most - least) if most > least else 0.5
            return per_cent(3 + 94 * share, 100)

        return [
            LaidPair(
                pair,
                str(place * PAIR_STEP + 15),
                str(place * PAIR_STEP + 34),
                str(place * PAIR_STEP + 22),
                x(pair.before),
                x(pair.after),
                f"{pair.name}: trước {pair.before_said}, sau {pair.after_said} {self.measure}".strip(),
                f"{written(pair.before)} → {written(pair.after)} ({pair.difference})",
            )
            for place, pair in enumerate(self.pairs)
        ]

    @property
    def table(self) -> Table:
        """A row a place."""
        rows = tuple(
            (
                Cell(pair.name, pair.url, is_number=False),
                Cell(pair.before_said),
                Cell(pair.after_said),
                Cell(pair.difference),
            )
            for pair in self.pairs
        )
        return Table(("Địa bàn", "Trước", "Sau", "Chênh lệch"), rows)
