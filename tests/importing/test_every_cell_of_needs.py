"""No cell of a row of Biểu 1 is dropped: it is stored, asked about, or reported under its heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from rotations.importing.needs.cells import REASONS, direction_of
from rotations.importing.needs.columns import NEEDS
from rotations.importing.tables import cells, periods
from rotations.importing.tables.layout import Cell
from rotations.importing.tables.wanted import REASON
from rotations.models import RotationNeed
from rotations.partial_dates import PartialDate
from rotations.vietnamese import fold, match_key
from rotations.vocabulary import Sex, UnitBlock, UnitLevel
from tests.importing.cell_walk import assert_no_cell_is_dropped, file_of, says, tables
from tests.importing.need_files import take
from tests.importing.results import verdicts
from tests.makers import make_holding, make_official, make_post, make_unit

pytestmark = pytest.mark.django_db

VALUES: dict[str, tuple[Any, ...]] = {
    "stt": (1, "a"),
    "unit": ("Xã Pa Tần", "Pa Tần", "Xã Pa Tân", "Xã Xa Lạ"),
    "position": ("Chủ tịch UBND", "CT UBND xã", "Chức danh lạ", "Bí thư Đảng ủy, Chủ tịch UBND", "-"),
    "quantity": (1, "02 người", 0, "vài", 2.5),
    "reason": ("Thiếu", "Đủ 2 nhiệm kỳ", "Đồng chí cũ nghỉ hưu, cần đào tạo người mới", "Vì lý do riêng"),
    "requirements": ("Đại học\nCao cấp LLCT", "Không"),
    "direction": ("Đến", "đi", "Từ huyện về xã", "lạ"),
    "proposed": ("Lò Văn Minh", "đ/c Lò Văn Minh (1985)", "Lò Văn Mình", "Sùng A Chá", "Vàng A Dơ", "Cán bộ nữ"),
    "birth": ("12/3/1985", "1985", "1990", "13/3/1985", "31/02/1985"),
    "citizen_id": ("011085001234", "11085001234"),
    "official_code": ("CB-01", "CB-99"),
    "present": ("Phó Trưởng phòng, Phòng Nội vụ", "Phòng Nội vụ", "Phòng Lạ", "Chuyên viên, Phòng Nội vụ"),
    "expected": ("tháng 9/2025", "Quý III/2025", "sớm", "9/2025 - 9/2028"),
    "note": ("Ưu tiên nữ", "'=1+1", "Dòng một\nDòng hai"),
}  # fmt: skip
SOUND: dict[str, Any] = {"unit": "Xã Pa Tần", "position": "Chủ tịch UBND", "direction": "Đến"}


def same_direction(need: RotationNeed, cell: Cell) -> bool:
    return direction_of(str(cell.value)) == need.direction


def proposed(need: RotationNeed) -> str:
    born = f" ({need.proposed_official.birth})" if need.proposed_official else ""
    return f"{need.proposed_official or ''} {need.proposed_text}{born}"


def is_named(need: RotationNeed, cell: Cell) -> bool:
    """The name, by which the person was found or which is kept as it stands; a year beside it agrees."""
    told = match_key(proposed(need))
    return all(word in told for word in match_key(str(cell.value)).split() if word not in ("đ", "c", "đc"))


def agrees(need: RotationNeed, cell: Cell) -> bool:
    told = cells.day(cell.value)
    assert isinstance(told, PartialDate)
    if need.proposed_official is None:
        return says(told)(need.proposed_text)
    born = need.proposed_official.birth
    return born is not None and told.first <= born.last and born.first <= told.last


def numbered(attribute: str) -> Callable[[RotationNeed, Cell], bool]:
    def kept(need: RotationNeed, cell: Cell) -> bool:
        if need.proposed_official is None:
            return says(cell.value)(need.proposed_text)
        return getattr(need.proposed_official, attribute) == str(cell.value)

    return kept


def works_there(need: RotationNeed, cell: Cell) -> bool:
    person = need.proposed_official
    if person is None:
        return says(cell.value)(need.proposed_text)
    held = "; ".join(f"{held.post.position.name}" for held in person.holdings.all())
    return all(says(part)(f"{held}; {person.unit}") for part in str(cell.value).split(","))


def expected_is_kept(need: RotationNeed, cell: Cell) -> bool:
    read = periods.period(cell.value)
    assert isinstance(read, periods.Period)
    return read.starts == need.expected


KEPT: dict[str, Callable[[RotationNeed, Cell], bool]] = {
    "unit": lambda need, cell: says(cell.value)(need.unit.name),
    "position": lambda need, cell: (
        says(cell.value)(f"{need.position_text} {need.position or ''}")
        or (need.position is not None and need.position.aliases.filter(match_key=match_key(cell.value)).exists())
    ),
    "quantity": lambda need, cell: cells.integer(str(cell.value).split()[0]) == need.quantity,
    "reason": lambda need, cell: REASONS.get(fold(cell.value)) == need.reason or says(cell.value)(need.note),
    "requirements": lambda need, cell: cell.value == need.requirements,
    "direction": same_direction,
    "proposed": is_named,
    "birth": agrees,
    "citizen_id": numbered("citizen_id"),
    "official_code": numbered("official_code"),
    "present": works_there,
    "expected": expected_is_kept,
    "note": lambda need, cell: str(cell.value).lstrip("'") in need.note,
}  # fmt: skip
WITHOUT_CONTENT = {"stt": "the order of the rows", REASON.code: "written by us"}


def make_district() -> None:
    """Two communes with a chair each, an office, and two people in it."""
    for name in ("Xã Pa Tần", "Xã Nà Khoa"):
        make_post(make_unit(name, block=UnitBlock.LOCALITY), "Chủ tịch UBND")
    office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT)
    minh = make_official(
        "Lò Văn Minh", office, birth_date=date(1985, 3, 12), sex=Sex.MALE, official_code="CB-01",
        citizen_id="011085001234",
    )  # fmt: skip
    make_holding(minh, make_post(office, "Phó Trưởng phòng"), date(2019, 1, 1))
    make_official("Vàng A Dơ", office, birth_date=date(1990, 1, 1), official_code="", citizen_id="")


def test_every_column_of_the_needs_is_accounted_for():
    assert set(NEEDS.by_code) == set(KEPT) | set(WITHOUT_CONTENT)
    assert set(VALUES) == set(NEEDS.by_code) - {REASON.code}


@settings(max_examples=80)
@given(tables(VALUES, SOUND))
def test_every_cell_of_a_row_is_stored_asked_or_reported(given_table):
    with transaction.atomic():
        make_district()
        result = take(file_of(NEEDS, *given_table), keep=True)
        assert_no_cell_is_dropped(
            result, KEPT, lambda _found: RotationNeed.objects.get(), without_content=WITHOUT_CONTENT
        )
        transaction.set_rollback(True)


def test_the_walk_sees_rows_that_are_taken_in():
    make_district()
    line = {**SOUND, "reason": "Thiếu", "proposed": "Lò Văn Minh", "birth": "12/3/1985"}

    result = take(file_of(NEEDS, list(line), list(line.values())), keep=True)

    assert verdicts(result) == ["create"]
