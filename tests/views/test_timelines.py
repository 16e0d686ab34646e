"""The pages of a person's and of a seat's life."""

from __future__ import annotations

from datetime import date

import pytest

from rotations.models import AuditEntry, UnitSuccession
from rotations.vocabulary import RotationStatus
from tests.makers import (
    make_holding,
    make_official,
    make_post,
    make_rating,
    make_rotation,
    make_rotation_at,
    make_unit,
)
from tests.views.queries import MOST, queries_of


def test_the_day_asked_for_says_which_post_was_held(board, client_of):
    official, old, new = make_official(), make_post(make_unit("Xã Cũ")), make_post(make_unit("Xã Mới"))
    make_holding(official, old, date(2020, 1, 1), date(2022, 1, 1))
    make_holding(official, new, date(2022, 1, 1))
    client, url = client_of(board), f"/officials/{official.pk}/timeline/"

    assert client.get(f"{url}?on=2021-12-31").context["state"].unit.name == "Xã Cũ"
    assert client.get(f"{url}?on=01/01/2022").context["state"].unit.name == "Xã Mới"
    assert "Diễn biến" in client.get(f"/officials/{official.pk}/").content.decode()


@pytest.mark.parametrize("day", ["khong-phai-ngay", "2022-02-30", "0001-01-01", "9999-01-01"])
def test_a_day_that_cannot_be_read_says_so_and_shows_today(board, client_of, day):
    for url in (f"/officials/{make_official().pk}/timeline/", f"/posts/{make_post().pk}/"):
        page = client_of(board).get(f"{url}?on={day}")

        assert page.context["is_today"]
        assert "Đang xem ngày hôm nay" in page.content.decode()


def test_opening_a_persons_life_is_noted(board, client_of):
    official = make_official()
    client_of(board).get(f"/officials/{official.pk}/timeline/")

    entry = AuditEntry.objects.get()
    assert (entry.subject_id, entry.action, entry.purpose) == (official.pk, "read", "Diễn biến công tác")


def test_a_clerk_reads_neither_ratings_nor_cases_not_announced(clerk, board, client_of):
    official = make_official(unit=clerk.unit)
    make_rating(official)
    make_rotation(official, sending=clerk.unit)
    url = f"/officials/{official.pk}/timeline/"

    assert client_of(clerk).get(url).context["events"] == []
    assert len(client_of(board).get(url).context["events"]) == 2


def test_a_unit_that_is_no_more_keeps_its_name_and_links_what_it_became(board, client_of):
    old, new = make_unit("Xã Chà Cang", valid_to=date(2025, 7, 1)), make_unit("Xã Mường Chà")
    UnitSuccession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1))
    post, official = make_post(old), make_official()
    make_holding(official, post)

    for url in (f"/officials/{official.pk}/timeline/", f"/posts/{post.pk}/"):
        page = client_of(board).get(url).content.decode()
        assert "Xã Chà Cang" in page
        assert f'<a href="/units/{new.pk}/">Xã Mường Chà</a>' in page


def test_a_seat_shows_its_holders_on_the_day_and_its_gaps(board, client_of):
    post = make_post(quota=2, opened_on=date(2020, 1, 1))
    holding = make_holding(post=post, held_from=date(2020, 6, 1))
    client = client_of(board)

    page = client.get(f"/posts/{post.pk}/?on=2020-06-01")
    assert [line.holding for line in page.context["holders"]] == [holding]
    assert page.context["vacant"] == 1
    assert client.get(f"/posts/{post.pk}/?on=2020-05-31").context["vacant"] == 2
    assert not client.get(f"/posts/{post.pk}/?on=2019-12-31").context["is_open"]
    assert f'<a href="/posts/{post.pk}/">' in client.get(f"/units/{post.unit_id}/").content.decode()


def test_another_units_seat_is_not_there(clerk, client_of):
    own, other = make_post(clerk.unit), make_post()
    client = client_of(clerk)

    assert client.get(f"/posts/{own.pk}/").status_code == 200
    assert client.get(f"/posts/{other.pk}/").status_code == 404


def test_the_pages_cost_the_same_however_long_the_life(board, client_of):
    client, post, official = client_of(board), make_post(), make_official()
    old = make_unit(valid_to=date(2024, 1, 1))
    UnitSuccession.objects.create(predecessor=old, successor=make_unit(), on=date(2024, 1, 1))
    make_holding(official, make_post(old), date(2010, 1, 1), date(2011, 1, 1))
    urls = (f"/officials/{official.pk}/timeline/", f"/posts/{post.pk}/")
    make_holding(post=post, held_from=date(2001, 1, 1), held_until=date(2002, 1, 1))
    make_rotation_at(RotationStatus.ENDED, official=official, sending=make_unit(level="district"))
    costs = [queries_of(client, url) for url in urls]
    for year in range(2011, 2020):
        make_holding(official, held_from=date(year, 1, 1), held_until=date(year + 1, 1, 1))
        make_holding(post=post, held_from=date(year, 1, 1), held_until=date(year + 1, 1, 1))
        make_rating(official, year)

    assert [queries_of(client, url) for url in urls] == costs
    assert max(costs) <= MOST
