"""The one list page of the project. A noun's list is its tables and nothing more:

    class UnitList(Listing):
        model = Unit
        permission_required = "rotations.view_unit"
        filterset_class = UnitFilter                     # every control written out, `q` first
        template_name = "units/list.html"                # extends components/listing.html
        file_name = "don-vi"                             # ?download=xlsx|csv; note() says it with the row count
        sorts = {"name": Sort("Tên đơn vị", "sort_key"), "level": Sort("Cấp", "level", "sort_key")}
        default_sort = "name"                            # or "-name"; "" keeps the queryset's own order
        columns = (Column("name", "Tên đơn vị", lambda unit: unit.name), Column("code", "Mã", lambda unit: unit.code))
        usual = ("name",)                                # keys with cells of their own in the template, as there;
                                                         # the first always shows, any other column may be chosen

        def visible(self) -> QuerySet[Unit]:
            return access.visible_units(self.account, on=self.today).for_listing()

The page gets: page_obj, paginator, object_list, filter, sortings.<key> (for _sort_heading.html), may_download, query,
shown (keys of the columns in force), more_columns (those without a cell of their own), chips, saved_filters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, cast
from urllib.parse import urlencode

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import ListView

from rotations import access
from rotations.reports.files import CONTENT_TYPES
from rotations.views.chosen_columns import ChoosesColumns, cleaned_query
from rotations.views.downloads import PURPOSE_WANTED, as_download, purpose_of
from rotations.vocabulary import AuditAction, SecrecyLevel

PAGE_SIZE = 25
COUNTED_AT_MOST = 10_000  # rows: to count a million takes longer than to show a page of them


class CountedSoFar(Paginator):
    """Pages of a list that is counted as far as anybody leafs; what lies beyond is reached by narrowing the list."""

    @cached_property
    def counted(self) -> int:
        """The number of rows, and one more than the bound where there are more."""
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: COUNTED_AT_MOST + 1].count())

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.counted > COUNTED_AT_MOST

    @cached_property
    def count(self) -> int:
        """The rows that pages are made of."""
        return min(self.counted, COUNTED_AT_MOST)


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
    """One column of a list and of its file: the key it is chosen by, heading, value of a row, and the field it shows
    (for hidden fields). Columns of one key are one on the page and apart in the file."""

    key: str
    label: str
    value: Callable[[Any], Any]
    field: str = ""


class Chip(NamedTuple):
    """One condition in force: what it narrows by, to what, and the query without it."""

    label: str
    value: str
    without: str


class Saved(NamedTuple):
    """One filter the person saved above this list: where it leads, where it is removed, and whether it is in force."""

    name: str
    url: str
    remove_url: str
    is_current: bool


@dataclass(frozen=True)
class Sorting:
    """A heading of the table as a link: which query sorts by it, and whether it sorts now."""

    label: str
    query: str
    direction: str  # "ascending", "descending" or "", as aria-sort has it


class Listing(ChoosesColumns, ListView):
    """A list with filters, search, sort, paging and download, over what the account may see.

    A field the account may not read is neither filtered, sorted nor exported by: what names it is left out.
    The number of queries does not depend on the number of rows.
    """

    filterset_class: ClassVar[type[django_filters.FilterSet]]
    sorts: ClassVar[dict[str, Sort]] = {}
    default_sort: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    file_name: ClassVar[str] = ""
    holds_people: ClassVar[bool] = False  # a file of it is taken out for a purpose, which the trail keeps
    download_permission: ClassVar[str] = "rotations.export_lists"
    paginate_by = PAGE_SIZE
    paginator_class = CountedSoFar

    def visible(self) -> QuerySet[Any]:
        """What the account may see, with all that one row shows (`for_listing`)."""
        raise NotImplementedError

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
        """Every row found as a file, noted in the trail with their number and the purpose before the first one leaves."""
        if not self.may_download:
            raise PermissionDenied
        if file_format not in CONTENT_TYPES:
            raise Http404
        purpose = purpose_of(self.request)
        if self.holds_people and not purpose:
            messages.error(self.request, PURPOSE_WANTED)
            return redirect(f"{self.request.path}?{urlencode(self.kept_for_a_file)}".rstrip("?"))
        found = self.get_queryset()
        columns = self.open_columns
        if self.chosen:
            columns = [column for column in columns if column.key in self.shown]
        noun = str(cast(type[Model], self.model)._meta.verbose_name_plural)
        response = as_download(
            file_format,
            name=self.file_name,
            headings=[column.label for column in columns],
            rows=self._rows(found, columns),
            by=self.account,
            level=self.secrecy_of(found),
        )
        access.note(
            self.account,
            AuditAction.EXPORT,
            f"Danh sách {noun}",
            purpose=purpose or access.LIST_OF_NO_PEOPLE,
            row_count=found.count(),
        )
        return response

    @property
    def kept_for_a_file(self) -> list[tuple[str, str]]:
        """What of the query string a file is asked for with: filters, sort and columns."""
        given = self.request.GET
        return [
            (name, value)
            for name in given
            if name not in ("download", "page", "taken_for")
            for value in given.getlist(name)
        ]

    def secrecy_of(self, found: QuerySet[Any]) -> SecrecyLevel:
        """The highest secrecy among the rows found; extend where a row has one."""
        return SecrecyLevel.INTERNAL

    @cached_property
    def open_columns(self) -> list[Column]:
        """The columns of fields that the account may read."""
        return [column for column in self.columns if column.field not in self.hidden]

    @classmethod
    def controls(cls) -> Iterable[str]:
        """Names of the controls above the list."""
        return cls.filterset_class.base_filters

    @cached_property
    def choosable(self) -> dict[str, str]:  # type: ignore[override]
        """Key and heading of what may be shown: the usual columns in the order of the table, then the others. Nothing
        where the template has no say in its columns."""
        if not self.usual:
            return {}
        labels: dict[str, list[str]] = {}
        for column in self.open_columns:
            labels.setdefault(column.key, []).append(column.label)
        return {key: ", ".join(labels[key]) for key in dict.fromkeys([*self.usual, *labels]) if key in labels}

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
        in_force = cleaned_query(self, self.request.GET.urlencode())
        more = {
            column.key: column
            for column in reversed(self.open_columns)
            if column.key in self.shown and column.key not in self.usual
        }
        return super().get_context_data(
            filter=self.filter,
            sortings=self._sortings(),
            may_download=self.may_download,
            holds_people=self.holds_people,
            kept_for_a_file=self.kept_for_a_file,
            query=self.request.GET,
            list_name=self.list_name,
            shown=self.shown,
            more_columns=list(reversed(more.values())),
            choosable=self.offered_columns,
            has_own_columns=bool(self.chosen),
            chips=list(self._chips()),
            saved_filters=self._saved(in_force),
            query_in_force=in_force.urlencode(),
            **{"today": self.today, **kwargs},
        )

    def _chips(self) -> Iterator[Chip]:
        """Each condition in force, by its words; what could not be understood as it was typed."""
        form = self.filter.form
        given = self.filter.is_valid() and form.cleaned_data
        for name, field in form.fields.items():
            typed = [value for value in self.request.GET.getlist(name) if value.strip()]
            if hasattr(field, "queryset"):
                words = {value: str((given or {}).get(name) or value) for value in typed}
            elif hasattr(field, "choices"):
                words = {str(key): str(label) for key, label in field.choices}
            else:
                words = {value: str(form[name].value()) for value in typed}
            for value in typed:
                rest = self.request.GET.copy()
                rest.pop("page", None)
                rest.pop("after", None)
                rest.setlist(name, [one for one in rest.getlist(name) if one != value])
                yield Chip(str(field.label), words.get(value, value), f"?{rest.urlencode()}")

    def _saved(self, in_force: QueryDict) -> list[Saved]:
        """The filters the person saved above this list."""
        return [
            Saved(
                name,
                f"?{query}",
                reverse("rotations:filter-remove", args=[self.list_name, key]),
                query == in_force.urlencode(),
            )
            for key, name, query in self.habits.filters
        ]

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
        paginator = cast(CountedSoFar, self.get_paginator(queryset, page_size))
        # Which rows stand on the page is asked first, by their keys alone: what a row shows would be put together for
        # every row that is sorted. Where the first page holds all there are, nothing is counted.
        keys: list[Any] = []
        if not self.request.GET.get("page"):
            keys = list(queryset.values_list("pk", flat=True)[: page_size + 1])
            if len(keys) <= page_size:
                paginator.counted = len(keys)
        page = paginator.get_page(self.request.GET.get("page"))
        keys = keys[:page_size] or list(cast(QuerySet[Any], page.object_list).values_list("pk", flat=True))
        rows = queryset.in_bulk(keys)
        page.object_list = [rows[key] for key in keys if key in rows]
        return paginator, page, page.object_list, page.has_other_pages()
