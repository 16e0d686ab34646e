"""A year's plan in numbers: how many people by direction, status and movement type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices

from rotations.models import RotationPlan, RotationQuerySet
from rotations.vocabulary import Direction, MovementType, RotationStatus


class Figure(NamedTuple):
    """One number with the word it counts, by which a list is narrowed to what it counts."""

    code: str
    label: str
    number: int


@dataclass(frozen=True)
class PlanProgress:
    """The numbers of one set of rotations. Directions count movement type "luân chuyển" alone and leave out what
    was called off, so that 7 + 2 + 6 are the 15 of the plan; statuses and movement types count all of it."""

    total: int
    cancelled: int
    by_direction: list[Figure]
    by_status: list[Figure]
    by_movement: list[Figure]
    standing: Mapping[str, Mapping[str, int]]  # what the directions count, by direction and status

    @property
    def rotated(self) -> int:
        """The sum of the directions."""
        return sum(figure.number for figure in self.by_direction)


def plan_progress(rotations: RotationQuerySet, *, year: int, on: date) -> PlanProgress:
    """Count the `rotations` of one plan year three ways.

    Shape   a queryset in, PlanProgress out; a word nothing bears is left out. One query.
    Units   rotations, each where it stands on the day `on`; `total` and the movement types are without cancelled
            ones.
    Errors  none.
    Source  domain reference §11.3 (1): every rotation has exactly one direction.
    """
    counted = rotations.filter(plan__year=year).numbers_on(on, "movement_type", "direction")
    direction: Counter[str] = Counter()
    status: Counter[str] = Counter()
    movement: Counter[str] = Counter()
    standing_now: dict[str, Counter[str]] = defaultdict(Counter)
    for movement_type, where, state, number in counted:
        status[state] += number
        if state == RotationStatus.CANCELLED:
            continue
        movement[movement_type] += number
        if movement_type == MovementType.ROTATION:
            direction[where] += number
            standing_now[where][state] += number
    return PlanProgress(
        total=movement.total(),
        cancelled=status[RotationStatus.CANCELLED],
        by_direction=list(_figures(Direction, direction)),
        by_status=list(_figures(RotationStatus, status)),
        by_movement=list(_figures(MovementType, movement)),
        standing=standing_now,
    )


def _figures(words: type[TextChoices], counts: Counter[str]) -> Iterable[Figure]:
    return (Figure(word.value, str(word.label), counts[word]) for word in words if counts[word])


def choose_plan(plans: Sequence[RotationPlan], asked: str, *, on: date) -> RotationPlan | None:
    """The plan of the year asked for, else of the year of `on` or the last one before it, else the newest; None without
    plans."""
    by_year = {str(plan.year): plan for plan in plans}
    begun = [plan for plan in plans if plan.year <= on.year]
    newest = max(begun or plans, key=lambda plan: plan.year, default=None)
    return by_year.get(asked) or newest
