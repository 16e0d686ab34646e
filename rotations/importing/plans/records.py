"""What the rows of one file are held against: the records, the plans they may join, what a person has answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from rotations.importing.file_rows import ask
from rotations.importing.findings import Answers
from rotations.importing.lookups import Catalogue, Positions, Units
from rotations.importing.people_on_record import People
from rotations.importing.plans.proposals import PlanRow, Years
from rotations.importing.tables.layout import Cell
from rotations.models import Official

A_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class PlanRecords:
    """The records as one run over one file sees them, read once, in a fixed number of queries.

    `people` is there after `load_people`; `handled_by_others` are the officials whose rows the person at the desk
    may not take in.
    """

    years: Years
    answers: Answers
    on: date
    handled_by_others: frozenset[int] = frozenset()
    units: Units = field(default_factory=Units)
    catalogue: Catalogue = field(default_factory=Catalogue)
    positions: Positions = field(init=False)
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.positions = Positions(self.units)

    def load_people(self, rows: Sequence[PlanRow]) -> None:
        """Everyone these rows may mean, and whom an answer has chosen."""
        reads = [row.cells for row in rows if row.cells]
        chosen = {int(answer) for answer in self.answers.questions.values() if answer.isdecimal()}
        self.people = People.load(
            on=self.on,
            names={read.name_key for read in reads if read.name},
            citizen_ids={read.citizen_id for read in reads if read.citizen_id},
            codes={read.official_code for read in reads if read.official_code},
            chosen=chosen,
        )
        self.people.load_alike(
            read.birth.first.year for read in reads if read.birth and read.name_key not in self.people.by_name
        )

    def day_of(self, row: PlanRow) -> date:
        """The day on which units and posts of a row must exist."""
        if row.starts is not None:
            return row.starts.first
        return date(self.years.first, 1, 1) if self.years.first < self.on.year else self.on

    def held_before(self, person: Official, day: date) -> list[int]:
        """Ids of the posts held on the last day before a move on `day`, the main one first."""
        return self.people.held_posts(person, on=day - A_DAY)

    def units_before(self, person: Official, day: date) -> set[int]:
        """Ids of the units of the posts held then, and of the unit on the person's file."""
        return self.units_of(self.held_before(person, day), person)

    def units_of(self, held: Iterable[int], person: Official) -> set[int]:
        """Ids of the units of these posts, and of the unit on the person's file."""
        units = {self.positions.posts[pk].unit_id for pk in held}
        return units | ({person.unit_id} if person.unit_id else set())


class RowInHand:
    """One row held against the records, for the day on which its units and posts must exist."""

    def __init__(self, records: PlanRecords, row: PlanRow, day: date) -> None:
        assert row.cells is not None
        self.records, self.row, self.read, self.day = records, row, row.cells, day

    def ask(self, code: str, message: str, cell: Cell | None, **more: Any) -> str:
        """The answer a person gave to a question about the row; as `ask` of all kinds of files."""
        return ask(self.records.answers, self.row, code, message, cell, **more)
