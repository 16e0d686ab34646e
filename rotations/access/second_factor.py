"""The second factor: who must have one, and what the library that keeps it is told about this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from rotations.access.scopes import SEES_ALL_FILES
from rotations.access.sealed_secrets import seal, unseal
from rotations.access.sessions import address_of
from rotations.models import Account
from rotations.vocabulary import Role

# Who sees every file, and who could make an account that does.
MUST_HAVE_ONE = SEES_ALL_FILES | {Role.SYSTEM_ADMIN}
TOTP = Authenticator.Type.TOTP
TOO_MANY = "Đã thử quá nhiều lần. Hãy đợi ít phút rồi làm lại."
WRONG_CODE = "Mã chưa đúng hoặc đã hết hạn. Hãy xem lại giờ trên điện thoại rồi nhập mã đang hiện."


def must_have_second_factor(account: Account) -> bool:
    """Whether the installation asks a second factor of this account."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and bool(account.roles & MUST_HAVE_ONE)


def lacks_second_factor(account: Account) -> bool:
    """Whether the account must have a second factor and has none. No query for the account of a session."""
    if not must_have_second_factor(account):
        return False
    known: bool | None = getattr(account, "has_second_factor", None)
    return not (Authenticator.objects.filter(user=account, type=TOTP).exists() if known is None else known)


class FrontDoor(DefaultAccountAdapter):
    """Signing in as this house does it: nobody signs up, nothing is mailed, and what is to be said is on the page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "Mật khẩu chưa đúng.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by whoever keeps them."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No message of the library's own."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail of the library's own."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Let in, after the password and whatever else was asked; the one place every sign-in comes to."""
        user.backend = "rotations.access.RoleBackend"  # the library would name the module it is written in
        super().login(request, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address the lock-out counts by."""
        return address_of(request)


class SecondFactor(DefaultMFAAdapter):
    """The second factor in our words; whoever must have one cannot switch it off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Vai trò của tài khoản này bắt buộc xác thực hai bước nên không tắt được.",
        "cannot_generate_recovery_codes": "Hãy bật xác thực hai bước trước khi tạo mã dự phòng.",
    }

    def encrypt(self, text: str) -> str:
        """A secret as the database holds it."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret out of the database."""
        return unseal(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """What the application on the phone calls the account."""
        return str(user.username)

    def get_totp_issuer(self) -> str:
        """What it calls us."""
        return "Luân chuyển cán bộ"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not where the installation asks for one."""
        return not must_have_second_factor(authenticator.user)
