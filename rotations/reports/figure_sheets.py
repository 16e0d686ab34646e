"""The reports that are figures alone, each as a sheet for a choice of its form: what the page shows is what is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rotations.filters.ages import young_age
from rotations.filters.periods import Period
from rotations.filters.results import NeedsForm, PeopleForm, ResultsForm
from rotations.models import RotationNeedQuerySet, RotationQuerySet
from rotations.reports import by_direction, needs_sheet, results
from rotations.reports.by_direction import ByDirection
from rotations.reports.results import Results, what_is_counted
from rotations.reports.sheets import OfficeSheet
from rotations.vocabulary import ReportKind

FORMS: Final[dict[ReportKind, type[Period]]] = {
    ReportKind.NEEDS: NeedsForm,
    ReportKind.PLANNED: PeopleForm,
    ReportKind.RESULTS: ResultsForm,
    ReportKind.DONE: PeopleForm,
}
NAMES: Final = {
    ReportKind.PLANNED: ("Biểu 2", "Dự kiến luân chuyển"),
    ReportKind.DONE: ("Biểu 4", "Kết quả luân chuyển theo hướng"),
}


@dataclass(frozen=True)
class Counted:
    """What may be counted for whoever asks."""

    rotations: RotationQuerySet
    needs: RotationNeedQuerySet


def figure_sheet(kind: ReportKind, form: Any, counted: Counted, *, on: date) -> OfficeSheet:
    """The figures of a report for what its form says.

    Shape   a bound form of `FORMS[kind]` in, a sheet without a name out; a form that makes no sense counts nothing.
    Units   as the report; three queries at most.
    Errors  none.
    Source  domain reference §3.3.
    """
    if kind == ReportKind.NEEDS:
        rows, total = needs_sheet.need_rows(chosen_needs(form, counted.needs), by_map=form.by_map, on=on)
        return needs_sheet.figures(rows, total, period=form.period, on=on)
    if kind == ReportKind.RESULTS:
        return results.office_sheet(
            results_of(form, counted.rotations, on=on), period=form.period, movement=form.counts, on=on
        )
    return direction_sheet(kind, directions_of(kind, form, counted.rotations, on=on), form, on=on)


def chosen_needs(form: Any, needs: RotationNeedQuerySet) -> RotationNeedQuerySet:
    """The needs of the form's choice."""
    return form.narrow(needs) if form.is_valid() else needs.none()


def chosen_rotations(kind: ReportKind, form: Any, rotations: RotationQuerySet) -> RotationQuerySet:
    """The rotations of the form's choice that a report is about: all for Biểu 3, those not called off for Biểu 2, those
    decided or further for Biểu 4."""
    chosen: RotationQuerySet = form.narrow(rotations) if form.is_valid() else rotations.none()
    match kind:
        case ReportKind.PLANNED:
            return chosen.counted()
        case ReportKind.DONE:
            return chosen.done()
        case _:
            return chosen


def results_of(form: Any, rotations: RotationQuerySet, *, on: date) -> Results:
    """The figures of Biểu 3."""
    return results.results(
        chosen_rotations(ReportKind.RESULTS, form, rotations),
        by=form.end,
        young_years=young_age(on=on),
        on=on,
        by_map=form.by_map,
    )


def directions_of(kind: ReportKind, form: Any, rotations: RotationQuerySet, *, on: date) -> ByDirection:
    """The figures of Biểu 2 or of Biểu 4."""
    shares = by_direction.planned_shares if kind == ReportKind.PLANNED else by_direction.done_shares
    chosen = chosen_rotations(kind, form, rotations)
    return by_direction.by_direction(chosen, shares(young_age(on=on), on=on))


def direction_sheet(kind: ReportKind, counted: ByDirection, form: Any, *, on: date) -> OfficeSheet:
    """The figures of Biểu 2 or of Biểu 4 as a sheet."""
    name, title = NAMES[kind]
    said = f"{said_of(form, on=on)} Đơn vị tính: lượt."
    return by_direction.figures(counted, form=name, title=title, period=form.period, said=said)


def said_of(form: Any, *, on: date) -> str:
    """What a sheet of people counts, and of which day it is."""
    return f"{what_is_counted(form.counts)} Số liệu ngày {on:%d/%m/%Y}."
