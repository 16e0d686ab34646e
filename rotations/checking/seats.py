"""What triggers and an exclusion constraint hold: one main post at a time, no more people than places."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from rotations.checking.findings import Finding, of_rows
from rotations.models import OVERLAPPING_MAIN_POSTS, POST_FULL, PostHolding


def main_posts_do_not_overlap() -> Iterator[Finding]:
    """Main posts of one official share no day. The later of two is told."""
    earlier = PostHolding.objects.filter(
        Q(held_from__lt=OuterRef("held_from")) | Q(held_from=OuterRef("held_from"), pk__lt=OuterRef("pk")),
        official=OuterRef("official"),
        is_main=True,
    ).filter(Q(held_until__isnull=True) | Q(held_until__gt=OuterRef("held_from")))
    yield from of_rows(
        "holding_one_main_post",
        PostHolding.objects.filter(Exists(earlier), is_main=True),
        OVERLAPPING_MAIN_POSTS,
    )


def posts_are_within_their_quota() -> Iterator[Finding]:
    """On no day do more people hold a post than it has places. Whoever came to a full post is told: a count only
    grows on a day somebody comes."""
    together = (
        PostHolding.objects.filter(post=OuterRef("post"), held_from__lte=OuterRef("held_from"))
        .filter(Q(held_until__isnull=True) | Q(held_until__gt=OuterRef("held_from")))
        .order_by()
        .values("post")
        .annotate(_many=Count("pk"))
        .values("_many")
    )
    crowded = PostHolding.objects.annotate(
        _together=Coalesce(Subquery(together, output_field=IntegerField()), 0)
    ).filter(_together__gt=F("post__quota"))
    yield from of_rows("holding_within_quota", crowded, POST_FULL)
