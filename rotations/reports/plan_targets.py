"""A plan's targets against the people named for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rotations.models import PlanTarget, RotationQuerySet
from rotations.vocabulary import MovementType
from rotations.workflow import targets_in_order


@dataclass(frozen=True)
class TargetRow:
    """One target, and how many people are named for it."""

    target: PlanTarget
    named: int

    @property
    def missing(self) -> int:
        """How many are still to be named."""
        return max(0, self.target.quantity - self.named)

    @property
    def beyond(self) -> int:
        """How many are named beyond the target."""
        return max(0, self.named - self.target.quantity)


@dataclass(frozen=True)
class TargetTable:
    """All targets, their totals, and how many people stand under none of them."""

    rows: list[TargetRow]
    outside: int

    @property
    def planned(self) -> int:
        """The sum of the targets."""
        return sum(row.target.quantity for row in self.rows)

    @property
    def by_direction(self) -> dict[str, int]:
        """The sum of the targets of each direction."""
        wanted: Counter[str] = Counter()
        for row in self.rows:
            wanted[row.target.direction] += row.target.quantity
        return wanted

    @property
    def named(self) -> int:
        """How many people stand under a target."""
        return sum(row.named for row in self.rows)

    @property
    def missing(self) -> int:
        """How many are still to be named, target by target: one too many there fills no gap here."""
        return sum(row.missing for row in self.rows)


def target_table(targets: Iterable[PlanTarget], rotations: RotationQuerySet) -> TargetTable:
    """Set the people of a plan against its targets.

    Shape   targets with unit and position loaded, and the plan's cases; each person is counted once: under the
            narrowest target that fits and has room (post, then unit, then direction), else the narrowest that fits.
            Two queries, that of the targets among them.
    Units   people of movement type "luân chuyển" who were not called off; with several posts any of them fits.
    Errors  none.
    Source  domain reference §3.1: targets first, then named people.
    """
    ordered = targets_in_order(targets)
    people: dict[int, tuple[str, int]] = {}
    positions: dict[int, set[int | None]] = defaultdict(set)
    counted = rotations.counted().filter(movement_type=MovementType.ROTATION).order_by("ordinal", "pk")
    for rotation, direction, unit, position in counted.values_list(
        "pk", "direction", "receiving_unit", "posts__post__position"
    ):
        people[rotation] = (direction, unit)
        positions[rotation].add(position)
    narrowest = sorted(ordered, key=lambda target: (target.unit_id is None) + (target.position_id is None))
    named: dict[int, int] = defaultdict(int)
    outside = 0
    for rotation, (direction, unit) in people.items():
        fitting = [
            target
            for target in narrowest
            if target.direction == direction
            and target.unit_id in (None, unit)
            and (target.position_id is None or target.position_id in positions[rotation])
        ]
        if not fitting:
            outside += 1
            continue
        roomy = [target for target in fitting if named[target.pk] < target.quantity]
        named[(roomy or fitting)[0].pk] += 1
    return TargetTable([TargetRow(target, named[target.pk]) for target in ordered], outside)
