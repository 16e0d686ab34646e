"""Biểu 3: what came of the plan, by unit and direction, every figure with the list it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Q

from rotations import vietnamese
from rotations.filters.ages import younger_than
from rotations.filters.locality import concluded_non_local
from rotations.models import Rotation, RotationQuerySet, heirs, standing_on
from rotations.reports.sheets import Head, Line, OfficeSheet
from rotations.vocabulary import Direction, MovementType, RotationStatus, Sex

By = Literal["receiving", "sending"]
Map = Literal["then", "now"]

# Every direction the reference article counts has its column, whether or not it occurs.
ALWAYS_SHOWN = (Direction.DISTRICT_TO_COMMUNE, Direction.COMMUNE_TO_DISTRICT, Direction.COMMUNE_TO_COMMUNE)
DONE = (RotationStatus.DECIDED, RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)
FINISHED = (RotationStatus.ENDED, RotationStatus.PLACED)

UNIT_HEADING: dict[By, str] = {"receiving": "Đơn vị (nơi đến)", "sending": "Đơn vị (nơi đi)"}
TOTAL = "Tổng cộng"


@dataclass(frozen=True)
class Measure:
    """One column of figures: what it counts, and the rotation list's own words for the same rotations.

    `narrowing` is the query string (name, value) that makes the rotation list show exactly what is counted;
    `group` is the heading above several columns.
    """

    code: str
    label: str
    condition: Any = None  # None counts every rotation of the row
    narrowing: tuple[tuple[str, str], ...] = ()
    group: str = ""

    def aggregate(self) -> Count:
        """The count of this column, to be grouped by unit."""
        return Count("pk") if self.condition is None else Count("pk", filter=self.condition)


@dataclass(frozen=True)
class ResultRow:
    """One unit's figures; the total is a row without a unit. `units` are the keys that were counted together: with the
    map of today a unit counts what those did which it alone took over from."""

    unit: int | None
    name: str
    counts: Mapping[str, int]
    units: tuple[int, ...] = ()

    @property
    def rate(self) -> float | None:
        """Done out of planned in percent, to one decimal; None where nothing was planned."""
        planned = self.counts["planned"]
        return round(100 * self.counts["done"] / planned, 1) if planned else None


@dataclass(frozen=True)
class Results:
    """The whole sheet: its columns, a row per unit in Vietnamese order, and their sum."""

    by: By
    measures: tuple[Measure, ...]
    rows: tuple[ResultRow, ...]
    total: ResultRow
    young_years: int | None = field(default=None)


def _statuses(statuses: tuple[RotationStatus, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(("status", status.value) for status in statuses)


def _among_done(condition: Any) -> Any:
    return Q(status__in=DONE) & Q(condition)


def possible_measures(young_years: int | None, *, on: date) -> tuple[Measure, ...]:
    """Every column that can be told from what is kept, in the order of Biểu 3, all directions included.

    "Không là người địa phương" counts what people concluded about the receiving unit itself, and no sign of a file.
    """
    done, among = (("group", "done"),), "Trong đó"
    measures = [
        Measure("planned", "Kế hoạch"),
        Measure("done", "Tổng số", Q(status__in=DONE), done, "Đã thực hiện"),
        *(
            Measure(
                word.value,
                word.label,
                Q(status__in=DONE, direction=word),
                (*done, ("direction", word.value)),
                "Đã thực hiện",
            )
            for word in Direction
        ),
        Measure(
            "women", "Nữ", _among_done(Q(official__sex=Sex.FEMALE)), (*done, ("sex", Sex.FEMALE.value)), among
        ),
        Measure(
            "minority",
            "Dân tộc thiểu số",
            _among_done(Q(official__ethnicity__is_minority=True)),
            (*done, ("minority", "yes")),
            among,
        ),
    ]
    if young_years is not None:
        measures.append(
            Measure(
                "young",
                f"Trẻ (dưới {young_years} tuổi)",
                _among_done(younger_than(young_years, born="official__birth_date", on="starts_on")),
                (*done, ("young", "yes")),
                among,
            )
        )
    non_local = Q(pk__in=concluded_non_local(Rotation.objects.all(), on=on).values("pk"))
    measures.append(
        Measure(
            "non_local",
            "Không là người địa phương",
            _among_done(non_local),
            (*done, ("locality", "non_local")),
            among,
        )
    )
    state = "Hiện nay"
    serving = Q(pk__in=Rotation.objects.serving_on(on).values("pk"))
    measures.append(Measure("serving", "Đang luân chuyển", serving, (("group", "serving"),), state))
    for code, label, statuses in (
        ("finished", "Đã kết thúc", FINISHED),
        ("placed", "Đã bố trí", (RotationStatus.PLACED,)),
        ("unplaced", "Chưa bố trí", (RotationStatus.ENDED,)),
    ):
        measures.append(Measure(code, label, standing_on(statuses, on), _statuses(statuses), state))
    return tuple(measures)


def results(
    rotations: RotationQuerySet, *, by: By, young_years: int | None, on: date, by_map: Map = "then"
) -> Results:
    """Count `rotations` by unit and column, in the database.

    Shape   the rotations of the year or term asked for, of the movement type asked for. A row for every unit that
            has one, in Vietnamese order, and their total. One query whatever the number of rows; two more for the map
            of today, where units that are no more stand under the one that took them over. One that went to several,
            or to nobody, keeps a row of its own, so that nothing is counted twice and the total stays.
    Units   rotations (lượt), not people. "Kế hoạch" is every rotation of the plan, one called off included; "đã
            thực hiện" is decided or further. The directions of a row add up to its total; finished is placed and
            not yet placed together; serving is of the day `on`. Young is younger than `young_years` on the day the rotation starts.
    Errors  none; no rotations give no rows and a total of zeros.
    Source  domain reference §3.3 (Biểu 3), §11.3 (1).
    """
    measures = possible_measures(young_years, on=on)
    unit = f"{by}_unit"
    counted = (
        rotations.order_by()
        .values(unit, f"{unit}__name", f"{unit}__sort_key", f"{unit}__valid_to")
        .annotate(**{f"n_{measure.code}": measure.aggregate() for measure in measures})
        .order_by(f"{unit}__sort_key", unit)
    )
    rows = tuple(
        ResultRow(
            row[unit],
            row[f"{unit}__name"],
            {measure.code: row[f"n_{measure.code}"] for measure in measures},
            (row[unit],),
        )
        for row in counted
    )
    if by_map == "now":
        gone = {row[unit] for row in counted if (end := row[f"{unit}__valid_to"]) is not None and end <= on}
        rows = _on_the_map_of(on, rows, gone, measures)
    total = {measure.code: sum(row.counts[measure.code] for row in rows) for measure in measures}
    never = {word.value for word in Direction if word not in ALWAYS_SHOWN and not total[word.value]}
    shown = tuple(measure for measure in measures if measure.code not in never)
    return Results(by, shown, rows, ResultRow(None, TOTAL, total), young_years)


def _on_the_map_of(
    day: date, rows: Sequence[ResultRow], gone: set[int], measures: Sequence[Measure]
) -> tuple[ResultRow, ...]:
    """The rows by the units there are on `day`."""
    today = units_of_today({row.unit: row.name for row in rows if row.unit is not None}, gone, on=day)
    standing: dict[int, list[ResultRow]] = {}
    named: dict[int, tuple[str, str]] = {}
    for row in rows:
        assert row.unit is not None
        key, name = today[row.unit]
        standing.setdefault(key, []).append(row)
        named[key] = (vietnamese.sort_key(name), name)
    return tuple(
        ResultRow(
            key,
            named[key][1],
            {measure.code: sum(row.counts[measure.code] for row in members) for measure in measures},
            tuple(unit for row in members for unit in row.units),
        )
        for key, members in sorted(standing.items(), key=lambda item: (named[item[0]][0], item[0]))
    )


def units_of_today(names: Mapping[int, str], gone: set[int], *, on: date) -> dict[int, tuple[int, str]]:
    """Each unit as the map of a day has it: the key and name it counts under.

    Shape   names by key and those that have ended in; key and name by key out. Two queries where one has ended.
    Units   a unit taken over by one other counts under that one; by several, it stands alone and says whose it is now.
    Errors  none.
    Source  product §3 (7).
    """
    found = heirs(gone, on=on)
    today: dict[int, tuple[int, str]] = {}
    for unit, name in names.items():
        after = found.get(unit, [])
        if len(after) == 1:
            today[unit] = (after[0].pk, after[0].name)
        elif after:
            today[unit] = (unit, f"{name} (nay thuộc {', '.join(heir.name for heir in after)})")
        else:
            today[unit] = (unit, name)
    return today


def what_is_counted(movement: str) -> str:
    """The sentence above the sheet that says which movement types its figures count."""
    if movement in MovementType.values:
        return f"Chỉ tính {MovementType(movement).label.lower()}."
    return "Tính chung luân chuyển, điều động và biệt phái."


def office_sheet(sheet: Results, *, period: str, movement: str, on: date) -> OfficeSheet:
    """Biểu 3 as the office lays it out; every line by the unit's key, the total last."""
    heads = (
        Head("ordinal", "STT", width=6),
        Head("unit", UNIT_HEADING[sheet.by], width=28),
        *(Head(measure.code, measure.label, measure.group, is_number=True) for measure in sheet.measures),
        Head("rate", "Tỷ lệ %", is_number=True),
    )
    lines = [
        Line(
            (number, row.name, *(row.counts[measure.code] for measure in sheet.measures), row.rate),
            key=",".join(str(unit) for unit in row.units),
        )
        for number, row in enumerate(sheet.rows, start=1)
    ]
    total = ("", TOTAL, *(sheet.total.counts[measure.code] for measure in sheet.measures), sheet.total.rate)
    return OfficeSheet(
        form="Biểu 3",
        title="Tổng hợp kết quả luân chuyển cán bộ",
        period=period,
        counted=f"{what_is_counted(movement)} Đơn vị tính: lượt. Số liệu ngày {on:%d/%m/%Y}.",
        heads=heads,
        lines=tuple(lines),
        total=Line(total, key="total"),
    )
