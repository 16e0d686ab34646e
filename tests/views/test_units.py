"""The list of units and the page of one unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from rotations.models import UnitSuccession
from rotations.vocabulary import IndicatorKind, UnitLevel
from tests.makers import (
    make_criteria_set,
    make_holding,
    make_indicator,
    make_official,
    make_position,
    make_post,
    make_rotation,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/units/"


def names(answer):
    return [unit.name for unit in answer.context["object_list"]]


def test_units_stand_in_vietnamese_order(client_of, board):
    for name in ("Xã Đá", "Xã Ẩm", "Xã Dốc", "Xã Ba", "Xã 10", "Xã 2"):
        make_unit(name)

    assert names(client_of(board).get(URL)) == ["Xã 2", "Xã 10", "Xã Ẩm", "Xã Ba", "Xã Dốc", "Xã Đá"]


@pytest.mark.parametrize("typed", ["nam thu", "NẬM THỬ", "uy ban thu", "03999"])
def test_search_needs_no_marks_and_looks_at_aliases_and_codes(client_of, board, typed):
    make_unit("Xã Nậm Thử", code="03999").aliases.create(name="Ủy ban Thử")
    make_unit("Xã Khác")

    assert names(client_of(board).get(URL, {"q": typed})) == ["Xã Nậm Thử"]


def test_the_list_narrows_by_level_block_and_what_exists_today(client_of, board):
    make_unit("Xã Cũ", valid_to=localdate())
    make_unit("Xã Nay", valid_from=localdate())
    make_unit("Phòng Thử", level=UnitLevel.DISTRICT)
    make_unit("Xã Sắp có", valid_from=localdate() + timedelta(days=1))
    client = client_of(board)

    assert names(client.get(f"{URL}?existing=yes")) == ["Phòng Thử", "Xã Nay"]
    assert names(client.get(f"{URL}?existing=no")) == ["Xã Cũ", "Xã Sắp có"]
    assert names(client.get(f"{URL}?level=district")) == ["Phòng Thử"]
    assert names(client.get(f"{URL}?block=state")) == ["Phòng Thử"]


def test_the_list_costs_the_same_for_one_row_and_for_twenty(client_of, board):
    make_unit(parent=make_unit())
    client = client_of(board)
    few = queries_of(client, URL)
    for _n in range(10):
        make_unit(parent=make_unit())

    assert queries_of(client, URL) == few <= MOST


def test_the_download_holds_what_was_found(client_of, board):
    make_unit("Xã Nậm Thử", code="03999", valid_from=date(2013, 6, 1))
    make_unit("Xã Khác")

    answer = client_of(board).get(f"{URL}?q=nam&download=csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()

    assert lines[1] == "03999;Xã Nậm Thử;Xã;Địa phương (xã, phường, thị trấn);;01/06/2013;"
    assert len(lines) == 3, "the last says who took it out"


def test_a_clerk_sees_the_own_unit_and_what_it_came_from(client_of, clerk):
    old, other = make_unit("Xã Cũ Thử"), make_unit("Xã Khác")
    UnitSuccession.objects.create(predecessor=old, successor=clerk.unit, on=date(2025, 7, 1))
    client = client_of(clerk)

    assert names(client.get(URL)) == ["Xã Cũ Thử", "Xã Nậm Thử"]
    assert client.get(f"{URL}{old.pk}/").status_code == 200
    assert client.get(f"{URL}{other.pk}/").status_code == 404


@pytest.mark.parametrize("fixture", ["viewer", "admin_account", "appraiser"])
def test_who_has_no_business_with_units_is_turned_away(client_of, request, fixture):
    client = client_of(request.getfixturevalue(fixture))

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}{make_unit().pk}/").status_code == 403


def test_seats_show_who_holds_them_today_and_how_many_are_empty(client_of, board):
    unit = make_unit("Xã Nậm Thử")
    post = make_post(unit, make_position("Phó Bí thư Đảng ủy"), quota=2)
    make_holding(make_official("Lò Văn Nay"), post)
    make_holding(make_official("Lò Văn Xưa"), post, held_from=date(2015, 1, 1), held_until=localdate())
    make_post(unit, make_position("Bí thư Đảng ủy"), abolished_on=localdate())

    answer = client_of(board).get(f"{URL}{unit.pk}/")
    (seat,) = answer.context["seats"]

    assert [holding.official.full_name for holding in seat.holders] == ["Lò Văn Nay"]
    assert seat.vacant == 1
    assert "khuyết 1" in answer.content.decode()
    assert "Lò Văn Xưa" not in answer.content.decode()


def test_indicators_are_written_as_the_office_writes_them(client_of, board):
    unit = make_unit("Xã Nậm Thử")
    nineteen = make_criteria_set(19, name="Bộ 2021-2025")
    ten = make_criteria_set(10, name="Bộ 2026-2030", from_year=2026, to_year=2030)
    make_indicator(unit, 2023, IndicatorKind.NEW_RURAL_CRITERIA, 10, criteria_set=nineteen)
    make_indicator(unit, 2026, IndicatorKind.NEW_RURAL_CRITERIA, 7, criteria_set=ten)
    make_indicator(unit, 2023, IndicatorKind.POVERTY_REDUCTION, 4, value_to=5)
    make_indicator(unit, 2023, IndicatorKind.INCOME_PER_CAPITA, "21.22", is_estimate=True)
    make_indicator(make_unit("Xã Khác"), 2019)

    answer = client_of(board).get(f"{URL}{unit.pk}/")

    assert answer.context["years"] == [2023, 2026]
    assert [(row.label, row.cells) for row in answer.context["indicators"]] == [
        ("Số tiêu chí nông thôn mới đạt (Bộ 2021-2025)", ["10/19", ""]),
        ("Số tiêu chí nông thôn mới đạt (Bộ 2026-2030)", ["", "7/10"]),
        ("Giảm tỷ lệ hộ nghèo trong năm", ["4 - 5", ""]),
        ("Thu nhập bình quân đầu người", ["21,22 (ước)", ""]),
    ]
    assert answer.content.decode().count("không phải điểm") == 1  # said once, above all pictures


def test_the_page_shows_names_codes_and_what_came_before_and_after(client_of, board):
    unit, old, new = make_unit("Xã Giữa", code="03166"), make_unit("Xã Trước"), make_unit("Xã Sau")
    unit.aliases.create(name="UBND xã Giữa")
    unit.codes.create(code="03165", valid_to=date(2020, 1, 1))
    UnitSuccession.objects.create(predecessor=old, successor=unit, on=date(2013, 6, 1))
    UnitSuccession.objects.create(predecessor=unit, successor=new, on=date(2025, 7, 1))

    html = client_of(board).get(f"{URL}{unit.pk}/").content.decode()

    for text in ("UBND xã Giữa", "03165", "03166", f'href="/units/{old.pk}/"', f'href="/units/{new.pk}/"'):
        assert text in html


def test_a_clerk_gets_no_link_to_a_unit_that_may_not_be_opened(client_of, clerk):
    new = make_unit("Xã Sau")
    UnitSuccession.objects.create(predecessor=clerk.unit, successor=new, on=date(2030, 7, 1))

    html = client_of(clerk).get(f"{URL}{clerk.unit.pk}/").content.decode()

    assert "Xã Sau" in html
    assert f"/units/{new.pk}/" not in html


def test_rotations_to_and_from_the_unit_are_shown_apart_and_a_clerk_sees_announced_ones(
    client_of, board, clerk
):
    coming = make_rotation(official=make_official("Lò Văn Đến"), receiving=clerk.unit)
    going = make_rotation(official=make_official("Lò Văn Đi"), sending=clerk.unit)

    answer = client_of(board).get(f"{URL}{clerk.unit.pk}/")

    assert list(answer.context["arrivals"]) == [coming]
    assert list(answer.context["departures"]) == [going]
    assert not client_of(clerk).get(f"{URL}{clerk.unit.pk}/").context["arrivals"]


@pytest.mark.parametrize("fixture", ["board", "clerk"])
def test_the_page_costs_the_same_however_much_it_holds(client_of, request, clerk, fixture):
    client = client_of(request.getfixturevalue(fixture))
    unit = clerk.unit
    make_holding(post=make_post(unit))
    make_rotation(receiving=unit)
    make_indicator(unit, 2023)
    few = queries_of(client, f"{URL}{unit.pk}/")
    for n in range(10):
        make_holding(post=make_post(unit, make_position(f"Chức danh {n}")))
        make_rotation(receiving=unit)
        make_indicator(unit, 2010 + n)
        unit.aliases.create(name=f"Tên {n}")

    assert queries_of(client, f"{URL}{unit.pk}/") == few <= MOST
