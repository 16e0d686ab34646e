"""The review sheet (phiếu rà soát): what every condition said of one person, by which text, and why they went on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rotations import rules
from rotations.models import EligibilityCheck, PostHolding, Rotation
from rotations.rules import Check
from rotations.vocabulary import CheckOutcome, ConditionCode
from rotations.workflow import FINAL_CONDITIONS


@dataclass(frozen=True)
class ReviewLine:
    """One condition: what was found and by what, when it was asked, and what a doubt was accepted on."""

    condition: str
    outcome: CheckOutcome
    finding: str
    parameter: str
    cited: str
    asked: str = ""
    asked_on: date | None = None
    reason: str = ""
    approver: str = ""
    document: str = ""
    now: str = ""


@dataclass(frozen=True)
class ReviewSheet:
    """One person's sheet."""

    rotation: Rotation
    posts_held: list[str]
    lines: list[ReviewLine]
    left_out: list[str]

    @property
    def doubts(self) -> int:
        """How many conditions did not pass."""
        return sum(line.outcome != CheckOutcome.PASS for line in self.lines)


def review_sheets(rotations: Sequence[Rotation], *, on: date) -> list[ReviewSheet]:
    """The sheets of these cases, in their order.

    Shape   cases with person, units and the plan's regulation; a sheet each. A condition asked at a step
            stands as it was found there, the last time; one not asked yet as it is found on `on`. Conditions that
            do not concern the case are named in `left_out`.
    Units   six queries or so for up to 500 cases, whatever their number.
    Errors  none.
    Source  domain reference §1.5, §1.6; `EligibilityCheck`.
    """
    rules.load(rotations)
    kept: dict[int, dict[str, EligibilityCheck]] = {}
    checks = EligibilityCheck.objects.filter(rotation__among=[rotation.pk for rotation in rotations])
    for check in checks.select_related("step", "approved_by", "regulation").order_by("pk"):
        kept.setdefault(check.rotation_id, {})[check.code] = check
    return [_sheet(rotation, kept.get(rotation.pk, {}), on) for rotation in rotations]


def _sheet(rotation: Rotation, kept: dict[str, EligibilityCheck], on: date) -> ReviewSheet:
    live = {check.code: check for rule in FINAL_CONDITIONS if (check := rule(rotation, on=on)) is not None}
    lines, left_out = [], []
    for code in ConditionCode:
        if (stored := kept.get(code)) is not None:
            lines.append(_as_asked(code, stored, live.get(code) if rotation.is_open else None))
        elif (found := live.get(code)) is not None:
            lines.append(_as_found(code, found))
        else:
            left_out.append(code.label)
    return ReviewSheet(rotation, _posts_held(rotation, on), lines, left_out)


def _as_asked(code: ConditionCode, check: EligibilityCheck, live: Check | None) -> ReviewLine:
    differs = live is not None and live.outcome != check.outcome
    return ReviewLine(
        condition=code.label,
        outcome=CheckOutcome(check.outcome),
        finding=check.message,
        parameter=check.parameter,
        cited=check.cited or f"Quy định {check.regulation}",
        asked=str(check.step or ""),
        asked_on=check.checked_on,
        reason=check.exception_reason,
        approver=str(check.approved_by or ""),
        document=check.document,
        now=f"{live.outcome.label}: {live.message}" if differs and live else "",
    )


def _as_found(code: ConditionCode, check: Check) -> ReviewLine:
    parameter = str(check.parameter) if check.parameter else ""
    cited = check.cited or f"Quy định {check.regulation}"
    return ReviewLine(code.label, check.outcome, check.message, parameter, cited)


def _posts_held(rotation: Rotation, on: date) -> list[str]:
    """The posts held on that day, the main one first; the title of the list where no post is on record."""
    held: list[PostHolding] = [
        one
        for one in rotation.official.holdings.all()
        if one.held_from <= on and (one.held_until is None or one.held_until > on)
    ]
    held.sort(key=lambda one: (not one.is_main, one.post.position.rank))
    return [str(one.post) for one in held] or [title for title in (rotation.sending_title,) if title]
