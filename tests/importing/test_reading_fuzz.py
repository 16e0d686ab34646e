"""Whatever the bytes, a Source or a refusal comes out; whatever the values, they come back."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rotations.importing.files import markup
from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import Source, read_source
from rotations.importing.files.refusals import FileRefused
from tests.importing.old_files import biff_stream, compound, xls
from tests.importing.old_letters import in_tcvn3
from tests.importing.open_files import ods
from tests.importing.outcomes import outcome
from tests.importing.workbooks import Formula, Page, csv_bytes, windows_1258, with_part, xlsx

SMALL = Limits(rows=100, cells=20_000, columns=50, unpacked_bytes=1_000_000, marks=1_000)
PAGE = Page(
    [
        ["STT", "Họ và tên", "Ngày sinh", "Ghi chú"],
        [1, "Lò Thị Đẹp", date(1985, 3, 12), "GD&ĐT"],
        [2, "Mùa A Sử", 1979, True],
        [Formula("=1+1", 2), None, 1.5, Formula("=1/0", "#DIV/0!")],
    ],
    [(1, 0, 2, 0)],
    "Danh sách",
)
CSV = csv_bytes([["STT", "Họ và tên"], ["1", 'Lò "A"\nB']], encoding="utf-8")
FILES = {
    "xlsx": xlsx(PAGE),
    "xls": xls(PAGE),
    "xls of Excel 95": xls(PAGE, biff=5),
    "xls stream": biff_stream(PAGE, cut=40),
    "ods": ods(PAGE),
    "csv": CSV,
    "csv of sixteen bits": CSV.decode().encode("utf-16"),
    "csv of Windows-1258": windows_1258(CSV.decode()),
    "csv of TCVN3": in_tcvn3(CSV.decode()).encode("cp1252"),
}
PARTS = {
    "xlsx": ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"),
    "ods": ("content.xml", "META-INF/manifest.xml"),
}
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def ends_well(data: bytes) -> None:
    """A Source with sheets, or a refusal; anything else is the test's failure."""
    found = source_or_refusal(data)
    if isinstance(found, FileRefused):
        assert found.message.endswith(".")
    else:
        assert found.sheets
        assert sum(len(sheet.rows) for sheet in found.sheets) <= 5 * SMALL.rows_in_sheet


def source_or_refusal(data: bytes) -> Source | FileRefused:
    try:
        return read_source("a", data, SMALL)
    except FileRefused as refused:
        return refused


@st.composite
def edits(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with up to four places flipped, cut out, doubled, moved or written over."""
    damaged = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        if not damaged:
            break
        at = draw(st.integers(0, len(damaged) - 1))
        length = draw(st.integers(1, 40))
        match draw(st.sampled_from(["flip", "cut", "double", "splice", "number"])):
            case "flip":
                damaged[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del damaged[at : at + length]
            case "double":
                damaged[at:at] = damaged[at : at + length]
            case "splice":
                other = draw(st.integers(0, len(damaged) - 1))
                damaged[at : at + length] = damaged[other : other + length]
            case "number":
                damaged[at : at + 4] = draw(
                    st.sampled_from(
                        [b"\xff\xff\xff\xff", bytes(4), b"\x01\0\0\0", b"\xfe\xff\xff\xff", b"9999"]
                    )
                )
    return bytes(damaged)


@given(
    st.binary(max_size=2_000),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\x00", b"<?xml"]),
)
@QUICK
def test_any_bytes_end_well(data, beginning):
    ends_well(beginning + data or b"x")


@pytest.mark.parametrize("kind", FILES)
@given(st.data())
@QUICK
def test_a_damaged_file_ends_well(kind, data):
    ends_well(data.draw(edits(FILES[kind])) or b"x")


@pytest.mark.parametrize(("kind", "part"), [(kind, part) for kind, parts in PARTS.items() for part in parts])
@given(st.data())
@QUICK
def test_a_package_with_a_damaged_part_ends_well(kind, part, data):
    with zipfile.ZipFile(io.BytesIO(FILES[kind])) as package:
        content = package.read(part)
    changed = data.draw(edits(content))
    ends_well(with_part(FILES[kind], part, lambda _: changed))


@given(st.data())
@QUICK
def test_a_compound_file_with_a_damaged_stream_ends_well(data):
    ends_well(compound({"Workbook": data.draw(edits(FILES["xls stream"]))}))


# ---- values come back -----------------------------------------------------------------------------------------

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
TEXTS = st.text(LETTERS, min_size=1, max_size=30).filter(
    lambda text: text.strip() and not text.startswith("_x")
)
NUMBERS = st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12).map(lambda number: round(number, 3))
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - no time zone in cells
    lambda moment: moment.replace(microsecond=0)
)
CELLS = st.none() | TEXTS | NUMBERS | DAYS | MOMENTS | st.booleans()
TABLES = st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=6)
WRITERS: dict[str, Callable[..., bytes]] = {"xlsx": xlsx, "xls": xls, "ods": ods}


def kept(rows: list[list[object]]) -> list[list[object]]:
    """The rows without the blanks that are nowhere kept."""
    result = []
    for row in rows:
        cells = [
            cell.date() if isinstance(cell, datetime) and not any(cell.timetuple()[3:6]) else cell
            for cell in row
        ]
        while cells and cells[-1] is None:
            cells.pop()
        result.append(
            [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in cells]
        )
    while result and not result[-1]:
        result.pop()
    return result


@pytest.mark.parametrize("writer", WRITERS)
@given(TABLES)
@QUICK
def test_values_of_a_workbook_come_back(writer, rows):
    read = outcome(WRITERS[writer](rows))

    assert not isinstance(read, FileRefused)
    assert len(read) == len(kept(rows))
    for mine, theirs in zip(read, kept(rows), strict=True):
        assert (
            mine == pytest.approx(theirs)
            if all(isinstance(cell, (int, float)) for cell in theirs)
            else mine == theirs
        )


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6), st.sampled_from(";,\t"))
@QUICK
def test_texts_of_a_text_file_come_back(rows, delimiter):
    head = [delimiter.join("abcdef")] * 3
    data = "\n".join(head).encode() + b"\n" + csv_bytes(rows, delimiter=delimiter, encoding="utf-8")

    assert outcome(data)[3:] == rows


# ---- plain runs are as strict as the parser -------------------------------------------------------------------

PLACES = ["A1", "B1", "C1", "A2", "B2", "C3", "ZZ2", "XFE1", "A0", "1", ""]
WORDS = ["1", "-1", "0", "7", "1.5", "x", "&amp;", "&x;", "&#65;", "a]]>b", "\r\n", "", "Lò", "\ufffe", "<"]
CELL_PIECES = st.builds(
    "<c{}{}{}>{}</c>".format,
    st.sampled_from([f' r="{place}"' for place in PLACES] + [""]),
    st.sampled_from([' s="1"', ' s="9"', ""]),
    st.sampled_from([f' t="{kind}"' for kind in ("s", "n", "b", "e", "str", "inlineStr", "d", "z")] + [""]),
    st.builds(
        "{}{}".format,
        st.sampled_from(["", "<f>1+1</f>", "<f/>", '<f t="shared" si="0"/>', "<f>a&lt;b</f>", "<f>"]),
        st.builds(
            lambda word, form: form.format(word),
            st.sampled_from(WORDS),
            st.sampled_from(
                [
                    "<v>{}</v>",
                    "<v/>",
                    "",
                    "<is><t>{}</t></is>",
                    '<is><t xml:space="preserve"> {}</t></is>',
                    "{}",
                ]
            ),
        ),
    ),
)
ROW_PIECES = st.builds(
    "<row{}>{}</row>{}".format,
    st.sampled_from([' r="1"', ' r="2"', ' r="3" spans="1:2"', ' r="0"', ' r="x"', "", ' r="2" a="1" b="2"']),
    st.lists(CELL_PIECES, max_size=4).map("".join),
    st.sampled_from(
        [
            "",
            "",
            "",
            "\n",
            "x",
            "<row/>",
            '<row r="4"/>',
            "</sheetData><sheetData>",
            "<x>",
            "<![CDATA[<row>]]>",
        ]
    ),
)


def shown(rows: str) -> object:
    text = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    found = outcome(with_part(FILES["xlsx"], "xl/worksheets/sheet1.xml", lambda _: text.encode()), SMALL)
    return found.code if isinstance(found, FileRefused) else found


@given(st.lists(ROW_PIECES, max_size=6).map("".join))
@example('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
@settings(QUICK, max_examples=400)
def test_plain_runs_read_what_the_parser_reads(rows):
    # A comment anywhere in the part sends all of it through the parser.
    assert shown(rows) == shown(rows + "<!-- -->")


@pytest.mark.parametrize("chunk", [1, 2, 7, 50, 333])
def test_where_the_chunks_end_does_not_matter(monkeypatch, chunk):
    whole = read_source("a", FILES["xlsx"]).sheets

    monkeypatch.setattr(markup, "_CHUNK", chunk)

    assert read_source("a", FILES["xlsx"]).sheets == whole


def test_a_day_is_a_day_in_both_calendars():
    days = [[date(1904, 1, 2) + timedelta(days=997 * step)] for step in range(60)]

    assert outcome(xlsx(days)) == outcome(xlsx(days, date_1904=True)) == days
