"""Where an account is signed in: one's own sessions, and those of others for whoever keeps accounts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rotations import access, workflow
from rotations.forms.accounts import EndSessionForm
from rotations.models import Account, SignInSession
from rotations.templatetags.devices import device_name
from rotations.vocabulary import AuditAction


def _shown(account: Account, current: str | None) -> list[dict[str, Any]]:
    return [
        {
            "session": session,
            "name": access.told_name(session.session_key),
            "is_this": session.session_key == current,
        }
        for session in SignInSession.objects.of(account, at=now())
    ]


@require_safe
@never_cache
def session_list(request: access.SignedInRequest) -> HttpResponse:
    """Where the account is signed in."""
    rows = _shown(request.user, request.session.session_key)
    return render(request, "accounts/sessions.html", {"rows": rows})


@require_POST
def session_end(request: access.SignedInRequest) -> HttpResponse:
    """End one session of one's own, or all but this one."""
    form = EndSessionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Không nhận ra phiên cần kết thúc; hãy tải lại trang.")
    elif which := form.cleaned_data["which"]:
        session = workflow.end_session(request.user, which, by=request.user, at=now())
        if session is not None:
            where = f"{device_name(session.device)}, {session.address or 'địa chỉ không rõ'}"
            _note_ended(request.user, f"Đã kết thúc phiên của chính mình: {where}.")
        messages.success(request, "Đã kết thúc phiên." if session else "Phiên này đã kết thúc từ trước.")
    else:
        ended = workflow.end_sessions(request.user, by=request.user, but=request.session.session_key)
        if ended:
            _note_ended(request.user, f"Đã kết thúc {ended} phiên khác của chính mình.")
        messages.success(request, f"Đã kết thúc {ended} phiên khác.")
    return redirect("rotations:session-list")


def _note_ended(account: Account, said: str) -> None:
    access.note(account, AuditAction.DOOR, account, purpose=said)


def _kept(request: access.SignedInRequest, pk: int) -> Account:
    return get_object_or_404(access.visible_accounts(request.user, on=localdate()), pk=pk)


@require_safe
@never_cache
@permission_required("rotations.change_account", raise_exception=True)
def account_door(request: access.SignedInRequest, pk: int) -> HttpResponse:
    """Somebody's sessions and second factor, for whoever keeps accounts."""
    account = _kept(request, pk)
    shown = {
        "account": account,
        "rows": _shown(account, request.session.session_key),
        "has_second_factor": Authenticator.objects.filter(user=account, type="totp").exists(),
        "may_remove": account.pk != request.user.pk,
    }
    return render(request, "accounts/door.html", shown)


@require_POST
@permission_required("rotations.change_account", raise_exception=True)
def account_door_act(request: access.SignedInRequest, pk: int, act: str) -> HttpResponse:
    """End an account's sessions, take away its second factor, or open a lock."""
    account = _kept(request, pk)
    try:
        match act:
            case "end-sessions":
                said = f"Đã kết thúc {workflow.end_sessions(account, by=request.user)} phiên của {account}."
            case "remove-second-factor":
                workflow.remove_second_factor(account, by=request.user)
                said = f"Đã bỏ xác thực hai bước của {account}; tài khoản phải đăng nhập lại."
            case "unlock":
                workflow.unlock(account, by=request.user)
                said = f"{account} có thể đăng nhập lại ngay."
            case _:
                raise Http404
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        access.note(request.user, AuditAction.DOOR, account, purpose=said)
        messages.success(request, said)
    return redirect("rotations:account-door", pk=pk)
