"""Criteria sets and indicators of localities."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import Recording
from rotations.admin.sheets import WithSheet
from rotations.importing.sheets import IndicatorSheet
from rotations.models import CriteriaSet, LocalityIndicator


@admin.register(CriteriaSet)
class CriteriaSetAdmin(Recording):
    """National sets of new-rural criteria."""

    list_display = ("name", "document", "total", "from_year", "to_year")
    search_fields = ("name",)
    searched_words = ("name", "document")
    fields = ("name", "document", "total", "from_year", "to_year")


@admin.register(LocalityIndicator)
class LocalityIndicatorAdmin(WithSheet, Recording):
    """Figures of units."""

    sheet = IndicatorSheet
    visible = staticmethod(access.visible_indicators)
    list_display = ("unit", "year", "kind", "name", "value", "value_to", "criteria_set", "is_estimate")
    list_filter = ("kind", "year", "is_estimate")
    list_select_related = ("unit", "criteria_set")
    search_fields = ("unit__name_fold", "unit__code")
    fields = (
        "unit", "year", "kind", "name", "value", "value_to", "criteria_set", "measure", "is_estimate", "source", "note",
    )  # fmt: skip
    autocomplete_fields = ("unit", "criteria_set")

    def get_queryset(self, request: Any) -> Any:
        """With the unit."""
        return super().get_queryset(request).select_related("unit", "criteria_set")
