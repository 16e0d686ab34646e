"""The terms of art: each says what it means, and leads to terms there are."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from rotations import vietnamese
from rotations.glossary import CHAPTERS, ON_LABELS, TERMS


@pytest.mark.parametrize("key", TERMS)
def test_a_term_has_a_key_for_addresses_a_word_and_a_sentence(key):
    term = TERMS[key]

    assert re.fullmatch(r"[a-z][a-z_]*", key)
    assert term.word
    assert term.word[0].isupper()
    assert term.meaning.endswith(".")
    assert len(term.meaning) > 25


@pytest.mark.parametrize("key", TERMS)
def test_a_term_leads_to_other_terms_there_are(key):
    assert set(TERMS[key].beside) - TERMS.keys() == set()
    assert key not in TERMS[key].beside


def test_no_key_or_word_stands_twice():
    assert sum(len(chapter.terms) for chapter in CHAPTERS) == len(TERMS)
    words = [vietnamese.match_key(term.word) for term in TERMS.values()]
    assert len(words) == len(set(words))


def test_the_wording_is_stored_as_text_is_stored():
    for term in TERMS.values():
        for text in (term.word, term.meaning, term.source):
            assert unicodedata.is_normalized("NFC", text)
            assert vietnamese.clean(text) == text.replace("–", "-")


@pytest.mark.parametrize("label", ON_LABELS)
def test_a_label_that_is_explained_stands_on_a_form_and_leads_to_a_term(label):
    package = Path(__file__).resolve().parents[1] / "rotations"
    sources = [
        path.read_text(encoding="utf-8")
        for name in ("forms", "filters", "models")
        for path in (package / name).glob("*.py")
    ]

    assert ON_LABELS[label] in TERMS
    assert any(f'"{label}"' in source for source in sources)
