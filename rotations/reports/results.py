"""Biểu 3: what came of the plan, by unit and direction, every figure with the list it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Q

from rotations.filters.ages import younger_than
from rotations.models import Rotation, RotationQuerySet, standing_on
from rotations.vocabulary import Direction, MovementType, RotationStatus, Sex

By = Literal["receiving", "sending"]

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
    """One unit's figures; the total is a row without a unit."""

    unit: int | None
    name: str
    counts: Mapping[str, int]

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

    There is no column "không là người địa phương": whether somebody is local to the destination is a person's
    judgement, of which a case keeps none that could be counted.
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


def results(rotations: RotationQuerySet, *, by: By, young_years: int | None, on: date) -> Results:
    """Count `rotations` by unit and column, in the database.

    Shape   the rotations of the year or term asked for, of the movement type asked for. A row for every unit that
            has one, in Vietnamese order, and their total. One query whatever the number of rows.
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
        .values(unit, f"{unit}__name", f"{unit}__sort_key")
        .annotate(**{f"n_{measure.code}": measure.aggregate() for measure in measures})
        .order_by(f"{unit}__sort_key", unit)
    )
    rows = tuple(
        ResultRow(
            row[unit],
            row[f"{unit}__name"],
            {measure.code: row[f"n_{measure.code}"] for measure in measures},
        )
        for row in counted
    )
    total = {measure.code: sum(row.counts[measure.code] for row in rows) for measure in measures}
    never = {word.value for word in Direction if word not in ALWAYS_SHOWN and not total[word.value]}
    shown = tuple(measure for measure in measures if measure.code not in never)
    return Results(by, shown, rows, ResultRow(None, TOTAL, total), young_years)


def what_is_counted(movement: str) -> str:
    """The sentence above the sheet that says which movement types its figures count."""
    if movement in MovementType.values:
        return f"Chỉ tính {MovementType(movement).label.lower()}."
    return "Tính chung luân chuyển, điều động và biệt phái."


def headings(sheet: Results) -> list[str]:
    """The heading of each column of the file, the group before the column where there is one."""
    return [
        "STT",
        UNIT_HEADING[sheet.by],
        *(
            f"{measure.group}: {measure.label}" if measure.group else measure.label
            for measure in sheet.measures
        ),
        "Tỷ lệ %",
    ]


def table(sheet: Results) -> Iterator[tuple[str | int | float | None, ...]]:
    """The rows of the file as plain values, the total last."""
    for ordinal, row in enumerate((*sheet.rows, sheet.total), start=1):
        yield (
            ordinal if row.unit is not None else "",
            row.name,
            *(row.counts[measure.code] for measure in sheet.measures),
            row.rate,
        )
