"""Who sits on which seat and until when, as far as the rows read so far need it, so that no seat is filled twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rotations.models import Post, PostHolding

# From, until, and who: the key of an official, or less than 0 for a row of the file.
_Held = tuple[date, date | None, int]


class SeatsHeld:
    """Holders of the seats met, read once for each seat, with what the rows above add and end.

    Holdings the run itself has written are left out when a seat is read: they are known from the rows.
    """

    def __init__(self, last_holding: int) -> None:
        self._last = last_holding
        self._held: dict[int, list[_Held]] = {}

    def load(self, posts: Iterable[int]) -> None:
        """The holders of these seats. One query, none for seats met before."""
        new = set(posts) - self._held.keys()
        if not new:
            return
        self._held |= {post: [] for post in new}
        if self._last:
            held = PostHolding.objects.filter(post__in=new, pk__lte=self._last).order_by("pk")
            for post, since, until, who in held.values_list("post", "held_from", "held_until", "official"):
                self._held[post].append((since, until, who))

    def full(self, post: Post, since: date) -> list[int]:
        """Who sits there, when no seat is free on some day from `since` on; empty when one is.

        Shape   a seat and a day in; keys of officials out, negative ones are rows of the file. No query.
        Units   people at once on any one day, as the database counts them: the last day of a holding does not count.
        Errors  none.
        Source  invariant "a post not held by more people than its quota".
        """
        held = self._held[post.pk]
        if len(held) < post.quota:
            return []
        later = [one for one in held if one[1] is None or one[1] > since]
        if len(later) < post.quota:
            return []
        for day in sorted({since, *(start for start, _, _ in later if start > since)}):
            there = [who for start, end, who in later if start <= day and (end is None or end > day)]
            if len(there) >= post.quota:
                return there
        return []

    def take(self, post: int, since: date, who: int) -> None:
        """A row of the file sits down."""
        self._held[post].append((since, None, who))

    def leave(self, post: int, who: int, since: date, until: date) -> None:
        """A holding that began on `since` ends."""
        held = self._held[post]
        held[held.index((since, None, who))] = (since, until, who)
