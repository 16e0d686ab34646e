"""The life of a yearly plan and its versions."""

from datetime import timedelta

import pytest

from rotations import workflow
from rotations.models import RotationPlan
from rotations.partial_dates import PartialDate
from rotations.reports.plan_life import plan_life
from rotations.vocabulary import NEXT_PLAN_STATUSES, Direction, MovementType, PlanStatus, Role, UnitLevel
from tests.makers import (
    TODAY,
    make_account,
    make_amendment,
    make_official,
    make_plan,
    make_post,
    make_rotation,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)

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
        {
            "key": "district_to_commune/0/0",
            "direction": "Huyện → xã",
            "unit": "",
            "position": "",
            "quantity": 7,
            "note": "",
        }
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
    plan = make_plan()
    make_rotation(plan=plan)
    for step in WAY[1:4]:
        workflow.move_plan(plan, step, by=None, on=TODAY)

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


def test_each_step_keeps_its_paper_and_only_the_approvals_is_the_plans(lead):
    plan = make_plan()
    papers = [
        (PlanStatus.SUBMITTED, "12-TTr/BTC", TODAY),
        (PlanStatus.APPROVED, "79-KH/HU", TODAY - DAY),
        (PlanStatus.RUNNING, "", None),
        (PlanStatus.REVIEWED, "30-BC/BTC", TODAY),
    ]

    for to, number, day in papers:
        workflow.move_plan(
            plan, to, by=lead, on=TODAY, document_number=number, document_on=day, reason="Theo lịch"
        )

    assert (plan.document_number, plan.issued_on) == ("79-KH/HU", TODAY - DAY)
    assert [(v.document_number, v.issued_on) for v in plan.versions.order_by("number")] == [
        ("12-TTr/BTC", TODAY),
        ("79-KH/HU", TODAY - DAY),
    ]
    life = [(step.status, step.by, step.told) for step in plan_life(plan)]
    assert life[1:] == [
        ("submitted", str(lead), "12-TTr/BTC ngày 10/03/2025; Theo lịch"),
        ("approved", str(lead), "79-KH/HU ngày 09/03/2025; Theo lịch"),
        ("running", str(lead), "Theo lịch"),
        ("reviewed", str(lead), "30-BC/BTC ngày 10/03/2025; Theo lịch"),
    ]


@pytest.mark.parametrize(("day", "refused"), [(TODAY, False), (TODAY + DAY, True)])
def test_a_paper_is_not_of_a_day_to_come(day, refused):
    plan = make_plan_at(PlanStatus.APPROVED)
    acts = (
        lambda: workflow.move_plan(plan, PlanStatus.RUNNING, by=None, on=TODAY, document_on=day),
        lambda: workflow.amend_plan(
            plan, by=None, on=TODAY, document_number="85", document_on=day, reason="Bổ sung"
        ),
    )

    for act in acts:
        if refused:
            with pytest.raises(workflow.MoveRefused, match="không thể sau hôm nay"):
                act()
        else:
            act()


@pytest.mark.parametrize("number", ["79-KH/HU", "79-kh/hu", "12-TTr/BTC"])
def test_an_amendment_has_a_number_of_its_own(number):
    plan = make_plan()
    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY, document_number="12-TTr/BTC")
    workflow.move_plan(plan, PlanStatus.APPROVED, by=None, on=TODAY, document_number="79-KH/HU")

    with pytest.raises(workflow.MoveRefused, match="có số riêng"):
        workflow.amend_plan(plan, by=None, on=TODAY, document_number=number, reason="Bổ sung")

    assert plan.versions.count() == 2


@pytest.mark.parametrize("role", [OFFICER, LEAD, COMMITTEE, Role.UNIT_CLERK])
@pytest.mark.parametrize(
    ("status", "may"),
    [
        (PlanStatus.DRAFT, {OFFICER, LEAD}),
        (PlanStatus.SUBMITTED, {OFFICER, LEAD}),
        (PlanStatus.APPROVED, {OFFICER, LEAD}),
        (PlanStatus.RUNNING, {OFFICER, LEAD}),
        (PlanStatus.REVIEWED, set()),
    ],
)
def test_what_a_plan_says_is_changed_by_the_board_until_it_is_summed_up(role, status, may):
    plan, account = make_plan_at(status), make_account(role)
    recorded = make_amendment()
    if status in (PlanStatus.APPROVED, PlanStatus.RUNNING):
        workflow.amend_plan(
            plan, by=None, on=TODAY, document_number=recorded.document_number, reason=recorded.reason
        )
    plan.purpose = "Mục đích mới"

    assert (workflow.change_refusal(plan, by=account) == "") == (role in may)
    if role in may:
        workflow.change_plan(plan, by=account, on=TODAY, amendment=recorded)
        assert plan.history.first().history_user == account
    else:
        with pytest.raises(workflow.MoveRefused):
            workflow.change_plan(plan, by=account, on=TODAY)
        plan.refresh_from_db()
        assert plan.purpose == ""


@pytest.mark.parametrize(
    ("day", "number"),
    [(TODAY - DAY, None), (TODAY, 1), (TODAY + DAY, 1), (TODAY + 2 * DAY, 3), (TODAY + 9 * DAY, 3)],
)
def test_a_plan_stood_on_a_day_as_it_was_last_frozen_by_then(day, number):
    plan = make_plan()
    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY)
    workflow.move_plan(plan, PlanStatus.DRAFT, by=None, on=TODAY)
    workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY + 2 * DAY)
    workflow.move_plan(plan, PlanStatus.APPROVED, by=None, on=TODAY + 2 * DAY)

    version = plan.versions.standing_on(day)

    assert (version.number if version else None) == number


def test_a_version_of_twenty_people_costs_as_many_queries_as_one_of_two(django_assert_max_num_queries):
    plan = make_plan()
    for _ in range(20):
        make_rotation(plan=plan, left_posts=[make_post()], receiving_posts=[make_post()])

    with django_assert_max_num_queries(22):
        workflow.move_plan(plan, PlanStatus.SUBMITTED, by=None, on=TODAY)
