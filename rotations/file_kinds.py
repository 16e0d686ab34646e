"""What a file is, told by its bytes and never by its name; and which files may be kept beside a record at all.

Nothing is unpacked to be kept and nothing is run: a package is streamed once, within bounds, to see that it holds what
it claims. Spreadsheets to be taken in are read by `importing.files`; here a file only has to be what an office keeps.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Final

from rotations.pdf_acts import UnreadablePdf, acts_by_itself
from rotations.vietnamese import clean
from rotations.vocabulary import FileKind

CONTENT_TYPES: Final[dict[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.DOC: "application/msword",
    FileKind.XLS: "application/vnd.ms-excel",
}
ENDINGS: Final[dict[FileKind, tuple[str, ...]]] = {
    FileKind.JPEG: (".jpg", ".jpeg"),
    **{kind: (f".{kind.value}",) for kind in FileKind if kind != FileKind.JPEG},
}
TAKEN: Final = "PDF, ảnh JPEG hoặc PNG, Word (.docx, .doc, .odt), Excel (.xlsx, .xls)"

MEGABYTE: Final = 1024 * 1024
LONGEST_NAME: Final = 150
MEMBERS: Final = 2_000
UNPACKED: Final = 200 * MEGABYTE
# A small text of equal lines honestly packs 1:300; past ten megabytes nothing honest does.
RATIO, RATIO_COUNTS_FROM = 200, 10 * MEGABYTE
CHUNK: Final = 256 * 1024
EMBEDDED: Final = 10 * MEGABYTE
LOOKED_INTO: Final = MEGABYTE

_MACROS = re.compile(rb"macroenabled|vbaproject|ms-office\.activex|/xlmacrosheet", re.IGNORECASE)
_MACRO_PARTS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml)$|^xl/macrosheets/|/activex/|^(basic|scripts)/", re.IGNORECASE
)
# Objects of other programs; a workbook behind a chart is a package like the one it stands in, and is looked into.
_OBJECT_PARTS = re.compile(r"(^|/)(embeddings|oleobjects?)/")
_PACKAGE_PART = re.compile(r"/embeddings/[^/]+\.(xlsx|docx)$")
_OBJECT_STREAMS = frozenset({"\x01ole10native", "equation native"})
_LOCKS_PDF = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
# Marks of a compound file: no sector follows, and the numbers from here on are no sectors at all.
_END_OF_CHAIN: Final = 0xFFFFFFFE
_FIRST_MARK: Final = 0xFFFFFFFB
_STORAGE, _STREAM = 1, 2
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class FileNotTaken(Exception):
    """The file is none that may be kept; the message says why and what to do."""


def kind_of(data: bytes, *, most_bytes: int) -> FileKind:
    """What `data` is, if it may be kept.

    Shape   the whole file in, its kind out.
    Units   `most_bytes` is the largest size let in; a package may unpack to 200 MB, streamed and never held.
    Errors  FileNotTaken, in words: empty, too large, a program, a script, a page, a drawing with scripts, a macro, a
            PDF that acts by itself or cannot be looked through within bounds, an object of another program, a password, a package that unpacks to more than it should, damaged, or of another kind.
    Source  product §7; signatures of the formats: PDF 32000-1 §7.5, PNG §5, JFIF, [MS-CFB], [MS-DOC], [MS-XLS],
            ECMA-376 part 2, OpenDocument part 3.
    """
    if not data:
        raise FileNotTaken("Tệp rỗng, không có nội dung; hãy chọn lại tệp.")
    if len(data) > most_bytes:
        raise FileNotTaken(
            f"Tệp lớn hơn {most_bytes // MEGABYTE} MB; hãy quét lại ở độ phân giải thấp hơn hoặc chia thành nhiều tệp."
        )
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(data)
    raise FileNotTaken(f"Tệp là {_other(data)}, không được nhận; hãy đính kèm {TAKEN}.")


def kept_name(name: str, kind: FileKind) -> str:
    """The name a file is kept and handed out under: no folders, nothing invisible, and the ending of what it is."""
    last = PurePath(_INVISIBLE.sub("", name).replace("\\", "/")).name
    known = {ending for endings in ENDINGS.values() for ending in endings}
    path = PurePath(clean(last))
    if path.suffix.lower() in ENDINGS[kind]:
        stem, ending = path.stem, path.suffix.lower()
    else:
        # "giay.pdf.exe" held a PDF: what it pretended to be goes, what it is stays.
        stem, ending = path.stem if path.suffix else path.name, ENDINGS[kind][0]
        while PurePath(stem).suffix.lower() in known:
            stem = PurePath(stem).stem
    return f"{stem[:LONGEST_NAME].strip(' .') or 'tep'}{ending}"


def is_named_otherwise(name: str, kind: FileKind) -> bool:
    """Whether the name claims another kind of file than the content is."""
    return PurePath(name.replace("\\", "/")).suffix.lower() not in ENDINGS[kind]


def _damaged() -> FileNotTaken:
    return FileNotTaken("Tệp bị hỏng hoặc chưa tải lên hết; hãy mở thử tệp, lưu lại rồi đính kèm lần nữa.")


def _locked() -> FileNotTaken:
    return FileNotTaken("Tệp đang đặt mật khẩu; hãy bỏ mật khẩu, lưu lại rồi đính kèm.")


def _with_macros() -> FileNotTaken:
    return FileNotTaken("Tệp có macro hoặc lệnh tự chạy; hãy lưu lại thành tệp không có macro rồi đính kèm.")


def _with_objects() -> FileNotTaken:
    return FileNotTaken(
        "Tệp có đối tượng nhúng (tệp khác gói bên trong); hãy bỏ đối tượng đó hoặc lưu thành PDF rồi đính kèm."
    )


def _bomb() -> FileNotTaken:
    return FileNotTaken("Tệp khi giải nén lớn bất thường nên không được nhận; hãy lưu lại tệp rồi đính kèm.")


# --- Papers and pictures -----------------------------------------------------------------------------------


def _pdf(data: bytes) -> FileKind:
    if b"%%EOF" not in data[-2048:]:
        raise _damaged()
    if _LOCKS_PDF.search(data):
        raise _locked()
    try:
        acts = acts_by_itself(data)
    except UnreadablePdf:
        raise FileNotTaken(
            "Tệp PDF nén theo cách không kiểm tra an toàn được; hãy mở tệp, in hoặc lưu lại thành PDF rồi đính kèm."
        ) from None
    if acts:
        raise _with_macros()
    return FileKind.PDF


def _png(data: bytes) -> FileKind:
    """Chunk by chunk to the last one; what follows it belongs to another file."""
    place, first = 8, True
    while place + 12 <= len(data):
        length, word = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data) or (first and word != b"IHDR"):
            break
        if zlib.crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            break
        if word == b"IEND":
            if end != len(data):
                break
            return FileKind.PNG
        place, first = end, False
    raise _damaged()


def _jpeg(data: bytes) -> FileKind:
    """Segment by segment to the picture itself, which ends with its mark."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xFF:  # a filler
            place += 1
            continue
        length = struct.unpack_from(">H", data, place + 2)[0]
        if length < 2:
            break
        if mark == 0xDA:
            if b"\xff\xd9" not in data[place + 2 + length :]:
                break
            return FileKind.JPEG
        place += 2 + length
    raise _damaged()


# --- Packages ----------------------------------------------------------------------------------------------


def _package(data: bytes, *, inside: bool = False) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            _check_declared(members)
            for member in members:
                _stream(package, member)
            return _kind_of_package(package, members, inside=inside)
    # All that zipfile raises over bytes in memory: an unknown compression is NotImplementedError, a directory that names
    # what is not there KeyError or OSError, a part locked behind its declaration RuntimeError.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, OSError, RuntimeError):
        raise _damaged() from None


def _check_declared(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise _locked()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MEMBERS or unpacked > UNPACKED:
        raise _bomb()
    if unpacked > RATIO_COUNTS_FROM and unpacked > RATIO * max(packed, 1):
        raise _bomb()
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        # The other packers give back a whole block at once, however large.
        raise _damaged()
    if len({_part(member) for member in members}) != len(members):
        raise _damaged()


def _stream(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a part to its end and forget it: a part that is not what the package declares is a damaged one."""
    with package.open(member) as part:
        while part.read(CHUNK):
            pass


def _part(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").lstrip("/").lower()


def _look_into_object(package: zipfile.ZipFile, name: str, member: zipfile.ZipInfo, *, inside: bool) -> None:
    """A workbook or a text kept within another one may hold no more than one that stands by itself."""
    if inside or not _PACKAGE_PART.search(name) or member.file_size > EMBEDDED:
        raise _with_objects()
    with package.open(member) as part:
        _package(part.read(EMBEDDED + 1), inside=True)


def _kind_of_package(
    package: zipfile.ZipFile, members: list[zipfile.ZipInfo], *, inside: bool = False
) -> FileKind:
    parts = {_part(member): member for member in members}
    if any(_MACRO_PARTS.search(name) for name in parts):
        raise _with_macros()
    for name, member in parts.items():
        if _OBJECT_PARTS.search(name) and not name.endswith("/"):
            _look_into_object(package, name, member, inside=inside)

    def read(name: str) -> bytes:
        if name not in parts:
            return b""
        with package.open(parts[name]) as part:
            return part.read(LOOKED_INTO)

    types = read("[content_types].xml")
    if _MACROS.search(types):
        raise _with_macros()
    if "word/document.xml" in parts and b"wordprocessingml.document.main+xml" in types:
        return FileKind.DOCX
    if "xl/workbook.xml" in parts and b"spreadsheetml.sheet.main+xml" in types:
        return FileKind.XLSX
    if read("mimetype").strip() == CONTENT_TYPES[FileKind.ODT].encode() and "content.xml" in parts:
        manifest = read("meta-inf/manifest.xml")
        if b"encryption-data" in manifest:
            raise _locked()
        if b"vnd.sun.star.oleobject" in manifest:
            raise _with_objects()
        return FileKind.ODT
    raise FileNotTaken(f"Tệp là tệp nén hoặc kiểu tài liệu khác, không được nhận; hãy đính kèm {TAKEN}.")


# --- Word and Excel before 2007 ----------------------------------------------------------------------------


def _old_office(data: bytes) -> FileKind:
    streams = dict(_streams(data))
    if "encryptedpackage" in streams:
        raise _locked()
    if streams.keys() & {"_vba_project_cur", "macros", "vba", "_vba_project"}:
        raise _with_macros()
    if streams.keys() & _OBJECT_STREAMS:
        raise _with_objects()
    if (document := streams.get("worddocument")) is not None:
        # FibBase.fEncrypted is bit 8 of the flags at offset 10.
        if len(document) < 12 or document[:2] != b"\xec\xa5":
            raise _damaged()
        if document[11] & 0x01:
            raise _locked()
        return FileKind.DOC
    if streams.keys() & {"workbook", "book"}:
        if _has_filepass(streams.get("workbook", streams.get("book", b""))):
            raise _locked()
        return FileKind.XLS
    raise FileNotTaken(f"Tệp là tài liệu kiểu cũ không rõ loại, không được nhận; hãy đính kèm {TAKEN}.")


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name in small letters and first bytes of every stream and storage of a compound file, as far as it goes.

    Small streams stand in a stream of their own; of these the name is told and no bytes.
    """
    if len(data) < 1024:
        raise _damaged()
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise _damaged()
    size = 1 << shift
    sectors = len(data) // size
    first_of_directory, cutoff = struct.unpack_from("<I4xI", data, 48)
    follows = _allocation(data, size)
    sector, seen = first_of_directory, 0
    while sector != _END_OF_CHAIN:
        place = (sector + 1) * size
        if seen > sectors or sector >= len(follows) or place + size > len(data):
            raise _damaged()
        for entry in range(place, place + size, 128):
            length = struct.unpack_from("<H", data, entry + 64)[0]
            if data[entry + 66] not in (_STORAGE, _STREAM) or not 2 <= length <= 64:
                continue
            name = data[entry : entry + length - 2].decode("utf-16-le", "replace").lower()
            start, total = struct.unpack_from("<II", data, entry + 116)
            begins = (start + 1) * size
            yield name, data[begins : begins + min(size, total)] if total >= cutoff else b""
        sector, seen = follows[sector], seen + 1


def _allocation(data: bytes, size: int) -> list[int]:
    """Which sector follows which. The header lists where the tables lie; of a large file further lists follow."""
    listed = list(struct.unpack_from("<109I", data, 76))
    further, left = struct.unpack_from("<I", data, 68)[0], len(data) // size
    while further < _FIRST_MARK and left:
        place, left = (further + 1) * size, left - 1
        if place + size > len(data):
            raise _damaged()
        *more, further = struct.unpack_from(f"<{size // 4}I", data, place)
        listed += more
    follows: list[int] = []
    for table in listed:
        place = (table + 1) * size
        # More of the table than the file has sectors says nothing, but would cost memory.
        if table >= _FIRST_MARK or place + size > len(data) or len(follows) > len(data) // size:
            break
        follows += struct.unpack_from(f"<{size // 4}I", data, place)
    return follows


def _has_filepass(workbook: bytes) -> bool:
    """Whether a workbook stream says, before anything else, that what follows is encrypted."""
    place = 0
    while place + 4 <= len(workbook):
        record, length = struct.unpack_from("<HH", workbook, place)
        if record == 0x2F:
            return True
        if record not in (0x0809, 0x0086, 0x00E1, 0x00C1, 0x00E2):
            return False
        place += 4 + length
    return False


# --- Everything else, by its own name ----------------------------------------------------------------------


def _other(data: bytes) -> str:
    """What a refused file is, in words a person may check against what was chosen."""
    if data.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")):
        return "chương trình máy tính"
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK")):
        return "tệp nén"
    head = (
        data[:4096]
        .replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .lstrip()
        .lower()
    )
    if head.startswith(b"{\\rtf"):
        return "văn bản RTF"
    if b"<svg" in head:
        return "hình vẽ SVG (có thể chứa lệnh)"
    if head.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<?php", b"<?xml", b"<table")
    ):
        return "trang web hoặc tệp XML"
    if head.startswith((b"#!", b"@echo", b"powershell", b"import ", b"function ", b"set ws")):
        return "tập lệnh"
    if head.startswith((b"gif8", b"bm", b"ii*", b"mm")) or data[4:8] == b"ftyp" or data[:4] == b"RIFF":
        return "hình ảnh, âm thanh hoặc phim kiểu khác"
    return "loại tệp khác"
