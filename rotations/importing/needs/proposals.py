"""One row of Biểu 1 as a need: whose, in or out, which post, how many, whom, with its findings and verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rotations.importing.file_rows import FileRow
from rotations.importing.needs.cells import NeedCells
from rotations.models import Official, Position, RotationNeed, Unit
from rotations.vietnamese import match_key
from rotations.vocabulary import NeedDirection, NeedReason


@dataclass(slots=True)
class NeedRow(FileRow):
    """One row of the file. `existing` is the need it repeats; `fields` what that need's columns become."""

    cells: NeedCells | None = None
    unit: Unit | None = None
    direction: NeedDirection | None = None
    position: Position | None = None
    position_text: str = ""
    official: Official | None = None
    proposed_text: str = ""
    existing: RotationNeed | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def read(self) -> NeedCells:
        """The cells of a row that is about a need."""
        assert self.cells is not None
        return self.cells

    @property
    def quantity(self) -> int:
        """As the file says, else as the record has it, else one."""
        return self.read.quantity or (self.existing.quantity if self.existing else 1)

    @property
    def reason(self) -> NeedReason:
        """As the file says, else as the record has it, else a vacancy; of an offer the file says nothing of, another."""
        if self.read.reason is not None:
            return self.read.reason
        if self.existing is not None:
            return NeedReason(self.existing.reason)
        return NeedReason.OTHER if self.direction == NeedDirection.OUT else NeedReason.VACANCY

    @property
    def post(self) -> str:
        """The post, as people read it."""
        return self.position_text or (self.position.name if self.position else self.read.position)

    @property
    def person(self) -> str:
        """The person proposed, as people read it."""
        return self.official.full_name if self.official else self.proposed_text

    def key(self) -> tuple[Any, ...]:
        """What makes a need one within its year."""
        return need_key(
            self.unit, self.direction, self.position, self.position_text, self.official, self.proposed_text
        )

    def records(self) -> tuple[Official | None, None]:
        """The person proposed, where one was found."""
        return (self.official if self.stands else None), None

    def about(self) -> dict[str, Any]:
        """The need as the contract writes it."""
        if self.cells is None:
            nothing = dict.fromkeys(
                (
                    "unit",
                    "direction",
                    "position",
                    "quantity",
                    "reason",
                    "proposed",
                    "expected_on",
                    "expected_on_precision",
                )
            )
            return {**nothing, "title": "", "details": []}
        expected = self.read.expected
        return {
            "unit": self.unit.name if self.unit else None,
            "direction": self.direction.value if self.direction else None,
            "position": self.post,
            "quantity": self.quantity,
            "reason": self.reason.value,
            "proposed": self.person or None,
            "expected_on": expected.first.isoformat() if expected else None,
            "expected_on_precision": expected.precision.value if expected else None,
            "title": " – ".join(filter(None, (self.unit.name if self.unit else "", self.post))),
            "details": self._details(),
        }

    def as_json(self) -> dict[str, Any]:
        """The row as the contract writes it; the reason is the need's, of a row about none why it is skipped."""
        written = FileRow.as_json(self)
        return {**written, "reason": self.reason.value} if self.cells else written

    def _details(self) -> list[dict[str, str]]:
        told = {
            "Hướng": self.direction.label if self.direction else "",
            "Số lượng": str(self.quantity),
            "Lý do": self.reason.label,
            "Yêu cầu": self.read.requirements,
            "Nhân sự đề xuất": self.official.label if self.official else self.proposed_text,
            "Thời gian dự kiến": str(self.read.expected or ""),
            "Ghi chú": self.read.notes,
        }
        return [{"label": label, "text": str(text)} for label, text in told.items() if text]


def need_key(
    unit: Unit | None,
    direction: str | None,
    position: Position | None,
    position_text: str,
    official: Official | None,
    proposed_text: str,
) -> tuple[Any, ...]:
    """What makes a need one within its year: whose, in or out, which post, whom."""
    return (
        unit.pk if unit else None,
        str(direction) if direction else "",
        position.pk if position else 0,
        match_key(position_text),
        official.pk if official else 0,
        match_key(proposed_text),
    )
