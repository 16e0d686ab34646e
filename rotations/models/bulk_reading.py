"""Many rows at once, read for what the caller needs of them: chosen by any number of keys, without all their columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models.base import ModelState

from rotations.models.fields import MatchKeyField

Row = TypeVar("Row", bound=models.Model)


# Values that these columns keep unchanged.
_AS_THEY_ARE: Final[dict[type, set[type]]] = {models.BigAutoField: {int}, MatchKeyField: {str}}


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class Among(models.Lookup):
    """`name__among=values`: as `__in`, with one parameter for any number of values."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        """The values as the column keeps them, each once."""
        field = self.lhs.output_field
        once = dict.fromkeys(self.rhs)
        if set(map(type, once)) <= self._kept():
            return list(once)
        return list(dict.fromkeys(map(field.get_prep_value, once)))

    def _kept(self) -> set[type]:
        """The types of value that the column keeps unchanged."""
        field = self.lhs.output_field
        return _AS_THEY_ARE.get(type(getattr(field, "target_field", field)), set())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition: a list where the database has lists, else the text of one."""
        named, parameters = self.process_lhs(compiler, connection)
        field = self.lhs.output_field
        values = self.rhs
        if not set(map(type, values)) <= self._kept():
            values = [field.get_db_prep_value(value, connection, prepared=True) for value in values]
        if connection.vendor == "postgresql":
            # One text is sent quicker than so many values.
            if set(map(type, values)) == {int}:
                kind = field.db_type(connection)
                return f"{named} = ANY(%s::{kind}[])", (*parameters, f"{{{','.join(map(str, values))}}}")
            if set(map(type, values)) == {str} and all(values) and not any("\n" in value for value in values):
                return f"{named} = ANY(string_to_array(%s, E'\\n'))", (*parameters, "\n".join(values))
            return f"{named} = ANY(%s)", (*parameters, values)
        return f"{named} IN (SELECT value FROM json_each(%s))", (*parameters, json.dumps(values))


def read_rows(
    rows: models.QuerySet[Row],
    names: Sequence[str],
    known: Mapping[str, Mapping[int, models.Model]] | None = None,
) -> Iterator[Row]:
    """The rows of a query with these fields and the key, as `only(*names)` gives them, quicker.

    Shape   a query and names of its model's own fields in, instances out, in the order of the query. Any other field is
            read when it is asked for, by a query of its own; a relation of `known` (by name, then by key) is there.
    Units   one query.
    Errors  FieldDoesNotExist.
    Source  product §8 (import).
    """
    model, alias = rows.model, rows.db
    columns = [model._meta.pk.attname, *(model._meta.get_field(name).attname for name in names)]  # type: ignore[union-attr]
    pointed = [(name, f"{name}_id", objects) for name, objects in (known or {}).items()]
    for values in rows.values_list(*columns):
        row = model.__new__(model)
        row._state = ModelState()
        row._state.adding, row._state.db = False, alias
        row.__dict__.update(zip(columns, values, strict=True))
        for name, column, objects in pointed:
            row._state.fields_cache[name] = objects[row.__dict__[column]]
        yield row
