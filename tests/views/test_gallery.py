"""The page of components: there for whoever changes the product, and in no installation."""

from __future__ import annotations

import sys
from importlib import import_module, reload

import pytest
from django.urls import clear_url_caches


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


def test_every_component_stands_on_it(on_a_desk, board, client_of):
    page = client_of(board).get("/design/")

    assert page.status_code == 200
    for part in (
        "notice--error",
        "mark--placed",
        "due-item--overdue",
        "is-late",
        "picture__drawing",
        "is-invalid",
        "btn-danger",
        "list-tool__body",
        "found__line",
        "question--answered",
        "verdicts",
        "files__remove",
        "report__table",
        "tone--commune_to_commune",
        "picture__stay",
        "picture__after",
        "band",
    ):
        assert part in page.content.decode()


def test_strangers_do_not_get_it(on_a_desk, client):
    assert client.get("/design/").status_code == 302


def test_an_installation_has_no_such_page(board, client_of):
    assert client_of(board).get("/design/").status_code == 404
