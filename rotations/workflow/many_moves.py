"""One act on many cases, told case by case: what was done, what was refused and why, what asks for a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from rotations.models import Account, Decision, Rotation, RotationStep
from rotations.rules import Check
from rotations.workflow.decisions import add_lines, lines_of_many, write_decision
from rotations.workflow.moves import make_move
from rotations.workflow.refusals import ExceptionNeeded, MoveRefused


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
    only_try: bool = False,
    **fields: Any,
) -> list[MoveReport]:
    """Take one move for many cases under one decision; a case that is refused leaves all the others unharmed.

    Shape   rotations in, a report for each out, in their order. `fields` are those of `make_move` and hold for all;
            `exception` is the reason for every doubtful case, `exceptions` one by the case's key. `decision` is kept
            with the release and grant lines of all that were done, and not at all when none was. With `only_try` all of
            it is rolled back: what is shown beforehand is the act itself.
    Units   each case has its own savepoint and costs what one move costs; the decision costs a few queries more.
    Errors  MoveRefused for the decision itself (its number is taken, its marking), with nothing done; TypeError for a
            field of another move.
    Source  product §3 (3): one decision, many people.
    """
    reports: list[MoveReport] = []
    as_they_were = [_columns(rotation) for rotation in rotations]
    try:
        with transaction.atomic():
            _lock(rotations)
            if decision is not None:
                write_decision(decision, (), by=by)
                fields["decision"] = decision
                fields.setdefault("papers", _named(decision))
            for rotation in rotations:
                reason = (exceptions or {}).get(rotation.pk, "") or exception
                reports.append(_one(rotation, verb, by=by, on=on, exception=reason, fields=fields))
            done = [report.rotation for report in reports if report.done]
            if decision is not None and done:
                add_lines(decision, lines_of_many(done, verb), by=by)
            if only_try or not done:
                raise _RolledBack
    except _RolledBack:
        for rotation, columns in zip(rotations, as_they_were, strict=True):
            for name, value in columns.items():
                setattr(rotation, name, value)
        if decision is not None:
            decision.pk, decision._state.adding = None, True
    return reports


def _columns(rotation: Rotation) -> dict[str, Any]:
    return {field.attname: getattr(rotation, field.attname) for field in Rotation._meta.concrete_fields}


def _lock(rotations: Sequence[Rotation]) -> None:
    """All cases at once and in one order, so that two people who act on many cannot wait for each other."""
    keys = [rotation.pk for rotation in rotations]
    list(Rotation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").only("pk"))


def _one(
    rotation: Rotation, verb: str, *, by: Account | None, on: date, exception: str, fields: dict[str, Any]
) -> MoveReport:
    try:
        step = make_move(rotation, verb, by=by, on=on, exception=exception, **fields)
    except MoveRefused as refused:
        return MoveReport(rotation, refused=str(refused))
    except ExceptionNeeded as doubt:
        return MoveReport(rotation, doubts=doubt.checks)
    return MoveReport(rotation, step=step)


def _named(decision: Decision) -> str:
    return f"Quyết định số {decision} ngày {decision.issued_on:%d/%m/%Y}"
