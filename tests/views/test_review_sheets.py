"""Review sheets: what stands on them, who leaves a trace, and that each is one page of paper."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rotations import workflow
from rotations.models import AuditEntry, CatalogueEntry, Rotation, RotationPlan
from rotations.vocabulary import AuditAction, CatalogueKind, ParameterCode, Role
from tests.e2e.conftest import visit  # noqa: F401 - the browser on a running copy
from tests.makers import (
    TODAY,
    make_account,
    make_holding,
    make_official,
    make_plan,
    make_position,
    make_post,
    make_regulation,
    make_rotation,
)
from tests.views.queries import MOST, queries_of

REASON, PAPER = "Kết luận 12-KL/HU", "Công văn 34-CV/BTC"


def case(plan, name="Lò Thị Thân", months=6):
    """Somebody whose time in post is too short; the text wants a paper for that."""
    official = make_official(name, birth_date=date(1985, 5, 20), sex="female")
    make_holding(official, make_post(None, "Phó Bí thư Đảng ủy"), date(2024, 9, 10))
    return make_rotation(official, plan=plan, starts_on=TODAY)


@pytest.fixture
def plan(db):
    regulation = make_regulation({ParameterCode.MIN_TIME_IN_POST_MONTHS: 24})
    regulation.condition_rules.create(code="min_time_in_post", needs_approver=True, needs_document=True)
    return make_plan(regulation=regulation)


@pytest.fixture
def not_for_local_people(plan):
    """The plan's text keeps local people out of a post, and says how they are told."""
    head = make_position("Bí thư Đảng ủy", is_head=True)
    for code in (ParameterCode.LOCAL_UNIT_LEVEL, ParameterCode.LOCAL_RESIDENCE_YEARS):
        plan.regulation.parameters.create(code=code, value=3)
    plan.regulation.non_local_posts.create(position=head, level="commune")
    return head


def test_the_sheet_says_who_goes_where_and_what_each_condition_found(lead, plan, client_of):
    rotation, approver = case(plan), make_official("Vàng Thị Duyệt")
    workflow.make_move(
        rotation, "approve", by=lead, on=TODAY, exception=REASON, approved_by=approver, document=PAPER
    )

    page = client_of(lead).get(f"/rotations/{rotation.pk}/review-sheet/").content.decode()

    for told in (
        "Lò Thị Thân", "20/05/1985, nữ", "Phó Bí thư Đảng ủy", str(rotation.sending_unit),
        str(rotation.receiving_unit), "Cần xem xét", "6 tháng (từ 10/09/2024), cần 24 tháng",
        "Thời gian giữ chức vụ hiện tại (tháng): 24", f"Điều 1, Quy định {plan.regulation}", REASON,
        "Vàng Thị Duyệt", PAPER, "Cho chủ trương", "10/03/2025", "Không áp dụng cho trường hợp này",
        f"{lead} mở và in lúc",
    ):  # fmt: skip
        assert told in page, told


def test_what_was_not_asked_at_a_step_is_said_of_today(lead, plan, client_of):
    page = client_of(lead).get(f"/rotations/{case(plan).pk}/review-sheet/").content.decode()

    assert "chưa xét ở bước nào; theo hồ sơ hiện nay" in page


def test_what_was_found_at_the_step_stays_and_what_is_so_now_stands_beside_it(lead, plan, client_of):
    rotation = case(plan)
    workflow.make_move(
        rotation, "approve", by=lead, on=TODAY, exception=REASON, approved_by=make_official(), document=PAPER
    )
    holding = rotation.official.holdings.get()
    holding.held_from = date(2020, 1, 1)
    holding.save()

    page = client_of(lead).get(f"/rotations/{rotation.pk}/review-sheet/").content.decode()

    assert "6 tháng (từ 10/09/2024)" in page
    assert re.search(r"Nay:</strong> Đạt: Giữ chức vụ hiện tại hoặc tương đương 62 tháng", page)


def test_opening_a_sheet_is_noted_with_its_purpose(committee, plan, client_of):
    rotation = case(plan)

    client_of(committee).get(f"/rotations/{rotation.pk}/review-sheet/")

    entry = AuditEntry.objects.get(action=AuditAction.PRINT)
    assert (entry.account, entry.subject_id, entry.row_count) == (committee, rotation.pk, 1)
    assert "Phiếu rà soát" in entry.purpose


def test_a_plan_has_a_sheet_for_everybody_who_was_not_called_off(lead, plan, client_of):
    people = [case(plan, name) for name in ("Lò Thị Một", "Vừ A Hai", "Giàng Thị Ba")]
    workflow.make_move(people[1], "cancel", by=lead, on=TODAY, reason="Sức khỏe")

    response = client_of(lead).get(f"/plans/{plan.pk}/review-sheets/")

    assert [sheet.rotation.official.full_name for sheet in response.context["sheets"]] == [
        "Giàng Thị Ba",
        "Lò Thị Một",
    ]
    assert AuditEntry.objects.get(action=AuditAction.PRINT).row_count == 2


def test_a_plan_without_people_says_so(lead, plan, client_of):
    assert "chưa có người nào" in client_of(lead).get(f"/plans/{plan.pk}/review-sheets/").content.decode()


def test_sheets_cost_as_many_queries_for_twelve_people_as_for_two(
    lead, plan, client_of, not_for_local_people
):
    client, costs = client_of(lead), []
    schooled = CatalogueEntry.objects.get(kind=CatalogueKind.PROFESSIONAL_LEVEL, name="Đại học")
    for count in (2, 10):
        for _ in range(count):
            rotation = case(plan)
            rotation.official.professional_level = schooled
            rotation.official.save()
            post = make_post(rotation.receiving_unit, not_for_local_people)
            rotation.posts.create(post=post, mode="designated")
            workflow.make_move(
                rotation, "approve", by=None, on=TODAY, exception=REASON, approved_by=make_official(),
                document=PAPER,
            )  # fmt: skip
        costs.append(queries_of(client, f"/plans/{plan.pk}/review-sheets/"))

    assert costs[0] == costs[1]
    assert costs[1] <= MOST
    assert "không bố trí người địa phương" in client.get(f"/plans/{plan.pk}/review-sheets/").content.decode()
    assert queries_of(client, f"/rotations/{rotation.pk}/review-sheet/") <= MOST


def test_the_case_and_the_plan_lead_to_their_sheets(lead, plan, client_of):
    rotation, client = case(plan), client_of(lead)

    checks = client.get(f"/rotations/{rotation.pk}/?part=checks").content.decode()

    assert f'href="/rotations/{rotation.pk}/review-sheet/"' in checks
    assert f'href="/plans/{plan.pk}/review-sheets/"' in client.get(f"/plans/{plan.pk}/").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_each_sheet_prints_on_one_page(visit):  # noqa: F811
    make_account(Role.BOARD_LEAD, username="nguoi_in")
    plan = RotationPlan.objects.get(year=2025)
    fullest = max(Rotation.objects.all(), key=lambda one: one.checks.count())
    visit.sign_in("nguoi_in")

    pages = {}
    for path in (f"/rotations/{fullest.pk}/review-sheet/", f"/plans/{plan.pk}/review-sheets/"):
        visit.open(path)
        paper = visit.page.pdf(prefer_css_page_size=True)
        pages[path] = len(re.findall(rb"/Type\s*/Page\b", paper))

    assert list(pages.values()) == [1, plan.rotations.counted().count()]
