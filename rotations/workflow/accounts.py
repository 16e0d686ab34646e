"""Acts on who is signed in: a session ended, a second factor taken away from who lost it, a lock opened."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.db import transaction

from rotations.access import forget_failures, told_name
from rotations.models import Account, SignInSession
from rotations.workflow.refusals import MoveRefused

NOT_A_KEEPER = "Chỉ người quản trị hệ thống làm được việc này với tài khoản của người khác."


def _of_the_keeper(account: Account, by: Account) -> None:
    if account.pk != by.pk and not by.has_perm("rotations.change_account"):
        raise MoveRefused(NOT_A_KEEPER)


def end_session(account: Account, name: str, *, by: Account, at: datetime) -> SignInSession | None:
    """End the session told as `name` and give what it was; None when it is over already.

    Raises MoveRefused: another's account, and no keeper of accounts.
    """
    _of_the_keeper(account, by)
    session: SignInSession
    for session in SignInSession.objects.of(account, at=at):
        if told_name(session.session_key) == name:
            session.delete()
            return session
    return None


def end_sessions(account: Account, *, by: Account, but: str | None = None) -> int:
    """End every session of an account except the one with key `but`; how many were ended.

    Raises MoveRefused: another's account, and no keeper of accounts.
    """
    _of_the_keeper(account, by)
    rows = SignInSession.objects.filter(account=account)
    if but is not None:
        rows = rows.exclude(session_key=but)
    ended: int = rows.delete()[0]
    return ended


def sweep_sessions(*, at: datetime) -> None:
    """Let go of the sessions that ended by themselves."""
    SignInSession.objects.over_by(at).delete()


@transaction.atomic
def remove_second_factor(account: Account, *, by: Account) -> None:
    """Take away the second factor of somebody who lost it, with the recovery codes, and end the account's sessions.

    Raises MoveRefused: no keeper of accounts, or the own account, whose second factor has its own page.
    """
    if account.pk == by.pk or not by.has_perm("rotations.change_account"):
        raise MoveRefused(
            NOT_A_KEEPER if account.pk != by.pk else "Hãy dùng trang xác thực hai bước của mình."
        )
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account, by=by)


def unlock(account: Account, *, by: Account) -> int:
    """Forget the failed sign-ins of an account, from whatever address, and its wrong codes; how many places were locked
    or counting.

    Raises MoveRefused: no keeper of accounts.
    """
    if not by.has_perm("rotations.change_account"):
        raise MoveRefused(NOT_A_KEEPER)
    forget_failures(account)
    forgotten: int = reset(username=account.username)
    return forgotten
