"""What an import wrote: for each row the records it made and the values it replaced, so that it can be undone.

An entry names a record by model and key and keeps the moment at which the import wrote it: a record whose
`changed_at` is another one has been touched since.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from rotations.importing.file_rows import FileRow

CREATED, CHANGED = "created", "changed"


@dataclass(slots=True)
class Journal:
    """Filled while rows are stored, read once they are; `own` belongs to the file and to no row of it."""

    rows: dict[int, list[tuple[str, Model, dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    own: list[tuple[str, Model, dict[str, Any]]] = field(default_factory=list)
    # Moments of writing as JSON has them: one, or a few.
    _moments: dict[datetime | None, str] = field(default_factory=dict)

    def created(self, row: FileRow | None, record: Model) -> None:
        """A record that was not there before."""
        self._of(row).append((CREATED, record, {}))

    def changed(self, row: FileRow | None, record: Model, before: dict[str, Any]) -> None:
        """A record with the values it had, by column or by the name of what hangs on it."""
        self._of(row).append((CHANGED, record, {name: plain(value) for name, value in before.items()}))

    def _of(self, row: FileRow | None) -> list[tuple[str, Model, dict[str, Any]]]:
        return self.own if row is None else self.rows[id(row)]

    def entries(self, row: FileRow | None) -> list[dict[str, Any]]:
        """What is kept of a row (of the file itself for None), in the order it was written."""
        found = self.own if row is None else self.rows.get(id(row), [])
        return [_entry(act, record, before) for act, record, before in found]

    def as_text(self, row: FileRow) -> str:
        """The entries of a row as JSON. A record that is new, as most are, is written out without its entry being made."""
        found = self.rows.get(id(row), [])
        if any(before for _act, _record, before in found):
            return json.dumps(self.entries(row))
        return f"[{', '.join([self._written(act, record) for act, record, _before in found])}]"

    def _written(self, act: str, record: Model) -> str:
        stamp = getattr(record, "changed_at", None)
        if stamp not in self._moments:
            self._moments[stamp] = json.dumps(stamp and stamp.isoformat())
        return f'{{"act": "{act}", "model": "{record._meta.model_name}", "pk": {record.pk}, "at": {self._moments[stamp]}}}'


def _entry(act: str, record: Model, before: dict[str, Any]) -> dict[str, Any]:
    stamp = getattr(record, "changed_at", None)
    entry = {
        "act": act,
        "model": record._meta.model_name,
        "pk": record.pk,
        "at": stamp.isoformat() if stamp else None,
    }
    return {**entry, "before": before} if before else entry


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
