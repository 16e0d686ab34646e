"""The queue of people to be placed, proposals and decisions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from rotations.models import Placement
from rotations.vocabulary import ParameterCode, PlacementOutcome, RotationStatus
from tests.makers import (
    make_official,
    make_placement,
    make_plan,
    make_position,
    make_post,
    make_regulation,
    make_rotation_at,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/placements/"
ADD = "/placements/add/"


def names(answer):
    return [rotation.official.full_name for rotation in answer.context["object_list"]]


def ended(name, on, **fields):
    return make_rotation_at(RotationStatus.ENDED, official=make_official(name), ended_on=on, **fields)


def typed(**changes):
    return {
        "outcome": "returns",
        "unit": "",
        "position": "",
        "proposed_on": "01/06/2025",
        "proposal": "Theo quy hoạch",
    } | changes


def test_who_has_waited_longest_stands_first_then_proposals_then_what_is_decided(client_of, board):
    decided = ended("Lò Văn Xong", date(2025, 2, 1))
    make_placement(decided, proposed_on=date(2025, 3, 1), decided_on=date(2025, 3, 5))
    make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1))
    ended("Lò Văn Mới", date(2025, 3, 1))
    ended("Lò Văn Lâu", date(2025, 2, 1))
    make_rotation_at(RotationStatus.DECIDED, official=make_official("Lò Văn Chưa"))

    answer = client_of(board).get(URL)

    assert names(answer) == ["Lò Văn Lâu", "Lò Văn Mới", "Lò Văn Đề", "Lò Văn Xong"]
    days = [line.days for line in answer.context["lines"]]
    assert days[0] == (localdate() - date(2025, 2, 1)).days
    assert days[3] is None


def test_who_still_serves_past_the_due_date_waits_from_that_date(client_of, board):
    due = localdate() - timedelta(days=10)
    rotation = make_rotation_at(RotationStatus.ACTIVE, official=make_official("Lò Văn Quá"))
    rotation.due_on, rotation.due_on_precision = due, "day"
    rotation.save()
    later = make_rotation_at(RotationStatus.ACTIVE, official=make_official("Lò Văn Còn"))
    later.due_on, later.due_on_precision = localdate() + timedelta(days=1), "day"
    # The text of these cases sets no months of alert, so nobody is announced ahead.
    later.save()

    answer = client_of(board).get(URL)

    assert names(answer) == ["Lò Văn Quá"]
    assert answer.context["lines"][0].days == 10
    assert "10 ngày" in answer.content.decode()


def test_a_due_date_known_to_the_month_waits_from_its_last_day(client_of, board):
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    rotation.due_on, rotation.due_on_precision = localdate().replace(day=1), "month"
    rotation.save()

    assert client_of(board).get(URL).context["lines"][0].days == 0


def test_the_queue_narrows(client_of, board):
    ended("Lò Văn Chờ", date(2025, 2, 1), receiving=make_unit("Xã Nậm Thử"))
    make_placement(
        ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1), outcome=PlacementOutcome.STAYS
    )
    make_placement(
        ended("Lò Văn Xong", date(2025, 2, 1)), proposed_on=date(2025, 3, 1), decided_on=date(2025, 3, 5)
    )
    client = client_of(board)

    for query, expected in (
        ("state=waiting", "Lò Văn Chờ"),
        ("state=proposed", "Lò Văn Đề"),
        ("state=decided", "Lò Văn Xong"),
        ("outcome=stays", "Lò Văn Đề"),
        ("q=cho", "Lò Văn Chờ"),
        ("receiving_unit=nam+thu", "Lò Văn Chờ"),
    ):
        assert names(client.get(f"{URL}?{query}")) == [expected], query


def test_the_queue_costs_the_same_for_one_row_and_for_twenty(client_of, board):
    plan = make_plan(2025, make_regulation({}))
    make_placement(ended("Lò Văn Chờ", date(2025, 2, 1), plan=plan), post=make_post())
    client = client_of(board)
    few = queries_of(client, URL)
    for _n in range(10):
        make_placement(ended("Lò Văn Chờ", date(2025, 2, 1), plan=plan), post=make_post())
        ended("Lò Văn Chờ", date(2025, 2, 1), plan=plan)

    assert queries_of(client, URL) == few <= MOST


@pytest.mark.parametrize("fixture", ["clerk", "viewer", "admin_account", "appraiser"])
@pytest.mark.parametrize("url", [URL, ADD, f"{URL}1/decide/"])
def test_placements_are_the_boards_business_alone(client_of, request, fixture, url):
    assert client_of(request.getfixturevalue(fixture)).get(url).status_code == 403


def test_the_download_holds_the_queue(client_of, board):
    ended("Lò Văn Chờ", date(2025, 2, 1))

    lines = b"".join(client_of(board).get(f"{URL}?download=csv&taken_for=x")).decode("utf-8-sig").splitlines()

    assert lines[1].startswith("Lò Văn Chờ;")
    assert f";Chưa có phương án;{(localdate() - date(2025, 2, 1)).days};" in lines[1]


def test_a_proposal_is_kept_and_the_unit_follows_from_the_outcome(client_of, board):
    rotation = ended("Lò Văn Chờ", date(2025, 2, 1))

    answer = client_of(board).post(f"{ADD}?rotation={rotation.pk}", typed())

    placement = Placement.objects.get()
    assert answer.status_code == 302
    assert placement.rotation == rotation
    assert placement.unit == rotation.sending_unit
    assert placement.decided_on is None


def test_a_post_is_found_at_the_unit_or_its_lack_is_said(client_of, board):
    rotation = ended("Lò Văn Chờ", date(2025, 2, 1))
    post = make_post(rotation.sending_unit, make_position("Trưởng phòng"))
    elsewhere = make_position("Chủ tịch UBND")
    client = client_of(board)

    refused = client.post(f"{ADD}?rotation={rotation.pk}", typed(position=elsewhere.pk)).content.decode()
    client.post(f"{ADD}?rotation={rotation.pk}", typed(position=post.position.pk))

    assert "không có chức danh Chủ tịch UBND" in refused
    assert Placement.objects.get().post == post


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": ""}, "Phương án"),
        ({"outcome": "transferred"}, "Hãy chọn đơn vị mà cán bộ được điều động đến."),
        ({"proposed_on": "01/01/2099"}, "Ngày đề xuất không thể ở tương lai."),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said(client_of, board, changes, said):
    rotation = ended("Lò Văn Chờ", date(2025, 2, 1))

    html = client_of(board).post(f"{ADD}?rotation={rotation.pk}", typed(**changes)).content.decode()

    assert said in html
    assert "Theo quy hoạch" in html
    assert not Placement.objects.exists()


def test_a_case_with_a_proposal_is_no_candidate_for_another(client_of, board):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)))

    assert client_of(board).get(f"{ADD}?rotation={placement.rotation.pk}").status_code == 404


def seen(client, url: str) -> dict[str, str]:
    """What the page carries of the state it was filled from."""
    return {"seen": client.get(url).context["form"]["seen"].value()}


def decided(**changes):
    return {
        "outcome": "returns", "number": "12-QĐ/HU", "issued_on": "05/03/2025", "decided_on": "05/03/2025",
    } | changes  # fmt: skip


def test_the_committee_decides_and_an_officer_does_not(client_of, board, committee):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1))
    url = f"{URL}{placement.pk}/decide/"

    assert client_of(board).post(url, {"decided_on": "05/03/2025"}).status_code == 403
    answer = client_of(committee).post(url, decided(**seen(client_of(committee), url)))
    placement.refresh_from_db()

    assert answer["Location"] == URL
    assert (placement.decided_on, str(placement.decision)) == (date(2025, 3, 5), "12-QĐ/HU")
    assert placement.rotation.status == "placed"
    assert client_of(committee).get(url).status_code == 404


@pytest.mark.parametrize("day", ["01/02/2025", "01/01/2099", "hôm nay"])
def test_a_decision_on_an_impossible_day_is_refused_in_words(client_of, committee, day):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1))

    client, url = client_of(committee), f"{URL}{placement.pk}/decide/"
    answer = client.post(url, decided(decided_on=day, **seen(client, url)))
    placement.refresh_from_db()

    assert answer.status_code == 200
    assert "Chưa ghi được, hãy sửa những chỗ sau" in answer.content.decode()
    assert placement.decided_on is None


def near_the_end(days, months=3):
    """Somebody whose time is up in so many days, under a text that announces it so many months ahead."""
    plan = make_plan(2024, make_regulation({ParameterCode.LAST_ALERT_MONTHS: months}))
    rotation = make_rotation_at(
        RotationStatus.ACTIVE,
        official=make_official("Lò Văn Gần"),
        plan=plan,
        expected_placement="Về Phòng Nội vụ",
    )
    rotation.due_on, rotation.due_on_precision = localdate() + timedelta(days=days), "day"
    rotation.save()
    return rotation


def test_who_comes_to_the_end_within_the_last_alert_is_in_the_queue_and_marked(client_of, board):
    near_the_end(20)
    client = client_of(board)

    html = client.get(URL).content.decode()
    assert "Sắp hết hạn" in html
    assert "còn 20 ngày" in html
    assert "Dự kiến: Về Phòng Nội vụ" in html
    assert names(client.get(f"{URL}?state=soon")) == ["Lò Văn Gần"]
    assert names(client.get(f"{URL}?state=waiting")) == []


@pytest.mark.parametrize(("months", "shown"), [(3, False), (4, True)])
def test_how_far_ahead_is_a_number_of_the_text(client_of, board, months, shown):
    near_the_end(100, months)

    assert bool(names(client_of(board).get(URL))) == shown


def test_the_queue_is_sorted_and_narrowed_by_ageing(client_of, board):
    today = localdate()
    ended("Lò Văn Lâu", today - timedelta(days=40), starts_on=today - timedelta(days=400))
    make_placement(
        ended("Lò Văn Đề", today - timedelta(days=60), starts_on=today - timedelta(days=400)),
        proposed_on=today - timedelta(days=50),
    )
    near_the_end(5)
    client = client_of(board)

    assert names(client.get(f"{URL}?sort=ageing")) == ["Lò Văn Đề", "Lò Văn Lâu", "Lò Văn Gần"]
    assert names(client.get(f"{URL}?waiting_days=40&sort=ageing")) == ["Lò Văn Đề", "Lò Văn Lâu"]
    assert names(client.get(f"{URL}?waiting_days=41")) == ["Lò Văn Đề"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "Hãy chọn quyết định trong sổ, hoặc ghi số quyết định."),
        ({"number": "mười hai"}, "Hãy ghi số và ký hiệu"),
        ({"issued_on": ""}, "Hãy ghi ngày ban hành"),
        ({"issued_on": "01/01/2099", "decided_on": "01/01/2099"}, "không thể sau hôm nay"),
        ({"outcome": "transferred"}, "Hãy chọn đơn vị bố trí"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_and_nothing_is_kept(client_of, committee, changes, said):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1), unit=None)

    client, url = client_of(committee), f"{URL}{placement.pk}/decide/"
    html = client.post(url, decided(**changes, **seen(client, url))).content.decode()
    placement.refresh_from_db()

    assert said in html
    assert placement.decided_on is None


def test_a_post_is_found_at_the_unit_the_outcome_leads_to(client_of, committee):
    rotation = ended("Lò Văn Đề", date(2025, 2, 1))
    placement = make_placement(rotation, proposed_on=date(2025, 3, 1))
    post = make_post(rotation.sending_unit, make_position("Trưởng phòng"))
    elsewhere = make_position("Bí thư Đảng ủy")
    client, url = client_of(committee), f"{URL}{placement.pk}/decide/"

    assert (
        "không có chức danh Bí thư Đảng ủy"
        in client.post(url, decided(position=elsewhere.pk, **seen(client, url))).content.decode()
    )
    client.post(url, decided(position=post.position.pk, **seen(client, url)))

    placement.refresh_from_db()
    assert placement.post == post
    assert rotation.official.holdings.get(post=post).held_from == date(2025, 3, 5)


def test_who_rotates_on_leads_to_a_new_proposal(client_of, lead):
    rotation = ended("Lò Văn Đề", date(2025, 2, 1))
    placement = make_placement(rotation, proposed_on=date(2025, 3, 1))
    client = client_of(lead)

    url = f"{URL}{placement.pk}/decide/"
    answer = client.post(url, decided(outcome="rotates_on", **seen(client, url)))

    assert answer["Location"] == f"/rotations/add/?official={rotation.official_id}"
    assert "Đề xuất lượt mới" in client.get(URL).content.decode()


def test_the_page_of_a_decision_is_cheap(client_of, committee):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1))

    assert queries_of(client_of(committee), f"{URL}{placement.pk}/decide/") <= MOST


def test_an_elected_post_waits_in_the_queue_for_the_day_it_is_taken_up(client_of, board):
    rotation = ended("Lò Văn Bầu", date(2025, 2, 1))
    post = make_post(rotation.sending_unit, make_position("Chủ tịch UBND", filling="elected"))
    placement = make_placement(rotation, proposed_on=date(2025, 3, 1), decided_on=date(2025, 3, 5), post=post)
    client, url = client_of(board), f"{URL}{placement.pk}/take-up/"

    assert url in client.get(URL).content.decode()
    assert "không thể sau hôm nay" in client.post(url, {"held_from": "01/01/2099"}).content.decode()
    client.post(url, {"held_from": "20/03/2025"})

    assert rotation.official.holdings.get(post=post).held_from == date(2025, 3, 20)
    assert url not in client.get(URL).content.decode()
