"""A small invented district and plan files about it, for tests of the plan import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.importing.taking_in import take_in
from rotations.models import Official, Post, RotationPlan, Unit
from rotations.vocabulary import ImportKind, Sex, UnitLevel
from tests.importing import workbooks
from tests.makers import make_holding, make_official, make_plan, make_post, make_unit

ON = date(2022, 3, 10)
YEAR = 2022
HEADINGS: list[tuple[str, tuple[str, ...]]] = [
    ("STT", ()),
    ("Họ và tên", ()),
    ("Ngày, tháng, năm sinh", ("Nam", "Nữ")),
    ("Số CCCD", ()),
    ("Dân tộc", ()),
    ("Chức vụ hiện nay", ()),
    ("Đơn vị công tác", ()),
    ("Dự kiến luân chuyển đến", ("Đơn vị", "Chức danh")),
    ("Hình thức", ()),
    ("Thời gian luân chuyển", ()),
    ("Ghi chú", ()),
]
COLUMNS = (
    "number", "name", "male", "female", "citizen_id", "ethnicity", "post", "unit", "to", "to_post", "kind", "period",
    "note",
)  # fmt: skip
TO_COMMUNES = "I. TỪ HUYỆN VỀ XÃ"


@dataclass
class District:
    """Two communes and an office, one person in it, and the plan of the year."""

    office: Unit
    pa_tan: Unit
    na_khoa: Unit
    deputy: Post
    chairs: dict[str, Post]
    minh: Official
    plan: RotationPlan


def make_district() -> District:
    """Phòng Nội vụ with Lò Văn Minh as a deputy; the posts of both communes are empty."""
    office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT)
    pa_tan, na_khoa = make_unit("Xã Pa Tần"), make_unit("Xã Nà Khoa")
    deputy = make_post(office, "Phó Trưởng phòng", quota=2)
    chairs = {}
    for unit in (pa_tan, na_khoa):
        for name in ("Bí thư Đảng ủy", "Phó Bí thư Đảng ủy", "Chủ tịch HĐND", "Chủ tịch UBND"):
            chairs[f"{name}, {unit.name}"] = make_post(unit, name)
    minh = make_official("Lò Văn Minh", office, birth_date=date(1985, 3, 12), sex=Sex.MALE)
    make_holding(minh, deputy, date(2019, 1, 1))
    return District(office, pa_tan, na_khoa, deputy, chairs, minh, make_plan(YEAR))


def row(**cells: Any) -> list[Any]:
    """One line of the file: Lò Văn Minh to Xã Pa Tần, but for what is given."""
    values: dict[str, Any] = {
        "number": 1,
        "name": "Lò Văn Minh",
        "male": date(1985, 3, 12),
        "post": "Phó Trưởng phòng",
        "unit": "Phòng Nội vụ",
        "to": "Xã Pa Tần",
        "to_post": "Chủ tịch UBND",
        "kind": "Luân chuyển",
        "period": "09/2022 - 09/2025",
        **cells,
    }
    return [values.get(column) for column in COLUMNS]


def newcomer(number: int, **cells: Any) -> list[Any]:
    """One line about somebody who is not on the register."""
    given: dict[str, Any] = {
        "number": number,
        "name": f"Giàng A {GIVEN[number % len(GIVEN)]}",
        "male": date(1970 + number % 30, 1 + number // 30 % 12, 1 + number // 360 % 28),
        "post": "Công chức",
    }
    return row(**{**given, **cells})


GIVEN = ("Chá", "Dơ", "Sùng", "Páo", "Lử", "Nhìa", "Tủa")


def workbook(
    *rows: Sequence[Any], group: str | None = TO_COMMUNES, headings: Any = None, **page: Any
) -> bytes:
    """The lines as a workbook in the office layout."""
    members = [list(given) for given in rows]
    return workbooks.xlsx(workbooks.office_page({group: members}, headings=headings or HEADINGS, **page))


def take(data: bytes, *, keep: bool = False, create: bool = False, **more: Any) -> Outcome:
    """Take a file in for the year of the tests, by the system itself."""
    questions = more.pop("questions", {})
    answers = more.pop("answers", Answers(create, questions))
    if "term" not in more:
        more.setdefault("year", YEAR)
    name = more.pop("name", "ke-hoach.xlsx")
    return take_in(ImportKind.PLAN, name, data, on=ON, answers=answers, keep=keep, **more)


def codes(result: Outcome, number: int = 0) -> set[str]:
    """The codes found in one person's row, counted from 0."""
    return {issue.code for issue in people(result)[number].issues}


def people(result: Outcome) -> list[Any]:
    """The rows about somebody."""
    return [found for found in result.rows if found.is_entry]


def issue(result: Outcome, code: str, number: int = 0) -> dict[str, Any]:
    """One finding of a person's row as the contract writes it."""
    return next(found for found in people(result)[number].shown["issues"] if found["code"] == code)
