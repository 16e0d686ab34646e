"""Terms."""

from __future__ import annotations

from django.contrib import admin

from rotations.admin.back_office import Recording
from rotations.models import Term


@admin.register(Term)
class TermAdmin(Recording):
    """Terms of committees and councils."""

    list_display = ("name", "kind", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("name",)
    searched_words = ("name",)
    fields = ("kind", "name", "starts_on", "ends_on")
