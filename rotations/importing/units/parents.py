"""The unit above: one of the records, or one that the same file sets up, above or below the row that names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from rotations.importing.file_rows import ask
from rotations.importing.findings import Answers, Option
from rotations.importing.units.identity import day_of
from rotations.importing.units.proposals import UnitOrRow, UnitRow, identity, named
from rotations.importing.units.records import UnitRecords, name_and_parent
from rotations.models import Unit
from rotations.vietnamese import match_key
from rotations.vocabulary import Severity, UnitLevel

HIGHEST_FIRST: Final = (UnitLevel.CENTRAL, UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
# Province, district, commune, office, group: a longer chain is a mistake in the file.
MOST_GENERATIONS: Final = 10


def is_below(one: str, other: str) -> bool:
    """Whether one level is lower than another."""
    return HIGHEST_FIRST.index(UnitLevel(one)) > HIGHEST_FIRST.index(UnitLevel(other))


class FileUnits:
    """The rows of a file by what other rows may call them."""

    def __init__(self, rows: Sequence[UnitRow]) -> None:
        self._called: dict[str, list[UnitRow]] = defaultdict(list)
        for row in rows:
            for key in {row.read.key, match_key(row.read.code)} - {""}:
                self._called[key].append(row)

    def named_by(self, row: UnitRow, on: UnitRecords) -> list[UnitRow]:
        """The other rows that the row's parent cell may mean: of its level or higher, existing on its first day."""
        text = row.read.parent
        if not text:
            return []
        found = [*self._called.get(match_key(text), ())]
        name, above = name_and_parent(text)
        if not found and name:
            found = [
                other
                for other in self._called.get(match_key(name), ())
                if match_key(other.read.parent) == match_key(above)
            ]
        fitting = [
            other
            for other in found
            if other is not row
            and other.read.level is not None
            and row.read.level is not None
            and not is_below(other.read.level, row.read.level)
        ]
        day = day_of(row, on.on)
        return [other for other in fitting if other.lives_on(day)] or [
            other for other in fitting if other.lives_on(on.on)
        ]


def parents_first(rows: Sequence[UnitRow], parents: dict[int, list[UnitRow]]) -> Iterator[UnitRow]:
    """The rows so that each comes after those its parent cell may mean; within a circle as they stand."""
    begun: set[int] = set()
    done: set[int] = set()
    for row in rows:
        waiting = [row]
        while waiting:
            at = waiting[-1]
            if id(at) in done:
                waiting.pop()
                continue
            above = [other for other in parents.get(id(at), ()) if id(other) not in begun]
            if id(at) not in begun and above:
                begun.add(id(at))
                waiting.extend(above)
                continue
            begun.add(id(at))
            done.add(id(at))
            waiting.pop()
            yield at


class Parent:
    """The parent cell of one row; `above` are the rows of the file it may mean, settled before."""

    def __init__(
        self, records: UnitRecords, answers: Answers, row: UnitRow, above: Sequence[UnitRow]
    ) -> None:
        self.records, self.answers, self.row, self.above = records, answers, row, above

    def fits(self, unit: Unit) -> bool:
        """Whether the cell names the unit above this one, or nothing."""
        text = self.row.read.parent
        if not text:
            return True
        parent = self.records.units.by_id.get(unit.parent_id or 0)
        if parent is None:
            return False
        return any(other.unit is parent for other in self.above) or self.records.means(text, parent)

    def settle(self) -> None:
        """The unit above as it will be: of the cell, else as the records have it."""
        row, text = self.row, self.row.read.parent
        kept = self.records.units.by_id.get(row.unit.parent_id or 0) if row.unit else None
        if not text or (row.unit is not None and kept is not None and self.fits(row.unit)):
            row.parent = kept
            return
        row.parent = self._find(text, kept)
        row.parent_open = row.parent is None
        if row.parent is None:
            row.parent = kept

    def _find(self, text: str, kept: Unit | None) -> UnitOrRow | None:
        cell = self.row.read.cell("parent")
        day = day_of(self.row, self.records.on)
        match = self.records.find(text, on=day, prefer=kept, may_be_unknown=bool(self.above))
        if match.unit is None and match.code == "unit_not_valid":
            match = self.records.find(text, on=self.records.on)
        targets: dict[tuple[str, int] | None, UnitOrRow] = {
            identity(other): other.unit or other for other in self.above
        }
        if match.unit is not None and (not targets or self._is_called(match.unit, text)):
            targets[identity(match.unit)] = match.unit
        if len(targets) == 1:
            return next(iter(targets.values()))
        if targets:
            return self._choose(
                "ambiguous_unit", f"“{text}” có thể là {len(targets)} đơn vị", [*targets.values()], text
            )
        candidates: list[UnitOrRow] = [*match.candidates]
        if not candidates and (found := self._named_with_parent(text)):
            return found
        said = {
            "unknown_unit": f"Không có đơn vị “{text}” trong danh mục hay trong tệp",
            "ambiguous_unit": f"“{text}” là tên của {len(candidates)} đơn vị",
            "unit_not_valid": f"“{text}” không tồn tại vào ngày {day:%d/%m/%Y}",
        }[match.code]
        if not candidates and match_key(text) == self.row.read.key:
            self.row.read.add(
                Severity.ERROR,
                "parent_circle",
                f"Ô này ghi chính {self.row.read.name}; hãy ghi đơn vị cấp trên hoặc để trống.",
                cell,
            )
            return None
        if not candidates:
            self.row.read.add(
                Severity.ERROR, match.code, f"{said}; hãy sửa ô này hoặc thêm dòng cho đơn vị đó.", cell
            )
            return None
        return self._choose(match.code, said, candidates, text)

    @staticmethod
    def _is_called(unit: Unit, text: str) -> bool:
        return match_key(text) in (unit.match_key, match_key(unit.code))

    def _named_with_parent(self, text: str) -> Unit | None:
        name, _above = name_and_parent(text)
        found = [
            unit for unit in self.records.by_name.get(match_key(name), ()) if self.records.means(text, unit)
        ]
        return found[0] if name and len(found) == 1 else None

    def _choose(self, code: str, said: str, targets: Sequence[UnitOrRow], text: str) -> UnitOrRow | None:
        labels = [self._label(target) for target in targets]
        values = [self._value(target) for target in targets]
        answer = ask(
            self.answers,
            self.row,
            code,
            f"{said}: {'; '.join(labels)}. Hãy chọn đúng đơn vị cấp trên hoặc sửa ô này.",
            self.row.read.cell("parent"),
            values=(text,),
            options=[Option(value, label) for value, label in zip(values, labels, strict=True)],
        )
        return targets[values.index(answer)] if answer else None

    def _value(self, target: UnitOrRow) -> str:
        if isinstance(target, UnitRow):
            return f"row {target.row.table.sheet.name} {target.row.number}"
        return str(target.pk)

    def _label(self, target: UnitOrRow) -> str:
        if isinstance(target, UnitRow):
            return f"{named(target)} (dòng {target.row.number} của tệp)"
        above = self.records.units.by_id.get(target.parent_id or 0)
        about = [
            *([f"mã {target.code}"] if target.code else []),
            *([above.name] if above else []),
            *([f"đến {target.valid_to:%d/%m/%Y}"] if target.valid_to else []),
        ]
        return f"{target.name} ({', '.join(about)})" if about else target.name


# ---- what all parents together come to


def check_parents(rows: Sequence[UnitRow], records: UnitRecords) -> None:
    """No unit above itself, at whatever remove; none under one of a lower level; no chain without an end."""
    above = _parents_by_identity(rows, records)
    for row in rows:
        if row.parent is None:
            continue
        mine = identity(row)
        chain, at = [mine], identity(row.parent)
        while at is not None and at not in chain and len(chain) <= MOST_GENERATIONS:
            chain.append(at)
            at = above.get(at)
        row.depth = len(chain) - 1
        cell = row.read.cell("parent")
        if at is not None and at in chain:
            row.read.add(
                Severity.ERROR,
                "parent_circle",
                f"{row.name} nằm dưới chính mình qua chuỗi đơn vị cấp trên; hãy sửa ô này.",
                cell or "Đơn vị cấp trên",
            )
        elif len(chain) > MOST_GENERATIONS:
            row.read.add(
                Severity.ERROR,
                "parent_circle",
                f"Chuỗi đơn vị cấp trên của {row.name} dài quá {MOST_GENERATIONS} bậc; hãy kiểm tra lại ô này.",
                cell or "Đơn vị cấp trên",
            )
        elif row.level and row.parent.level and is_below(row.parent.level, row.level) and _is_changed(row):
            row.read.add(
                Severity.ERROR,
                "parent_below",
                f"{named(row.parent)} ở cấp thấp hơn {row.name} nên không thể là cấp trên; hãy sửa ô này.",
                cell or "Đơn vị cấp trên",
            )


def _is_changed(row: UnitRow) -> bool:
    return row.unit is None or identity(row.parent) != ("unit", row.unit.parent_id)


def _parents_by_identity(
    rows: Sequence[UnitRow], records: UnitRecords
) -> dict[tuple[str, int] | None, tuple[str, int] | None]:
    above: dict[tuple[str, int] | None, tuple[str, int] | None] = {
        ("unit", unit.pk): ("unit", unit.parent_id) for unit in records.units.by_id.values() if unit.parent_id
    }
    for row in rows:
        above[identity(row)] = identity(row.parent)
    return above


def hold_back_children(rows: Sequence[UnitRow]) -> None:
    """A new unit that is held back holds back those under it: they wait for its row."""
    for row in sorted(rows, key=lambda row: row.depth):
        parent = row.parent
        if row.has_error or not isinstance(parent, UnitRow) or parent.unit is not None:
            continue
        waits = next((issue for issue in parent.issues if issue.holds_back), None)
        if waits is None:
            continue
        erring = parent.has_error
        row.read.add(
            Severity.ERROR if erring else Severity.QUESTION,
            "parent_waits",
            f"Đơn vị cấp trên {parent.name} ở dòng {parent.row.number} {'còn lỗi' if erring else 'còn chờ trả lời'}; dòng này "
            "chỉ ghi được sau dòng đó.",
            row.read.cell("parent"),
        )
