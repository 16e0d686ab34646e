"""Help inside the product: the guide by task, and the glossary."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rotations import vietnamese
from rotations.access import SignedInRequest
from rotations.glossary import CHAPTERS

WORDS = sorted(
    ((term.word, key) for chapter in CHAPTERS for key, term in chapter.terms.items()),
    key=lambda pair: vietnamese.sort_key(pair[0]),
)
# The words under their first letter, in the order of the alphabet.
LETTERS = [(letter, list(words)) for letter, words in groupby(WORDS, key=lambda pair: pair[0][0].upper())]


@require_safe
def guide(request: SignedInRequest) -> HttpResponse:
    """What to do, task by task; links to pages stand where the account may open them."""
    return render(request, "help/guide.html")


@require_safe
def glossary(request: SignedInRequest) -> HttpResponse:
    """Every term of art, with its meaning and its document; by chapter, and a list of the words by their letter."""
    return render(request, "help/glossary.html", {"chapters": CHAPTERS, "letters": LETTERS})
