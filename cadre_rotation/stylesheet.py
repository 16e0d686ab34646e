"""The one style sheet of every page, put together out of the parts that `static/css/site.css` names.

A browser asks once before it paints, wherever the files are served from: `collectstatic` gathers the sheet whole, a desk
finds it whole and compressed. The parts stay files of their own for whoever changes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import bootstrap_wrapper
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.compress import Compressor

NAME = "css/site.css"
SOURCES = settings.BASE_DIR / "static" / "css"
LIBRARY = Path(bootstrap_wrapper.get_bootstrap_dir()) / "css"
PART = re.compile(r'^@import "([\w.-]+)";$', re.MULTILINE)
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def joined() -> str:
    """The whole sheet.

    Shape   text of CSS, the parts in the order of the cascade
    Source  `site.css`, the parts beside it, Bootstrap out of its package
    Errors  FileNotFoundError for a part that is nowhere
    """
    return PART.sub(lambda part: _part(part[1]), (SOURCES / "site.css").read_text(encoding="utf-8"))


def _part(name: str) -> str:
    """One part without what points to a map of it, which is not served."""
    own = SOURCES / name
    text = (own if own.exists() else LIBRARY / name).read_text(encoding="utf-8")
    return SOURCE_MAP.sub("", text).replace('@charset "UTF-8";', "").strip()


class SiteStylesheet(FileSystemFinder):
    """Finds the sheet under the name of the file that lists its parts, before that file itself is found."""

    _one_at_a_time = Lock()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        root = str(settings.DATA_DIR / "stylesheet")
        self.locations = [("", root)]
        self.storages = {root: FileSystemStorage(location=root)}

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        """Where the sheet lies, made anew when a part changed; no other file is here."""
        return str(self._up_to_date(Path(root))) if path == NAME else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The sheet, for collecting."""
        for root, storage in self.storages.items():
            self._up_to_date(Path(root))
            yield NAME, storage

    def _up_to_date(self, root: Path) -> Path:
        """The file, with its compressed copies beside it for a desk, which has nobody else to make them."""
        place = root / NAME
        text = joined()
        with self._one_at_a_time:
            if not place.exists() or place.read_text(encoding="utf-8") != text:
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
                Compressor(quiet=True).compress(str(place))
        return place
