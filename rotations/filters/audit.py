"""What the trail may be narrowed by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet

from rotations import vietnamese
from rotations.models import Account, AuditEntry, OfficialQuerySet
from rotations.models.fields import Recorded
from rotations.vocabulary import AuditAction

PEOPLE_LOOKED_FOR = 50  # of those a name means
USUAL_DAYS = 90  # looked through when no day is named, so that a rare word does not read years of entries


def record_kinds() -> list[tuple[str, str]]:
    """Kinds of record an entry may be about, by their names."""
    kinds = [
        (str(model._meta.model_name), str(model._meta.verbose_name).capitalize())
        for model in apps.get_app_config("rotations").get_models()
        if not str(model._meta.model_name).startswith("historical")
    ]
    return sorted(kinds, key=lambda kind: vietnamese.sort_key(kind[1]))


def changed_kinds() -> list[type[Recorded]]:
    """Kinds of record whose changes are kept."""
    every = apps.get_app_config("rotations").get_models()
    return [model for model in every if issubclass(model, Recorded)]


def days() -> forms.DateInput:
    """A day as it is typed everywhere."""
    return forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"})


class AuditFilter(django_filters.FilterSet):
    """The controls above the trail. The view sets `on`, from which the usual days count back."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Đối tượng hoặc mục đích",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    who = django_filters.CharFilter(
        method="by_who", label="Ai", widget=forms.TextInput(attrs={"placeholder": "Tên hoặc tên đăng nhập"})
    )
    action = django_filters.ChoiceFilter(choices=AuditAction.choices, label="Việc", empty_label="Mọi việc")
    since = django_filters.DateFilter("at", "date__gte", label="Từ ngày", widget=days())
    until = django_filters.DateFilter("at", "date__lte", label="Đến ngày", widget=days())
    kind = django_filters.ChoiceFilter(
        "subject_type", choices=record_kinds, label="Loại hồ sơ", empty_label="Mọi loại"
    )
    record = django_filters.NumberFilter("subject_id", label="Mã hồ sơ")

    class Meta:
        model = AuditEntry
        fields = ["q", "who", "action", "since", "until", "kind", "record"]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """All controls; without a first day only the usual days."""
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("since") or self.form.cleaned_data.get("until"):
            return found
        return found.filter(at__date__gte=self.on - timedelta(days=USUAL_DAYS))

    def search(self, entries: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        """Words of the record's name or the purpose, marks and case aside."""
        wanted = Q()
        for word in vietnamese.fold(value).split():
            wanted &= Q(search_fold__contains=word)
        return entries.filter(wanted)

    def by_who(self, entries: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        """Accounts whose name or login name holds every word."""
        return entries.filter(account__in=accounts_named(value))


def accounts_named(typed: str) -> list[int]:
    """Keys of the accounts whose name or login name holds every word. One query."""
    words = vietnamese.fold(typed).split()
    return [
        key
        for key, username, full_name in Account.objects.values_list("pk", "username", "full_name")
        if all(word in vietnamese.fold(f"{username} {full_name}") for word in words)
    ]


class ChangesForm(forms.Form):
    """The controls above the list of changes. The view gives the `officials` the account may see."""

    q = forms.CharField(
        label="Cán bộ",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Họ tên hoặc số hiệu"}),
    )
    who = forms.CharField(
        label="Ai sửa",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Tên hoặc tên đăng nhập"}),
    )
    kind = forms.ChoiceField(label="Loại bản ghi", required=False)
    since = forms.DateField(label="Từ ngày", required=False, widget=days())
    until = forms.DateField(label="Đến ngày", required=False, widget=days())
    record = forms.IntegerField(label="Mã bản ghi", required=False, min_value=0, max_value=2**62)

    def __init__(self, *args: Any, officials: OfficialQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officials = officials
        told = [
            (str(model._meta.model_name), str(model._meta.verbose_name).capitalize())
            for model in changed_kinds()
        ]
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Mọi loại"), *sorted(told, key=lambda one: vietnamese.sort_key(one[1]))]

    def people(self) -> list[int] | None:
        """Keys of those whose name or code was typed, at most so many; None when none was. One query."""
        typed = self.cleaned_data["q"].strip()
        if not typed:
            return None
        return list(self.officials.matching(typed).values_list("pk", flat=True)[:PEOPLE_LOOKED_FOR])
