"""A regulation as it is read: each number with the text that sets it, and every row it had over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rotations.models import (
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    OfAPeriod,
    ParameterMissing,
    PostStandard,
    Regulation,
    RegulationParameter,
    StepTemplate,
)
from rotations.rules.checks import cite
from rotations.vocabulary import LOCAL_PERSON_CODES, ParameterCode


@dataclass(frozen=True)
class ParameterLine:
    """One number: the row that counts on the day, whether another text sets it, and this text's rows over time."""

    code: ParameterCode
    standing: RegulationParameter | None
    is_inherited: bool
    cited: str
    rows: list[RegulationParameter]

    @property
    def earlier_and_later(self) -> list[RegulationParameter]:
        """This text's rows beside the one that counts, the earliest first."""
        return [row for row in self.rows if row != self.standing]


@dataclass(frozen=True)
class RuleRow:
    """One row of a list of a text, and whether it counts on the day."""

    row: OfAPeriod
    holds: bool
    may_end: bool


@dataclass(frozen=True)
class RuleBookPage:
    """All that the page of a regulation shows, as of one day."""

    numbers: list[ParameterLine]
    not_set: list[ParameterCode]
    local_person: list[ParameterLine]
    non_local_posts: list[RuleRow]
    standards: list[RuleRow]
    condition_rules: list[RuleRow]
    dossier: list[RuleRow]
    templates: list[tuple[StepTemplate, bool]]


def rule_book_page(regulation: Regulation, *, on: date) -> RuleBookPage:
    """Read a text for its page.

    Shape   a text with the line of texts above it, its lists prefetched or read here; a page out. Numbers in the order
            of the vocabulary, those nobody sets apart.
    Units   as of `on`; rows that have ended or not begun are shown and marked.
    Errors  none.
    Source  domain reference §11.1.
    """
    lines = [_line(regulation, code, on) for code in ParameterCode]
    told = [line for line in lines if line.standing or line.rows]
    return RuleBookPage(
        numbers=[line for line in told if line.code not in LOCAL_PERSON_CODES],
        not_set=[line.code for line in lines if line not in told],
        local_person=[line for line in told if line.code in LOCAL_PERSON_CODES],
        non_local_posts=_rows(regulation.non_local_posts.all(), on, key=_by_post),
        standards=_rows(regulation.post_standards.all(), on, key=_by_post),
        condition_rules=_rows(regulation.condition_rules.all(), on, key=lambda row: row.code),
        dossier=_rows(regulation.dossier_items.all(), on, key=lambda row: (row.ordinal, row.pk)),
        templates=_templates(regulation, on),
    )


def _line(regulation: Regulation, code: ParameterCode, on: date) -> ParameterLine:
    try:
        standing = regulation.parameter(code, on=on)
    except ParameterMissing:
        standing = None
    own = sorted(
        (row for row in regulation.numbers if row.code == code), key=lambda row: row.valid_from or date.min
    )
    inherited = standing is not None and standing.regulation_id != regulation.pk
    return ParameterLine(code, standing, inherited, cite(standing) if standing else "", own)


def _by_post(row: NonLocalPost | PostStandard) -> tuple[str, int, str]:
    return row.level, row.position.rank, row.position.name


def _rows(
    rows: Iterable[NonLocalPost | PostStandard | ConditionRule | DossierTemplateItem], on: date, key: object
) -> list[RuleRow]:
    ordered = sorted(rows, key=key)  # type: ignore[call-overload]
    return [RuleRow(row, row.holds_on(on), row.valid_to is None or row.valid_to > on) for row in ordered]


def _templates(regulation: Regulation, on: date) -> list[tuple[StepTemplate, bool]]:
    """The sets of steps, the newest first, and whether each is the one new cases begin with on the day."""
    found = sorted(regulation.step_templates.all(), key=lambda one: one.effective_from, reverse=True)
    in_force = next((one for one in found if one.effective_from <= on), None)
    return [(one, one is in_force) for one in found]
