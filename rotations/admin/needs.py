"""Calls for needs, answers to them, and needs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import Recording, Rows
from rotations.admin.sheets import WithSheet
from rotations.importing.sheets import NeedSheet
from rotations.models import NeedAnswer, NeedCall, RotationNeed


class Answers(Rows):
    """Which units answered."""

    model = NeedAnswer
    fields = ("unit", "no_needs", "answered_on", "answered_by", "document_number", "note")
    readonly_fields = ("answered_by",)
    autocomplete_fields = ("unit",)


@admin.register(NeedCall)
class NeedCallAdmin(Recording):
    """Yearly requests to units."""

    visible = staticmethod(access.visible_calls)
    list_display = ("title", "year", "document_number", "opened_on", "deadline")
    list_filter = ("year",)
    search_fields = ("title",)
    searched_words = ("title", "document_number", "year")
    fields = ("year", "title", "document_number", "opened_on", "deadline", "units", "closed_on")
    autocomplete_fields = ("units",)
    inlines = (Answers,)


@admin.register(RotationNeed)
class RotationNeedAdmin(WithSheet, Recording):
    """Lines of Biểu 1."""

    sheet = NeedSheet
    may_name_people = True
    visible = staticmethod(access.visible_needs)
    list_display = ("unit", "year", "direction", "what", "quantity", "reason", "expected_shown")
    list_filter = ("year", "direction", "reason")
    list_select_related = ("unit", "position")
    search_fields = ("unit__name_fold", "text_fold", "position__name_fold")
    fields = (
        "call", "year", "unit", "direction", "position", "position_text", "quantity", "reason", "requirements",
        "proposed_official", "proposed_text", "expected_on", "other_level", "note",
    )  # fmt: skip
    autocomplete_fields = ("call", "unit", "position", "proposed_official")

    @admin.display(description="Chức danh, vị trí")
    def what(self, need: RotationNeed) -> str:
        """The position or what was written."""
        return str(need.position or need.position_text)

    @admin.display(description="Thời gian dự kiến", ordering="expected_on")
    def expected_shown(self, need: RotationNeed) -> str:
        """To the precision known."""
        return str(need.expected or "")

    def get_queryset(self, request: Any) -> Any:
        """With the names a need is called by."""
        return super().get_queryset(request).select_related("unit", "position")
