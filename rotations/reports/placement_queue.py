"""The queue of placements: who is at the end of a rotation or near it, with what, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from rotations.models import (
    Placement,
    PostHolding,
    Regulation,
    RegulationParameter,
    Rotation,
    RotationQuerySet,
    standing_on,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import ParameterCode, PlacementOutcome, RotationStatus

# Order of the queue: who is past the end, then who will be soon, each without a proposal before those with one; then
# what is decided.
WAITING, PROPOSED, SOON, DECIDED = 0, 1, 2, 3
STATE_LABELS = {
    WAITING: "Chưa có phương án",
    PROPOSED: "Đã đề xuất",
    SOON: "Sắp hết hạn",
    DECIDED: "Đã quyết định",
}


@dataclass(frozen=True)
class QueueLine:
    """One person of the queue. `days` since the end (below zero: until it); None once the placement is decided.
    `awaits_seat`: a post was given that nobody wrote down as held, as an elected one is before its election."""

    rotation: Rotation
    placement: Placement | None
    state: int
    label: str
    days: int | None
    is_to_come: bool
    awaits_seat: bool


def placement_queue(
    rotations: RotationQuerySet, placements: QuerySet[Placement], *, on: date
) -> QuerySet[Rotation]:
    """Cases at or past their end on `on`, those whose end comes within the last alert, and those decided.

    Shape   the rotations and placements of the account in, rotations with `state` and `at_end` out. Two small queries
            for the months, whatever the number of cases.
    Units   the end on record, else the due date; months of `last_alert_months` of the plan's own regulation or the
            nearest text above it.
    Errors  none; under a text that sets no months nobody is announced before the due date.
    Source  product §3 (6); domain reference §1.11, §1.12.
    """
    over = standing_on([RotationStatus.ENDED], on)
    serving = standing_on([RotationStatus.ACTIVE], on) & ~Q(
        placement__outcome=PlacementOutcome.STAYS, placement__decided_on__lte=on
    )
    past = Q(ended_on__isnull=True, due_on__lte=on)
    near = Q(ended_on__isnull=False) | past
    for regulation, months in last_alerts(on=on).items():
        horizon = PartialDate.of_day(on).plus_months(months).first
        near |= Q(ended_on__isnull=True, due_on__lte=horizon, plan__regulation=regulation)
    decided = Q(placement__decided_on__isnull=False)
    # Looked up case by case: a list of a million keys would be gone through for each of them.
    has_placement = Exists(placements.filter(rotation=OuterRef("pk")))
    return rotations.filter(over | (serving & near) | has_placement).annotate(
        state=Case(
            When(decided, then=Value(DECIDED)),
            When(serving & ~past, then=Value(SOON)),
            When(placement__isnull=False, then=Value(PROPOSED)),
            default=Value(WAITING),
            output_field=IntegerField(),
        ),
        at_end=Coalesce(F("ended_on"), F("due_on")),
        is_seated=Exists(
            PostHolding.objects.filter(official=OuterRef("official"), post=OuterRef("placement__post"))
        ),
    )


def last_alerts(*, on: date) -> dict[int, int]:
    """Regulation → months ahead that the end of a rotation is announced, for each text that sets them itself or is
    under one that does. Two queries."""
    parents = dict(Regulation.objects.values_list("pk", "parent"))
    own: dict[int, int] = {}
    rows = RegulationParameter.objects.filter(code=ParameterCode.LAST_ALERT_MONTHS)
    for row in sorted(rows, key=lambda row: row.valid_from or date.min):
        if row.holds_on(on):
            own[row.regulation_id] = int(row.value)
    found = {}
    for text in parents:
        nearest: int | None = text
        while nearest is not None and nearest not in own:
            nearest = parents[nearest]
        if nearest is not None:
            found[text] = own[nearest]
    return found


def line_of(rotation: Rotation, *, on: date) -> QueueLine:
    """One row of the queue as it is shown. No query when the placement is loaded."""
    placement = rotation.placement if hasattr(rotation, "placement") else None
    state: int = rotation.state  # type: ignore[attr-defined]
    return QueueLine(
        rotation,
        placement,
        state,
        STATE_LABELS[state],
        None if state == DECIDED else ageing(rotation, on=on),
        bool(placement and placement.decided_on and placement.decided_on > on),
        bool(placement and placement.decided_on and placement.decided_on <= on and placement.post_id)
        and not rotation.is_seated,  # type: ignore[attr-defined]
    )


def ageing(rotation: Rotation, *, on: date) -> int | None:
    """Days from the end of a case to `on`; below zero while it is to come, None when no end is known.

    A date known to the month counts from its last day once its first has come, so nobody is said to wait who may still
    be within the term.
    """
    if rotation.ended_on is not None:
        return (on - rotation.ended_on).days
    if rotation.due is None:
        return None
    if rotation.due.first <= on <= rotation.due.last:
        return 0
    return (on - (rotation.due.last if on > rotation.due.last else rotation.due.first)).days
