"""The text of a PDF, as far as its glyphs say which letters they are; and the mark of a state secret in it."""

from __future__ import annotations

import zlib

import pytest

from rotations import pdf_text
from rotations.secrecy_marks import mark_in_file
from rotations.vocabulary import FileKind, SecrecyLevel
from tests import kept_files as files

S, T = SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET
LETTERS = "MẬTỐIBẢOUYỆ ậtmáy"


def pdf(content: str, *, letters: str = LETTERS, packed: bool = True, ranges: bool = False) -> bytes:
    """A page whose font numbers its glyphs from 1, as office programs write it."""
    table = "\n".join(f"<{at:04X}> <{ord(letter):04X}>" for at, letter in enumerate(letters, 1))
    kind = "char"
    if ranges:
        listed = " ".join(f"<{ord(letter):04X}>" for letter in letters)
        table, kind = f"<0001> <{len(letters):04X}> [{listed}]", "range"
    names = f"{len(letters)} beginbf{kind}\n{table}\nendbf{kind}".encode()

    def stream(number: int, body: bytes) -> bytes:
        held, says = (zlib.compress(body), b"/Filter /FlateDecode") if packed else (body, b"")
        return b"%d 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (number, says, held)

    return (
        b"%PDF-1.7\n1 0 obj\n<< /Font << /F1 2 0 R >> >>\nendobj\n2 0 obj\n<< /Type /Font /ToUnicode 3 0 R >>\nendobj\n"
        + stream(3, names) + stream(4, content.encode()) + b"trailer << /Root 1 0 R >>\n%%EOF\n"
    )  # fmt: skip


def glyphs(text: str) -> str:
    return "<" + "".join(f"{LETTERS.index(letter) + 1:04X}" for letter in text) + ">"


@pytest.mark.parametrize("options", [{}, {"packed": False}, {"ranges": True}])
@pytest.mark.parametrize(
    ("content", "mark"),
    [
        (f"BT /F1 14 Tf 1 0 0 1 72 700 Tm {glyphs('MẬT')} Tj ET", S),
        (f"BT /F1 14 Tf 72 700 Td [{glyphs('M')} 3 {glyphs('ẬT')}] TJ ET", S),
        (f"BT /F1 14 Tf 1 0 0 1 72 700 Tm [{glyphs('TỐI')} -300 {glyphs('MẬT')}] TJ ET", T),
        (
            f"BT /F1 14 Tf 1 0 0 1 72 700 Tm {glyphs('M')} Tj ET BT 1 0 0 1 80 700 Tm {glyphs('ẬT')} Tj ET",
            S,
        ),
        (
            f"BT /F1 9 Tf 1 0 0 1 72 700 Tm {glyphs('BẢO')} Tj 1 0 0 1 72 680 Tm {glyphs('MẬT')} Tj ET",
            S,
        ),
        (f"BT /F1 9 Tf 1 0 0 1 72 700 Tm {glyphs('BẢO MẬT')} Tj ET", None),
        (f"BT /F1 9 Tf 1 0 0 1 72 700 Tm {glyphs('mật máy')} Tj ET", None),
    ],
)
def test_a_mark_in_the_text_of_a_pdf(content, options, mark):
    assert mark_in_file(pdf(content, **options), FileKind.PDF) == mark


@pytest.mark.parametrize(
    "data",
    [
        files.pdf(),
        files.png(),
        pdf("BT <FFFF> Tj ET"),
        pdf("(((", packed=False),
        pdf("BT <00> Tj ET", letters=""),
    ],
)
def test_what_holds_no_text_carries_no_mark_that_can_be_read(data):
    assert list(pdf_text.lines_of(data)) == []


def test_no_more_is_unpacked_than_the_bound(monkeypatch):
    monkeypatch.setattr(pdf_text, "MOST_UNPACKED", 400)

    assert mark_in_file(pdf("BT ET " * 100 + f"BT /F1 9 Tf {glyphs('MẬT')} Tj ET"), FileKind.PDF) is None
