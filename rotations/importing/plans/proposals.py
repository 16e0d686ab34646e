"""One row of a yearly plan as a proposal: who, from where, to where, since when, with its findings and verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rotations.importing.file_rows import FileRow
from rotations.importing.plans.cells import PlanCells
from rotations.models import Official, Post, Rotation, Unit
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    Direction,
    MovementType,
    RowVerdict,
)


@dataclass(slots=True)
class PlanRow(FileRow):
    """One row of a plan file: the person, both ends of the move, and what it changes."""

    cells: PlanCells | None = None
    official: Official | None = None
    match: str = "new"
    creates_official: bool = False
    plan_year: int | None = None
    existing: Rotation | None = None
    rotation: Rotation | None = None
    sending: Unit | None = None
    left_posts: list[Post] = field(default_factory=list)
    sending_title: str = ""
    receiving: Unit | None = None
    receiving_posts: list[Post] = field(default_factory=list)
    starts: PartialDate | None = None
    due: PartialDate | None = None
    direction: Direction | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    rotation_fields: dict[str, Any] = field(default_factory=dict)

    @property
    def facts_can_wait(self) -> bool:
        """Whether nothing hangs on what the row says of the person besides: a new case of somebody on record."""
        return self.official is not None and self.existing is None and not self.creates_official

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

    def records(self) -> tuple[Official | None, Rotation | None]:
        """The person, and the case as it was found or made."""
        return (self.official, self.rotation or self.existing) if self.stands else (None, None)

    def about(self) -> dict[str, Any]:
        """The person and the move, as the contract writes them."""
        read = self.cells
        birth = (read.birth if read else None) or (self.official.birth if self.official else None)
        known = birth if isinstance(birth, PartialDate) else None
        return {
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
            "plan_year": self.plan_year,
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
