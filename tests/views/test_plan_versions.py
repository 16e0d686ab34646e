"""States of a plan on screen: a frozen version, two side by side, the plan on a day, an amendment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from rotations import workflow
from rotations.vocabulary import Direction, PlanStatus
from tests.makers import TODAY, make_official, make_plan, make_rotation
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan():
    """Submitted ten days ago with one person, approved five days ago with two."""
    today, plan = localdate(), make_plan()
    plan.targets.create(direction=Direction.DISTRICT_TO_COMMUNE, quantity=2)
    make_rotation(make_official("Lò Thị Một"), plan=plan)
    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=today - 10 * DAY, document_number="12-TTr/BTC")
    make_rotation(make_official("Lò Thị Hai"), plan=plan)
    workflow.move_plan(plan, PlanStatus.APPROVED, by=None, on=today - 5 * DAY, document_number="79-KH/HU")
    return plan


def page(client, url):
    return client.get(url).content.decode()


def test_a_version_reads_as_it_was_frozen(client_of, board, plan):
    client = client_of(board)

    html = page(client, f"/plans/{plan.pk}/versions/1/")

    assert "12-TTr/BTC" in html
    assert "Lò Thị Một" in html
    assert "Lò Thị Hai" not in html
    assert client.get(f"/plans/{plan.pk}/versions/9/").status_code == 404


@pytest.mark.parametrize(
    ("query", "old", "new", "added"),
    [
        ("", "1", "2", ["Lò Thị Hai"]),
        ("?from=1&to=2", "1", "2", ["Lò Thị Hai"]),
        ("?from=2&to=now", "2", "now", ["Lò Thị Ba"]),
        ("?from=1&to=now", "1", "now", ["Lò Thị Hai", "Lò Thị Ba"]),
    ],
)
def test_two_states_stand_side_by_side(client_of, board, plan, query, old, new, added):
    make_rotation(make_official("Lò Thị Ba"), plan=plan)

    context = client_of(board).get(f"/plans/{plan.pk}/compare/{query}").context

    assert (context["old"], context["new"]) == (old, new)
    assert {one["full_name"] for one in context["comparison"].added} == set(added)


@pytest.mark.parametrize("query", ["?from=9", "?to=x", "?from=1&to=-1"])
def test_a_version_there_is_not_is_said(client_of, board, plan, query):
    answer = client_of(board).get(f"/plans/{plan.pk}/compare/{query}")

    assert answer.status_code == 200
    assert "comparison" not in answer.context


def test_a_plan_never_submitted_has_nothing_to_compare(client_of, board):
    plan = make_plan(2030)
    client = client_of(board)

    assert "Chưa có phiên bản nào" in page(client, f"/plans/{plan.pk}/compare/")
    assert "Kế hoạch chưa trình lần nào" in page(client, f"/plans/{plan.pk}/as-of/")


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [
        (11, "chưa có phiên bản nào được chốt"),
        (10, "phiên bản 1"),
        (6, "phiên bản 1"),
        (5, "phiên bản 2"),
        (0, "phiên bản 2"),
        (-1, "chưa tới"),
    ],
)
def test_the_plan_on_any_day(client_of, board, plan, days_ago, said):
    day = localdate() - days_ago * DAY

    assert said in page(client_of(board), f"/plans/{plan.pk}/as-of/?on={day:%d/%m/%Y}")


def test_today_tells_what_was_changed_since_the_last_version_and_a_day_before_does_not(
    client_of, board, plan
):
    make_rotation(make_official("Lò Thị Ba"), plan=plan)
    client, url = client_of(board), f"/plans/{plan.pk}/as-of/"

    assert "chưa chốt" in page(client, url)
    assert "Lò Thị Ba" in page(client, url)
    assert "Lò Thị Ba" not in page(client, f"{url}?on={localdate() - DAY:%d/%m/%Y}")


def test_a_day_that_is_none_is_said(client_of, board, plan):
    answer = client_of(board).get(f"/plans/{plan.pk}/as-of/?on=31/02/2025")

    assert answer.status_code == 200
    assert "day" not in answer.context
    assert "invalid-feedback" in answer.content.decode()


def test_an_amendment_shows_what_it_freezes_and_has_its_own_document(client_of, lead, plan):
    make_rotation(make_official("Lò Thị Ba"), plan=plan)
    client, url = client_of(lead), f"/plans/{plan.pk}/amend/"
    before = page(client, url)

    answer = client.post(
        url,
        {
            "document_number": "85-KH/HU",
            "document_on": f"{localdate() - DAY:%d/%m/%Y}",
            "reason": "Bổ sung một người",
        },
    )

    assert "Lò Thị Ba" in before
    assert answer["Location"] == f"/plans/{plan.pk}/versions/3/"
    version = plan.versions.get(number=3)
    assert (version.document_number, version.issued_on, version.reason, version.frozen_by) == (
        "85-KH/HU", localdate() - DAY, "Bổ sung một người", lead,
    )  # fmt: skip
    assert "Chưa có gì thay đổi so với phiên bản 3" in page(client, url)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document_number": ""}, "Số, ký hiệu văn bản"),
        ({"reason": ""}, "Nội dung, lý do"),
        ({"document_number": "79-KH/HU"}, "có số riêng"),
        ({"document_on": "31/02/2025"}, "Ngày văn bản"),
        ({"document_on": "01/01/2100"}, "không thể sau hôm nay"),
    ],
)
def test_what_is_wrong_with_an_amendment_is_said_and_nothing_is_frozen(client_of, lead, plan, changes, said):
    sent = {"document_number": "85-KH/HU", "reason": "Bổ sung"} | changes

    html = client_of(lead).post(f"/plans/{plan.pk}/amend/", sent).content.decode()

    assert said in html
    assert plan.versions.count() == 2


def test_a_plan_not_approved_says_why_it_is_not_amended(client_of, lead):
    plan = make_plan(2030)

    assert "chỉ điều chỉnh kế hoạch đã phê duyệt" in page(client_of(lead), f"/plans/{plan.pk}/amend/")
    assert "/amend/" not in page(client_of(lead), f"/plans/{plan.pk}/")


def test_the_way_to_amend_stands_on_the_page_of_an_approved_plan_for_who_may(client_of, board, lead, plan):
    assert f"/plans/{plan.pk}/amend/" in page(client_of(lead), f"/plans/{plan.pk}/")
    assert f"/plans/{plan.pk}/amend/" not in page(client_of(board), f"/plans/{plan.pk}/")


def test_a_plan_is_changed_on_screen_and_its_text_stands_once_it_is_approved(client_of, lead, plan):
    client, url = client_of(lead), f"/plans/{plan.pk}/edit/"
    form = client.get(url)
    sent = {
        "title": "Kế hoạch đã sửa",
        "purpose": "Mới",
        "year": 2040,
        "seen": form.context["form"]["seen"].value(),
    }

    client.post(url, sent)

    plan.refresh_from_db()
    assert (plan.title, plan.purpose, plan.year) == ("Kế hoạch đã sửa", "Mới", TODAY.year)
    assert plan.history.first().history_user == lead
    assert "Kế hoạch đã sửa" in page(client, f"/plans/{plan.pk}/amend/")


def test_a_step_carries_its_paper_and_its_day(client_of, lead):
    plan = make_plan(2030)
    client = client_of(lead)
    sent = {
        "document_number": "12-TTr/BTC",
        "document_on": f"{localdate() - DAY:%d/%m/%Y}",
        "reason": "Lần 1",
    }

    client.post(f"/plans/{plan.pk}/moves/submitted/", sent)
    wrong = client.post(f"/plans/{plan.pk}/moves/approved/", {"document_on": "31/02/2030"}, follow=True)

    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert plan.versions.get().issued_on == localdate() - DAY
    html = wrong.content.decode()
    assert "Ngày văn bản:" in html
    assert "12-TTr/BTC ngày" in html


@pytest.mark.parametrize(
    "address", ["versions/1/", "compare/", "compare/?from=1&to=now", "as-of/", "amend/", "edit/"]
)
def test_a_state_of_twenty_people_costs_as_many_queries_as_one_of_two(client_of, lead, plan, address):
    client, url = client_of(lead), f"/plans/{plan.pk}/{address}"
    few = queries_of(client, url)
    for _ in range(18):
        make_rotation(plan=plan)

    assert queries_of(client, url) == few <= MOST


def test_versions_are_the_boards_and_the_committees(client_of, committee, clerk, plan):
    plan.announced_on = localdate()
    plan.save()

    for address in ("versions/1/", "compare/", "as-of/"):
        assert client_of(committee).get(f"/plans/{plan.pk}/{address}").status_code == 200
        assert client_of(clerk).get(f"/plans/{plan.pk}/{address}").status_code == 403
