"""Signing in and choosing a password; too many tries are told how long to wait, and nothing tells which names exist."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rotations import access, workflow
from rotations.forms.accounts import PasswordForm, SignInForm
from rotations.views import kept_forms


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for whoever asks too often."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page for an account that was tried too often from one address: how long it stays shut."""
    minutes = access.minutes_left(request, credentials, at=now())
    response = render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def _stopped(request: HttpRequest) -> HttpResponse:
    """The page for an address or a name that was tried too often by whoever: it does not tell which of the two."""
    response = render(request, "accounts/stopped.html", status=429)
    response["Retry-After"] = "600"
    return response


class SignIn(LoginView):
    """The one door: name and password, then the code of a second factor where the account has one."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the answer, unless this address or name has been tried too often."""
        name = access.name_tried(request.POST.get("username", ""))
        if not ratelimit.consume(request, action="login"):
            return too_often(request)
        if not ratelimit.consume(request, action="login_failed", key=name, dry_run=True):
            return _stopped(request)
        self.tried = name
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, with what was being typed when the session ended: sealed, and once more behind a wrong password."""
        return super().get_context_data(is_late=False, kept=self.request.POST.get("kept", ""), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Let in, or ask for the code first."""
        workflow.sweep_sessions(at=now())
        answer: HttpResponse = perform_login(
            self.request, form.get_user(), redirect_url=self.get_redirect_url() or None
        )
        kept_forms.carry(self.request, self.request.POST.get("kept", ""))
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that it was wrong, and count it."""
        ratelimit.consume(self.request, action="login_failed", key=self.tried)
        return super().form_invalid(form)


class PasswordChange(PasswordChangeView):
    """A new password of one's own; wherever else the account is signed in, it is signed out."""

    form_class = PasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, stay signed in here and nowhere else."""
        answer = super().form_valid(form)
        workflow.end_sessions(form.user, by=form.user, but=self.request.session.session_key)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and whether the account may go nowhere else before."""
        return super().get_context_data(
            must=getattr(self.request.user, "must_change_password", False), **kwargs
        )
