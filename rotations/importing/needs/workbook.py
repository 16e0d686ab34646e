"""Biểu 1 out and empty: what is written here is read back unchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from rotations.importing.form_workbook import FormColumn, form_workbook
from rotations.importing.needs.columns import NEEDS
from rotations.models import Position, RotationNeed, Unit
from rotations.partial_dates import PartialDate
from rotations.vocabulary import NeedDirection, NeedReason

TITLE: Final = "ĐỀ XUẤT NHU CẦU LUÂN CHUYỂN CÁN BỘ NĂM {}"
DIRECTION_WORDS: Final = {NeedDirection.IN: "Đến", NeedDirection.OUT: "Đi"}
SHEET: Final = "Biểu 1"

# Column → what belongs there, its width, the words of a closed list.
HINTS: Final[dict[str, tuple[str, int, tuple[str, ...]]]] = {
    "stt": ("Số thứ tự.", 6, ()),
    "unit": ("Đơn vị đề xuất; không cần ghi khi đã có dòng “Đơn vị: …” phía trên bảng.", 26, ()),
    "position": ("Chức danh, vị trí cần bổ sung hoặc cử người đi. Bắt buộc.", 32, ()),
    "quantity": ("Số người; để trống là một.", 10, ()),
    "reason": (
        "Thiếu cán bộ, không là người địa phương, đủ hai nhiệm kỳ, đào tạo cán bộ quy hoạch, hoặc lý do khác.",
        28,
        tuple(str(label) for label in NeedReason.labels),
    ),
    "requirements": ("Yêu cầu về chuyên môn, lý luận chính trị.", 30, ()),
    "direction": ("Đến: đơn vị xin người. Đi: đơn vị cử người.", 14, tuple(DIRECTION_WORDS.values())),
    "proposed": ("Họ và tên, nếu đã có nhân sự.", 24, ()),
    "birth": ("Ngày hoặc năm sinh của nhân sự, để tìm đúng hồ sơ.", 14, ()),
    "official_code": ("Số hiệu cán bộ của nhân sự, nếu có.", 14, ()),
    "present": ("Chức vụ, đơn vị hiện nay của nhân sự.", 32, ()),
    "expected": ("Thời gian dự kiến, như 09/2026.", 14, ()),
    "note": ("Ghi chú.", 28, ()),
}  # fmt: skip


def template_file(*, on: date, unit: Unit | None = None) -> bytes:
    """Biểu 1 of one unit, without needs, as a workbook to fill in; the unit is written above the table if given."""
    titles = (TITLE.format(on.year), f"Đơn vị: {unit.name if unit else ''}")
    return form_workbook(SHEET, titles, _columns(without="unit"))


def needs_file(needs: Sequence[RotationNeed], *, year: int) -> bytes:
    """The needs of a year as one table that imports back with every row unchanged.

    Shape   needs (`for_export`) in, the bytes of a workbook out. No query.
    Units   in the order given; a person on the register by name, birth and code.
    Errors  none.
    Source  domain reference §3.3 (Biểu 1).
    """
    titles = (TITLE.format(year), "TỔNG HỢP TỪ CÁC ĐƠN VỊ")
    rows = [[_value(code, need, number) for code in HINTS] for number, need in enumerate(needs, start=1)]
    return form_workbook(SHEET, titles, _columns(), rows)


def for_export(year: int) -> list[RotationNeed]:
    """The needs of a year with all that a line shows. One query."""
    found = RotationNeed.objects.filter(year=year).select_related(
        "unit__parent", "position", "proposed_official"
    )
    return list(found.order_by("unit__sort_key", "unit", "direction", "pk"))


def _columns(without: str = "") -> list[FormColumn]:
    return [
        FormColumn(NEEDS.by_code[code].label, hint, width, words)
        for code, (hint, width, words) in HINTS.items()
        if code != without
    ]


def _unit_words(unit: Unit) -> str:
    """The unit's code where it has one: a name may be another unit's as well."""
    return unit.code or unit.name


def _position_words(position: Position | None, text: str) -> str:
    return text or (position.name if position else "")


WRITTEN: Final[dict[str, Callable[[RotationNeed], Any]]] = {
    "unit": lambda need: _unit_words(need.unit),
    "position": lambda need: _position_words(need.position, need.position_text),
    "quantity": lambda need: need.quantity,
    "reason": lambda need: str(NeedReason(need.reason).label),
    "requirements": lambda need: need.requirements,
    "direction": lambda need: DIRECTION_WORDS[NeedDirection(need.direction)],
    "proposed": lambda need: (
        need.proposed_official.full_name if need.proposed_official else need.proposed_text
    ),
    "birth": lambda need: str(need.proposed_official.birth or "") if need.proposed_official else "",
    "official_code": lambda need: need.proposed_official.official_code if need.proposed_official else "",
    "expected": lambda need: str(need.expected) if isinstance(need.expected, PartialDate) else "",
    "note": lambda need: need.note,
}


def _value(code: str, need: RotationNeed, number: int) -> str | int | None:
    if code == "stt":
        return number
    return WRITTEN[code](need) if code in WRITTEN else None
