"""A person found from any page by the keyboard alone, and a list kept as one reads it, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = ("/search/?q=lo", "/help/", "/help/glossary/#placement", "/rotations/?group=open&sort=name")


def test_a_person_is_found_and_opened_without_touching_the_mouse(visit):
    visit.sign_in("board_officer")
    keyboard = visit.page.keyboard

    keyboard.press("/")
    keyboard.type("lo van")
    lines = visit.page.locator("[data-search-line]")
    lines.first.wait_for()
    assert "Lò Văn" in lines.first.inner_text()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    with visit.page.expect_navigation(wait_until="load"):
        keyboard.press("Enter")
    assert re.fullmatch(re.escape(visit.address) + r"/officials/\d+/", visit.page.url)

    keyboard.press("/")
    keyboard.type("pa tan")
    lines.first.wait_for()
    keyboard.press("Escape")
    assert not lines.first.is_visible()
    with visit.page.expect_navigation(wait_until="load"):
        keyboard.press("Enter")
    assert visit.page.url == visit.address + "/search/?q=pa+tan"
    assert "Xã Pa Tần" in visit.page.locator("main").inner_text()
    assert visit.complaints == []
    assert visit.foreign == []


def test_a_list_is_walked_by_keys_and_kept_as_it_is_read(visit):
    visit.sign_in("board_officer")
    visit.open("/rotations/?group=open")
    page, keyboard = visit.page, visit.page.keyboard

    for key in ("j", "j", "k", "x"):
        keyboard.press(key)
    assert page.locator("tbody tr:first-child input:checked").count() == 1
    page.get_by_text("Lưu bộ lọc này").click()
    page.get_by_label("Tên bộ lọc").fill("Đang mở")
    visit.follow(page.get_by_role("button", name="Lưu", exact=True))
    assert page.locator(".chip--current").inner_text().startswith("Đang mở")

    page.get_by_text("Chọn cột").click()
    page.get_by_label("Trạng thái", exact=True).last.uncheck()
    page.get_by_label("Mục đích", exact=True).last.check()
    visit.follow(page.get_by_role("button", name="Hiện các cột này"))
    visit.open("/rotations/")
    heads = page.locator("thead th").all_inner_texts()
    assert "Mục đích" in heads
    assert not any(head.startswith("Trạng thái") for head in heads)

    visit.follow(page.get_by_role("link", name="Đang mở"))
    visit.follow(page.get_by_role("link", name=re.compile("Bỏ điều kiện Nhóm")))
    assert "Đang lọc" not in page.locator("main").inner_text()

    keyboard.press("j")
    with page.expect_navigation(wait_until="load"):
        keyboard.press("Enter")
    assert re.fullmatch(re.escape(visit.address) + r"/rotations/\d+/", page.url)
    assert visit.complaints == []


@pytest.mark.parametrize("width", [1440, 390])
def test_search_help_and_lists_are_clean_and_never_scroll_sideways(visit, width):
    visit.sign_in("board_officer")
    visit.page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        visit.open(path)
        for summary in visit.page.locator(".list-tool summary").all():
            summary.click()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert visit.complaints == [], path
        found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(visit.page).response["violations"]]
        assert found == [], path
        visit.complaints.clear()  # axe writes styles of its own, which the policy refuses aloud
