"""The life of a yearly plan and its versions."""

import pytest

from rotations import workflow
from rotations.models import RotationPlan
from rotations.partial_dates import PartialDate
from rotations.vocabulary import NEXT_PLAN_STATUSES, Direction, MovementType, PlanStatus, Role, UnitLevel
from tests.makers import (
    TODAY,
    make_account,
    make_official,
    make_plan,
    make_post,
    make_rotation,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

WAY = [
    PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.APPROVED, PlanStatus.RUNNING, PlanStatus.REVIEWED,
    PlanStatus.ARCHIVED,
]  # fmt: skip


def make_plan_at(status):
    plan = make_plan()
    if status == PlanStatus.CONSULTING:
        return workflow.move_plan(plan, status, by=None, on=TODAY)
    for step in WAY[1 : WAY.index(status) + 1]:
        workflow.move_plan(plan, step, by=None, on=TODAY)
    return plan


@pytest.mark.parametrize("status", list(PlanStatus))
@pytest.mark.parametrize("to", list(PlanStatus))
def test_a_plan_goes_where_its_life_leads_and_nowhere_else(status, to):
    plan = make_plan_at(status)
    follows = to in NEXT_PLAN_STATUSES[status]

    assert (workflow.plan_refusal(plan, to, by=None) == "") == follows
    if follows:
        assert workflow.move_plan(plan, to, by=None, on=TODAY).status == to
    else:
        with pytest.raises(workflow.MoveRefused, match=plan.get_status_display()):
            workflow.move_plan(plan, to, by=None, on=TODAY)


OFFICER, LEAD, COMMITTEE = Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.STANDING_COMMITTEE


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("status", "to", "may"),
    [
        (PlanStatus.DRAFT, PlanStatus.CONSULTING, {OFFICER, LEAD}),
        (PlanStatus.CONSULTING, PlanStatus.DRAFT, {OFFICER, LEAD}),
        (PlanStatus.DRAFT, PlanStatus.SUBMITTED, {LEAD}),
        (PlanStatus.SUBMITTED, PlanStatus.DRAFT, {LEAD, COMMITTEE}),
        (PlanStatus.SUBMITTED, PlanStatus.APPROVED, {LEAD, COMMITTEE}),
        (PlanStatus.APPROVED, PlanStatus.RUNNING, {LEAD}),
    ],
)
def test_each_step_of_a_plan_is_for_its_roles(role, status, to, may):
    plan = make_plan_at(status)
    account = make_account(role)

    assert (workflow.plan_refusal(plan, to, by=account) == "") == (role in may)
    assert (to in dict(workflow.open_plan_moves(plan, by=account))) == (role in may)


def test_submitting_freezes_a_version_that_later_edits_leave_alone(lead):
    plan = make_plan()
    plan.targets.create(direction=Direction.DISTRICT_TO_COMMUNE, quantity=7)
    official = make_official("Lò Văn Hặc")
    official.birth = PartialDate.of_month(1985, 3)
    official.save()
    commune = make_unit("Xã Nậm Thử")
    rotation = make_rotation(
        official, make_unit("Phòng Thử nghiệm", UnitLevel.DISTRICT), commune, plan,
        receiving_posts=[make_post(commune, "Phó Bí thư Đảng ủy")], left_posts=[make_post(None, "Trưởng phòng")],
    )  # fmt: skip
    rotation.starts = PartialDate.of_month(2025, 9)
    rotation.save()

    workflow.move_plan(
        plan, PlanStatus.SUBMITTED, by=lead, on=TODAY, document_number="12-TTr/BTC", reason="Trình lần 1"
    )
    frozen = plan.versions.get().content
    official.full_name = "Tên đã sửa"
    official.save()
    commune.name = "Xã đã sửa"
    commune.save()
    make_rotation(plan=plan)
    plan.title = "Đã sửa"
    plan.save()

    version = plan.versions.get()
    assert version.content == frozen
    assert (version.number, version.document_number, version.issued_on) == (1, "12-TTr/BTC", TODAY)
    assert (version.frozen_by, version.frozen_on, version.reason) == (lead, TODAY, "Trình lần 1")
    person = frozen["people"][0]
    assert person | {"rotation": 0, "official": 0} == {
        "rotation": 0,
        "official": 0,
        "full_name": "Lò Văn Hặc",
        "birth": "03/1985",
        "movement_type": "Luân chuyển",
        "purpose": "Đào tạo, rèn luyện theo quy hoạch",
        "direction": "Huyện → xã",
        "sending_unit": "Phòng Thử nghiệm",
        "sending_posts": "Trưởng phòng",
        "receiving_unit": "Xã Nậm Thử",
        "receiving_posts": "Phó Bí thư Đảng ủy (Chỉ định)",
        "starts": "09/2025",
        "due": "",
        "status": "Đề xuất",
        "expected_placement": "",
        "note": "",
    }
    assert frozen["targets"] == [
        {"direction": "Huyện → xã", "unit": "", "position": "", "quantity": 7, "note": ""}
    ]


def test_a_version_counts_by_direction_and_movement_type_and_leaves_out_who_was_called_off():
    plan = make_plan()
    make_rotation(plan=plan)
    make_rotation(plan=plan, sending=make_unit(), movement_type=MovementType.TRANSFER)
    walk(make_rotation(plan=plan), "cancel", reason="Sức khỏe")

    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY)

    content = plan.versions.get().content
    assert content["totals"] == {
        "people": 2,
        "by_movement_type": {"Luân chuyển": 1, "Điều động": 1},
        "by_direction": {"Huyện → xã": 1, "Xã → xã": 1},
    }
    assert len(content["people"]) == 2


def test_each_submission_and_the_approval_freeze_their_own_version():
    plan = make_plan_at(PlanStatus.SUBMITTED)
    workflow.move_plan(plan, PlanStatus.DRAFT, by=None, on=TODAY)
    make_rotation(plan=plan)
    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY)
    workflow.move_plan(plan, PlanStatus.APPROVED, by=None, on=TODAY, document_number="79-KH/HU")

    versions = plan.versions.order_by("number")

    assert [(v.number, len(v.content["people"])) for v in versions] == [(1, 0), (2, 1), (3, 1)]
    assert (plan.document_number, plan.issued_on) == ("79-KH/HU", TODAY)
    assert list(RotationPlan.objects.matching("79-kh")) == [plan]


def test_carrying_a_plan_out_makes_it_known_to_the_units():
    plan = make_plan_at(PlanStatus.APPROVED)
    assert plan.announced_on is None

    workflow.move_plan(plan, PlanStatus.RUNNING, by=None, on=TODAY)

    assert plan.announced_on == TODAY


def test_an_amendment_is_a_version_with_its_own_document_and_reason(committee):
    plan = make_plan_at(PlanStatus.RUNNING)
    make_rotation(plan=plan)

    version = workflow.amend_plan(
        plan, by=committee, on=TODAY, document_number="85-KH/HU", reason="Bổ sung một đồng chí"
    )

    assert (version.number, version.document_number, version.frozen_by) == (3, "85-KH/HU", committee)
    assert len(version.content["people"]) == 1


def test_only_an_approved_plan_is_amended_and_only_with_a_reason(board):
    plan = make_plan_at(PlanStatus.SUBMITTED)
    given = {"on": TODAY, "document_number": "85-KH/HU"}

    with pytest.raises(workflow.MoveRefused, match="đã phê duyệt"):
        workflow.amend_plan(plan, by=None, reason="Bổ sung", **given)
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.amend_plan(plan, by=board, reason="Bổ sung", **given)
    workflow.move_plan(plan, PlanStatus.APPROVED, by=None, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="lý do"):
        workflow.amend_plan(plan, by=None, reason=" ", **given)


def test_a_version_of_twenty_people_costs_as_many_queries_as_one_of_two(django_assert_max_num_queries):
    plan = make_plan()
    for _ in range(20):
        make_rotation(plan=plan, left_posts=[make_post()], receiving_posts=[make_post()])

    with django_assert_max_num_queries(22):
        workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY)
