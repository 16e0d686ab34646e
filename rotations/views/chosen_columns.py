"""Columns a person chooses to see of a list, kept for the next time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, QueryDict

from rotations.models import Account, Habits, habits_of

OF_THE_PAGE = ("sort", "columns")  # what a query string may say besides the controls


class ChoosesColumns(PermissionRequiredMixin):
    """For a page that is a list. Give `choosable`, key and heading of each column, and `usual`, the keys of those shown
    unless others were chosen; the first of them always stands."""

    request: HttpRequest
    usual: ClassVar[tuple[str, ...]] = ()
    choosable: Mapping[str, str] = {}

    @classmethod
    def controls(cls) -> Iterable[str]:
        """Names of the controls above the list."""
        return ()

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @property
    def list_name(self) -> str:
        """The list's name in the URLs, by which what a person keeps of it is known."""
        match = self.request.resolver_match
        return str(match.url_name) if match else ""

    @cached_property
    def habits(self) -> Habits:
        """What the person keeps about this list. One query."""
        return habits_of(self.account, self.list_name)

    @cached_property
    def chosen(self) -> list[str]:
        """The columns asked for by the query string, else those the person keeps; empty for the usual ones."""
        wanted = set((self.request.GET.get("columns") or self.habits.columns).split(","))
        chosen = [key for key in self.choosable if key in wanted]
        return list(dict.fromkeys([self.usual[0], *chosen])) if chosen else []

    @property
    def shown(self) -> list[str]:
        """Keys of the columns in force."""
        return self.chosen or [key for key in self.usual if key in self.choosable]

    @property
    def offered_columns(self) -> list[tuple[str, str, bool]]:
        """Key, heading and whether it is shown, of each column that may be left out."""
        return [(key, label, key in self.shown) for key, label in self.choosable.items()][1:]


def cleaned_query(shown: ChoosesColumns, typed: str) -> QueryDict:
    """What of a query string says how that list is narrowed, sorted and shown: no page, no blanks, nothing unknown."""
    known = (*shown.controls(), *OF_THE_PAGE)
    given, kept = QueryDict(typed), QueryDict(mutable=True)
    for name in known:
        if values := [one for one in given.getlist(name) if one.strip()]:
            kept.setlist(name, values)
    return kept
