"""Sign-ins, sign-outs and refused sign-ins leave a note, whichever door they come by.

The page, the back office, a second factor and a lock-out all end in Django's three signals and in nothing else they
share, so these are the one exception to "no signals": a note that each door had to remember would be forgotten by one.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from rotations.access.notes import note
from rotations.models import Account
from rotations.vocabulary import AuditAction


def listen() -> None:
    """Hear of every sign-in from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid="trail_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="trail_signed_out")
    user_login_failed.connect(_refused, dispatch_uid="trail_refused")


def _signed_in(sender: Any, request: HttpRequest | None, user: Account, **more: Any) -> None:
    if _came_by_a_door(request):
        note(user, AuditAction.SIGN_IN, user, purpose=_from(request))


def _signed_out(sender: Any, request: HttpRequest | None, user: Account | None, **more: Any) -> None:
    if _came_by_a_door(request) and user is not None:
        note(user, AuditAction.SIGN_OUT, user, purpose=_from(request))


def _refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
) -> None:
    """What was typed is kept only where it is the name of an account: people type their password in the wrong box."""
    if not _came_by_a_door(request):
        return
    account = Account.objects.filter(username=str(credentials.get("username", ""))).first()
    note(account, AuditAction.REFUSED, account or "Tên đăng nhập không có", purpose=_from(request))


def _came_by_a_door(request: HttpRequest | None) -> bool:
    """Whether somebody stands at the other end: a session made by a program has no address."""
    return request is not None and "REMOTE_ADDR" in request.META


def _from(request: HttpRequest | None) -> str:
    return f"Từ máy {(request and request.META.get('REMOTE_ADDR')) or 'không rõ'}"
