"""A spreadsheet's days: numbers that only a cell's format makes into dates, from one of two first days."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from rotations.importing.files.contents import CellValue

Kind = Literal["day", "length"]

_BUILT_IN_DAYS: Final = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_BUILT_IN_LENGTHS: Final = frozenset([46])
# What is shown as it stands: quoted text, an escaped or padding letter, colours, conditions, currencies.
_SHOWN = re.compile(r'"[^"]*"?|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DAY = re.compile(r"[dmyhs]|e(?![+-])", re.IGNORECASE)
_LAST_DAY: Final = 2_958_466  # the first number past 31/12/9999
_LEAP_DAY_THAT_WAS_NOT: Final = 60  # 29/02/1900, which the old spreadsheet programs believed in
_DAY_0: Final = date(1899, 12, 30).toordinal()  # for every day past the one that was not


def kind_of_format(number: int, code: str | None) -> Kind | None:
    """Whether cells of a number format are days, lengths of time or neither.

    Shape   the format's number and, where the workbook spells it out, its code.
    Units   "day" may carry a time of day; "length" is [h]:mm and its like.
    Errors  none; a code that says nothing of time is None.
    Source  ECMA-376 part 1, 18.8.30 and 18.8.31.
    """
    if code is None:
        if number in _BUILT_IN_LENGTHS:
            return "length"
        return "day" if number in _BUILT_IN_DAYS else None
    plain = _SHOWN.sub("", code[:1000].partition(";")[0])
    if _LENGTH.search(plain):
        return "length"
    if plain.strip().lower() in ("general", "standard"):
        return None
    return "day" if _DAY.search(plain) else None


def from_day_number(number: float, kind: Kind, *, from_1904: bool) -> CellValue:
    """The day, moment or time of day behind a number.

    Shape   a date when it is a whole day, a datetime when it carries a time, text for a time of day alone
            ("07:30") and for a length of time ("26:00:00"); the number itself where there is no such day.
    Units   days since 31/12/1899 or 01/01/1904; moments to the second.
    Errors  none.
    Source  ECMA-376 part 1, 18.17.4.
    """
    if (
        kind == "day"
        and not from_1904
        and _LEAP_DAY_THAT_WAS_NOT < number < _LAST_DAY
        and number.is_integer()
    ):
        return date.fromordinal(_DAY_0 + int(number))  # as nearly all are
    if not 0 <= number < _LAST_DAY:
        return int(number) if number.is_integer() else number
    if kind == "length":
        seconds = round(number * 86_400)
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    days, seconds = divmod(round(number * 86_400), 86_400)
    if number < 1 and days < 1:
        if not seconds and not from_1904:
            return 0
        if seconds:
            return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if from_1904:
        first = date(1904, 1, 1)
    elif days == _LEAP_DAY_THAT_WAS_NOT:
        return days
    else:
        first = date(1899, 12, 31) if days < _LEAP_DAY_THAT_WAS_NOT else date(1899, 12, 30)
    try:
        day = first + timedelta(days=days)
    except OverflowError:
        return days
    if not seconds:
        return day
    return datetime.combine(day, time.min) + timedelta(seconds=seconds)
