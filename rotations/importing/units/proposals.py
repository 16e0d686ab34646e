"""One row of the register of units as a proposal: which unit, what it becomes, with its findings and verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from rotations.importing.file_rows import FileRow
from rotations.importing.units.cells import UnitCells
from rotations.models import Position, Post, Unit
from rotations.vocabulary import UnitBlock, UnitLevel


@dataclass(slots=True)
class UnitRow(FileRow):
    """One row of the file: the unit it means or sets up, and what it writes.

    `unit` is the unit as the records have it, and once stored the new one. `fields` holds what an existing unit's
    columns become; `seats` all seats as they will be, for showing.
    """

    cells: UnitCells | None = None
    unit: Unit | None = None
    match: str = "new"
    parent: UnitOrRow | None = None
    parent_open: bool = False
    block: UnitBlock | None = None
    name: str = ""
    depth: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    new_aliases: list[str] = field(default_factory=list)
    seats: list[tuple[str, int]] = field(default_factory=list)
    new_seats: list[tuple[Position, int, date | None]] = field(default_factory=list)
    changed_seats: list[tuple[Post, int]] = field(default_factory=list)

    @property
    def read(self) -> UnitCells:
        """The cells of a row that is about a unit."""
        assert self.cells is not None
        return self.cells

    @property
    def level(self) -> UnitLevel | None:
        """Of the unit for ever, else as the file says."""
        return UnitLevel(self.unit.level) if self.unit else self.cells.level if self.cells else None

    @property
    def code(self) -> str:
        """As it will be."""
        return str(self._becomes("code", self.read.code))

    @property
    def since(self) -> date | None:
        """The first day, as it will be."""
        return self._becomes("valid_from", self.read.valid_from)

    @property
    def until(self) -> date | None:
        """The day it ends, as it will be."""
        return self._becomes("valid_to", self.read.valid_to)

    @property
    def note(self) -> str:
        """As it will be."""
        return str(self._becomes("note", self.read.note))

    def _becomes(self, column: str, of_the_file: Any) -> Any:
        if self.unit is None:
            return of_the_file
        return self.fields.get(column, getattr(self.unit, column))

    def lives_on(self, day: date) -> bool:
        """Whether the unit exists on a day, by the dates of the file."""
        read = self.read
        return (read.valid_from is None or read.valid_from <= day) and (
            read.valid_to is None or day < read.valid_to
        )

    def about(self) -> dict[str, Any]:
        """The unit as it will be, as the contract writes it."""
        if self.cells is None:
            nothing: dict[str, Any] = {"unit": None, "parent": None, "aliases": [], "seats": []}
            return {**nothing, "valid_from": None, "valid_to": None, "title": "", "details": []}
        seats = [{"position": title, "quota": quota} for title, quota in self.seats]
        return {
            "unit": {
                "name": self.name,
                "level": self.level.value if self.level else None,
                "code": self.code,
                "match": self.match,
            },
            "parent": named(self.parent) if self.parent else None,
            "aliases": self.aliases,
            "seats": seats,
            "valid_from": self.since.isoformat() if self.since else None,
            "valid_to": self.until.isoformat() if self.until else None,
            "title": self.name,
            "details": self._details(),
        }

    def _details(self) -> list[dict[str, str]]:
        told = {
            "Mã đơn vị": self.code,
            "Cấp": self.level.label if self.level else "",
            "Khối": self.block.label if self.block else "",
            "Đơn vị cấp trên": named(self.parent) if self.parent else "",
            "Tên gọi khác": "; ".join(self.aliases),
            "Chức danh": "; ".join(f"{title} ({quota})" for title, quota in self.seats),
            "Hiệu lực từ": f"{self.since:%d/%m/%Y}" if self.since else "",
            "Hiệu lực đến": f"{self.until:%d/%m/%Y}" if self.until else "",
        }
        return [{"label": str(label), "text": str(text)} for label, text in told.items() if text]


UnitOrRow: TypeAlias = Unit | UnitRow


def named(target: UnitOrRow) -> str:
    """What a unit, or one that the file sets up, is called."""
    return target.name


def identity(target: UnitOrRow | None) -> tuple[str, int] | None:
    """What tells units and new rows apart: of a row that means a unit, the unit."""
    if target is None:
        return None
    if isinstance(target, UnitRow):
        if target.unit is None:
            return "row", id(target)
        target = target.unit
    return "unit", target.pk
