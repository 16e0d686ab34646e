"""How sample rows are told from an office's own, and the one way they are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from rotations.models import Official, Unit, create_recorded
from rotations.models.fields import Recorded

MARK = "Dữ liệu mẫu: tên đơn vị là công khai, người và số liệu là hư cấu"

Row = TypeVar("Row", bound=Recorded)


def is_loaded() -> bool:
    """Whether the sample district stands here already."""
    return Unit.objects.filter(note=MARK, parent=None).exists()


def strangers() -> tuple[int, int]:
    """How many units and officials here are not the sample's."""
    return (
        Unit.objects.exclude(note__startswith=MARK).count(),
        Official.objects.exclude(note__startswith=MARK).count(),
    )


def add_all(rows: Iterable[Row]) -> list[Row]:
    """Store new rows in bulk, each with its first line of history."""
    return create_recorded(rows, by=None, reason="Dữ liệu mẫu")
