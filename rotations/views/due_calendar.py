"""The calendar of what is due: fetched by a program under a private address, and given out, renewed or shut here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rotations import access, workflow
from rotations.due import calendar, what_is_due
from rotations.models import Account, CalendarLink
from rotations.reports.files import export_mark
from rotations.vocabulary import AuditAction

SHOWN = 200  # events of one kind
WHAT_FOR = "Theo dõi việc đến hạn trong chương trình lịch"


@require_safe
@never_cache
@login_not_required
def due_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar of whoever is signed in, or of the account whose token the address holds; 404 for others."""
    token = request.GET.get("token", "")
    if token:
        link = CalendarLink.objects.opened_by(token).select_related("account").first()
        account = link.account if link else None
    else:
        account = request.user if isinstance(request.user, Account) else None
    if account is None or not account.has_perm("rotations.view_rotation"):
        raise Http404
    now = localtime()
    due = what_is_due(account, on=now.date(), most=SHOWN)
    access.note(account, AuditAction.EXPORT, "Lịch việc đến hạn", purpose=WHAT_FOR, row_count=len(due))
    written = calendar.calendar(
        due,
        at=now,
        site=request.build_absolute_uri("/").rstrip("/"),
        name=f"Việc đến hạn: {account}",
        mark=export_mark(account, at=now),
    )
    response = HttpResponse(written, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="viec-den-han.ics"'
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@permission_required("rotations.view_rotation", raise_exception=True)
def calendar_link(request: access.SignedInRequest) -> HttpResponse:
    """Whether the account's calendar has an address, and the acts on it."""
    return _page(request)


@require_POST
@permission_required("rotations.view_rotation", raise_exception=True)
def calendar_link_open(request: access.SignedInRequest) -> HttpResponse:
    """A new address, shown this once; the one before leads nowhere."""
    token = workflow.open_calendar_link(request.user, at=localtime())
    address = request.build_absolute_uri(f"{reverse('rotations:due-calendar')}?token={token}")
    return _page(request, address=address)


@require_POST
@permission_required("rotations.view_rotation", raise_exception=True)
def calendar_link_shut(request: access.SignedInRequest) -> HttpResponse:
    """No address any more."""
    workflow.shut_calendar_link(request.user)
    messages.success(request, "Đã thu hồi đường dẫn lịch; đường dẫn cũ không mở được nữa.")
    return redirect("rotations:calendar-link")


def _page(request: access.SignedInRequest, address: str = "") -> HttpResponse:
    link = CalendarLink.objects.of(request.user).first()
    response = render(request, "due/calendar.html", {"link": link, "address": address})
    response["Cache-Control"] = "no-store"
    return response
