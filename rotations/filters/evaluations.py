"""What the list of comments may be narrowed by."""

from __future__ import annotations

import django_filters
from django import forms

from rotations.models import Evaluation, EvaluationQuerySet
from rotations.vocabulary import EvaluationAuthor, EvaluationKind, QualityRating


class EvaluationFilter(django_filters.FilterSet):
    """The controls above the list of comments. The year is the one the commented period ends in."""

    q = django_filters.CharFilter(
        method="search",
        label="Họ tên, đơn vị hoặc người nhận xét",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )
    kind = django_filters.ChoiceFilter(
        choices=EvaluationKind.choices, label="Loại nhận xét", empty_label="Mọi loại"
    )
    author = django_filters.ChoiceFilter(
        choices=EvaluationAuthor.choices, label="Bên nhận xét", empty_label="Mọi bên"
    )
    year = django_filters.NumberFilter(
        field_name="period_to__year",
        label="Năm",
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": "Ví dụ: 2025"}),
    )
    rating = django_filters.ChoiceFilter(
        choices=[*QualityRating.choices, ("none", "Không xếp loại")],
        method="by_rating",
        label="Xếp loại",
        empty_label="Mọi mức",
    )

    class Meta:
        model = Evaluation
        fields = ["q", "kind", "author", "year", "rating"]

    def search(self, evaluations: EvaluationQuerySet, name: str, value: str) -> EvaluationQuerySet:
        """Person, unit, author or document, marks and case aside."""
        return evaluations.matching(value)

    def by_rating(self, evaluations: EvaluationQuerySet, name: str, value: str) -> EvaluationQuerySet:
        """Those of one rating, or those that give none."""
        return evaluations.filter(rating="" if value == "none" else value)
