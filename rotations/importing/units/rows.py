"""Rows of a register of units against the records and against each other. Storing is `store`.

A row is settled in this order: which unit, under which one, what it becomes; rows that others name as the unit above
come first. Then what only the whole file tells: twice the same, circles, other names in use, what an end cuts off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rotations.importing.file_rows import FileRow
from rotations.importing.findings import Answers, verdict_of
from rotations.importing.lookups import Period
from rotations.importing.near_names import NearNames
from rotations.importing.other_rows import COUNTED_KINDS, report_other_rows
from rotations.importing.stages import JUDGING, READING, RESOLVING, Stages
from rotations.importing.tables.layout import RowKind, Table, TableRow
from rotations.importing.units.cells import BLOCKS, names_a_unit, read_cells
from rotations.importing.units.decision import Decision, check_holders, tell_cut_off
from rotations.importing.units.identity import Identity
from rotations.importing.units.parents import (
    FileUnits,
    Parent,
    check_parents,
    hold_back_children,
    parents_first,
)
from rotations.importing.units.proposals import UnitRow, identity
from rotations.importing.units.records import UnitRecords
from rotations.models import Unit
from rotations.vietnamese import fold, match_key
from rotations.vocabulary import RowVerdict, Severity


class UnitReader:
    """Resolves the rows of one file against the records, which are read here, once."""

    def __init__(self, answers: Answers, *, on: date) -> None:
        self.answers, self.on = answers, on
        self.records = UnitRecords(on)

    def read(self, tables: Sequence[Table], stages: Stages) -> list[UnitRow]:
        """Every row of the tables that is not blank or heading, resolved and judged, in order."""
        lines = [
            row
            for table in tables
            for row in table.rows
            if row.kind in COUNTED_KINDS or row.kind == RowKind.PERSON
        ]
        rows = [self._begin(row) for row in stages.over(lines, READING)]
        entries = [row for row in rows if row.is_entry]
        self._load_first_use(entries)
        in_file = FileUnits(entries)
        above = {id(row): in_file.named_by(row, self.records) for row in entries}
        for row in stages.over(list(parents_first(entries, above)), RESOLVING):
            self._settle(row, above[id(row)])
        self._judge_together(entries)
        for row in stages.over(entries, JUDGING):
            otherwise = RowVerdict.CREATE if row.unit is None else RowVerdict.UNCHANGED
            row.verdict = verdict_of(row.issues, otherwise=RowVerdict.UPDATE if row.changes else otherwise)
        report_other_rows(rows, self._is_known)
        for row in rows:
            row.shown = row.as_json()
        return rows

    def _begin(self, row: TableRow) -> UnitRow:
        if row.kind != RowKind.PERSON and not names_a_unit(row):
            return UnitRow(row)
        read = read_cells(replace(row, kind=RowKind.PERSON, reason=""), on=self.on)
        return UnitRow(read.row, cells=read, issues=read.issues, name=read.name)

    def _load_first_use(self, rows: Iterable[UnitRow]) -> None:
        """Units without a first day that the file may give one."""
        found: set[int] = set()
        for row in rows:
            if row.read.valid_from is None:
                continue
            meant = [*self.records.by_name.get(row.read.key, ()), *self.records.ever_bearing(row.read.code)]
            found.update(unit.pk for unit in meant if unit.valid_from is None)
        self.records.load_first_use(found)

    def _settle(self, row: UnitRow, above: Sequence[UnitRow]) -> None:
        parent = Parent(self.records, self.answers, row, above)
        who = Identity(self.records, self.answers, row, parent.fits)
        known = who.settle()
        parent.settle()
        if not known:
            who.settle_near()
            if row.unit is not None:
                parent.settle()
        Decision(self.records, self.answers, row).settle()

    def _is_known(self, text: str, _row: FileRow) -> bool:
        """Whether the title of a group says something of the rows below it: their block."""
        return fold(text) in BLOCKS

    # ---- the rows together

    def _judge_together(self, rows: Sequence[UnitRow]) -> None:
        self._refuse_twice(rows)
        check_parents(rows, self.records)
        self._refuse_taken(rows)
        self._tell_shared_names(rows)
        self._tell_near_in_file(rows)
        ending = {row.unit.pk for row in rows if row.unit is not None and "valid_to" in row.fields}
        fewer = {post.pk for row in rows for post, quota in row.changed_seats if quota < post.quota}
        self.records.load_use(fewer, ending)
        children = self._children(rows, ending)
        for row in rows:
            check_holders(row, self.records)
            if row.unit is not None:
                tell_cut_off(row, self.records, children.get(row.unit.pk, ()))
        hold_back_children(rows)

    def _refuse_twice(self, rows: Sequence[UnitRow]) -> None:
        """Two rows about one unit, or two new ones that could not be told apart."""
        seen: dict[Any, UnitRow] = {}
        coded: dict[str, list[UnitRow]] = defaultdict(list)
        for row in rows:
            if not row.read.name or row.match == "ambiguous":
                continue
            first = seen.setdefault(self._key(row) if row.unit is None else identity(row), row)
            code = match_key(row.code)
            if first is row and code:
                first = next((other for other in coded[code] if _overlap(row, other)), row)
                coded[code].append(row)
            if first is not row:
                row.read.add(
                    Severity.ERROR,
                    "duplicate",
                    f"{row.name} cùng nói về một đơn vị hoặc cùng mã với dòng {first.row.number} ({first.name}); hãy chỉ giữ một "
                    "dòng, hoặc sửa mã, ngày hiệu lực.",
                    row.read.cell("name"),
                    value=row.read.name,
                )

    @staticmethod
    def _key(row: UnitRow) -> tuple[Any, ...]:
        """What no two units may share."""
        return "new", match_key(row.name), row.level, identity(row.parent), row.since

    def _refuse_taken(self, rows: Sequence[UnitRow]) -> None:
        """What a unit becomes may not be what another one is: name, level, unit above and first day."""
        changed = [
            row for row in rows if row.unit is None or {"name", "parent", "valid_from"} & row.fields.keys()
        ]
        for row in changed:
            if row.match == "ambiguous":
                continue
            other = next(
                (unit for unit in self.records.by_name.get(match_key(row.name), ()) if self._is(unit, row)),
                None,
            )
            if other is not None:
                row.read.add(
                    Severity.ERROR,
                    "unit_exists",
                    f"Đã có đơn vị {other} cùng cấp, cùng đơn vị cấp trên và cùng ngày hiệu lực; hãy ghi ngày hiệu lực khác hoặc "
                    "sửa dòng này.",
                    row.read.cell("name"),
                )

    @staticmethod
    def _is(unit: Unit, row: UnitRow) -> bool:
        return (
            unit is not row.unit
            and unit.level == row.level
            and (("unit", unit.parent_id) if unit.parent_id else None) == identity(row.parent)
            and unit.valid_from == row.since
        )

    def _tell_shared_names(self, rows: Sequence[UnitRow]) -> None:
        """Another name that is also a name of somebody else: files that use it will have to ask."""
        called: dict[str, dict[Any, str]] = defaultdict(dict)
        for row in rows:
            for name in [row.name, *row.new_aliases]:
                called[match_key(name)].setdefault(identity(row), f"{row.name} (dòng {row.row.number})")
        for row in rows:
            for name in row.new_aliases:
                key, mine = match_key(name), identity(row)
                others = {
                    ("unit", pk): self.records.units.by_id[pk].name for pk in self.records.called.get(key, ())
                }
                names = [label for who, label in {**called[key], **others}.items() if who != mine]
                if names:
                    row.read.add(
                        Severity.WARNING,
                        "shared_name",
                        f"“{name}” cũng là tên của {'; '.join(names)}; tệp nào chỉ ghi tên này sẽ phải hỏi lại là đơn vị nào.",
                        row.read.cell("aliases"),
                        value=name,
                        candidates=tuple(names),
                    )

    def _tell_near_in_file(self, rows: Sequence[UnitRow]) -> None:
        """Two new units of one file a mark or a letter apart may be one, misspelt."""
        near = NearNames[int]()
        for at, row in enumerate(rows):
            if row.unit is not None or not row.name:
                continue
            place = row.level, identity(row.parent)
            twin = next(
                (rows[other] for other in near.near(place, row.name) if _overlap(row, rows[other])), None
            )
            if twin is not None:
                row.read.add(
                    Severity.WARNING,
                    "near_in_file",
                    f"{row.name} gần giống {twin.name} ở dòng {twin.row.number}; nếu là một đơn vị, hãy bỏ một dòng.",
                    row.read.cell("name"),
                    candidates=(twin.name,),
                )
            near.add(place, row.name, at)

    def _children(self, rows: Sequence[UnitRow], ending: set[int]) -> dict[int, list[str]]:
        """The units that would still stand under one that ends, by what the file makes of them."""
        found: dict[int, list[str]] = defaultdict(list)
        if not ending:
            return found
        by_unit = {row.unit.pk: row for row in rows if row.unit is not None}
        ends = {pk: row.until for pk, row in by_unit.items() if pk in ending}
        for pk in ending:
            for child in self.records.children.get(pk, ()):
                row = by_unit.get(child.pk)
                if row is None and _stays(child.valid_to, ends[pk]):
                    found[pk].append(child.name)
        for row in rows:
            parent = identity(row.parent)
            if parent is None or parent[0] != "unit" or parent[1] not in ending:
                continue
            if _stays(row.until, ends[parent[1]]):
                found[parent[1]].append(row.name)
        return found


def _stays(ends: date | None, day: date | None) -> bool:
    return day is not None and (ends is None or ends > day)


def _overlap(one: UnitRow, other: UnitRow) -> bool:
    a, b = Period(one.since, one.until), Period(other.since, other.until)
    return (a.until is None or b.since is None or b.since < a.until) and (
        b.until is None or a.since is None or a.since < b.until
    )
