"""Delimited text: which bytes are which letters, what parts the columns, where a quote was left open."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

from rotations.importing.files.contents import Shared, SheetInHand, Taken, text_or_none
from rotations.importing.files.guard import Limits, Tally, damaged
from rotations.importing.files.legacy_text import (
    COMPOSED,
    NAMES,
    READINGS,
    cannot_be_told,
    converted_note,
    likeness,
    surest,
)
from rotations.importing.files.refusals import FileRefused

DELIMITERS: Final = (";", "\t", ",")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 200_000
_BLANK_ENDS: Final = b" \t\r\n;,\x1a"


def read_delimited(data: bytes, limits: Limits) -> Taken:
    """Read text in columns as the one sheet it is.

    Shape   bytes in, one sheet without a name out; blank lines at the end are none.
    Units   a record is a row, though its text may run over several lines.
    Errors  FileRefused: empty_file, legacy_encoding, bad_csv, too_many_rows, too_large, unreadable for NUL bytes.
    Source  product §6; domain reference §9.2, §9.5.
    """
    encoding, read = _encoding(data)
    # In sixteen bits the same bytes could be half of a letter.
    lines = _lines(data if encoding.startswith("utf-16") else data.rstrip(_BLANK_ENDS), encoding, read)
    first = list(islice(lines, 41))
    if not first:
        raise FileRefused("empty_file", "Tệp không có nội dung; hãy chọn lại tệp danh sách.")
    delimiter, first = _delimiter(first)
    sheet, texts = SheetInHand("", Tally(limits)), Shared(text_or_none)
    for number, record in enumerate(_records(chain(first, lines), delimiter), start=1):
        if any(record):
            sheet.place(number, [texts[cell] for cell in record])
    if not sheet.rows:
        raise FileRefused("empty_file", "Tệp không có nội dung; hãy chọn lại tệp danh sách.")
    return Taken(
        [sheet.done()],
        encoding=encoding,
        delimiter=delimiter,
        format="tsv" if delimiter == "\t" else "csv",
        notes=(converted_note(encoding),) if encoding in NAMES else (),
    )


# ---- letters --------------------------------------------------------------------------------------------------


def _encoding(data: bytes) -> tuple[str, Callable[[str], str]]:
    """The name of the encoding, and what makes Unicode of a line decoded by `_codec`."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            if not _decodes(data, name):
                raise damaged("Tệp văn bản có ký tự hỏng")
            return name, as_is
    if (sixteen := _sixteen_bits(data)) is not None and _decodes(data, sixteen):
        return sixteen, as_is
    if _decodes(data, "utf-8"):
        return "utf-8", as_is
    sample = data[:_SAMPLE]
    found = {
        name: likeness([sample.decode("cp1252", "replace")], reading) for name, reading in READINGS.items()
    }
    if _decodes(data, "cp1258"):
        found["cp1258"] = likeness([_composed(sample.decode("cp1258"))], COMPOSED)
    old = surest(found)
    if old is None:
        raise cannot_be_told()
    return old, _composed if old == "cp1258" else READINGS[old].convert


def as_is(line: str) -> str:
    """A line that is what it looks like."""
    return line


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _codec(encoding: str) -> str:
    return "cp1252" if encoding in READINGS else encoding


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether all bytes are text in the encoding; a piece at a time, so that it costs no memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        for at in range(0, len(data), 65_536):
            decoder.decode(view[at : at + 65_536])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _sixteen_bits(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters is nought, and none of the rest."""
    head = data[:8192]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or min(even, odd) or max(even, odd) * 4 < len(head):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _lines(data: bytes, encoding: str, read: Callable[[str], str]) -> Iterator[str]:
    """The lines with their ends, whichever they are."""
    stream = io.TextIOWrapper(io.BytesIO(data), _codec(encoding), errors="replace", newline="")
    for number, line in enumerate(stream, start=1):
        if "\0" in line:
            raise damaged(f"Dòng {number} của tệp có ký tự NUL, không phải văn bản")
        yield read(line)


# ---- columns --------------------------------------------------------------------------------------------------


def _delimiter(lines: list[str]) -> tuple[str, list[str]]:
    """The separator of the columns, and the lines without what a leading `sep=` says.

    Told by the widest of the first lines and how many are equally wide: a title holds commas, the table's own
    separator stands on every line alike. `;` wins a tie, since a Vietnamese Excel writes it and uses the comma
    inside numbers.
    """
    if (named := re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE)) and named[1] in DELIMITERS:
        # The line stays, empty, so that row numbers remain those of the file.
        return named[1], ["\n", *lines[1:]]
    sample = re.sub(r'"(?:[^"]|"")*"', "", "".join(lines)[:_SAMPLE]).splitlines()[:40]

    def weight(candidate: str) -> int:
        counts = [line.count(candidate) for line in sample]
        widest = max(counts, default=0)
        return widest * sum(count == widest for count in counts)

    return max(DELIMITERS, key=weight), lines


def _records(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """Rows of a CSV; the fault of a quote that never closes names the line where it opens."""
    begins_at = 1
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _bad_record(str(fault), begins_at, reader.line_num) from fault
        begins_at = reader.line_num + 1
        yield row


def _bad_record(fault: str, begins_at: int, noticed_at: int) -> FileRefused:
    if "field larger" in fault and noticed_at == begins_at:
        return FileRefused(
            "too_large", f"Dòng {begins_at} có ô chứa đoạn chữ quá dài; hãy xóa hoặc rút ngắn rồi tải lại."
        )
    # A quote left open is often noticed only at the next quote, or at the bound of a cell, lines further down.
    if "expected after" in fault and noticed_at == begins_at:
        what = f"có dấu nháy kép đặt sai chỗ ở dòng {noticed_at}"
    else:
        what = f"có dấu nháy kép mở ra mà không đóng, bắt đầu từ dòng {begins_at}"
    return FileRefused("bad_csv", f"Tệp CSV {what}; hãy sửa dòng đó rồi tải lại.")
