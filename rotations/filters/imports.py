"""The controls above the list of imported files."""

from __future__ import annotations

import django_filters

from rotations.models import ImportBatch
from rotations.vocabulary import ImportStatus


class ImportFilter(django_filters.FilterSet):
    """Imported files by name, state and year. The view hands in a queryset already cut to the account."""

    q = django_filters.CharFilter("file_name", lookup_expr="icontains", label="Tên tệp")
    status = django_filters.ChoiceFilter(
        choices=ImportStatus.choices, label="Trạng thái", empty_label="Tất cả"
    )
    year = django_filters.NumberFilter(label="Năm kế hoạch")

    class Meta:
        model = ImportBatch
        fields = ["q", "status", "year"]
