"""Delimited text: which bytes are which letters, what parts the columns, where a quote was left open."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from rotations.importing.contents import CellValue, Sheet, Taken
from rotations.importing.guard import Limits, column_letters, too_many_rows
from rotations.importing.refusals import FileRefused

DELIMITERS: Final = (";", "\t", ",")


def read_delimited(data: bytes, limits: Limits) -> Taken:
    text, encoding = _decode(data)
    if not text.strip():
        raise FileRefused("empty_file", "Tệp không có nội dung; hãy chọn lại tệp danh sách.")
    delimiter, text = _delimiter(text)
    rows: list[list[CellValue]] = []
    cells = 0
    for row in _records(text, delimiter):
        if len(rows) >= limits.rows_in_sheet:
            raise too_many_rows(limits, f"dài hơn {limits.rows_in_sheet} dòng")
        cells += len(row)
        if len(row) > limits.columns or cells > limits.cells:
            raise FileRefused(
                "too_large",
                f"Dòng {len(rows) + 1} có tới cột {column_letters(len(row) - 1)}; hãy xóa các cột thừa rồi tải lại.",
            )
        rows.append([cell if cell.strip() else None for cell in row])
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return Taken(
        [Sheet("", 1, rows)],
        encoding=encoding,
        delimiter=delimiter,
        format="tsv" if delimiter == "\t" else "csv",
    )


def _decode(data: bytes) -> tuple[str, str]:
    """Only what can be told for certain; the rest is refused by name."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise FileRefused(
            "legacy_encoding",
            "Tệp dùng bảng mã cũ (TCVN3, VNI hoặc Windows-1258) nên không chắc đọc đúng chữ Việt; hãy mở bằng Excel "
            "và lưu thành .xlsx hoặc CSV UTF-8 rồi tải lại.",
        )
    return text, encoding


def _delimiter(text: str) -> tuple[str, str]:
    """The separator of the columns, and the text without a leading `sep=` line.

    Told by the widest of the first 40 lines and how many are equally wide: a title holds commas, the table's own
    separator stands on every line alike. `;` wins a tie, since a Vietnamese Excel writes it and uses the comma
    inside numbers.
    """
    first, _, rest = text.partition("\n")
    if (named := re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)) and named[1] in DELIMITERS:
        # The line stays, empty, so that row numbers remain those of the file.
        return named[1], "\n" + rest
    sample = re.sub(r'"(?:[^"]|"")*"', "", text[:200_000]).splitlines()[:40]

    def weight(candidate: str) -> int:
        counts = [line.count(candidate) for line in sample]
        widest = max(counts, default=0)
        return widest * sum(count == widest for count in counts)

    return max(DELIMITERS, key=weight), text


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows of a CSV; the fault of a quote that never closes names the line where it opens."""
    begins_at = 1
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(lines)
        except StopIteration:
            return
        except csv.Error as fault:
            # A quote left open is often noticed only at the next quote, lines further down.
            if "expected after" in str(fault) and lines.line_num == begins_at:
                what = f"có dấu nháy kép đặt sai chỗ ở dòng {lines.line_num}"
            else:
                what = f"có dấu nháy kép mở ra mà không đóng, bắt đầu từ dòng {begins_at}"
            raise FileRefused("bad_csv", f"Tệp CSV {what}; hãy sửa dòng đó rồi tải lại.") from fault
        begins_at = lines.line_num + 1
        yield row
