"""How what is due reaches people outside the pages: the address of a calendar, and the mails that were sent."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from rotations.models.accounts import Account


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    """Links in domain words."""

    def opened_by(self, token: str) -> CalendarLinkQuerySet:
        """The link whose address holds `token`, of an account that may sign in."""
        return self.filter(token_hash=hashed(token), account__is_active=True)

    def of(self, account: Account) -> CalendarLinkQuerySet:
        """The one of an account."""
        return self.filter(account=account)


class CalendarLink(models.Model):
    """The private address under which one account's calendar may be fetched without signing in.

    Only a hash of the token is kept, so that a copy of the database opens nobody's calendar; an address that was
    lost is renewed, not told again. An account has one: a new address shuts the old one. It keeps no history, which
    would keep the hashes of old ones.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link",
        verbose_name="Tài khoản",
    )  # fmt: skip
    token_hash = models.CharField("Dấu của mã", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("Tạo lúc")

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "đường dẫn lịch"
        verbose_name_plural = "đường dẫn lịch"
        ordering = ("account",)
        constraints = [
            models.CheckConstraint(
                name="calendar_link_token_hashed",
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Mã của đường dẫn lịch phải được băm trước khi lưu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: lịch việc đến hạn"


class DueNotice(models.Model):
    """That an account was sent its list of what is due on a day. Written once and never changed, so it keeps no
    history; the list itself is not kept."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="due_notices",
        verbose_name="Tài khoản",
    )  # fmt: skip
    day = models.DateField("Ngày")
    sent_at = models.DateTimeField("Gửi lúc", auto_now_add=True)
    item_count = models.PositiveIntegerField("Số việc")

    class Meta:
        verbose_name = "thư báo việc đến hạn"
        verbose_name_plural = "thư báo việc đến hạn"
        ordering = ("-day", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="due_notice_once_a_day",
                fields=["account", "day"],
                violation_error_message="Tài khoản này đã được gửi thư của ngày đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.day:%d/%m/%Y}"


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
