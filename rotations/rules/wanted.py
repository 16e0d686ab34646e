"""What a regulation wants before a case goes on in spite of a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rotations.models import Rotation
from rotations.rules.checks import cite_text, judged_on
from rotations.rules.loading import tables_of


@dataclass(frozen=True)
class Wanted:
    """Whether a reason, the consent of somebody and a paper are asked for, and the article that says so."""

    reason: bool = True
    approver: bool = False
    document: bool = False
    cited: str = ""


def wanted_for(rotation: Rotation, code: str, *, on: date) -> Wanted:
    """What a doubt found by condition `code` needs: the row of the nearest text, else a reason and no more.

    Shape   a case and a condition's code in, `Wanted` out. No query for a case that is loaded.
    Units   the rows that hold on the day the case is judged by; of two, the later one.
    Errors  none.
    Source  rows `ConditionRule` of the plan's regulation or a text above it.
    """
    tables_of(rotation)
    day = judged_on(rotation, on=on)
    for text in rotation.plan.regulation.lineage():
        holding = [row for row in text.condition_rules.all() if row.code == code and row.holds_on(day)]
        if holding:
            row = max(holding, key=lambda one: one.valid_from or date.min)
            return Wanted(
                row.needs_reason, row.needs_approver, row.needs_document, cite_text(text, row.article)
            )
    return Wanted()
