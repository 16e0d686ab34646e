"""What is due, account by account: `manage.py due_summary [--on D] [--account NAME] [--send] [--json]`."""

from __future__ import annotations

import json
import smtplib
from argparse import ArgumentParser
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from rotations import workflow
from rotations.access import note
from rotations.due import DueItem, DueList, what_is_due
from rotations.due.mails import due_mail
from rotations.management.shells import whose_shell
from rotations.models import Account
from rotations.partial_dates import NotADate, parse
from rotations.vocabulary import AuditAction

NOT_SENT: Final = 1
REFUSED: Final = 2


class Command(BaseCommand):
    """Print each account's list; with `--send` mail it, once a day and account.

    Exit status: 0 done, 1 a mail could not be sent, 2 refused.
    """

    help = "In việc đến hạn của từng tài khoản; thêm --send để gửi thư (mỗi tài khoản mỗi ngày một thư)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments of the contract."""
        parser.add_argument("--on", metavar="D", help="ngày xét, ví dụ 15/09/2025; không ghi là hôm nay")
        parser.add_argument(
            "--account", metavar="NAME", help="tên đăng nhập; không ghi là mọi tài khoản đang mở"
        )
        parser.add_argument("--send", action="store_true", help="gửi thư tới tài khoản có địa chỉ thư")
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for each account, send, note in the trail that the lists were read at the machine, tell."""
        on = self._day(options["on"])
        accounts = self._accounts(options["account"])
        if options["send"]:
            refuse_unless_mail_is_set_up()
        told = []
        for account in accounts:
            due = what_is_due(account, on=on)
            sent = self._send(account, due, on=on) if options["send"] else ""
            told.append((account, due, sent))
        items = sum(due.total for _account, due, _sent in told)
        note(None, AuditAction.EXPORT, "Việc đến hạn", purpose=whose_shell("due_summary"), row_count=items)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {"on": on.isoformat(), "accounts": [_as_data(*one) for one in told]}, ensure_ascii=False
                )
            )
        else:
            self._print(told, on=on)
        if failed := [account.username for account, _due, sent in told if sent.startswith("không gửi được")]:
            raise CommandError(
                f"Không gửi được thư cho: {', '.join(failed)}. Hãy xem lại máy chủ thư rồi chạy lại lệnh.",
                returncode=NOT_SENT,
            )

    def _day(self, asked: str | None) -> date:
        if not asked:
            return localdate()
        try:
            day = parse(asked)
        except NotADate as fault:
            raise CommandError(fault.message, returncode=REFUSED) from fault
        if day.first != day.last:
            raise CommandError(f"“{asked}” phải là một ngày, ví dụ 15/09/2025.", returncode=REFUSED)
        return day.first

    def _accounts(self, asked: str | None) -> list[Account]:
        accounts = Account.objects.filter(is_active=True).order_by("username")
        if not asked:
            return [
                one for one in accounts.prefetch_related("groups") if one.has_perm("rotations.view_rotation")
            ]
        account = accounts.filter(username=asked).first()
        if account is None:
            raise CommandError(f"Không có tài khoản đang mở tên “{asked}”.", returncode=REFUSED)
        return [account]

    def _send(self, account: Account, due: DueList, *, on: date) -> str:
        """Send one mail; what became of it, in words."""
        if not due.total:
            return "không có việc, không gửi"
        if not account.email:
            return "chưa có địa chỉ thư"
        notice = workflow.take_up_notice(account, on=on, item_count=due.total)
        if notice is None:
            return "đã gửi trước đó trong ngày"
        mail = due_mail(due, on=on, site=settings.SITE_ADDRESS, names=settings.MAIL_NAMES_PEOPLE)
        try:
            EmailMessage(mail.subject, mail.body, to=[account.email]).send()
        except (OSError, smtplib.SMTPException) as fault:
            workflow.give_up_notice(notice)
            return f"không gửi được: {fault}"
        return f"đã gửi tới {account.email}"

    def _print(self, told: list[tuple[Account, DueList, str]], *, on: date) -> None:
        self.stdout.write(f"Việc đến hạn ngày {on:%d/%m/%Y}")
        for account, due, sent in told:
            self.stdout.write(
                f"\n{account.username} ({account}): {due.total} việc{f'; {sent}' if sent else ''}"
            )
            for urgency, items in due.by_urgency():
                self.stdout.write(f"  {urgency.label}")
                for item in items:
                    self.stdout.write(f"    {item.how_long}: {item.about} · {item.text} · {item.action}")
            for kind, number in due.left_out.items():
                self.stdout.write(f"  … và {number} việc nữa: {kind.label}")


def refuse_unless_mail_is_set_up() -> None:
    """CommandError, with what to set, when there is no way to send mail or no address to link to."""
    lacking = [
        name
        for name, value in (
            ("CADRE_EMAIL_HOST", settings.EMAIL_HOST),
            ("CADRE_EMAIL_FROM", settings.DEFAULT_FROM_EMAIL),
            ("CADRE_ADDRESS", settings.SITE_ADDRESS),
        )
        if not value
    ]
    if lacking:
        raise CommandError(
            f"Chưa thiết lập thư điện tử: hãy đặt {', '.join(lacking)} (xem README), rồi chạy lại. "
            "Không thư nào được gửi.",
            returncode=REFUSED,
        )


def _as_data(account: Account, due: DueList, sent: str) -> dict[str, Any]:
    return {
        "account": account.username,
        "total": due.total,
        "totals": {kind.value: number for kind, number in due.totals.items()},
        "sent": sent or None,
        "items": [_item(item) for item in due],
    }


def _item(item: DueItem) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "urgency": item.urgency.value,
        "day": item.day.iso() if item.day else None,
        "days_left": item.days_left,
        "about": item.about,
        "text": item.text,
        "url": item.url,
        "action": item.action,
        "action_url": item.action_url,
        "rule": item.rule,
    }
