"""The same fragment twice on one page."""

from __future__ import annotations

from django.template import Context, Template

FRAGMENT = (
    '<p id="a" class="b" data-id="c">{{ said }}</p> <a href="#a">d</a> <a href="/x/#a">e</a> <a href="#">f</a>'
    '<label for="a">g</label> <input id="h" aria-describedby="a b" form="i">'
)


def drawn(said: str) -> str:
    return Template(f'{{% load samples %}}{{% sample "one" %}}{FRAGMENT}{{% endsample %}}').render(
        Context({"said": said})
    )


def test_names_and_what_leads_to_them_begin_with_the_name_of_the_sample():
    assert drawn("") == (
        '<p id="one-a" class="b" data-id="c"></p> <a href="#one-a">d</a> <a href="/x/#a">e</a> <a href="#">f</a>'
        '<label for="one-a">g</label> <input id="one-h" aria-describedby="one-a one-b" form="one-i">'
    )


def test_what_it_is_given_is_escaped_once():
    assert '&lt;b id=&quot;a&quot;&gt;"' not in drawn('<b id="a">')
    assert "&lt;b id=&quot;a&quot;&gt;" in drawn('<b id="a">')
