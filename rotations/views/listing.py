"""The one list page of the project. A noun's list is its tables and nothing more:

    class UnitList(Listing):
        model = Unit
        permission_required = "rotations.view_unit"
        filterset_class = UnitFilter                     # every control written out, `q` first
        template_name = "units/list.html"                # extends components/listing.html
        file_name = "don-vi"                             # ?download=xlsx|csv; note() says it with the row count
        sorts = {"name": Sort("Tên đơn vị", "sort_key"), "level": Sort("Cấp", "level", "sort_key")}
        default_sort = "name"                            # or "-name"; "" keeps the queryset's own order
        columns = (Column("Tên đơn vị", lambda unit: unit.name), Column("Mã", lambda unit: unit.code, "code"))

        def visible(self) -> QuerySet[Unit]:
            return access.visible_units(self.account, on=self.today).for_listing()

The page gets: page_obj, paginator, object_list, filter, sortings.<key> (for _sort_heading.html), may_download, query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, cast

import django_filters
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.timezone import localdate
from django.views.generic import ListView

from rotations import access
from rotations.models import Account
from rotations.views.downloads import as_download
from rotations.vocabulary import AuditAction

PAGE_SIZE = 25


class Sort:
    """One way to order a list: the heading, and the columns it orders by; `pk` is always the last of them."""

    def __init__(self, label: str, *columns: str) -> None:
        self.label, self.columns = label, columns

    def order_by(self, *, descending: bool) -> list[OrderBy]:
        """For `QuerySet.order_by`; rows without a value come last both ways, on both databases."""
        ordered = [
            F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
            for column in self.columns
        ]
        return [*ordered, F("pk").asc()]


class Column(NamedTuple):
    """One column of a list's download: heading, value of a row, and the field it shows (for hidden fields)."""

    label: str
    value: Callable[[Any], Any]
    field: str = ""


@dataclass(frozen=True)
class Sorting:
    """A heading of the table as a link: which query sorts by it, and whether it sorts now."""

    label: str
    query: str
    direction: str  # "ascending", "descending" or "", as aria-sort has it


class Listing(PermissionRequiredMixin, ListView):
    """A list with filters, search, sort, paging and download, over what the account may see.

    A field the account may not read is neither filtered, sorted nor exported by: what names it is left out.
    The number of queries does not depend on the number of rows.
    """

    filterset_class: ClassVar[type[django_filters.FilterSet]]
    sorts: ClassVar[dict[str, Sort]] = {}
    default_sort: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    file_name: ClassVar[str] = ""
    download_permission: ClassVar[str] = "rotations.export_lists"
    paginate_by = PAGE_SIZE

    def visible(self) -> QuerySet[Any]:
        """What the account may see, with all that one row shows (`for_listing`)."""
        raise NotImplementedError

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @cached_property
    def today(self) -> date:
        """The day the page is asked for, the same throughout the request."""
        return localdate()

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Fields of the noun that the account may not read."""
        return access.hidden_fields(self.account, cast(type[Model], self.model))

    @cached_property
    def filter(self) -> django_filters.FilterSet:
        """The controls above the list, bound to the query string, without those of hidden fields."""
        filterset = self.filterset_class(self.request.GET, queryset=self.visible(), request=self.request)
        self.set_up_filter(filterset)
        for name, control in list(filterset.filters.items()):
            if {name, str(control.field_name)} & self.hidden:
                del filterset.filters[name]
        return filterset

    def set_up_filter(self, filterset: Any) -> None:
        """Hand the filterset what its choices depend on: the day is `filterset.on`; extend for querysets."""
        filterset.on = self.today

    @cached_property
    def sort(self) -> str:
        """The sort asked for, when it is one of the table; otherwise the default."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.open_sorts else self.default_sort

    @cached_property
    def open_sorts(self) -> dict[str, Sort]:
        """The sorts that do not order by a hidden field."""
        return {key: sort for key, sort in self.sorts.items() if not {key, *sort.columns} & self.hidden}

    def get_queryset(self) -> QuerySet[Any]:
        """Filtered and sorted; a query that cannot be understood shows nothing rather than everything."""
        if not self.filter.is_valid():
            return self.visible().none()
        found = self.filter.qs
        if key := self.sort.removeprefix("-"):
            found = found.order_by(*self.open_sorts[key].order_by(descending=self.sort.startswith("-")))
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or with `?download=` the file of all rows found."""
        if file_format := request.GET.get("download"):
            return self.download(file_format)
        return super().get(request, *args, **kwargs)

    def download(self, file_format: str) -> HttpResponseBase:
        """Every row found as a file, noted in the trail with their number before the first one leaves."""
        if not self.may_download:
            raise PermissionDenied
        found = self.get_queryset()
        columns = [column for column in self.columns if column.field not in self.hidden]
        noun = str(cast(type[Model], self.model)._meta.verbose_name_plural)
        response = as_download(
            file_format,
            name=self.file_name,
            headings=[column.label for column in columns],
            rows=self._rows(found, columns),
            by=self.account,
        )
        access.note(self.account, AuditAction.EXPORT, f"Danh sách {noun}", row_count=found.count())
        return response

    @property
    def may_download(self) -> bool:
        """Whether the account may take the list away as a file."""
        return bool(self.columns) and self.account.has_perm(self.download_permission)

    @staticmethod
    def _rows(found: QuerySet[Any], columns: list[Column]) -> Iterator[list[Any]]:
        for row in found.iterator(chunk_size=2000):
            yield [column.value(row) for column in columns]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What templates/*/list.html show."""
        return super().get_context_data(
            filter=self.filter,
            sortings=self._sortings(),
            may_download=self.may_download,
            query=self.request.GET,
            **{"today": self.today, **kwargs},
        )

    def _sortings(self) -> dict[str, Sorting]:
        key = self.sort.removeprefix("-")
        descending = self.sort.startswith("-")
        headings = {}
        for name, sort in self.open_sorts.items():
            query: QueryDict = self.request.GET.copy()
            query.pop("page", None)
            query["sort"] = f"-{name}" if name == key and not descending else name
            direction = ("descending" if descending else "ascending") if name == key else ""
            headings[name] = Sorting(sort.label, f"?{query.urlencode()}", direction)
        return headings

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """A page number out of reach shows the nearest page: rows come and go while people turn pages."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()
