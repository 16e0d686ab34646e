"""What a condition found, and what all conditions share: the day they judge by, the text they cite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from rotations.models import ParameterMissing, Regulation, RegulationParameter, Rotation
from rotations.partial_dates import PartialDate
from rotations.vocabulary import CheckOutcome, ParameterCode, RotationPurpose

Figures: TypeAlias = dict[str, int | str]

# Moved because of where or how long they serve, not to be trained: one more term of service is enough for them.
ONE_TERM_PURPOSES = frozenset({RotationPurpose.NON_LOCAL, RotationPurpose.TERM_LIMIT})


@dataclass(frozen=True)
class Check:
    """What one condition said of one case, with the figures it went by and the text it read them from.

    `regulation` is the one the case is judged by; `cited` names the article in words, which may stand in a text
    above it. Dates in `figures` are text as people read them.
    """

    code: str
    outcome: CheckOutcome
    regulation: Regulation
    figures: Figures = field(default_factory=dict)
    message: str = ""
    cited: str = ""
    parameter: RegulationParameter | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody has to say why the case goes on all the same."""
        return self.outcome != CheckOutcome.PASS


# None: the condition has nothing to say about a case of this kind.
Rule: TypeAlias = Callable[..., Check | None]


def starts_of(rotation: Rotation) -> PartialDate:
    """When the rotation starts as far as is known: its own date, else some day of the plan's year."""
    return rotation.starts or PartialDate.of_year(rotation.plan.year)


def judged_on(rotation: Rotation, *, on: date) -> date:
    """The day whose rules and records count: `on`, drawn to the nearest day the rotation may start.

    Shape   one rotation in, a day out. No query when the plan is loaded.
    Units   days; a case of 2019 looked at today is judged by its own start, never by today.
    Errors  none.
    Source  domain reference §11.3 (6).
    """
    starts = starts_of(rotation)
    return min(max(on, starts.first), starts.last)


def find_parameter(rotation: Rotation, code: ParameterCode, *, on: date) -> RegulationParameter | None:
    """The row of the plan's regulation that sets `code` for this rotation; None when no text sets it."""
    try:
        return rotation.plan.regulation.parameter(code, on=judged_on(rotation, on=on))
    except ParameterMissing:
        return None


def cite(parameter: RegulationParameter) -> str:
    """The article that sets a number, in words: "Điều 5, Quy định 65-QĐ/TW"."""
    return cite_text(parameter.regulation, parameter.article)


def cite_text(regulation: Regulation, article: str) -> str:
    """An article of a text in words.

    An office may type the name of another text where the article stands; then that text is what is cited.
    """
    kind = "Nghị định" if "NĐ-CP" in regulation.symbol else "Quy định"
    if not article:
        return f"{kind} {regulation.symbol}"
    if article.startswith(("Điều", "Khoản", "khoản", "Mục", "Điểm", "điểm")):
        return f"{article}, {kind} {regulation.symbol}"
    return article


def not_set(rotation: Rotation, code: str, wanted: ParameterCode) -> Check:
    """The regulation has no such number, so nothing can be said."""
    regulation = rotation.plan.regulation
    return Check(
        code,
        CheckOutcome.UNKNOWN,
        regulation,
        {},
        f"Quy định {regulation.symbol} chưa có tham số “{wanted.label}”; hãy bổ sung tham số rồi kiểm tra lại.",
    )


def compare(least: int, most: int, needed: int) -> CheckOutcome:
    """Whether a number known to lie from `least` to `most` reaches `needed`; unknown when it may or may not."""
    if least >= needed:
        return CheckOutcome.PASS
    return CheckOutcome.WARN if most < needed else CheckOutcome.UNKNOWN


def figures_of(name: str, least: int, most: int, needed: int) -> Figures:
    """One figure when it is known, both ends of the range when it is not, beside what is needed."""
    if least == most:
        return {name: least, "needed": needed}
    return {f"{name}_least": least, f"{name}_most": most, "needed": needed}


def in_words(least: int, most: int) -> str:
    """Months as a person reads them: "118 tháng", or "từ 112 đến 123 tháng" for a range."""
    return f"{least} tháng" if least == most else f"từ {least} đến {most} tháng"
