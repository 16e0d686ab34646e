"""What the list of plans may be narrowed by."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms

from rotations.models import RotationPlan, RotationPlanQuerySet
from rotations.vocabulary import PlanStatus


class PlanFilter(django_filters.FilterSet):
    """The controls above the list of plans."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Tên hoặc số kế hoạch",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    year = django_filters.NumberFilter(label="Năm", min_value=1990, max_value=2100)
    status = django_filters.ChoiceFilter(
        choices=PlanStatus.choices, label="Trạng thái", empty_label="Mọi trạng thái"
    )

    class Meta:
        model = RotationPlan
        fields = ["q", "year", "status"]

    def search(self, plans: RotationPlanQuerySet, name: str, value: str) -> RotationPlanQuerySet:
        """Title, number or year, marks and case aside."""
        return plans.matching(value)
