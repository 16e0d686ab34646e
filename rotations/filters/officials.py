"""What the list of officials may be narrowed by."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms
from django.db.models import QuerySet

from rotations.filters.unit_names import UnitNameFilter, units_named
from rotations.models import CatalogueEntry, Official, OfficialQuerySet, Rotation, working_at
from rotations.vocabulary import CatalogueKind, RotationStatus, Sex


def _entries(kind: CatalogueKind) -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.filter(kind=kind, is_active=True)


class OfficialFilter(django_filters.FilterSet):
    """The controls above the list of officials. The view takes out the controls of fields that the
    account may not read, and sets `on`."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Họ tên hoặc số hiệu",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    unit = UnitNameFilter(method="by_unit", label="Đơn vị")
    sex = django_filters.ChoiceFilter(choices=Sex.choices, label="Giới tính", empty_label="Nam và nữ")
    ethnicity = django_filters.ModelChoiceFilter(
        queryset=_entries(CatalogueKind.ETHNICITY), label="Dân tộc", empty_label="Mọi dân tộc"
    )
    political_theory = django_filters.ModelChoiceFilter(
        queryset=_entries(CatalogueKind.POLITICAL_THEORY),
        label="Lý luận chính trị",
        empty_label="Mọi trình độ",
    )
    professional_level = django_filters.ModelChoiceFilter(
        queryset=_entries(CatalogueKind.PROFESSIONAL_LEVEL),
        label="Trình độ chuyên môn",
        empty_label="Mọi trình độ",
    )
    management_scope = django_filters.ModelChoiceFilter(
        queryset=_entries(CatalogueKind.MANAGEMENT_SCOPE), label="Diện quản lý", empty_label="Mọi diện"
    )
    rotating = django_filters.ChoiceFilter(
        choices=[("yes", "Đang luân chuyển"), ("no", "Không")],
        method="by_rotating",
        label="Đang luân chuyển",
        empty_label="Tất cả",
    )

    class Meta:
        model = Official
        fields = [
            "q", "unit", "sex", "ethnicity", "political_theory", "professional_level", "management_scope",
            "rotating",
        ]  # fmt: skip

    def search(self, officials: OfficialQuerySet, name: str, value: str) -> OfficialQuerySet:
        """Name, other name or official code, marks and case aside."""
        return officials.matching(value)

    def by_unit(self, officials: OfficialQuerySet, name: str, value: str) -> OfficialQuerySet:
        """Who works there today, by date."""
        return officials.filter(working_at(units_named(value, on=self.on), self.on))

    def by_rotating(self, officials: OfficialQuerySet, name: str, value: str) -> OfficialQuerySet:
        """Those serving at a receiving unit now, or all the others."""
        serving = Rotation.objects.in_status_on([RotationStatus.ACTIVE], self.on).values("official")
        return officials.filter(pk__in=serving) if value == "yes" else officials.exclude(pk__in=serving)
