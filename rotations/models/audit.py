"""The trail of acts that change no record and yet matter: reading, exporting and printing personal data, signing in,
taking and restoring backups."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from rotations.models.fields import FoldedField, TidyCharField, in_choices
from rotations.vocabulary import NOBODYS_ACTS, AuditAction


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Entries in domain words."""

    def for_listing(self) -> AuditEntryQuerySet:
        """All that one row of a list shows, in one query."""
        return self.select_related("account")

    def before(self, at: datetime, key: int) -> AuditEntryQuerySet:
        """Those that stand after the entry of that moment and key in the order of the trail, newest first."""
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))

    def backups(self) -> AuditEntryQuerySet:
        """Those that say a backup was taken."""
        return self.filter(action=AuditAction.BACKUP)


class AuditEntry(models.Model):
    """One reading, export, print or import of personal data by one account, one sign-in, or one backup.

    Changes of records are in the history of each record; this is for what leaves no other trace. Nothing in the
    program updates or deletes an entry, and the database refuses both. Without an account it is an act of somebody
    who is not signed in: a sign-in under a name no account has, or a command at the machine.
    """

    at = models.DateTimeField("Lúc", auto_now_add=True, db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_entries",
        verbose_name="Tài khoản",
    )
    action = models.CharField("Việc", max_length=10, choices=AuditAction)
    subject = TidyCharField("Đối tượng", max_length=250)
    subject_type = models.CharField("Loại đối tượng", max_length=50, blank=True)
    subject_id = models.BigIntegerField("Mã đối tượng", null=True, blank=True)
    purpose = TidyCharField("Mục đích", max_length=250, blank=True)
    search_fold = FoldedField("subject", "purpose")
    row_count = models.PositiveIntegerField("Số dòng", default=1)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký truy cập"
        verbose_name_plural = "nhật ký truy cập"
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["account", "-at"], name="audit_by_account"),
            models.Index(fields=["action", "-at"], name="audit_by_action"),
        ]
        constraints = [
            in_choices("audit_action_known", "action", AuditAction),
            models.CheckConstraint(
                name="audit_act_is_somebodys",
                condition=Q(account__isnull=False) | Q(action__in=sorted(NOBODYS_ACTS)),
                violation_error_message="Việc này phải ghi rõ tài khoản.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account or 'Không rõ'}: {self.get_action_display()} {self.subject}"

    @property
    def subject_kind(self) -> str:
        """What kind of record the entry is about, in words; "" for none or one there is no more."""
        if not self.subject_type:
            return ""
        try:
            return str(apps.get_model("rotations", self.subject_type)._meta.verbose_name)
        except LookupError:
            return ""
