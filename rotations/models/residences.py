"""Where a person belongs: where they lived, and what people decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rotations.models.fields import (
    PartialDateOf,
    Recorded,
    TidyCharField,
    TidyTextField,
    in_choices,
    precision_field,
)
from rotations.models.officials import Official
from rotations.models.units import Unit
from rotations.vocabulary import LocalConclusion


class Residence(Recorded):
    """An official lived at a place over a time; without an end, still does."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="residences", verbose_name="Cán bộ"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="Nơi cư trú")
    from_date = models.DateField("Từ")
    from_date_precision = precision_field("Từ")
    to_date = models.DateField("Đến", null=True, blank=True)
    to_date_precision = precision_field("Đến")

    started = PartialDateOf("from_date")
    finished = PartialDateOf("to_date")

    class Meta:
        verbose_name = "nơi cư trú"
        verbose_name_plural = "quá trình cư trú"
        ordering = ("official", "from_date", "pk")
        constraints = [
            models.CheckConstraint(
                name="residence_ends_after_start",
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                violation_error_message="Thời gian cư trú phải kết thúc sau khi bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}"


class LocalityDecision(Recorded):
    """People decided (kết luận) whether an official is local to a place. It stands above what the signs say; of
    several about one place the latest counts, and the earlier ones stay."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="locality_decisions", verbose_name="Cán bộ"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="Địa phương")
    conclusion = models.CharField("Kết luận", max_length=10, choices=LocalConclusion)
    reason = TidyTextField("Lý do", blank=True)
    document = TidyCharField("Văn bản", max_length=200, blank=True)
    decided_on = models.DateField("Ngày kết luận")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người kết luận",
    )  # fmt: skip

    class Meta:
        verbose_name = "kết luận người địa phương"
        verbose_name_plural = "kết luận người địa phương"
        ordering = ("official", "-decided_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="locality_decision_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Hãy nêu lý do kết luận.",
            ),
            in_choices("locality_decision_known", "conclusion", LocalConclusion),
        ]

    def __str__(self) -> str:
        return f"{self.get_conclusion_display()}: {self.unit}"
