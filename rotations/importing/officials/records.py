"""What the rows of one register file are held against, and what the rows above have taken already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rotations.importing.findings import Answers
from rotations.importing.lookups import Catalogue, Positions, Units
from rotations.importing.officials.entries import OfficialRow
from rotations.importing.officials.people import Register
from rotations.importing.officials.seats import SeatsHeld
from rotations.models import Official, Post, PostHolding, Unit, copies


@dataclass(slots=True)
class OfficialRecords:
    """Units, positions and lists whole and once; people, their posts and the holders of seats round by round.

    `handled_by_others` are the officials whose rows the person at the desk may not take in. `files` and `holdings`
    are there once the people of the round are known (`load_files`).
    """

    answers: Answers
    on: date
    handled_by_others: frozenset[int] = frozenset()
    units: Units = field(default_factory=Units)
    catalogue: Catalogue = field(default_factory=Catalogue)
    positions: Positions = field(init=False)
    register: Register = field(init=False)
    seats: SeatsHeld = field(init=False)
    files: dict[int, Official] = field(default_factory=dict)
    holdings: dict[int, list[PostHolding]] = field(default_factory=dict)
    new_holdings: Iterator[PostHolding] = field(default_factory=lambda: copies(PostHolding()))
    _found: dict[tuple[str, int | None], Unit | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.positions = Positions(self.units)
        self.register = Register(self.on)
        self.seats = SeatsHeld(self.register.last_holding)

    def load_files(self, rows: Iterable[OfficialRow]) -> None:
        """The files of the people the rows turned out to mean, with every post they hold or held. Two queries."""
        people = {row.person for row in rows if row.person is not None}
        self.files = Official.objects.in_bulk(list(people)) if people else {}
        for moved in self.files.keys() & self.register.moved.keys():
            self.files[moved].unit_id = self.register.moved[moved]
        self.holdings = defaultdict(list)
        if people:
            for holding in PostHolding.objects.filter(official__in=people).order_by("-is_main", "pk"):
                self.holdings[holding.official_id].append(holding)

    def unit_called(self, text: str, prefer: int | None = None) -> Unit | None:
        """The unit a text surely means on the day; None when there is something to ask."""
        key = (text, prefer)
        if key not in self._found:
            self._found[key] = self.units.find(text, on=self.on, prefer=prefer).unit
        return self._found[key]

    def seats_of(self, unit: Unit, positions: frozenset[int]) -> Sequence[Post]:
        """The unit's seats of these positions that exist on the day."""
        return self.positions.seats(unit, positions, on=self.on)
