"""The yearly quality classification of the last years."""

from __future__ import annotations

from datetime import date

from rotations.models import Rotation
from rotations.rules.checks import Check, cite, find_parameter, judged_on, not_set
from rotations.rules.loading import tables_of
from rotations.vocabulary import CheckOutcome, ParameterCode, QualityRating

GOOD_ENOUGH = frozenset({QualityRating.EXCELLENT, QualityRating.GOOD})


def classification(rotation: Rotation, *, on: date) -> Check:
    """Rated at least "Hoàn thành tốt nhiệm vụ" in each of the last years before the rotation starts.

    Shape   one rotation in, one Check out; figures {"years", "good", "needed", "missing"}.
    Units   calendar years that are over on the day of judging; ratings of a quarter do not count.
    Errors  none: a year without a rating is UNKNOWN, unless another year is WARN already.
    Source  parameter `classification_years` of the plan's regulation (domain reference §1.5).
    """
    tables_of(rotation)
    parameter = find_parameter(rotation, ParameterCode.CLASSIFICATION_YEARS, on=on)
    if parameter is None:
        return not_set(rotation, "classification", ParameterCode.CLASSIFICATION_YEARS)
    needed = int(parameter.value)
    # Looked at in November, a rotation of next January cannot have this year's rating yet.
    end = min(judged_on(rotation, on=on).year, on.year)
    years = range(end - needed, end)
    ratings = {
        rating.year: QualityRating(rating.rating)
        for rating in rotation.official.ratings.all()
        if rating.year in years and rating.quarter is None
    }
    good = [year for year in years if ratings.get(year) in GOOD_ENOUGH]
    missing = [year for year in years if year not in ratings]
    if len(good) + len(missing) < needed:
        outcome = CheckOutcome.WARN
    else:
        outcome = CheckOutcome.UNKNOWN if missing else CheckOutcome.PASS
    listed = "; ".join(
        f"{year} {ratings[year].label.lower() if year in ratings else 'chưa có xếp loại'}" for year in years
    )
    return Check(
        "classification",
        outcome,
        rotation.plan.regulation,
        {
            "years": ", ".join(map(str, years)),
            "good": len(good),
            "needed": needed,
            "missing": len(missing),
        },
        f"Xếp loại {needed} năm gần nhất: {listed}.",
        cite(parameter),
        parameter,
    )
