"""A small invented commune and register files about it, for tests of the register import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.importing.taking_in import take_in
from rotations.models import Official, Post, PostHolding, Unit
from rotations.vocabulary import ImportKind, Sex, UnitLevel
from tests.importing import workbooks
from tests.makers import make_holding, make_official, make_post, make_unit

ON = date(2025, 3, 10)
HEADINGS = {
    "number": "STT", "code": "Số hiệu cán bộ", "name": "Họ và tên", "birth": "Ngày sinh", "sex": "Giới tính",
    "ethnicity": "Dân tộc", "citizen_id": "Số CCCD", "unit": "Đơn vị", "post": "Chức vụ",
    "since": "Giữ chức vụ từ", "note": "Ghi chú",
}  # fmt: skip


@dataclass
class Commune:
    """A commune with its seats and an office; Lò Văn Pản sits on the first seat."""

    unit: Unit
    other: Unit
    office: Unit
    secretary: Post
    deputy: Post
    chair: Post
    pan: Official
    held: PostHolding


def make_commune() -> Commune:
    """Xã Có Ghế: secretary (held), deputy with two seats, chair; another commune with a chair; an office."""
    unit, other = make_unit("Xã Có Ghế"), make_unit("Xã Bên Kia")
    office = make_unit("Phòng Nội vụ", UnitLevel.DISTRICT)
    secretary = make_post(unit, "Bí thư Đảng ủy")
    deputy = make_post(unit, "Phó Bí thư Đảng ủy", quota=2)
    chair = make_post(unit, "Chủ tịch UBND")
    make_post(other, "Chủ tịch UBND")
    pan = make_official(
        "Lò Văn Pản",
        unit,
        birth_date=date(1985, 3, 12),
        sex=Sex.MALE,
        official_code="CB-001",
        citizen_id="011085000123",
    )
    held = make_holding(pan, secretary, date(2021, 6, 1))
    return Commune(unit, other, office, secretary, deputy, chair, pan, held)


def newcomer(**cells: Any) -> dict[str, Any]:
    """Somebody who is not on the register, but for what is given."""
    return {
        "name": "Vàng A Chá",
        "birth": date(1990, 5, 20),
        "sex": "Nam",
        "unit": "Xã Có Ghế",
        "post": "Phó Bí thư Đảng ủy",
        "since": "06/2021",
        **cells,
    }


def pan(**cells: Any) -> dict[str, Any]:
    """The row of Lò Văn Pản as the register has him, but for what is given."""
    return {
        "code": "CB-001",
        "name": "LÒ VĂN PẢN",
        "birth": "12/03/1985",
        "unit": "xã Có Ghế",
        "post": "Bí thư Đảng ủy",
        "since": "01/06/2021",
        **cells,
    }


def lines(*rows: dict[str, Any], headings: dict[str, str] | None = None) -> list[list[Any]]:
    """Heading and rows, with the columns that are used and those given."""
    known = HEADINGS | (headings or {})
    used = [column for column in known if column == "name" or any(column in row for row in rows)]
    return [[known[column] for column in used], *([row.get(column) for column in used] for row in rows)]


def workbook(*rows: dict[str, Any], headings: dict[str, str] | None = None) -> bytes:
    """The rows as a workbook."""
    return workbooks.xlsx(lines(*rows, headings=headings))


def take(data: bytes, *, keep: bool = False, **more: Any) -> Outcome:
    """Take a register in, by the system itself."""
    questions = more.pop("questions", {})
    answers = more.pop("answers", Answers(questions=questions))
    name = more.pop("name", "danh-sach.xlsx")
    return take_in(ImportKind.OFFICIALS, name, data, on=ON, answers=answers, keep=keep, **more)


def taken(*rows: dict[str, Any], **more: Any) -> Outcome:
    """These rows looked at."""
    return take(workbook(*rows, headings=more.pop("headings", None)), **more)


def entries(result: Outcome) -> list[Any]:
    """The rows about somebody."""
    return [row for row in result.rows if row.is_entry]


def told(result: Outcome) -> list[tuple[str, list[str]]]:
    """Verdict and codes of every row about somebody."""
    return [(row.verdict.value, [issue.code for issue in row.issues]) for row in entries(result)]


def finding(result: Outcome, code: str, number: int = 0) -> dict[str, Any]:
    """One finding of a row as the contract writes it."""
    return next(found for found in entries(result)[number].shown["issues"] if found["code"] == code)


def changes(result: Outcome, number: int = 0) -> list[tuple[str, str, str]]:
    """Field, old and new of a row."""
    return [(c.label, c.old, c.new) for c in entries(result)[number].changes]


def holdings(person: Official) -> list[tuple[str, bool, str, str]]:
    """Position, main or not, since and until of all a person holds or held."""
    found: Sequence[PostHolding] = person.holdings.for_listing().order_by("held_from", "pk")
    return [(h.post.position.name, h.is_main, str(h.started), str(h.finished or "")) for h in found]
