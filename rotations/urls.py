"""URLs of the product: plural nouns, verbs last."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "rotations"
urlpatterns: list[URLPattern] = []
