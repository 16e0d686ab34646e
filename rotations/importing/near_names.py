"""Names a mark or a letter away from one another, found without comparing each with each: for questions only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import Final, Generic, TypeVar

from rapidfuzz.distance import Levenshtein

from rotations.vietnamese import fold, match_key

T = TypeVar("T", bound=Hashable)
# A misspelling is sought among so many at most: a thousand names that share one half are a list, not a slip.
MOST_COMPARED: Final = 1_000
_DIGITS = re.compile(r"\d+")


class NearNames(Generic[T]):
    """Names by place (what must be the same for two of them to be confused).

    Of two texts one letter apart the first or the second half is the same, so each name is kept under both halves.
    Names with other numbers in them (Tổ 1, Tổ 2) are never near.
    """

    def __init__(self) -> None:
        self._halves: dict[tuple[Hashable, ...], list[tuple[str, str, T]]] = defaultdict(list)

    def add(self, place: Hashable, name: str, bearer: T) -> None:
        """Keep one name."""
        entry = fold(name), match_key(name), bearer
        for half in _halves(entry[0]):
            self._halves[place, *half].append(entry)

    def near(self, place: Hashable, name: str) -> list[T]:
        """Who bears a name of that place that differs by marks or by one letter; not the name itself."""
        folded, key = fold(name), match_key(name)
        found: dict[T, None] = {}
        for half in _halves_of_neighbours(folded):
            for other, other_key, bearer in self._halves.get((place, *half), ())[:MOST_COMPARED]:
                if other_key != key and Levenshtein.distance(other, folded, score_cutoff=1) <= 1:
                    found[bearer] = None
        return list(found)


def _halves(folded: str) -> Iterator[tuple[str, int, bool, str]]:
    """Both halves of a name with what tells them from other halves: numbers, length, which half."""
    numbers, middle = " ".join(_DIGITS.findall(folded)), len(folded) // 2
    yield numbers, len(folded), True, folded[:middle]
    yield numbers, len(folded), False, folded[middle:]


def _halves_of_neighbours(folded: str) -> Iterator[tuple[str, int, bool, str]]:
    """The halves under which a name of one letter more, fewer or other would be kept."""
    numbers = " ".join(_DIGITS.findall(folded))
    for length in range(max(len(folded) - 1, 0), len(folded) + 2):
        middle = length // 2
        yield numbers, length, True, folded[:middle]
        yield numbers, length, False, folded[len(folded) - (length - middle) :]
