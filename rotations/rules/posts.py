"""Posts held and posts to come, as the conditions look at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rotations.models import Post, PostHolding, Rotation
from rotations.partial_dates import PartialDate
from rotations.rules.checks import starts_of


def main_posts(rotation: Rotation, *, by: date) -> list[PostHolding]:
    """The main posts begun by that day, the latest first, without those the rotation itself brought. The case is
    loaded."""
    held = [one for one in _before_the_move(rotation) if one.is_main and one.held_from <= by]
    return sorted(held, key=lambda one: one.held_from, reverse=True)


def present(holdings: Sequence[PostHolding], day: date) -> PostHolding | None:
    """The latest of them if it is held up to that day: one left on the very day counts, since it is left by moving."""
    latest = holdings[0] if holdings else None
    if latest is None or (latest.held_until is not None and latest.held_until < day):
        return None
    return latest


def held_up_to(rotation: Rotation, day: date) -> list[PostHolding]:
    """Every post held up to that day, without those the rotation itself brought; one left on the very day counts."""
    return [
        one
        for one in _before_the_move(rotation)
        if one.held_from <= day and (one.held_until is None or one.held_until >= day)
    ]


def _before_the_move(rotation: Rotation) -> Iterator[PostHolding]:
    """A case that has begun is still judged by what the person held before it."""
    brought = {row.post_id for row in rotation.posts.all()}
    begins = starts_of(rotation).first
    for holding in rotation.official.holdings.all():
        if holding.post_id not in brought or holding.held_from < begins:
            yield holding


def posts_to_come(rotation: Rotation) -> list[Post]:
    """The posts the rotation brings, the highest first."""
    posts = [row.post for row in rotation.posts.all()]
    return sorted(posts, key=lambda post: (post.position.rank, post.pk))


def goes_higher(rotation: Rotation, day: date) -> bool | None:
    """Whether the highest post to come ranks above the highest one held; None when a side is unknown."""
    coming, held = posts_to_come(rotation), held_up_to(rotation, day)
    if not coming or not held:
        return None
    return coming[0].position.rank < min(one.post.position.rank for one in held)


def without_break(holdings: Sequence[PostHolding]) -> Iterator[PostHolding]:
    """From the latest back, as long as each ended on the day the next one began."""
    following: PostHolding | None = None
    for holding in holdings:
        if following is not None and holding.held_until != following.held_from:
            return
        yield holding
        following = holding


def since(holding: PostHolding) -> PartialDate:
    """When it began, as far as is known."""
    return PartialDate.of(holding.held_from, holding.held_from_precision)
