"""Files beside records, to be looked up; they come and go on the pages of their records."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import BackOffice, ReadOnly
from rotations.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, BackOffice):
    """Which files were put beside what, by whom; taken away ones too. Never the file itself."""

    visible = staticmethod(access.visible_attachments)
    search_fields = ("name_fold",)
    list_display = ("name", "kind", "size", "secrecy", "added_by", "added_at", "removed_on")
    list_filter = ("kind", "secrecy")
    fields = (
        "name", "kind", "size", "sha256", "secrecy", "said_unmarked", "note", "added_by", "added_at", "removed_by", "removed_on",
        "removal_reason",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: Any) -> Any:
        """Without the bytes."""
        return super().get_queryset(request).for_listing()
