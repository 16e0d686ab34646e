"""The tables of a schema, and their rows as lines of text: the form PostgreSQL's COPY gives and takes.

PostgreSQL hands such lines over as they are. SQLite is made to write the same text by its own functions, and takes
them apart value by value; JSON is written one way on both. So a row has one text whichever database holds it, and one
hash shows that two tables are equal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from django.db import connection, models

from rotations.keeping.manifest import BackupRefused, Column, Held, Table

# Signed-in people sign in again, and what was counted against a pace is of the minutes before.
LEFT_OUT: Final = frozenset({"django_session", "rotations_signinsession", "rate_counts"})
END: Final = b"\\.\n"
AT_ONCE: Final = 500
NOTHING: Final = "\\N"

KINDS: Final = {
    **dict.fromkeys(
        (
            "AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
            "PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField",
        ),
        "number",
    ),
    **dict.fromkeys(
        ("CharField", "TextField", "SlugField", "EmailField", "URLField", "GenericIPAddressField", "FileField"), "text"
    ),
    "BooleanField": "truth", "DateField": "day", "DateTimeField": "moment", "DecimalField": "decimal",
    "BinaryField": "bytes", "JSONField": "json",
}  # fmt: skip


def tables_of(apps: Any) -> list[Table]:
    """The tables of a state of the migrations, by name. BackupRefused for a column of a kind nobody has taught us."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    }
    return [
        Table(
            name,
            str(model._meta.pk.column),
            tuple(_column(field) for field in model._meta.concrete_fields),
        )
        for name, model in sorted(found.items())
    ]


def _column(field: Any) -> Column:
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    kind = KINDS.get(target.get_internal_type())
    if kind is None:
        raise BackupRefused(f"Không biết cách sao lưu cột {field}: loại {target.get_internal_type()}.")
    return Column(field.column, kind, target.decimal_places if kind == "decimal" else 0)


# --- Out ---------------------------------------------------------------------------------------------------


def lines_of(table: Table) -> Iterator[bytes]:
    """Every row of a table as one line, in the order of the key, of the state of the data the transaction sees.

    Shape   lines that end with a line feed, as COPY writes them; a portion at a time, so memory does not grow.
    Units   moments in UTC. One statement.
    Errors  DatabaseError.
    Source  product §5 (backup).
    """
    lines = _lines_of_postgresql(table) if connection.vendor == "postgresql" else _lines_of_sqlite(table)
    places = [place for place, column in enumerate(table.columns) if column.kind == "json"]
    return _json_settled(lines, places) if places else lines


def _lines_of_postgresql(table: Table) -> Iterator[bytes]:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(column.name) for column in table.columns)
    by = {column.name: column.kind for column in table.columns}[table.key]
    order = quoted(table.key) + (' COLLATE "C"' if by == "text" else "")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        statement = f"COPY (SELECT {names} FROM {quoted(table.name)} ORDER BY {order}) TO STDOUT"
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for line in copy:
                yield bytes(line)


def _lines_of_sqlite(table: Table) -> Iterator[bytes]:
    quoted = connection.ops.quote_name
    values = " || char(9) || ".join(
        f"coalesce({_AS_TEXT[column.kind](quoted(column.name), column)}, '{NOTHING}')"
        for column in table.columns
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {values} || char(10) FROM {quoted(table.name)} ORDER BY {quoted(table.key)}")
        while rows := cursor.fetchmany(AT_ONCE):
            for (line,) in rows:
                yield line.encode()


ESCAPES: Final = (
    ("\\", "\\\\"),
    ("\b", "\\b"),
    ("\f", "\\f"),
    ("\n", "\\n"),
    ("\r", "\\r"),
    ("\t", "\\t"),
    ("\v", "\\v"),
)


def _escaped_by_sqlite(name: str, _column: Column) -> str:
    text = name
    for plain, escape in ESCAPES:
        text = f"replace({text}, char({ord(plain)}), '{escape}')"
    return text


# How SQLite writes a value as PostgreSQL would.
_AS_TEXT: Final[dict[str, Callable[[str, Column], str]]] = {
    "number": lambda name, _: f"CAST({name} AS TEXT)",
    "text": _escaped_by_sqlite,
    "json": _escaped_by_sqlite,
    "truth": lambda name, _: f"CASE {name} WHEN 1 THEN 't' WHEN 0 THEN 'f' END",
    "day": lambda name, _: f"CAST({name} AS TEXT)",
    "moment": lambda name, _: (
        f"CASE WHEN instr({name}, '.') THEN rtrim(rtrim({name}, '0'), '.') ELSE {name} END || '+00'"
    ),
    "decimal": lambda name, column: (
        f"CASE WHEN {name} IS NOT NULL THEN printf('%.{column.places}f', {name}) END"
    ),
    "bytes": lambda name, _: f"CASE WHEN {name} IS NOT NULL THEN '\\\\x' || lower(hex({name})) END",
}


def _json_settled(lines: Iterable[bytes], places: list[int]) -> Iterator[bytes]:
    """Lines whose JSON is written one way: keys in order, letters as they are."""
    for line in lines:
        values = line[:-1].decode().split("\t")
        for place in places:
            if values[place] != NOTHING:
                settled = json.dumps(json.loads(_plain(values[place])), ensure_ascii=False, sort_keys=True)
                for plain, escape in ESCAPES:
                    settled = settled.replace(plain, escape)
                values[place] = settled
        yield ("\t".join(values) + "\n").encode()


class CountedLines:
    """Lines on their way from one place to another, counted and hashed as they pass."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines, self.rows, self.digest = lines, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for line in self.lines:
            self.digest.update(line)
            self.rows += 1
            yield line

    def held(self) -> Held:
        """What has passed."""
        return Held(self.rows, self.digest.hexdigest())


# --- In ----------------------------------------------------------------------------------------------------


def store_lines(table: Table, lines: Iterable[bytes]) -> None:
    """Put lines of a table into it, a portion at a time."""
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(column.name) for column in table.columns)
    rows = iter(lines)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {quoted(table.name)} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                while some := list(islice(rows, AT_ONCE)):
                    copy.write(b"".join(some))
            return
        prepare = [_FROM_TEXT.get(column.kind) for column in table.columns]
        marks = ", ".join(["%s"] * len(prepare))
        statement = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(statement, [_values(line, prepare) for line in some])


def _values(line: bytes, prepare: list[Callable[[str], Any] | None]) -> list[Any]:
    return [
        None if text == NOTHING else make(text) if make else text
        for text, make in zip(line[:-1].decode().split("\t"), prepare, strict=True)
    ]


def _plain(text: str) -> str:
    """A value without the escapes of COPY."""
    if "\\" not in text:
        return text
    first, *rest = text.split("\\\\")
    return "\\".join(_without_letters(part) for part in (first, *rest))


def _without_letters(text: str) -> str:
    for plain, escape in ESCAPES[1:]:
        text = text.replace(escape, plain)
    return text


def _moment(text: str) -> str:
    """As Django keeps a moment in SQLite: to the microsecond, or to the second where there is no more."""
    seconds, dot, rest = text.removesuffix("+00").partition(".")
    return f"{seconds}.{rest:0<6}" if dot else seconds


# What a value becomes before SQLite stores it; a kind that is not here is stored as its text, which the column turns
# into a number where it holds numbers.
_FROM_TEXT: Final[dict[str, Callable[[str], Any]]] = {
    "text": _plain,
    "json": lambda text: json.dumps(json.loads(_plain(text))),
    "truth": lambda text: text == "t",
    "moment": _moment,
    "bytes": lambda text: bytes.fromhex(text[3:]),
}
