"""Yearly plans with their targets and versions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import ReadRows, Recording, Rows
from rotations.models import PlanTarget, PlanVersion, RotationPlan

TEXT_ELSEWHERE = (
    "Quy định áp dụng không đổi ở đây: hãy bấm “Xem trên trang”, chọn “Sửa kế hoạch”, nơi cho xem trước trường hợp nào có kết quả "
    "xét khác đi."
)


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

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """A plan that stands says where its text is changed."""
        groups = super().get_fieldsets(request, obj)
        if obj is not None:
            groups[0][1]["description"] = TEXT_ELSEWHERE
        return groups

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """The text its cases are judged by is changed where it is seen first whom it judges otherwise."""
        settled = () if obj is None else ("regulation",)
        return (*super().get_readonly_fields(request, obj), *settled)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Until it is approved."""
        return not _is_fixed(obj) and super().has_change_permission(request, obj)
