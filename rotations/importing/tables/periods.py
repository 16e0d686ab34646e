"""A stretch of time in a cell as offices write it: from, to, for how long; and two dates that share a cell."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rotations.importing.files.reading import CellValue
from rotations.importing.tables.cells import LONGEST_DATE, NOTHING, QUARTER, Fault, day, integer, quoted, text
from rotations.partial_dates import PartialDate
from rotations.vietnamese import clean, fold


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as far as it is written: from, to, months. At least one is there."""

    starts: PartialDate | None = None
    ends: PartialDate | None = None
    months: int | None = None


_MONTHS = re.compile(r"(\d{1,3})\s*(tháng|năm)(?!\s*\d)", re.IGNORECASE)
_CUTS = re.compile(r"\s+(?:đến|tới|den|toi)(?:\s+(?:hết|het))?\s+|\s*(?:→|=>|->)\s*|\s+-+\s+", re.IGNORECASE)
_FROM = re.compile(r"^(?:kể\s+)?(?:từ|tu)\s+", re.IGNORECASE)
_NOW = frozenset({"nay", "hien nay", "den nay", "khi co quyet dinh moi"})


def months(value: CellValue) -> int | Fault | None:
    """A length of time in months: "36 tháng", "3 năm", 36; a bare number counts months."""
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return integer(value)
    typed = text(value) or ""
    if not typed or typed in NOTHING:
        return None
    if found := re.fullmatch(r"(\d{1,3})(?:\s*(tháng|năm|thang|nam))?", typed, re.IGNORECASE):
        return int(found[1]) * (12 if fold(found[2] or "") == "nam" else 1)
    return Fault("bad_value", f"{quoted(value)} không rõ là bao lâu; hãy ghi số tháng, ví dụ 36 tháng.")


def period(value: CellValue, *, latest: date | None = None) -> Period | Fault | None:
    """A period as offices write it.

    Shape   "09/2022 - 09/2025", "Từ tháng 9/2022 đến tháng 9/2025", "36 tháng", "36 tháng từ 9/2022", a date alone
            (its start). "đến nay" leaves the end open.
    Units   both ends as written, to their own precision; months of the length are calendar months.
    Errors  the faults of `day`; impossible_date when the end lies before the start; missing_month for a quarter.
    Source  domain reference §3.3 (Thời gian luân chuyển), §3.4 (time).
    """
    if value is None:
        return None
    if not isinstance(value, str):
        read = day(value, latest=latest) if not _is_length(value) else None
        if read is None:
            length = months(value)
            return length if isinstance(length, Fault) else Period(months=length)
        return read if isinstance(read, Fault) else Period(starts=read)
    if len(typed := clean(value)) > LONGEST_DATE:
        return Fault("ambiguous_date", f"{quoted(value)} không rõ từ khi nào đến khi nào; {_WRITE_PERIOD}")
    typed = typed.strip("()").strip()
    if not typed or typed in NOTHING:
        return None
    if QUARTER.match(fold(typed)):
        return Fault("missing_month", f"{quoted(value)} chỉ có quý; hãy ghi tháng bắt đầu, ví dụ 09/2022.")
    length = None
    if found := _MONTHS.search(typed):
        length = int(found[1]) * (12 if found[2].casefold() == "năm" else 1)
        typed = _BARE.sub("", _MONTHS.sub(" ", typed)).strip()
    ends = [_FROM.sub("", part).strip() for part in _CUTS.split(_opened(typed)) if part.strip()]
    if len(ends) == 1 and (halves := _two_halves(ends[0])):
        ends = halves
    if len(ends) > 2 or not (ends or length):
        return Fault("ambiguous_date", f"{quoted(value)} không rõ từ khi nào đến khi nào; {_WRITE_PERIOD}")
    reads = [None if fold(end) in _NOW else day(end, latest=latest) for end in ends]
    for read in reads:
        if isinstance(read, Fault):
            return read
    starts, until = ([*reads, None, None])[:2]
    if _only_until(value) and until is None:
        starts, until = None, starts
    if isinstance(starts, PartialDate) and isinstance(until, PartialDate) and until.last < starts.first:
        return Fault(
            "impossible_date", f"{quoted(value)}: ngày kết thúc trước ngày bắt đầu; hãy kiểm tra lại."
        )
    return Period(
        starts if isinstance(starts, PartialDate) else None,
        until if isinstance(until, PartialDate) else None,
        length,
    )


_BARE = re.compile(r"^[\s,;:.()-]+|[\s,;:.()-]+$|\bkể\s+(?=từ)", re.IGNORECASE)
_WRITE_PERIOD: Final = "hãy ghi như 09/2022 - 09/2025."


def _is_length(value: CellValue) -> bool:
    """A small whole number in a column of periods counts months."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 240


def _opened(typed: str) -> str:
    """A leading "đến …" gets its cut: the start is simply not written."""
    return re.sub(r"^(?:đến|tới|den|toi)(?:\s+(?:hết|het))?\s+", "", typed, flags=re.IGNORECASE)


def _only_until(value: str) -> bool:
    return _opened(clean(value).strip("( )")) != clean(value).strip("( )")


def _two_halves(typed: str) -> list[str] | None:
    """9/2022-9/2025 and 2022-2025: one hyphen between two dates that use none themselves."""
    halves = typed.split("-")
    if len(halves) == 2 and all(re.fullmatch(r"\s*(?:[\d.]+/)*[\d.]*\d{4}\s*", half) for half in halves):
        return [half.strip() for half in halves]
    return None


def two_dates(
    value: CellValue, *, latest: date | None = None
) -> tuple[PartialDate | None, PartialDate | None] | Fault:
    """Two dates in one cell, "dự bị / chính thức", parted by a spaced slash, a semicolon or a line break."""
    if isinstance(value, str) and len(clean(value)) > LONGEST_DATE:
        return Fault(
            "ambiguous_date", f"{quoted(value)} có nhiều hơn hai ngày; hãy ghi mỗi ngày vào một cột."
        )
    parts = re.split(r"\s+[/-]\s+|[;\n]", value) if isinstance(value, str) else [value]
    reads = [day(_without_words(part), latest=latest) for part in parts if part is not None and part != ""]
    for read in reads:
        if isinstance(read, Fault):
            return read
    if len(reads) > 2:
        return Fault(
            "ambiguous_date", f"{quoted(value)} có nhiều hơn hai ngày; hãy ghi mỗi ngày vào một cột."
        )
    first, second = ([*reads, None, None])[:2]
    return (
        first if isinstance(first, PartialDate) else None,
        second if isinstance(second, PartialDate) else None,
    )


def holds_two_dates(value: CellValue) -> bool:
    """Whether a text holds two dates rather than one."""
    read = two_dates(value)
    return not isinstance(read, Fault) and read[1] is not None


def _without_words(part: CellValue) -> CellValue:
    if not isinstance(part, str):
        return part
    return re.sub(r"(?:dự bị|chính thức|vào đảng|db|ct)\s*:?\s*", "", clean(part), flags=re.IGNORECASE)
