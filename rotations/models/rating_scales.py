"""The scales of the yearly classification: which points make which rating, and how many may be excellent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import Recorded, TidyCharField, in_choices
from rotations.vocabulary import QualityRating, QuotaBase


class RatingScaleQuerySet(models.QuerySet["RatingScale"]):
    """Scales in domain words."""

    def in_force_on(self, day: date) -> RatingScaleQuerySet:
        """Scales that apply on `day`, the newest first; the day one is replaced no longer counts."""
        return self.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gt=day), effective_from__lte=day
        ).order_by("-effective_from", "pk")


class RatingScale(Recorded):
    """How officials are classified by one text over [effective_from, effective_to).

    A text without bands gives words and no points. The quota is a share of the people counted by `quota_base` in the
    same unit and peer group; without a percentage there is none.
    """

    document = TidyCharField("Văn bản", max_length=100, help_text="Ví dụ: 366-QĐ/TW")
    effective_from = models.DateField("Áp dụng từ")
    effective_to = models.DateField("Thôi áp dụng từ", null=True, blank=True)
    quota_percent = models.DecimalField(
        "Tỷ lệ xuất sắc tối đa (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    quota_base = models.CharField("Tính trên", max_length=10, choices=QuotaBase, default=QuotaBase.GOOD)
    note = TidyCharField("Ghi chú", max_length=300, blank=True)

    objects = RatingScaleQuerySet.as_manager()

    class Meta:
        verbose_name = "thang xếp loại"
        verbose_name_plural = "thang xếp loại"
        ordering = ("-effective_from", "pk")
        constraints = [
            models.UniqueConstraint(
                name="rating_scale_once",
                fields=["effective_from"],
                violation_error_message="Đã có thang xếp loại áp dụng từ ngày này.",
            ),
            models.CheckConstraint(
                name="rating_scale_ends_after_start",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                violation_error_message="Ngày thôi áp dụng phải sau ngày áp dụng.",
            ),
            models.CheckConstraint(
                name="rating_scale_quota",
                condition=Q(quota_percent__isnull=True) | Q(quota_percent__range=(Decimal(0), Decimal(100))),
                violation_error_message="Tỷ lệ phải từ 0 đến 100.",
            ),
            in_choices("rating_scale_base_known", "quota_base", QuotaBase),
        ]

    def __str__(self) -> str:
        return self.document

    def rating_of(self, score: Decimal) -> QualityRating | None:
        """The rating so many points make; None by a text without points. Reads the bands as prefetched."""
        reached = [band for band in self.bands.all() if score >= band.from_score]
        return QualityRating(max(reached, key=lambda band: band.from_score).rating) if reached else None


class RatingBand(Recorded):
    """From how many points on a rating is reached; up to where the next one begins."""

    scale = models.ForeignKey(
        RatingScale, on_delete=models.CASCADE, related_name="bands", verbose_name="Thang xếp loại"
    )
    rating = models.CharField("Mức", max_length=15, choices=QualityRating)
    from_score = models.DecimalField("Từ (điểm)", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "mức của thang xếp loại"
        verbose_name_plural = "các mức của thang xếp loại"
        ordering = ("scale", "-from_score")
        constraints = [
            models.UniqueConstraint(
                name="rating_band_once",
                fields=["scale", "rating"],
                violation_error_message="Thang đã có mức này.",
            ),
            models.UniqueConstraint(
                name="rating_band_score_once",
                fields=["scale", "from_score"],
                violation_error_message="Thang đã có mức bắt đầu từ số điểm này.",
            ),
            models.CheckConstraint(
                name="rating_band_score",
                condition=Q(from_score__range=(Decimal(0), Decimal(100))),
                violation_error_message="Điểm phải từ 0 đến 100.",
            ),
            in_choices("rating_band_known", "rating", QualityRating),
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()}: từ {self.from_score.normalize():f}"
