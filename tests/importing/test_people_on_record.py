"""Whom the numbers in a file mean among the people on record."""

from __future__ import annotations

import pytest

from rotations.importing.people_on_record import People
from rotations.models import Official


@pytest.fixture
def people():
    both = [Official(id=1, official_code="CB-001"), Official(id=2, official_code="cb 002")]
    return People(by_id={who.id: who for who in both}, by_code={who.official_code: who for who in both})


@pytest.mark.parametrize(
    ("code", "whose"),
    [
        ("CB-001", 1),
        ("cb 001", 1),
        ("CB-002", 2),
        ("cb 002", 2),
        ("CB001", None),
        ("CB-003", None),
        ("", None),
    ],
)
def test_a_number_is_whose_it_is_however_it_is_written(people, code, whose):
    found = people.coded(code)

    assert (found and found.id) == whose


def test_who_is_forgotten_cannot_be_named_by_a_number_either(people):
    assert people.coded("cb 001")

    people.keep_only({2})

    assert people.coded("CB-001") is people.coded("cb 001") is None
    assert people.coded("CB-002").id == 2
    assert set(people.by_id) == {2}
