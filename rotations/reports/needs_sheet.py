"""Biểu 1: what units ask for and offer, as figures by unit and as the list they wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from rotations import vietnamese
from rotations.models import RotationNeed, RotationNeedQuerySet
from rotations.reports.results import Map, units_of_today
from rotations.reports.sheets import Head, Line, OfficeSheet
from rotations.vocabulary import NeedDirection, NeedReason

TITLE = "Đề xuất nhu cầu luân chuyển cán bộ"
TOTAL = "Tổng cộng"
GROUPS = {NeedDirection.IN: "Xin bổ sung (đến)", NeedDirection.OUT: "Đề xuất cử đi"}


@dataclass(frozen=True)
class NeedCell:
    """One column of figures: people asked for or offered, all of them or for one reason."""

    direction: NeedDirection
    reason: NeedReason | None

    @property
    def code(self) -> str:
        """The name of the column in every sheet."""
        return f"{self.direction.value}_{self.reason.value if self.reason else 'all'}"

    @property
    def head(self) -> Head:
        """Its heading."""
        label = self.reason.label if self.reason else "Tổng số"
        return Head(self.code, str(label), GROUPS[self.direction], is_number=True)

    @property
    def condition(self) -> Q:
        """Which needs it adds up."""
        wanted = Q(direction=self.direction)
        return wanted & Q(reason=self.reason) if self.reason else wanted

    @property
    def narrowing(self) -> tuple[tuple[str, str], ...]:
        """The same in the words of the list of needs."""
        said = (("direction", self.direction.value),)
        return (*said, ("reason", self.reason.value)) if self.reason else said


CELLS = tuple(NeedCell(direction, reason) for direction in NeedDirection for reason in (None, *NeedReason))


@dataclass(frozen=True)
class NeedRow:
    """One unit's people by column; the total has no unit."""

    unit: int | None
    name: str
    people: Mapping[str, int]
    units: tuple[int, ...] = ()


def need_rows(
    needs: RotationNeedQuerySet, *, by_map: Map = "then", on: date
) -> tuple[list[NeedRow], NeedRow]:
    """Add up the quantities by unit and column, in the database.

    Shape   a row for every unit that states one, in Vietnamese order, and their total. One query; two more for the map
            of the day `on`, where a unit counts what those asked for which it alone took over from.
    Units   people, not lines: a line may ask for several. The reasons of a direction add up to its total.
    Errors  none; no needs give no rows and a total of zeros.
    Source  domain reference §3.3 (Biểu 1).
    """
    summed: Any = (
        needs.order_by()
        .values("unit", "unit__name", "unit__sort_key", "unit__valid_to")
        .annotate(**{f"n_{cell.code}": Sum("quantity", filter=cell.condition, default=0) for cell in CELLS})
        .order_by("unit__sort_key", "unit")
    )
    rows = [
        NeedRow(
            row["unit"],
            row["unit__name"],
            {cell.code: row[f"n_{cell.code}"] for cell in CELLS},
            (row["unit"],),
        )
        for row in summed
    ]
    if by_map == "now":
        gone = {row["unit"] for row in summed if (end := row["unit__valid_to"]) is not None and end <= on}
        rows = _on_the_map_of(on, rows, gone)
    total = {cell.code: sum(row.people[cell.code] for row in rows) for cell in CELLS}
    return rows, NeedRow(None, TOTAL, total)


def _on_the_map_of(day: date, rows: Sequence[NeedRow], gone: set[int]) -> list[NeedRow]:
    """The rows by the units there are on `day`."""
    today = units_of_today({row.units[0]: row.name for row in rows}, gone, on=day)
    standing: dict[tuple[int, str], list[NeedRow]] = {}
    for row in rows:
        standing.setdefault(today[row.units[0]], []).append(row)
    return [
        NeedRow(
            unit,
            name,
            {cell.code: sum(row.people[cell.code] for row in members) for cell in CELLS},
            tuple(row.units[0] for row in members),
        )
        for (unit, name), members in sorted(
            standing.items(), key=lambda item: (vietnamese.sort_key(item[0][1]), item[0][0])
        )
    ]


def figures(rows: Sequence[NeedRow], total: NeedRow, *, period: str, on: date) -> OfficeSheet:
    """The figures as a sheet: a line a unit, by its key."""
    heads = (
        Head("ordinal", "STT", width=6),
        Head("unit", "Đơn vị đề xuất", width=28),
        *(cell.head for cell in CELLS),
    )
    lines = tuple(
        Line(
            (number, row.name, *(row.people[cell.code] for cell in CELLS)), key=",".join(map(str, row.units))
        )
        for number, row in enumerate(rows, start=1)
    )
    last = Line(("", TOTAL, *(total.people[cell.code] for cell in CELLS)), key="total")
    return OfficeSheet(
        "Biểu 1", f"Tổng hợp {TITLE.lower()}", period, _counted(on), heads, lines, last, is_wide=True
    )


def listed(
    needs: Sequence[RotationNeed], *, period: str, on: date, people: int, by_map: Map = "then"
) -> OfficeSheet:
    """The needs themselves, as the units wrote them, grouped by unit.

    Shape   needs with unit, position and person loaded, in the order of the units; a group a unit, numbered through.
    Units   `people` is the sum over all needs of the period, whether or not all are among `needs`.
    Errors  none.
    Source  domain reference §3.3 (Biểu 1).
    """
    heads = (
        Head("ordinal", "STT", width=6),
        Head("position", "Chức danh cần bổ sung, vị trí", width=26),
        Head("quantity", "Số lượng", is_number=True),
        Head("reason", "Lý do, nhu cầu", width=20),
        Head("requirements", "Yêu cầu về chuyên môn, LLCT", width=22),
        Head("direction", "Hướng", width=10),
        Head("proposed", "Nhân sự đề xuất", width=20),
        Head("present", "Chức vụ, đơn vị hiện nay", width=24),
        Head("expected", "Thời gian dự kiến", width=12),
        Head("note", "Ghi chú", width=16),
    )
    lines: list[Line] = []
    unit = None
    units = {need.unit_id: need.unit for need in needs}
    gone = {key for key, one in units.items() if by_map == "now" and one.valid_to and one.valid_to <= on}
    today = units_of_today({key: one.name for key, one in units.items()}, gone, on=on)
    for number, need in enumerate(needs, start=1):
        if need.unit_id != unit:
            unit = need.unit_id
            name = today[unit][1]
            is_same = name.startswith(need.unit.name)
            lines.append(Line((name if is_same else f"{name} (trước là {need.unit.name})",), is_group=True))
        person = need.proposed_official
        lines.append(
            Line(
                (
                    number,
                    ", ".join(filter(None, [str(need.position or ""), need.position_text])),
                    need.quantity,
                    need.get_reason_display(),
                    need.requirements,
                    "Đến" if need.direction == NeedDirection.IN else "Đi",
                    person.full_name if person else need.proposed_text,
                    ", ".join(filter(None, [person.job_title, str(person.unit or "")])) if person else "",
                    str(need.expected or ""),
                    need.note,
                ),
                key=str(need.pk),
            )
        )
    total = Line(("", TOTAL, people, *([""] * (len(heads) - 3))), key="total")
    return OfficeSheet("Biểu 1", TITLE, period, _counted(on), heads, tuple(lines), total)


def _counted(on: date) -> str:
    return f"Đơn vị tính: người. Số liệu ngày {on:%d/%m/%Y}."
