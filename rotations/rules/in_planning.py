"""Whether the person stands in the succession plan (quy hoạch)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from rotations.models import Rotation
from rotations.rules.checks import Check, cite, find_parameter, judged_on, not_set
from rotations.vocabulary import CheckOutcome, MovementType, ParameterCode, SuccessionStatus


def in_planning(rotation: Rotation, *, on: date) -> Check | None:
    """At least one entry of the succession plan holds on the day the rotation is judged by.

    Shape   one rotation in, one Check out; figures {"entries"}. None for a transfer or a secondment, and where
            the regulation does not ask for it (value 0). Two queries.
    Units   entries approved by that day, not yet removed or used up, of a term that has not run out.
    Errors  none: no entry at all is WARN.
    Source  parameter `in_planning_required` of the plan's regulation (domain reference §1.5).
    """
    if rotation.movement_type != MovementType.ROTATION:
        return None
    parameter = find_parameter(rotation, ParameterCode.IN_PLANNING_REQUIRED, on=on)
    if parameter is None:
        return not_set(rotation, "in_planning", ParameterCode.IN_PLANNING_REQUIRED)
    if not parameter.value:
        return None
    day = judged_on(rotation, on=on)
    entries = [
        str(entry)
        for entry in rotation.official.succession_entries.valid_on(day)
        # One that is over counts only when it is known to have been in force on the day.
        .filter(Q(status=SuccessionStatus.VALID) | Q(removed_on__isnull=False), term__ends_on__gt=day)
        .select_related("position", "term")
    ]
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
