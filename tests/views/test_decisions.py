"""The register of decisions on its pages, and one act on many cases."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.models import Decision, Rotation
from rotations.vocabulary import RotationStatus
from tests.makers import (
    TODAY,
    approve,
    make_decision,
    make_holding,
    make_official,
    make_post,
    make_rotation_at,
    make_term,
    make_unit,
)
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db
HEAD = {
    "kind": "rotation", "title": "Luân chuyển cán bộ", "number": "12", "symbol": "QĐ/HU", "issued_on": "10/03/2025",
    "effective_on": "", "issuer": "Huyện ủy", "secrecy": "internal",
}  # fmt: skip


def lines(*rows, total=None):
    sent = {"form-TOTAL_FORMS": str(total or len(rows)), "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        sent |= {f"form-{number}-{name}": value for name, value in row.items()}
    return sent


def line(official, text, action="release", effective_on=""):
    return {"official": official, "action": action, "text": text, "effective_on": effective_on}


EMPTY = {"official": "", "action": "", "text": "", "effective_on": ""}


# --- The register -------------------------------------------------------------------------------------------


def shown(answer):
    return [str(decision) for decision in answer.context["object_list"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["7-TB/HU", "12-QĐ/HU", "5-QĐ/HU"]),
        ("q=quyet+dinh+luan", ["12-QĐ/HU", "5-QĐ/HU"]),
        ("q=qd", ["12-QĐ/HU", "5-QĐ/HU"]),
        ("person=lo+thi+sao", ["12-QĐ/HU"]),
        ("number=05", ["5-QĐ/HU"]),
        ("symbol=TB/HU", ["7-TB/HU"]),
        ("kind=release", ["7-TB/HU"]),
        ("year=2024", ["5-QĐ/HU"]),
        ("secrecy=secret", []),
        ("unnumbered=yes", []),
    ],
)
def test_a_decision_is_found_by_what_is_known_of_it(board, client_of, query, found):
    make_decision("5", issued_on=date(2024, 5, 6))
    about = make_decision("12", issued_on=date(2025, 3, 1))
    about.lines.create(official=make_official("Lò Thị Sao"), action="grant", text="Giao nhiệm vụ")
    make_decision("7", symbol="TB/HU", title="Thông báo", kind="release")

    assert shown(client_of(board).get(f"/decisions/?{query}")) == found


def test_the_register_is_narrowed_to_a_term(board, client_of):
    term = make_term("2020-2025")
    make_decision("5", term=term), make_decision("6")

    assert shown(client_of(board).get(f"/decisions/?term={term.pk}")) == ["5-QĐ/HU"]


def test_the_register_costs_the_same_for_many_as_for_one(board, client_of):
    client = client_of(board)
    make_decision("1").lines.create(official=make_official(), action="grant", text="Giao nhiệm vụ")
    few = queries_of(client, "/decisions/")
    for number in range(2, 12):
        make_decision(str(number)).lines.create(official=make_official(), action="grant", text="Giao")

    assert queries_of(client, "/decisions/") == few


def test_one_decision_carries_lines_for_several_people(board, client_of):
    seat = make_post(make_unit("Xã Nậm Mở"), "Phó Bí thư Đảng ủy")
    leaves, goes = make_official("Lò Thị Sao"), make_official("Vàng A Chu", official_code="CB-7")
    make_holding(leaves, seat, date(2020, 1, 1))
    make_term("2020-2025")

    answer = client_of(board).post(
        "/decisions/add/",
        HEAD
        | lines(
            line("lò thị sao", "phó bí thư đảng ủy"),
            line("CB-7", "Trưởng đoàn công tác", "grant", "01/04/2025"),
            EMPTY,
        ),
        follow=True,
    )

    decision = Decision.objects.get()
    told = [(one.official, one.action, one.post, one.text, one.effective_on) for one in decision.lines.all()]
    assert told == [
        (leaves, "release", seat, "", None),
        (goes, "grant", None, "Trưởng đoàn công tác", date(2025, 4, 1)),
    ]
    assert (decision.effective_on, decision.term.name) == (TODAY, "2020-2025")
    assert decision.history.get().history_user == board
    page = answer.content.decode()
    assert "Phó Bí thư Đảng ủy, Xã Nậm Mở" in page
    assert "01/04/2025" in page


def test_more_lines_are_offered_without_a_script_and_nothing_typed_is_lost(board, client_of):
    answer = client_of(board).post(
        "/decisions/add/", HEAD | lines(line("Lò Thị Sao", "Thôi chức")) | {"more": "1"}
    )

    assert answer.context["lines"].total_form_count() == 5
    assert 'value="Lò Thị Sao"' in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (line("Người Không Có", "Thôi chức"), "Không có cán bộ nào mang tên"),
        (line("Lò Thị Sao", "Thôi chức"), "đúng một trong các dòng này: Lò Thị Sao (CB-1)"),
        (line("Lò Thị Sao (CB-3)", "Thôi chức"), "Không có cán bộ nào mang tên"),
        ({**line("CB-1", ""), "text": ""}, "Hãy ghi đủ dòng này"),
        ({**line("CB-1", "Thôi chức"), "action": ""}, "Hãy ghi đủ dòng này"),
        (line("CB-1", "Thôi chức", "fly"), "không phải là một"),
    ],
)
def test_a_line_that_cannot_be_kept_says_what_to_do(board, client_of, row, said):
    make_official("Lò Thị Sao", official_code="CB-1"), make_official("Lò Thị Sao", official_code="CB-2")

    answer = client_of(board).post("/decisions/add/", HEAD | lines(row))

    assert said in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_number_that_is_taken_is_said_in_words_and_the_next_one_is_offered(board, client_of):
    make_decision("12", term=make_term("2020-2025"))

    answer = client_of(board).post("/decisions/add/", HEAD | {"number": "012"} | lines(EMPTY))

    assert "Số này đã dùng cho ký hiệu đó trong nhiệm kỳ" in answer.content.decode()
    page = client_of(board).get("/decisions/add/").content.decode()
    assert "Số tiếp theo của nhiệm kỳ: 1." in page  # today lies in the next term


@pytest.mark.parametrize(("mode", "kept"), [("normal", False), ("independent_lan", True)])
def test_a_marking_is_refused_where_it_may_not_be_kept(board, client_of, settings, mode, kept):
    settings.SECRECY = mode

    answer = client_of(board).post("/decisions/add/", HEAD | {"secrecy": "secret"} | lines(EMPTY))

    assert Decision.objects.exists() == kept
    assert kept or "không được phép lưu văn bản mật" in answer.content.decode()


def test_a_wrong_number_is_corrected_and_what_it_was_can_be_read(board, client_of):
    decision = make_decision("12", issuer="Huyện ủy")
    client = client_of(board)

    url = f"/decisions/{decision.pk}/change/"
    seen = client.get(url).context["form"]["seen"].value()

    answer = client.post(url, HEAD | {"number": "13", "seen": seen, "why": "Ghi nhầm số"}, follow=True)

    decision.refresh_from_db()
    assert decision.number == "13"
    assert "Số: 12 → 13" in answer.content.decode()
    assert client.get(f"/decisions/{decision.pk}/delete/").status_code == 404


def test_who_corrects_what_somebody_else_has_just_corrected_is_told(board, lead, client_of):
    decision = make_decision("12")
    client, url = client_of(board), f"/decisions/{decision.pk}/change/"
    seen = client.get(url).context["form"]["seen"].value()
    client_of(lead).post(url, HEAD | {"number": "13", "seen": seen, "why": "Ghi nhầm số"})

    page = client.post(url, HEAD | {"number": "14", "seen": seen}).content.decode()

    decision.refresh_from_db()
    assert decision.number == "13"
    assert "đã được board_lead sửa lúc" in page
    assert "bạn ghi “14”, hiện nay là “13”" in page


# --- One act on many cases ----------------------------------------------------------------------------------


def ready(count=2, decidable=True):
    cases = [make_rotation_at(RotationStatus.APPRAISING) for _ in range(count)]
    query = "&".join(f"case={case.pk}" for case in cases)
    if decidable:
        approve(cases[0].plan)
    return cases, f"/rotations/moves/?verb=decide&{query}"


DECIDE = {
    "on": "10/03/2025", "starts_on": "01/04/2025", "with_decision": "on", "number": "12", "symbol": "QĐ/HU",
    "issued_on": "10/03/2025", "issuer": "Huyện ủy", "title": "Luân chuyển 2 cán bộ", "exception": "Kết luận 5-KL/HU",
}  # fmt: skip


def test_many_cases_are_tried_first_then_decided_by_one_decision(lead, client_of):
    cases, url = ready()
    client = client_of(lead)
    assert client.get(url).status_code == 200

    tried = client.post(url, DECIDE | {"try": "1"}).content.decode()
    assert "Xem trước, chưa ghi gì: 2/2 lượt sẽ được ghi" in tried
    assert {case.status for case in Rotation.objects.all()} == {"appraising"}

    done = client.post(url, DECIDE | {"confirm": "1"}).content.decode()
    assert "đã ghi 2/2 lượt" in done
    assert {case.status for case in Rotation.objects.all()} == {"decided"}
    assert Decision.objects.get().lines.values("official").distinct().count() == 2
    assert {case.steps.last().decision for case in cases} == {Decision.objects.get()}


def test_a_doubtful_case_among_many_asks_for_its_own_reason(lead, client_of):
    cases, url = ready()
    cases[0].official.discipline_records.create(side="party", form="expulsion", decided_on=date(2025, 1, 1))
    client, typed = client_of(lead), DECIDE | {"exception": ""}

    tried = client.post(url, typed | {"try": "1"})
    assert "cần lý do" in tried.content.decode()
    assert f"reason_{cases[0].pk}" in tried.content.decode()

    done = client.post(
        url, typed | {"confirm": "1", f"reason_{cases[0].pk}": "Kết luận riêng"}
    ).content.decode()
    assert "đã ghi 2/2 lượt" in done
    assert cases[0].steps.last().note == "Kết luận riêng"
    assert cases[1].steps.last().note == ""


def test_a_case_that_is_refused_says_why_and_the_rest_is_done(lead, client_of):
    other = make_rotation_at(RotationStatus.PROPOSED)
    _, url = ready()

    done = client_of(lead).post(f"{url}&case={other.pk}", DECIDE | {"confirm": "1"}).content.decode()

    assert "đã ghi 2/3 lượt" in done
    assert "không được" in done
    assert "Lượt này đang ở “Đề xuất”" in done


def test_a_decision_for_many_is_asked_for_what_it_lacks(lead, client_of):
    _, url = ready()

    page = client_of(lead).post(url, DECIDE | {"symbol": "", "confirm": "1"}).content.decode()

    assert "Hãy ghi ô này khi lập quyết định." in page
    assert {case.status for case in Rotation.objects.all()} == {"appraising"}


def test_cases_out_of_sight_or_unheard_of_are_left_out(lead, client_of):
    client = client_of(lead)

    assert client.get("/rotations/moves/?verb=decide&case=999999&case=abc").context["lines"] == []
    assert client.get("/rotations/moves/?verb=fly").status_code == 404
    assert client.post("/rotations/moves/").status_code == 404


def test_choosing_costs_the_same_for_many_as_for_one(lead, client_of):
    client = client_of(lead)
    _, one = ready(1, decidable=False)
    few = queries_of(client, one)
    _, many = ready(6)

    assert queries_of(client, many) == few


def test_cases_are_chosen_in_the_list_by_those_who_move_them(lead, clerk, client_of):
    case = make_rotation_at(RotationStatus.ACTIVE, receiving=clerk.unit)

    assert f'name="case" value="{case.pk}"' in client_of(lead).get("/rotations/").content.decode()
    assert 'name="case"' not in client_of(clerk).get("/rotations/").content.decode()
