"""What is due: terms of rotation running out, and people who came to their end without a placement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from rotations.models import Regulation, RegulationParameter, RotationQuerySet, standing_on
from rotations.partial_dates import PartialDate
from rotations.vocabulary import ParameterCode, PlacementOutcome, RotationStatus

ALERTS = (ParameterCode.FIRST_ALERT_MONTHS, ParameterCode.LAST_ALERT_MONTHS)


@dataclass(frozen=True)
class DueSoon:
    """How many rotations ask for something; the months come from the regulation and may be unknown."""

    first_months: int | None
    last_months: int | None
    ending_first: int
    ending_last: int
    overdue: int
    waiting: int


def alert_months(regulation: Regulation | None, *, on: date) -> dict[str, int]:
    """How many months ahead the regulation wants an end announced, by parameter code.

    Shape   a regulation in, a dict out; a number that neither it nor the texts above it set is left out. One query.
    Units   months.
    Errors  none.
    Source  parameters `first_alert_months` and `last_alert_months`, the nearest text first.
    """
    line: list[int] = []
    text = regulation
    while text is not None:
        line.append(text.pk)
        text = text.parent
    rows = (
        RegulationParameter.objects.filter(regulation__in=line, code__in=ALERTS)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    )
    nearest = sorted(rows, key=lambda row: (-line.index(row.regulation_id), row.valid_from or date.min))
    return {row.code: int(row.value) for row in nearest}


def due_soon(rotations: RotationQuerySet, regulation: Regulation | None, *, on: date) -> DueSoon:
    """Count what is due among `rotations` by the months of `regulation`. Two queries.

    Shape   a queryset in, DueSoon out; a horizon the regulation does not set counts nothing.
    Units   rotations now serving, due from `on` to so many months later; overdue is before `on`.
    Errors  none.
    Source  product §3 (5, 6); the list filter `due_within` counts the same.
    """
    months = alert_months(regulation, on=on)
    first, last = (months.get(code) for code in ALERTS)
    kept_for_good = Q(placement__outcome=PlacementOutcome.STAYS, placement__decided_on__lte=on)
    serving = standing_on([RotationStatus.ACTIVE], on) & ~kept_for_good

    def ending(ahead: int | None) -> Q:
        if ahead is None:
            return Q(pk__in=[])
        return serving & Q(due_on__range=(on, PartialDate.of_day(on).plus_months(ahead).first))

    counts = rotations.order_by().aggregate(
        ending_first=Count("pk", filter=ending(first)),
        ending_last=Count("pk", filter=ending(last)),
        overdue=Count("pk", filter=serving & Q(due_on__lt=on)),
        waiting=Count("pk", filter=standing_on([RotationStatus.ENDED], on)),
    )
    return DueSoon(first_months=first, last_months=last, **counts)
