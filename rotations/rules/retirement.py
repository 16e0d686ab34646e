"""When somebody retires, computed from the table of ages and never stored."""

from __future__ import annotations

from datetime import date

from rotations.models import RetirementAge
from rotations.partial_dates import PartialDate
from rotations.vocabulary import Sex


def retirement_dates(birth: PartialDate | None, sex: str) -> tuple[date, date] | None:
    """The earliest and the latest day on which a person retires.

    Shape   (first, last), equal when the birth is known well enough; None when the birth is unknown or the table
            does not reach so far back. An unknown sex takes in both. One query.
    Units   the last day of the month in which the age is reached. The row that counts is the one of the year in
            which it is reached; after the table's last year its last row goes on.
    Errors  none.
    Source  table `RetirementAge`; Nghị định 135/2020/NĐ-CP, Điều 3 and 4 (domain reference §1.5).
    """
    if birth is None:
        return None
    sexes = [Sex(sex)] if sex else list(Sex)
    ages: dict[str, list[tuple[int, int]]] = {one: [] for one in sexes}
    for row in RetirementAge.objects.filter(sex__in=sexes).order_by("year"):
        ages[row.sex].append((row.year, row.age_months))
    found = [_retires_on(day, table) for table in ages.values() for day in (birth.first, birth.last)]
    days = [day for day in found if day is not None]
    return (min(days), max(days)) if len(days) == len(found) else None


def _retires_on(birth: date, table: list[tuple[int, int]]) -> date | None:
    """Last day of the month in which somebody born on `birth` reaches the age that its year asks for."""
    for position, (year, months) in enumerate(table):
        reached = PartialDate.of_month(birth.year, birth.month).plus_months(months)
        until = table[position + 1][0] if position + 1 < len(table) else None
        if reached.first.year < year and position == 0:
            return None
        if until is None or reached.first.year < until:
            return reached.last
    return None
