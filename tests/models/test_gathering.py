"""Rows that hang on many records, read in one statement."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from rotations.models import Hanging, Official, Regulation, RotationPlan, gather
from rotations.vocabulary import ParameterCode
from tests.makers import (
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_rating,
    make_regulation,
    make_rotation,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_once_for_a_connection(db):
    """Django asks a database once whether it knows JSON; that is not a query of ours."""
    assert connection.features.supports_json_field


HOLDINGS = Hanging("holdings", ("post__position", "post__unit"))


def test_every_list_of_every_record_is_read_in_one_query(django_assert_num_queries):
    people, post = (
        [make_official() for _ in range(3)],
        make_post(make_unit("Xã Bản Thử"), "Bí thư Đảng ủy", quota=2),
    )
    for person in people[:2]:
        make_holding(person, post, date(2020, 2, 29))
        make_rating(person, 2024)

    with django_assert_num_queries(2):
        found = list(Official.objects.order_by("pk"))
        gather(found, HOLDINGS, Hanging("ratings"), Hanging("trainings"))

    with django_assert_num_queries(0):
        held = [(one.post.position.name, one.post.unit.name) for one in found[0].holdings.all()]
        assert held == [("Bí thư Đảng ủy", "Xã Bản Thử")]
        assert [len(person.ratings.all()) for person in found] == [1, 1, 0]
        assert not found[0].trainings.all()
        assert found[0].holdings.all()[0].official is found[0]


def test_what_is_read_is_what_the_database_holds():
    holding = make_holding(
        make_official(), held_from=date(2020, 2, 29), held_until=date(2024, 2, 29), is_main=False
    )
    person = Official.objects.get(pk=holding.official_id)

    gather([person], HOLDINGS)

    (read,) = person.holdings.all()
    assert (read.pk, read.held_from, read.held_until, read.is_main) == (
        holding.pk,
        date(2020, 2, 29),
        date(2024, 2, 29),
        False,
    )
    assert read.post.quota == 1
    assert read.changed_at == holding.changed_at  # left out, and read when it is asked for after all


def test_a_path_leads_through_keys_and_stops_where_there_is_none():
    upper = make_regulation({ParameterCode.ROTATION_MONTHS: "36.5"})
    make_plan(2025, make_regulation({}, parent=upper))
    make_plan(2026, make_regulation({}))
    plans = list(RotationPlan.objects.select_related("regulation__parent").order_by("year"))

    gather(plans, Hanging("regulation__parent__parameters"))

    assert [row.value for row in plans[0].regulation.parent.parameters.all()] == [Decimal("36.5")]
    assert plans[1].regulation.parent is None


def test_an_empty_key_of_a_followed_row_stays_empty():
    official = make_official()
    official.work_history.create(from_date=date(2020, 1, 1), description="Cán bộ")
    person = Official.objects.get(pk=official.pk)

    gather([person], Hanging("work_history", ("unit",)))

    assert person.work_history.all()[0].unit is None


def test_nothing_to_gather_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        gather([], HOLDINGS)


def test_rows_stand_in_the_order_of_their_keys_and_a_query_of_them_is_a_query():
    regulation = make_regulation({ParameterCode.ROTATION_MONTHS: 36, ParameterCode.ONE_TERM_MONTHS: 60})
    text = Regulation.objects.get(pk=regulation.pk)
    gather([text], Hanging("parameters"))

    keys = [row.pk for row in text.parameters.all()]
    assert keys == sorted(keys)
    assert text.parameters.filter(code=ParameterCode.ONE_TERM_MONTHS).count() == 1


def test_a_case_finds_the_posts_it_brings():
    post = make_post()
    rotation = make_rotation(receiving=post.unit, receiving_posts=[post])

    gather([rotation], Hanging("posts", ("post__position",)))

    assert [row.post.position for row in rotation.posts.all()] == [post.position]
