"""Bounds come before readers: a hostile or broken file costs one sentence."""

import io
import zipfile

import pytest

from rotations.importing.files.guard import MEGABYTE, Limits, column_letters
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import CODES, FileRefused
from tests.importing.workbooks import Formula, Page, csv_bytes, with_part, xlsx

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = xlsx([["a", "b"], ["c", 1]])


def refusal(data: bytes, limits: Limits | None = None, name: str = "ke-hoach.xlsx") -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_source(name, data, limits or Limits())
    assert refused.value.code in CODES
    assert refused.value.message.endswith(".")
    return refused.value


def sheet_with(cells: str) -> bytes:
    return with_part(
        PLAIN, SHEET, lambda _: f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
    )


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too_many_rows"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "too_large"),
        (
            '<row r="9000"><c r="A9000"><v>1</v></c></row><row r="9001"><c r="IV9001"><v>1</v></c></row>',
            "too_large",
        ),
        ("<row r='20000'><c><v>1</v></c></row>", "too_many_rows"),
        ('<x:row xmlns:x="y" r="20000"><x:c><x:v>1</x:v></x:c></x:row>', "too_many_rows"),
        ('<row r="&#50;0000"><c><v>1</v></c></row>', "too_many_rows"),
        ('<row r="1"><c r="XFD99999999"><v>1</v></c></row>', "unreadable"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "unreadable"),
    ],
)
def test_a_cell_far_away_is_refused_before_a_reader_sees_it(cells, code):
    assert refusal(sheet_with(cells)).code == code


def test_a_row_the_reader_is_allowed_to_hold_is_read():
    limits = Limits(rows=10)
    last = limits.rows_in_sheet

    inside = sheet_with(f'<row r="{last}"><c r="A{last}"><v>1</v></c></row>')
    outside = sheet_with(f'<row r="{last + 1}"><c r="A{last + 1}"><v>1</v></c></row>')

    assert len(read_source("x", inside, limits).sheets[0].rows) == last
    assert refusal(outside, limits).code == "too_many_rows"


def test_formatted_but_empty_cells_down_to_the_last_row_cost_nothing():
    data = sheet_with(
        '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )

    assert read_source("x", data).sheets[0].rows == [[7]]


def test_a_sheet_behind_another_name_is_bounded_all_the_same():
    bomb = b'<a><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></a>'
    data = with_part(PLAIN, "xl/media/image1.png", lambda _: bomb)
    data = with_part(
        data,
        "xl/_rels/workbook.xml.rels",
        lambda rels: rels.replace(b"worksheets/sheet1.xml", b"media/image1.png"),
    )

    assert refusal(data).code == "too_many_rows"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/anything.xml"])
@pytest.mark.parametrize("declaration", [b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!DOCTYPE x>"])
def test_a_dtd_in_any_part_is_refused(part, declaration):
    def declare(content: bytes) -> bytes:
        head, end, rest = content.rpartition(b"?>")
        return head + end + declaration + (rest or b"<x/>")

    assert refusal(with_part(PLAIN, part, declare)).code == "unsafe_xml"


def test_a_picture_with_a_document_type_is_nobodys_concern():
    data = with_part(PLAIN, "xl/media/logo.svg", lambda _: b'<!DOCTYPE svg PUBLIC "x" "y"><svg/>')

    assert read_source("x", data).sheets[0].rows[0] == ["a", "b"]


def test_unpacking_stops_at_the_limit_whatever_the_file_claims():
    data = with_part(PLAIN, "xl/big.bin", lambda _: b"\0" * MEGABYTE)
    declared = data.replace((MEGABYTE).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert refusal(data, Limits(unpacked_bytes=MEGABYTE // 2)).code == "too_large"
    assert refusal(declared, Limits(unpacked_bytes=MEGABYTE // 2)).code in {"too_large", "unreadable"}


def test_a_package_that_packs_too_well_is_refused():
    data = with_part(PLAIN, "xl/big.bin", lambda _: b"\0" * (20 * MEGABYTE))

    assert refusal(data).code == "too_large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"x" * 101, "too_large"),
    ],
)
def test_upload_bounds(data, code):
    assert refusal(data, Limits(upload_bytes=100)).code == code


@pytest.mark.parametrize("at", [5, 30, 200, 1000, -400, -30, -5])
def test_a_file_cut_short_is_refused(at):
    assert refusal(PLAIN[:at]).code == "unreadable"


def outcome(data: bytes) -> str:
    try:
        read_source("x", data)
    except FileRefused as refused:
        return refused.code
    return "read"


def test_any_byte_damaged_ends_in_a_refusal_or_a_sheet():
    outcomes = {
        outcome(PLAIN[:at] + bytes([PLAIN[at] ^ 0xFF]) + PLAIN[at + 1 :]) for at in range(0, len(PLAIN), 37)
    }

    assert outcomes <= {"read", *CODES}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet"),
        (b"%PDF-1.7 ...", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_spreadsheet"),
        (bytes(range(32)) * 20, "not_a_spreadsheet"),
        (b"\xef\xbb\xbf<html><table><tr><td>Ho ten</td></tr></table></html>", "not_a_spreadsheet"),
        ("Müller;Böhm;Größe\n".encode("cp1252"), "legacy_encoding"),
        (b" \r\n \n", "empty_file"),
    ],
)
def test_what_is_no_spreadsheet_is_named(data, code):
    assert refusal(data).code == code


def test_other_zip_packages_are_no_spreadsheet():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<w/>")

    assert refusal(stream.getvalue()).code == "not_a_spreadsheet"


def test_a_zip_with_a_password_is_encrypted():
    data = bytearray(PLAIN)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1

    assert refusal(bytes(data)).code == "encrypted"


def test_formulas_errors_and_merges_are_told():
    page = Page([["a", Formula("=1+1", 2)], ["x", None], [Formula("=1/0", "#DIV/0!"), None]], [(2, 0, 2, 1)])

    sheet = read_source("x", xlsx(page)).sheets[0]

    assert sheet.formulas == {(1, 1), (3, 0)}
    assert sheet.errors == {(3, 0)}
    assert [(m.top, m.left, m.bottom, m.right) for m in sheet.merges] == [(2, 0, 2, 1)]


def test_long_text_files_stop_at_the_limit():
    assert refusal(csv_bytes([["a", "b"]] * 1011), Limits(rows=10)).code == "too_many_rows"
    assert len(read_source("x.csv", csv_bytes([["a", "b"]] * 1010), Limits(rows=10)).sheets[0].rows) == 1010


def test_columns_are_lettered_as_in_the_program():
    assert [column_letters(column) for column in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
