"""What every page of the back office shares: whose records, which fields, how a search reads, what a refusal says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import (
    FieldDoesNotExist,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from simple_history.admin import SimpleHistoryAdmin

from rotations import access, vietnamese, workflow
from rotations.admin.search_boxes import OneFound, SeveralFound
from rotations.admin.site import told_apart
from rotations.forms.fields import WholeRowForm
from rotations.forms.overtaken import OF_THE_MECHANISM
from rotations.models import explain
from rotations.partial_dates import DatePrecision, PartialDate

COUNTED_AT_MOST = 10_000


class CountedSoFar(Paginator):
    """Pages of a list whose length is counted only as far as anybody leafs through it."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or the bound when there are more."""
        rows: Any = self.object_list
        return int(rows.order_by()[:COUNTED_AT_MOST].count())


class BackOfficeForm(WholeRowForm):
    """A record as typed; what the database refused once is said above."""

    refused_by_database: ClassVar[str] = ""

    def clean(self) -> dict[str, Any] | None:
        """Carry the refusal of the first attempt."""
        cleaned = super().clean()
        if self.refused_by_database:
            self.add_error(None, self.refused_by_database)
        return cleaned


class OfTheAccount:
    """Shared by pages and inlines: fields hidden from the account are nowhere, choices are what it may see."""

    model: type[models.Model]
    form: Any = BackOfficeForm

    def hidden(self, request: Any) -> frozenset[str]:
        """Fields of this model the account may not read."""
        return access.hidden_fields(request.user, self.model)

    def _readable(self, request: Any, names: Sequence[Any]) -> list[Any]:
        hidden = self.hidden(request)
        return [name for name in names if _first_part(name) not in hidden]

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """The declared groups, without what the account may not read; precisions only where nothing is typed."""
        typed = self.has_change_permission(request, obj) if obj else True  # type: ignore[attr-defined]
        groups: list[Any] = []
        for title, options in super().get_fieldsets(request, obj):  # type: ignore[misc]
            names: list[Any] = []
            for name in self._readable(request, options["fields"]):
                if name in OF_THE_MECHANISM:
                    continue
                if isinstance(name, (list, tuple)):
                    names.append(tuple(self._readable(request, name)))
                elif isinstance(name, str) and name.endswith("_precision"):
                    continue
                else:
                    names.append(name)
                    if not typed and _has_column(self.model, f"{name}_precision"):
                        names.append(f"{name}_precision")
            if names:
                groups.append((title, {**options, "fields": names}))
        if typed and obj and groups:
            title, options = groups[-1]
            groups[-1] = (title, {**options, "fields": [*options["fields"], OF_THE_MECHANISM]})
        return groups

    def get_exclude(self, request: Any, obj: Any = None) -> Any:
        """Hidden fields are in no form, whatever asks for it."""
        columns = {field.name for field in self.model._meta.get_fields() if not field.auto_created}
        return [*(super().get_exclude(request, obj) or ()), *(self.hidden(request) & columns)]  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices are records the account may see, in words that tell namesakes apart."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", OneFound(db_field, admin.site))
        field = super().formfield_for_foreignkey(  # type: ignore[misc]
            db_field, request, **self._visible(db_field, request, kwargs)
        )
        if field is not None:
            field.label_from_instance = told_apart
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A choice is not the place to delete what may be chosen."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The same for several."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", SeveralFound(db_field, admin.site))
        return super().formfield_for_manytomany(db_field, request, **self._visible(db_field, request, kwargs))  # type: ignore[misc]

    def _visible(self, db_field: Any, request: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
        related = admin.site._registry.get(db_field.remote_field.model)
        if isinstance(related, BackOffice) and "queryset" not in kwargs:
            kwargs["queryset"] = related.get_queryset(request)
        return kwargs


class BackOffice(OfTheAccount, admin.ModelAdmin):
    """One kind of record. `visible` is the account's queryset of it; without one all rows of a rule book are shown.

    A search reads words without marks: `search_fields` are folded columns and codes. A short list without folded
    columns names what is read in `searched_words` instead.
    """

    visible: ClassVar[Callable[..., Any] | None] = None
    searched_words: ClassVar[tuple[str, ...]] = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CountedSoFar
    list_per_page = 50
    list_max_show_all = 200
    actions = None
    save_on_top = True

    def get_queryset(self, request: Any) -> Any:
        """The rows the account may see, in the list's order."""
        seen = type(self).visible
        rows = seen(request.user, on=localdate()) if seen else self.model._default_manager.all()
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Rows that hold every word of the search, marks and case aside."""
        folded = vietnamese.fold(search_term)
        if not folded:
            return (queryset.none() if search_term.strip() else queryset), False
        if self.searched_words:
            words = folded.split()
            found = [
                row.pk
                for row in queryset
                if _all_in(words, " ".join(str(getattr(row, name)) for name in self.searched_words))
            ]
            return queryset.filter(pk__in=found), False
        return super().get_search_results(request, queryset, folded)

    def history_view(self, request: Any, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of a record the account may see."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        get_object_or_404(self.get_queryset(request), pk=_key(object_id))
        return super().history_view(request, object_id, extra_context)

    # ---- hidden fields are not shown, filtered, sorted or searched

    def get_list_display(self, request: Any) -> Any:
        """Columns the account may read."""
        return self._readable(request, super().get_list_display(request))

    def get_list_filter(self, request: Any) -> Any:
        """Filters over fields the account may read."""
        return self._readable(request, super().get_list_filter(request))

    def get_search_fields(self, request: Any) -> Any:
        """Searched columns the account may read."""
        return self._readable(request, super().get_search_fields(request))

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Whether the address may filter so: never by a field the account may not read, on this record or beyond."""
        model: Any = self.model
        for part in lookup.split("__"):
            if part in (
                self.hidden(request) if model is self.model else access.hidden_fields(request.user, model)
            ):
                return False
            try:
                model = model._meta.get_field(part).related_model
            except FieldDoesNotExist:
                break
            if model is None:
                break
        return super().lookup_allowed(lookup, value, request)

    def get_inlines(self, request: Any, obj: Any) -> Any:
        """Related records the account may read."""
        hidden = self.hidden(request)
        closed = {
            relation.related_model
            for relation in self.model._meta.related_objects
            if relation.get_accessor_name() in hidden
        }
        return [inline for inline in super().get_inlines(request, obj) if inline.model not in closed]

    # ---- a refusal of the database or the workflow is a sentence on the form

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, carrying what was refused at the first attempt."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if refused := getattr(request, "refused", ""):
            form = type(form.__name__, (form,), {"refused_by_database": refused})
        return form

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        """What the address asks to be filled in, as far as it can be a record's number where one is wanted."""
        asked = super().get_changeform_initial_data(request)
        numbers = {field.name for field in self.opts.get_fields() if field.is_relation and field.concrete}
        return {name: value for name, value in asked.items() if name not in numbers or _are_numbers(value)}

    def changeform_view(
        self, request: Any, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The form of one record; what is refused while saving comes back on the form with all that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as refused:
            sentence = explain(refused)
            if sentence is None:
                raise
        except workflow.MoveRefused as refused:
            sentence = str(refused)
        request.refused = sentence
        return super().changeform_view(request, object_id, form_url, extra_context)


class Recording(BackOffice, SimpleHistoryAdmin):
    """A record whose history is shown: who changed what, when. Nothing is put back from there: changing a record
    has one door, its form."""

    def history_form_view(
        self, request: Any, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """One earlier state, to be read."""
        if request.method != "GET" or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        get_object_or_404(self.get_queryset(request), pk=_key(object_id))
        request.reads_history = True
        return super().history_form_view(request, object_id, version_id, extra_context)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """An earlier state is read-only."""
        return not getattr(request, "reads_history", False) and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """All of an earlier state."""
        if getattr(request, "reads_history", False):
            return tuple(flatten_fieldsets(self.get_fieldsets(request, obj)))
        return super().get_readonly_fields(request, obj)

    def revert_disabled(self, request: Any, obj: Any = None) -> bool:
        """Always: an old state must not write a status or a derived column back."""
        return True

    def history_view_title(self, request: Any, obj: Any) -> str:
        """The page's heading."""
        return f"Lịch sử thay đổi: {obj}"

    def history_form_view_title(self, request: Any, obj: Any) -> str:
        """The heading of one earlier state."""
        return f"Bản cũ: {obj}"

    def set_history_delta_changes(
        self, request: Any, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """What each change changed, in words: every kept column, statuses too, but for hidden and derived ones."""
        columns = [
            field
            for field in self.model._meta.concrete_fields
            if field.name not in {"id", "changed_at", *self.hidden(request)}
            and not hasattr(field, "sources")
            and not field.name.endswith("_precision")
        ]
        newer = None
        for record in historical_records:
            if newer is not None:
                pairs = [(field, _in_words(field, record), _in_words(field, newer)) for field in columns]
                newer.history_delta_changes = [
                    {"field": field.verbose_name, "old": old, "new": new}
                    for field, old, new in pairs
                    if old != new
                ]
            newer = record


class OwnFilesAside:
    """Mixed into pages of somebody's case: nobody changes their own file or a relative's."""

    def person_of(self, obj: Any) -> Any:
        """The official a record is about."""
        return obj.official

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Not one's own, not a relative's."""
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        if not allowed or obj is None or obj.pk is None:
            return allowed
        return not access.is_own_or_relatives_file(request.user, self.person_of(obj))


class ReadOnly:
    """Mixed into pages and inlines of what the program alone writes: no adding, changing or deleting."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False


class RowsOfARecord(BaseInlineFormSet):
    """Rows beside a record; one that somebody else has changed since is not taken out either."""

    def clean(self) -> None:
        """Look at the rows to be taken out, whose own faults are not asked for."""
        super().clean()
        forms: list[Any] = self.initial_forms
        if any(form.is_overtaken and form.cleaned_data.get(DELETION_FIELD_NAME) for form in forms):
            raise ValidationError(
                "Dòng định xóa vừa được người khác sửa; chưa xóa gì. Hãy mở lại trang để xem rồi xóa nếu vẫn cần."
            )


class NamedCells(RowsOfARecord):
    """Rows of a table whose inputs say aloud which column they stand in."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Give each input its column's name; a table shows it once, in the heading."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                box = getattr(field.widget, "widget", field.widget)  # beside links, what is typed into
                box.attrs.setdefault("aria-label", str(field.label))


class Table(admin.TabularInline):
    """Rows beside a record, in a table."""

    template = "admin/edit_inline/rows.html"
    extra = 0


class Rows(OfTheAccount, Table):
    """Rows that belong to a record and are typed."""

    formset = NamedCells
    show_change_link = False


class Cards(OfTheAccount, admin.StackedInline):
    """Rows that belong to a record and have many fields, one below the other."""

    formset = RowsOfARecord

    extra = 0


class ReadRows(ReadOnly, Rows):
    """Rows the program wrote, to be read."""

    can_delete = False


def _in_words(field: Any, record: Any) -> str:
    """One column of one state as people read it; "" when it is empty."""
    value = getattr(record, field.attname)
    if value is None:
        return ""
    if field.is_relation:
        try:
            return str(getattr(record, field.name))
        except ObjectDoesNotExist:
            return f"(đã xóa, mã {value})"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        precision = getattr(record, f"{field.name}_precision", DatePrecision.DAY)
        return str(PartialDate.of(value, precision))
    return str(value)


def _first_part(name: Any) -> str:
    if isinstance(name, (list, tuple)):
        name = name[0] if name else ""
    return name.split("__")[0].lstrip("-") if isinstance(name, str) else ""


def _has_column(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.fields)


def _all_in(words: list[str], text: str) -> bool:
    folded = vietnamese.fold(text)
    return all(word in folded for word in words)


def _are_numbers(value: Any) -> bool:
    """Whether a value of an address names records; several of them for a many-to-many field."""
    words = value if isinstance(value, list) else [value]
    return all(word.isdecimal() and int(word) < 2**63 for word in words)


def _key(object_id: str) -> int:
    if not object_id.isdecimal():
        raise Http404
    return int(object_id)
