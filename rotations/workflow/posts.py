"""What a start, an election and an end do to the posts people hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from rotations.models import (
    Account,
    LeftPost,
    Official,
    Placement,
    PostHolding,
    Rotation,
    RotationPost,
    Term,
    Unit,
    create_recorded,
    update_recorded,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Branch, ElectionResult, FillingMode, MovementType, PlacementOutcome
from rotations.workflow.placed_posts import leave_service
from rotations.workflow.refusals import MoveRefused, signed_by


def take_up_posts(*rotations: Rotation, by: Account | None) -> None:
    """Leave the old posts and hold the new ones from the day each rotation starts, which may be to come.

    Written when the case is decided, and again when the start is recorded: what stands already is left as it is. A
    post that is elected is taken up only once the election was won. The seat itself is guarded by the database. The
    same few statements for any number of cases; posts are left before others are taken up.
    """
    held = _held_by(rotations)
    brought = _brought_by(rotations)
    given_up = defaultdict(set)
    left = LeftPost.objects.filter(rotation__in=[rotation.pk for rotation in rotations])
    for case, post in left.values_list("rotation", "post"):
        given_up[case].add(post)
    awaited = [
        (row, _known(rotation.starts).first)
        for rotation in rotations
        for row in brought[rotation.pk]
        if row.started is None and not row.result
    ]
    update_recorded(put_to_their_terms(awaited), ["term"], by=by)
    finished: list[PostHolding] = []
    begun: list[RotationPost] = []
    opened: list[PostHolding] = []
    for rotation in rotations:
        starts = _known(rotation.starts)
        mine = held[rotation.official_id]
        finished += [
            holding
            for holding in _on(mine, starts.first)
            if holding.post_id in given_up[rotation.pk] and _cut(holding, starts)
        ]
        rows = brought[rotation.pk]
        ready = {row: since for row in rows if (since := _held_since(row, starts)) is not None}
        stays_home = rotation.movement_type == MovementType.SECONDMENT and any(
            holding.is_main for holding in _on(mine, starts.first)
        )
        main = None if stays_home else main_of(ready)
        for row, since in ready.items():
            if row.started != since:
                row.started = since
                begun.append(row)
            if not any(holding.post_id == row.post_id for holding in _on(mine, since.first)):
                opened.append(_opened(rotation, row, since, is_main=row is main))
    update_recorded(finished, ["held_until", "held_until_precision"], by=by)
    update_recorded(begun, ["held_from", "held_from_precision"], by=by)
    create_recorded(opened, by=by)


def put_to_their_terms(posts: Iterable[tuple[RotationPost, date]]) -> list[RotationPost]:
    """The term a post is held for is that of the day it is given, which a late start or election may have changed.

    Shape   posts of rotations with that day, with their terms in hand; those whose term is another now, not written.
            One query where a term has run out or not begun, none otherwise.
    Units   the first day of a term counts, the last does not.
    Errors  none: a post without a term keeps none, and where no term of its kind is on record it keeps the one it had.
    Source  domain reference §2.
    """
    missed = [
        (row, day)
        for row, day in posts
        if row.term is not None and not row.term.starts_on <= day < row.term.ends_on
    ]
    terms = list(Term.objects.all()) if missed else []
    changed = []
    for row, day in missed:
        assert row.term is not None
        running = [t for t in terms if t.kind == row.term.kind and t.starts_on <= day < t.ends_on]
        if running:
            row.term = running[0]
            changed.append(row)
    return changed


def _held_by(rotations: Iterable[Rotation]) -> dict[int, list[PostHolding]]:
    """Every post the people of these cases hold or held, locked. One query."""
    held: dict[int, list[PostHolding]] = defaultdict(list)
    people = [rotation.official_id for rotation in rotations]
    for holding in PostHolding.objects.filter(official__in=people).select_for_update(of=("self",)):
        held[holding.official_id].append(holding)
    return held


def _brought_by(rotations: Iterable[Rotation]) -> dict[int, list[RotationPost]]:
    """The posts these cases bring, with position and unit. One query."""
    brought: dict[int, list[RotationPost]] = defaultdict(list)
    rows = RotationPost.objects.filter(rotation__in=[rotation.pk for rotation in rotations])
    for row in rows.select_related("post__position", "post__unit", "term"):
        brought[row.rotation_id].append(row)
    return brought


def _on(holdings: Iterable[PostHolding], day: date) -> list[PostHolding]:
    """Those that include the day, as `PostHolding.objects.on` says it to the database."""
    return [
        holding
        for holding in holdings
        if holding.held_from <= day and (holding.held_until is None or holding.held_until > day)
    ]


def _cut(holding: PostHolding, until: PartialDate) -> bool:
    """End a holding on a day, unless it ends earlier; whether that changed it."""
    if holding.held_until is not None and holding.held_until <= until.first:
        return False
    holding.finished = until
    return True


def hand_back_posts(rotation: Rotation, starts: PartialDate | None, *, by: Account | None) -> None:
    """Undo what a decision wrote ahead for a start on `starts`: the new posts are not held, the old ones run on as
    they did before."""
    if starts is None:
        return
    for row in rotation.posts.all():
        if (since := row.started) is None:
            continue
        written = PostHolding.objects.filter(official=rotation.official_id, post=row.post_id)
        for holding in written.filter(held_from=since.first, obtained_by=row.mode):
            signed_by(holding, by)
            holding.delete()
        row.started = None
        signed_by(row, by)
        row.save(update_fields=["held_from", "held_from_precision", "changed_at"])
    left = PostHolding.objects.filter(
        official=rotation.official_id, post__in=rotation.left_posts.all(), held_until=starts.first
    )
    for holding in left.select_for_update(of=("self",)):
        run_on(holding, by=by)


def belong_to(official: Official, unit: Unit, *, since: date, by: Account | None) -> None:
    """The person works at `unit` from that day on, as far as is written down."""
    belong_there([(official, unit, since)], by=by)


def belong_there(moved: Iterable[tuple[Official, Unit, date]], *, by: Account | None) -> None:
    """The same for many people, in the same few statements."""
    changed = []
    for official, unit, since in moved:
        if (official.unit_id, official.unit_since) != (unit.pk, since):
            official.unit, official.unit_since = unit, since
            changed.append(official)
    update_recorded(changed, ["unit", "unit_since"], by=by)


def main_of(rows: Iterable[RotationPost]) -> RotationPost | None:
    """Which post is the main one: the highest Party post, or the highest of all where there is none."""
    rows = sorted(rows, key=lambda row: (row.post.position.rank, row.pk))
    party = (row for row in rows if row.post.position.branch == Branch.PARTY)
    return next(party, rows[0] if rows else None)


def take_up(
    rotation: Rotation, row: RotationPost, since: PartialDate, *, is_main: bool, by: Account | None
) -> None:
    """Open the holding of one post from `since`, unless the person is on record as holding it already."""
    if row.started != since:
        row.started = since
        signed_by(row, by)
        row.save(update_fields=["held_from", "held_from_precision", "changed_at"])
    held = PostHolding.objects.on(since.first).filter(official=rotation.official_id, post=row.post_id)
    if not held.exists():
        create_recorded([_opened(rotation, row, since, is_main=is_main)], by=by)


def _opened(rotation: Rotation, row: RotationPost, since: PartialDate, *, is_main: bool) -> PostHolding:
    holding = PostHolding(
        official_id=rotation.official_id,
        post=row.post,
        is_main=is_main,
        obtained_by=row.mode,
        term_id=row.term_id,
        document=row.approval_number,
    )
    holding.started = since
    return holding


def release_posts(*rotations: Rotation, by: Account | None, on: date) -> None:
    """On the end of a rotation: leave every post it brought, Party and state, on the day it ended.

    Somebody who by then is to stay at the destination for good keeps the posts. The same few statements for any number
    of cases.
    """
    stays = Placement.objects.decided().filter(
        rotation__in=[rotation.pk for rotation in rotations],
        outcome=PlacementOutcome.STAYS,
        decided_on__lte=on,
    )
    keeping = set(stays.values_list("rotation", flat=True))
    leaving = [rotation for rotation in rotations if rotation.ended_on and rotation.pk not in keeping]
    if not leaving:
        return
    held, brought = _held_by(leaving), _brought_by(leaving)
    left: list[RotationPost] = []
    finished: list[PostHolding] = []
    for rotation in leaving:
        assert rotation.ended_on is not None  # those without one were left out
        ended = PartialDate.of_day(rotation.ended_on)
        posts = {row.post_id for row in brought[rotation.pk]}
        for row in brought[rotation.pk]:
            if row.held_from is not None and row.held_until is None:
                row.finished = ended
                left.append(row)
        finished += [
            holding
            for holding in held[rotation.official_id]
            if holding.post_id in posts and holding.held_until is None and _cut(holding, ended)
        ]
    update_recorded(left, ["held_until", "held_until_precision"], by=by)
    update_recorded(finished, ["held_until", "held_until_precision"], by=by)


def settle_after_placement(rotation: Rotation, *, by: Account | None) -> None:
    """The person belongs to the unit the placement names from then on; who retired has left the service."""
    placement, official = rotation.placement, rotation.official
    if placement.unit is not None:
        belong_to(official, placement.unit, since=rotation.placed_on or placement.proposed_on, by=by)
    if placement.outcome == PlacementOutcome.RETIRED and placement.decided_on is not None:
        leave_service(official, placement.decided_on, by=by)


def run_on(holding: PostHolding, *, by: Account | None) -> None:
    """Give a holding back the end it had before it was cut short: none, or a later one. Raises as its seat refuses."""
    history: Any = holding.history
    before = history.exclude(held_until=holding.held_until).order_by("-history_date", "-history_id").first()
    holding.held_until = before.held_until if before else None
    holding.held_until_precision = before.held_until_precision if before else DatePrecision.DAY
    signed_by(holding, by)
    holding.save(update_fields=["held_until", "held_until_precision", "changed_at"])


def _held_since(row: RotationPost, starts: PartialDate) -> PartialDate | None:
    """From when a post is held; None for one whose election was not (yet) won."""
    if row.mode != FillingMode.ELECTED:
        return starts
    if row.result != ElectionResult.ELECTED or row.session_on is None:
        return None
    if row.started is not None:
        return row.started
    return max(starts, PartialDate.of_day(row.approved_on or row.session_on))


def _known(starts: PartialDate | None) -> PartialDate:
    if starts is None:
        raise MoveRefused("Hãy ghi ngày bắt đầu luân chuyển.")
    return starts
