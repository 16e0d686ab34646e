"""Bytes in, sheets of plain cell values out, each at the row and column a person sees.

The format is told by content, never by the name of the file. A format is one entry of `FORMATS`: how it is
recognised and how it is read. Whatever a reader raises leaves here as FileRefused.
"""

import codecs
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any, Final
from xml.etree import ElementTree

import python_calamine

from rotations.importing.guard import (
    PLAN_LIMITS,
    Limits,
    Merge,
    Package,
    SheetFacts,
    check_package,
    check_upload,
    column_letters,
    too_many_rows,
)
from rotations.importing.refusals import FileRefused

CellValue = str | int | float | bool | date | datetime | None

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
SAVE_AS_XLSX: Final = "hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi tải lại."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0]` is the spreadsheet row `first_row`, index 0 of a row is column A.

    Hidden rows and blank rows are there like any other. `merges`, `formulas` and `errors` use the spreadsheet's
    row numbers and columns from 0; a merged range holds its value in its first cell only.
    """

    name: str
    first_row: int
    rows: list[list[CellValue]]
    merges: tuple[Merge, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    visible: bool = True

    def row(self, number: int) -> list[CellValue]:
        """The cells of the row a person sees under that number; an empty list outside the sheet."""
        index = number - self.first_row
        return self.rows[index] if 0 <= index < len(self.rows) else []

    def value(self, number: int, column: int) -> CellValue:
        cells = self.row(number)
        return cells[column] if 0 <= column < len(cells) else None

    def numbers(self) -> range:
        return range(self.first_row, self.first_row + len(self.rows))


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. `encoding` is None where the format settles it."""

    name: str
    sha256: str
    format: str
    encoding: str | None
    sheets: list[Sheet]
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a reader of one format gives back."""

    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its word in the output, how its bytes are recognised, how they are read."""

    name: str
    recognise: Callable[[bytes], bool]
    read: Callable[[bytes, Limits], _Taken] = field(repr=False)


def read_source(name: str, data: bytes, limits: Limits = PLAN_LIMITS) -> Source:
    """Read a file of any known format into sheets.

    Shape   name and bytes in, a Source out; sheets in the order of the workbook, at least one.
    Units   rows as the spreadsheet shows them, from 1; whole floats are int, blank text is None, a time of day or
            a length of time is its text.
    Errors  FileRefused only, whatever the reader raised: empty_file, not_a_spreadsheet, encrypted, too_large,
            too_many_rows, bad_csv, legacy_encoding, unsafe_xml, unreadable.
    Source  product §6; bounds of `guard`, checked before a reader sees a byte.
    """
    check_upload(data, limits)
    kind = next(candidate for candidate in FORMATS if candidate.recognise(data))
    try:
        taken = kind.read(data, limits)
    except FileRefused:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as fault:
        raise FileRefused("unreadable", f"Không đọc được nội dung tệp; {SAVE_AS_XLSX}") from fault
    return Source(
        name=PurePath(name.replace("\\", "/")).name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=taken.format or kind.name,
        encoding=taken.encoding,
        sheets=taken.sheets,
        delimiter=taken.delimiter,
    )


# ---- what a file turns out to be ------------------------------------------------------------------------------


def _is_zip(data: bytes) -> bool:
    return data.startswith(ZIP)


def _is_encrypted_package(data: bytes) -> bool:
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def _is_old_office(data: bytes) -> bool:
    return data.startswith(OLE)


def _is_markup(data: bytes) -> bool:
    head = _beginning(data).lstrip().lower()
    return head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"{\\rtf"))


def _beginning(data: bytes) -> bytes:
    """The first bytes without a byte order mark, and UTF-16 thinned to its ASCII."""
    return data[:1024].removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF16_LE).replace(b"\0", b"")


def _is_binary(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    head = data[:8192]
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return True
    if head[1::2].count(0) * 3 > len(head) or head[::2].count(0) * 3 > len(head):
        return False  # UTF-16 without its mark: text, refused by its encoding
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return controls * 100 > len(head)


def _always(data: bytes) -> bool:
    return True


# ---- workbooks ------------------------------------------------------------------------------------------------


def _read_package(data: bytes, limits: Limits) -> _Taken:
    package = check_package(data, limits)
    if "xl/workbook.bin" in package.names:
        raise FileRefused("unreadable", f"Tệp là bảng tính nhị phân .xlsb; {SAVE_AS_XLSX}")
    if "content.xml" in package.names and "mimetype" in package.names:
        raise FileRefused("unreadable", f"Tệp là bảng tính kiểu .ods, chưa đọc được; {SAVE_AS_XLSX}")
    if "xl/workbook.xml" not in package.names:
        raise FileRefused("not_a_spreadsheet", "Tệp không phải là bảng tính; hãy chọn tệp .xlsx hoặc .csv.")
    kind = "xlsm" if "xl/vbaProject.bin" in package.names else "xlsx"
    facts = _facts_by_name(data, package)
    sheets = []
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            known = facts.get(about.name)
            if known is None:
                raise FileRefused(
                    "unreadable", f"Không tìm thấy nội dung trang tính “{about.name}”; {SAVE_AS_XLSX}"
                )
            values = workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            visible = about.visible == python_calamine.SheetVisibleEnum.Visible
            sheets.append(_sheet(about.name, values, known, visible=visible))
    if not sheets:
        raise FileRefused("empty_file", "Tệp không có trang tính nào; hãy chọn lại tệp danh sách.")
    return _Taken(sheets, format=kind)


def _sheet(name: str, values: list[list[Any]], facts: SheetFacts, *, visible: bool) -> Sheet:
    return Sheet(
        name=name,
        first_row=1,
        rows=[[settle(value) for value in row] for row in values],
        merges=tuple(facts.merges),
        formulas=frozenset(facts.formulas),
        errors=frozenset(facts.errors),
        visible=visible,
    )


def settle(value: Any) -> CellValue:
    """A reader's value as a CellValue: whole floats are int, blank text is None, times are text."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    if value is None or isinstance(value, (bool, int, date)):
        return value
    return str(value)


def _facts_by_name(data: bytes, package: Package) -> dict[str, SheetFacts]:
    """What the guard saw, by the sheet's name instead of its part.

    Parsed only after `check_package`: no entity is left to expand.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        workbook = ElementTree.fromstring(zipped.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(zipped.read("xl/_rels/workbook.xml.rels"))
    parts = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    facts: dict[str, SheetFacts] = {}
    for sheet in workbook.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        # The transitional and the strict form of OOXML name this attribute in different namespaces.
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        target = parts.get(key, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in package.sheets:
            facts[sheet.get("name", "")] = package.sheets[part]
    return facts


def _refuse_encrypted(data: bytes, limits: Limits) -> _Taken:
    raise FileRefused(
        "encrypted",
        "Tệp đang đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ) rồi tải lại.",
    )


def _refuse_old_office(data: bytes, limits: Limits) -> _Taken:
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise FileRefused("unreadable", f"Tệp là bảng tính kiểu cũ .xls, chưa đọc được; {SAVE_AS_XLSX}")
    raise FileRefused("not_a_spreadsheet", "Tệp không phải là bảng tính; hãy chọn tệp .xlsx hoặc .csv.")


def _refuse_markup(data: bytes, limits: Limits) -> _Taken:
    raise FileRefused(
        "not_a_spreadsheet",
        f"Tệp là trang web hoặc văn bản chứ không phải bảng tính dù mang đuôi tệp Excel; {SAVE_AS_XLSX}",
    )


def _refuse_other(data: bytes, limits: Limits) -> _Taken:
    raise FileRefused(
        "not_a_spreadsheet",
        "Tệp không phải là bảng tính (là PDF, hình ảnh hoặc tệp khác); hãy chọn tệp .xlsx hoặc .csv.",
    )


# ---- text -----------------------------------------------------------------------------------------------------

DELIMITERS: Final = (";", "\t", ",")


def _read_text(data: bytes, limits: Limits) -> _Taken:
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
    return _Taken(
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


FORMATS: Final[tuple[Format, ...]] = (
    # Order matters: the first that recognises the bytes reads or refuses them.
    Format("encrypted", _is_encrypted_package, _refuse_encrypted),
    Format("xls", _is_old_office, _refuse_old_office),
    Format("xlsx", _is_zip, _read_package),
    Format("html", _is_markup, _refuse_markup),
    Format("binary", _is_binary, _refuse_other),
    Format("csv", _always, _read_text),
)
