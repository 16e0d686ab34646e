"""After the run: everything the program said it had kept is there, as it was said."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import DatabaseError, connection

from rotations.models import (
    AuditEntry,
    Decision,
    ImportBatch,
    ImportTask,
    Rotation,
    RotationNeed,
    RotationStep,
)
from rotations.vocabulary import AuditAction, ImportStatus, RotationStatus
from tests.faults.people import Claims

LEADS_TO = {
    "approve": RotationStatus.APPROVED_IN_PRINCIPLE,
    "prepare": RotationStatus.PREPARING,
    "appraise": RotationStatus.APPRAISING,
    "decide": RotationStatus.DECIDED,
}


def no_work_left(seconds: float) -> None:
    """Wait until no file is being worked on, at most so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if not ImportTask.objects.active().exists():
                return
        except DatabaseError:
            connection.close()
        time.sleep(0.5)


def lost(claims: Claims) -> Iterator[str]:
    """What was acknowledged and is not there, a sentence each."""
    for kind, found in PROOFS.items():
        for what in claims.kept.get(kind, ()):
            if not found(*what):
                yield f"{kind}: {what}"
    for action, kind in ((AuditAction.READ, "read"), (AuditAction.EXPORT, "export")):
        told = Counter(str(name) for (name,) in claims.kept.get(kind, ()))
        for name, times in told.items():
            noted = AuditEntry.objects.filter(account__username=name, action=action).count()
            if noted < times:
                yield f"{kind}: {name} was answered {times} times and {noted} notes are in the trail"
    for task in ImportTask.objects.active():
        yield f"work on a file is not over: {task} of batch {task.batch_id}"


def _need(key: int, mark: str) -> bool:
    versions: Any = RotationNeed.objects.get(pk=key).history  # type: ignore[attr-defined]
    return bool(versions.filter(note=mark, history_type="+").count() == 1)


def _need_changed(key: int, mark: str) -> bool:
    versions: Any = RotationNeed.objects.get(pk=key).history  # type: ignore[attr-defined]
    return bool(versions.filter(note=mark).count() == 1)


def _move(key: int, verb: str, mark: str) -> bool:
    steps = RotationStep.objects.filter(rotation=key, status_after=LEADS_TO[verb], papers=mark)
    return steps.count() == 1


def _decision(number: str, symbol: str) -> bool:
    return Decision.objects.filter(number=number, symbol=symbol).count() == 1


def _decision_of_many(number: str, cases: tuple[int, ...]) -> bool:
    decision = Decision.objects.filter(number=number, symbol="QĐ/THỬ").first()
    if decision is None:
        return False
    named = set(decision.lines.values_list("rotation", flat=True))
    decided = Rotation.objects.filter(pk__in=cases, status=RotationStatus.DECIDED)
    return named == set(cases) and decided.count() == len(cases)


def _import(key: int, names: tuple[str, ...]) -> bool:
    if ImportBatch.objects.get(pk=key).status != ImportStatus.COMMITTED:
        return False
    cases = Rotation.objects.filter(official__full_name__in=names)
    return cases.count() == len(names) == cases.values("official").distinct().count()


PROOFS: dict[str, Callable[..., bool]] = {
    "need": _need,
    "need_changed": _need_changed,
    "move": _move,
    "decision": _decision,
    "decision_of_many": _decision_of_many,
    "import": _import,
}
