"""How far a run is whose rows are gone through several times over: told as so much of the whole.

A plan or a register of units is judged as a whole, so that no row of it is done before nearly all are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

# What reading the cells, holding rows against the records, and judging them take of a run; the rest is storing.
READING: Final = 0.3
RESOLVING: Final = 0.35
JUDGING: Final = 0.15
# Rows between two words on how far it is.
EVERY: Final = 100


class Stages:
    """The stages of one run over all rows; `tell` is given the part of the whole that is done, below 1."""

    def __init__(self, tell: Callable[[float], None] | None = None) -> None:
        self._tell = tell
        self._before = 0.0

    def over(self, rows: Sequence[T], share: float) -> Iterator[T]:
        """The rows one after the other, as a stage that takes so much of the whole."""
        for number, row in enumerate(rows):
            if self._tell is not None and number % EVERY == 0:
                self._tell(self._before + share * number / len(rows))
            yield row
        self._before += share
