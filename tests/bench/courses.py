"""How far the cases of a measured register have come: a tenth each at what a year's work leaves, the past all placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rotations.models import Placement, Rotation, RotationStep, create_recorded, record_steps
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import EndKind, PlacementOutcome, RotationStatus
from rotations.workflow import MOVES

TENTHS = 10
# Each status with its move, in the order in which a case goes through them, and how many days before it starts.
BEFORE = {"approve": 70, "prepare": 60, "appraise": 45, "decide": 30}
DECIDED = tuple(BEFORE)
SERVING, ENDED, PLACED = (*DECIDED, "activate"), (*DECIDED, "activate", "end"), (*MOVES,)[:-1]


@dataclass(frozen=True)
class Course:
    """The moves a case has made, and its days."""

    moves: tuple[str, ...]
    starts_on: date
    due_on: date
    columns: Mapping[str, Any] = field(default_factory=dict)

    def day_of(self, verb: str) -> date:
        """When a move was made."""
        if verb in BEFORE:
            return self.starts_on - timedelta(BEFORE[verb])
        return self.starts_on if verb == "activate" else self.due_on


def over(today: date) -> Course:
    """Placed where the person came from, long ago."""
    due = today - timedelta(1900)
    return Course(PLACED, today - timedelta(3000), due, _served_out(due) | {"placed_on": due})


def in_hand(today: date) -> tuple[Course, ...]:
    """What a tenth each of the newest cases is at: serving anew, for long, near the end, past it; ended and not
    placed; decided for a day to come. The rest is proposed."""
    past = today - timedelta(105)
    return (
        _serving(today - timedelta(100), today + timedelta(995)),
        _serving(today - timedelta(500), today + timedelta(595)),
        _serving(today - timedelta(1000), today + timedelta(95)),
        _serving(today - timedelta(1200), past),
        Course(ENDED, today - timedelta(1200), past, _served_out(past)),
        Course(DECIDED, today + timedelta(30), today + timedelta(1125)),
    )


def _serving(starts: date, due: date) -> Course:
    return Course(SERVING, starts, due, {"announced_on": starts})


def _served_out(day: date) -> dict[str, Any]:
    return {"ended_on": day, "end_kind": EndKind.ON_TIME}


def go(cases: list[Rotation], course: Course) -> None:
    """All of them along one course, a step and the history of each for every status on the way."""
    days = {"starts_on": course.starts_on, "due_on": course.due_on}
    columns = {**days, **course.columns}
    columns |= dict.fromkeys(("starts_on_precision", "due_on_precision"), DatePrecision.DAY)
    for case in cases:
        for name, value in columns.items():
            setattr(case, name, value)
    for verb in course.moves:
        if MOVES[verb].to == RotationStatus.PLACED:
            create_recorded([_placement(case) for case in cases], by=None)
        steps = [RotationStep(name=MOVES[verb].label, done_on=course.day_of(verb)) for _case in cases]
        record_steps(cases, MOVES[verb].to, steps, by=None, columns=_written_with(verb, columns))


def _written_with(verb: str, columns: Mapping[str, Any]) -> list[str]:
    """The columns a move writes: those of the start with the decision, those of the end with the end."""
    last = {"ended_on": "end", "end_kind": "end", "placed_on": "place"}
    return [name for name in columns if last.get(name, "decide") == verb]


def _placement(case: Rotation) -> Placement:
    return Placement(
        rotation=case,
        outcome=PlacementOutcome.RETURNS,
        unit_id=case.sending_unit_id,
        proposed_on=case.placed_on,
        decided_on=case.placed_on,
    )
