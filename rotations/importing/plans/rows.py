"""Rows of a yearly plan against the records: who, from where, to where, and what that means for the plan.

All faults of a row are gathered. A row is resolved in this order: the plan it joins, the person, both ends with
their posts, then what it means beside the other rows and the records. Storing is `store`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from rotations.importing.file_rows import FileRow, ask
from rotations.importing.other_rows import COUNTED_KINDS, report_other_rows
from rotations.importing.people_on_record import Seats
from rotations.importing.person_cells import read_person
from rotations.importing.plans.cells import PlanCells, read_move
from rotations.importing.plans.decision import Decision
from rotations.importing.plans.facts import Facts
from rotations.importing.plans.proposals import PlanRow
from rotations.importing.plans.records import PlanRecords
from rotations.importing.plans.resolution import resolve
from rotations.importing.stages import JUDGING, READING, RESOLVING, Stages
from rotations.importing.tables.layout import RowKind, Table, TableRow
from rotations.models import Official, Post
from rotations.vietnamese import match_key
from rotations.vocabulary import (
    Direction,
    RowVerdict,
    Severity,
)

NAMES_SHOWN: Final = 10
ALWAYS_SHOWN: Final = (
    Direction.DISTRICT_TO_COMMUNE,
    Direction.COMMUNE_TO_DISTRICT,
    Direction.COMMUNE_TO_COMMUNE,
)


class PlanReader:
    """Reads the rows of one file, and resolves them against the records."""

    def __init__(self, tables: Sequence[Table], *, on: date, last_year: int) -> None:
        self.on, self.last_year = on, last_year
        self.seats = Seats()
        self._lines = [
            row
            for table in tables
            for row in table.rows
            if row.kind in COUNTED_KINDS or row.kind == RowKind.PERSON
        ]
        self._rows: list[PlanRow] = []
        # Reads row by row what of the cells can be read by now.
        self._ahead: Iterator[None] = map(self._begin, self._lines)
        self._waiting: deque[PlanRow] = deque()

    def read(self, records: PlanRecords, stages: Stages) -> list[PlanRow]:
        """Every row of the tables that is not blank or heading, resolved and judged, in order.

        As far as `read_on` is called, cells are read while the database is asked for records.
        """
        self.records = records
        for _line in stages.over(self._lines, READING):
            next(self._ahead, None)
        rows = self._rows
        people = [row for row in rows if row.is_entry]
        self._ahead = map(self._read_rest, people)
        self.records.load_people(people)
        self._finish_ahead()
        for row in stages.over(people, RESOLVING):
            resolve(self.records, row)
        self._ahead = self._refuse_twice(people)
        self.seats = Seats.load({post.id for row in people for post in row.receiving_posts})
        self._finish_ahead()
        self._ask_taken(people)
        for row in stages.over(people, JUDGING):
            if not row.facts_can_wait:
                Facts(self.records, row).settle()
            Decision(self.records, row).run()
        report_other_rows(rows, self._names_unit)
        for row in rows:
            if row.facts_can_wait:
                self._waiting.append(row)
            else:
                row.shown = row.as_json()
        return rows

    def read_on(self, count: int) -> bool:
        """Read so many rows, at most, or finish them; whether there are others. Asks the database nothing."""
        return bool(list(islice(self._ahead, count))) or self.finish(count)

    def finish(self, count: int) -> bool:
        """Settle of so many rows, at most, what could wait; whether there are others. Asks the database nothing."""
        for _time in range(min(count, len(self._waiting))):
            row = self._waiting.popleft()
            Facts(self.records, row).settle()
            row.shown = row.as_json()
        return bool(self._waiting)

    def _finish_ahead(self) -> None:
        """The rest of what was done while the database was asked."""
        for _row in self._ahead:
            pass
        self._ahead = iter(())  # it and the reader would hold each other

    def _begin(self, line: TableRow) -> None:
        """What the row says of who it is about, by which the people are looked up."""
        if line.kind != RowKind.PERSON:
            self._rows.append(PlanRow(line))
            return
        read = PlanCells(line)
        read_person(read, self.on)
        self._rows.append(PlanRow(line, cells=read, issues=read.issues))

    def _read_rest(self, row: PlanRow) -> None:
        """From where to where, and when."""
        assert row.cells is not None
        read_move(row.cells, last_year=self.last_year)
        row.starts = row.cells.starts

    def _refuse_twice(self, rows: Sequence[PlanRow]) -> Iterator[None]:
        """Refuse the second row about one person, row by row."""
        seen: dict[tuple[str, ...], PlanRow] = {}
        for row in rows:
            yield
            read = row.cells
            if read is None or not read.name:
                continue
            keys: list[tuple[str, ...]]
            if row.official is not None:
                keys = [("official", str(row.official.id))]
            else:
                keys = [("new", read.name_key, read.birth.iso() if read.birth else "")]
                keys += [("citizen_id", read.citizen_id)] if read.citizen_id else []
                keys += [("code", match_key(read.official_code))] if read.official_code else []
            first = next((seen[key] for key in keys if key in seen), None)
            if first is not None:
                read.add(
                    Severity.ERROR,
                    "duplicate",
                    f"{read.name} đã có ở dòng {first.row.number} của tệp; mỗi người chỉ một dòng, hãy xóa một dòng.",
                    read.cell("full_name", "given_name"),
                    value=read.name,
                )
            for key in keys:
                seen.setdefault(key, row)

    def _ask_taken(self, rows: Sequence[PlanRow]) -> None:
        """Ask where a seat is full on arrival: holders who stay, people on their way, earlier rows of the file."""
        counted = [row for row in rows if not row.has_error]
        leaving: dict[int, set[int]] = defaultdict(set)
        for row in counted:
            if row.official is not None:
                for post in row.left_posts:
                    leaving[post.id].add(row.official.id)
        aiming: dict[int, dict[int, PlanRow]] = defaultdict(dict)
        full: list[_Full] = []
        for row in counted:
            me = row.official.id if row.official else -row.row.number
            kept = {held.post_id for held in row.existing.posts.all()} if row.existing else set()
            for post in row.receiving_posts:
                aimed = aiming[post.id]
                if post.id not in kept:
                    found = self._taken(row, post, me, leaving[post.id], aimed)
                    if found is not None:
                        full.append(found)
                aimed[me] = row
        known = Official.objects.filter(pk__among={pk for taken in full for pk in taken.staying})
        labels = {person.pk: person.label for person in known.select_related("unit")} if full else {}
        for taken in full:
            self._ask_one_taken(taken, labels)

    def _taken(
        self, row: PlanRow, post: Post, me: int, going: set[int], aiming: dict[int, PlanRow]
    ) -> _Full | None:
        """Who takes all places of a seat by the time somebody arrives (`me`); None while there is one left."""
        arrival = row.starts.first if row.starts else self.records.on
        staying = self.seats.staying(post.id, on=arrival, without=going)
        coming = self.seats.coming.get(post.id, {})
        if len(aiming) + len(staying) + len(coming) < post.quota:
            return None
        staying = [pk for pk in staying if pk != me]
        coming = {pk: name for pk, name in coming.items() if pk != me}
        known = dict.fromkeys([*staying, *coming])
        number = len(aiming) + len(known.keys() - aiming.keys())
        if number < post.quota:
            return None
        others = [_aimed_at_by(row) for pk, row in aiming.items() if pk not in known][:NAMES_SHOWN]
        return _Full(row, post, arrival, staying, coming, others, number)

    def _ask_one_taken(self, full: _Full, labels: dict[int, str]) -> None:
        row, post, read = full.row, full.post, full.row.cells
        assert read is not None
        staying = {pk: labels[pk] for pk in full.staying}
        coming = {pk: f"{name} (đang được đề xuất)" for pk, name in full.coming.items() if pk not in staying}
        names = [*staying.values(), *coming.values(), *full.others]
        left = f"; và {full.number - len(names)} người khác" if full.number > len(names) else ""
        ask(
            self.records.answers,
            row,
            "post_taken",
            f"“{post.position}” ở {post.unit} đã đủ người ({post.quota}) vào {row.starts or full.arrival}: "
            f"{'; '.join(names)}{left}. Hãy sửa chức danh, hoặc xác nhận vẫn đề xuất.",
            read.cell("receiving_post", "receiving_post_and_unit", "receiving_unit"),
            values=(str(post), read.name),
            candidates=names,
            accept=True,
        )

    def _names_unit(self, text: str, row: FileRow) -> bool:
        """Whether a group's words name a unit of the day of the row below it."""
        on = self.records.day_of(row) if isinstance(row, PlanRow) else self.records.on
        return self.records.units.find(text, on=on).unit is not None


def _aimed_at_by(row: PlanRow) -> str:
    """Whom an earlier row of the file would bring to the seat."""
    assert row.cells is not None
    return f"{row.cells.name} (dòng {row.row.number})"


@dataclass(frozen=True, slots=True)
class _Full:
    """A seat without a place for a row: who stays on it, who is on the way there, some of the rows above, how many."""

    row: PlanRow
    post: Post
    arrival: date
    staying: Sequence[int]
    coming: dict[int, str]
    others: Sequence[str]
    number: int


def by_direction(rows: Iterable[PlanRow]) -> dict[str, int]:
    """People by direction.

    Shape   the three usual directions always, others when there are any.
    Units   every person whose direction is known and whose row is no error.
    Errors  none.
    Source  product §6.
    """
    counted: dict[str, int] = {direction.value: 0 for direction in ALWAYS_SHOWN}
    for row in rows:
        if row.direction is not None and row.verdict != RowVerdict.ERROR:
            counted[row.direction.value] = counted.get(row.direction.value, 0) + 1
    return counted
