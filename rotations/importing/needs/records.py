"""What the rows of Biểu 1 are held against: units, positions, people, the year's call and the needs stated before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from rotations import access
from rotations.importing.intakes import Errand
from rotations.importing.lookups import Positions, Units
from rotations.importing.needs.proposals import NeedRow, need_key
from rotations.importing.people_on_record import People
from rotations.models import NeedCall, Official, RotationNeed, Unit, heirs
from rotations.vietnamese import match_key
from rotations.vocabulary import Role

MOST_UNITS_OFFERED: Final = 200


class NeedRecords:
    """The records as one run over one file sees them. A fixed number of queries whatever the number of rows.

    A clerk states the needs of the own unit (`own`, None for everybody else) and may name only the people an account
    of the kind may see.
    """

    def __init__(self, errand: Errand, year: int) -> None:
        self.errand, self.year = errand, year
        self.day = date(year, 1, 1) if year < errand.on.year else errand.on
        self.units = Units()
        self.positions = Positions(self.units)
        self.own = self._own_units()
        self.calls = list(
            NeedCall.objects.open_on(errand.on)
            .filter(year=year)
            .prefetch_related("units")
            .order_by("-opened_on", "-pk")
        )
        asked = {unit.pk: unit for call in self.calls for unit in call.units.all()}
        gone = {pk for pk, unit in asked.items() if not unit.exists_on(errand.on)}
        self.speakers = heirs(gone, on=errand.on)
        self.people = People()
        self.needs: dict[tuple[Any, ...], list[RotationNeed]] = defaultdict(list)
        self.needs_of: dict[tuple[Any, ...], list[RotationNeed]] = defaultdict(list)
        self.stated_by: dict[tuple[int, str], list[RotationNeed]] = defaultdict(list)

    def _own_units(self) -> frozenset[int] | None:
        by = self.errand.by
        if by is None or Role.UNIT_CLERK not in by.roles:
            return None
        return frozenset(access.own_units(by, on=self.errand.on))

    def named_exactly(self, text: str) -> Unit | None:
        """The unit a text means on the day; nothing is sought that looks like it."""
        if not self.units.knows(match_key(text)):
            return None
        return self.units.find(text, on=self.day).unit

    def load(self, rows: Sequence[NeedRow]) -> None:
        """The people these rows may mean, and the needs of the year."""
        reads = [row.read for row in rows]
        self.people = People.load(
            on=self.errand.on,
            names={match_key(read.proposed) for read in reads if read.proposed},
            citizen_ids={read.citizen_id for read in reads if read.citizen_id},
            codes={read.official_code for read in reads if read.official_code},
            chosen={int(answer) for answer in self.errand.answers.questions.values() if answer.isdecimal()},
        )
        self.people.load_alike(read.birth.first.year for read in reads if read.birth and read.proposed)
        if self.errand.by is not None:
            seen = access.visible_officials(self.errand.by, on=self.errand.on).filter(
                pk__in=self.people.by_id
            )
            self.people.keep_only(set(seen.values_list("pk", flat=True)))
        self._load_needs()

    def _load_needs(self) -> None:
        for need in (
            RotationNeed.objects.filter(year=self.year).select_related("proposed_official").order_by("pk")
        ):
            unit = self.units.by_id[need.unit_id]
            position = self.positions.by_id.get(need.position_id or 0)
            key = need_key(
                unit, need.direction, position, need.position_text, need.proposed_official, need.proposed_text
            )
            self.needs[key].append(need)
            self.needs_of[key[:4]].append(need)
            self.stated_by[need.unit_id, need.direction].append(need)

    def stated(self, row: NeedRow) -> list[RotationNeed]:
        """The needs the row's unit stated before, in or out as the row is: what was settled then is not asked again."""
        if row.unit is None or row.direction is None:
            return []
        return self.stated_by[row.unit.pk, str(row.direction)]

    def alike(self, row: NeedRow) -> list[Official]:
        """People born then whose name is a mark away, of those who may be seen."""
        read = row.read
        if read.birth is None:
            return []
        return [
            person
            for person in self.people.alike(read.proposed, read.birth)
            if person.pk in self.people.by_id
        ]

    def is_at(self, person: Official, unit: Unit) -> bool:
        """Whether somebody works at a unit: by the file, or by a post held on the day."""
        held = self.people.held_posts(person, on=self.day)
        return person.unit_id == unit.pk or any(self.positions.posts[pk].unit_id == unit.pk for pk in held)

    def call_for(self, unit: Unit) -> NeedCall | None:
        """The newest open call that asks the unit, or one it took over from; one that names no units asks all."""
        for call in self.calls:
            asked = self._asked_by(call)
            if not asked or unit.pk in asked:
                return call
        return None

    def _asked_by(self, call: NeedCall) -> set[int]:
        """Keys of the units a call names, and of those that speak for the ones that are no more."""
        named = {unit.pk for unit in call.units.all()}
        return named | {heir.pk for pk in named for heir in self.speakers.get(pk, ())}

    def units_offered(self) -> list[Unit]:
        """The units a file without one may be of: those the open calls ask, else all of the day; none if too many."""
        asked = set().union(*(self._asked_by(call) for call in self.calls))
        found = [
            unit
            for unit in self.units.by_id.values()
            if unit.exists_on(self.day)
            and (not asked or unit.pk in asked)
            and (self.own is None or unit.pk in self.own)
        ]
        found.sort(key=lambda unit: (unit.sort_key, unit.pk))
        return found if len(found) <= MOST_UNITS_OFFERED else []
