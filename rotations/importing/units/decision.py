"""What a row of the register of units comes to: the columns it changes, the names and the seats it adds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from rotations.importing.file_rows import Change, ask
from rotations.importing.findings import Answers, Option
from rotations.importing.units.proposals import UnitRow, identity, named
from rotations.importing.units.records import UnitRecords
from rotations.models import Position, Post, PostHolding, Unit
from rotations.vietnamese import match_key
from rotations.vocabulary import Severity, UnitBlock, UnitLevel

LEAVE_OUT: Final = "leave_out"
NAMES_SHOWN: Final = 10


class Decision:
    """What one row changes; its unit and its parent are settled."""

    def __init__(self, records: UnitRecords, answers: Answers, row: UnitRow) -> None:
        self.records, self.row, self.read = records, row, row.read
        self.ask = partial(ask, answers, row)

    def settle(self) -> None:
        """Name, block, dates, other names, seats: as they will be, and what of it is new."""
        row, read = self.row, self.read
        row.name = row.fields.get("name") or (row.unit.name if row.unit else read.name)
        self._settle_block()
        if row.unit is not None:
            self._compare(row.unit)
        self._check_dates()
        self._settle_aliases()
        self._settle_seats()

    def _settle_block(self) -> None:
        row, read = self.row, self.read
        kept = UnitBlock(row.unit.block) if row.unit else None
        row.block = read.block or kept
        if row.block is None and read.level == UnitLevel.COMMUNE and self._is_locality():
            row.block = UnitBlock.LOCALITY
        if row.block is not None or not read.name or read.level is None or row.match == "ambiguous":
            return
        if any(issue.column == cell.heading for issue in read.issues if (cell := read.row.cell("block"))):
            return  # the cell is at fault
        answer = self.ask(
            "missing_block",
            f"Chưa ghi khối của {read.name}; hãy chọn, hoặc điền cột Khối.",
            read.cell("block") or read.cell("name"),
            values=(read.name, read.level.value),
            options=[Option(block.value, str(block.label)) for block in UnitBlock],
        )
        if answer:
            row.block = UnitBlock(answer)

    def _is_locality(self) -> bool:
        """A commune is its own block; an office under a commune is not a commune."""
        parent = self.row.parent
        return parent is None or parent.level != UnitLevel.COMMUNE

    def _compare(self, unit: Unit) -> None:
        row, read = self.row, self.read
        if "name" in row.fields:
            row.changes.append(Change("Tên đơn vị", unit.name, row.name))
        if read.code and match_key(read.code) != match_key(unit.code) and not self._is_old_code(unit):
            self._change("code", "Mã đơn vị", unit.code, read.code, read.code)
        if row.block is not None and row.block != unit.block:
            old = str(UnitBlock(unit.block).label)
            self._change("block", "Khối", old, str(row.block.label), row.block.value)
        if identity(row.parent) != (("unit", unit.parent_id) if unit.parent_id else None):
            old = self.records.units.by_id[unit.parent_id].name if unit.parent_id else ""
            row.fields["parent"] = row.parent
            row.changes.append(Change("Đơn vị cấp trên", old, named(row.parent) if row.parent else ""))
        for column, label in (("valid_from", "Hiệu lực từ"), ("valid_to", "Hiệu lực đến")):
            day = getattr(read, column)
            kept = getattr(unit, column)
            if day is not None and day != kept:
                self._change(column, label, f"{kept:%d/%m/%Y}" if kept else "", f"{day:%d/%m/%Y}", day)
        if read.note and read.note != unit.note:
            self._change("note", "Ghi chú", unit.note, read.note, read.note)

    def _change(self, column: str, label: str, old: str, new: str, value: Any) -> None:
        self.row.fields[column] = value
        self.row.changes.append(Change(label, old, new))

    def _is_old_code(self, unit: Unit) -> bool:
        """Whether the file writes a code the unit had before: then the one in use now stays."""
        key = match_key(self.read.code)
        if not any(match_key(code.code) == key for code in self.records.codes[unit.pk]):
            return False
        self.read.add(
            Severity.NOTE,
            "old_code",
            f"“{self.read.code}” là mã trước đây của {unit}; mã hiện nay {unit.code or '(chưa ghi)'} được giữ nguyên.",
            self.read.cell("code"),
        )
        return True

    def _check_dates(self) -> None:
        row, read = self.row, self.read
        if row.since is None or row.until is None or row.since < row.until:
            return
        read.add(
            Severity.ERROR,
            "impossible_date",
            f"Hết hiệu lực {row.until:%d/%m/%Y} không sau ngày bắt đầu {row.since:%d/%m/%Y}; hãy kiểm tra lại hai ngày.",
            read.cell("valid_to" if read.valid_to else "valid_from") or "Hiệu lực đến",
        )

    # ---- other names

    def _settle_aliases(self) -> None:
        row, read = self.row, self.read
        standing = self.records.aliases[row.unit.pk] if row.unit else []
        known = {match_key(name) for name in [*standing, row.name]}
        for name in read.aliases:
            if match_key(name) in known:
                continue
            known.add(match_key(name))
            row.new_aliases.append(name)
        row.aliases = [*standing, *row.new_aliases]
        if row.unit is not None and row.new_aliases:
            row.changes.append(Change("Tên gọi khác", "; ".join(standing), "; ".join(row.aliases)))

    # ---- seats

    def _settle_seats(self) -> None:
        row = self.row
        standing = self._standing()
        wanted = self._wanted()
        if row.unit is None and not self.read.seats and row.block is not None and row.level is not None:
            wanted = {position.pk: quota for position, quota in self.records.standard[row.level, row.block]}
        quotas = {pk: post.quota for pk, post in standing.items()}
        for pk, quota in wanted.items():
            post = standing.get(pk)
            if post is None:
                row.new_seats.append((self.records.positions.by_id[pk], quota, self._opens(pk)))
            elif post.quota != quota:
                row.changed_seats.append((post, quota))
            quotas[pk] = quota
        row.seats = self._in_order(quotas)
        if row.unit is not None and (row.new_seats or row.changed_seats):
            old = self._in_order({pk: post.quota for pk, post in standing.items()})
            row.changes.append(Change("Chức danh", _written(old), _written(row.seats)))

    def _standing(self) -> dict[int, Post]:
        """The seats the unit has, by position; of two alike the newer."""
        if self.row.unit is None:
            return {}
        posts = self.records.positions.by_unit[self.row.unit.pk]
        return {
            post.position_id: post
            for post in posts
            if post.abolished_on is None or post.abolished_on > self.records.on
        }

    def _opens(self, position: int) -> date | None:
        """A seat is there from the unit's first day, one that was abolished before from the day it was."""
        since = self.row.since
        if self.row.unit is None:
            return since
        ended = [
            post.abolished_on
            for post in self.records.positions.by_unit[self.row.unit.pk]
            if post.position_id == position and post.abolished_on is not None
        ]
        return max([*ended, *([since] if since else [])]) if ended else since

    def _in_order(self, quotas: dict[int, int]) -> list[tuple[str, int]]:
        positions = sorted(
            ((self.records.positions.by_id[pk], quota) for pk, quota in quotas.items()),
            key=lambda seat: (seat[0].rank, seat[0].name),
        )
        return [(position.name, quota) for position, quota in positions]

    def _wanted(self) -> dict[int, int]:
        """Position and number, of the seats the dictionary knows; the others are asked."""
        found: dict[int, int] = {}
        cell = self.read.cell("seats")
        for seat in self.read.seats:
            position = self._position(seat.title)
            if position is None:
                continue
            if position.pk in found:
                self.read.add(
                    Severity.ERROR,
                    "duplicate",
                    f"“{position}” có hai lần trong ô này; hãy ghi một lần với tổng số lượng.",
                    cell,
                    value=seat.title,
                )
            found[position.pk] = seat.quota
        return found

    def _position(self, title: str) -> Position | None:
        positions = self.records.positions
        named_so = [positions.by_id[pk] for pk in sorted(positions.named(match_key(title)))]
        if len(named_so) == 1:
            return named_so[0]
        if named_so:
            names = "; ".join(position.name for position in named_so)
            code, said = "ambiguous_position", f"“{title}” có thể là: {names}"
        else:
            named_so = positions.like(title)
            code, said = "unknown_position", f"Không có chức danh “{title}” trong danh mục"
        answer = self.ask(
            code,
            f"{said}; hãy chọn chức danh, sửa ô này, hoặc bổ sung danh mục chức danh trước.",
            self.read.cell("seats"),
            values=(title,),
            options=[
                *(Option(str(position.pk), position.name) for position in named_so),
                Option(LEAVE_OUT, "Không ghi chức danh này cho đơn vị"),
            ],
            candidates=[position.name for position in named_so],
        )
        return positions.by_id[int(answer)] if answer.isdecimal() else None


def _written(seats: Sequence[tuple[str, int]]) -> str:
    return "; ".join(f"{title} ({quota})" for title, quota in seats)


# ---- what others would lose


def check_holders(row: UnitRow, records: UnitRecords) -> None:
    """A seat may not become fewer than those who hold it, on any one day."""
    for post, quota in row.changed_seats:
        holders = most_together(records.holdings[post.pk])
        if len(holders) <= quota:
            continue
        names = [holding.official.label for holding in holders]
        row.read.add(
            Severity.ERROR,
            "quota_below_holders",
            f"“{post.position}” có {len(holders)} người cùng giữ ({_listed(names)}) nên không giảm còn {quota}; hãy sửa số "
            "lượng, hoặc ghi ngày thôi giữ chức vụ trước.",
            row.read.cell("seats"),
            candidates=tuple(names),
        )


def most_together(holdings: Sequence[PostHolding]) -> list[PostHolding]:
    """The largest set of holdings that share a day, as the database counts them: on the first day of each."""
    best: list[PostHolding] = []
    for day in {holding.held_from for holding in holdings}:
        there = [
            holding
            for holding in holdings
            if holding.held_from <= day and (holding.held_until is None or holding.held_until > day)
        ]
        best = max(best, there, key=len)
    return best


def tell_cut_off(row: UnitRow, records: UnitRecords, children: Sequence[str]) -> None:
    """Say what still stands at a unit on the day it is to end: units under it, seats, their holders, open cases."""
    day = row.until
    if row.unit is None or day is None or "valid_to" not in row.fields:
        return
    posts = [
        post
        for post in records.positions.by_unit[row.unit.pk]
        if post.abolished_on is None or post.abolished_on > day
    ]
    holders = [
        holding.official.label
        for post in posts
        for holding in records.holdings[post.pk]
        if holding.held_until is None or holding.held_until > day
    ]
    left = [
        *([f"{len(children)} đơn vị trực thuộc ({_listed(children)})"] if children else []),
        *([f"{len(posts)} chức danh"] if posts else []),
        *([f"{len(holders)} người đang giữ chức vụ ({_listed(holders)})"] if holders else []),
        *([f"{cases} lượt luân chuyển chưa kết thúc"] if (cases := records.open_cases[row.unit.pk]) else []),
    ]
    if left:
        row.read.add(
            Severity.WARNING,
            "cut_off",
            f"Từ {day:%d/%m/%Y} {row.name} không còn, nhưng vẫn có {'; '.join(left)}. Hãy ghi việc sắp xếp, thôi giữ chức vụ "
            "hoặc đơn vị cấp trên mới cho những trường hợp này.",
            row.read.cell("valid_to"),
        )


def _listed(names: Sequence[str]) -> str:
    more = f" và {len(names) - NAMES_SHOWN} nữa" if len(names) > NAMES_SHOWN else ""
    return ", ".join(names[:NAMES_SHOWN]) + more
