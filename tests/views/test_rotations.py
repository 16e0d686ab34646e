"""Pages of rotations: the case file, its moves, and a new proposal typed without a script."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import localdate

from rotations import workflow
from rotations.models import AuditEntry, Decision, Rotation, RotationPlan
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import Direction, ParameterCode, PlanStatus, RotationStatus, UnitLevel
from tests.makers import (
    TODAY,
    approve,
    make_decision,
    make_evaluation,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
)  # fmt: skip
from tests.views.queries import MOST, queries_of


@pytest.fixture
def case(db):
    """A case just proposed."""
    return make_rotation(make_official("Lò Thị Thân"))


@pytest.fixture
def doubtful(db):
    """A proposed rotation of somebody who is not in the succession plan, which the regulation asks for."""
    plan = make_plan(2025, make_regulation({ParameterCode.IN_PLANNING_REQUIRED: 1}))
    return make_rotation(plan=plan)


# ---- the case file


def test_opening_a_case_is_noted(board, client_of, case):
    client_of(board).get(f"/rotations/{case.pk}/")

    assert AuditEntry.objects.get().subject_id == case.pk


def test_a_case_of_another_unit_does_not_exist_for_a_clerk(clerk, client_of, case):
    assert client_of(clerk).get(f"/rotations/{case.pk}/").status_code == 404


def test_the_steps_of_the_procedure_are_shown_with_what_is_done(board, client_of):
    plan = make_plan(2025, make_regulation(with_steps=True))
    rotation = make_rotation_at(RotationStatus.APPROVED_IN_PRINCIPLE, plan=plan)

    timeline = client_of(board).get(f"/rotations/{rotation.pk}/").context["timeline"]

    assert [(row.name, row.state) for row in timeline] == [
        ("Đề xuất", "done"),
        ("Xin chủ trương", "done"),
        ("Lựa chọn nhân sự", "now"),
        ("Gặp gỡ, trao đổi", "todo"),
        ("Thẩm định nhân sự", "todo"),
        ("Quyết định và công bố", "todo"),
    ]


def test_a_case_called_off_ends_with_the_calling_off(board, client_of):
    plan = make_plan(2025, make_regulation(with_steps=True))
    rotation = make_rotation_at(RotationStatus.CANCELLED, plan=plan)

    timeline = client_of(board).get(f"/rotations/{rotation.pk}/").context["timeline"]

    assert [(row.name, row.state) for row in timeline] == [("Đề xuất", "done"), ("Không thực hiện", "done")]


def test_the_conditions_are_shown_with_their_article(board, client_of, doubtful):
    page = client_of(board).get(f"/rotations/{doubtful.pk}/?part=checks").content.decode()

    assert "Không có quy hoạch nào đang hiệu lực" in page
    assert "Điều 1" in page
    assert "Cần xem xét" in page


def test_conditions_and_history_are_closed_to_a_clerk(clerk, client_of):
    rotation = make_rotation(sending=clerk.unit, announced_on=date(2025, 1, 1), note="kín")
    client = client_of(clerk)

    for part in ("checks", "history", ""):
        response = client.get(f"/rotations/{rotation.pk}/?part={part}")
        assert response.context["part"] == ""
        assert "kín" not in response.content.decode()


def test_an_evaluation_stands_among_the_papers_for_who_may_see_it(board, clerk, client_of):
    evaluation = make_evaluation()
    url = f"/rotations/{evaluation.rotation_id}/?part=papers"

    assert list(client_of(board).get(url).context["evaluations"]) == [evaluation]
    assert client_of(clerk).get(url).status_code == 404


def test_every_change_is_told_in_words(board, client_of):
    rotation = make_rotation_at(RotationStatus.APPROVED_IN_PRINCIPLE)

    page = client_of(board).get(f"/rotations/{rotation.pk}/?part=history").content.decode()

    assert "Trạng thái: Đề xuất → Có chủ trương" in page
    assert "approved_in_principle →" not in page


@pytest.mark.parametrize("part", ["", "papers", "history"])
def test_a_part_of_the_file_costs_no_more_than_twelve_queries(board, client_of, part):
    post = make_post()
    rotation = make_rotation_at(RotationStatus.ACTIVE, receiving=post.unit, receiving_posts=[post])

    assert queries_of(client_of(board), f"/rotations/{rotation.pk}/?part={part}") <= MOST


# ---- moves


def test_who_leads_the_case_on_is_named_where_the_reader_may_not(board, lead, client_of, case):
    waits = "Đang chờ <strong>cho chủ trương</strong>"
    mine, theirs = (client_of(one).get(f"/rotations/{case.pk}/").content.decode() for one in (board, lead))

    assert waits in mine
    assert "Lãnh đạo Ban Tổ chức; Thường trực, Ban Thường vụ" in mine
    assert waits not in theirs


def test_calling_off_never_stands_open_nor_strong(board, lead, client_of, case):
    for one in (board, lead):
        html = client_of(one).get(f"/rotations/{case.pk}/").content.decode()
        act = html[html.index("<summary>Không thực hiện</summary>") - 60 :]

        assert '<details class="move">' in act[:60]
        assert "btn-primary" not in act[: act.index("</form>")]


def test_a_move_is_made_and_told(lead, client_of, case):
    response = client_of(lead).post(
        f"/rotations/{case.pk}/moves/approve/",
        {"on": f"{localdate():%d/%m/%Y}", "papers": "KL 12", "exception": "Kết luận 12-KL/HU"},
        follow=True,
    )

    case.refresh_from_db()
    assert case.status == RotationStatus.APPROVED_IN_PRINCIPLE
    assert case.steps.last().papers == "KL 12"
    assert "Cho chủ trương: đã ghi nhận." in response.content.decode()


def test_a_doubtful_case_asks_for_a_reason_and_keeps_what_was_typed(lead, client_of, doubtful):
    client = client_of(lead)
    url, act = (
        f"/rotations/{doubtful.pk}/moves/approve/",
        {"on": f"{localdate():%d/%m/%Y}", "reason": "Đã họp"},
    )

    page = client.post(url, act).content.decode()

    assert "Không có quy hoạch nào đang hiệu lực" in page
    assert 'value="Đã họp"' in page
    doubtful.refresh_from_db()
    assert doubtful.status == RotationStatus.PROPOSED

    client.post(url, {**act, "exception": "Kết luận 12-KL/HU"})

    doubtful.refresh_from_db()
    assert doubtful.status == RotationStatus.APPROVED_IN_PRINCIPLE
    assert "Kết luận 12-KL/HU" in doubtful.steps.last().note


@pytest.mark.parametrize(
    ("has_a_file", "offered"), [(False, "Chọn người chấp thuận"), (True, "Chính tài khoản này")]
)
def test_an_account_is_offered_as_who_consents_only_where_it_is_somebody(
    lead, client_of, doubtful, has_a_file, offered
):
    doubtful.plan.regulation.condition_rules.create(code="in_planning", needs_approver=True)
    lead.official = make_official("Lò Văn Duyệt") if has_a_file else None
    lead.save()

    page = client_of(lead).post(f"/rotations/{doubtful.pk}/moves/approve/", {"on": f"{localdate():%d/%m/%Y}"})

    field = page.context["moves"][0][2].fields["approved_by"]
    assert field.empty_label == offered
    assert offered in page.content.decode()


def test_an_empty_reason_is_asked_for_again(lead, client_of, doubtful):
    response = client_of(lead).post(
        f"/rotations/{doubtful.pk}/moves/approve/", {"on": f"{localdate():%d/%m/%Y}", "exception": " "}
    )

    assert "Hãy nêu lý do trường hợp đặc biệt" in response.content.decode()


def test_a_case_ready_to_be_decided_says_that_its_plan_waits(lead, client_of):
    rotation = make_rotation_at(RotationStatus.APPRAISING)
    url = f"/rotations/{rotation.pk}/"

    page = client_of(lead).get(url).content.decode()

    assert "Hãy trình và phê duyệt kế hoạch ở trang kế hoạch trước" in page
    assert f'href="/plans/{rotation.plan_id}/"' in page
    assert "/moves/decide/" not in page
    approve(rotation.plan)
    page = client_of(lead).get(url).content.decode()
    assert "Hãy trình và phê duyệt kế hoạch" not in page
    assert "/moves/decide/" in page


def test_what_a_move_needs_is_said_beside_the_field(lead, client_of):
    rotation = make_rotation_at(RotationStatus.APPRAISING)
    approve(rotation.plan)

    response = client_of(lead).post(
        f"/rotations/{rotation.pk}/moves/decide/",
        {"on": f"{localdate():%d/%m/%Y}", "starts_on": "32/13/2025"},
    )

    [(_verb, _move, form)] = [move for move in response.context["moves"] if move[0] == "decide"]
    assert "không có tháng 13" in str(form.errors["starts_on"])
    assert 'value="32/13/2025"' in response.content.decode()


def test_an_end_before_the_start_is_said_and_is_no_server_error(board, client_of):
    rotation = make_rotation_at(RotationStatus.ACTIVE, starts_on=date(2025, 1, 6))

    response = client_of(board).post(
        f"/rotations/{rotation.pk}/moves/end/",
        {"on": f"{localdate():%d/%m/%Y}", "ended_on": "01/01/2025", "end_kind": "on_time"},
    )

    assert response.status_code == 200
    assert "Ngày kết thúc không thể trước ngày bắt đầu" in response.content.decode()


def test_an_early_end_asks_for_its_decision_and_puts_it_into_the_register(lead, client_of):
    rotation = make_rotation_at(RotationStatus.ACTIVE, starts_on=date(2025, 1, 6))
    make_decision("89", issuer="Huyện ủy Nậm Thử")
    client, url, today = client_of(lead), f"/rotations/{rotation.pk}/moves/end/", f"{localdate():%d/%m/%Y}"
    typed = {"on": today, "ended_on": today, "end_kind": "early", "end_reason": "health"}

    def errors(**more):
        page = client.post(url, typed | more)
        [form] = [form for verb, _move, form in page.context["moves"] if verb == "end"]
        return form.errors

    assert errors(papers="Quyết định 90-QĐ/HU")["number"] == [
        "Kết thúc sớm phải có quyết định; hãy ghi số và ký hiệu của quyết định."
    ]
    assert errors(number="90-QĐ/HU").keys() == {"issued_on"}
    assert errors(number="chín mươi", issued_on=today).keys() == {"number"}
    assert "chưa có quyết định nào mang ký hiệu QĐ/TU" in str(errors(number="90-QĐ/TU", issued_on=today))
    assert Rotation.objects.get().status == "active"
    client.post(url, typed | {"number": "90-QĐ/HU", "issued_on": today})

    decision = Decision.objects.get(number="90")
    assert (decision.symbol, decision.kind, decision.issuer) == ("QĐ/HU", "early_end", "Huyện ủy Nậm Thử")
    assert decision.title == f"Kết thúc sớm: {rotation.official}"
    assert [(line.rotation, line.action) for line in decision.lines.all()] == [(rotation, "release")]
    assert rotation.steps.last().decision == decision


def test_an_end_in_time_rests_on_a_decision_where_there_is_one(lead, client_of):
    rotation = make_rotation_at(RotationStatus.ACTIVE, starts_on=date(2025, 1, 6))
    make_decision("89")
    today = f"{localdate():%d/%m/%Y}"
    typed = {"on": today, "ended_on": today, "end_kind": "on_time", "number": "90-QĐ/HU", "issued_on": today}

    client_of(lead).post(f"/rotations/{rotation.pk}/moves/end/", typed)

    assert rotation.steps.last().decision == Decision.objects.get(number="90", kind="release")


def test_an_act_of_tomorrow_is_not_written_down_today(lead, client_of, case):
    page = client_of(lead).post(f"/rotations/{case.pk}/moves/approve/", {"on": "01/01/2100"}).content.decode()

    assert "không thể sau hôm nay" in page


def test_a_move_not_open_is_a_sentence(board, client_of, case):
    response = client_of(board).post(f"/rotations/{case.pk}/moves/approve/", {}, follow=True)

    assert "không có quyền" in response.content.decode()


def test_an_unknown_move_is_not_found_and_a_link_makes_none(lead, client_of, case):
    client = client_of(lead)

    assert client.post(f"/rotations/{case.pk}/moves/fly/").status_code == 404
    assert client.get(f"/rotations/{case.pk}/moves/approve/").status_code == 405


# ---- a new proposal


@pytest.fixture
def proposal(db):
    """Who goes from where to where, chosen; and what is typed besides."""
    office, commune = make_unit("Phòng Nội vụ", level=UnitLevel.DISTRICT), make_unit("Xã Nậm Đơn")
    person = make_official("Lò Thị Thân", unit=office)
    seat = make_post(commune)
    plan = make_plan(2025)
    typed = {
        "plan": plan.pk,
        "movement_type": "rotation",
        "purpose": "training",
        "starts_on": "09/2025",
        "receiving_posts": [seat.pk],
    }
    return person, f"/rotations/add/?official={person.pk}&to={commune.pk}", typed


def test_a_person_is_found_by_name_and_at_most_twenty_are_offered(board, client_of):
    for _ in range(25):
        make_official("Lò Thị Thân")
    make_official("Vàng A Dế")
    client = client_of(board)

    assert len(client.get("/rotations/add/?q=lo thi than").context["candidates"]) == 20
    assert client.get("/rotations/add/").context["candidates"] == []


def test_the_sending_unit_is_the_persons_own_and_the_direction_is_computed(board, client_of, proposal):
    person, url, _typed = proposal

    response = client_of(board).get(url)

    assert response.context["sending"] == person.unit
    assert Direction.DISTRICT_TO_COMMUNE.label in response.content.decode()


def test_another_sending_unit_may_be_chosen(board, client_of, proposal):
    _person, url, _typed = proposal
    client = client_of(board)

    assert client.get(f"{url}&from=").context["step"] == "from"
    other = make_unit("Phòng Tư pháp", level=UnitLevel.DISTRICT)
    assert client.get(f"{url}&from={other.pk}").context["sending"] == other


def test_a_proposal_typed_has_its_posts_its_month_and_its_first_step(board, client_of, proposal):
    person, url, typed = proposal

    response = client_of(board).post(url, typed)

    rotation = Rotation.objects.get()
    assert response.headers["Location"] == f"/rotations/{rotation.pk}/"
    assert (rotation.official, rotation.starts_on_precision) == (person, DatePrecision.MONTH)
    assert [str(row.post.position) for row in rotation.posts.all()] == ["Phó Bí thư Đảng ủy"]
    assert rotation.steps.get().recorded_by == board


def test_posts_held_now_are_offered_to_be_left(board, client_of, proposal):
    person, url, _typed = proposal
    post = make_post(person.unit, "Phó Trưởng phòng")
    make_holding(person, post)

    form = client_of(board).get(url).context["form"]

    assert list(form.fields["left_posts"].queryset) == [post]
    assert form.initial["left_posts"] == [post]


def test_a_second_open_rotation_is_said_in_the_form(board, client_of, proposal):
    person, url, typed = proposal
    make_rotation(person)

    response = client_of(board).post(url, typed)

    assert "đang có một lượt luân chuyển chưa kết thúc" in response.content.decode()
    assert 'value="09/2025"' in response.content.decode()
    assert Rotation.objects.count() == 1


def test_what_only_the_database_refuses_is_said_in_the_form_too(board, client_of, proposal, monkeypatch):
    person, url, typed = proposal
    make_rotation(person)
    monkeypatch.setattr("rotations.forms.fields.WholeRowForm._check_whole_row", lambda self: None)

    response = client_of(board).post(url, typed)

    assert response.status_code == 200
    assert "đang có một lượt luân chuyển chưa kết thúc" in response.content.decode()


@pytest.fixture
def approved(proposal):
    """The proposal of the form, into a plan that was approved."""
    _person, url, typed = proposal
    plan = RotationPlan.objects.get(pk=typed["plan"])
    for step in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(plan, step, by=None, on=TODAY)
    return plan, url, typed


PAPER = {
    "amendment_number": "85-KH/HU",
    "amendment_on": "10/03/2025",
    "amendment_reason": "Bổ sung một đồng chí",
}


def test_a_proposal_into_an_approved_plan_asks_for_the_paper_in_the_same_act(lead, client_of, approved):
    plan, url, typed = approved
    client = client_of(lead)

    html = client.post(url, typed).content.decode()
    assert "Hãy ghi số, ký hiệu của văn bản" in html
    assert not plan.rotations.exists()
    client.post(url, typed | PAPER)

    assert plan.rotations.count() == 1
    version = plan.versions.first()
    assert (version.document_number, version.is_amendment) == ("85-KH/HU", True)
    assert version.content["totals"]["people"] == 1


def test_an_officer_chooses_a_paper_that_was_recorded_and_types_none(board, lead, client_of, approved):
    plan, url, typed = approved
    client = client_of(board)

    html = client.get(url).content.decode()
    assert "Hãy nhờ lãnh đạo Ban Tổ chức ghi văn bản" in html
    assert "amendment_number" not in html
    client.post(url, typed | PAPER)
    assert not plan.rotations.exists()
    workflow.amend_plan(plan, by=lead, on=TODAY, document_number="85-KH/HU", reason="Bổ sung")
    client.post(url, typed | {"amendment": plan.versions.first().pk})

    assert plan.rotations.count() == 1
    assert plan.versions.first().document_number == "85-KH/HU"


def test_a_paper_of_another_plan_is_not_taken(lead, client_of, approved):
    plan, url, typed = approved
    other = make_plan(2030)
    for step in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(other, step, by=None, on=TODAY)
    version = workflow.amend_plan(other, by=lead, on=TODAY, document_number="9-KH/HU", reason="Bổ sung")

    html = client_of(lead).post(url, typed | {"amendment": version.pk}).content.decode()

    assert "của kế hoạch khác" in html
    assert not plan.rotations.exists()


def test_calling_off_somebody_of_an_approved_plan_asks_for_the_paper(lead, client_of, case):
    for step in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(case.plan, step, by=None, on=TODAY)
    client, url = client_of(lead), f"/rotations/{case.pk}/moves/cancel/"
    sent = {"on": f"{TODAY:%d/%m/%Y}", "cancel_reason": "Sức khỏe"}

    assert "Hãy ghi số, ký hiệu của văn bản" in client.post(url, sent).content.decode()
    client.post(url, sent | PAPER)

    case.refresh_from_db()
    assert case.status == "cancelled"
    assert case.plan.versions.first().document_number == "85-KH/HU"


def test_going_to_the_same_unit_is_said_in_the_form(board, client_of, proposal):
    person, _url, typed = proposal

    response = client_of(board).post(f"/rotations/add/?official={person.pk}&to={person.unit_id}", typed)

    assert "phải là hai đơn vị khác nhau" in response.content.decode()


def test_a_person_who_does_not_exist_is_not_found(board, client_of):
    client = client_of(board)

    assert client.get("/rotations/add/?official=999999").status_code == 404
    assert client.get("/rotations/add/?official=x").status_code == 404


def test_choosing_a_person_costs_as_many_queries_for_twenty_as_for_one(board, client_of):
    client = client_of(board)
    make_holding(make_official("Lò Thị Thân"))
    for_one = queries_of(client, "/rotations/add/?q=than")
    for _ in range(19):
        make_holding(make_official("Lò Thị Thân"))

    assert queries_of(client, "/rotations/add/?q=than") == for_one <= MOST


def test_the_form_costs_no_more_than_twelve_queries(board, client_of, proposal):
    _person, url, _typed = proposal

    assert queries_of(client_of(board), url) <= MOST


def test_only_the_board_puts_people_forward(clerk, committee, client_of):
    assert client_of(clerk).get("/rotations/add/").status_code == 403
    assert client_of(committee).get("/rotations/add/").status_code == 403
