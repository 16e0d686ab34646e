"""One row of a yearly plan as a proposal: who, from where, to where, since when, with its findings and verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rotations.importing.findings import (
    ACCEPT,
    ACCEPT_LABELS,
    Answers,
    Issue,
    Option,
    question_key,
)
from rotations.importing.layout import Cell, TableRow
from rotations.importing.plan_cells import PlanCells
from rotations.models import Official, Post, Rotation, Unit
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    Direction,
    MovementType,
    RowVerdict,
    Severity,
)


@dataclass(slots=True)
class Change:
    """One value a row would write: column of the record, what it was and what it becomes, as people read them."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class PlanRow:
    """One row of the file and what became of it. `shown` is its object of the contract, taken before anything is written."""

    row: TableRow
    cells: PlanCells | None = None
    verdict: RowVerdict = RowVerdict.SKIP
    issues: list[Issue] = field(default_factory=list)
    official: Official | None = None
    match: str = "new"
    creates_official: bool = False
    plan_year: int | None = None
    existing: Rotation | None = None
    sending: Unit | None = None
    left_posts: list[Post] = field(default_factory=list)
    sending_title: str = ""
    receiving: Unit | None = None
    receiving_posts: list[Post] = field(default_factory=list)
    starts: PartialDate | None = None
    due: PartialDate | None = None
    direction: Direction | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    rotation_fields: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def is_person(self) -> bool:
        """Whether the row is about somebody; the others are skipped with their reason."""
        return self.cells is not None

    @property
    def stands(self) -> bool:
        """Whether a commit would take the row in."""
        return self.verdict in (RowVerdict.CREATE, RowVerdict.UPDATE, RowVerdict.UNCHANGED)

    @property
    def rotation_is_written(self) -> bool:
        """Whether a commit would add or change a case, not only the person's file."""
        return self.verdict == RowVerdict.CREATE or (
            self.verdict == RowVerdict.UPDATE and bool(self.rotation_fields)
        )

    @property
    def movement_type(self) -> MovementType:
        """As the file says, else as the record has it, else a rotation proper."""
        if self.cells and self.cells.movement_type:
            return self.cells.movement_type
        return MovementType(self.existing.movement_type) if self.existing else MovementType.ROTATION

    def as_json(self) -> dict[str, Any]:
        """The row as the contract writes it."""
        read = self.cells
        birth = (read.birth if read else None) or (self.official.birth if self.official else None)
        known = birth if isinstance(birth, PartialDate) else None
        return {
            "row": self.row.number,
            "verdict": self.verdict.value,
            "official": {
                "full_name": read.name or (str(self.official) if self.official else ""),
                "birth": known.first.isoformat() if known else None,
                "birth_precision": known.precision.value if known else None,
                "match": self.match,
            }
            if read
            else None,
            "movement_type": self.movement_type.value if read else None,
            "direction": self.direction.value if self.direction else None,
            "sending_unit": str(self.sending) if self.sending else None,
            "sending_posts": [
                *titles(self.left_posts),
                *([self.sending_title] if self.sending_title else []),
            ],
            "receiving_unit": str(self.receiving) if self.receiving else None,
            "receiving_posts": titles(self.receiving_posts),
            "starts_on": self.starts.first.isoformat() if self.starts else None,
            "starts_on_precision": self.starts.precision.value if self.starts else None,
            "issues": [issue.as_json() for issue in self.issues],
            "reason": self.row.reason,
            "plan_year": self.plan_year,
            "changes": [
                {"field": change.label, "old": change.old, "new": change.new} for change in self.changes
            ],
        }


def titles(posts: Iterable[Post]) -> list[str]:
    return [post.position.name for post in posts]


@dataclass(frozen=True, slots=True)
class Years:
    """The plans a file may join: that of one year, or those of a term, each row by its own start."""

    first: int
    last: int
    is_term: bool = False

    def of(self, starts: PartialDate | None) -> int | None:
        """The plan year of a row; None when it cannot be told."""
        if not self.is_term:
            return self.first
        year = starts.first.year if starts else None
        return year if year is not None and self.first <= year <= self.last else None


def ask(
    answers: Answers,
    row: PlanRow,
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
