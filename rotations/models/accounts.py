"""Accounts: who signs in, as what, for which unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.urls import reverse

from rotations.models.fields import NameKeyField, PersonNameField
from rotations.vocabulary import Role


class AccountManager(UserManager["Account"]):
    """Accounts; a superuser made in the shell is a system administrator and nothing more."""

    use_in_migrations = False  # a migration must not need living code

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> Account:
        """Create an account of role `system_admin`. There is no account that may do everything."""
        from django.contrib.auth.models import Group  # the app registry is not ready at import time

        account = self.create_user(username, email, password, is_staff=True, **extra)
        account.groups.add(Group.objects.get(name=Role.SYSTEM_ADMIN))
        return account


class Account(AbstractUser):
    """One person's way in. Roles are groups; the scope of a role may be narrowed to `unit`.

    There is no flag that opens everything: the database refuses `is_superuser`, because whoever runs the machine
    need not read the files. `official` says whose file is the account's own, so that
    nobody decides on themselves. A sample account (`is_sample`) has a password that is told to everybody, so it
    signs in on a demonstration copy only. `must_change_password`: somebody else chose the password, so the account
    reaches nothing else before it has one of its own.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = PersonNameField("Họ và tên", max_length=150, blank=True)
    name_key = NameKeyField("full_name")
    unit = models.ForeignKey(
        "rotations.Unit", on_delete=models.PROTECT, null=True, blank=True, verbose_name="Đơn vị",
        related_name="accounts", help_text="Bắt buộc với tài khoản của đơn vị và cơ quan thẩm định.",
    )  # fmt: skip
    official = models.ForeignKey(
        "rotations.Official", on_delete=models.PROTECT, null=True, blank=True,
        verbose_name="Hồ sơ cán bộ của chính người dùng", related_name="accounts",
    )  # fmt: skip

    is_sample = models.BooleanField("Tài khoản mẫu", default=False, editable=False)
    must_change_password = models.BooleanField("Phải đổi mật khẩu", default=False, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ("name_key", "username")
        constraints = [
            models.CheckConstraint(
                name="account_opens_nothing_by_flag",
                condition=models.Q(is_superuser=False),
                violation_error_message="Không có tài khoản được mở mọi quyền; hãy giao vai trò.",
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_absolute_url(self) -> str:
        """The account in the back office."""
        return reverse("admin:rotations_account_change", args=[self.pk])

    def get_full_name(self) -> str:
        """The name as it is written, or the login name."""
        return str(self)

    def get_short_name(self) -> str:
        """Same as the full name: a given name alone is not an official form of address."""
        return str(self)

    @property
    def roles(self) -> frozenset[Role]:
        """The account's roles; unknown groups count for nothing. One query the first time, kept on the object."""
        if not hasattr(self, "_roles"):
            self.know_roles(self.groups.values_list("name", flat=True))
        return self._roles

    def know_roles(self, group_names: Iterable[str]) -> None:
        """Keep the roles that were read together with the account."""
        names = set(group_names)
        self._roles = frozenset(role for role in Role if role.value in names)
