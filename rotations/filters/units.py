"""What the list of units may be narrowed by."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms

from rotations.models import Unit, UnitQuerySet
from rotations.vocabulary import UnitBlock, UnitLevel


class UnitFilter(django_filters.FilterSet):
    """The controls above the list of units. The view sets `on`, the day that "đang hoạt động"
    means."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Tên, tên gọi khác hoặc mã",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    level = django_filters.ChoiceFilter(choices=UnitLevel.choices, label="Cấp", empty_label="Mọi cấp")
    block = django_filters.ChoiceFilter(choices=UnitBlock.choices, label="Khối", empty_label="Mọi khối")
    existing = django_filters.ChoiceFilter(
        choices=[("yes", "Đang hoạt động"), ("no", "Đã kết thúc hoặc chưa thành lập")],
        method="by_existing",
        label="Hiện nay",
        empty_label="Tất cả",
    )

    class Meta:
        model = Unit
        fields = ["q", "level", "block", "existing"]

    def search(self, units: UnitQuerySet, name: str, value: str) -> UnitQuerySet:
        """Name, alias or code, marks and case aside."""
        return units.matching(value)

    def by_existing(self, units: UnitQuerySet, name: str, value: str) -> UnitQuerySet:
        """Those that exist today, or all the others."""
        existing = Unit.objects.existing_on(self.on)
        return units.existing_on(self.on) if value == "yes" else units.exclude(pk__in=existing.values("pk"))
