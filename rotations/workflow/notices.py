"""What is due on its way out of the program: the private address of a calendar, and that a mail is sent once a day."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from rotations.models import Account, CalendarLink, DueNotice, hashed


def open_calendar_link(account: Account, *, at: datetime) -> str:
    """Give the account's calendar a new address and shut the one before; the token in it, which is told this once."""
    token = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(
        account=account, defaults={"token_hash": hashed(token), "made_at": at}
    )
    return token


def shut_calendar_link(account: Account) -> None:
    """The address leads nowhere from now on."""
    CalendarLink.objects.of(account).delete()


def take_up_notice(account: Account, *, on: date, item_count: int) -> DueNotice | None:
    """Put down that the account is sent the list of `on`, before it is sent; None when that was done already.

    Written first, so that a run that is killed, or two runs at once, send at most one mail.
    """
    notice, is_new = DueNotice.objects.get_or_create(
        account=account, day=on, defaults={"item_count": item_count}
    )
    return notice if is_new else None


def give_up_notice(notice: DueNotice) -> None:
    """The mail could not be sent; another run may try again."""
    notice.delete()
