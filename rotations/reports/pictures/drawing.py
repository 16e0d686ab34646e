"""What every picture has: its marks, its words, the table behind it; and how numbers and lengths are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

Number = int | float | Decimal


def written(number: Number) -> str:
    """A number as people write it: 1.234,5."""
    text = f"{number:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def per_cent(part: Number, whole: Number) -> str:
    """A share as SVG takes it, with a point whatever the language of the page; nothing of nothing is 0."""
    share = 100 * float(part) / float(whole) if whole else 0.0
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"


def list_url(name: str, narrowing: Sequence[tuple[str, str]]) -> str:
    """The list of that name, narrowed."""
    return f"{reverse(f'rotations:{name}')}?{urlencode(narrowing)}"


def point(number: float) -> str:
    """A length down, as SVG takes it."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Mark:
    """One number of a picture: the word it counts, its colour (a class), and the list it opens; "" opens nothing."""

    word: str
    number: int
    tone: str
    url: str = ""


class LaidMark(NamedTuple):
    """A mark with its place. `middle` is where its number is written, "" where there is no room for it."""

    mark: Mark
    x: str
    y: str
    width: str
    height: str
    middle: str
    said: str


class Cell(NamedTuple):
    """One cell of the table behind a picture."""

    text: str
    url: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class Table:
    """The table behind a picture; the first column names the row."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def heads(self) -> list[Cell]:
        """The headings, each standing as the cells under it do."""
        under = self.rows[0] if self.rows else ()
        return [
            Cell(heading, is_number=cell.is_number)
            for heading, cell in zip(self.headings, under, strict=True)
        ]


class Legend(NamedTuple):
    """What a colour stands for."""

    word: str
    tone: str


@dataclass(frozen=True)
class Picture:
    """What every picture has. `key` names it on its page; `said` is one sentence for who does not see it."""

    template: ClassVar[str]

    key: str
    title: str
    said: str
    note: str = field(default="", kw_only=True)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        raise NotImplementedError

    @property
    def table(self) -> Table:
        """The same figures as a table."""
        raise NotImplementedError


def legend_of(rows: Sequence[Sequence[Mark]]) -> list[Legend]:
    """Each word that is drawn with its colour, once, in the order of the marks."""
    return list(dict.fromkeys(Legend(mark.word, mark.tone) for row in rows for mark in row if mark.number))


def words_of(rows: Sequence[Sequence[Mark]]) -> list[str]:
    """Each word, drawn or not, once, in the order of the marks."""
    return list(dict.fromkeys(mark.word for row in rows for mark in row))
