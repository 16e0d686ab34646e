"""The register of units as a kind of file: names, levels, who is above whom, other names, seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, cast

from rotations.importing.file_rows import FileRow
from rotations.importing.files.guard import REGISTER_LIMITS, Limits
from rotations.importing.intakes import Errand, Intake
from rotations.importing.journal import Journal
from rotations.importing.tables.wanted import Wanted
from rotations.importing.units.columns import UNITS
from rotations.importing.units.proposals import UnitRow
from rotations.importing.units.rows import UnitReader
from rotations.importing.units.store import store
from rotations.vocabulary import ImportKind


class UnitIntake(Intake):
    """A register of units. Its rows name each other as the unit above, so they are resolved all at once."""

    kind: ClassVar[ImportKind] = ImportKind.UNITS
    wanted: ClassVar[Wanted] = UNITS
    limits: ClassVar[Limits] = REGISTER_LIMITS

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self.reader = UnitReader(errand.answers, on=errand.on)

    def rounds(self) -> Iterator[Sequence[FileRow]]:
        """Every row of every table at once."""
        yield self.reader.read(self.tables, self.stages)

    def store(self, rows: Sequence[FileRow], journal: Journal) -> None:
        """Units, their dated codes, other names and seats."""
        store(cast(Sequence[UnitRow], rows), self.reader.records.codes, self.errand, journal)
