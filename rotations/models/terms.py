"""Terms of committees and councils."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from rotations.models.fields import Recorded, TidyCharField, in_choices
from rotations.vocabulary import TermKind


class TermQuerySet(models.QuerySet["Term"]):
    """Terms in domain words."""

    def running_on(self, day: date) -> TermQuerySet:
        """Terms that include `day`; the first day counts, the last does not."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def party(self) -> TermQuerySet:
        """Terms of Party committees."""
        return self.filter(kind=TermKind.PARTY)


class Term(Recorded):
    """A term (nhiệm kỳ): the half-open period [starts_on, ends_on) of a committee or a council.

    Party and council terms differ in their years, so a designation and an election made on one day belong to
    two terms. Document numbers run per Party term.
    """

    kind = models.CharField("Loại", max_length=10, choices=TermKind, default=TermKind.PARTY)
    name = TidyCharField("Tên", max_length=20, help_text="Ví dụ: 2020-2025")
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến trước ngày")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        ordering = ("-starts_on", "kind")
        constraints = [
            models.UniqueConstraint(
                name="term_once", fields=["kind", "name"], violation_error_message="Nhiệm kỳ này đã có."
            ),
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Nhiệm kỳ phải kết thúc sau ngày bắt đầu.",
            ),
            in_choices("term_kind_known", "kind", TermKind),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"
