"""Whether the person stands in the succession plan (quy hoạch)."""

from __future__ import annotations

from datetime import date

from rotations.models import Rotation, SuccessionEntry
from rotations.rules.checks import Check, cite, find_parameter, judged_on, not_set
from rotations.rules.loading import tables_of
from rotations.vocabulary import CheckOutcome, MovementType, ParameterCode, SuccessionStatus


def in_planning(rotation: Rotation, *, on: date) -> Check | None:
    """At least one entry of the succession plan holds on the day the rotation is judged by.

    Shape   one rotation in, one Check out; figures {"entries"}. None for a transfer or a secondment, and where
            the regulation does not ask for it (value 0).
    Units   entries approved by that day, not yet removed or used up, of a term that has not run out.
    Errors  none: no entry at all is WARN.
    Source  parameter `in_planning_required` of the plan's regulation (domain reference §1.5).
    """
    if rotation.movement_type != MovementType.ROTATION:
        return None
    tables_of(rotation)
    parameter = find_parameter(rotation, ParameterCode.IN_PLANNING_REQUIRED, on=on)
    if parameter is None:
        return not_set(rotation, "in_planning", ParameterCode.IN_PLANNING_REQUIRED)
    if not parameter.value:
        return None
    day = judged_on(rotation, on=on)
    entries = [str(entry) for entry in rotation.official.succession_entries.all() if _holds(entry, day)]
    if entries:
        outcome, message = CheckOutcome.PASS, f"Trong quy hoạch: {'; '.join(entries)}."
    else:
        outcome = CheckOutcome.WARN
        message = f"Không có quy hoạch nào đang hiệu lực ngày {day:%d/%m/%Y}; kiểm tra lại quy hoạch."
    return Check(
        "in_planning",
        outcome,
        rotation.plan.regulation,
        {"entries": len(entries)},
        message,
        cite(parameter),
        parameter,
    )


def _holds(entry: SuccessionEntry, day: date) -> bool:
    """Whether an entry was in force on that day; one that is over counts only when it is known until when it was."""
    begun = entry.approved_on is None or entry.approved_on <= day
    ended = entry.removed_on is not None and entry.removed_on <= day
    known = entry.status == SuccessionStatus.VALID or entry.removed_on is not None
    return begun and not ended and known and entry.term.ends_on > day
