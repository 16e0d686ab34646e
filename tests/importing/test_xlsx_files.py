"""What a trap in an .xlsx comes to: a file made here → the rows of its first sheet, or a refusal.

To add a trap, add a line.
"""

import gc
import io
import weakref
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotations.importing.files import contents, markup, row_forms, worksheets
from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.files.row_forms import RowForm
from rotations.importing.files.worksheets import Values
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
    "a string told by its place that stands in the cell": (
        lambda: sheet_of('<row r="1"><c r="A1" t="s"><is><t>Pa Tần</t></is></c></row>'), [["Pa Tần"]],
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
    "an instruction inside the rows": (
        lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><?x <row r="8"><c r="A8"><v>8</v></c></row><row r="9"><c r="A9"><v>9</v></c></row> ?>'), [[1]],
    ),
    "days in cells that say they are numbers": (
        lambda: with_part(
            dated(""), SHEET,
            lambda _: (
                "<worksheet><sheetData>"
                + "".join(f'<row r="{n}"><c r="A{n}" s="1" t="n"><v>4481{n}</v></c></row>' for n in range(1, 6))
                + "</sheetData></worksheet>"
            ).encode(),
        ),
        [[date(2022, 9, n + 6)] for n in range(1, 6)],
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


# ---- rows written alike -------------------------------------------------------------------------------------

# What may stand in a cell of a row, behind its place; most rows of a sheet say the same of themselves.
WRITTEN = {
    "number": "><v>45</v></c>",
    "styled number": ' s="1"><v>45</v></c>',
    "another style": ' s="0" t="n"><v>46.50</v></c>',
    "day with a time": ' s="1"><v>45000.5</v></c>',
    "number with an exponent": "><v>1E+3</v></c>",
    "no number": "><v>1.2.3</v></c>",
    "string": ' t="s"><v>0</v></c>',
    "styled string": ' s="1" t="s"><v>1</v></c>',
    "no such string": ' t="s"><v>7</v></c>',
    "text": ' t="inlineStr"><is><t>Giàng A Ươm</t></is></c>',
    "text with blanks": ' s="1" t="inlineStr"><is><t xml:space="preserve"> Mẫu </t></is></c>',
    "blank text": ' t="inlineStr"><is><t></t></is></c>',
    "entity": ' t="inlineStr"><is><t>x &amp; y</t></is></c>',
    "unknown entity": ' t="inlineStr"><is><t>x &xyz; y</t></is></c>',
    "escape": ' t="inlineStr"><is><t>a_x0041_b</t></is></c>',
    "two lines": ' t="inlineStr"><is><t>a\nb</t></is></c>',
    "letter XML does not have": ' t="inlineStr"><is><t>a\uffffb</t></is></c>',
    "two stretches": ' t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    "styled and blank": ' s="1"/>',
    "formula": "><f>A1</f><v>3</v></c>",
    "error": ' t="e"><v>#N/A</v></c>',
    "yes": ' t="b"><v>1</v></c>',
    "left out": None,
}


def as_rows(rows: list[list[str]]) -> bytes:
    """A sheet with these kinds of cells, in a workbook whose second style is a day."""
    parts = []
    for number, kinds in enumerate(rows, 1):
        said = [(column, WRITTEN[kind]) for column, kind in zip("ABC", kinds, strict=False)]
        cells = "".join(f'<c r="{column}{number}"{rest}' for column, rest in said if rest)
        parts.append(f'<row r="{number}" spans="1:3">{cells}</row>')
    text = f"<worksheet><sheetData>{''.join(parts)}</sheetData></worksheet>"
    return with_part(xlsx([["Lò Văn Mẫu", "Pa Tần", BORN]]), SHEET, lambda _: text.encode())


def by_form(data: bytes, monkeypatch, *, allowed: bool) -> tuple[Any, int]:
    """What a file comes to, and how many of its rows were taken by the form of the rows before."""
    taken, take = 0, RowForm.take

    def counted(form: RowForm, held: str, at: int) -> Any:
        nonlocal taken
        row = take(form, held, at) if allowed else None
        taken += row is not None
        return row

    with monkeypatch.context() as patch:
        patch.setattr(RowForm, "take", counted)
        try:
            return read_source("danh-sach", data, Limits()).sheets, taken
        except FileRefused as refused:
            return (refused.code, refused.message), taken


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_row_taken_by_the_form_of_those_before_is_what_its_cells_say(kind, monkeypatch):
    like = [["number", "string", "text"]] * 4
    for other in (["number", "string", kind], ["number", kind, "text"], [kind, "string", "text"]):
        data = as_rows([*like, other, *like])

        assert by_form(data, monkeypatch, allowed=True)[0] == by_form(data, monkeypatch, allowed=False)[0]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_rows_of_any_forms_in_any_order_are_what_their_cells_say(data):
    forms = data.draw(
        st.lists(st.lists(st.sampled_from(sorted(WRITTEN)), min_size=1, max_size=3), min_size=1, max_size=4)
    )
    file = as_rows(data.draw(st.lists(st.sampled_from(forms), min_size=4, max_size=16)))
    with pytest.MonkeyPatch.context() as monkeypatch:
        quick, plain = (by_form(file, monkeypatch, allowed=allowed)[0] for allowed in (True, False))

    assert quick == plain


def test_ordinary_rows_are_taken_by_their_form(monkeypatch):
    people = [[number, f"Lò Văn {number}", BORN, None, "x", 1.5] for number in range(500)]
    sheets, taken = by_form(xlsx([["STT", "Họ và tên"], *people]), monkeypatch, allowed=True)

    assert taken >= 498
    assert sheets[0].rows[1:] == people


def test_a_column_that_holds_something_else_here_and_there_does_not_undo_the_form(monkeypatch):
    like = [["number", "string", "styled number"]] * 50
    sheets, taken = by_form(as_rows([*like, ["text", "text", "text"]] * 4), monkeypatch, allowed=True)

    assert len(sheets[0].rows) == 204
    assert taken == 198


def test_forms_are_learned_so_many_times_and_no_more(monkeypatch):
    monkeypatch.setattr(row_forms, "_MOST_PATTERNS", 1)
    rows = [*[["number"]] * 5, *[["number", "text"]] * 5]
    sheets, taken = by_form(as_rows(rows), monkeypatch, allowed=True)

    assert [len(row) for row in sheets[0].rows] == [1] * 5 + [2] * 5
    assert taken == 3


def test_rows_that_fit_the_form_and_are_not_taken_teach_nothing_new(monkeypatch):
    rows = [*[["text", "entity"]] * 120, *[["number", "number"]] * 5]
    sheets, taken = by_form(as_rows(rows), monkeypatch, allowed=True)

    assert len(sheets[0].rows) == 125
    assert taken == 3


@pytest.mark.parametrize("kept", [3, 199, 200])
def test_strings_are_the_same_whether_all_are_kept_or_not(monkeypatch, kept):
    monkeypatch.setattr(worksheets, "MOST_KEPT", kept)
    monkeypatch.setattr(contents, "MOST_KEPT", kept)
    people = [[number, f"Lò Thị Ươm {number % 199}"] for number in range(400)]

    assert read_source("a.xlsx", xlsx([["STT", "Họ và tên"], *people])).sheets[0].rows[1:] == people


def test_strings_are_read_some_at_a_time_each_as_it_stands():
    odd = ["a &amp; b", " b ", "", "a_x0041_"]
    said = [odd[number % 7] if number % 7 < 4 else f"chữ {number}" for number in range(200)]
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in said)
    cells = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(200))
    data = with_part(strings_of(items), SHEET, lambda _: f"<w><sheetData>{cells}</sheetData></w>".encode())
    read = read_source("a", data).sheets[0].rows

    as_read = {"a &amp; b": "a & b", "a_x0041_": "aA", "": None}
    assert [row[0] if row else None for row in read] == [
        as_read.get(text, text) for text in said[: len(read)]
    ]
    assert len(read) == 200


@pytest.mark.parametrize("chunk", range(40, 90))
def test_strings_may_be_cut_anywhere(chunk, monkeypatch):
    said = [f"chữ {number}" for number in range(20)]
    cells = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(20))
    data = strings_of("".join(f"<si><t>{text}</t></si>" for text in said))
    data = with_part(data, SHEET, lambda _: f"<w><sheetData>{cells}</sheetData></w>".encode())
    monkeypatch.setattr(markup, "_CHUNK", chunk)

    assert outcome(data) == [[text] for text in said]


def test_what_was_read_is_gone_with_its_workbook():
    values = Values(["Pa Tần"], [None, "day", "length"], from_1904=False)
    assert [values.value("", "s", "0"), values.styled[' s="1"><v>61'], values.value("2", "", "1")] == [
        "Pa Tần", date(1900, 3, 1), "24:00:00",
    ]  # fmt: skip
    left = weakref.ref(values)
    gc.disable()
    try:
        del values
        assert left() is None
    finally:
        gc.enable()


def test_strings_have_a_bound():
    data = strings_of("<si><t>a</t></si>" * 70)

    assert isinstance(outcome(data, Limits(cells=70)), list)
    assert outcome(data, Limits(cells=69)).code == "too_large"


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
