"""Which comments on rotated officials are expected, and which of them are still lacking on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from rotations.models import Evaluation, ParameterMissing, Placement, Regulation, Rotation, Unit
from rotations.partial_dates import PartialDate
from rotations.rules.checks import cite, judged_on
from rotations.vocabulary import (
    SIX_MONTH_COMMENTS_UNTIL,
    EvaluationAuthor,
    EvaluationKind,
    MovementType,
    ParameterCode,
    PlacementOutcome,
    RotationStatus,
)

# The three papers of the end, in the order they are written (domain reference §1.10).
FINAL_PAPERS = (EvaluationAuthor.SELF, EvaluationAuthor.RECEIVING, EvaluationAuthor.AUTHORITY)
# `decided` once its start has come: the person is there by date, whatever was written down since.
COMMENTED = (RotationStatus.DECIDED, RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)
YEARLY = (EvaluationKind.PERIODIC, EvaluationKind.SIX_MONTH)


class Lack(StrEnum):
    """How an expected comment stands on a day."""

    WRITTEN = "written"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True)
class ExpectedEvaluation:
    """One comment a case asks for: which, by whom, about which days, by when, and how it stands.

    The period is [period_from, due) as far as the start is known: `due_first` is the earliest and `due_last` the
    latest day on which it can be complete, the same day when the start is known to the day. The comment is late
    after `due_last`. `unit` writes it; None where the person or the deciding authority does.
    """

    rotation: Rotation
    kind: EvaluationKind
    author: EvaluationAuthor
    period_from: date
    due_first: date
    due_last: date
    state: Lack
    evaluation: Evaluation | None
    unit: Unit | None
    cited: str

    @property
    def due_text(self) -> str:
        """The day it is due as exactly as it is known: "06/01/2026", or both ends of what it may be."""
        if self.due_first == self.due_last:
            return f"{self.due_first:%d/%m/%Y}"
        return f"từ {self.due_first:%d/%m/%Y} đến {self.due_last:%d/%m/%Y}"


def evaluations_due(rotations: Iterable[Rotation], *, on: date) -> list[ExpectedEvaluation]:
    """Every comment expected of `rotations` by `on`, written or lacking, each case in the order of time.

    Shape   rotations with plan, receiving unit and official loaded (`plan__regulation__parent__parent` saves a query
            a text), a flat list out. Two queries for any number of cases, and one for each text of regulation.
    Units   a period is so many months as the text in force on its first day says; one that ends no earlier than the
            service itself is left to the final comments. A comment is expected from `last_alert_months` before the
            period is over (on the days it may be over, where no text sets them), and late the day after.
            A yearly comment answers the period it is most about, or the next one when that has its comment.
    Errors  none: a case not begun on `on`, without a start, called off, or a transfer (which has no end) expects
            nothing; nor does one whose regulation sets no interval, but for the final papers.
    Source  parameter `evaluation_every_months`; domain reference §1.10, §6.2; 65-QĐ/TW Điều 9.
    """
    cases = [case for case in rotations if _is_commented_on(case, on)]
    papers: dict[int, list[Evaluation]] = defaultdict(list)
    written = Evaluation.objects.filter(rotation__in=cases, written_on__lte=on) if cases else []
    for evaluation in written:
        papers[evaluation.rotation_id].append(evaluation)
    stays = _kept_for_good(cases)
    texts: dict[int, Regulation] = {}
    found: list[ExpectedEvaluation] = []
    for case in cases:
        # One object a text, so that its numbers are read once.
        regulation = texts.setdefault(case.plan.regulation_id, case.plan.regulation)
        found += _expected(case, regulation, papers[case.pk], stays.get(case.pk), on)
    return found


def _kept_for_good(cases: list[Rotation]) -> dict[int, date]:
    """Case → the day it was decided that the person stays. One query, none where the placements are loaded."""
    if all(Rotation.placement.is_cached(case) for case in cases):
        placements = [case.placement for case in cases if hasattr(case, "placement")]
    else:
        placements = list(Placement.objects.decided().filter(rotation__in=cases))
    return {
        placement.rotation_id: placement.decided_on
        for placement in placements
        if placement.outcome == PlacementOutcome.STAYS and placement.decided_on is not None
    }


def final_papers(
    rotation: Rotation, evaluations: Iterable[Evaluation]
) -> list[tuple[EvaluationAuthor, Evaluation | None]]:
    """The three papers of the end in their order, each with the comment written or None. No query."""
    finals = {
        EvaluationAuthor(paper.author): paper
        for paper in evaluations
        if paper.rotation_id == rotation.pk and paper.kind == EvaluationKind.FINAL
    }
    return [(author, finals.get(author)) for author in FINAL_PAPERS]


def _is_commented_on(rotation: Rotation, on: date) -> bool:
    return (
        rotation.status in COMMENTED
        and rotation.movement_type != MovementType.TRANSFER
        and rotation.starts is not None
        and rotation.starts.first <= on
    )


def _expected(
    rotation: Rotation, regulation: Regulation, papers: list[Evaluation], stays_from: date | None, on: date
) -> Iterator[ExpectedEvaluation]:
    """The yearly comments in order, then the papers of the end."""
    ends = _end_of(rotation, stays_from)
    ahead = _months(regulation, ParameterCode.LAST_ALERT_MONTHS, judged_on(rotation, on=on)) or (0, "")
    answers = sorted(
        (paper for paper in papers if paper.kind in YEARLY and paper.author == EvaluationAuthor.RECEIVING),
        key=lambda paper: (paper.period_to, paper.pk),
    )
    asked = list(
        takewhile(lambda period: _ahead(period[2][0], ahead[0]) <= on, _periods(rotation, regulation, ends))
    )
    answered = _answered([(begins, last) for _kind, begins, (_first, last), _cited in asked], answers)
    for place, (kind, begins, (first, last), cited) in enumerate(asked):
        answer = answered.get(place)
        yield ExpectedEvaluation(
            rotation, kind, EvaluationAuthor.RECEIVING, begins, first, last, _state(answer, last, on), answer,
            rotation.receiving_unit, cited,
        )  # fmt: skip
    if ends is None or _ahead(ends[0], ahead[0]) > on:
        return
    for author, paper in final_papers(rotation, papers):
        yield ExpectedEvaluation(
            rotation, EvaluationKind.FINAL, author, _starts(rotation).first, *ends, _state(paper, ends[1], on), paper,
            rotation.receiving_unit if author == EvaluationAuthor.RECEIVING else None, "",
        )  # fmt: skip


def _answered(periods: list[tuple[date, date]], papers: list[Evaluation]) -> dict[int, Evaluation]:
    """Which period each comment answers: the one it is most about, so that a gap before it stays one; where an earlier
    comment answered that, the next it is about for at least a fifth."""
    answered: dict[int, Evaluation] = {}
    for paper in papers:
        shared = [
            ((min(paper.period_to, last) - max(paper.period_from, begins)).days, (last - begins).days, place)
            for place, (begins, last) in enumerate(periods)
            if begins <= paper.period_to and paper.period_from < last
        ]
        about = sorted(shared, key=lambda one: (-one[0], one[2]))
        for number, (days, whole, place) in enumerate(about):
            if place not in answered and (number == 0 or days * 5 >= whole):
                answered[place] = paper
                break
    return answered


def _periods(
    rotation: Rotation, regulation: Regulation, ends: tuple[date, date] | None
) -> Iterator[tuple[EvaluationKind, date, tuple[date, date], str]]:
    """Kind, first day, (earliest, latest) end and article of each period that is over before the service is; without
    an end they go on for as long as they are asked for."""
    passed, starts = 0, _starts(rotation)
    while True:
        begins = _after(starts, passed)[0]
        every = _months(regulation, ParameterCode.EVALUATION_EVERY_MONTHS, begins)
        if every is None or every[0] < 1:
            return
        passed += every[0]
        due = _after(starts, passed)
        # The comment on the last period is the one of the end.
        if ends is not None and due[1] >= ends[0]:
            return
        half_yearly = every[0] == 6 and begins < SIX_MONTH_COMMENTS_UNTIL
        yield EvaluationKind.SIX_MONTH if half_yearly else EvaluationKind.PERIODIC, begins, due, every[1]


def _months(regulation: Regulation, code: ParameterCode, day: date) -> tuple[int, str] | None:
    """The number a text sets for a day, with its article; None when none does."""
    try:
        parameter = regulation.parameter(code, on=day)
    except ParameterMissing:
        return None
    return int(parameter.value), cite(parameter)


def _after(starts: PartialDate, months: int) -> tuple[date, date]:
    """The earliest and the latest day so many months after a start known in part."""
    try:
        moved = starts.plus_months(months)
    except ValueError:  # a year, and months that make no whole years
        return (
            PartialDate.of_day(starts.first).plus_months(months).first,
            PartialDate.of_day(starts.last).plus_months(months).first,
        )
    return moved.first, moved.last


def _end_of(rotation: Rotation, stays_from: date | None) -> tuple[date, date] | None:
    """The earliest and the latest day of the end of service; None when no end is in sight.

    Somebody kept at the destination for good is a rotated official up to that decision.
    """
    known: list[tuple[date, date]] = []
    if rotation.ended_on is not None:
        known.append((rotation.ended_on, rotation.ended_on))
    elif rotation.due is not None:
        known.append((rotation.due.first, rotation.due.last))
    if stays_from is not None:
        known.append((stays_from, stays_from))
    return min(known) if known else None


def _ahead(day: date, months: int) -> date:
    """The day from which something due on `day` is announced."""
    return PartialDate.of_day(day).plus_months(-months).first


def _state(paper: Evaluation | None, last: date, on: date) -> Lack:
    if paper is not None:
        return Lack.WRITTEN
    return Lack.LATE if on > last else Lack.DUE


def _starts(rotation: Rotation) -> PartialDate:
    if rotation.starts is None:
        raise ValueError("a case without a start is not commented on")
    return rotation.starts
