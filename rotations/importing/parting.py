"""A text of several words parted by dictionaries: which words name positions, which a unit, which nothing known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from rotations.vietnamese import match_key

# Words between the parts that say nothing themselves.
JOINTS: Final = frozenset(
    match_key(word)
    for word in ("và", "kiêm", "đồng", "thời", "của", "tại", "hiện", "nay", "giữ", "chức", "vụ", "nhiệm", "là", "ở")
)  # fmt: skip
LEVEL_WORDS: Final = frozenset(match_key(word) for word in ("xã", "huyện", "tỉnh", "phường"))
MOST_WORDS: Final = 40

Part = tuple[str, int, int]
_Cost = tuple[int, int, int, int]
_Way = tuple[_Cost, tuple[Part, ...]]


class Dictionary:
    """Names of one or several words, looked for at a place in a text."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        # No name begins with any other word, and none has more words: nearly every search ends with that.
        self._first_words = {name.partition(" ")[0] for name in names}
        self._most_words = max((name.count(" ") + 1 for name in names), default=0)

    def ends(self, words: Sequence[str], at: int) -> list[int]:
        """Where the names end that begin at word `at`, the longest first."""
        if at >= len(words) or words[at] not in self._first_words:
            return []
        ends, read = [], ""
        for end, word in enumerate(words[at : at + self._most_words], at + 1):
            read = f"{read} {word}" if read else word
            if read in self._names:
                ends.append(end)
        ends.reverse()
        return ends

    def holds(self, words: Sequence[str], at: int) -> bool:
        """Whether all words from `at` on are one name."""
        return " ".join(words[at:]) in self._names


def part(words: Sequence[str], positions: Dictionary, units: Dictionary | None) -> list[Part]:
    """Part a text into positions, a unit, joints and the rest.

    Shape   keys of words in, (kind, first word, word after) out, in order and without gaps: position, unit, joint,
            level, unread. Without `units` the text holds positions alone.
    Units   fewest unread words first, then with a unit, then fewest parts, then the longest positions. A unit may
            begin in the last words of the position before it. Words after the 40th are unread.
    Errors  none.
    Source  product §6, domain reference §3.4.
    """
    if units is not None and (plain := _position_and_unit(words, positions, units)):
        return plain
    left = [("unread", MOST_WORDS, len(words))] if len(words) > MOST_WORDS else []
    return [*_Parting(words[:MOST_WORDS], positions, units).best(), *left]


def _position_and_unit(words: Sequence[str], positions: Dictionary, units: Dictionary) -> list[Part]:
    """One position and the unit, as most texts are: no other way is as short and holds a longer position.

    Nothing where a unit stands first, for what follows it may be longer, or where it is not that simple.
    """
    if len(words) > MOST_WORDS or units.ends(words, 0):
        return []
    for end in positions.ends(words, 0):
        for start in range(1, end + 1):
            if units.holds(words, start):
                return [("position", 0, end), ("unit", start, len(words))]
    return []


class _Parting:
    """The cheapest way to part one text."""

    def __init__(self, words: Sequence[str], positions: Dictionary, units: Dictionary | None) -> None:
        self.words, self.seeks_unit = words, units is not None
        places = range(len(words))
        self.positions = [positions.ends(words, at) for at in places]
        self.units = [units.ends(words, at) if units is not None else [] for at in places]
        self._from = cache(self._best_from)

    def best(self) -> tuple[Part, ...]:
        return self._from(0, -1, not self.seeks_unit)[1]

    def _best_from(self, at: int, position_at: int, has_unit: bool) -> _Way:
        """The best way from word `at` on; `position_at` is where the position that ends here began, or -1."""
        ways = list(self._units_over(at, position_at)) if position_at >= 0 and not has_unit else []
        if at == len(self.words):
            return min([((0, 0 if has_unit else 1, 0, 0), ()), *ways], key=_cost_of)
        for end in self.positions[at]:
            ways.append(_then((0, 0, 1, at - end), ("position", at, end), self._from(end, at, has_unit)))
        if not has_unit:
            for end in self.units[at]:
                ways.append(_then((0, 0, 1, 0), ("unit", at, end), self._from(end, -1, True)))
        word = self.words[at]
        if word in JOINTS:
            ways.append(_then((0, 0, 1, 0), ("joint", at, at + 1), self._from(at + 1, -1, has_unit)))
        elif word in LEVEL_WORDS and at:
            ways.append(_then((0, 0, 1, 0), ("level", at, at + 1), self._from(at + 1, -1, has_unit)))
        ways.append(_then((1, 0, 0, 0), ("unread", at, at + 1), self._from(at + 1, -1, has_unit)))
        return min(ways, key=_cost_of)

    def _units_over(self, at: int, position_at: int) -> Iterator[_Way]:
        """Units that begin inside the position that ends here."""
        for start in range(position_at + 1, at):
            for end in self.units[start]:
                if end >= at:
                    yield _then((0, 0, 1, 0), ("unit", start, end), self._from(end, -1, True))


def _cost_of(way: _Way) -> _Cost:
    return way[0]


def _then(cost: _Cost, first: Part, rest: _Way) -> _Way:
    a, b = cost, rest[0]
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]), (first, *rest[1])
