"""A long past in minutes: cases that are over, written once by the program and repeated by PostgreSQL.

Every repetition has units, posts and people of its own. Names, codes, numbers and days go on from one to the next as
`load_bulk` would have spread them, so that a search meets as many as it would have met; what is derived from a name is
worked out here, as the program does it. Indexes and references are put back at the end, when the rows are looked at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from rotations.management.sample_bulk import YEARS, _Batch, _drawn
from rotations.models import (
    LeftPost,
    Official,
    Placement,
    Post,
    PostHolding,
    Rotation,
    RotationPost,
    RotationStep,
    Unit,
)
from rotations.models.fields import DerivedField
from rotations.vocabulary import UnitLevel

# In the order in which they refer to each other.
KEPT: tuple[Any, ...] = (
    Unit, Post, Official, PostHolding, Rotation, RotationPost, LeftPost, RotationStep, Placement,
)  # fmt: skip
# What happened in a case happened some days earlier in each repetition, and anew after so many.
DAYS_BACK = 1_500
SHIFTED = {
    Rotation: ("starts_on", "due_on", "announced_on", "ended_on", "placed_on"),
    RotationStep: ("done_on",),
    Placement: ("proposed_on", "decided_on"),
}
# A prime, so that the names never fall into step with the repetitions.
NAMES = 10_007
# As `load_bulk` has it: communes under one district, batches after which the numbers in a plan begin anew.
DISTRICT_OF, BATCH_OF = 1_000, 15
AT_ONCE = 20


def last_keys() -> dict[Any, int]:
    """The last key of each table, its history's among them, by which the rows added since are told."""
    return {model: _last(model) for kept in KEPT for model in (kept, kept.history.model)}


def repeat(since: Mapping[Any, int], times: int) -> None:
    """Everything written since those keys were the last, so many times more."""
    # A key given out and not used, which is nobody's, may lie between.
    since = {model: _first_after(model, last) - 1 for model, last in since.items()}
    spans = {model: _last(model) - last for model, last in since.items()}
    with transaction.atomic(), _put_back_afterwards([model._meta.db_table for model in since]):
        _draw_names()
        _name_units(since[Unit], spans[Unit], times)
        for model in since:
            statement = _statement(model, since, spans)
            with connection.cursor() as cursor:
                for first in range(1, times + 1, AT_ONCE):
                    cursor.execute(statement, [first, min(first + AT_ONCE - 1, times)])
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [model._meta.db_table, model._meta.pk.column, since[model] + spans[model] * (times + 1)],
                )


def _last(model: Any) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _first_after(model: Any, key: int) -> int:
    return int(model._base_manager.filter(pk__gt=key).aggregate(first=models.Min("pk"))["first"])


def _statement(model: Any, since: Mapping[Any, int], spans: Mapping[Any, int]) -> str:
    """The rows of one table, repeated; the first and the last repetition are its parameters."""
    of = getattr(model, "instance_type", model)  # what a history is the history of
    columns, values = [], []
    for field in model._meta.concrete_fields:
        columns.append(f'"{field.column}"')
        values.append(_value(model, of, field, spans))
    key, last = model._meta.pk.column, since[model]
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {model._meta.db_table} t CROSS JOIN generate_series(%s, %s) k {_joined(of, spans)}"
        f" WHERE t.{key} > {last} AND t.{key} <= {last + spans[model]} ORDER BY k, t.{key}"
    )


def _value(model: Any, of: Any, field: Any, spans: Mapping[Any, int]) -> str:
    column = f't."{field.column}"'
    if field is model._meta.pk:
        return f"{column} + k * {spans[model]}"
    if field.name == of._meta.pk.name:  # in the history, the key of the record
        return f"{column} + k * {spans[of]}"
    if (own := _own(of, field, spans)) is not None:
        return own
    if field.is_relation and field.related_model in spans:
        return f"{column} + k * {spans[field.related_model]}"
    if field.name in SHIFTED.get(of, ()):
        return f"{column} - k %% {DAYS_BACK}"
    return column


def _own(of: Any, field: Any, spans: Mapping[Any, int]) -> str | None:
    """What goes on from one repetition to the next."""
    number = f"lpad((right(t.official_code, 7)::int + k * {spans[Official]})::text, 7, '0')"
    code = f"left(t.official_code, -7) || {number}"
    if of is Unit and field.name in UNIT_TEXT:
        return f"named.{field.column}"
    if of is Unit and field.name == "parent":
        return "named.parent_id"
    if of is Official and field.name in PERSON:
        return f"drawn.{field.column}"
    if of is Official and field.name == "official_code":
        return code
    if of is Official and field.name == "search_fold":
        return f"drawn.search_fold || ' ' || lower(replace({code}, '-', ' '))"
    if of is Official and field.name == "native_place":
        return "named.name || substring(t.native_place FROM ', .*$')"
    if of is Rotation and field.name == "ordinal":
        return f"t.ordinal + k %% {BATCH_OF} * {-(-spans[Rotation] // YEARS)}"
    return None


def _joined(of: Any, spans: Mapping[Any, int]) -> str:
    if of is Unit:
        return f"JOIN named ON named.id = t.id + k * {spans[Unit]}"
    if of is Official:
        people = f"(t.id + k * {spans[Official]}) %% {NAMES}"
        return (
            f"JOIN named ON named.id = t.native_unit_id + k * {spans[Unit]} JOIN drawn ON drawn.id = {people}"
        )
    return ""


# --- Names -------------------------------------------------------------------------------------------------

UNIT_TEXT = ("name", "code", "name_fold", "match_key", "sort_key", "initials")
PERSON = ("full_name", "name_key", "match_key", "initials", "sex", "ethnicity")


def _derived(model: Any, given: Mapping[str, Any]) -> dict[str, str]:
    """The keys the program would have derived."""
    found = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, DerivedField) and set(field.sources) & given.keys():
            text = " ".join(given[name] for name in field.sources if given.get(name))
            found[field.name] = type(field).compute(text)[: field.max_length]
    return found


def _temporary(name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    types = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({types}) ON COMMIT DROP")
        cursor.execute(
            f"INSERT INTO {name} SELECT * FROM unnest({arrays})", list(map(list, zip(*rows, strict=True)))
        )
        cursor.execute(f"CREATE UNIQUE INDEX ON {name} (id)")
        cursor.execute(f"ANALYZE {name}")


def _draw_names() -> None:
    """People by the same dice as `load_bulk`."""
    batch, rows = _Batch(0, ""), []
    for number in range(NAMES):
        family, middle, given, sex, ethnicity = _drawn(batch)
        name = f"{family} {middle} {given}"
        keys = _derived(Official, {"full_name": name})
        group = next(entry.pk for (_kind, known), entry in batch.entries.items() if known == ethnicity)
        rows.append(
            (number, name, keys["name_key"], keys["match_key"], keys["initials"], keys["search_fold"], sex.value, group)
        )  # fmt: skip
    text = dict.fromkeys(("full_name", "name_key", "match_key", "initials", "search_fold", "sex"), "text")
    _temporary("drawn", {"id": "bigint", **text, "ethnicity_id": "bigint"}, rows)


def _name_units(last: int, span: int, times: int) -> None:
    """Communes numbered on, and a district as often as `load_bulk` begins one."""
    units = list(Unit.objects.filter(pk__gt=last).order_by("pk"))
    communes = sum(unit.level == UnitLevel.COMMUNE for unit in units)
    every = max(1, DISTRICT_OF // communes)
    rows = []
    for time in range(1, times + 1):
        district = time - time % every  # the repetition whose district this one's communes stand under
        for unit in units:
            if unit.level == UnitLevel.DISTRICT:
                if district == time:
                    rows.append((unit.pk + time * span, *_named_on(unit, time // every), unit.parent_id))
            else:
                above = unit.parent_id + district * span
                rows.append((unit.pk + time * span, *_named_on(unit, time * communes), above))
    text = dict.fromkeys(UNIT_TEXT, "text")
    _temporary("named", {"id": "bigint", **text, "parent_id": "bigint"}, rows)


def _named_on(unit: Unit, by: int) -> tuple[str, ...]:
    """Name and code with their number so much higher, and their keys."""
    given = {}
    for name in ("name", "code"):
        begins, dash, number = getattr(unit, name).rpartition("-")
        given[name] = f"{begins}{dash}{int(number) + by:0{len(number)}d}" if dash else ""
    given |= _derived(Unit, given)
    return tuple(given[name] for name in UNIT_TEXT)


# --- Indexes and references --------------------------------------------------------------------------------

INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
REFERENCES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""


@contextmanager
def _put_back_afterwards(tables: list[str]) -> Iterator[None]:
    """Without what would be looked up for each row; whatever does not hold is refused at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(INDEXES, [tables])
        indexes = cursor.fetchall()
        cursor.execute(REFERENCES, [tables])
        references = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table, name, _made in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        for _name, made in indexes:
            cursor.execute(made)
        for table, name, made in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")
