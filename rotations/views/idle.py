"""Signed out after an hour without a request, without writing the session at every request."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from django.http import HttpRequest, HttpResponse

from rotations import access
from rotations.importing.background import holds_the_database

WRITTEN_EVERY = 60  # seconds; the idle hour is short by at most as much


class IdleTimeout:
    """Middleware that renews a session at most once a minute.

    Renewing it at every request would cost a write for every page somebody reads, and on SQLite a turn in the one
    queue of writers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, and note that its account was here."""
        response = self.get_response(request)
        if request.user.is_authenticated and time() - request.session.get("here_at", 0) > WRITTEN_EVERY:
            if holds_the_database():  # a page that is only read need not wait until a large file is written
                return response
            access.remember_device(request, seen=int(time()))
        return response
