"""The record of a file: what is kept of it with every run, and of each of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rotations.importing.file_rows import FileRow
from rotations.importing.findings import Answers
from rotations.importing.journal import Journal
from rotations.importing.outcomes import Outcome
from rotations.models import (
    ImportBatch,
    ImportRow,
    WrittenAhead,
    create_alike,
    create_plain,
    write_alike_ahead,
)

# What is kept of each row.
KEPT: Final = ("place", "row_number", "verdict", "result", "written", "official", "rotation")
# What is kept of a file but for its bytes.
DESCRIBED: Final = [
    field.name
    for field in ImportBatch._meta.concrete_fields
    if not field.primary_key and field.name != "content"
]


def describe(batch: ImportBatch, outcome: Outcome, answers: Answers) -> None:
    """Put on the batch what the last run came to; the caller saves it."""
    about = outcome.file
    batch.file_name = about["name"]
    batch.sha256 = about["sha256"]
    batch.file_format = about["format"] or ""
    batch.encoding = about["encoding"] or ""
    batch.sheet = about["sheet"] or ""
    batch.header_rows = about["header_rows"]
    batch.verdict = outcome.verdict
    batch.answers = answers.as_json()
    batch.seal = outcome.seal
    batch.totals = {
        **outcome.totals,
        **outcome.about,
        "notes": outcome.notes,
        "questions": [question.as_json() for question in outcome.questions],
        "blocked": outcome.blocked,
        "sheets": about["sheets"],
    }
    batch.refusal_code = outcome.refusal.code if outcome.refusal else ""
    batch.refusal_message = outcome.refusal.message if outcome.refusal else ""


def keep_file(batch: ImportBatch) -> None:
    """Store a new batch with its file, sent in pieces: in one it would stand several times over in memory."""
    create_plain([batch])


def keep_described(batch: ImportBatch) -> None:
    """Store what was put on a batch; the file itself, which may be large, is there and stays as it was handed in."""
    batch.save(update_fields=DESCRIBED)


class RowRecorder:
    """Keeps the rows of one run, round by round, in place of those of the run before."""

    def __init__(self, batch: ImportBatch) -> None:
        self._row = ImportRow(batch=batch)
        self.place = 0
        batch.rows.all().delete()

    def drawn_up(self, rows: Sequence[FileRow], journal: Journal | None = None) -> WrittenAhead[Any]:
        """One round as it is kept; with a journal, what it wrote as well. Asks the database nothing."""
        return write_alike_ahead(self._row, KEPT, [self._kept(row, journal) for row in rows])

    def record(self, kept: WrittenAhead[Any]) -> None:
        """Keep what was drawn up."""
        create_alike(self._row, KEPT, kept)

    def _kept(self, row: FileRow, journal: Journal | None) -> tuple[Any, ...]:
        self.place += 1
        official, rotation = row.records() if journal else (None, None)
        return (
            self.place,
            row.row.number,
            row.verdict.value,
            row.shown_as_text,
            journal.as_text(row) if journal else "[]",
            official.id if official else None,
            rotation.id if rotation else None,
        )
