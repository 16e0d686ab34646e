"""The rotation dossier: which papers are in, and until when they hold."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import Recorded, TidyCharField, in_choices
from rotations.models.regulations import DossierTemplateItem
from rotations.models.rotations import Rotation
from rotations.vocabulary import DossierStatus


class DossierItem(Recorded):
    """One paper of one rotation's dossier. Whether it still holds is asked for a day, not stored."""

    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, related_name="dossier", verbose_name="Lượt luân chuyển"
    )
    template_item = models.ForeignKey(
        DossierTemplateItem, on_delete=models.PROTECT, related_name="items", verbose_name="Thành phần hồ sơ"
    )
    status = models.CharField(
        "Tình trạng", max_length=12, choices=DossierStatus, default=DossierStatus.MISSING
    )
    issued_on = models.DateField("Ngày cấp", null=True, blank=True)
    valid_until = models.DateField("Còn hạn đến", null=True, blank=True)
    note = TidyCharField("Ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "hồ sơ luân chuyển"
        ordering = ("rotation", "template_item__ordinal")
        constraints = [
            models.UniqueConstraint(
                name="dossier_item_once",
                fields=["rotation", "template_item"],
                violation_error_message="Hồ sơ đã có thành phần này.",
            ),
            models.CheckConstraint(
                name="dossier_item_valid_after_issue",
                condition=Q(valid_until__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(valid_until__gte=F("issued_on")),
                violation_error_message="Hạn của giấy tờ không thể trước ngày cấp.",
            ),
            in_choices("dossier_status_known", "status", DossierStatus),
        ]

    def __str__(self) -> str:
        return f"{self.template_item.name}: {self.get_status_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether the paper is in and still in date on `day` (the last day of validity counts)."""
        return self.status in (DossierStatus.SUBMITTED, DossierStatus.VALID) and (
            self.valid_until is None or day <= self.valid_until
        )
