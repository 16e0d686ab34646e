"""Comments on rotated officials."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.admin.back_office import OwnFilesAside, Recording
from rotations.admin.sheets import WithSheet
from rotations.importing.sheets import EvaluationSheet
from rotations.models import Evaluation


@admin.register(Evaluation)
class EvaluationAdmin(WithSheet, OwnFilesAside, Recording):
    """Comments, recorded through the workflow."""

    sheet = EvaluationSheet
    holds_people = True
    visible = staticmethod(access.visible_evaluations)
    list_display = ("person", "kind", "author", "unit", "period_from", "period_to", "rating", "written_on")
    list_filter = ("kind", "author", "rating")
    list_select_related = ("rotation__official", "unit")
    search_fields = ("rotation__official__search_fold", "unit__name_fold", "search_fold")
    autocomplete_fields = ("rotation", "unit")
    raw_id_fields = ()
    # Given on the comment's page, by who may.
    readonly_fields = ("rating", "rated_on", "is_open_to_official")
    fieldsets = (
        (None, {"fields": ("rotation", "kind", "author", "unit", "author_name", "written_on", "period_from", "period_to")}),
        (
            "Nội dung",
            {
                "fields": (
                    "qualities", "discipline", "results", "relations", "strengths", "weaknesses", "prospects", "proposal",
                )
            },
        ),
        (
            "Xếp loại",
            {
                "fields": (
                    "score", "self_rating", "proposed_rating", "rating", "rating_reason", "rated_on", "document",
                    "is_open_to_official",
                )
            },
        ),
    )  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        """With the person."""
        return (
            super()
            .get_queryset(request)
            .select_related(
                "rotation__official", "rotation__sending_unit", "rotation__receiving_unit", "unit"
            )
        )

    def person_of(self, obj: Evaluation) -> Any:
        """Whom the comment is about."""
        return obj.rotation.official

    def save_model(self, request: Any, obj: Evaluation, form: Any, change: bool) -> None:
        """Record it."""
        workflow.record_evaluation(obj, by=request.user, on=localdate())

    @admin.display(description="Cán bộ", ordering="rotation__official__name_key")
    def person(self, evaluation: Evaluation) -> str:
        """Whom the comment is about."""
        return str(evaluation.rotation.official)
