"""Positions, the standard seats of a level and block, and posts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import Recording, Rows
from rotations.admin.sheets import WithSheet
from rotations.importing.sheets import PositionSheet
from rotations.models import Position, PositionAlias, Post, StandardSeat


class Aliases(Rows):
    """Other spellings."""

    model = PositionAlias
    fields = ("name",)


@admin.register(Position)
class PositionAdmin(WithSheet, Recording):
    """The catalogue of positions."""

    sheet = PositionSheet
    list_display = ("name", "branch", "filling", "is_head", "is_key", "is_leading", "rank")
    list_filter = ("branch", "filling", "is_head", "is_key")
    search_fields = ("name_fold", "aliases__name_fold")
    fields = ("name", "branch", "filling", "is_head", "is_key", "is_leading", "rank")
    inlines = (Aliases,)


@admin.register(StandardSeat)
class StandardSeatAdmin(Recording):
    """Seats a unit gets when its own are not stated."""

    list_display = ("position", "level", "block", "quota")
    list_filter = ("level", "block")
    list_select_related = ("position",)
    search_fields = ("position__name_fold",)
    fields = ("level", "block", "position", "quota")
    autocomplete_fields = ("position",)


@admin.register(Post)
class PostAdmin(Recording):
    """Seats at units."""

    visible = staticmethod(access.visible_posts)
    list_display = ("position", "unit", "quota", "opened_on", "abolished_on")
    list_filter = ("unit__level", "position__branch", "position__is_key")
    list_select_related = ("position", "unit")
    search_fields = ("position__name_fold", "unit__name_fold")
    ordering = ("unit__sort_key", "position__rank", "pk")
    fields = ("unit", "position", "quota", "opened_on", "abolished_on")
    autocomplete_fields = ("unit", "position")

    def get_queryset(self, request: Any) -> Any:
        """With both names: a post is called by them."""
        return super().get_queryset(request).for_listing()
