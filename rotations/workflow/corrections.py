"""What was written down wrongly is put right: each correction is a further step with its reason, and what stood before
stays to be read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from rotations.models import (
    Account,
    Decision,
    DecisionLine,
    Extension,
    Official,
    Placement,
    PostHolding,
    Rotation,
    RotationStep,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import EndKind, EndReason, LineAction, PlacementOutcome, RotationStatus
from rotations.workflow.decisions import (
    add_what_is_unsaid,
    lines_of_many,
    named_in_full,
    put_in_register,
)
from rotations.workflow.moves import NO_DECISION
from rotations.workflow.posts import belong_to, hand_back_posts, run_on, take_up_posts
from rotations.workflow.proposals import RuleBook
from rotations.workflow.refusals import MoveRefused, constraints_in_words, signed_by, why_not

START, END, WITHDRAW_END = "Đính chính ngày bắt đầu", "Đính chính kết thúc", "Rút ghi kết thúc"
EXTENSION, WITHDRAW_EXTENSION = "Đính chính gia hạn", "Rút gia hạn"
WITHDRAW_PLACEMENT = "Rút quyết định bố trí"
NO_REASON = "Hãy ghi lý do đính chính."
PLACED_FIRST = "Lượt này đã có quyết định bố trí; hãy rút quyết định bố trí trước, rồi đính chính kết thúc."


def start_correction_refusal(rotation: Rotation, *, by: Account | None) -> str:
    """Why `by` may not put the start of a decided case right; "" when it may. One query at most."""
    if rotation.status != RotationStatus.DECIDED or rotation.starts_on is None:
        return (
            f"Lượt này đang ở “{rotation.get_status_display()}”; chỉ đính chính ngày bắt đầu đã quyết định."
        )
    return why_not(by, "rotations.move_rotation_decide", START, rotation.official)


def end_correction_refusal(rotation: Rotation, *, by: Account | None) -> str:
    """Why `by` may not put the end on record right, or take it back; "" when it may. Two queries at most."""
    if rotation.status not in (RotationStatus.ENDED, RotationStatus.PLACED):
        return f"Lượt này đang ở “{rotation.get_status_display()}”; chưa ghi kết thúc."
    if why := why_not(by, "rotations.move_rotation_end", END, rotation.official):
        return why
    placed = rotation.placed_on is not None and rotation.placement.outcome != PlacementOutcome.STAYS
    return PLACED_FIRST if placed or rotation.status == RotationStatus.PLACED else ""


def extension_correction_refusal(
    extension: Extension | None, rotation: Rotation, *, by: Account | None
) -> str:
    """Why `by` may not put the last extension right, or take it back; "" when it may. One query at most."""
    if extension is None or extension.withdrawn_on is not None:
        return "Lượt này không có lần gia hạn nào đang có hiệu lực."
    if rotation.status != RotationStatus.ACTIVE:
        return f"Lượt này đang ở “{rotation.get_status_display()}”; không đính chính gia hạn nữa."
    if extension.due_after != rotation.due_on:
        return "Sau lần này đã gia hạn tiếp; hãy đính chính lần cuối trước."
    return why_not(by, "rotations.move_rotation_extend", EXTENSION, rotation.official)


def placement_correction_refusal(rotation: Rotation, *, by: Account | None) -> str:
    """Why `by` may not take the decision on placement back; "" when it may. Two queries at most."""
    if rotation.placed_on is None:
        return "Phương án bố trí chưa có quyết định."
    if why := why_not(by, "rotations.move_rotation_place", WITHDRAW_PLACEMENT, rotation.official):
        return why
    if Rotation.objects.counted().filter(official=rotation.official_id, pk__gt=rotation.pk).exists():
        return "Cán bộ đã có lượt luân chuyển sau đó; thay đổi bố trí phải bằng quyết định mới."
    return ""


def last_extension(rotation: Rotation) -> Extension | None:
    """The extension the due date follows; None for none. One query."""
    return rotation.extensions.standing().select_related("decision").order_by("due_after", "pk").last()


def correct_start(
    rotation: Rotation, *, by: Account | None, on: date, why: str, starts: PartialDate
) -> RotationStep:
    """The decided start is another day: posts change hands on that day, and the due date follows. Raises MoveRefused."""
    with constraints_in_words():
        held = _held(rotation)
        if refused := start_correction_refusal(held, by=by):
            raise MoveRefused(refused)
        before = held.starts
        assert before is not None  # the refusal asked
        _refuse_same(str(before), str(starts))
        hand_back_posts(held, before, by=by)
        held.starts = starts
        held.due = RuleBook().due(held, on=on)
        signed_by(held, by)
        held.save(
            update_fields=["starts_on", "starts_on_precision", "due_on", "due_on_precision", "changed_at"]
        )
        take_up_posts(held, by=by)
        if starts.first <= on:
            belong_to(held.official, held.receiving_unit, since=starts.first, by=by)
        _move_lines(held, before.first, starts.first, by=by)
        step = _told(held, START, f"Từ {before} thành {starts}.", why, by=by, on=on)
    rotation.refresh_from_db()
    return step


def correct_end(
    rotation: Rotation,
    *,
    by: Account | None,
    on: date,
    why: str,
    ended_on: date,
    end_kind: EndKind | str,
    end_reason: EndReason | str = "",
    decision: Decision | None = None,
) -> RotationStep:
    """The end on record was another day or another kind: the posts are left on the right day.

    Shape   the step that says so; `rotation` is brought up to date. The status stays.
    Units   `ended_on` may be to come, as that of any end.
    Errors  MoveRefused: permission, own or a relative's file, no end on record, decided on placement already, no
            reason, nothing changed, an early end without its reason or its decision, a seat that is taken.
    Source  product §3 (5); domain reference §1.11.
    """
    kind, reason = EndKind(end_kind), end_reason or (EndReason.REFORM if end_kind == EndKind.REFORM else "")
    with constraints_in_words():
        held = _held(rotation)
        if refused := end_correction_refusal(held, by=by):
            raise MoveRefused(refused)
        if kind == EndKind.EARLY and not reason:
            raise MoveRefused("Hãy chọn lý do kết thúc sớm.")
        if kind == EndKind.EARLY and held.end_kind != EndKind.EARLY and not decision:
            raise MoveRefused(NO_DECISION)
        before, day = _end_told(held), held.ended_on
        assert day is not None  # the database holds it
        held.ended_on, held.end_kind, held.end_reason = ended_on, kind, reason
        _refuse_same(before, _end_told(held))
        signed_by(held, by)
        held.save(update_fields=["ended_on", "end_kind", "end_reason", "changed_at"])
        if ended_on != day:
            for row in held.posts.filter(held_until=day):
                row.finished = PartialDate.of_day(ended_on)
                signed_by(row, by)
                row.save(update_fields=["held_until", "held_until_precision", "changed_at"])
            for holding in _released(held, day):
                holding.finished = PartialDate.of_day(ended_on)
                signed_by(holding, by)
                holding.save(update_fields=["held_until", "held_until_precision", "changed_at"])
            _move_lines(held, day, ended_on, by=by)
        if decision is not None:
            decision = put_in_register(decision, by=by, on=on)
            add_what_is_unsaid(decision, lines_of_many([held], "end"), by=by)
        told = f"Từ {before} thành {_end_told(held)}."
        step = _told(held, END, told, why, by=by, on=on, decision=decision)
    rotation.refresh_from_db()
    return step


def withdraw_end(rotation: Rotation, *, by: Account | None, on: date, why: str) -> RotationStep:
    """The case had not ended after all: it serves on, and so do the posts it brought. Raises MoveRefused."""
    with constraints_in_words():
        held = _held(rotation)
        if refused := end_correction_refusal(held, by=by):
            raise MoveRefused(refused)
        before, day = _end_told(held), held.ended_on
        assert day is not None  # the database holds it
        step = _told(
            held, WITHDRAW_END, f"Đã ghi {before}.", why, by=by, on=on, back_to=RotationStatus.ACTIVE,
            fields={"ended_on": None, "end_kind": "", "end_reason": ""},
        )  # fmt: skip
        for row in held.posts.filter(held_until=day):
            row.finished = None
            signed_by(row, by)
            row.save(update_fields=["held_until", "held_until_precision", "changed_at"])
        for holding in _released(held, day):
            run_on(holding, by=by)
        released = DecisionLine.objects.filter(rotation=held, action=LineAction.RELEASE, effective_on=day)
        _take_out(released, by=by)
    rotation.refresh_from_db()
    return step


def correct_extension(
    rotation: Rotation, *, by: Account | None, on: date, why: str, due: PartialDate | None = None
) -> RotationStep:
    """The last extension led to another day, or there was none (`due` None): it stays to be read as withdrawn.

    Raises MoveRefused: permission, own or a relative's file, no extension that stands, a case that no longer serves, a
    day that does not lie after the one it replaces.
    """
    label = EXTENSION if due else WITHDRAW_EXTENSION
    with constraints_in_words():
        held = _held(rotation)
        last = last_extension(held)
        if refused := extension_correction_refusal(last, held, by=by):
            raise MoveRefused(refused)
        assert last is not None  # the refusal asked
        before = last.after
        if due is not None:
            _refuse_same(str(before), str(due))
        last.withdrawn_on, last.withdrawal = on, _reason(why)
        signed_by(last, by)
        last.save(update_fields=["withdrawn_on", "withdrawal", "changed_at"])
        if due is not None:
            again = Extension(rotation=held, decision=last.decision, reason=last.reason, note=last.note)
            again.before, again.after = last.before, due
            signed_by(again, by)
            again.save()
        held.due = due or last.before
        signed_by(held, by)
        held.save(update_fields=["due_on", "due_on_precision", "changed_at"])
        told = f"Thời hạn từ {before} thành {held.due}."
        step = _told(held, label, told, why, by=by, on=on, decision=last.decision)
    rotation.refresh_from_db()
    return step


def withdraw_placement(rotation: Rotation, *, by: Account | None, on: date, why: str) -> RotationStep:
    """The decision on placement was written down wrongly: the proposal waits again, and posts are held as they were.

    Shape   the step that says so; a case written down as placed is one that has ended again.
    Units   whether the placement had taken effect or was to come makes no difference; a later case does.
    Errors  MoveRefused: permission, own or a relative's file, not decided, a later case of the person, a seat that
            somebody else has taken meanwhile.
    Source  product §3 (6).
    """
    with constraints_in_words():
        held = _held(rotation)
        if refused := placement_correction_refusal(held, by=by):
            raise MoveRefused(refused)
        placement = Placement.objects.select_for_update(of=("self",)).get(rotation=held)
        day, decision = placement.decided_on, placement.decision
        assert day is not None  # the case says so
        _give_posts_back(held, placement, day, by=by)
        told = f"Đã ghi {placement.get_outcome_display()}, có hiệu lực từ {day:%d/%m/%Y}."
        if decision is not None:
            said = decision.lines.filter(rotation=held)
            if held.steps.filter(status_after=RotationStatus.ENDED, decision=decision).exists():
                said = said.exclude(action=LineAction.RELEASE, effective_on=held.ended_on)
            _take_out(said, by=by)
        placement.decided_on, placement.decision = None, None
        signed_by(placement, by)
        placement.save()
        back_to = RotationStatus.ENDED if held.status == RotationStatus.PLACED else None
        step = _told(
            held, WITHDRAW_PLACEMENT, told, why, by=by, on=on, back_to=back_to, fields={"placed_on": None},
            decision=decision,
        )  # fmt: skip
    rotation.refresh_from_db()
    return step


# --- Parts -------------------------------------------------------------------------------------------------


def _held(rotation: Rotation) -> Rotation:
    return (
        Rotation.objects.select_for_update(of=("self",))
        .select_related("official", "plan__regulation", "sending_unit", "receiving_unit", "step_template")
        .get(pk=rotation.pk)
    )


def _reason(why: str) -> str:
    if not why.strip():
        raise MoveRefused(NO_REASON)
    return why.strip()


def _refuse_same(before: str, after: str) -> None:
    if before == after:
        raise MoveRefused("Nội dung không khác với điều đã ghi; không có gì để đính chính.")


def _told(
    rotation: Rotation,
    name: str,
    told: str,
    why: str,
    *,
    by: Account | None,
    on: date,
    back_to: RotationStatus | None = None,
    fields: dict[str, Any] | None = None,
    decision: Decision | None = None,
) -> RotationStep:
    """The step of a correction; one that takes a status back writes it too."""
    details: dict[str, Any] = {
        "name": name, "note": f"{told}\nLý do: {_reason(why)}", "decision": decision,
        "papers": named_in_full(decision) if decision else "",
    }  # fmt: skip
    signed_by(rotation, by)
    if back_to is not None:
        return rotation.record_step(back_to, by=by, on=on, fields=fields or {}, takes_back=True, **details)
    for column, value in (fields or {}).items():
        setattr(rotation, column, value)
    if fields:
        rotation.save(update_fields=[*fields, "changed_at"])
    step = RotationStep(rotation=rotation, done_on=on, recorded_by=by, **details)
    signed_by(step, by)
    step.save()
    return step


def _end_told(rotation: Rotation) -> str:
    reason = f" ({rotation.get_end_reason_display().lower()})" if rotation.end_reason else ""
    return f"kết thúc ngày {rotation.ended_on:%d/%m/%Y}, {rotation.get_end_kind_display().lower()}{reason}"


def _released(rotation: Rotation, day: date) -> list[PostHolding]:
    """What the person was released from by the end on that day."""
    ended = PostHolding.objects.filter(
        official=rotation.official_id, post__in=rotation.posts.values("post"), held_until=day
    )
    return list(ended.select_for_update(of=("self",)))


def _move_lines(rotation: Rotation, before: date, after: date, *, by: Account | None) -> None:
    """Lines that took effect on the wrong day take effect on the right one."""
    for line in DecisionLine.objects.filter(rotation=rotation, effective_on=before):
        line.effective_on = after
        signed_by(line, by)
        line.save(update_fields=["effective_on", "changed_at"])


def _take_out(lines: QuerySet[DecisionLine], *, by: Account | None) -> None:
    """Lines that say what did not happen; the history keeps them."""
    for line in lines:
        signed_by(line, by)
        line.delete()


def _give_posts_back(rotation: Rotation, placement: Placement, day: date, *, by: Account | None) -> None:
    """Undo what a placement did to posts, to the unit and to the service; what the end of the case did stays."""
    official = rotation.official
    if placement.post is not None:
        given = PostHolding.objects.filter(official=official, post=placement.post, held_from__gte=day)
        for holding in given.select_for_update(of=("self",)):
            signed_by(holding, by)
            holding.delete()
    by_the_end = rotation.posts.filter(held_until=day).values("post")
    left = PostHolding.objects.filter(official=official, held_until=day).exclude(post__in=by_the_end)
    for holding in left.select_for_update(of=("self",)):
        run_on(holding, by=by)
    if placement.outcome == PlacementOutcome.RETIRED and official.left_service_on == day:
        official.left_service_on = None
        signed_by(official, by)
        official.save(update_fields=["left_service_on", "changed_at"])
    if placement.unit_id is not None and (official.unit_id, official.unit_since) == (placement.unit_id, day):
        _belong_as_before(official, by=by)


def _belong_as_before(official: Official, *, by: Account | None) -> None:
    history: Any = official.history
    rows = history.order_by("-history_date", "-history_id").values_list("unit", "unit_since")
    now = (official.unit_id, official.unit_since)
    official.unit_id, official.unit_since = next((row for row in rows if row != now), now)
    signed_by(official, by)
    official.save(update_fields=["unit", "unit_since", "changed_at"])
