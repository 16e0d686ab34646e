"""Whether the papers of a rotation are all in, and hold on the day that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rotations.models import DossierItem, Regulation, Rotation
from rotations.vocabulary import DossierStatus, RotationStatus


@dataclass(frozen=True)
class JudgedDay:
    """The day on which papers must hold, and which day it is, in words."""

    day: date
    is_the: str


@dataclass(frozen=True)
class PaperStanding:
    """One paper: how it stands on the day that counts (None where no such day is known) and how it stands today."""

    item: DossierItem
    then: DossierStatus | None
    today: DossierStatus

    @property
    def counts(self) -> DossierStatus:
        """How it stands on the day that counts, or today where there is none."""
        return self.then or self.today

    @property
    def is_lacking(self) -> bool:
        """Whether the dossier is not complete because of it."""
        return self.item.is_counted and self.counts in (DossierStatus.MISSING, DossierStatus.EXPIRED)


@dataclass(frozen=True)
class DossierStanding:
    """The dossier of one case: each paper, and how many of those needed hold on the day that counts."""

    judged: JudgedDay | None
    papers: Sequence[PaperStanding]

    @property
    def needed(self) -> int:
        """Papers the dossier needs: those asked for, and others handed in; not those set aside."""
        return sum(paper.item.is_counted for paper in self.papers)

    @property
    def held(self) -> int:
        """How many of these hold."""
        return sum(paper.item.is_counted and not paper.is_lacking for paper in self.papers)

    @property
    def lacking(self) -> list[PaperStanding]:
        """Those that do not."""
        return [paper for paper in self.papers if paper.is_lacking]


def dossier_standing(rotation: Rotation, *, on: date) -> DossierStanding:
    """How the dossier stands on the day of the decision and today.

    Shape   one rotation in, its papers in the order of the template out. Two queries.
    Units   the last day of validity still counts; a paper issued after the day that counts was not there on it.
    Errors  none: without papers both counts are 0; without a day that counts papers are judged today.
    Source  domain reference §1.8: validity is judged at the decision date.
    """
    judged = judged_day(rotation)
    papers = [
        PaperStanding(item, item.state_on(judged.day) if judged else None, item.state_on(on))
        for item in rotation.dossier.for_listing()
    ]
    return DossierStanding(judged, papers)


def judged_day(rotation: Rotation) -> JudgedDay | None:
    """The day the papers must hold on: that of the decision; before it is taken the day planned for it, else the first
    day of the rotation. None when none is known. One query."""
    steps = list(
        rotation.steps.filter(
            Q(status_after=RotationStatus.DECIDED)
            | Q(template_item__status=RotationStatus.DECIDED, planned_on__isnull=False)
        ).order_by("pk")
    )
    decided = [step.done_on for step in steps if step.status_after == RotationStatus.DECIDED and step.done_on]
    if decided:
        return JudgedDay(decided[-1], "ngày quyết định")
    planned = [step.planned_on for step in steps if step.planned_on]
    if planned:
        return JudgedDay(planned[-1], "ngày dự kiến quyết định")
    if rotation.starts is not None:
        return JudgedDay(rotation.starts.first, "ngày bắt đầu luân chuyển")
    return None


def papers_asked_for(regulation: Regulation, day: date) -> list[int]:
    """Keys of the papers a text asks for on a day, or of the nearest text above it that has a list then. One query a
    text."""
    text: Regulation | None = regulation
    while text is not None:
        if found := [item.pk for item in text.dossier_items.all() if item.holds_on(day)]:
            return found
        text = text.parent
    return []
