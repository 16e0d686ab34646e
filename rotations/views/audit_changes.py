"""Changes of all records, the latest first, for the head of the board."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.utils.timezone import localdate
from django.views.generic import TemplateView

from rotations import access
from rotations.filters.audit import USUAL_DAYS, ChangesForm, accounts_named
from rotations.models import Account
from rotations.reports import changes
from rotations.views.chosen_columns import ChoosesColumns, cleaned_query
from rotations.views.listing import PAGE_SIZE


class ChangeList(ChoosesColumns, TemplateView):
    """Who changed which record, when, and from what to what. Pages go by place and nothing is counted."""

    permission_required = "rotations.view_auditentry"
    template_name = "audit/changes.html"
    usual = ("at", "account", "act", "record", "values")
    choosable = MappingProxyType(
        {"at": "Lúc", "account": "Ai", "act": "Việc", "record": "Bản ghi", "values": "Trước → sau"}
    )

    @classmethod
    def controls(cls) -> Iterable[str]:
        """Names of the controls above the list."""
        return ChangesForm.base_fields

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of what is found; a question that cannot be understood finds nothing."""
        account, today = self.account, localdate()
        form = ChangesForm(self.request.GET, officials=access.visible_officials(account, on=today))
        lines: list[changes.ChangeLine] = []
        if form.is_valid():
            lines = changes.changes(
                _asked(form, usual=today - timedelta(days=USUAL_DAYS)),
                after=changes.Place.of(self.request.GET.get("after", "")),
                number=PAGE_SIZE + 1,
                but_of=account.official_id,
            )
        shown = lines[:PAGE_SIZE]
        accounts = Account.objects.in_bulk({line.account for line in shown if line.account})
        return super().get_context_data(
            filter={"form": form},
            object_list=[(line, accounts.get(line.account)) for line in shown],
            after=str(shown[-1].place) if len(lines) > PAGE_SIZE else "",
            query=self.request.GET,
            query_in_force=cleaned_query(self, self.request.GET.urlencode()).urlencode(),
            list_name=self.list_name,
            shown=self.shown,
            choosable=self.offered_columns,
            has_own_columns=bool(self.chosen),
            may_download=False,
            **kwargs,
        )


def _asked(form: ChangesForm, *, usual: date) -> changes.Asked:
    """As typed; without any day only the usual days are looked through."""
    typed = form.cleaned_data
    return changes.Asked(
        since=typed["since"] or (date.min if typed["until"] else usual),
        until=typed["until"],
        accounts=accounts_named(typed["who"]) if typed["who"] else None,
        people=form.people(),
        kind=typed["kind"],
        record=typed["record"],
    )
