"""Needs of units (Biểu 1): the list, one need, stating a new one."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import localdate

from rotations.models import Position, RotationNeed, StandardSeat
from rotations.partial_dates import PartialDate
from rotations.vocabulary import NeedDirection, NeedReason
from tests.makers import make_call, make_need, make_official, make_position, make_post, make_unit
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/needs/"
ADD = "/needs/add/"


def units(answer):
    return [need.unit.name for need in answer.context["object_list"]]


def typed(**changes):
    return {
        "year": str(localdate().year), "direction": "in", "position": "", "position_text": "Công chức địa chính",
        "quantity": "1", "reason": "vacancy", "expected_on": "09/2025",
    } | changes  # fmt: skip


def test_the_newest_year_stands_first_then_units_in_vietnamese_order(client_of, board):
    make_need(make_unit("Xã Đá"), year=2025)
    make_need(make_unit("Xã Dốc"), year=2025)
    make_need(make_unit("Xã An"), year=2024)
    client = client_of(board)

    assert units(client.get(URL)) == ["Xã Dốc", "Xã Đá", "Xã An"]
    assert units(client.get(f"{URL}?sort=unit")) == ["Xã An", "Xã Dốc", "Xã Đá"]


@pytest.mark.parametrize(
    "query", ["q=nam+thu", "q=dia+chinh", "year=2024", "direction=out", "reason=training", "unit=nam"]
)
def test_the_list_narrows(client_of, board, query):
    make_need(
        make_unit("Xã Nậm Thử"), year=2024, direction=NeedDirection.OUT, reason=NeedReason.TRAINING,
        position_text="Công chức địa chính",
    )  # fmt: skip
    make_need(make_unit("Xã Khác"), year=2025)

    assert units(client_of(board).get(f"{URL}?{query}")) == ["Xã Nậm Thử"]


def test_the_list_costs_the_same_for_one_row_and_for_twenty(client_of, board):
    make_need(proposed_official=make_official())
    client = client_of(board)
    few = queries_of(client, URL)
    for _n in range(19):
        make_need(proposed_official=make_official())

    assert queries_of(client, URL) == few <= MOST


def test_a_clerk_sees_and_downloads_the_own_units_needs_alone(client_of, clerk):
    own, other = make_need(clerk.unit), make_need(make_unit("Xã Khác"))
    client = client_of(clerk)

    assert units(client.get(URL)) == ["Xã Nậm Thử"]
    assert client.get(f"{URL}{own.pk}/").status_code == 200
    assert client.get(f"{URL}{other.pk}/").status_code == 404
    lines = b"".join(client.get(f"{URL}?download=csv&taken_for=x")).decode("utf-8-sig").splitlines()
    assert len(lines) == 3, "the last says who took it out"
    assert "Xã Khác" not in lines[1]


@pytest.mark.parametrize("fixture", ["viewer", "admin_account", "appraiser"])
@pytest.mark.parametrize("url", [URL, ADD])
def test_who_has_no_business_with_needs_is_turned_away(client_of, request, fixture, url):
    assert client_of(request.getfixturevalue(fixture)).get(url).status_code == 403


def test_the_committee_reads_needs_and_states_none(client_of, committee):
    make_need()
    client = client_of(committee)

    assert "Thêm nhu cầu" not in client.get(URL).content.decode()
    assert client.get(ADD).status_code == 403


def test_one_need_shows_what_was_typed(client_of, board):
    need = make_need(
        requirements="Đại học, trung cấp lý luận", expected_on=date(2025, 9, 1), expected_on_precision="month"
    )

    html = client_of(board).get(f"{URL}{need.pk}/").content.decode()

    assert "Đại học, trung cấp lý luận" in html
    assert "<dd>09/2025</dd>" in html


def test_a_need_is_stated_with_a_date_as_vague_as_it_is_known(client_of, board):
    unit = make_unit("Xã Nậm Thử")

    answer = client_of(board).post(ADD, typed(unit=unit.pk))

    need = RotationNeed.objects.get()
    assert answer["Location"] == f"{URL}{need.pk}/"
    assert need.unit == unit
    assert need.expected == PartialDate.of_month(2025, 9)


def test_a_clerk_states_a_need_of_the_own_unit_whatever_is_sent(client_of, clerk):
    other = make_unit("Xã Khác")
    client = client_of(clerk)

    assert "unit" not in client.get(ADD).context["form"].fields
    client.post(ADD, typed(unit=other.pk))

    assert RotationNeed.objects.get().unit == clerk.unit


def test_a_clerk_is_offered_the_calls_sent_to_the_own_unit(client_of, clerk):
    ours = make_call(clerk.unit)
    make_call(make_unit("Xã Khác"), opened_on=date(2025, 1, 2))
    make_call(clerk.unit, year=2024, closed_on=localdate())

    assert list(client_of(clerk).get(ADD).context["form"].fields["call"].queryset) == [ours]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"position_text": ""}, "Hãy chọn chức danh, hoặc ghi vị trí cần bổ sung"),
        ({"year": "1999"}, "Năm kế hoạch phải từ"),
        ({"quantity": "0"}, "Số lượng"),
        ({"expected_on": "32/13/2025"}, "Thời gian dự kiến"),
        ({"unit": ""}, "Đơn vị đề xuất"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_of, board, changes, said):
    answer = client_of(board).post(ADD, typed(**{"unit": make_unit().pk, "note": "Cần gấp"} | changes))
    html = answer.content.decode()

    assert answer.status_code == 200
    assert said in html
    assert "Cần gấp" in html
    assert not RotationNeed.objects.exists()


def test_a_person_named_is_linked_when_one_bears_the_name(client_of, board):
    person = make_official("Lò Văn Đôi")

    client_of(board).post(ADD, typed(unit=make_unit().pk, person="lò văn đôi"))

    assert RotationNeed.objects.get().proposed_official == person


def test_namesakes_ask_for_the_code_and_the_code_decides(client_of, board):
    first = make_official("Lò Văn Đôi", official_code="NP-1")
    make_official("Lò Văn Đôi", official_code="NP-2")
    client, unit = client_of(board), make_unit()

    html = client.post(ADD, typed(unit=unit.pk, person="Lò Văn Đôi")).content.decode()
    client.post(ADD, typed(unit=unit.pk, person="NP-1"))

    assert "Có nhiều người cùng tên. Hãy ghi số hiệu" in html
    assert RotationNeed.objects.get().proposed_official == first


def test_a_person_nobody_knows_stays_as_typed(client_of, clerk):
    make_official("Lò Văn Đôi", unit=make_unit())

    client_of(clerk).post(ADD, typed(person="Lò Văn Đôi", position=make_position().pk))

    need = RotationNeed.objects.get()
    assert need.proposed_official is None
    assert need.proposed_text == "Lò Văn Đôi"


def test_a_need_is_changed_and_who_was_overtaken_is_told(client_of, board):
    need = make_need(make_unit("Xã Nậm Thử"))
    client = client_of(board)
    url = f"{URL}{need.pk}/edit/"
    seen = client.get(url).context["form"]["seen"].value()
    sent = typed(unit=need.unit_id, position=need.position_id, other_level="district", seen=seen)

    client.post(url, sent | {"quantity": "4"})
    again = client.post(url, sent | {"quantity": "9"}).content.decode()

    need.refresh_from_db()
    assert (need.quantity, need.other_level) == (4, "district")
    assert need.history.first().history_user == board
    assert "bạn ghi “9”, hiện nay là “4”" in again


def test_a_need_in_answer_to_a_call_is_of_its_year_and_joins_only_an_open_one(client_of, clerk):
    today = localdate()
    open_ = make_call(clerk.unit, year=today.year + 1, opened_on=today, deadline=today)
    closed = make_call(clerk.unit, year=today.year, opened_on=today, deadline=today, closed_on=today)
    client = client_of(clerk)

    client.post(ADD, typed(call=closed.pk))
    assert not RotationNeed.objects.exists()
    client.post(ADD, typed(call=open_.pk))

    assert RotationNeed.objects.get().year == today.year + 1


def test_a_clerk_chooses_among_the_positions_of_the_own_level_and_block_and_of_the_own_posts(
    clerk, client_of
):
    usual = StandardSeat.objects.filter(level=clerk.unit.level, block=clerk.unit.block)
    own = make_post(clerk.unit, "Chức danh chỉ xã này có").position
    elsewhere = make_position("Chức danh của nơi khác")

    form = client_of(clerk).get(ADD).context["form"]

    offered = set(form.fields["position"].queryset)
    assert offered == {own, *(seat.position for seat in usual)}
    assert usual.exists()
    assert elsewhere not in offered
    refused = client_of(clerk).post(ADD, typed(position=elsewhere.pk))
    assert "position" in refused.context["form"].errors
    assert not RotationNeed.objects.exists()


def test_the_board_chooses_among_all_positions(board, client_of):
    form = client_of(board).get(ADD).context["form"]

    assert set(form.fields["position"].queryset) == set(Position.objects.all())


def test_a_position_chosen_before_stays_in_the_form(clerk, client_of):
    need = make_need(clerk.unit, make_position("Chức danh của nơi khác"))

    form = client_of(clerk).get(f"/needs/{need.pk}/edit/").context["form"]

    assert need.position in form.fields["position"].queryset


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [("{open}", True), ("{closed}", False), ("0", False), ("x", False), ("9" * 30, False)],
)
def test_the_call_of_the_address_is_chosen_beforehand_when_it_is_open(clerk, client_of, asked, chosen):
    year, today = localdate().year + 1, localdate()
    call = make_call(clerk.unit, year=year, opened_on=today, deadline=today)
    closed = make_call(clerk.unit, year=year + 1, opened_on=today, deadline=today, closed_on=today)

    initial = (
        client_of(clerk)
        .get(ADD, {"call": asked.format(open=call.pk, closed=closed.pk)})
        .context["form"]
        .initial
    )

    assert initial.get("call") == (call if chosen else None)
    assert initial.get("year") == (year if chosen else None)
