"""The queue of people to be placed, proposals and decisions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from rotations.models import Placement
from rotations.vocabulary import PlacementOutcome, RotationStatus
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
    days = [line["days"] for line in answer.context["lines"]]
    assert days[0] == (localdate() - date(2025, 2, 1)).days
    assert days[3] is None


def test_who_still_serves_past_the_due_date_waits_from_that_date(client_of, board):
    due = localdate() - timedelta(days=10)
    rotation = make_rotation_at(RotationStatus.ACTIVE, official=make_official("Lò Văn Quá"))
    rotation.due_on, rotation.due_on_precision = due, "day"
    rotation.save()
    later = make_rotation_at(RotationStatus.ACTIVE, official=make_official("Lò Văn Còn"))
    later.due_on, later.due_on_precision = localdate() + timedelta(days=1), "day"
    later.save()

    answer = client_of(board).get(URL)

    assert names(answer) == ["Lò Văn Quá"]
    assert answer.context["lines"][0]["days"] == 10
    assert "10 ngày" in answer.content.decode()


def test_a_due_date_known_to_the_month_waits_from_its_last_day(client_of, board):
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    rotation.due_on, rotation.due_on_precision = localdate().replace(day=1), "month"
    rotation.save()

    assert client_of(board).get(URL).context["lines"][0]["days"] == 0


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

    lines = b"".join(client_of(board).get(f"{URL}?download=csv")).decode("utf-8-sig").splitlines()

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


def test_the_committee_decides_and_an_officer_does_not(client_of, board, committee):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1))
    url = f"{URL}{placement.pk}/decide/"

    assert client_of(board).post(url, {"decided_on": "05/03/2025"}).status_code == 403
    answer = client_of(committee).post(url, {"decided_on": "05/03/2025", "note": "12-QĐ/HU"})
    placement.refresh_from_db()

    assert answer["Location"] == URL
    assert (placement.decided_on, placement.note) == (date(2025, 3, 5), "12-QĐ/HU")
    assert client_of(committee).get(url).status_code == 404


@pytest.mark.parametrize("day", ["01/02/2025", "01/01/2099", "hôm nay"])
def test_a_decision_on_an_impossible_day_is_refused_in_words(client_of, committee, day):
    placement = make_placement(ended("Lò Văn Đề", date(2025, 2, 1)), proposed_on=date(2025, 3, 1))

    answer = client_of(committee).post(f"{URL}{placement.pk}/decide/", {"decided_on": day})
    placement.refresh_from_db()

    assert answer.status_code == 200
    assert "Chưa ghi được, hãy sửa những chỗ sau" in answer.content.decode()
    assert placement.decided_on is None
