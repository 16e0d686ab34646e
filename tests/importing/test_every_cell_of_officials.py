"""No cell of a row of the register of officials is dropped: it is stored, asked about, or reported under its heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from rotations.importing.officials.cells import COEFFICIENTS, DAYS, WHOLE_NUMBERS
from rotations.importing.officials.columns import OFFICIALS
from rotations.importing.officials.fields import LISTED, WORDED
from rotations.importing.tables import cells, periods
from rotations.importing.tables.cells import SexAndBirth
from rotations.importing.tables.layout import Cell
from rotations.importing.tables.wanted import REASON
from rotations.models import Official
from rotations.vietnamese import match_key
from tests.importing.cell_walk import assert_no_cell_is_dropped, file_of, says, tables
from tests.importing.register import make_commune, take, told

pytestmark = pytest.mark.django_db

VALUES: dict[str, tuple[Any, ...]] = {
    "stt": (1, "a"),
    "full_name": ("Vàng A Chá", "LÒ VĂN PẢN", "Lò Văn Pán", "-"),
    "birth": ("20/5/1990", "1990", "12/03/1985", "31/02/1990"),
    "male": (date(1990, 5, 20), "x", "không rõ"),
    "female": (None, "x"),
    "sex": ("Nam", "Nữ", "khác"),
    "ethnicity": ("Mông", "Người lạ"),
    "religion": ("Không", "Đạo lạ"),
    "ethnicity_and_religion": ("Mông, Không", "Thái"),
    "present_unit": ("Xã Có Ghế", "Có Ghế", "Xã Có Ghé", "Phòng Nội vụ"),
    "present_post": ("Phó Bí thư Đảng ủy", "Bí thư Đảng ủy", "Chủ tịch UBND; Phó Bí thư Đảng ủy", "Chức danh lạ"),
    "present_post_and_unit": ("Chủ tịch UBND xã Có Ghế", "Chuyên viên Phòng Nội vụ"),
    "held_since": ("06/2021", "2021", "31/6/2021"),
    "job_title": ("Kế toán trưởng",),
    "qualification": ("Đại học Luật", "Đại học", "Học nghề lạ"),
    "major": ("Luật kinh tế",),
    "party_dates": ("03/02/2008 / 03/02/2009", "lung tung"),
    "party_admission_date": ("03/02/2008", "2008", "30/02/2008"),
    "party_official_date": ("03/02/2009", "03/02/2007"),
    "recruited": ("01/9/2012", "2012", "sau này"),
    "citizen_id": ("011090001234", "11090001234", "011185001234"),
    "official_code": ("CB-002", "CB-001"),
    "note": ("Dòng một\nDòng hai", "'=1+1"),
    **{code: ("Chữ của ô", "Chữ dài " * 80) for code in WORDED if code not in ("note", "residence")},
    "residence": ("Bản Chín",),
    **{code: (next(iter(known)), "Mục lạ") for code, known in {
        "management_scope": ("BTV Huyện ủy",), "cadre_kind": ("Cán bộ xã",), "grade": ("Chuyên viên",),
        "general_education": ("12/12",), "political_theory_level": ("Trung cấp",),
        "state_management_level": ("Chuyên viên",),
    }.items()},
    **dict.fromkeys(DAYS, ("15/9/2022", "9/2022", "lung tung")),
    **{code: (least, str(least), most + 1, "nhiều") for code, (least, most) in WHOLE_NUMBERS.items()},
    **dict.fromkeys(COEFFICIENTS, ("4,98", 4.98, "0,305", "cao")),
}  # fmt: skip
SPLIT_NAME = {"family_name", "given_name"}
SOUND: dict[str, Any] = {
    "full_name": "Vàng A Chá",
    "birth": "20/5/1990",
    "present_unit": "Xã Có Ghế",
    "present_post": "Phó Bí thư Đảng ủy",
    "held_since": "06/2021",
}


def posts_of(person: Official) -> str:
    return "; ".join([*(held.post.position.name for held in person.holdings.all()), person.job_title])


def marked(person: Official, cell: Cell, sex: str) -> bool:
    read = cells.sex_and_birth(*((cell.value, None) if sex == "male" else (None, cell.value)))
    return (
        isinstance(read, SexAndBirth)
        and person.sex == sex
        and (read.birth is None or read.birth == person.birth)
    )


def listed(attribute: str) -> Callable[[Official, Cell], bool]:
    def kept(person: Official, cell: Cell) -> bool:
        entry = getattr(person, attribute)
        key = match_key(str(cell.value))
        return entry is not None and key in {match_key(n) for n in (entry.name, *entry.aliases.splitlines())}

    return kept


def worded(attribute: str) -> Callable[[Official, Cell], bool]:
    return lambda person, cell: says(cell.value)(getattr(person, attribute))


def is_dated(attribute: str) -> Callable[[Official, Cell], bool]:
    return lambda person, cell: cells.day(cell.value).first == getattr(person, attribute)  # type: ignore[union-attr]


def counted(attribute: str) -> Callable[[Official, Cell], bool]:
    return lambda person, cell: (
        Decimal(str(cell.value).replace(",", ".")) == Decimal(str(getattr(person, attribute)))
    )


def since_is_kept(person: Official, cell: Cell) -> bool:
    return any(held.started == cells.day(cell.value) for held in person.holdings.all())


KEPT: dict[str, Callable[[Official, Cell], bool]] = {
    "full_name": worded("full_name"),
    "birth": lambda person, cell: agree(person.birth, cells.day(cell.value)),
    "male": lambda person, cell: marked(person, cell, "male"),
    "female": lambda person, cell: marked(person, cell, "female"),
    "sex": lambda person, cell: cells.sex(cell.value) == person.sex,
    "ethnicity_and_religion": lambda person, cell: all(
        says(part)(f"{person.ethnicity} {person.religion}") for part in str(cell.value).split(",")
    ),
    "present_unit": lambda person, cell: says(cell.value)(person.unit.name if person.unit else ""),
    "present_post": lambda person, cell: all(
        says(part)(posts_of(person)) for part in str(cell.value).split(";")
    ),
    "present_post_and_unit": lambda person, cell: any(
        says(cell.value)(f"{title} {person.unit}") for title in posts_of(person).split("; ")
    ),
    "held_since": since_is_kept,
    "job_title": worded("job_title"),
    "qualification": lambda person, cell: says(cell.value)(f"{person.professional_level or ''} {person.major}"),
    "major": worded("major"),
    "party_admission_date": lambda person, cell: cells.day(cell.value) == person.party_admission,
    "party_official_date": lambda person, cell: cells.day(cell.value) == person.party_official,
    "party_dates": lambda person, cell: (
        periods.two_dates(cell.value) == (person.party_admission, person.party_official)
    ),
    "recruited": lambda person, cell: cells.day(cell.value) == person.recruited,
    "citizen_id": worded("citizen_id"),
    "official_code": worded("official_code"),
    **{column: worded(attribute) for column, attribute in WORDED.items() if column != "note"},
    "note": lambda person, cell: str(cell.value).lstrip("'") == person.note,
    **{column: listed(attribute) for column, (attribute, _kind) in LISTED.items()},
    **{column: is_dated(column) for column in DAYS},
    **{column: counted(column) for column in (*WHOLE_NUMBERS, *COEFFICIENTS)},
}  # fmt: skip
WITHOUT_CONTENT = {"stt": "the order of the rows", REASON.code: "written by us"}


def agree(kept: Any, typed: Any) -> bool:
    """The same day, or a vaguer one that may be the day on file."""
    return kept is not None and typed.first <= kept.first and kept.last <= typed.last


def test_every_column_of_the_register_is_accounted_for():
    assert set(OFFICIALS.by_code) == set(KEPT) | set(WITHOUT_CONTENT) | SPLIT_NAME
    assert set(VALUES) == set(OFFICIALS.by_code) - SPLIT_NAME - {REASON.code}


@settings(max_examples=120)
@given(tables(VALUES, SOUND))
def test_every_cell_of_a_row_is_stored_asked_or_reported(given_table):
    with transaction.atomic():
        make_commune()
        result = take(file_of(OFFICIALS, *given_table), keep=True)
        assert_no_cell_is_dropped(
            result,
            KEPT,
            lambda found: Official.objects.get(pk=found.official.pk),
            without_content=WITHOUT_CONTENT,
        )
        transaction.set_rollback(True)


def test_the_walk_sees_rows_that_are_taken_in():
    make_commune()
    line = {**SOUND, "grade": "Chuyên viên", "pay_coefficient": "4,98", "note": "Dòng một"}

    result = take(file_of(OFFICIALS, list(line), list(line.values())), keep=True)

    assert told(result) == [("create", ["extra_column"])]
