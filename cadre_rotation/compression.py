"""Pages go over the wire compressed; a file that is compressed already goes as it is.

Style and scripts are compressed once, when they are collected. What a page holds of secrets (the token of its forms) is
masked anew in every answer, and the compressed length is made uneven by Django, so that nothing is guessed from lengths.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "image/svg+xml")


class CompressedPages(GZipMiddleware):
    """Compresses text, for a browser that asks for it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leaves workbooks and archives alone: they would cost the processor and come out no smaller."""
        if not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
