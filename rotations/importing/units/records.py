"""What the rows of a register of units are held against: every unit, its names, codes, seats and who uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Min, Q

from rotations.importing.lookups import Period, Positions, UnitMatch, Units
from rotations.importing.near_names import NearNames
from rotations.models import (
    Position,
    PostHolding,
    Rotation,
    StandardSeat,
    Unit,
    UnitAlias,
    UnitCode,
)
from rotations.vietnamese import match_key
from rotations.vocabulary import OPEN_STATUSES

# More records than this are read whole: a list of their keys would be longer than a statement may be.
MOST_KEYS = 5_000
ANYWHERE = "anywhere"


class UnitRecords:
    """The records as one run over one file sees them. A fixed number of queries whatever the number of rows."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.units = Units()
        self.positions = Positions(self.units)
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        self.children: dict[int, list[Unit]] = defaultdict(list)
        self.aliases: dict[int, list[str]] = defaultdict(list)
        self.codes: dict[int, list[UnitCode]] = defaultdict(list)
        self.called: dict[str, set[int]] = defaultdict(set)
        self.standard: dict[tuple[str, str], list[tuple[Position, int]]] = defaultdict(list)
        self.holdings: dict[int, list[PostHolding]] = defaultdict(list)
        self.open_cases: dict[int, int] = defaultdict(int)
        self.near = NearNames[int]()
        self._coded: dict[str, list[tuple[Unit, Period]]] = defaultdict(list)
        self._first_use: dict[int, date] = {}
        self._unknown: dict[tuple[str, date], UnitMatch] = {}
        self._load()

    def _load(self) -> None:
        for unit in self.units.by_id.values():
            self.by_name[unit.match_key].append(unit)
            self.called[unit.match_key].add(unit.pk)
            if unit.parent_id:
                self.children[unit.parent_id].append(unit)
            if key := match_key(unit.code):
                self._coded[key].append((unit, Period(None, None)))
            for place in ((unit.level, unit.parent_id), (unit.level, ANYWHERE)):
                self.near.add(place, unit.name, unit.pk)
        for alias in UnitAlias.objects.order_by("pk"):
            self.aliases[alias.unit_id].append(alias.name)
            self.called[alias.match_key].add(alias.unit_id)
        for code in UnitCode.objects.order_by("pk"):
            self.codes[code.unit_id].append(code)
            bearer = self.units.by_id[code.unit_id]
            self._coded[match_key(code.code)].append((bearer, Period(code.valid_from, code.valid_to)))
        for seat in StandardSeat.objects.order_by("position__rank", "pk"):
            position = self.positions.by_id[seat.position_id]
            self.standard[seat.level, seat.block].append((position, seat.quota))

    def bearing(self, code: str, day: date) -> list[Unit]:
        """The units whose code it is on a day on which they exist."""
        return self._sorted(
            unit for unit, period in self._coded_so(code) if period.includes(day) and unit.exists_on(day)
        )

    def ever_bearing(self, code: str) -> list[Unit]:
        """The units whose code it ever was."""
        return self._sorted(unit for unit, _period in self._coded_so(code))

    def _coded_so(self, code: str) -> list[tuple[Unit, Period]]:
        key = match_key(code)
        return self._coded.get(key, []) if key else []

    @staticmethod
    def _sorted(units: Iterable[Unit]) -> list[Unit]:
        return sorted(set(units), key=lambda unit: (unit.sort_key, unit.pk))

    def means(self, text: str, unit: Unit) -> bool:
        """Whether a text names this unit, of whatever time: name, other name, code, or "name (unit above it)"."""
        key = match_key(text)
        if key in (unit.match_key, match_key(unit.code)) or unit.pk in self.called.get(key, ()):
            return bool(key)
        if any(match_key(code.code) == key for code in self.codes[unit.pk]):
            return True
        name, above = name_and_parent(text)
        parent = self.units.by_id.get(unit.parent_id or 0)
        return (
            bool(name and parent)
            and match_key(name) == unit.match_key
            and parent is not None
            and (match_key(above) == parent.match_key)
        )

    def find(
        self, text: str, *, on: date, prefer: Unit | None = None, may_be_unknown: bool = False
    ) -> UnitMatch:
        """The unit a text means on a day; what looks like an unknown one is sought once a text, or not at all."""
        if self.units.knows(match_key(text)):
            return self.units.find(text, on=on, prefer=prefer.pk if prefer else None)
        if may_be_unknown:
            return UnitMatch(None, "unknown_unit")
        if (text, on) not in self._unknown:
            self._unknown[text, on] = self.units.find(text, on=on)
        return self._unknown[text, on]

    # ---- who uses a unit

    def load_first_use(self, units: Collection[int]) -> None:
        """Since when there are holdings and cases at these units. Three queries, none without units."""
        if not units:
            return
        found = [
            *PostHolding.objects.filter(_among("post__unit", units))
            .values_list("post__unit")
            .annotate(Min("held_from"))
            .order_by(),
        ]
        for side in ("sending_unit", "receiving_unit"):
            cases = Rotation.objects.filter(_among(side, units), starts_on__isnull=False)
            found += [*cases.values_list(side).annotate(Min("starts_on")).order_by()]
        for unit, day in found:
            self._first_use[unit] = min(day, self._first_use.get(unit, day))

    def used_before(self, unit: Unit, day: date) -> bool:
        """Whether somebody held a post there, or came or went, before a day; known after `load_first_use`."""
        first = self._first_use.get(unit.pk)
        return first is not None and first < day

    def load_use(self, posts: Collection[int], ending: Collection[int]) -> None:
        """Who holds these posts and the posts of units that end, and the open cases of these. Three queries at most."""
        if posts or ending:
            there = PostHolding.objects.filter(_among("post", posts) | _among("post__unit", ending))
            for holding in there.select_related("official").order_by("held_from", "pk"):
                self.holdings[holding.post_id].append(holding)
        for side in ("sending_unit", "receiving_unit") if ending else ():
            cases = Rotation.objects.filter(_among(side, ending), status__in=OPEN_STATUSES)
            for unit in cases.values_list(side, flat=True):
                self.open_cases[unit] += 1


def _among(name: str, keys: Collection[int]) -> Q:
    if len(keys) > MOST_KEYS:
        return Q(pk__isnull=False)
    return Q(**{f"{name}__in": list(keys)})


def name_and_parent(text: str) -> tuple[str, str]:
    """ "Tổ dân phố (Xã Đăk Thử)" as the name and the unit above it; two blanks for anything else."""
    name, _, above = text.removesuffix(")").rpartition(" (")
    return (name, above) if name and text.endswith(")") else ("", "")
