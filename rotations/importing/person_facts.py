"""Values put on a person's file, and what stood there before, for whoever may undo it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from rotations.models import Official

# Attributes of an official that are two columns: the date and how exactly it is known.
DATED: Final = {
    "birth": "birth_date",
    "recruited": "recruited_on",
    "party_admission": "party_admission_date",
    "party_official": "party_official_date",
}


@cache
def kept_in(attribute: str) -> tuple[tuple[str, str], ...]:
    """The fields an attribute is kept in, each with its column (of a relation the key)."""
    name = DATED.get(attribute)
    names = (name, f"{name}_precision") if name else (attribute,)
    return tuple((field, Official._meta.get_field(field).attname) for field in names)  # type: ignore[union-attr]


def set_facts(person: Official, facts: dict[str, Any]) -> dict[str, Any]:
    """Put values on the file; the columns they are kept in, with what these held before."""
    before: dict[str, Any] = {}
    for attribute, value in facts.items():
        for _name, column in kept_in(attribute):
            before[column] = getattr(person, column)
        setattr(person, attribute, value)
    return before
