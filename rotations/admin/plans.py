"""Yearly plans with their targets and versions."""

from __future__ import annotations

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import ReadRows, Recording, Rows
from rotations.models import PlanTarget, PlanVersion, RotationPlan


class Targets(Rows):
    """How many people for what."""

    model = PlanTarget
    fields = ("direction", "unit", "position", "quantity", "note")
    autocomplete_fields = ("unit", "position")


class Versions(ReadRows):
    """What each submission froze."""

    model = PlanVersion
    fields = ("number", "document_number", "issued_on", "reason", "frozen_on", "frozen_by")
    readonly_fields = fields


@admin.register(RotationPlan)
class RotationPlanAdmin(Recording):
    """Plans. The status moves on the plan's own page."""

    visible = staticmethod(access.visible_plans)
    list_display = ("year", "title", "document_number", "issued_on", "status", "announced_on")
    list_filter = ("status",)
    search_fields = ("search_fold",)
    fields = (
        "year", "title", "document_number", "issued_on", "term", "regulation", "status", "purpose", "scope", "policy",
        "announced_on", "note",
    )  # fmt: skip
    readonly_fields = ("status",)
    autocomplete_fields = ("term", "regulation")
    inlines = (Targets, Versions)
