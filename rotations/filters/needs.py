"""What the lists of needs and of calls for them may be narrowed by."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms

from rotations.filters.unit_names import UnitNameFilter
from rotations.models import NeedCall, NeedCallQuerySet, RotationNeed, RotationNeedQuerySet, Term
from rotations.vocabulary import NeedDirection, NeedReason


def _days() -> forms.DateInput:
    return forms.DateInput(attrs={"placeholder": "ngày/tháng/năm", "autocomplete": "off"})


class NeedFilter(django_filters.FilterSet):
    """The controls above the list of needs. The view sets `on`, the day a unit's line is looked up for."""

    on: date

    q = django_filters.CharFilter(
        method="search",
        label="Đơn vị, vị trí hoặc nhân sự",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    year = django_filters.NumberFilter(
        label="Năm kế hoạch",
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": "Ví dụ: 2025"}),
    )
    direction = django_filters.ChoiceFilter(
        choices=NeedDirection.choices, label="Hướng", empty_label="Đến và đi"
    )
    reason = django_filters.ChoiceFilter(choices=NeedReason.choices, label="Lý do", empty_label="Mọi lý do")
    unit = UnitNameFilter(label="Đơn vị")
    term = django_filters.ModelChoiceFilter(
        queryset=Term.objects.party(), method="by_term", label="Nhiệm kỳ", empty_label="Mọi nhiệm kỳ"
    )
    stated_from = django_filters.DateFilter(
        field_name="stated_on", lookup_expr="gte", label="Nêu từ ngày", widget=_days()
    )
    stated_to = django_filters.DateFilter(
        field_name="stated_on", lookup_expr="lte", label="đến ngày", widget=_days()
    )

    class Meta:
        model = RotationNeed
        fields = ["q", "year", "direction", "reason", "unit", "term", "stated_from", "stated_to"]

    def by_term(self, needs: RotationNeedQuerySet, name: str, value: Term) -> RotationNeedQuerySet:
        """For a plan year inside a committee term."""
        return needs.within_term(value)

    def search(self, needs: RotationNeedQuerySet, name: str, value: str) -> RotationNeedQuerySet:
        """Unit, position or wording, marks and case aside."""
        return needs.matching(value)


class CallFilter(django_filters.FilterSet):
    """The controls above the list of calls. The view sets `on`, the day that "đang nhận" means."""

    on: date

    year = django_filters.NumberFilter(label="Năm", min_value=1990, max_value=2100)
    state = django_filters.ChoiceFilter(
        choices=[("open", "Đang nhận trả lời"), ("overdue", "Đã quá hạn, chưa khép"), ("closed", "Đã khép")],
        method="by_state",
        label="Tình trạng",
        empty_label="Tất cả",
    )

    class Meta:
        model = NeedCall
        fields = ["year", "state"]

    def by_state(self, calls: NeedCallQuerySet, name: str, value: str) -> NeedCallQuerySet:
        """Where a call stands on the day."""
        if value == "closed":
            return calls.closed_by(self.on)
        return calls.overdue_on(self.on) if value == "overdue" else calls.open_on(self.on)
