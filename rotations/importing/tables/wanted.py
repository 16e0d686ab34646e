"""A table to look for in a file: its columns with every accepted spelling, and how headings of two senses are settled.

Spellings are compared after `heading_key`: folded, without what stands in brackets.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from rotations.importing.files.reading import CellValue
from rotations.vietnamese import fold

# Longer texts are seldom repeated and not worth remembering.
LONGEST_KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class Under:
    """Sub-headings that mean this column only below one of these group headings ("Đơn vị" below "Nơi đến")."""

    groups: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a wanted table.

    `spellings` stand alone; `under` names sub-headings. `instead` lists other columns that together do as well as a
    required one. `computed_ok` is for columns whose value may come from a formula (a running number, a length of
    time, a note); `repeats` is false where a cell may not stand for the one above it, since everybody has their own.
    """

    code: str
    label: str
    spellings: tuple[str, ...]
    required: bool = False
    under: tuple[Under, ...] = ()
    instead: tuple[tuple[str, ...], ...] = ()
    computed_ok: bool = False
    repeats: bool = True


# Beside the rows of a file that are handed back for mending: accepted in every table and never read.
REASON: Final = Column(
    "why_held_back", "Lý do chưa nhập được", ("Lý do chưa nhập được",), computed_ok=True, repeats=False
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A heading that may mean another column: `settle` decides by the columns found and the values below.

    `settle(found, values)` gives the code it turns out to be; `why` is told to the person when it is not `code`.
    """

    code: str
    settle: Callable[[Mapping[str, int], Sequence[CellValue]], str]
    why: str


@dataclass(frozen=True, slots=True)
class SecondSense:
    """A bare heading that names `code` where a column of `after` and one of `taken` stand left of it.

    "Chức danh" behind "Nơi đến" is the post over there, once the present one has a column of its own.
    """

    spellings: tuple[str, ...]
    taken: tuple[str, ...]
    after: tuple[str, ...]
    code: str
    why: str

    def fits(self, key: str, found: Mapping[str, int]) -> bool:
        """Whether a heading of this key, the next one to the right of those found, is meant so."""
        return (
            self.code not in found
            and any(code in found for code in self.taken)
            and any(code in found for code in self.after)
            and key in map(heading_key, self.spellings)
        )


@dataclass(frozen=True)
class Wanted:
    """A table to look for in a file.

    `order` is the running number, `name` the columns that name a row's subject, `asides` those that say nothing of
    what kind of row it is.
    """

    columns: tuple[Column, ...]
    name: tuple[str, ...]
    order: str = "stt"
    asides: tuple[str, ...] = ("note",)
    settlements: tuple[Settlement, ...] = ()
    second_senses: tuple[SecondSense, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Column]:
        return {column.code: column for column in (*self.columns, REASON)}

    @cached_property
    def alone(self) -> dict[str, str]:
        """Heading key → code, for headings that stand alone or below a group that changes nothing."""
        return {
            heading_key(text): column.code for column in (*self.columns, REASON) for text in column.spellings
        }

    @cached_property
    def paths(self) -> dict[tuple[str, str], str]:
        """(group key, sub-heading key) → code."""
        return {
            (heading_key(group), heading_key(leaf)): column.code
            for column in self.columns
            for under in column.under
            for group in under.groups
            for leaf in under.leaves
        }

    @cached_property
    def leaves(self) -> frozenset[str]:
        """Sub-headings that mean nothing certain below a group nobody knows."""
        return frozenset(leaf for _, leaf in self.paths)


_FOOTNOTE = re.compile(r"[⁰¹²³⁴-⁹]+|(?<=[^\W\d_])\d(?=[\s*:.]*$)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A bracket that stays open runs to the end of its cell.
_OPEN_BRACKET = re.compile(r"[(\[].*$", re.DOTALL)


def heading_key(text: str) -> str:
    """What two spellings of one heading have in common: folded, without text in brackets or the mark of a footnote.

    A heading that is nothing but brackets keeps their content, or "(1)" would be no heading at all; "Quý1" and
    "Quý2" are a series, "Họ và tên1" has a footnote.
    """
    return _heading_key(text) if len(text) <= LONGEST_KEPT else _heading_key.__wrapped__(text)


@lru_cache(maxsize=4096)
def _heading_key(text: str) -> str:
    bare = _OPEN_BRACKET.sub(" ", _BRACKETS.sub(" ", text))
    if len(bare.split()) > 1 or not bare[-1:].isdecimal() or not bare[-1:].isascii():
        bare = _FOOTNOTE.sub("", bare)
    return fold(bare) or fold(text)
