"""Decisions that a rotation lasts longer than was decided at first."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rotations.models.decisions import Decision
from rotations.models.fields import PartialDateOf, Recorded, TidyTextField, in_choices, precision_field
from rotations.models.rotations import Rotation
from rotations.vocabulary import ExtensionReason


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Extensions in domain words."""

    def standing(self) -> ExtensionQuerySet:
        """Those that count: not taken back as written down wrongly."""
        return self.filter(withdrawn_on__isnull=True)


class Extension(Recorded):
    """One decision that moved the due date of one rotation to a later day, for one of the closed reasons.

    The due date of the rotation itself is never edited: it follows the last extension that stands, and the one before
    it can be read here. One that was written down wrongly is withdrawn with a reason and stays to be read.
    """

    rotation = models.ForeignKey(
        Rotation, on_delete=models.PROTECT, related_name="extensions", verbose_name="Lượt luân chuyển"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="extensions", verbose_name="Quyết định"
    )
    due_before = models.DateField("Hết thời hạn cũ")
    due_before_precision = precision_field("Hết thời hạn cũ")
    due_after = models.DateField("Hết thời hạn mới")
    due_after_precision = precision_field("Hết thời hạn mới")
    reason = models.CharField("Lý do gia hạn", max_length=15, choices=ExtensionReason)
    note = TidyTextField("Ghi chú", blank=True)
    withdrawn_on = models.DateField("Ngày rút", null=True, blank=True, editable=False)
    withdrawal = TidyTextField("Lý do rút", blank=True, editable=False)

    before = PartialDateOf("due_before")
    after = PartialDateOf("due_after")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gia hạn"
        verbose_name_plural = "các lần gia hạn"
        ordering = ("rotation", "due_after", "pk")
        constraints = [
            models.CheckConstraint(
                name="extension_is_longer",
                condition=Q(due_after__gt=F("due_before")),
                violation_error_message="Thời hạn mới phải sau thời hạn cũ.",
            ),
            models.UniqueConstraint(
                name="extension_once_a_due_date",
                fields=["rotation", "due_before"],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message="Thời hạn này đã được gia hạn; hãy tải lại trang để xem thời hạn mới.",
            ),
            models.CheckConstraint(
                name="extension_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawal=""),
                violation_error_message="Hãy ghi lý do rút quyết định gia hạn.",
            ),
            in_choices("extension_reason_known", "reason", ExtensionReason),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
