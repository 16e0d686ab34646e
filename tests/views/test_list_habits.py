"""What a person keeps about a list: filters under a name, columns; and what the list says of the filter in force."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.urls import resolve, reverse

from rotations import workflow
from rotations.models import ListColumns, SavedFilter
from rotations.views import listing
from rotations.vocabulary import Role
from rotations.workflow.list_habits import MOST_FILTERS
from tests.makers import (
    make_account,
    make_official,
    make_plan,
    make_rotation,
    make_saved_filter,
    make_unit,
)
from tests.views.queries import MOST, queries_of

SAVE, COLUMNS = "/lists/rotation-list/filters/save/", "/lists/rotation-list/columns/"
EVERY_LIST = [
    "rotation-list", "official-list", "unit-list", "plan-list", "decision-list", "need-list", "need-call-list",
    "evaluation-list", "placement-list", "import-list",
]  # fmt: skip


def chips(response) -> list[tuple[str, str, str]]:
    return [tuple(chip) for chip in response.context["chips"]]


# --- The filter in force -----------------------------------------------------------------------------------


def test_each_condition_in_force_stands_by_its_words_with_its_way_out(board, client_of):
    make_rotation()

    response = client_of(board).get(
        "/rotations/?status=active&status=proposed&q=&movement_type=rotation&page=2"
    )

    assert chips(response) == [
        ("Loại hình", "Luân chuyển", "?status=active&status=proposed&q="),
        ("Trạng thái", "Đang luân chuyển", "?status=proposed&q=&movement_type=rotation"),
        ("Trạng thái", "Đề xuất", "?status=active&q=&movement_type=rotation"),
    ]


def test_a_unit_of_a_link_stands_by_its_name_and_a_year_as_it_is(board, client_of):
    unit = make_unit("Xã Nậm Đơn")
    client = client_of(board)

    assert chips(client.get(f"/rotations/?receiving_unit={unit.pk}")) == [("Nơi đến", "Xã Nậm Đơn", "?")]
    assert chips(client.get("/decisions/?year=2025")) == [("Năm ban hành", "2025", "?")]


def test_what_cannot_be_understood_can_be_taken_away_too(board, client_of):
    response = client_of(board).get("/rotations/?status=unheard_of&term=99999")

    assert [chip[:2] for chip in chips(response)] == [("Trạng thái", "unheard_of"), ("Nhiệm kỳ", "99999")]


def test_a_list_without_a_filter_has_no_chips(board, client_of):
    assert "Đang lọc" not in client_of(board).get("/rotations/?sort=name").content.decode()


# --- Saved filters -----------------------------------------------------------------------------------------


def test_a_filter_is_saved_and_stands_above_the_list_of_its_owner_alone(board, client_of):
    client = client_of(board)

    answer = client.post(
        SAVE, {"name": " Chờ  quyết định ", "query": "page=3&status=appraising&q=&evil=1&sort=name"}
    )

    assert answer["Location"] == "/rotations/?status=appraising&sort=name"
    kept = SavedFilter.objects.get()
    assert (kept.account, kept.name, kept.query) == (board, "Chờ quyết định", "status=appraising&sort=name")
    page = client.get(answer["Location"])
    assert [(one.name, one.is_current) for one in page.context["saved_filters"]] == [("Chờ quyết định", True)]
    assert not client.get("/officials/").context["saved_filters"]
    other = client_of(make_account(Role.BOARD_OFFICER))
    assert not other.get("/rotations/").context["saved_filters"]


def test_a_filter_of_the_same_name_is_replaced(board, client_of):
    make_saved_filter(board, name="Của tôi", query="group=open")

    client_of(board).post(SAVE, {"name": "CỦA TÔI", "query": "group=done"})

    assert [(one.name, one.query) for one in SavedFilter.objects.all()] == [("CỦA TÔI", "group=done")]


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("", "group=open", "Hãy đặt tên"),
        ("…", "group=open", "Hãy đặt tên"),
        ("x" * 61, "group=open", "Hãy đặt tên"),
        ("Tất cả", "", "Hãy lọc danh sách trước"),
        ("Dài", "q=" + "x" * 1001, "Hãy lọc danh sách trước"),
    ],
)
def test_a_filter_without_a_name_or_a_condition_is_refused(board, client_of, name, query, says):
    page = client_of(board).post(SAVE, {"name": name, "query": query}, follow=True).content.decode()

    assert says in page
    assert not SavedFilter.objects.exists()


def test_of_one_list_a_person_keeps_so_many_filters_and_no_more(board):
    for number in range(MOST_FILTERS):
        workflow.save_filter(board, "rotation-list", f"Số {number}", "group=open")

    with pytest.raises(workflow.HabitRefused, match="bỏ bớt"):
        workflow.save_filter(board, "rotation-list", "Thêm", "group=open")
    workflow.save_filter(board, "rotation-list", "số 1", "group=done")
    workflow.save_filter(board, "unit-list", "Thêm", "level=commune")


def test_a_saved_filter_is_removed_by_its_owner_alone(board, client_of):
    kept = make_saved_filter(board)
    address = f"/lists/rotation-list/filters/{kept.pk}/remove/"

    assert client_of(make_account(Role.BOARD_OFFICER)).post(address).status_code == 404
    assert client_of(board).post(f"/lists/unit-list/filters/{kept.pk}/remove/").status_code == 404
    assert SavedFilter.objects.exists()
    assert client_of(board).post(address, {"query": "group=open"})["Location"] == "/rotations/?group=open"
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["nothing", "rotation-detail", "search", "home", "plan-add"])
def test_what_is_no_list_keeps_nothing(board, client_of, name):
    client = client_of(board)

    assert client.post(f"/lists/{name}/filters/save/", {"name": "A", "query": "q=a"}).status_code == 404
    assert client.post(f"/lists/{name}/columns/", {"column": "name"}).status_code == 404


def test_a_list_the_account_may_not_open_keeps_nothing_for_it(clerk, client_of):
    answer = client_of(clerk).post("/lists/decision-list/filters/save/", {"name": "A", "query": "q=a"})

    assert answer.status_code == 404
    assert not SavedFilter.objects.exists()


# --- Columns -----------------------------------------------------------------------------------------------


def test_the_columns_ticked_are_shown_now_and_the_next_time(board, client_of):
    make_rotation(note="Ghi chú riêng")
    client = client_of(board)

    answer = client.post(COLUMNS, {"column": ["to", "note"], "query": "group=open&columns=name"})

    assert answer["Location"] == "/rotations/?group=open&columns=to%2Cnote"
    for address in (answer["Location"], "/rotations/"):
        response = client.get(address)
        assert response.context["shown"] == ["name", "to", "note"]
        page = response.content.decode()
        assert "Ghi chú riêng" in page
        assert 'data-label="Nơi đi"' not in page
    assert client_of(make_account(Role.BOARD_OFFICER)).get("/rotations/").context["shown"][:3] == [
        "name",
        "plan",
        "direction",
    ]


def test_the_query_string_goes_before_what_is_kept(board, client_of):
    make_rotation()
    workflow.choose_columns(board, "rotation-list", ["name", "to"])

    assert client_of(board).get("/rotations/?columns=from,nonsense").context["shown"] == ["name", "from"]
    assert client_of(board).get("/rotations/?columns=nonsense").context["shown"][1] == "plan"


def test_the_usual_columns_come_back(board, client_of):
    client = client_of(board)
    client.post(COLUMNS, {"column": ["to"]})

    assert client.post(COLUMNS, {"usual": "1", "column": ["to"]})["Location"] == "/rotations/"
    assert not ListColumns.objects.exists()


def test_the_file_holds_the_columns_chosen_and_all_of_them_where_none_were(board, client_of):
    make_rotation(make_official("Lò Thị Thân"), receiving=make_unit("Xã Pa Tần"), note="kín")
    client = client_of(board)

    def sheet(address: str) -> list[list[str]]:
        file = BytesIO(b"".join(client.get(address).streaming_content))
        return [list(row) for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True)]

    chosen = sheet("/rotations/?columns=to&download=xlsx&taken_for=x")
    assert chosen[0] == ["Họ và tên", "Ngày sinh", "Nơi đến", "Chức danh nơi đến"]
    assert chosen[1][2] == "Xã Pa Tần"
    assert "Ghi chú" in sheet("/rotations/?download=xlsx&taken_for=x")[0]


def test_a_column_of_a_hidden_field_is_neither_offered_nor_shown(clerk, client_of):
    make_official("Lò Thị Thân", clerk.unit)

    response = client_of(clerk).get("/officials/?columns=name,ethnicity,birth")

    assert response.context["shown"] == ["name", "birth"]
    assert "ethnicity" not in [key for key, _label, _is_shown in response.context["choosable"]]
    assert 'data-label="Dân tộc"' not in response.content.decode()


@pytest.mark.parametrize("name", EVERY_LIST)
def test_every_list_has_columns_to_choose_among_which_its_own_are(lead, client_of, name):
    view = resolve(reverse(f"rotations:{name}")).func.view_class
    page = client_of(lead).get(reverse(f"rotations:{name}"))

    assert set(view.usual) <= {column.key for column in page.context["view"].columns}
    assert "Chọn cột" in page.content.decode()


# --- Counts, and what it costs -----------------------------------------------------------------------------


def test_a_long_list_is_counted_so_far_and_says_so(board, client_of, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED_AT_MOST", 26)
    plan = make_plan()
    for _ in range(26):
        make_rotation(plan=plan)
    client = client_of(board)

    assert "Từ 1 đến 25 trong 26 lượt" in client.get("/rotations/").content.decode()
    make_rotation(plan=plan)
    page = client.get("/rotations/").content.decode()
    assert "trong hơn 26 lượt; lọc thêm" in page
    assert ">Cuối<" not in page
    assert len(client.get("/rotations/?page=3").context["object_list"]) == 1


@pytest.mark.parametrize("url", ["/rotations/", "/officials/", "/placements/", "/evaluations/", "/needs/"])
def test_what_a_person_keeps_costs_one_statement_however_much_it_is(board, client_of, url):
    client = client_of(board)
    name = {"/rotations/": "rotation-list", "/officials/": "official-list", "/needs/": "need-list"}.get(
        url, "x"
    )
    for_none = queries_of(client, url)
    for number in range(5):
        make_saved_filter(board, list_name=name, name=f"Số {number}", query="q=a")

    assert queries_of(client, url) == for_none <= MOST
