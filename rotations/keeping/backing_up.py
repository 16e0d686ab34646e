"""The installation into one file, of one moment, while people go on writing."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from rotations.keeping.manifest import BackupRefused, Manifest, Table, written
from rotations.keeping.schemas import applied_steps, tables_at
from rotations.keeping.sealing import SealedWriter
from rotations.keeping.tables import END, CountedLines, lines_of


def back_up(path: Path, *, at: datetime, passphrase: str = "", overwrite: bool = False) -> Manifest:
    """Write every row of every table, but the sessions of signed-in people, into one sealed file.

    Shape   a path in, what the file holds out. The file appears whole under its name or not at all, readable by its
            owner alone.
    Units   one statement and a few more for each table, all of one moment of the data: nobody waits for it. Memory
            is that of the largest row, which is the largest file kept beside a record.
    Errors  BackupRefused: a file of that name is there, or the database is ahead of the program. OSError.
    Source  product §5; domain reference §10.2 (encrypted backups).
    """
    if path.exists() and not overwrite:
        raise BackupRefused(f"Đã có tệp {path}. Hãy chọn tên khác, hoặc thêm --overwrite để ghi đè.")
    part = path.with_name(f"{path.name}.part-{os.getpid()}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, one_moment():
            manifest = _write(SealedWriter(file, passphrase), at)
            file.flush()
            os.fsync(file.fileno())
        _give_its_name(part, path, overwrite)
    finally:
        part.unlink(missing_ok=True)
    manifest.encrypted = bool(passphrase)
    return manifest


def product_version() -> str:
    """The version of the program, as its own folder says."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _write(out: SealedWriter, at: datetime) -> Manifest:
    steps = applied_steps()
    if not steps:
        raise BackupRefused("Cơ sở dữ liệu chưa được khởi tạo (migrate): không có gì để sao lưu.")
    manifest = Manifest(
        made_at=at.isoformat(timespec="seconds"),
        product=product_version(),
        database=connection.vendor,
        secrecy=settings.SECRECY,
        migrations=steps,
        tables=tables_at(steps),
    )
    out.write(written(manifest.opening()))
    for table in manifest.tables:
        out.write(written({"table": table.name}))
        counted = CountedLines(lines_of(table))
        for line in counted:
            out.write(line)
        held = counted.held()
        held.last_key = last_key(table)
        manifest.held[table.name] = held
        out.write(END)
    out.write(written(manifest.ending()))
    out.close()
    return manifest


def _give_its_name(part: Path, path: Path, overwrite: bool) -> None:
    """Rename without ever taking the place of a file that came there meanwhile."""
    if overwrite:
        part.replace(path)
        return
    try:
        os.link(part, path)
    except FileExistsError as taken:
        raise BackupRefused(f"Đã có tệp {path}. Hãy chọn tên khác.") from taken
    except OSError:  # a disk that knows no links, as many that are carried about
        if path.exists():
            raise BackupRefused(f"Đã có tệp {path}. Hãy chọn tên khác.") from None
        part.rename(path)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, and no writer waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # `atomic` would take the place of the one writer
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def last_key(table: Table) -> int:
    """The highest key ever given out in a table; 0 where keys are not counted."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
            (sequence,) = _one(cursor)
            if sequence is None:
                return 0
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")
        else:
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table.name])
        return int(_one(cursor)[0])


def _one(cursor: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] | None = cursor.fetchone()
    if found is None:
        raise LookupError("a statement that always has a row had none")
    return found
