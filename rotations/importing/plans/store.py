"""Accepted rows of a yearly plan become records, in bulk and with history; the caller holds the transaction.

New people first, then the cases, then what files on record lacked, all before a new version of an approved plan is
frozen: new cases through `workflow.propose_many`, so that an imported proposal has the same first step as a typed one;
changed ones only while they are still proposals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from rotations import workflow
from rotations.importing.intakes import Errand, NotStored
from rotations.importing.journal import Journal
from rotations.importing.person_facts import set_facts, untouched
from rotations.importing.plans.proposals import PlanRow
from rotations.models import (
    NO_REGULATION,
    Account,
    Official,
    Post,
    Regulation,
    Rotation,
    RotationPlan,
    RotationPost,
    Term,
    copies,
    create_recorded,
    delete_recorded,
    point,
    regulation_of_year,
    settle_left_posts,
    update_recorded,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import RowVerdict
from rotations.workflow.proposals import RuleBook

TITLE: Final = "Kế hoạch luân chuyển cán bộ năm {}"


@dataclass(slots=True)
class Stored:
    """The plans a file touched, and those of them it set up."""

    plans: list[RotationPlan] = field(default_factory=list)
    new_plans: list[RotationPlan] = field(default_factory=list)


def store(rows: Sequence[PlanRow], errand: Errand, journal: Journal, finish: Callable[[], None]) -> Stored:
    """Write the rows that stand.

    Shape   resolved rows in, the plans touched out; rows that are held back or skipped are not looked at. `finish`
            settles what rows say of people on record, which is not looked at before.
    Units   a fixed number of queries for each 2,000 rows.
    Errors  workflow.MoveRefused (an approved plan without its amendment paper, too) and IntegrityError: the caller
            rolls everything back. NotStored when there is no regulation to judge the cases of a new plan by.
    Source  product §6 (Then).
    """
    by, on, reason = errand.by, errand.on, errand.reason
    created = [row for row in rows if row.verdict == RowVerdict.CREATE]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATE]
    stored = Stored()
    _create_officials(created, journal, by, reason)
    plans = _plans_of(created, stored, journal, by, reason)
    rewritten = [row.existing.plan for row in updated if row.rotation_fields and row.existing]
    stored.plans = list(({plan.year: plan for plan in rewritten} | plans).values())
    with workflow.amending(stored.plans, errand.answers.amendment, by=by, on=on) as amendment:
        if created:
            proposals = _proposals(created, rows, plans, journal)
            workflow.propose_many(proposals, by=by, on=on, amendment=amendment)
        _update(updated, journal, by=by, on=on, reason=reason)
        finish()
        _fill_officials([*created, *updated], journal, by, reason)
    return stored


def _create_officials(rows: Iterable[PlanRow], journal: Journal, by: Account | None, reason: str) -> None:
    people = []
    for row in rows:
        if not row.creates_official or row.cells is None:
            continue
        row.official = Official(full_name=row.cells.name, unit=row.sending)
        set_facts(row.official, row.facts)
        journal.created(row, row.official)
        people.append(row.official)
    if people:
        create_recorded(people, by=by, reason=reason)


def _fill_officials(rows: Iterable[PlanRow], journal: Journal, by: Account | None, reason: str) -> None:
    people, columns = [], set[str]()
    filled = [row for row in rows if not row.creates_official and row.official is not None and row.facts]
    still = untouched([(row.official, row.facts) for row in filled if row.official is not None])
    for row, facts in zip(filled, still, strict=True):
        if not facts or row.official is None:
            continue
        before = set_facts(row.official, facts)
        journal.changed(row, row.official, before)
        columns |= {Official._meta.get_field(column).name for column in before}
        people.append(row.official)
    if people:
        update_recorded(people, sorted(columns), by=by, reason=reason)


def _plans_of(
    rows: Iterable[PlanRow], stored: Stored, journal: Journal, by: Account | None, reason: str
) -> dict[int, RotationPlan]:
    """The plans of the years needed; a missing one is set up under the most specific text then in force."""
    years = {row.plan_year for row in rows if row.plan_year is not None}
    plans = {
        plan.year: plan for plan in RotationPlan.objects.filter(year__in=years).select_related("regulation")
    }
    missing = sorted(years - plans.keys())
    if missing:
        texts = list(Regulation.objects.all())
        terms = list(Term.objects.party())
    for year in missing:
        if (regulation := regulation_of_year(year, texts)) is None:
            raise NotStored(NO_REGULATION)
        plan = RotationPlan(
            year=year,
            title=TITLE.format(year),
            regulation=regulation,
            term=next((t for t in terms if t.starts_on <= date(year, 12, 31) < t.ends_on), None),
        )
        plan._history_user = by  # type: ignore[attr-defined]
        plan._change_reason = reason  # type: ignore[attr-defined]
        plan.save()
        plans[year] = plan
        journal.created(None, plan)
        stored.new_plans.append(plan)
    return plans


def _proposals(
    rows: Iterable[PlanRow], all_rows: Iterable[PlanRow], plans: dict[int, RotationPlan], journal: Journal
) -> Iterator[workflow.Proposal]:
    """A case for each row, made as it is asked for."""
    places = {id(row): place for place, row in enumerate((r for r in all_rows if r.is_entry), start=1)}
    new = {year: copies(Rotation(plan=plan)) for year, plan in plans.items()}
    for row in rows:
        assert row.cells
        assert row.official
        assert row.plan_year
        assert row.sending
        assert row.receiving
        rotation = next(new[row.plan_year])
        rotation.ordinal = places[id(row)]
        point(rotation, official=row.official)
        rotation.movement_type = row.movement_type
        rotation.sending_title = row.sending_title
        rotation.expected_placement = row.cells.texts.get("expected_placement", "")
        rotation.note = row.cells.texts.get("note", "")
        if row.cells.purpose:
            rotation.purpose = row.cells.purpose
        rotation.set_route(row.sending, row.receiving)
        rotation.starts, rotation.due = row.starts, row.due
        journal.created(row, rotation)
        row.rotation = rotation
        yield workflow.Proposal(rotation, tuple(row.left_posts), tuple(row.receiving_posts))


ROUTE: Final = ["sending_unit", "sending_level", "receiving_unit", "receiving_level", "direction"]
PLAIN: Final = ("movement_type", "purpose", "sending_title", "expected_placement", "note")
WRITTEN: Final = [
    *ROUTE, *PLAIN, "starts_on", "starts_on_precision", "due_on", "due_on_precision",
]  # fmt: skip
# The columns behind the fields written, as the journal keeps them.
KEPT: Final = [Rotation._meta.get_field(name).attname for name in WRITTEN]  # type: ignore[union-attr]


def _update(rows: Iterable[PlanRow], journal: Journal, *, by: Account | None, on: date, reason: str) -> None:
    """Change the proposals that the file changes."""
    changed = [row for row in rows if row.rotation_fields]
    book = RuleBook()
    for row in changed:
        rotation = row.existing
        assert rotation
        before: dict[str, Any] = {column: getattr(rotation, column) for column in KEPT}
        before["left_posts"] = [post.pk for post in rotation.left_posts.all()]
        before["posts"] = [held.post_id for held in rotation.posts.all()]
        journal.changed(row, rotation, before)
        _set_fields(rotation, row, book, on)
    if not changed:
        return
    update_recorded([row.existing for row in changed if row.existing], WRITTEN, by=by, reason=reason)
    _change_left_posts([row for row in changed if "left_posts" in row.rotation_fields], by, reason)
    _change_posts([row for row in changed if "receiving_posts" in row.rotation_fields], book, by, reason)


def _set_fields(rotation: Rotation, row: PlanRow, book: RuleBook, on: date) -> None:
    assert row.cells is not None
    fields = row.rotation_fields
    for name in PLAIN:
        if name not in fields:
            continue
        if name == "movement_type":
            rotation.movement_type = row.movement_type
        elif name == "purpose" and row.cells.purpose:
            rotation.purpose = row.cells.purpose
        elif name == "sending_title":
            rotation.sending_title = row.sending_title
        elif name in ("expected_placement", "note"):
            setattr(rotation, name, row.cells.texts[name])
    if row.sending is not None and row.receiving is not None:
        rotation.set_route(row.sending, row.receiving)
    if "starts" in fields:
        rotation.starts = row.starts
    if "due" in fields:
        rotation.due = row.due
    elif {"starts", "movement_type"} & fields.keys() and row.due is None:
        due = book.due(rotation, on=on)
        rotation.due = due if isinstance(due, PartialDate) else None


def _change_left_posts(rows: Sequence[PlanRow], by: Account | None, reason: str) -> None:
    wanted = {row.existing.pk: [post.pk for post in row.left_posts] for row in rows if row.existing}
    settle_left_posts(wanted, by=by, reason=reason)


def _change_posts(rows: Sequence[PlanRow], book: RuleBook, by: Account | None, reason: str) -> None:
    """Posts no longer meant go, new ones come; one that stays keeps its procedure."""
    gone: list[RotationPost] = []
    new: list[RotationPost] = []
    for row in rows:
        assert row.existing is not None
        held = {post.post_id: post for post in row.existing.posts.all()}
        wanted: dict[int, Post] = {post.pk: post for post in row.receiving_posts}
        gone += [post for pk, post in held.items() if pk not in wanted]
        for pk in wanted.keys() - held.keys():
            mode = wanted[pk].position.filling
            day = row.starts.first if row.starts else row.existing.starts_on
            term = book.term(wanted[pk], mode, day) if day else None
            new.append(RotationPost(rotation=row.existing, post=wanted[pk], mode=mode, term=term))
    delete_recorded(gone, by=by, reason=reason)
    create_recorded(new, by=by, reason=reason)
