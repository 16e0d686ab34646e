"""What a kind of file must say for `taking_in` to take it in: its table, its bounds, its rows, what they write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from rotations.importing.file_rows import FileRow
from rotations.importing.files.guard import PLAN_LIMITS, Limits
from rotations.importing.findings import Answers
from rotations.importing.journal import Journal
from rotations.importing.stages import Stages
from rotations.importing.tables.layout import Table
from rotations.importing.tables.wanted import Wanted
from rotations.models import Account, Term
from rotations.vocabulary import ImportKind


@dataclass(frozen=True, slots=True)
class Errand:
    """What a file is taken in for: the year or the term, by whom, on which day, with which answers, and why.

    `reason` is written beside every change in the history of the records.
    """

    on: date
    by: Account | None = None
    year: int | None = None
    term: Term | None = None
    answers: Answers = field(default_factory=Answers)
    reason: str = ""


class Intake(ABC):
    """One kind of file against the records. An instance serves one run over one file.

    `round_size` is how many rows are resolved and written at a time: None for all at once, where rows of a file
    speak of each other.
    """

    kind: ClassVar[ImportKind]
    wanted: ClassVar[Wanted]
    limits: ClassVar[Limits] = PLAN_LIMITS

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        # How far a round is that holds every row; whoever runs the intake sets it.
        self.stages = Stages()
        self.tables: Sequence[Table] = ()

    def begin(self, tables: Sequence[Table]) -> None:
        """Take the tables to be read. Asks the database nothing."""
        self.tables = tables

    @abstractmethod
    def rounds(self) -> Iterator[Sequence[FileRow]]:
        """The rows of the tables in order, resolved and judged, a round at a time.

        The rows of a round are stored before the next one is asked for.
        """

    def read_on(self) -> bool:
        """Do a little of what comes next, now that the database is busy; whether there is more. Asks it nothing."""
        return False

    def finish(self, rows: Sequence[FileRow]) -> None:  # noqa: B027 – most kinds leave nothing open
        """Settle what of a round could wait until it was stored; what is settled stays so. Asks the database nothing."""

    @abstractmethod
    def store(self, rows: Sequence[FileRow], journal: Journal) -> None:
        """Write the rows that stand, in the caller's transaction, and note in the journal what was written.

        Errors  workflow.MoveRefused, NotStored, IntegrityError: the caller rolls everything back.
        """

    def totals(self) -> dict[str, Any]:
        """Figures of this kind of file beside the verdicts, of all rows so far."""
        return {}

    def about(self) -> dict[str, Any]:
        """What the file as a whole came to, of all rows so far."""
        return {}


class NotStored(Exception):
    """The rows as a whole cannot be written; the message says why and what to do."""
