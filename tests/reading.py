"""What a page says to whoever reads it, and which of its words no reader here knows."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from rotations.importing.files.syllables import is_syllable

SAID_BY = ("title", "placeholder", "aria-label", "alt", "label", "data-confirm")
UNSEEN = {"script", "style", "template"}
# Words of other languages that people here say every day, and what stands in sample data.
KNOWN = {
    "excel", "csv", "xlsx", "xlsm", "xls", "ods", "tsv", "pdf", "word", "docx",
    "png", "jpg", "jpeg", "libreoffice", "windows", "linux", "chrome", "firefox", "edge", "macos",
    "internet", "mail", "email", "wifi", "lan", "url", "tcvn", "vni", "vntime", "unicode",
    "utf", "bom", "html", "json", "sqlite", "postgresql", "ip", "enter", "esc", "tab",
    "ctrl", "shift", "font", "web", "j", "k", "x", "f", "cm", "kg",
    "dd", "mm", "yyyy", "ics", "opendocument", "manage", "backup", "restore", "dtts", "cccd",
    "btv", "hdnd", "ubnd", "qlnn", "llct", "gdpt", "ubkt", "mttq", "ctv", "hu",
    "tu", "bct", "btctu", "btchu", "ttr", "vpdk",
}  # fmt: skip
WORD = re.compile(r"[^\W\d]+(?:_[^\W]+)*")
# Nor is what a page keeps back behind asterisks.
NOT_WORDS = re.compile(r"\w*\*\*+|https?://\S+|\S+@\S+|\b\S*\d\S*\b|\b[A-ZĐ]{1,8}\b|/\S*")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.within: list[str] = []
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        if tag in UNSEEN:
            self.within.append(tag)
        self.said += [held[name] or "" for name in SAID_BY if name in held]
        if tag == "input" and held.get("type") in {"submit", "button", "reset"}:
            self.said.append(held.get("value") or "")
        if tag == "input" and held.get("type") == "hidden" and held.get("name"):
            self.hidden[held["name"]] = held.get("value") or ""
        if tag == "a" and held.get("href"):
            self.links.append(held["href"])

    def handle_endtag(self, tag):
        if tag in UNSEEN and self.within:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.said.append(data)


class Reading:
    """One page as it is read: its words, its links, what its forms send unseen."""

    def __init__(self, page: str) -> None:
        reader = _Reader()
        reader.feed(page)
        self.links, self.hidden = reader.links, reader.hidden
        self.said = [" ".join(text.split()) for text in reader.said if text.strip()]

    def unknown(self, besides: frozenset[str] = frozenset()) -> dict[str, str]:
        """Words that are neither Vietnamese nor known here, each with the text it stands in."""
        found: dict[str, str] = {}
        for text in self.said:
            for word in WORD.findall(NOT_WORDS.sub(" ", text)):
                plain = word.casefold()
                if plain in KNOWN or plain in besides:
                    continue
                if "_" in word or word in {"None", "True", "False"} or not is_syllable(word):
                    found.setdefault(word, text[:120])
        return found
