"""Who holds which post, from when until when."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from rotations.models.fields import PartialDateOf, Recorded, TidyCharField, precision_field
from rotations.models.officials import Official, OfficialQuerySet
from rotations.models.positions import Post
from rotations.models.terms import Term
from rotations.vocabulary import FillingMode

OVERLAPPING_MAIN_POSTS = (
    "Cán bộ đã giữ một chức vụ chính khác trong thời gian này; hãy kết thúc chức vụ đó trước."
)
POST_FULL = (
    "Chức danh này đã đủ người giữ trong thời gian nêu; hãy kết thúc một người trước hoặc sửa số lượng."
)


class PostHoldingQuerySet(models.QuerySet["PostHolding"]):
    """Holdings in domain words."""

    def on(self, day: date) -> PostHoldingQuerySet:
        """Holdings that include `day`: the first day counts, the day it ends does not."""
        return self.filter(held_from__lte=day).filter(Q(held_until__isnull=True) | Q(held_until__gt=day))

    def current(self) -> PostHoldingQuerySet:
        """Holdings without an end."""
        return self.filter(held_until__isnull=True)

    def overlapping(self, held_from: date, held_until: date | None) -> PostHoldingQuerySet:
        """Holdings that share at least one day with the half-open period [held_from, held_until)."""
        shared = self.filter(Q(held_until__isnull=True) | Q(held_until__gt=held_from))
        return shared if held_until is None else shared.filter(held_from__lt=held_until)

    def for_listing(self) -> PostHoldingQuerySet:
        """Post, position, unit and person of each, in one query."""
        return self.select_related("post__position", "post__unit", "official")


class PostHolding(Recorded):
    """One official holds one post over the half-open period [held_from, held_until).

    The database itself refuses a second main post in the same days and one person more than the post's quota
    (triggers and, on PostgreSQL, an exclusion constraint; see migration `database_guards`); `clean` says the same
    in words. A concurrent post (kiêm nhiệm) has `is_main` false and may overlap.
    """

    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, related_name="holdings", verbose_name="Cán bộ",
        db_index=False,  # `holding_once` begins with it
    )  # fmt: skip
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="holdings", verbose_name="Chức danh"
    )
    held_from = models.DateField("Giữ từ")
    held_from_precision = precision_field("Giữ từ")
    held_until = models.DateField("Đến trước ngày", null=True, blank=True)
    held_until_precision = precision_field("Đến trước ngày")
    is_main = models.BooleanField("Chức vụ chính", default=True)
    obtained_by = models.CharField("Cách thức", max_length=10, choices=FillingMode, blank=True)
    term = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holdings",
        verbose_name="Nhiệm kỳ",
    )
    document = TidyCharField("Văn bản", max_length=200, blank=True)

    started = PartialDateOf("held_from")
    finished = PartialDateOf("held_until")

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "giữ chức vụ"
        verbose_name_plural = "quá trình giữ chức vụ"
        ordering = ("-held_from", "-is_main", "pk")
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_start",
                condition=Q(held_until__isnull=True) | Q(held_until__gt=F("held_from")),
                violation_error_message="Ngày thôi giữ chức vụ phải sau ngày bắt đầu giữ.",
            ),
            models.UniqueConstraint(
                name="holding_once",
                fields=["official", "post", "held_from"],
                violation_error_message="Việc giữ chức vụ này đã được ghi.",
            ),
            models.CheckConstraint(
                name="holding_mode_known",
                condition=Q(obtained_by__in=["", *FillingMode.values]),
                violation_error_message="Cách thức bố trí không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.post}"

    def clean(self) -> None:
        """Say in words what the database would refuse: overlapping main posts, a post that is full."""
        super().clean()
        if self.held_from is None or self.official_id is None or self.post_id is None:
            return
        if self.held_until is not None and self.held_until <= self.held_from:
            return  # said by the constraint
        others = PostHolding.objects.exclude(pk=self.pk).overlapping(self.held_from, self.held_until)
        if self.is_main and others.filter(official=self.official_id, is_main=True).exists():
            raise ValidationError({"held_from": OVERLAPPING_MAIN_POSTS})
        if most_at_once(others.filter(post=self.post_id), self.held_from) >= self.post.quota:
            raise ValidationError({"post": POST_FULL})


def most_at_once(holdings: PostHoldingQuerySet, since: date) -> int:
    """The largest number of `holdings` that run on one same day, from `since` on.

    Shape   a queryset in, a count out. One query.
    Units   people; each holding counts from its first day up to but not on its last.
    Errors  none; an empty queryset gives 0.
    Source  invariant "a post not held by more people than its quota".
    """
    periods = list(holdings.values_list("held_from", "held_until"))
    days = {since, *(start for start, _end in periods if start > since)}
    return max(
        (sum(start <= day and (end is None or end > day) for start, end in periods) for day in days),
        default=0,
    )


def with_current_posts(officials: OfficialQuerySet, *, on: date) -> OfficialQuerySet:
    """`officials`, each with `current_holdings`: the posts held on that day. One more query for them all."""
    return officials.prefetch_related(
        models.Prefetch(
            "holdings", queryset=PostHolding.objects.on(on).for_listing(), to_attr="current_holdings"
        )
    )
