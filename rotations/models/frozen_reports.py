"""Figures of reports as they stood on a day, put down once and for all."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from rotations.models.fields import TidyCharField, in_choices
from rotations.vocabulary import ReportKind


class FrozenReportQuerySet(models.QuerySet["FrozenReport"]):
    """Frozen reports in domain words."""

    def for_listing(self) -> FrozenReportQuerySet:
        """All that one line of a list shows, without the figures, in one query."""
        return self.select_related("frozen_by").defer("content")


class FrozenReport(models.Model):
    """The figures of one report as they stood on `as_of`, and by whose hand: what was told at the end of a month stays
    readable although the records go on.

    Written once: the database refuses to change or take away a row, so it keeps no history of its own. `choice` is what
    the report was narrowed by, from which the same figures are counted anew to be laid beside these; `content` is the
    sheet in words and numbers, and holds nobody's name.
    """

    report = models.CharField("Báo cáo", max_length=10, choices=ReportKind)
    title = TidyCharField("Tên gọi", max_length=120, blank=True, help_text="Ví dụ: Tháng 11/2025")
    period = TidyCharField("Thời kỳ", max_length=120, blank=True)
    choice = models.JSONField("Lựa chọn", default=dict)
    choice_key = models.CharField("Khóa của lựa chọn", max_length=300, editable=False)
    as_of = models.DateField("Số liệu ngày")
    content = models.JSONField("Số liệu")
    note = TidyCharField("Ghi chú", max_length=300, blank=True)
    frozen_at = models.DateTimeField("Chốt lúc", auto_now_add=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="Người chốt",
    )  # fmt: skip

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu đã chốt"
        verbose_name_plural = "số liệu đã chốt"
        ordering = ("-as_of", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="frozen_report_once_a_day",
                fields=["report", "choice_key", "as_of"],
                violation_error_message="Số liệu này đã được chốt trong ngày; hãy mở bản đã chốt.",
            ),
            models.CheckConstraint(
                name="frozen_report_titled",
                condition=~Q(title=""),
                violation_error_message="Hãy ghi tên gọi của bản chốt, ví dụ: Tháng 11/2025.",
            ),
            in_choices("frozen_report_kind_known", "report", ReportKind),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_report_display()}"

    def get_absolute_url(self) -> str:
        """The page that shows the figures as they were."""
        return reverse("rotations:frozen-report", args=[self.pk])

    @staticmethod
    def key_of(choice: dict[str, str]) -> str:
        """One key for one choice, in whatever order it was made."""
        return urlencode(sorted(choice.items()))
