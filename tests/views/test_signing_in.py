"""The one door: what it asks, how often it may be tried, what it never tells, and how it is shut again."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.test import Client
from django.utils.timezone import now

from rotations import access
from rotations.access import sealed_secrets
from rotations.models import AuditEntry, SignInSession
from rotations.vocabulary import AuditAction, Role
from tests.admin.conftest import staff
from tests.makers import PASSWORD, make_account

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
NEW = "mận chín đầu mùa mưa"


def try_to_sign_in(client: Client, account, password: str = PASSWORD, **where):
    name = account if isinstance(account, str) else account.username
    return client.post(LOGIN, {"username": name, "password": password}, **where)


def code_of(secret: str) -> str:
    """What the application on the telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_second_factor(account) -> str:
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


# --- Lock-out ----------------------------------------------------------------------------------------------


def test_five_wrong_passwords_shut_the_account_at_that_address_and_the_page_says_how_long(client, board):
    for _ in range(4):
        assert try_to_sign_in(client, board, "sai").status_code == 200
    assert try_to_sign_in(client, board, "sai").status_code == 429

    shut = try_to_sign_in(client, board)

    assert shut.status_code == 429
    assert "15 phút" in shut.content.decode()
    assert shut.headers["Retry-After"] == "900"


def test_four_wrong_passwords_do_not(client, board):
    for _ in range(4):
        try_to_sign_in(client, board, "sai")

    assert try_to_sign_in(client, board).status_code == 302


def test_a_shut_account_is_open_from_elsewhere_and_another_account_from_there(client, board, lead):
    for _ in range(6):
        try_to_sign_in(client, board, "sai")

    assert try_to_sign_in(Client(), board, REMOTE_ADDR="10.0.0.7").status_code == 302
    assert try_to_sign_in(Client(), lead).status_code == 302


def test_a_lock_opens_by_itself_after_a_quarter_of_an_hour(client, board):
    for _ in range(5):
        try_to_sign_in(client, board, "sai")
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=14, seconds=50))
    assert try_to_sign_in(client, board).status_code == 429

    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=15, seconds=1))

    assert try_to_sign_in(client, board).status_code == 302


def test_the_lock_counts_by_the_client_a_trusted_proxy_names_and_not_by_what_others_wrote(
    client, board, settings
):
    settings.BEHIND_PROXY = True
    for number in range(5):
        try_to_sign_in(client, board, "sai", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 10.0.0.7")

    assert try_to_sign_in(client, board, HTTP_X_FORWARDED_FOR="10.0.0.7").status_code == 429
    assert try_to_sign_in(client, board, HTTP_X_FORWARDED_FOR="10.0.0.8").status_code == 302


def test_a_name_guessed_from_many_addresses_is_stopped_too(board, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/h/key"}
    answers = [
        try_to_sign_in(Client(), board, "sai", REMOTE_ADDR=f"10.0.1.{number}").status_code
        for number in range(4)
    ]

    assert answers == [200, 200, 200, 429]


def test_a_name_stopped_for_all_is_told_whom_to_ask_and_let_in_once_the_keeper_opened_it(
    client_of, board, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "60/10m/ip,3/h/key"}
    for number in range(3):
        try_to_sign_in(Client(), board, "sai", REMOTE_ADDR=f"10.0.1.{number}")
    stopped = try_to_sign_in(Client(), board, REMOTE_ADDR="10.0.2.1")
    assert stopped.status_code == 429
    assert "một giờ" in stopped.content.decode()
    assert "người quản trị hệ thống" in stopped.content.decode()

    client_of(staff(Role.SYSTEM_ADMIN)).post(f"/accounts/{board.pk}/door/unlock/")

    assert try_to_sign_in(Client(), board, REMOTE_ADDR="10.0.2.1").status_code == 302


def test_codes_guessed_too_often_are_forgotten_once_the_keeper_opened_the_account(client_of, board, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "60/10m/ip,3/h/key"}
    with_second_factor(board)
    client = Client()
    try_to_sign_in(client, board)
    for _ in range(3):
        client.post("/accounts/second-factor/code/", {"code": "000000"})
    assert (
        "quá nhiều lần" in client.post("/accounts/second-factor/code/", {"code": "000000"}).content.decode()
    )

    client_of(staff(Role.SYSTEM_ADMIN)).post(f"/accounts/{board.pk}/door/unlock/")

    again = client.post("/accounts/second-factor/code/", {"code": "000000"}).content.decode()
    assert "quá nhiều lần" not in again
    assert "Mã chưa đúng" in again


def test_an_address_that_asks_without_end_is_stopped(client, board, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}

    answers = [try_to_sign_in(Client(), board).status_code for _ in range(3)]

    assert answers == [302, 302, 429]


# --- What is never told ------------------------------------------------------------------------------------


def test_a_failure_does_not_tell_whether_the_account_exists(board):
    off = make_account(Role.BOARD_OFFICER, is_active=False)
    said = [
        re.sub(r'value="[^"]*"', "", try_to_sign_in(Client(), name, "sai").content.decode())
        for name in (board.username, "khong_co_ai", off.username)
    ]

    assert len(set(said)) == 1
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in said[0]


def test_names_that_do_not_exist_are_shut_like_those_that_do(client, board):
    answers = {
        name: [try_to_sign_in(client, name, "sai").status_code for _ in range(6)]
        for name in (board.username, "khong_co_ai")
    }

    assert answers[board.username] == answers["khong_co_ai"]
    assert try_to_sign_in(client, "mot_nguoi_khac", "sai").status_code == 200


def test_neither_a_log_nor_the_database_keeps_a_password(client, board, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "mật khẩu rất riêng"
    try_to_sign_in(client, board, secret)
    try_to_sign_in(client, secret, "gõ nhầm ô")  # typed into the wrong box

    assert secret not in caplog.text
    assert "gõ nhầm ô" not in caplog.text
    assert board.username not in caplog.text
    for attempt in AccessAttempt.objects.values():
        assert secret not in str(attempt)
        assert "gõ nhầm ô" not in str(attempt)


# --- Passwords ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("mận chín đầu mùa", None),
        ("mận chín 11", "quá ngắn"),  # eleven characters
        ("mận chín 112", None),  # twelve
        ("password1234", "phổ biến"),
        ("matkhau123456", "ai cũng đoán được"),
        ("Luân Chuyển Cán Bộ 2025", "ai cũng đoán được"),
        ("123456789012", "ai cũng đoán được"),
        ("lò văn thử mật", "quá giống"),
        ("lo.van.thu lo.van.thu", "quá giống"),
        ("lovanthu abcde 1", "quá giống"),  # five letters of its own
        ("lovanthu abcdef 1", None),  # six
        ("aaaaaaaaaaaaaa", "ai cũng đoán được"),
        (PASSWORD, "phải khác"),
    ],
)
def test_a_password_is_long_and_nobody_s_first_guess(client_of, password, said):
    account = make_account(Role.BOARD_OFFICER, username="lo.van.thu", full_name="Lò Văn Thử Mật")
    page = client_of(account).post(
        "/accounts/password/",
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    )

    assert page.status_code == (200 if said else 302)
    if said:
        assert said in page.content.decode()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client_of, board):
    here, elsewhere = client_of(board), client_of(board)
    here.get("/")
    elsewhere.get("/")

    here.post("/accounts/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert here.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith(LOGIN)
    assert SignInSession.objects.filter(account=board).count() == 1


@pytest.mark.ignore_template_errors
def test_a_password_given_by_the_keeper_of_accounts_is_changed_before_anything_else(client_of, board):
    keeper = client_of(staff(Role.SYSTEM_ADMIN))
    given = {"password1": "quả đào chín cây", "password2": "quả đào chín cây", "usable_password": "true"}
    keeper.post(f"/admin/rotations/account/{board.pk}/password/", given)
    client = Client()

    assert try_to_sign_in(client, board, "quả đào chín cây").status_code == 302
    for page in ("/", "/rotations/", "/admin/", "/accounts/sessions/", "/nowhere/"):
        answered = client.get(page)
        assert answered.status_code in {302, 404}, page
        assert answered.headers.get("Location", "/accounts/password/") == "/accounts/password/", page
    assert "do người khác đặt" in client.get("/accounts/password/").content.decode()
    client.post(
        "/accounts/password/",
        {"old_password": "quả đào chín cây", "new_password1": NEW, "new_password2": NEW},
    )
    assert client.get("/").status_code == 200


@pytest.mark.ignore_template_errors
def test_an_account_made_in_the_back_office_changes_its_password_first(client_of):
    keeper = client_of(staff(Role.SYSTEM_ADMIN))
    typed = {"username": "nguoi_moi", "usable_password": "true", "password1": NEW, "password2": NEW}
    tables = {
        f"{prefix}-{name}": "0"
        for prefix in ("sign_in_sessions", "calendar_link", "due_notices")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    assert keeper.post("/admin/rotations/account/add/", typed | tables).status_code == 302

    client = Client()
    try_to_sign_in(client, "nguoi_moi", NEW)

    assert client.get("/").headers["Location"] == "/accounts/password/"


@pytest.mark.ignore_template_errors
def test_the_back_office_has_no_door_of_its_own(client, client_of, board):
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/").headers["Location"].startswith(LOGIN)
    keeper = client_of(staff(Role.SYSTEM_ADMIN))
    assert keeper.get("/admin/password_change/").headers["Location"] == "/accounts/password/"


# --- The second factor -------------------------------------------------------------------------------------


def test_who_has_a_second_factor_is_asked_for_its_code(client, board):
    secret = with_second_factor(board)

    assert try_to_sign_in(client, board).headers["Location"] == "/accounts/second-factor/code/"
    assert client.get("/").headers["Location"].startswith(LOGIN), "the password alone opens nothing"
    wrong = client.post("/accounts/second-factor/code/", {"code": "000000"})
    assert "Mã chưa đúng" in wrong.content.decode()
    assert client.post("/accounts/second-factor/code/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    assert client.session["_auth_user_backend"] == "rotations.access.RoleBackend"


def test_a_code_is_not_guessed(client, board):
    with_second_factor(board)
    try_to_sign_in(client, board)

    said = [
        client.post("/accounts/second-factor/code/", {"code": "000000"}).content.decode() for _ in range(31)
    ]

    assert "Đã thử quá nhiều lần" in said[-1]


def test_the_code_is_asked_of_who_goes_to_the_back_office_too(client, db):
    lead = staff(Role.BOARD_LEAD)
    with_second_factor(lead)

    try_to_sign_in(client, lead)

    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_setting_up_asks_for_the_password_again_and_gives_codes_for_a_lost_telephone(client, board):
    try_to_sign_in(client, board)
    asked = client.get("/accounts/second-factor/on/")
    assert asked.headers["Location"].startswith("/accounts/password/again/")
    assert (
        "Mật khẩu chưa đúng" in client.post(asked.headers["Location"], {"password": "sai"}).content.decode()
    )
    client.post(asked.headers["Location"], {"password": PASSWORD})
    page = client.get("/accounts/second-factor/on/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]

    done = client.post("/accounts/second-factor/on/", {"code": code_of(secret)})

    assert done.headers["Location"] == "/accounts/second-factor/recovery-codes/"
    codes = re.findall(r"<code>(\w+)</code>", client.get(done.headers["Location"]).content.decode())
    assert len(codes) == 10
    for expected in (302, 200):  # a recovery code opens once
        other = Client()
        try_to_sign_in(other, board)
        assert other.post("/accounts/second-factor/code/", {"code": codes[0]}).status_code == expected


REQUIRED = {Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.STANDING_COMMITTEE, Role.SYSTEM_ADMIN}


@pytest.mark.parametrize("role", Role)
def test_where_it_is_required_the_board_reaches_nothing_before_it_is_set_up(client_of, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True
    account = make_account(role, is_staff=True)
    client = client_of(account)

    for page in ("/", "/accounts/sessions/", "/accounts/second-factor/"):
        answered = client.get(page)
        if role in REQUIRED:
            assert answered.headers["Location"] == "/accounts/second-factor/on/", page
        else:
            assert answered.status_code == 200, page
    assert access.lacks_second_factor(account) is (role in REQUIRED)
    with_second_factor(account)
    assert client.get("/").status_code == 200


def test_who_must_have_it_cannot_switch_it_off(client, board, settings):
    secret = with_second_factor(board)
    try_to_sign_in(client, board)
    client.post("/accounts/second-factor/code/", {"code": code_of(secret)})
    client.post("/accounts/password/again/?next=/accounts/second-factor/off/", {"password": PASSWORD})
    settings.SECOND_FACTOR_REQUIRED = True

    page = client.post("/accounts/second-factor/off/")

    assert "bắt buộc xác thực hai bước" in page.content.decode()
    assert Authenticator.objects.filter(user=board).exists()
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.post("/accounts/second-factor/off/").status_code == 302
    assert not Authenticator.objects.filter(user=board).exists()


def test_the_database_alone_gives_nobodys_codes_away(board, settings):
    secret = with_second_factor(board)
    RecoveryCodes.activate(board)
    codes = RecoveryCodes(Authenticator.objects.get(user=board, type="recovery_codes")).generate_codes()
    held = {factor.type: factor for factor in Authenticator.objects.filter(user=board)}

    assert secret not in str(held["totp"].data)
    assert all(
        str(value).startswith("sealed:")
        for factor in held.values()
        for name, value in factor.data.items()
        if name in ("secret", "seed")
    )
    assert TOTP(held["totp"]).validate_code(code_of(secret))

    settings.SECOND_FACTOR_KEY = "another-key-of-another-machine"
    assert sealed_secrets.unseal(held["totp"].data["secret"]) != secret
    assert not TOTP(held["totp"]).validate_code(code_of(secret))
    assert RecoveryCodes(held["recovery_codes"]).generate_codes() != codes


def test_a_secret_that_is_being_set_up_lies_closed_in_the_session(client, board):
    try_to_sign_in(client, board)
    client.post("/accounts/password/again/", {"password": PASSWORD})
    page = client.get("/accounts/second-factor/on/")
    secret = client.session["mfa.totp.secret"]
    row = SignInSession.objects.get(session_key=client.session.session_key)

    stored = str(DatabaseStore().decode(row.session_data))
    assert secret in page.content.decode()
    assert secret not in stored
    assert "sealed:" in stored

    client.post("/accounts/second-factor/on/", {"code": code_of(secret)})
    assert TOTP(Authenticator.objects.get(user=board, type="totp")).validate_code(code_of(secret))


def test_what_lay_open_is_closed_by_the_migration_and_goes_on_working(board):
    secret = generate_totp_secret()
    factor = Authenticator.objects.create(user=board, type="totp", data={"secret": secret})
    assert TOTP(factor).validate_code(code_of(secret)), "what is open still is read as it stands"
    move = import_module("rotations.migrations.0043_second_factor_secrets_sealed")

    for _ in range(2):
        move.seal_all(apps, None)
        factor.refresh_from_db()
        assert factor.data["secret"].startswith("sealed:")
        assert sealed_secrets.unseal(factor.data["secret"]) == secret
    move.open_all(apps, None)
    factor.refresh_from_db()

    assert factor.data == {"secret": secret}


def test_a_page_costs_no_query_more_where_it_is_required(
    client_of, board, settings, django_assert_num_queries
):
    with_second_factor(board)
    client = client_of(board)
    client.get("/accounts/password/done/")
    with django_assert_num_queries(2):
        client.get("/accounts/password/done/")
    settings.SECOND_FACTOR_REQUIRED = True
    with django_assert_num_queries(2):
        client.get("/accounts/password/done/")


# --- Sessions ----------------------------------------------------------------------------------------------


def test_sessions_are_listed_with_device_and_address_and_ended_one_by_one(board, clerk):
    here, there, somebody = Client(), Client(), Client()
    try_to_sign_in(
        here, board, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0", REMOTE_ADDR="10.0.0.1"
    )
    try_to_sign_in(
        there,
        board,
        HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36",
        REMOTE_ADDR="10.0.0.2",
    )
    try_to_sign_in(somebody, clerk, HTTP_USER_AGENT="Mozilla/5.0 (Macintosh) Version/18 Safari/605")
    page = here.get("/accounts/sessions/").content.decode()

    assert "Chrome trên máy Windows" in page
    assert "Firefox trên máy Linux" in page
    assert "Mozilla" not in page
    assert "10.0.0.2" in page
    assert "Safari trên máy Mac" not in page
    for key in SignInSession.objects.values_list("session_key", flat=True):
        assert key not in page, "who sees the page must not be able to take over a session"
    (which,) = re.findall(r'name="which" value="(\w+)"', page)

    here.post("/accounts/sessions/end/", {"which": which})

    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert somebody.get("/").status_code == 200
    (noted,) = AuditEntry.objects.filter(action=AuditAction.DOOR)
    assert (noted.account, noted.subject_id) == (board, board.pk)
    assert noted.purpose == "Đã kết thúc phiên của chính mình: Chrome trên máy Windows, 10.0.0.2."

    here.post("/accounts/sessions/end/", {"which": which})
    assert AuditEntry.objects.filter(action=AuditAction.DOOR).count() == 1, "nothing was left to end"


def test_all_other_sessions_end_at_once(client_of, board, clerk):
    here, there, somebody = client_of(board), client_of(board), client_of(clerk)
    for client in (here, there, somebody):
        client.get("/")

    here.post("/accounts/sessions/end/")

    assert [client.get("/").status_code for client in (here, there, somebody)] == [200, 302, 200]
    (noted,) = AuditEntry.objects.filter(action=AuditAction.DOOR)
    assert (noted.account, noted.purpose) == (board, "Đã kết thúc 1 phiên khác của chính mình.")

    here.post("/accounts/sessions/end/")
    assert AuditEntry.objects.filter(action=AuditAction.DOOR).count() == 1, "nothing was left to end"


def test_nobody_ends_a_session_of_another_account_by_its_name(client_of, board, clerk):
    mine, theirs = client_of(clerk), client_of(board)
    theirs.get("/")
    name = access.told_name(SignInSession.objects.get(account=board).session_key)

    mine.post("/accounts/sessions/end/", {"which": name})

    assert theirs.get("/").status_code == 200


def test_the_keeper_of_accounts_ends_sessions_opens_locks_and_removes_a_lost_second_factor(
    client_of, board, client
):
    keeper, theirs = client_of(staff(Role.SYSTEM_ADMIN)), client_of(board)
    theirs.get("/")
    with_second_factor(board)
    for _ in range(5):
        try_to_sign_in(client, board, "sai")
    door = f"/accounts/{board.pk}/door/"

    keeper.post(f"{door}end-sessions/")
    assert theirs.get("/").status_code == 302
    keeper.post(f"{door}unlock/")
    assert try_to_sign_in(client, board).headers["Location"] == "/accounts/second-factor/code/"
    keeper.post(f"{door}remove-second-factor/")
    assert not Authenticator.objects.filter(user=board).exists()
    assert try_to_sign_in(Client(), board).headers["Location"] == "/"
    assert keeper.post(f"{door}anything/").status_code == 404


def test_the_keeper_does_not_remove_the_own_second_factor_that_way(client_of):
    keeper = staff(Role.SYSTEM_ADMIN)
    with_second_factor(keeper)

    client_of(keeper).post(f"/accounts/{keeper.pk}/door/remove-second-factor/")

    assert Authenticator.objects.filter(user=keeper).exists()


def test_a_session_that_ran_out_is_swept_at_the_next_sign_in(client, board):
    client.get(LOGIN)
    try_to_sign_in(client, board)
    SignInSession.objects.update(expire_date=now() - timedelta(minutes=1))

    try_to_sign_in(Client(), board)

    assert SignInSession.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/2fa/"]
)
def test_nobody_signs_up_or_gets_in_by_mail(client, path):
    assert client.get(path).status_code in {302, 404}
    assert client.get(path).headers.get("Location", LOGIN).startswith(LOGIN)
