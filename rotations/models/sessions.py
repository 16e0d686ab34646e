"""Who is signed in where: the rows behind the sessions, each with its account, device and address."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from rotations.models.accounts import Account


class SignInSessionQuerySet(models.QuerySet["SignInSession"]):
    """Sessions in domain words."""

    def of(self, account: Account, *, at: datetime) -> SignInSessionQuerySet:
        """Those in which `account` is signed in at a moment, the one used last first."""
        return self.filter(account=account, expire_date__gt=at)

    def over_by(self, moment: datetime) -> SignInSessionQuerySet:
        """Those that ended by themselves."""
        return self.filter(expire_date__lte=moment)


class SignInSessionManager(models.Manager.from_queryset(SignInSessionQuerySet)):  # type: ignore[misc]
    """Sessions."""


class SignInSession(AbstractBaseSession):
    """One browser's session. Its data is the framework's; beside it stands whose it is, from where and when it was
    used last, so that it can be shown and ended. It keeps no history: who read what is in the audit trail. A
    session in which nobody has signed in yet has no account."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True,
        related_name="sign_in_sessions", verbose_name="Tài khoản",
    )  # fmt: skip
    device = models.CharField("Thiết bị", max_length=200, blank=True)
    address = models.CharField("Địa chỉ", max_length=45, blank=True)
    seen_at = models.DateTimeField("Dùng lần cuối", null=True, blank=True)

    objects: ClassVar[SignInSessionManager] = SignInSessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"
        ordering = ("-seen_at", "session_key")
        constraints = [
            models.CheckConstraint(
                name="sign_in_session_known_to_somebody",
                condition=models.Q(account__isnull=False) | models.Q(seen_at__isnull=True),
                violation_error_message="Phiên chưa có ai đăng nhập thì chưa có lần dùng nào.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account or 'chưa đăng nhập'}, {self.address}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that reads and writes these rows."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
