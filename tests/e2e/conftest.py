"""A browser on a running copy with the sample district, and an ear for whatever it complains about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Locator, Page, sync_playwright

from tests import browser
from tests.makers import PASSWORD

PICTURES = Path(settings.BASE_DIR) / "build" / "pictures"


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

    def leave(self) -> None:
        """Sign out."""
        self.follow(self.page.get_by_role("button", name="Đăng xuất"))

    def act(self, summary: str, **typed: str) -> None:
        """Open the act of that name on the page, type into its fields by their names, and do it."""
        act = self.page.locator("main details", has=self.page.locator("summary", has_text=summary)).last
        if act.get_attribute("open") is None:
            act.locator("summary").first.click()
        self.fill(act, typed)
        self.follow(act.locator("button[type=submit]").last)

    def fill(self, within: Locator, typed: dict[str, str]) -> None:
        """Type, choose or tick each field by its name."""
        for name, value in typed.items():
            field = within.locator(f"[name={name}]").first
            box = within.locator(f".picker:has([name={name}]) [role=combobox]")
            if box.count():
                box.first.fill(value)
                box.first.press("Tab")  # a name of the list is taken when the box is left
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            elif field.get_attribute("type") in {"checkbox", "radio"}:
                within.locator(f"[name={name}][value={value}]").check()
            else:
                field.fill(value)

    def said(self) -> str:
        """All the page says, with single spaces."""
        return " ".join(self.page.locator("main").inner_text().split())

    def look(self, name: str) -> None:
        """The page as it stands is usable at both widths, by those who do not see too; a picture of each is kept."""
        found = {}
        heard = list(self.complaints)  # axe adds styles of its own, which the policy reports
        PICTURES.mkdir(parents=True, exist_ok=True)
        for width in (390, 1440):
            self.page.set_viewport_size({"width": width, "height": 900})
            sideways = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if sideways > 0:
                found[width, "sideways"] = sideways
            self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
            for violation in Axe().run(self.page).response["violations"]:
                found[width, violation["id"]] = [node["html"] for node in violation["nodes"]]
        self.complaints[:] = heard
        assert found == {}


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
