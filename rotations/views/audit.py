"""The trail: who read, exported, printed, signed in, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import now

from rotations import access
from rotations.filters.audit import AuditFilter
from rotations.models import AuditEntry, AuditEntryQuerySet
from rotations.views.listing import Column, Listing

DOWNLOAD_ROWS = 50_000


class AuditList(Listing):
    """The entries the account may see, newest first. Pages go by key and nothing is counted: a trail only grows."""

    model = AuditEntry
    permission_required = "rotations.open_audit"
    download_permission = "rotations.open_audit"
    filterset_class = AuditFilter
    template_name = "audit/list.html"
    file_name = "nhat-ky-truy-cap"
    holds_people = True
    usual = ("at", "account", "action", "subject", "purpose", "rows")
    columns = (
        Column("at", "Lúc", lambda entry: entry.at),
        Column("account", "Tài khoản", lambda entry: entry.account or ""),
        Column("action", "Việc", lambda entry: entry.get_action_display()),
        Column("kind", "Loại hồ sơ", lambda entry: entry.subject_kind),
        Column("record", "Mã hồ sơ", lambda entry: entry.subject_id),
        Column("subject", "Đối tượng", lambda entry: entry.subject),
        Column("purpose", "Mục đích", lambda entry: entry.purpose),
        Column("rows", "Số dòng", lambda entry: entry.row_count),
    )

    def visible(self) -> AuditEntryQuerySet:
        """What the account may see of the trail, up to the moment it asked: its own asking is not among it."""
        return (
            access.visible_audit_entries(self.account, on=self.today)
            .for_listing()
            .filter(at__lte=self.asked_at)
        )

    @cached_property
    def asked_at(self) -> datetime:
        """When the page or file was asked for."""
        return now()

    def get_queryset(self) -> QuerySet[Any]:
        """What is found, from where the page before ended; of a file at most so many rows."""
        found: Any = super().get_queryset()
        if self.request.GET.get("download"):
            return found[:DOWNLOAD_ROWS]
        if place := _place(self.request.GET.get("after", "")):
            found = found.before(*place)
        return found

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """One page, and whether there is another."""
        rows = list(queryset[: page_size + 1])
        return None, None, rows[:page_size], len(rows) > page_size

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides, where the next page begins."""
        context = super().get_context_data(**kwargs)
        rows = context["object_list"]
        context["after"] = f"{rows[-1].at.isoformat()}_{rows[-1].pk}" if context["is_paginated"] else ""
        context["most_rows"] = DOWNLOAD_ROWS
        return context


def _place(after: str) -> tuple[datetime, int] | None:
    """The moment and key a page ends with; None for anything else, which is the first page."""
    at, _, key = after.partition("_")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.tzinfo is None or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return moment, int(key)
