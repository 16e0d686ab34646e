"""In which month a term runs out, as a filter and as a condition to count by: 11/2026, 11/2026+ (from then on), or a word."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q

from rotations.models import over_by
from rotations.partial_dates import FIRST_YEAR, LAST_YEAR

OVERDUE: Final = "quá hạn"
UNKNOWN: Final = "chưa rõ"
MONTHS_AHEAD: Final = 12
MONTH: Final = re.compile(r"(\d{1,2})/(\d{4})(\+?)")
HOW_TO_TYPE: Final = "Ghi tháng/năm, ví dụ 11/2026; 11/2026+ là từ tháng đó; hoặc “quá hạn”, “chưa rõ”."


def month_after(first: date, months: int) -> date:
    """The first day of the month so many months on."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def spans(on: date) -> list[str]:
    """Overdue, the next twelve months from that of `on`, all later ones, and unknown: together every term there is."""
    firsts = [month_after(on.replace(day=1), months) for months in range(MONTHS_AHEAD + 1)]
    months = [f"{first:%m/%Y}" for first in firsts[:-1]]
    return [OVERDUE, *months, f"{firsts[-1]:%m/%Y}+", UNKNOWN]


def check_due_span(value: str) -> None:
    """ValidationError that says how to type it."""
    found = MONTH.fullmatch(value)
    if value in (OVERDUE, UNKNOWN):
        return
    if not found or not (1 <= int(found[1]) <= 12 and FIRST_YEAR <= int(found[2]) < LAST_YEAR):
        raise ValidationError(HOW_TO_TYPE)


def due_condition(span: str, *, on: date) -> Q:
    """The condition that a term runs out in `span`, which `check_due_span` has let through.

    Shape   a span in, a Q over rotations out. Whose date is surely over on `on` is overdue and in no month; in the month of
            `on` stands also whatever began before it and is not surely over, as a date known to the year.
    Units   calendar months.
    Errors  none.
    Source  domain reference §1.11; `over_by`.
    """
    over = over_by("due_on", on)
    if span == OVERDUE:
        return over
    if span == UNKNOWN:
        return Q(due_on__isnull=True)
    found = MONTH.fullmatch(span)
    assert found is not None
    first = date(int(found[2]), int(found[1]), 1)
    to_come = Q(due_on__isnull=False) & ~over
    this_month = (first.year, first.month) == (on.year, on.month)
    if not this_month:
        to_come &= Q(due_on__gte=first)
    return to_come if found[3] else to_come & Q(due_on__lt=month_after(first, 1))
