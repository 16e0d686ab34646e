"""A strict reader of calendars: it takes what RFC 5545 allows of ours and refuses everything else."""

from __future__ import annotations

import re

NAME = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)", re.DOTALL)
TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME"}
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")


def unfolded(octets: bytes) -> list[str]:
    """The content lines, their folds undone; every line ends in CRLF and holds at most 75 whole letters' octets."""
    assert octets.endswith(b"\r\n")
    physical = octets[:-2].split(b"\r\n")
    for line in physical:
        assert b"\r" not in line
        assert b"\n" not in line
        assert 0 < len(line) <= 75, line
        line.decode()  # a fold inside a letter would not decode
    lines: list[str] = []
    for line in physical:
        if line.startswith(b" "):
            lines[-1] += line[1:].decode()
        else:
            lines.append(line.decode())
    return lines


def plain(value: str) -> str:
    """A TEXT value with its escapes undone; a comma, semicolon or backslash outside one is refused."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\,;nN]", value), value
    assert not re.search(r"[\x00-\x1f\x7f]", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def events(octets: bytes) -> list[dict[str, str]]:
    """Each event as name → value."""
    lines = unfolded(octets)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines[1] == "VERSION:2.0"
    assert lines[2].startswith("PRODID:")
    found: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        match = NAME.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if (name, value) == ("BEGIN", "VEVENT"):
            assert not inside
            inside = True
            found.append({})
        elif (name, value) == ("END", "VEVENT"):
            assert inside
            inside = False
            assert set(ONCE) <= found[-1].keys()
        else:
            if name in TEXTS:
                value = plain(value)
            if name in ("DTSTART", "DTEND"):
                assert parameters == ";VALUE=DATE"
                assert re.fullmatch(r"\d{8}", value)
            if name == "DTSTAMP":
                assert re.fullmatch(r"\d{8}T\d{6}Z", value)
            if inside:
                assert name not in found[-1], name
                found[-1][name] = value
    assert not inside
    assert len({event["UID"] for event in found}) == len(found)
    return found
