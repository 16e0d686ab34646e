"""What a trap in an .xlsx comes to: a file made here → the rows of its first sheet, or a refusal.

To add a trap, add a line.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rotations.importing.files import markup
from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import read_source
from tests.importing.old_files import compound
from tests.importing.outcomes import BORN, MOMENT, Refused, check, outcome
from tests.importing.workbooks import Formula, Page, with_part, xlsx

PLAIN = xlsx([["a", "b"], ["c", 1]])
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def sheet_of(rows: str, *, after: str = "", before: str = "") -> bytes:
    text = f"<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return with_part(PLAIN, SHEET, lambda _: text.encode())


def strings_of(items: str) -> bytes:
    return with_part(PLAIN, STRINGS, lambda _: f'<sst count="9">{items}</sst>'.encode())


def changed(part: str, old: str, new: str, data: bytes = PLAIN) -> bytes:
    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())

    return with_part(data, part, change)


def strict() -> bytes:
    """The strict form of OOXML: other addresses, dates as text."""
    data = sheet_of(
        '<row r="1"><c r="A1" t="d"><v>1985-03-12</v></c><c r="B1" t="d"><v>1985-03-12T07:30:00</v></c></row>'
    )
    for part in (SHEET, BOOK, "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        data = with_part(
            data,
            part,
            lambda content: content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006",
                b"http://purl.oclc.org/ooxml/officeDocument",
            ).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006",
                b"http://purl.oclc.org/ooxml/spreadsheetml",
            ),
        )
    return data


def chart_first() -> bytes:
    """A chart sheet before the list."""
    data = changed(BOOK, "<sheets>", '<sheets><sheet name="Biểu đồ" sheetId="9" r:id="rId99"/>')
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" '
        'Target="chartsheets/sheet1.xml"/></Relationships>'
    )
    return changed("xl/_rels/workbook.xml.rels", "</Relationships>", relation, data)


def xlsb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.bin", b"x")
    return stream.getvalue()


def twice_the_same_part() -> bytes:
    stream = io.BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, "<worksheet><sheetData/></worksheet>")
    return stream.getvalue()


def packed_otherwise() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(PLAIN)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as target,
    ):
        for member in source.namelist():
            target.writestr(member, source.read(member))
    return stream.getvalue()


DATED = '<row r="1"><c r="A1" s="1"><v>{}</v></c></row>'


def dated(serial: str, code: str = "dd/mm/yyyy", *, first_day: bool = False) -> bytes:
    data = xlsx([[BORN]], date_1904=first_day)
    data = with_part(data, "xl/styles.xml", lambda styles: styles.replace(b"dd/mm/yyyy", code.encode()))
    return with_part(
        data,
        SHEET,
        lambda _: f"<worksheet><sheetData>{DATED.format(serial)}</sheetData></worksheet>".encode(),
    )


XLSX: dict[str, tuple[Callable[[], bytes], Any]] = {
    # rows and cells that do not say where they are
    "rows and cells without numbers": (
        lambda: sheet_of("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>"),
        [[1, 2], [], [None, 3]],
    ),
    "a row without number goes on behind one that has": (
        lambda: sheet_of('<row r="2"><c r="A2"><v>1</v></c></row><row><c><v>2</v></c></row>'),
        [[], [1], [2]],
    ),
    "a cell that names another row than its row": (
        lambda: sheet_of('<row r="1"><c r="B3"><v>1</v></c></row>'), [[], [], [None, 1]],
    ),
    "cells out of order": (
        lambda: sheet_of('<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'), [[1, None, 3]],
    ),
    "rows out of order": (
        lambda: sheet_of('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'), [[1], [2]],
    ),
    "a row that comes twice": (
        lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>'), [[1, 2]],
    ),
    "row number nought": (lambda: sheet_of('<row r="0"><c><v>1</v></c></row>'), Refused("unreadable", "dòng")),
    "a place that is none": (lambda: sheet_of('<row r="1"><c r="1A"><v>1</v></c></row>'), Refused("unreadable", "vị trí")),
    # text
    "text written into the cell": (
        lambda: sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>Lò &amp; Vàng</t></is></c></row>'), [["Lò & Vàng"]],
    ),
    "text in pieces of several fonts": (
        lambda: sheet_of('<row r="1"><c t="inlineStr"><is><r><t>Lò </t></r><r><rPr><b/></rPr><t>Văn</t></r></is></c></row>'),
        [["Lò Văn"]],
    ),
    "a reading above the text is not part of it": (
        lambda: sheet_of('<row r="1"><c t="inlineStr"><is><t>Lò</t><rPh sb="0" eb="1"><t>lo</t></rPh></is></c></row>'),
        [["Lò"]],
    ),
    "shared text in pieces, with a reading": (
        lambda: strings_of("<si><r><t>Lò </t></r><r><t>Văn</t></r><rPh><t>lo van</t></rPh></si><si><t/></si><si><t>c</t></si>"),
        [["Lò Văn"], ["c", 1]],
    ),
    "an escape for a letter that xml does not carry": (
        lambda: strings_of("<si><t>a_x000D_b</t></si><si><t>_xyz_</t></si><si><t>c</t></si>"), [["a\rb", "_xyz_"], ["c", 1]],
    ),
    "a shared text that is not there": (lambda: strings_of("<si><t>a</t></si>"), Refused("unreadable", "Ô B1")),
    "a negative shared text": (
        lambda: sheet_of('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), Refused("unreadable", "Ô A1"),
    ),
    "text in a cell of numbers stays": (lambda: sheet_of('<row r="1"><c r="A1"><v>1_0</v></c></row>'), [["1_0"]]),
    "a number beyond numbers stays text": (lambda: sheet_of('<row r="1"><c r="A1"><v>1e999</v></c></row>'), [["1e999"]]),
    # formulas and errors
    "a formula with what it gave": (
        lambda: sheet_of('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>x</f><v>chữ</v></c></row>'),
        [[2, "chữ"]],
    ),
    "a formula never computed": (lambda: sheet_of('<row r="1"><c r="A1"><f>1+1</f></c></row>'), []),
    "an error": (lambda: sheet_of('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'), [["#N/A"]]),
    # days
    "a day": (lambda: dated("31118"), [[BORN]]),
    "a day counted from 1904": (lambda: dated("29656", first_day=True), [[BORN]]),
    "a moment": (lambda: dated("31118.3125"), [[MOMENT]]),
    "a time of day": (lambda: dated("0.3125", "hh:mm"), [["07:30"]]),
    "a length of time": (lambda: dated("1.25", "[h]:mm"), [["30:00:00"]]),
    "the leap day that never was": (lambda: dated("60"), [[60]]),
    "the first of March 1900": (lambda: dated("61"), [[date(1900, 3, 1)]]),
    "the first day": (lambda: dated("1"), [[date(1900, 1, 1)]]),
    "no day": (lambda: dated("0"), [[0]]),
    "a day past the calendar": (lambda: dated("2958466"), [[2958466]]),
    "the last day": (lambda: dated("2958465"), [[date(9999, 12, 31)]]),
    "the last day a second before midnight, rounded": (lambda: dated("2958465.9999999"), [[2958466]]),
    "a negative day": (lambda: dated("-1"), [[-1]]),
    "a currency is no day": (lambda: dated("5", "#,##0 [$đ-42A]"), [[5]]),
    "quoted letters are no day": (lambda: dated("5", "0 &quot;ngày&quot;"), [[5]]),
    "the strict form": (strict, [[BORN, MOMENT]]),
    # sheets
    "a chart first": (chart_first, [["a", "b"], ["c", 1]]),
    "a sheet whose part is missing": (
        lambda: changed("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet7.xml"),
        Refused("unreadable", "“Sheet1”"),
    ),
    "an address with its root": (
        lambda: changed("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        [["a", "b"], ["c", 1]],
    ),
    "a workbook without sheets": (
        lambda: with_part(PLAIN, BOOK, lambda _: b"<workbook><sheets/></workbook>"), Refused("empty_file"),
    ),
    # claims and bombs
    "a dimension that lies": (
        lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'), [[1]],
    ),
    "a million formatted rows": (
        lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
            f'<row r="{row}" s="1"><c r="A{row}" s="1"/><c r="XFD{row}" s="1"/></row>' for row in range(2, 60_000))),
        [[1]],
    ),
    "a cell in the last corner": (
        lambda: sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), Refused("too_many_rows", "1048576"),
    ),
    "a formula in the last corner": (
        lambda: sheet_of('<row r="1048576"><c r="XFD1048576"><f>1</f></c></row>'), Refused("too_many_rows"),
    ),
    "a merge past the last corner": (
        lambda: sheet_of("", after='<mergeCells><mergeCell ref="A1:A1048577"/></mergeCells>'), Refused("unreadable"),
    ),
    "elements nested without end": (
        lambda: sheet_of("<row>" * 5000), Refused("unreadable", "sâu"),
    ),
    "an element with endless attributes": (
        lambda: sheet_of("<row " + " ".join(f'a{number}="{number * 7919}"' for number in range(150_000)) + "/>"),
        Refused("too_large"),
    ),
    "an element with endless attributes behind much text": (
        lambda: sheet_of(
            "<row><x>" + "ộ" * 3_000_000 + "</x></row><row "
            + " ".join(f'a{number}="{number * 7919}"' for number in range(150_000)) + "/>"),
        Refused("too_large"),
    ),
    "another encoding declared than written": (
        lambda: with_part(
            PLAIN, SHEET, lambda content: b'<?xml version="1.0" encoding="windows-1252"?>'
            + '<worksheet><sheetData><row><c t="str"><v>Lò Đẹp</v></c></row></sheetData></worksheet>'.encode()),
        [["Lò Đẹp"]],
    ),
    "a cell of endless text": (
        lambda: sheet_of(f'<row r="1"><c t="inlineStr"><is><r><t>{"x" * 200_000}</t></r></is></c></row>'),
        Refused("too_large", "quá dài"),
    ),
    "a comment inside the rows": (
        lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="8"><c r="A8"><v>8</v></c></row><row r="9"><c r="A9"><v>9</v></c></row> -->'), [[1]],
    ),
    "sixteen bits where eight are meant": (
        lambda: with_part(PLAIN, SHEET, lambda content: content.decode().encode("utf-16")), Refused("unreadable", "UTF-8"),
    ),
    "rows hidden in the letters of another encoding": (
        lambda: with_part(
            PLAIN, SHEET,
            lambda _: b"\xff\xfe<\0a\0>\0" + b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            + b"<\0/\0a\0>\0",
        ),
        Refused("unreadable"),
    ),
    "bytes that are no text": (
        lambda: with_part(PLAIN, SHEET, lambda content: content.replace(b"</worksheet>", b"\xff</worksheet>")),
        Refused("unreadable"),
    ),
    "two parts of one name": (twice_the_same_part, Refused("unreadable", "trùng tên")),
    "packed in a way workbooks are not": (packed_otherwise, Refused("unreadable", "nén")),
    # what only looks like it
    "a binary workbook": (xlsb, Refused("unreadable", ".xlsb")),
    "an encrypted workbook": (
        lambda: compound({"EncryptionInfo": b"x" * 100, "EncryptedPackage": b"y" * 5000}), Refused("encrypted", "mật khẩu"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", XLSX)
def test_xlsx(case):
    make, expected = XLSX[case]

    check(make(), expected)


def test_sheets_hidden_twice_over_are_told():
    data = changed(BOOK, 'name="Sheet1"', 'name="Sheet1" state="veryHidden"')

    assert [sheet.visible for sheet in read_source("a", data).sheets] == [False]


def test_many_sheets_of_few_rows_cannot_add_up():
    limits = Limits(rows=10)
    last = limits.rows_in_sheet
    pages = [Page([["x"]] * last, name=f"{number}") for number in range(6)]

    assert len(read_source("a", xlsx(*pages[:5]), limits).sheets) == 5
    assert outcome(xlsx(*pages), limits).code == "too_many_rows"


def test_formulas_have_a_bound_of_their_own():
    rows = [[Formula("=1", 1)] * 3]

    assert outcome(xlsx(rows), Limits(marks=3)) == [[1, 1, 1]]
    assert outcome(xlsx(rows), Limits(marks=2)).code == "too_large"


def test_cells_of_nothing_are_not_read_for_ever(monkeypatch):
    data = sheet_of("<row>" + "<c/>" * 500 + "</row>")

    assert outcome(data) == []
    monkeypatch.setattr(markup, "_MOST_ELEMENTS", 400)
    assert outcome(data).code == "too_large"
