"""Figures that were frozen, to be read."""

from __future__ import annotations

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import BackOffice, ReadOnly
from rotations.models import FrozenReport


@admin.register(FrozenReport)
class FrozenReportAdmin(ReadOnly, BackOffice):
    """Frozen reports. There is no way to change or delete one."""

    visible = staticmethod(access.visible_frozen_reports)
    list_display = ("title", "report", "period", "as_of", "frozen_by", "frozen_at")
    list_filter = ("report",)
    list_select_related = ("frozen_by",)
    searched_words = ("title",)
    ordering = ("-as_of", "-pk")
    fields = ("title", "report", "period", "as_of", "note", "frozen_by", "frozen_at")
