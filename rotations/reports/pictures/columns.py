"""Columns: one after another in time, parts from the ground up."""

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
    point,
    words_of,
    written,
)

COLUMN_HEIGHT, COLUMN_TOP, UNDER = 150, 18, 34
COLUMN_SHARE = 0.78


@dataclass(frozen=True)
class Column:
    """One column: its name over two short lines, the name in full, and its parts from the ground up."""

    lines: tuple[str, str]
    name: str
    marks: tuple[Mark, ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(mark.number for mark in self.marks)


class LaidColumn(NamedTuple):
    """A column with its places."""

    column: Column
    middle: str
    total_y: str
    total: str
    marks: list[LaidMark]


@dataclass(frozen=True)
class ColumnPicture(Picture):
    """Columns of parts, all to one scale."""

    template: ClassVar[str] = "pictures/_columns.html"

    columns: tuple[Column, ...] = ()
    counts: str = "lượt"
    row_heading: str = ""

    ground: ClassVar[str] = str(COLUMN_TOP + COLUMN_HEIGHT)
    first_line: ClassVar[str] = str(COLUMN_TOP + COLUMN_HEIGHT + 14)
    second_line: ClassVar[str] = str(COLUMN_TOP + COLUMN_HEIGHT + 28)
    height: ClassVar[str] = str(COLUMN_TOP + COLUMN_HEIGHT + UNDER)

    @property
    def is_empty(self) -> bool:
        """Whether every column is zero."""
        return not any(column.total for column in self.columns)

    @property
    def legend(self) -> list[Legend]:
        """What the colours stand for; nothing where there is one."""
        found = legend_of([column.marks for column in self.columns])
        return found if len({entry.word for entry in found}) > 1 else []

    @property
    def laid(self) -> list[LaidColumn]:
        """Every column with its places."""
        top = max((column.total for column in self.columns), default=0)
        step = 100 / len(self.columns) if self.columns else 0.0
        laid = []
        for place, column in enumerate(self.columns):
            marks, at = [], 0
            for mark in column.marks:
                if mark.number:
                    high = COLUMN_HEIGHT * mark.number / top
                    y = COLUMN_TOP + COLUMN_HEIGHT * (1 - (at + mark.number) / top)
                    marks.append(
                        LaidMark(
                            mark,
                            per_cent(step * (place + (1 - COLUMN_SHARE) / 2), 100),
                            point(y),
                            per_cent(step * COLUMN_SHARE, 100),
                            point(high),
                            point(y + high / 2 + 4) if high >= 16 and len(column.marks) > 1 else "",
                            f"{column.name}, {mark.word}: {written(mark.number)} {self.counts}",
                        )
                    )
                at += mark.number
            highest = COLUMN_TOP + COLUMN_HEIGHT * (1 - (column.total / top if top else 0))
            laid.append(
                LaidColumn(
                    column,
                    per_cent(step * (place + 0.5), 100),
                    point(highest - 4),
                    written(column.total) if column.total else "",
                    marks,
                )
            )
        return laid

    @property
    def table(self) -> Table:
        """A row a column, a column a word, and the sum where there are several words."""
        words = words_of([column.marks for column in self.columns])
        rows = []
        for column in self.columns:
            by_word = {mark.word: mark for mark in column.marks}
            cells = [Cell(column.name, is_number=False)]
            for word in words:
                mark = by_word.get(word)
                cells.append(
                    Cell(written(mark.number), mark.url if mark.number else "") if mark else Cell("0")
                )
            if len(words) > 1:
                cells.append(Cell(written(column.total)))
            rows.append(tuple(cells))
        sums = ("Tổng số",) if len(words) > 1 else ()
        return Table((self.row_heading, *words, *sums), tuple(rows))
