"""The life of a rotation: which move leads where, who may take it, what the rules are asked, what must be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rotations import rules
from rotations.models import (
    Account,
    Official,
    Placement,
    Rotation,
    RotationStep,
    StatusOutOfOrder,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.rules import Rule
from rotations.vocabulary import NEXT_STATUSES, EndKind, EndReason, RotationStatus
from rotations.workflow.doubts import accept_doubts, keep_checks
from rotations.workflow.posts import (
    belong_to,
    hand_back_posts,
    release_posts,
    settle_after_placement,
    take_up_posts,
)
from rotations.workflow.proposals import RuleBook
from rotations.workflow.refusals import (
    MoveRefused,
    constraints_in_words,
    signed_by,
    why_not,
)
from rotations.workflow.steps import close_planned


@dataclass(frozen=True)
class Move:
    """One verb: its button, the status it leads to, who may take it, the conditions it asks, the data it needs.

    `needs` and `takes` name the columns of the rotation a caller must or may give with it; `reason` is given by
    itself and becomes the step's note.
    """

    label: str
    to: RotationStatus
    permission: str
    asks: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


# Asked when the case is let in, and again on the final date: a case may have changed in between.
CONDITIONS: tuple[Rule, ...] = (
    rules.in_planning,
    rules.remaining_service,
    rules.one_term_left,
    rules.max_age,
    rules.min_time_in_post,
    rules.two_terms,
    rules.not_local,
    rules.post_standard,
    rules.classification,
    rules.discipline,
)
# The dossier is put together on the way, so its papers are looked at only when the case is decided.
FINAL_CONDITIONS: tuple[Rule, ...] = (*CONDITIONS, rules.health)

MOVES: dict[str, Move] = {
    "approve": Move(
        "Cho chủ trương",
        RotationStatus.APPROVED_IN_PRINCIPLE,
        "rotations.move_rotation_approve",
        asks=CONDITIONS,
    ),
    "prepare": Move("Chuẩn bị nhân sự", RotationStatus.PREPARING, "rotations.move_rotation_prepare"),
    "appraise": Move("Thẩm định, trao đổi", RotationStatus.APPRAISING, "rotations.move_rotation_appraise"),
    "decide": Move(
        "Quyết định luân chuyển",
        RotationStatus.DECIDED,
        "rotations.move_rotation_decide",
        asks=FINAL_CONDITIONS,
        needs=("starts_on",),
        takes=("announced_on",),
    ),
    "activate": Move(
        "Bắt đầu luân chuyển",
        RotationStatus.ACTIVE,
        "rotations.move_rotation_activate",
        needs=("starts_on",),
        takes=("announced_on",),
    ),
    "end": Move(
        "Kết thúc luân chuyển",
        RotationStatus.ENDED,
        "rotations.move_rotation_end",
        needs=("ended_on", "end_kind"),
        takes=("end_reason",),
    ),
    "place": Move("Bố trí sau luân chuyển", RotationStatus.PLACED, "rotations.move_rotation_place"),
    "cancel": Move(
        "Không thực hiện",
        RotationStatus.CANCELLED,
        "rotations.move_rotation_cancel",
        needs=("cancel_reason",),
    ),
}

MISSING = {
    "starts_on": "Hãy ghi ngày bắt đầu luân chuyển.",
    "ended_on": "Hãy ghi ngày kết thúc luân chuyển.",
    "end_kind": "Hãy chọn hình thức kết thúc.",
    "cancel_reason": "Hãy ghi lý do không thực hiện.",
}
NO_PLACEMENT = "Chưa có quyết định bố trí; hãy ghi phương án và ngày quyết định bố trí trước."
TO_COME = "Lượt này bắt đầu ngày {:%d/%m/%Y}; đến ngày đó chương trình tự tính là đang luân chuyển, không phải ghi gì thêm."
NO_DECISION = "Kết thúc sớm phải có quyết định; hãy ghi số, ký hiệu, ngày của quyết định."
STEP_DETAILS = frozenset({"person", "papers", "outcome", "decision"})


def refusal(rotation: Rotation, verb: str, *, by: Account | None, on: date) -> str:
    """Why the move is not open to `by`, in words; "" when it is.

    Shape   a rotation with its official, a verb of `MOVES`. Up to two queries, none when the order forbids it.
    Units   `on` is the day of the act: a placement decided later than that is not decided yet, and a case whose
            decided start has come is serving, so that it may end and may no longer be called off.
    Errors  KeyError for an unknown verb. `by` None is the system: order still counts, permission does not.
    Source  product §3; conflict of interest by Quy định 114-QĐ/TW (domain reference §10.2).
    """
    move, now = MOVES[verb], rotation.status_on(on)
    follows = NEXT_STATUSES[now] | ({RotationStatus.ACTIVE} if _starts_unrecorded(rotation, on=on) else set())
    if move.to not in follows or (_ends_later(rotation, on=on) and verb == "end"):
        until = f" đến ngày {rotation.ended_on:%d/%m/%Y}" if _ends_later(rotation, on=on) else ""
        return f"Lượt này đang ở “{now.label}”{until}, không thực hiện “{move.label}” được."
    if found := why_not(by, move.permission, move.label, rotation.official):
        return found
    if verb == "place":
        decided = Placement.objects.decided().filter(rotation=rotation.pk, decided_on__lte=on)
        if not decided.exists():
            return NO_PLACEMENT
    return ""


def _starts_unrecorded(rotation: Rotation, *, on: date) -> bool:
    """Serving by date alone: the decided start has come and nobody wrote the step down."""
    return rotation.status == RotationStatus.DECIDED and rotation.status_on(on) == RotationStatus.ACTIVE


def _ends_later(rotation: Rotation, *, on: date) -> bool:
    """Serving still, with an end on record that is to come."""
    return rotation.ended_on is not None and rotation.status_on(on) == RotationStatus.ACTIVE


def moves_cases(by: Account) -> bool:
    """Whether the account may take any of the moves at all, on some case."""
    return any(by.has_perm(move.permission) for move in MOVES.values())


def open_moves(rotation: Rotation, *, by: Account | None, on: date) -> list[tuple[str, Move]]:
    """The moves `by` may take now, in the order of `MOVES`, for buttons. A few queries at most."""
    return [(verb, move) for verb, move in MOVES.items() if not refusal(rotation, verb, by=by, on=on)]


def make_move(
    rotation: Rotation,
    verb: str,
    *,
    by: Account | None,
    on: date,
    exception: str = "",
    approved_by: Official | None = None,
    document: str = "",
    reason: str = "",
    **fields: Any,
) -> RotationStep:
    """Take one move, keep what the rules said of it, and do what follows; all of it or nothing.

    Shape   the step taken; `rotation` itself is brought up to date too. `fields` are columns named in the move's
            `needs` and `takes` (a date may be a PartialDate), or `person`, `papers`, `outcome`, `decision` of the
            step.
    Units   `on` is the day of the act. A doubt that was accepted at an earlier step, and is the same still, needs
            no second reason. `approved_by` and `document` go with `exception` where the regulation asks for them.
    Errors  MoveRefused when it is not open, data is missing, or the database refuses; ExceptionNeeded, with every
            check that did not pass, when what the regulation wants for it is not given; TypeError for a field of
            another move.
    Source  product §3; domain reference §1.7, §1.11, §2.
    """
    move, exception, reason = MOVES[verb], exception.strip(), reason.strip()
    details = {name: fields.pop(name) for name in STEP_DETAILS & fields.keys()}
    if verb == "cancel":
        fields["cancel_reason"] = reason = (fields.get("cancel_reason") or "").strip() or reason
    with constraints_in_words():
        held = (
            Rotation.objects.select_for_update(of=("self",))
            .select_related("official", "plan__regulation", "sending_unit", "receiving_unit", "step_template")
            .get(pk=rotation.pk)
        )
        if why := refusal(held, verb, by=by, on=on):
            raise MoveRefused(why)
        if verb != "activate" and _starts_unrecorded(held, on=on):
            record_start(held, by=by)
        agreed = held.starts
        columns = _settle(held, verb, _columns_given(move, fields), on=on)
        if verb == "activate" and held.starts != agreed:
            hand_back_posts(held, agreed, by=by)
        if columns.get("end_kind") == EndKind.EARLY and not (
            details.get("decision") or details.get("papers")
        ):
            raise MoveRefused(NO_DECISION)
        for name, value in columns.items():
            setattr(held, name, value)
        if move.asks:
            rules.load([held])
        checks = [check for rule in move.asks if (check := rule(held, on=on)) is not None]
        accepted = accept_doubts(
            held, checks, by=by, on=on, reason=exception, approved_by=approved_by, document=document.strip()
        )
        if verb != "cancel":
            close_planned(held, held.status, by=by, on=on)
        signed_by(held, by)
        step = _record(
            held,
            move,
            by=by,
            on=on,
            fields=columns,
            note="\n".join(dict.fromkeys(text for text in (reason, exception) if text)),
            **details,
        )
        keep_checks(checks, step, on=on, accepted=accepted)
        _follow_up(held, verb, by=by, on=on)
    for field in Rotation._meta.concrete_fields:
        setattr(rotation, field.attname, getattr(held, field.attname))
    return step


def record_start(rotation: Rotation, *, by: Account | None) -> RotationStep:
    """Write the start of a case that serves by date alone, dated on its own day, so that every status has its step.

    `rotation` is held under the lock of whoever acts on it next.
    """
    starts = rotation.starts_on
    assert starts is not None  # a decision has its start
    signed_by(rotation, by)
    close_planned(rotation, rotation.status, by=by, on=starts)
    columns = {} if rotation.announced_on else {"announced_on": starts}
    step = _record(
        rotation, MOVES["activate"], by=by, on=starts, fields=columns, note="Theo ngày ghi trong quyết định."
    )
    _follow_up(rotation, "activate", by=by, on=starts)
    return step


def _columns_given(move: Move, fields: dict[str, Any]) -> dict[str, Any]:
    """The columns a caller gave, dates with their precision; TypeError for one this move does not take."""
    columns: dict[str, Any] = {}
    for name, value in fields.items():
        if name.removesuffix("_precision") not in (*move.needs, *move.takes):
            raise TypeError(f"the move to {move.to} takes no {name!r}")
        if isinstance(value, PartialDate):
            columns |= {name: value.first, f"{name}_precision": value.precision}
        elif value not in (None, ""):
            columns[name] = value
    if "starts_on" in columns:
        known = DatePrecision(columns.get("starts_on_precision", DatePrecision.DAY))
        starts = PartialDate.of(columns["starts_on"], known)
        columns |= {"starts_on": starts.first, "starts_on_precision": starts.precision}
    return columns


def _settle(rotation: Rotation, verb: str, columns: dict[str, Any], *, on: date) -> dict[str, Any]:
    """Complete the columns that follow from those given; MoveRefused when one that is needed stands nowhere."""
    for name in MOVES[verb].needs:
        if not columns.get(name) and not getattr(rotation, name):
            raise MoveRefused(MISSING[name])
    if "starts_on" in columns:
        starts = PartialDate.of(columns["starts_on"], columns["starts_on_precision"])
        if starts != rotation.starts or rotation.due is None:
            rotation.starts = starts
            due = RuleBook().due(rotation, on=on)
            columns["due_on"] = due.first if due else None
            columns["due_on_precision"] = due.precision if due else DatePrecision.DAY
    elif verb == "decide" and rotation.due is None and (due := RuleBook().due(rotation, on=on)):
        columns |= {"due_on": due.first, "due_on_precision": due.precision}
    starts_on = columns.get("starts_on") or rotation.starts_on
    if verb == "activate" and starts_on is not None and starts_on > on:
        raise MoveRefused(TO_COME.format(starts_on))
    if verb == "activate" and not columns.get("announced_on") and rotation.announced_on is None:
        # Written down late, a start was made known by the day it happened.
        columns["announced_on"] = starts_on
    if verb == "end":
        _settle_end(columns)
    return columns


def _settle_end(columns: dict[str, Any]) -> None:
    """An end before its time has a reason from the closed list; a reform is its own reason."""
    kind = EndKind(columns["end_kind"])
    if kind == EndKind.REFORM:
        columns.setdefault("end_reason", EndReason.REFORM)
    if kind == EndKind.EARLY and not columns.get("end_reason"):
        raise MoveRefused("Hãy chọn lý do kết thúc sớm.")


def _record(rotation: Rotation, move: Move, *, by: Account | None, on: date, **details: Any) -> RotationStep:
    """Write status and step; the step is tied to the one of the procedure at which the case now stands."""
    item = None
    if rotation.step_template is not None:
        item = rotation.step_template.items.filter(status=move.to).first()
    try:
        return rotation.record_step(move.to, by=by, on=on, name=move.label, template_item=item, **details)
    except StatusOutOfOrder as refused:
        raise MoveRefused(str(refused)) from refused


def _follow_up(rotation: Rotation, verb: str, *, by: Account | None, on: date) -> None:
    """What a move brings about in the posts people hold."""
    if verb == "decide":
        take_up_posts(rotation, by=by)
        if rotation.starts_on is not None and rotation.starts_on <= on:
            belong_to(rotation.official, rotation.receiving_unit, by=by)
    elif verb == "activate":
        take_up_posts(rotation, by=by)
        belong_to(rotation.official, rotation.receiving_unit, by=by)
    elif verb == "cancel":
        hand_back_posts(rotation, rotation.starts, by=by)
    elif verb == "end":
        release_posts(rotation, by=by, on=on)
    elif verb == "place":
        settle_after_placement(rotation, by=by)
