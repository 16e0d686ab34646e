"""Headings and rows become a file, once for all: xlsx for people who go on working, csv for other programs."""

from __future__ import annotations

import csv
import io
import itertools
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import IO, Any

import xlsxwriter

from rotations.models import Account
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import SecrecyLevel

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# A spreadsheet program runs a cell that begins so; csv knows no types, so the cell is given an apostrophe.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
SHEET_NAME_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
SHEET_PART = re.compile(r"xl/worksheets/sheet\d+\.xml$")
# Where the foot of a page stands in a sheet: after the margins and, where there is one, the set-up of the page.
AFTER_MARGINS = re.compile(rb"<pageMargins[^>]*/>(?:<pageSetup[^>]*/>)?")
FOOT = re.compile(rb"<headerFooter.*?</headerFooter>", re.DOTALL)
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEASURED_ROWS = 200
NARROWEST, WIDEST = 8, 50


class _Separated(csv.excel):
    """What Excel opens by itself where the decimal sign is a comma."""

    delimiter = ";"


class _Line:
    """A file of one line: the csv writer writes into it and hands the line back."""

    def write(self, line: str) -> str:
        return line


def settle(value: Any) -> str | int | float | Decimal | date | datetime:
    """One value as a cell: a date known to the day stays a date, a vaguer one becomes the text people write.

    Shape   any value of a row in; text, a number, a date or a moment without zone out. None is "".
    Units   a moment is cut to the minute and loses its zone: spreadsheets have none.
    Errors  none; anything else is its `str`.
    Source  domain reference §4.4; product contract §6.
    """
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case PartialDate():
            return value.first if value.precision == DatePrecision.DAY else str(value)
        case datetime():
            return value.replace(tzinfo=None, second=0, microsecond=0)
        case str() if type(value) is str:
            return value
        case int() | float() | Decimal() | date():
            return value
        case _:
            return str(value)


def export_mark(account: Account | None, *, at: datetime) -> str:
    """Who takes a file out, and when: what every file carries. No account is whoever works at the machine itself."""
    who = f"{account} ({account.get_username()})" if account else "người vận hành máy chủ"
    return f"Xuất bởi {who} lúc {at:%H:%M %d/%m/%Y}"


def mark_workbook(book: Any, page: Any, mark: str, level: SecrecyLevel = SecrecyLevel.INTERNAL) -> None:
    """What the file is, who took it out and when: at the foot of every printed page, and in the properties of the file;
    the mark of a secret at the head of every page, too."""
    page.set_footer(f"&L{_foot(mark, level).replace('&', '&&')}&RTrang &P/&N")
    if level != SecrecyLevel.INTERNAL:
        page.set_header(f"&C&B{level.label.upper()}")
    if mark:
        book.set_properties({"comments": _last_words(mark, level), "author": ""})


def _foot(mark: str, level: SecrecyLevel = SecrecyLevel.INTERNAL) -> str:
    what = level.label if level == SecrecyLevel.INTERNAL else level.label.upper()
    return f"{what} · {mark}" if mark else what


def _last_words(mark: str, level: SecrecyLevel) -> str:
    """Who took a file out and when; and that it holds secrets, where it does."""
    return mark if level == SecrecyLevel.INTERNAL else _foot(mark, level)


def marked_workbook(content: bytes, mark: str) -> bytes:
    """A workbook that is made already, with the same mark: at the foot of every page and in its properties.

    Shape   the bytes of an xlsx file in and out; cells are not touched.
    Units   each part is unpacked and packed once more.
    Errors  zipfile.BadZipFile for what is no xlsx file.
    Source  domain reference §10.2 (export and print carry user and time).
    """
    said = escape(mark, quote=False)
    left = escape(_foot(mark).replace("&", "&&"), quote=False)
    foot = f"<headerFooter><oddFooter>&amp;L{left}&amp;RTrang &amp;P/&amp;N</oddFooter></headerFooter>"
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in given.infolist():
            data = given.read(part)
            if SHEET_PART.match(part.filename):
                data = FOOT.sub(b"", data, count=1)
                data = AFTER_MARGINS.sub(lambda found: found.group() + foot.encode(), data, count=1)
            elif part.filename == "docProps/core.xml":
                end = data.rindex(b"</")
                data = (
                    data[:end]
                    + f'<dc:description xmlns:dc="{DUBLIN_CORE}">{said}</dc:description>'.encode()
                    + data[end:]
                )
            made.writestr(part, data)
    return out.getvalue()


def write_xlsx(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str,
    mark: str = "",
    level: SecrecyLevel = SecrecyLevel.INTERNAL,
    to: IO[bytes] | None = None,
) -> IO[bytes]:
    """A workbook of one sheet, written row by row and handed back open at its beginning.

    Shape   headings and rows of equal length in; a binary file out (`to`, or a temporary one). `mark` and `level` are
            `mark_workbook`'s.
    Units   text stays text, whatever it begins with and however many digits it has; dates are dates. Memory
            does not grow with the rows.
    Errors  none of its own; more than 1,048,575 rows is xlsxwriter's.
    Source  product contract §7: an export carries no formula.
    """
    out = to or tempfile.TemporaryFile()  # noqa: SIM115 (handed back open)
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet_name(sheet))
    mark_workbook(book, page, mark, level)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
    remaining = iter(rows)
    first = [[settle(value) for value in row] for row in itertools.islice(remaining, MEASURED_ROWS)]
    for column, width in enumerate(_widths(headings, first)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, head)
    settled = itertools.chain(first, ([settle(value) for value in row] for row in remaining))
    for number, cells in enumerate(settled, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                if value:
                    page.write_string(number, column, value)
            elif isinstance(value, datetime):
                page.write_datetime(number, column, value, moment)
            elif isinstance(value, date):
                page.write_datetime(number, column, value, day)
            else:
                page.write_number(number, column, value)
    book.close()
    out.seek(0)
    return out


def csv_lines(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    mark: str = "",
    level: SecrecyLevel = SecrecyLevel.INTERNAL,
) -> Iterator[str]:
    """The lines of a csv file, one by one: byte order mark, semicolons, comma as decimal sign, day first.

    Shape   headings and rows in; text lines out, to be encoded as UTF-8; last of all who took it out and when,
            behind the mark of a secret where the rows are one.
    Units   text that begins as a formula would is given an apostrophe in front; a negative number is no text.
    Errors  none.
    Source  product contract §7.
    """
    writer = csv.writer(_Line(), dialect=_Separated)
    yield "\ufeff" + writer.writerow([_written(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([_written(settle(value)) for value in row])
    if last := _last_words(mark, level) if mark or level != SecrecyLevel.INTERNAL else "":
        yield writer.writerow([last])


def marked_csv(content: bytes, mark: str) -> bytes:
    """A table of text that is made already, with the same mark as its last line."""
    return content + str(csv.writer(_Line(), dialect=_Separated).writerow([mark])).encode()


def sheet_name(title: str) -> str:
    """A title as a spreadsheet program takes it for a sheet: 31 characters, none of []:*?/\\'."""
    return title.translate(SHEET_NAME_FORBIDDEN).strip()[:31] or "Danh sách"


def _written(value: Any) -> str:
    match value:
        case str():
            return f"'{value}" if value.startswith(FORMULA_STARTS) else value
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value).replace(".", ",")


def _widths(headings: Sequence[str], rows: list[list[Any]]) -> Iterator[int]:
    for column, heading in enumerate(headings):
        longest = max((len(str(row[column])) for row in rows), default=0)
        yield min(max(longest, len(heading) * 2 // 3, NARROWEST) + 2, WIDEST)
