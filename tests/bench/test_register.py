"""The benchmark of the register measures what it says: every row is taken in, and both sides store the same people."""

from __future__ import annotations

import pytest

from rotations.models import ImportRow, Official, PostHolding
from rotations.vocabulary import Role
from tests.bench import register
from tests.bench.register_files import make_units, write_register, write_register_for_stock
from tests.makers import make_account

PEOPLE = 60


@pytest.fixture
def folder(db, tmp_path):
    """Both workbooks of one register, and the units they name."""
    make_units(PEOPLE)
    make_account(Role.BOARD_OFFICER)
    write_register(tmp_path / "register.xlsx", PEOPLE)
    write_register_for_stock(tmp_path / "register_for_stock.xlsx", PEOPLE)
    return tmp_path


def stored():
    told = (
        "official_code", "full_name", "birth_date", "birth_date_precision", "sex", "ethnicity", "religion", "native_place",
        "current_residence", "unit__code", "professional_level", "political_theory", "party_admission_date",
        "party_official_date", "foreign_language", "computing", "note",
    )  # fmt: skip
    return sorted(Official.objects.values_list(*told))


def test_the_stock_importer_and_ours_store_the_same_people(folder):
    assert register.ours(folder / "register.xlsx") == PEOPLE
    ours = stored()
    ImportRow.objects.all().delete()
    PostHolding.objects.all().delete()
    Official.objects.all().delete()

    assert register.stock(folder / "register_for_stock.xlsx") == PEOPLE

    assert stored() == ours
