"""What the queue of placements may be narrowed by. Its rows are rotations at or past their end."""

from __future__ import annotations

from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import Q

from rotations.filters.unit_names import UnitNameFilter
from rotations.models import Rotation, RotationQuerySet
from rotations.vocabulary import PlacementOutcome

STATES = [
    ("waiting", "Chưa có phương án"),
    ("proposed", "Đã đề xuất, chờ quyết định"),
    ("soon", "Sắp hết hạn"),
    ("decided", "Đã quyết định"),
]


# As `reports.placement_queue` numbers them.
STATE_WORDS = {"waiting": 0, "proposed": 1, "soon": 2, "decided": 3}


class PlacementFilter(django_filters.FilterSet):
    """The controls above the queue of placements. The view sets `on`."""

    on: date

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
    waiting_days = django_filters.NumberFilter(
        method="by_days",
        label="Chờ từ (ngày)",
        min_value=0,
        max_value=9999,
        help_text="Người đã quá ngày kết thúc ít nhất bấy nhiêu ngày.",
    )
    sending_unit = UnitNameFilter(label="Nơi đi")
    receiving_unit = UnitNameFilter(label="Nơi đến")

    class Meta:
        model = Rotation
        fields = ["q", "state", "outcome", "waiting_days", "sending_unit", "receiving_unit"]

    def search(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Person or either unit, marks and case aside."""
        return rotations.matching(value)

    def by_state(self, rotations: RotationQuerySet, name: str, value: str) -> RotationQuerySet:
        """Past the end without a proposal or with one, near it, or decided: the states the queue gave its rows."""
        return rotations.filter(Q(state=STATE_WORDS[value]))

    def by_days(self, rotations: RotationQuerySet, name: str, value: int) -> RotationQuerySet:
        """Not decided, and past the end for so many days."""
        undecided = rotations.exclude(Q(state=STATE_WORDS["decided"]))
        return undecided.filter(Q(at_end__lte=self.on - timedelta(days=int(value))))
