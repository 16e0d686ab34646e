"""One cell read as what its column wants. A fault is a value here, never an exception.

Every reader gives the value, None for an empty cell, or a Fault that says in Vietnamese what to type instead.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Final, NamedTuple, TypeVar

from rotations import partial_dates
from rotations.importing.files.reading import CellValue
from rotations.partial_dates import DatePrecision, NotADate, PartialDate
from rotations.vietnamese import REMEMBERED, clean, fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be taken: a row code of the import contract and what to do about it.

    Added to the codes of the contract: bad_value (not what the column holds), ambiguous_sex (both columns filled).
    """

    code: str
    message: str


class SexAndBirth(NamedTuple):
    """What a pair of columns Nam | Nữ tells. `birth` is None where the columns hold ticks."""

    sex: str
    birth: PartialDate | None = None


MALE: Final = "male"
FEMALE: Final = "female"
# ü and þ are ✓ and ☑ in the font Wingdings.
TICKS: Final = frozenset(
    {"x", "✓", "✔", "☑", "☒", "✗", "√", "v", "1", "●", "•", "+", "co", "có", "đúng", "ü", "þ"}
)
LONGEST_QUOTED: Final = 80
LONGEST_MARK: Final = 10
LONGEST_NUMBER: Final = 40
# No date or stretch of time is written longer; whole pages of text are not searched for one.
LONGEST_DATE: Final = 120
# Words that say a cell is left empty on purpose.
NOTHING: Final = frozenset({"-", "--", "…", "...", "/"})


def text(value: CellValue) -> str | None:
    """The cell as one clean line of text; numbers without a trailing .0, dates as dd/mm/yyyy."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return clean(str(value)) or None


def shown(value: CellValue) -> str:
    """The value as typed, for a message or a report; "" for an empty cell."""
    return value if isinstance(value, str) else text(value) or ""


def quoted(value: CellValue) -> str:
    """The value as typed between quotation marks, cut where it is long: what a sentence to a person can hold."""
    typed = shown(value)
    return f"“{typed[:LONGEST_QUOTED]}…”" if len(typed) > LONGEST_QUOTED else f"“{typed}”"


def required(value: T | None, label: str) -> T | Fault:
    """The value, or the fault that the cell is empty."""
    if value is None:
        return Fault("missing_value", f"Chưa ghi “{label}”; hãy điền vào ô này.")
    return value


@lru_cache(maxsize=REMEMBERED, typed=True)
def day(value: CellValue, *, latest: date | None = None) -> PartialDate | Fault | None:
    """A date to the precision it was written in.

    Shape   date cells are known to the day; whole numbers 1900 to 2100 are a year, larger ones the serial number
            of a day; text as `partial_dates.parse` reads it, without "sinh năm" before it, a time of day after it
            or brackets and full stops around it.
    Units   day before month, always; `latest` settles years of two digits (the last such year up to it).
    Errors  a Fault with the code of the date that cannot be: impossible_date, impossible_month, ambiguous_date;
            missing_month for a quarter.
    Source  domain reference §9.5.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return Fault(
            "impossible_date", "Ô này ghi đúng/sai, không phải ngày; hãy ghi ngày/tháng/năm (15/09/2022)."
        )
    try:
        if isinstance(value, (date, datetime)):
            return PartialDate.of_day(value)
        if isinstance(value, (int, float)):
            whole = int(value)
            if whole == value and partial_dates.FIRST_YEAR <= whole <= partial_dates.LAST_YEAR:
                return PartialDate.of_year(whole)
            return _month_point_year(value) or partial_dates.from_serial(value)
        if (typed := clean(value)) in NOTHING or not typed:
            return None
        if len(typed) > LONGEST_DATE:
            raise NotADate(f"{quoted(value)} không phải là ngày; hãy ghi ngày/tháng/năm (15/09/2022).")
        if QUARTER.match(fold(typed)):
            return Fault(
                "missing_month", f"{quoted(value)} chỉ có quý; hãy ghi tháng bắt đầu, ví dụ 09/2022."
            )
        typed = _AROUND_A_DATE.sub("", typed) or typed
        if re.fullmatch(r"\d{5}", typed):
            return partial_dates.from_serial(int(typed))
        return partial_dates.parse(typed, latest=latest)
    except NotADate as fault:
        return Fault(fault.code, fault.message)
    except (ValueError, OverflowError):
        return Fault(
            "impossible_date", f"{quoted(value)} không phải là ngày; hãy ghi ngày/tháng/năm (15/09/2022)."
        )


QUARTER: Final = re.compile(r"(?:quy|q) ?(?:i{1,3}|iv|[1-4])\b")
# "05/03/1985 12:00 AM" keeps its time: whoever writes AM writes the month first.
_AROUND_A_DATE: Final = re.compile(
    r"^[\s(\[']*(?:(?:sinh (?:ngày|năm)|(?:ngày|năm) sinh|sn)\s*[:.]?\s*)?|(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?[\s.;,)\]]*$",
    re.IGNORECASE,
)


def _month_point_year(value: float) -> PartialDate | None:
    """9.2022 typed into a cell that took it for a number: September 2022. 9.202 has lost its last digit."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{4})", f"{value:.6g}")
    return PartialDate.of_month(int(found[2]), int(found[1])) if found else None


def month_or_day(value: CellValue, *, latest: date | None = None) -> PartialDate | Fault | None:
    """As `day`, where a year alone is too vague: the fault is missing_month."""
    read = day(value, latest=latest)
    if isinstance(read, PartialDate) and read.precision == DatePrecision.YEAR:
        return Fault("missing_month", f"{quoted(value)} chỉ có năm; hãy ghi thêm tháng, ví dụ 09/{read}.")
    return read


def tick(value: CellValue) -> bool | Fault | None:
    """A mark in a column of marks: x, X, ✓, v, 1, ●, Có. Empty is None, an outright no is False."""
    if value is None or isinstance(value, bool):
        return value
    typed = (text(value) or "").casefold()
    if len(typed) <= LONGEST_MARK:
        typed = typed.strip(" .()[]") or typed
    if typed in TICKS:
        return True
    if not typed or typed in NOTHING:
        return None
    if typed in {"0", "không", "khong", "no"}:
        return False
    return Fault("bad_value", f"{quoted(value)} không phải dấu đánh chọn; hãy ghi x hoặc để trống.")


def sex(value: CellValue) -> str | Fault | None:
    """`male` or `female` from a column Giới tính."""
    if (typed := text(value)) is None or typed in NOTHING:
        return None
    match fold(typed):
        case "nam" | "male" | "trai" | "ong":
            return MALE
        case "nu" | "female" | "gai" | "ba":
            return FEMALE
    return Fault("bad_value", f"{quoted(value)} không phải giới tính; hãy ghi Nam hoặc Nữ.")


def sex_and_birth(male: CellValue, female: CellValue, *, latest: date | None = None) -> SexAndBirth | Fault:
    """Sex by which of the columns Nam | Nữ is filled, and the birth date when the date itself stands there.

    Shape   two cells of one row in, SexAndBirth or a Fault out.
    Units   as `day`; a tick tells the sex alone.
    Errors  missing_value when neither is filled, ambiguous_sex when both are; the faults of `day`.
    Source  domain reference §3.4 (sex), §9.5.
    """
    is_male, is_female = _marked(male), _marked(female)
    if is_male == is_female:
        code, what = ("ambiguous_sex", "có nội dung") if is_male else ("missing_value", "trống")
        return Fault(code, f"Cả hai cột Nam và Nữ đều {what}; hãy ghi vào đúng một trong hai cột.")
    who, value = (MALE, male) if is_male else (FEMALE, female)
    if not isinstance(value, date) and tick(value) is True:
        return SexAndBirth(who)
    read = day(value, latest=latest)
    if isinstance(read, Fault):
        return read
    return SexAndBirth(who, read)


def sex_by_female_tick(value: CellValue) -> str | Fault:
    """Sex from a single column Nữ: marked is female, empty is male."""
    ticked = tick(value)
    if isinstance(ticked, Fault):
        return ticked
    return FEMALE if ticked else MALE


def _marked(value: CellValue) -> bool:
    if value is None or value is False:
        return False
    return isinstance(value, date) or clean(str(value)) not in {"", *NOTHING}


def integer(value: CellValue) -> int | Fault | None:
    """A whole number; 1.234 in text is one thousand two hundred and thirty-four."""
    read = decimal(value)
    if isinstance(read, float):
        if not read.is_integer():
            return Fault("bad_value", f"{quoted(value)} không phải số nguyên; hãy ghi một số nguyên.")
        return int(read)
    return read


def decimal(value: CellValue) -> float | Fault | None:
    """A number written the Vietnamese way: comma before decimals, point between thousands; a % sign is dropped."""
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    if isinstance(value, date):
        return Fault(
            "bad_value",
            f"Bảng tính đã đổi số trong ô này thành ngày ({shown(value)}), như 10/19 thành 19 tháng 10; hãy định dạng "
            "ô là văn bản rồi ghi lại.",
        )
    typed = (text(value) or "").removesuffix("%").replace(" ", "")
    if not typed or typed in NOTHING:
        return None
    if len(typed) <= LONGEST_NUMBER and re.fullmatch(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", typed):
        return float(typed.replace(".", "").replace(",", "."))
    # A point that cannot part thousands is a decimal point: 21.22.
    if len(typed) <= LONGEST_NUMBER and re.fullmatch(r"[+-]?\d+\.(\d{1,2}|\d{4,})", typed):
        return float(typed)
    return Fault("bad_value", f"{quoted(value)} không phải là số; hãy ghi số, ví dụ 21,5.")


FORMULA: Final = Fault(
    "formula", "Ô chứa công thức; hãy chép giá trị (Dán đặc biệt, Giá trị) thay cho công thức."
)
ERROR_CELL: Final = Fault("formula", "Ô đang báo lỗi của Excel (#REF!, #N/A…); hãy ghi lại giá trị của ô.")
