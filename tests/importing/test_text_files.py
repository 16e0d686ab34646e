"""What a trap in a text file comes to: bytes → rows, or a refusal.

To add a trap, add a line. Old encodings are in `test_old_letters`.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest

from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import read_source
from tests.importing.outcomes import Refused, check, outcome

TEXT: dict[str, tuple[Callable[[], bytes] | bytes, Any]] = {
    # line ends
    "line ends of Windows": (b"a;b\r\nc;d\r\n", [["a", "b"], ["c", "d"]]),
    "line ends of the old Macintosh": (b"a;b\rc;d\r", [["a", "b"], ["c", "d"]]),
    "line ends of all kinds": (b"a;b\r\nc;d\re;f\ng;h", [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]),
    "a line end inside a cell": (b'a;"b\r\nc"\r\nd;e', [["a", "b\r\nc"], ["d", "e"]]),
    "no line end at all": (b"a;b", [["a", "b"]]),
    # blanks
    "blank lines between": (b"a;b\n\n\nc;d\n", [["a", "b"], [], [], ["c", "d"]]),
    "blank lines before": (b"\n\na;b\n", [[], [], ["a", "b"]]),
    "lines of separators alone": (b"a;b\n;;;\nc;d\n;;;\n;;\n", [["a", "b"], [], ["c", "d"]]),
    "the end mark of DOS": (b"a;b\r\n\x1a", [["a", "b"]]),
    "blanks alone": (b" \r\n \n", Refused("empty_file")),
    "separators alone": (b";;;\n;;;\n", Refused("empty_file")),
    "a mark alone": (b"\xef\xbb\xbf", Refused("empty_file")),
    "quotes around nothing": (b'""', Refused("empty_file")),
    # separators
    "one column": ("Họ và tên\nLò A\n".encode(), [["Họ và tên"], ["Lò A"]]),
    "one column with commas": (b"Ho ten\nVang, A\nMua B\n", [["Ho ten"], ["Vang", " A"], ["Mua B"]]),
    "commas in numbers, semicolons between": (b"a;1,5\nb;2,5\n", [["a", "1,5"], ["b", "2,5"]]),
    "a title with commas over tabs": (b"x, y, z\na\tb\tc\n1\t2\t3\n", [["x, y, z"], ["a", "b", "c"], ["1", "2", "3"]]),
    "a separator named": (b"sep=,\r\na;b,c\r\n", [[], ["a;b", "c"]]),
    "a separator named in quotes": (b'"sep=;"\na;b,c\n', [[], ["a", "b,c"]]),
    "a tab named": (b"SEP=\t\na\tb;c\n", [[], ["a", "b;c"]]),
    "a separator named behind a mark": (b"\xef\xbb\xbfsep=,\na,b", [[], ["a", "b"]]),
    # quotes
    "a quote doubled": (b'a;"b ""c"""\n', [["a", 'b "c"']]),
    "a quote inside a word": (b'a;b"c\n', [["a", 'b"c']]),
    "a quote left open": (b'a;b\nc;d\n"e;f\ng;h\n', Refused("bad_csv", "dòng 3;")),
    "a quote left open over many lines": (
        lambda: b'a;b\n"c;d\n' + b"e;f\n" * 50_000, Refused("bad_csv", "từ dòng 2;"),
    ),
    "a quote closed too early": (b'a;b\n"x"y;c\n', Refused("bad_csv", "dòng 2;")),
    # bounds
    "a cell beyond reason": (lambda: b"a;b\nc;" + b"x" * 200_000, Refused("too_large", "Dòng 2")),
    "a column beyond reason": (lambda: b";" * 1000 + b"x", Refused("too_large")),
    "rows beyond reason": (lambda: b"a;b\n" * 11_001, Refused("too_many_rows")),
    # bytes
    "a byte of nought": (b"a;b\nc;" + b"x" * 500 + b"\0d\n", Refused("unreadable", "Dòng 2")),
    "sixteen bits with half a letter": ("a;b".encode("utf-16") + b"x", Refused("unreadable")),
    "sixteen bits with a broken pair": (b"\xff\xfea\0\x00\xd8b\0", Refused("unreadable")),
    "a mark of UTF-8 before other bytes": (b"\xef\xbb\xbfa;\xe0b", Refused("unreadable")),
    "letters and marks apart stay as typed": ("a;e\u0323\n".encode(), [["a", "e\u0323"]]),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXT)
def test_text(case):
    data, expected = TEXT[case]

    check(data() if callable(data) else data, expected)


@pytest.mark.parametrize("filler", [b"\n", b"\r\n", b";;\n", b"\r"])
def test_a_million_blank_lines_cost_nothing(filler):
    began = time.process_time()

    assert outcome(b"a;b\n" + filler * 1_000_000) == [["a", "b"]]
    assert time.process_time() - began < 2


def test_a_filled_line_far_down_is_refused_as_in_a_workbook():
    limits = Limits(rows=10)
    last = limits.rows_in_sheet

    assert len(outcome(b"a\n" + b"\n" * (last - 2) + b"b\n", limits)) == last
    assert outcome(b"a\n" + b"\n" * (last - 1) + b"b\n", limits).code == "too_many_rows"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_sixteen_bits_without_their_mark_are_certain(encoding):
    source = read_source("a", "STT;Họ và tên\n1;Lò A\n".encode(encoding))

    assert source.encoding == encoding
    assert source.sheets[0].rows == [["STT", "Họ và tên"], ["1", "Lò A"]]
    assert source.notes == ()
