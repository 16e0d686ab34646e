"""Biểu 1, 2 and 4: lists and figures agree with each other and with the records; names are for who may open them."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest

from rotations.models import AuditEntry, CatalogueEntry, Rotation, RotationNeed, Term, UnitSuccession
from rotations.vocabulary import (
    AuditAction,
    Direction,
    MovementType,
    NeedDirection,
    NeedReason,
    QualityRating,
    RotationStatus,
    Sex,
    UnitLevel,
)
from tests.makers import (
    TODAY,
    make_decision,
    make_elected_post,
    make_evaluation,
    make_need,
    make_official,
    make_placement,
    make_plan,
    make_rating,
    make_rotation,
    make_rotation_at,
    make_succession_entry,
    make_unit,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
CELL = re.compile(r'<td class="number"[^>]*>\s*<a href="([^"]+)">([\d.]+)</a>')
NEEDS, PLANNED, DONE = "/reports/needs/", "/reports/planned/", "/reports/done/"
START = date(2025, 1, 6)


def needs_of_a_year():
    """Six lines of three units for 2025, nine people; one line of another year."""
    first, second, third = (make_unit(f"Xã Cần {n}") for n in range(3))
    make_need(first, year=2025, quantity=3, reason=NeedReason.VACANCY, stated_on=TODAY)
    make_need(first, year=2025, reason=NeedReason.NON_LOCAL, stated_on=TODAY)
    make_need(
        first, year=2025, direction=NeedDirection.OUT, reason=NeedReason.TRAINING, proposed_text="Mùa A Kín"
    )
    make_need(second, year=2025, quantity=2, reason=NeedReason.VACANCY, stated_on=date(2025, 3, 9))
    make_need(second, year=2025, direction=NeedDirection.OUT, reason=NeedReason.TERM_LIMIT)
    make_need(third, year=2025, position_text="Phó Chủ tịch", reason=NeedReason.OTHER)
    make_need(third, year=2024, quantity=7)


def cases_of_a_year():
    """Eight cases of 2025 in three directions, six of them done, one called off; a transfer; one of another year."""
    plan = make_plan(2025)
    office, communes = (
        make_unit("Phòng Thử", level=UnitLevel.DISTRICT),
        [make_unit(f"Xã Thử {n}") for n in range(3)],
    )
    mong = CatalogueEntry.objects.get(kind="ethnicity", name="Mông")

    def person(**fields):
        given = {
            "sex": Sex.FEMALE,
            "birth_date": date(1990, 5, 1),
            "ethnicity": mong,
            "native_place": "Bản Kín",
        }
        return make_official(**given | fields)

    for status, sending, receiving, fields in (
        (RotationStatus.ACTIVE, office, communes[0], {}),
        (RotationStatus.PLACED, office, communes[0], {"sex": Sex.MALE}),
        (RotationStatus.ENDED, communes[0], communes[1], {"birth_date": date(1970, 5, 1)}),
        (RotationStatus.DECIDED, communes[1], office, {"ethnicity": None}),
        (RotationStatus.ACTIVE, office, communes[2], {}),
    ):
        make_rotation_at(
            status,
            official=person(**fields),
            sending=sending,
            receiving=receiving,
            plan=plan,
            starts_on=START,
        )
    make_rotation(person(full_name="Giàng Thị Chờ"), office, communes[2], plan)
    make_rotation_at(RotationStatus.CANCELLED, sending=office, receiving=communes[2], plan=plan)
    make_rotation_at(
        RotationStatus.ACTIVE,
        sending=office,
        receiving=communes[2],
        plan=plan,
        movement_type=MovementType.TRANSFER,
    )
    make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(2010), starts_on=date(2010, 1, 6))
    return plan


def sheet_of(client, url):
    return client.get(url).context["office_sheet"]


# --- Totals that agree ---------------------------------------------------------------------------------------


def test_the_needs_listed_are_the_people_of_the_figures_and_of_the_records(client_of, board):
    needs_of_a_year()
    client = client_of(board)

    listed, figures = (
        sheet_of(client, f"{NEEDS}?year=2025"),
        sheet_of(client, f"{NEEDS}?year=2025&shape=figures"),
    )

    records = RotationNeed.objects.filter(year=2025)
    people = sum(need.quantity for need in records)
    assert sum(line.values[2] for line in listed.rows) == listed.total.values[2] == people == 9
    heads = [head.code for head in figures.heads]
    for place, code in enumerate(heads):
        if place < 2:
            continue
        direction, reason = code.split("_", 1)
        wanted = records.filter(direction=direction)
        wanted = wanted if reason == "all" else wanted.filter(reason=reason)
        column = sum(line.values[place] for line in figures.rows)
        assert column == figures.total.values[place] == sum(need.quantity for need in wanted), code
    for line in (*figures.rows, figures.total):
        for direction in ("in", "out"):
            parts = [line.values[heads.index(f"{direction}_{reason}")] for reason in NeedReason.values]
            assert sum(parts) == line.values[heads.index(f"{direction}_all")]


@pytest.mark.parametrize(("url", "statuses"), [(PLANNED, 6), (DONE, 5)])
def test_the_people_listed_are_those_of_the_figures_and_of_the_records(client_of, board, url, statuses):
    cases_of_a_year()
    client = client_of(board)

    listed, figures = sheet_of(client, f"{url}?year=2025"), sheet_of(client, f"{url}?year=2025&shape=figures")

    records = Rotation.objects.filter(plan__year=2025, movement_type=MovementType.ROTATION)
    records = records.counted() if url == PLANNED else records.done()
    assert len(listed.rows) == figures.total.values[2] == records.count() == statuses
    assert listed.total.values[1] == f"Tổng cộng: {statuses} người"
    for place in range(2, len(figures.heads)):
        assert sum(line.values[place] for line in figures.rows) == figures.total.values[place]
    for line in figures.rows:
        assert line.values[2] == records.filter(direction=line.key).count()
    groups = [line.values[0] for line in listed.lines if line.is_group]
    assert groups == [
        f"{roman}. {Direction(line.key).label} ({line.values[2]} người)"
        for roman, line in zip(("I", "II", "III"), figures.rows, strict=True)
    ]


def test_of_those_done_the_four_states_of_today_add_up(client_of, board):
    cases_of_a_year()

    figures = sheet_of(client_of(board), f"{DONE}?year=2025&movement=all&shape=figures")

    heads = [head.code for head in figures.heads]
    for line in (*figures.rows, figures.total):
        states = [line.values[heads.index(code)] for code in ("waiting", "there", "placed", "unplaced")]
        assert sum(states) == line.values[heads.index("all")]


def test_of_those_planned_the_movement_types_add_up(client_of, board):
    cases_of_a_year()

    figures = sheet_of(client_of(board), f"{PLANNED}?year=2025&movement=all&shape=figures")

    heads = [head.code for head in figures.heads]
    for line in (*figures.rows, figures.total):
        assert sum(line.values[heads.index(word)] for word in MovementType.values) == line.values[2]
    assert figures.total.values[heads.index("transfer")] == 1


@pytest.mark.parametrize(
    "url",
    [
        f"{NEEDS}?year=2025&shape=figures",
        f"{NEEDS}?since=10/03/2025&shape=figures",
        f"{PLANNED}?year=2025&shape=figures",
        f"{PLANNED}?year=2025&movement=all&shape=figures",
        f"{DONE}?year=2025&shape=figures",
        f"{DONE}?year=2025&movement=all&shape=figures",
        f"{DONE}?since=01/01/2010&until=06/01/2025&shape=figures",
    ],
)
def test_every_figure_opens_the_list_it_counts(client_of, board, url):
    needs_of_a_year()
    cases_of_a_year()
    client = client_of(board)

    figures = CELL.findall(client.get(url).content.decode())

    assert len(figures) >= 4
    for link, number in figures:
        answer = client.get(unescape(link))
        rows = answer.context["object_list"]
        found = (
            sum(row.quantity for row in rows) if url.startswith(NEEDS) else answer.context["paginator"].count
        )
        assert found == int(number.replace(".", "")), unescape(link)


def test_needs_of_a_term_are_those_of_its_years(client_of, board):
    needs_of_a_year()
    term = Term.objects.party().get(name="2020-2025")
    client = client_of(board)

    listed = sheet_of(client, f"{NEEDS}?term={term.pk}")

    years = range(term.starts_on.year, term.ends_on.year)
    assert len(listed.rows) == RotationNeed.objects.filter(year__in=years).count() == 1


# --- What a line says ----------------------------------------------------------------------------------------


def line_of(sheet, name):
    line = next(line for line in sheet.rows if name in line.values)
    return {head.code: value for head, value in zip(sheet.heads, line.values, strict=True)}


def test_a_line_of_the_planned_tells_of_the_person(client_of, board):
    plan = make_plan(2025)
    person = make_official(
        "Lò Thị Sáng", sex=Sex.FEMALE, birth_date=date(1985, 3, 12), birth_date_precision="month"
    )
    make_rating(person, 2024, QualityRating.EXCELLENT)
    make_rating(person, 2021, QualityRating.GOOD)
    entry = make_succession_entry(person)
    make_rotation(person, receiving=make_unit("Xã Đích Thử"), plan=plan, expected_placement="Về phòng cũ")

    said = line_of(sheet_of(client_of(board), f"{PLANNED}?year=2025"), "Lò Thị Sáng")

    assert (said["male"], said["female"]) == ("", "03/1985")
    assert said["to"] == "Xã Đích Thử"
    assert said["ratings"] == "2024: HTXSNV"
    assert said["planning"] == f"{entry.position} ({entry.term.name})"
    assert said["afterwards"] == "Về phòng cũ"


def test_of_a_card_the_details_are_folded_away_and_nothing_else(client_of, board):
    make_rotation(make_official("Lò Thị Sáng", native_place="Xã Quê Thử"), plan=make_plan(2025))

    page = client_of(board).get(f"{PLANNED}?year=2025").content.decode()

    assert "Hiện đủ mọi cột của biểu" in page
    assert re.search(r'<td class="detail" data-label="Quê quán">\s*Xã Quê Thử', page)
    assert re.search(r'<td data-label="Dự kiến luân chuyển đến, Đơn vị">', page)
    assert (
        "Hiện đủ mọi cột" not in client_of(board).get(f"{PLANNED}?year=2025&shape=figures").content.decode()
    )


def test_whoever_has_no_sex_on_record_has_columns_without_it(client_of, board):
    make_rotation(make_official("Lò Thị Sáng", birth_date=date(1985, 3, 12)), plan=make_plan(2025))

    said = line_of(sheet_of(client_of(board), f"{PLANNED}?year=2025"), "Lò Thị Sáng")

    assert (said["birth"], said["sex"]) == (date(1985, 3, 12), "")


def test_a_line_of_the_done_tells_what_came_of_it(client_of, board):
    rotation = make_rotation_at(
        RotationStatus.ENDED, make_official("Lò Thị Sáng", birth_date=date(1985, 3, 12)), plan=make_plan(2025)
    )
    decision = make_decision("15", issued_on=date(2024, 12, 30), effective_on=START)
    decision.lines.create(official=rotation.official, rotation=rotation, action="grant", text="Phó Bí thư")
    make_elected_post(rotation, session_on=TODAY, result="not_elected", votes_for=9, votes_total=21)
    make_evaluation(rotation, rating=QualityRating.GOOD)
    make_placement(rotation, decided_on=TODAY)

    said = line_of(sheet_of(client_of(board), f"{DONE}?year=2025"), "Lò Thị Sáng")

    assert said["born"] == "1985"
    assert said["decision"] == "15-QĐ/HU, 30/12/2024"
    assert said["ratings"] == "2025: HTTNV"
    assert said["election"] == "Chủ tịch UBND: không trúng cử (9/21 phiếu)"
    assert said["placement"].startswith("Trở về cơ quan cũ, cùng chức vụ")


def test_a_comment_on_oneself_is_not_told_by_the_list(client_of, board):
    rotation = make_rotation_at(RotationStatus.ACTIVE, make_official("Lò Thị Sáng"), plan=make_plan(2025))
    make_evaluation(rotation, rating=QualityRating.GOOD)
    board.official = rotation.official
    board.save()

    said = line_of(sheet_of(client_of(board), f"{DONE}?year=2025"), "Lò Thị Sáng")

    assert said["ratings"] == ""


def test_by_the_map_of_today_an_old_unit_is_named_with_the_one_it_belongs_to(client_of, board):
    old, new = make_unit("Xã Cũ"), make_unit("Xã Mới")
    make_rotation_at(RotationStatus.ACTIVE, make_official("Lò Thị Sáng"), receiving=old, plan=make_plan(2025))
    old.valid_to = TODAY
    old.save()
    UnitSuccession.objects.create(predecessor=old, successor=new, on=TODAY)
    client = client_of(board)

    assert line_of(sheet_of(client, f"{DONE}?year=2025"), "Lò Thị Sáng")["to"] == "Xã Cũ"
    now = line_of(sheet_of(client, f"{DONE}?year=2025&map=now"), "Lò Thị Sáng")
    assert now["to"] == "Xã Mới (trước là Xã Cũ)"


# --- Who sees names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [NEEDS, PLANNED, DONE])
@pytest.mark.parametrize(
    "shape", ["", "&shape=people", "&shape=figures", "&download=csv", "&download=csv&taken_for=x"]
)
def test_a_reader_of_reports_sees_figures_and_no_name(client_of, viewer, url, shape):
    needs_of_a_year()
    cases_of_a_year()

    answer = client_of(viewer).get(f"{url}?year=2025{shape}")
    said = (b"".join(answer) if answer.streaming else answer.content).decode()

    assert answer.status_code == 200
    for name in ("Mùa A Kín", "Giàng Thị Chờ", "Lò Văn", "Bản Kín", "/rotations/", "/needs/?"):
        assert name not in said.replace("/reports/needs/?", "")
    assert "Tổng cộng" in said


@pytest.mark.parametrize("url", [NEEDS, PLANNED, DONE])
def test_a_file_with_names_asks_what_it_is_for_and_is_noted_with_it(client_of, lead, url):
    needs_of_a_year()
    cases_of_a_year()
    client = client_of(lead)

    refused = client.get(f"{url}?year=2025&download=xlsx&taken_for= ")
    assert (refused.status_code, AuditEntry.objects.filter(action=AuditAction.EXPORT).count()) == (302, 0)
    assert "Hãy ghi mục đích" in client.get(refused["Location"]).content.decode()

    given = client.get(f"{url}?year=2025&download=xlsx&taken_for=Họp Ban Thường vụ")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(given)))
    entry = AuditEntry.objects.get(action=AuditAction.EXPORT)
    rows = sheet_of(client, f"{url}?year=2025").rows
    assert (entry.purpose, entry.row_count) == ("Họp Ban Thường vụ", len(rows))
    written = [cell.value for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert sum(value == rows[0].values[1] for value in written) >= 1
    assert {"BAN TỔ CHỨC", "NGƯỜI LẬP BIỂU", "TRƯỞNG BAN", "(1)"} <= set(written)


def test_opening_a_list_of_names_is_noted_and_figures_are_not(client_of, board):
    cases_of_a_year()
    client = client_of(board)

    client.get(f"{PLANNED}?year=2025")
    client.get(f"{PLANNED}?year=2025&shape=figures")

    entry = AuditEntry.objects.exclude(action=AuditAction.SIGN_IN).get()
    assert (entry.action, entry.row_count) == (AuditAction.READ, 6)
    assert entry.subject == "Biểu 2: Danh sách dự kiến luân chuyển, năm 2025"


@pytest.mark.parametrize("fixture", ["clerk", "appraiser", "admin_account"])
@pytest.mark.parametrize("url", [NEEDS, PLANNED, DONE, "/reports/"])
def test_who_reads_no_reports_is_turned_away(client_of, request, fixture, url):
    assert client_of(request.getfixturevalue(fixture)).get(url).status_code == 403


# --- What it costs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", [f"{PLANNED}?year=2025&map=now", f"{DONE}?year=2025&map=now", f"{NEEDS}?year=2025"]
)
def test_a_list_costs_the_same_for_one_and_for_many(client_of, board, url):
    plan = make_plan(2025)

    def one():
        rotation = make_rotation_at(RotationStatus.ACTIVE, plan=plan)
        make_placement(rotation, decided_on=TODAY)
        make_need(rotation.receiving_unit, year=2025)
        old = rotation.receiving_unit
        old.valid_to = TODAY
        old.save()
        UnitSuccession.objects.create(predecessor=old, successor=make_unit(), on=TODAY)

    one()
    client = client_of(board)
    few = queries_of(client, url)
    for _n in range(5):
        one()

    assert queries_of(client, url) == few <= MOST


@pytest.mark.parametrize("url", [NEEDS, PLANNED, DONE])
@pytest.mark.parametrize(
    "query", ["year=abc", "since=31/02/2025", "term=99999", "page=x", "shape=x", "download=pdf", "until=1"]
)
def test_a_query_that_makes_no_sense_is_no_error_of_the_server(client_of, board, url, query):
    needs_of_a_year()

    assert client_of(board).get(f"{url}?{query}").status_code in (200, 404)


def test_days_in_the_wrong_order_are_told(client_of, board):
    page = client_of(board).get(f"{DONE}?since=02/01/2025&until=01/01/2025").content.decode()

    assert "Ngày cuối không thể trước ngày đầu." in page


def test_needs_of_old_and_new_units_are_told_by_either_map_with_the_same_total(client_of, board):
    old, other, new = make_unit("Xã Nà Cũ"), make_unit("Xã Nà Kia"), make_unit("Xã Nà Mới")
    for unit, quantity in ((old, 2), (other, 3), (new, 1)):
        make_need(unit, year=2025, quantity=quantity)
    for unit in (old, other):
        unit.valid_to = TODAY
        unit.save()
        UnitSuccession.objects.create(predecessor=unit, successor=new, on=TODAY)
    client = client_of(board)

    def told(by_map: str) -> dict[str, int]:
        sheet = sheet_of(client, f"/reports/needs/?year=2025&shape=figures&map={by_map}")
        return {str(line.values[1]): line.values[2] for line in (*sheet.rows, sheet.total)}

    assert told("then") == {"Xã Nà Cũ": 2, "Xã Nà Kia": 3, "Xã Nà Mới": 1, "Tổng cộng": 6}
    assert told("now") == {"Xã Nà Mới": 6, "Tổng cộng": 6}
    page = client.get("/reports/needs/?year=2025&shape=figures&map=now").content.decode()
    behind = re.search(r'href="(/needs/\?[^"]*unit=[^"]*)"[^>]*>6<', page)
    assert behind is not None
    shown = client.get(unescape(behind[1])).content.decode()
    assert all(name in shown for name in ("Xã Nà Cũ", "Xã Nà Kia", "Xã Nà Mới"))
    listed = client.get("/reports/needs/?year=2025&map=now").content.decode()
    assert "Xã Nà Mới (trước là Xã Nà Cũ)" in listed
