"""An approved plan is changed through one door, with the paper that says so."""

from datetime import timedelta

import pytest

from rotations import workflow
from rotations.models import Rotation
from rotations.vocabulary import PlanStatus, Role
from tests.makers import (
    TODAY,
    make_account,
    make_amendment,
    make_official,
    make_plan,
    make_rotation,
    walk,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAPER = make_amendment()


def approved(*, status=PlanStatus.APPROVED, issued_on=TODAY - 3 * DAY):
    """A plan with one person, walked to a status from the approval on."""
    plan = make_plan()
    make_rotation(make_official("Lò Thị Một"), plan=plan)
    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=issued_on, document_number="12-TTr/BTC")
    workflow.move_plan(plan, PlanStatus.APPROVED, by=None, on=issued_on, document_number="79-KH/HU")
    for step in (PlanStatus.RUNNING, PlanStatus.REVIEWED):
        if plan.status == status:
            break
        workflow.move_plan(plan, step, by=None, on=TODAY)
    return plan


def put_forward(plan, **given):
    return make_rotation(plan=plan, by=given.pop("by", None), **given)


def papers(plan):
    return [
        (version.document_number, version.is_amendment, version.content["totals"]["people"])
        for version in plan.versions.order_by("number")
    ]


@pytest.mark.parametrize("status", [PlanStatus.APPROVED, PlanStatus.RUNNING])
def test_a_person_comes_into_an_approved_plan_with_a_paper_and_leaves_a_version(lead, status):
    plan = approved(status=status)

    with pytest.raises(workflow.MoveRefused, match="Hãy chọn văn bản đã ghi, hoặc ghi số"):
        put_forward(plan, by=lead)
    assert plan.rotations.count() == 1
    put_forward(plan, by=lead, amendment=PAPER)

    assert papers(plan)[2:] == [("85-KH/HU", True, 2)]
    version = plan.versions.first()
    assert (version.issued_on, version.reason, version.frozen_by) == (TODAY, PAPER.reason, lead)


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.CONSULTING, PlanStatus.SUBMITTED])
def test_a_plan_not_approved_yet_takes_people_without_a_paper_and_freezes_nothing(status):
    plan = make_plan()
    if status != PlanStatus.DRAFT:
        workflow.move_plan(plan, status, by=None, on=TODAY)
    versions = plan.versions.count()

    put_forward(plan)

    assert (plan.rotations.count(), plan.versions.count()) == (1, versions)


def test_a_plan_summed_up_takes_nobody_any_more(lead):
    plan = approved(status=PlanStatus.REVIEWED)

    with pytest.raises(workflow.MoveRefused, match="“Đã tổng kết” nên không thay đổi được nữa"):
        put_forward(plan, by=lead, amendment=PAPER)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": " "}, "số, ký hiệu"),
        ({"number": "79-kh/hu"}, "có số riêng"),
        ({"number": "12-TTr/BTC"}, "có số riêng"),
        ({"document_on": None}, "ngày của văn bản"),
        ({"document_on": TODAY + DAY}, "không thể sau hôm nay"),
        ({"document_on": TODAY - 4 * DAY}, "không thể trước ngày của kế hoạch"),
        ({"reason": " "}, "lý do"),
    ],
)
def test_a_paper_that_will_not_do_is_refused_and_nothing_is_kept(lead, changes, said):
    plan = approved()

    with pytest.raises(workflow.MoveRefused, match=said):
        put_forward(plan, by=lead, amendment=make_amendment(**changes))

    assert (plan.rotations.count(), plan.versions.count()) == (1, 2)


@pytest.mark.parametrize("day", [TODAY, TODAY - 3 * DAY])
def test_a_paper_is_of_a_day_from_the_plans_own_to_today(lead, day):
    plan = approved()

    put_forward(plan, by=lead, amendment=make_amendment(document_on=day))

    assert plan.versions.first().issued_on == day


@pytest.mark.parametrize("role", [Role.BOARD_OFFICER, Role.BOARD_LEAD])
def test_an_officer_works_under_papers_that_were_recorded_and_the_lead_records_new_ones(role):
    plan, account = approved(), make_account(role)

    if role == Role.BOARD_OFFICER:
        with pytest.raises(workflow.MoveRefused, match="do lãnh đạo Ban Tổ chức hoặc Thường trực ghi"):
            put_forward(plan, by=account, amendment=PAPER)
        workflow.amend_plan(plan, by=None, on=TODAY, document_number="85-KH/HU", reason="Bổ sung")
        put_forward(plan, by=account, amendment=make_amendment("85-kh/hu", None, reason=""))
    else:
        put_forward(plan, by=account, amendment=PAPER)

    assert papers(plan)[-1] == ("85-KH/HU", True, 2)


def test_several_acts_stand_under_one_paper(lead):
    plan = approved()

    put_forward(plan, by=lead, amendment=PAPER)
    put_forward(plan, by=lead, amendment=PAPER)

    assert papers(plan)[2:] == [("85-KH/HU", True, 2), ("85-KH/HU", True, 3)]
    with pytest.raises(workflow.MoveRefused, match="đã ghi là của ngày 10/03/2025"):
        put_forward(plan, by=lead, amendment=make_amendment(document_on=TODAY - DAY))


@pytest.mark.parametrize(
    ("status", "needs_paper"),
    [(PlanStatus.DRAFT, False), (PlanStatus.APPROVED, True), (PlanStatus.REVIEWED, False)],
)
def test_who_is_called_off_leaves_an_approved_plan_with_a_paper(lead, status, needs_paper):
    plan = make_plan() if status == PlanStatus.DRAFT else approved(status=status)
    rotation = plan.rotations.first() or make_rotation(plan=plan)
    versions = plan.versions.count()

    if needs_paper:
        with pytest.raises(workflow.MoveRefused, match="đưa người ra"):
            walk(rotation, "cancel", by=lead, cancel_reason="Sức khỏe")
        assert rotation.steps.count() == 1
        walk(rotation, "cancel", by=lead, cancel_reason="Sức khỏe", amendment=PAPER)
        assert papers(plan)[-1] == ("85-KH/HU", True, 0)
    else:
        walk(rotation, "cancel", by=lead, cancel_reason="Sức khỏe")
        assert plan.versions.count() == versions
    assert Rotation.objects.get(pk=rotation.pk).status == "cancelled"


def test_many_are_called_off_under_one_paper(lead):
    plan = approved()
    rotations = [plan.rotations.get(), put_forward(plan, by=lead, amendment=PAPER)]

    with pytest.raises(workflow.MoveRefused, match="văn bản điều chỉnh"):
        workflow.make_moves(rotations, "cancel", by=lead, on=TODAY, cancel_reason="Sức khỏe")
    versions = plan.versions.count()
    reports = workflow.make_moves(
        rotations, "cancel", by=lead, on=TODAY, cancel_reason="Sức khỏe",
        amendment=make_amendment("90-KH/HU", reason="Đưa ra hai đồng chí"),
    )  # fmt: skip

    assert all(report.done for report in reports)
    assert papers(plan)[versions:] == [("90-KH/HU", True, 0)]
