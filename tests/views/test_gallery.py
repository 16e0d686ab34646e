"""The page of components: there for whoever changes the product, and in no installation."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module, reload

import pytest
from django.conf import settings as installed
from django.urls import clear_url_caches

SHEETS = installed.BASE_DIR / "static" / "css"
# The list of the parts, and what the back office adds to Django's own sheets.
OF_ITS_OWN = {"site.css", "back-office.css"}

# Classes of the style sheet that cannot stand on the page, each with its reason.
NOT_SHOWN = {
    "paper--report": "the kind of paper, said by the body of a page and seen in print",
    "paper--sheet": "the kind of paper, said by the body of a page and seen in print",
    "drop-area--over": "set by imports-add.js while a file is held over the box",
    "picker__list": "made by pickers.js under a box in which somebody types",
}


def classes_of(css: str) -> set[str]:
    """Every class a selector names; what stands in comments and between brackets of a rule is none."""
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", css, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{};]+)\{", css))
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", selectors))


def known() -> dict[str, str]:
    """Class and sheet, of every class of ours."""
    return {
        name: sheet.name
        for sheet in sorted(SHEETS.glob("*.css"))
        if sheet.name not in OF_ITS_OWN
        for name in classes_of(sheet.read_text(encoding="utf-8"))
    }


def values(page: str, *attributes: str) -> Iterator[str]:
    """Each word of these attributes, wherever they stand."""
    for value in re.findall(rf'\s(?:{"|".join(attributes)})="([^"]*)"', page):
        yield from value.split()


@pytest.fixture
def on_a_desk(settings):
    """The addresses of a desk, and afterwards those of an installation again."""
    urls = import_module("cadre_rotation.urls")
    settings.DEBUG = True
    yield _read_again(urls)
    settings.DEBUG = False
    _read_again(urls)


def _read_again(urls):
    reload(sys.modules[urls.__name__])
    clear_url_caches()


@pytest.fixture
def answer(on_a_desk, board, client_of):
    answer = client_of(board).get("/design/")
    assert answer.status_code == 200
    return answer


@pytest.fixture
def page(answer):
    return answer.content.decode()


def test_every_class_of_the_style_sheet_stands_on_it(page):
    shown = set(values(page, "class"))

    assert {
        name: sheet for name, sheet in known().items() if name not in shown and name not in NOT_SHOWN
    } == {}


def test_every_part_of_the_pages_stands_on_it(answer):
    folder = installed.BASE_DIR / "templates"
    parts = {path.relative_to(folder).as_posix() for path in folder.rglob("_*.html")}

    assert parts - {template.name for template in answer.templates} == set()


def test_every_exception_is_still_needed(page):
    shown = set(values(page, "class"))

    assert {name for name in NOT_SHOWN if name in shown} == set(), "stands on the page after all"
    assert set(NOT_SHOWN) - set(known()) == set(), "no class of the style sheet"


def test_a_class_is_found_wherever_a_selector_names_it():
    css = """
/* .comment { } */
.one > .two:not(.three)::before, a.four[aria-current] { content: ".five"; margin: .5rem; }
@media (min-width: 1px) { .six { color: #fff; } .seven--eight { background: url(nine.svg); } }
"""

    assert classes_of(css) == {"one", "two", "three", "four", "six", "seven--eight"}


def test_no_two_elements_have_one_name_and_none_leads_to_a_name_that_is_nowhere(page):
    named = Counter(values(page, "id"))
    led_to = {
        *values(page, "for", "aria-labelledby", "aria-describedby"),
        *re.findall(r'\shref="#([^"]+)"', page),
    }

    assert [name for name, number in named.items() if number > 1] == []
    assert led_to - set(named) == set()


def test_its_samples_are_read_from_nowhere(on_a_desk, board, client_of, django_assert_max_num_queries):
    client = client_of(board)
    client.get("/design/")

    # The session and the account, and what they may do: as every page asks.
    with django_assert_max_num_queries(6) as asked:
        client.get("/design/")
    assert [query["sql"] for query in asked if "rotations_rotation" in query["sql"]] == []


def test_strangers_do_not_get_it(on_a_desk, client):
    assert client.get("/design/").status_code == 302


def test_an_installation_has_no_such_page(board, client_of):
    assert client_of(board).get("/design/").status_code == 404
