"""What the queue of placements may be narrowed by. Its rows are rotations at or past their end."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q

from rotations.filters.unit_names import UnitNameFilter
from rotations.models import Rotation, RotationQuerySet
from rotations.vocabulary import PlacementOutcome

STATES = [
    ("waiting", "Chưa có phương án"),
    ("proposed", "Đã đề xuất, chờ quyết định"),
    ("decided", "Đã quyết định"),
]


class PlacementFilter(django_filters.FilterSet):
    """The controls above the queue of placements."""

    q = django_filters.CharFilter(
        method="search",
        label="Họ tên hoặc đơn vị",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="by_state", label="Tình trạng", empty_label="Tất cả"
    )
    outcome = django_filters.ChoiceFilter(
        field_name="placement__outcome",
        choices=PlacementOutcome.choices,
        label="Phương án",
        empty_label="Mọi phương án",
    )
    sending_unit = UnitNameFilter(label="Nơi đi")
    receiving_unit = UnitNameFilter(label="Nơi đến")

    class Meta:
        model = Rotation
        fields = ["q", "state", "outcome", "sending_unit", "receiving_unit"]

    def search(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Person or either unit, marks and case aside."""
        return rotations.matching(value)

    def by_state(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Without a proposal, proposed, or decided."""
        conditions = {
            "waiting": Q(placement__isnull=True),
            "proposed": Q(placement__isnull=False, placement__decided_on__isnull=True),
            "decided": Q(placement__decided_on__isnull=False),
        }
        return rotations.filter(conditions[value])
