"""One thing of each kind that is due, made on a record of its own, and the account whose business it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from rotations.models import (
    Account,
    AppraisalOpinion,
    DossierItem,
    NeedCall,
    Regulation,
    Rotation,
    RotationPlan,
    Unit,
)
from rotations.vocabulary import (
    Branch,
    DossierStatus,
    DueKind,
    FillingMode,
    ParameterCode,
    PlanStatus,
    RotationStatus,
)
from tests.makers import (
    TODAY,
    make_call,
    make_plan,
    make_position,
    make_post,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
)

NUMBERS = {
    ParameterCode.ROTATION_MONTHS: 36,
    ParameterCode.FIRST_ALERT_MONTHS: 6,
    ParameterCode.LAST_ALERT_MONTHS: 3,
    ParameterCode.EVALUATION_EVERY_MONTHS: 12,
}


def days(number: int) -> date:
    """So many days from TODAY."""
    return TODAY + timedelta(days=number)


def the_plan() -> RotationPlan:
    """This year's plan, by a regulation with all the numbers of what is due."""
    return RotationPlan.objects.filter(year=TODAY.year).first() or make_plan(
        regulation=make_regulation(NUMBERS), announced_on=date(2025, 1, 1)
    )


YESTERDAY = days(-1)


def call_to(*units: Unit, deadline: date = YESTERDAY, **fields: Any) -> NeedCall:
    """A call for this year's needs to these units, to be answered by yesterday."""
    return make_call(*units, opened_on=deadline - timedelta(days=30), deadline=deadline, **fields)


def make_opinion(
    rotation: Rotation | None = None, unit: Unit | None = None, **fields: Any
) -> AppraisalOpinion:
    """A body was asked on a case ten days ago, to answer in five days."""
    fields.setdefault("asked_on", days(-10))
    fields.setdefault("deadline", days(5))
    return AppraisalOpinion.objects.create(
        rotation=rotation or make_rotation(plan=the_plan()), asked_unit=unit or make_unit(), **fields
    )


def make_paper(rotation: Rotation, valid_until: date | None, **fields: Any) -> DossierItem:
    """A paper of the dossier that is in, with the day it runs out."""
    regulation: Regulation = rotation.plan.regulation
    item = regulation.dossier_items.create(
        ordinal=regulation.dossier_items.count() + 1, name="Giấy chứng nhận sức khỏe", article="Điều 35"
    )
    fields.setdefault("status", DossierStatus.VALID)
    return DossierItem.objects.create(
        rotation=rotation, template_item=item, valid_until=valid_until, **fields
    )


def make_elected_post(rotation: Rotation, **fields: Any) -> Any:
    """A state post of the case that the council elects."""
    position = make_position("Chủ tịch UBND xã Thử", branch=Branch.STATE, filling=FillingMode.ELECTED)
    fields.setdefault("post", make_post(rotation.receiving_unit, position))
    row = rotation.posts.create(mode=FillingMode.ELECTED, **fields)
    if row.result:
        row.sessions.create(session_on=row.session_on, result=row.result)
    return row


def serving(due_on: date | None = None, **fields: Any) -> Rotation:
    """Somebody who serves since the turn of the year, made known, with a due date of the caller's choice."""
    rotation = make_rotation_at(RotationStatus.ACTIVE, plan=the_plan(), **fields)
    if due_on is not None:
        rotation.due_on = due_on
        rotation.save()
    return rotation


def plan_submitted() -> RotationPlan:
    """A plan that waits for the decision."""
    plan = make_plan(2026, make_regulation(NUMBERS), title="Kế hoạch chờ duyệt")
    plan.record_status(PlanStatus.SUBMITTED)
    return plan


def with_planned_step(rotation: Rotation, planned_on: date) -> Rotation:
    """The case has a step planned for that day and not done."""
    rotation.steps.create(name="Gặp gỡ cán bộ", planned_on=planned_on)
    return rotation


# One thing of each kind; those a clerk or an appraiser answers for are made on its own unit.
MADE: dict[DueKind, Callable[[Account, Account], object]] = {
    DueKind.NEEDS: lambda clerk, appraiser: call_to(clerk.unit),
    DueKind.PLAN: lambda clerk, appraiser: plan_submitted(),
    DueKind.STEP: lambda clerk, appraiser: with_planned_step(
        make_rotation(plan=the_plan(), sending=clerk.unit, announced_on=TODAY), days(-1)
    ),
    DueKind.START: lambda clerk, appraiser: make_rotation_at(
        RotationStatus.DECIDED, plan=the_plan(), sending=clerk.unit, on=days(-1), starts_on=days(3)
    ),
    DueKind.OPINION: lambda clerk, appraiser: make_opinion(
        make_rotation(plan=the_plan(), sending=clerk.unit, announced_on=TODAY), appraiser.unit
    ),
    DueKind.DOSSIER: lambda clerk, appraiser: make_paper(
        make_rotation(plan=the_plan(), sending=clerk.unit, announced_on=TODAY), days(-1)
    ),
    DueKind.ELECTION: lambda clerk, appraiser: make_elected_post(serving(receiving=clerk.unit)),
    DueKind.EVALUATION: lambda clerk, appraiser: serving(receiving=clerk.unit, starts_on=date(2024, 3, 1)),
    DueKind.TERM_ENDING: lambda clerk, appraiser: serving(days(30), receiving=clerk.unit),
    DueKind.TERM_OVERDUE: lambda clerk, appraiser: serving(days(-1), receiving=clerk.unit),
    DueKind.PLACEMENT: lambda clerk, appraiser: make_rotation_at(
        RotationStatus.ENDED, plan=the_plan(), receiving=clerk.unit
    ),
}
