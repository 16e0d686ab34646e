"""Steps of a case beside its moves: planned, done, put on another day, done once more. None of them moves the status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rotations.models import Account, Rotation, RotationStep, StepTemplateItem, update_recorded
from rotations.vocabulary import TAKEN_BACK, RotationStatus, StepOutcome
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

RECORD = "Ghi bước thực hiện"
CORRECT = "Đính chính bước đã ghi"
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


def correct_step(
    step: RotationStep,
    *,
    by: Account | None,
    on: date,
    why: str,
    done_on: date,
    person: str = "",
    outcome: str = "",
    papers: str = "",
) -> RotationStep:
    """A step that was written down wrongly: what is right is another row, which says why and corrects the first.

    Neither the status of the case nor the wrong row is touched. Raises MoveRefused: permission, own or a relative's
    file, a step not done or corrected already, no reason, a day to come, nothing changed.
    """
    with constraints_in_words():
        rotation = (
            Rotation.objects.select_for_update(of=("self",))
            .select_related("official")
            .get(pk=step.rotation_id)
        )
        if refused := why_not(by, PERMISSION, CORRECT, rotation.official):
            raise MoveRefused(refused)
        held = RotationStep.objects.get(pk=step.pk)
        if held.done_on is None:
            raise MoveRefused("Bước này chưa làm xong; hãy đổi ngày dự kiến hoặc ghi đã làm.")
        if RotationStep.objects.filter(corrects=held).exists():
            raise MoveRefused("Bước này đã được đính chính; hãy đính chính tiếp ở bước mới.")
        if not why.strip():
            raise MoveRefused("Hãy ghi lý do đính chính.")
        if done_on > on:
            raise MoveRefused("Ngày thực hiện không thể sau hôm nay.")
        given = (done_on, person.strip(), StepOutcome(outcome) if outcome else "", papers.strip())
        if given == (held.done_on, held.person, held.outcome, held.papers):
            raise MoveRefused("Nội dung không khác với điều đã ghi; không có gì để đính chính.")
        _refuse_out_of_order(held, done_on)
        right = RotationStep(
            rotation=rotation,
            corrects=held,
            template_item=held.template_item,
            name=held.name,
            planned_on=held.planned_on,
            decision=held.decision,
            note=f"Đính chính: {why.strip()}",
            recorded_by=by,
        )
        right.done_on, right.person, right.outcome, right.papers = given
        signed_by(right, by)
        right.save()
    return right


def _refuse_out_of_order(step: RotationStep, done_on: date) -> None:
    """A step that moved the case lies between the one before it and the one after."""
    first = step
    while first.corrects is not None:
        first = first.corrects
    if not first.status_before:
        return
    moved = ~Q(status_before="") & ~Q(status_after="")
    others = RotationStep.objects.filter(moved, rotation=step.rotation_id).order_by("recorded_at", "pk")
    steps = list(others)
    place = [one.pk for one in steps].index(first.pk)
    for other, wrong in (
        *((one, "trước") for one in steps[:place][-1:]),
        *((one, "sau") for one in steps[place + 1 :][:1]),
    ):
        day = _day_as_corrected(other)
        if day is not None and (done_on < day if wrong == "trước" else done_on > day):
            raise MoveRefused(
                f"Ngày {done_on:%d/%m/%Y} {wrong} bước “{other.name}” ngày {day:%d/%m/%Y}; hãy kiểm tra lại ngày."
            )


def _day_as_corrected(step: RotationStep) -> date | None:
    while (right := RotationStep.objects.filter(corrects=step).first()) is not None:
        step = right
    return step.done_on


def close_planned(rotations: Sequence[Rotation], *, by: Account | None, on: date) -> None:
    """A move out of a stage is the doing of whatever was planned for it; called under the lock of the move. At most
    three statements for any number of cases."""
    stages = {rotation.pk: rotation.status for rotation in rotations}
    planned = RotationStep.objects.planned().filter(rotation__in=stages, template_item__isnull=False)
    done = []
    for step in planned.select_related("template_item"):
        assert step.template_item is not None  # asked for
        if step.template_item.status == stages[step.rotation_id]:
            step.done_on = on
            done.append(step)
    update_recorded(done, ["done_on"], by=by)


@dataclass(frozen=True)
class Standing:
    """The step that brought a case where it stands: what it is called and its day, as it was corrected since."""

    name: str
    day: date


def days_of_standing(rotations: Iterable[Rotation]) -> dict[int, Standing]:
    """For each case the step that brought it where it stands; nothing for one that was only put forward.

    Shape   cases in, by their key what the next act may not be earlier than. One query.
    Units   days of acts. The day of a proposal is the day it was typed or taken in, often years after, and binds nobody;
            nor does a step by which something was taken back.
    Errors  none.
    Source  product §3: steps follow each other.
    """
    status = {rotation.pk: rotation.status for rotation in rotations}
    moved = ~Q(status_before="") & ~Q(status_after="")
    steps = RotationStep.objects.filter(moved | Q(corrects__isnull=False), rotation__in=status)
    right: dict[int, tuple[int, date | None]] = {}
    last: dict[int, tuple[int, str, date | None]] = {}
    columns = ("pk", "rotation", "name", "status_before", "status_after", "done_on", "corrects")
    for pk, case, name, before, after, day, corrects in steps.order_by("recorded_at", "pk").values_list(
        *columns
    ):
        if corrects is not None:
            right[corrects] = (pk, day)
        elif after == status[case] and TAKEN_BACK.get(RotationStatus(before)) != after:
            last[case] = (pk, name, day)
    found = {}
    for case, (pk, name, day) in last.items():
        while pk in right:
            pk, day = right[pk]
        if day is not None:
            found[case] = Standing(name, day)
    return found


def refuse_earlier(before: Standing | None, label: str, on: date) -> None:
    """MoveRefused for an act dated before the step that led to it; the same day is in order."""
    if before is not None and on < before.day:
        raise MoveRefused(
            f"“{label}” ghi ngày {on:%d/%m/%Y}, trước bước “{before.name}” ngày {before.day:%d/%m/%Y}; "
            "hãy kiểm tra lại ngày, hoặc đính chính bước trước."
        )


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
