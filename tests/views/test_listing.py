"""What every list does: search, filters, sort, pages, downloads, and the same number of queries for any rows."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from rotations.models import AuditEntry
from rotations.vocabulary import AuditAction, RotationStatus, UnitLevel
from tests.makers import make_official, make_plan, make_post, make_rotation, make_rotation_at, make_unit
from tests.views.queries import queries_of


def names_in(response) -> list[str]:
    return [rotation.official.full_name for rotation in response.context["object_list"]]


def text_of(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8")


def test_a_list_of_people_is_taken_out_for_a_purpose_that_the_trail_keeps(client_of, board):
    make_rotation()
    client = client_of(board)

    asked = client.get("/rotations/?status=proposed&download=xlsx&taken_for=%20&page=2")
    assert asked["Location"] == "/rotations/?status=proposed"
    assert "Hãy ghi mục đích sử dụng" in client.get(asked["Location"]).content.decode()
    assert not AuditEntry.objects.filter(action=AuditAction.EXPORT).exists()

    text_of(client.get("/rotations/?download=csv&taken_for=Họp Ban Thường vụ"))
    noted = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (noted.purpose, noted.row_count, noted.account) == ("Họp Ban Thường vụ", 1, board)


def test_a_search_without_marks_finds_a_name_with_marks(board, client_of):
    make_rotation(make_official("Lò Thị Thân"))
    make_rotation(make_official("Vàng A Dế"))

    assert names_in(client_of(board).get("/rotations/?q=than")) == ["Lò Thị Thân"]


def test_an_abbreviation_without_marks_finds_the_unit(board, client_of):
    office = make_unit("Văn phòng HĐND và UBND", level=UnitLevel.DISTRICT)
    make_rotation(make_official("Lò Thị Thân"), sending=office)
    make_rotation(make_official("Vàng A Dế"))

    assert names_in(client_of(board).get("/rotations/?q=hdnd")) == ["Lò Thị Thân"]


def test_people_are_sorted_by_given_name_both_ways(board, client_of):
    for name in ("Lò Văn Đôi", "Vàng A Dế", "Giàng Thị Ánh"):
        make_rotation(make_official(name))
    client = client_of(board)

    assert names_in(client.get("/rotations/?sort=name")) == ["Giàng Thị Ánh", "Vàng A Dế", "Lò Văn Đôi"]
    assert names_in(client.get("/rotations/?sort=-name")) == ["Lò Văn Đôi", "Vàng A Dế", "Giàng Thị Ánh"]


def test_rows_without_a_date_come_last_both_ways(board, client_of):
    make_rotation(make_official("Lò Thị Thân"))
    make_rotation(make_official("Vàng A Dế"), starts_on=date(2025, 3, 1))
    client = client_of(board)

    assert names_in(client.get("/rotations/?sort=starts_on"))[-1] == "Lò Thị Thân"
    assert names_in(client.get("/rotations/?sort=-starts_on"))[-1] == "Lò Thị Thân"


def test_a_sort_that_is_not_in_the_table_is_not_obeyed(board, client_of):
    make_rotation()

    response = client_of(board).get("/rotations/?sort=official__citizen_id")

    assert response.status_code == 200
    assert "citizen_id" not in str(response.context["view"].get_queryset().query.order_by)


def test_a_page_holds_25_rows_and_a_page_too_far_is_the_last(board, client_of):
    plan = make_plan()
    for _ in range(26):
        make_rotation(plan=plan)
    client = client_of(board)

    assert len(client.get("/rotations/").context["object_list"]) == 25
    assert len(client.get("/rotations/?page=2").context["object_list"]) == 1
    assert len(client.get("/rotations/?page=99").context["object_list"]) == 1


def test_turning_the_page_keeps_the_filters(board, client_of):
    plan = make_plan()
    for _ in range(26):
        make_rotation(plan=plan)

    page = client_of(board).get("/rotations/?status=proposed&sort=name").content.decode()

    assert "?status=proposed&amp;sort=name&amp;page=2" in page


def test_a_filter_that_cannot_be_understood_shows_nothing_and_says_so(board, client_of):
    make_rotation()

    response = client_of(board).get("/rotations/?status=unheard_of")

    assert names_in(response) == []
    assert response.context["filter"].form.errors["status"]


NOTHING_YET = {
    "/evaluations/": "Chưa có nhận xét nào",
    "/imports/": "Chưa có tệp nào",
    "/needs/": "Chưa có nhu cầu nào",
    "/officials/": "Chưa có hồ sơ cán bộ",
    "/placements/": "Không có ai chờ bố trí",
    "/plans/": "Chưa có kế hoạch nào",
    "/rotations/": "Chưa có lượt luân chuyển nào",
    "/units/": "Chưa có đơn vị",
}
NOT_FOUND = {
    "/evaluations/": "Không tìm thấy nhận xét nào",
    "/imports/": "Không tìm thấy tệp nào",
    "/needs/": "Không tìm thấy nhu cầu nào",
    "/officials/": "Không tìm thấy cán bộ nào",
    "/placements/": "Không tìm thấy ai",
    "/plans/": "Không có kế hoạch nào khớp",
    "/rotations/": "Không có lượt nào khớp",
    "/units/": "Không tìm thấy đơn vị nào",
}


@pytest.mark.parametrize("url", NOTHING_YET)
@pytest.mark.parametrize("query", ["", "?q=&sort=name&page=2"])
def test_an_empty_list_without_a_filter_says_there_is_nothing_yet(board, client_of, url, query):
    page = client_of(board).get(url + query).content.decode()

    assert NOTHING_YET[url] in page
    assert NOT_FOUND[url] not in page


@pytest.mark.parametrize("url", NOT_FOUND)
def test_a_search_that_finds_nothing_says_so_and_offers_nothing_to_take_away(board, client_of, url):
    page = client_of(board).get(f"{url}?q=zzzz").content.decode()

    assert NOT_FOUND[url] in page
    assert '<a class="btn btn-primary" href="?">Bỏ lọc</a>' in page
    assert "<table" not in page
    assert "download=" not in page
    assert 'class="pager"' not in page


def test_an_import_narrowed_away_by_a_state_is_not_said_to_be_missing(board, client_of):
    page = client_of(board).get("/imports/?status=committed").content.decode()

    assert "Không tìm thấy tệp nào" in page


@pytest.mark.parametrize("url", ["/rotations/", "/rotations/?q=a&sort=name&group=counted", "/plans/"])
def test_twenty_rows_cost_as_many_queries_as_one_and_no_more_than_twelve(board, client_of, url):
    client = client_of(board)
    post = make_post(make_unit("Xã Nậm Đơn"), quota=30)
    make_rotation(plan=make_plan(2000), receiving=post.unit, receiving_posts=[post], left_posts=[make_post()])
    for_one = queries_of(client, url)

    for year in range(2001, 2020):
        make_rotation(
            plan=make_plan(year), receiving=post.unit, receiving_posts=[post], left_posts=[make_post()]
        )
    for_twenty = queries_of(client, url)

    assert for_twenty == for_one
    assert for_twenty <= 12


def test_a_download_holds_every_row_found_and_none_of_the_others(board, client_of):
    plan = make_plan()
    for _ in range(27):
        make_rotation(plan=plan)
    make_rotation_at(RotationStatus.CANCELLED, plan=plan)

    response = client_of(board).get("/rotations/?status=proposed&download=xlsx&taken_for=x")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active

    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert sheet.max_row == 1 + 27
    assert sheet["B1"].value == "Họ và tên"


def test_a_download_is_noted_with_its_number_of_rows(board, client_of):
    plan = make_plan()
    for _ in range(3):
        make_rotation(plan=plan)

    text_of(client_of(board).get("/rotations/?download=csv&taken_for=x"))

    entry = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (entry.account, entry.row_count) == (board, 3)


def test_a_download_carries_no_formula(board, client_of):
    make_rotation(note="=cmd|'/C calc'!A1")

    assert ";'=cmd|" in text_of(client_of(board).get("/rotations/?download=csv&taken_for=x"))


def test_a_download_in_another_format_is_not_found(board, client_of):
    assert client_of(board).get("/rotations/?download=exe").status_code == 404


def test_who_may_not_take_lists_away_is_refused_and_sees_no_link(appraiser, client_of):
    client = client_of(appraiser)

    assert client.get("/rotations/?download=xlsx").status_code == 403
    assert "download=" not in client.get("/rotations/").content.decode()


def test_a_field_the_account_may_not_read_is_neither_filtered_by_nor_downloaded(clerk, client_of):
    plan = make_plan(announced_on=date(2025, 1, 1))
    make_rotation(plan=plan, sending=clerk.unit, announced_on=date(2025, 1, 1), note="kín")
    client = client_of(clerk)

    page = client.get("/rotations/")
    assert names_in(page)
    assert "minority" not in page.context["filter"].form.fields
    downloaded = text_of(client.get("/rotations/?download=csv&taken_for=x"))
    assert "Ghi chú" not in downloaded
    assert "kín" not in downloaded


def test_a_unit_is_narrowed_by_its_name_or_by_the_id_of_a_link(board, client_of):
    there = make_unit("Xã Nậm Đơn")
    make_rotation(make_official("Lò Thị Thân"), receiving=there)
    make_rotation(make_official("Vàng A Dế"))
    client = client_of(board)

    assert names_in(client.get("/rotations/?receiving_unit=nam don")) == ["Lò Thị Thân"]
    by_id = client.get(f"/rotations/?receiving_unit={there.pk}")
    assert names_in(by_id) == ["Lò Thị Thân"]
    assert 'value="Xã Nậm Đơn"' in by_id.content.decode()
