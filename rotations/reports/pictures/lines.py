"""Lines: one figure of a place over the years, with the times in which somebody was rotated to it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from rotations.reports.pictures.drawing import Cell, Number, Picture, Table, per_cent, point

LINE_TOP, LINE_HEIGHT, UNDER = 26, 96, 22


@dataclass(frozen=True)
class YearFigure:
    """The figure of one year, and as the office writes it."""

    year: int
    number: Number
    said: str


@dataclass(frozen=True)
class Stay:
    """A time in which somebody was rotated to the place; `said` is told of it, and `url` opens it."""

    since: date
    until: date | None
    said: str
    url: str = ""


class LaidFigure(NamedTuple):
    """A figure with its place."""

    figure: YearFigure
    x: str
    y: str
    number_y: str
    said: str


class LaidJoin(NamedTuple):
    """The line between the figures of two years that follow each other."""

    x1: str
    y1: str
    x2: str
    y2: str


class LaidStay(NamedTuple):
    """A time with its place."""

    stay: Stay
    x: str
    width: str


@dataclass(frozen=True)
class LinePicture(Picture):
    """Figures over the years on one scale, from the least to the most; the times stand behind them."""

    template: ClassVar[str] = "pictures/_lines.html"

    figures: tuple[YearFigure, ...] = ()
    stays: tuple[Stay, ...] = ()
    measure: str = ""

    top: ClassVar[str] = str(LINE_TOP - 8)
    tall: ClassVar[str] = str(LINE_HEIGHT + 16)
    ground: ClassVar[str] = str(LINE_TOP + LINE_HEIGHT + 8)
    tick: ClassVar[str] = str(LINE_TOP + LINE_HEIGHT + UNDER)
    height: ClassVar[str] = str(LINE_TOP + LINE_HEIGHT + UNDER + 6)

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure."""
        return not self.figures

    @property
    def _first(self) -> int:
        return self.figures[0].year

    @property
    def _years(self) -> int:
        return self.figures[-1].year - self._first + 1

    def _x(self, years: float) -> str:
        return per_cent(min(max(years, 0.0), float(self._years)), self._years)

    def _y(self, number: Number) -> float:
        numbers = [float(figure.number) for figure in self.figures]
        least, most = min(numbers), max(numbers)
        share = (float(number) - least) / (most - least) if most > least else 0.5
        return LINE_TOP + LINE_HEIGHT * (1 - share)

    @property
    def laid(self) -> list[LaidFigure]:
        """Every figure; that of a year stands in the middle of it."""
        return [
            LaidFigure(
                figure,
                self._x(figure.year - self._first + 0.5),
                point(self._y(figure.number)),
                point(self._y(figure.number) - 10),
                f"Năm {figure.year}: {figure.said} {self.measure}".strip(),
            )
            for figure in self.figures
        ]

    @property
    def joins(self) -> list[LaidJoin]:
        """The lines between; a year without a figure leaves a gap."""
        laid = self.laid
        return [
            LaidJoin(one.x, one.y, other.x, other.y)
            for one, other in itertools.pairwise(laid)
            if other.figure.year == one.figure.year + 1
        ]

    @property
    def laid_stays(self) -> list[LaidStay]:
        """The times that touch the years shown, cut to them."""
        laid = []
        for stay in self.stays:
            begin = self._since(stay.since)
            end = self._since(stay.until) if stay.until else float(self._years)
            if end > 0 and begin < self._years:
                begin, end = max(begin, 0.0), min(end, float(self._years))
                laid.append(LaidStay(stay, self._x(begin), per_cent(end - begin, self._years)))
        return laid

    def _since(self, day: date) -> float:
        """Years from the first day shown."""
        return day.year - self._first + (day.timetuple().tm_yday - 1) / 366

    @property
    def table(self) -> Table:
        """A row a year, and the times that fall in it."""
        rows = []
        for figure in self.figures:
            there = [
                stay.said
                for stay in self.stays
                if stay.since.year <= figure.year and (stay.until is None or stay.until.year >= figure.year)
            ]
            rows.append(
                (
                    Cell(str(figure.year), is_number=False),
                    Cell(figure.said),
                    Cell("; ".join(there), is_number=False),
                )
            )
        return Table(("Năm", self.measure or "Số liệu", "Luân chuyển đến trong năm"), tuple(rows))
