"""Registers of units as an office types them, for tests of their import."""

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

HEADINGS = [
    "Mã đơn vị", "Tên đơn vị", "Cấp (huyện, xã, tỉnh)", "Khối", "Đơn vị cấp trên", "Tên gọi khác (a; b)",
    "Chức danh (Bí thư Đảng ủy (1); …)", "Hiệu lực từ", "Hiệu lực đến", "Ghi chú",
]  # fmt: skip
COLUMNS = (
    "code", "name", "level", "block", "parent", "aliases", "seats", "valid_from", "valid_to", "note",
)  # fmt: skip


def row(**cells: Any) -> list[Any]:
    """One line of the file: Xã Pa Tần of Huyện Thử, but for what is given."""
    values = {"name": "Xã Pa Tần", "level": "Xã", "parent": "Huyện Thử", **cells}
    return [values.get(column) for column in COLUMNS]


def district(**cells: Any) -> list[Any]:
    """The line of the district itself."""
    return row(**{"name": "Huyện Thử", "level": "Huyện", "block": "Địa phương", "parent": None, **cells})


def workbook(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """The lines as a plain workbook."""
    return xlsx([list(headings), *[list(given) for given in rows]])


def take(data: bytes, *, keep: bool = False, questions: dict[str, str] | None = None, **more: Any) -> Outcome:
    """Take a register of units in on the day of the tests."""
    more.setdefault("on", TODAY)
    return take_in(
        ImportKind.UNITS, "don-vi.xlsx", data, answers=Answers(questions=questions or {}), keep=keep, **more
    )


def answered(data: bytes, code: str, value: str, number: int = 0, **more: Any) -> Outcome:
    """The file again, with one question answered by the option whose value or label begins so."""
    asked = issue(take(data), code, number)
    chosen = next(
        option["value"]
        for option in asked["options"]
        if option["value"] == value or option["label"].startswith(value)
    )
    return take(data, questions={asked["key"]: chosen}, **more)
