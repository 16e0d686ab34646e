"""Pages of yearly plans."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rotations.forms import plans as plan_forms
from rotations.models import Regulation, RotationPlan
from rotations.vocabulary import Direction, ParameterCode, PlanStatus, RotationStatus
from tests.importing.district import make_district, row, take, workbook
from tests.makers import (
    make_need,
    make_official,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
)  # fmt: skip
from tests.views.queries import MOST, queries_of


def typed(**fields):
    regulation = make_regulation()
    filled = {"year": 2026, "title": "Kế hoạch năm 2026", "regulation": regulation.pk, **fields}
    return {name: value for name, value in filled.items() if value is not None}


def test_a_plan_is_found_by_number_and_status(board, client_of):
    make_plan(2024, document_number="79-KH/HU")
    make_plan(2025)
    client = client_of(board)

    assert [plan.year for plan in client.get("/plans/?q=79 kh").context["object_list"]] == [2024]
    assert [plan.year for plan in client.get("/plans/?year=2025").context["object_list"]] == [2025]
    assert not client.get("/plans/?status=running").context["object_list"]


def test_a_plan_typed_is_a_draft(board, client_of):
    response = client_of(board).post("/plans/add/", typed())

    plan = RotationPlan.objects.get(year=2026)
    assert response.headers["Location"] == f"/plans/{plan.pk}/"
    assert plan.status == PlanStatus.DRAFT


def test_a_second_plan_of_a_year_is_refused_in_words(board, client_of):
    make_plan(2026)

    response = client_of(board).post("/plans/add/", typed())

    assert "Năm này đã có kế hoạch" in response.content.decode()
    assert RotationPlan.objects.filter(year=2026).count() == 1


def test_a_plan_of_2019_typed_or_imported_goes_by_the_same_text_of_2019(board, client_of):
    client_of(board).post("/plans/add/", typed(year=2019, regulation=None))
    typed_in = RotationPlan.objects.get(year=2019)
    own = Regulation.objects.get(symbol="02-QĐi/HU")
    RotationPlan.objects.filter(pk=typed_in.pk).delete()
    make_district()

    taken = take(workbook(row(period="09/2019 - 09/2022")), keep=True, year=2019)

    imported = RotationPlan.objects.get(year=2019)
    assert taken.totals["create"] == 1
    assert (typed_in.regulation, imported.regulation) == (own, own)


def test_a_plan_goes_by_the_text_somebody_chose(board, client_of):
    fields = typed(year=2019)

    client_of(board).post("/plans/add/", fields)

    assert RotationPlan.objects.get(year=2019).regulation_id == fields["regulation"]


def test_a_plan_is_not_set_up_while_no_text_is_on_record(board, client_of, monkeypatch):
    monkeypatch.setattr(plan_forms, "regulation_of_year", lambda year, texts: None)

    response = client_of(board).post("/plans/add/", typed(regulation=None))

    assert "hãy nhập quy định trước khi lập kế hoạch" in response.content.decode()
    assert not RotationPlan.objects.filter(year=2026).exists()


def test_people_stand_by_direction_and_those_called_off_apart(board, client_of):
    plan = make_plan()
    make_rotation(make_official("Lò Thị Thân"), plan=plan)
    make_rotation_at(RotationStatus.CANCELLED, make_official("Vàng A Dế"), plan=plan)

    page = client_of(board).get(f"/plans/{plan.pk}/").content.decode()

    assert f"{Direction.DISTRICT_TO_COMMUNE.label}: 1 người" in page
    assert "Lò Thị Thân" in page
    assert "Vàng A Dế" not in page
    assert "1 lượt không thực hiện" in page


def test_a_plan_costs_as_many_queries_with_twenty_people_as_with_one(board, client_of):
    plan = make_plan()
    make_rotation(plan=plan)
    make_need(year=plan.year)
    client = client_of(board)
    for_one = queries_of(client, f"/plans/{plan.pk}/")
    for _ in range(19):
        make_rotation(plan=plan)
        make_need(year=plan.year)

    assert queries_of(client, f"/plans/{plan.pk}/") == for_one <= MOST


def test_submitting_freezes_a_version_and_the_page_shows_it(lead, client_of):
    plan = make_plan()
    client = client_of(lead)

    client.post(
        f"/plans/{plan.pk}/moves/submitted/", {"document_number": "12-TTr/BTC", "reason": "Trình lần đầu"}
    )

    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert "Phiên bản 1" in client.get(f"/plans/{plan.pk}/").content.decode()


def test_a_move_not_open_to_the_account_is_a_sentence_and_no_button(board, client_of):
    plan = make_plan()
    client = client_of(board)

    response = client.post(f"/plans/{plan.pk}/moves/submitted/", follow=True)

    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT
    assert "không có quyền" in response.content.decode()
    assert "moves/submitted/" not in response.content.decode()


def test_a_move_is_never_made_by_a_link(lead, client_of):
    plan = make_plan()

    assert client_of(lead).get(f"/plans/{plan.pk}/moves/submitted/").status_code == 405


def test_a_plan_not_announced_does_not_exist_for_a_clerk(clerk, client_of):
    hidden, shown = make_plan(2024), make_plan(2025, announced_on=date(2025, 1, 1))
    client = client_of(clerk)

    assert client.get(f"/plans/{hidden.pk}/").status_code == 404
    assert client.get(f"/plans/{shown.pk}/").status_code == 200
    assert client.get("/plans/add/").status_code == 403


def test_another_text_for_a_draft_is_shown_with_whom_it_judges_otherwise_and_only_that_is_confirmed(
    board, client_of
):
    plan = make_plan(2026, make_regulation({ParameterCode.IN_PLANNING_REQUIRED: 0}))
    make_rotation(
        make_official("Lò Thị Ươm"), make_unit(level="district"), make_unit(), plan, on=date(2026, 1, 5)
    )
    stricter = make_regulation({ParameterCode.IN_PLANNING_REQUIRED: 1})
    client, url = client_of(board), f"/plans/{plan.pk}/edit/"
    form = client.get(url).context["form"]
    sent = {field.name: field.value() for field in form if field.value() not in (None, False)}
    sent |= {"regulation": stricter.pk}

    shown = client.post(url, sent)

    plan.refresh_from_db()
    assert plan.regulation_id != stricter.pk, "nothing is written before it was seen"
    text = shown.content.decode()
    assert not shown.context["form"].errors
    assert "<strong>1</strong> trong 1 vụ việc đang mở có kết quả xét khác đi" in text
    assert "Lò Thị Ươm" in text
    effect = re.search(r'name="effect" value="(\w+)"', text)[1]
    assert client.post(url, sent | {"effect": "x"}).status_code == 200
    assert client.post(url, sent | {"effect": effect}).status_code == 302
    plan.refresh_from_db()
    assert plan.regulation_id == stricter.pk


def test_the_page_shows_the_progress_against_the_targets_as_a_picture(board, client_of):
    plan = make_plan()
    plan.targets.create(direction=Direction.DISTRICT_TO_COMMUNE, quantity=3)
    make_rotation(plan=plan)
    make_rotation_at(RotationStatus.CANCELLED, plan=plan)

    answer = client_of(board).get(f"/plans/{plan.pk}/")

    bars = answer.context["picture"].bars
    assert [(bar.name, bar.total, bar.goal.number) for bar in bars] == [("Huyện → xã", 1, 3)]
    assert 'id="tien-do"' in answer.content.decode()


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (PlanStatus.DRAFT, True),
        (PlanStatus.SUBMITTED, True),
        (PlanStatus.RUNNING, True),
        (PlanStatus.REVIEWED, False),
        (PlanStatus.ARCHIVED, False),
    ],
)
def test_people_are_asked_for_until_the_plan_is_summed_up(board, client_of, status, offered):
    plan = make_plan(status=status)

    page = client_of(board).get(f"/plans/{plan.pk}/").content.decode()

    assert ("Nhập danh sách</a>" in page) is offered
    assert ("Đề xuất một người</a>" in page) is offered
