"""States of a plan on screen: a frozen version, two side by side, the plan on a day, an amendment."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import localdate, make_aware

from rotations import workflow
from rotations.models import LeftPost, Rotation, settle_left_posts
from rotations.vocabulary import Direction, PlanStatus
from rotations.workflow.plan_versions import content_on
from tests.makers import TODAY, make_amendment, make_official, make_plan, make_post, make_rotation, make_unit
from tests.trail import trail_open
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


@pytest.fixture
def changed(plan):
    """The plan with a case that was put right since, under no paper."""
    rotation = plan.rotations.get(official__full_name="Lò Thị Hai")
    rotation.expected_placement = "Về nơi cũ"
    rotation.save()
    return plan


def recorded_on(day, *records):
    """Let what was written down of these records so far have been written down on `day`."""
    at = make_aware(datetime.combine(day, time(9)))
    with trail_open():
        for record in records:
            record.history.update(history_date=at)


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
        ("?from=2&to=now", "2", "now", []),
        ("?from=1&to=now", "1", "now", ["Lò Thị Hai"]),
    ],
)
def test_two_states_stand_side_by_side(client_of, board, changed, query, old, new, added):
    plan = changed

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
    assert "chưa có phiên bản nào được chốt" in page(client, f"/plans/{plan.pk}/as-of/")


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [
        (11, "chưa được lập"),
        (10, "phiên bản 1"),
        (6, "phiên bản 1"),
        (5, "phiên bản 2"),
        (0, "phiên bản 2"),
        (-1, "chưa tới"),
    ],
)
def test_the_version_of_any_day(client_of, board, plan, days_ago, said):
    day = localdate() - days_ago * DAY

    assert said in page(client_of(board), f"/plans/{plan.pk}/as-of/?on={day:%d/%m/%Y}")


@pytest.mark.parametrize(
    ("days_ago", "people", "added", "said"),
    [
        (13, None, None, "chưa được lập"),
        (12, [], None, "dự thảo"),
        (11, ["Lò Thị Một"], None, "dự thảo"),
        (10, ["Lò Thị Một"], [], "đúng như văn bản"),
        (8, ["Lò Thị Một"], [], "đúng như văn bản"),
        (7, ["Lò Thị Hai", "Lò Thị Một"], ["Lò Thị Hai"], "chưa có trong văn bản nào"),
        (6, ["Lò Thị Hai", "Lò Thị Một"], ["Lò Thị Hai"], "chưa có trong văn bản nào"),
        (5, ["Lò Thị Hai", "Lò Thị Một"], [], "đúng như văn bản"),
        (3, ["Lò Thị Hai"], [], "chưa có trong văn bản nào"),
        (0, ["Lò Thị Hai"], [], "chưa có trong văn bản nào"),
    ],
)
def test_the_plan_at_the_end_of_any_day_is_what_stood_then_beside_the_version_in_force(
    client_of, board, plan, days_ago, people, added, said
):
    today = localdate()
    one, two = plan.rotations.order_by("pk")
    for version, ago in ((plan.versions.get(number=1), 10), (plan.versions.get(number=2), 5)):
        at = make_aware(datetime.combine(today - ago * DAY, time(12)))
        plan.versions.filter(pk=version.pk).update(frozen_at=at)
    recorded_on(today - 12 * DAY, *plan.targets.all())
    for status, number, ago in (("draft", "", 12), ("submitted", "", 10), ("", "79-KH/HU", 5)):
        lines = plan.history.filter(document_number=number)
        at = make_aware(datetime.combine(today - ago * DAY, time(9)))
        with trail_open():
            (lines.filter(status=status) if status else lines).update(history_date=at)
    recorded_on(today - 11 * DAY, one, one.official)
    recorded_on(today - 7 * DAY, two, two.official)
    called_off = one.history.last()
    called_off.pk, called_off.status = None, "cancelled"
    called_off.history_date = make_aware(datetime.combine(today - 3 * DAY, time(9)))
    called_off.save()
    Rotation.objects.filter(pk=one.pk).update(status="cancelled", cancel_reason="Sức khỏe")

    day = today - days_ago * DAY
    context = client_of(board).get(f"/plans/{plan.pk}/as-of/?on={day:%d/%m/%Y}").context

    stood = context["stood"]
    assert said in page(client_of(board), f"/plans/{plan.pk}/as-of/?on={day:%d/%m/%Y}")
    assert (stood.content and [person["full_name"] for person in stood.content["people"]]) == people
    uncovered = context.get("uncovered")
    assert (uncovered and [person["full_name"] for person in uncovered.added]) == added


def test_the_content_of_a_day_reads_as_that_of_today_does(plan):
    today = localdate()
    make_rotation(
        make_official("Lò Thị Ba"),
        plan=plan,
        amendment=make_amendment(document_on=today),
        on=today,
        left_posts=[make_post()],
        receiving_posts=[make_post(None, "Phó Bí thư Đảng ủy")],
    )
    plan.targets.create(direction=Direction.DISTRICT_TO_COMMUNE, unit=make_unit(), quantity=1)

    assert content_on(plan, today) == workflow.content_of(plan)


def test_a_past_day_tells_the_posts_given_up_as_they_were_recorded_then(board):
    today, plan = localdate(), make_plan()
    deputy, head = make_post(None, "Phó Trưởng phòng"), make_post(None, "Trưởng phòng")
    rotation = make_rotation(plan=plan, left_posts=[deputy])
    recorded_on(today - 5 * DAY, plan, rotation, rotation.official, rotation.left_rows.get())
    settle_left_posts({rotation.pk: [head.pk]}, by=board, reason="Ghi theo hồ sơ")

    told = [content_on(plan, day)["people"][0]["sending_posts"] for day in (today - DAY, today)]

    assert told == ["Phó Trưởng phòng", "Trưởng phòng"]
    assert list(
        LeftPost.history.order_by("history_id").values_list("history_type", "post", "history_user")
    ) == [("+", deputy.pk, None), ("-", deputy.pk, board.pk), ("+", head.pk, board.pk)]


def test_a_post_that_is_still_given_up_keeps_its_row(board):
    deputy, head = make_post(None, "Phó Trưởng phòng"), make_post(None, "Trưởng phòng")
    rotation = make_rotation(left_posts=[deputy])
    kept = rotation.left_rows.get()

    settle_left_posts({rotation.pk: [head.pk, deputy.pk, head.pk]}, by=board)

    assert set(rotation.left_posts.all()) == {deputy, head}
    assert rotation.left_rows.get(post=deputy) == kept
    assert [line.history_type for line in kept.history.all()] == ["+"]


def test_today_tells_what_no_paper_covers_and_a_day_written_down_later_is_as_it_was_frozen(
    client_of, board, changed
):
    client, url = client_of(board), f"/plans/{changed.pk}/as-of/"

    assert "chưa có trong văn bản nào" in page(client, url)
    assert "Về nơi cũ" in page(client, url)
    before = page(client, f"{url}?on={localdate() - DAY:%d/%m/%Y}")
    assert "ghi vào chương trình về sau" in before
    assert "Về nơi cũ" not in before


def test_a_day_that_is_none_is_said(client_of, board, plan):
    answer = client_of(board).get(f"/plans/{plan.pk}/as-of/?on=31/02/2025")

    assert answer.status_code == 200
    assert "day" not in answer.context
    assert "invalid-feedback" in answer.content.decode()


def test_an_amendment_shows_what_it_freezes_and_has_its_own_document(client_of, lead, changed):
    plan = changed
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

    assert "Về nơi cũ" in before
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


def test_an_approved_plan_is_changed_on_screen_with_its_paper_and_its_regulation_stands(
    client_of, lead, plan
):
    client, url = client_of(lead), f"/plans/{plan.pk}/edit/"
    sent = {
        "title": "Kế hoạch đã sửa",
        "purpose": "Mới",
        "year": 2040,
        "seen": client.get(url).context["form"]["seen"].value(),
    }
    paper = {
        "amendment_number": "85-KH/HU",
        "amendment_on": f"{localdate():%d/%m/%Y}",
        "amendment_reason": "Đổi tên",
    }

    without = client.post(url, sent).content.decode()
    plan.refresh_from_db()
    assert plan.title != "Kế hoạch đã sửa"
    assert "Hãy ghi số, ký hiệu của văn bản" in without

    client.post(url, sent | paper)

    plan.refresh_from_db()
    assert (plan.title, plan.purpose, plan.year) == ("Kế hoạch đã sửa", "Mới", TODAY.year)
    assert plan.history.first().history_user == lead
    assert plan.versions.first().content["plan"]["title"] == "Kế hoạch đã sửa"


def test_a_note_on_an_approved_plan_needs_no_paper(client_of, lead, plan):
    client, url = client_of(lead), f"/plans/{plan.pk}/edit/"
    seen = client.get(url).context["form"]["seen"].value()

    client.post(url, {"title": plan.title, "document_number": "79-KH/HU", "note": "Đã gửi", "seen": seen})

    plan.refresh_from_db()
    assert plan.note == "Đã gửi"
    assert plan.versions.count() == 2


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
    "address",
    ["versions/1/", "compare/", "compare/?from=1&to=now", "as-of/", "as-of/?on=yesterday", "amend/", "edit/"],
)
def test_a_state_of_twenty_people_costs_as_many_queries_as_one_of_two(client_of, lead, plan, address):
    yesterday = localdate() - DAY
    address = address.replace("yesterday", f"{yesterday:%d/%m/%Y}")
    plan.versions.update(frozen_at=make_aware(datetime.combine(yesterday, time(9))))
    recorded_on(yesterday, plan, *plan.rotations.all())
    client, url = client_of(lead), f"/plans/{plan.pk}/{address}"
    few = queries_of(client, url)
    recorded = make_amendment(document_on=localdate())
    for _ in range(18):
        make_rotation(plan=plan, on=localdate(), amendment=recorded)

    assert queries_of(client, url) == few <= MOST


def test_versions_are_the_boards_and_the_committees(client_of, committee, clerk, plan):
    plan.announced_on = localdate()
    plan.save()

    for address in ("versions/1/", "compare/", "as-of/"):
        assert client_of(committee).get(f"/plans/{plan.pk}/{address}").status_code == 200
        assert client_of(clerk).get(f"/plans/{plan.pk}/{address}").status_code == 403
