"""Units with their codes, other names, successions and posts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import Recording, Rows
from rotations.admin.sheets import WithSheet
from rotations.importing.sheets import UnitSheet
from rotations.models import Post, Unit, UnitAlias, UnitCode, UnitSuccession


class Codes(Rows):
    """Official codes over time."""

    model = UnitCode
    fields = ("code", "valid_from", "valid_to")


class Aliases(Rows):
    """Other names."""

    model = UnitAlias
    fields = ("name",)


class Posts(Rows):
    """Seats."""

    model = Post
    fields = ("position", "quota", "opened_on", "abolished_on")
    autocomplete_fields = ("position",)


class Successors(Rows):
    """What became of the unit."""

    model = UnitSuccession
    fk_name = "predecessor"
    fields = ("successor", "on", "kind", "document")
    autocomplete_fields = ("successor",)
    verbose_name = "đơn vị kế thừa"
    verbose_name_plural = "đơn vị kế thừa"


class Predecessors(Rows):
    """What the unit came from."""

    model = UnitSuccession
    fk_name = "successor"
    fields = ("predecessor", "on", "kind", "document")
    autocomplete_fields = ("predecessor",)
    verbose_name = "đơn vị tiền thân"
    verbose_name_plural = "đơn vị tiền thân"


@admin.register(Unit)
class UnitAdmin(WithSheet, Recording):
    """Units. The level is given once: a reform ends a unit and sets up another."""

    sheet = UnitSheet
    visible = staticmethod(access.visible_units)
    list_display = ("name", "code", "level", "block", "parent", "valid_from", "valid_to")
    list_filter = ("level", "block")
    list_select_related = ("parent",)
    search_fields = ("name_fold", "code", "aliases__name_fold")
    ordering = ("sort_key", "pk")
    fields = ("name", "code", "level", "block", "parent", "valid_from", "valid_to", "note")
    autocomplete_fields = ("parent",)
    inlines = (Aliases, Codes, Posts, Predecessors, Successors)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """The level of a unit never changes."""
        return (*super().get_readonly_fields(request, obj), *(("level",) if obj else ()))
