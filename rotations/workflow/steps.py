"""Steps of a case beside its moves: planned, done, put on another day, done once more. None of them moves the status."""

from __future__ import annotations

from datetime import date

from rotations.models import Account, Rotation, RotationStep, StepTemplateItem
from rotations.vocabulary import RotationStatus, StepOutcome
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

RECORD = "Ghi bước thực hiện"
PERMISSION = "rotations.record_step"
OVER = frozenset({RotationStatus.PLACED, RotationStatus.CANCELLED})


def steps_refusal(rotation: Rotation, *, by: Account | None) -> str:
    """Why `by` may write no step of this case now; "" when it may. One query at most."""
    if rotation.status in OVER:
        return f"Lượt này đang ở “{rotation.get_status_display()}”; không ghi thêm bước nào."
    return why_not(by, PERMISSION, RECORD, rotation.official)


def plan_step(
    rotation: Rotation,
    *,
    by: Account | None,
    on: date,
    planned_on: date,
    person: str = "",
    item: StepTemplateItem | None = None,
    name: str = "",
    note: str = "",
) -> RotationStep:
    """Set a day and somebody for a step of the procedure, or for a step of its own called `name`.

    Raises MoveRefused: permission, own or a relative's file, a case that is over, a step of another procedure.
    """
    with constraints_in_words():
        held = _held(rotation.pk, by=by)
        if item is not None and item.template_id != held.step_template_id:
            raise MoveRefused("Bước này không thuộc quy trình của lượt luân chuyển.")
        step = RotationStep(
            rotation=held,
            template_item=item,
            name=name or (item.name if item else ""),
            planned_on=planned_on,
            person=person,
            note=note,
            recorded_by=by,
        )
        signed_by(step, by)
        step.save()
    return step


def replan_step(
    step: RotationStep, *, by: Account | None, on: date, planned_on: date, person: str = ""
) -> RotationStep:
    """Put a step that is not done on another day, or give it to somebody else. Raises MoveRefused."""
    with constraints_in_words():
        held = _undone(step, by=by)
        held.planned_on, held.person = planned_on, person or held.person
        signed_by(held, by)
        held.save()
    step.refresh_from_db()
    return step


def do_step(
    step: RotationStep,
    *,
    by: Account | None,
    on: date,
    done_on: date,
    person: str = "",
    outcome: str = "",
    papers: str = "",
    note: str = "",
) -> RotationStep:
    """Write down that a planned step was done and what it came to.

    "Không đồng ý" and "cần bổ sung" are outcomes like any other: the case stays where it is. Raises MoveRefused.
    """
    with constraints_in_words():
        held = _undone(step, by=by)
        if done_on > on:
            raise MoveRefused("Ngày thực hiện không thể sau hôm nay.")
        held.done_on, held.outcome = done_on, StepOutcome(outcome) if outcome else ""
        held.person, held.papers = person or held.person, papers or held.papers
        held.note = "\n".join(text for text in (held.note, note) if text)
        signed_by(held, by)
        held.save()
    step.refresh_from_db()
    return step


def repeat_step(
    step: RotationStep, *, by: Account | None, on: date, planned_on: date, note: str, person: str = ""
) -> RotationStep:
    """Plan a step that was done once more (thẩm định lại); what was done and said before stays as it is.

    Raises MoveRefused, also for a step not done yet.
    """
    if step.done_on is None:
        raise MoveRefused("Bước này chưa làm xong; hãy đổi ngày dự kiến thay vì làm lại.")
    return plan_step(
        step.rotation,
        by=by,
        on=on,
        planned_on=planned_on,
        person=person or step.person,
        item=step.template_item,
        name=step.template_item.name if step.template_item else step.name,
        note=note,
    )


def close_planned(rotation: Rotation, stage: str, *, by: Account | None, on: date) -> None:
    """A move out of a stage is the doing of whatever was planned for it; called under the lock of the move."""
    planned = rotation.steps.filter(
        planned_on__isnull=False, done_on__isnull=True, template_item__status=stage
    )
    for step in planned:
        step.done_on = on
        signed_by(step, by)
        step.save(update_fields=["done_on", "changed_at"])


def _held(pk: int, *, by: Account | None) -> Rotation:
    rotation = Rotation.objects.select_for_update(of=("self",)).select_related("official").get(pk=pk)
    if why := steps_refusal(rotation, by=by):
        raise MoveRefused(why)
    return rotation


def _undone(step: RotationStep, *, by: Account | None) -> RotationStep:
    _held(step.rotation_id, by=by)
    held = RotationStep.objects.get(pk=step.pk)
    if held.done_on is not None:
        raise MoveRefused(f"Bước này đã ghi làm xong ngày {held.done_on:%d/%m/%Y}.")
    return held
