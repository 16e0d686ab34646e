"""The trail of reading, exporting and printing, to be read."""

from __future__ import annotations

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import BackOffice, ReadOnly
from rotations.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, BackOffice):
    """Entries. There is no way to add, change or delete one."""

    visible = staticmethod(access.visible_audit_entries)
    list_display = ("at", "account", "action", "subject", "purpose", "row_count")
    list_filter = ("action", "at")
    list_select_related = ("account",)
    search_fields = ("account__username", "subject_id")
    search_help_text = "Tìm theo tên đăng nhập hoặc mã đối tượng."
    ordering = ("-at", "-pk")
    fields = ("at", "account", "action", "subject", "kind", "subject_id", "purpose", "row_count")

    @admin.display(description="Loại đối tượng")
    def kind(self, entry: AuditEntry) -> str:
        """What the entry is about, in words."""
        return entry.subject_kind
