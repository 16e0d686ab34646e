"""Discipline that still weighs on the person when the rotation starts."""

from __future__ import annotations

from datetime import date

from rotations.models import DisciplineRecord, RegulationParameter, Rotation
from rotations.partial_dates import PartialDate
from rotations.rules.checks import Check, Figures, cite, find_parameter, judged_on
from rotations.rules.loading import tables_of
from rotations.rules.posts import goes_higher
from rotations.vocabulary import CheckOutcome, DisciplineForm, ParameterCode

# What bars for good is not in the table.
WAITS: dict[DisciplineForm, ParameterCode] = {
    DisciplineForm.REPRIMAND: ParameterCode.REPRIMAND_WAIT_MONTHS,
    DisciplineForm.WARNING: ParameterCode.WARNING_WAIT_MONTHS,
    DisciplineForm.PAY_CUT: ParameterCode.WARNING_WAIT_MONTHS,
    DisciplineForm.DEMOTION: ParameterCode.REMOVAL_WAIT_MONTHS,
    DisciplineForm.REMOVAL: ParameterCode.REMOVAL_WAIT_MONTHS,
}

_GRAVITY = (CheckOutcome.PASS, CheckOutcome.UNKNOWN, CheckOutcome.WARN)


def discipline(rotation: Rotation, *, on: date) -> Check:
    """Not under discipline and, for a higher post, the waiting time since the measure is over.

    Shape   one rotation in, one Check out: the gravest finding over all measures. Figures {"form", "decided",
            "wait", "clear_from"} of that measure, {"records": 0} when there is none.
    Units   months from the decision; the day they are completed is clear. A measure without an end is taken to
            run for its waiting time.
    Errors  none: whether the new post is higher cannot always be told, and then a measure that has ended but
            still waits is UNKNOWN.
    Source  parameters `reprimand_wait_months`, `warning_wait_months`, `removal_wait_months` (domain §1.5).
    """
    tables_of(rotation)
    day, regulation = judged_on(rotation, on=on), rotation.plan.regulation
    records = [one for one in rotation.official.discipline_records.all() if one.decided_on <= day]
    records.sort(key=lambda one: one.decided_on, reverse=True)
    if not records:
        return Check(
            "discipline",
            CheckOutcome.PASS,
            regulation,
            {"records": 0},
            "Hồ sơ không có kỷ luật.",
        )
    higher = goes_higher(rotation, day)
    found = [_weigh(record, rotation, day, higher=higher, on=on) for record in records]
    return max(found, key=lambda check: _GRAVITY.index(check.outcome))


def _weigh(
    record: DisciplineRecord, rotation: Rotation, day: date, *, higher: bool | None, on: date
) -> Check:
    """What one measure means for the case."""
    form, regulation = DisciplineForm(record.form), rotation.plan.regulation
    figures: Figures = {"form": form.label, "decided": f"{record.decided_on:%d/%m/%Y}"}
    said = f"{form.label} ngày {record.decided_on:%d/%m/%Y}"
    parameter: RegulationParameter | None = None
    clear_from: date | None = None
    if (wanted := WAITS.get(form)) is not None:
        parameter = find_parameter(rotation, wanted, on=on)
    if parameter is not None:
        wait = int(parameter.value)
        clear_from = PartialDate.of_day(record.decided_on).plus_months(wait).first
        figures |= {"wait": wait, "clear_from": f"{clear_from:%d/%m/%Y}"}
        said += f", chức vụ cao hơn chờ {wait} tháng, đến {clear_from:%d/%m/%Y}"
    if wanted is None:
        outcome = CheckOutcome.WARN
    elif record.ended_on is not None and record.ended_on > day:
        outcome, said = CheckOutcome.WARN, f"{said}, hiệu lực đến {record.ended_on:%d/%m/%Y}"
    elif clear_from is None:
        outcome = CheckOutcome.UNKNOWN
    elif clear_from <= day:
        outcome = CheckOutcome.PASS
    elif record.ended_on is None or higher:
        outcome = CheckOutcome.WARN
    else:
        outcome = CheckOutcome.UNKNOWN if higher is None else CheckOutcome.PASS
    cited = cite(parameter) if parameter else ""
    return Check("discipline", outcome, regulation, figures, f"{said}.", cited, parameter)
