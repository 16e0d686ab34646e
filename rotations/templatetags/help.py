"""Links from a word on a page to its meaning."""

from __future__ import annotations

from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.urls import reverse
from django.utils.html import format_html

from rotations.glossary import ON_LABELS, TERMS

register = template.Library()


@register.simple_tag
def term(key: str) -> str:
    """`{% term "placement" %}`: a small link to what the word beside it means. An unknown key is an error of ours."""
    return format_html(
        '<a class="term" href="{}#{}" title="{}"><span aria-hidden="true">?</span>'
        '<span class="visually-hidden">Giải thích: {}</span></a>',
        reverse("rotations:glossary"),
        key,
        TERMS[key].meaning,
        TERMS[key].word,
    )


@register.filter
def as_field(field: Any) -> str:
    """`field|as_field`: a field of a form with its label, help and errors; on the line of a label that names a term of
    art, the link to what it means."""
    drawn: str = as_crispy_field(field)
    key = ON_LABELS.get(str(field.label))
    return format_html('<div class="explained">{}{}</div>', term(key), drawn) if key else drawn


@register.filter
def terms_of(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """`term.beside|terms_of`: key and word of each."""
    return [(key, TERMS[key].word) for key in keys]
