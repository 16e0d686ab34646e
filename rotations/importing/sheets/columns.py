"""Columns of a sheet and how their cells are read and written.

Every widget settles the cell first (numbers Excel made of codes, moments it made of days, eth for Đ), so that the
same file taken in twice finds nothing to change. A cell that cannot be read raises ValueError, which the library
gathers under its column; it never ends the row.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model, TextChoices
from import_export import fields, widgets

from rotations.importing.tables import cells
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import fold, settle_name

if TYPE_CHECKING:
    from rotations.importing.sheets.lookups import Lookups

# What a spreadsheet program would run as a formula; downloads put an apostrophe before it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")


def unescaped(value: Any) -> Any:
    """The cell without the apostrophe a download put before it."""
    if isinstance(value, str) and value.startswith("'") and value[1:].startswith(FORMULA_STARTS):
        return value[1:]
    return value


def escaped(value: Any) -> Any:
    """The cell as no spreadsheet program runs it: text that begins like a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def text_of(value: Any) -> str:
    """The cell as one clean line; "" when it is empty."""
    return cells.text(unescaped(value)) or ""


class Column(fields.Field):
    """One column of a sheet: where its value goes, its heading, and the other spellings accepted for it.

    A required column must be in the file; a cell of it may still be empty, which the row's own rules judge.
    """

    def __init__(
        self,
        attribute: str,
        heading: str,
        widget: widgets.Widget,
        *,
        spellings: tuple[str, ...] = (),
        required: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(attribute=attribute, column_name=heading, widget=widget, **options)
        self.spellings = (heading, *spellings)
        self.required = required


class Attached(Column):
    """A column that speaks of rows beside the record (aliases, seats, posts held).

    The sheet reads it with `read_<attribute>(instance, text)` into a value comparable with what stands
    (`standing_<attribute>(instance)`), and writes the difference once the record is saved.
    """

    def __init__(self, attribute: str, heading: str, **options: Any) -> None:
        super().__init__(attribute, heading, Text(), **options)
        self.sheet: Any = None

    def get_value(self, instance: Any) -> Any:
        """What the file asks for, else what stands."""
        given = instance.__dict__.get(f"_sheet_{self.attribute}")
        return getattr(self.sheet, f"standing_{self.attribute}")(instance) if given is None else given

    def export(self, instance: Any, **kwargs: Any) -> Any:
        """What stands or was asked for, as the sheet writes it."""
        return getattr(self.sheet, f"written_{self.attribute}")(self.get_value(instance))

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Read the cell and keep the value beside the record until it is saved."""
        value = getattr(self.sheet, f"read_{self.attribute}")(instance, row[self.column_name], row)
        instance.__dict__[f"_sheet_{self.attribute}"] = value


class Text(widgets.Widget):
    """One line of text; a number is its digits, eth is Đ, spaces are single."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Settle the cell."""
        return text_of(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """As stored."""
        return "" if value is None else str(value)


class PersonName(Text):
    """A person's name, capitals throughout folded back, as it will be stored."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Settle the name."""
        return settle_name(super().clean(value, row, **kwargs))


class Lines(Text):
    """Text of several lines."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Settle each line."""
        value = unescaped(value)
        if not isinstance(value, str):
            return text_of(value)
        return "\n".join(filter(None, (cells.text(line) for line in value.splitlines())))


class PartialDay(widgets.Widget):
    """A date known to the day, the month or the year, for a `PartialDateOf`; day before month, always."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> PartialDate | None:
        """Read the date or say what is wrong with it."""
        read = cells.day(unescaped(value))
        if isinstance(read, cells.Fault):
            raise ValueError(read.message)
        return read

    def render(self, value: PartialDate | None, obj: Any = None, **kwargs: Any) -> str:
        """As people write it, to its precision."""
        return "" if value is None else str(value)


class Day(PartialDay):
    """A date that must be known to the day."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Read the day; a month or a year alone is not one."""
        read = super().clean(value, row, **kwargs)
        if read is None:
            return None
        if read.precision != DatePrecision.DAY:
            raise ValueError(
                f"“{cells.shown(value)}” chưa đủ ngày; hãy ghi ngày/tháng/năm, ví dụ 15/09/2022."
            )
        return read.first

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """As dd/mm/yyyy."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else ""


class Whole(widgets.Widget):
    """A whole number that is not negative."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        """Read the number or say what is wrong with it."""
        read = cells.integer(unescaped(value))
        if isinstance(read, cells.Fault):
            raise ValueError(read.message)
        if read is not None and read < 0:
            raise ValueError(f"“{cells.shown(value)}” là số âm; hãy ghi số từ 0.")
        return read

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """A number in a workbook, digits in text."""
        if value is None:
            return ""
        return int(value) if kwargs.get("native") else str(value)


class Number(widgets.Widget):
    """A number written the Vietnamese way, with a comma before decimals."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        """Read the number or say what is wrong with it."""
        read = cells.decimal(unescaped(value))
        if isinstance(read, cells.Fault):
            raise ValueError(read.message)
        return None if read is None else Decimal(str(read))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """A number in a workbook, with a decimal comma in text."""
        if value is None:
            return ""
        return float(value) if kwargs.get("native") else f"{value.normalize():f}".replace(".", ",")


class Choice(widgets.Widget):
    """A word of a closed list, by its label or its code, marks and case aside."""

    def __init__(self, choices: type[TextChoices], **spellings: str) -> None:
        super().__init__()
        self.choices = choices
        self.known = {fold(key): member for member in choices for key in (member.label, member.value)}
        self.known |= {fold(spelling): choices(code) for spelling, code in spellings.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The word, "" for an empty cell."""
        typed = text_of(value)
        if not typed:
            return ""
        if (word := self.known.get(fold(typed))) is None:
            raise ValueError(f"“{typed}” không có trong danh mục; hãy ghi một trong: {self._labels()}.")
        return str(word.value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The label."""
        return str(self.choices(value).label) if value else ""

    def _labels(self) -> str:
        return "; ".join(str(label) for label in self.choices.labels)


class YesNo(widgets.Widget):
    """A mark: x, ✓, Có; empty is no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        """Read the mark or say what is wrong with it."""
        read = cells.tick(unescaped(value))
        if isinstance(read, cells.Fault):
            raise ValueError(read.message)
        return bool(read)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """An x or nothing."""
        return "x" if value else ""


class KnownBy(widgets.Widget):
    """A record named in words: found by whatever `Lookups.<what>` knows it by; one, or the row says why not."""

    lookups: Lookups

    def __init__(self, what: str, label: str) -> None:
        super().__init__()
        self.what, self.label = what, label

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Model | None:
        """The record, None for an empty cell."""
        typed = text_of(value)
        if not typed:
            return None
        return self.lookups.one(self.what, self.label, typed)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The words that find the same record again."""
        return "" if value is None else self.lookups.words_for(self.what, value)
