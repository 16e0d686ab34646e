"""When somebody retires, computed from the table of ages and never stored."""

from __future__ import annotations

from datetime import date

from rotations.partial_dates import PartialDate
from rotations.rules.tables import SharedTables
from rotations.vocabulary import Sex


def retirement_dates(
    birth: PartialDate | None, sex: str, tables: SharedTables | None = None
) -> tuple[date, date] | None:
    """The earliest and the latest day on which a person retires.

    Shape   (first, last), equal when the birth is known well enough; None when the birth is unknown or the table
            does not reach so far back. An unknown sex takes in both. One query, none with `tables` that
            were read before.
    Units   the last day of the month in which the age is reached. The row that counts is the one of the year in
            which it is reached; after the table's last year its last row goes on.
    Errors  none.
    Source  table `RetirementAge`; Nghị định 135/2020/NĐ-CP, Điều 3 and 4 (domain reference §1.5).
    """
    if birth is None:
        return None
    tables = tables or SharedTables()
    found = [
        _retires_on(one, day.year, day.month, tables)
        for one in ([Sex(sex)] if sex else Sex)
        for day in (birth.first, birth.last)
    ]
    days = [day for day in found if day is not None]
    return (min(days), max(days)) if len(days) == len(found) else None


def _retires_on(sex: Sex, year: int, month: int, tables: SharedTables) -> date | None:
    """The answer for a month of birth; people share months, so it is kept with the tables."""
    key = (sex.value, year, month)
    if key not in tables.retires_on:
        tables.retires_on[key] = _reached(year, month, tables.retirement.get(sex, []))
    return tables.retires_on[key]


def _reached(born_year: int, born_month: int, table: list[tuple[int, int]]) -> date | None:
    """Last day of the month in which somebody born in that month reaches the age that its year asks for."""
    born = PartialDate.of_month(born_year, born_month)
    for position, (year, months) in enumerate(table):
        reached = born.plus_months(months)
        until = table[position + 1][0] if position + 1 < len(table) else None
        if reached.first.year < year and position == 0:
            return None
        if until is None or reached.first.year < until:
            return reached.last
    return None
