"""What one run over one file came to: its verdict, its rows, its figures, and what is asked of the whole file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rotations.importing.file_rows import FileRow
from rotations.importing.files.refusals import FileRefused
from rotations.importing.findings import Issue
from rotations.models import ImportBatch
from rotations.vocabulary import ImportVerdict, RowVerdict

# One encoder for all rows.
AS_TEXT: Final = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(slots=True)
class Outcome:
    """What a run came to. `as_json` is the contract; `batch` is the record of a commit.

    `rows` is empty where the caller asked not to keep them in memory; `seal` is the same for two runs whose rows
    came to the same.
    """

    file: dict[str, Any]
    refusal: FileRefused | None = None
    rows: list[FileRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {verdict.value: 0 for verdict in RowVerdict})
    figures: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    questions: list[Issue] = field(default_factory=list)
    blocked: str = ""
    committed: bool = False
    batch: ImportBatch | None = None
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)

    def add(self, rows: Sequence[FileRow], *, keep: bool) -> None:
        """Count one round of rows."""
        for row in rows:
            self.counts[row.verdict.value] += 1
            row.shown_as_text = AS_TEXT(row.shown)
            self._digest.update(row.shown_as_text.encode())
        if keep:
            self.rows.extend(rows)

    @property
    def seal(self) -> str:
        """A short mark of everything the rows came to."""
        return self._digest.hexdigest()

    @property
    def to_write(self) -> int:
        """How many rows a commit would write."""
        return self.counts[RowVerdict.CREATE.value] + self.counts[RowVerdict.UPDATE.value]

    @property
    def verdict(self) -> ImportVerdict:
        """Refused before errors before questions."""
        if self.refusal:
            return ImportVerdict.REFUSED
        if self.counts[RowVerdict.ERROR.value]:
            return ImportVerdict.HAS_ERRORS
        if self.questions or self.counts[RowVerdict.ASK.value]:
            return ImportVerdict.NEEDS_ANSWERS
        return ImportVerdict.READY

    @property
    def totals(self) -> dict[str, Any]:
        """How many rows came to what, and the figures of this kind of file."""
        return {**self.counts, **self.figures}

    def as_json(self) -> dict[str, Any]:
        """The object of the import contract; keys beyond it say what the file as a whole came to."""
        refusal = self.refusal
        return {
            "file": self.file,
            "verdict": self.verdict.value,
            "refusal": {"code": refusal.code, "message": refusal.message} if refusal else None,
            "rows": [row.shown for row in self.rows],
            "totals": self.totals,
            "notes": self.notes,
            "questions": [question.as_json() for question in self.questions],
            **self.about,
            "blocked": self.blocked or None,
            "committed": self.committed,
        }
