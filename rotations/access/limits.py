"""How often an account may ask for something costly, counted in the database for all web processes together."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest


def asks_too_often(request: HttpRequest, action: str) -> bool:
    """Whether the account behind `request` has asked for `action` too often by now; asking counts.

    The rates stand in the settings (`ACCOUNT_RATE_LIMITS`).
    """
    return not ratelimit.consume(request, action=action, user=request.user)
