"""Rows of a sheet part that are written alike, as nearly all are: one pattern takes a whole row apart.

What a column holds is learned from rows that were read cell by cell: numbers, strings told by their place, or texts
that stand in the cell. A row that says anything else, holds an entity, or has a cell too many, is not taken: it is read
cell by cell as before.
"""

import re
from collections.abc import Mapping, Sequence
from operator import getitem
from typing import Final, NamedTuple

from rotations.importing.files.contents import CellValue, Shared
from rotations.importing.files.guard import LARGEST_COLUMN, column_letters
from rotations.importing.files.markup import PLAIN_ATTRIBUTES

COLUMNS: Final = {column_letters(column): column for column in range(LARGEST_COLUMN)}
# Column, style, kind, formula, value and text of a cell, each "" where it is not there.
WrittenCell = tuple[str, str, str, str, str, str]

NUMBER, STRING, TEXT = "n", "s", "inlineStr"
_STYLE: Final = '(?: s="[0-9]{1,6}")?+'
# What is taken of a cell of each kind: of a number its style as well, which may make it a day.
_FILLED: Final = {
    NUMBER: rf'({_STYLE}(?: t="n")?+><v>[0-9.Ee+-]++)</v></c>',
    STRING: rf'{_STYLE} t="s"><v>([0-9]++)</v></c>',
    TEXT: rf'{_STYLE} t="inlineStr"><is><t(?: xml:space="preserve")?+>([^<>&\x00-\x1f\ufffe\uffff]*+)</t></is></c>',
}
# Each takes a millisecond or two to make; a sheet that needs more has no form.
_MOST_PATTERNS: Final = 50


class TakenRow(NamedTuple):
    """A row under its number, from column A on, and where in the part it ends."""

    number: int
    cells: list[CellValue]
    end: int


class RowForm:
    """How the rows of one sheet are written; `readers` give the value of what stands in a cell of each kind."""

    def __init__(self, readers: Mapping[str, Shared]) -> None:
        self._readers = readers
        self._kinds: dict[int, str] = {}
        self._candidate: dict[int, str] | None = None
        self._pattern: re.Pattern[str] | None = None
        self._read: list[Shared] = []
        self._made = 0

    def take(self, held: str, at: int) -> TakenRow | None:
        """The row that begins there; None where it is not written in this form.

        LookupError for a string that is not there.
        """
        if self._pattern is None or (found := self._pattern.match(held, at)) is None:
            return None
        self._candidate = None
        number, *written = found.groups("")
        return TakenRow(int(number), list(map(getitem, self._read, written)), found.end())

    def learn(self, cells: Sequence[WrittenCell]) -> None:
        """A row that was read cell by cell: two in a row of one form make it the form of the sheet."""
        kinds = dict(self._kinds)
        for letters, _style, kind, _formula, raw, text in cells:
            kind = kind or NUMBER
            if kind not in _FILLED:
                return
            if raw or text:
                kinds[COLUMNS[letters]] = kind
            else:
                kinds.setdefault(COLUMNS[letters], NUMBER)
        if kinds == self._candidate != self._kinds and self._made < _MOST_PATTERNS:
            self._adopt(kinds)
        self._candidate = kinds

    def _adopt(self, kinds: dict[int, str]) -> None:
        self._made += 1
        self._kinds = kinds
        every = [(column, kinds.get(column, NUMBER)) for column in range(max(kinds) + 1)]
        self._read = [self._readers[kind] for _column, kind in every]
        cells = "".join(
            rf'(?:<c r="{column_letters(column)}\1"(?:{_FILLED[kind]}|{_STYLE}/>))?+'
            for column, kind in every
        )
        self._pattern = re.compile(rf'[ \n\t]*+<row r="([0-9]{{1,7}})"{PLAIN_ATTRIBUTES}>{cells}</row>')
