"""A real Chromium for the tests marked `browser`: where it is, and with which flags it is started."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# No sandbox as root, no graphics card, and no calls of the browser itself to the outside.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """The Chromium to drive: CADRE_CHROMIUM, else the system's own; None when there is none."""
    named = os.environ.get("CADRE_CHROMIUM", "")
    if named:
        return named if Path(named).is_file() else None
    return shutil.which("chromium") or shutil.which("chromium-browser")


def required() -> bool:
    """Whether a machine without a browser must fail (CADRE_REQUIRE_BROWSER=1) instead of skipping."""
    return os.environ.get("CADRE_REQUIRE_BROWSER", "") == "1"


def missing() -> str:
    """Why browser tests cannot run here; empty when they can."""
    if executable():
        return ""
    return "không có Chromium: cài gói chromium, hoặc đặt CADRE_CHROMIUM trỏ tới trình duyệt"
