"""The mark of a state secret inside files: found wherever a paper carries it, and not taken from words that hold it."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from rotations import secrecy_marks
from rotations.secrecy_marks import mark_beside_cells, mark_in_file
from rotations.vocabulary import FileKind, SecrecyLevel
from tests import kept_files as files

S, T, M = SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET, SecrecyLevel.MOST_SECRET


def word(body: str, part: str = "word/document.xml") -> bytes:
    return files.docx({part: f"<w:document>{body}</w:document>".encode()})


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        (paragraph("MẬT"), S),
        (paragraph("TỐI ", "M", "ẬT"), T),
        (paragraph("M&#7852;T"), S),
        (paragraph("MA\u0302\u0323T"), S),
        (paragraph("Độ mật: Tuyệt mật"), M),
        (paragraph("MẬT")[:-6] + '<w:br w:type="x"/>' + paragraph("Số 12"), S),
        ("<w:p><w:t>HUYỆN ỦY</w:t><w:txbxContent><w:p><w:t>MẬT</w:t></w:p></w:txbxContent></w:p>", S),
        ('<w:pict><v:textpath style="a" string="TUYỆT MẬT"/></w:pict>', M),
        (paragraph("x" * 300_000) + paragraph("MẬT") + paragraph("y" * 300_000), S),
        (paragraph("Bảo mật thông tin, mật độ dân số"), None),
        (paragraph("Tên") + paragraph("Mật"), None),  # a cell of a table, somebody's name
        (paragraph("Độ mật: Mật, Tối mật, Tuyệt mật"), None),
        (paragraph("Lò Văn", " ", "Mật"), None),
        ("<w:p>MẬT", S),  # broken behind it
        (paragraph("MËT"), S),  # TCVN3
        (paragraph("tuyÖt mËt"), M),  # the same, in a typeface of capitals
        (paragraph("TOÁI MAÄT"), T),  # VNI
        (paragraph("§é mËt: MËt"), S),
        (paragraph("B¶o mËt th«ng tin"), None),
        (paragraph("Tªn") + paragraph("MËt"), None),
        ("", None),
    ],
)
def test_a_mark_in_a_word_file(body, mark):
    assert mark_in_file(word(body), FileKind.DOCX) == mark


@pytest.mark.parametrize(
    "part", ["word/header1.xml", "word/footer3.xml", "word/footnotes.xml", "docProps/core.xml"]
)
def test_a_mark_beside_the_text_of_a_word_file(part):
    assert mark_in_file(word(paragraph("TỐI MẬT"), part), FileKind.DOCX) == T


@pytest.mark.parametrize("part", ["content.xml", "styles.xml"])
def test_a_mark_in_an_open_document(part):
    made = files.package({part: "<text:p text:style='a'><text:span>MẬT</text:span></text:p>".encode()})

    assert mark_in_file(made, FileKind.ODT) == S


def workbook(*, cell: str = "", header: str = "", box: str = "", title: str = "") -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_string(500, 3, cell)
        page.write_string(501, 3, "Bảo mật")
        page.set_footer(header)
        book.set_properties({"title": title})
        if box:
            page.insert_textbox(2, 2, box)
    return out.getvalue()


@pytest.mark.parametrize(
    ("made", "mark", "beside"),
    [
        ({"cell": "MẬT"}, S, None),
        ({"cell": "Mật"}, None, None),
        ({"header": '&L&"Arial,Bold"&14TỐI MẬT&RTrang &P'}, T, T),
        ({"header": "&LHUYỆN ỦY&CMẬT"}, S, S),
        ({"header": "&LBảo mật"}, None, None),
        ({"box": "TUYỆT MẬT"}, M, M),
        ({"title": "Danh sách (MẬT)"}, S, S),
        ({}, None, None),
    ],
)
def test_a_mark_in_a_workbook_and_beside_its_cells(made, mark, beside):
    assert mark_in_file(workbook(**made), FileKind.XLSX) == mark
    assert mark_beside_cells(workbook(**made)) == beside


@pytest.mark.parametrize("before", ["", "x"])
@pytest.mark.parametrize(
    ("text", "mark"),
    [("Kính gửi\rMẬT\rSố 12", S), ("Bảo mật\rMật độ\rBẢO MẬT", None), ("&LHUYỆN ỦY&CTỐI MẬT", T)],
)
def test_a_mark_in_an_old_file(before, text, mark):
    data = before.encode() + b"\0\0" + text.encode("utf-16-le") + b"\0\0"

    assert mark_in_file(data, FileKind.DOC) == mark


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16-le"])
@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("KÝnh göi\rMËT\rSè 12", S),
        ("tuyÖt mËt", M),
        ("TOÁI MAÄT\r", T),
        ("x" * 300 + "MËT", None),  # in the middle of bytes that are no line
        ("B¶o mËt th«ng tin\rHäp", None),
        ("Tªn\rMËt\rNam", None),
    ],
)
def test_a_mark_in_an_old_file_typed_in_an_old_encoding(text, mark, encoding):
    data = b"\0\0" + text.encode(encoding) + b"\0\0"

    assert mark_in_file(data, FileKind.DOC) == mark


def test_a_cell_of_an_old_workbook_before_a_long_one():
    long = "MƯỜNG LAY " * 8
    made = b"".join(
        len(text).to_bytes(2, "little") + b"\1" + text.encode("utf-16-le") for text in ("MẬT", long)
    )

    assert mark_in_file(b"zz" + made, FileKind.XLS) == S
    assert mark_in_file(made[9:], FileKind.XLS) is None


def test_no_more_is_unpacked_than_the_bound(monkeypatch):
    monkeypatch.setattr(secrecy_marks, "MOST_UNPACKED", 100)

    assert mark_in_file(word(paragraph("MẬT") + " " * 200), FileKind.DOCX) is None
