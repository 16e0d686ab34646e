"""The page of what is due: all kinds, the most urgent first, or one kind page by page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from rotations.due import what_is_due
from rotations.models import Account
from rotations.vocabulary import DueKind

PAGE_SIZE = 25


class DueListPage(PermissionRequiredMixin, TemplateView):
    """What awaits the reader. A kind nobody knows shows all kinds."""

    permission_required = "rotations.view_rotation"
    template_name = "due/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The items of the page in their groups, and the number of each kind."""
        account, today = cast(Account, self.request.user), localdate()
        asked, number = self.request.GET.get("kind", ""), self.request.GET.get("page", "")
        due = what_is_due(account, on=today, most=PAGE_SIZE)
        kind = DueKind(asked) if asked in due.totals else None
        page, pages = 1, 1
        if kind is not None:
            pages = -(-due.totals[kind] // PAGE_SIZE)
            page = min(max(int(number), 1), pages) if number.isascii() and number.isdigit() else 1
            shown = what_is_due(account, on=today, kind=kind, most=PAGE_SIZE, start=(page - 1) * PAGE_SIZE)
        else:
            shown = due
        return super().get_context_data(
            lead=f"Ngày {today:%d/%m/%Y}: {due.total} việc",
            kinds=[(one, due.totals[one]) for one in DueKind if one in due.totals],
            kind=kind,
            groups=shown.by_urgency(),
            left_out=bool(due.left_out) and kind is None,
            page=page,
            pages=pages,
            previous=page - 1 if page > 1 else None,
            next=page + 1 if page < pages else None,
            **kwargs,
        )
