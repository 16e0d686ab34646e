"""The list of an account: every kind's first rows with their true number, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from rotations import access
from rotations.due import answers, procedure, serving
from rotations.due.items import DueItem
from rotations.due.sources import Scope, Source, counted, found, read
from rotations.models import Account
from rotations.vocabulary import DueKind, Urgency

SOURCES: Final[tuple[Source, ...]] = (*answers.SOURCES, *procedure.SOURCES, *serving.SOURCES)
# What may be counted for a reader of figures: it names nobody and follows from the register alone.
FIGURES: Final = (DueKind.TERM_OVERDUE, DueKind.TERM_ENDING, DueKind.PLACEMENT)
MOST: Final = 20  # of one kind


@dataclass(frozen=True)
class DueList:
    """The first items of every kind, the most urgent first, and how many there are of each kind in truth."""

    items: list[DueItem]
    totals: dict[DueKind, int]

    def __iter__(self) -> Iterator[DueItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def total(self) -> int:
        """All that is due, shown or not."""
        return sum(self.totals.values())

    @property
    def left_out(self) -> dict[DueKind, int]:
        """How many of a kind are not among the items, where some are not."""
        shown = {kind: sum(item.kind == kind for item in self.items) for kind in self.totals}
        return {kind: total - shown[kind] for kind, total in self.totals.items() if total > shown[kind]}

    def by_urgency(self) -> list[tuple[Urgency, list[DueItem]]]:
        """The items in their groups, those that are empty left out."""
        return [
            (urgency, list(group)) for urgency, group in groupby(self.items, key=lambda item: item.urgency)
        ]


def what_is_due(
    account: Account, *, on: date, most: int = MOST, kind: DueKind | None = None, start: int = 0
) -> DueList:
    """Everything that awaits `account` on `on`, through what it may see.

    Shape   a DueList: at most `most` items of each kind, from `start` on, those due first; `totals` counts them all.
            With `kind`, that kind alone. Three queries whatever the rows, three more for who is asked for yearly comments,
            and for a clerk those of its units.
    Units   days; of a thing known to the month, the month is over before it is late.
    Errors  none: whom nothing concerns gets an empty list.
    Source  product §3, §4 ("/"); each item names its own rule.
    """
    scope = Scope.of(account, on=on)
    parts = found([source for source in SOURCES if kind in (None, source.kind)], scope)
    totals = counted(parts)
    some = [(source, rows) for source, rows in parts if source.kind in totals]
    items = [source.item(row, scope) for source, row in read(some, many=most, start=start)]
    return DueList(sorted(items, key=lambda item: item.order), totals)


def due_figures(account: Account, *, on: date) -> dict[DueKind, int]:
    """How many terms are over or ending and how many people are unplaced, for who may read figures alone.

    Shape   a number for each of FIGURES, 0 among them; empty for an account without reports. Two queries.
    Units   rotations.
    Errors  none.
    Source  product §1: aggregates only.
    """
    if not account.has_perm("rotations.view_reports"):
        return {}
    scope = Scope(account, on, access.counted_rotations(account, on=on))
    counts = counted(found([source for source in SOURCES if source.kind in FIGURES], scope))
    return {kind: counts.get(kind, 0) for kind in FIGURES}
