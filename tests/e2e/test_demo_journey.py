"""The first minutes of an officer with the sample district, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from rotations.management.sample_workbook import write_workbook

pytestmark = pytest.mark.browser

PAGES = ("/", "/plans/", "/rotations/", "/officials/", "/units/", "/needs/", "/evaluations/", "/placements/")


def rows_of(table) -> int:
    return table.locator("tbody tr:has(td)").count()


def test_an_officer_signs_in_and_finds_the_fifteen_people_of_the_year(visit):
    visit.sign_in("board_officer")
    assert visit.page.url == visit.address + "/"
    assert "Bàn làm việc" in visit.page.title()

    visit.follow(visit.page.get_by_role("link", name="Kế hoạch", exact=True).first)
    assert visit.page.url == visit.address + "/plans/"

    visit.follow(visit.page.locator("main").get_by_role("link", name=re.compile("năm 2025")).first)
    assert re.fullmatch(re.escape(visit.address) + r"/plans/\d+/", visit.page.url)
    figures = {
        figure.locator(".figure__label").inner_text(): figure.locator(".figure__number").inner_text()
        for figure in visit.page.locator(".figure").all()
    }
    assert figures["Huyện → xã"] == "7"
    assert figures["Xã → huyện"] == "2"
    assert figures["Xã → xã"] == "6"
    assert figures["Tổng số lượt luân chuyển"] == "15"
    people = visit.page.locator("table", has=visit.page.get_by_role("columnheader", name="Họ và tên"))
    assert rows_of(people) == 15

    visit.follow(visit.page.locator("a.figure", has_text="Huyện → xã"))
    assert visit.page.url.startswith(visit.address + "/rotations/?")
    assert rows_of(visit.page.locator("main table")) == 7

    visit.follow(visit.page.get_by_role("button", name="Đăng xuất"))
    visit.open("/plans/")
    assert visit.page.url.startswith(visit.address + "/accounts/login/")

    assert visit.complaints == []
    assert visit.foreign == []


def test_an_officer_takes_in_the_workbook_once_and_the_second_time_nothing_changes(visit, tmp_path):
    workbook = tmp_path / "ke-hoach-2026.xlsx"
    write_workbook(workbook)
    visit.sign_in("board_officer")

    hand_in(visit, workbook)
    assert "15 người: 7 huyện → xã, 2 xã → huyện, 6 xã → xã" in visit.page.locator("main").inner_text()
    visit.follow(visit.page.get_by_role("button", name="Xác nhận, ghi 15 dòng"))

    assert re.fullmatch(re.escape(visit.address) + r"/plans/\d+/", visit.page.url)
    people = visit.page.locator("table", has=visit.page.get_by_role("columnheader", name="Họ và tên"))
    assert rows_of(people) == 15

    hand_in(visit, workbook)
    assert re.search(r"Không đổi\s+15", visit.page.locator("main").inner_text())
    assert visit.complaints == []


def hand_in(visit, workbook) -> None:
    visit.open("/imports/add/")
    visit.page.set_input_files("input[type=file]", workbook)
    visit.page.fill("input[name=year]", "2026")
    visit.follow(visit.page.locator("main button[type=submit]"))


def test_every_list_is_usable_on_a_telephone_and_by_those_who_do_not_see(visit):
    visit.sign_in("board_officer")
    found = {}
    for path in PAGES:
        for width in (1280, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.open(path)
            wide = visit.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                found[path, width] = [f"{wide} px sideways"]
    said = list(visit.complaints)  # axe adds styles of its own, which the policy reports
    for path in PAGES:
        visit.open(path)
        outcome = Axe().run(visit.page)
        if outcome.violations_count:
            found[path, "axe"] = [violation["id"] for violation in outcome.response["violations"]]

    assert found == {}
    assert said == []
    assert visit.foreign == []
