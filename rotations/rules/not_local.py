"""Whether the person is local to where they go, for a post that is not for local people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rotations.models import LocalityDecision, NonLocalPost, ParameterMissing, Post, Regulation, Rotation
from rotations.partial_dates import PartialDate, whole_months
from rotations.rules.checks import Check, Figures, cite_text, judged_on, not_set
from rotations.rules.loading import tables_of
from rotations.rules.posts import posts_to_come
from rotations.rules.tables import LEVELS, Localities, SharedTables
from rotations.vocabulary import (
    LOCALITY_LEVELS,
    CheckOutcome,
    LocalConclusion,
    ParameterCode,
    UnitLevel,
)

CODE = "not_local"
_YEAR = 12


@dataclass(frozen=True)
class Sign:
    """One tie to the place: whether it is there (None: cannot tell), and how it is told."""

    holds: bool | None
    said: str


@dataclass(frozen=True)
class Span:
    """A time spent somewhere: its surest and its widest extent, and whether it was at the place in question."""

    sure: tuple[date, date]
    widest: tuple[date, date]
    here: bool | None


def not_local(rotation: Rotation, *, on: date) -> Check | None:
    """Not local to the destination, where a post to come is on the regulation's list of posts not for local people.

    Shape   one rotation in, one Check out; figures {"locality", "signs", "signs_needed"} and what each sign was
            found to be. Local is WARN, cannot tell UNKNOWN. None when no post to come is on the list on the day of
            judging. A decision people took stands above the signs (figure "decided").
    Units   units are compared as what they have become by that day, at the level that counts as the locality;
            years are completed years, overlapping times counted once.
    Errors  none: a place without a unit, a split unit, times known in part, no record at all: cannot tell.
    Source  parameters `local_…` and rows `NonLocalPost` of the plan's regulation (domain reference §1.6).
    """
    tables, day = tables_of(rotation), judged_on(rotation, on=on)
    listed = listed_post(rotation.plan.regulation, posts_to_come(rotation), day)
    if listed is None:
        return None
    post, row = listed
    regulation, cited = rotation.plan.regulation, cite_text(row.regulation, row.article)
    try:
        rules = _RuleSet.of(regulation, day)
    except ParameterMissing:
        return not_set(rotation, CODE, ParameterCode.LOCAL_UNIT_LEVEL)
    place = tables.localities(post.unit_id, rules.level_for(post.unit.level), day)
    where = ", ".join(tables.places[unit].name for unit in sorted(place.units))
    figures: Figures = {"post": str(post.position), "locality": where}
    if decision := latest_decision(rotation, place, rules.level_for(post.unit.level), tables, day=day, on=on):
        said = (
            f"{decision.get_conclusion_display()} của {where}, theo kết luận ngày {decision.decided_on:%d/%m/%Y}"
            f"{f' ({decision.document})' if decision.document else ''}: {decision.reason}"
        )
        is_local = decision.conclusion == LocalConclusion.LOCAL
        figures["decided"] = f"{decision.decided_on:%d/%m/%Y}"
        outcome = CheckOutcome.WARN if is_local else CheckOutcome.PASS
        return Check(CODE, outcome, regulation, figures, said, cited)
    judge = _Judge(rotation, rules, place, rules.level_for(post.unit.level), tables, day)
    signs = judge.signs()
    least = sum(sign.holds is True for sign in signs)
    most = least + sum(sign.holds is None for sign in signs)
    work = judge.work()
    if least >= rules.signs_needed or (work is not None and work.holds is True):
        outcome, verdict = CheckOutcome.WARN, "là người địa phương"
    elif most >= rules.signs_needed or (work is not None and work.holds is None):
        outcome, verdict = CheckOutcome.UNKNOWN, "chưa xác định được có phải người địa phương hay không"
    else:
        outcome, verdict = CheckOutcome.PASS, "không là người địa phương"
    figures |= {"signs": least if least == most else f"{least}-{most}", "signs_needed": rules.signs_needed}
    told = "; ".join(sign.said for sign in (*signs, *([work] if work else [])))
    said = f"{post.position} không bố trí người địa phương; đối với {where}, cán bộ {verdict}: {told}."
    return Check(CODE, outcome, regulation, figures, said, cited)


def post_not_for_local_people(rotation: Rotation, day: date) -> Post | None:
    """The highest post to come that is not for local people on that day; None when there is none."""
    tables_of(rotation)
    listed = listed_post(rotation.plan.regulation, posts_to_come(rotation), day)
    return listed[0] if listed else None


def listed_post(regulation: Regulation, posts: Iterable[Post], day: date) -> tuple[Post, NonLocalPost] | None:
    """The highest of `posts` that is on the list of the regulation or of a text above it on that day."""
    rows = [row for text in regulation.lineage() for row in text.non_local_posts.all() if row.holds_on(day)]
    for post in posts:
        for row in rows:
            if (row.position_id, row.level) == (post.position_id, post.unit.level):
                return post, row
    return None


def latest_decision(
    rotation: Rotation, place: Localities, level: UnitLevel, tables: SharedTables, *, day: date, on: date
) -> LocalityDecision | None:
    """What people decided last about the person and this place, by the day of asking."""
    about = [
        one
        for one in rotation.official.locality_decisions.all()
        if one.decided_on <= max(on, day) and tables.localities(one.unit_id, level, day).same_as(place)
    ]
    return max(about, key=lambda one: (one.decided_on, one.pk), default=None)


@dataclass(frozen=True)
class _RuleSet:
    """The numbers by which a regulation tells a local person, on one day."""

    level: UnitLevel
    by_birth_place: bool
    by_native_place: bool
    residence_years: int
    signs_needed: int
    work_years: int

    @classmethod
    def of(cls, regulation: Regulation, day: date) -> _RuleSet:
        """ParameterMissing where the level is not set; a sign no text speaks of is not looked at."""

        def number(code: ParameterCode, otherwise: int = 0) -> int:
            try:
                return regulation.number(code, on=day)
            except ParameterMissing:
                return otherwise

        level = LOCALITY_LEVELS.get(regulation.number(ParameterCode.LOCAL_UNIT_LEVEL, on=day))
        return cls(
            level or UnitLevel.COMMUNE,
            bool(number(ParameterCode.LOCAL_BY_BIRTH_PLACE)),
            bool(number(ParameterCode.LOCAL_BY_NATIVE_PLACE)),
            number(ParameterCode.LOCAL_RESIDENCE_YEARS),
            number(ParameterCode.LOCAL_SIGNS_NEEDED, 1) or 1,
            number(ParameterCode.LOCAL_WORK_YEARS),
        )

    def level_for(self, level: str) -> UnitLevel:
        """A post of a wider unit has the wider unit as its locality."""
        return min(self.level, UnitLevel(level), key=LEVELS.index)


@dataclass(frozen=True)
class _Judge:
    """One person's ties to one place."""

    rotation: Rotation
    rules: _RuleSet
    place: Localities
    level: UnitLevel
    tables: SharedTables
    day: date

    def signs(self) -> list[Sign]:
        """Birth, native place and residence, those the regulation looks at."""
        official, found = self.rotation.official, []
        if self.rules.by_birth_place:
            found.append(self._origin("nơi sinh", official.birth_unit_id, official.birth_place))
        if self.rules.by_native_place:
            found.append(self._origin("quê quán", official.native_unit_id, official.native_place))
        if self.rules.residence_years:
            spans = [
                _span(row.started, row.finished, self.day, self._here(row.unit_id))
                for row in official.residences.all()
                if row.from_date <= self.day
            ]
            found.append(self._years("cư trú", spans, self.rules.residence_years))
        return found

    def work(self) -> Sign | None:
        """Study and work at the place, where the regulation looks at it."""
        if not self.rules.work_years:
            return None
        official = self.rotation.official
        spans = [
            _span(row.started, row.finished, self.day, self._here(row.post.unit_id))
            for row in official.holdings.all()
            if row.held_from <= self.day
        ]
        spans += [
            _span(row.started, row.finished, self.day, self._here(row.unit_id))
            for row in official.work_history.all()
            if row.from_date <= self.day
        ]
        spans += [
            _span(course.started, course.finished, self.day, None)
            for course in official.trainings.all()
            if course.from_date and course.from_date <= self.day
        ]
        return self._years("học tập, công tác", spans, self.rules.work_years)

    def _here(self, unit: int | None) -> bool | None:
        if unit is None:
            return None
        return self.tables.localities(unit, self.level, self.day).same_as(self.place)

    def _origin(self, label: str, unit: int | None, text: str) -> Sign:
        holds = self._here(unit)
        name = self.tables.places[unit].name if unit else text
        if holds is None:
            return Sign(None, f"{label} {name or 'chưa ghi'} chưa đối chiếu được với đơn vị")
        return Sign(holds, f"{label} {name}{' thuộc địa phương này' if holds else ''}")

    def _years(self, label: str, spans: list[Span], needed: int) -> Sign:
        if not spans:
            return Sign(None, f"chưa ghi quá trình {label}")
        least = _months([span.sure for span in spans if span.here]) // _YEAR
        most = _months([span.widest for span in spans if span.here is not False]) // _YEAR
        told = f"{least} năm" if least == most else f"từ {least} đến {most} năm"
        holds = True if least >= needed else None if most >= needed else False
        return Sign(holds, f"{label} tại địa phương {told} (mốc {needed} năm)")


def _span(start: PartialDate | None, end: PartialDate | None, day: date, here: bool | None) -> Span:
    """A time as far as it is known, up to the day of judging."""
    begun, over = start or PartialDate.of_day(day), end or PartialDate.of_day(day)
    return Span(
        (min(begun.last, day), min(over.first, day)), (min(begun.first, day), min(over.last, day)), here
    )


def _months(spans: Iterable[tuple[date, date]]) -> int:
    """Completed months covered by at least one of the spans."""
    total, covered = 0, date.min
    reach: tuple[date, date] | None = None
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if reach is not None and first <= covered + timedelta(days=1):
            reach = (reach[0], max(reach[1], last))
        else:
            total += whole_months(*reach) if reach else 0
            reach = (first, last)
        covered = reach[1]
    return total + (whole_months(*reach) if reach else 0)
