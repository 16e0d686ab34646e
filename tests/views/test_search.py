"""The one search box: what it finds by which words, in which order, for whom, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from rotations.filters import search as finding
from rotations.models import Official, UnitAlias
from rotations.vocabulary import Role, SecrecyLevel, Sex, UnitLevel
from tests.makers import (
    make_account,
    make_attachment,
    make_decision,
    make_evaluation,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_rotation,
    make_rotation_at,
    make_unit,
)
from tests.views.queries import MOST, queries_of


def found(client, words: str) -> dict[str, list[str]]:
    """Titles of what is found, by kind."""
    page = client.get("/search/", {"q": words})
    assert page.status_code == 200
    return {group.label: [line.title for line in group.lines] for group in page.context["groups"]}


@pytest.fixture
def district(db) -> dict[str, Any]:
    """Two people of one name, their units, papers and plans."""
    labour = make_unit("Phòng Lao động - Thương binh và Xã hội", level=UnitLevel.DISTRICT, code="D07")
    UnitAlias.objects.create(unit=labour, name="Phòng LĐTBXH")
    commune = make_unit("Xã Pa Tần")
    elder = make_official("Lò Văn Thận", labour, birth_date=date(1979, 4, 2), official_code="NP-031")
    younger = make_official("Lò Văn Thận", commune, birth_date=date(1988, 1, 1), birth_date_precision="year")
    make_holding(elder, make_post(labour))
    make_official("Giàng A Thanh", commune, birth_date=date(1979, 9, 9))
    make_plan(2025, title="Kế hoạch luân chuyển năm 2025", document_number="79-KH/HU")
    decision = make_decision("05", symbol="QĐ/HU", title="Luân chuyển đồng chí Lò Văn Thận")
    make_decision("57", symbol="QĐ/HU", title="Phân công công tác")
    make_attachment(decision, name="Biên bản bàn giao.pdf")
    return {"labour": labour, "commune": commune, "elder": elder, "younger": younger}


THAN = ["Lò Văn Thận", "Lò Văn Thận"]


@pytest.mark.parametrize(
    ("words", "kind", "titles"),
    [
        ("Thận", "Cán bộ", [*THAN, "Giàng A Thanh"]),
        ("than", "Cán bộ", [*THAN, "Giàng A Thanh"]),
        ("LÒ VĂN THẬN", "Cán bộ", THAN),
        ("than lo", "Cán bộ", THAN),
        ("LVT", "Cán bộ", THAN),
        ("1979", "Cán bộ", ["Giàng A Thanh", "Lò Văn Thận"]),
        ("thận 1979", "Cán bộ", ["Lò Văn Thận", "Giàng A Thanh"]),
        ("lvt 1988", "Cán bộ", ["Lò Văn Thận"]),
        ("np 031", "Cán bộ", ["Lò Văn Thận"]),
        ("than pa tan", "Cán bộ", [*THAN[:1], "Giàng A Thanh"]),
        ("thận LĐTBXH", "Cán bộ", ["Lò Văn Thận"]),
        ("LĐTBXH", "Đơn vị", ["Phòng Lao động - Thương binh và Xã hội"]),
        ("LĐ-TB&XH", "Đơn vị", ["Phòng Lao động - Thương binh và Xã hội"]),
        ("ldtb", "Đơn vị", ["Phòng Lao động - Thương binh và Xã hội"]),
        ("D07", "Đơn vị", ["Phòng Lao động - Thương binh và Xã hội"]),
        ("tan pa", "Đơn vị", ["Xã Pa Tần"]),
        ("79-KH", "Kế hoạch", ["Kế hoạch luân chuyển năm 2025"]),
        ("kế hoạch 2025", "Kế hoạch", ["Kế hoạch luân chuyển năm 2025"]),
        ("5", "Quyết định", ["05-QĐ/HU", "57-QĐ/HU"]),
        ("05-Q\u00d0/HU", "Quyết định", ["05-QĐ/HU"]),
        ("ban giao", "Tài liệu đính kèm", ["Biên bản bàn giao.pdf"]),
        ("65-QĐ/TW", "Quy định", ["65-QĐ/TW"]),
    ],
)
def test_a_record_is_found_by_what_people_call_it(district, board, client_of, words, kind, titles):
    assert found(client_of(board), words).get(kind) == titles


@pytest.mark.parametrize("words", ["ân", "thận 1980", "zzz", "011090000000", "%", "_", "'"])
def test_what_is_not_there_is_not_found(district, board, client_of, words):
    assert "Cán bộ" not in found(client_of(board), words)


def test_the_very_marks_stand_first_and_the_others_are_found_too(board, client_of):
    for name in ("Lô Thị Than", "Lò Thị Thân"):
        make_official(name)
    client = client_of(board)

    assert found(client, "Lò Thị Thân")["Cán bộ"] == ["Lò Thị Thân", "Lô Thị Than"]
    assert found(client, "lô thị than")["Cán bộ"] == ["Lô Thị Than", "Lò Thị Thân"]


def test_two_people_of_one_name_are_told_apart(district, board, client_of):
    page = client_of(board).get("/search/?q=lvt").content.decode()

    assert "sinh 02/04/1979" in page
    assert "Phòng Lao động - Thương binh và Xã hội" in page
    assert "sinh 1988" in page
    assert "Xã Pa Tần" in page


def test_a_unit_that_is_no_more_stands_last_and_says_so(board, client_of):
    yesterday = localdate() - timedelta(days=1)
    make_unit("Xã Nậm Đơn", valid_from=date(2000, 1, 1), valid_to=yesterday)
    make_unit("Xã Nậm Đơn Mới")

    client = client_of(board)

    assert found(client, "nam don")["Đơn vị"] == ["Xã Nậm Đơn Mới", "Xã Nậm Đơn"]
    assert f"đã kết thúc từ {yesterday:%d/%m/%Y}" in client.get("/search/?q=nam+don").content.decode()


def test_of_many_the_first_are_shown_and_the_list_holds_the_rest(board, client_of):
    for number in range(9):
        make_official(f"Vừ A Sùng {'ABCDEFGHI'[number]}")
    client = client_of(board)

    page = client.get("/search/?q=vừ+sùng")

    assert [len(group.lines) for group in page.context["groups"]] == [8]
    assert 'href="/officials/?q=v%E1%BB%AB+s%C3%B9ng"' in page.content.decode()
    assert len(client.get("/officials/?q=vừ+sùng").context["object_list"]) == 9


def test_people_found_alike_stand_by_name_whenever_their_files_were_made(board, client_of):
    for given in ("Sính", "Chứ", "Vàng", "Páo"):
        make_official(f"Hờ A {given}")

    assert found(client_of(board), "hờ a")["Cán bộ"] == ["Hờ A Chứ", "Hờ A Páo", "Hờ A Sính", "Hờ A Vàng"]


def test_among_more_than_can_be_looked_at_the_newest_files_are(board, client_of, monkeypatch):
    monkeypatch.setattr(finding, "CANDIDATES", 2)
    for given in ("Chứ", "Páo", "Sính"):
        make_official(f"Hờ A {given}")

    assert found(client_of(board), "hờ")["Cán bộ"] == ["Hờ A Páo", "Hờ A Sính"]


def test_nothing_typed_says_what_may_be_looked_for_and_nothing_found_says_so(board, client_of):
    client = client_of(board)

    assert "Gõ vào ô tìm kiếm" in client.get("/search/?q=+").content.decode()
    assert "Không tìm thấy gì" in client.get("/search/?q=zzzz").content.decode()
    assert client.post("/search/").status_code == 405


def test_the_lines_alone_are_given_to_the_box(district, board, client_of):
    lines = client_of(board).get("/search/?q=lvt&part=lines").content.decode()

    assert "<html" not in lines
    assert lines.count("data-search-line") == 2
    assert "Không tìm thấy “zzzz”" in client_of(board).get("/search/?q=zzzz&part=lines").content.decode()


def test_the_box_stands_on_every_page_of_those_who_may_search(board, viewer, client_of, client):
    assert 'action="/search/"' in client_of(board).get("/").content.decode()
    assert 'action="/search/"' not in client_of(viewer).get("/").content.decode()
    assert 'action="/search/"' not in client.get("/accounts/login/").content.decode()


# --- For whom ----------------------------------------------------------------------------------------------


def test_a_clerk_finds_what_its_lists_show_and_nothing_else(district, client_of):
    clerk = make_account(Role.UNIT_CLERK, district["commune"])
    client = client_of(clerk)

    assert found(client, "lò thận") == {"Cán bộ": ["Lò Văn Thận"]}
    assert found(client, "LĐTBXH") == {}
    assert found(client, "thận LĐTBXH") == {}
    assert found(client, "79-KH") == {}, "the plan is not announced"
    assert found(client, "05-QĐ/HU") == {}
    assert found(client, "65-QĐ/TW") == {}
    assert found(client, "ban giao") == {}


def test_an_appraiser_finds_the_people_it_was_asked_about(district, appraiser, client_of):
    case = make_rotation(district["elder"])
    case.opinions.create(asked_unit=appraiser.unit, asked_on=localdate())

    assert found(client_of(appraiser), "thận") == {"Cán bộ": ["Lò Văn Thận"]}


@pytest.mark.parametrize("field", ["citizen_id", "health", "note", "social_insurance_number"])
def test_no_field_that_is_hidden_from_a_role_is_searched(board, client_of, field):
    unit = make_unit("Xã Nậm Kín")
    make_official("Lò Thị Kín", unit, **{field: "011090000007"})

    assert found(client_of(make_account(Role.UNIT_CLERK, unit)), "011090000007") == {}
    assert found(client_of(board), "011090000007") == {}


def test_a_file_beside_a_comment_on_oneself_is_not_found(db, client_of):
    comment = make_evaluation(make_rotation_at("active"))
    make_attachment(comment, name="Nhận xét kín.pdf", secrecy=SecrecyLevel.INTERNAL)
    other = make_account(Role.BOARD_OFFICER)
    oneself = make_account(Role.BOARD_OFFICER, official=comment.rotation.official)

    assert found(client_of(other), "nhận xét kín") == {"Tài liệu đính kèm": ["Nhận xét kín.pdf"]}
    assert found(client_of(oneself), "nhận xét kín") == {}


# --- At what cost ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["lo", "lo van", "thận nội vụ 1979"])
@pytest.mark.parametrize("role", [Role.BOARD_OFFICER, Role.UNIT_CLERK])
def test_twenty_finds_cost_as_much_as_one_and_no_more_than_twelve(db, client_of, role, words):
    unit = make_unit("Phòng Nội vụ Lộ", level=UnitLevel.DISTRICT)
    post = make_post(unit, quota=30)
    client = client_of(make_account(role, unit))

    def one_more(number: int) -> None:
        person = make_official("Lò Văn Thận", unit, birth_date=date(1979, 1, 1))
        make_holding(person, post)
        make_attachment(make_decision(str(number), title="Lò Văn Thận"), name=f"Lò Văn {number}.pdf")
        make_plan(1990 + number, title="Lò Văn", announced_on=localdate())
        make_unit(f"Xã Lò Văn {number}")

    one_more(1)
    for_one = queries_of(client, f"/search/?q={words}")
    for number in range(2, 22):
        one_more(number)

    assert queries_of(client, f"/search/?q={words}") <= min(for_one, MOST)


def test_a_long_text_is_cut_and_never_an_error(district, board, client_of):
    assert "Cán bộ" in found(client_of(board), "thận " * 400)


def named(client, words: str) -> list[dict[str, str]]:
    """The people offered to a form that asks for one."""
    answer = client.get("/search/people/", {"q": words})
    assert answer.status_code == 200
    return answer.json()["people"]


def test_a_form_that_asks_for_a_person_is_offered_namesakes_told_apart(board, client_of, district):
    younger = Official.objects.get(match_key="lò văn thận", official_code="")
    unknown = make_official("Sùng A Vảng", None, birth_date=None, sex=Sex.MALE)
    offered = named(client_of(board), "lo than")

    assert [(one["label"], one["words"]) for one in offered] == [
        ("Lò Văn Thận", "Lò Văn Thận, 1979, Phòng Lao động - Thương binh và Xã hội (NP-031)"),
        ("Lò Văn Thận", f"Lò Văn Thận, 1988, Xã Pa Tần (hồ sơ số {younger.pk})"),
    ]
    assert offered[0]["about"].startswith("sinh 02/04/1979 · ")
    assert "Phòng Lao động - Thương binh và Xã hội" in offered[0]["about"]
    assert (
        named(client_of(board), "sung vang")[0]["about"] == f"chưa rõ năm sinh · nam · hồ sơ số {unknown.pk}"
    )
    assert named(client_of(board), "") == []
    assert named(client_of(board), "không có ai") == []


def test_a_unit_is_offered_its_own_people_alone(client_of, district):
    clerk = make_account(Role.UNIT_CLERK, district["commune"])

    assert [one["words"].partition(" (")[0] for one in named(client_of(clerk), "than")] == [
        "Lò Văn Thận, 1988, Xã Pa Tần",
        "Giàng A Thanh, 1979, Xã Pa Tần",
    ]


def test_offering_people_costs_as_many_queries_for_eight_as_for_one(board, client_of, district):
    client = client_of(board)
    one = queries_of(client, "/search/people/?q=lo")
    for number in range(8):
        make_holding(make_official(f"Lò Văn Thận {number}", make_unit()), make_post())

    assert queries_of(client, "/search/people/?q=lo") == one <= MOST
