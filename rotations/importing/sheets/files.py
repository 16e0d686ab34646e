"""The files of a sheet: what comes in is told by content behind the guard; what goes out is xlsx or csv."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

import tablib
import xlsxwriter
from import_export.formats import base_formats

from rotations.importing.files.guard import Limits, column_letters
from rotations.importing.files.reading import CellValue, read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.sheets.columns import escaped
from rotations.importing.tables.row_words import EXPORTED
from rotations.vietnamese import fold

# Larger lists go through the register import, which is made for them.
LIMITS: Final = Limits(rows=2_000, upload_bytes=10 * 1024 * 1024, cells=400_000, columns=200)


def read_dataset(data: bytes, limits: Limits = LIMITS) -> tablib.Dataset:
    """The first sheet with content as headings and rows, rows that hold nothing left out.

    Shape   bytes in, a Dataset out; `dataset.row_numbers` are the rows as a spreadsheet program shows them.
    Units   cells as `read_source` gives them; the first row with content is the heading.
    Errors  FileRefused, in Vietnamese: what `read_source` refuses, no content, formulas.
    Source  the guard and the reader of product §6.
    """
    source = read_source("", data, limits)
    sheet = next((page for page in source.sheets if page.visible and any(map(any_value, page.rows))), None)
    if sheet is None:
        raise FileRefused("empty_file", "Tệp không có nội dung; hãy chọn lại tệp danh sách.")
    if sheet.formulas:
        row, column = min(sheet.formulas)
        raise FileRefused(
            "unreadable",
            f"Ô {column_letters(column)}{row} chứa công thức; hãy chép giá trị (Dán đặc biệt, Giá trị) rồi tải lại.",
        )
    filled = [number for number in sheet.numbers() if any_value(sheet.row(number))]
    if len(filled) > 1 and _is_export_mark(sheet.row(filled[-1])):
        filled.pop()
    heading, *below = filled
    width = max(len(sheet.row(number)) for number in filled)
    titles = [str(sheet.value(heading, column) or "").strip() for column in range(width)]
    kept = [
        column
        for column in range(width)
        if titles[column] or any(sheet.value(number, column) is not None for number in below)
    ]
    for column in kept:
        if not titles[column]:
            raise FileRefused(
                "no_header",
                f"Cột {column_letters(column)} có nội dung nhưng không có tiêu đề ở dòng {heading}; hãy ghi tiêu đề "
                "hoặc xóa cột đó rồi tải lại.",
            )
    if not below:
        raise FileRefused("no_rows", "Bảng chỉ có dòng tiêu đề, chưa có dòng nội dung nào.")
    dataset = tablib.Dataset(headers=[titles[column] for column in kept])
    for number in below:
        dataset.append([sheet.value(number, column) for column in kept])
    dataset.row_numbers = below
    return dataset


def any_value(cells: list[CellValue]) -> bool:
    """Whether a row holds anything."""
    return any(value is not None for value in cells)


def _is_export_mark(cells: list[CellValue]) -> bool:
    """The last line of what went out as text: who took it out, and when."""
    said = [value for value in cells if value is not None]
    return len(said) == 1 and bool(EXPORTED.fullmatch(fold(str(said[0]))))


class SheetFile(base_formats.Format):
    """Any spreadsheet a clerk may choose; xlsx and csv are told apart by what is in them."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        """What the form calls it."""
        return "xlsx, csv"

    def can_import(self) -> bool:
        """It is for reading alone."""
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """Read behind the guard."""
        return read_dataset(in_stream)


class XlsxFile(base_formats.Format):
    """A workbook of one sheet; text stays text, so that a code keeps its leading zeros."""

    def get_title(self) -> str:
        """What the form calls it."""
        return "Excel (.xlsx)"

    def get_extension(self) -> str:
        """Of the file's name."""
        return "xlsx"

    def get_content_type(self) -> str:
        """Of the response."""
        return base_formats.XLSX.CONTENT_TYPE

    def can_export(self) -> bool:
        """It is for writing alone."""
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Write the workbook; strings are never parsed as formulas, links or numbers."""
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        sheet = book.add_worksheet("Danh sách")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        text = book.add_format({"num_format": "@"})
        for column, heading in enumerate(dataset.headers or ()):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, min(max(len(heading), 12), 30), text)
        for row, values in enumerate(dataset, start=1):
            for column, value in enumerate(values):
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    sheet.write_number(row, column, value)
                elif value not in (None, ""):
                    sheet.write_string(row, column, escaped(str(value)))
        sheet.freeze_panes(1, 0)
        book.close()
        return stream.getvalue()


class CsvFile(base_formats.Format):
    """Text with a byte order mark, so that Excel reads it as UTF-8, and semicolons, which a Vietnamese Excel parts."""

    def get_title(self) -> str:
        """What the form calls it."""
        return "CSV (.csv)"

    def get_extension(self) -> str:
        """Of the file's name."""
        return "csv"

    def get_content_type(self) -> str:
        """Of the response."""
        return "text/csv; charset=utf-8"

    def is_binary(self) -> bool:
        """Numbers are written as text."""
        return False

    def can_export(self) -> bool:
        """It is for writing alone."""
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Write the text."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(dataset.headers or ())
        writer.writerows([escaped(str(value)) for value in row] for row in dataset)
        return stream.getvalue().encode("utf-8-sig")
