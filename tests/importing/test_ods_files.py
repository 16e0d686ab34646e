"""What a trap in an .ods comes to: a file made here → the rows of its first sheet, or a refusal.

To add a trap, add a line.
"""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from rotations.importing.files.guard import Limits
from rotations.importing.files.open_documents import _Content
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import FileRefused
from tests.importing.open_files import MANIFEST, ods, ods_of, one_table
from tests.importing.outcomes import BORN, Refused, check
from tests.importing.workbooks import with_part

TEXT = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def text_cell(text: str, more: str = "") -> str:
    return TEXT.format(more, text)


def row_of(cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{cells}</table:table-row>"


def encrypted_whole() -> bytes:
    stream = io.BytesIO()
    entry = '<manifest:file-entry manifest:full-path="encrypted-package"><manifest:encryption-data/></manifest:file-entry>'
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("encrypted-package", b"x" * 100)
        package.writestr("META-INF/manifest.xml", MANIFEST.format(entry))
    return stream.getvalue()


ODS: dict[str, tuple[Callable[[], bytes], Any]] = {
    "a note is not the value": (
        lambda: one_table(row_of(
            '<table:table-cell office:value-type="string"><office:annotation><text:p>ghi chú</text:p></office:annotation>'
            "<text:p>Lò A</text:p></table:table-cell>")),
        [["Lò A"]],
    ),
    "a note alone": (
        lambda: one_table(row_of("<table:table-cell><office:annotation><text:p>x</text:p></office:annotation></table:table-cell>")),
        [],
    ),
    "a drawing in a cell": (
        lambda: one_table(row_of('<table:table-cell xmlns:draw="d"><draw:frame><text:p>x</text:p></draw:frame></table:table-cell>')),
        [],
    ),
    "spaces, tabs, line ends and several fonts": (
        lambda: one_table(row_of(text_cell('a<text:s text:c="2"/>b<text:tab/><text:span>c<text:line-break/>d</text:span>'))),
        [["a  b\tc\nd"]],
    ),
    "line ends between the elements": (
        lambda: one_table(row_of("\n" + text_cell("a</text:p>\n<text:p>b").replace("<text:p>", "\n <text:p>") + "\n")),
        [["a\nb"]],
    ),
    "two paragraphs": (lambda: one_table(row_of(text_cell("a</text:p><text:p>b"))), [["a\nb"]]),
    "a cell and a row repeated": (
        lambda: one_table(row_of(text_cell("x", ' table:number-columns-repeated="2"'), ' table:number-rows-repeated="3"')),
        [["x", "x"]] * 3,
    ),
    "blank cells before a filled one": (
        lambda: one_table(row_of('<table:table-cell table:number-columns-repeated="3"/>' + text_cell("x"))),
        [[None, None, None, "x"]],
    ),
    "blank rows before a filled one": (
        lambda: one_table(row_of("", ' table:number-rows-repeated="3"') + row_of(text_cell("x"))), [[], [], [], ["x"]],
    ),
    "a million blank rows": (
        lambda: one_table(row_of(text_cell("x")) + row_of(
            '<table:table-cell table:number-columns-repeated="16384"/>', ' table:number-rows-repeated="1048575"')),
        [["x"]],
    ),
    "a million filled rows": (
        lambda: one_table(row_of(text_cell("x"), ' table:number-rows-repeated="1048576"')), Refused("too_many_rows"),
    ),
    "a row of a million filled cells": (
        lambda: one_table(row_of(text_cell("x", ' table:number-columns-repeated="1000000"'))), Refused("unreadable"),
    ),
    "a row of filled cells too many": (
        lambda: one_table(row_of(text_cell("x", ' table:number-columns-repeated="1001"'))), Refused("too_large"),
    ),
    "a repeat of a hundred digits": (
        lambda: one_table(row_of(text_cell("x"), f' table:number-rows-repeated="{"9" * 100}"')), Refused("unreadable"),
    ),
    "a repeat that is no number": (
        lambda: one_table(row_of(text_cell("x"), ' table:number-rows-repeated="-1"')), Refused("unreadable"),
    ),
    "a covered cell keeps what it holds": (
        lambda: one_table(row_of(text_cell("x") + text_cell("y").replace("table-cell", "covered-table-cell"))), [["x", "y"]],
    ),
    "a day with a time of nought": (
        lambda: one_table(row_of('<table:table-cell office:value-type="date" office:date-value="1985-03-12T00:00:00"/>')),
        [[BORN]],
    ),
    "a time of day and a length of time": (
        lambda: one_table(row_of("".join(
            f'<table:table-cell office:value-type="time" office:time-value="{value}"/>' for value in ("PT07H30M00S", "PT30H00M00S")))),
        [["07:30", "30:00:00"]],
    ),
    "money and shares": (
        lambda: one_table(row_of(
            '<table:table-cell office:value-type="currency" office:value="5"/>'
            '<table:table-cell office:value-type="percentage" office:value="0.25"/>')),
        [[5, 0.25]],
    ),
    "rows of a group and headings that repeat": (
        lambda: one_table(
            f"<table:table-header-rows>{row_of(text_cell('a'))}</table:table-header-rows>"
            f"<table:table-row-group>{row_of(text_cell('b'))}</table:table-row-group>"),
        [["a"], ["b"]],
    ),
    "cells that were deleted and are remembered": (
        lambda: ods_of(
            f'<table:tracked-changes><table:deletion>{row_of(text_cell("cũ"))}</table:deletion></table:tracked-changes>'
            f'<table:table table:name="A">{row_of(text_cell("mới"))}</table:table>'),
        [["mới"]],
    ),
    "a sheet that copies another file": (
        lambda: ods_of(
            f'<table:table table:name="B"><table:table-source/>{row_of(text_cell("xa"))}</table:table>'
            f'<table:table table:name="A">{row_of(text_cell("đây"))}</table:table>'),
        [["đây"]],
    ),
    "a table within a cell": (
        lambda: one_table(row_of(
            f'<table:table-cell><table:table>{row_of(text_cell("trong"))}{row_of(text_cell("trong"))}</table:table></table:table-cell>'
            + text_cell("ngoài")) + row_of(text_cell("sau"))),
        [[None, "ngoài"], ["sau"]],
    ),
    "entities": (lambda: one_table(row_of(text_cell("Lao động &amp; Xã hội &lt;a&gt; &#272;"))), [["Lao động & Xã hội <a> Đ"]]),
    "an entity nobody declared": (lambda: one_table(row_of(text_cell("&vn;"))), Refused("unreadable")),
    "text beside its value": (
        lambda: one_table(row_of('<table:table-cell office:value-type="float" office:value="5"><text:p>năm</text:p></table:table-cell>')),
        [[5]],
    ),
    "a value for several columns after blank ones": (
        lambda: one_table(row_of('<table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" '
                                 'office:value="7" table:number-columns-repeated="2"/>' + text_cell("x"))),
        [[None, None, 7, 7, "x"]],
    ),
    "a text longer than any": (lambda: one_table(row_of(text_cell("a" * 131_073))), Refused("too_large", "quá dài")),
    "a part encrypted": (lambda: ods_of("", manifest="<manifest:encryption-data/>"), Refused("encrypted", "mật khẩu")),
    "encrypted as a whole": (encrypted_whole, Refused("encrypted", "mật khẩu")),
    "a text document": (
        lambda: ods_of("", kind="application/vnd.oasis.opendocument.text"), Refused("not_a_spreadsheet", "văn bản"),
    ),
    "no sheet at all": (lambda: ods_of(""), Refused("empty_file")),
    "a document type": (
        lambda: with_part(ods([["a"]]), "content.xml", lambda content: content.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)),
        Refused("unsafe_xml"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODS)
def test_ods(case):
    make, expected = ODS[case]

    check(make(), expected)


def read(data: bytes, monkeypatch, *, plainly: bool) -> tuple[Any, int]:
    """What a file comes to, and how many of its rows were taken without the parser."""
    taken = 0
    take_row = _Content.take_row

    def counted(content: _Content, found: Any) -> bool:
        nonlocal taken
        took = plainly and take_row(content, found)
        taken += took
        return took

    with monkeypatch.context() as patch:
        patch.setattr(_Content, "take_row", counted)
        try:
            return read_source("danh-sach", data, Limits()).sheets, taken
        except FileRefused as refused:
            return (refused.code, refused.message), taken


@pytest.mark.parametrize("case", ODS)
def test_what_is_taken_without_the_parser_is_what_the_parser_reads(case, monkeypatch):
    data = ODS[case][0]()

    assert read(data, monkeypatch, plainly=True)[0] == read(data, monkeypatch, plainly=False)[0]


def test_ordinary_rows_need_no_parser(monkeypatch):
    people = [[number, f"Lò Văn {number}", BORN, None, "x & y", 1.5] for number in range(500)]
    data = ods([["STT", "Họ và tên"], *people])

    sheets, taken = read(data, monkeypatch, plainly=True)

    assert sheets[0].rows[1:] == people
    assert taken >= 500
