"""The life of a person and of a seat in order of time, and how things stood on one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rotations.models import (
    AnnualRating,
    DisciplineRecord,
    Placement,
    Post,
    PostHolding,
    Rotation,
    SuccessionEntry,
    Unit,
)
from rotations.partial_dates import PartialDate, months_between
from rotations.vocabulary import DECIDED_STATUSES, PlacementOutcome, RotationStatus


class When(StrEnum):
    """How a span of time lies to the day asked about; "maybe" where too little of its dates is known."""

    PAST = "past"
    NOW = "now"
    MAYBE = "maybe"
    LATER = "later"


@dataclass(frozen=True)
class Span:
    """The half-open time from `started` up to but not including `finished`; None where unknown or without an end."""

    started: PartialDate | None
    finished: PartialDate | None

    def on(self, day: date) -> When:
        """Whether the span surely, perhaps or not holds `day`."""
        if self.started is not None and self.started.first > day:
            return When.LATER
        if self.finished is not None and self.finished.last <= day:
            return When.PAST
        sure = self.started is not None and self.started.last <= day
        open_still = self.finished is None or self.finished.first > day
        return When.NOW if sure and open_still else When.MAYBE

    def __str__(self) -> str:
        if self.started is None and self.finished is None:
            return "chưa rõ thời gian"
        if self.started is None:
            return f"đến {self.finished}"
        return f"{self.started} – {self.finished or 'nay'}"


@dataclass(frozen=True)
class Event:
    """One line of a person's life. `unit` is the place it happened at, by the name it had."""

    kind: str
    label: str
    span: Span
    when: When
    title: str
    detail: str
    unit: Unit | None
    url: str

    @property
    def order(self) -> tuple[date, str]:
        """By its first day; what has none comes first."""
        return (self.span.started.first if self.span.started else date.min, self.kind)


@dataclass(frozen=True)
class PersonOnDay:
    """How a person stood on a day: posts held for sure and perhaps, the unit of the main post, the rotation."""

    posts: list[Event]
    unsure: list[Event]
    unit: Unit | None
    rotation: Rotation | None
    planned_for: list[Event]
    disciplined: list[Event]


def person_timeline(
    *,
    holdings: Iterable[PostHolding],
    rotations: Iterable[Rotation],
    ratings: Iterable[AnnualRating] = (),
    disciplines: Iterable[DisciplineRecord] = (),
    successions: Iterable[SuccessionEntry] = (),
    on: date,
) -> list[Event]:
    """Everything on record about one person, in order of time.

    Shape   rows in, as far as the reader may see them, one list out; no query where the rows have their posts, units
            and terms loaded.
    Units   a post counts from its first day up to but not on its last; a rotation ends after its last day; a rating
            stands in the year it is of; `when` says how each lies to `on`.
    Errors  none.
    Source  product §4 (timeline); domain reference §1.11, §4.3.
    """
    events = [
        *(_post(holding, on) for holding in holdings),
        *(_rotation(rotation, on) for rotation in rotations),
        *(_rating(rating, on) for rating in ratings),
        *(_discipline(record, on) for record in disciplines),
        *(_succession(entry, on) for entry in successions),
    ]
    return sorted(events, key=lambda event: event.order)


def person_on(
    events: Sequence[Event],
    holdings: Iterable[PostHolding],
    rotations: Iterable[Rotation],
    kept: Iterable[Placement],
    *,
    on: date,
) -> PersonOnDay:
    """How the person stood on `on`, from the same rows as the timeline.

    Shape   the events and their rows in, PersonOnDay out; no query.
    Units   the last day of a rotation counts, the day somebody is kept for good does not. A post whose first or last
            month holds the day is unsure.
    Errors  none; without a main post on the day the unit is unknown.
    Source  the same answer as `PostHolding.on` and `Rotation.serving_on` where all days are known.
    """
    main = [
        holding
        for holding in holdings
        if holding.is_main and Span(holding.started, holding.finished).on(on) == When.NOW
    ]
    kept_from = {
        placement.rotation_id: placement.decided_on
        for placement in kept
        if placement.outcome == PlacementOutcome.STAYS and placement.decided_on
    }
    serving = [
        rotation
        for rotation in rotations
        if rotation.status in DECIDED_STATUSES
        and rotation.starts_on is not None
        and rotation.starts_on <= on
        and (rotation.ended_on is None or on <= rotation.ended_on)
        and not (rotation.pk in kept_from and kept_from[rotation.pk] <= on)
    ]

    def of(kind: str, when: When) -> list[Event]:
        return [event for event in events if event.kind == kind and event.when == when]

    return PersonOnDay(
        posts=of("post", When.NOW),
        unsure=of("post", When.MAYBE),
        unit=main[0].post.unit if main else None,
        rotation=serving[-1] if serving else None,
        planned_for=of("succession", When.NOW),
        disciplined=of("discipline", When.NOW),
    )


def _post(holding: PostHolding, on: date) -> Event:
    span = Span(holding.started, holding.finished)
    detail = [] if holding.is_main else ["kiêm nhiệm"]
    if holding.obtained_by:
        detail.append(holding.get_obtained_by_display().lower())
    url = holding.post.get_absolute_url() if getattr(holding, "may_open_post", False) else ""
    return Event(
        "post",
        "Chức vụ",
        span,
        span.on(on),
        str(holding.post.position),
        ", ".join(detail),
        holding.post.unit,
        url,
    )


def _rotation(rotation: Rotation, on: date) -> Event:
    ended = PartialDate.of_day(rotation.ended_on) if rotation.ended_on else None
    span = Span(rotation.starts, ended)
    when = span.on(on)
    if rotation.ended_on == on:
        when = When.NOW
    if rotation.status not in DECIDED_STATUSES:
        when = When.PAST if rotation.status == RotationStatus.CANCELLED else When.LATER
    detail = [rotation.status_on(on).label.lower()]
    if rotation.due and not ended:
        detail.append(f"hết thời hạn {rotation.due}")
    return Event(
        "rotation",
        rotation.get_movement_type_display(),
        span,
        when,
        f"{rotation.sending_unit} → {rotation.receiving_unit}",
        ", ".join(detail),
        None,
        rotation.get_absolute_url(),
    )


def _rating(rating: AnnualRating, on: date) -> Event:
    year = PartialDate.of_year(rating.year)
    when = When.PAST if year.last < on else When.NOW if year.contains(on) else When.LATER
    quarter = f"quý {rating.quarter}, " if rating.quarter else ""
    span = Span(year, year)
    return Event(
        "rating",
        "Xếp loại",
        span,
        when,
        rating.get_rating_display(),
        f"{quarter}năm {rating.year}",
        rating.unit,
        "",
    )


def _discipline(record: DisciplineRecord, on: date) -> Event:
    ended = PartialDate.of_day(record.ended_on) if record.ended_on else None
    span = Span(PartialDate.of_day(record.decided_on), ended)
    title = f"{record.get_form_display()} ({record.get_side_display().lower()})"
    return Event("discipline", "Kỷ luật", span, span.on(on), title, record.document, None, "")


def _succession(entry: SuccessionEntry, on: date) -> Event:
    started = PartialDate.of_day(entry.approved_on) if entry.approved_on else None
    removed = PartialDate.of_day(entry.removed_on) if entry.removed_on else None
    span = Span(started, removed)
    detail = f"nhiệm kỳ {entry.term.name}, {entry.get_status_display().lower()}"
    return Event("succession", "Quy hoạch", span, span.on(on), str(entry.position), detail, entry.unit, "")


# --- A seat ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeatLine:
    """One stretch of a seat's life: somebody held it, or so many of its places were empty."""

    span: Span
    when: When
    holding: PostHolding | None
    vacant: int
    months: tuple[int, int] | None

    @property
    def how_long(self) -> str:
        """The length in months, both ends of what it may be where the dates are known in part."""
        if self.months is None:
            return ""
        least, most = self.months
        return f"{most} tháng" if least == most else f"{least}–{most} tháng"


def seat_timeline(post: Post, holdings: Sequence[PostHolding], *, on: date) -> list[SeatLine]:
    """Who held a post and when places of it were empty, in order of time.

    Shape   the post and all its holdings in, lines out, a gap before those who ended it; no query.
    Units   half-open periods. A gap that goes on is measured up to `on`; a post without a day of opening begins with
            its first holder, so that nothing is said of the time before anybody is on record. Whole months; a gap of
            less than a month has 0.
    Errors  none.
    Source  invariant "not held by more people than its quota"; product §4 (seats and holders, vacancies).
    """
    lines = [
        SeatLine(span, span.on(on), holding, 0, None)
        for holding in holdings
        for span in (Span(holding.started, holding.finished),)
    ]
    lines += [
        SeatLine(span, span.on(on), None, vacant, _length(span, on)) for span, vacant in _gaps(post, holdings)
    ]
    return sorted(
        lines, key=lambda line: (line.span.started or PartialDate.of_year(1900), line.holding is None)
    )


def _gaps(post: Post, holdings: Sequence[PostHolding]) -> list[tuple[Span, int]]:
    """Stretches in which fewer people held the post than it has places."""
    edges: dict[date, PartialDate] = {}
    for holding in holdings:
        for edge in (holding.started, holding.finished):
            if edge is not None:
                edges.setdefault(edge.first, edge)
    if post.opened_on is not None:
        edges[post.opened_on] = PartialDate.of_day(post.opened_on)
    closes = post.abolished_on
    if closes is not None:
        edges[closes] = PartialDate.of_day(closes)
    days = [
        day
        for day in sorted(edges)
        if (post.opened_on is None or day >= post.opened_on) and (closes is None or day < closes)
    ]
    found: list[tuple[Span, int]] = []
    for place, day in enumerate(days):
        held = sum(
            holding.held_from <= day and (holding.held_until is None or day < holding.held_until)
            for holding in holdings
        )
        vacant = post.quota - held
        if vacant <= 0:
            continue
        ends = edges[days[place + 1]] if place + 1 < len(days) else (edges[closes] if closes else None)
        if found and found[-1][1] == vacant and found[-1][0].finished == edges[day]:
            found[-1] = (Span(found[-1][0].started, ends), vacant)
        else:
            found.append((Span(edges[day], ends), vacant))
    return found


def _length(span: Span, on: date) -> tuple[int, int] | None:
    if span.started is None:
        return None
    ends = span.finished or (PartialDate.of_day(on) if span.started.first <= on else None)
    return months_between(span.started, ends) if ends else None
