"""The store of sessions: each knows whose it is, from which device and address, and when it was used last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from rotations.access.sealed_secrets import seal, unseal
from rotations.models import SignInSession

SHOWN_OF_A_DEVICE = 200


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with columns that can be asked for an account's."""

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        """The table of ours."""
        return SignInSession

    def save(self, must_create: bool = False) -> None:
        """Keep the session. A database that went away is no session that somebody ended: it is said as what it is."""
        try:
            super().save(must_create)
        except UpdateError as refused:
            if isinstance(refused.__context__, OperationalError | InterfaceError):
                raise refused.__context__ from None
            raise

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What the session holds, as the database keeps it: a secret that somebody is enrolling is closed there."""
        if enrolling := session_dict.get(SECRET_SESSION_KEY):
            session_dict = session_dict | {SECRET_SESSION_KEY: seal(enrolling)}
        return super().encode(session_dict)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What the database keeps, opened."""
        held: dict[str, Any] = super().decode(session_data)
        if enrolling := held.get(SECRET_SESSION_KEY):
            held[SECRET_SESSION_KEY] = unseal(enrolling)
        return held

    def create_model_instance(self, data: dict[str, Any]) -> SignInSession:
        """The row of a session, its columns read from what the session holds."""
        row: SignInSession = super().create_model_instance(data)  # type: ignore[assignment]
        if SESSION_KEY in data:
            row.account_id = int(data[SESSION_KEY])
            row.device = str(data.get("device", ""))[:SHOWN_OF_A_DEVICE]
            row.address = str(data.get("address", ""))[:45]
            seen = data.get("here_at")
            row.seen_at = datetime.fromtimestamp(seen, tz=UTC) if seen else None
        return row


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the far end of the connection, or what the one trusted proxy says it was.

    Only the last entry of the header is the proxy's own; those before it were typed by whoever asked.
    """
    if settings.BEHIND_PROXY and (said := request.headers.get("X-Forwarded-For", "")):
        return said.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def remember_device(request: HttpRequest, *, seen: int) -> None:
    """Keep in the session from where and when it was used."""
    request.session["here_at"] = seen
    request.session["device"] = request.headers.get("User-Agent", "")[:SHOWN_OF_A_DEVICE]
    request.session["address"] = address_of(request)


def told_name(session_key: str) -> str:
    """The name of a session in a page: it tells sessions apart and opens none."""
    return salted_hmac("rotations.access.sessions", session_key, algorithm="sha256").hexdigest()[:24]
