"""Units as places: what became of one by a day, and which locality it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rotations.models import RetirementAge, Unit
from rotations.vocabulary import UnitBlock, UnitLevel

# From the widest to the narrowest.
LEVELS: tuple[UnitLevel, ...] = (
    UnitLevel.CENTRAL,
    UnitLevel.PROVINCE,
    UnitLevel.DISTRICT,
    UnitLevel.COMMUNE,
)


class Place(NamedTuple):
    """What is needed of a unit to find the locality it lies in."""

    name: str
    level: str
    block: str
    parent: int | None


@dataclass(frozen=True)
class Localities:
    """Which localities a unit lies in on a day; `known` when each of them really is a locality of the level."""

    units: frozenset[int]
    known: bool

    def same_as(self, other: Localities) -> bool | None:
        """Whether both are one place; None when it cannot be told (a split unit, a chain that ends too early)."""
        if len(self.units) == 1 and self.units == other.units:
            return True
        if self.known and other.known and not self.units & other.units:
            return False
        return None


class SharedTables:
    """Tables every case is read against, each read once however many cases are judged with it."""

    def __init__(self) -> None:
        self.retires_on: dict[tuple[str, int, int], date | None] = {}

    @cached_property
    def retirement(self) -> dict[str, list[tuple[int, int]]]:
        """For each sex the years and the ages in months, in order."""
        ages: dict[str, list[tuple[int, int]]] = {}
        for row in RetirementAge.objects.order_by("sex", "year"):
            ages.setdefault(row.sex, []).append((row.year, row.age_months))
        return ages

    @cached_property
    def _units(self) -> tuple[dict[int, Place], dict[int, list[tuple[date, int]]]]:
        """Every unit there ever was, and what took over from each and when; in one query."""
        places: dict[int, Place] = {}
        successions: dict[int, list[tuple[date, int]]] = {}
        rows = Unit.objects.order_by("successions_out__on", "successions_out__pk").values_list(
            "pk", "name", "level", "block", "parent", "successions_out__on", "successions_out__successor"
        )
        for pk, name, level, block, parent, on, successor in rows:
            places[pk] = Place(name, level, block, parent)
            if successor is not None:
                successions.setdefault(pk, []).append((on, successor))
        return places, successions

    @property
    def places(self) -> dict[int, Place]:
        """Every unit there ever was."""
        return self._units[0]

    @property
    def successions(self) -> dict[int, list[tuple[date, int]]]:
        """What took over from each unit, and when."""
        return self._units[1]

    def units_now(self, unit: int, day: date) -> frozenset[int]:
        """What `unit` has become by `day`: itself, or what took over from it, in as many steps as there were.

        Shape   a key in, keys out; never empty. One query the first time, none after.
        Units   a succession counts on its very day. A unit that was split became several.
        Errors  none.
        Source  domain reference §1.6, §5.3.
        """
        now: set[int] = set()
        seen: set[int] = set()
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            later = [new for on, new in self.successions.get(one, ()) if on <= day]
            waiting += later
            if not later:
                now.add(one)
        return frozenset(now)

    def localities(self, unit: int, level: UnitLevel, day: date) -> Localities:
        """Where `unit` lies on `day`, told at `level`.

        Shape   a unit's key in, keys of localities out. No query beyond those of the tables.
        Units   a body lies in the place above it; a place wider than `level` is its own locality.
        Errors  none: where a chain ends before a locality is reached, what is known is not complete.
        Source  domain reference §1.6.
        """
        found = [self._within(one, LEVELS.index(level)) for one in self.units_now(unit, day)]
        return Localities(frozenset(place for place, _ in found), all(known for _, known in found))

    def _within(self, unit: int, level: int) -> tuple[int, bool]:
        """The nearest locality at or above `unit` that is not narrower than `level`, and whether there is one."""
        seen: set[int] = set()
        while unit not in seen:
            seen.add(unit)
            place = self.places[unit]
            wide_enough = LEVELS.index(UnitLevel(place.level)) <= level
            if wide_enough and place.block == UnitBlock.LOCALITY:
                return unit, True
            if place.parent is None or (wide_enough and self.places[place.parent].level != place.level):
                return unit, False
            unit = place.parent
        return unit, False
