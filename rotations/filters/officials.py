"""What the list of officials may be narrowed by."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from rotations.filters.unit_names import UnitNameFilter
from rotations.models import CatalogueEntry, Official, OfficialQuerySet, Rotation, working_at
from rotations.vocabulary import CatalogueKind, RotationStatus, Sex

# The controls that choose from a catalogue; all their choices are read at once.
CATALOGUES = {
    "ethnicity": CatalogueKind.ETHNICITY,
    "political_theory": CatalogueKind.POLITICAL_THEORY,
    "professional_level": CatalogueKind.PROFESSIONAL_LEVEL,
    "management_scope": CatalogueKind.MANAGEMENT_SCOPE,
}


class WorkplaceFilter(UnitNameFilter):
    """Who works there today, by date."""

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        """Narrow by the workplace of the day of the filterset."""
        return qs.filter(working_at(self.units(value), self.parent.on)) if value else qs


class OfficialFilter(django_filters.FilterSet):
    """The controls above the list of officials. The view takes out the controls of fields that the
    account may not read, and sets `on`."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Họ tên hoặc số hiệu",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    unit = WorkplaceFilter(label="Đơn vị")
    sex = django_filters.ChoiceFilter(choices=Sex.choices, label="Giới tính", empty_label="Nam và nữ")
    ethnicity = django_filters.ChoiceFilter(label="Dân tộc", empty_label="Mọi dân tộc")
    political_theory = django_filters.ChoiceFilter(label="Lý luận chính trị", empty_label="Mọi trình độ")
    professional_level = django_filters.ChoiceFilter(label="Trình độ chuyên môn", empty_label="Mọi trình độ")
    management_scope = django_filters.ChoiceFilter(label="Diện quản lý", empty_label="Mọi diện")
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries: dict[str, list[tuple[str, str]]] = {kind: [] for kind in CATALOGUES.values()}
        for entry in CatalogueEntry.objects.filter(kind__in=entries, is_active=True):
            entries[entry.kind].append((str(entry.pk), str(entry)))
        for name, kind in CATALOGUES.items():
            self.filters[name].extra["choices"] = entries[kind]

    def search(self, officials: OfficialQuerySet, name: str, value: str) -> OfficialQuerySet:
        """Name, other name or official code, marks and case aside."""
        return officials.matching(value)

    def by_rotating(self, officials: OfficialQuerySet, name: str, value: str) -> OfficialQuerySet:
        """Those serving at a receiving unit now, or all the others."""
        serving = Rotation.objects.in_status_on([RotationStatus.ACTIVE], self.on).values("official")
        return officials.filter(pk__in=serving) if value == "yes" else officials.exclude(pk__in=serving)
