"""What is due from a shell, and by mail."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from rotations.models import AuditEntry, DueNotice
from rotations.vocabulary import AuditAction, Role
from tests.due.awaited import days, serving
from tests.makers import TODAY, make_account

ON = ("--on", f"{TODAY:%d/%m/%Y}")


@pytest.fixture
def one_late(db):
    return serving(days(-3))


@pytest.fixture
def mail_is_set_up(settings):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "thu.example", "can-bo@thu.example"
    settings.SITE_ADDRESS = "https://can-bo.example"


def summary(capsys, *arguments: str) -> str:
    call_command("due_summary", *ON, *arguments)
    return capsys.readouterr().out


def test_each_account_has_its_list_and_who_sees_no_case_none(board, viewer, one_late, capsys):
    told = summary(capsys)

    assert "board_officer (board_officer): 1 việc" in told
    assert f"quá 3 ngày: {one_late.official}" in told
    assert "report_viewer" not in told


def test_the_data_of_one_account(board, lead, one_late, capsys):
    told = json.loads(summary(capsys, "--account", "board_officer", "--json"))

    (account,) = told["accounts"]
    assert (told["on"], account["account"], account["totals"]) == (
        TODAY.isoformat(), "board_officer", {"term_overdue": 1},
    )  # fmt: skip
    assert account["items"][0]["days_left"] == -3
    assert account["sent"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--account", "ai-do"), "Không có tài khoản"),
        (("--on", "30/02/2025"), "30"),
        (("--on", "09/2025"), "phải là một ngày"),
    ],
)
def test_what_cannot_be_understood_is_refused(db, arguments, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("due_summary", *arguments)

    assert refused.value.returncode == 2


@pytest.mark.parametrize("lacking", ["EMAIL_HOST", "DEFAULT_FROM_EMAIL", "SITE_ADDRESS"])
def test_nothing_is_sent_where_mail_is_not_set_up(board, one_late, settings, mail_is_set_up, lacking):
    setattr(settings, lacking, "")

    with pytest.raises(CommandError, match="Chưa thiết lập thư điện tử") as refused:
        call_command("due_summary", *ON, "--send")

    assert refused.value.returncode == 2
    assert mail.outbox == []
    assert not DueNotice.objects.exists()


def test_a_mail_holds_numbers_and_links_and_no_name(board, one_late, mail_is_set_up, capsys):
    board.email = "can-bo-1@thu.example"
    board.save()

    summary(capsys, "--send")

    (sent,) = mail.outbox
    assert sent.subject == f"Việc đến hạn ngày {TODAY:%d/%m/%Y}: 1 việc, 1 việc quá hạn"
    assert "https://can-bo.example/due/?kind=term_overdue" in sent.body
    assert str(one_late.official) not in sent.body
    assert str(one_late.receiving_unit) not in sent.body
    assert sent.to == ["can-bo-1@thu.example"]


def test_names_leave_only_where_it_is_switched_on(board, one_late, settings, mail_is_set_up, capsys):
    settings.MAIL_NAMES_PEOPLE = True
    board.email = "can-bo-1@thu.example"
    board.save()

    summary(capsys, "--send")

    assert str(one_late.official) in mail.outbox[0].body


def test_an_account_gets_one_mail_a_day(board, one_late, mail_is_set_up, capsys):
    board.email = "can-bo-1@thu.example"
    board.save()

    first, second = summary(capsys, "--send"), summary(capsys, "--send")
    call_command("due_summary", "--on", f"{TODAY + timedelta(1):%d/%m/%Y}", "--send")

    assert "đã gửi tới can-bo-1@thu.example" in first
    assert "đã gửi trước đó trong ngày" in second
    assert len(mail.outbox) == 2
    assert [notice.item_count for notice in DueNotice.objects.all()] == [1, 1]


def test_an_account_without_an_address_or_without_anything_due_gets_none(
    board, clerk, one_late, mail_is_set_up, capsys
):
    clerk.email = "xa@thu.example"
    clerk.save()

    told = summary(capsys, "--send")

    assert "chưa có địa chỉ thư" in told
    assert "không có việc, không gửi" in told
    assert mail.outbox == []


def test_a_mail_that_failed_is_told_and_may_be_tried_again(board, one_late, settings, mail_is_set_up, capsys):
    make_account(Role.BOARD_OFFICER, username="second", email="hai@thu.example")
    settings.EMAIL_BACKEND = "tests.management.test_due_summary.BrokenServer"
    settings.EMAIL_HOST = "127.0.0.1"

    with pytest.raises(CommandError, match="second") as refused:
        call_command("due_summary", *ON, "--send")

    assert refused.value.returncode == 1
    assert not DueNotice.objects.exists()


class BrokenServer:
    """A mail server that is not there."""

    def __init__(self, *args, **kwargs) -> None:
        pass

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError("không nối được")


def test_reading_the_lists_at_the_machine_is_noted_with_who_did(board, one_late, capsys):
    summary(capsys, "--account", board.username)

    noted = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (noted.account, noted.subject, noted.row_count) == (None, "Việc đến hạn", 1)
    assert noted.purpose.startswith("Lệnh due_summary tại máy")
