"""How rotated people are rated, year by year."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.db.models import Count
from django.db.models.functions import ExtractYear

from rotations.models import EvaluationQuerySet
from rotations.reports.pictures.bars import Bar, BarPicture
from rotations.reports.pictures.drawing import Mark, list_url
from rotations.vocabulary import QualityRating

YEARS_SHOWN = 6


def ratings_by_year(evaluations: EvaluationQuerySet, *, links: bool) -> BarPicture:
    """How many comments on rotated people give which rating, by the year the commented period ends in.

    Shape   the comments that may be counted in; a row for each of the last six years with a rating, the newest first. One
            query.
    Units   comments (bản nhận xét) that give a rating, of every side and kind.
    Errors  none.
    Source  domain reference §1.10, §6.1.
    """
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    rated = evaluations.exclude(rating="").order_by().annotate(year=ExtractYear("period_to"))
    for year, rating, number in rated.values_list("year", "rating").annotate(number=Count("pk")):
        numbers[year][rating] += number
    bars = []
    for year in sorted(numbers, reverse=True)[:YEARS_SHOWN]:
        marks = []
        for word in QualityRating:
            number = numbers[year][word]
            said = [("year", str(year)), ("rating", word.value)]
            url = list_url("evaluation-list", said) if links and number else ""
            marks.append(Mark(str(word.label), number, word.value, url))
        bars.append(Bar(f"Năm {year}", tuple(marks)))
    return BarPicture(
        "xep-loai",
        "Xếp loại cán bộ luân chuyển",
        "Mỗi dòng là một năm: số bản nhận xét theo mức xếp loại.",
        bars=tuple(bars),
        counts="bản nhận xét",
        row_heading="Năm",
    )
