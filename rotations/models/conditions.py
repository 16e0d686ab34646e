"""What a regulation says of its conditions beside the numbers: what a post asks of a person, what a doubt needs."""

from __future__ import annotations

from django.db import models

from rotations.models.catalogues import CatalogueEntry
from rotations.models.fields import TidyCharField, in_choices, or_never
from rotations.models.positions import Position
from rotations.models.regulations import OfAPeriod, Regulation, ends_after_start
from rotations.vocabulary import CatalogueKind, ConditionCode, UnitLevel


def _least(kind: CatalogueKind, label: str) -> models.ForeignKey:
    """The lowest level of a list that is enough; empty where nothing is asked."""
    return models.ForeignKey(
        CatalogueEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        limit_choices_to={"kind": kind.value},
    )


class PostStandard(OfAPeriod):
    """The least schooling a regulation asks of who is to hold a position at a level (tiêu chuẩn chức danh).

    Levels compare by the rank of their list.
    """

    regulation = models.ForeignKey(
        Regulation, on_delete=models.CASCADE, related_name="post_standards", verbose_name="Quy định"
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="standards", verbose_name="Chức danh"
    )
    level = models.CharField("Cấp", max_length=10, choices=UnitLevel)
    professional_level = _least(CatalogueKind.PROFESSIONAL_LEVEL, "Trình độ chuyên môn từ")
    political_theory = _least(CatalogueKind.POLITICAL_THEORY, "Lý luận chính trị từ")
    article = TidyCharField("Điều, khoản", max_length=100, blank=True)

    class Meta:
        verbose_name = "tiêu chuẩn chức danh"
        verbose_name_plural = "tiêu chuẩn chức danh"
        ordering = ("regulation", "level", "position", "valid_from")
        constraints = [
            models.UniqueConstraint(
                "regulation",
                "position",
                "level",
                or_never("valid_from"),
                name="post_standard_once",
                violation_error_message="Tiêu chuẩn của chức danh này đã được đặt từ ngày đó.",
            ),
            models.CheckConstraint(
                name="post_standard_asks_something",
                condition=models.Q(professional_level__isnull=False)
                | models.Q(political_theory__isnull=False),
                violation_error_message="Hãy chọn trình độ chuyên môn hoặc lý luận chính trị.",
            ),
            ends_after_start(
                "post_standard_ends_after_start", "Tiêu chuẩn phải hết hiệu lực sau ngày bắt đầu."
            ),
            in_choices("post_standard_level_known", "level", UnitLevel),
        ]

    def __str__(self) -> str:
        return f"{self.position} ({self.get_level_display()})"


class ConditionRule(OfAPeriod):
    """What a regulation wants before a case goes on although one condition did not pass.

    A condition without a row asks for a reason and nothing else.
    """

    regulation = models.ForeignKey(
        Regulation, on_delete=models.CASCADE, related_name="condition_rules", verbose_name="Quy định"
    )
    code = models.CharField("Điều kiện", max_length=40, choices=ConditionCode)
    needs_reason = models.BooleanField("Phải nêu lý do", default=True)
    needs_approver = models.BooleanField("Phải có người chấp thuận", default=False)
    needs_document = models.BooleanField("Phải có văn bản", default=False)
    article = TidyCharField("Điều, khoản", max_length=100, blank=True)

    class Meta:
        verbose_name = "yêu cầu khi chưa đạt điều kiện"
        verbose_name_plural = "yêu cầu khi chưa đạt điều kiện"
        ordering = ("regulation", "code", "valid_from")
        constraints = [
            models.UniqueConstraint(
                "regulation",
                "code",
                or_never("valid_from"),
                name="condition_rule_once",
                violation_error_message="Yêu cầu của điều kiện này đã được đặt từ ngày đó.",
            ),
            models.CheckConstraint(
                name="condition_rule_approval_has_reason",
                condition=models.Q(needs_reason=True) | models.Q(needs_approver=False, needs_document=False),
                violation_error_message="Đã đòi người chấp thuận hoặc văn bản thì phải nêu lý do.",
            ),
            ends_after_start(
                "condition_rule_ends_after_start", "Yêu cầu phải hết hiệu lực sau ngày bắt đầu."
            ),
            in_choices("condition_rule_code_known", "code", ConditionCode),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())
