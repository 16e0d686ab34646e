"""A form as a workbook, empty or filled: titles, heading, cells that keep codes as text, a sheet on how to fill it in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

ROWS_PREPARED: Final = 500
GUIDE: Final = "Hướng dẫn"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form: its heading, what belongs there, and for a closed list its words."""

    heading: str
    hint: str
    width: int = 18
    words: tuple[str, ...] = ()


def form_workbook(
    sheet_name: str,
    titles: Sequence[str],
    columns: Sequence[FormColumn],
    rows: Iterable[Sequence[str | int | None]] = (),
) -> bytes:
    """The workbook.

    Shape   a sheet with titles, heading and rows, then a sheet with a line for each column.
    Units   the cells of the first `ROWS_PREPARED` rows are text, so that a code keeps the zero it begins with and a
            date stays as it is typed; a column with words offers them and takes others too.
    Errors  none.
    Source  product §5 (templates).
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    font: dict[str, Any] = {"font_name": "Times New Roman"}
    title = book.add_format({**font, "bold": True, "align": "center"})
    heading = book.add_format(
        {**font, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    cell = book.add_format({**font, "num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(sheet_name)
    for number, text in enumerate(titles):
        sheet.merge_range(number, 0, number, len(columns) - 1, text, title)
    top = len(titles) + 1 if titles else 0
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, cell)
        sheet.write_string(top, index, column.heading, heading)
        if column.words:
            sheet.data_validation(
                top + 1,
                index,
                top + ROWS_PREPARED,
                index,
                {"validate": "list", "source": list(column.words), "error_type": "information"},
            )
    for number, values in enumerate(rows, start=top + 1):
        for index, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(number, index, value, cell)
            elif value:
                sheet.write_string(number, index, value, cell)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    _explain(book.add_worksheet(GUIDE), columns, title, cell)
    book.close()
    return stream.getvalue()


def _explain(sheet: Any, columns: Sequence[FormColumn], title: Any, cell: Any) -> None:
    sheet.set_column(0, 0, 34, cell)
    sheet.set_column(1, 1, 90, cell)
    sheet.write_string(0, 0, "CÁCH ĐIỀN CÁC CỘT", title)
    for number, column in enumerate(columns, start=1):
        words = f" Ghi một trong: {'; '.join(column.words)}." if column.words else ""
        sheet.write_string(number, 0, column.heading, cell)
        sheet.write_string(number, 1, f"{column.hint}{words}", cell)
