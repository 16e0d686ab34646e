"""Help inside the product: the guide by task, and the glossary."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rotations.access import SignedInRequest
from rotations.glossary import CHAPTERS


@require_safe
def guide(request: SignedInRequest) -> HttpResponse:
    """What to do, task by task; links to pages stand where the account may open them."""
    return render(request, "help/guide.html")


@require_safe
def glossary(request: SignedInRequest) -> HttpResponse:
    """Every term of art, with its meaning and its document."""
    return render(request, "help/glossary.html", {"chapters": CHAPTERS})
