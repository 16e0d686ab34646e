"""Which unit a row of the register means: one that stands, a new one, or a question where that is not certain.

Reforms reuse codes and names: the same code under another name, or the same name under another code or from another
day on, may be another unit and is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from rotations.importing.file_rows import ask
from rotations.importing.findings import NEW, Answers, Option
from rotations.importing.units.proposals import UnitRow
from rotations.importing.units.records import ANYWHERE, UnitRecords
from rotations.models import Unit
from rotations.vietnamese import match_key
from rotations.vocabulary import Severity, UnitLevel

NEW_UNIT: Final = Option(NEW, "Là đơn vị khác: lập đơn vị mới")
# Answered so, the unit keeps its name and the one in the file becomes another name of it.
AS_ALIAS: Final = "alias "
LOST_ZERO: Final = 4


def day_of(row: UnitRow, on: date) -> date:
    """The day on which what a row names must exist: its first, else the last of a unit that has ended, else today."""
    read = row.read
    if read.valid_from is not None:
        return read.valid_from
    if read.valid_to is not None and read.valid_to <= on:
        return read.valid_to - timedelta(days=1)
    return on


class Identity:
    """The unit of one row against the records. `parent_fits` says whether the row's parent is that of a unit."""

    def __init__(
        self, records: UnitRecords, answers: Answers, row: UnitRow, parent_fits: Callable[[Unit], bool]
    ) -> None:
        self.records, self.row, self.read = records, row, row.read
        self.parent_fits = parent_fits
        self.day = day_of(row, records.on)
        self.ask = partial(ask, answers, row)
        self.asked = False

    # ---- what is certain, or asked about units of exactly that code or name

    def settle(self) -> bool:
        """By code, else by name, level, parent and first day; False where none of them says anything."""
        read = self.read
        if not read.name or read.level is None:
            self.asked = True  # the row is at fault; what is missing decides who it is
            return True
        if read.code and (bearers := self.records.bearing(read.code, self.day)):
            self._by_code(bearers)
            return True
        return self._by_name()

    def _by_code(self, bearers: Sequence[Unit]) -> None:
        read = self.read
        known = [unit for unit in bearers if unit.match_key == read.key]
        if len(known) > 1:
            known = [unit for unit in known if self.parent_fits(unit)] or known
        if len(known) == 1:
            self._take_unless_other_time(known[0])
            return
        called = [unit for unit in bearers if unit.pk in self.records.called[read.key]]
        if not known and len(called) == 1:
            self._take(called[0])
            read.add(
                Severity.NOTE,
                "other_name",
                f"“{read.name}” là tên gọi khác của {called[0]}; tên đơn vị được giữ nguyên.",
                read.cell("name"),
            )
            return
        labels = self._labels(known or bearers)
        self._ask_which(
            known or bearers,
            "same_code",
            f"Mã “{read.code}” đang là mã của {'; '.join(labels)}, khác tên trong tệp. Sau sắp xếp, mã cũ có thể dùng "
            "cho đơn vị khác: hãy chọn đúng đơn vị, hoặc sửa ô này.",
            "code",
        )

    def _take_unless_other_time(self, unit: Unit) -> None:
        if self._since_fits(unit):
            self._take(unit)
            return
        self._ask_which(
            [unit],
            "same_unit_other_time",
            f"{self._label(unit)} đã có trong danh mục, nhưng tệp ghi hiệu lực từ {self._since()}. Hãy chọn sửa ngày của "
            "đơn vị đó, hoặc lập đơn vị mới sau sắp xếp.",
            "valid_from",
        )

    def _since(self) -> str:
        return f"{self.read.valid_from:%d/%m/%Y}" if self.read.valid_from else "(để trống)"

    def _since_fits(self, unit: Unit) -> bool:
        since = self.read.valid_from
        if since is None or unit.valid_from == since:
            return True
        return unit.valid_from is None and not self.records.used_before(unit, since)

    def _by_name(self) -> bool:
        read, records = self.read, self.records
        same = [unit for unit in records.by_name[read.key] if unit.level == read.level]
        exact = self._narrowed([unit for unit in same if self.parent_fits(unit) and self._since_fits(unit)])
        if len(exact) > 1:
            self._ask_which(
                exact,
                "ambiguous_unit",
                f"Có {len(exact)} đơn vị tên “{read.name}”: {'; '.join(self._labels(exact))}. Hãy chọn đúng đơn vị, hoặc "
                "ghi thêm mã đơn vị.",
                "name",
            )
        elif len(exact) == 1:
            self._one_of_that_name(exact[0])
        elif doubtful := [unit for unit in same if self._may_be(unit)]:
            self._ask_which(
                doubtful,
                "same_name",
                f"Danh mục đã có {'; '.join(self._labels(doubtful))}, khác cấp trên hoặc ngày hiệu lực so với tệp. Hãy chọn "
                "đúng đơn vị, hoặc lập đơn vị mới.",
                "name",
            )
        elif other := self._of_other_level():
            self.row.unit, self.row.match, self.asked = other, "existing", True
            self._refuse_level(other)
        else:
            return False
        return True

    def _narrowed(self, found: list[Unit]) -> list[Unit]:
        """Of several that fit as far as the row says: those without what the row leaves open, then those of the day."""
        read = self.read
        if len(found) > 1 and not read.parent:
            found = [unit for unit in found if unit.parent_id is None] or found
        if len(found) > 1 and read.valid_from is None:
            found = [unit for unit in found if unit.exists_on(self.day)] or found
        if len(found) > 1:
            found = [unit for unit in found if unit.valid_from == read.valid_from] or found
        return found

    def _one_of_that_name(self, unit: Unit) -> None:
        read = self.read
        if read.code and unit.code and match_key(read.code) != match_key(unit.code):
            self._ask_which(
                [unit],
                "same_name",
                f"{self._label(unit)} đã có với mã “{unit.code}”, tệp ghi mã “{read.code}”. Hãy chọn sửa mã của đơn vị đó, "
                "hoặc lập đơn vị mới.",
                "code",
            )
        elif not unit.exists_on(self.day):
            self._ask_which(
                [unit],
                "unit_not_valid",
                f"{self._label(unit)} không tồn tại vào ngày {self.day:%d/%m/%Y}. Hãy chọn đúng là đơn vị đó, hoặc lập đơn vị "
                "mới cùng tên.",
                "name",
            )
        else:
            self._take(unit)

    def _may_be(self, unit: Unit) -> bool:
        """Whether a unit of the same name and level may be meant though parent or first day are not the same."""
        if self.parent_fits(unit) or unit.parent_id is None:
            return True
        # "Phòng Nội vụ" of another district is another office; a commune of one name under two parents may be one.
        return (
            self.read.level == UnitLevel.COMMUNE
            and self.records.units.by_id[unit.parent_id].level != unit.level
        )

    def _of_other_level(self) -> Unit | None:
        return next(
            (
                unit
                for unit in self.records.by_name[self.read.key]
                if unit.level != self.read.level and unit.exists_on(self.day) and self._same_parent(unit)
            ),
            None,
        )

    def _same_parent(self, unit: Unit) -> bool:
        return self.parent_fits(unit) if self.read.parent else unit.parent_id is None

    # ---- what is near

    def settle_near(self) -> None:
        """Ask where a new unit looks like one that stands: a mark or a letter away, or called so already."""
        read, row = self.read, self.row
        near = dict.fromkeys([*self._near(), *self._called_so(), *self._lost_zero()])
        found = [unit for unit in near if unit.exists_on(self.day)]
        if found:
            self._ask_which(
                found,
                "near_unit",
                f"Chưa có đơn vị “{read.name}”, nhưng có {'; '.join(self._labels(found))}. Hãy chọn đúng là đơn vị đó, hoặc "
                "lập đơn vị mới.",
                "name",
            )
        if row.unit is None and not self.asked and read.code:
            self._tell_reused_code()

    def _near(self) -> list[Unit]:
        read, parent = self.read, self.row.parent
        places: list[tuple[UnitLevel | None, int | str | None]] = [(read.level, ANYWHERE)]
        if parent is not None:
            above = parent.unit if isinstance(parent, UnitRow) else parent
            places = [(read.level, None), *([(read.level, above.pk)] if above else [])]
        return [
            self.records.units.by_id[pk]
            for place in places
            for pk in self.records.near.near(place, read.name)
        ]

    def _called_so(self) -> list[Unit]:
        if not self.records.units.knows(self.read.key):
            return []
        match = self.records.units.find(self.read.name, on=self.day)
        found = [match.unit] if match.unit else [*match.candidates] if match.code == "ambiguous_unit" else []
        return [unit for unit in found if unit.level == self.read.level and self._may_be(unit)]

    def _lost_zero(self) -> list[Unit]:
        """A spreadsheet drops the zero before an official code of five digits."""
        code = self.read.code
        if not (code.isdecimal() and len(code) == LOST_ZERO):
            return []
        return self.records.bearing(f"0{code}", self.day)

    def _tell_reused_code(self) -> None:
        read = self.read
        others = self.records.ever_bearing(read.code)
        if not others:
            return
        if read.valid_from is None:
            self._ask_which(
                others,
                "same_code",
                f"Mã “{read.code}” từng là mã của {'; '.join(self._labels(others))}. Hãy chọn đúng đơn vị, hoặc lập đơn vị "
                "mới dùng lại mã này.",
                "code",
            )
        else:
            read.add(
                Severity.NOTE,
                "code_reused",
                f"Mã “{read.code}” vào thời gian khác là mã của {'; '.join(self._labels(others))}; đơn vị mới dùng lại mã này.",
                read.cell("code"),
            )

    # ---- asking and taking

    def _ask_which(self, units: Sequence[Unit], code: str, message: str, column: str) -> None:
        """This unit (with the name of the file, or the file's as another name), or a new one."""
        read = self.read
        self.asked, self.row.match = True, "ambiguous"
        fitting = [unit for unit in units if unit.level == read.level]
        answer = self.ask(
            code,
            message,
            read.cell(column, "name"),
            values=read.subject(),
            options=[*(option for unit in fitting for option in self._options(unit)), NEW_UNIT],
            candidates=self._labels(units),
        )
        if not answer:
            return
        self.asked, self.row.match = False, "new"
        if answer != NEW:
            unit = self.records.units.by_id[int(answer.removeprefix(AS_ALIAS))]
            self._take(unit)
            if unit.match_key != read.key and answer.startswith(AS_ALIAS):
                read.aliases.append(read.name)
            elif unit.match_key != read.key:
                self.row.fields["name"] = read.name

    def _options(self, unit: Unit) -> Iterable[Option]:
        if unit.match_key == self.read.key:
            return [Option(str(unit.pk), f"Là {self._label(unit)}: cập nhật theo tệp")]
        return [
            Option(
                f"{AS_ALIAS}{unit.pk}",
                f"Là {self._label(unit)}: giữ tên, ghi “{self.read.name}” là tên gọi khác",
            ),
            Option(str(unit.pk), f"Là {self._label(unit)}: sửa tên thành “{self.read.name}”"),
        ]

    def _take(self, unit: Unit) -> None:
        self.row.unit, self.row.match = unit, "existing"
        if self.read.level is not None and unit.level != self.read.level:
            self._refuse_level(unit)

    def _refuse_level(self, unit: Unit) -> None:
        self.read.add(
            Severity.ERROR,
            "level_changed",
            f"{unit} đang là cấp {UnitLevel(unit.level).label}; cấp của một đơn vị không đổi được. Hãy sửa ô này, hoặc ghi "
            "ngày hết hiệu lực cho đơn vị cũ và lập đơn vị mới.",
            self.read.cell("level"),
        )

    def _labels(self, units: Iterable[Unit]) -> list[str]:
        return [self._label(unit) for unit in units]

    def _label(self, unit: Unit) -> str:
        """Name, then what tells it from its namesakes: code, the unit above, first and last day."""
        above = self.records.units.by_id.get(unit.parent_id or 0)
        about = [
            *([f"mã {unit.code}"] if unit.code else []),
            *([above.name] if above else []),
            *([f"từ {unit.valid_from:%d/%m/%Y}"] if unit.valid_from else []),
            *([f"đến {unit.valid_to:%d/%m/%Y}"] if unit.valid_to else []),
        ]
        return f"{unit.name} ({', '.join(about)})" if about else unit.name
