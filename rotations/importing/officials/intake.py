"""The register of officials as a kind of file: people, the fields of their 2C form, the posts they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from rotations import workflow
from rotations.importing.file_rows import FileRow
from rotations.importing.files.guard import REGISTER_LIMITS, Limits
from rotations.importing.intakes import Errand, Intake
from rotations.importing.journal import Journal
from rotations.importing.officials.columns import OFFICIALS
from rotations.importing.officials.entries import OfficialRow
from rotations.importing.officials.records import OfficialRecords
from rotations.importing.officials.rows import OfficialReader
from rotations.importing.officials.store import store
from rotations.importing.tables.layout import Table
from rotations.importing.tables.wanted import Wanted
from rotations.vocabulary import ImportKind


class OfficialIntake(Intake):
    """A register of officials. It may be long: rows are resolved and stored `round_size` at a time and not kept."""

    kind: ClassVar[ImportKind] = ImportKind.OFFICIALS
    wanted: ClassVar[Wanted] = OFFICIALS
    limits: ClassVar[Limits] = REGISTER_LIMITS
    round_size: ClassVar[int] = 2_000

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self.posts_opened = self.posts_ended = 0

    def begin(self, tables: Sequence[Table]) -> None:
        """The first round may be read from now on."""
        super().begin(tables)
        self._reader = OfficialReader(tables, on=self.errand.on, size=self.round_size)

    def rounds(self) -> Iterator[Sequence[FileRow]]:
        """So many people at a time."""
        theirs = frozenset(workflow.handled_by_others(self.errand.by))
        for rows in self._reader.rounds(OfficialRecords(self.errand.answers, self.errand.on, theirs)):
            for row in rows:
                if row.is_written:
                    self.posts_opened += len(row.opened)
                    self.posts_ended += row.ended is not None
            yield rows

    def read_on(self) -> bool:
        """A few rows of the next round."""
        return self._reader.read_on()

    def store(self, rows: Sequence[FileRow], journal: Journal) -> None:
        """Files new and changed, posts ended and opened."""
        store(cast(Sequence[OfficialRow], rows), self.errand, journal)

    def totals(self) -> dict[str, Any]:
        """Posts the rows open and end."""
        return {"posts_opened": self.posts_opened, "posts_ended": self.posts_ended}
