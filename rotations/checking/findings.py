"""One row that breaks what must never be false."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet

CHUNK: Final = 2000  # rows read at a time


@dataclass(frozen=True)
class Finding:
    """Which check, which row, and a sentence that says what is wrong."""

    code: str
    table: str
    id: Any
    message: str

    def as_data(self) -> dict[str, Any]:
        """For a machine to read."""
        return asdict(self)


def of_rows(code: str, rows: QuerySet[Any], message: str) -> Iterator[Finding]:
    """A finding for each of `rows`, which break the check."""
    table = rows.model._meta.db_table
    for key in rows.order_by().values_list("pk", flat=True).distinct().iterator(chunk_size=CHUNK):
        yield Finding(code, table, key, message)


def of_keys(code: str, model: type[Model], keys: Iterable[Any], message: str) -> Iterator[Finding]:
    """The same from keys."""
    for key in keys:
        yield Finding(code, model._meta.db_table, key, message)
