"""What a decision on placement does to the posts people hold."""

from __future__ import annotations

from datetime import date

from rotations.models import (
    POST_FULL,
    Account,
    Official,
    Placement,
    Post,
    PostHolding,
    Rotation,
    most_at_once,
)
from rotations.partial_dates import PartialDate
from rotations.vocabulary import FillingMode, PlacementOutcome
from rotations.workflow.refusals import MoveRefused, signed_by


def change_posts(placement: Placement, day: date, *, held_from: date | None, by: Account | None) -> None:
    """Leave the old posts on `day` and hold the new one from then on, or from `held_from`.

    Who stays for good keeps what is held there; who retires leaves everything; who rotates on leaves what the rotation
    brought. A main post elsewhere ends when another begins. MoveRefused names who sits in a seat that is taken.
    """
    rotation, outcome = placement.rotation, PlacementOutcome(placement.outcome)
    since = _since(placement, day, held_from)
    for holding in _running(rotation.official, {day, since or day}):
        if outcome == PlacementOutcome.RETIRED or (
            holding.post_id != placement.post_id and _is_left(holding, rotation, outcome, since)
        ):
            leave(holding, max(day, since or day), by=by)
    if since is not None and placement.post is not None:
        take_seat(rotation.official, placement.post, since, document=str(placement.decision or ""), by=by)


def take_seat(official: Official, post: Post, since: date, *, document: str, by: Account | None) -> None:
    """Hold a post as the main one from a day on, unless it is held already; MoveRefused says who sits there."""
    held = PostHolding.objects.on(since).filter(official=official, post=post).first()
    if held is not None:
        if not held.is_main or held.held_until is not None:
            held.is_main, held.finished = True, None
            signed_by(held, by)
            held.save(update_fields=["is_main", "held_until", "held_until_precision", "changed_at"])
        return
    others = PostHolding.objects.overlapping(since, None).filter(post=post)
    if most_at_once(others, since) >= post.quota:
        names = ", ".join(str(holding.official) for holding in others.select_related("official"))
        raise MoveRefused(f"{POST_FULL} Đang giữ: {names}.")
    holding = PostHolding(
        official=official, post=post, is_main=True, obtained_by=post.position.filling, document=document[:200]
    )
    holding.started = PartialDate.of_day(since)
    signed_by(holding, by)
    holding.save()


def leave(holding: PostHolding, day: date, *, by: Account | None) -> None:
    """End a holding on a day; one that begins on that day never begins."""
    signed_by(holding, by)
    if holding.held_from >= day:
        holding.delete()
        return
    holding.finished = PartialDate.of_day(day)
    holding.save(update_fields=["held_until", "held_until_precision", "changed_at"])


def leave_service(official: Official, day: date, *, by: Account | None) -> None:
    """The person retired or resigned on that day."""
    official.left_service_on = day
    signed_by(official, by)
    official.save(update_fields=["left_service_on", "changed_at"])


def _since(placement: Placement, day: date, held_from: date | None) -> date | None:
    """From when the new post is held; None for none, and for one that is elected while nobody says since when."""
    if placement.post is None:
        return None
    if held_from is not None and held_from < day:
        raise MoveRefused("Chức vụ mới không thể giữ trước ngày quyết định bố trí có hiệu lực.")
    if placement.post.position.filling == FillingMode.ELECTED:
        return held_from
    return held_from or day


def _running(official: Official, days: set[date]) -> list[PostHolding]:
    """What the person holds on one of these days. What begins later is left alone: another act brought it."""
    held = PostHolding.objects.filter(official=official).select_for_update(of=("self",))
    return list({holding.pk: holding for day in sorted(days) for holding in held.on(day)}.values())


def _is_left(holding: PostHolding, rotation: Rotation, outcome: PlacementOutcome, since: date | None) -> bool:
    """Whether a post other than the new one is given up: what the rotation brought, unless the person stays; and the
    main post where another takes its place."""
    if outcome != PlacementOutcome.STAYS and rotation.posts.filter(post=holding.post_id).exists():
        return True
    return holding.is_main and since is not None
