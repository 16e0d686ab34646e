"""Decisions and their lines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.admin.back_office import Recording, Rows
from rotations.models import Decision, DecisionLine


class Lines(Rows):
    """Who is released from or granted what."""

    model = DecisionLine
    fields = ("ordinal", "official", "rotation", "action", "post", "text", "term", "effective_on")
    autocomplete_fields = ("official", "rotation", "post", "term")


@admin.register(Decision)
class DecisionAdmin(Recording):
    """Numbered documents."""

    visible = staticmethod(access.visible_decisions)
    list_display = ("number", "symbol", "kind", "title", "issued_on", "effective_on", "signer")
    list_filter = ("kind", "secrecy")
    list_display_links = ("number", "title")
    search_fields = ("search_fold",)
    fields = (
        "number", "symbol", "kind", "title", "issued_on", "effective_on", "issuer", "signer", "signer_title", "term",
        "secrecy", "note",
    )  # fmt: skip
    readonly_fields = ("term",)
    inlines = (Lines,)

    def save_model(self, request: Any, obj: Decision, form: Any, change: bool) -> None:
        """The register keeps it: the term follows from the date, and a marking is refused where it may not be kept."""
        workflow.record_decision(obj, by=request.user, on=localdate(), why="Sửa ở trang quản trị dữ liệu")
