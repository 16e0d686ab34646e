"""Targets of a plan on screen: gathered after they were shown, set by hand, and set against named people."""

from __future__ import annotations

import pytest

from rotations import workflow
from rotations.vocabulary import Direction, NeedDirection, PlanStatus, UnitLevel
from tests.makers import TODAY, make_need, make_plan, make_rotation, make_unit
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
DOWN = Direction.DISTRICT_TO_COMMUNE


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def unit():
    return make_unit("Xã Nậm Thử")


def test_needs_are_shown_and_only_the_chosen_lines_become_targets(client_of, board, plan, unit):
    chosen = make_need(unit, quantity=2, other_level=UnitLevel.DISTRICT)
    make_need(make_unit("Xã Khác"), other_level=UnitLevel.DISTRICT)
    client, url = client_of(board), f"/plans/{plan.pk}/gather/"
    page = client.get(url)

    answer = client.post(
        url,
        {"seen": page.context["gathering"].seen, "take": [f"{DOWN}/{unit.pk}/{chosen.position_id}"]},
    )

    assert "Xếp được vào chỉ tiêu (3 người)" in page.content.decode()
    assert answer["Location"] == f"/plans/{plan.pk}/"
    target = plan.targets.get()
    assert (target.unit, target.quantity) == (unit, 2)
    assert "Xã Nậm Thử" in client.get(f"/plans/{plan.pk}/").content.decode()


def test_a_number_a_person_set_is_shown_old_and_new_and_not_ticked(client_of, board, plan, unit):
    need = make_need(unit, quantity=2, other_level=UnitLevel.DISTRICT)
    plan.targets.create(direction=DOWN, unit=unit, position=need.position, quantity=5)

    html = client_of(board).get(f"/plans/{plan.pk}/gather/").content.decode()

    assert "<del>5</del> → <ins>2</ins>" in html
    assert "Người lập kế hoạch đặt 5" in html
    assert " checked" not in html


def test_nothing_chosen_or_something_changed_meanwhile_writes_nothing(client_of, board, plan, unit):
    need = make_need(unit, other_level=UnitLevel.DISTRICT)
    client, url = client_of(board), f"/plans/{plan.pk}/gather/"
    key = f"{DOWN}/{unit.pk}/{need.position_id}"

    nothing = client.post(url, {"seen": "x"}, follow=True).content.decode()
    stale = client.post(url, {"seen": "x", "take": [key]}, follow=True).content.decode()

    assert "Chưa chọn dòng nào" in nothing
    assert "vừa thay đổi" in stale
    assert not plan.targets.exists()


def test_what_cannot_be_placed_says_why_and_a_level_told_there_mends_it(client_of, board, plan, unit):
    unclear = make_need(unit)
    wordy = make_need(unit, position_text="Công chức địa chính")
    client, url = client_of(board), f"/plans/{plan.pk}/gather/"
    before = client.get(url).content.decode()

    after = client.post(
        f"{url}levels/",
        {f"level-{unclear.pk}": "district", f"level-{wordy.pk}": "hamlet", "level-x": "district"},
        follow=True,
    )

    assert "Chưa rõ nguồn cán bộ từ cấp nào" in before
    assert f"/needs/{wordy.pk}/edit/" in before
    assert [one.needs for one in after.context["gathering"].targets] == [[unclear]]
    assert "Đã ghi cấp của 1 nhu cầu" in after.content.decode()


def test_gathering_costs_as_many_queries_for_twenty_needs_as_for_one(client_of, board, plan):
    make_need(other_level=UnitLevel.DISTRICT)
    make_need()
    client, url = client_of(board), f"/plans/{plan.pk}/gather/"
    few = queries_of(client, url)
    for _ in range(10):
        make_need(other_level=UnitLevel.DISTRICT)
        make_need(direction=NeedDirection.OUT)

    assert queries_of(client, url) == few <= MOST


def test_a_target_is_added_changed_and_taken_out_on_screen(client_of, board, plan, unit):
    client = client_of(board)

    client.post(f"/plans/{plan.pk}/targets/add/", {"direction": DOWN, "unit": unit.pk, "quantity": 3})
    target = plan.targets.get()
    assert (target.unit, target.quantity, target.history.get().history_user) == (unit, 3, board)

    url = f"/plans/{plan.pk}/targets/{target.pk}/"
    seen = client.get(f"{url}edit/").context["form"]["seen"].value()
    client.post(f"{url}edit/", {"direction": DOWN, "unit": unit.pk, "quantity": 4, "seen": seen})
    late = client.post(f"{url}edit/", {"direction": DOWN, "unit": unit.pk, "quantity": 9, "seen": seen})
    target.refresh_from_db()
    assert target.quantity == 4
    assert "bạn ghi “9”, hiện nay là “4”" in late.content.decode()

    client.post(f"{url}remove/")
    assert not plan.targets.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"direction": DOWN, "quantity": 0}, "Số lượng phải từ 1"),
        ({"direction": "sideways", "quantity": 1}, "sideways"),
        ({"direction": DOWN, "quantity": 2}, "Kế hoạch đã có chỉ tiêu này"),
        ({"direction": DOWN, "quantity": 1, "unit": 0}, "Địa bàn"),
    ],
)
def test_what_is_wrong_with_a_target_is_said_and_nothing_is_kept(client_of, board, plan, sent, said):
    plan.targets.create(direction=DOWN, quantity=7)

    html = client_of(board).post(f"/plans/{plan.pk}/targets/add/", sent).content.decode()

    assert said in html
    assert plan.targets.get().quantity == 7


def test_a_target_of_another_plan_or_taken_out_before_is_left_alone(client_of, board, plan):
    target = make_plan(plan.year - 1).targets.create(direction=DOWN, quantity=1)
    client = client_of(board)

    assert client.get(f"/plans/{plan.pk}/targets/{target.pk}/edit/").status_code == 404
    html = client.post(f"/plans/{plan.pk}/targets/{target.pk}/remove/", follow=True).content.decode()
    assert "không còn trong kế hoạch" in html
    target.refresh_from_db()


@pytest.fixture
def approved(plan):
    """The plan with a target of seven, approved."""
    plan.targets.create(direction=DOWN, quantity=7)
    for step in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        workflow.move_plan(plan, step, by=None, on=TODAY, document_number=f"{step}-KH/HU")
    return plan


TYPED = {
    "amendment_number": "85-KH/HU",
    "amendment_on": f"{TODAY:%d/%m/%Y}",
    "amendment_reason": "Bớt chỉ tiêu",
}


def test_a_target_of_an_approved_plan_is_changed_with_its_paper_in_the_same_act(client_of, lead, approved):
    target, client = approved.targets.get(), client_of(lead)
    url = f"/plans/{approved.pk}/targets/{target.pk}/edit/"
    sent = {"direction": DOWN, "quantity": 5, "seen": client.get(url).context["form"]["seen"].value()}

    without = client.post(url, sent).content.decode()
    target.refresh_from_db()
    assert target.quantity == 7
    assert "Hãy ghi số, ký hiệu của văn bản" in without

    client.post(url, sent | TYPED)

    target.refresh_from_db()
    assert target.quantity == 5
    assert approved.versions.first().document_number == "85-KH/HU"


def test_a_target_of_an_approved_plan_is_taken_out_with_its_paper(client_of, board, lead, approved):
    target = approved.targets.get()
    url = f"/plans/{approved.pk}/targets/{target.pk}/remove/"

    client_of(lead).post(url)
    client_of(board).post(url, TYPED)
    assert approved.targets.exists()

    client_of(lead).post(url, TYPED)
    assert not approved.targets.exists()
    assert approved.versions.first().content["targets"] == []


def test_needs_are_gathered_into_an_approved_plan_with_a_paper(client_of, lead, approved):
    make_need(other_level="district", year=approved.year)
    client, url = client_of(lead), f"/plans/{approved.pk}/gather/"
    page = client.get(url)
    line = next(one for one, _label, _mark in page.context["lines"] if one.is_proposed)
    sent = {"take": line.key, "seen": page.context["gathering"].seen}

    without = client.post(url, sent)
    assert approved.targets.count() == 1
    assert f'value="{line.key}"' in without.content.decode()
    assert without.context["amendment_form"].errors

    client.post(url, sent | TYPED)
    assert approved.targets.count() == 2


def test_the_plan_page_sets_targets_against_named_people(client_of, board, plan):
    plan.targets.create(direction=DOWN, quantity=3)
    make_rotation(plan=plan)

    table = client_of(board).get(f"/plans/{plan.pk}/").context["targets"]

    assert (table.planned, table.named, table.missing) == (3, 1, 2)
