"""A unit as a filter: typed by name at any number of units, or given by its id in a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from rotations import vietnamese
from rotations.models import Unit, lines_of

# Before a name: that very unit as it stands on the record, without those it took over from.
EXACTLY = "="


class _UnitNameField(forms.CharField):
    """Shows the name of a unit whose id a link gave; what a person typed stays as typed."""

    names: dict[int, str] = {}  # of units that were found, by id

    def bound_data(self, data: Any, initial: Any) -> Any:
        text = str(data or "").strip()
        if text.startswith(EXACTLY):
            keys = text[1:].split(",")
            if all(key.isascii() and key.isdigit() for key in keys):
                known = Unit.objects.filter(pk__in=[int(key[:18]) for key in keys]).order_by("sort_key")
                return f"{EXACTLY} {'; '.join(known.values_list('name', flat=True))}"
            return data
        if text.isascii() and text.isdigit():
            return self.names.get(int(text[:18])) or text
        return data


class UnitNameFilter(django_filters.CharFilter):
    """Rows whose unit bears the name typed, or else contains it; marks and case aside. Digits are a unit's id.

    A unit stands for those it took over from as well, on the day `on` of the filterset, as on its own page; after an
    equals sign (`=Xã A; Xã B`, in a link `=12,15`) it stands for itself alone.
    """

    field_class = _UnitNameField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "search", "placeholder": "Tên đơn vị", "autocomplete": "off"}),
        )
        super().__init__(*args, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        """Narrow by the unit the column `field_name` points at."""
        if not value:
            return qs
        return qs.filter(**{f"{self.field_name}__in": self.units(value)})

    def units(self, value: str) -> frozenset[int]:
        """What a name typed in the form stands for, found once for all names of the form."""
        if not hasattr(self.parent, "units_found"):
            typed = self.parent.form.cleaned_data
            controls = [name for name, one in self.parent.filters.items() if isinstance(one, UnitNameFilter)]
            given = {typed[name] for name in controls if typed.get(name)}
            self.parent.units_found, names = each_named(given, on=self.parent.on)
            for name in controls:
                self.parent.form.fields[name].names = names
        return frozenset(self.parent.units_found[value])


def units_named(value: str, *, on: date) -> frozenset[int]:
    """Ids of the units of that id, of that very name, or else with it in their name, and of all they took over from.

    Shape   what was typed or linked in, unit ids out. One query to find the units, one a generation of units.
    Units   database ids; a succession counts from its own day.
    Errors  none; an unknown unit gives none.
    Source  product §3 (7): old cases keep their old names and are found under the new unit as well.
    """
    return each_named([value], on=on)[0][value]


def each_named(values: Collection[str], *, on: date) -> tuple[dict[str, frozenset[int]], dict[int, str]]:
    """The same for several names, by as many queries as for one (names after an equals sign cost one each); and what the
    units are called that were found by a name or an id."""
    exact = {value: _exactly(value[1:]) for value in values if value.startswith(EXACTLY)}
    looked_for = [value for value in values if value not in exact]
    known = (
        list(Unit.objects.filter(_meant(looked_for)).only("name", "match_key", "name_fold"))
        if looked_for
        else []
    )
    best = {value: _best(value, known) for value in looked_for}
    lines = lines_of(frozenset().union(*best.values()), on=on)
    found = {value: frozenset[int]().union(*(lines[one] for one in ids)) for value, ids in best.items()}
    return found | exact, {unit.pk: unit.name for unit in known}


def _id(value: str) -> int | None:
    return int(value[:18]) if value.isascii() and value.isdigit() else None


def _meant(values: list[str]) -> Q:
    wanted = Q(pk__in=[one for value in values if (one := _id(value)) is not None])
    for value in values:
        if _id(value) is None:
            wanted |= Q(match_key=vietnamese.match_key(value)) | Q(name_fold__contains=vietnamese.fold(value))
    return wanted


def _best(value: str, known: Iterable[Unit]) -> frozenset[int]:
    """The unit of that id; or units of that very name; where there is none, those with it in their name."""
    if (asked := _id(value)) is not None:
        return frozenset({asked})
    key, fold = vietnamese.match_key(value), vietnamese.fold(value)
    of_that_name = frozenset(unit.pk for unit in known if unit.match_key == key)
    return of_that_name or frozenset(unit.pk for unit in known if fold in unit.name_fold)


def _exactly(value: str) -> frozenset[int]:
    keys = value.split(",")
    if all(key.strip().isascii() and key.strip().isdigit() for key in keys):
        return frozenset(int(key.strip()[:18]) for key in keys)
    names = {vietnamese.match_key(name) for name in value.split(";") if name.strip()}
    return frozenset(Unit.objects.filter(match_key__in=names).values_list("pk", flat=True))
