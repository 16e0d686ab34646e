"""One row of a file and what became of it, whatever kind of file it is, and how a row asks a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rotations.importing.findings import ACCEPT, ACCEPT_LABELS, Answers, Issue, Option, question_key
from rotations.importing.row_cells import RowCells
from rotations.importing.tables.layout import Cell, TableRow
from rotations.models import Official, Rotation
from rotations.vocabulary import RowVerdict, Severity


@dataclass(slots=True)
class Change:
    """One value a row would write: column of the record, what it was and what it becomes, as people read them."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class FileRow:
    """One row of a file. `cells` is None for a row that is about nobody and nothing (a title, a group, a total).

    `shown` is its object of the import contract, taken before anything is written; `shown_as_text` that object as JSON,
    written out once for the seal of the run and the record of the row.
    """

    row: TableRow
    cells: RowCells | None = None
    verdict: RowVerdict = RowVerdict.SKIP
    issues: list[Issue] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    shown_as_text: str = "{}"

    @property
    def is_entry(self) -> bool:
        """Whether the row is about a record; the others are skipped with their reason."""
        return self.cells is not None

    @property
    def stands(self) -> bool:
        """Whether a commit would take the row in."""
        return self.verdict in (RowVerdict.CREATE, RowVerdict.UPDATE, RowVerdict.UNCHANGED)

    @property
    def is_written(self) -> bool:
        """Whether a commit would write anything for the row."""
        return self.verdict in (RowVerdict.CREATE, RowVerdict.UPDATE)

    @property
    def has_error(self) -> bool:
        """Whether something in the row must be mended before it can be taken in."""
        return bool(self.issues) and any(issue.severity == Severity.ERROR for issue in self.issues)

    def records(self) -> tuple[Official | None, Rotation | None]:
        """The person and the case the row ended in, where it is about such and was taken in."""
        return None, None

    def about(self) -> dict[str, Any]:
        """What the row says of its record, as the contract of its kind of file writes it."""
        raise NotImplementedError

    def as_json(self) -> dict[str, Any]:
        """The row as the contract writes it."""
        return {
            "row": self.row.number,
            "sheet": self.row.table.sheet.name,
            "verdict": self.verdict.value,
            **self.about(),
            "issues": [issue.as_json() for issue in self.issues],
            "reason": self.row.reason,
            "changes": [
                {"field": change.label, "old": change.old, "new": change.new} for change in self.changes
            ],
        }


def ask(
    answers: Answers,
    row: FileRow,
    code: str,
    message: str,
    cell: Cell | None,
    *,
    values: tuple[str, ...],
    options: Sequence[Option] = (),
    candidates: Sequence[str] | None = None,
    accept: bool = False,
) -> str:
    """The answer a person gave to a question, or "" and the question stands on the row."""
    assert row.cells is not None
    open_to = [*options, *([Option(ACCEPT, ACCEPT_LABELS.get(code, "Chấp nhận"))] if accept else [])]
    key = question_key(code, (cell.code or "") if cell else "", *values)
    answer = answers.to(key)
    if answer in {option.value for option in open_to}:
        return answer
    row.cells.add(
        Severity.QUESTION,
        code,
        message,
        cell,
        candidates=tuple(option.label for option in options) if candidates is None else tuple(candidates),
        options=tuple(open_to),
        key=key,
    )
    return ""
