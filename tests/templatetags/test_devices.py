"""Machines told by names people know."""

from __future__ import annotations

import pytest

from rotations.templatetags.devices import device_name

APPLE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {APPLE} Chrome/131.0 Safari/537.36",
            "Chrome trên máy Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {APPLE} Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge trên máy Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {APPLE} coc_coc_browser/125.0 Chrome/119.0 Safari/537.36",
            "Cốc Cốc trên máy Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox trên máy Linux"),
        (
            f"Mozilla/5.0 (Linux; Android 14) {APPLE} Chrome/131.0 Mobile Safari/537.36",
            "Chrome trên điện thoại Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Version/18.1 Mobile Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1", "Safari trên máy Mac"),
        ("Mozilla/5.0 (Windows NT 10.0)", "máy Windows"),
        ("python-requests/2.32", "không rõ"),
        ("", "không rõ"),
    ],
)
def test_a_device_is_told_by_the_names_people_know(said, told):
    assert device_name(said) == told
