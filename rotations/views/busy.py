"""A database that takes one writer at a time and has one: told in a sentence, not as an error of the program."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TRY_AGAIN_AFTER = 10  # seconds


class BusyDatabase:
    """Middleware that answers 503 where a page waited in vain for its turn to write; nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the page."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The sentence, for SQLite's own words; every other fault goes on its way."""
        if not isinstance(exception, OperationalError) or "is locked" not in str(exception):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(TRY_AGAIN_AFTER)
        return response
