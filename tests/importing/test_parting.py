"""Parting by dictionaries: the quick way comes to what trying everything comes to."""

from __future__ import annotations

import random

import pytest

from rotations.importing.parting import JOINTS, LEVEL_WORDS, MOST_WORDS, Dictionary, part

# Few words, so that names overlap, contain each other, and share words with joints and levels.
WORDS = ("a", "b", "c", "xã", "và")


def cheapest(words, positions, units):
    """Every way tried, word by word, by the order of preference that `part` states."""

    def ways(at, position_at, has_unit):
        if at == len(words):
            yield (0, 0 if has_unit else 1, 0, 0), ()
        if units is not None and not has_unit and position_at >= 0:
            for start in range(position_at + 1, at):
                for end in range(len(words), at - 1, -1):
                    if " ".join(words[start:end]) in units:
                        yield from on((0, 0, 1, 0), ("unit", start, end), ways(end, -1, True))
        if at == len(words):
            return
        for end in range(len(words), at, -1):
            if " ".join(words[at:end]) in positions:
                yield from on((0, 0, 1, at - end), ("position", at, end), ways(end, at, has_unit))
        for end in range(len(words), at, -1) if units is not None and not has_unit else ():
            if " ".join(words[at:end]) in units:
                yield from on((0, 0, 1, 0), ("unit", at, end), ways(end, -1, True))
        if words[at] in JOINTS:
            yield from on((0, 0, 1, 0), ("joint", at, at + 1), ways(at + 1, -1, has_unit))
        elif words[at] in LEVEL_WORDS and at:
            yield from on((0, 0, 1, 0), ("level", at, at + 1), ways(at + 1, -1, has_unit))
        yield from on((1, 0, 0, 0), ("unread", at, at + 1), ways(at + 1, -1, has_unit))

    def on(cost, first, rest):
        for more, parts in rest:
            yield tuple(map(sum, zip(cost, more, strict=True))), (first, *parts)

    return list(min(ways(0, -1, units is None), key=lambda way: way[0])[1])


@pytest.mark.parametrize("seed", range(200))
def test_comes_to_what_trying_everything_comes_to(seed):
    chance = random.Random(seed)

    def names(count):
        return {" ".join(chance.choices(WORDS, k=chance.randint(1, 3))) for _ in range(count)}

    positions, units = names(5), names(5)
    for _ in range(20):
        words = chance.choices(WORDS, k=chance.randint(0, 6))
        for known in (units, None):
            found = part(words, Dictionary(positions), None if known is None else Dictionary(known))

            assert found == cheapest(words, positions, known), (words, positions, known)


@pytest.mark.parametrize(
    ("at", "ends"),
    [(0, [3, 1]), (1, []), (2, [3])],
    ids=["longest first", "only the middle of a name", "a name of one word"],
)
def test_names_that_begin_at_a_word(at, ends):
    assert Dictionary(["a", "a b c", "c"]).ends(["a", "b", "c"], at) == ends


def test_a_page_of_text_is_cut_short():
    words = ["a"] * 500

    parts = part(words, Dictionary(["a"]), None)

    assert parts[-1] == ("unread", MOST_WORDS, 500)
    assert len(parts) == MOST_WORDS + 1
