"""The back office in a real browser: clean for those who do not see, wide enough for a finger, usable by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

# Lists by the path below /admin/rotations/; of the first record of each, the pages named.
PAGES = {
    "official": ("", "import/", "{}/change/", "{}/history/"),
    "rotation": ("add/",),
    "regulation": ("{}/change/",),
    "term": ("{}/delete/",),
}
OF_ACCOUNTS = {"account": ("", "{}/change/", "{}/password/")}
WITH_TARGETS = {"rules": {"target-size": {"enabled": True}}}
# axe lets a link within text be as low as its line; a finger does not.
TOO_SMALL = """
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=combobox]")]
  .filter((target) => target.checkVisibility({ visibilityProperty: true }))
  .filter((target) => {
    const parts = target.tagName === "A" ? [target, ...target.children] : [target];
    const sizes = parts.map((part) => part.getBoundingClientRect());
    const [width, height] = ["width", "height"].map((side) => Math.max(...sizes.map((size) => size[side])));
    return width > 1 && height > 1 && (width < 23.9 || height < 23.9);
  })
  .map((target) => target.outerHTML.slice(0, 120))
"""


def faults(visit) -> dict[str, object]:
    """What is wrong with the page as it stands, on a telephone and on a desk."""
    page, found = visit.page, {}
    found["complaints"] = list(visit.complaints)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"sideways at {width}"] = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[f"small at {width}"] = page.evaluate(TOO_SMALL)
        for violation in Axe().run(page, options=WITH_TARGETS).response["violations"]:
            found[f"{violation['id']} at {width}"] = [node["html"] for node in violation["nodes"]]
    visit.complaints.clear()  # axe writes styles of its own, which the policy refuses aloud
    return {what: said for what, said in found.items() if said}


def addresses(visit, pages):
    """The front page; of each kind of record the pages asked for, where one is meant of the first in the list."""
    yield "/admin/"
    for name, of_it in pages.items():
        base = f"/admin/rotations/{name}/"
        visit.open(base)
        record = visit.page.locator("#result_list tbody th a").first.get_attribute("href").split("/")[4]
        yield from (base + path.format(record) for path in of_it)


@pytest.mark.parametrize(("username", "pages"), [("board_lead", PAGES), ("system_admin", OF_ACCOUNTS)])
def test_pages_of_the_back_office_are_clean_and_never_scroll_sideways(visit, username, pages):
    visit.sign_in(username)
    found = {}
    for address in [*addresses(visit, pages)]:
        visit.open(address)
        if wrong := faults(visit):
            found[address] = wrong

    assert found == {}


def test_people_and_posts_are_found_by_keyboard_in_boxes_that_say_their_name(visit):
    visit.sign_in("board_lead")
    visit.open("/admin/rotations/rotation/add/")
    page, keyboard = visit.page, visit.page.keyboard

    box = page.get_by_role("combobox", name="Cán bộ")
    box.focus()
    keyboard.press("Enter")
    keyboard.type("lo van")
    line = page.locator(".select2-results__option--highlighted", has_text="Lò Văn")
    line.wait_for()
    name = line.inner_text()
    assert faults(visit) == {}
    keyboard.press("Enter")
    assert page.get_by_role("combobox", name=f"Cán bộ {name}").evaluate(
        "box => box === document.activeElement"
    )

    page.get_by_label("Chức danh tại nơi đến").and_(page.locator("input")).focus()
    keyboard.type("bi thu")
    page.locator(".select2-results__option--highlighted", has_text="Bí thư").wait_for()
    keyboard.press("Enter")
    assert page.locator("#id_receiving_posts option:checked").count() == 1
    assert faults(visit) == {}


def test_a_day_of_every_weekday_is_picked_from_the_calendar(visit):
    visit.sign_in("board_lead")
    visit.page.set_viewport_size({"width": 390, "height": 900})
    visit.open("/admin/rotations/needcall/add/")
    page = visit.page

    page.locator(".field-deadline .datetimeshortcuts a").last.click()
    calendar = page.locator(".calendarbox:visible")
    frame = calendar.bounding_box()
    ends = [day["x"] + day["width"] for day in (day.bounding_box() for day in calendar.locator("td a").all())]

    assert max(ends) <= frame["x"] + frame["width"]
    assert page.evaluate(TOO_SMALL) == []
    assert visit.complaints == []
