"""A date known to the day, the month or the year, kept to its precision and never completed by guess."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.db import models

FIRST_YEAR, LAST_YEAR = 1900, 2100


class NotADate(ValueError):
    """Nothing here can be read as a date; `message` tells the person what to type instead."""

    code: ClassVar[str] = "impossible_date"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ImpossibleDate(NotADate):
    """Written as a date, but the calendar has no such day, or the year is out of reach."""


class ImpossibleMonth(NotADate):
    """The place of the month holds no month; often month and day were typed the American way round."""

    code = "impossible_month"


class AmbiguousDate(NotADate):
    """The year was left out or given by two digits, and nothing tells which one is meant."""

    code = "ambiguous_date"


class DatePrecision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", "đến ngày"
    MONTH = "month", "đến tháng"
    YEAR = "year", "đến năm"


_ISO_LENGTH = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as its first day and a precision: the two columns it is stored in.

    Ordered by first day, then the exact before the vague (01/09/2022, 09/2022), which is also what
    `ORDER BY value, precision` gives. There is no `middle` on purpose: nobody knows it.
    """

    value: date
    precision: DatePrecision

    def __post_init__(self) -> None:
        if isinstance(self.value, datetime):
            raise ValueError("A moment is not a day; use PartialDate.of_day().")
        if type(self.precision) is not DatePrecision:
            object.__setattr__(self, "precision", DatePrecision(self.precision))
        _refuse_year_out_of_reach(self.value.year)
        if self.precision != DatePrecision.DAY and self.value != _first_day(self.value, self.precision):
            raise ValueError(
                f"{self.value} is not the first day of a {self.precision}; use PartialDate.of()."
            )

    @classmethod
    def of(cls, value: date, precision: DatePrecision | str) -> Self:
        """What is left of `value` when it is known to `precision` only."""
        precision = DatePrecision(precision)
        day = value.date() if isinstance(value, datetime) else value
        return cls(_first_day(day, precision), precision)

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day.date() if isinstance(day, datetime) else day, DatePrecision.DAY)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        return cls(_existing_day(year, month, 1, f"{month:02d}/{year}"), DatePrecision.MONTH)

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(_existing_day(year, 1, 1, str(year)), DatePrecision.YEAR)

    @property
    def first(self) -> date:
        """The earliest day it can be."""
        return self.value

    @property
    def last(self) -> date:
        """The latest day it can be."""
        match self.precision:
            case DatePrecision.DAY:
                return self.value
            case DatePrecision.MONTH:
                return self.value.replace(day=monthrange(self.value.year, self.value.month)[1])
            case DatePrecision.YEAR:
                return self.value.replace(month=12, day=31)

    def contains(self, day: date) -> bool:
        """Whether it can be `day`; the first and the last day both count."""
        return self.first <= day <= self.last

    def plus_months(self, months: int) -> Self:
        """The date so many months later (earlier, if negative), known as exactly as this one.

        Shape   15/09/2022 + 36 = 15/09/2025, 09/2022 + 36 = 09/2025, 2022 + 36 = 2025.
        Units   calendar months; a day the month does not have becomes its last (31/01 + 1 = 28/02).
        Errors  ValueError for a year and a number of months that is no multiple of 12: the answer
                would lie across two years. ImpossibleDate beyond 1900–2100.
        Source  domain reference §1.11, §11.3 (7).
        """
        if self.precision == DatePrecision.YEAR and months % 12:
            raise ValueError("A date known to the year moves by multiples of 12 months only.")
        year, month = _month_after(self.value, months)
        _refuse_year_out_of_reach(year)
        return type(self)(_day_in_month(year, month, self.value.day), self.precision)

    def iso(self) -> str:
        """2022-09-15, 2022-09 or 2022."""
        return self.value.isoformat()[: _ISO_LENGTH[self.precision]]

    def __str__(self) -> str:
        return "/".join(reversed(self.iso().split("-")))


def whole_months(start: date, end: date) -> int:
    """How many calendar months are completed from `start` to `end`.

    Shape   two days in, a number out; 0 when `end` is before `start`.
    Units   a month is completed on the same day of the next one, that day included, or on the last day
            of a month that has no such day: 31/01 to 28/02 is one, so `plus_months` and this agree.
    Errors  none.
    Source  Civil Code 2015, Article 148, for months that lack the day.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if end < _day_in_month(end.year, end.month, start.day):
        months -= 1
    return max(months, 0)


def months_between(a: PartialDate, b: PartialDate) -> tuple[int, int]:
    """The least and the most months that can be completed from `a` to `b`.

    Shape   (least, most), equal when both are known to the day. A condition is surely met when `least`
            reaches its number, surely not when `most` does not, and otherwise unknown.
    Units   completed calendar months, as `whole_months`; never negative.
    Errors  none.
    Source  domain reference §4.4.
    """
    return whole_months(a.last, b.first), whole_months(a.first, b.last)


# ---- reading what people type

# What is matched has lost its marks and capitals: "ngay 15 thang 9 nam 2022".
_SEPARATOR = r" ?[/.-] ?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_MONTH_WORD = r"(?:thang|th?\.?) ?"
_SHAPES = [
    re.compile(shape, re.ASCII)
    for shape in (
        # One separator throughout: 10-12/2022 is "October to December", not a day.
        rf"(?:ngay )?(?P<day>\d{{1,2}})(?P<sep>{_SEPARATOR})(?P<month>\d{{1,2}})(?P=sep){_YEAR}",
        r"(?P<year>\d{4})(?P<sep>[/.-])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?",
        rf"(?:ngay )?(?P<day>\d{{1,2}}) thang (?P<month>\d{{1,2}})(?: nam |{_SEPARATOR}){_YEAR}",
        rf"{_MONTH_WORD}(?P<month>\d{{1,2}})(?: nam |{_SEPARATOR}){_YEAR}",
        rf"(?P<month>\d{{1,2}}){_SEPARATOR}(?P<year>\d{{4}})",
        r"(?:nam )?(?P<year>\d{4})",
        # A form left open: "…/…/1985", "--/3/1985".
        r"[._-]+ ?/ ?(?:(?P<month>\d{1,2})|[._-]+) ?/ ?(?P<year>\d{4})",
    )
]
_TWO_NUMBERS = re.compile(rf"\d{{1,2}}{_SEPARATOR}\d{{1,2}}", re.ASCII)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_WRITE_IT_SO = "ghi ngày/tháng/năm (15/09/2022), tháng/năm (09/2022) hoặc năm (2022)"


def parse(text: str, *, latest: date | None = None) -> PartialDate:
    """Read a date as people type it, to the precision they typed.

    Shape   dd/mm/yyyy, d.m.yyyy, dd-mm-yyyy, yyyy-mm-dd, "ngày 15 tháng 9 năm 2022"; mm/yyyy, m-yyyy,
            yyyy-mm, "tháng 9/2022", "tháng 9 năm 2022", "T9/2022"; yyyy; "…/…/1985", "…/3/1985". Case, marks,
            full-width digits and stray spaces do not matter. Day stands before month, always.
    Units   a year of two digits is read only when `latest` is given, and only with a day or the word
            "tháng": as the last such year up to `latest.year`. "9/22" stays ambiguous.
    Errors  NotADate, or one of its kinds: ImpossibleDate, ImpossibleMonth, AmbiguousDate. Each has a
            `code` of the import contract and a Vietnamese `message`. Years run from 1900 to 2100.
    Source  domain reference §4.4, §9.5; codes in product contract §6.
    """
    typed = " ".join(text.split())
    shown = f"“{typed[:40]}…”" if len(typed) > 40 else f"“{typed}”"
    plain = _plain(text)
    if not plain:
        raise NotADate(f"Chưa có ngày: {_WRITE_IT_SO}.")
    read = next((found for shape in _SHAPES if (found := shape.fullmatch(plain))), None)
    if read is None:
        if _TWO_NUMBERS.fullmatch(plain):
            raise AmbiguousDate(
                f"{shown} chưa rõ năm: ghi thêm năm bằng bốn chữ số, ví dụ 15/09/2022 hoặc 09/2022."
            )
        raise NotADate(f"{shown} không đọc được là ngày: {_WRITE_IT_SO}.")

    parts = read.groupdict()
    day, month = parts.get("day"), parts.get("month")
    if month is not None:
        _refuse_no_month(int(month), shown)
    value = _existing_day(_full_year(parts["year"], latest, shown), int(month or 1), int(day or 1), shown)
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    return PartialDate(value, precision)


def from_serial(number: float, *, epoch_1904: bool = False) -> PartialDate:
    """The day a spreadsheet stored as a number.

    Shape   a whole number in, a date known to the day out.
    Units   days as spreadsheets count them, from 30/12/1899, or from 01/01/1904 for a workbook of the
            1904 system. Only days from 01/01/1920 to 31/12/2100 are taken, so that a number typed as a
            year (1900 to 2100) never passes for a day of 1905; read such a number with `of_year`.
    Errors  NotADate for any other number, and for one with a time of day.
    Source  domain reference §9.5.
    """
    epoch = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
    least, most = (date(1920, 1, 1) - epoch).days, (date(LAST_YEAR, 12, 31) - epoch).days
    if not (least <= number <= most and number == int(number)):
        raise NotADate(f"Số {number:.10g} không phải là ngày: {_WRITE_IT_SO}.")
    return PartialDate.of_day(epoch + timedelta(days=int(number)))


def _plain(text: str) -> str:
    """Lowercase without marks, invisible characters or doubled spaces, every dash a hyphen."""
    kept = (
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Cf")
    )  # NFKD also makes full-width digits and NBSP plain
    return " ".join("".join(kept).translate(_DASHES).lower().split())


def _full_year(digits: str, latest: date | None, shown: str) -> int:
    if len(digits) == 4:
        return int(digits)
    if latest is None:
        raise AmbiguousDate(f"{shown} chưa rõ thế kỷ: ghi năm bằng bốn chữ số, ví dụ 15/09/2022.")
    return latest.year - (latest.year - int(digits)) % 100


def _existing_day(year: int, month: int, day: int, shown: str) -> date:
    _refuse_no_month(month, shown)
    _refuse_year_out_of_reach(year, shown)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ImpossibleDate(
            f"{shown}: không có ngày {day}, tháng {month} năm {year} có {days} ngày. Kiểm tra lại ngày và tháng."
        )
    return date(year, month, day)


def _refuse_no_month(month: int, shown: str) -> None:
    if not 1 <= month <= 12:
        raise ImpossibleMonth(
            f"{shown}: không có tháng {month}. Ghi theo thứ tự ngày/tháng/năm hoặc tháng/năm."
        )


def _refuse_year_out_of_reach(year: int, shown: str = "") -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDate(f"{shown or year}: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}. Kiểm tra lại năm.")


def _first_day(day: date, precision: DatePrecision) -> date:
    match precision:
        case DatePrecision.DAY:
            return day
        case DatePrecision.MONTH:
            return day.replace(day=1)
        case DatePrecision.YEAR:
            return day.replace(month=1, day=1)


def _month_after(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def _day_in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
