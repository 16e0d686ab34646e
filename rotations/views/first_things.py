"""What an account has to do before anything else: choose its own password, and set up its second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rotations import access
from rotations.models import Account

PASSWORD_FIRST = frozenset({"password_change", "logout", "account_login", "rotations:healthz"})
SECOND_FACTOR_FIRST = PASSWORD_FIRST | {
    "password_change_done", "mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate",
}  # fmt: skip


class FirstThings:
    """Middleware that lets an account through to nothing else until both are done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the page."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Another page instead of the one asked for, while something has to be done first."""
        account = request.user
        if not isinstance(account, Account) or request.resolver_match is None:
            return None
        page = request.resolver_match.view_name
        if account.must_change_password:
            return None if page in PASSWORD_FIRST else redirect("password_change")
        if access.lacks_second_factor(account):
            return None if page in SECOND_FACTOR_FIRST else redirect("mfa_activate_totp")
        return None
