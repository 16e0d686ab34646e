"""The lists of the 2C form."""

from __future__ import annotations

from django.contrib import admin

from rotations.admin.back_office import Recording
from rotations.models import CatalogueEntry


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(Recording):
    """Ethnic groups, levels of training, grades and the other lists an office may extend."""

    list_display = ("name", "kind", "code", "rank", "is_minority", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name",)
    searched_words = ("name", "code", "aliases")
    fields = ("kind", "name", "code", "aliases", "rank", "is_minority", "is_active")
