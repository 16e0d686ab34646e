"""What the register of decisions may be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms

from rotations.models import Decision, DecisionQuerySet, Term
from rotations.vocabulary import DecisionKind, SecrecyLevel


class DecisionFilter(django_filters.FilterSet):
    """The controls above the register. `person` also finds a decision by whom it is about."""

    q = django_filters.CharFilter(
        method="search",
        label="Số, ký hiệu, trích yếu",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    person = django_filters.CharFilter(method="by_person", label="Cán bộ trong quyết định")
    kind = django_filters.ChoiceFilter(choices=DecisionKind.choices, label="Loại", empty_label="Mọi loại")
    year = django_filters.NumberFilter(
        field_name="issued_on__year",
        label="Năm ban hành",
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": "Ví dụ: 2025"}),
    )
    term = django_filters.ModelChoiceFilter(
        queryset=Term.objects.party(), label="Nhiệm kỳ", empty_label="Mọi nhiệm kỳ"
    )
    number = django_filters.CharFilter(method="by_number", label="Đúng số")
    symbol = django_filters.CharFilter(lookup_expr="iexact", label="Đúng ký hiệu")
    secrecy = django_filters.ChoiceFilter(choices=SecrecyLevel.choices, label="Độ mật", empty_label="Mọi mức")
    unnumbered = django_filters.ChoiceFilter(
        choices=[("yes", "Chưa có số")], method="by_unnumbered", label="Cấp số", empty_label="Tất cả"
    )

    class Meta:
        model = Decision
        fields = ["q", "person", "kind", "year", "term", "number", "symbol", "secrecy", "unnumbered"]

    def search(self, decisions: DecisionQuerySet, name: str, value: str) -> DecisionQuerySet:
        """Number, symbol and title, marks and case aside."""
        return decisions.matching(value)

    def by_person(self, decisions: DecisionQuerySet, name: str, value: str) -> DecisionQuerySet:
        """With a line about somebody of that name or code."""
        return decisions.about(value)

    def by_number(self, decisions: DecisionQuerySet, name: str, value: str) -> DecisionQuerySet:
        """Of that number, 05 and 5 being one."""
        return decisions.numbered(value)

    def by_unnumbered(self, decisions: DecisionQuerySet, name: str, value: str) -> Any:
        """Those the registry has not numbered yet."""
        return decisions.filter(number="")
