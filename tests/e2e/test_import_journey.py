"""An office file from the hand of an officer to the plan and back, by the keyboard, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rotations.models import ImportBatch, Rotation
from tests.e2e.office_file import write_spoiled_workbook

pytestmark = pytest.mark.browser

YEAR = "2026"


@pytest.fixture
def spoiled(visit, tmp_path):
    """The workbook with two questions and an error in it, and somebody signed in to hand it in."""
    workbook = tmp_path / "ke-hoach-2026.xlsx"
    write_spoiled_workbook(workbook)
    visit.sign_in("board_officer")
    return workbook


def hand_in(visit, workbook) -> None:
    visit.open("/imports/add/")
    visit.page.set_input_files("input[type=file]", workbook)
    visit.page.fill("input[name=year]", YEAR)
    visit.follow(visit.page.locator("main button[type=submit]"))
    arrive(visit)


def arrive(visit) -> None:
    """Wait until the work on the file is over and its page is there."""
    visit.page.wait_for_selector("[data-import-progress]", state="detached", timeout=60_000)
    visit.page.wait_for_load_state("load")


def press(visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


def follow_by_key(visit, key: str) -> None:
    with visit.page.expect_navigation(wait_until="load"):
        visit.page.keyboard.press(key)
    arrive(visit)


def focused(visit) -> str:
    return str(visit.page.evaluate("document.activeElement.innerText"))


def text_of(visit) -> str:
    return " ".join(visit.page.locator("main").inner_text().split())


def saved(visit) -> None:
    expect(visit.page.locator("[data-import-saved]")).to_have_text("Đã lưu câu trả lời.", timeout=30_000)


def test_questions_are_answered_by_the_keyboard_alone_and_the_plan_shows_the_people(visit, spoiled):
    hand_in(visit, spoiled)
    assert "Xác nhận, ghi 11 dòng" in text_of(visit)
    assert "4 dòng chưa ghi" in text_of(visit)

    press(visit, "?")
    assert visit.page.locator("[data-import-keys]").get_attribute("open") is not None
    press(visit, "1")  # the first question: this unit is that one
    saved(visit)
    visit.page.reload(wait_until="load")  # whoever closes the browser loses nothing
    assert "Có 1 câu trả lời chưa được áp dụng" in text_of(visit)
    assert (
        visit.page.locator("[data-import-question]").first.locator("input:checked").first.input_value() != ""
    )

    press(visit, "j", "j", "1", "0", "2", "k", "j", "1", "Enter")
    saved(visit)
    assert focused(visit) == "Đọc lại"
    follow_by_key(visit, "Enter")

    assert "Xác nhận, ghi 14 dòng (14 thêm mới)" in focused(visit)
    assert "Đã trả lời 2 câu" in text_of(visit)
    follow_by_key(visit, "Enter")

    assert re.fullmatch(re.escape(visit.address) + r"/plans/\d+/", visit.page.url)
    people = visit.page.locator("table", has=visit.page.get_by_role("columnheader", name="Họ và tên"))
    assert people.locator("tbody tr:has(td)").count() == 14
    assert visit.complaints == []
    assert visit.foreign == []


def test_what_was_held_back_is_taken_away_and_what_was_written_is_undone(visit, spoiled):
    hand_in(visit, spoiled)
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("link", name="Tải các dòng cần sửa").click()
    assert taken.value.suggested_filename == "dong-can-sua-ke-hoach-2026.xlsx"
    visit.follow(visit.page.get_by_role("button", name="Xác nhận, ghi 11 dòng"))
    assert Rotation.objects.filter(plan__year=int(YEAR)).count() == 11

    visit.open(ImportBatch.objects.get().get_absolute_url())
    visit.follow(visit.page.get_by_role("link", name="Hoàn tác đợt nhập"))
    assert "11 dòng đã thêm mới" in text_of(visit)
    visit.follow(visit.page.get_by_role("button", name="Hoàn tác 11 dòng"))
    arrive(visit)

    assert "Đã hoàn tác 11 dòng." in text_of(visit)
    assert not Rotation.objects.filter(plan__year=int(YEAR)).exists()
    assert visit.complaints == []


def test_a_file_is_answered_without_scripts_too(visit, spoiled):
    plain = visit.page.context.browser.new_context(java_script_enabled=False, locale="vi-VN")
    plain.add_cookies(visit.page.context.cookies())
    visit.page = plain.new_page()
    hand_in(visit, spoiled)
    for question in visit.page.locator("[data-import-question]").all():
        question.locator("input[type=radio]").first.check()

    visit.follow(visit.page.get_by_role("button", name="Đọc lại"))

    assert "Xác nhận, ghi 14 dòng" in text_of(visit)
    plain.close()


def test_every_page_of_the_import_is_usable_on_a_telephone_and_by_those_who_do_not_see(visit, spoiled):
    hand_in(visit, spoiled)
    path = ImportBatch.objects.get().get_absolute_url()
    pages = ["/imports/", "/imports/add/", path, f"{path}?verdict=error", f"{path}undo/"]
    found = look_at(visit, pages)
    visit.open(path)
    visit.follow(visit.page.get_by_role("button", name="Xác nhận, ghi 11 dòng"))
    found |= look_at(visit, [path, f"{path}undo/"])

    assert found == {}


def look_at(visit, pages: list[str]) -> dict:
    """What does not fit or cannot be read by everybody, by page and width."""
    found = {}
    for path in pages:
        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.open(path)
            wide = visit.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                found[path, width, "sideways"] = wide
            outcome = Axe().run(visit.page)
            if outcome.violations_count:
                found[path, width, "axe"] = [violation["id"] for violation in outcome.response["violations"]]
    return found
