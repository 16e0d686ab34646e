"""What a file says of itself: when it was taken, at which schema, and of each table its rows and their hash."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

FORMAT: Final = 1


class BackupRefused(Exception):
    """A backup cannot be taken or used; the message says why and what to do, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and what kind of value it holds in either database."""

    name: str
    kind: str
    places: int = 0  # decimal places


@dataclass(frozen=True, slots=True)
class Table:
    """One table as a file holds it: its columns in order, and the key its rows stand by."""

    name: str
    key: str
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Table:
        """From the manifest."""
        return cls(data["name"], data["key"], tuple(Column(**column) for column in data["columns"]))


@dataclass(slots=True)
class Held:
    """What a file holds of one table."""

    rows: int = 0
    sha256: str = ""
    last_key: int = 0  # the highest key ever given out, so that none is given twice


@dataclass(slots=True)
class Manifest:
    """The opening of a file, and what its end adds: what each table holds."""

    made_at: str
    product: str
    database: str
    secrecy: str
    migrations: list[list[str]]
    tables: list[Table]
    format: int = FORMAT
    held: dict[str, Held] = field(default_factory=dict)
    encrypted: bool = False

    @property
    def rows(self) -> int:
        """How many rows the file holds."""
        return sum(held.rows for held in self.held.values())

    @property
    def files(self) -> int:
        """How many of them are a file each: kept beside a record, or handed in."""
        with_file = (t.name for t in self.tables if any(column.kind == "bytes" for column in t.columns))
        return sum(self.held[name].rows for name in with_file)

    def opening(self) -> dict[str, Any]:
        """What is written before the rows."""
        data = asdict(self)
        del data["held"], data["encrypted"]
        return data

    def ending(self) -> dict[str, Any]:
        """What is written after the rows."""
        return {"held": {name: asdict(held) for name, held in self.held.items()}}


def written(data: dict[str, Any]) -> bytes:
    """What is said about rows, as a line between them."""
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"
