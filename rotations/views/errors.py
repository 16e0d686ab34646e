"""What is said when a request cannot be answered: what to do next, and nothing of the inside."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from time import time
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error

from rotations import access
from rotations.importing.files.guard import PLAN_LIMITS, REGISTER_LIMITS

MEGABYTE: Final = 1024 * 1024
FROM_A_STRANGER: Final = 64 * 1024  # bytes; a name, a password and a code need less
PIECE: Final = 64 * 1024


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense, or is too large."""
    if isinstance(exception, RequestDataTooBig):
        return _too_large(request, typed=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE)
    return render(request, "400.html", status=400)


def _too_large(request: HttpRequest, **limit: int) -> HttpResponse:
    """More was sent than may be: the page names the limit that was met."""
    _let_run_out(request)
    return render(request, "413.html", limit, status=413)


def _let_run_out(request: HttpRequest) -> None:
    """Take what is still on its way, and keep none of it: to who is still sending, an end that answers and hangs up
    is a broken connection, and the answer is lost. Of a stranger no more is taken than of anybody in one form."""
    left = sys.maxsize if request.user.is_authenticated else settings.REQUEST_MAX_BYTES
    with suppress(UnreadablePostError):  # who has gone hears nothing
        while left > 0 and (piece := request.read(min(left, PIECE))):
            left -= len(piece)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program, or of the database under it: a server that went away comes back, so it is another try."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return server_error(request)
    # As bare as the page of a fault: whatever asks the database would only fail once more.
    response = HttpResponse(render_to_string("503_lost.html"), status=503)
    response["Retry-After"] = "10"
    return response


class BodyLimit:
    """Middleware that refuses a body by its announced size before a byte of it is kept: what nobody may hand in, and
    from who has not signed in whatever is larger than the sign-in needs. Whose session has just ended may still
    hand in a whole form: what was typed is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the page, or the refusal."""
        said = request.META.get("CONTENT_LENGTH") or "0"
        size = int(said) if said.isascii() and said.isdigit() else 0
        if size > settings.REQUEST_MAX_BYTES:
            return _too_large(
                request,
                sent=settings.REQUEST_MAX_BYTES // MEGABYTE,
                beside=settings.ATTACHMENT_MAX_BYTES // MEGABYTE,
                plan=PLAN_LIMITS.upload_bytes // MEGABYTE,
                register=REGISTER_LIMITS.upload_bytes // MEGABYTE,
            )
        is_large = size > FROM_A_STRANGER and not request.user.is_authenticated
        if is_large and not access.was_let_in_before(request, at=int(time())):
            return _too_large(request, stranger=FROM_A_STRANGER // 1024)
        return self.get_response(request)


class QuietBrowser:
    """Middleware that tells the browser what no page of ours asks for (camera, place and the like), and to keep no copy
    of a page: a machine has more than one user, and a file of a person stays on its disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with both headers."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response
