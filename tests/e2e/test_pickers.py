"""A list that is found by typing: by keyboard, without marks, and never holding what is not on it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_a_unit_is_found_by_typing_and_chosen_by_keyboard(visit):
    visit.sign_in("board_officer")
    visit.open("/needs/add/")
    page = visit.page
    box, kept = page.locator("#id_unit"), page.locator("select[name=unit]")
    assert box.get_attribute("role") == "combobox"
    assert page.locator("label[for=id_unit]").count() == 1

    box.fill("pa tan")
    lines = page.locator("[role=option]:visible")
    assert "Xã Pa Tần" in lines.all_inner_texts()
    visit.look("picker")
    box.press("ArrowDown")
    assert lines.first.get_attribute("id") == box.get_attribute("aria-activedescendant")
    box.press("Enter")

    assert box.input_value() == "Xã Pa Tần"
    assert kept.evaluate("list => list.selectedOptions[0].text.trim()") == "Xã Pa Tần"
    assert page.locator("[role=listbox]:visible").count() == 0

    box.fill("không có xã này")
    box.press("Tab")
    assert box.input_value() == "Xã Pa Tần"
    box.fill("")
    box.press("Tab")
    assert kept.input_value() == ""
    assert visit.complaints == []


def test_a_person_is_found_by_typing_and_chosen_by_keyboard(visit):
    visit.sign_in("board_officer")
    visit.open("/decisions/add/")
    page = visit.page
    box = page.locator("#id_form-0-official")
    assert box.get_attribute("role") == "combobox"

    box.press_sequentially("lo van")
    lines = page.locator("[role=option]:visible")
    lines.first.wait_for()
    assert "sinh " in lines.first.inner_text()
    visit.look("person-picker")
    box.press("ArrowDown")
    assert lines.first.get_attribute("id") == box.get_attribute("aria-activedescendant")
    name = lines.first.inner_text().split("\n")[0].strip()
    box.press("Enter")

    assert box.input_value().startswith(f"{name}, 19")
    assert page.locator("[role=listbox]:visible").count() == 0
    assert visit.complaints == []


def test_a_list_is_sorted_on_a_telephone_too(visit):
    visit.sign_in("board_officer")
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open("/plans/")

    visit.follow(visit.page.locator(".sort-link:visible", has_text="Năm"))

    assert "sort=" in visit.page.url


def test_without_scripts_the_list_is_the_browsers_own(visit):
    context = visit.page.context.browser.new_context(java_script_enabled=False)
    visit.page = context.new_page()
    visit.sign_in("board_officer")

    visit.open("/needs/add/")

    assert visit.page.locator("select#id_unit:visible").count() == 1
