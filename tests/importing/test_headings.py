"""Headings are found wherever they stand and however they are spelled, and never guessed."""

from collections import Counter

import pytest

from rotations.importing.files.reading import Sheet, read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables.headings import find_header, is_numbering
from rotations.importing.tables.wanted import heading_key
from rotations.vietnamese import fold
from tests.importing.workbooks import OFFICE_HEADINGS, Page, csv_bytes, office_page, person, xlsx

PERSON = {None: [person()]}


def header_of(page):
    return find_header(read_source("x", xlsx(page)).sheets[0], PLAN)


def in_rows(*rows):
    return find_header(Sheet("", 1, [list(row) for row in rows]), PLAN)


def refusal_of(*rows):
    with pytest.raises(FileRefused) as refused:
        in_rows(*rows)
    return refused.value


def test_the_office_header_is_found_below_its_titles():
    header = header_of(office_page(PERSON))

    assert header.rows == (5, 6)
    assert header.numbering_row == 7
    assert header.columns == {
        "stt": 0, "full_name": 1, "male": 2, "female": 3, "ethnicity": 4, "native_place": 5,
        "present_post_and_unit": 6, "receiving_unit": 7, "receiving_post": 8, "movement_type": 9, "period": 10, "note": 11,
    }  # fmt: skip
    assert header.headings[7] == "Dự kiến luân chuyển đến / Đơn vị"
    assert header.unknown == ()


def test_without_merges_a_group_heading_reaches_over_the_blanks():
    page = office_page(PERSON)

    in_csv = find_header(read_source("x.csv", csv_bytes(page.rows)).sheets[0], PLAN)

    assert in_csv.columns == header_of(page).columns
    assert in_csv.rows == (5, 6)


@pytest.mark.parametrize(
    "titles", [[], ["DANH SÁCH"], [f"Dòng {n}, họ và tên cán bộ năm" for n in range(20)]]
)
@pytest.mark.parametrize("numbering", [True, False])
def test_any_number_of_title_rows(titles, numbering):
    header = header_of(office_page(PERSON, titles=titles, numbering=numbering))

    first = len(titles) + 2
    assert header.rows == (first, first + 1)
    assert header.numbering_row == (first + 2 if numbering else None)


def test_headings_in_any_order():
    header = header_of(office_page(PERSON, headings=OFFICE_HEADINGS[::-1]))

    assert header.columns["stt"] == 11
    assert header.columns["receiving_unit"] == 3
    assert header.columns["male"] == 8


def test_three_rows_of_headings():
    page = Page(
        [
            ["STT", "Họ và tên", "Thông tin luân chuyển", None, None, None],
            [None, None, "Hiện nay", None, "Nơi luân chuyển đến", None],
            [None, None, "Chức vụ", "Đơn vị", "Chức vụ", "Đơn vị"],
            [1, "Lò Văn Minh", "Phó Trưởng phòng", "Phòng Nội vụ", "Chủ tịch UBND", "Xã Pa Tần"],
        ],
        [(1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 1, 5), (2, 2, 2, 3), (2, 4, 2, 5)],
    )

    header = header_of(page)

    assert header.rows == (1, 2, 3)
    assert header.columns == {
        "stt": 0, "full_name": 1, "present_post": 2, "present_unit": 3, "receiving_post": 4, "receiving_unit": 5,
    }  # fmt: skip


def test_a_header_merged_over_two_rows_without_sub_headings_takes_both():
    page = Page(
        [["TT", "Họ tên", "Đơn vị đến"], [None] * 3, [1, "Lò A", "Xã Pa Tần"]],
        [(1, c, 2, c) for c in range(3)],
    )

    assert header_of(page).rows == (1, 2)


def test_a_heading_broken_over_two_rows_is_one_heading():
    header = in_rows(
        ["Số", "Họ và tên", "Ngày, tháng,", "Đơn vị", "Chức danh"],
        ["TT", None, "năm sinh", "luân chuyển đến", "dự kiến"],
        [1, "Lò A", 1985, "Xã Pa Tần", "Chủ tịch"],
    )

    assert header.columns == {"stt": 0, "full_name": 1, "birth": 2, "receiving_unit": 3, "receiving_post": 4}


@pytest.mark.parametrize(
    ("code", "heading"),
    [(column.code, spelling) for column in PLAN.columns for spelling in column.spellings],
)
def test_every_spelling_in_capitals_without_marks_and_with_brackets(code, heading):
    others = {"full_name": "Họ và tên", "receiving_unit": "Đơn vị đến", "receiving_post": "Chức danh dự kiến"}
    others |= {"present_unit": "Đơn vị công tác"} if code == "present_post" else {}
    others |= {"family_name": "Họ đệm"} if code == "given_name" else {}
    if code in {"full_name", "receiving_unit", "receiving_post", "receiving_post_and_unit"}:
        others.pop(code, None)
        if code == "receiving_post_and_unit":
            others = {"full_name": "Họ và tên"}

    for typed in (heading, heading.upper(), fold(heading), f" {heading}\n(nếu có) "):
        header = in_rows([*others.values(), typed], ["x"] * 9)
        assert header.columns[code] == len(others), typed


def test_no_spelling_belongs_to_two_columns():
    keys = Counter(
        (column.code, heading_key(spelling)) for column in PLAN.columns for spelling in column.spellings
    )
    owners = Counter(key for _, key in keys)
    paths = [
        (heading_key(group), heading_key(leaf), column.code)
        for column in PLAN.columns
        for under in column.under
        for group in under.groups
        for leaf in under.leaves
    ]

    assert [key for key, count in owners.items() if count > 1] == []
    assert "" not in owners
    assert len({(group, leaf) for group, leaf, _ in paths}) == len(set(paths))


def test_a_sub_heading_below_a_group_nobody_knows_is_never_guessed():
    header = header_of(
        Page(
            [
                ["Họ và tên", "Đơn vị đến", "Chức danh dự kiến", "Theo nguyện vọng", None],
                [None, None, None, "Đơn vị", "Chức danh"],
            ],
            [(1, 3, 1, 4), *[(1, c, 2, c) for c in range(3)]],
        )
    )

    assert set(header.columns) == {"full_name", "receiving_unit", "receiving_post"}
    assert [(column.index, column.heading) for column in header.unknown] == [
        (3, "Theo nguyện vọng / Đơn vị"),
        (4, "Theo nguyện vọng / Chức danh"),
    ]


def test_a_bracket_may_tell_two_columns_apart():
    header = in_rows(["Họ tên", "Đơn vị đến", "Ngày vào Đảng (dự bị)", "Ngày vào Đảng (chính thức)"])

    assert (header.columns["party_admission_date"], header.columns["party_official_date"]) == (2, 3)


def test_unknown_and_repeated_columns_are_named():
    header = in_rows(["Họ tên", "Đơn vị đến", "Số giày", "HỌ VÀ TÊN"], ["Lò A", "Xã Pa Tần", 40, "x"])

    assert [(column.letters, column.heading, column.twin_of) for column in header.unknown] == [
        ("C", "Số giày", None),
        ("D", "HỌ VÀ TÊN", "full_name"),
    ]
    assert header.notes[-1].endswith("không được ghi: C “Số giày”, D “HỌ VÀ TÊN” (trùng với cột A).")


def test_a_heading_that_turned_out_to_be_another_may_still_be_repeated():
    headings = ["Họ tên", "Đơn vị đến", "Chức danh dự kiến", "Loại hình", "LOẠI HÌNH"]

    header = in_rows(headings, ["Lò A", "Xã B", "CT", "huyện → xã", "x"])

    assert header.columns["direction"] == 3
    assert "E “LOẠI HÌNH” (trùng với cột D)" in header.notes[-1]


def test_all_missing_columns_are_named_at_once():
    refused = refusal_of(["STT", "Năm sinh", "Dân tộc"], [1, 1985, "Thái"])

    assert refused.code == "missing_column"
    assert "“Họ và tên”" in refused.message
    assert "“Đơn vị đến”" in refused.message
    assert "dòng 1" in refused.message


def test_two_name_columns_do_as_well_as_one():
    header = in_rows(["TT", "Họ và tên đệm", "Tên", "Đơn vị đến"], [1, "Lò Văn", "Minh", "Xã Pa Tần"])

    assert (header.columns["family_name"], header.columns["given_name"]) == (1, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [["Báo cáo", "tổng hợp"], [1, 2]],
        [[None]] * 30 + [["STT", "Họ và tên", "Đơn vị đến"]],
        [[1, 2, 3]],
    ],
)
def test_no_header(rows):
    assert refusal_of(*rows).code == "no_header"


def test_the_thirtieth_row_is_still_searched():
    assert in_rows(*[[None]] * 29, ["STT", "Họ và tên", "Đơn vị đến"]).rows == (30,)


@pytest.mark.parametrize(
    ("heading", "values", "code"),
    [
        ("Hình thức luân chuyển", ["Luân chuyển", "Điều động"], "movement_type"),
        ("Hình thức luân chuyển", ["Từ huyện về xã", "xã → huyện"], "direction"),
        ("Loại hình", ["Luân chuyển từ huyện về xã", "Luân chuyển"], "movement_type"),
        ("Loại hình", [], "movement_type"),
        ("Chức vụ hiện nay", ["Phó Trưởng phòng Nội vụ"], "present_post_and_unit"),
        ("Ngày vào Đảng", ["03/02/2008 / 03/02/2009"], "party_dates"),
        ("Ngày vào Đảng", ["03/02/2008"], "party_admission_date"),
    ],
)
def test_a_heading_of_two_meanings_is_settled_by_what_stands_below(heading, values, code):
    header = in_rows(
        ["Họ tên", "Đơn vị đến", "Chức danh dự kiến", heading], *[["Lò A", "Xã B", "CT", v] for v in values]
    )

    assert header.columns[code] == 3
    named = PLAN.by_code[code].label
    assert [named in note for note in header.notes] in ([], [True])


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (["Họ tên", "Nơi đến"], "receiving_post_and_unit"),
        (["Họ tên", "Nơi đến", "Chức vụ mới"], "receiving_unit"),
        (["Họ tên", "Dự kiến luân chuyển đến"], "receiving_post_and_unit"),
        (["Họ tên", "Dự kiến luân chuyển đến", "Chức danh dự kiến"], "receiving_unit"),
    ],
)
def test_a_destination_is_read_by_what_stands_beside_it(headings, code):
    assert in_rows(headings, ["Lò A", "Xã Pa Tần", "Chủ tịch"]).columns[code] == 1


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["(1)", "(2)", "(3)"], True),
        ([1, 2, 3, None, 4], True),
        (["A", "B", 1, 2, "3=1+2"], True),
        ([1, "Lò Văn Minh", 1985], False),
        ([1, 2], False),
        ([2, 3, 4], False),
        ([1985, 1986, 1987], False),
    ],
)
def test_a_row_of_column_numbers(cells, expected):
    assert is_numbering(cells) is expected


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (("Chức vụ, đơn vị công tác", "Nơi đến", "Chức danh"), "present_post_and_unit receiving_unit receiving_post"),
        (("Chức vụ hiện nay", "Đơn vị công tác", "Đơn vị đến", "Chức vụ"), "present_post present_unit receiving_unit receiving_post"),
        (("Chức vụ", "Đơn vị", "Nơi đến", "Chức danh (dự kiến)"), "present_post present_unit receiving_unit receiving_post"),
        (("Chức vụ, đơn vị công tác", "Chức danh dự kiến", "Đơn vị"), "present_post_and_unit receiving_post receiving_unit"),
        # Said outright, or nothing left of it that it could stand beside: what the heading says alone.
        (("Chức vụ, đơn vị công tác", "Nơi đến", "Chức vụ hiện nay"), "present_post_and_unit receiving_post_and_unit present_post"),
        (("Nơi đến", "Chức danh", "Đơn vị công tác"), "receiving_post_and_unit present_post present_unit"),
        (("Chức vụ, đơn vị công tác", "Chức danh", "Nơi đến"), "present_post_and_unit present_post receiving_post_and_unit"),
        (("Chức vụ, đơn vị công tác", "Nơi đến", "Chức danh dự kiến", "Chức danh"), "present_post_and_unit receiving_unit receiving_post present_post"),
    ],
)  # fmt: skip
def test_a_bare_heading_behind_the_destination_speaks_of_the_destination(headings, columns):
    row = [1, "Lò Văn Minh", *["x"] * len(headings)]

    header = in_rows(["STT", "Họ và tên", *headings], row)

    assert header.columns == {
        "stt": 0, "full_name": 1, **{code: index for index, code in enumerate(columns.split(), 2)}
    }  # fmt: skip


def test_a_heading_taken_by_its_place_is_told():
    headings = ["STT", "Họ và tên", "Chức vụ, đơn vị công tác", "Nơi đến", "Chức danh"]

    header = in_rows(headings, [1, "Lò Văn Minh", "x", "x", "x"])

    assert header.notes == (
        "Cột “Chức danh” được hiểu là “Chức danh dự kiến”: chức vụ hiện nay và nơi đến đã có cột riêng ở bên trái.",
    )
