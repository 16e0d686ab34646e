"""What a start, an election and an end do to the posts people hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rotations.models import Account, Official, Placement, PostHolding, Rotation, RotationPost, Unit
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import Branch, ElectionResult, FillingMode, MovementType, PlacementOutcome
from rotations.workflow.placed_posts import leave_service
from rotations.workflow.refusals import MoveRefused, signed_by


def take_up_posts(rotation: Rotation, *, by: Account | None) -> None:
    """Leave the old posts and hold the new ones from the day the rotation starts, which may be to come.

    Written when the case is decided, and again when the start is recorded: what stands already is left as it is. A
    post that is elected is taken up only once the election was won. The seat itself is guarded by the database.
    """
    starts = _known(rotation.starts)
    leave_posts(rotation, starts, by=by)
    rows = list(rotation.posts.select_related("post__position", "post__unit"))
    ready = {row: since for row in rows if (since := _held_since(row, starts)) is not None}
    main = main_of(ready) if not _keeps_home_post(rotation, starts) else None
    for row, since in ready.items():
        take_up(rotation, row, since, is_main=row is main, by=by)


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
        _run_on(holding, by=by)


def belong_to(official: Official, unit: Unit, *, by: Account | None) -> None:
    """The person works at `unit` from now on."""
    if official.unit_id == unit.pk:
        return
    official.unit = unit
    signed_by(official, by)
    official.save(update_fields=["unit", "changed_at"])


def leave_posts(rotation: Rotation, starts: PartialDate, *, by: Account | None) -> None:
    """End the holdings of the posts the rotation gives up, on its first day."""
    running = (
        PostHolding.objects.on(starts.first)
        .filter(official=rotation.official_id, post__in=rotation.left_posts.all())
        .select_for_update(of=("self",))
    )
    for holding in running:
        _finish(holding, starts, by=by)


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
    if held.exists():
        return
    holding = PostHolding(
        official_id=rotation.official_id,
        post=row.post,
        is_main=is_main,
        obtained_by=row.mode,
        term_id=row.term_id,
        document=row.approval_number,
    )
    holding.started = since
    signed_by(holding, by)
    holding.save()


def release_posts(rotation: Rotation, *, by: Account | None, on: date) -> None:
    """On the end of a rotation: leave every post it brought, Party and state, on the day it ended.

    Somebody who by then is to stay at the destination for good keeps the posts.
    """
    stays = Placement.objects.decided().filter(
        rotation=rotation.pk, outcome=PlacementOutcome.STAYS, decided_on__lte=on
    )
    if rotation.ended_on is None or stays.exists():
        return
    ended = PartialDate.of_day(rotation.ended_on)
    for row in rotation.posts.filter(held_from__isnull=False, held_until__isnull=True):
        row.finished = ended
        signed_by(row, by)
        row.save(update_fields=["held_until", "held_until_precision", "changed_at"])
    holdings = (
        PostHolding.objects.current()
        .filter(official=rotation.official_id, post__in=rotation.posts.values("post"))
        .select_for_update(of=("self",))
    )
    for holding in holdings:
        _finish(holding, ended, by=by)


def settle_after_placement(rotation: Rotation, *, by: Account | None) -> None:
    """The person belongs to the unit the placement names from then on; who retired has left the service."""
    placement, official = rotation.placement, rotation.official
    if placement.unit is not None:
        belong_to(official, placement.unit, by=by)
    if placement.outcome == PlacementOutcome.RETIRED and placement.decided_on is not None:
        leave_service(official, placement.decided_on, by=by)


def _finish(holding: PostHolding, until: PartialDate, *, by: Account | None) -> None:
    if holding.held_until is not None and holding.held_until <= until.first:
        return
    holding.finished = until
    signed_by(holding, by)
    holding.save(update_fields=["held_until", "held_until_precision", "changed_at"])


def _run_on(holding: PostHolding, *, by: Account | None) -> None:
    """Give a holding back the end it had before it was cut short: none, or a later one."""
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


def _keeps_home_post(rotation: Rotation, starts: PartialDate) -> bool:
    """Whether somebody sent for a time stays in the main post at home, so that the new ones are concurrent."""
    if rotation.movement_type != MovementType.SECONDMENT:
        return False
    return PostHolding.objects.on(starts.first).filter(official=rotation.official_id, is_main=True).exists()


def _known(starts: PartialDate | None) -> PartialDate:
    if starts is None:
        raise MoveRefused("Hãy ghi ngày bắt đầu luân chuyển.")
    return starts
