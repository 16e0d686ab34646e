"""What every answer carries, what is refused by its size, what an error page tells, and what a log never holds."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import path
from django.utils.http import urlencode
from gunicorn.config import Config
from gunicorn.glogging import Logger

from cadre_rotation import serving
from cadre_rotation.logs import NobodyNamed
from rotations.models import SignInSession
from rotations.vocabulary import Role
from tests.admin.conftest import one_of_each, staff  # noqa: F401
from tests.admin.test_every_record import OURS
from tests.importing.district import row, workbook
from tests.makers import make_attachment, make_dossier_item, make_rotation

pytestmark = pytest.mark.django_db


# --- Headers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["/", "/accounts/login/", "/officials/", "/nowhere/", "/officials/?download=csv", "/units/?download=csv"],
)
def test_every_answer_carries_what_keeps_a_browser_in(client_of, lead, url):
    headers = client_of(lead).get(url).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "no-store" in headers["Cache-Control"]


def test_in_production_the_session_travels_encrypted_alone():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from cadre_rotation import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
            "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, "
            "s.CSRF_COOKIE_SAMESITE)",
        ],
        env=os.environ
        | {"CADRE_DEBUG": "0", "CADRE_SECRET_KEY": "x1y2z3" * 12, "CADRE_ALLOWED_HOSTS": "can-bo.example"},
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["True", "True", "True", "31536000", "True", "Lax", "Strict"]


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style\b|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=",
    re.IGNORECASE,
)


@pytest.mark.ignore_template_errors
def test_no_page_of_the_back_office_needs_what_the_policy_forbids(client_of, one_of_each):  # noqa: F811
    client = client_of(staff(Role.BOARD_LEAD))
    found = []
    for name in sorted(set(OURS) - {"account"}):
        base = f"/admin/rotations/{name}/"
        for url in (
            base,
            f"{base}add/",
            f"{base}{one_of_each[name].pk}/change/",
            f"{base}{one_of_each[name].pk}/history/",
            f"{base}{one_of_each[name].pk}/delete/",
            f"{base}import/",
            f"{base}export/",
        ):
            page = client.get(url)
            if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
                found += [(url, tag) for tag in INLINE.findall(page.content.decode())]

    assert found == []


def test_a_file_leaves_as_a_download_and_is_never_shown(client_of, lead):
    attachment = make_attachment(make_dossier_item(make_rotation()))
    for url in (
        f"/attachments/{attachment.pk}/",
        "/officials/?download=xlsx&taken_for=x",
        "/imports/template/?kind=plan",
    ):
        answer = client_of(lead).get(url)
        assert answer.status_code == 200, url
        assert answer.headers["Content-Disposition"].startswith("attachment"), url
        assert answer.headers["X-Content-Type-Options"] == "nosniff", url
        for let_go in answer._resource_closers:  # closing the answer itself would close the database too
            let_go()


# --- Sizes and rates ---------------------------------------------------------------------------------------


def test_who_has_not_signed_in_sends_no_more_than_a_sign_in_needs(client):
    answer = client.post("/accounts/login/", {"username": "x" * 70_000, "password": "y"})

    assert answer.status_code == 413
    assert "tối đa 64 KB" in answer.content.decode()
    assert "MB" not in answer.content.decode()


def test_a_body_larger_than_any_file_is_refused_before_it_is_read(client_of, board, settings):
    settings.REQUEST_MAX_BYTES = 2 * 1024 * 1024

    answer = client_of(board).post("/imports/add/", {"file": io.BytesIO(b"x" * 2 * 1024 * 1024)})

    assert answer.status_code == 413
    page = answer.content.decode()
    assert "chia nhỏ tệp" in page
    assert "cả lần gửi tối đa 2 MB" in page
    assert "kèm hồ sơ tối đa 20 MB" in page


def test_more_typed_than_a_form_holds_is_told_as_too_large(client_of, board, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
    client = client_of(board)
    client.raise_request_exception = False

    for kind in (MULTIPART_CONTENT, "application/x-www-form-urlencoded"):
        typed = {"note": "x" * (3 * 1024 * 1024 + 1)}
        answer = client.post("/plans/add/", typed if kind == MULTIPART_CONTENT else urlencode(typed), kind)

        assert answer.status_code == 413
        assert "Chữ gõ trong một biểu mẫu được tối đa 3 MB" in answer.content.decode()
        assert "chia nhỏ tệp" not in answer.content.decode()


class Sent(io.BytesIO):
    """A body on its way, and how much of it was asked for in one breath at most."""

    most = 0

    def read(self, size=-1):
        self.most = max(self.most, size if size >= 0 else len(self.getbuffer()))
        return super().read(size)


# An end that answers and hangs up while the other still sends is heard as a broken connection, and no word of it.
@pytest.mark.parametrize(
    ("who", "sent", "left"),
    [("board", 3, 0), ("board", 2, 0), ("nobody", 2, 0), ("nobody", 3, 1)],
)
def test_what_is_refused_by_its_size_is_let_run_out_so_that_the_answer_is_heard(
    client_of, board, client, settings, who, sent, left
):
    megabyte = 1024 * 1024
    settings.REQUEST_MAX_BYTES = 2 * megabyte
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = megabyte
    body = Sent(b"x" * sent * megabyte)
    sender = client_of(board) if who == "board" else client
    sender.raise_request_exception = False

    answer = sender.generic(
        "POST",
        "/plans/add/" if who == "board" else "/accounts/login/",
        **{
            "wsgi.input": body,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(sent * megabyte),
        },
    )

    assert answer.status_code == 413
    assert sent * megabyte - body.tell() == left * megabyte
    assert 0 < body.most <= 64 * 1024, "a piece at a time"


def test_files_are_handed_in_at_a_measured_pace_by_each_account(client_of, board, lead, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"import": "2/m/user"}

    def hand_in(account):
        file = io.BytesIO(workbook(row()))
        file.name = "ke-hoach.xlsx"
        sent = {"kind": "plan", "year": "2022", "file": file}
        return client_of(account).post("/imports/add/", sent).status_code

    assert [hand_in(board) for _ in range(3)] == [302, 302, 429]
    assert hand_in(lead) == 302


# --- Errors ------------------------------------------------------------------------------------------------


def _breaks(request):
    raise RuntimeError("Lò Văn Thử, CCCD 011085001234")


def _lost(request):
    raise OperationalError("server closed the connection, host=10.0.0.5")


def _suspicious(request):
    raise SuspiciousOperation("Lò Văn Thử")


def _host(request):
    raise DisallowedHost("Lò Văn Thử")


def _urls():
    from django.contrib.auth.decorators import login_not_required
    from django.urls import include

    return [
        path("breaks/", login_not_required(_breaks)),
        path("lost/", login_not_required(_lost)),
        path("suspicious/", login_not_required(_suspicious)),
        path("host/", login_not_required(_host)),
        path("", include("cadre_rotation.urls")),
    ]


urlpatterns = _urls()
handler400 = "rotations.views.errors.bad_request"
handler500 = "rotations.views.errors.broken"


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("/breaks/", 500, "Có lỗi trên máy chủ"),
        ("/lost/", 503, "Cơ sở dữ liệu chưa trả lời"),
        ("/suspicious/", 400, "Yêu cầu không hợp lệ"),
        ("/host/", 400, "Yêu cầu không hợp lệ"),
    ],
)
def test_an_error_page_speaks_vietnamese_and_tells_nothing_of_the_inside(settings, url, status, said):
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    client = Client(raise_request_exception=False)

    page = client.get(url)

    assert page.status_code == status
    text = page.content.decode()
    assert said in text
    assert not re.search("Lò Văn Thử|0110850|10.0.0.5|Traceback|Error|Exception|rotations", text)


def test_a_database_lost_while_the_session_is_kept_is_told_as_such(client_of, board, monkeypatch):
    client = client_of(board)
    client.raise_request_exception = False

    def lost(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(SignInSession, "save", lost)
    page = client.get("/")

    assert page.status_code == 503
    assert "Cơ sở dữ liệu chưa trả lời" in page.content.decode()


def test_a_stale_form_is_told_so(board):
    client = Client(enforce_csrf_checks=True)
    client.force_login(board)

    page = client.post("/accounts/logout/", {})

    assert page.status_code == 403
    assert "Trang đã mở quá lâu" in page.content.decode()
    assert "CSRF" not in page.content.decode()


# --- Logs --------------------------------------------------------------------------------------------------


def logged(act) -> str:
    """What the console would have got."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(NobodyNamed("{asctime} {levelname} {name}: {message}", style="{"))
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    try:
        act()
    finally:
        logger.removeHandler(handler)
    return out.getvalue()


def test_a_log_holds_neither_what_was_asked_nor_what_was_typed_nor_the_message_of_a_fault(settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)

    def act():
        client.post("/breaks/?q=Lò+Văn+Thử&cccd=011085001234", {"full_name": "Giàng A Thử"})
        client.get("/nowhere/?q=011085001234")

    told = logged(act)

    assert "RuntimeError" in told
    assert "_breaks" in told
    assert "/breaks/" in told
    assert not re.search("011085001234|Thử|Th%E1", told)


def test_the_installation_logs_that_way(settings):
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "nobody_named"
    for logger in settings.LOGGING["loggers"].values():
        assert logger["handlers"] == ["console"]
        assert not logger["propagate"]


def test_the_access_log_of_the_server_holds_no_question_of_an_address():
    config = Config()
    config.set("access_log_format", serving.access_log_format)
    asked = "/officials/?q=L%C3%B2+V%C4%83n"
    environ = {
        "REMOTE_ADDR": "10.0.0.2",
        "REQUEST_METHOD": "GET",
        "RAW_URI": asked,
        "PATH_INFO": "/officials/",
        "QUERY_STRING": asked.partition("?")[2],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"http://can-bo.example{asked}",
        "HTTP_USER_AGENT": "Firefox",
    }
    answer = SimpleNamespace(status="200 OK", sent=512, headers=[])
    log = Logger(config)

    atoms = log.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=7))
    line = config.access_log_format % log.atoms_wrapper_class(atoms)

    assert line.startswith("10.0.0.2 ")
    assert line.endswith('"GET /officials/ HTTP/1.1" 200 512 7ms')
