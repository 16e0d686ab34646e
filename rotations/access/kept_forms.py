"""What was typed into a form whose session has ended, closed so that nobody but who typed it can open it again.

Whose a form is, is told by the token every form of ours carries against forgery: a signed cookie says for which
account the last tokens were handed out. What was typed then travels through the sign-in sealed, bound to that account
and for an hour, and is never sent by itself.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token  # type: ignore[attr-defined]
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from rotations.access.requests import SignedInRequest
from rotations.access.sealed_secrets import lock

KEPT_FOR = 60 * 60  # seconds from the press of the button to the sign-in
LARGEST = 512 * 1024  # bytes once sealed; a form of the house has a few thousand
OWNER_COOKIE = "form_owner"
OWNER_KNOWN_FOR = 24 * 60 * 60  # seconds
OWNER_RENEWED_AFTER = 60 * 60
TOKENS_KNOWN = 6  # of one browser: signing in again hands out another
PURPOSE = b"rotations kept form"
SALT = "rotations.access.kept_forms"
# Passwords are typed here, and nothing else.
NEVER_KEPT = ("/accounts/", "/admin/login/")


@dataclass(frozen=True)
class KeptForm:
    """What one press of a button would have sent, without its files: they stay on the machine they came from."""

    account: int
    action: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """What a person typed, as against what a list or a tick handed in."""
        return [value for _, value in self.fields if is_typed(value)]


def is_typed(value: str) -> bool:
    """Whether a value reads as something written: keys of lists and words of the program are plain letters and
    figures in one piece."""
    return bool(value.strip()) and not (value.isascii() and value.replace("-", "").replace("_", "").isalnum())


def form_in_hand(request: HttpRequest, *, at: int) -> KeptForm | None:
    """The form a request brings, where it is known for whom its page was made; None for everything else."""
    owner = _owner_of(request, at=at)
    if owner is None or request.method != "POST" or request.path.startswith(NEVER_KEPT):
        return None
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    )
    files = tuple(str(one.name) for name in request.FILES for one in request.FILES.getlist(name))
    return KeptForm(owner, request.get_full_path(), page_of(request), fields, files)


def page_of(request: HttpRequest) -> str:
    """The page of ours a request was sent from, as the browser says; "" where it does not."""
    said = urlsplit(request.headers.get("Referer", ""))
    page = f"{said.path}?{said.query}" if said.query else said.path
    is_ours = said.netloc == request.get_host() and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours and not page.startswith(NEVER_KEPT) else ""


def close_form(kept: KeptForm, *, at: int) -> str:
    """The form sealed, "" where it is larger than any form of ours."""
    packed = zlib.compress(json.dumps(asdict(kept)).encode())
    closed = lock(settings.SECRET_KEY, PURPOSE).encrypt_at_time(packed, at).decode()
    return closed if len(closed) <= LARGEST else ""


def open_form(closed: str, *, at: int) -> KeptForm | None:
    """What was sealed within the hour, untouched since; else None."""
    if not closed or len(closed) > LARGEST:
        return None
    try:
        packed = lock(settings.SECRET_KEY, PURPOSE).decrypt_at_time(closed.encode(), KEPT_FOR, at)
    except InvalidToken:
        return None
    read: dict[str, Any] = json.loads(zlib.decompress(packed))
    kept = KeptForm(**read)
    return replace(kept, fields=tuple((name, value) for name, value in kept.fields), files=tuple(kept.files))


def remember_owner(request: SignedInRequest, response: HttpResponseBase, *, at: int) -> None:
    """Say in the browser's cookie for whom the forms of this answer were made."""
    secret = request.META.get("CSRF_COOKIE")
    if not secret:
        return
    mark, (known, since) = _mark(secret), _known(request, at=at)
    if known.get(mark) == request.user.pk and at - since < OWNER_RENEWED_AFTER:
        return
    known.pop(mark, None)
    kept = dict([*known.items(), (mark, request.user.pk)][-TOKENS_KNOWN:])
    response.set_cookie(
        OWNER_COOKIE,
        signing.dumps([at, kept], salt=SALT),
        httponly=True,
        secure=settings.CSRF_COOKIE_SECURE,
        samesite="Strict",
    )


def was_let_in_before(request: HttpRequest, *, at: int) -> bool:
    """Whether somebody was signed in with this browser within the day."""
    return bool(_known(request, at=at)[0])


def _owner_of(request: HttpRequest, *, at: int) -> int | None:
    known, _ = _known(request, at=at)
    token = request.POST.get("csrfmiddlewaretoken", "") if known and request.method == "POST" else ""
    return known.get(_mark(token)) if len(token) == CSRF_TOKEN_LENGTH and token.isalnum() else None


def _known(request: HttpRequest, *, at: int) -> tuple[dict[str, int], int]:
    """For whom the tokens of this browser were handed out, and since when the cookie says so."""
    try:
        since, known = signing.loads(request.COOKIES.get(OWNER_COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return {}, 0
    return (known, since) if at - since < OWNER_KNOWN_FOR else ({}, 0)


def _mark(token: str) -> str:
    """A token as the cookie knows it: it tells tokens apart and is none."""
    secret = _unmask_cipher_token(token) if len(token) == CSRF_TOKEN_LENGTH else token
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()[:24]
