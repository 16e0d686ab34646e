"""Nothing typed is lost when a session ends, and nobody but who typed it gets it back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rotations import access
from rotations.models import RotationNeed, SignInSession
from rotations.views import kept_forms
from rotations.vocabulary import Role
from tests.makers import PASSWORD, make_account, make_need, make_rotation, make_unit
from tests.views.test_signing_in import code_of, with_second_factor

pytestmark = pytest.mark.django_db

ADD, LOGIN = "/needs/add/", "/accounts/login/"
REASON = 'Thiếu Phó Bí thư <b>"chủ chốt"</b> từ tháng 9\nđã hai lần đề nghị'


class Browser(Client):
    """A browser that keeps cookies and fields as a person's does, and is checked for forgery as a person's is."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)
        self.at = ""

    def open(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200
        self.at = path
        return answer.content.decode()

    def press(self, page: str, action: str, **typed):
        token = hidden(page, "csrfmiddlewaretoken")
        return self.post(
            action,
            {**typed, "csrfmiddlewaretoken": token},
            headers={"referer": "http://testserver" + self.at},
        )

    def sign_in(self, account, page: str = "", **more):
        page = page or self.open(LOGIN)
        self.at = LOGIN
        return self.press(page, LOGIN, username=account.username, password=PASSWORD, **more)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def end_all_sessions() -> None:
    SignInSession.objects.all().delete()


@pytest.fixture
def typing(board):
    """An officer with the form of a need open, and what was typed into it."""
    browser = Browser()
    browser.sign_in(board)
    unit = make_unit("Xã Nậm Kẻ")
    typed = {"unit": str(unit.pk), "year": "2027", "direction": "in", "position_text": "Phó Bí thư thường trực",
             "quantity": "2", "reason": "vacancy", "note": REASON, "expected_on": "09/2027"}  # fmt: skip
    return browser, browser.open(ADD), typed


def sent_too_late(typing) -> tuple[Browser, str]:
    browser, page, typed = typing
    end_all_sessions()
    answer = browser.press(page, ADD, **typed)
    assert answer.status_code == 200
    return browser, answer.content.decode()


def test_what_was_typed_when_the_session_ended_stands_in_the_form_again_after_the_sign_in(typing, board):
    browser, door = sent_too_late(typing)
    assert "Phiên đăng nhập đã kết thúc" in door
    assert "Phó Bí thư thường trực" not in door

    inside = browser.sign_in(board, door, next=hidden(door, "next"), kept=hidden(door, "kept"))
    assert inside.headers["Location"] == ADD
    page = browser.open(ADD)

    assert "chưa được ghi" in page
    assert 'value="Phó Bí thư thường trực"' in page
    assert 'value="09/2027"' in page
    assert "Thiếu Phó Bí thư &lt;b&gt;" in page
    assert "<b>&quot;chủ chốt" not in page
    assert re.search(r'<option value="\d+" selected>Xã Nậm Kẻ', page)
    assert not RotationNeed.objects.exists()


def test_the_form_filled_again_can_be_sent_and_is_then_let_go_of(typing, board):
    browser, door = sent_too_late(typing)
    browser.sign_in(board, door, next=ADD, kept=hidden(door, "kept"))
    page = browser.open(ADD)

    answer = browser.press(page, ADD, **typing[2])

    assert answer.status_code == 302
    assert RotationNeed.objects.get().position_text == "Phó Bí thư thường trực"
    assert "chưa được ghi" not in browser.open(ADD)


def test_another_account_that_signs_in_gets_nothing_of_it(typing, lead):
    browser, door = sent_too_late(typing)

    browser.sign_in(lead, door, next=ADD, kept=hidden(door, "kept"))

    assert "Phó Bí thư thường trực" not in browser.open(ADD)
    assert "Phó Bí thư thường trực" not in browser.open("/accounts/kept-form/")


def test_it_is_not_kept_for_who_typed_it_once_another_account_came_between(typing, board, lead):
    browser, door = sent_too_late(typing)
    kept = hidden(door, "kept")
    browser.sign_in(lead, door, next=ADD, kept=kept)
    browser.open(ADD)
    end_all_sessions()
    browser.cookies.pop("sessionid")

    browser.sign_in(board)

    assert "Phó Bí thư thường trực" not in browser.open(ADD)


@pytest.mark.parametrize(
    "change", [lambda kept: kept[:-8] + "AAAAAAA=", lambda kept: "x" + kept, lambda kept: "đ"]
)
def test_what_was_tampered_with_opens_nothing(typing, board, change):
    browser, door = sent_too_late(typing)

    answer = browser.sign_in(board, door, next=ADD, kept=change(hidden(door, "kept")))

    assert answer.status_code == 302
    assert "chưa được ghi" not in browser.open(ADD)


@pytest.mark.parametrize(
    ("later", "is_there"), [(access.kept_forms.KEPT_FOR, True), (access.kept_forms.KEPT_FOR + 1, False)]
)
def test_it_is_kept_for_an_hour(typing, board, monkeypatch, later, is_there):
    start = kept_forms._now()
    monkeypatch.setattr(kept_forms, "_now", lambda: start)
    browser, door = sent_too_late(typing)
    monkeypatch.setattr(kept_forms, "_now", lambda: start + later)

    browser.sign_in(board, door, next=ADD, kept=hidden(door, "kept"))

    assert ("Phó Bí thư thường trực" in browser.open(ADD)) is is_there


def test_a_wrong_password_loses_nothing(typing, board):
    browser, door = sent_too_late(typing)
    browser.at = LOGIN
    again = browser.press(
        door, LOGIN, username=board.username, password="sai", next=ADD, kept=hidden(door, "kept")
    ).content.decode()

    browser.sign_in(board, again, next=hidden(again, "next"), kept=hidden(again, "kept"))

    assert 'value="Phó Bí thư thường trực"' in browser.open(ADD)


def test_a_page_of_an_earlier_session_leads_back_to_its_filled_form(typing, board):
    browser, page, typed = typing
    end_all_sessions()
    browser.sign_in(board)  # in another window; the form's token is of the session before
    browser.at = ADD

    answer = browser.press(page, ADD, **typed)

    assert answer.status_code == 403
    assert f'<a href="{ADD}">Mở lại biểu mẫu đã điền</a>' in answer.content.decode()
    assert 'value="Phó Bí thư thường trực"' in browser.open(ADD)
    assert not RotationNeed.objects.exists()


def test_a_page_of_somebody_elses_session_is_not_handed_to_who_signed_in_after(typing, lead):
    browser, page, typed = typing
    end_all_sessions()
    browser.sign_in(lead)
    browser.at = ADD

    answer = browser.press(page, ADD, **typed)

    assert answer.status_code == 403
    assert "Mở lại biểu mẫu" not in answer.content.decode()
    assert "Phó Bí thư thường trực" not in browser.open(ADD)


def test_a_forged_form_leaves_nothing_to_be_filled_in(board):
    browser = Browser()
    browser.sign_in(board)
    browser.open(ADD)

    answer = browser.post(ADD, {"note": "Do kẻ khác viết", "csrfmiddlewaretoken": "a" * 64})

    assert answer.status_code == 403
    assert "Do kẻ khác viết" not in browser.open(ADD)
    assert kept_forms.IN_SESSION not in browser.session


def test_the_sign_in_page_itself_may_be_of_an_earlier_session_without_losing_the_form(typing, board):
    browser, door = sent_too_late(typing)
    browser.sign_in(board)  # in another window

    answer = browser.sign_in(board, door, next=ADD, kept=hidden(door, "kept"))

    assert answer.status_code == 403
    assert "Mở lại biểu mẫu đã điền" in answer.content.decode()
    assert 'value="Phó Bí thư thường trực"' in browser.open(ADD)


def test_files_are_named_to_be_chosen_again_and_a_large_one_costs_no_words(board):
    rotation = make_rotation()
    address = f"/attachments/rotation/{rotation.pk}/add/"
    browser = Browser()
    browser.sign_in(board)
    page = browser.open(address)
    end_all_sessions()

    door = browser.press(
        page, address, title="Tờ trình lần hai", file=SimpleUploadedFile("to-trinh.pdf", b"%PDF-1.4" * 20_000)
    ).content.decode()
    browser.sign_in(board, door, next=hidden(door, "next"), kept=hidden(door, "kept"))
    page = browser.open(address)

    assert "hãy chọn lại: to-trinh.pdf" in page
    assert "Tờ trình lần hai" in page


def test_an_act_on_a_case_is_filled_in_on_the_page_it_stood_on_and_folded_open(board):
    rotation = make_rotation()
    path = f"/rotations/{rotation.pk}/"
    browser = Browser()
    browser.sign_in(board)
    page = browser.open(path)
    action = f"{path}moves/cancel/"
    form = re.compile(rf'<details class="[^"]*"( open)?>(?:(?!</?details).)*action="{action}#', re.DOTALL)
    assert form.search(page)[1] is None
    end_all_sessions()

    door = browser.press(page, action, papers="Công văn 12-CV/BTC về nhân sự").content.decode()
    browser.sign_in(board, door, next=hidden(door, "next"), kept=hidden(door, "kept"))
    page = browser.open(path)

    assert hidden(door, "next") == path
    assert 'value="Công văn 12-CV/BTC về nhân sự"' in page
    assert form.search(page)[1] == " open"


def test_words_that_find_no_box_any_more_are_still_shown(board):
    need = make_need(make_unit("Xã Nậm Kẻ"))
    browser = Browser()
    browser.sign_in(board)
    page = browser.open(f"/needs/{need.pk}/edit/")
    end_all_sessions()

    door = browser.press(page, "/needs/calls/1/close/", note="Chữ không còn chỗ").content.decode()
    browser.sign_in(board, door, next=hidden(door, "next"), kept=hidden(door, "kept"))

    assert '<li class="kept-words">Chữ không còn chỗ</li>' in browser.open(f"/needs/{need.pk}/edit/")


def test_without_the_page_it_came_from_the_words_are_a_page_of_their_own_and_can_be_let_go(typing, board):
    browser, page, typed = typing
    end_all_sessions()
    door = browser.post(
        ADD, {**typed, "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    ).content.decode()
    inside = browser.sign_in(board, door, next=hidden(door, "next"), kept=hidden(door, "kept"))
    assert inside.headers["Location"] == "/accounts/kept-form/"

    words = browser.open("/accounts/kept-form/")
    assert "Phó Bí thư thường trực" in words
    browser.press(words, "/accounts/kept-form/")

    assert "Phó Bí thư thường trực" not in browser.open("/accounts/kept-form/")


def test_passwords_are_never_kept(board):
    browser = Browser()
    browser.sign_in(board)
    page = browser.open("/accounts/password/")
    end_all_sessions()

    answer = browser.press(
        page, "/accounts/password/", old_password=PASSWORD, new_password1="mận chín đầu mùa"
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == LOGIN


def test_what_a_stranger_sends_is_answered_with_the_bare_sign_in(client):
    answer = client.post(ADD, {"note": "Chữ của người lạ"})

    assert answer.status_code == 302


def test_a_second_factor_stands_between_and_loses_nothing(board):
    browser = Browser()
    browser.sign_in(board)
    page = browser.open(ADD)
    secret = with_second_factor(board)
    end_all_sessions()
    door = browser.press(page, ADD, note="Ghi trước khi nhập mã").content.decode()

    asked = browser.sign_in(board, door, next=hidden(door, "next"), kept=hidden(door, "kept"))
    code_page = browser.open(asked.headers["Location"])
    browser.press(code_page, asked.headers["Location"], code=code_of(secret))

    assert "Ghi trước khi nhập mã" in browser.open(ADD)


def test_a_role_without_the_page_is_told_so_and_keeps_nothing(typing):
    browser, door = sent_too_late(typing)
    viewer = make_account(Role.REPORT_VIEWER, username="xem")

    browser.sign_in(viewer, door, next=ADD, kept=hidden(door, "kept"))

    assert browser.get(ADD).status_code == 403
