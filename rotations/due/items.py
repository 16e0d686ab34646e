"""One thing that awaits somebody, and how soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from rotations.partial_dates import PartialDate
from rotations.vocabulary import DueKind, Urgency

WEEK: Final = 7  # days
MONTH: Final = 30  # days
ORDER: Final = {urgency: place for place, urgency in enumerate(Urgency)}


@dataclass(frozen=True)
class DueItem:
    """One line of somebody's list: what, about whom, by when, what to do next, and by which rule.

    `person` is empty where the line is about a unit or a plan. `day` is None when nobody set one; then `since` says
    how long it has been waiting. `key` is the same for the same thing on every day.
    """

    key: str
    kind: DueKind
    urgency: Urgency
    day: PartialDate | None
    days_left: int | None
    since: date | None
    person: str
    place: str
    text: str
    url: str
    action: str
    action_url: str
    rule: str

    @property
    def about(self) -> str:
        """Whom or what the line concerns: the person, else the unit, else the thing itself."""
        return self.person or self.place or self.text

    @property
    def how_long(self) -> str:
        """The time left or gone by, in words."""
        if self.days_left is None:
            return f"chờ từ {self.since:%d/%m/%Y}" if self.since else "chưa đặt hạn"
        if self.urgency == Urgency.OVERDUE:
            return f"quá {-self.days_left} ngày"
        if self.day is not None and self.day.first <= self.day.last and self.days_left == 0:
            return "hôm nay" if self.day.first == self.day.last else f"trong {_span(self.day)} này"
        return f"còn {self.days_left} ngày"

    @property
    def order(self) -> tuple[int, date, int, str]:
        """The most urgent first; of two as urgent, the one whose day comes first."""
        day = self.day.first if self.day else self.since or date.max
        return ORDER[self.urgency], day, list(DueKind).index(self.kind), self.key


def _span(day: PartialDate) -> str:
    return "tháng" if day.first.month == day.last.month else "năm"


def urgency_of(day: PartialDate | None, *, on: date) -> tuple[Urgency, int | None]:
    """How urgent a thing due on `day` is on `on`, and how many days are left.

    Shape   a date with its precision in; an urgency and a number out, negative once it is over, None without a date.
    Units   days. A date known to the month or the year is over only after its last day, and is counted down to its
            first: while it runs, 0 days are left.
    Errors  none.
    Source  product §3 (5): a due date is kept to its precision.
    """
    if day is None:
        return Urgency.WAITING, None
    if day.last < on:
        return Urgency.OVERDUE, (day.last - on).days
    left = max(0, (day.first - on).days)
    if left <= WEEK:
        return Urgency.THIS_WEEK, left
    return (Urgency.THIS_MONTH if left <= MONTH else Urgency.LATER), left
