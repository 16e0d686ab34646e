"""The page of the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from rotations import access
from rotations.models import AuditEntry
from rotations.vocabulary import AuditAction
from tests.makers import make_account, make_official, make_unit
from tests.trail import trail_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client_of, lead):
    client = client_of(lead)
    return lambda query="": client.get(f"/audit/{query}")


def subjects(response) -> list[str]:
    return [entry.subject for entry in response.context["object_list"]]


def test_the_head_of_the_board_sees_who_read_what_and_why(page, board):
    official = make_official("Lò Thị Ươm")
    access.note(board, AuditAction.READ, official, purpose="Xét bố trí")

    text = page().content.decode()

    assert "Lò Thị Ươm" in text
    assert "Xét bố trí" in text
    assert str(board) in text
    assert f"cán bộ số {official.pk}" in text


def test_whoever_keeps_the_machine_sees_the_door_and_no_file(client_of, admin_account, board):
    access.note(board, AuditAction.READ, make_official("Lò Thị Ươm"))
    access.note(board, AuditAction.SIGN_IN, board)
    access.note(None, AuditAction.BACKUP, "dem.backup")

    response = client_of(admin_account).get("/audit/")

    assert subjects(response) == ["dem.backup", str(board)]
    assert "Ươm" not in client_of(admin_account).get("/audit/?q=uom").content.decode()


def test_the_columns_of_the_trail_are_chosen(page, board):
    access.note(board, AuditAction.READ, make_official("Lò Thị Ươm"), purpose="Xét bố trí")

    text = page("?columns=at,subject,record").content.decode()

    assert "Lò Thị Ươm" in text
    assert '<th scope="col">Mã hồ sơ</th>' in text
    assert "Xét bố trí" not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=uom+luan", ["Lò Thị Ươm"]),
        ("?q=ĐÔI", ["Danh sách đôi"]),
        ("?who=chu+vang", ["Danh sách đôi"]),
        ("?who=khong_co", []),
        ("?action=export", ["Danh sách đôi"]),
        ("?kind=official", ["Lò Thị Ươm"]),
        ("?kind=unit", []),
        ("?record=0", []),
        ("?since=x", []),
    ],
)
def test_it_is_narrowed_by_who_what_kind_which_record_and_words(page, board, query, found):
    other = make_account(username="vang_chu", full_name="Vàng A Chứ")
    access.note(board, AuditAction.READ, make_official("Lò Thị Ươm"), purpose="Luân chuyển")
    access.note(other, AuditAction.EXPORT, "Danh sách đôi")

    assert subjects(page(query)) == found


def test_without_a_day_the_last_ninety_days_are_looked_through(page, board):
    for days in (89, 90, 91):
        entry = access.note(board, AuditAction.READ, f"{days} ngày trước")
        with trail_open():
            AuditEntry.objects.filter(pk=entry.pk).update(at=now() - timedelta(days=days))

    assert subjects(page()) == ["89 ngày trước", "90 ngày trước"]
    assert len(subjects(page(f"?since={localdate() - timedelta(days=91)}"))) == 3
    assert subjects(page(f"?until={localdate() - timedelta(days=91)}")) == ["91 ngày trước"]


def test_pages_go_by_key_and_miss_and_repeat_nothing(page, board):
    for number in range(60):
        access.note(board, AuditAction.READ, f"Hồ sơ {number}")

    seen, query = [], ""
    for _ in range(3):
        response = page(query)
        seen += subjects(response)
        query = f"?after={response.context['after'].replace('+', '%2B')}"

    assert seen == [f"Hồ sơ {number}" for number in reversed(range(60))]
    assert response.context["after"] == ""
    assert subjects(page("?after=chữ_x")) == seen[:25]


def test_a_page_costs_as_many_queries_for_twenty_entries_as_for_one(page, board):
    page()

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page()
        return len(queries)

    access.note(board, AuditAction.READ, make_official())
    one = cost()
    for _ in range(20):
        access.note(board, AuditAction.READ, make_official())

    assert cost() == one <= 12


def test_taking_the_trail_away_is_noted_in_it(page, lead, board):
    access.note(board, AuditAction.READ, make_official("=Lò"))

    text = b"".join(page("?download=csv&taken_for=x").streaming_content).decode()

    assert "'=Lò" in text
    assert f"Xuất bởi {lead}" in text
    entry = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (entry.account, entry.row_count) == (lead, 1)


# --- Changes ---------------------------------------------------------------------------------------------------


def test_the_head_of_the_board_sees_who_changed_what_from_what_to_what(client_of, lead):
    official = make_official("Lò Thị Ươm", note="Cũ")
    official.note = "Mới"
    official._history_user = lead
    official.save()

    text = client_of(lead).get("/audit/changes/").content.decode()

    assert f'<a href="/officials/{official.pk}/">Lò Thị Ươm</a>' in text
    assert "Cũ → Mới" in text
    assert str(lead) in text


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=uom", 1), ("?q=khong+ai", 0), ("?who=khong_co", 0), ("?since=x", 0), ("?kind=unit", 0), ("?kind=x", 0),
     ("?record=-1", 0), ("?until=31/12/2999", 2), ("?after=x", 2)],
)  # fmt: skip
def test_the_list_of_changes_is_narrowed_and_takes_any_question(client_of, lead, query, found):
    make_official("Lò Thị Ươm")
    make_official("Vàng A Chứ")

    response = client_of(lead).get(f"/audit/changes/{query}")

    assert response.status_code == 200
    assert len([line for line, _by in response.context["object_list"] if line.kind == "cán bộ"]) == found


def test_the_list_of_changes_costs_as_many_queries_for_twenty_as_for_one(client_of, lead):
    client = client_of(lead)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/changes/?q=lo")
        return len(queries)

    make_official("Lò Thị Ươm", make_unit())
    cost()
    one = cost()
    for _ in range(20):
        make_official("Lò Thị Ươm", make_unit())

    assert cost() == one <= 12


def test_the_columns_of_the_changes_are_chosen_and_kept_as_of_any_list(client_of, lead):
    official = make_official("Lò Thị Ươm", note="Cũ")
    official.note = "Mới"
    official.save()
    client = client_of(lead)

    answer = client.post("/lists/audit-changes/columns/", {"column": ["record"], "query": "q=uom&page=3"})
    page = client.get("/audit/changes/")

    assert answer["Location"] == "/audit/changes/?q=uom&columns=record"
    assert page.context["shown"] == ["at", "record"]
    assert "Lò Thị Ươm" in page.content.decode()
    assert "Cũ → Mới" not in page.content.decode()
    assert "Chọn cột" in page.content.decode()
    client.post("/lists/audit-changes/columns/", {"usual": "1"})
    assert "Cũ → Mới" in client.get("/audit/changes/").content.decode()


def test_a_filter_of_the_changes_is_not_kept(client_of, lead):
    answer = client_of(lead).post("/lists/audit-changes/filters/save/", {"name": "x", "query": "q=uom"})

    assert answer.status_code == 404


def test_who_may_not_read_the_changes_chooses_none_of_their_columns(client_of, board):
    assert client_of(board).post("/lists/audit-changes/columns/", {"column": "record"}).status_code == 404
