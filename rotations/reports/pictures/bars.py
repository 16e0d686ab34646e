"""Bars: a row each, parts beside each other, all to one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rotations.reports.pictures.drawing import (
    Cell,
    LaidMark,
    Legend,
    Mark,
    Picture,
    Table,
    legend_of,
    per_cent,
    words_of,
    written,
)

BAR_STEP, BAR_TOP, BAR_HEIGHT = 54, 22, 24
NARROWEST_WITH_NUMBER = 0.045


@dataclass(frozen=True)
class Bar:
    """One row: its name, its parts, and the goal to be reached where there is one."""

    name: str
    marks: tuple[Mark, ...]
    goal: Mark | None = None

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(mark.number for mark in self.marks)


class LaidBar(NamedTuple):
    """A row with its places: the line of its name, its parts, the line of its goal."""

    bar: Bar
    name_y: str
    y: str
    number_y: str
    marks: list[LaidMark]
    goal_x: str
    goal_top: str
    goal_bottom: str
    told: str


@dataclass(frozen=True)
class BarPicture(Picture):
    """Rows of parts, all to one scale."""

    template: ClassVar[str] = "pictures/_bars.html"

    bars: tuple[Bar, ...] = ()
    counts: str = "lượt"
    row_heading: str = ""
    goal_word: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every row is zero and has no goal."""
        return not any(bar.total or bar.goal for bar in self.bars)

    @property
    def height(self) -> str:
        """Of the whole drawing."""
        return str(BAR_STEP * len(self.bars))

    @property
    def legend(self) -> list[Legend]:
        """What the colours stand for."""
        found = legend_of([bar.marks for bar in self.bars])
        return [*found, Legend(self.goal_word, "goal")] if any(bar.goal for bar in self.bars) else found

    @property
    def laid(self) -> list[LaidBar]:
        """Every row with its places."""
        top = max((max(bar.total, bar.goal.number if bar.goal else 0) for bar in self.bars), default=0)
        return [self._laid(bar, place * BAR_STEP, top) for place, bar in enumerate(self.bars)]

    def _laid(self, bar: Bar, y: int, top: int) -> LaidBar:
        marks, at = [], 0
        for mark in bar.marks:
            if mark.number:
                wide = mark.number / top >= NARROWEST_WITH_NUMBER
                marks.append(
                    LaidMark(
                        mark,
                        per_cent(at, top),
                        str(y + BAR_TOP),
                        per_cent(mark.number, top),
                        str(BAR_HEIGHT),
                        per_cent(at + mark.number / 2, top) if wide else "",
                        f"{bar.name}, {mark.word}: {written(mark.number)} {self.counts}",
                    )
                )
            at += mark.number
        goal = bar.goal
        told = written(bar.total) + (f" / {self.goal_word.lower()} {written(goal.number)}" if goal else "")
        return LaidBar(
            bar,
            str(y + 15),
            str(y + BAR_TOP),
            str(y + BAR_TOP + 17),
            marks,
            per_cent(goal.number, top) if goal else "",
            str(y + BAR_TOP - 4),
            str(y + BAR_TOP + BAR_HEIGHT + 4),
            told,
        )

    @property
    def table(self) -> Table:
        """A row a bar, a column a word, and the sum."""
        words = words_of([bar.marks for bar in self.bars])
        goals = any(bar.goal for bar in self.bars)
        rows = []
        for bar in self.bars:
            by_word = {mark.word: mark for mark in bar.marks}
            cells = [Cell(bar.name, is_number=False)]
            for word in words:
                mark = by_word.get(word)
                cells.append(Cell(written(mark.number), mark.url) if mark else Cell("0"))
            cells.append(Cell(written(bar.total)))
            if goals:
                cells.append(Cell(written(bar.goal.number), bar.goal.url) if bar.goal else Cell(""))
            rows.append(tuple(cells))
        headings = (self.row_heading, *words, "Tổng số", *((self.goal_word,) if goals else ()))
        return Table(headings, tuple(rows))
