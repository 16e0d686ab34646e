"""A backup read from end to end: is it whole, and what does it hold."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from rotations.keeping.manifest import FORMAT, BackupRefused, Held, Manifest, Table
from rotations.keeping.sealing import DAMAGED, NEWER_FORMAT, SealedReader
from rotations.keeping.tables import END, CountedLines

AHEAD: Final = 1024 * 1024

Receive = Callable[[Table, Iterator[bytes]], None]


def examine(path: Path, passphrase: str = "") -> Manifest:
    """Read a whole backup and prove that every row is as it was written.

    Shape   a path in, what the file holds out; nothing is written anywhere.
    Units   one pass; memory is that of the largest row.
    Errors  BackupRefused: not a backup, of a newer format, damaged, cut off, or another passphrase. OSError.
    Source  product §5 (restore).
    """
    with path.open("rb") as file:
        return read_through(file, passphrase, let_by)


def read_through(file: BinaryIO, passphrase: str, receive: Receive) -> Manifest:
    """Hand the rows of each table to `receive`, and compare them with what the end of the file says of them."""
    sealed = SealedReader(file, passphrase)
    stream: BinaryIO = io.BufferedReader(sealed, AHEAD)
    manifest = _opening(stream)
    manifest.encrypted = sealed.encrypted
    for table in manifest.tables:
        if _line(stream) != {"table": table.name}:
            raise BackupRefused(DAMAGED)
        counted = CountedLines(_rows(stream))
        receive(table, iter(counted))
        manifest.held[table.name] = counted.held()
    told = {name: Held(**held) for name, held in _line(stream).get("held", {}).items()}
    for name, held in manifest.held.items():
        if name not in told or (held.rows, held.sha256) != (told[name].rows, told[name].sha256):
            raise BackupRefused(DAMAGED)
        held.last_key = told[name].last_key
    if stream.read(1):
        raise BackupRefused(DAMAGED)
    return manifest


def _opening(stream: BinaryIO) -> Manifest:
    data = _line(stream)
    if data.get("format", 0) != FORMAT:
        raise BackupRefused(NEWER_FORMAT)
    try:
        return Manifest(**{**data, "tables": [Table.of(table) for table in data["tables"]]})
    except (TypeError, KeyError) as unfit:
        raise BackupRefused(DAMAGED) from unfit


def _rows(stream: BinaryIO) -> Iterator[bytes]:
    while (line := stream.readline()) != END:
        if not line.endswith(b"\n"):
            raise BackupRefused(DAMAGED)
        yield line


def let_by(_table: Table, lines: Iterator[bytes]) -> None:
    """Look at every line and keep none."""
    for _row in lines:
        pass


def _line(stream: BinaryIO) -> dict[str, Any]:
    try:
        data = json.loads(stream.readline())
    except ValueError as unfit:
        raise BackupRefused(DAMAGED) from unfit
    if not isinstance(data, dict):
        raise BackupRefused(DAMAGED)
    return data
