"""Every heading the domain reference lists is known, however it is typed and over however many rows it stands."""

import time
import unicodedata

import pytest

from rotations.importing.files.guard import Merge
from rotations.importing.files.reading import Sheet, read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables.headings import find_header
from tests.importing.workbooks import Page, csv_bytes, xlsx

NAME, UNIT, POST = (
    ("Họ và tên", "full_name"),
    ("Đơn vị đến", "receiving_unit"),
    ("Chức danh dự kiến", "receiving_post"),
)
FROM = ("Đơn vị công tác", "present_unit")

# Domain reference §3.4, line by line: heading → column, and what stands beside it where that decides.
LISTED = [
    ("stt", "STT|TT|Số TT|Số thứ tự|No"),
    ("full_name", "Họ và tên|Họ tên|Họ, tên|Họ và tên cán bộ|Tên cán bộ|Họ và tên khai sinh"),
    ("birth", "Ngày sinh|Ngày tháng năm sinh|Ngày, tháng, năm sinh|Năm sinh|Sinh ngày|NTNS"),
    ("sex", "Giới tính|Nam/Nữ|Phái"),
    ("female", "Nữ"),
    ("ethnicity", "Dân tộc"),
    ("religion", "Tôn giáo"),
    ("ethnicity_and_religion", "Dân tộc, tôn giáo"),
    ("native_place", "Quê quán|Nguyên quán|Quê"),
    ("party_admission_date", "Ngày vào Đảng|Vào Đảng ngày|Ngày kết nạp|Ngày vào ĐCSVN"),
    ("party_official_date", "Ngày chính thức|Chính thức"),
    ("party_dates", "Dự bị / chính thức"),
    ("qualification", "Trình độ chuyên môn|Chuyên môn|TĐCM|CMNV"),
    ("political_theory_level", "Trình độ LLCT|Lý luận chính trị|LLCT"),
    ("state_management_level", "QLNN"),
    ("foreign_language", "Ngoại ngữ"),
    ("it_level", "Tin học"),
    ("general_education", "Học vấn|Văn hóa|Văn hoá|GDPT"),
    ("present_post_and_unit", "Chức vụ, đơn vị công tác hiện nay"),
    ("present_post", "Chức vụ hiện nay|Chức vụ, chức danh|Chức vụ trước khi luân chuyển"),
    ("present_unit", "Đơn vị công tác|Cơ quan, đơn vị|Nơi công tác|Đơn vị đi"),
    ("receiving_unit", "Dự kiến luân chuyển đến|Nơi luân chuyển đến|Luân chuyển đến|Đơn vị đến|Nơi đến|Địa bàn luân chuyển"),
    ("receiving_post_and_unit", "Chức vụ, đơn vị luân chuyển đến"),
    ("receiving_post", "Chức danh dự kiến|Dự kiến chức vụ|Chức vụ mới|Chức vụ sau luân chuyển"),
    ("direction", "Hướng luân chuyển"),
    ("movement_type", "Hình thức luân chuyển|Loại hình|Hình thức"),
    ("period", "Thời gian luân chuyển|Từ tháng … đến tháng …|Thời gian thực hiện"),
    ("starts_on", "Thời điểm luân chuyển|Quý"),
    ("duration", "Thời hạn"),
    ("planning", "Quy hoạch|Chức danh quy hoạch|Được quy hoạch|QH chức danh"),
    ("decision_number", "Số quyết định|Số QĐ, ngày|Quyết định số"),
    ("note", "Ghi chú|GC"),
    # §3.3, Biểu 2
    ("residence", "Nơi ở hiện nay"),
    ("held_since", "Thời gian giữ chức vụ"),
    ("planning", "Quy hoạch chức danh (nhiệm kỳ)"),
    ("ratings", "Xếp loại 3 năm gần nhất"),
    ("movement_type", "Hình thức (luân chuyển / điều động; chỉ định, giới thiệu bầu)"),
    ("period", "Thời gian luân chuyển (từ … đến …)"),
    ("expected_placement", "Dự kiến bố trí sau luân chuyển"),
]  # fmt: skip


def beside(code):
    """What else a table has whose columns include this one, so that the heading has one meaning."""
    others = [NAME, UNIT, POST, FROM]
    if code in ("receiving_post_and_unit", "receiving_post", "present_unit"):
        others = [NAME, FROM] if code == "receiving_post_and_unit" else [NAME, UNIT, POST]
    if code == "present_post_and_unit":
        others = [NAME, UNIT, POST]
    return [heading for heading, other in others if other != code]


def in_rows(*rows):
    return find_header(Sheet("", 1, [list(row) for row in rows]), PLAN)


@pytest.mark.parametrize(
    ("code", "heading"), [(code, heading) for code, listed in LISTED for heading in listed.split("|")]
)
def test_every_listed_heading(code, heading):
    broken = heading.replace(" ", "\n", 1)
    for typed in (
        heading, heading.upper(), heading.lower(), unicodedata.normalize("NFD", heading), broken, f" {heading}  ",
        heading.replace(" ", "  "), heading.replace(" ", "\u00a0"), f"{heading} (*)", f"{heading}*", f"{heading} (1)",
        f"{heading}¹", f"{heading}:", heading.replace("Đ", "Ð"), f"{heading}\n(nếu có, ghi rõ)", f"{heading} [2]",
    ):  # fmt: skip
        others = beside(code)
        assert in_rows([*others, typed], ["x"]).columns.get(code) == len(others), typed
        assert in_rows([typed, *others[::-1]], ["x"]).columns.get(code) == 0, typed


@pytest.mark.parametrize("as_file", [xlsx, lambda page: csv_bytes(page.rows)])
@pytest.mark.parametrize(
    ("group", "leaves"),
    [
        ("Ngày, tháng, năm sinh", {"Nam": "male", "Nữ": "female"}),
        ("Năm sinh", {"Nữ": "female", "Nam": "male"}),
        ("Giới tính", {"Nam": "male", "Nữ": "female"}),
        ("Ngày vào Đảng", {"Dự bị": "party_admission_date", "Chính thức": "party_official_date"}),
        ("Ngày vào Đảng", {"Chính thức": "party_official_date", "Dự bị": "party_admission_date"}),
        (
            "Trình độ",
            {
                "GDPT": "general_education", "Chuyên môn": "qualification", "LLCT": "political_theory_level",
                "QLNN": "state_management_level", "Ngoại ngữ": "foreign_language", "Tin học": "it_level",
            },
        ),
        ("Dự kiến luân chuyển đến", {"đơn vị": "receiving_unit", "chức danh": "receiving_post"}),
        ("Nơi luân chuyển đến", {"Chức vụ": "receiving_post", "Đơn vị": "receiving_unit"}),
        ("Hiện nay", {"Chức vụ": "present_post", "Đơn vị công tác": "present_unit"}),
        ("Trước khi luân chuyển", {"Đơn vị": "present_unit", "Chức danh": "present_post"}),
        ("Thời gian luân chuyển", {"Từ": "starts_on", "Đến": "ends_on"}),
        ("Thời gian luân chuyển", {"Từ tháng": "starts_on", "Đến tháng": "ends_on"}),
        ("Họ và tên", {"Họ và tên đệm": "family_name", "Tên": "given_name"}),
        ("Họ và tên", {"Họ": "family_name", "Tên": "given_name"}),
    ],
)  # fmt: skip
def test_every_listed_pair_below_its_group(group, leaves, as_file):
    plain = ["TT", "Họ tên", "Đơn vị đến", "Chức danh dự kiến", "Đơn vị công tác"]
    taken = set(leaves.values())
    if "receiving_unit" in taken:
        plain = ["TT", "Họ tên", "Đơn vị công tác"]
    if "present_unit" in taken:
        plain.remove("Đơn vị công tác")
    if "given_name" in taken:
        plain.remove("Họ tên")
    first, width = len(plain), len(leaves)
    top = [*plain, group, *[None] * (width - 1), "Ghi chú"]
    sub = [*[None] * first, *leaves, None]
    numbers = [f"({number})" for number in range(1, len(top) + 1)]
    merges = [(1, column, 2, column) for column in [*range(first), first + width]]
    page = Page([top, sub, numbers, ["x"] * len(top)], [*merges, (1, first, 1, first + width - 1)])

    header = find_header(read_source("x", as_file(page)).sheets[0], PLAN)

    assert {leaf: header.columns.get(code) for leaf, code in leaves.items()} == {
        leaf: first + place for place, leaf in enumerate(leaves)
    }
    assert header.columns["note"] == first + width
    assert (header.rows, header.numbering_row, header.unknown) == ((1, 2), 3, ())


def test_the_name_in_two_columns():
    header = in_rows(["STT", "Họ và tên đệm", "Tên", "Đơn vị đến"], ["1", "Lò Văn", "Minh", "Xã Pa Tần"])

    assert (header.columns["family_name"], header.columns["given_name"]) == (1, 2)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Chức vụ, đơn vị", "công tác hiện nay"], "present_post_and_unit"),
        (["Chức vụ,", "đơn vị công tác", "hiện nay"], "present_post_and_unit"),
        (["Ngày, tháng,", "năm sinh"], "birth"),
        (["Trình độ", "chuyên môn"], "qualification"),
        (["Lý luận", "chính trị"], "political_theory_level"),
        (["Thời gian", "luân chuyển", "(từ … đến …)"], "period"),
        (["Dự kiến bố trí", "sau luân chuyển"], "expected_placement"),
        (["Ghi", "chú"], "note"),
    ],
)
@pytest.mark.parametrize("merged", [True, False])
def test_a_heading_typed_over_rows_by_hand(lines, code, merged):
    depth = len(lines)
    rows = [[None] * 4 for _ in range(depth)]
    rows[0][:3] = ["STT", "Họ và tên", "Đơn vị đến"]
    for row, line in zip(rows, lines, strict=True):
        row[3] = line
    merges = [(1, column, depth, column) for column in range(3)] if merged else []

    header = find_header(
        read_source("x", xlsx(Page([*rows, [1, "Lò A", "Xã B", "x"]], merges))).sheets[0], PLAN
    )

    assert header.columns[code] == 3
    assert header.rows == tuple(range(1, depth + 1))


def test_what_a_bracket_or_a_footnote_says_is_left_out_but_a_series_stays_apart():
    header = in_rows(
        ["STT", "Họ và tên1", "Đơn vị đến (2)", "Chức vụ mới", "Năm 1", "Năm 2", "Quý 1", "Quý 2"], ["x"]
    )

    assert (header.columns["full_name"], header.columns["receiving_unit"]) == (1, 2)
    assert "starts_on" not in header.columns
    assert [column.heading for column in header.unknown] == ["Năm 1", "Năm 2", "Quý 1", "Quý 2"]


@pytest.mark.parametrize("numbers", [[1, 2, "I", 3], ["1", "2", None, "3"], ["A", 1, 2, None]])
def test_a_running_number_without_a_heading_is_told_by_what_stands_below(numbers):
    header = in_rows([None, "Họ và tên", "Đơn vị đến"], *[[number, "Lò A", "Xã B"] for number in numbers])

    assert header.columns["stt"] == 0


@pytest.mark.parametrize("below", [["x", "x"], [1985, 1990], [None], ["Phòng Nội vụ"], [1, "Lò A"]])
def test_other_things_before_the_name_are_no_running_number(below):
    header = in_rows([None, "Họ và tên", "Đơn vị đến"], *[[value, "Lò A", "Xã B"] for value in below])

    assert "stt" not in header.columns


def test_a_table_without_running_numbers():
    assert "stt" not in in_rows(["Họ và tên", "Đơn vị đến"], ["Lò A", "Xã B"]).columns


def test_a_thousand_merged_ranges_and_columns_cost_little():
    heading = [f"Cột {number}" for number in range(900)]
    rows = [heading, *[list(heading) for _ in range(29)]]
    heap = [Merge(1 + number % 3, 0, 30, 900) for number in range(50_000)]
    merges = (*heap, *(Merge(top, 0, top, 1) for top in range(40, 100_000)))

    begun = time.process_time()
    with pytest.raises(FileRefused) as refused:
        find_header(Sheet("", 1, rows, merges), PLAN)

    assert refused.value.code == "no_header"
    assert time.process_time() - begun < 15  # a second where nothing else runs; minutes without the bound


@pytest.mark.parametrize(("row", "found"), [(29, True), (30, True), (31, False)])
def test_the_heading_is_looked_for_in_thirty_rows(row, found):
    rows = [["Kế hoạch"]] * (row - 1) + [["STT", "Họ và tên", "Đơn vị đến"], [1, "Lò A", "Xã B"]]

    if found:
        assert in_rows(*rows).rows == (row,)
    else:
        with pytest.raises(FileRefused, match="30 dòng đầu") as refused:
            in_rows(*rows)
        assert refused.value.code == "no_header"
