"""The rotation dossier: which papers are in, and until when they hold."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rotations.models.fields import Recorded, TidyCharField, in_choices
from rotations.models.regulations import DossierTemplateItem
from rotations.models.rotations import Rotation
from rotations.vocabulary import DossierStatus


class DossierItemQuerySet(models.QuerySet["DossierItem"]):
    """Papers in domain words."""

    def running_out(self, first: date, last: date) -> DossierItemQuerySet:
        """Papers handed in whose last day of validity lies from `first` to `last`, both counting."""
        return self.filter(
            status__in=[DossierStatus.SUBMITTED, DossierStatus.VALID], valid_until__range=(first, last)
        )

    def for_listing(self) -> DossierItemQuerySet:
        """What a checklist shows of each, in one query."""
        return self.select_related("template_item")


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

    objects = DossierItemQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        """The page of the paper."""
        return reverse("rotations:dossier-item", args=[self.pk])

    @property
    def is_counted(self) -> bool:
        """Whether the dossier is incomplete without it: asked for, or handed in although nobody had to."""
        if self.status == DossierStatus.NOT_REQUIRED:
            return False
        return self.template_item.is_required or self.status != DossierStatus.MISSING

    def state_on(self, day: date) -> DossierStatus:
        """How the paper stands on `day`: what was recorded, but out of date after its last day of validity, and
        missing on a day before it was issued."""
        recorded = DossierStatus(self.status)
        if recorded not in (DossierStatus.SUBMITTED, DossierStatus.VALID):
            return recorded
        if self.issued_on is not None and day < self.issued_on:
            return DossierStatus.MISSING
        if self.valid_until is not None and day > self.valid_until:
            return DossierStatus.EXPIRED
        return recorded

    def holds_on(self, day: date) -> bool:
        """Whether the paper is in and still in date on `day` (the last day of validity counts)."""
        return self.state_on(day) in (DossierStatus.SUBMITTED, DossierStatus.VALID)
