"""Rows of the register of officials against the records, a round at a time.

All faults of a row are gathered. A round is resolved in this order: whom each row means, where and as what, what that
changes on the file, which seats are free, the verdict. Storing is `store`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from rotations.importing.file_rows import FileRow
from rotations.importing.findings import verdict_of
from rotations.importing.officials.cells import Memo, OfficialCellReader
from rotations.importing.officials.entries import NEW_PERSON, OfficialRow
from rotations.importing.officials.fields import Facts
from rotations.importing.officials.posts import Workplace
from rotations.importing.officials.records import OfficialRecords
from rotations.importing.officials.who import Who
from rotations.importing.other_rows import COUNTED_KINDS, report_other_rows
from rotations.importing.tables.layout import RowKind, Table, TableRow
from rotations.models import Official, Post
from rotations.vocabulary import RowVerdict, Severity

NAMES_SHOWN: Final = 10
# Rows read between two looks at the database: less than a millisecond.
A_FEW: Final = 5


class OfficialReader:
    """Reads the rows of one file, and resolves them against the records."""

    def __init__(self, tables: Sequence[Table], *, on: date, size: int) -> None:
        self.on, self.size = on, size
        self._tables = list(tables)
        self._memo: Memo = {}
        # Marks of the people met → the place of the row; places name rows for the seats as well.
        self._seen: dict[int, int] = {}
        self._coming = _Coming(self._parts())

    def rounds(self, records: OfficialRecords) -> Iterator[list[OfficialRow]]:
        """Every row of the tables that is not blank or heading, resolved and judged, in order.

        The cells of the next round are read before it is asked for as far as `read_on` is called.
        """
        self.records = records
        self.who, self.facts = Who(records), Facts(records)
        while (found := self._coming.take()) is not None:
            place, rows = found
            self._resolve([row for row in rows if row.is_entry], place)
            report_other_rows(rows, self._names_unit)
            for row in rows:
                row.shown = row.as_json()
            yield rows

    def read_on(self) -> bool:
        """Read the cells of a few rows of the next round; whether there are others. Asks the database nothing."""
        return self._coming.read_some()

    def _parts(self) -> Iterator[tuple[int, Iterator[OfficialRow]]]:
        """So many people at a time with the place of their table, each row as far as its cells alone tell."""
        for place, table in enumerate(self._tables):
            reader = OfficialCellReader(table, self._memo, on=self.on)
            for part in _cut(table, self.size):
                yield place, map(partial(self._begin, reader), part)

    def _begin(self, reader: OfficialCellReader, row: TableRow) -> OfficialRow:
        if row.kind != RowKind.PERSON:
            return OfficialRow(row)
        read = reader.read(row)
        return OfficialRow(row, cells=read, issues=read.issues, name_key=read.name_key)

    def _resolve(self, rows: Sequence[OfficialRow], table: int) -> None:
        records = self.records
        records.register.load(rows)
        for row in rows:
            self.who.identify(row)
        records.load_files(rows)
        places = []
        for row in rows:
            row.official = records.files.get(row.person) if row.person is not None else None
            workplace = Workplace(records, row)
            workplace.settle()
            places.append(workplace)
            self.who.check(row)
            self._refuse_twice(row, _mark(table, row.row.number))
            self.facts.settle(row)
            workplace.decide()
        wanted = {holding.post_id for row in rows for holding in row.opened}
        records.seats.load(wanted | {row.ended.post_id for row in rows if row.ended is not None})
        self._refuse_full(places, table)
        for row in rows:
            if row.official is None:
                otherwise = RowVerdict.CREATE
            else:
                otherwise = RowVerdict.UPDATE if row.changes else RowVerdict.UNCHANGED
            row.verdict = verdict_of(row.issues, otherwise=otherwise)
            if row.is_written and row.official is not None:
                records.register.remember(row.official)
                if row.ended is not None:
                    records.register.end(row.ended)

    def _refuse_twice(self, row: OfficialRow, mark: int) -> None:
        """One row a person in the whole file: by file, by number, by code, else by name with birth or unit."""
        read = row.cells
        assert read is not None
        if not row.name_key:
            return
        # Two new people of one name and birth are two when each has a number of their own.
        keys: list[tuple[str, ...]] = []
        looked_for: list[tuple[str, ...]] = []
        if row.person is not None:
            keys.append(("official", str(row.person)))
        elif row.match == NEW_PERSON:
            known = read.birth.iso() if read.birth else str(row.unit.pk if row.unit else "")
            numbered = bool(read.citizen_id or read.official_code)
            keys.append(("numbered" if numbered else "bare", row.name_key, known))
            looked_for += [("bare", row.name_key, known)] if numbered else [("numbered", row.name_key, known)]
        if read.citizen_id:
            keys.append(("citizen_id", read.citizen_id))
        if read.official_code:
            keys.append(("code", read.official_code))
        seen = self._seen
        met = [seen[key] for key in map(hash, looked_for) if key in seen]
        for key in keys:
            place = seen.setdefault(hash(key), mark)
            if place != mark and key[0] != "numbered":
                met.append(place)
        if met:
            read.add(
                Severity.ERROR,
                "duplicate",
                f"{read.name} đã có ở {self._row_called(met[0])}; mỗi người chỉ một dòng, hãy xóa một dòng.",
                read.cell("full_name", "given_name"),
                value=read.name,
            )

    def _refuse_full(self, places: Sequence[Workplace], table: int) -> None:
        """Seats that are full on that day: by the records, and by the rows above."""
        full: list[tuple[OfficialRow, Post, list[int]]] = []
        for workplace in places:
            row = workplace.row
            if not row.opened:
                continue
            taken = workplace.take_seats(-_mark(table, row.row.number))
            full += [(row, post, there) for post, there in taken]
        if not full:
            return
        wanted = {who for _row, _post, there in full for who in islice(there, NAMES_SHOWN) if who > 0}
        names = dict(Official.objects.filter(pk__in=wanted).values_list("pk", "full_name"))
        for row, post, there in full:
            said = [names[who] if who > 0 else self._row_called(-who) for who in islice(there, NAMES_SHOWN)]
            left = f"; và {len(there) - len(said)} người khác" if len(there) > len(said) else ""
            assert row.cells is not None
            row.cells.add(
                Severity.ERROR,
                "post_taken",
                f"“{post.position}” ở {post.unit} đã đủ người ({post.quota}): {'; '.join(said)}{left}. Hãy sửa chức "
                "vụ hoặc ngày, hoặc kết thúc một người trước.",
                row.cells.cell("present_post", "present_post_and_unit"),
                candidates=tuple(said),
            )

    def _row_called(self, mark: int) -> str:
        table, number = divmod(mark, _ROWS)
        sheet = f" trang “{self._tables[table].sheet.name}”" if len(self._tables) > 1 else ""
        return f"dòng {number} của tệp{sheet}"

    def _names_unit(self, text: str, row: FileRow) -> bool:
        return self.records.unit_called(text) is not None


class _Coming:
    """The next round, read row by row beforehand as far as there was time."""

    def __init__(self, parts: Iterator[tuple[int, Iterator[OfficialRow]]]) -> None:
        self._parts = parts
        self._start()

    def _start(self) -> None:
        self._place, self._unread = next(self._parts, (-1, iter(())))
        self._read: list[OfficialRow] = []

    def read_some(self) -> bool:
        """Read a few rows more; whether there are others."""
        some = list(islice(self._unread, A_FEW))
        self._read += some
        return bool(some)

    def take(self) -> tuple[int, list[OfficialRow]] | None:
        """The place of its table and all rows of the round, None after the last; the one behind it comes next."""
        place, rows = self._place, [*self._read, *self._unread]
        if place < 0:
            return None
        self._start()
        return place, rows


# More rows than any sheet has.
_ROWS: Final = 10_000_000


def _mark(table: int, number: int) -> int:
    return table * _ROWS + number


def _cut(table: Table, size: int) -> Iterator[list[TableRow]]:
    """Rows to be told of, so many people at a time; a group stays with the people below it."""
    part: list[TableRow] = []
    people = 0
    for row in table.rows:
        if row.kind != RowKind.PERSON and row.kind not in COUNTED_KINDS:
            continue
        if people >= size and (row.kind in (RowKind.PERSON, RowKind.GROUP)):
            yield part
            part, people = [], 0
        part.append(row)
        people += row.kind == RowKind.PERSON
    if part:
        yield part
