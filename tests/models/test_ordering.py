"""People and units stand in the order of the Vietnamese alphabet, and the database itself puts them there."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations.models import Official, Unit, UnitQuerySet
from tests.makers import make_unit

pytestmark = pytest.mark.django_db

# By given name, then family name, then middle names; a word before the same word with a mark, A before Ă before Â,
# D before Đ, and the tones ngang huyền hỏi ngã sắc nặng.
IN_ORDER = [
    "Lò Thị An",
    "Vàng A An",
    "Lò Văn Ăng",
    "Lò Văn Ân",
    "Sùng A Chá",
    "Giàng Thị Dợ",
    "Quàng Văn Đôi",
    "Lường Văn Hoa",
    "Lường Văn Hòa",
    "Lường Văn Hỏa",
    "Lường Văn Hóa",
    "Lường Văn Họa",
    "Cà Thị Mai",
    "Điêu Thị Mai",
    "Lò Thị Mai",
    "Lò Văn Mai",
    "Mùa A Sinh",
    "Tao Thị Uyên",
    "Tao Thị Ươm",
]


@pytest.fixture
def people():
    shuffled = sorted(IN_ORDER, key=lambda name: name[::-1])
    assert shuffled != IN_ORDER
    return Official.objects.bulk_create([Official(full_name=name) for name in shuffled])


def test_people_stand_by_given_name_then_family_name_then_middle_names(people):
    assert list(Official.objects.values_list("full_name", flat=True)) == IN_ORDER


def test_pages_cut_by_the_database_join_to_the_whole_order(people):
    pages = Paginator(Official.objects.all(), 4)

    read = [official.full_name for number in pages.page_range for official in pages.page(number)]

    assert read == IN_ORDER


def test_a_page_is_ordered_and_cut_in_the_query_itself(people):
    with CaptureQueriesContext(connection) as asked:
        page = list(Official.objects.all()[4:8])

    assert [official.full_name for official in page] == IN_ORDER[4:8]
    (query,) = asked.captured_queries
    assert 'ORDER BY "rotations_official"."name_key" ASC' in query["sql"]
    assert "LIMIT 4 OFFSET 4" in query["sql"]


def test_namesakes_keep_one_order_from_page_to_page():
    made = Official.objects.bulk_create([Official(full_name="Lò Thị Mai") for _ in range(30)])
    pages = Paginator(Official.objects.all(), 7)

    read = [official.pk for number in pages.page_range for official in pages.page(number)]

    assert read == sorted(official.pk for official in made)


def test_the_other_way_round_is_the_exact_reverse(people):
    backwards = Official.objects.order_by("-name_key", "-pk").values_list("full_name", flat=True)

    assert list(backwards) == IN_ORDER[::-1]


def test_an_accent_left_out_still_finds_the_person_and_keeps_the_order(people):
    found = Official.objects.matching("lo van").values_list("full_name", flat=True)

    assert list(found) == ["Lò Văn Ăng", "Lò Văn Ân", "Lò Văn Mai"]


def test_units_stand_in_the_alphabet_and_numbers_by_size():
    names = ["Bản 2", "Bản 10", "Xã Chà Cang", "Xã Chà Nưa", "Xã Đa", "Xã Nà Bủng", "Xã Nà Hỳ", "Xã Nậm Chua"]
    for name in reversed(names):
        make_unit(name)

    units: UnitQuerySet = Unit.objects.all()
    assert list(units.values_list("name", flat=True)) == names
