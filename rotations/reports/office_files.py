"""A sheet as a workbook in the office's layout: who it is from, title, merged headings, lines, total, signatures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from textwrap import wrap
from typing import IO, Any, Final

import xlsxwriter

from rotations.reports.files import mark_workbook, settle, sheet_name
from rotations.reports.letterhead import DRAWN_UP_BY, PARTY, Letterhead, letterhead
from rotations.reports.sheets import Head, OfficeSheet, Value

A4: Final = 9
LINE_HEIGHT: Final = 15.75  # points of one line of text

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "above": {"align": "center"},
    "from": {"bold": True, "align": "center"},
    "title": {"bold": True, "align": "center", "font_size": 14},
    "aside": {"italic": True, "align": "center"},
    "counted": {"italic": True, "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"},
    "ordinal": {"border": 1, "italic": True, "align": "center", "font_size": 9},
    "group": {"bold": True, "border": 1, "text_wrap": True, "valign": "top"},
    "text": {"border": 1, "text_wrap": True, "valign": "top"},
    "day": {"border": 1, "valign": "top", "align": "left", "num_format": "dd/mm/yyyy"},
    "number": {"border": 1, "valign": "top", "align": "right"},
    "place": {"border": 1, "valign": "top", "align": "center"},
    "total": {"bold": True, "border": 1, "text_wrap": True, "valign": "top"},
    "total_number": {"bold": True, "border": 1, "valign": "top", "align": "right"},
}


def office_workbook(sheet: OfficeSheet, *, on: date, mark: str) -> IO[bytes]:
    """The sheet as a workbook, open at its beginning.

    Shape   one worksheet on A4, across when the sheet is wide, its headings on every printed page and the page number at
            the foot with `mark` (who took it out, and when).
    Units   text stays text whatever it begins with, days are dates, None is an empty cell; nothing is a formula.
    Errors  none of its own.
    Source  domain reference §3.3, §3.4; product contract §7.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 (handed back open)
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet_name(sheet.form))
    looks = {name: book.add_format({"font_name": "Times New Roman", **look}) for name, look in LOOKS.items()}
    mark_workbook(book, page, mark)
    page.set_paper(A4)
    if sheet.is_wide:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    for column, head in enumerate(sheet.heads):
        page.set_column(column, column, head.width)
    office = letterhead()
    top = _title_block(page, sheet, looks, office)
    first = _headings(page, sheet, looks, top)
    page.repeat_rows(top, first - 1)
    page.freeze_panes(first, 2)
    _signatures(page, sheet, looks, _lines(page, sheet, looks, first) + 1, office, on)
    book.close()
    out.seek(0)
    return out


def _across(page: Any, row: int, left: int, right: int, text: str, look: Any) -> None:
    """One text over several columns, or in the only one there is."""
    if right > left:
        page.merge_range(row, left, row, right, "", look)
    page.write_string(row, left, text, look)


def _title_block(page: Any, sheet: OfficeSheet, looks: Mapping[str, Any], office: Letterhead) -> int:
    """Who it is from, the form, the title, the period, what is counted; hands back the row the headings begin on."""
    last = len(sheet.heads) - 1
    middle = max(1, last // 2)
    # The body above stands over the issuer; without one the issuer begins the paper.
    if office.superior:
        _across(page, 0, 0, middle - 1, office.superior, looks["above"])
    _across(page, 1 if office.superior else 0, 0, middle - 1, office.office, looks["from"])
    _across(page, 0, middle, last, PARTY, looks["from"])
    _across(page, 1, middle, last, sheet.form, looks["aside"])
    _across(page, 2, 0, last, sheet.title.upper(), looks["title"])
    _across(page, 3, 0, last, sheet.period, looks["aside"])
    _across(page, 4, 0, last, sheet.counted, looks["counted"])
    page.set_row(4, 30)
    return 6


def _headings(page: Any, sheet: OfficeSheet, looks: Mapping[str, Any], top: int) -> int:
    """One or two rows of headings and the numbers of the columns under them; hands back the row of the first line."""
    look, at = looks["head"], 0
    for above in sheet.top_heads:
        right = at + above.span - 1
        if above.is_alone and sheet.has_groups:
            page.merge_range(top, at, top + 1, at, "", look)
            page.write_string(top, at, above.label, look)
        else:
            _across(page, top, at, right, above.label, look)
        at = right + 1
    if sheet.has_groups:
        for column, head in enumerate(sheet.heads):
            if head.group:
                page.write_string(top + 1, column, head.label, look)
    numbers = top + 1 + sheet.has_groups
    alone = [head for head in sheet.heads if not head.group]
    grouped = [head for head in sheet.heads if head.group]
    whole = _height(alone, [head.label for head in alone], bold=True)
    under = _height(grouped, [head.label for head in grouped], bold=True)
    page.set_row(top, max(2 * LINE_HEIGHT, whole - under) if grouped else whole)
    if grouped:
        page.set_row(top + 1, under)
    for column in range(len(sheet.heads)):
        page.write_string(numbers, column, f"({column + 1})", looks["ordinal"])
    return numbers + 1


def _height(heads: Iterable[Head], values: Iterable[Value], *, bold: bool = False) -> float:
    """Points a row needs so that no cell of it is cut. Programs other than Excel do not find it out by themselves."""
    lines = 1
    for head, value in zip(heads, values, strict=True):
        if isinstance(value, str):
            across = max(1, int(head.width * (0.9 if bold else 1.1)))
            lines = max(lines, sum(len(wrap(part, across)) or 1 for part in value.splitlines()))
    return lines * LINE_HEIGHT


def _lines(page: Any, sheet: OfficeSheet, looks: Mapping[str, Any], row: int) -> int:
    """The lines and the total; hands back the row after them."""
    last = len(sheet.heads) - 1
    for line in (*sheet.lines, *([sheet.total] if sheet.total else [])):
        if line.is_group:
            _across(page, row, 0, last, str(line.values[0]), looks["group"])
            row += 1
            continue
        is_total = line is sheet.total
        text, number = ("total", "total_number") if is_total else ("text", "number")
        page.set_row(row, _height(sheet.heads, line.values, bold=is_total))
        for column, value in enumerate(line.values):
            cell = settle(value)
            if cell == "":
                page.write_blank(row, column, None, looks[text])
            elif isinstance(cell, str):
                page.write_string(row, column, cell, looks[text])
            elif isinstance(cell, datetime | date):
                page.write_datetime(row, column, cell, looks["day"])
            else:
                page.write_number(row, column, cell, looks[number if column else "place"])
        row += 1
    return row


def _signatures(
    page: Any, sheet: OfficeSheet, looks: Mapping[str, Any], row: int, office: Letterhead, on: date
) -> None:
    """Place and day, and who signs: room for two hands."""
    last = len(sheet.heads) - 1
    middle = max(1, last // 2)
    _across(page, row, middle, last, office.place_and_day(on), looks["aside"])
    _across(page, row + 1, 0, middle - 1, DRAWN_UP_BY, looks["from"])
    for place, line in enumerate(office.signed_by, start=1):
        _across(page, row + place, middle, last, line, looks["from"])
    under = row + 1 + max(1, len(office.signed_by))
    _across(page, under, 0, middle - 1, "(Ký, ghi rõ họ tên)", looks["aside"])
    _across(page, under, middle, last, "(Ký, ghi rõ họ tên, đóng dấu)", looks["aside"])
