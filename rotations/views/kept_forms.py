"""Nothing typed is lost when a session ends: after the sign-in the form stands there again, filled and not written.

A form sent too late is answered with the sign-in page, which carries it sealed; one whose page is of an earlier
session, with a page that leads back to it. Neither is ever sent on by the program: the person looks, and presses.
"""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from rotations import access
from rotations.access import SignedInRequest
from rotations.forms.accounts import SignInForm
from rotations.views.filled_again import fill_again

IN_SESSION = "kept_form"
# A page asked for by a script reads an answer of its own, and stays as it is.
OF_A_SCRIPT = "application/json"
# Where a form came from is no question of its token: it may be forged, and nothing of it is kept.
ABOUT_TOKENS = ("CSRF token", "CSRF cookie")


class SignInFirst(LoginRequiredMiddleware):
    """Middleware that shows the sign-in to who has not signed in; a form sent too late is carried through it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        """The sign-in page, and where to go on behind it."""
        if request.method != "POST" or request.headers.get("Accept") == OF_A_SCRIPT:
            return super().handle_no_permission(request, view_func)
        kept = access.form_in_hand(request, at=_now())
        return _sign_in(request, kept) if kept else redirect(_sign_in_address(access.page_of(request)))


class KeptForms:
    """Middleware that knows for whom a page's forms were made, and fills in the one its account was typing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SignedInRequest) -> HttpResponse:
        """The answer of the page, its form filled where one is kept."""
        response = self.get_response(request)
        if not request.user.is_authenticated:
            return response
        if IN_SESSION in request.session:
            _put_back(request, response)
        access.remember_owner(request, response, at=_now())
        return response


def carry(request: HttpRequest, closed: str) -> None:
    """Let what was sealed go on with the session that has just begun, whoever it is: it opens for its own account."""
    if access.open_form(closed, at=_now()):
        request.session[IN_SESSION] = closed


@require_http_methods(["GET", "POST"])
def kept_form(request: SignedInRequest) -> HttpResponse:
    """What was typed, in words, with the way back to its page; a POST lets go of it."""
    if request.method == "POST":
        request.session.pop(IN_SESSION, None)
        return redirect(access.page_of(request) or "rotations:home")
    kept = _own(request)
    return render(
        request, "accounts/kept_form.html", {"kept": kept, "page": kept and (kept.page or kept.action)}
    )


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form out of a page of an earlier session: not taken, and not lost for who typed it."""
    if not reason.startswith(ABOUT_TOKENS):
        return render(request, "403_csrf.html", status=403)
    closed = request.POST.get("kept", "") if request.path == reverse("account_login") else ""
    kept = access.open_form(closed, at=_now()) or access.form_in_hand(request, at=_now())
    if kept and not request.user.is_authenticated:
        return _sign_in(request, kept)
    back = ""
    if kept and kept.account == request.user.pk and (closed := access.close_form(kept, at=_now())):
        request.session[IN_SESSION] = closed
        back = kept.page or reverse("rotations:kept-form")
    return render(request, "403_csrf.html", {"back": back}, status=403)


def _sign_in(request: HttpRequest, kept: access.KeptForm) -> HttpResponse:
    closed = access.close_form(kept, at=_now())
    shown = {
        "form": SignInForm(request),
        "next": kept.page or (reverse("rotations:kept-form") if closed else ""),
        "kept": closed,
        "is_late": True,
    }
    response = render(request, "accounts/sign_in.html", shown)
    add_never_cache_headers(response)
    return response


def _sign_in_address(page: str) -> str:
    return reverse("account_login", query={"next": page}) if page else reverse("account_login")


def _put_back(request: SignedInRequest, response: HttpResponse) -> None:
    """Fill the form the session keeps into its page; let go of it once it was sent, or is not this account's."""
    kept = _own(request)
    if kept is None:
        request.session.pop(IN_SESSION, None)
        return
    if request.method == "POST":
        if request.get_full_path() == kept.action and response.status_code < 400:
            request.session.pop(IN_SESSION, None)
        return
    is_page = request.get_full_path() in {kept.page, kept.action}
    if not is_page or response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    response.content = fill_again(
        response.content.decode(),
        address=request.get_full_path(),
        action=kept.action,
        fields=kept.fields,
        notice=lambda left: render_to_string(
            "accounts/_kept_notice.html",
            {"files": kept.files, "left": [value for _, value in left if access.is_typed(value)]},
        ),
    )


def _own(request: SignedInRequest) -> access.KeptForm | None:
    kept = access.open_form(request.session.get(IN_SESSION, ""), at=_now())
    return kept if kept and kept.account == request.user.pk else None


def _now() -> int:
    return int(time())
