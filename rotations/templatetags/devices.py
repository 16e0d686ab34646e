"""The machine somebody is signed in from, in words people know."""

from __future__ import annotations

from typing import Final

from django import template

register = template.Library()

# What a browser says of itself, the particular before what others say too, and the name people know it by.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "điện thoại Android"),
    ("Windows", "máy Windows"),
    ("Macintosh", "máy Mac"),
    ("CrOS", "máy Chromebook"),
    ("Linux", "máy Linux"),
)


@register.filter
def device_name(said: str) -> str:
    """`session.device|device_name`: browser and machine of a user agent, "không rõ" for what says neither."""
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    if browser and system:
        return f"{browser} trên {system}"
    return browser or system or "không rõ"
