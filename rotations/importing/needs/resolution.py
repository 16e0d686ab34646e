"""One row of Biểu 1 against the records: whose need, in or out, which post, whom. What is not certain is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rotations.importing.file_rows import ask
from rotations.importing.findings import ACCEPT, Option
from rotations.importing.needs.cells import direction_of_lines, unit_lines
from rotations.importing.needs.person import NeedPerson
from rotations.importing.needs.proposals import NeedRow
from rotations.importing.needs.records import NeedRecords
from rotations.importing.tables.layout import Table
from rotations.importing.tables.movements import direction_of as levels_of
from rotations.importing.unit_questions import settle_unit
from rotations.models import Position, Unit
from rotations.vietnamese import match_key
from rotations.vocabulary import NeedDirection, Severity


class Lines:
    """What stands above one table: the unit it is of, and whether it offers people."""

    def __init__(self, table: Table, records: NeedRecords) -> None:
        self.stated, standing = unit_lines(table.rows)
        self.titles = [words for _row, words in standing]
        named = [unit for _row, words in standing if (unit := records.named_exactly(words))]
        found = {unit.pk: unit for unit in named}
        # The body that issues a paper stands below the one above it: of those named, the one that is above no other.
        above = {pk for unit in found.values() for pk in _all_above(unit, records.units.by_id)}
        self.units = [unit for unit in found.values() if unit.pk not in above]


def _all_above(unit: Unit, by_id: dict[int, Unit]) -> set[int]:
    found: set[int] = set()
    while unit.parent_id and unit.parent_id not in found:
        found.add(unit.parent_id)
        unit = by_id[unit.parent_id]
    return found


class Resolution:
    """One row against the records."""

    def __init__(self, records: NeedRecords, row: NeedRow, lines: Lines) -> None:
        self.records, self.row, self.read, self.lines = records, row, row.read, lines
        self.ask = partial(ask, records.errand.answers, row)

    def settle(self) -> None:
        """Unit, direction, post, person, in this order: each goes by those before it."""
        row = self.row
        row.unit = self._unit()
        self._refuse_other_unit()
        row.direction = self._direction()
        self._settle_post()
        NeedPerson(self.records, row).settle()

    # ---- whose

    def _unit(self) -> Unit | None:
        records, read = self.records, self.read
        if records.own is not None:
            return self._own_unit(records.own)
        settle = partial(settle_unit, records.units, records.errand.answers, self.row, on=records.day)
        if read.unit:
            return settle(read.unit, read.row.cell("unit"))
        for group in reversed(read.row.groups):
            if unit := records.named_exactly(group.text):
                return unit
        if self.lines.stated:
            _row, words = self.lines.stated[-1]
            return settle(words, None)
        if len(self.lines.units) == 1:
            return self.lines.units[0]
        return self._unit_of_file()

    def _own_unit(self, own: frozenset[int]) -> Unit | None:
        """What a clerk's row is of: the own unit where nothing is said, else the unit that is named. No other unit is
        offered, for a clerk sees none."""
        stated = self.lines.stated[-1][1] if self.lines.stated else ""
        named = self.read.unit or next(
            (
                group.text
                for group in reversed(self.read.row.groups)
                if self.records.named_exactly(group.text)
            ),
            stated,
        )
        if not named and not self.lines.units:
            return self._unit_of_file()
        if not named:
            return next((unit for unit in self.lines.units if unit.pk in own), self.lines.units[0])
        unit = self.records.named_exactly(named)
        if unit is None:
            self._refuse_unit(named)
        return unit

    def _unit_of_file(self) -> Unit | None:
        """Asked once for the sheet: nothing in it says whose needs these are, or it names several units."""
        own = self.records.own
        offered = self.lines.units or self.records.units_offered()
        if own is not None and len(offered) == 1:
            return offered[0]
        labels = [self._unit_label(unit) for unit in offered]
        if not offered:
            self.read.add(
                Severity.ERROR,
                "missing_value",
                "Tệp không nêu đơn vị đề xuất; hãy thêm cột Đơn vị, hoặc dòng “Đơn vị: …” phía trên bảng.",
                "Đơn vị",
            )
            return None
        sheet = self.read.row.table.sheet.name
        answer = self.ask(
            "missing_unit",
            f"Trang tính “{sheet}” {'nêu nhiều đơn vị' if self.lines.units else 'không nêu đơn vị đề xuất'}; hãy chọn đơn vị, "
            "hoặc thêm dòng “Đơn vị: …” phía trên bảng.",
            None,
            values=(sheet,),
            options=[Option(str(unit.pk), label) for unit, label in zip(offered, labels, strict=True)],
            candidates=labels[:5],
        )
        return self.records.units.by_id[int(answer)] if answer else None

    def _unit_label(self, unit: Unit) -> str:
        above = self.records.units.by_id.get(unit.parent_id or 0)
        return f"{unit.name} ({above.name})" if above else unit.name

    def _refuse_other_unit(self) -> None:
        own, unit = self.records.own, self.row.unit
        if own is not None and unit is not None and unit.pk not in own:
            self.row.unit = None
            self._refuse_unit(str(unit))

    def _refuse_unit(self, named: str) -> None:
        self.read.add(
            Severity.ERROR,
            "other_unit",
            f"“{named}” không phải đơn vị của bạn; hãy ghi đúng tên đơn vị và chỉ nộp nhu cầu của đơn vị mình.",
            self.read.row.cell("unit") or "Đơn vị",
        )

    # ---- in or out

    def _direction(self) -> NeedDirection | None:
        read = self.read
        by_lines = direction_of_lines(read.row, self.lines.titles)
        if not read.direction_words:
            if read.row.cell("direction") is not None and any(
                i.column == self._heading("direction") for i in read.issues
            ):
                return None  # the cell is at fault
            return by_lines or NeedDirection.IN
        said = read.direction or self._by_levels()
        group = direction_of_lines(read.row, [])
        if said is not None and group in (None, said):
            return said
        why = "khác với dòng nhóm phía trên" if said is not None else "không rõ là đến hay đi"
        answer = self.ask(
            "direction_mismatch" if said is not None else "unknown_direction",
            f"“{read.direction_words}” {why}; hãy chọn, hoặc ghi “đến” hay “đi”.",
            read.row.cell("direction"),
            values=(read.direction_words, str(group or "")),
            options=[Option(word.value, str(word.label)) for word in NeedDirection],
        )
        return NeedDirection(answer) if answer else None

    def _heading(self, code: str) -> str:
        cell = self.read.row.cell(code)
        return cell.heading if cell else ""

    def _by_levels(self) -> NeedDirection | None:
        """ "Huyện → xã" of a commune is in, of the district out; between two of one level it says nothing."""
        words, unit = levels_of(self.read.direction_words), self.row.unit
        if words is None or unit is None or "_to_" not in words:
            return None
        source, target = words.split("_to_")
        if source == target:
            return None
        return {target: NeedDirection.IN, source: NeedDirection.OUT}.get(unit.level)

    # ---- which post

    def _settle_post(self) -> None:
        row, read, positions = self.row, self.read, self.records.positions
        if not read.position:
            return
        named = positions.named(match_key(read.position))
        if named:
            row.position = self._one_of(read.position, [positions.by_id[pk] for pk in sorted(named)])
            return
        split = positions.split(read.position, with_unit=True)
        if split.phrases and not split.unread and self._is_own(split.unit):
            first = split.phrases[0]
            row.position = self._one_of(first.text, [positions.by_id[pk] for pk in sorted(first.positions)])
            if len(split.phrases) > 1:
                row.position_text = read.position
                read.add(
                    Severity.NOTE,
                    "several_positions",
                    f"Ô này nêu {len(split.phrases)} chức danh; nhu cầu được xếp theo “{first.text}”, nguyên văn được giữ lại.",
                    read.row.cell("position"),
                )
            return
        self._ask_post()

    def _is_own(self, text: str) -> bool:
        """Whether a unit named beside the post is the one the need is of; without any it is."""
        unit = self.row.unit
        if not text or unit is None:
            return True
        return self.records.units.find(text, on=self.records.day, prefer=unit.pk).unit is unit

    def _one_of(self, text: str, named: Sequence[Position]) -> Position | None:
        """Of positions with one abbreviation those the unit has a post of; several are asked."""
        if len(named) > 1 and self.row.unit is not None:
            posts = self.records.positions.open_posts(self.row.unit, on=self.records.day)
            here = {post.position_id for post in posts}
            named = [position for position in named if position.pk in here] or named
        if len(named) == 1:
            return named[0]
        answer = self.ask(
            "ambiguous_position",
            f"“{text}” có thể là: {'; '.join(position.name for position in named)}. Hãy chọn hoặc ghi đủ tên chức danh.",
            self.read.row.cell("position"),
            values=(text, self.row.unit.name if self.row.unit else ""),
            options=[Option(str(position.pk), position.name) for position in named],
        )
        return self.records.positions.by_id[int(answer)] if answer else None

    def _ask_post(self) -> None:
        row, read = self.row, self.read
        key = match_key(read.position)
        if any(
            need.position_id is None and match_key(need.position_text) == key
            for need in self.records.stated(row)
        ):
            row.position_text = read.position
            return
        near = self.records.positions.like(read.position)
        answer = self.ask(
            "unknown_position",
            f"Không rõ chức danh “{read.position}”; hãy chọn một chức danh, sửa ô này, hoặc giữ nguyên lời ghi.",
            read.row.cell("position"),
            values=(read.position,),
            options=[Option(str(position.pk), position.name) for position in near],
            candidates=[position.name for position in near],
            accept=True,
        )
        if answer == ACCEPT:
            row.position_text = read.position
        elif answer:
            row.position = self.records.positions.by_id[int(answer)]
