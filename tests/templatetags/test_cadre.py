"""How values are written on a page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from rotations.templatetags import cadre
from tests.makers import make_post, make_rotation


@pytest.mark.parametrize(
    ("precision", "shown"), [("day", "01/09/2022"), ("month", "09/2022"), ("year", "2022")]
)
def test_a_date_is_shown_to_its_precision(precision, shown):
    record = SimpleNamespace(
        starts_on=date(2022, 1 if precision == "year" else 9, 1), starts_on_precision=precision
    )

    assert cadre.partial(record, "starts_on") == shown


def test_no_date_is_shown_as_nothing():
    assert cadre.partial(SimpleNamespace(starts_on=None), "starts_on") == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (1234567, "1.234.567"), (Decimal("1234.50"), "1.234,5"), (Decimal("40.00"), "40"), (None, "")],
)
def test_a_number_is_written_the_vietnamese_way(number, shown):
    assert cadre.vn_number(number) == shown


@pytest.mark.django_db
def test_titles_are_those_of_the_posts_or_the_one_typed():
    post, left = make_post(), make_post(position="Phó Trưởng phòng")
    with_posts = make_rotation(
        receiving=post.unit, receiving_posts=[post], left_posts=[left], sending_title="công chức"
    )
    without = make_rotation(sending_title="công chức")

    assert (cadre.left_titles(with_posts), cadre.received_titles(with_posts)) == (
        "Phó Trưởng phòng",
        "Phó Bí thư Đảng ủy",
    )
    assert (cadre.left_titles(without), cadre.received_titles(without)) == ("công chức", "")


def entries_for(account, path="/"):
    request = RequestFactory().get(path)
    request.user = account
    return {entry.label: entry for entry in cadre.navigation(Context({"request": request}))}


def test_the_navigation_shows_only_what_the_account_may_open(board, viewer, admin_account):
    assert {"Kế hoạch", "Luân chuyển", "Cán bộ"} <= set(entries_for(board))
    assert "Luân chuyển" not in entries_for(viewer)
    assert list(entries_for(admin_account)) == ["Bàn làm việc", "Nhật ký", "Quản trị"]


def test_the_page_one_is_on_is_marked(board):
    entries = entries_for(board, "/plans/7/")

    assert [label for label, entry in entries.items() if entry.is_current] == ["Kế hoạch"]


def test_nobody_is_shown_nothing():
    assert cadre.navigation(Context({})) == []


def test_a_word_not_in_the_table_is_empty():
    template = Template('{% load cadre %}{{ table|entry:"a" }}{{ table|entry:"b" }}')

    assert template.render(Context({"table": {"a": 1}})) == "1"
