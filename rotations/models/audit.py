"""The trail of acts that change nothing and yet matter: reading, exporting and printing personal data."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from rotations.models.fields import TidyCharField, in_choices
from rotations.vocabulary import AuditAction


class AuditEntry(models.Model):
    """One reading, export, print or import of personal data by one account. Changes of records are in the history
    of each record; this is for what leaves no other trace. Nothing in the program updates or deletes an entry."""

    at = models.DateTimeField("Lúc", auto_now_add=True, db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="audit_entries",
        verbose_name="Tài khoản",
    )
    action = models.CharField("Việc", max_length=10, choices=AuditAction)
    subject = TidyCharField("Đối tượng", max_length=250)
    subject_type = models.CharField("Loại đối tượng", max_length=50, blank=True)
    subject_id = models.BigIntegerField("Mã đối tượng", null=True, blank=True)
    purpose = TidyCharField("Mục đích", max_length=250, blank=True)
    row_count = models.PositiveIntegerField("Số dòng", default=1)

    class Meta:
        verbose_name = "nhật ký truy cập"
        verbose_name_plural = "nhật ký truy cập"
        ordering = ("-at", "-pk")
        constraints = [in_choices("audit_action_known", "action", AuditAction)]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_action_display()} {self.subject}"
