"""No cell of a row of the register of units is dropped: it is stored, asked about, or reported under its heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from rotations.importing.tables import cells
from rotations.importing.tables.layout import Cell
from rotations.importing.tables.wanted import REASON
from rotations.importing.units.cells import BLOCKS, LEVELS
from rotations.importing.units.columns import UNITS
from rotations.models import Unit
from rotations.vietnamese import fold, match_key
from rotations.vocabulary import UnitBlock, UnitLevel
from tests.importing.cell_walk import assert_no_cell_is_dropped, file_of, says, tables
from tests.importing.results import verdicts
from tests.importing.unit_files import take
from tests.makers import make_post, make_unit

pytestmark = pytest.mark.django_db

VALUES: dict[str, tuple[Any, ...]] = {
    "stt": (1, "a"),
    "code": ("03165", 3165, "03168", "M" * 40),
    "name": ("Xã Pa Tần", "Xã Nà Khoa", "XÃ NÀ KHOA", "Xã Na Khoa"),
    "level": ("Xã", "Huyện", "Cấp lạ"),
    "block": ("Địa phương", "Khối Đảng", "Khối lạ"),
    "parent": ("Huyện Thử", "Huyện Lạ", "Huyện Thứ"),
    "aliases": ("Pa Tần; PT", "Pa Tần", "Nà Khoa"),
    "seats": ("Bí thư Đảng ủy (1); Chủ tịch UBND (1)", "Phó Bí thư Đảng ủy (2)", "Chức danh lạ (1)", "Bí thư (0)"),
    "valid_from": (date(2010, 1, 1), "01/01/2010", "2010", "30/02/2010"),
    "valid_to": ("01/07/2025", date(2009, 1, 1), "sau này"),
    "note": ("Xã biên giới", "'=1+1"),
}  # fmt: skip
SOUND: dict[str, Any] = {"name": "Xã Pa Tần", "level": "Xã", "parent": "Huyện Thử"}


def day(cell: Cell) -> date:
    return cells.day(cell.value).first  # type: ignore[union-attr]


def names_stand(unit: Unit, cell: Cell) -> bool:
    called = {unit.match_key, *unit.aliases.values_list("match_key", flat=True)}
    return all(match_key(name) in called for name in str(cell.value).split(";"))


def seats_stand(unit: Unit, cell: Cell) -> bool:
    seats = {f"{post.position.name} ({post.quota})" for post in unit.posts.all()}
    return {part.strip() for part in str(cell.value).split(";")} <= seats


KEPT: dict[str, Callable[[Unit, Cell], bool]] = {
    "code": lambda unit, cell: unit.code == str(cell.value),
    "name": lambda unit, cell: match_key(cell.value) == unit.match_key,
    "level": lambda unit, cell: LEVELS[fold(cell.value)] == unit.level,
    "block": lambda unit, cell: BLOCKS[fold(cell.value)] == unit.block,
    "parent": lambda unit, cell: unit.parent is not None and says(cell.value)(unit.parent.name),
    "aliases": names_stand,
    "seats": seats_stand,
    "valid_from": lambda unit, cell: day(cell) == unit.valid_from,
    "valid_to": lambda unit, cell: day(cell) == unit.valid_to,
    "note": lambda unit, cell: str(cell.value).lstrip("'") == unit.note,
}  # fmt: skip
WITHOUT_CONTENT = {"stt": "the order of the rows", REASON.code: "written by us"}


def make_district() -> None:
    """A district with one commune that is on the register, with a seat."""
    above = make_unit("Huyện Thử", UnitLevel.DISTRICT, block=UnitBlock.LOCALITY)
    commune = make_unit("Xã Nà Khoa", block=UnitBlock.LOCALITY, parent=above, code="03168")
    make_post(commune, "Chủ tịch UBND")


def test_every_column_of_the_units_is_accounted_for():
    assert set(UNITS.by_code) == set(KEPT) | set(WITHOUT_CONTENT)
    assert set(VALUES) == set(UNITS.by_code) - {REASON.code}


@settings(max_examples=80)
@given(tables(VALUES, SOUND))
def test_every_cell_of_a_row_is_stored_asked_or_reported(given_table):
    with transaction.atomic():
        make_district()
        result = take(file_of(UNITS, *given_table), keep=True)
        assert_no_cell_is_dropped(
            result,
            KEPT,
            lambda found: Unit.objects.get(pk=found.unit.pk),
            without_content=WITHOUT_CONTENT,
        )
        transaction.set_rollback(True)


def test_the_walk_sees_rows_that_are_taken_in():
    make_district()
    line = {**SOUND, "code": "03165", "seats": "Bí thư Đảng ủy (1)", "valid_from": "01/01/2010"}

    result = take(file_of(UNITS, list(line), list(line.values())), keep=True)

    assert verdicts(result) == ["create"]
