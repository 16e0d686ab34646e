"""The one style sheet: every part is in it once, nothing else is asked for, and answers go compressed."""

from __future__ import annotations

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder

from cadre_rotation import stylesheet

PARTS = settings.BASE_DIR / "static" / "css"
# The back office stands on Django's own sheets and adds this one to them.
OF_ITS_OWN = {"site.css", "back-office.css"}


@pytest.fixture
def finder(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return stylesheet.SiteStylesheet()


def test_every_part_is_named_once():
    named = stylesheet.PART.findall((PARTS / "site.css").read_text(encoding="utf-8"))

    assert sorted(named) == sorted(
        {part.name for part in PARTS.iterdir()} - OF_ITS_OWN | {"bootstrap.min.css"}
    )


def test_the_parts_stand_in_the_order_of_the_cascade():
    whole = stylesheet.joined()

    places = [whole.index(mark) for mark in (".btn-primary", "--ink:", ".list thead th", ".report thead th")]
    assert places == sorted(places)
    assert "@import" not in whole
    assert "sourceMappingURL" not in whole


def test_a_part_that_is_nowhere_is_told(monkeypatch, tmp_path):
    (tmp_path / "site.css").write_text('@import "nowhere.css";\n', encoding="utf-8")
    monkeypatch.setattr(stylesheet, "SOURCES", tmp_path)

    with pytest.raises(FileNotFoundError):
        stylesheet.joined()


def test_a_desk_finds_it_whole_and_compressed_and_anew_when_a_part_changes(finder, monkeypatch, tmp_path):
    place = tmp_path / "stylesheet" / "css" / "site.css"

    assert finder.find("css/site.css") == str(place)
    assert gzip.decompress(place.with_suffix(".css.gz").read_bytes()) == place.read_bytes()
    assert place.with_suffix(".css.br").stat().st_size < 40_000

    monkeypatch.setattr(stylesheet, "joined", lambda: "a { color: red }" * 200)
    finder.find("css/site.css")
    assert place.read_text(encoding="utf-8") == "a { color: red }" * 200
    assert gzip.decompress(place.with_suffix(".css.gz").read_bytes()) == place.read_bytes()


def test_collecting_takes_the_sheet_alone(finder):
    assert [(name, storage.exists(name)) for name, storage in finder.list(None)] == [("css/site.css", True)]


def test_it_is_found_before_the_file_that_lists_its_parts():
    found = finders.find("css/site.css")

    assert found == get_finder("cadre_rotation.stylesheet.SiteStylesheet").find("css/site.css")


@pytest.mark.django_db
def test_a_page_asks_for_one_style_sheet(client_of, lead):
    page = client_of(lead).get("/").content.decode()

    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == ["/static/css/site.css"]


@pytest.mark.django_db
def test_pages_go_compressed_and_workbooks_as_they_are(client_of, lead):
    browser = {"headers": {"accept-encoding": "gzip, br"}}

    page = client_of(lead).get("/officials/", **browser)
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Cán bộ" in gzip.decompress(page.content).decode()
    assert "Content-Encoding" not in client_of(lead).get("/officials/").headers
    book = client_of(lead).get("/officials/?download=xlsx&taken_for=x", **browser)
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert "Content-Encoding" not in book.headers
