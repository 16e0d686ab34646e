"""The markup of the back office: labels that point at something, headings and lines that say something."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from rotations.vocabulary import Role
from tests import makers
from tests.admin.conftest import staff
from tests.reading import Reading

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.django_db]


class Forms(HTMLParser):
    """What the forms of a page say about themselves."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pointed_at: set[str] = set()
        self.unseen: set[str] = set()
        self.faults: list[str] = []
        self.feed(page)
        self.faults += [f"label for {name}" for name in self.pointed_at & self.unseen]

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        match tag:
            case "label" if "for" in held:
                self.pointed_at.add(held["for"])
            case "input" if held.get("type") == "hidden":
                self.unseen.add(held.get("id", ""))
            case "div" if "disabled" in held:
                self.faults.append("div disabled")
            case "th" | "option":
                self.opened, self.said = (tag, held), ""

    def handle_data(self, data):
        self.said = getattr(self, "said", "") + data.strip()

    def handle_endtag(self, tag):
        if tag in {"th", "option"} and not self.said and "label" not in self.opened[1]:
            self.faults.append(f"empty {tag} {self.opened[1]}")


def test_labels_lists_and_headings_of_a_form_are_none_without_a_word(lead, one_of_each, client_of):
    client = client_of(lead)

    faults = {}
    for name in ("official", "rotation", "decision", "regulation", "importbatch", "evaluation"):
        page = client.get(f"/admin/rotations/{name}/{one_of_each[name].pk}/change/").content.decode()
        assert "<label for=" in page or name == "importbatch"
        if wrong := Forms(page).faults:
            faults[name] = wrong

    assert faults == {}


def test_a_list_that_must_be_answered_begins_with_an_empty_line(lead, client_of):
    page = client_of(lead).get("/admin/rotations/rotation/add/").content.decode()

    boxes = re.findall(r"<select([^>]*admin-autocomplete[^>]*)>(.*?)</select>", page, re.DOTALL)
    assert len(boxes) >= 5
    for box, lines in boxes:
        first = re.match(r'\s*<option value=""( selected)?>---------</option>', lines)
        assert ("multiple" in box) == (first is None), box


def test_the_account_page_shows_how_the_password_is_kept_and_the_way_to_another(db, client_of):
    keeper, other = staff(Role.SYSTEM_ADMIN), makers.make_account(Role.BOARD_OFFICER)
    client = client_of(keeper)

    kept = client.get(f"/admin/rotations/account/{other.pk}/change/").content.decode()
    asked = client.get(f"/admin/rotations/account/{other.pk}/password/").content.decode()
    other.set_unusable_password()
    other.save()
    without = client.get(f"/admin/rotations/account/{other.pk}/change/").content.decode()
    asked_anew = client.get(f"/admin/rotations/account/{other.pk}/password/").content.decode()

    assert Forms(kept).faults == []
    assert 'href="../password/"' in kept
    assert "mật khẩu đang dùng bị bỏ" in asked
    names = frozenset([keeper.username, other.username])
    for page in (asked, without, asked_anew):
        assert Reading(page).unknown(names) == {}


def test_a_list_nobody_narrowed_has_no_condition_to_take_off(lead, one_of_each, client_of):
    client = client_of(lead)

    assert "bỏ điều kiện" not in client.get("/admin/rotations/official/").content.decode()
    for narrowed in ("?q=thu", "?sex__exact=male"):
        assert "bỏ điều kiện" in client.get(f"/admin/rotations/official/{narrowed}").content.decode()
