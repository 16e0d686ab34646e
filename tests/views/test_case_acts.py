"""Acts on the page of a case: elections, steps, opinions, a longer term; what is refused is said there."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import localdate

from rotations import workflow
from rotations.models import AppraisalOpinion
from rotations.vocabulary import ElectionResult, RotationStatus
from tests.makers import (
    make_elected_post,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_session,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db


def states(answer):
    return [entry.state for entry in answer.context["posts"] if entry.state]


def test_an_election_is_run_on_the_page_from_the_nomination_to_the_approval(board, client_of):
    row = make_elected_post()
    client, case = client_of(board), f"/rotations/{row.rotation_id}/"

    for act, typed, state in (
        ("nominate", {"nominated_on": "10/01/2025"}, "session_wanted"),
        ("session", {"session_on": "20/02/2025"}, "result_wanted"),
        (
            "result",
            {"session_on": "20/02/2025", "result": "postponed", "note": "Thiếu đại biểu"},
            "postponed",
        ),
        ("session", {"session_on": "05/03/2025"}, "result_wanted"),
        (
            "result",
            {"session_on": "05/03/2025", "result": "elected", "votes_for": "20", "votes_total": "21"},
            "approval_wanted",
        ),
        ("approval", {"approval_number": "31/QĐ-UBND", "approved_on": "12/03/2025"}, "elected"),
    ):
        answer = client.post(f"{case}posts/{row.pk}/{act}/", typed, follow=True)
        assert "đã ghi nhận" in answer.content.decode(), act
        assert states(answer) == [state]

    page = client.get(case).content.decode()
    assert "Kỳ họp 20/02/2025: hoãn" in page
    assert "Kỳ họp 05/03/2025: trúng cử, 20/21 phiếu" in page
    assert "Giữ từ 12/03/2025" in page


def test_what_is_refused_is_said_on_the_page_with_what_was_typed_kept(board, client_of):
    row = make_elected_post()
    url = f"/rotations/{row.rotation_id}/posts/{row.pk}/result/"

    answer = client_of(board).post(
        url, {"session_on": "20/02/2025", "result": "elected", "votes_for": "22", "votes_total": "21"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "nhiều hơn tổng số phiếu" in page
    assert 'value="22"' in page
    assert not row.sessions.exists()


def test_a_lost_election_shows_what_may_be_done_and_is_closed_by_a_later_one(board, client_of):
    row = make_elected_post()
    workflow.record_election(
        row, by=None, on=localdate(), result=ElectionResult.NOT_ELECTED, session_on=date(2025, 2, 20)
    )
    client, case = client_of(board), f"/rotations/{row.rotation_id}/"

    answer = client.get(case)
    assert states(answer) == ["lost"]
    assert [form.act for form in answer.context["posts"][0].acts] == ["nominate", "withdraw"]

    answer = client.post(
        f"{case}posts/{row.pk}/withdraw/",
        {"withdrawn_on": "01/03/2025", "withdrawal": "Chỉ giữ chức Phó Bí thư"},
        follow=True,
    )
    assert states(answer) == ["withdrawn"]
    assert "Chỉ giữ chức Phó Bí thư" in answer.content.decode()


def test_a_step_is_planned_late_done_and_done_again(board, client_of):
    plan = make_plan(2025, make_regulation(with_steps=True))
    rotation = make_rotation(plan=plan)
    item = rotation.step_template.items.get(code="appraisal")
    client, case = client_of(board), f"/rotations/{rotation.pk}/"

    answer = client.post(
        f"{case}steps/add/", {"item": item.pk, "planned_on": "01/03/2025", "person": "UBKT"}, follow=True
    )
    assert "quá hạn" in answer.content.decode()
    assert "quá hạn" in client.get(case).content.decode()

    step = rotation.steps.get(planned_on=date(2025, 3, 1))
    answer = client.post(
        f"{case}steps/{step.pk}/done/", {"done_on": "05/03/2025", "outcome": "needs_more"}, follow=True
    )
    assert "quá hạn" not in answer.content.decode()
    assert "Cần bổ sung" in answer.content.decode()

    answer = client.post(
        f"{case}steps/{step.pk}/again/", {"planned_on": "20/03/2025", "note": "Thẩm định lại"}, follow=True
    )
    assert "Thẩm định lại" in answer.content.decode()
    rotation.refresh_from_db()
    assert rotation.status == RotationStatus.PROPOSED


def test_a_step_without_a_name_is_asked_for_one(board, client_of):
    rotation = make_rotation()

    answer = client_of(board).post(f"/rotations/{rotation.pk}/steps/add/", {"planned_on": "01/03/2025"})

    assert "Hãy chọn bước của quy trình hoặc ghi nội dung." in answer.content.decode()
    assert rotation.steps.count() == 1


def test_a_body_is_asked_and_answers_on_the_page_of_the_case(board, appraiser, client_of):
    rotation = make_rotation()
    asked = {"asked_unit": appraiser.unit_id, "asked_on": "01/03/2025", "deadline": "10/03/2025"}
    answer = client_of(board).post(f"/rotations/{rotation.pk}/opinions/add/", asked, follow=True)
    assert "quá hạn trả lời" in answer.content.decode()

    opinion, client = AppraisalOpinion.objects.get(), client_of(appraiser)
    page = client.get(f"/rotations/{rotation.pk}/?part=steps")
    assert [entry.opinion for entry in page.context["opinions"]] == [opinion]
    assert page.context["steps"] is None
    client.post(
        f"/rotations/{rotation.pk}/opinions/{opinion.pk}/answer/",
        {"answered_on": "05/03/2025", "outcome": "agreed", "opinion_text": "Nhất trí"},
    )

    opinion.refresh_from_db()
    assert (opinion.outcome, opinion.opinion) == ("agreed", "Nhất trí")


def test_a_body_sees_no_opinion_of_another(board, appraiser, client_of):
    rotation = make_rotation()
    other = rotation.opinions.create(
        asked_unit=make_unit(), asked_on=date(2025, 1, 1), answered_on=date(2025, 1, 2), opinion="ý kiến kín"
    )
    rotation.opinions.create(asked_unit=appraiser.unit, asked_on=date(2025, 1, 1))
    client = client_of(appraiser)

    assert "ý kiến kín" not in client.get(f"/rotations/{rotation.pk}/?part=steps").content.decode()
    assert client.post(f"/rotations/{rotation.pk}/opinions/{other.pk}/answer/").status_code == 404


def test_a_term_is_made_longer_by_a_decision(lead, board, client_of):
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    url = f"/rotations/{rotation.pk}/extend/"
    typed = {
        "due": "07/2028", "reason": "task", "number": "9", "symbol": "QĐ/HU", "issued_on": "01/03/2025",
        "issuer": "Huyện ủy",
    }  # fmt: skip

    refused = client_of(board).post(url, typed, follow=True)
    assert "không có quyền" in refused.content.decode()
    assert client_of(board).get(f"/rotations/{rotation.pk}/").context["extend"] is None

    page = client_of(lead).post(url, typed, follow=True).content.decode()
    assert "Gia hạn: đã ghi nhận." in page
    assert "Từ 06/01/2028 đến 07/2028: yêu cầu nhiệm vụ" in page
    rotation.refresh_from_db()
    assert str(rotation.due) == "07/2028"

    again = client_of(lead).post(url, {**typed, "due": "06/2028", "number": "10"})
    assert "phải sau thời hạn hiện nay (07/2028)" in again.content.decode()


def test_an_act_that_is_open_no_more_is_refused_in_words_with_what_was_typed(lead, client_of):
    rotation = make_rotation_at(RotationStatus.ENDED)
    typed = {
        "due": "07/2028", "reason": "task", "number": "9", "symbol": "QĐ/HU", "issued_on": "01/03/2025",
        "issuer": "Huyện ủy", "note": "đã gõ từ sáng",
    }  # fmt: skip

    page = client_of(lead).post(f"/rotations/{rotation.pk}/extend/", typed).content.decode()

    assert "chỉ gia hạn lượt đang luân chuyển" in page
    assert 'value="đã gõ từ sáng"' in page
    assert "Nội dung đã gõ vẫn còn" in page


def test_an_answer_to_what_was_answered_meanwhile_keeps_what_was_typed(lead, client_of):
    rotation = make_rotation()
    opinion = rotation.opinions.create(
        asked_unit=make_unit(), asked_on=date(2025, 1, 1), answered_on=date(2025, 1, 2), outcome="agreed"
    )
    typed = {"answered_on": "03/01/2025", "outcome": "agreed", "opinion_text": "nhất trí, có góp ý dài"}

    page = client_of(lead).post(f"/rotations/{rotation.pk}/opinions/{opinion.pk}/answer/", typed)

    assert page.status_code == 200
    assert "nhất trí, có góp ý dài" in page.content.decode()
    assert "Nội dung đã gõ vẫn còn" in page.content.decode()


def test_a_case_that_serves_by_date_says_so(board, client_of):
    rotation = make_rotation_at(RotationStatus.DECIDED)

    answer = client_of(board).get(f"/rotations/{rotation.pk}/")

    assert "Đang luân chuyển" in answer.content.decode()
    assert answer.context["timeline"][-1].name == "Luân chuyển từ 06/01/2025, theo ngày trong quyết định"


@pytest.mark.parametrize("many", [1, 6])
@pytest.mark.parametrize("part", ["", "steps"])
def test_the_page_costs_the_same_for_one_act_and_for_many(lead, client_of, part, many):
    row = make_elected_post()
    for number in range(many):
        make_session(row, session_on=date(2025, 2, number + 1), result="postponed" if number else "")
        workflow.plan_step(
            row.rotation, by=None, on=localdate(), planned_on=date(2025, 2, number + 1), name=f"Việc {number}"
        )
        row.rotation.opinions.create(asked_unit=make_unit(), asked_on=date(2025, 1, 1))

    assert queries_of(client_of(lead), f"/rotations/{row.rotation_id}/?part={part}") <= MOST
