"""Why a case goes on although a condition did not pass: the reason, who consented, the paper that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rotations.models import (
    Account,
    EligibilityCheck,
    FamilyMember,
    Official,
    Rotation,
    RotationStep,
    create_plain,
)
from rotations.rules import Check, wanted_for
from rotations.workflow.refusals import ExceptionNeeded, MoveRefused

APPROVER_IS_INVOLVED = (
    "Người chấp thuận không thể là chính cán bộ hoặc người thân của cán bộ; hãy chọn người khác."
)
REASON, APPROVER, DOCUMENT = "reason", "approver", "document"


@dataclass(frozen=True)
class Acceptance:
    """What was given for a doubt; parts that nobody asked for may be empty."""

    reason: str = ""
    approved_by: int | None = None
    document: str = ""

    def lacks(self, wanted_approver: bool, wanted_document: bool) -> set[str]:
        """The parts that are wanted and not there."""
        lacking = set() if self.reason else {REASON}
        if wanted_approver and self.approved_by is None:
            lacking.add(APPROVER)
        if wanted_document and not self.document:
            lacking.add(DOCUMENT)
        return lacking


def accept_doubts(
    rotation: Rotation,
    checks: Sequence[Check],
    *,
    by: Account | None,
    on: date,
    reason: str = "",
    approved_by: Official | None = None,
    document: str = "",
    earlier: Iterable[EligibilityCheck],
) -> dict[str, Acceptance]:
    """For each doubtful check what it goes on by; what was accepted at an earlier step stands while it says the same.

    Shape   the checks of one case, and those accepted `earlier`, by code what stands beside them. One query where there
            is a doubt and somebody is named who consented.
    Units   without `approved_by` the account's own official is the one who consented.
    Errors  ExceptionNeeded, with all the checks and all the parts that lack; MoveRefused for an approver who is the
            person or a relative.
    Source  rows `ConditionRule` of the regulation; conflict of interest by Quy định 114-QĐ/TW.
    """
    doubtful = [check for check in checks if check.is_doubtful]
    if not doubtful:
        return {}
    if approved_by is not None and _is_involved(approved_by, rotation.official):
        raise MoveRefused(APPROVER_IS_INVOLVED)
    own = by.official_id if by is not None else None
    given = Acceptance(reason, approved_by.pk if approved_by is not None else own, document)
    before = {
        (kept.code, kept.outcome): Acceptance(kept.exception_reason, kept.approved_by_id, kept.document)
        for kept in earlier
    }
    accepted: dict[str, Acceptance] = {}
    open_ones: list[Check] = []
    wants: set[str] = set()
    lacking: set[str] = set()
    for check in doubtful:
        wanted = wanted_for(rotation, check.code, on=on)
        if not wanted.reason:
            continue
        stood = before.get((check.code, str(check.outcome)))
        if stood is not None and not stood.lacks(wanted.approver, wanted.document):
            accepted[check.code] = stood
        elif lacks := given.lacks(wanted.approver, wanted.document):
            open_ones.append(check)
            lacking |= lacks
            wants |= _asked_for(wanted.approver, wanted.document)
        else:
            accepted[check.code] = given
    if open_ones:
        raise ExceptionNeeded(open_ones, wants, lacking)
    return accepted


def keep_checks(
    said: Iterable[tuple[Sequence[Check], RotationStep, dict[str, Acceptance]]], *, on: date
) -> None:
    """Store what every condition said at the step of each case, and beside each doubt what the case went on by. One
    statement for them all."""
    nothing = Acceptance()
    rows = []
    for check, step, accepted in (
        (check, step, accepted) for checks, step, accepted in said for check in checks
    ):
        beside = accepted.get(check.code, nothing)
        rows.append(
            EligibilityCheck(
                rotation_id=step.rotation_id,
                step=step,
                code=check.code,
                outcome=check.outcome,
                message=check.message,
                figures=check.figures,
                regulation=check.regulation,
                parameter=str(check.parameter) if check.parameter else "",
                cited=check.cited,
                checked_on=on,
                exception_reason=beside.reason,
                approved_by_id=beside.approved_by,
                document=beside.document,
            )
        )
    create_plain(rows)


def _asked_for(approver: bool, document: bool) -> set[str]:
    """What the form has to show for a doubt, given already or not."""
    return {REASON} | ({APPROVER} if approver else set()) | ({DOCUMENT} if document else set())


def _is_involved(approver: Official, official: Official) -> bool:
    if approver.pk == official.pk:
        return True
    links = FamilyMember.objects.filter(official=official, relative=approver) | FamilyMember.objects.filter(
        official=approver, relative=official
    )
    return links.exists()
