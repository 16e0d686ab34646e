"""Files taken in and what became of their rows, to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import BackOffice, ReadOnly, Table
from rotations.models import ImportBatch, ImportRow, ImportTask


class ImportTaskInline(ReadOnly, Table):
    """What was asked to be done with the file, and how it went."""

    model = ImportTask
    can_delete = False
    fields = ("act", "state", "by", "message", "tries", "created_at", "started_at", "finished_at")
    readonly_fields = fields


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, BackOffice):
    """Files. They are handed in, confirmed and undone on their own pages."""

    visible = staticmethod(access.visible_batches)
    inlines = (ImportTaskInline,)
    list_display = (
        "file_name",
        "kind",
        "status",
        "verdict",
        "year",
        "created_by",
        "created_at",
        "committed_at",
    )
    list_filter = ("kind", "status")
    list_select_related = ("created_by",)
    search_fields = ("file_name",)
    searched_words = ("file_name",)
    ordering = ("-created_at", "-pk")
    fields = (
        "kind", "status", "verdict", "file_name", "sha256", "file_format", "encoding", "sheet", "header_rows", "year",
        "term", "plan", "totals", "refusal_code", "refusal_message", "created_by", "created_at", "committed_by",
        "committed_at", "undone_by", "undone_at",
    )  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        """Without the file itself."""
        return super().get_queryset(request).defer("content")


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnly, BackOffice):
    """Rows of the files the account may open."""

    list_display = ("batch", "row_number", "verdict", "official", "rotation")
    list_filter = ("verdict",)
    list_select_related = (
        "batch", "official", "rotation__official", "rotation__sending_unit", "rotation__receiving_unit",
    )  # fmt: skip
    search_fields = ("official__search_fold",)
    ordering = ("-batch", "place")
    fields = ("batch", "row_number", "verdict", "result", "written", "official", "rotation")

    def get_queryset(self, request: Any) -> Any:
        """Rows of visible files."""
        files = admin.site._registry[ImportBatch].get_queryset(request).order_by()
        return (
            super()
            .get_queryset(request)
            .filter(batch__in=files.values("pk"))
            .select_related("batch")
            .defer("batch__content")
        )
