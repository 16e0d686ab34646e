"""Text typed before Unicode is told by what it spells, and never guessed."""

from typing import Any

import pytest

from rotations.importing.files.legacy_text import READINGS, Likeness, from_tcvn3, from_vni, surest
from rotations.importing.files.reading import Source, read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.files.syllables import is_syllable
from tests.importing.old_files import xls
from tests.importing.old_letters import TCVN3_BYTES, TCVN3_LETTERS, VNI_SPELLINGS, in_tcvn3, in_vni
from tests.importing.open_files import ods
from tests.importing.workbooks import Page, csv_bytes, office_page, person, windows_1258, xlsx

ROWS = [
    ["STT", "Họ và tên", "Ngày sinh", "Chức vụ, đơn vị", "Ghi chú"],
    ["1", "Lò Thị Đẹp", "12/3/1985", "Phó Trưởng phòng, Phòng Nội vụ huyện", "Được quy hoạch"],
    ["2", "Giàng A Sử", "1979", "Chủ tịch UBND xã Nậm Chua", ""],
]
KEPT = [[cell or None for cell in row] for row in ROWS]
KEPT[2].pop()
AS_TYPED: dict[str, Any] = {"tcvn3": in_tcvn3, "vni": in_vni}


def text_of(rows: list[list[str]]) -> str:
    return csv_bytes(rows, encoding="utf-8").decode()


# ---- the tables -----------------------------------------------------------------------------------------------


def test_every_letter_of_tcvn3():
    assert from_tcvn3(TCVN3_BYTES.decode("latin-1")) == TCVN3_LETTERS


@pytest.mark.parametrize("letters", VNI_SPELLINGS)
def test_every_letter_of_vni(letters):
    spelled = VNI_SPELLINGS[letters]

    assert from_vni(spelled) == letters
    assert from_vni(spelled.upper()) == letters.upper()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Uû ban nh©n d©n", "Uỷ ban nhân dân"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("NGUYÔN V¡N §øC", "NGUYỄN VĂN ĐỨC"),
        ("Lß A S¸", "Lò A Sá"),
        ("UBND x·", "UBND xã"),
        ("1;NGUYÔN THÞ HUÖ;x·", "1;NGUYỄN THỊ HUỆ;xã"),
    ],
)
def test_what_was_typed_in_tcvn3(typed, read):
    assert from_tcvn3(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("NGUYEÃN VAÊN ÑÖÙC", "NGUYỄN VĂN ĐỨC"),
        ("Nguyeãn Thò AÙnh", "Nguyễn Thị Ánh"),
    ],
)
def test_what_was_typed_in_vni(typed, read):
    assert from_vni(typed) == read


@pytest.mark.parametrize(
    "word",
    ["Nguyễn", "quý", "gì", "giếng", "Giàng", "khuỷu", "ĐẸP", "Nậm", "yên", "ủy", "uỷ", "quốc", "oẳn", "Mỷ"],
)
def test_words_that_are_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["Hä", "vµ", "tªn", "Müller", "các̀", "cac", "bỗp", "ngưưi", "ßa", "Ñoäc", "ww", ""]
)
def test_words_that_are_none(word):
    assert not is_syllable(word)


def test_a_word_with_a_letter_left_over_fits_no_old_encoding():
    assert [name for name, reading in READINGS.items() if reading.fits("Hà")] == []
    assert [name for name, reading in READINGS.items() if reading.fits("Hµ")] == ["tcvn3"]


@pytest.mark.parametrize(
    ("first", "second", "sure"),
    [
        (Likeness(1.0, 3, False), Likeness(0.7, 3, False), True),
        (Likeness(1.0, 3, False), Likeness(0.8, 3, False), False),
        (Likeness(0.85, 9, True), Likeness(0.1, 9, False), False),
        (Likeness(1.0, 2, False), Likeness(0.0, 2, False), False),
        (Likeness(1.0, 2, True), Likeness(0.0, 2, False), True),
    ],
)
def test_a_reading_is_sure_when_it_is_alone(first, second, sure):
    assert (surest({"vni": second, "tcvn3": first}) == "tcvn3") is sure


# ---- whole text files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "cp1258"])
def test_a_text_file_in_old_letters_is_read_and_a_note_says_so(encoding):
    text = text_of(ROWS)
    data = windows_1258(text) if encoding == "cp1258" else AS_TYPED[encoding](text).encode("cp1252")

    source = read_source("a.csv", data)

    assert source.encoding == encoding
    assert source.sheets[0].rows == KEPT
    (note,) = source.notes
    assert "đã chuyển sang Unicode" in note


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_heading_alone_is_enough(encoding):
    data = AS_TYPED[encoding]("STT;Họ và tên\n1;Mua A Pao\n").encode("cp1252")

    assert read_source("a.csv", data).sheets[0].rows == [["STT", "Họ và tên"], ["1", "Mua A Pao"]]


@pytest.mark.parametrize(
    "data",
    [
        "Müller;Böhm\nGrün;Größe\n".encode("latin-1"),
        bytes(range(0x80, 0x100)) * 3,
        in_tcvn3("Lò").encode("latin-1"),
        "Họ và tên;Năm sinh".encode() + b"\xff",
        "Họ và tên\n".encode("utf-16") + b"x",
        "Списак людей".encode("cp1251"),
    ],
    ids=["German", "every byte", "one word", "broken UTF-8", "half a letter", "Cyrillic"],
)
def test_what_cannot_be_told_is_refused(data):
    with pytest.raises(FileRefused) as refused:
        read_source("a.csv", data)

    assert refused.value.code in ("legacy_encoding", "unreadable")


def test_both_at_once_is_refused():
    data = (in_tcvn3(text_of(ROWS)) + in_vni(text_of(ROWS))).encode("cp1252")

    with pytest.raises(FileRefused) as refused:
        read_source("a.csv", data)

    assert refused.value.code == "legacy_encoding"
    assert "UniKey" in refused.value.message


def test_old_letters_saved_as_unicode_are_still_old():
    source = read_source("a.csv", in_tcvn3(text_of(ROWS)).encode())

    assert source.encoding == "utf-8"
    assert source.sheets[0].rows == KEPT
    assert "TCVN3" in source.notes[0]


# ---- cells of a workbook --------------------------------------------------------------------------------------

WRITERS: dict[str, Any] = {"xlsx": xlsx, "xls": xls, "ods": ods}


def office(*, typed: Any = str) -> Page:
    page = office_page(
        {None: [person(name="Lò Thị Đẹp"), person(2, "Mùa A Sử")]}, titles=["ĐẢNG BỘ TỈNH", "Danh sách"]
    )
    rows = [[typed(cell) if isinstance(cell, str) else cell for cell in row] for row in page.rows]
    return Page(rows, page.merges, typed("Danh sách cán bộ"))


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("encoding", AS_TYPED)
def test_a_sheet_typed_in_an_old_font_comes_as_unicode(writer, encoding):
    plain = read_source("a", xlsx(office()))

    source = read_source("a", WRITERS[writer](office(typed=AS_TYPED[encoding])))

    read, meant = source.sheets[0], plain.sheets[0]
    assert (read.name, [*map(lowered, read.rows)]) == (meant.name, [*map(lowered, meant.rows)])
    assert len(source.notes) == 1
    assert "“" in source.notes[0]
    assert plain.notes == ()


@pytest.mark.parametrize("encoding", AS_TYPED)
def test_a_stamp_typed_in_an_old_font_is_seen(encoding):
    page = office(typed=AS_TYPED[encoding])
    page.rows.insert(0, [AS_TYPED[encoding]("Mật")])

    with pytest.raises(FileRefused) as refused:
        read_source("a.xlsx", xlsx(page))

    assert refused.value.code == "classified"


def lowered(row: list[Any]) -> list[Any]:
    """TCVN3 keeps no capitals with a tone outside words wholly in capitals."""
    return [cell.lower() if isinstance(cell, str) else cell for cell in row]


def test_only_the_sheet_in_the_old_font_is_converted():
    old, new = office(typed=in_tcvn3), office()
    new.name = "Mới"

    source: Source = read_source("a", xlsx(new, old))

    assert source.sheets[0].rows == read_source("a", xlsx(new)).sheets[0].rows
    assert len(source.notes) == 1


def test_in_a_mixed_sheet_only_what_is_no_vietnamese_is_converted():
    rows = [
        ["Hà Lò", "Đặng"],
        [in_tcvn3("Danh sách cán bộ huyện"), "và"],
        [in_tcvn3("Chức vụ, đơn vị"), None],
    ]

    source = read_source("a", xlsx(rows))

    assert source.sheets[0].rows == [["Hà Lò", "Đặng"], ["Danh sách cán bộ huyện", "và"], ["Chức vụ, đơn vị"]]
    assert len(source.notes) == 1


@pytest.mark.parametrize(
    "cells",
    [
        ["25 °C", "12 m²", "½", "© Sở Nội vụ", "× 2"],
        ["· Mục một", "· Mục hai", "· Mục ba", "§ 5"],
        ["Müller", "Böhm", "Señor Núñez", "façade"],
        ["Hà Nhì", "Lò Và", "Sính Phình", "Pá Mì", "Tà Tổng"],
        ["Xêp", "Plây"],
    ],
)
def test_what_merely_looks_odd_is_left_alone(cells):
    source = read_source("a", xlsx([cells]))

    assert (source.sheets[0].rows, source.notes) == ([cells], ())


def test_half_a_sheet_of_riddles_is_refused():
    typed = in_tcvn3("Danh sách cán bộ huyện").split()
    riddles = ["Müller", "Böhm", "Größe"]

    with pytest.raises(FileRefused) as refused:
        read_source("a", xlsx([typed, riddles]))

    assert refused.value.code == "legacy_encoding"
    assert "Trang tính “Sheet1”" in refused.value.message
