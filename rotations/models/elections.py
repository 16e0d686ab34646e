"""Sessions at which a post of a rotation is put to the vote, each one kept."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import Recorded, TidyCharField, TidyTextField
from rotations.models.rotation_posts import RotationPost
from rotations.vocabulary import ElectionResult


class ElectionSessionQuerySet(models.QuerySet["ElectionSession"]):
    """Sessions in domain words."""

    def planned(self) -> ElectionSessionQuerySet:
        """Called and not yet told of: no result is on record."""
        return self.filter(result="")

    def overdue_on(self, day: date) -> ElectionSessionQuerySet:
        """Planned for a day before `day`, and still without a result."""
        return self.planned().filter(session_on__lt=day)


class ElectionSession(Recorded):
    """One session of a council or a congress at which one post of one rotation is voted on: planned while it has no
    result, then won, lost or postponed.

    A session put off and the one held instead are two rows, so that both can be read. What counts in the end (the
    session that elected, its votes, the approval) also stands on the `RotationPost`, where constraints hold it.
    """

    rotation_post = models.ForeignKey(
        RotationPost,
        on_delete=models.CASCADE,
        related_name="sessions",
        verbose_name="Chức danh khi luân chuyển",
    )
    session_on = models.DateField("Ngày họp bầu")
    result = models.CharField("Kết quả", max_length=12, choices=ElectionResult, blank=True)
    votes_for = models.PositiveIntegerField("Số phiếu đồng ý", null=True, blank=True)
    votes_total = models.PositiveIntegerField("Tổng số phiếu", null=True, blank=True)
    document = TidyCharField("Nghị quyết, văn bản", max_length=200, blank=True)
    note = TidyTextField("Ghi chú", blank=True)

    objects = ElectionSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ họp bầu"
        verbose_name_plural = "các kỳ họp bầu"
        ordering = ("rotation_post", "session_on", "pk")
        constraints = [
            models.UniqueConstraint(
                name="election_session_once_a_day",
                fields=["rotation_post", "session_on"],
                violation_error_message="Kỳ họp bầu chức danh này trong ngày đó đã được ghi.",
            ),
            models.UniqueConstraint(
                name="election_won_once",
                fields=["rotation_post"],
                condition=Q(result=ElectionResult.ELECTED),
                violation_error_message="Chức danh này đã có một kỳ họp bầu trúng cử.",
            ),
            models.CheckConstraint(
                name="election_session_votes",
                condition=Q(votes_for__isnull=True)
                | Q(votes_total__isnull=True)
                | Q(votes_for__lte=F("votes_total")),
                violation_error_message="Số phiếu đồng ý không thể nhiều hơn tổng số phiếu.",
            ),
            models.CheckConstraint(
                name="election_session_result_known",
                condition=Q(result__in=["", *ElectionResult.values]),
                violation_error_message="Kết quả bầu không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_on:%d/%m/%Y}: {self.get_result_display() or 'dự kiến'}"
