"""Rows written out as COPY reads them, column by column: what a column's values have in common is found out once.

A table of many rows has few columns, and in most of them few values. Going down a column, how its values are written is
decided once, and a value that comes again is written out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, Final

from django.db import connection, models
from psycopg.adapt import PyFormat, Transformer

from rotations.models.bulk_values import ABSENT, Columns, fitted, settle_relations, values_of

AT_ONCE: Final = 500
# How COPY writes what is not there.
_NOTHING: Final = "\\N"
_COMPARED: Final = frozenset({NoneType, str, date, datetime})


# Some rows written out but for their keys: of each other column its cells.
Cells = list[Sequence[str]]


def under(keys: Sequence[int], written: Iterable[Cells]) -> Iterator[str]:
    """The lines of rows written out, under these keys."""
    at = 0
    for cells in written:
        below = at + len(cells[0])
        yield _joined([list(map(str, keys[at:below])), *cells])
        at = below


def cells_of(rows: Sequence[models.Model], columns: Columns, moment: datetime) -> Iterator[Cells]:
    """New rows, `AT_ONCE` at a time, as `values_of` has their values; what is tidied is left so on the row."""
    for start in range(0, len(rows), AT_ONCE):
        yield _cells_of_some(rows[start : start + AT_ONCE], columns, moment)


def _cells_of_some(rows: Sequence[models.Model], columns: Columns, moment: datetime) -> Cells:
    held = [row.__dict__ for row in rows]
    for attname, _always in columns.moments:
        for values in held:
            values[attname] = moment
    for row in rows:
        if row._state.fields_cache:
            settle_relations(row, columns)
    written: Cells = []
    write = _writer()
    for attname, straight, blank, prepare in columns.values:
        found = [values.get(attname, ABSENT) for values in held]
        kinds = set(map(type, found))
        kept = {kind for kind in kinds if kind in straight or _is_word(kind, straight)}
        if not kinds <= kept and found.count(blank) < len(found):
            found = [
                value if value is blank or type(value) in kept else prepare(row, True)
                for row, value in zip(rows, found, strict=True)
            ]
        written.append(_cells(found, write))
    return written


def cells_alike(
    pattern: models.Model,
    columns: Columns,
    names: Sequence[str],
    given: Sequence[Sequence[Any]],
    moment: datetime,
) -> Iterator[Cells]:
    """New rows like the pattern but for the named fields, `AT_ONCE` at a time, as `values_alike` has their values."""
    write = _writer()
    (alike,) = values_of([pattern], [0], columns, moment, add=True)
    _key, *shared = map(write, alike)
    places = fitted(type(pattern), columns, names)
    for start in range(0, len(given), AT_ONCE):
        some = given[start : start + AT_ONCE]
        written: Cells = [[cell] * len(some) for cell in shared]
        for (name, place, types), values in zip(places, zip(*some, strict=True), strict=True):
            if not types.issuperset(map(type, values)):
                raise TypeError(f"{name}: {next(value for value in values if type(value) not in types)!r}")
            written[place - 1] = _cells(values, write)
        yield written


def _joined(columns: Iterable[Sequence[str]]) -> str:
    return "".join(["\t".join(cells) + "\n" for cells in zip(*columns, strict=True)])


def _is_word(kind: type, straight: frozenset[type]) -> bool:
    """A word of the vocabulary in a column of plain text is stored as the text it is."""
    return str in straight and issubclass(kind, str) and issubclass(kind, Enum)


def _cells(values: Sequence[Any], write: Callable[[Any], str]) -> list[str]:
    """One column as COPY reads it. Values are told apart by equality only where none of them can equal another kind's."""
    kinds = set(map(type, values))
    if kinds == {str} and _is_as_it_is(" ".join(values)):  # as nearly all texts are
        return list(values)
    if kinds == {int}:
        return list(map(str, values))
    if kinds == {int, NoneType}:
        return [_NOTHING if value is None else str(value) for value in values]
    if kinds <= _COMPARED or (len(kinds) == 1 and issubclass(kinds.pop(), Enum)):
        written = {value: write(value) for value in set(values)}
        return [written[value] for value in values]
    return [write(value) for value in values]


def _writer() -> Callable[[Any], str]:
    """What writes one value out; of a kind not seen so often, the driver does."""
    adapt = Transformer(connection.connection)

    def write(value: Any) -> str:
        kind = type(value)
        if kind is str:
            return _escaped(value)
        if value is None:
            return _NOTHING
        if kind is int:
            return str(value)
        if kind is bool:
            return "t" if value else "f"
        if kind is date:
            return str(value)
        if isinstance(value, Enum) and isinstance(value, str):
            return _escaped(str(value.value))
        dumped = adapt.get_dumper(value, PyFormat.TEXT).dump(value)
        return _NOTHING if dumped is None else _escaped(bytes(dumped).decode())

    return write


def _escaped(text: str) -> str:
    """A text as COPY reads it back."""
    if _is_as_it_is(text):
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _is_as_it_is(text: str) -> bool:
    """Whether COPY reads a text back as it stands; several of them, between blanks, as well as one."""
    return "\\" not in text and text.isprintable()
