"""One act on many cases, told case by case: what was done, what was refused and why, what asks for a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from rotations.models import Account, Decision, Rotation, RotationStep
from rotations.rules import Check
from rotations.workflow.amendments import Amendment
from rotations.workflow.decisions import add_what_is_unsaid, lines_of_many, rest_on_decision
from rotations.workflow.refusals import ExceptionNeeded, MoveRefused, constraints_in_words
from rotations.workflow.taking_moves import (
    Desk,
    Given,
    bring_up_to_date,
    is_taken_alone,
    judge,
    leaving_their_plans,
    locked,
    make_move,
    write,
)


@dataclass(frozen=True)
class MoveReport:
    """What one act came to for one case: a step, or the sentence that refused it, or the doubts that ask for a reason."""

    rotation: Rotation
    step: RotationStep | None = None
    refused: str = ""
    doubts: Sequence[Check] = ()

    @property
    def done(self) -> bool:
        """Whether the case has moved."""
        return self.step is not None


class _RolledBack(Exception):
    """Ends a try, or a decision nobody was decided by, without a trace."""


def make_moves(
    rotations: Sequence[Rotation],
    verb: str,
    *,
    by: Account | None,
    on: date,
    decision: Decision | None = None,
    exception: str = "",
    exceptions: Mapping[int, str] | None = None,
    amendment: Amendment = None,
    only_try: bool = False,
    **fields: Any,
) -> list[MoveReport]:
    """Take one move for many cases under one decision; a case that is refused leaves all the others unharmed.

    Shape   rotations in, a report for each out, in their order. `fields` are those of `make_move` and hold for all;
            `exception` is the reason for every doubtful case, `exceptions` one by the case's key. `decision` is kept
            with the release and grant lines of all that were done, and not at all when none was. With `only_try` all of
            it is rolled back: what is shown beforehand is the act itself. Who is called off leaves an approved plan
            under one `amendment` for all.
    Units   cases are read, judged and written together, by the same few statements whatever their number. Where the
            database refuses one (a seat that is taken), and for a case whose start has to be written down first, each
            has its own savepoint and costs what one move costs.
    Errors  MoveRefused for the decision itself (its number is taken, its marking) or the amendment, with nothing
            done; TypeError for a field of another move.
    Source  product §3 (3): one decision, many people.
    """
    reports: list[MoveReport] = []
    as_they_were = [_columns(rotation) for rotation in rotations]
    try:
        with (
            transaction.atomic(),
            leaving_their_plans(rotations, verb, amendment, by=by, on=on) as opened,
        ):
            fields["decision"] = decision
            rest_on_decision(fields, by=by, on=on)
            reasons = exceptions or {}
            try:
                told = _together(rotations, Given.of(verb, by=by, on=on, **fields), reasons, exception)
            except MoveRefused:
                told = {}  # the database refuses one of them, and only case by case does it say which
            for rotation in rotations:
                reason = reasons.get(rotation.pk, "") or exception
                reports.append(
                    told.get(rotation.pk)
                    or _alone(
                        rotation, verb, by=by, on=on, exception=reason, fields=fields | {"amendment": opened}
                    )
                )
            done = [report.rotation for report in reports if report.done]
            if done and fields["decision"] is not None:
                add_what_is_unsaid(fields["decision"], lines_of_many(done, verb), by=by)
            if only_try or not done:
                raise _RolledBack
    except _RolledBack:
        for rotation, columns in zip(rotations, as_they_were, strict=True):
            for name, value in columns.items():
                setattr(rotation, name, value)
    return reports


def _columns(rotation: Rotation) -> dict[str, Any]:
    return {field.attname: getattr(rotation, field.attname) for field in Rotation._meta.concrete_fields}


def _together(
    rotations: Sequence[Rotation], given: Given, exceptions: Mapping[int, str], exception: str
) -> dict[int, MoveReport]:
    """The reports of all cases that can be written together; MoveRefused when the database refuses one of them.

    Whoever needs more written than the others is left out, for a move alone.
    """
    asked = {rotation.pk: rotation for rotation in rotations}
    held = [one for one in locked(list(asked)) if not is_taken_alone(one, given)]
    desk, acts, reports = Desk(held, given.move, given.by), [], {}
    for one in held:
        try:
            act = judge(one, given, desk, exception=exceptions.get(one.pk, "") or exception)
        except MoveRefused as refused:
            reports[one.pk] = MoveReport(asked[one.pk], refused=str(refused))
        except ExceptionNeeded as doubt:
            reports[one.pk] = MoveReport(asked[one.pk], doubts=doubt.checks)
        else:
            acts.append(act)
    with constraints_in_words():
        write(acts, given)
    for act in acts:
        bring_up_to_date(asked[act.rotation.pk], act.rotation)
        reports[act.rotation.pk] = MoveReport(asked[act.rotation.pk], step=act.step)
    return reports


def _alone(
    rotation: Rotation, verb: str, *, by: Account | None, on: date, exception: str, fields: dict[str, Any]
) -> MoveReport:
    try:
        step = make_move(rotation, verb, by=by, on=on, exception=exception, **fields)
    except MoveRefused as refused:
        return MoveReport(rotation, refused=str(refused))
    except ExceptionNeeded as doubt:
        return MoveReport(rotation, doubts=doubt.checks)
    return MoveReport(rotation, step=step)
