"""Small files as an office makes them, written in the test from plain Python.

`office_rows` lays a table out (titles, a two-level header, groups, total, signatures); `xlsx` and `csv_bytes` turn
any rows into bytes. A row may be a list of cells or a `Span` for a merged line.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

Cell = Any  # str, number, bool, date, datetime, None, or Formula


@dataclass(frozen=True)
class Formula:
    text: str
    cached: Any = ""


@dataclass
class Page:
    """One sheet: rows from spreadsheet row 1, merges as (top row, left column, bottom row, right column)."""

    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    name: str = "Danh sách"
    hidden_rows: Sequence[int] = ()
    hidden: bool = False


# Group heading → its sub-headings; a plain heading has none.
OFFICE_HEADINGS: list[tuple[str, tuple[str, ...]]] = [
    ("STT", ()),
    ("Họ và tên", ()),
    ("Ngày, tháng, năm sinh", ("Nam", "Nữ")),
    ("Dân tộc", ()),
    ("Quê quán", ()),
    ("Chức vụ, đơn vị công tác hiện nay", ()),
    ("Dự kiến luân chuyển đến", ("Đơn vị", "Chức danh")),
    ("Hình thức", ()),
    ("Thời gian luân chuyển\n(từ … đến …)", ()),
    ("Ghi chú", ()),
]
OFFICE_TITLES = [
    "ĐẢNG BỘ TỈNH ĐIỆN BIÊN",
    "DANH SÁCH CÁN BỘ DỰ KIẾN LUÂN CHUYỂN NĂM 2022",
    "(Kèm theo Kế hoạch số 79-KH/HU ngày 12 tháng 3 năm 2022)",
]
GROUPS = ("I. TỪ HUYỆN VỀ XÃ", "II. TỪ XÃ VỀ HUYỆN")


def person(
    number: int | str = 1,
    name: str = "Lò Văn Minh",
    *,
    male: Cell = "12/3/1985",
    female: Cell = None,
    ethnicity: str = "Thái",
    origin: str = "Nậm Pồ, Điện Biên",
    present: str = "Phó Trưởng phòng, Phòng Nội vụ huyện",
    unit: str = "Xã Pa Tần",
    post: str = "Chủ tịch UBND",
    kind: str = "Luân chuyển",
    period: str = "09/2022 - 09/2025",
    note: str | None = None,
) -> list[Cell]:
    """One row under OFFICE_HEADINGS."""
    return [number, name, male, female, ethnicity, origin, present, unit, post, kind, period, note]


def office_page(
    groups: Mapping[str | None, Sequence[list[Cell]]],
    *,
    headings: Sequence[tuple[str, tuple[str, ...]]] = OFFICE_HEADINGS,
    titles: Sequence[str] = OFFICE_TITLES,
    numbering: bool = True,
    total: str | None = "Tổng cộng",
    ending: bool = True,
    name: str = "Danh sách",
) -> Page:
    """A sheet in the office layout: titles, header of one or two rows, groups of people, total, signatures."""
    width = sum(len(under) or 1 for _, under in headings)
    rows: list[list[Cell]] = []
    merges: list[tuple[int, int, int, int]] = []

    def merged_line(text: str) -> None:
        rows.append([text] + [None] * (width - 1))
        merges.append((len(rows), 0, len(rows), width - 1))

    for title in titles:
        merged_line(title)
    rows.append([None] * width)
    top, sub = [None] * width, [None] * width
    two_levels = any(under for _, under in headings)
    first = len(rows) + 1
    column = 0
    for heading, under in headings:
        top[column] = heading
        if under:
            sub[column : column + len(under)] = under
            merges.append((first, column, first, column + len(under) - 1))
        elif two_levels:
            merges.append((first, column, first + 1, column))
        column += len(under) or 1
    rows.append(top)
    if two_levels:
        rows.append(sub)
    if numbering:
        rows.append([f"({number})" for number in range(1, width + 1)])
    people = 0
    for group, members in groups.items():
        if group:
            merged_line(group)
        rows.extend(members)
        people += len(members)
    if total:
        rows.append([total, None, people] + [None] * (width - 3))
        merges.append((len(rows), 0, len(rows), 1))
    if ending:
        rows.append([f"Danh sách này có {people} người"] + [None] * (width - 1))
        rows.append([None] * (width - 3) + ["Nậm Pồ, ngày 12 tháng 3 năm 2022", None, None])
        rows.append([None, "NGƯỜI LẬP BIỂU"] + [None] * (width - 5) + ["T/M BAN THƯỜNG VỤ", None, None])
        rows.append([None] * width)
        rows.append([None, "Vàng Thị Hoa"] + [None] * (width - 5) + ["Giàng A Chính", None, None])
    return Page(rows, merges, name)


def xlsx(*pages: Page | list[list[Cell]], date_1904: bool = False) -> bytes:
    """The pages as a workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "date_1904": date_1904})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for index, given in enumerate(pages):
        page = given if isinstance(given, Page) else Page(given, name=f"Sheet{index + 1}")
        sheet = book.add_worksheet(page.name)
        for top, left, bottom, right in page.merges:
            sheet.merge_range(top - 1, left, bottom - 1, right, "")
        for row, cells in enumerate(page.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, Formula):
                    sheet.write_formula(row, column, cell.text, None, cell.cached)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write(row, column, cell)
        for number in page.hidden_rows:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        if page.hidden:
            sheet.hide()
    book.close()
    return stream.getvalue()


def csv_bytes(rows: Iterable[list[Cell]], *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The rows as delimited text, as Excel writes them: quotes only where needed, dates as dd/mm/yyyy."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    for row in rows:
        writer.writerow(
            [
                "" if cell is None else cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell
                for cell in row
            ]
        )
    return stream.getvalue().encode(encoding)


def windows_1258(text: str) -> bytes:
    """The text as Windows of the 1990s kept it: letters, and the tone as a mark of its own behind them."""
    return "".join(map(_letter_and_tone, text)).encode("cp1258")


def _letter_and_tone(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone
    return letter


def with_part(workbook: bytes, name: str, change: Any) -> bytes:
    """The workbook with one part replaced: `change` gets the part's bytes (b"" if new) and returns new ones."""
    source = zipfile.ZipFile(io.BytesIO(workbook))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, change(content) if member == name else content)
        if name not in source.namelist():
            target.writestr(name, change(b""))
    return stream.getvalue()
