"""The benchmark measures what it says: on every side the same rows are taken in, and the stock side does nothing less."""

from __future__ import annotations

import pytest

from rotations.management.sample_bulk import load_bulk
from rotations.models import ImportRow, Regulation, Rotation, RotationPlan
from rotations.vocabulary import Role
from tests.bench import plan
from tests.bench.plan_files import YEAR, lines, write_for_stock, write_office
from tests.makers import make_account

PEOPLE = 45


@pytest.fixture
def folder(db, tmp_path):
    """Both workbooks of one plan, and the register and draft plan they are of."""
    load_bulk(PEOPLE, 0, 1)
    regulation = Regulation.objects.get(symbol="98-QĐ/TW")
    RotationPlan.objects.create(year=YEAR, title="Kế hoạch luân chuyển", regulation=regulation)
    make_account(Role.BOARD_OFFICER)
    people = lines(PEOPLE)
    write_office(tmp_path / "plan.xlsx", people)
    write_for_stock(tmp_path / "plan_for_stock.xlsx", people)
    return tmp_path


def stored():
    told = (
        "official__official_code", "sending_unit__code", "receiving_unit__code", "direction", "movement_type",
        "purpose", "starts_on", "starts_on_precision", "expected_placement", "note",
    )  # fmt: skip
    return sorted(Rotation.objects.values_list(*told))


def test_the_stock_importer_and_ours_store_the_same_cases(folder):
    assert plan.preview(folder / "plan.xlsx") == PEOPLE
    assert plan.ours(folder / "plan.xlsx") == PEOPLE
    ours = stored()
    ImportRow.objects.all().delete()
    Rotation.objects.all().delete()

    assert plan.stock(folder / "plan_for_stock.xlsx") == PEOPLE

    assert stored() == ours
    assert Rotation.history.filter(history_type="+").count() == 2 * PEOPLE
