"""Positions (chức danh), and posts: a position at a unit, with a number of seats."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rotations import vietnamese
from rotations.models.fields import FoldedField, MatchKeyField, Recorded, TidyCharField, in_choices, or_never
from rotations.models.units import Unit
from rotations.vocabulary import Branch, FillingMode, UnitBlock, UnitLevel


class PositionQuerySet(models.QuerySet["Position"]):
    """Positions in domain words."""

    def matching(self, text: str) -> PositionQuerySet:
        """Positions whose name or alias contains `text`, marks and case aside."""
        folded = vietnamese.fold(text)
        return self.filter(
            Q(name_fold__contains=folded)
            | Q(pk__in=PositionAlias.objects.filter(name_fold__contains=folded).values("position"))
        )

    def found_at(self, unit: Unit) -> PositionQuerySet:
        """Positions the unit has a post of, or units of its level and block usually have."""
        usual = StandardSeat.objects.filter(level=unit.level, block=unit.block)
        own = Post.objects.filter(unit=unit)
        return self.filter(Q(pk__in=usual.values("position")) | Q(pk__in=own.values("position")))


class Position(Recorded):
    """A title (chức danh, chức vụ) as the catalogue knows it, whichever unit has a post of it.

    `rank` compares posts for "higher or equivalent": a smaller number is the higher post.
    """

    name = TidyCharField("Chức danh", max_length=150)
    name_fold = FoldedField("name")
    match_key = MatchKeyField("name", db_index=True)
    branch = models.CharField("Khối", max_length=10, choices=Branch)
    filling = models.CharField("Cách thức bố trí", max_length=10, choices=FillingMode)
    is_head = models.BooleanField("Cấp trưởng", default=False)
    is_key = models.BooleanField("Chức danh chủ chốt", default=False)
    is_leading = models.BooleanField("Chức vụ lãnh đạo, quản lý", default=True)
    rank = models.PositiveSmallIntegerField("Thứ bậc", default=50, help_text="Số nhỏ hơn là chức vụ cao hơn.")

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "chức danh"
        verbose_name_plural = "chức danh"
        ordering = ("rank", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="position_once", fields=["match_key"], violation_error_message="Chức danh này đã có."
            ),
            in_choices("position_branch_known", "branch", Branch),
            in_choices("position_filling_known", "filling", FillingMode),
        ]

    def __str__(self) -> str:
        return self.name


class PositionAlias(Recorded):
    """Another spelling or an abbreviation of a position ("PBT", "CT UBND")."""

    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="aliases", verbose_name="Chức danh"
    )
    name = TidyCharField("Tên gọi khác, viết tắt", max_length=150)
    name_fold = FoldedField("name")
    match_key = MatchKeyField("name", db_index=True)

    class Meta:
        verbose_name = "tên gọi khác của chức danh"
        verbose_name_plural = "tên gọi khác của chức danh"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                name="position_alias_once",
                fields=["position", "match_key"],
                violation_error_message="Chức danh đã có tên gọi này.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StandardSeat(Recorded):
    """Which posts, and how many seats, a unit of a level and block gets when its own are not stated."""

    level = models.CharField("Cấp", max_length=10, choices=UnitLevel)
    block = models.CharField("Khối", max_length=10, choices=UnitBlock)
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="standard_seats", verbose_name="Chức danh"
    )
    quota = models.PositiveSmallIntegerField("Số lượng", default=1)

    class Meta:
        verbose_name = "khung chức danh"
        verbose_name_plural = "khung chức danh theo cấp, khối"
        ordering = ("level", "block", "position")
        constraints = [
            models.UniqueConstraint(
                name="standard_seat_once",
                fields=["level", "block", "position"],
                violation_error_message="Khung chức danh này đã có.",
            ),
            models.CheckConstraint(
                name="standard_seat_has_quota",
                condition=Q(quota__gte=1),
                violation_error_message="Số lượng phải từ 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.get_block_display()}: {self.position}"


class PostQuerySet(models.QuerySet["Post"]):
    """Posts in domain words."""

    def open_on(self, day: date) -> PostQuerySet:
        """Posts that exist on `day`."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day),
            Q(abolished_on__isnull=True) | Q(abolished_on__gt=day),
        )

    def for_listing(self) -> PostQuerySet:
        """Position and unit of each, in one query."""
        return self.select_related("position", "unit")


class Post(Recorded):
    """A seat, or several like it: one position at one unit, with its quota (biên chế chức danh).

    Not more people than `quota` may hold it at a time; the database refuses one more (see the holding).
    """

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="posts", verbose_name="Chức danh"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name="Đơn vị")
    quota = models.PositiveSmallIntegerField("Số lượng", default=1)
    opened_on = models.DateField("Có từ ngày", null=True, blank=True)
    abolished_on = models.DateField("Bỏ từ ngày", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí chức danh"
        verbose_name_plural = "vị trí chức danh tại đơn vị"
        ordering = ("unit__sort_key", "position__rank", "pk")
        constraints = [
            models.UniqueConstraint(
                "unit",
                "position",
                or_never("opened_on"),
                name="post_once",
                violation_error_message="Đơn vị đã có chức danh này; hãy sửa số lượng thay vì thêm mới.",
            ),
            models.CheckConstraint(
                name="post_has_quota",
                condition=Q(quota__gte=1),
                violation_error_message="Số lượng phải từ 1.",
            ),
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=Q(abolished_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(abolished_on__gt=F("opened_on")),
                violation_error_message="Ngày bỏ chức danh phải sau ngày có chức danh.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.unit}"

    def get_absolute_url(self) -> str:
        """The seat's page."""
        return reverse("rotations:post-detail", args=[self.pk])

    def is_open_on(self, day: date) -> bool:
        """Whether the post exists on `day`; the day it is abolished does not count."""
        return (self.opened_on is None or self.opened_on <= day) and (
            self.abolished_on is None or day < self.abolished_on
        )
