"""What a file is by its bytes, which files may be kept, and under which name."""

import os
import struct
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotations.file_kinds import FileNotTaken, is_named_otherwise, kept_name, kind_of
from rotations.vocabulary import FileKind
from tests import kept_files as files
from tests.importing.old_files import compound

MOST = 20 * 1024 * 1024
GOOD = {
    FileKind.PDF: files.pdf(),
    FileKind.PNG: files.png(),
    FileKind.JPEG: files.jpeg(),
    FileKind.DOCX: files.docx(),
    FileKind.XLSX: files.xlsx(),
    FileKind.ODT: files.odt(),
    FileKind.DOC: files.doc(),
    FileKind.XLS: files.xls(),
}


@pytest.mark.parametrize("kind", FileKind)
def test_each_kind_is_told_by_its_content(kind):
    assert kind_of(GOOD[kind], most_bytes=MOST) == kind


def bomb() -> bytes:
    return files.docx({"word/media/image1.bmp": b"\0" * 30 * 1024 * 1024})


def encrypted_package() -> bytes:
    made = bytearray(files.docx())
    with zipfile.ZipFile(BytesIO(bytes(made))) as package:
        place = package.infolist()[0].header_offset
    made[place + 6] |= 1
    central = made.index(b"PK\x01\x02")
    made[central + 8] |= 1
    return bytes(made)


def lying_package() -> bytes:
    """A part that says it holds less than it does."""
    made = bytearray(
        files.package({"[Content_Types].xml": files.WORD_TYPES, "word/document.xml": b"x" * 1000})
    )
    central = made.rindex(b"PK\x01\x02")
    struct.pack_into("<I", made, central + 24, 10)
    return bytes(made)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"MZ\x90\x00" + b"\0" * 100, "chương trình máy tính"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 100, "chương trình máy tính"),
        (b"#!/bin/sh\nrm -rf /\n", "tập lệnh"),
        (b"@echo off\r\n", "tập lệnh"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "trang web"),
        (b"\xef\xbb\xbf <html>", "trang web"),
        ("<html>".encode("utf-16"), "trang web"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "SVG"),
        (b"<svg/>", "SVG"),
        (b"{\\rtf1 }", "RTF"),
        (b"Rar!\x1a\x07\x01\x00", "tệp nén"),
        (b"GIF89a" + b"\0" * 20, "hình ảnh"),
        (b"ch\xe1\xbb\xaf", "loại tệp khác"),
        (files.package({"setup.exe": b"MZ"}), "tệp nén hoặc kiểu tài liệu khác"),
        (files.package({"META-INF/MANIFEST.MF": b"", "A.class": b""}), "tệp nén hoặc kiểu tài liệu khác"),
        (files.docx({"word/vbaProject.bin": b"x"}), "macro"),
        (files.docx(types=files.WORD_TYPES.replace(b"document.main", b"document.macroEnabled.main")), "macro"),
        (files.docx(types=files.WORD_TYPES + b"application/vnd.ms-office.vbaProject"), "macro"),
        (files.xlsx({"xl/macrosheets/sheet1.xml": b"x"}), "macro"),
        (files.xlsx({"xl/activeX/activeX1.bin": b"x"}), "macro"),
        (files.odt({"Basic/Standard/Module1.xml": b"x"}), "macro"),
        (files.odt({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "mật khẩu"),
        (encrypted_package(), "mật khẩu"),
        (compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x"}), "mật khẩu"),
        (files.doc(locked=True), "mật khẩu"),
        (files.xls(locked=True), "mật khẩu"),
        (files.doc(more={"Macros": b"x" * 5000}), "macro"),
        (files.xls(more={"_VBA_PROJECT_CUR": b"x" * 5000}), "macro"),
        (compound({"Outlook": b"x" * 5000}), "không rõ loại"),
        (bomb(), "giải nén lớn bất thường"),
        (files.package({f"p{n}": b"" for n in range(2_001)}), "giải nén lớn bất thường"),
        (lying_package(), "bị hỏng"),
        (files.docx()[:-30], "bị hỏng"),
        (files.pdf()[:40], "bị hỏng"),
        (files.pdf(b"/Encrypt 5 0 R"), "mật khẩu"),
        (files.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "macro"),
        (files.pdf(b"/S /Launch /F (cmd.exe)"), "macro"),
        (files.pdf(b"/A << /S /Java#53cript >>"), "macro"),
        (files.pdf_packed(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "macro"),
        (files.pdf_packed(b"<< /S /#4caunch /F (cmd.exe) >>"), "macro"),
        (files.pdf_packed(b"<< /XFA 7 0 R >>"), "macro"),
        (files.pdf_packed(b"<< /S /Launch >>", says=b""), "macro"),
        (files.pdf_packed(b"<< /S /Launch >>", packed=False), "macro"),
        (files.pdf_packed(b" " * (256 * 1024 - 27) + b"/JavaScript "), "macro"),
        (files.pdf_packed(b" " * (65 * 1024 * 1024)), "không kiểm tra an toàn được"),
        (files.pdf_packed(b"<< >>", says=b"/Type /ObjStm /Filter /LZWDecode"), "không kiểm tra an toàn được"),
        (files.pdf_packed(b"<< >>", cut=6), "không kiểm tra an toàn được"),
        (files.pdf(b"/AcroForm << /XFA 3 0 R >>"), "macro"),
        (files.docx({"word/embeddings/oleObject1.bin": b"x"}), "đối tượng nhúng"),
        (files.docx({"word/embeddings/trong.docm": files.docx()}), "đối tượng nhúng"),
        (files.docx({"word/embeddings/bang.xlsx": files.xlsx({"xl/vbaProject.bin": b"x"})}), "macro"),
        (
            files.docx({"word/embeddings/a.docx": files.docx({"word/embeddings/b.docx": files.docx()})}),
            "đối tượng nhúng",
        ),
        (files.xlsx({"xl/embeddings/oleObject1.bin": b"x"}), "đối tượng nhúng"),
        (files.odt({"META-INF/manifest.xml": b"application/vnd.sun.star.oleobject"}), "đối tượng nhúng"),
        (files.doc(more={"\x01Ole10Native": b"x" * 5000}), "đối tượng nhúng"),
        (files.xls(more={"Equation Native": b"x" * 100}), "đối tượng nhúng"),
        (files.png()[:-4], "bị hỏng"),
        (files.png() + b"PK\x03\x04", "bị hỏng"),
        (files.png().replace(b"IDAT", b"IDAX"), "bị hỏng"),
        (files.jpeg()[:-2], "bị hỏng"),
        (files.jpeg()[:5], "bị hỏng"),
        (files.doc()[:600], "bị hỏng"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_in_words(data, said):
    with pytest.raises(FileNotTaken, match=said):
        kind_of(data, most_bytes=MOST)


def test_the_largest_size_is_let_in_and_one_byte_more_is_not():
    data = files.pdf()

    assert kind_of(data, most_bytes=len(data)) == FileKind.PDF
    with pytest.raises(FileNotTaken, match="lớn hơn"):
        kind_of(data, most_bytes=len(data) - 1)


def test_an_innocent_word_in_a_paper_locks_nothing():
    assert kind_of(files.pdf(b"/EncryptedNote 1 /JSON 2"), most_bytes=MOST) == FileKind.PDF


@pytest.mark.parametrize(
    "good",
    [
        files.pdf_packed(b"<< /Type /Page /Contents 5 0 R >>"),
        files.pdf_packed(b"<< /Type /Page >>", packed=False),
        # A picture is bytes of chance: short names and the name of the form turn up in large ones.
        files.pdf().replace(
            b"endobj", b"endobj 2 0 obj << >> stream\n..../JS ../XFA ..\nendstream endobj", 1
        ),
        files.pdf(b"/Outlines << /First 5 0 R /Last 9 0 R >>"),
    ],
)
def test_a_paper_with_packed_objects_that_do_nothing_is_taken(good):
    assert kind_of(good, most_bytes=MOST) == FileKind.PDF


def test_a_text_with_the_workbook_behind_a_chart_is_taken():
    data = files.docx({"word/embeddings/Microsoft_Excel_Sheet.xlsx": files.xlsx()})

    assert kind_of(data, most_bytes=MOST) == FileKind.DOCX


def test_a_large_paper_of_pictures_is_looked_through_quickly():
    picture = b"6 0 obj << /Subtype /Image >> stream\n" + os.urandom(1024 * 1024) + b"\nendstream endobj\n"
    data = files.pdf().replace(b"trailer", picture * 15 + b"trailer")

    began = time.process_time()
    kind_of(data, most_bytes=MOST)

    assert time.process_time() - began < 3


@pytest.mark.parametrize("good", GOOD.values(), ids=list(GOOD))
@given(data=st.data())
def test_a_file_cut_or_spoiled_is_a_kind_or_a_sentence_and_nothing_else(good, data):
    place = data.draw(st.integers(0, len(good) - 1))
    spoiled = data.draw(
        st.one_of(
            st.just(good[:place]),
            st.binary(min_size=1, max_size=8).map(
                lambda bytes_: good[:place] + bytes_ + good[place + len(bytes_) :]
            ),
        )
    )

    said = "."
    try:
        kind_of(spoiled, most_bytes=MOST)
    except FileNotTaken as refused:
        said = str(refused)

    assert said.endswith(".")


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Giấy khám sức khỏe.pdf", FileKind.PDF, "Giấy khám sức khỏe.pdf"),
        ("ảnh.JPG", FileKind.JPEG, "ảnh.jpg"),
        ("ảnh.pdf", FileKind.PNG, "ảnh.png"),
        ("giay.pdf.exe", FileKind.PDF, "giay.pdf"),
        ("hồ sơ", FileKind.DOCX, "hồ sơ.docx"),
        ("C:\\hồ sơ\\lý lịch.docx", FileKind.DOCX, "lý lịch.docx"),
        ("../../etc/passwd", FileKind.PDF, "passwd.pdf"),
        ("tep\u202efdp.exe", FileKind.PDF, "tepfdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", FileKind.PDF, "aSet-Cookie: x.pdf"),
        (".pdf", FileKind.PDF, "pdf.pdf"),
        ("", FileKind.PDF, "tep.pdf"),
        ("x" * 400 + ".pdf", FileKind.PDF, "x" * 150 + ".pdf"),
    ],
)  # fmt: skip
def test_a_file_is_kept_under_a_plain_name_with_the_ending_of_what_it_is(name, kind, kept):
    assert kept_name(name, kind) == kept


def test_a_name_that_claims_something_else_is_noticed():
    assert is_named_otherwise("anh.pdf", FileKind.PNG)
    assert not is_named_otherwise("ANH.PNG", FileKind.PNG)
    assert not is_named_otherwise("anh.jpeg", FileKind.JPEG)
