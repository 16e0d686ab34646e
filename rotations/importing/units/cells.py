"""One row of the register of units as far as its cells alone tell it. Nothing here knows the records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from rotations.importing.row_cells import RowCells
from rotations.importing.tables import cells
from rotations.importing.tables.cells import Fault
from rotations.importing.tables.layout import RowKind, TableRow
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vietnamese import clean, fold, match_key
from rotations.vocabulary import Severity, UnitBlock, UnitLevel

LEVELS: Final[dict[str, UnitLevel]] = {
    fold(spelling): level
    for level, spellings in (
        (UnitLevel.CENTRAL, ("Trung ương", "Cấp Trung ương", "TW", "TƯ", "central")),
        (UnitLevel.PROVINCE, ("Tỉnh", "Cấp tỉnh", "Thành phố trực thuộc Trung ương", "province")),
        (UnitLevel.DISTRICT, ("Huyện", "Cấp huyện", "Quận", "Thị xã", "Thành phố thuộc tỉnh", "district")),
        (UnitLevel.COMMUNE, ("Xã", "Cấp xã", "Phường", "Thị trấn", "Đặc khu", "Cơ sở", "commune")),
    )
    for spelling in spellings
}
BLOCKS: Final[dict[str, UnitBlock]] = {
    fold(spelling): block
    for block, spellings in (
        (UnitBlock.PARTY, ("Khối Đảng", "Đảng", "Cơ quan Đảng", "Các cơ quan Đảng", "Khối các cơ quan Đảng")),
        (
            UnitBlock.STATE,
            ("Khối chính quyền", "Chính quyền", "Nhà nước", "Khối nhà nước", "Quản lý nhà nước", "Cơ quan nhà nước"),
        ),
        (
            UnitBlock.MASS,
            (
                "Mặt trận Tổ quốc và đoàn thể", "Mặt trận, đoàn thể", "Mặt trận và đoàn thể", "Đoàn thể", "MTTQ",
                "MTTQ và đoàn thể", "Khối đoàn thể", "Khối Mặt trận, đoàn thể", "Khối MTTQ và đoàn thể",
                "Khối Mặt trận Tổ quốc và đoàn thể", "MTTQ, đoàn thể", "Khối MTTQ, đoàn thể",
            ),
        ),
        (
            UnitBlock.JUSTICE,
            ("Khối nội chính, ngành dọc", "Nội chính", "Khối nội chính", "Ngành dọc", "Nội chính, ngành dọc"),
        ),
        (UnitBlock.SERVICE, ("Đơn vị sự nghiệp", "Sự nghiệp", "Khối sự nghiệp", "Khối đơn vị sự nghiệp")),
        (
            UnitBlock.LOCALITY,
            ("Địa phương (xã, phường, thị trấn)", "Địa phương", "Khối địa phương", "Xã, phường, thị trấn", "Xã",
             "Khối xã", "Khối xã, phường, thị trấn", "Địa bàn"),
        ),
    )
    for spelling in (*spellings, str(block.value))
}  # fmt: skip
LONGEST: Final = {"code": 30, "name": 200, "aliases": 200, "note": 300}
MOST_SEATS: Final = 999
_SEAT = re.compile(r"(?P<name>.*?)\s*\(\s*(?P<quota>\d+)\s*(?:người|ghế|vị trí)?\s*\)")


class Seat(NamedTuple):
    """A seat as the file writes it."""

    title: str
    quota: int


@dataclass(slots=True)
class UnitCells(RowCells):
    """The values of one row of the register of units."""

    code: str = ""
    name: str = ""
    level: UnitLevel | None = None
    block: UnitBlock | None = None
    parent: str = ""
    aliases: list[str] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """The name as names are compared."""
        return match_key(self.name)

    def subject(self) -> tuple[str, ...]:
        """What tells the row from the others, for the key of a question about it."""
        since = self.valid_from.isoformat() if self.valid_from else ""
        return self.name, self.code, self.parent, since


def names_a_unit(row: TableRow) -> bool:
    """Whether a row that looks like the title of a group is a unit with nothing but its name filled in."""
    if row.kind != RowKind.GROUP or (cell := row.cell("name")) is None or cell.value is None:
        return False
    first = next(row.filled())
    return (
        first.code == "name"
        and not fold(first.shown).startswith(("khoi ", "cac "))
        and not _marked(first.shown)
    )


def _marked(typed: str) -> bool:
    return re.match(r"\s*(?:[IVXL]+|[A-ZĐ]|\d+)\s*[.)/:-]", typed) is not None


def block_of_groups(row: TableRow) -> UnitBlock | None:
    """The block that the groups above a row name, the innermost first."""
    return next((block for group in reversed(row.groups) if (block := BLOCKS.get(fold(group.text)))), None)


def read_cells(row: TableRow, *, on: date) -> UnitCells:
    """Read every known cell of a row.

    Shape   a TableRow in, UnitCells out. No query.
    Units   dates must be known to the day; `on` settles years of two digits.
    Errors  none: faults are findings.
    Source  product §5 (register workbooks).
    """
    read = UnitCells(row)
    _read_identity(read)
    _read_dates(read, on)
    read.aliases = _names(read)
    read.seats = _seats(read)
    read.note = _bounded(read, "note", Severity.WARNING)
    read.report_rest("mẫu danh mục đơn vị", {})
    return read


def _read_identity(read: UnitCells) -> None:
    read.code = _bounded(read, "code")
    read.name = _bounded(read, "name")
    if not read.key and not _at_fault(read, "name"):
        read.name = ""
        _missing(read, "name", "Chưa ghi tên đơn vị; hãy điền vào ô này.")
    read.level = read.read("level", _level)
    if read.level is None and not _at_fault(read, "level"):
        _missing(read, "level", "Chưa ghi cấp của đơn vị; hãy ghi Tỉnh, Huyện hoặc Xã.")
    read.block = read.read("block", _block) or block_of_groups(read.row)
    read.parent = read.text("parent", Severity.ERROR)


def _missing(read: UnitCells, code: str, message: str) -> None:
    read.add(
        Severity.ERROR, "missing_value", message, read.cell(code) or read.row.table.wanted.by_code[code].label
    )


def _at_fault(read: UnitCells, code: str) -> bool:
    cell = read.row.cell(code)
    return cell is not None and any(issue.column == cell.heading for issue in read.issues)


def _bounded(read: UnitCells, code: str, severity: Severity = Severity.ERROR) -> str:
    typed = read.text(code, severity)
    if len(typed) <= LONGEST[code]:
        return typed
    read.fault(_too_long(typed, LONGEST[code]), read.row.cell(code), severity)
    return ""


def _too_long(typed: str, most: int) -> Fault:
    return Fault("too_long", f"Ô này dài {len(typed)} ký tự, chỉ lưu được {most}; hãy viết ngắn lại.")


def _level(value: Any) -> UnitLevel | Fault | None:
    if (typed := cells.text(value)) is None or typed in cells.NOTHING:
        return None
    return LEVELS.get(fold(typed)) or Fault(
        "bad_value", f"“{typed}” không phải là cấp; hãy ghi Trung ương, Tỉnh, Huyện hoặc Xã."
    )


def _block(value: Any) -> UnitBlock | Fault | None:
    if (typed := cells.text(value)) is None or typed in cells.NOTHING:
        return None
    labels = "; ".join(str(label) for label in UnitBlock.labels)
    return BLOCKS.get(fold(typed)) or Fault(
        "bad_value", f"“{typed}” không có trong danh mục khối; hãy ghi một trong: {labels}."
    )


def _read_dates(read: UnitCells, on: date) -> None:
    latest = date(on.year + 20, 12, 31)
    read.valid_from = read.read("valid_from", lambda value: _day(value, latest))
    read.valid_to = read.read("valid_to", lambda value: _day(value, latest))


def _day(value: Any, latest: date) -> date | Fault | None:
    got = cells.day(value, latest=latest)
    if isinstance(got, PartialDate):
        if got.precision != DatePrecision.DAY:
            return Fault(
                "inexact_date",
                f"“{cells.shown(value)}” chưa đủ ngày; hãy ghi ngày/tháng/năm, ví dụ 01/07/2025.",
            )
        return got.first
    return got


def _parts(read: UnitCells, code: str) -> list[str]:
    """What stands between semicolons or line breaks of a cell."""
    cell = read.row.cell(code)
    if cell is None or not read.text(code, Severity.ERROR):
        return []
    typed = cells.shown(cell.value).removeprefix("'")
    return [part for piece in re.split(r"[;\n]", typed) if match_key(part := clean(piece))]


def _names(read: UnitCells) -> list[str]:
    found: dict[str, str] = {}
    for name in _parts(read, "aliases"):
        if len(name) > LONGEST["aliases"]:
            read.fault(_too_long(name, LONGEST["aliases"]), read.row.cell("aliases"))
        elif match_key(name) != read.key:
            found.setdefault(match_key(name), name)
    return list(found.values())


def _seats(read: UnitCells) -> list[Seat]:
    found = []
    for part in _parts(read, "seats"):
        counted = _SEAT.fullmatch(part)
        seat = Seat(counted["name"], int(counted["quota"])) if counted else Seat(part, 1)
        if not match_key(seat.title) or not 1 <= seat.quota <= MOST_SEATS:
            read.fault(
                Fault(
                    "bad_value",
                    f"“{part}”: hãy ghi tên chức danh, rồi số lượng từ 1 đến {MOST_SEATS} trong ngoặc.",
                ),
                read.row.cell("seats"),
            )
        else:
            found.append(seat)
    return found
