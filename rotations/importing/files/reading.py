"""Bytes in, sheets of plain cell values out, each at the row and column a person sees.

The format is told by content, never by the name of the file. A format is one entry of `FORMATS`: how it is
recognised and how it is read. Whatever a reader raises leaves here as FileRefused.
"""

import codecs
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from django.conf import settings

from rotations.importing.files import delimited, old_workbooks, open_documents, workbooks
from rotations.importing.files.compound_files import CompoundFile, is_compound_file
from rotations.importing.files.contents import CellValue, Sheet, Taken, texts_of
from rotations.importing.files.guard import (
    PLAN_LIMITS,
    SAVE_AS_XLSX,
    Limits,
    check_upload,
    damaged,
    encrypted,
    opened_package,
    part_name,
)
from rotations.importing.files.legacy_text import to_unicode
from rotations.importing.files.markup import refuse_declarations
from rotations.importing.files.refusals import FileRefused
from rotations.secrecy_marks import HOLDS_THE_WORD, mark_beside_cells
from rotations.vocabulary import SecrecyLevel

__all__ = ["FORMATS", "CellValue", "Format", "Sheet", "Source", "read_source"]

MARKUP: Final = (
    *(b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"<style", b"<body"),
    *(b"{\\rtf", b"mime-version:"),
)
NAME_HEADING: Final = re.compile(r"\s*(?:họ\s*(?:và|,)?\s*)?tên\s*(?:cán\s+bộ|gọi)?\s*", re.IGNORECASE)
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. `encoding` is None where the format settles it; `notes` say what was converted."""

    name: str
    sha256: str
    format: str
    encoding: str | None
    sheets: list[Sheet]
    delimiter: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its word in the output, how its bytes are recognised, how they are read."""

    name: str
    recognise: Callable[[bytes], bool]
    read: Callable[[bytes, Limits], Taken] = field(repr=False)


def read_source(name: str, data: bytes, limits: Limits = PLAN_LIMITS) -> Source:
    """Read a file of any known format into sheets.

    Shape   name and bytes in, a Source out; sheets in the order of the workbook, at least one.
    Units   rows as the spreadsheet shows them, from 1; whole numbers are int, blank text is None, a time of day or
            a length of time is its text. Text typed in TCVN3 or VNI comes as Unicode, and `notes` says so.
    Errors  FileRefused only, whatever a reader raised: empty_file, not_a_spreadsheet, encrypted, too_large,
            too_many_rows, bad_csv, legacy_encoding, unsafe_xml, unreadable.
    Source  product §6; bounds of `guard`, kept while reading.
    """
    check_upload(data, limits)
    kind = next(candidate for candidate in FORMATS if candidate.recognise(data))
    try:
        taken = kind.read(data, limits)
        texts = [texts_of(sheet) for sheet in taken.sheets]
        taken = to_unicode(taken, texts)
    except FileRefused:
        raise
    except Exception as fault:
        raise damaged("Không đọc được nội dung tệp") from fault
    if settings.SECRECY == "normal":
        _refuse_classified(taken.sheets, texts, data)
    return Source(
        name=PurePath(name.replace("\\", "/")).name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=taken.format or kind.name,
        encoding=taken.encoding,
        sheets=taken.sheets,
        delimiter=taken.delimiter,
        notes=taken.notes,
    )


def _refuse_classified(sheets: Sequence[Sheet], texts: Sequence[set[str]], data: bytes) -> None:
    """A file stamped as a state secret is turned away, wherever the stamp stands: any cell, a header, a box."""
    for sheet, its in zip(sheets, texts, strict=True):
        if HOLDS_THE_WORD.search("\n".join(its)) and (mark := _stamped(sheet)):
            raise _classified(mark, f" (trang {sheet.name})")
    if mark := mark_beside_cells(data):
        raise _classified(mark, " (đầu trang, chân trang hoặc khung chữ)")


def _stamped(sheet: Sheet) -> SecrecyLevel | None:
    """The mark in a cell of a sheet. Under a heading that asks for names the same word is somebody's."""
    names: set[int] = set()
    for row in sheet.rows:
        for column, value in enumerate(row):
            if not isinstance(value, str):
                continue
            if NAME_HEADING.fullmatch(value):
                names.add(column)
            elif HOLDS_THE_WORD.search(value) and (mark := SecrecyLevel.marked_in(value)):
                if mark == SecrecyLevel.SECRET and column in names:
                    continue
                return mark
    return None


def _classified(mark: SecrecyLevel, where: str) -> FileRefused:
    return FileRefused(
        "classified",
        f"Tệp mang dấu “{mark.label}”{where}. Bản cài đặt này không được lưu tài liệu từ Mật trở lên; không giữ lại gì "
        "của tệp. Nếu chữ đó không phải là dấu độ mật, hãy ghi cả câu hoặc cả họ tên vào ô.",
    )


# ---- what a file turns out to be ------------------------------------------------------------------------------


def _is_zip(data: bytes) -> bool:
    return data.startswith(ZIP)


def _is_markup(data: bytes) -> bool:
    return _beginning(data).lstrip().lower().startswith(MARKUP)


def _beginning(data: bytes) -> bytes:
    """The first bytes without a byte order mark, and UTF-16 thinned to its ASCII."""
    head = data[:4096]
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")


def _is_binary(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    head = data[:8192]
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return True
    if head[1::2].count(0) * 3 > len(head) or head[::2].count(0) * 3 > len(head):
        return False  # UTF-16 without its mark: text
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return controls * 100 > len(head)


def _always(data: bytes) -> bool:
    return True


# ---- how the families are opened ------------------------------------------------------------------------------


def _read_package(data: bytes, limits: Limits) -> Taken:
    with opened_package(data, limits) as package:
        for member in package.infolist():
            # No reader opens a picture; those drawn as .svg usually carry a document type.
            if part_name(member.filename).endswith((".xml", ".rels", ".vml")):
                with package.open(member) as part:
                    refuse_declarations(part.read(64 * 1024))
        names = frozenset(part_name(member.filename) for member in package.infolist())
        if workbooks.is_workbook(names):
            return workbooks.read_workbook(package, limits)
        if open_documents.is_open_document(names):
            return open_documents.read_open_document(package, limits)
    raise _not_a_spreadsheet("tài liệu Word, tệp nén hoặc tệp khác")


def _read_old_office(data: bytes, limits: Limits) -> Taken:
    try:
        streams = CompoundFile(data)
    except FileRefused:
        # Of a broken container only the names of its streams still tell what it was.
        if _names_stream(data, "EncryptedPackage"):
            raise encrypted() from None
        if not _names_stream(data, "Workbook") and not _names_stream(data, "Book"):
            raise _not_a_spreadsheet("tài liệu Word kiểu cũ hoặc tệp khác") from None
        raise
    if "EncryptedPackage" in streams:
        raise encrypted()
    if (stream := streams.first("Workbook", "Book")) is not None:
        return old_workbooks.read_old_workbook(stream, limits)
    raise _not_a_spreadsheet("tài liệu Word kiểu cũ hoặc tệp khác")


def _names_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _refuse_markup(data: bytes, limits: Limits) -> Taken:
    head = _beginning(data).lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        what = "bảng tính kiểu XML 2003"
    elif b"{\\rtf" in head:
        what = "văn bản RTF"
    else:
        what = "trang web (HTML)"
    raise FileRefused("not_a_spreadsheet", f"Tệp là {what} dù mang đuôi tệp Excel; {SAVE_AS_XLSX}")


def _refuse_other(data: bytes, limits: Limits) -> Taken:
    raise _not_a_spreadsheet("PDF, hình ảnh hoặc tệp khác")


def _not_a_spreadsheet(what: str) -> FileRefused:
    return FileRefused(
        "not_a_spreadsheet",
        f"Tệp không phải là bảng tính (là {what}); hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.",
    )


FORMATS: Final[tuple[Format, ...]] = (
    # Order matters: the first that recognises the bytes reads or refuses them.
    Format("xls", is_compound_file, _read_old_office),
    Format("xls", old_workbooks.is_bare_stream, old_workbooks.read_old_workbook),
    Format("xlsx", _is_zip, _read_package),
    Format("html", _is_markup, _refuse_markup),
    Format("binary", _is_binary, _refuse_other),
    Format("csv", _always, delimited.read_delimited),
)
