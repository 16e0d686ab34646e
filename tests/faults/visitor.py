"""Somebody at a browser: signs in, opens pages, sends forms, over HTTP and with cookies, and is told what went wrong."""

from __future__ import annotations

import http.client
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import IO, Any

PATIENCE = 40  # seconds


class Broken(Exception):
    """No whole answer came: the connection was cut, or nobody listened."""


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    path: str
    body: bytes

    @property
    def text(self) -> str:
        """The page as text."""
        return self.body.decode("utf-8", "replace")


class _NoFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Visitor:
    """One account at one browser. Every answer is counted by its status in `statuses`."""

    def __init__(self, address: str, username: str, password: str, statuses: Counter[str]) -> None:
        self.address, self.username, self.password, self.statuses = address, username, password, statuses
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _NoFollowing()
        )

    def get(self, path: str) -> Answer:
        """A page, after a redirect the page it leads to."""
        answer = self._ask(urllib.request.Request(self.address + path))
        return self.get(answer.path) if answer.status in (301, 302) else answer

    def post(
        self, path: str, fields: Mapping[str, Any], *, file: tuple[str, str, bytes] | None = None
    ) -> Answer:
        """What answered a form: a redirect is not followed, its goal is `path`."""
        if file is None:
            body = urllib.parse.urlencode(fields, doseq=True).encode()
            kind = "application/x-www-form-urlencoded"
        else:
            body, kind = _multipart(fields.items(), file)
        request = urllib.request.Request(self.address + path, data=body)
        request.add_header("Content-Type", kind)
        request.add_header("X-CSRFToken", self._cookie("csrftoken"))
        return self._ask(request)

    def sign_in(self) -> bool:
        """Through the form, as a person does; False when it did not come about."""
        if self.get("/accounts/login/").status != 200:
            return False
        answer = self.post("/accounts/login/", {"username": self.username, "password": self.password})
        return answer.status == 302

    def _cookie(self, name: str) -> str:
        return next((str(cookie.value) for cookie in self.cookies if cookie.name == name), "")

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            try:
                response: IO[bytes] | Any = self.opener.open(request, timeout=PATIENCE)
            except urllib.error.HTTPError as refused:
                response = refused
            with response:
                body = response.read()
            goal = response.headers.get("Location") or urllib.parse.urlsplit(request.full_url).path
        except (OSError, http.client.HTTPException) as fault:
            self.statuses["broken"] += 1
            raise Broken(str(fault)) from fault
        self.statuses[str(response.status)] += 1
        return Answer(response.status, goal, body)


def _multipart(fields: Iterable[tuple[str, Any]], file: tuple[str, str, bytes]) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    name, file_name, content = file
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
    parts += [
        f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(),
        content,
        f"\r\n--{mark}--\r\n".encode(),
    ]
    return b"".join(parts), f"multipart/form-data; boundary={mark}"
