"""Putting people forward: a rotation comes into being with its posts, its procedure and its first step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from rotations.models import (
    OPEN_ROTATION,
    Account,
    LeftPost,
    ParameterMissing,
    Post,
    Regulation,
    Rotation,
    RotationPost,
    RotationStep,
    StepTemplate,
    StepTemplateItem,
    Term,
    WrittenAhead,
    create_alike,
    create_recorded,
    explain,
    keys_checked_meanwhile,
    point,
    write_ahead,
    write_alike_ahead,
)
from rotations.models.fields import Recorded
from rotations.partial_dates import PartialDate
from rotations.rules import judged_on, starts_of
from rotations.vocabulary import (
    Branch,
    FillingMode,
    MovementType,
    ParameterCode,
    RotationStatus,
    TermKind,
)
from rotations.workflow.amendments import Amendment, OpenAmendment, amending
from rotations.workflow.dossiers import lay_out_if_listed
from rotations.workflow.refusals import NOT_ALLOWED, OWN_OR_RELATIVE, MoveRefused, handled_by_others

PROPOSE = "Đề xuất"
ADD_ROTATION = "rotations.add_rotation"
BATCH = 1000
# Cases stored at a time, while the next are made ready.
PART = 2000


class Proposal(NamedTuple):
    """A rotation not yet saved (its route set), the posts given up, the posts it brings, and a note to the step."""

    rotation: Rotation
    left_posts: Sequence[Post] = ()
    receiving_posts: Sequence[Post] = ()
    note: str = ""


def propose(
    rotation: Rotation,
    *,
    by: Account | None,
    on: date,
    left_posts: Sequence[Post] = (),
    receiving_posts: Sequence[Post] = (),
    note: str = "",
    amendment: Amendment = None,
) -> Rotation:
    """Save a new rotation with its posts, procedure, due date, first step and dossier checklist. See `propose_many`,
    which leaves the checklist of a whole plan to whoever opens the first dossier."""
    with transaction.atomic():
        proposal = Proposal(rotation, left_posts, receiving_posts, note)
        proposed = propose_many([proposal], by=by, on=on, amendment=amendment)[0]
        lay_out_if_listed(proposed, by=by, on=on)
    return proposed


def propose_many(
    proposals: Iterable[Proposal], *, by: Account | None, on: date, amendment: Amendment = None
) -> list[Rotation]:
    """Put many people forward at once, with history and first steps; all of them or none.

    Shape   unsaved rotations in (official, plan and route set), the same rotations saved out, in order. Within an
            amendment under way they may come one by one: some are stored while the next are made.
    Units   the same number of queries for any number of rows up to 2,000; five more for each 2,000 after, and nine
            for each 20,000. Posts are best handed in with position loaded. Columns the caller set itself (`due_on`)
            are kept. An approved plan takes them under an `amendment`, and its new version is frozen.
    Errors  MoveRefused, naming the person: permission, own or a relative's file, a second open rotation, or
            whatever else a constraint refuses; as `amending`. ValueError for a rotation that stands already, and for
            one of a plan that is not among those of the amendment under way.
    Source  the procedure and the months are those of the plan's regulation (domain reference §1.7, §1.11).
    """
    if by is not None and not by.has_perm(ADD_ROTATION):
        raise MoveRefused(NOT_ALLOWED.format(PROPOSE))
    if isinstance(amendment, OpenAmendment):
        return _put_forward(proposals, amendment, by=by, on=on)
    proposals = list(proposals)
    if not proposals:
        return []
    plans = {proposal.rotation.plan_id: proposal.rotation.plan for proposal in proposals}
    with transaction.atomic(), amending(plans.values(), amendment, by=by, on=on) as under_way:
        return _put_forward(proposals, under_way, by=by, on=on)


def _put_forward(
    proposals: Iterable[Proposal], under_way: OpenAmendment, *, by: Account | None, on: date
) -> list[Rotation]:
    book, theirs = RuleBook(), handled_by_others(by)
    coming = (_begun(proposal, book, theirs, under_way, on) for proposal in proposals)
    put: list[Proposal] = []
    behind = _Behind(by, on)
    cases: list[Rotation] | WrittenAhead[Rotation]
    try:
        with transaction.atomic():
            part, alike = list(islice(coming, PART)), []
            cases = [proposal.rotation for proposal in part]
            while part:
                put += part
                create_recorded(cases, by=by)
                if are_many := len(part) > BATCH:
                    book.read_ahead()
                # As much as can be is made ready while the database looks at keys: it is the slower of the two.
                with keys_checked_meanwhile() if are_many else nullcontext():
                    for proposal in part:
                        behind.add(proposal, book)
                    part = list(islice(coming, PART))
                    cases = write_ahead(proposal.rotation for proposal in part)
                    alike = [] if part else behind.written_ahead()
            for row, names, values in alike:
                create_alike(row, names, values, by=by)
    except IntegrityError as refused:
        for proposal in put:
            proposal.rotation.pk, proposal.rotation._state.adding = None, True
        raise MoveRefused(_said_of(put, refused)) from refused
    return [proposal.rotation for proposal in put]


def _begun(
    proposal: Proposal, book: RuleBook, theirs: frozenset[int], under_way: OpenAmendment, on: date
) -> Proposal:
    """The proposal with its procedure and the end of its time, once nothing speaks against it."""
    rotation = proposal.rotation
    if rotation.official_id in theirs:
        raise MoveRefused(f"{rotation.official}: {OWN_OR_RELATIVE}")
    if rotation.id or rotation.status != RotationStatus.PROPOSED:
        raise ValueError("only a new rotation can be proposed")
    if rotation.plan_id not in under_way.plans:
        raise ValueError("the amendment under way is of other plans")
    if (template := book.template(rotation, on=on)) is not None:
        point(rotation, step_template=template)
    if rotation.due_on is None:
        rotation.due = book.due(rotation, on=on)
    return proposal


# The plan of a rotation, its start with what is known of it, and today: what its procedure and its end follow from.
_Beginning = tuple[int, date | None, str, date]


def _beginning(rotation: Rotation, on: date) -> _Beginning:
    return rotation.plan_id, rotation.starts_on, rotation.starts_on_precision, on


class RuleBook:
    """The regulations' procedures, months and terms, each read once however many rotations ask."""

    def __init__(self) -> None:
        self._templates: dict[int, list[StepTemplate]] | None = None
        self._first_items: dict[int, StepTemplateItem] | None = None
        self._terms: list[Term] | None = None
        self._regulations: dict[int, Regulation] = {}
        # What many rotations have in common: by plan and start, and by kind of term and day.
        self._template_of: dict[_Beginning, StepTemplate | None] = {}
        self._due_of: dict[_Beginning, PartialDate | None] = {}
        self._term_of: dict[tuple[TermKind, date], Term | None] = {}

    def regulation(self, rotation: Rotation) -> Regulation:
        """The plan's regulation, the same object for every rotation of a plan."""
        plan = rotation.plan
        if plan.regulation_id not in self._regulations:
            self._regulations[plan.regulation_id] = plan.regulation
        return self._regulations[plan.regulation_id]

    def template(self, rotation: Rotation, *, on: date) -> StepTemplate | None:
        """The procedure in force by the plan's regulation, else by the nearest text above that has one."""
        begins = _beginning(rotation, on)
        if begins not in self._template_of:
            self._template_of[begins] = self._find_template(rotation, on)
        return self._template_of[begins]

    def _find_template(self, rotation: Rotation, on: date) -> StepTemplate | None:
        if self._templates is None:
            self._templates = {}
            for template in StepTemplate.objects.order_by("effective_from", "pk"):
                self._templates.setdefault(template.regulation_id, []).append(template)
        text: Regulation | None = self.regulation(rotation)
        day = judged_on(rotation, on=on)
        while text is not None:
            if templates := self._templates.get(text.id):
                # A plan older than the first set of steps goes by that first set.
                return next((t for t in reversed(templates) if t.effective_from <= day), templates[0])
            text = text.parent
        return None

    def first_item(self, template_id: int | None) -> StepTemplateItem | None:
        """The step of a procedure at which a case is proposed."""
        return self._all_first_items().get(template_id) if template_id else None

    def due(self, rotation: Rotation, *, on: date) -> PartialDate | None:
        """When the time is up: the start and the regulation's months, known as exactly as the start.

        A transfer has no end; without a start or a number there is no due date either.
        """
        if rotation.movement_type == MovementType.TRANSFER:
            return None
        begins = _beginning(rotation, on)
        if begins not in self._due_of:
            self._due_of[begins] = self._find_due(rotation, on)
        return self._due_of[begins]

    def _find_due(self, rotation: Rotation, on: date) -> PartialDate | None:
        if rotation.starts is None:
            return None
        try:
            day = judged_on(rotation, on=on)
            months = self.regulation(rotation).number(ParameterCode.ROTATION_MONTHS, on=day)
            return rotation.starts.plus_months(months)
        except (ParameterMissing, ValueError):  # ValueError: known to the year, and no whole years later
            return None

    def term(self, post: Post, mode: str, day: date) -> Term | None:
        """The term a post is held for: the committee's for a Party post, the council's for one it elects."""
        if post.position.branch == Branch.PARTY:
            kind = TermKind.PARTY
        elif post.position.branch == Branch.STATE and mode == FillingMode.ELECTED:
            kind = TermKind.COUNCIL
        else:
            return None
        if (kind, day) not in self._term_of:
            terms = (t for t in self._all_terms() if t.kind == kind and t.starts_on <= day < t.ends_on)
            self._term_of[kind, day] = next(terms, None)
        return self._term_of[kind, day]

    def read_ahead(self) -> None:
        """What the posts and steps of many rotations ask for, before the database is busy."""
        self._all_first_items()
        self._all_terms()

    def _all_first_items(self) -> dict[int, StepTemplateItem]:
        if self._first_items is None:
            self._first_items = {}
            proposing = StepTemplateItem.objects.filter(status=RotationStatus.PROPOSED)
            for item in proposing.order_by("template", "ordinal"):
                self._first_items.setdefault(item.template_id, item)
        return self._first_items

    def _all_terms(self) -> list[Term]:
        if self._terms is None:
            self._terms = list(Term.objects.all())
        return self._terms


class _Behind:
    """What is stored behind the cases: the posts they bring and those they give up, and the steps they begin with."""

    def __init__(self, by: Account | None, on: date) -> None:
        self.by, self.on = by, on
        self._brought: list[tuple[int, int, str, int | None]] = []
        self._left: list[tuple[int, int]] = []
        # By the note that goes with it.
        self._steps: dict[str, list[tuple[int, int | None]]] = {}

    def add(self, proposal: Proposal, book: RuleBook) -> None:
        """Those of a case that is stored, with the term each post is held for."""
        rotation = proposal.rotation
        day = starts_of(rotation).first
        for post in _each_once(proposal.receiving_posts):
            mode = str(post.position.filling)
            term = book.term(post, mode, day)
            self._brought.append((rotation.id, post.id, mode, term.id if term else None))
        self._left += [(rotation.id, post.id) for post in _each_once(proposal.left_posts)]
        item = book.first_item(rotation.step_template_id)
        self._steps.setdefault(proposal.note, []).append((rotation.id, item.id if item else None))

    def written_ahead(self) -> list[tuple[Recorded, tuple[str, ...], WrittenAhead[Any]]]:
        """All of it as `create_alike` takes it."""
        alike: list[tuple[Recorded, tuple[str, ...], Sequence[Any]]] = [
            (RotationPost(), ("rotation", "post", "mode", "term"), self._brought),
            (LeftPost(), ("rotation", "post"), self._left),
        ]
        for note, begun in self._steps.items():
            step = RotationStep(
                name=PROPOSE,
                done_on=self.on,
                note=note,
                status_after=RotationStatus.PROPOSED,
                recorded_by=self.by,
            )
            alike.append((step, ("rotation", "template_item"), begun))
        return [(row, names, write_alike_ahead(row, names, values)) for row, names, values in alike]


def _each_once(posts: Sequence[Post]) -> Iterable[Post]:
    return posts if len(posts) < 2 else dict.fromkeys(posts)


def _said_of(proposals: Sequence[Proposal], refused: IntegrityError) -> str:
    """The constraint's message, with the names of those it is about where they can be told."""
    message = explain(refused)
    if message is None:
        raise refused
    if message != OPEN_ROTATION:
        return f"{proposals[0].rotation.official}: {message}" if len(proposals) == 1 else message
    names: dict[int, str] = {}
    seen: set[int] = set()
    for proposal in proposals:
        official = proposal.rotation.official
        if official.pk in seen:
            names[official.pk] = str(official)
        seen.add(official.pk)
    keys = sorted(seen)
    for start in range(0, len(keys), BATCH):
        held = Rotation.objects.open().filter(official__in=keys[start : start + BATCH])
        names |= {
            rotation.official_id: str(rotation.official) for rotation in held.select_related("official")
        }
    return f"{', '.join(names.values())}: {message}" if names else message
