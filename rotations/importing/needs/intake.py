"""The needs of units (Biểu 1) as a kind of file: which posts, how many, in or out, whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from rotations.importing.file_rows import FileRow
from rotations.importing.intakes import Errand, Intake
from rotations.importing.journal import Journal
from rotations.importing.needs.columns import NEEDS
from rotations.importing.needs.proposals import NeedRow
from rotations.importing.needs.rows import NeedReader
from rotations.importing.needs.store import store
from rotations.importing.tables.wanted import Wanted
from rotations.vocabulary import ImportKind, NeedDirection, RowVerdict


class NeedIntake(Intake):
    """A file of needs for one year. Its rows may repeat each other, so they are resolved all at once."""

    kind: ClassVar[ImportKind] = ImportKind.NEEDS
    wanted: ClassVar[Wanted] = NEEDS

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        if errand.year is None:
            raise ValueError("a file of needs is taken in for a year")
        self.reader = NeedReader(errand, errand.year)
        self.rows: list[NeedRow] = []

    def rounds(self) -> Iterator[Sequence[FileRow]]:
        """Every row of every table at once."""
        self.rows = self.reader.read(self.tables, self.stages)
        yield self.rows

    def store(self, rows: Sequence[FileRow], journal: Journal) -> None:
        """New needs, and what known ones become."""
        store(cast(Sequence[NeedRow], rows), self.reader.records, self.errand, journal)

    def totals(self) -> dict[str, Any]:
        """People asked for and offered, of the rows that are no errors."""
        counted: dict[str, int] = {word.value: 0 for word in NeedDirection}
        for row in self.rows:
            if row.is_entry and row.direction is not None and row.verdict != RowVerdict.ERROR:
                counted[row.direction.value] += row.quantity
        return {"by_need_direction": counted}
