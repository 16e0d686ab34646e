"""Many rows at once, each stored as its own `save()` would have stored it: values, history, constraints.

PostgreSQL takes rows by COPY, SQLite by one prepared statement; the lines of history are copied from the rows by the
database itself, so that they cost no more than their room. Signals are not sent: there are none here but those of
the history. Names in statements come from the models alone, never from input.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.db import connection, models, transaction
from django.utils.timezone import now

from rotations.models.bulk_lines import Cells, cells_alike, cells_of, under
from rotations.models.bulk_sending import copy_lines, copy_values, for_each, write_values
from rotations.models.bulk_values import Columns, columns_of, values_alike, values_of
from rotations.models.fields import DerivedField, Recorded

if TYPE_CHECKING:
    from rotations.models.accounts import Account

AT_ONCE: Final = 20_000
ADDED, CHANGED, GONE = "+", "~", "-"

Row = TypeVar("Row", bound=models.Model)
RecordedRow = TypeVar("RecordedRow", bound=Recorded)
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class WrittenAhead(Generic[Given]):
    """New rows, or the values of such, as of a moment; `cells` are their columns written out, None where they are not."""

    rows: list[Given]
    moment: datetime
    cells: Sequence[Cells] | None = None


def write_ahead(instances: Iterable[Row]) -> WrittenAhead[Row]:
    """Write new rows out before they are created: while the database is busy with others.

    Shape   unsaved instances of one model in, what `create_recorded` takes in their place out. Between the two nobody
            may change them. Where rows are not sent as lines, or are too many at once, nothing is written ahead.
    Units   no query, but for a column that was not read with its row.
    Errors  as `create_recorded`, but for those of the database.
    Source  product §8 (import).
    """
    rows, moment = list(instances), now()
    if not _are_written_ahead(rows):
        return WrittenAhead(rows, moment)
    model = _model_of(rows, recorded=isinstance(rows[0], Recorded))
    return WrittenAhead(rows, moment, list(cells_of(rows, _all_columns(model), moment)))


def write_alike_ahead(
    pattern: models.Model, names: Sequence[str], values: Iterable[Sequence[Any]]
) -> WrittenAhead[Sequence[Any]]:
    """`write_ahead` for `create_alike`, which takes it in place of the values."""
    given, moment = list(values), now()
    if not _are_written_ahead(given):
        return WrittenAhead(given, moment)
    columns = _all_columns(type(pattern))
    return WrittenAhead(given, moment, list(cells_alike(pattern, columns, names, given, moment)))


def _are_written_ahead(rows: Sequence[Any]) -> bool:
    return connection.vendor == "postgresql" and 1 < len(rows) <= AT_ONCE


def _as_given(given: Iterable[Given] | WrittenAhead[Given], moment: datetime | None) -> WrittenAhead[Given]:
    if not isinstance(given, WrittenAhead):
        return WrittenAhead(list(given), moment or now())
    if moment is not None:
        raise ValueError("rows written ahead have their moment already")
    return given


def create_recorded(
    instances: Iterable[RecordedRow] | WrittenAhead[RecordedRow],
    *,
    by: Account | None,
    reason: str = "",
    moment: datetime | None = None,
) -> list[RecordedRow]:
    """Store new rows and the first line of history of each.

    Shape   unsaved instances of one model in, or these written ahead, the same with their keys out, in order; all of
            them or none.
    Units   a fixed number of queries for each `AT_ONCE` rows. `moment` (now) is that of the change, for rows written
            ahead the one they were written at; without `by` the history names whom the page is open for, as after
            `save()`.
    Errors  IntegrityError as from `save()`, for `explain`; the instances are then as they were. ValueError for a row
            that stands already and for a second moment, TypeError for a model whose rows are not kept in one table
            under a counted key.
    Source  product §8 (import).
    """
    new = _as_given(instances, moment)
    if not new.rows:
        return new.rows
    model = _model_of(new.rows, recorded=True)
    with transaction.atomic(savepoint=False):
        keys = _insert(model, new)
        _keep_history(model, new.rows, keys, ADDED, new.moment, by, reason)
    _mark_stored(new.rows, keys)
    return new.rows


def create_plain(instances: Iterable[Row], *, moment: datetime | None = None) -> list[Row]:
    """Store new rows of a model that keeps no history; else as `create_recorded`."""
    new = _as_given(instances, moment)
    if not new.rows:
        return new.rows
    model = _model_of(new.rows, recorded=False)
    with transaction.atomic(savepoint=False):
        keys = _insert(model, new)
    _mark_stored(new.rows, keys)
    return new.rows


def create_alike(
    pattern: models.Model,
    names: Sequence[str],
    values: Iterable[Sequence[Any]] | WrittenAhead[Sequence[Any]],
    *,
    by: Account | None = None,
    reason: str = "",
    moment: datetime | None = None,
) -> list[int]:
    """Store new rows that are like one instance but for a few columns, with a line of history where there is one.

    Shape   an unsaved instance, names of fields, and for each row the values of these fields in this order, as the
            database keeps them (a key, not an object; of a JSON field its text); the keys of the rows out, in order.
    Units   as `create_recorded`, without an instance for each row.
    Errors  as `create_recorded`; TypeError for a field or a value that would have to be prepared row by row.
    Source  product §8 (import).
    """
    new = _as_given(values, moment)
    if not new.rows:
        return []
    recorded = isinstance(pattern, Recorded)
    model = _model_of([pattern], recorded=recorded)
    if pattern.pk is not None:
        raise ValueError(f"{model.__name__}: only new rows can be created")
    columns = _all_columns(model)

    def write(into: str, part: Sequence[Any], keys: Sequence[int]) -> None:
        if connection.vendor == "postgresql":
            copy_lines(into, under(keys, new.cells or cells_alike(pattern, columns, names, part, new.moment)))
        else:
            write_values(into, map(values_alike(pattern, columns, names, new.moment), keys, part))

    with transaction.atomic(savepoint=False):
        keys = _store(model, new.rows, write)
        if recorded:
            _keep_history(model, [pattern], keys, ADDED, new.moment, by, reason)
    return keys


def update_recorded(
    instances: Iterable[RecordedRow],
    fields: Sequence[str],
    *,
    by: Account | None,
    reason: str = "",
    moment: datetime | None = None,
) -> int:
    """Store these fields of rows that stand, and a line of history of each.

    Shape   instances of one model and names of fields in, the number of rows still there out. The keys derived from
            a named field and the moment of change are written without being named.
    Units   as `create_recorded`.
    Errors  as `create_recorded`; ValueError for a row that was never stored or is given twice.
    Source  product §8 (import).
    """
    rows = list(instances)
    if not rows:
        return 0
    model, when, changed = _model_of(rows, recorded=True), moment or now(), 0
    keys = [row.pk for row in rows]
    if None in keys or len(set(keys)) < len(keys):
        raise ValueError(f"{model.__name__}: a row to update was never stored, or is given twice")
    written = _with_what_follows(model, fields)
    _read_what_is_missing(model, rows, written)
    columns = columns_of(model, written, connection.vendor)
    write = _update_by_copy if connection.vendor == "postgresql" else _update_by_statement
    with transaction.atomic(savepoint=False):
        for part, part_keys in zip(_parts(rows), _parts(keys), strict=True):
            changed += write(model, columns, values_of(part, part_keys, columns, when, add=False))
        _keep_history(model, rows, keys, CHANGED, when, by, reason)
    return changed


def delete_recorded(
    instances: Iterable[RecordedRow], *, by: Account | None, reason: str = "", moment: datetime | None = None
) -> int:
    """Delete rows that stand, with a last line of history of each.

    Shape   instances of one model in, the number of rows that were still there out.
    Units   as `create_recorded`. Rows that hang on these are the caller's to delete before, or the database refuses.
    Errors  IntegrityError where something still points to a row: at the end of the transaction, when the database
            looks at its keys.
    Source  product §6 (a batch can be undone).
    """
    rows = list(instances)
    if not rows:
        return 0
    model = _model_of(rows, recorded=True)
    keys = [row.pk for row in rows]
    with transaction.atomic(savepoint=False):
        _keep_history(model, rows, keys, GONE, moment or now(), by, reason)
        gone = 0
        for part in _parts(keys):
            among, chosen = _among(part)
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {_table(model)} WHERE {_key(model)} {among}", chosen)
                gone += cursor.rowcount
    return gone


# --- What may be written -----------------------------------------------------------------------------------


def _model_of(rows: Sequence[models.Model], *, recorded: bool) -> type[models.Model]:
    """The one model of all rows, refused unless it is of the kind these functions are right for."""
    model = type(rows[0])
    if any(type(row) is not model for row in rows):
        raise TypeError("rows of several models cannot be written at once")
    options = model._meta
    if options.parents or options.proxy or not isinstance(options.pk, models.AutoField | models.BigAutoField):
        raise TypeError(f"{model.__name__} is not one table under a counted key")
    if issubclass(model, Recorded) != recorded:
        raise TypeError(f"{model.__name__} {'keeps no' if recorded else 'keeps a'} history")
    if recorded:
        history: Any = model.history.model  # type: ignore[attr-defined]
        kept = {field.attname for field in history.tracked_fields}
        if kept != {field.attname for field in options.concrete_fields} or history._history_m2m_fields:
            raise TypeError(f"the history of {model.__name__} is not a copy of its columns")
    return model


def _with_what_follows(model: type[models.Model], names: Sequence[str]) -> tuple[str, ...]:
    """The fields of these names, with the keys derived from them and the moment of change."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    if not fields or any(field.primary_key or not field.concrete or field.many_to_many for field in fields):
        raise ValueError(f"{model.__name__}: no such columns to update: {', '.join(names) or '-'}")
    named = {field.name for field in fields}
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if field.name in named
        or getattr(field, "auto_now", False)
        or (isinstance(field, DerivedField) and not named.isdisjoint(field.sources))
    )


def _read_what_is_missing(
    model: type[models.Model], rows: Sequence[models.Model], names: Sequence[str]
) -> None:
    """Columns needed of rows that were read without them, at once instead of row by row; moments are written anew."""
    fields: list[Any] = [
        field for name in names if not getattr(field := model._meta.get_field(name), "auto_now", False)
    ]
    derived = [field for field in fields if isinstance(field, DerivedField)]
    needed = [field.attname for field in fields if field not in derived]
    needed += [source for field in derived for source in field.sources]
    lacking = {row.pk: row for row in rows if any(name not in row.__dict__ for name in needed)}
    for part in _parts(list(lacking)):
        found = model._default_manager.filter(pk__among=part).values_list("pk", *needed)
        for key, *values in found:
            for name, value in zip(needed, values, strict=True):
                lacking[key].__dict__.setdefault(name, value)
    for row in rows:
        for field in derived:  # made from its sources whatever stands there, once something does
            row.__dict__.setdefault(field.attname, "")


def _mark_stored(rows: Sequence[models.Model], keys: Sequence[int]) -> None:
    name, alias = _key_of(rows[0]), connection.alias
    for row, key in zip(rows, keys, strict=True):
        setattr(row, name, key)
        row._state.adding, row._state.db = False, alias


# --- Statements --------------------------------------------------------------------------------------------


def _parts(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), AT_ONCE):
        yield things[start : start + AT_ONCE]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _key_of(row: models.Model) -> str:
    """The attribute that holds the key."""
    return str(row._meta.pk.attname)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _key(model: type[models.Model]) -> str:
    return connection.ops.quote_name(str(model._meta.pk.column))


def _all_columns(model: type[models.Model]) -> Columns:
    """How to write every column but the key."""
    names = tuple(field.name for field in model._meta.concrete_fields if not field.primary_key)
    return columns_of(model, names, connection.vendor)


def _insert(model: type[models.Model], new: WrittenAhead[Any]) -> list[int]:
    name = _key_of(new.rows[0])
    if any(row.__dict__.get(name) is not None for row in new.rows):
        raise ValueError(f"{model.__name__}: only new rows can be created")
    columns = _all_columns(model)

    def write(into: str, part: Sequence[models.Model], keys: Sequence[int]) -> None:
        if new.cells:
            copy_lines(into, under(keys, new.cells))
        elif connection.vendor == "postgresql" and len(part) > 1:
            lines = under(keys, cells_of(part, columns, new.moment))
            # A column that is not there would be read in the middle of a COPY, which would wait for ever.
            copy_lines(into, lines if _are_whole(model, part) else list(lines))
        else:
            write_values(into, values_of(part, keys, columns, new.moment, add=True))

    return _store(model, new.rows, write)


def _are_whole(model: type[models.Model], rows: Sequence[models.Model]) -> bool:
    """Whether every column that is not worked out anew is there, so that writing the rows out reads nothing."""
    kept = {
        field.attname
        for field in model._meta.concrete_fields
        if not (field.primary_key or isinstance(field, DerivedField))
    }
    return all(kept <= row.__dict__.keys() for row in rows)


def _store(
    model: type[models.Model],
    rows: Sequence[Any],
    write: Callable[[str, Sequence[Any], Sequence[int]], None],
) -> list[int]:
    """Store the rows under keys of our choosing, so that every statement is one whatever it carries."""
    into = f"{_table(model)} ({_listed([str(model._meta.pk.column), *_all_columns(model).names])})"
    keys: list[int] = []
    for part in _parts(rows):
        part_keys = _reserved(model, len(part))
        write(into, part, part_keys)
        keys += part_keys
    return keys


# The sequence is looked up once, not for each key; keys that lie side by side, as nearly always, are not sent one by one.
_NEXT_KEYS: Final = """
    SELECT MIN(key), MAX(key), CASE WHEN MAX(key) - MIN(key) + 1 > COUNT(*) THEN ARRAY_AGG(key ORDER BY key) END
    FROM (
        SELECT nextval(s) AS key
        FROM CAST(pg_get_serial_sequence(%s, %s) AS regclass) s, generate_series(1, %s)
    ) keys
"""


def _reserved(model: type[models.Model], count: int) -> list[int]:
    """So many keys that nobody else will get: PostgreSQL gives them out, SQLite has one writer at a time."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT_KEYS, [_table(model), str(model._meta.pk.column), count])
            first, last, every = cursor.fetchone()
            return every or list(range(first, last + 1))
        cursor.execute(
            f"SELECT MAX((SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s), "
            f"(SELECT COALESCE(MAX({_key(model)}), 0) FROM {_table(model)}))",
            [model._meta.db_table],
        )
        (last,) = cursor.fetchone()
        return list(range(last + 1, last + 1 + count))


def _update_by_copy(model: type[models.Model], columns: Columns, values: Iterable[Sequence[Any]]) -> int:
    """PostgreSQL: the values into a table of this transaction, and from there into the rows in one statement."""
    quoted, table, key = connection.ops.quote_name, _table(model), _key(model)
    names = [str(model._meta.pk.column), *columns.names]
    sent = quoted(f"sent_{model._meta.db_table}"[:60])
    settings = ", ".join(f"{quoted(name)} = {sent}.{quoted(name)}" for name in columns.names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {sent} ON COMMIT DROP AS SELECT {_listed(names)} FROM {table} WITH NO DATA"
        )
        copy_values(f"{sent} ({_listed(names)})", values)
        cursor.execute(f"UPDATE {table} SET {settings} FROM {sent} WHERE {table}.{key} = {sent}.{key}")
        changed: int = cursor.rowcount
        cursor.execute(f"DROP TABLE {sent}")
    return changed


def _update_by_statement(model: type[models.Model], columns: Columns, values: Iterable[Sequence[Any]]) -> int:
    """SQLite: one statement, prepared once."""
    settings = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in columns.names)
    return for_each(
        f"UPDATE {_table(model)} SET {settings} WHERE {_key(model)} = %s",
        ([*fields, key] for key, *fields in values),
    )


def _keep_history(
    model: type[models.Model],
    rows: Sequence[models.Model],
    keys: Sequence[int],
    kind: str,
    moment: datetime,
    by: Account | None,
    reason: str,
) -> None:
    """A line of history of each row, as it stands now."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    who = by if by is not None else history.get_default_history_user(rows[0])
    columns = [str(field.column) for field in model._meta.concrete_fields]
    about = ("history_date", "history_type", "history_change_reason", "history_user_id")
    facts: list[Any] = [
        connection.ops.adapt_datetimefield_value(moment),
        kind,
        reason or None,
        who and who.pk,
    ]
    with connection.cursor() as cursor:
        for part in _parts(keys):
            among, chosen = _among(part)
            cursor.execute(
                f"INSERT INTO {_table(history)} ({_listed([*columns, *about])}) "
                f"SELECT {_listed(columns)}, %s, %s, %s, %s FROM {_table(model)} "
                f"WHERE {_key(model)} {among} ORDER BY {_key(model)}",
                [*facts, *chosen],
            )


def _among(keys: Sequence[int]) -> tuple[str, list[Any]]:
    """A condition for any number of keys, and its parameters; keys given out in one go lie side by side."""
    first, last = min(keys), max(keys)
    if last - first + 1 == len(keys) == len(set(keys)):
        return "BETWEEN %s AND %s", [first, last]
    if connection.vendor == "postgresql":
        return "= ANY(%s)", [list(keys)]
    return "IN (SELECT value FROM json_each(%s))", [json.dumps(list(keys))]
