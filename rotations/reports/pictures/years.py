"""Rotations by year and direction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import Count

from rotations.models import RotationQuerySet
from rotations.reports.pictures.columns import Column, ColumnPicture
from rotations.reports.pictures.drawing import Mark, list_url
from rotations.vocabulary import Direction

YEARS_SHOWN = 10


def rotations_by_year(
    rotations: RotationQuerySet, narrowing: Sequence[tuple[str, str]], *, links: bool
) -> ColumnPicture:
    """How many of `rotations` were done, by plan year and direction.

    Shape   the last ten plan years with a case, and every year between them. One query.
    Units   rotations (lượt) decided or further.
    Errors  none.
    Source  product §3 (8).
    """
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    counted = rotations.done().order_by().values_list("plan__year", "direction").annotate(number=Count("pk"))
    for year, direction, number in counted:
        numbers[year][direction] += number
    last = max(numbers, default=0)
    first = max(min(numbers, default=0), last - YEARS_SHOWN + 1)
    years = range(first, last + 1) if numbers else range(0)
    words = [word for word in Direction if any(numbers[year][word] for year in years)]
    columns = []
    for year in years:
        marks = []
        for word in words:
            said = [*narrowing, ("group", "done"), ("year", str(year)), ("direction", word.value)]
            url = list_url("rotation-list", said) if links and numbers[year][word] else ""
            marks.append(Mark(str(word.label), numbers[year][word], word.value, url))
        columns.append(Column((str(year), ""), f"Năm {year}", tuple(marks)))
    return ColumnPicture(
        "theo-nam",
        "Luân chuyển theo năm và hướng",
        "Mỗi cột là một năm kế hoạch, chia theo hướng; chỉ tính lượt đã có quyết định.",
        columns=tuple(columns),
        row_heading="Năm",
    )
