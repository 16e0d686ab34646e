"""Small files of each kind that may be kept beside a record, built byte by byte; and how to spoil them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from tests.importing.old_files import compound, record

WORD_TYPES = (
    b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument."
    b"wordprocessingml.document.main+xml'/></Types>"
)
SHEET_TYPES = (
    b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument."
    b"spreadsheetml.sheet.main+xml'/></Types>"
)


def pdf(inside: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )


def pdf_packed(
    objects: bytes, *, says: bytes = b"/Type /ObjStm /Filter /FlateDecode", packed: bool = True, cut: int = 0
) -> bytes:
    """A paper whose objects stand in a stream of objects, as every writer of today keeps them."""
    held = zlib.compress(b"7 0 " + objects) if packed else b"7 0 " + objects
    held = held[: len(held) - cut]
    return (
        b"%PDF-1.7\n4 0 obj\n<< " + says + b" /N 1 /First 4 >>\nstream\n" + held
        + (b"" if cut else b"\nendstream\nendobj\n")
        + b"trailer << /Root 7 0 R >>\n%%EOF\n"
    )  # fmt: skip


def png() -> bytes:
    def chunk(word: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + word + body + struct.pack(">I", zlib.crc32(word + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xda\x00\x02picture\xff\xd9"


def package(parts: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(more: Mapping[str, bytes] | None = None, types: bytes = WORD_TYPES) -> bytes:
    return package({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(more or {})})


def xlsx(more: Mapping[str, bytes] | None = None, types: bytes = SHEET_TYPES) -> bytes:
    return package({"[Content_Types].xml": types, "xl/workbook.xml": b"<workbook/>", **(more or {})})


def odt(more: Mapping[str, bytes] | None = None) -> bytes:
    return package(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office:document-content/>",
            **(more or {}),
        }
    )


def doc(*, locked: bool = False, more: Mapping[str, bytes] | None = None) -> bytes:
    flags = b"\x00\x01" if locked else b"\x00\x00"
    return compound({"WordDocument": (b"\xec\xa5" + b"\0" * 8 + flags).ljust(4096, b"\0"), **(more or {})})


def xls(*, locked: bool = False, more: Mapping[str, bytes] | None = None) -> bytes:
    begin = (
        record(0x0809, b"\0" * 16) + (record(0x2F, b"\0" * 6) if locked else b"") + record(0x0042, b"\0\0")
    )
    return compound({"Workbook": begin.ljust(4096, b"\0"), **(more or {})})
