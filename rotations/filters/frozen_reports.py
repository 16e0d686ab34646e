"""What the list of frozen figures may be narrowed by."""

from __future__ import annotations

import django_filters
from django import forms

from rotations.models import FrozenReport
from rotations.vocabulary import ReportKind


class FrozenReportFilter(django_filters.FilterSet):
    """The controls above the list of frozen figures."""

    report = django_filters.ChoiceFilter(
        choices=ReportKind.choices, label="Báo cáo", empty_label="Mọi báo cáo"
    )
    year = django_filters.NumberFilter(
        field_name="as_of__year",
        label="Chốt trong năm",
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": "Ví dụ: 2025"}),
    )

    class Meta:
        model = FrozenReport
        fields = ["report", "year"]
