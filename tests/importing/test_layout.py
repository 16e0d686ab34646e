"""Every row has exactly one class, and no person is swallowed."""

import pytest

from rotations.importing.files.guard import Limits
from rotations.importing.files.reading import Sheet, read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables import cells
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.search import REASON_LEFT_OUT, find_table, find_tables, read_table
from tests.importing.workbooks import GROUPS, Formula, Page, csv_bytes, office_page, person, xlsx

HEADINGS = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    "Chức vụ hiện nay",
    "Đơn vị công tác",
    "Đơn vị đến",
    "Chức danh dự kiến",
    "Ghi chú",
]
MINH = [1, "Lò Văn Minh", 1985, "Phó Trưởng phòng", "Phòng Nội vụ", "Xã Pa Tần", "Chủ tịch UBND", None]
HOA = [2, "Vàng Thị Hoa", 1990, "Công chức", "Xã Nà Hỳ", "Xã Pa Tần", "Phó Chủ tịch", None]


def table_of(*rows, merges=()):
    page = Page([HEADINGS, *[[*row, *[None] * (8 - len(row))] for row in rows]], list(merges))
    return read_table(read_source("x", xlsx(page)).sheets[0], PLAN)


def kinds(table):
    return [row.kind.value for row in table.rows]


@pytest.mark.parametrize("as_file", [xlsx, lambda page: csv_bytes(page.rows)])
def test_the_office_layout_from_the_first_row_to_the_last(as_file):
    page = office_page({GROUPS[0]: [person(1), person(2)], GROUPS[1]: [person(1)]})

    table = find_table(read_source("x", as_file(page)), PLAN)

    assert kinds(table) == [
        "title", "title", "title", "blank", "header", "header", "numbering",
        "group", "person", "person", "group", "person",
        "total", "count", "place_date", "signature", "blank", "after_table",
    ]  # fmt: skip
    assert [row.number for row in table.rows] == list(range(1, 19))
    assert [row.direction for row in table.people] == ["district_to_commune"] * 2 + ["commune_to_district"]
    assert table.stated_count == 3
    assert all(row.reason for row in table.rows if row.kind != "person")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["I", "TỪ HUYỆN VỀ XÃ"], "group"),
        (["II", "Phòng Nội vụ"], "group"),
        (["II.", "Phòng Nội vụ", None, None, "3 người"], "group"),
        (["A", "KHỐI ĐẢNG", None, None, None, None, None, "tạm tính"], "group"),
        (["A. KHỐI ĐẢNG"], "group"),
        ([None, "B. Khối chính quyền"], "group"),
        ([None, "Phòng Nội vụ"], "group"),
        (["Phòng Nội vụ"], "group"),
        ([1, "Từ huyện về xã"], "group"),
        (["* Luân chuyển giữa các xã: 6 đồng chí"], "group"),
        (["Tổng cộng"], "total"),
        ([None, "TỔNG CỘNG:", 15], "total"),
        (["Tổng số: 15 đồng chí"], "total"),
        ([None, "Cộng", None, 15, 7, 2], "total"),
        (["Cộng: 15"], "total"),
        ([None, "Cộng I:", 7], "total"),
        ([None, "Cộng nhóm I (huyện về xã)", 7], "total"),
        (["TONG CONG", 15], "total"),
        (["Danh sách này có 15 người"], "count"),
        ([None, "Danh sách này có mười lăm đồng chí./."], "count"),
        (["Ấn định danh sách có 15 người"], "count"),
        ([None, None, None, None, None, "Nậm Pồ, ngày 12 tháng 3 năm 2022"], "place_date"),
        ([None, None, None, None, "Nậm Pồ, ngày … tháng … năm 2022"], "place_date"),
        ([None, "NGƯỜI LẬP BIỂU", None, None, None, "T/M BAN THƯỜNG VỤ"], "signature"),
        ([None, None, None, None, "T/M BAN THƯỜNG VỤ HUYỆN ỦY"], "signature"),
        ([None, "Người lập", None, None, "K/T BÍ THƯ", None, None], "signature"),
        (["Nơi nhận:"], "signature"),
        ([], "blank"),
        ([3], "blank"),
        (HEADINGS, "header"),
        (["(1)", "(2)", "(3)", "(4)"], "numbering"),
        # People, whatever they look like.
        ([3, "Cộng A Sinh", 1985, "Công chức", "Xã Nà Hỳ", "Xã Pa Tần"], "person"),
        ([3, "Cộng A Sinh", 1985], "person"),
        ([None, "Tống Cộng Sơn", None, None, None, "Xã Pa Tần"], "person"),
        (["II", "Lò Thị Mai", 1985, "Công chức", "Xã Nà Hỳ", "Xã Pa Tần"], "person"),
        (["A", "Lò Thị Mai", None, None, None, "Xã Pa Tần"], "person"),
        ([3, "Lò Thị Mai", 1985, "Người lập biểu", "Phòng Nội vụ", "Xã Pa Tần"], "person"),
        ([3, "Lò Thị Mai"], "person"),
        ([None, "Lò Thị Mai"], "person"),
        ([None, "A Lử"], "person"),
        ([None, "Cộng A Sinh"], "person"),
        ([None, "Tổng Văn Cộng"], "person"),
        ([3, None, 1985, "Công chức", "Xã Nà Hỳ", "Xã Pa Tần"], "person"),
        ([3, "Tổng cộng", 1985, "Công chức", "Xã Nà Hỳ", "Xã Pa Tần"], "person"),
        (
            [
                3,
                "Lò Thị Mai",
                1985,
                "Công chức",
                "Xã Nà Hỳ",
                "Xã Pa Tần",
                "Chủ tịch",
                "ngày 1 tháng 2 năm 2020",
            ],
            "person",
        ),
        ([None, None, None, None, None, None, None, "xem phụ lục"], "person"),
        ([3, "Phòng Văn Tư", 1985, None, None, None], "person"),
    ],
)
def test_what_a_row_is(row, kind):
    table = table_of(MINH, row, HOA)

    assert table.rows[2].kind == kind


@pytest.mark.parametrize(
    "end", [["Tổng cộng", None, 1], ["Danh sách này có 1 người"], [None, "NGƯỜI LẬP BIỂU"], ["Cộng", None, 1]]
)
def test_after_the_end_nobody_is_read(end):
    tail = [[None, "Nguyễn Văn Trưởng"], [None, "Ghi chú: xem kèm"]]

    table = table_of(MINH, end, *tail)

    assert len(table.people) == 1
    assert kinds(table)[3:] == ["after_table"] * 2
    assert table.left_out == []


def test_what_looks_like_a_person_after_the_total_is_said_aloud():
    table = table_of(MINH, ["Tổng cộng", None, 1], HOA)

    assert [row.number for row in table.left_out] == [4]
    assert table.left_out[0].reason == REASON_LEFT_OUT
    assert len(table.people) == 1


def test_a_subtotal_ends_nothing():
    by_group = table_of(
        ["I", "Từ huyện về xã"], MINH, ["Cộng", None, 1], [], ["II", "Từ xã về huyện"], HOA, ["Cộng", None, 1]
    )
    by_person = table_of(MINH, [None, "Cộng", None, 1], HOA)

    assert [row.direction for row in by_group.people] == ["district_to_commune", "commune_to_district"]
    assert len(by_person.people) == 2


def test_a_total_above_the_people_ends_nothing():
    assert len(table_of(["Tổng số", None, 2], MINH, HOA).people) == 2


def test_a_merged_line_is_a_group():
    table = table_of(["Nguồn tại chỗ"], MINH, merges=[(2, 0, 2, 7)])

    assert kinds(table) == ["header", "group", "person"]
    assert [group.text for group in table.people[0].groups] == ["Nguồn tại chỗ"]


def test_a_header_printed_again_is_no_person():
    page = office_page({None: [person(1)]}, total=None, ending=False)
    page.rows += [page.rows[4], page.rows[5], page.rows[6], person(2)]

    table = read_table(read_source("x", xlsx(page)).sheets[0], PLAN)

    assert kinds(table)[7:] == ["person", "header", "header", "numbering", "person"]


ANOTHER = ["STT", "Họ và tên", "Đơn vị đến", "Chức danh dự kiến", "Năm sinh", "Quê quán", None, "Ghi chú"]


@pytest.mark.parametrize(
    "between", [[], [["Tổng cộng", None, 1], [None, "NGƯỜI LẬP BIỂU"], [None, "Lò Văn Ký"]]]
)
def test_the_same_heading_further_down_goes_on_with_the_table(between):
    title = ["Danh sách cán bộ luân chuyển từ xã về huyện"]

    table = table_of(MINH, *between, title, HEADINGS, HOA, ["Tổng cộng", None, 2], [None, "Người lập"])

    assert [row.value("full_name") for row in table.people] == ["Lò Văn Minh", "Vàng Thị Hoa"]
    assert table.left_out == []


@pytest.mark.parametrize("between", [[], [["Tổng cộng", None, 1]]])
def test_below_a_heading_with_other_columns_nobody_is_read_and_it_is_said(between):
    below = [1, "Vàng Thị Hoa", "Xã Pa Tần", "Phó Chủ tịch", 1990, "Nậm Pồ"]

    table = table_of(MINH, *between, ANOTHER, below, ["Tổng cộng", None, 1])

    assert [row.value("full_name") for row in table.people] == ["Lò Văn Minh"]
    assert [row.values[1] for row in table.left_out] == ["Vàng Thị Hoa"]
    assert "các cột khác" in table.left_out[0].reason
    assert "cột khác" in table.rows[len(between) + 2].reason


def test_the_first_heading_once_more_takes_up_the_table_after_another():
    table = table_of(MINH, ANOTHER, [1, "Lò A", "Xã B", "CT", 1990, "Nậm Pồ"], HEADINGS, HOA)

    assert [row.value("full_name") for row in table.people] == ["Lò Văn Minh", "Vàng Thị Hoa"]
    assert len(table.left_out) == 1


def test_a_register_below_the_people_is_no_list_of_people():
    numbers = ["STT", "Đơn vị", "Kế hoạch", "Đã thực hiện"]

    table = table_of(MINH, ["Tổng cộng", None, 1], ["TỔNG HỢP"], numbers, [1, "Xã Pa Tần", 3, 2])

    assert len(table.people) == 1
    assert table.left_out == []


def test_groups_nest_by_their_style():
    table = table_of(
        ["A. KHỐI ĐẢNG"],
        ["I", "Từ huyện về xã"],
        MINH,
        ["II", "Từ xã về huyện"],
        MINH,
        ["B. KHỐI CHÍNH QUYỀN"],
        HOA,
    )

    groups = [[(group.marker, group.text) for group in row.groups] for row in table.people]
    assert groups == [
        [("A", "KHỐI ĐẢNG"), ("I", "Từ huyện về xã")],
        [("A", "KHỐI ĐẢNG"), ("II", "Từ xã về huyện")],
        [("B", "KHỐI CHÍNH QUYỀN")],
    ]
    assert [row.direction for row in table.people] == ["district_to_commune", "commune_to_district", None]


def test_a_cell_carries_all_a_message_needs():
    row = [
        1,
        "Lò Văn Minh",
        " 22/2/1980 ",
        "PTP",
        Formula("=A1", "Phòng Nội vụ"),
        "Xã Pa Tần",
        None,
        Formula("=1", "x"),
    ]
    table = table_of(row)
    minh = table.people[0]

    birth = minh.cell("birth")
    assert (birth.row, birth.letters, birth.heading, birth.shown) == (2, "C", "Năm sinh", " 22/2/1980 ")
    assert birth.read(cells.day).iso() == "1980-02-22"
    assert minh.cell("present_unit").read(cells.text) == cells.FORMULA
    assert minh.cell("note").read(cells.text) == "x"
    assert minh.cell("citizen_id") is None
    assert minh.value("citizen_id") is None
    assert [cell.code for cell in minh.filled()] == [
        "stt", "full_name", "birth", "present_post", "present_unit", "receiving_unit", "note",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "code", "may"),
    [("Thời hạn", "duration", True), ("Số tháng", "duration", True), ("Ghi chú", "note", True), ("Từ ngày", "starts_on", False)],
)  # fmt: skip
def test_where_a_formula_counts_by_its_last_result(heading, code, may):
    page = Page([["STT", "Họ và tên", "Đơn vị đến", heading], [1, "Lò A", "Xã B", Formula("=12*3", 36)]])

    cell = read_table(read_source("x", xlsx(page)).sheets[0], PLAN).people[0].cell(code)

    assert cell.read(cells.text) == ("36" if may else cells.FORMULA)


def test_a_cell_under_no_heading_and_a_broken_formula_are_still_seen():
    sheet = read_source(
        "x", xlsx([HEADINGS, [*MINH[:5], Formula("=#REF!", "#REF!"), None, None, "lạc"]])
    ).sheets[0]

    row = read_table(sheet, PLAN).people[0]

    assert isinstance(row.cell("receiving_unit").fault, Fault)
    assert [cell.heading for cell in row.filled()][-2:] == ["Đơn vị đến", "Cột I (không có tiêu đề)"]


def test_a_cover_sheet_and_hidden_sheets_are_passed_over():
    cover, hidden = Page([["Bìa"]], name="Bìa"), Page([HEADINGS, HOA], name="Cũ", hidden=True)
    source = read_source("x", xlsx(cover, hidden, Page([HEADINGS, MINH], name="Danh sách")))

    assert find_table(source, PLAN).sheet.name == "Danh sách"
    assert find_table(source, PLAN, sheet_name="cũ").sheet.name == "Cũ"
    with pytest.raises(FileRefused, match="“Bìa”, “Cũ”, “Danh sách”"):
        find_table(source, PLAN, sheet_name="Khác")


def workbook(**sheets):
    """Sheets by name; a name that begins with "ẩn" is hidden."""
    pages = [
        Page([list(row) for row in rows], name=name.replace("_", " "), hidden=name.startswith("ẩn"))
        for name, rows in sheets.items()
    ]
    return read_source("x", xlsx(*pages))


LIST, COVER, EMPTY, NEARLY = [HEADINGS, MINH], [["DANH SÁCH"]], [HEADINGS], [["STT", "Họ và tên", "Dân tộc"]]


@pytest.mark.parametrize(
    ("sheets", "names", "read", "unread"),
    [
        # One list for each direction, a cover before them.
        ({"Bìa": COVER, "Huyện_về_xã": LIST, "Xã_về_huyện": LIST}, (), ["Huyện về xã", "Xã về huyện"], {"Bìa": "no_header"}),
        ({"A": LIST, "Trống": [], "B": EMPTY, "C": NEARLY}, (), ["A"], {"Trống": "no_rows", "B": "no_rows", "C": "missing_column"}),
        ({"Mới": LIST, "ẩn_cũ": LIST}, (), ["Mới"], {"ẩn cũ": "hidden_sheet"}),
        ({"Bìa": COVER, "ẩn_cũ": LIST, "ẩn_nữa": LIST}, (), ["ẩn cũ", "ẩn nữa"], {"Bìa": "no_header"}),
        ({"A": LIST, "B": LIST, "C": LIST}, ("c", "A"), ["A", "C"], {"B": "not_chosen"}),
        ({"A": LIST, "ẩn_cũ": LIST}, ("Ẩn cũ",), ["ẩn cũ"], {"A": "not_chosen"}),
        ({"Hoà": LIST, "Hoa": LIST}, ("HÒA",), ["Hoà"], {"Hoa": "not_chosen"}),
    ],
)  # fmt: skip
def test_every_sheet_that_holds_the_table_is_read_and_of_the_others_it_is_said_why(
    sheets, names, read, unread
):
    tables = find_tables(workbook(**sheets), PLAN, sheet_names=names)

    assert [table.sheet.name for table in tables.read] == read
    assert {sheet.name: sheet.code for sheet in tables.unread} == unread
    assert all(sheet.message.endswith(".") for sheet in tables.unread)
    assert tables.people == len(read)


@pytest.mark.parametrize(
    ("sheets", "names", "code", "says"),
    [
        ({"Bìa": COVER, "B": NEARLY}, (), "missing_column", "Đơn vị đến"),
        ({"Bìa": COVER, "B": EMPTY}, (), "no_rows", "không có người nào"),
        ({"A": LIST, "B": LIST}, ("A", "D"), "no_header", "“D”; hãy chọn một trong: “A”, “B”"),
        ({"A": LIST, "B": LIST}, ("A", "-"), "no_header", "“-”"),
        ({"A": LIST, "Bìa": COVER}, ("A", "Bìa"), "no_header", "Trang tính “Bìa”: "),
        ({"A": [*LIST, *[MINH] * 3], "B": LIST}, (), "too_many_rows", "4 người"),
        ({"A": [*LIST, HOA], "B": [*LIST, HOA]}, (), "too_many_rows", "4 người ở 2 trang tính"),
    ],
)
def test_sheets_that_are_refused(sheets, names, code, says):
    with pytest.raises(FileRefused) as refused:
        find_tables(workbook(**sheets), PLAN, sheet_names=names, limits=Limits(rows=3))

    assert refused.value.code == code
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([HEADINGS], "no_rows"),
        ([HEADINGS, [], ["Tổng cộng", 0]], "no_rows"),
        ([], "no_rows"),
        ([HEADINGS, *[MINH] * 4], "too_many_rows"),
    ],
)
def test_tables_that_are_refused(rows, code):
    with pytest.raises(FileRefused) as refused:
        read_table(Sheet("", 1, [list(row) for row in rows]), PLAN, Limits(rows=3))

    assert refused.value.code == code


def test_as_many_people_as_allowed_are_read():
    assert len(read_table(Sheet("", 1, [HEADINGS, *[MINH] * 3]), PLAN, Limits(rows=3)).people) == 3
