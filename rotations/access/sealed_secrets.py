"""The secrets of second factors as the database holds them: closed with a key that is not in it.

Whoever gets hold of the database or of a backup alone cannot compute anybody's codes.
"""

from __future__ import annotations

import base64
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALED = "sealed:"
# As in the migration that closed what was there.
PURPOSE = b"rotations second factor"


def seal(text: str) -> str:
    """The text closed, and marked as such."""
    return SEALED + lock(settings.SECOND_FACTOR_KEY, PURPOSE).encrypt(text.encode()).decode()


def unseal(stored: str) -> str:
    """What was closed; what was never closed is handed back as it stands.

    Closed with another key, as after a move to a machine with another one, it is a secret that nobody has: codes are
    refused until the second factor is set up anew, and nothing breaks.
    """
    if not stored.startswith(SEALED):
        return stored
    try:
        return (
            lock(settings.SECOND_FACTOR_KEY, PURPOSE).decrypt(stored.removeprefix(SEALED).encode()).decode()
        )
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()


@lru_cache(maxsize=4)
def lock(key: str, purpose: bytes) -> Fernet:
    """The lock a key of the settings makes for one purpose; what one closes no other opens."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
