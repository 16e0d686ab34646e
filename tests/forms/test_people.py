"""A person asked for by a form: who is meant by what was typed or chosen."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from rotations.forms.people import as_chosen, meant, only_one
from rotations.models import Official
from tests.makers import make_official, make_unit


@pytest.fixture
def people(db):
    """Three namesakes, of whom one has a code, and somebody else whose code is a word of a name."""
    commune, town = make_unit("Xã Pa Tần"), make_unit("Phòng Nội vụ, Lao động")
    return {
        "coded": make_official("Lò Văn Đôi", commune, official_code="NP-1", birth_date=date(1980, 5, 1)),
        "elder": make_official("Lò Văn Đôi", town, birth_date=date(1975, 1, 1)),
        "unknown": make_official("Lò Văn Đôi", None, birth_date=None),
        "other": make_official("Vàng A Chu", commune, official_code="Đôi", birth_date=date(1980, 5, 1)),
    }


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("NP-1", ["coded"]),
        ("Đôi", ["other"]),
        ("Vàng A Chu", ["other"]),
        ("  vàng  a chu ", ["other"]),
        ("Vang A Chu", []),
        ("Vàng A", []),
        ("Lò Văn Đôi, 1980, Xã Pa Tần (NP-1)", ["coded"]),
        ("Lò Văn Đôi, 1980, Xã Pa Tần (NP-2)", []),
        ("Lò Văn Đôi, 1981, Xã Pa Tần (NP-1)", []),
        ("Lò Văn Đôi, 1975, Phòng Nội vụ, Lao động", ["elder"]),
        ("Lò Văn Đôi, 1980, Xã Pa Tần", ["coded"]),
        ("Người Không Có", []),
        ("", []),
    ],
)
def test_who_is_meant(people, typed, who):
    found = meant(Official.objects.all(), typed)

    assert [one.pk for one in found] == [people[name].pk for name in who]


def test_a_name_alone_means_every_namesake_and_is_asked_back(people):
    found = meant(Official.objects.all(), "Lò Văn Đôi")

    assert {one.pk for one in found} == {people[name].pk for name in ("coded", "elder", "unknown")}
    with pytest.raises(ValidationError) as refused:
        only_one(found)
    for one in found:
        assert as_chosen(one) in refused.value.message
        assert meant(Official.objects.all(), as_chosen(one)) == [one]


def test_two_of_one_name_of_whom_nothing_is_known_are_told_apart_by_the_numbers_of_their_records(db):
    one, other = (make_official("Giàng A Sử", None, birth_date=None) for _ in range(2))

    assert as_chosen(one) == f"Giàng A Sử (hồ sơ số {one.pk})"
    assert meant(Official.objects.all(), as_chosen(one)) == [one]
    assert meant(Official.objects.all(), as_chosen(other)) == [other]


def test_people_the_account_may_not_see_are_nobody(people):
    assert meant(Official.objects.filter(pk=people["elder"].pk), "NP-1") == []
