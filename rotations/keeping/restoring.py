"""A backup back into a database: everything or nothing, and proved equal before it counts.

The rows are put into the schema they were taken at (that of the database where it stands there, else a new one laid
down by the migrations of that time), read back and compared with the file, and only then brought to
the schema of this program by its own migrations. Until the last moment the old installation stands untouched:
PostgreSQL does all of it in one transaction, SQLite in a new file that takes the old one's place in one.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from rotations.keeping.examining import let_by, read_through
from rotations.keeping.manifest import BackupRefused, Manifest, Table
from rotations.keeping.schemas import applied_steps, lay_down, tables_at, unknown_among
from rotations.keeping.tables import LEFT_OUT, CountedLines, lines_of, store_lines

IN_USE: Final = ("rotations_account", "rotations_unit", "rotations_official")
PAGES_AT_ONCE = 4096
tell_of_pages: Callable[[int, int, int], object] | None = None  # whoever wants to watch a long copy

NOT_EMPTY: Final = (
    "Cơ sở dữ liệu đang có dữ liệu. Muốn thay toàn bộ bằng tệp sao lưu thì thêm --replace; "
    "hãy sao lưu dữ liệu hiện có trước."
)
NOT_EQUAL: Final = "Bảng {table} sau khi ghi khác với tệp sao lưu. Chưa thay đổi gì."
OTHER_TABLES: Final = "Cấu trúc bảng trong tệp khác với phiên bản ghi trong tệp; không phục hồi từ tệp này."
OTHER_SECRECY: Final = (
    "Tệp được sao lưu ở nơi được phép lưu tài liệu mật (CADRE_SECRECY=independent_lan); "
    "bản cài này không được phép, nên không phục hồi."
)


def restore(path: Path, *, passphrase: str = "", replace: bool = False) -> Manifest:
    """Put everything a backup holds in the place of what the database holds.

    Shape   a path in, what the file holds out. Sessions are not in a file: everybody signs in again.
    Units   the file is read twice, once to prove it whole; memory is that of the largest row.
    Errors  BackupRefused, and then nothing was changed: the file is not whole, of a newer version, encrypted with
            another passphrase, of a place where secrets may be kept; the database is in use and `replace` was not
            said, or will not take the rows.
    Source  product §5 (restore refuses to overwrite without `--replace`).
    """
    with path.open("rb") as file:
        manifest = read_through(file, passphrase, let_by)
        if unknown := unknown_among(manifest.migrations):
            raise BackupRefused(
                f"Tệp được sao lưu bằng phiên bản mới hơn của phần mềm ({', '.join(unknown[:3])}). "
                "Hãy cài phiên bản đó (hoặc mới hơn) rồi phục hồi lại."
            )
        if tables_at(manifest.migrations) != manifest.tables:
            raise BackupRefused(OTHER_TABLES)
        if manifest.secrecy != settings.SECRECY == "normal":
            raise BackupRefused(OTHER_SECRECY)
        file.seek(0)
        try:
            if connection.vendor == "postgresql":
                _into_postgresql(file, passphrase, manifest, replace)
            else:
                _into_sqlite(file, passphrase, manifest, replace)
        except DatabaseError as refused:
            raise BackupRefused(
                f"Cơ sở dữ liệu không nhận: {str(refused).strip().splitlines()[0]}. Chưa thay đổi gì."
            ) from refused
    return manifest


def _stands_at(there: set[str], manifest: Manifest) -> bool:
    """Whether the database has the very schema of the file already."""
    return "django_migrations" in there and applied_steps() == manifest.migrations


def _load(file: BinaryIO, passphrase: str, manifest: Manifest) -> None:
    """The rows of the file into empty tables."""
    if read_through(file, passphrase, store_lines).held != manifest.held:
        raise BackupRefused("Tệp sao lưu bị thay đổi trong lúc phục hồi. Chưa thay đổi gì.")
    for table in manifest.tables:
        _count_on(table, manifest.held[table.name].last_key)


def _prove(manifest: Manifest) -> None:
    """Every table read back is what the file says."""
    for table in manifest.tables:
        counted = CountedLines(lines_of(table))
        for _line in counted:
            pass
        if counted.held().sha256 != manifest.held[table.name].sha256:
            raise BackupRefused(NOT_EQUAL.format(table=table.name))


def _count_on(table: Table, last_key: int) -> None:
    """Let new rows be numbered after the highest key ever given out."""
    if not last_key:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table.name}"', table.key, last_key]
            )
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last_key, table.name])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last_key])


def _bring_up_to_date() -> None:
    """The migrations since, and what an application keeps of its models."""
    call_command("migrate", verbosity=0, interactive=False)


def _names_of_tables() -> set[str]:
    return set(connection.introspection.table_names())


def _refuse_what_is_in_use(names: set[str]) -> None:
    with connection.cursor() as cursor:
        for name in IN_USE:
            if name in names:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})")
                if (cursor.fetchone() or (False,))[0]:
                    raise BackupRefused(NOT_EMPTY)


# --- PostgreSQL --------------------------------------------------------------------------------------------


def _into_postgresql(file: BinaryIO, passphrase: str, manifest: Manifest, replace: bool) -> None:
    there = _names_of_tables()
    ours = _our_tables(there)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        # Rows are checked as they come, or a table could not be altered in the transaction that filled it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        listed = ", ".join(map(connection.ops.quote_name, ours))
        if ours:
            cursor.execute(f"LOCK TABLE {listed} IN ACCESS EXCLUSIVE MODE")
        if not replace:
            _refuse_what_is_in_use(there)
        if not _stands_at(there, manifest):
            if ours:
                cursor.execute(f"DROP TABLE {listed}")
            _drop_our_functions(cursor)
            lay_down(manifest.migrations)
        # What is written once is put aside here and nowhere else, and the restored trail says so.
        cursor.execute("SET LOCAL cadre.history_open = 'restore'")
        cursor.execute(
            "TRUNCATE "
            + ", ".join(
                map(
                    connection.ops.quote_name,
                    [*sorted(LEFT_OUT & _names_of_tables()), *(table.name for table in manifest.tables)],
                )
            )
        )
        cursor.execute("SET LOCAL cadre.history_open = ''")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _load(file, passphrase, manifest)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _prove(manifest)
        _bring_up_to_date()


def _our_tables(there: set[str]) -> list[str]:
    """The tables of the schema the database stands at; others may share the database and are left alone."""
    if "django_migrations" not in there:
        return []
    steps = applied_steps()
    names = {table.name for table in tables_at(steps)} | {"django_migrations"} | LEFT_OUT
    return sorted(names & there)


def _drop_our_functions(cursor: Any) -> None:
    cursor.execute(
        "SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        "AND starts_with(proname, 'rotations_')"
    )
    for (signature,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {signature}")


# --- SQLite ------------------------------------------------------------------------------------------------


def _into_sqlite(file: BinaryIO, passphrase: str, manifest: Manifest, replace: bool) -> None:
    path = Path(connection.settings_dict["NAME"])

    def refuse_what_is_in_use() -> None:
        if not replace:
            _refuse_what_is_in_use(_names_of_tables())

    refuse_what_is_in_use()
    schema = _schema() if _stands_at(_names_of_tables(), manifest) else []
    with _new_file_beside(path) as new:
        with _connected_to(new):
            if schema:
                _lay_down_as_it_stands(schema, manifest)
            else:
                lay_down(manifest.migrations)
            with transaction.atomic(durable=True), _without_triggers(), connection.cursor() as cursor:
                for table in manifest.tables:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")
                _load(file, passphrase, manifest)
            _prove(manifest)
            _bring_up_to_date()
        refuse_what_is_in_use()
        connection.close()
        _take_the_place(new, path)


def _schema() -> list[str]:
    """How every table, index and trigger of the database is made, tables first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND substr(name, 1, 7) <> 'sqlite_' "
            "ORDER BY type = 'trigger', type = 'index', name"
        )
        return [statement for (statement,) in cursor.fetchall()]


def _lay_down_as_it_stands(schema: list[str], manifest: Manifest) -> None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for statement in schema:
            cursor.execute(statement)
        recorder = MigrationRecorder(connection)
        for app, name in manifest.migrations:
            recorder.record_applied(app, name)


@contextmanager
def _new_file_beside(path: Path) -> Iterator[Path]:
    """An empty file on the same disk, gone afterwards; so is one that a run which was killed left behind."""
    for left in path.parent.glob(f"{path.name}.restoring-*"):
        left.unlink()
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.restoring-", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _connected_to(path: Path) -> Iterator[None]:
    """Let everything, migrations too, speak to another file, which need not survive a loss of power."""
    usual = connections["default"]
    config = {**usual.settings_dict, "NAME": str(path)}
    config["OPTIONS"] = {
        **config.get("OPTIONS", {}),
        "init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;",
    }
    connections["default"] = type(usual)(config, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


@contextmanager
def _without_triggers() -> Iterator[None]:
    """What triggers hold is held by the rows of a file already; they would look at each of them again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _statement in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, statement in triggers:
            cursor.execute(statement)


def _take_the_place(new: Path, path: Path) -> None:
    """Copy the new file over the installation's in one transaction: whoever reads meanwhile sees the old one, and
    whoever has it open goes on with the new one."""
    with (
        closing(sqlite3.connect(new)) as source,
        closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as target,
    ):
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target, pages=PAGES_AT_ONCE, progress=tell_of_pages)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
