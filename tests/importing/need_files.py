"""Biểu 1 as a unit types it, for tests of the import of needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.importing.taking_in import take_in
from rotations.vocabulary import ImportKind
from tests.importing.results import issue
from tests.importing.workbooks import xlsx
from tests.makers import TODAY

YEAR = TODAY.year
TITLES: tuple[str, ...] = ("ĐẢNG ỦY XÃ PA TẦN", "ĐỀ XUẤT NHU CẦU LUÂN CHUYỂN CÁN BỘ NĂM 2025")
HEADINGS = (
    "STT", "Chức danh cần bổ sung / Vị trí", "Số lượng", "Lý do, nhu cầu", "Yêu cầu về chuyên môn, LLCT",
    "Hướng luân chuyển (đến / đi)", "Nhân sự đề xuất (nếu có)", "Chức vụ, đơn vị hiện nay", "Thời gian dự kiến",
    "Ghi chú",
)  # fmt: skip
COLUMNS = (
    "number", "position", "quantity", "reason", "requirements", "direction", "proposed", "present", "expected", "note",
)  # fmt: skip


def row(**cells: Any) -> list[Any]:
    """One line of the file: a chair of the People's Committee is wanted, but for what is given."""
    values: dict[str, Any] = {
        "number": 1,
        "position": "Chủ tịch UBND",
        "quantity": 1,
        "reason": "Thiếu",
        "direction": "Đến",
        **cells,
    }
    return [values.get(column) for column in COLUMNS]


def workbook(
    *rows: Sequence[Any], titles: Sequence[str] = TITLES, headings: Sequence[str] = HEADINGS
) -> bytes:
    """The lines under their titles as a workbook."""
    return xlsx([*[[title] for title in titles], [], list(headings), *[list(given) for given in rows]])


def take(data: bytes, *, keep: bool = False, questions: dict[str, str] | None = None, **more: Any) -> Outcome:
    """Take a file of needs in for the year of the tests."""
    more.setdefault("on", TODAY)
    more.setdefault("year", YEAR)
    answers = Answers(questions=questions or {})
    return take_in(ImportKind.NEEDS, "bieu-1.xlsx", data, answers=answers, keep=keep, **more)


def answered(data: bytes, code: str, value: str, number: int = 0, **more: Any) -> Outcome:
    """The file again, with one question answered."""
    asked = issue(take(data), code, number)
    assert value in {option["value"] for option in asked["options"]}
    return take(data, questions={asked["key"]: value}, **more)
