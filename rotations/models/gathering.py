"""Rows that hang on many records, read in one statement however many kinds of them are wanted.

Django's own prefetch costs a query for each kind; a page that judges a person by twelve lists could not afford it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.functions import JSONArray

BATCH = 500
# Not asked for by whoever only reads; a field left out is read by itself when it is asked for after all.
LEFT_OUT = frozenset({"changed_at", "name_fold", "match_key", "sort_key", "search_fold", "initials"})


@dataclass(frozen=True)
class Hanging:
    """One kind of row to gather: `path` leads by single keys to a list ("official__holdings"); `follow` names keys of
    those rows whose records come with them ("post__position")."""

    path: str
    follow: tuple[str, ...] = ()


class _Gathered(models.Aggregate):
    """All values of a group as one JSON list, on either database."""

    function = "JSONB_AGG"
    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite says it with another word."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


def gather(records: Sequence[Any], *wanted: Hanging) -> None:
    """Put the rows that hang on `records` on them, so that `record.….all()` costs nothing afterwards.

    Shape   saved records of one model in; each list of `wanted` stands on them as prefetched, in the order of its
            model's key. What a record's list holds already is read anew.
    Units   one query for each 500 records, whatever is wanted; keys that a path goes through are read by themselves
            where the record does not hold them yet.
    Errors  FieldDoesNotExist for a path that is none.
    Source  product §8 (SQL queries per page).
    """
    if not records or not wanted:
        return
    plans = [_Plan.of(type(records[0]), hanging) for hanging in wanted]
    model = type(records[0])
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        found = {
            pk: lists
            for pk, *lists in model._base_manager.filter(pk__in=[record.pk for record in batch]).values_list(
                "pk", *(plan.subquery() for plan in plans)
            )
        }
        for record in batch:
            for plan, rows in zip(plans, found.get(record.pk, [None] * len(plans)), strict=True):
                plan.put(record, rows or [])


@dataclass(frozen=True)
class _Part:
    """One model's columns within a gathered row."""

    model: type[models.Model]
    names: tuple[str, ...]
    steps: tuple[str, ...]  # from the row to this record, by keys
    readers: tuple[tuple[int, Any], ...]  # columns that JSON holds otherwise than Python

    @classmethod
    def of(cls, model: type[models.Model], steps: tuple[str, ...]) -> _Part:
        fields = [field for field in model._meta.concrete_fields if field.name not in LEFT_OUT]
        readers = tuple(
            (place, date.fromisoformat if isinstance(field, models.DateField) else field.to_python)
            for place, field in enumerate(fields)
            if isinstance(field, models.DateField | models.BooleanField | models.DecimalField)
            and not isinstance(field, models.DateTimeField)
        )
        return cls(model, tuple(field.attname for field in fields), steps, readers)

    def record(self, values: list[Any], alias: str) -> Any:
        for place, read in self.readers:
            if values[place] is not None:
                values[place] = read(values[place])
        # As `read_rows` makes them: Django's own way calls every column by name and costs three times as much.
        record = self.model.__new__(self.model)
        record._state = ModelState()
        record._state.adding, record._state.db = False, alias
        record.__dict__.update(zip(self.names, values, strict=True))
        return record


@dataclass(frozen=True)
class _Plan:
    """How one kind of hanging row is asked for and put in its place."""

    through: tuple[str, ...]
    relation: ForeignObjectRel
    parts: tuple[_Part, ...]
    met: dict[tuple[tuple[str, ...], Any], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, model: type[models.Model], hanging: Hanging) -> _Plan:
        *through, last = hanging.path.split("__")
        for name in through:
            model = model._meta.get_field(name).related_model  # type: ignore[assignment]
        relation: Any = model._meta.get_field(last)
        parts = [_Part.of(relation.related_model, ())]
        for path in _each_step(hanging.follow):
            target = relation.related_model
            for name in path:
                target = target._meta.get_field(name).related_model
            parts.append(_Part.of(target, path))
        return cls(tuple(through), relation, tuple(parts))

    def subquery(self) -> models.Subquery:
        key = self.relation.field.name
        columns = ["__".join((*part.steps, name)) for part in self.parts for name in part.names]
        owner = models.OuterRef("__".join((*self.through, "pk")))
        rows = self.relation.related_model._base_manager.filter(**{key: owner}).order_by().values(key)
        return models.Subquery(
            rows.annotate(gathered=_Gathered(JSONArray(*columns))).values("gathered"),
            output_field=models.JSONField(),
        )

    def put(self, record: Any, rows: list[list[Any]]) -> None:
        for name in self.through:
            record = getattr(record, name)
            if record is None:
                return
        alias = record._state.db
        made = sorted((self._made(row, alias) for row in rows), key=lambda row: row.pk)
        for row in made:
            row._state.fields_cache[self.relation.field.name] = record
        held: Any = self.relation.related_model._default_manager.all()
        # As the related manager narrows its own query: only when it is asked after all, which is dear.
        held._defer_next_filter = True
        held = held.filter(**{self.relation.field.name: record})
        held._result_cache, held._prefetch_done = made, True
        if not hasattr(record, "_prefetched_objects_cache"):
            record._prefetched_objects_cache = {}
        record._prefetched_objects_cache[self.relation.get_accessor_name()] = held

    def _made(self, row: list[Any], alias: str) -> Any:
        """One row with the records it leads to; a record that several rows lead to is one object for all."""
        size = len(self.parts[0].names)
        made = self.parts[0].record(row[:size], alias)
        for part in self.parts[1:]:
            values = row[size : size + len(part.names)]
            size += len(part.names)
            *steps, last = part.steps
            owner = made
            for name in steps:
                owner = getattr(owner, name) if owner is not None else None
            if owner is None:
                continue
            found = None
            if values[0] is not None:
                found = self.met.get((part.steps, values[0]))
                if found is None:
                    found = self.met[part.steps, values[0]] = part.record(values, alias)
            owner._state.fields_cache[last] = found
        return made


def _each_step(follow: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every key on the way of each path, each once, the nearer first."""
    paths = {tuple(path.split("__")[: depth + 1]) for path in follow for depth in range(path.count("__") + 1)}
    yield from sorted(paths, key=lambda path: (len(path), path))
