"""Ages as conditions the database can judge, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.db.models.lookups import GreaterThan

from rotations.models import Regulation, RegulationParameter
from rotations.vocabulary import ParameterCode

_A_YEAR = 10_000  # of a day written as the number yyyymmdd


def young_age(*, on: date) -> int | None:
    """Under how many years an official counts as young on `on`; None when no text says so.

    Shape   one number, of the newest text in force on `on` that sets it. One query.
    Units   completed years.
    Errors  none.
    Source  parameter `young_age_years`; domain reference §3.3 (Biểu 3).
    """
    row = (
        RegulationParameter.objects.filter(
            code=ParameterCode.YOUNG_AGE_YEARS, regulation__in=Regulation.objects.in_force_on(on)
        )
        .order_by("-regulation__effective_from", "-regulation_id", "-valid_from")
        .first()
    )
    return int(row.value) if row else None


def younger_than(years: int, *, born: str, on: str) -> GreaterThan:
    """Whether somebody born on the date column `born` has not completed `years` years on the date column `on`.

    Shape   two column names in, a condition for `filter()` or an aggregate's `filter=` out.
    Units   completed years: on the birthday itself the year is completed. A birth known to the year counts from
            its first day, as `Official.age_on` does.
    Errors  none; an empty column makes the condition false.
    Source  domain reference §3.3 (Biểu 3).
    """
    return GreaterThan(_day_number(born) + Value(years * _A_YEAR), _day_number(on))


def _day_number(column: str) -> Combinable:
    day = F(column)
    return ExtractYear(day) * Value(_A_YEAR) + ExtractMonth(day) * Value(100) + ExtractDay(day)
