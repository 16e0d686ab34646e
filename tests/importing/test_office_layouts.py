"""Tables as offices lay them out, row by row: who is a person and who is not.

One letter a row below the heading: p person, g group, T total, c count, d place and date, s signature, h heading again,
n column numbers, . blank, a after the table, ! after the table but looking like a person.
"""

import time

import pytest

from rotations.importing.tables.row_words import is_unit
from tests.importing.test_layout import HEADINGS, HOA, MINH, table_of

LETTERS = {
    "person": "p", "group": "g", "total": "T", "count": "c", "place_date": "d", "signature": "s", "header": "h",
    "numbering": "n", "blank": ".", "after_table": "a",
}  # fmt: skip
MAI = [3, "Lò Thị Mai", 1992, "Công chức", "Xã Nà Hỳ", "Xã Si Pa Phìn", "Phó Bí thư"]
NUMBERS = [f"({number})" for number in range(1, 9)]
DATED = [None, None, None, None, None, "Nậm Pồ, ngày 12 tháng 3 năm 2022"]
SIGNED = [None, "NGƯỜI LẬP BIỂU", None, None, None, "T/M BAN THƯỜNG VỤ"]


def unnumbered(row):
    return [None, *row[1:]]


def numbered(number, row):
    return [number, *row[1:]]


def shape(table):
    return "".join("!" if row.looks_like_person else LETTERS[row.kind.value] for row in table.rows[1:])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # ---- groups
        ([["A", "KHỐI ĐẢNG"], ["I", "Từ huyện về xã"], [1, "Phòng Nội vụ"], MINH, [2, "Phòng Tài chính"], HOA], "gggpgp"),
        ([["A. KHỐI ĐẢNG"], ["I. Từ huyện về xã"], ["1. Phòng Nội vụ"], MINH], "gggp"),
        ([["I", "Từ huyện về xã"], ["1", "Phòng Nội vụ"], MINH, HOA], "ggpp"),
        ([["I", "Từ huyện về xã"], ["1.1", "Phòng Nội vụ"], MINH, ["1.2", "Văn phòng"], HOA], "ggpgp"),
        ([["a)", "Xã Pa Tần"], MINH, ["b)", "Xã Nà Hỳ"], HOA], "gpgp"),
        ([["II", "Phòng Nội vụ"], MINH, ["III", "Xã Nà Hỳ"], HOA], "gpgp"),
        ([[None, "Huyện ủy"], unnumbered(MINH), [None, "UBND huyện"], unnumbered(HOA)], "gpgp"),
        ([[None, "ĐẢNG ỦY XÃ PA TẦN"], MINH], "gp"),
        ([[None, "HỘI LIÊN HIỆP PHỤ NỮ"], MINH], "gp"),
        ([[None, "Trung tâm Y tế huyện"], MINH], "gp"),
        ([[None, "Trường PTDTBT THCS Nà Hỳ"], MINH], "gp"),
        ([[None, "Mặt trận Tổ quốc huyện"], MINH], "gp"),
        ([["Phòng Nội vụ: 02 đồng chí"], MINH, HOA], "gpp"),
        ([["I", "Từ huyện về xã", None, None, None, None, None, "2 đồng chí"], MINH, HOA], "gpp"),
        ([["I", "Từ huyện về xã: 2"], MINH, HOA, ["II", "Từ xã về huyện: 0"], ["III", "Từ xã sang xã"], MAI], "gppggp"),
        ([["*", "Nguồn tại chỗ"], MINH], "gp"),
        ([["-", "Nguồn tại chỗ"], MINH], "gp"),
        ([["Phần thứ nhất: từ huyện về xã"], MINH], "gp"),
        ([["NHIỆM KỲ 2020 - 2025"], MINH], "gp"),
        ([["Năm 2022"], MINH, ["Năm 2023"], HOA], "gpgp"),
        # ---- numbers
        ([["I", "Từ huyện về xã"], MINH, HOA, ["II", "Từ xã về huyện"], numbered(1, MAI), numbered(2, HOA)], "gppgpp"),
        ([unnumbered(MINH), unnumbered(HOA), unnumbered(MAI)], "ppp"),
        ([MINH, [], HOA, [], [], MAI], "p.p..p"),
        ([numbered("01", MINH), numbered("02.", HOA), numbered("(3)", MAI)], "ppp"),
        ([numbered(1.0, MINH), numbered("2", HOA)], "pp"),
        ([MINH, [2], [3], HOA], "p..p"),
        # ---- printed pages
        ([MINH, ["Trang 1/3"], HEADINGS, NUMBERS, HOA, [None, None, None, "Trang 2/3"], HEADINGS, MAI], "p.hnp.hp"),
        ([MINH, [None, None, None, None, None, None, None, "Trang 1"], HOA], "p.p"),
        ([MINH, [None, "- 2 -"], HOA], "p.p"),
        ([NUMBERS, MINH], "np"),
        ([MINH, NUMBERS, HOA], "pnp"),
        # ---- totals within
        ([["I", "A"], MINH, [None, "Cộng", None, 1], ["II", "B"], HOA, [None, "Cộng", None, 1], [None, "Tổng cộng", None, 2], SIGNED], "gpTgpTTs"),
        ([["I", "A"], MINH, ["Cộng I", None, 1], ["II", "B"], HOA, ["Cộng II", None, 1], ["Tổng cộng (I+II)", None, 2]], "gpTgpTT"),
        ([MINH, [None, "Tổng cộng nhóm I", None, 1], ["II", "Từ xã về huyện"], HOA], "pTgp"),
        ([MINH, [None, "Tổng số: 01 đồng chí"], [], ["II", "Từ xã về huyện"], HOA], "pT.gp"),
        ([MINH, ["Tổng cộng: 1"], HOA], "pT!"),
        # ---- the end
        ([MINH, ["Tổng cộng", None, 1], ["Danh sách có 01 đồng chí"], DATED, SIGNED, [], [], [None, "Vàng Thị Ký", None, None, None, "Giàng A Chính"]], "pTcds..a"),
        ([MINH, ["Ấn định danh sách có 1 người./."], DATED, SIGNED], "pcds"),
        ([MINH, DATED, SIGNED, [None, "(Ký, ghi rõ họ tên)"], [None, "Lò Văn Ký"]], "pdssa"),
        ([MINH, SIGNED, [], [None, "Lò Văn Ký", None, None, None, "Giàng A Chính"]], "ps.a"),
        ([MINH, [None, None, None, None, None, "TM. BAN THƯỜNG VỤ"], [None, None, None, None, None, "PHÓ BÍ THƯ"]], "pss"),
        ([MINH, [None, None, None, None, None, "BÍ THƯ"], [], [None, None, None, None, None, "Giàng A Chính"]], "ps.a"),
        ([MINH, [None, "NGƯỜI LẬP", None, "TRƯỞNG PHÒNG", None, "CHỦ TỊCH"], [None, "Lò Văn Ký", None, "Vàng A B", None, "Giàng A C"]], "psa"),
        ([MINH, [None, "Nơi nhận:", None, None, None, "T/M BAN THƯỜNG VỤ"], ["- Như trên;"], ["- Lưu VP."]], "psaa"),
        ([MINH, ["Ghi chú: danh sách gồm cả nguồn tại chỗ"], ["(*) Đã có quy hoạch"]], "paa"),
        ([MINH, ["Ghi chú:"], ["- Đồng chí Lò Văn Minh đang nghỉ phép"]], "paa"),
        ([MINH, ["Tổng cộng"], DATED, SIGNED, [], ["Tổng cộng"], DATED, SIGNED], "pTds.Tds"),
        ([MINH, ["Danh sách này có 01 người"], HOA], "pc!"),
        ([MINH, DATED, HOA], "pd!"),
        ([MINH, ["Điện Biên, ngày tháng năm 2022"]], "pd"),
        ([MINH, [None, None, None, None, None, "Nậm Pồ, ngày … tháng … năm …"]], "pd"),
        ([MINH, [None, None, None, None, "Ngày 12/3/2022"]], "pd"),
        # ---- people, whatever they are called
        ([numbered(1, [0, "Tống Văn Công", 1985]), [2, "Công Thị Tổng", 1990]], "pp"),
        ([[1, "Tổng Thị Cộng"], [2, "Cộng A Tổng"]], "pp"),
        ([[None, "Lý Thị Ban"], [None, "Ban Văn Phòng"]], "pp"),
        ([[1, "Ngày"], [None, "Lò Văn Ngày", 1990], [None, "Nguyễn Thị Năm", 1991]], "ppp"),
        ([[1, "Xa Thị Phường", None, None, "Xã Nà Hỳ"], [2, "Khối Văn Trưởng", None, None, "Xã Nà Hỳ"]], "pp"),
        ([[3, "Phòng Thị Xã", 1990], [4, "Phòng Văn Ban"]], "pp"),
        ([[1, "Danh Sách", 1980], [2, "Danh Thị Biểu", 1981]], "pp"),
        ([[1, "Lò Thị Hướng", 1980, "Lãnh đạo", "Phòng Nội vụ", "Xã Pa Tần"]], "p"),
        ([[1, "Cống A Cộng", 1980, None, None, "Xã Pa Tần"]], "p"),
        ([[None, "Trang Thị Hai", 1990], [None, "Trang A Páo"]], "pp"),
        ([[1, "Bí Thư", 1990, "Bí thư", "Xã Nà Hỳ", "Xã Pa Tần"]], "p"),
        ([[None, "Chu Tịch", 1990, None, "Xã Nà Hỳ"]], "p"),
        # ---- a person over two lines, a remark below
        ([MINH, [None, None, None, "Ủy viên Ban Thường vụ"], HOA], "ppp"),
        ([MINH, [None, None, None, "PHÓ CHỦ TỊCH"], HOA], "ppp"),
        ([MINH, [None, None, None, None, "Ngày 12/3/2022"], HOA], "ppp"),
        ([MINH, ["Ghi chú: nguồn tại chỗ"], HOA], "pgp"),
        ([MINH, ["Tổng số: 1"], ["I", "Thông tin thêm"], [None, "Lò Văn Ký"]], "pTaa"),
    ],
)  # fmt: skip
def test_layouts(rows, expected):
    assert shape(table_of(*rows)) == expected


@pytest.mark.parametrize(
    "text", ["." * 30_000 + "x", "1 " * 15_000, "ngày " * 6_000, "Tổng cộng " * 3_000, "(" * 30_000]
)
def test_a_page_of_text_in_a_cell_is_judged_at_once(text):
    begun = time.process_time()

    shape(table_of(MINH, [text], [None, text], [None, "Lò A", None, text, text], [4, text, text]))

    assert time.process_time() - begun < 5


def test_three_levels_of_groups_nest():
    table = table_of(
        ["A", "KHỐI ĐẢNG"], ["I", "Từ huyện về xã"], [1, "Phòng Nội vụ"], MINH, [2, "Phòng Tài chính"], HOA,
        ["II", "Từ xã về huyện"], ["a)", "Xã Pa Tần"], MAI, ["-", "nguồn tại chỗ"], MINH, ["B", "KHỐI CHÍNH QUYỀN"], HOA,
    )  # fmt: skip

    assert [" > ".join(group.text for group in row.groups) for row in table.people] == [
        "KHỐI ĐẢNG > Từ huyện về xã > Phòng Nội vụ",
        "KHỐI ĐẢNG > Từ huyện về xã > Phòng Tài chính",
        "KHỐI ĐẢNG > Từ xã về huyện > Xã Pa Tần",
        "KHỐI ĐẢNG > Từ xã về huyện > Xã Pa Tần > nguồn tại chỗ",
        "KHỐI CHÍNH QUYỀN",
    ]
    assert [row.direction for row in table.people] == [
        "district_to_commune", "district_to_commune", "commune_to_district", "commune_to_district", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Pa Tần", True), ("Phòng Nội vụ", True), ("PHÒNG NỘI VỤ", True), ("UBND huyện", True), ("Ban Tổ chức", True),
        ("Văn phòng", True), ("Hội Nông dân xã", True), ("Trường PTDTBT Nà Hỳ", True), ("ĐẢNG ỦY XÃ PA TẦN", True),
        ("Phòng Văn Tư", False), ("PHÒNG VĂN TƯ", False), ("Ban Văn Phòng", False), ("Đoàn Thị Xã", False), ("Lý Thị Ban", False),
        ("Hạ A Phòng", False), ("Công Văn An", False), ("Phòng", False), ("Bộ Thị Hoa", False), ("", False),
    ],
)  # fmt: skip
def test_an_office_is_told_from_a_name(text, expected):
    assert is_unit(text) is expected
