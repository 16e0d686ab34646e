"""How sample rows are told from an office's own, and the one way they are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from rotations.models import Official, Unit

MARK = "Dữ liệu mẫu: tên đơn vị là công khai, người và số liệu là hư cấu"

Row = TypeVar("Row", bound=Model)


def is_loaded() -> bool:
    """Whether the sample district stands here already."""
    return Unit.objects.filter(note=MARK, parent=None).exists()


def strangers() -> tuple[int, int]:
    """How many units and officials here are not the sample's."""
    return (
        Unit.objects.exclude(note__startswith=MARK).count(),
        Official.objects.exclude(note__startswith=MARK).count(),
    )


def add_all(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Store new rows in bulk, each with its first line of history."""
    stored: list[Row] = bulk_create_with_history(list(rows), model, default_change_reason="Dữ liệu mẫu")
    return stored
