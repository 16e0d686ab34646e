"""How moves are taken: one case or many are locked, judged one by one, and written together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rotations import rules
from rotations.models import (
    Account,
    EligibilityCheck,
    Official,
    Rotation,
    RotationPlan,
    RotationStep,
    StatusOutOfOrder,
    StepTemplateItem,
    record_steps,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.rules import Check
from rotations.vocabulary import EndKind, EndReason
from rotations.workflow.amendments import Amendment, amending
from rotations.workflow.decisions import add_what_is_unsaid, lines_of_many, rest_on_decision
from rotations.workflow.doubts import Acceptance, accept_doubts, keep_checks
from rotations.workflow.moves import (
    MISSING,
    MOVES,
    NO_DECISION,
    STEP_DETAILS,
    TO_COME,
    Move,
    refusal,
    starts_unrecorded,
)
from rotations.workflow.posts import (
    belong_there,
    hand_back_posts,
    release_posts,
    settle_after_placement,
    take_up_posts,
)
from rotations.workflow.proposals import RuleBook
from rotations.workflow.refusals import (
    MoveRefused,
    constraints_in_words,
    handled_by_others,
    signed_by,
)
from rotations.workflow.steps import close_planned, days_of_standing, refuse_earlier

TOLD_TOGETHER = (
    "official",
    "plan__regulation",
    "sending_unit",
    "receiving_unit",
    "step_template",
    "placement",
)


@dataclass
class Desk:
    """What judging a move reads for all its cases together: eight queries whatever their number."""

    rotations: Sequence[Rotation]
    move: Move
    by: Account | None
    book: RuleBook = field(default_factory=RuleBook)

    def __post_init__(self) -> None:
        keys = [rotation.pk for rotation in self.rotations]
        self.theirs = handled_by_others(self.by)
        templates = {rotation.step_template_id for rotation in self.rotations}
        self.items: dict[int, StepTemplateItem] = {}
        for item in StepTemplateItem.objects.filter(template__in=templates, status=self.move.to):
            self.items.setdefault(item.template_id, item)
        self.standing = days_of_standing(self.rotations)
        self.earlier: dict[int, list[EligibilityCheck]] = {}
        if self.move.asks:
            rules.load(self.rotations)
            kept = EligibilityCheck.objects.filter(rotation__in=keys).exclude(exception_reason="")
            for check in kept.order_by("pk"):
                self.earlier.setdefault(check.rotation_id, []).append(check)


@dataclass
class Act:
    """One case that may take the move, with all that is to be written."""

    rotation: Rotation
    columns: dict[str, Any]
    step: RotationStep
    checks: list[Check]
    accepted: dict[str, Acceptance]


@dataclass(frozen=True)
class Given:
    """What a caller gave for all the cases of one move."""

    verb: str
    by: Account | None
    on: date
    approved_by: Official | None = None
    document: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        verb: str,
        *,
        by: Account | None,
        on: date,
        approved_by: Official | None = None,
        document: str = "",
        reason: str = "",
        **fields: Any,
    ) -> Given:
        """Sorted into what becomes of the step and what of the case; TypeError for a field of another move."""
        details = {name: fields.pop(name) for name in STEP_DETAILS & fields.keys()}
        reason = reason.strip()
        if verb == "cancel":
            fields["cancel_reason"] = reason = (fields.get("cancel_reason") or "").strip() or reason
        columns = _columns_given(MOVES[verb], fields)
        return cls(verb, by, on, approved_by, document.strip(), reason, details, columns)

    @property
    def move(self) -> Move:
        """The move itself."""
        return MOVES[self.verb]


def make_move(
    rotation: Rotation,
    verb: str,
    *,
    by: Account | None,
    on: date,
    exception: str = "",
    amendment: Amendment = None,
    **fields: Any,
) -> RotationStep:
    """Take one move, keep what the rules said of it, and do what follows; all of it or nothing.

    Shape   the step taken; `rotation` itself is brought up to date too. `fields` are columns named in the move's
            `needs` and `takes` (a date may be a PartialDate), or `person`, `papers`, `outcome`, `decision` of the
            step, or `reason`, which becomes its note, or `approved_by` and `document`, which go with `exception` where
            the regulation asks for them. A `decision` that is not on record yet is put into the register, with the
            lines of this case.
    Units   `on` is the day of the act, no earlier than that of the step before. A doubt that was accepted at an earlier
            step, and is the same still, needs no second reason. Who is called off leaves the plan: of an approved one
            with the paper of an `amendment`.
    Errors  MoveRefused when it is not open, data is missing, or the database refuses; ExceptionNeeded, with every
            check that did not pass, when what the regulation wants for it is not given; TypeError for a field of
            another move.
    Source  product §3; domain reference §1.7, §1.11, §2.
    """
    if verb == "cancel" and (why := refusal(rotation, verb, by=by, on=on)):
        raise MoveRefused(why)
    with constraints_in_words(), leaving_their_plans([rotation], verb, amendment, by=by, on=on):
        (held,) = locked([rotation.pk])
        if why := refusal(held, verb, by=by, on=on):
            raise MoveRefused(why)
        if verb != "activate" and starts_unrecorded(held, on=on):
            record_start(held, by=by)
        new = rest_on_decision(fields, by=by, on=on)
        given, agreed = Given.of(verb, by=by, on=on, **fields), held.starts
        act = judge(held, given, Desk([held], given.move, by), exception=exception)
        if verb == "activate" and held.starts != agreed:
            hand_back_posts(held, agreed, by=by)
        write([act], given)
        if new is not None:
            add_what_is_unsaid(new, lines_of_many([held], verb), by=by)
    bring_up_to_date(rotation, held)
    return act.step


@contextmanager
def leaving_their_plans(
    rotations: Iterable[Rotation], verb: str, amendment: Amendment, *, by: Account | None, on: date
) -> Iterator[Amendment]:
    """Calling people off changes what their plans say; a plan summed up is a record of its year and says it still.

    All of it or nothing; other verbs change no plan.
    """
    leaving = {rotation.plan_id for rotation in rotations} if verb == "cancel" else set()
    plans = [
        plan for plan in RotationPlan.objects.filter(pk__in=leaving) if plan.is_amendable or not plan.is_fixed
    ]
    with amending(plans, amendment, by=by, on=on) as opened:
        yield opened


def locked(keys: Collection[int]) -> list[Rotation]:
    """These cases as they stand, locked in one order, so that two people who act on many cannot wait for each other.
    One query."""
    cases = Rotation.objects.select_for_update(of=("self",)).select_related(*TOLD_TOGETHER)
    return list(cases.filter(pk__in=keys).order_by("pk"))


def bring_up_to_date(rotation: Rotation, held: Rotation) -> None:
    """The caller's object says what was written."""
    for column in Rotation._meta.concrete_fields:
        setattr(rotation, column.attname, getattr(held, column.attname))


def judge(rotation: Rotation, given: Given, desk: Desk, *, exception: str = "") -> Act:
    """What one case would have written; MoveRefused or ExceptionNeeded when it may not. Nothing is written.

    No query but for the consent of somebody named. The case's columns are set as they are to be.
    """
    move, by, on, exception = given.move, given.by, given.on, exception.strip()
    if why := refusal(rotation, given.verb, by=by, on=on, theirs=desk.theirs):
        raise MoveRefused(why)
    refuse_earlier(desk.standing.get(rotation.pk), move.label, on)
    columns = _settle(rotation, given.verb, dict(given.fields), desk.book, on=on)
    if columns.get("end_kind") == EndKind.EARLY and not given.details.get("decision"):
        raise MoveRefused(NO_DECISION)
    for name, value in columns.items():
        setattr(rotation, name, value)
    checks = [check for rule in move.asks if (check := rule(rotation, on=on)) is not None]
    accepted = accept_doubts(
        rotation,
        checks,
        by=by,
        on=on,
        reason=exception,
        approved_by=given.approved_by,
        document=given.document,
        earlier=desk.earlier.get(rotation.pk, ()),
    )
    step = RotationStep(
        name=move.label,
        template_item=desk.items.get(rotation.step_template_id or 0),
        done_on=on,
        recorded_by=by,
        note="\n".join(dict.fromkeys(text for text in (given.reason, exception) if text)),
        **given.details,
    )
    return Act(rotation, columns, step, checks, accepted)


def write(acts: Sequence[Act], given: Given) -> None:
    """Write what was judged, and do what follows in the posts people hold; IntegrityError where the database refuses.

    The same few statements for any number of cases, but for a placement, an early start and a case called off after
    its decision, which undo or settle posts one by one: each goes by the history of its own rows.
    """
    if not acts:
        return
    by, on, rotations = given.by, given.on, [act.rotation for act in acts]
    if given.verb != "cancel":
        close_planned(rotations, by=by, on=on)
    columns = list(dict.fromkeys(name for act in acts for name in act.columns))
    try:
        record_steps(rotations, given.move.to, [act.step for act in acts], by=by, columns=columns)
    except StatusOutOfOrder as refused:
        raise MoveRefused(str(refused)) from refused
    keep_checks([(act.checks, act.step, act.accepted) for act in acts], on=on)
    _follow_up(rotations, given.verb, by=by, on=on)


def record_start(rotation: Rotation, *, by: Account | None) -> RotationStep:
    """Write the start of a case that serves by date alone, dated on its own day, so that every status has its step.

    `rotation` is held under the lock of whoever acts on it next.
    """
    starts, move = rotation.starts_on, MOVES["activate"]
    assert starts is not None  # a decision has its start
    close_planned([rotation], by=by, on=starts)
    columns = {} if rotation.announced_on else {"announced_on": starts}
    item = None
    if rotation.step_template is not None:
        item = rotation.step_template.items.filter(status=move.to).first()
    signed_by(rotation, by)
    try:
        step = rotation.record_step(
            move.to,
            by=by,
            on=starts,
            name=move.label,
            template_item=item,
            fields=columns,
            note="Theo ngày ghi trong quyết định.",
        )
    except StatusOutOfOrder as refused:
        raise MoveRefused(str(refused)) from refused
    _follow_up([rotation], "activate", by=by, on=starts)
    return step


def is_taken_alone(rotation: Rotation, given: Given) -> bool:
    """Whether a case needs more written than the others of its move: a start nobody wrote down yet, or another one."""
    if given.verb == "activate":
        return "starts_on" in given.fields
    return starts_unrecorded(rotation, on=given.on)


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


def _settle(
    rotation: Rotation, verb: str, columns: dict[str, Any], book: RuleBook, *, on: date
) -> dict[str, Any]:
    """Complete the columns that follow from those given; MoveRefused when one that is needed stands nowhere."""
    for name in MOVES[verb].needs:
        if not columns.get(name) and not getattr(rotation, name):
            raise MoveRefused(MISSING[name])
    if "starts_on" in columns:
        starts = PartialDate.of(columns["starts_on"], columns["starts_on_precision"])
        if starts != rotation.starts or rotation.due is None:
            rotation.starts = starts
            due = book.due(rotation, on=on)
            columns["due_on"] = due.first if due else None
            columns["due_on_precision"] = due.precision if due else DatePrecision.DAY
    elif verb == "decide" and rotation.due is None and (due := book.due(rotation, on=on)):
        columns |= {"due_on": due.first, "due_on_precision": due.precision}
    starts_on = columns.get("starts_on") or rotation.starts_on
    if verb == "activate" and starts_on is not None and starts_on > on:
        raise MoveRefused(TO_COME.format(starts_on))
    if verb == "activate" and not columns.get("announced_on") and rotation.announced_on is None:
        # Written down late, a start was made known by the day it happened.
        columns["announced_on"] = starts_on
    if verb == "end":
        _settle_end(columns)
    elif verb == "place":
        columns["placed_on"] = rotation.placement.decided_on
    return columns


def _settle_end(columns: dict[str, Any]) -> None:
    """An end before its time has a reason from the closed list; a reform is its own reason."""
    kind = EndKind(columns["end_kind"])
    if kind == EndKind.REFORM:
        columns.setdefault("end_reason", EndReason.REFORM)
    if kind == EndKind.EARLY and not columns.get("end_reason"):
        raise MoveRefused("Hãy chọn lý do kết thúc sớm.")


def _follow_up(rotations: Sequence[Rotation], verb: str, *, by: Account | None, on: date) -> None:
    """What a move brings about in the posts people hold."""
    if verb in ("decide", "activate"):
        take_up_posts(*rotations, by=by)
        belong_there(
            (
                (rotation.official, rotation.receiving_unit, rotation.starts_on)
                for rotation in rotations
                if rotation.starts_on is not None and (verb == "activate" or rotation.starts_on <= on)
            ),
            by=by,
        )
    elif verb == "end":
        release_posts(*rotations, by=by, on=on)
    elif verb == "cancel":
        for rotation in rotations:
            hand_back_posts(rotation, rotation.starts, by=by)
    elif verb == "place":
        for rotation in rotations:
            settle_after_placement(rotation, by=by)
