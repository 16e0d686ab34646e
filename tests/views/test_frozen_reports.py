"""Figures put down as they stood: by whom, when, unchanged for ever, and what is another figure today."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from rotations.models import AuditEntry, FrozenReport
from rotations.reports.sheets import Head, Line, OfficeSheet, as_content, differences, from_content
from rotations.vocabulary import AuditAction, RotationStatus
from tests.makers import (
    TODAY,
    make_frozen_report,
    make_need,
    make_plan,
    make_rotation,
    make_rotation_at,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
KINDS = ["needs", "planned", "results", "done"]


def a_year():
    plan = make_plan(2025)
    commune = make_unit("Xã Nậm Thử")
    make_rotation_at(RotationStatus.ACTIVE, receiving=commune, plan=plan)
    make_need(commune, year=2025)
    return plan, commune


def freeze(client, kind="results", query="year=2025", **typed):
    return client.post(f"/reports/freeze/{kind}/?{query}", {"title": "Tháng 03/2025"} | typed)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_page_shows_is_put_down_with_who_and_when(client_of, board, kind):
    a_year()
    client = client_of(board)
    shown = client.get(f"/reports/{kind}/?year=2025&shape=figures").context["office_sheet"]

    answer = freeze(client, kind, note="Báo cáo Thường trực")

    frozen = FrozenReport.objects.get()
    assert answer["Location"] == f"/reports/frozen/{frozen.pk}/"
    assert (frozen.report, frozen.title, frozen.note, frozen.frozen_by) == (
        kind, "Tháng 03/2025", "Báo cáo Thường trực", board,
    )  # fmt: skip
    kept = from_content(frozen.content)
    assert [line.values for line in kept.lines] == [line.values for line in shown.lines]
    assert kept.total.values == shown.total.values
    assert kept.headings == shown.headings
    assert "Không khác" in client.get(answer["Location"]).content.decode()


def test_the_figures_stay_and_the_page_tells_what_is_different_today(client_of, board):
    plan, commune = a_year()
    client = client_of(board)
    url = freeze(client)["Location"]
    make_rotation_at(RotationStatus.ACTIVE, receiving=commune, plan=plan)
    make_rotation(receiving=make_unit("Xã Chà Lạ"), plan=plan)

    page = client.get(url)

    assert page.context["office_sheet"].total.values[2] == 1
    told = {(one.line, one.column): (one.was, one.now) for one in page.context["differences"]}
    assert told["Xã Nậm Thử", "Đã thực hiện: Tổng số"] == (1, 2)
    assert told["Xã Chà Lạ", "Kế hoạch"] == (None, 1)
    assert told["Tổng cộng", "Kế hoạch"] == (1, 3)
    assert ("Xã Nậm Thử", "Trong đó: Nữ") not in told


def test_nothing_can_be_changed_or_taken_away():
    frozen = make_frozen_report()

    for act in (
        lambda: FrozenReport.objects.all().delete(),
        lambda: setattr(frozen, "title", "Khác") or frozen.save(),
    ):
        with pytest.raises(DatabaseError, match="trail_is_written_once"), transaction.atomic():
            act()
    assert FrozenReport.objects.get().title == f"Tháng {TODAY:%m/%Y}"


def test_the_same_figures_are_frozen_once_a_day_and_another_choice_by_itself(client_of, board):
    a_year()
    client = client_of(board)
    freeze(client)

    again = client.get(freeze(client, title="Lần nữa")["Location"]).content.decode()

    assert "Số liệu này đã được chốt trong ngày" in again
    freeze(client, query="year=2025&by=sending")
    assert FrozenReport.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "typed", "said"),
    [
        ("year=2025", {"title": " "}, "Hãy ghi tên gọi của bản chốt"),
        ("year=2025", {"title": "x" * 121}, "121"),
        ("since=31/02/2025", {}, "hãy sửa các lựa chọn"),
        ("since=01/01/1999&until=02/01/1999", {}, "Chưa có số liệu nào để chốt"),
        ("year=2025", {"note": "Độ mật: Mật"}, "Mật"),
    ],
)
def test_what_cannot_be_frozen_is_told_and_keeps_nothing(client_of, board, query, typed, said):
    a_year()
    client = client_of(board)

    answer = freeze(client, query=query, **typed)

    assert said in client.get(answer["Location"]).content.decode()
    assert not FrozenReport.objects.exists()


@pytest.mark.parametrize("fixture", ["viewer", "committee"])
def test_who_reads_reports_reads_what_was_frozen_and_freezes_nothing(client_of, request, fixture):
    a_year()
    frozen = make_frozen_report(title="Tháng trước")
    client = client_of(request.getfixturevalue(fixture))

    assert "Tháng trước" in client.get("/reports/frozen/").content.decode()
    assert client.get(f"/reports/frozen/{frozen.pk}/").status_code == 200
    assert "Chốt số liệu này" not in client.get("/reports/results/?year=2025").content.decode()
    told = client.get(freeze(client)["Location"]).content.decode()
    assert "Bạn không có quyền chốt số liệu." in told
    assert FrozenReport.objects.count() == 1


@pytest.mark.parametrize("fixture", ["clerk", "appraiser", "admin_account"])
def test_who_reads_no_reports_reaches_none_of_it(client_of, request, fixture):
    frozen = make_frozen_report()
    client = client_of(request.getfixturevalue(fixture))

    assert client.get("/reports/frozen/").status_code == 403
    assert client.get(f"/reports/frozen/{frozen.pk}/").status_code == 403
    assert freeze(client).status_code == 403


def test_a_report_that_is_none_is_not_there(client_of, board):
    assert freeze(client_of(board), "everything").status_code == 404


def test_the_file_of_frozen_figures_says_what_was_kept_and_is_noted(client_of, viewer):
    frozen = make_frozen_report()
    client = client_of(viewer)

    lines = (
        b"".join(client.get(f"/reports/frozen/{frozen.pk}/?download=csv")).decode("utf-8-sig").splitlines()
    )

    assert lines[1:3] == ["1;Xã Thử;2", ";Tổng cộng;2"]
    assert AuditEntry.objects.get(action=AuditAction.EXPORT).row_count == 1
    assert b"".join(client.get(f"/reports/frozen/{frozen.pk}/?download=xlsx")).startswith(b"PK")
    assert client.get(f"/reports/frozen/{frozen.pk}/?download=pdf").status_code == 404


def test_list_and_page_cost_the_same_for_one_and_for_many(client_of, board):
    frozen = make_frozen_report()
    client = client_of(board)
    few = queries_of(client, "/reports/frozen/"), queries_of(client, f"/reports/frozen/{frozen.pk}/")
    for number in range(6):
        make_frozen_report(choice={"year": str(2000 + number)})
        a_plan = make_plan(2030 + number)
        make_rotation_at(RotationStatus.ACTIVE, plan=a_plan)

    assert (
        queries_of(client, "/reports/frozen/"),
        queries_of(client, f"/reports/frozen/{frozen.pk}/"),
    ) == few
    assert max(few) <= MOST


# --- Two sheets side by side ---------------------------------------------------------------------------------


def sheet(*lines, heads=("a", "b")):
    columns = (
        Head("n", "STT"),
        Head("unit", "Đơn vị"),
        *(Head(code, code, is_number=True) for code in heads),
    )
    rows = tuple(Line((number, name, *values), key=name) for number, (name, *values) in enumerate(lines, 1))
    return OfficeSheet("Biểu", "Tên", "", "", columns, rows)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (sheet(("x", 1, 2)), sheet(("x", 1, 2)), []),
        (sheet(("x", 1, 2)), sheet(("x", 1, 3)), [("x", "b", 2, 3)]),
        (sheet(("x", 1, 0)), sheet(), [("x", "a", 1, None)]),
        (sheet(), sheet(("y", 0, 4)), [("y", "b", None, 4)]),
        (sheet(("x", 1), heads=("a",)), sheet(("x", 1, 5), heads=("a", "c")), [("x", "c", None, 5)]),
        (sheet(("x", 1, 2)), sheet(("y", 9, 9), ("x", 1, 2)), [("y", "a", None, 9), ("y", "b", None, 9)]),
        (sheet(("x", None, 2)), sheet(("x", 0, 2)), []),
    ],
)
def test_only_figures_that_differ_are_told(was, now, told):
    assert [tuple(one) for one in differences(was, now)] == told


def test_a_sheet_that_was_kept_is_the_same_sheet():
    kept = from_content(as_content(sheet(("x", 1, 2))))

    assert (kept.lines, kept.headings) == (sheet(("x", 1, 2)).lines, ["STT", "Đơn vị", "a", "b"])
