"""What a plan wants before names stand: targets set by hand, or gathered from what units ask for and offer."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from rotations.models import (
    Account,
    PlanTarget,
    Position,
    RotationNeed,
    RotationPlan,
    Unit,
    heirs,
)
from rotations.vocabulary import Direction, NeedDirection, UnitLevel, direction_between
from rotations.workflow.amendments import Amendment, amending
from rotations.workflow.plans import change_refusal
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by

SET = "Đặt chỉ tiêu kế hoạch"
MEANWHILE = "Nhu cầu hoặc chỉ tiêu vừa thay đổi; hãy xem lại bảng bên dưới rồi chọn lại. Chưa có gì được ghi."
NEW, SAME, NEWER, TYPED, GONE = "new", "same", "newer", "typed", "gone"


@dataclass(frozen=True)
class GatheredTarget:
    """One target as the needs make it, beside the one that stands. `absorbed` counts the people already asked for in
    the same direction, who may be the very ones offered."""

    direction: Direction
    unit: Unit | None
    position: Position | None
    needs: list[RotationNeed]
    target: PlanTarget | None
    absorbed: int = 0

    @property
    def key(self) -> str:
        """As `PlanTarget.key`."""
        return _key(self.direction, self.unit, self.position)

    @property
    def quantity(self) -> int:
        """How many people the needs come to."""
        return sum(need.quantity for need in self.needs)

    @property
    def state(self) -> str:
        """Whether it is new, stands as it is, has another number by newer needs, has one a person set, or has lost its
        needs."""
        if self.target is None:
            return NEW
        if self.quantity == self.target.quantity:
            return SAME
        if not self.needs:
            return GONE
        return NEWER if self.target.gathered == self.target.quantity else TYPED

    @property
    def is_proposed(self) -> bool:
        """Whether it is ticked unless a person unticks it: never what would undo a person's number, nor people offered
        who may be those asked for."""
        return self.state in (NEW, NEWER) and not self.absorbed


@dataclass(frozen=True)
class UnplacedNeed:
    """A need that gives no target, and why. `lacks_level` when naming the level at the other end would mend it."""

    need: RotationNeed
    why: str
    lacks_level: bool = False


@dataclass(frozen=True)
class Gathering:
    """What the needs of a plan's year come to."""

    targets: list[GatheredTarget]
    unplaced: list[UnplacedNeed]

    @property
    def seen(self) -> str:
        """A mark of all that is shown, to be given back with what was chosen."""
        told = [(one.key, one.quantity, one.target.quantity if one.target else None) for one in self.targets]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    @property
    def people(self) -> int:
        """How many people the placed needs are about."""
        return sum(one.quantity for one in self.targets)


def gather(plan: RotationPlan, *, on: date) -> Gathering:
    """Add the needs of the plan's year up into targets, and change nothing.

    Shape   every need gives one target or is told with the reason why not; targets that were gathered and have no needs
            any more are told as well. Four queries at most, five with units that are no more.
    Units   people. Who is asked for: direction, unit and position; the sending level is that of the person named, else
            the one stated. Who is offered: the direction alone, since the post stated is the one held now.
    Errors  none.
    Source  product §3 (1); domain reference §3.1, §3.3 (Biểu 1).
    """
    needs = RotationNeed.objects.filter(year=plan.year).select_related(
        "unit", "position", "proposed_official__unit"
    )
    stated = list(needs.order_by("direction", "unit__sort_key", "pk"))
    now = heirs({need.unit_id for need in stated if not need.unit.exists_on(on)}, on=on)
    standing = {target.key: target for target in plan.targets.select_related("unit", "position")}
    made: dict[str, tuple[Direction, Unit | None, Position | None]] = {}
    giving: dict[str, list[RotationNeed]] = defaultdict(list)
    unplaced = []
    for need in stated:
        placed = _placed(need, now, on=on)
        if isinstance(placed, UnplacedNeed):
            unplaced.append(placed)
            continue
        key = _key(*placed)
        made[key] = placed
        giving[key].append(need)
    for key, target in standing.items():
        if key not in made and target.gathered is not None:
            made[key] = (Direction(target.direction), target.unit, target.position)
    asked_for: dict[Direction, int] = defaultdict(int)
    for key, (direction, unit, _position) in made.items():
        if unit is not None:
            asked_for[direction] += sum(need.quantity for need in giving[key])
    targets = [
        GatheredTarget(
            direction,
            unit,
            position,
            giving[key],
            standing.get(key),
            absorbed=asked_for[direction] if unit is None and giving[key] else 0,
        )
        for key, (direction, unit, position) in made.items()
    ]
    order = list(Direction)
    targets.sort(
        key=lambda one: (
            order.index(one.direction),
            one.unit.sort_key if one.unit else "\uffff",
            one.position.rank if one.position else 0,
            one.key,
        )
    )
    return Gathering(targets, unplaced)


def _key(direction: Direction, unit: Unit | None, position: Position | None) -> str:
    return f"{direction.value}/{unit.pk if unit else 0}/{position.pk if position else 0}"


def _placed(
    need: RotationNeed, now: Mapping[int, list[Unit]], *, on: date
) -> tuple[Direction, Unit | None, Position | None] | UnplacedNeed:
    """Which target a need gives, or why it gives none."""
    unit = need.unit
    if not unit.exists_on(on):
        later = now.get(unit.pk, [])
        if len(later) != 1:
            became = " và ".join(str(one) for one in later)
            return UnplacedNeed(
                need,
                f"{unit} không còn hoạt động, {f'nay là {became}' if became else 'chưa ghi đơn vị kế tục'}; hãy sửa đơn vị "
                "của nhu cầu.",
            )
        unit = later[0]
    if need.direction == NeedDirection.OUT:
        if not need.other_level:
            return UnplacedNeed(need, "Chưa rõ cử đến cấp nào.", lacks_level=True)
        return direction_between(unit.level, need.other_level), None, None
    if need.position is None:
        return UnplacedNeed(
            need,
            f"“{need.position_text}” không có trong danh mục chức danh; hãy sửa nhu cầu và chọn chức danh.",
        )
    person = need.proposed_official
    if person is not None and person.unit is not None:
        if person.unit_id in (unit.pk, need.unit_id):
            return UnplacedNeed(
                need,
                f"{person} đang công tác tại chính {unit}: đây không phải luân chuyển; hãy sửa nhân sự đề xuất.",
            )
        return direction_between(person.unit.level, unit.level), unit, need.position
    if not need.other_level:
        return UnplacedNeed(need, "Chưa rõ nguồn cán bộ từ cấp nào.", lacks_level=True)
    return direction_between(need.other_level, unit.level), unit, need.position


def tell_levels(plan: RotationPlan, levels: Mapping[int, UnitLevel], *, by: Account | None, on: date) -> int:
    """Write down, for needs of the plan's year (by key), the level at the other end; how many were changed.

    Raises MoveRefused: permission.
    """
    if by is not None and not by.has_perm("rotations.prepare_plan"):
        raise MoveRefused(NOT_ALLOWED.format(SET))
    changed = 0
    with constraints_in_words():
        needs = RotationNeed.objects.filter(year=plan.year, pk__in=levels)
        for need in needs.select_for_update(of=("self",)):
            if need.other_level != levels[need.pk]:
                need.other_level = levels[need.pk]
                signed_by(need, by)
                need.save(update_fields=["other_level", "changed_at"])
                changed += 1
    return changed


def take_gathered(
    plan: RotationPlan,
    chosen: Collection[str],
    *,
    by: Account | None,
    on: date,
    seen: str,
    amendment: Amendment = None,
) -> list[PlanTarget]:
    """Make the chosen targets (by key) what the needs come to; a chosen one without needs any more is removed.

    Shape   the targets written. What was not chosen stays as it is, so gathering again doubles nothing.
    Errors  MoveRefused: permission, needs or targets that are not those `seen`, a key that is none, as `amending`.
    Source  product §3 (1).
    """
    with _changing(plan, amendment, by=by, on=on):
        gathering = gather(plan, on=on)
        if seen != gathering.seen or not set(chosen) <= {one.key for one in gathering.targets}:
            raise MoveRefused(MEANWHILE)
        written = []
        for one in gathering.targets:
            if one.key not in chosen:
                continue
            target = one.target or PlanTarget(
                plan=plan, direction=one.direction, unit=one.unit, position=one.position
            )
            signed_by(target, by)
            if not one.needs:
                target.delete()
                continue
            target.quantity = target.gathered = one.quantity
            target.save()
            written.append(target)
    return written


def set_target(
    target: PlanTarget, *, by: Account | None, on: date, amendment: Amendment = None
) -> PlanTarget:
    """Keep a target, new or changed. Raises MoveRefused: permission, a second one of its kind, as `amending`."""
    with _changing(target.plan, amendment, by=by, on=on):
        signed_by(target, by)
        target.save()
    return target


def remove_target(target: PlanTarget, *, by: Account | None, on: date, amendment: Amendment = None) -> None:
    """Take a target out. Raises MoveRefused: permission, as `amending`."""
    with _changing(target.plan, amendment, by=by, on=on):
        signed_by(target, by)
        target.delete()


def targets_refusal(plan: RotationPlan, *, by: Account | None) -> str:
    """Why `by` may not change the plan's targets, in words; "" when it may: as for all that the plan says."""
    return change_refusal(plan, by=by)


@contextmanager
def _changing(plan: RotationPlan, amendment: Amendment, *, by: Account | None, on: date) -> Iterator[None]:
    """The plan under a lock, its targets open to `by`; those of an approved one change with a paper."""
    with constraints_in_words(), amending([plan], amendment, by=by, on=on):
        if why := targets_refusal(RotationPlan.objects.get(pk=plan.pk), by=by):
            raise MoveRefused(why)
        yield


def targets_in_order(targets: Iterable[PlanTarget]) -> list[PlanTarget]:
    """Targets by direction, then unit, then position; those of a whole direction first."""
    order = list(Direction)
    return sorted(
        targets,
        key=lambda target: (
            order.index(Direction(target.direction)),
            target.unit.sort_key if target.unit else "",
            target.position.rank if target.position else 0,
            target.pk,
        ),
    )
