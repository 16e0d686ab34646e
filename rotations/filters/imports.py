"""The controls above the list of imported files."""

from __future__ import annotations

import django_filters
from django import forms

from rotations.models import ImportBatch
from rotations.vocabulary import ImportKind, ImportStatus, ImportVerdict


class ImportFilter(django_filters.FilterSet):
    """Imported files by name, kind, state and year. The view hands in a queryset already cut to the account."""

    q = django_filters.CharFilter(
        "file_name",
        lookup_expr="icontains",
        label="Tên tệp",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = django_filters.ChoiceFilter(choices=ImportKind.choices, label="Loại tệp", empty_label="Mọi loại")
    status = django_filters.ChoiceFilter(
        choices=ImportStatus.choices, label="Trạng thái", empty_label="Tất cả"
    )
    verdict = django_filters.ChoiceFilter(
        choices=ImportVerdict.choices, label="Kết quả đọc", empty_label="Mọi kết quả"
    )
    year = django_filters.NumberFilter(label="Năm kế hoạch", min_value=1990, max_value=2100)

    class Meta:
        model = ImportBatch
        fields = ["q", "kind", "status", "verdict", "year"]
