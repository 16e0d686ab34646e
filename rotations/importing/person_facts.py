"""Values put on a person's file, and what stood there before, for whoever may undo it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from rotations.models import Official
from rotations.models.fields import DerivedField

# Attributes of an official that are two columns: the date and how exactly it is known.
DATED: Final = {
    "birth": "birth_date",
    "recruited": "recruited_on",
    "party_admission": "party_admission_date",
    "party_official": "party_official_date",
}
READ_AT_ONCE: Final = 5_000
READ_OF_A_FILE: Final = frozenset(
    field.attname for field in Official._meta.concrete_fields if not isinstance(field, DerivedField)
) - {"id"}


@cache
def kept_in(attribute: str) -> tuple[tuple[str, str], ...]:
    """The fields an attribute is kept in, each with its column (of a relation the key)."""
    name = DATED.get(attribute)
    names = (name, f"{name}_precision") if name else (attribute,)
    return tuple((field, Official._meta.get_field(field).attname) for field in names)  # type: ignore[union-attr]


def untouched(filled: Sequence[tuple[Official, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Of the values meant for each file, those whose columns are as they were when the row was judged.

    Shape   files as they were read, each with its values, in; the values that still apply out, in that order. The
            files are locked and brought up to what is stored now, so that writing them back changes nothing else.
    Units   one query for each 5,000 files, in the order of their keys: two imports do not wait for each other's.
    Errors  none: a file deleted meanwhile keeps no value. The caller holds the transaction.
    Source  product §7: nothing is overwritten.
    """
    judged = [
        {column: getattr(person, column) for name in facts for _field, column in kept_in(name)}
        for person, facts in filled
    ]
    # What was not read of a file yet is read when it is written, under the same lock.
    columns = sorted({name for person, _facts in filled for name in READ_OF_A_FILE & person.__dict__.keys()})
    keys = sorted({person.pk for person, _facts in filled})
    held: dict[int, dict[str, Any]] = {}
    for start in range(0, len(keys), READ_AT_ONCE):
        # Cases point to these files, here and elsewhere: that is no change of a key, and nobody waits for it.
        rows = Official.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
        part = rows.filter(pk__in=keys[start : start + READ_AT_ONCE]).values("pk", *columns)
        held |= {row.pop("pk"): row for row in part}
    applied = []
    for (person, facts), was in zip(filled, judged, strict=True):
        now = held.get(person.pk)
        for column, value in (now or {}).items():
            setattr(person, column, value)
        applied.append(
            {
                name: value
                for name, value in facts.items()
                if now and all(now[column] == was[column] for _field, column in kept_in(name))
            }
        )
    return applied


def set_facts(person: Official, facts: dict[str, Any]) -> dict[str, Any]:
    """Put values on the file; the columns they are kept in, with what these held before."""
    before: dict[str, Any] = {}
    for attribute, value in facts.items():
        for _name, column in kept_in(attribute):
            before[column] = getattr(person, column)
        setattr(person, attribute, value)
    return before
