"""Secrets of second factors that lie open in the database are closed with the installation's key.

As `access.sealed_secrets` does it; what is closed already is left alone, so it may run again. Backwards they are opened.
"""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations

SEALED = "sealed:"


def lock():
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rotations second factor").derive(
        settings.SECOND_FACTOR_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def changed(data, change):
    """The parts of a second factor that are secret: a TOTP secret, the seed of recovery codes, or the codes."""
    new = {**data, **{name: change(data[name]) for name in ("secret", "seed") if name in data}}
    if data.get("migrated_codes"):
        new["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return new


def seal(text):
    return text if text.startswith(SEALED) else SEALED + lock().encrypt(text.encode()).decode()


def unseal(text):
    if not text.startswith(SEALED):
        return text
    return lock().decrypt(text.removeprefix(SEALED).encode()).decode()


def _rewrite(apps, change):
    for factor in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        factor.data = changed(factor.data, change)
        factor.save(update_fields=["data"])


def seal_all(apps, schema_editor):
    _rewrite(apps, seal)


def open_all(apps, schema_editor):
    _rewrite(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [("rotations", "0042_door_acts_guarded"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal_all, open_all)]
