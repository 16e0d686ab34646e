"""No cell of a row of the plan is dropped: it is stored, asked about, or reported under its heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from rotations.importing.plans.cells import NOT_TAKEN, PURPOSES
from rotations.importing.plans.columns import PLAN
from rotations.importing.tables import cells, movements, periods
from rotations.importing.tables.cells import SexAndBirth
from rotations.importing.tables.layout import Cell
from rotations.importing.tables.wanted import REASON
from rotations.models import Rotation
from rotations.vietnamese import match_key
from tests.importing.cell_walk import assert_no_cell_is_dropped, file_of, says, tables
from tests.importing.district import make_district, people, take
from tests.importing.workbooks import Page, xlsx

pytestmark = pytest.mark.django_db

# What each column may hold here: things that are right, things that are wrong, and things between.
VALUES: dict[str, tuple[Any, ...]] = {
    "stt": (1, "1", "a"),
    "full_name": ("Lò Văn Minh", "LÒ VĂN MINH", "Giàng A Chá", "Lò Văn Mình"),
    "birth": (date(1985, 3, 12), "12/3/1985", "1985", "13/3/1985", "31/02/1985", "tháng 3/1985"),
    "male": (date(1985, 3, 12), "x", "1985", "không rõ"),
    "female": (None, "x"),
    "sex": ("Nam", "Nữ", "khác"),
    "ethnicity": ("Thái", "Mông", "Người lạ"),
    "religion": ("Không", "Đạo lạ"),
    "ethnicity_and_religion": ("Thái, Không", "Thái"),
    "native_place": ("Nậm Pồ, Điện Biên",),
    "residence": ("Xã Nà Hỳ",),
    "party_admission_date": ("03/02/2008", "2008", "30/02/2008"),
    "party_official_date": ("03/02/2009", "03/02/2007"),
    "party_dates": ("03/02/2008 / 03/02/2009", "lung tung"),
    "general_education": ("12/12", "13/12"),
    "qualification": ("Đại học Luật", "Đại học", "Học nghề lạ"),
    "political_theory_level": ("Trung cấp", "Rất cao"),
    "state_management_level": ("Chuyên viên", "Bậc lạ"),
    "foreign_language": ("Tiếng Mông",),
    "it_level": ("Cơ bản",),
    "citizen_id": ("011085001234", "11085001234", 11085001234),
    "official_code": ("CB-01",),
    "present_post": ("Phó Trưởng phòng", "Công chức", "Chức danh lạ"),
    "present_unit": ("Phòng Nội vụ", "Phòng Nội vụ huyện", "Phòng Lạ"),
    "present_post_and_unit": ("Phó Trưởng phòng, Phòng Nội vụ", "Công chức Phòng Nội vụ"),
    "held_since": ("01/2019",),
    "planning": ("Trưởng phòng 2020-2025",),
    "ratings": ("HTTNV",),
    "receiving_unit": ("Xã Pa Tần", "Pa Tần", "Xã Pa Tân", "Phòng Nội vụ"),
    "receiving_post": ("Chủ tịch UBND", "Phó Bí thư Đảng ủy, Chủ tịch UBND", "Chức danh lạ"),
    "receiving_post_and_unit": ("Chủ tịch UBND xã Pa Tần", "Phó Bí thư Đảng ủy xã Pa Tần"),
    "direction": ("Huyện → xã", "Xã → huyện", "đi đâu đó"),
    "movement_type": ("Luân chuyển", "Điều động", "Luân chuyển; giới thiệu bầu", "Huyện về xã", "lạ"),
    "period": ("09/2022 - 09/2025", "Từ tháng 9/2022", "36 tháng", "2022", "Quý III/2022"),
    "starts_on": ("09/2022", "9/2023", "2022"),
    "ends_on": ("09/2025", "09/2021"),
    "duration": ("36 tháng", 36, "lâu"),
    "purpose": ("Đào tạo", "mục đích lạ"),
    "expected_placement": ("Về lại phòng",),
    "decision_number": ("12-QĐ/HU",),
    "note": ("Ghi chú dài", "'=1+1"),
}  # fmt: skip
# Pairs that are not both in one table.
SPLIT_NAME = {"family_name", "given_name"}
# A row that goes in as it is, so that most of what is drawn beside it is judged on records.
SOUND: dict[str, Any] = {
    "full_name": "Lò Văn Minh",
    "present_unit": "Phòng Nội vụ",
    "receiving_unit": "Xã Pa Tần",
    "receiving_post": "Chủ tịch UBND",
    "starts_on": "09/2022",
}


def titles(case: Rotation) -> str:
    return "; ".join([*(post.position.name for post in case.left_posts.all()), case.sending_title])


def received(case: Rotation) -> str:
    return "; ".join(held.post.position.name for held in case.posts.all())


def marked(case: Rotation, cell: Cell, sex: str) -> bool:
    pair = (cell.value, None) if sex == "male" else (None, cell.value)
    read = cells.sex_and_birth(*pair)
    return (
        isinstance(read, SexAndBirth)
        and case.official.sex == sex
        and (read.birth is None or read.birth == case.official.birth)
    )


def period_is_kept(case: Rotation, cell: Cell) -> bool:
    read = periods.period(cell.value)
    assert isinstance(read, periods.Period)
    months = case.starts and read.months and case.starts.plus_months(read.months)
    return all(
        wanted is None or wanted == kept
        for wanted, kept in ((read.starts, case.starts), (read.ends, case.due), (months, case.due))
    )


# Whether the record holds what a cell says. Every column of the plan stands here or in NOT_TAKEN or below.
KEPT: dict[str, Callable[[Rotation, Cell], bool]] = {
    "full_name": lambda case, cell: says(cell.value)(case.official.full_name),
    "birth": lambda case, cell: cells.day(cell.value) == case.official.birth,
    "male": lambda case, cell: marked(case, cell, "male"),
    "female": lambda case, cell: marked(case, cell, "female"),
    "sex": lambda case, cell: cells.sex(cell.value) == case.official.sex,
    "ethnicity": lambda case, cell: says(cell.value)(case.official.ethnicity),
    "religion": lambda case, cell: says(cell.value)(case.official.religion),
    "ethnicity_and_religion": lambda case, cell: all(
        says(part)(f"{case.official.ethnicity} {case.official.religion}") for part in str(cell.value).split(",")
    ),
    "native_place": lambda case, cell: says(cell.value)(case.official.native_place),
    "residence": lambda case, cell: says(cell.value)(case.official.current_residence),
    "party_admission_date": lambda case, cell: cells.day(cell.value) == case.official.party_admission,
    "party_official_date": lambda case, cell: cells.day(cell.value) == case.official.party_official,
    "party_dates": lambda case, cell: (
        periods.two_dates(cell.value) == (case.official.party_admission, case.official.party_official)
    ),
    "general_education": lambda case, cell: says(cell.value)(case.official.general_education),
    "qualification": lambda case, cell: says(cell.value)(
        f"{case.official.professional_level or ''} {case.official.major}"
    ),
    "political_theory_level": lambda case, cell: says(cell.value)(case.official.political_theory),
    "state_management_level": lambda case, cell: says(cell.value)(case.official.state_management),
    "foreign_language": lambda case, cell: says(cell.value)(case.official.foreign_language),
    "it_level": lambda case, cell: says(cell.value)(case.official.computing),
    "citizen_id": lambda case, cell: says(cell.value)(case.official.citizen_id),
    "official_code": lambda case, cell: says(cell.value)(case.official.official_code),
    "present_post": lambda case, cell: says(cell.value)(titles(case)),
    "present_unit": lambda case, cell: says(case.sending_unit.name)(cell.value),
    "present_post_and_unit": lambda case, cell: all(
        says(part)(f"{titles(case)}; {case.sending_unit}") for part in str(cell.value).split(",")
    ) or says(f"{case.sending_title} {case.sending_unit}")(cell.value),
    "receiving_unit": lambda case, cell: says(cell.value)(case.receiving_unit.name),
    "receiving_post": lambda case, cell: all(says(p)(received(case)) for p in str(cell.value).split(",")),
    "receiving_post_and_unit": lambda case, cell: any(
        says(cell.value)(f"{held.post.position} {case.receiving_unit}") for held in case.posts.all()
    ),
    "direction": lambda case, cell: movements.direction(cell.value) == case.direction,
    "movement_type": lambda case, cell: (
        case.movement_type in movements.movement_types(cell.value)
        or movements.direction_of(str(cell.value)) == case.direction
    ),
    "period": period_is_kept,
    "starts_on": lambda case, cell: cells.day(cell.value) == case.starts,
    "ends_on": lambda case, cell: cells.day(cell.value) == case.due,
    "duration": lambda case, cell: (
        bool(case.starts) and case.starts.plus_months(periods.months(cell.value)) == case.due
    ),
    "purpose": lambda case, cell: PURPOSES.get(match_key(str(cell.value))) == case.purpose,
    "expected_placement": lambda case, cell: says(cell.value)(case.expected_placement),
    "note": lambda case, cell: str(cell.value).lstrip("'") == case.note,
}  # fmt: skip
WITHOUT_CONTENT = {"stt": "the order of the rows, which the plan keeps", REASON.code: "written by us"}


def test_every_column_of_the_plan_is_accounted_for():
    assert set(PLAN.by_code) == set(KEPT) | set(NOT_TAKEN) | set(WITHOUT_CONTENT) | SPLIT_NAME
    assert set(VALUES) == set(PLAN.by_code) - SPLIT_NAME - {REASON.code}


@settings(max_examples=120)
@given(tables(VALUES, SOUND))
def test_every_cell_of_a_row_is_stored_asked_or_reported(given_table):
    with transaction.atomic():
        make_district()
        result = take(file_of(PLAN, *given_table), keep=True, create=True)
        assert_no_cell_is_dropped(
            result,
            KEPT,
            lambda found: Rotation.objects.get(official=found.official),
            without_content=WITHOUT_CONTENT,
        )
        transaction.set_rollback(True)


def test_the_walk_sees_rows_that_are_taken_in():
    codes = [
        "full_name",
        "birth",
        "present_post",
        "present_unit",
        "receiving_unit",
        "receiving_post",
        "period",
    ]
    values = [
        "Lò Văn Minh",
        "12/3/1985",
        "Phó Trưởng phòng",
        "Phòng Nội vụ",
        "Xã Pa Tần",
        "Chủ tịch UBND",
        "09/2022",
    ]
    make_district()

    result = take(xlsx(Page([[PLAN.by_code[code].label for code in codes], values])), keep=True)

    assert [found.verdict for found in people(result)] == ["create"]
