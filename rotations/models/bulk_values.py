"""What a row's columns hold once stored: the values that its own `save()` would hand to the database, many rows at once.

How each column is prepared is worked out once for a model; most values are then stored as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, Final, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from rotations.models.fields import DerivedField, PersonNameField, TidyCharField, TidyTextField

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Columns:
    """How to write some fields of a model, worked out once.

    Of each field its attribute, the types whose values are stored as they are, the blank that is so as well, and what
    prepares any other value; besides, which of them are moments of writing and which point to other rows.
    """

    names: tuple[str, ...]
    values: tuple[tuple[str, frozenset[type], Any, Callable[[models.Model, bool], Any]], ...]
    moments: tuple[tuple[str, bool], ...]
    relations: tuple[tuple[str, str, str], ...]


ABSENT: Final = object()
_NO_BLANK: Final = object()
WHOLE_NUMBERS: Final = (
    models.IntegerField, models.BigIntegerField, models.SmallIntegerField, models.PositiveIntegerField,
    models.PositiveSmallIntegerField, models.AutoField, models.BigAutoField,
)  # fmt: skip
TIDIED: Final = (TidyCharField, TidyTextField, PersonNameField)


def _straight(field: models.Field[Any, Any], vendor: str) -> frozenset[type]:
    """The types of value that Django hands to this database unchanged. A class it does not know has none."""
    kind = type(field)
    target = type(field.target_field) if isinstance(field, models.ForeignKey) else kind
    if target in WHOLE_NUMBERS:
        return frozenset({int, NoneType})
    if kind in (models.CharField, models.TextField):
        return frozenset({str, NoneType})
    if kind is models.BooleanField:
        return frozenset({bool, NoneType})
    if kind is models.DateField and vendor == "postgresql":
        return frozenset({date, NoneType})
    if _is_moment(field) and vendor == "postgresql":
        return frozenset({datetime})  # the one moment of the write, which knows its zone
    if kind in (models.DateField, models.DecimalField, models.JSONField, *TIDIED):
        return frozenset({NoneType})
    return frozenset()


def _prepared(field: models.Field[Any, Any]) -> Callable[[models.Model, bool], Any]:
    """What Django does with a value on its way to the database."""
    if isinstance(field, DerivedField):
        read = attrgetter(field.attname)
        return lambda row, _add: read(row)
    if type(field) in TIDIED:
        return _tidied(field)
    if _is_moment(field):
        return lambda row, _add: field.get_db_prep_save(getattr(row, field.attname), connection)

    def prepare(row: models.Model, add: bool) -> Any:
        value = field.get_db_prep_save(field.pre_save(row, add), connection)
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{field}: an expression cannot be written in bulk")
        return value

    return prepare


def _tidied(field: models.Field[Any, Any]) -> Callable[[models.Model, bool], Any]:
    """Text made tidy once: preparing it a second time, as `get_db_prep_save` would, changes nothing."""
    attname, settle = field.attname, field.to_python

    def prepare(row: models.Model, add: bool) -> Any:
        value = row.__dict__.get(attname)
        if type(value) is not str:
            return field.get_db_prep_save(field.pre_save(row, add), connection)
        settled = row.__dict__[attname] = settle(value)
        return settled

    return prepare


def _is_moment(field: models.Field[Any, Any]) -> bool:
    return type(field) is models.DateTimeField and (field.auto_now or field.auto_now_add)


@cache
def columns_of(model: type[models.Model], names: tuple[str, ...], vendor: str) -> Columns:
    """How to write the fields of these names to this kind of database."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return Columns(
        names=tuple(field.column for field in fields),
        values=tuple(
            (
                field.attname,
                _straight(field, vendor),
                "" if type(field) in TIDIED else _NO_BLANK,
                _prepared(field),
            )
            for field in fields
        ),
        moments=tuple((field.attname, field.auto_now) for field in fields if _is_moment(field)),
        relations=tuple(
            (field.cache_name, field.attname, field.target_field.attname)
            for field in fields
            if isinstance(field, models.ForeignKey)
        ),
    )


def values_alike(
    pattern: models.Model, columns: Columns, names: Sequence[str], moment: datetime
) -> Callable[[int, Sequence[Any]], list[Any]]:
    """How to make of a key and the values of some columns those of all columns, as a new row like the pattern has them.

    The values of the named fields come as the database keeps them: whole numbers, keys, plain words, and the text of
    a JSON column. TypeError for a field that would have to be prepared row by row, and for a value of another type.
    """
    places = fitted(type(pattern), columns, names)
    (alike,) = values_of([pattern], [0], columns, moment, add=True)

    def values(key: int, given: Sequence[Any]) -> list[Any]:
        row = [key, *alike[1:]]
        for (name, place, types), value in zip(places, given, strict=True):
            if type(value) not in types:
                raise TypeError(f"{name}: {value!r}")
            row[place] = value
        return row

    return values


def fitted(
    model: type[models.Model], columns: Columns, names: Sequence[str]
) -> list[tuple[str, int, frozenset[type]]]:
    """Of each named field what it is called, its place among the columns (the key is the first), and its types."""
    varied: list[Any] = [model._meta.get_field(name) for name in names]
    follow = {
        source for f in model._meta.concrete_fields if isinstance(f, DerivedField) for source in f.sources
    }
    found = []
    for field in varied:
        types = frozenset({str}) if type(field) is models.JSONField else _straight(field, "")
        if types <= {NoneType} or field.name in follow:
            raise TypeError(f"{field}: its value is worked out for each row")
        found.append((str(field), columns.names.index(field.column) + 1, types))
    return found


def copies(pattern: Row) -> Iterator[Row]:
    """New instances like an unsaved one, without end, and quicker than the model makes them.

    TypeError where a value could be changed in place, and so for all of them.
    """
    model = type(pattern)
    held = {name: value for name, value in pattern.__dict__.items() if name != "_state"}
    if any(isinstance(value, (list, dict, set)) for value in held.values()):
        raise TypeError(f"{model.__name__} holds a value that copies would share")
    pointed = dict(pattern._state.fields_cache)
    while True:
        row = model.__new__(model)
        row.__dict__.update(held)
        row._state = ModelState()
        row._state.fields_cache.update(pointed)
        yield row


def point(row: models.Model, **others: models.Model) -> None:
    """Set foreign keys of a row to stored rows of the right models, as assigning them does but without its checks."""
    held, pointed = row.__dict__, row._state.fields_cache
    for name, other in others.items():
        held[f"{name}_id"], pointed[name] = other.__dict__["id"], other


def values_of(
    rows: Sequence[models.Model], keys: Sequence[int], columns: Columns, moment: datetime, *, add: bool
) -> Iterator[list[Any]]:
    """The key and the values of each row, in the order of the columns; what is tidied is left so on the row."""
    moments = [attname for attname, always in columns.moments if add or always]
    for row, key in zip(rows, keys, strict=True):
        held = row.__dict__
        for attname in moments:
            held[attname] = moment
        if row._state.fields_cache:
            settle_relations(row, columns)
        values = [key]
        for attname, straight, blank, prepare in columns.values:
            value = held.get(attname, ABSENT)
            if type(value) in straight or value is blank:
                values.append(value)
            else:
                values.append(prepare(row, add))
        yield values


def settle_relations(row: models.Model, columns: Columns) -> None:
    """Take the key of an object that was stored after it was assigned; one not stored at all is refused."""
    held, pointed = row.__dict__, row._state.fields_cache
    for name, attname, target in columns.relations:
        other = pointed.get(name)
        if other is None:
            continue
        key = other.__dict__.get(target)
        if key is None or key != held.get(attname):
            row._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]
            return
