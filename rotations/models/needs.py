"""What units ask for and offer, in answer to a yearly call (Biểu 1)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from rotations import vietnamese
from rotations.models.fields import (
    FoldedField,
    PartialDateOf,
    Recorded,
    TidyCharField,
    TidyTextField,
    in_choices,
    precision_field,
)
from rotations.models.officials import Official
from rotations.models.positions import Position
from rotations.models.units import Unit
from rotations.vocabulary import NeedDirection, NeedReason


class NeedCall(Recorded):
    """The board's yearly request to units to state their needs, with a deadline."""

    year = models.PositiveSmallIntegerField("Năm")
    title = TidyCharField("Trích yếu", max_length=250)
    document_number = TidyCharField("Số công văn", max_length=50, blank=True)
    opened_on = models.DateField("Ngày gửi")
    deadline = models.DateField("Hạn trả lời")
    units = models.ManyToManyField(
        Unit, related_name="need_calls", verbose_name="Đơn vị được hỏi", blank=True
    )

    class Meta:
        verbose_name = "đợt đề xuất nhu cầu"
        verbose_name_plural = "đợt đề xuất nhu cầu"
        ordering = ("-year", "-opened_on")
        constraints = [
            models.UniqueConstraint(
                name="need_call_once",
                fields=["year", "opened_on"],
                violation_error_message="Đã có đợt đề xuất gửi ngày này.",
            ),
            models.CheckConstraint(
                name="need_call_deadline_after_opening",
                condition=Q(deadline__gte=F("opened_on")),
                violation_error_message="Hạn trả lời phải từ ngày gửi trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class RotationNeedQuerySet(models.QuerySet["RotationNeed"]):
    """Needs in domain words."""

    def matching(self, text: str) -> RotationNeedQuerySet:
        """Needs whose unit or wording contains `text`, marks and case aside."""
        folded = vietnamese.fold(text)
        return self.filter(Q(unit__name_fold__contains=folded) | Q(text_fold__contains=folded))

    def for_listing(self) -> RotationNeedQuerySet:
        """All that one row of a list shows, in a fixed number of queries."""
        return self.select_related("unit", "position", "proposed_official")


class RotationNeed(Recorded):
    """One line of Biểu 1: a unit needs someone (in), or offers to send someone (out)."""

    call = models.ForeignKey(
        NeedCall,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name="Đợt đề xuất",
    )
    year = models.PositiveSmallIntegerField("Năm kế hoạch")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="needs", verbose_name="Đơn vị đề xuất"
    )
    direction = models.CharField("Hướng", max_length=3, choices=NeedDirection, default=NeedDirection.IN)
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="needs",
        verbose_name="Chức danh cần bổ sung",
    )  # fmt: skip
    position_text = TidyCharField("Vị trí (ghi thêm)", max_length=200, blank=True)
    quantity = models.PositiveSmallIntegerField("Số lượng", default=1)
    reason = models.CharField("Lý do", max_length=15, choices=NeedReason, default=NeedReason.VACANCY)
    requirements = TidyTextField("Yêu cầu về chuyên môn, lý luận chính trị", blank=True)
    proposed_official = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed_in_needs",
        verbose_name="Nhân sự đề xuất",
    )  # fmt: skip
    proposed_text = TidyCharField("Nhân sự đề xuất (ghi theo đơn vị)", max_length=200, blank=True)
    expected_on = models.DateField("Thời gian dự kiến", null=True, blank=True)
    expected_on_precision = precision_field("Thời gian dự kiến")
    note = TidyTextField("Ghi chú", blank=True)
    text_fold = FoldedField("position_text", "proposed_text", "requirements", "note", max_length=2000)

    expected = PartialDateOf("expected_on")

    objects = RotationNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhu cầu luân chuyển"
        verbose_name_plural = "nhu cầu luân chuyển"
        ordering = ("-year", "unit__sort_key", "direction", "pk")
        constraints = [
            models.CheckConstraint(
                name="need_quantity",
                condition=Q(quantity__gte=1),
                violation_error_message="Số lượng phải từ 1.",
            ),
            models.CheckConstraint(
                name="need_names_a_post",
                condition=Q(position__isnull=False) | ~Q(position_text=""),
                violation_error_message="Hãy chọn chức danh hoặc ghi vị trí cần bổ sung.",
            ),
            in_choices("need_direction_known", "direction", NeedDirection),
            in_choices("need_reason_known", "reason", NeedReason),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.position or self.position_text} ({self.quantity})"

    def get_absolute_url(self) -> str:
        """The need's page."""
        return reverse("rotations:need-detail", args=[self.pk])
