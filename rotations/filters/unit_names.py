"""A unit as a filter: typed by name at any number of units, or given by its id in a link."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from rotations import vietnamese
from rotations.models import Unit, with_predecessors

# Before a name: that very unit as it stands on the record, without those it took over from.
EXACTLY = "="


class _UnitNameField(forms.CharField):
    """Shows the name of a unit whose id a link gave; what a person typed stays as typed."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        text = str(data or "").strip()
        if text.startswith(EXACTLY):
            keys = text[1:].split(",")
            if all(key.isascii() and key.isdigit() for key in keys):
                known = Unit.objects.filter(pk__in=[int(key[:18]) for key in keys]).order_by("sort_key")
                return f"{EXACTLY} {'; '.join(known.values_list('name', flat=True))}"
            return data
        if text.isascii() and text.isdigit():
            return Unit.objects.filter(pk=int(text[:18])).values_list("name", flat=True).first() or text
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
        units = units_named(value, on=self.parent.on)
        return qs.filter(**{f"{self.field_name}__in": units})


def units_named(value: str, *, on: date) -> frozenset[int]:
    """Ids of the units of that id, of that very name, or else with it in their name, and of all they took over from.

    Shape   what was typed or linked in, unit ids out. Two queries to find the units, one a generation of units.
    Units   database ids; a succession counts from its own day.
    Errors  none; an unknown unit gives none.
    Source  product §3 (7): old cases keep their old names and are found under the new unit as well.
    """
    if value.startswith(EXACTLY):
        return _exactly(value[1:])
    if value.isascii() and value.isdigit():
        return with_predecessors(int(value[:18]), on=on)
    same_name = Unit.objects.filter(match_key=vietnamese.match_key(value))
    named = (
        same_name if same_name.exists() else Unit.objects.filter(name_fold__contains=vietnamese.fold(value))
    )
    return with_predecessors(*named.values_list("pk", flat=True), on=on)


def _exactly(value: str) -> frozenset[int]:
    keys = value.split(",")
    if all(key.strip().isascii() and key.strip().isdigit() for key in keys):
        return frozenset(int(key.strip()[:18]) for key in keys)
    names = {vietnamese.match_key(name) for name in value.split(";") if name.strip()}
    return frozenset(Unit.objects.filter(match_key__in=names).values_list("pk", flat=True))
