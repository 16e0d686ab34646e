"""The course of a case in order, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rotations.models import Rotation, RotationStep, StepTemplateItem
from rotations.vocabulary import RotationStatus


@dataclass(frozen=True)
class TimelineRow:
    """One line of the course of a case: a step of the procedure, the act that closed it, or an act of its own."""

    name: str
    state: str  # "done", "now", "todo" or "late"
    item: StepTemplateItem | None = None
    act: RotationStep | None = None


def timeline(
    rotation: Rotation, items: Sequence[StepTemplateItem], steps: Sequence[RotationStep], *, on: date
) -> Iterator[TimelineRow]:
    """The course of a case in order: the proposal, each step of the procedure with the act that closed it, then
    what came after. Steps not reached are planned ones, and left out of a case that was called off. A step that was
    corrected is told as it was corrected. What holds by date alone has no act yet."""
    right = {step.corrects_id: step for step in steps if step.corrects_id}
    closing = {
        step.status_before: step
        for step in steps
        if step.status_before and step.status_after not in ("", RotationStatus.CANCELLED)
    }
    told, now = {item.status for item in items}, rotation.status_on(on)
    for step in steps:
        if not step.status_before and step.status_after:
            yield TimelineRow(step.name, "done", act=_right(step, right))
    for item in items:
        if (act := closing.get(item.status)) is not None:
            yield TimelineRow(item.name, "done", item, _right(act, right))
        elif rotation.status == item.status:
            yield TimelineRow(item.name, "now" if now == rotation.status else "done", item)
        elif rotation.status != RotationStatus.CANCELLED:
            yield TimelineRow(item.name, "todo", item)
    for step in steps:
        closes_item = step.status_before in told and closing.get(step.status_before) == step
        if not closes_item and not step.corrects_id and not (step.status_after and not step.status_before):
            state = "done" if step.done_on else "late" if step.is_late_on(on) else "todo"
            yield TimelineRow(step.name, state, act=_right(step, right))
    if rotation.status == RotationStatus.DECIDED and now == RotationStatus.ACTIVE:
        yield TimelineRow(f"Luân chuyển từ {rotation.starts}, theo ngày trong quyết định", "done")
    if rotation.status == RotationStatus.ENDED and now == RotationStatus.PLACED:
        yield TimelineRow(f"Bố trí từ {rotation.placed_on:%d/%m/%Y}, theo ngày trong quyết định", "done")


def _right(step: RotationStep, right: Mapping[int, RotationStep]) -> RotationStep:
    while step.pk in right:
        step = right[step.pk]
    return step
