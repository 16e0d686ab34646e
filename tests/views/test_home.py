"""The desk: what each role sees of the year, and that every number opens the list it counts."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from rotations.vocabulary import (
    DueKind,
    MovementType,
    ParameterCode,
    RotationStatus,
    UnitLevel,
    Urgency,
)
from tests.makers import (
    make_need,
    make_placement,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
)
from tests.views.queries import MOST, queries_of


@pytest.fixture
def fifteen(db):
    """A plan of the year with 7 huyện → xã, 2 xã → huyện, 6 xã → xã."""
    plan = make_plan(2025, make_regulation({ParameterCode.FIRST_ALERT_MONTHS: 6}))
    for sending, receiving, number in (
        (UnitLevel.DISTRICT, UnitLevel.COMMUNE, 7),
        (UnitLevel.COMMUNE, UnitLevel.DISTRICT, 2),
        (UnitLevel.COMMUNE, UnitLevel.COMMUNE, 6),
    ):
        for _ in range(number):
            make_rotation(plan=plan, sending=make_unit(level=sending), receiving=make_unit(level=receiving))
    return plan


def figures_of(page: str) -> dict[str, tuple[int, str]]:
    """Label → number and link of each figure on the page."""
    found = re.findall(
        r'<a class="figure[^"]*" href="([^"]+)">\s*<span class="figure__number">([\d.]+)</span>\s*'
        r'<span class="figure__label">([^<]+)</span>',
        page,
    )
    return {unescape(label): (int(number.replace(".", "")), unescape(link)) for link, number, label in found}


def test_seven_and_two_and_six_are_the_fifteen_of_the_plan(board, client_of, fifteen):
    figures = figures_of(client_of(board).get("/").content.decode())

    assert [figures[label][0] for label in ("Huyện → xã", "Xã → huyện", "Xã → xã")] == [7, 2, 6]
    assert figures["Tổng số lượt luân chuyển"][0] == 15


def test_every_number_opens_a_list_of_that_many(board, client_of, fifteen):
    client = client_of(board)
    make_rotation_at(RotationStatus.CANCELLED, plan=fifteen)
    make_rotation(plan=fifteen, movement_type=MovementType.TRANSFER)
    make_need(year=2025, quantity=1)

    for label, (number, link) in figures_of(client.get("/").content.decode()).items():
        if link.startswith("/rotations/"):
            assert client.get(link).context["paginator"].count == number, label


def test_a_year_without_a_plan_shows_the_newest_and_another_may_be_chosen(board, client_of):
    make_plan(2001)
    make_plan(2003)
    client = client_of(board)

    assert client.get("/").context["year"] == 2003
    assert client.get("/?year=2001").context["year"] == 2001
    assert client.get("/?year=nonsense").context["year"] == 2003


def test_what_is_due_stands_by_urgency_each_with_its_next_act(board, client_of):
    plan = make_plan(
        2025, make_regulation({ParameterCode.FIRST_ALERT_MONTHS: 12, ParameterCode.ROTATION_MONTHS: 36})
    )
    late = make_rotation_at(RotationStatus.ACTIVE, plan=plan, starts_on=date(2000, 1, 1))
    make_placement(make_rotation_at(RotationStatus.ENDED, plan=plan))

    page = client_of(board).get("/")

    assert page.context["due_kinds"] == [
        (DueKind.EVALUATION, 1), (DueKind.TERM_OVERDUE, 1), (DueKind.PLACEMENT, 1),
    ]  # fmt: skip
    assert [urgency for urgency, _items in page.context["due_groups"]] == [Urgency.OVERDUE]
    text = page.content.decode()
    assert f'<a href="/rotations/{late.pk}/">Ghi kết thúc hoặc quyết định gia hạn' in text
    assert '<a href="/due/?kind=placement"><strong>1</strong>' in text


def test_a_desk_with_nothing_due_says_so(board, client_of):
    assert "không có việc nào đang chờ" in client_of(board).get("/").content.decode()


def test_a_reader_of_figures_sees_numbers_without_links_or_names(viewer, client_of, fifteen):
    page = client_of(viewer).get("/").content.decode()

    assert '<span class="figure__number">15</span>' in page
    assert "/rotations/" not in page
    assert not any(str(rotation.official) in page for rotation in fifteen.rotations.all())


def test_who_runs_the_machine_is_shown_to_the_accounts_and_no_figure(admin_account, client_of, fifteen):
    page = client_of(admin_account).get("/").content.decode()

    assert "Mở trang quản trị tài khoản" in page
    assert "figure__number" not in page


def test_a_clerk_counts_what_concerns_the_own_unit_and_was_announced(clerk, client_of):
    plan = make_plan(2025, announced_on=date(2025, 1, 1))
    make_rotation(plan=plan, sending=clerk.unit, announced_on=date(2025, 1, 1))
    make_rotation(plan=plan, sending=clerk.unit)
    make_rotation(plan=plan, announced_on=date(2025, 1, 1))

    assert client_of(clerk).get("/").context["progress"].total == 1


def test_the_desk_costs_no_more_than_twelve_queries_however_full(board, client_of, fifteen):
    client = client_of(board)
    make_rotation_at(RotationStatus.ENDED, plan=fifteen)
    queries = queries_of(client, "/")
    make_plan(2024)
    make_rotation_at(RotationStatus.ENDED, plan=fifteen)

    assert queries_of(client, "/") == queries <= MOST


def test_signed_out_leads_to_the_sign_in_page(client):
    assert client.get("/").headers["Location"] == "/accounts/login/?next=/"


@pytest.mark.django_db
def test_the_sign_in_page_opens_in_vietnamese(client):
    page = client.get("/accounts/login/").content.decode()

    assert "Đăng nhập" in page
    assert 'lang="vi"' in page
