"""The page of Biểu 3: every figure opens the list it counts, for whoever may open lists."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from rotations.models import AuditEntry, CatalogueEntry, LocalityDecision, Rotation, Term, UnitSuccession
from rotations.vocabulary import AuditAction, MovementType, RotationStatus, Sex, UnitLevel
from tests.makers import make_official, make_placement, make_plan, make_rotation, make_rotation_at, make_unit
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/reports/results/"
CELL = re.compile(r'<td class="number"[^>]*>\s*<a href="([^"]+)">([\d.]+)</a>')


def a_mixed_year():
    plan = make_plan(2025)
    office = make_unit("Phòng Thử", level=UnitLevel.DISTRICT)
    communes = [make_unit(f"Xã Thử {n}") for n in range(3)]
    mong = CatalogueEntry.objects.get(kind="ethnicity", name="Mông")
    start = date(2025, 1, 6)

    def person(**fields):
        return make_official(
            **{"sex": Sex.FEMALE, "birth_date": date(1990, 5, 1), "ethnicity": mong} | fields
        )

    make_rotation_at(
        RotationStatus.ACTIVE,
        official=person(),
        sending=office,
        receiving=communes[0],
        plan=plan,
        starts_on=start,
    )
    make_rotation_at(
        RotationStatus.PLACED, official=person(sex=Sex.MALE), sending=office, receiving=communes[0], plan=plan,
        starts_on=start,
    )  # fmt: skip
    make_rotation_at(
        RotationStatus.ENDED, official=person(birth_date=date(1970, 5, 1)), sending=communes[0],
        receiving=communes[1], plan=plan, starts_on=start,
    )  # fmt: skip
    make_rotation_at(
        RotationStatus.DECIDED, official=person(ethnicity=None), sending=communes[1], receiving=office, plan=plan,
        starts_on=start,
    )  # fmt: skip
    for rotation in Rotation.objects.filter(receiving_unit=communes[0]):
        LocalityDecision.objects.create(
            official=rotation.official,
            unit=communes[0],
            conclusion="non_local",
            reason="Đã xét",
            decided_on=start,
        )
    make_rotation_at(
        RotationStatus.CANCELLED, sending=office, receiving=communes[2], plan=plan, starts_on=start
    )
    make_rotation(sending=office, receiving=communes[2], plan=plan)
    make_rotation_at(
        RotationStatus.ACTIVE, sending=office, receiving=communes[2], plan=plan, starts_on=start,
        movement_type=MovementType.TRANSFER,
    )  # fmt: skip
    kept = make_rotation_at(
        RotationStatus.ACTIVE, sending=office, receiving=communes[1], plan=plan, starts_on=start
    )
    make_placement(kept, outcome="stays", proposed_on=start, decided_on=start)
    make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(2010), starts_on=date(2010, 1, 6))
    merged, split = make_unit("Xã Mới Một"), [make_unit("Xã Mới Hai"), make_unit("Xã Mới Ba")]
    for old in communes[:2]:
        ended(old, merged)
    ended(communes[2], *split)
    make_rotation_at(RotationStatus.ACTIVE, sending=office, receiving=merged, plan=plan, starts_on=start)
    make_rotation_at(RotationStatus.ACTIVE, sending=office, receiving=split[0], plan=plan, starts_on=start)
    return plan


def ended(unit, *heirs, on=date(2025, 2, 1)):
    unit.valid_to = on
    unit.save()
    for heir in heirs:
        UnitSuccession.objects.create(predecessor=unit, successor=heir, on=on)


@pytest.mark.parametrize(
    "query",
    [
        "year=2025",
        "year=2025&movement=all",
        "year=2025&movement=transfer",
        "year=2025&by=sending",
        "term=",
        "term=&movement=all&by=sending",
        "since=06/01/2025&until=06/01/2025&movement=all",
        "until=31/12/2010",
        "year=2025&map=now",
        "year=2025&map=now&by=sending&movement=all",
    ],
)
def test_every_figure_opens_a_list_of_as_many_rows(client_of, board, query):
    a_mixed_year()
    if "term=" in query:
        term = Term.objects.party().running_on(date(2025, 12, 31)).get()
        query = query.replace("term=", f"term={term.pk}")
    client = client_of(board)

    page = client.get(f"{URL}?{query}").content.decode()
    figures = CELL.findall(page)

    assert len(figures) >= 5
    for url, number in figures:
        answer = client.get(unescape(url))
        assert answer.status_code == 200
        assert answer.context["paginator"].count == int(number.replace(".", "")), unescape(url)


def test_without_a_choice_the_newest_plan_begun_is_shown_and_rotation_alone(client_of, board):
    a_mixed_year()
    make_plan(2099)

    page = client_of(board).get(URL)

    assert page.context["office_sheet"].period == "năm 2025"
    assert "Chỉ tính luân chuyển." in page.content.decode()
    assert page.context["sheet"].total.counts["planned"] == 9


def test_all_movement_types_together_are_said_to_be_together(client_of, board):
    a_mixed_year()

    page = client_of(board).get(f"{URL}?year=2025&movement=all")

    assert "Tính chung luân chuyển, điều động và biệt phái." in page.content.decode()
    assert page.context["sheet"].total.counts["planned"] == 10


def test_a_reader_of_reports_sees_figures_and_no_way_to_people(client_of, viewer):
    a_mixed_year()

    page = client_of(viewer).get(f"{URL}?year=2025")
    html = page.content.decode()

    assert page.context["sheet"].total.counts["planned"] == 9
    assert "/rotations/" not in html
    assert not CELL.findall(html)


@pytest.mark.parametrize("fixture", ["clerk", "appraiser", "admin_account"])
def test_who_reads_no_reports_is_turned_away(client_of, request, fixture):
    assert client_of(request.getfixturevalue(fixture)).get(URL).status_code == 403


def test_signed_out_is_sent_to_sign_in(client):
    assert client.get(URL)["Location"].startswith("/accounts/login/")


def test_the_page_costs_the_same_for_one_unit_and_for_twenty(client_of, board):
    plan = make_plan(2025)
    make_rotation(plan=plan)
    client = client_of(board)
    few = queries_of(client, f"{URL}?year=2025")
    for _n in range(19):
        make_rotation(plan=plan)

    assert queries_of(client, f"{URL}?year=2025") == few <= MOST


def test_the_download_is_noted_and_says_what_the_page_says(client_of, viewer):
    a_mixed_year()

    answer = client_of(viewer).get(f"{URL}?year=2025&download=csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()

    assert lines[-2].startswith(";Tổng cộng;9;")
    assert lines[-1].startswith("Xuất bởi ")
    assert answer["Content-Disposition"].endswith('"bieu-3-2025.csv"')
    assert AuditEntry.objects.filter(account=viewer, action=AuditAction.EXPORT).exists()


def test_the_workbook_is_a_workbook(client_of, board):
    a_mixed_year()

    answer = client_of(board).get(f"{URL}?year=2025&download=xlsx")

    assert b"".join(answer).startswith(b"PK")


def test_a_year_and_a_term_together_are_refused_in_words(client_of, board):
    make_plan(2025)
    term = Term.objects.party().first()

    page = client_of(board).get(f"{URL}?year=2025&term={term.pk}").content.decode()

    assert "Hãy chọn một năm, một nhiệm kỳ hoặc một khoảng ngày, không chọn cùng lúc." in page


@pytest.mark.parametrize("query", ["year=abc", "term=999999", "movement=walk", "by=x", "download=pdf"])
def test_a_query_that_cannot_be_understood_is_no_error_of_the_server(client_of, board, query):
    make_plan(2025)

    assert client_of(board).get(f"{URL}?{query}").status_code in (200, 404)


def test_an_empty_installation_says_there_is_nothing_to_sum(client_of, board):
    assert "Chưa có gì để tổng hợp" in client_of(board).get(URL).content.decode()
