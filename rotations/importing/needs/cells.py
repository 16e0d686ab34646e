"""One row of Biểu 1 as far as its cells and the lines above it tell. Nothing here knows the records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rotations.importing.row_cells import RowCells
from rotations.importing.tables import cells, periods
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.layout import RowKind, TableRow
from rotations.partial_dates import PartialDate
from rotations.vietnamese import clean, clean_lines, fold, match_key, settle_name
from rotations.vocabulary import NeedDirection, NeedReason, Severity

MOST: Final = 999
LONGEST_TEXT: Final = 200
REASON_LINE: Final = "Lý do: "
# Words of a cell that say nothing but the reason itself; any more than these is kept in the note.
REASONS: Final = {
    **{fold(label): NeedReason(value) for value, label in NeedReason.choices},
    **{
        fold(spelling): reason
        for spelling, reason in (
            ("Thiếu", NeedReason.VACANCY),
            ("Thiếu người", NeedReason.VACANCY),
            ("Khuyết", NeedReason.VACANCY),
            ("Không là người địa phương", NeedReason.NON_LOCAL),
            ("Đủ 2 nhiệm kỳ", NeedReason.TERM_LIMIT),
            ("Đủ hai nhiệm kỳ", NeedReason.TERM_LIMIT),
            ("Giữ chức vụ đủ 2 nhiệm kỳ", NeedReason.TERM_LIMIT),
            ("Đào tạo", NeedReason.TRAINING),
            ("Đào tạo theo quy hoạch", NeedReason.TRAINING),
            ("Khác", NeedReason.OTHER),
        )
    },
}
_SPOKEN: Final = (
    (re.compile(r"\bnguoi dia phuong\b"), NeedReason.NON_LOCAL),
    (re.compile(r"\b(?:2|02|hai) nhiem ky\b"), NeedReason.TERM_LIMIT),
    (re.compile(r"\b(?:dao tao|ren luyen|quy hoach)\b"), NeedReason.TRAINING),
    (
        re.compile(r"\b(?:thieu|khuyet|con trong|chua co|chua bo tri|nghi huu|nghi che do)\b"),
        NeedReason.VACANCY,
    ),
)
_IN: Final = re.compile(r"\b(?:den|xin|bo sung|tiep nhan|nhan ve|vao)\b")
_OUT: Final = re.compile(r"\b(?:di|cu di|gui di|ra)\b")
_EXACT: Final = {
    "den": NeedDirection.IN, "in": NeedDirection.IN, "di": NeedDirection.OUT, "out": NeedDirection.OUT,
}  # fmt: skip
_QUANTITY = re.compile(r"0*(\d{1,6})\s*(?:người|đồng chí|đ/c|cán bộ|vị trí)?", re.IGNORECASE)
_CALLED = re.compile(r"^(?:đồng chí|đ/c|đc|ông|bà)\s*[:.]?\s+", re.IGNORECASE)
_WITH_BIRTH = re.compile(
    r"(?P<name>[^,;(\d]+?)\s*[,(;-]?\s*(?:sinh(?:\s+(?:năm|ngày))?|SN)?\s*:?\s*(?P<birth>\d[\d/.-]*\d)\s*\)?"
)
_STATED_UNIT = re.compile(
    r"^(?:tên )?(?:cơ quan,? )?đơn vị(?: đề xuất)?\s*:\s*(?P<unit>\S.*)$", re.IGNORECASE
)
_OF_UNIT = re.compile(r"\bcủa\s+(?P<unit>\S.*)$", re.IGNORECASE)


@dataclass(slots=True)
class NeedCells(RowCells):
    """The values of one row of Biểu 1. `reason_words` is what the reason says beyond its word."""

    unit: str = ""
    position: str = ""
    quantity: int | None = None
    reason: NeedReason | None = None
    reason_words: str = ""
    requirements: str = ""
    direction: NeedDirection | None = None
    direction_words: str = ""
    proposed: str = ""
    birth: PartialDate | None = None
    citizen_id: str = ""
    official_code: str = ""
    present: str = ""
    expected: PartialDate | None = None
    note: str = ""

    @property
    def notes(self) -> str:
        """The note as it is kept, with the words of the reason that no list holds."""
        return "\n".join(filter(None, (self.note, self.reason_words and f"{REASON_LINE}{self.reason_words}")))


def read_cells(row: TableRow, *, on: date, year: int) -> NeedCells:
    """Read every known cell of a row.

    Shape   a TableRow in, NeedCells out. No query.
    Units   two-digit years of the expected time are up to five years after `year`.
    Errors  none: faults are findings.
    Source  domain reference §3.3 (Biểu 1).
    """
    read = NeedCells(row)
    read.unit = read.text("unit", Severity.ERROR)
    read.position = _bounded(read, "position", Severity.ERROR)
    if not match_key(read.position) and not read.issues:
        read.position = ""
        read.add(
            Severity.ERROR,
            "missing_value",
            "Chưa ghi chức danh, vị trí; hãy điền vào ô này.",
            read.cell("position") or "Chức danh cần bổ sung / Vị trí",
        )
    read.quantity = read.read("quantity", _quantity)
    _read_reason(read)
    read.requirements = _lines(read, "requirements")
    read.direction_words = read.text("direction", Severity.ERROR)
    read.direction = direction_of(read.direction_words)
    _read_person(read, on)
    read.expected = read.read(
        "expected", lambda value: _expected(value, date(year + 5, 12, 31)), Severity.WARNING
    )
    read.note = _lines(read, "note")
    read.report_rest("mẫu đề xuất nhu cầu (Biểu 1)", {})
    return read


def _bounded(read: NeedCells, code: str, severity: Severity) -> str:
    typed = read.text(code, severity)
    cell = read.row.cell(code)
    if len(typed) > LONGEST_TEXT and cell is not None:
        message = f"Ô này dài {len(typed)} ký tự, chỉ lưu được {LONGEST_TEXT}; hãy viết ngắn lại."
        read.fault(Fault("too_long", message), cell, severity)
        return ""
    return typed


def _lines(read: NeedCells, code: str) -> str:
    """A cell of several lines."""
    if not (typed := read.text(code)):
        return ""
    cell = read.row.cell(code)
    return clean_lines(cell.value.removeprefix("'")) if cell and isinstance(cell.value, str) else typed


def _quantity(value: Any) -> int | Fault | None:
    typed = cells.text(value)
    if typed is None or typed in cells.NOTHING:
        return None
    counted = _QUANTITY.fullmatch(typed)
    number = int(counted[1]) if counted else cells.integer(value)
    if isinstance(number, Fault):
        return Fault(
            "bad_value", f"“{cells.shown(value)}” không phải là số người; hãy ghi một số nguyên, ví dụ 2."
        )
    if number is not None and not 1 <= number <= MOST:
        return Fault("bad_value", f"“{cells.shown(value)}”: số lượng phải từ 1 đến {MOST}.")
    return number


def _read_reason(read: NeedCells) -> None:
    typed = read.text("reason")
    if not typed:
        return
    if (known := REASONS.get(fold(typed))) is not None:
        read.reason = known
        return
    key = fold(typed)
    spoken = [(found.start(), reason) for words, reason in _SPOKEN if (found := words.search(key))]
    read.reason = min(spoken)[1] if spoken else NeedReason.OTHER
    read.reason_words = typed
    if len(spoken) > 1:
        read.add(
            Severity.NOTE,
            "several_reasons",
            f"Ô này nêu nhiều lý do; được xếp vào “{NeedReason(read.reason).label}”, nguyên văn ghi ở Ghi chú.",
            read.row.cell("reason"),
        )


def direction_of(words: str) -> NeedDirection | None:
    """In or out as words say it; None when they say neither or both."""
    key = fold(words)
    if key in _EXACT:
        return _EXACT[key]
    if re.search(r"\b(?:tu|ve|sang|xuong|len)\b", key):
        return None  # levels, not in or out
    comes, goes = bool(_IN.search(key)), bool(_OUT.search(key))
    if comes == goes:
        return None
    return NeedDirection.IN if comes else NeedDirection.OUT


def _read_person(read: NeedCells, on: date) -> None:
    typed = _CALLED.sub("", read.text("proposed", Severity.ERROR))
    read.birth = read.read("birth", lambda value: cells.day(value, latest=on), Severity.WARNING)
    if found := _WITH_BIRTH.fullmatch(typed):
        born = cells.day(found["birth"], latest=on)
        if isinstance(born, PartialDate):
            typed, read.birth = found["name"], read.birth or born
    read.proposed = settle_name(typed)
    digits = re.sub(r"[\s.]", "", read.text("citizen_id"))
    if re.fullmatch(r"\d{12}|\d{9}", digits):
        read.citizen_id = digits
    elif digits:
        read.add(
            Severity.ERROR,
            "bad_citizen_id",
            f"“{digits}” không phải số CCCD; hãy ghi đủ 12 chữ số, định dạng ô là văn bản.",
            read.row.cell("citizen_id"),
        )
    read.official_code = read.text("official_code")
    read.present = read.text("present")


def _expected(value: Any, latest: date) -> PartialDate | Fault | None:
    got = periods.period(value, latest=latest)
    if isinstance(got, Fault) or got is None:
        return got
    return got.starts or Fault(
        "ambiguous_date", f"“{cells.shown(value)}” không rõ thời điểm; hãy ghi như 09/2026."
    )


# ---- the lines above the table


def unit_lines(rows: list[TableRow]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """What the lines above a table may call its unit: (row, words), stated ("Đơn vị: …") and merely standing there."""
    stated, standing = [], []
    for row in rows:
        if row.kind != RowKind.TITLE:
            continue
        for cell in row.filled():
            for line in cells.shown(cell.value).splitlines():
                words = clean(line).strip(" .:-_*()")
                if found := _STATED_UNIT.match(words):
                    stated.append((row.number, found["unit"].strip()))
                elif words:
                    standing.append((row.number, words))
                    if found := _OF_UNIT.search(words):
                        standing.append((row.number, found["unit"].strip()))
    return stated, standing


def direction_of_lines(row: TableRow, titles: list[str]) -> NeedDirection | None:
    """In or out as the groups above a row say, the innermost first, else the lines above the table."""
    for group in reversed(row.groups):
        if found := direction_of(group.text):
            return found
    spoken = {found for text in titles if (found := _direction_of_title(text))}
    return spoken.pop() if len(spoken) == 1 else None


def _direction_of_title(text: str) -> NeedDirection | None:
    """Titles speak of needs in general; only "cử đi" says that people are offered."""
    key = fold(text)
    return NeedDirection.OUT if re.search(r"\b(?:cu|luan chuyen) di\b", key) and " den" not in key else None
