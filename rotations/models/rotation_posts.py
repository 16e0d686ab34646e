"""The posts a rotation brings at the destination, each by its own procedure."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import PartialDateOf, Recorded, TidyCharField, in_choices, precision_field
from rotations.models.positions import Post
from rotations.models.rotations import Rotation
from rotations.models.terms import Term
from rotations.vocabulary import ElectionResult, FillingMode, RotationStatus


class RotationPostQuerySet(models.QuerySet["RotationPost"]):
    """Posts of rotations in domain words."""

    def awaiting_election(self) -> RotationPostQuerySet:
        """Elected posts of cases decided and not yet over, not won so far and not given up: something is to be done.
        Whether the case still serves on a day is `rotations.standing_on(…, of="rotation__")`."""
        return self.filter(
            mode=FillingMode.ELECTED,
            withdrawn_on__isnull=True,
            rotation__status__in=[RotationStatus.DECIDED, RotationStatus.ACTIVE],
        ).exclude(result=ElectionResult.ELECTED)

    def awaiting_approval(self) -> RotationPostQuerySet:
        """Elected posts that were won and whose approval is not on record."""
        return self.filter(
            mode=FillingMode.ELECTED,
            result=ElectionResult.ELECTED,
            approved_on__isnull=True,
            rotation__status__in=[RotationStatus.DECIDED, RotationStatus.ACTIVE],
        )


class RotationPost(Recorded):
    """One post of one rotation: designated, elected (nominated, elected, approved), appointed or assigned.

    A Party post and a state post of one rotation are two rows with two procedures and two terms: losing the
    election leaves the other row as it is. An elected post has no `held_from` before its session. Every session is an
    `ElectionSession`; the columns here are those of the last one with a result. After a lost or postponed session
    something is still to be done until another one elects, or the nomination is withdrawn for good.
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, related_name="posts", verbose_name="Lượt luân chuyển",
        db_index=False,  # `rotation_post_once` begins with it
    )  # fmt: skip
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="rotation_posts", verbose_name="Chức danh"
    )
    mode = models.CharField("Cách thức", max_length=10, choices=FillingMode)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="rotation_posts",
        verbose_name="Nhiệm kỳ",
        db_index=False,  # no post is looked for by it
    )  # fmt: skip
    nominated_on = models.DateField("Ngày giới thiệu ứng cử", null=True, blank=True)
    session_on = models.DateField("Ngày họp bầu", null=True, blank=True)
    votes_for = models.PositiveIntegerField("Số phiếu đồng ý", null=True, blank=True)
    votes_total = models.PositiveIntegerField("Tổng số phiếu", null=True, blank=True)
    result = models.CharField("Kết quả bầu", max_length=12, choices=ElectionResult, blank=True)
    approval_number = TidyCharField("Số quyết định phê chuẩn", max_length=50, blank=True)
    approved_on = models.DateField("Ngày phê chuẩn", null=True, blank=True)
    withdrawn_on = models.DateField("Ngày thôi giới thiệu ứng cử", null=True, blank=True)
    withdrawal = TidyCharField("Lý do, cách xử lý khác", max_length=300, blank=True)
    held_from = models.DateField("Giữ từ", null=True, blank=True)
    held_from_precision = precision_field("Giữ từ")
    held_until = models.DateField("Đến trước ngày", null=True, blank=True)
    held_until_precision = precision_field("Đến trước ngày")

    started = PartialDateOf("held_from")
    finished = PartialDateOf("held_until")

    objects = RotationPostQuerySet.as_manager()

    class Meta:
        verbose_name = "chức danh khi luân chuyển"
        verbose_name_plural = "chức danh khi luân chuyển"
        ordering = ("rotation", "post__position__rank", "pk")
        constraints = [
            models.UniqueConstraint(
                name="rotation_post_once",
                fields=["rotation", "post"],
                violation_error_message="Lượt luân chuyển đã có chức danh này.",
            ),
            models.CheckConstraint(
                name="rotation_post_ends_after_start",
                condition=Q(held_until__isnull=True)
                | Q(held_from__isnull=True)
                | Q(held_until__gt=F("held_from")),
                violation_error_message="Ngày thôi giữ chức danh phải sau ngày bắt đầu giữ.",
            ),
            models.CheckConstraint(
                name="rotation_post_not_before_election",
                condition=~Q(mode=FillingMode.ELECTED)
                | Q(held_from__isnull=True)
                | Q(session_on__isnull=False, held_from__gte=F("session_on"), result=ElectionResult.ELECTED),
                violation_error_message="Chức danh bầu chỉ được giữ từ ngày trúng cử trở đi.",
            ),
            models.CheckConstraint(
                name="rotation_post_votes",
                condition=Q(votes_for__isnull=True)
                | Q(votes_total__isnull=True)
                | Q(votes_for__lte=F("votes_total")),
                violation_error_message="Số phiếu đồng ý không thể nhiều hơn tổng số phiếu.",
            ),
            models.CheckConstraint(
                name="rotation_post_approved_after_session",
                condition=Q(approved_on__isnull=True)
                | Q(session_on__isnull=True)
                | Q(approved_on__gte=F("session_on")),
                violation_error_message="Ngày phê chuẩn không thể trước ngày bầu.",
            ),
            models.CheckConstraint(
                name="rotation_post_withdrawn_unheld",
                condition=Q(withdrawn_on__isnull=True)
                | (Q(mode=FillingMode.ELECTED, held_from__isnull=True) & ~Q(withdrawal="")),
                violation_error_message="Chỉ thôi giới thiệu ứng cử chức danh bầu chưa giữ, và phải ghi lý do.",
            ),
            models.CheckConstraint(
                name="rotation_post_result_known",
                condition=Q(result__in=["", *ElectionResult.values]),
                violation_error_message="Kết quả bầu không có trong danh mục.",
            ),
            in_choices("rotation_post_mode_known", "mode", FillingMode),
        ]

    def __str__(self) -> str:
        return f"{self.post.position} ({self.get_mode_display()})"
