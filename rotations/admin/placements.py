"""Placements after a rotation."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.admin.back_office import OwnFilesAside, Recording
from rotations.models import Placement


@admin.register(Placement)
class PlacementAdmin(OwnFilesAside, Recording):
    """Proposals. The decision on one is taken on the placement page; a decided one is read-only here."""

    visible = staticmethod(access.visible_placements)
    list_display = ("person", "outcome", "unit", "post", "proposed_on", "decided_on")
    list_filter = ("outcome",)
    list_select_related = ("rotation__official", "unit", "post__position", "post__unit")
    search_fields = ("rotation__official__search_fold", "unit__name_fold")
    fields = (
        "rotation",
        "outcome",
        "unit",
        "post",
        "proposed_on",
        "proposal",
        "decided_on",
        "decision",
        "note",
    )
    readonly_fields = ("decided_on", "decision")
    autocomplete_fields = ("rotation", "unit", "post")

    def get_queryset(self, request: Any) -> Any:
        """With the person."""
        return (
            super()
            .get_queryset(request)
            .select_related(
                "rotation__official",
                "rotation__sending_unit",
                "rotation__receiving_unit",
                "unit",
                "post__position",
                "post__unit",
            )
        )

    def person_of(self, obj: Placement) -> Any:
        """Who is placed."""
        return obj.rotation.official

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """What was decided is not proposed again."""
        return super().has_change_permission(request, obj) and (obj is None or obj.decided_on is None)

    def save_model(self, request: Any, obj: Placement, form: Any, change: bool) -> None:
        """Propose it."""
        workflow.propose_placement(obj, by=request.user, on=localdate())

    @admin.display(description="Cán bộ", ordering="rotation__official__name_key")
    def person(self, placement: Placement) -> str:
        """Who is placed."""
        return str(placement.rotation.official)
