"""The page of what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from rotations.vocabulary import DueKind, RotationStatus
from tests.makers import make_placement, make_rotation_at
from tests.views.queries import MOST, queries_of


@pytest.fixture
def thirty_people(db):
    """Thirty people past their end, the first since the longest."""
    for number in range(30):
        make_rotation_at(
            RotationStatus.ENDED,
            starts_on=localdate() - timedelta(800),
            ended_on=localdate() - timedelta(99 - number),
        )


def test_one_kind_is_shown_page_by_page(board, client_of, thirty_people):
    client = client_of(board)

    first = client.get("/due/?kind=placement")
    second = client.get("/due/?kind=placement&page=2")

    lines = [sum(len(items) for _urgency, items in page.context["groups"]) for page in (first, second)]
    assert lines == [25, 5]
    assert first.context["kinds"] == [(DueKind.EVALUATION, 30), (DueKind.PLACEMENT, 30)]
    assert '<a href="/due/?kind=placement&amp;page=2">Trang sau' in first.content.decode()


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "²"])
def test_a_page_out_of_reach_shows_the_nearest(board, client_of, thirty_people, page):
    assert client_of(board).get(f"/due/?kind=placement&page={page}").status_code == 200


@pytest.mark.parametrize("kind", ["", "nonsense", "plan"])
def test_a_kind_nothing_is_due_of_shows_all_that_is(board, client_of, thirty_people, kind):
    page = client_of(board).get(f"/due/?kind={kind}")

    assert page.context["kind"] is None
    assert "Ngày" in page.content.decode()


def test_nothing_due_says_so(clerk, client_of):
    assert "Không có việc nào đang chờ" in client_of(clerk).get("/due/").content.decode()


def test_the_page_costs_the_same_however_much_is_due(board, client_of):
    client = client_of(board)
    make_placement(make_rotation_at(RotationStatus.ENDED))
    cost = queries_of(client, "/due/?kind=placement")
    for _ in range(5):
        make_rotation_at(RotationStatus.ENDED)

    assert queries_of(client, "/due/?kind=placement") == cost <= MOST
