"""A browser on a running copy with the sample district, and an ear for whatever it complains about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, sync_playwright

from tests import browser
from tests.makers import PASSWORD


@dataclass
class Visit:
    """One visitor with a page open: where to go, what the browser complained of, what it asked others for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a path of the installation, and wait until all of it is there."""
        self.page.goto(self.address + path, wait_until="load")

    def sign_in(self, username: str) -> None:
        """Sign in through the form, as a person does."""
        self.open("/accounts/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.follow(self.page.locator("main button[type=submit]"))
        assert not urlsplit(self.page.url).path.startswith("/accounts/"), "the sign-in was refused"

    def follow(self, link: Locator) -> None:
        """Press a link or a button that leads to another page, and wait until all of that page is there."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()


@pytest.fixture
def visit(live_server, monkeypatch, settings) -> Iterator[Visit]:
    """A visitor to a copy holding the sample district, whose accounts have `PASSWORD`."""
    settings.DEBUG = True  # sample data and its accounts are for a desk only
    settings.IMPORTS_RUN_IN = "web"  # as an installation does it: here other threads see what one wrote
    call_command("sample_data", password=PASSWORD, stdout=StringIO())
    # Playwright runs an event loop in this thread, which makes Django suspect every query after it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.executable(), args=list(browser.FLAGS))
        page = chromium.new_page(locale="vi-VN", viewport={"width": 1280, "height": 900})
        visit = Visit(page, live_server.url)
        host = urlsplit(live_server.url).netloc

        def asked(request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme != "data" and parts.netloc != host:
                visit.foreign.append(request.url)

        page.on("request", asked)
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: visit.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        yield visit
        chromium.close()
