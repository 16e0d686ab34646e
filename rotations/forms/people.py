"""A person asked for by a form: typed, or chosen out of what is found while one types."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy

from rotations import vietnamese
from rotations.models import Official, OfficialQuerySet

NAMESAKES_SHOWN: Final = 5
NAMESAKES_READ: Final = 200  # of one name; more are told apart by their code alone


class PersonBox(forms.TextInput):
    """A box for one person: found by typing where scripts run, else name or code is typed out."""

    class Media:
        js = (forms.Script("js/pickers.js", defer=True),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        found_at = reverse_lazy("rotations:people-named")
        super().__init__({"data-people": found_at, "autocomplete": "off", **(attrs or {})})


def as_chosen(official: Official) -> str:
    """The words a chosen person stands in the box by, which no namesake shares: name, birth year, unit, and the code or,
    where there is none, the number of the record."""
    return f"{official.label} ({official.official_code or f'hồ sơ số {official.pk}'})"


def meant(officials: OfficialQuerySet, typed: str) -> list[Official]:
    """The people meant by a code, by a full name with or without birth year and unit, or by the words of one who was
    chosen.

    Shape   the people the account may see and what was typed in; people out with their unit, by name.
    Units   case and spaces aside, marks count: who types a name out means that name.
    Errors  none: nobody is an empty list, namesakes are all of them.
    Source  product §4.
    """
    if not (typed := vietnamese.clean(typed)):
        return []
    key = vietnamese.match_key(typed)
    names = {vietnamese.match_key(typed.partition(mark)[0]) for mark in (",", " (")}
    found = list(
        officials.filter(Q(match_key__in=names) | Q(official_code=typed))
        .select_related("unit")
        .order_by("name_key", "pk")[:NAMESAKES_READ]
    )
    for is_meant in (
        lambda one: one.official_code == typed,
        lambda one: key in {one.match_key, vietnamese.match_key(one.label)},
        lambda one: vietnamese.match_key(as_chosen(one)) == key,
    ):
        if people := [one for one in found if is_meant(one)]:
            return people
    return []


def only_one(people: list[Official]) -> Official | None:
    """The one person there is; None when there is none. Namesakes are told, each by the words that mean only them."""
    if len(people) > 1:
        told = "; ".join(as_chosen(one) for one in people[:NAMESAKES_SHOWN])
        raise ValidationError(
            f"Có nhiều người cùng tên. Hãy ghi số hiệu, hoặc ghi đúng một trong các dòng này: {told}.",
            code="ambiguous",
        )
    return people[0] if people else None
