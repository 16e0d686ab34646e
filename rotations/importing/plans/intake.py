"""The yearly plan (Biểu 2) as a kind of file: people, from where to where, since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Final, cast

from rotations import workflow
from rotations.importing.file_rows import FileRow
from rotations.importing.intakes import Errand, Intake
from rotations.importing.journal import Journal
from rotations.importing.plans.columns import PLAN
from rotations.importing.plans.proposals import PlanRow, Years
from rotations.importing.plans.records import PlanRecords
from rotations.importing.plans.rows import PlanReader, by_direction
from rotations.importing.plans.store import Stored, store
from rotations.importing.tables.layout import Table
from rotations.importing.tables.wanted import Wanted
from rotations.models import RotationPlan
from rotations.vocabulary import ImportKind

# Rows between two looks at the database: less than a millisecond.
A_FEW: Final = 20


class PlanIntake(Intake):
    """A plan file. Its rows speak of each other (a seat given twice), so they are resolved all at once."""

    kind: ClassVar[ImportKind] = ImportKind.PLAN
    wanted: ClassVar[Wanted] = PLAN

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self.years = _years_of(errand)
        self.rows: list[PlanRow] = []
        self.stored = Stored()

    def begin(self, tables: Sequence[Table]) -> None:
        """Rows may be read from now on."""
        super().begin(tables)
        self._reader = PlanReader(tables, on=self.errand.on, last_year=self.years.last)

    def rounds(self) -> Iterator[Sequence[FileRow]]:
        """Every row of every table at once."""
        errand = self.errand
        theirs = frozenset(workflow.handled_by_others(errand.by))
        self.rows = self._reader.read(PlanRecords(self.years, errand.answers, errand.on, theirs), self.stages)
        yield self.rows

    def read_on(self) -> bool:
        """A few rows read before they are resolved, or finished while the cases are stored."""
        return self._reader.read_on(A_FEW)

    def finish(self, rows: Sequence[FileRow]) -> None:
        """What the rows say of people on record besides."""
        self._reader.finish(len(rows))

    def store(self, rows: Sequence[FileRow], journal: Journal) -> None:
        """People, blanks filled in on their files, cases, and a new version of an approved plan."""
        finish = partial(self.finish, rows)
        self.stored = store(cast(Sequence[PlanRow], rows), self.errand, journal, finish)

    def totals(self) -> dict[str, Any]:
        """People by direction."""
        return {"by_direction": by_direction(self.rows)}

    def about(self) -> dict[str, Any]:
        """The plans the file concerns: year, title, regulation, and whether the file sets the plan up."""
        new = {plan.year for plan in self.stored.new_plans}
        years = {row.plan_year for row in self.rows if row.stands and row.plan_year is not None}
        found = {plan.year: plan for plan in self.stored.plans}
        if left := years - found.keys():
            others = RotationPlan.objects.filter(year__in=left).select_related("regulation")
            found |= {plan.year: plan for plan in others}
        written = {row.plan_year for row in self.rows if row.rotation_is_written}
        only = found[next(iter(years))].pk if len(years) == 1 and years <= found.keys() else None
        return {
            "plans": [
                {
                    "year": plan.year,
                    "title": plan.title,
                    "regulation": plan.regulation.symbol,
                    "new": year in new,
                    "amended": plan.is_fixed and year in written,
                }
                for year, plan in sorted(found.items())
            ],
            "plan_id": only,
        }


def _years_of(errand: Errand) -> Years:
    if errand.year is not None:
        return Years(errand.year, errand.year)
    if errand.term is None:
        raise ValueError("a plan file is taken in for a year or for a term")
    return Years(errand.term.starts_on.year, errand.term.ends_on.year, is_term=True)
