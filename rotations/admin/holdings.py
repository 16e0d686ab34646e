"""Who holds which post."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from rotations import access
from rotations.admin.back_office import OwnFilesAside, Recording
from rotations.models import PostHolding


@admin.register(PostHolding)
class PostHoldingAdmin(OwnFilesAside, Recording):
    """Periods over which posts are held."""

    visible = staticmethod(access.visible_holdings)
    list_display = ("official", "position", "unit", "since", "until", "is_main")
    list_filter = ("is_main", "obtained_by", "post__unit__level")
    list_select_related = ("official", "post__position", "post__unit")
    search_fields = ("official__search_fold", "post__unit__name_fold", "post__position__name_fold")
    fields = ("official", "post", "held_from", "held_until", "is_main", "obtained_by", "term", "document")
    autocomplete_fields = ("official", "post", "term")

    def get_queryset(self, request: Any) -> Any:
        """With person, position and unit."""
        return super().get_queryset(request).for_listing()

    @admin.display(description="Chức danh", ordering="post__position__rank")
    def position(self, holding: PostHolding) -> str:
        """The position."""
        return str(holding.post.position)

    @admin.display(description="Đơn vị", ordering="post__unit__sort_key")
    def unit(self, holding: PostHolding) -> str:
        """The unit."""
        return str(holding.post.unit)

    @admin.display(description="Giữ từ", ordering="held_from")
    def since(self, holding: PostHolding) -> str:
        """To the precision known."""
        return str(holding.started or "")

    @admin.display(description="Đến trước ngày", ordering="held_until")
    def until(self, holding: PostHolding) -> str:
        """To the precision known."""
        return str(holding.finished or "")
