"""What a failed sign-in is counted by, and what is kept of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from rotations.access.sessions import address_of
from rotations.models import Account


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The login name a failure is kept under. What is no account's name is kept as a mark alone: people type their
    password in the wrong box. Either way the same name is counted together, so nothing tells which names exist."""
    data = credentials or {}
    typed = str(data.get("username") or (request.POST.get("username", "") if request else ""))
    if not typed or Account.objects.filter(username=typed).exists():
        return typed
    return "?" + salted_hmac("rotations.access.lock_out", typed, algorithm="sha256").hexdigest()[:32]


def minutes_left(request: HttpRequest, credentials: dict[str, Any] | None, *, at: datetime) -> int:
    """Whole minutes until the account may be tried again from this address; at least one, and the whole time when
    nothing is kept of it."""
    whole: timedelta = settings.AXES_COOLOFF_TIME
    last = (
        AccessAttempt.objects.filter(
            username=counted_name(request, credentials), ip_address=address_of(request)
        )
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    left = last + whole - at if last else whole
    return max(1, -(-int(left.total_seconds()) // 60))
