"""The steps a plan has gone through, by its history: when, to which status, by whom, with which paper."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rotations.models import RotationPlan


class LifeStep(NamedTuple):
    """One step: the first is the draft. `told` is its paper and reason, "" without."""

    at: datetime
    status: str
    label: str
    by: str
    told: str


def plan_life(plan: RotationPlan) -> list[LifeStep]:
    """The steps of a plan, the oldest first.

    Shape   one LifeStep for each change of the status, out of the history of the plan. One query.
    Units   moments, as they were recorded.
    Errors  none; a plan whose history was not kept has no steps.
    Source  domain reference §3.2 (lifecycle).
    """
    steps: list[LifeStep] = []
    for record in plan.history.select_related("history_user").order_by("history_date", "history_id"):
        if not steps or record.status != steps[-1].status:
            steps.append(
                LifeStep(
                    record.history_date,
                    record.status,
                    record.get_status_display(),
                    str(record.history_user or ""),
                    record.history_change_reason or "",
                )
            )
    return steps
