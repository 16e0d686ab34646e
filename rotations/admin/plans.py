"""Yearly plans with their targets and versions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import ReadRows, Recording, Rows
from rotations.models import PlanTarget, PlanVersion, RotationPlan


class Targets(Rows):
    """How many people for what. Those of an approved plan change on the plan's own page, with the paper."""

    model = PlanTarget
    fields = ("direction", "unit", "position", "quantity", "note")
    autocomplete_fields = ("unit", "position")

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Until the plan is approved."""
        return not _is_fixed(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Until the plan is approved."""
        return not _is_fixed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Until the plan is approved."""
        return not _is_fixed(obj) and super().has_delete_permission(request, obj)


def _is_fixed(plan: Any) -> bool:
    return plan is not None and plan.is_fixed


class Versions(ReadRows):
    """What each submission froze."""

    model = PlanVersion
    fields = ("number", "document_number", "issued_on", "reason", "frozen_on", "frozen_by")
    readonly_fields = fields


@admin.register(RotationPlan)
class RotationPlanAdmin(Recording):
    """Plans. The status moves on the plan's own page; an approved plan is changed there too, with the paper."""

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

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Until it is approved."""
        return not _is_fixed(obj) and super().has_change_permission(request, obj)
