"""What is recorded about an official over the years: quy hoạch, yearly ratings, discipline."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import Recorded, TidyCharField, TidyTextField, in_choices, or_none
from rotations.models.officials import Official
from rotations.models.positions import Position
from rotations.models.terms import Term
from rotations.models.units import Unit
from rotations.vocabulary import (
    DisciplineForm,
    DisciplineSide,
    QualityRating,
    SuccessionSource,
    SuccessionStatus,
    UnitLevel,
)


class SuccessionEntryQuerySet(models.QuerySet["SuccessionEntry"]):
    """Succession entries in domain words."""

    def valid_on(self, day: date) -> SuccessionEntryQuerySet:
        """Entries approved by `day` and not yet removed on it."""
        return self.filter(Q(approved_on__isnull=True) | Q(approved_on__lte=day)).filter(
            Q(removed_on__isnull=True) | Q(removed_on__gt=day)
        )


class SuccessionEntry(Recorded):
    """An official is planned (quy hoạch) for a position, for one term."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="succession_entries", verbose_name="Cán bộ"
    )
    position = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        related_name="succession_entries",
        verbose_name="Chức danh quy hoạch",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="succession_entries",
        verbose_name="Tại đơn vị",
    )  # fmt: skip
    level = models.CharField("Cấp", max_length=10, choices=UnitLevel)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="succession_entries", verbose_name="Nhiệm kỳ"
    )
    source = models.CharField(
        "Nguồn", max_length=10, choices=SuccessionSource, default=SuccessionSource.LOCAL
    )
    status = models.CharField(
        "Trạng thái", max_length=10, choices=SuccessionStatus, default=SuccessionStatus.VALID
    )
    approved_on = models.DateField("Ngày phê duyệt", null=True, blank=True)
    approved_by_document = TidyCharField("Văn bản phê duyệt", max_length=200, blank=True)
    removed_on = models.DateField("Ngày đưa ra", null=True, blank=True)
    removal_reason = TidyCharField("Lý do đưa ra", max_length=300, blank=True)

    objects = SuccessionEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "quy hoạch"
        verbose_name_plural = "quy hoạch"
        ordering = ("official", "-term__starts_on", "position__rank", "pk")
        constraints = [
            models.UniqueConstraint(
                "official",
                "position",
                or_none("unit"),
                "term",
                name="succession_entry_once",
                violation_error_message="Cán bộ đã có trong quy hoạch chức danh này của nhiệm kỳ.",
            ),
            models.CheckConstraint(
                name="succession_removed_after_approved",
                condition=Q(removed_on__isnull=True)
                | Q(approved_on__isnull=True)
                | Q(removed_on__gte=F("approved_on")),
                violation_error_message="Ngày đưa ra khỏi quy hoạch phải sau ngày phê duyệt.",
            ),
            in_choices("succession_status_known", "status", SuccessionStatus),
        ]

    def __str__(self) -> str:
        return f"{self.position} ({self.term.name})"


class AnnualRating(Recorded):
    """The quality classification of one official for one year, or one quarter of it."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="ratings", verbose_name="Cán bộ"
    )
    year = models.PositiveSmallIntegerField("Năm")
    quarter = models.PositiveSmallIntegerField("Quý", null=True, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings",
        verbose_name="Đơn vị xếp loại",
    )  # fmt: skip
    score = models.DecimalField("Điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    self_rating = models.CharField("Tự xếp loại", max_length=15, choices=QualityRating, blank=True)
    proposed_rating = models.CharField("Đề nghị xếp loại", max_length=15, choices=QualityRating, blank=True)
    rating = models.CharField("Xếp loại", max_length=15, choices=QualityRating)
    decided_by = TidyCharField("Cấp quyết định xếp loại", max_length=200, blank=True)
    document = TidyCharField("Văn bản", max_length=200, blank=True)
    note = TidyTextField("Ghi chú", blank=True)

    class Meta:
        verbose_name = "xếp loại hằng năm"
        verbose_name_plural = "xếp loại hằng năm"
        ordering = ("official", "-year", "-quarter")
        constraints = [
            models.UniqueConstraint(
                "official",
                "year",
                or_none("quarter"),
                name="annual_rating_once",
                violation_error_message="Cán bộ đã có xếp loại của kỳ này.",
            ),
            models.CheckConstraint(
                name="annual_rating_quarter",
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)),
                violation_error_message="Quý phải từ 1 đến 4.",
            ),
            models.CheckConstraint(
                name="annual_rating_score",
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                violation_error_message="Điểm phải từ 0 đến 100.",
            ),
            in_choices("annual_rating_known", "rating", QualityRating),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_rating_display()}"


class DisciplineRecord(Recorded):
    """A disciplinary measure; it weighs on a higher post for as long as the regulation says."""

    official = models.ForeignKey(
        Official, on_delete=models.CASCADE, related_name="discipline_records", verbose_name="Cán bộ"
    )
    side = models.CharField("Loại kỷ luật", max_length=10, choices=DisciplineSide)
    form = models.CharField("Hình thức", max_length=15, choices=DisciplineForm)
    decided_on = models.DateField("Ngày quyết định")
    ended_on = models.DateField("Ngày chấm dứt hiệu lực", null=True, blank=True)
    document = TidyCharField("Quyết định", max_length=200, blank=True)
    reason = TidyTextField("Nội dung vi phạm", blank=True)

    class Meta:
        verbose_name = "kỷ luật"
        verbose_name_plural = "kỷ luật"
        ordering = ("official", "-decided_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="discipline_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("decided_on")),
                violation_error_message="Ngày chấm dứt hiệu lực phải sau ngày quyết định.",
            ),
            in_choices("discipline_side_known", "side", DisciplineSide),
            in_choices("discipline_form_known", "form", DisciplineForm),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} ({self.decided_on:%d/%m/%Y})"
