"""One sample account per role, for a demonstration on one's own machine."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group

from rotations.models import Account, Unit
from rotations.vocabulary import Role, UnitLevel

CLERKS_UNIT = "Xã Pa Tần"
APPRAISERS_UNIT = "Ủy ban Kiểm tra Huyện ủy"
STAFF = {Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.SYSTEM_ADMIN}


@dataclass(frozen=True)
class SampleAccount:
    """One account as it is told to the person at the desk; `password` is "" when it is somebody's own."""

    username: str
    role: str
    unit: str
    password: str


def load_accounts(password: str) -> list[SampleAccount]:
    """Make the accounts that are missing, and give the sample's own the password asked for.

    Shape   one account per role out, in the order of the roles.
    Units   `password`, else CADRE_DEMO_PASSWORD, else the one kept beside the database since the first time.
    Errors  none; the caller has made sure that this is no production. An account of such a name that is not the
            sample's is left alone.
    Source  product §5.
    """
    chosen = password or settings.DEMO_PASSWORD or _kept_password()
    told = []
    for role in Role:
        account = Account.objects.filter(username=role.value).first()
        if account is None:
            account = Account(
                username=role.value,
                full_name=f"{role.label} (mẫu)",
                is_sample=True,
                is_staff=role in STAFF,
                unit=_unit_of(role),
            )
            account.set_password(chosen)
            account.save()
            account.groups.add(Group.objects.get(name=role.value))
            ours = True
        elif (ours := account.is_sample) and not account.check_password(chosen):
            account.set_password(chosen)
            account.save(update_fields=["password"])
        told.append(SampleAccount(role.value, role.label, str(account.unit or ""), chosen if ours else ""))
    return told


def _kept_password() -> str:
    """Made up once for this copy and kept where only its owner reads, so that it can be told again."""
    keep = Path(settings.DATA_DIR) / "demo-password"
    if keep.exists():
        return keep.read_text(encoding="utf-8").strip()
    made_up = secrets.token_urlsafe(9)
    keep.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep.touch(mode=0o600)
    keep.write_text(made_up, encoding="utf-8")
    return made_up


def _unit_of(role: Role) -> Unit | None:
    """The unit a clerk or an appraiser works for: the sample district's, else the first commune there is."""
    wanted = {Role.UNIT_CLERK: CLERKS_UNIT, Role.APPRAISER: APPRAISERS_UNIT}.get(role)
    if wanted is None:
        return None
    communes = Unit.objects.filter(level=UnitLevel.COMMUNE).order_by("pk")
    return Unit.objects.filter(name=wanted).first() or communes.first()
