"""The calendar of what is due, read back by the rules of RFC 5545."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotations.due import DueItem, what_is_due
from rotations.due.calendar import calendar
from rotations.partial_dates import PartialDate
from rotations.vocabulary import DueKind, Urgency
from tests.due.awaited import MADE, days, make_paper, serving, the_plan
from tests.due.calendars import events, unfolded
from tests.makers import TODAY, make_rotation

AT = datetime(2025, 3, 10, 7, 30, tzinfo=timezone(timedelta(hours=7)))
SITE = "https://can-bo.example:8443"
ITEM = DueItem(
    key="term_ending-7",
    kind=DueKind.TERM_ENDING,
    urgency=Urgency.LATER,
    day=PartialDate.of_day(date(2025, 6, 10)),
    days_left=92,
    since=None,
    person="Lò Văn Ươm",
    place="Xã Nậm Thử",
    text="Hết thời hạn luân chuyển 10/06/2025",
    url="/rotations/7/",
    action="Chuẩn bị phương án bố trí",
    action_url="/placements/add/?rotation=7",
    rule="Báo sắp hết hạn lần cuối (tháng trước): 3 (Điều 1, 65-QĐ/TW)",
)


def written(*items: DueItem, at: datetime = AT, site: str = SITE) -> bytes:
    return calendar(items, at=at, site=site, name="Việc đến hạn: Nguyễn Thị Thử", mark="Xuất")


def test_an_event_lasts_one_day_and_says_what_by_when_and_why():
    (event,) = events(written(ITEM))

    assert event["DTSTART"] == "20250610"
    assert event["DTEND"] == "20250611"
    assert event["DTSTAMP"] == "20250310T003000Z"
    assert event["SUMMARY"] == "Lò Văn Ươm: Hết thời hạn luân chuyển 10/06/2025"
    assert event["URL"] == "https://can-bo.example:8443/rotations/7/"
    assert "Hạn: 10/06/2025, còn 92 ngày." in event["DESCRIPTION"]
    assert "Căn cứ: Báo sắp hết hạn" in event["DESCRIPTION"]


def test_the_same_thing_keeps_its_uid_from_day_to_day_and_another_has_its_own():
    later = AT + timedelta(days=3)
    (one,), (again,) = events(written(ITEM)), events(written(replace(ITEM, days_left=89), at=later))
    (other,) = events(written(replace(ITEM, key="term_ending-8")))

    assert one["UID"] == again["UID"] != other["UID"]
    assert one["UID"].endswith("@can-bo.example")


@pytest.mark.parametrize(
    ("day", "starts", "said"),
    [
        (PartialDate.of_month(2025, 9), "20250901", "09/2025 (chỉ biết đến tháng"),
        (PartialDate.of_year(2026), "20260101", "2026 (chỉ biết đến năm"),
        (PartialDate.of_month(2025, 3), "20250310", "03/2025 (chỉ biết đến tháng"),
        (PartialDate.of_day(date(2025, 1, 5)), "20250310", "05/01/2025"),
        (None, "20250310", "Chưa đặt hạn"),
    ],
)
def test_a_date_known_in_part_stands_on_its_first_day_and_what_is_over_on_today(day, starts, said):
    (event,) = events(written(replace(ITEM, day=day, since=date(2025, 2, 1), days_left=None)))

    assert event["DTSTART"] == starts
    assert said in event["DESCRIPTION"]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        written(ITEM, at=AT.replace(tzinfo=None))


def test_an_empty_calendar_is_one_still():
    assert events(written()) == []


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    rule=st.text("ếẵƯđ,;\\\n\r\x07 a", max_size=200),
)
def test_whatever_the_text_the_calendar_stays_well_formed(text, rule):
    (event,) = events(written(replace(ITEM, text=f"x{text}", rule=rule)))

    kept = "".join(c for c in f"x{text}".replace("\r\n", "\n") if c == "\n" or (c >= " " and c != "\x7f"))
    assert event["SUMMARY"] == f"Lò Văn Ươm: {kept}"


@pytest.mark.parametrize("length", range(55, 80))
def test_no_letter_is_cut_at_a_fold(length):
    text = "ế" * length
    lines = unfolded(written(replace(ITEM, person="", place="", text=text)))

    assert f"SUMMARY:{text}" in lines


@pytest.mark.django_db
def test_papers_and_comments_are_told_of_by_the_bare_fact(board, clerk, appraiser):
    make_paper(make_rotation(plan=the_plan()), days(-1))
    MADE[DueKind.EVALUATION](clerk, appraiser)

    text = calendar(what_is_due(board, on=TODAY), at=AT, site=SITE, name="x", mark="Xuất").decode()

    assert "sức khỏe" not in text.replace("\r\n ", "")
    assert "Điều 35" not in text.replace("\r\n ", "")
    assert len(events(text.encode())) == 2


# --- The address -------------------------------------------------------------------------------------------


def address(client) -> str:
    return client.post("/due/calendar/open/").context["address"].removeprefix("http://testserver")


def test_the_address_opens_the_calendar_of_its_account_without_signing_in(clerk, client_of, client):
    serving(days(-1), receiving=clerk.unit, starts_on=days(-400))
    serving(days(-1), starts_on=days(-400))
    url = address(client_of(clerk))

    answer = client.get(url)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("max-age=0")
    assert len(events(answer.content)) == 2  # of its own person: the end, and the comment of the year


def test_a_new_address_shuts_the_old_one_and_a_shut_one_leads_nowhere(board, client_of, client):
    signed_in = client_of(board)
    old, new = address(signed_in), address(signed_in)

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200

    signed_in.post("/due/calendar/shut/")
    assert client.get(new).status_code == 404


def test_the_address_is_told_once_and_only_its_hash_is_kept(board, client_of):
    signed_in = client_of(board)
    token = address(signed_in).partition("token=")[2]

    assert token not in signed_in.get("/due/calendar/").content.decode()
    assert token not in str(list(type(board.calendar_link).objects.values()))


def test_an_account_switched_off_has_no_calendar(board, client_of, client):
    url = address(client_of(board))
    board.is_active = False
    board.save()

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", ["", "?token=", "?token=sai", "?token=%00", f"?token={'a' * 5000}"])
def test_a_wrong_token_is_not_there(db, client, query):
    assert client.get(f"/due.ics{query}").status_code == 404


def test_a_session_opens_the_own_calendar_and_fetching_it_is_noted(board, client_of):
    serving(days(-1), starts_on=days(-400))

    assert len(events(client_of(board).get("/due.ics").content)) == 2  # the end, and the comment of the year
    entry = board.audit_entries.get()
    assert (entry.subject, entry.action) == ("Lịch việc đến hạn", "export")


def test_a_wrong_token_does_not_fall_back_on_the_session(board, client_of):
    assert client_of(board).get("/due.ics?token=sai").status_code == 404


def test_the_stamp_of_a_calendar_is_in_universal_time():
    (event,) = events(written(ITEM, at=datetime(2025, 3, 10, 23, 59, tzinfo=UTC)))

    assert event["DTSTAMP"] == "20250310T235900Z"
