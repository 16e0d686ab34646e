"""How often an account may ask for something costly, counted in the database for all web processes together."""

from __future__ import annotations

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

from rotations.models import Account

FAILURES = "login_failed"


def asks_too_often(request: HttpRequest, action: str) -> bool:
    """Whether the account behind `request` has asked for `action` too often by now; asking counts.

    The rates stand in the settings (`ACCOUNT_RATE_LIMITS`).
    """
    return not ratelimit.consume(request, action=action, user=request.user)


def name_tried(typed: str) -> str:
    """What failed sign-ins with the name `typed` are counted under, from whatever address."""
    return typed[:150].casefold()


def forget_failures(account: Account) -> None:
    """Count the failed passwords and codes of an account anew; what is counted of an address stays."""
    apart = {"app": "allauth.account", "action": FAILURES}
    for rate in get_rates(**apart):
        if rate.per == "key":
            # The second is what the library of the second factor counts wrong codes under.
            for key in (name_tried(account.username), f"mfa-auth-user-{account.pk}"):
                cache.delete(get_cache_key(HttpRequest(), rate=rate, key=key, **apart))
