"""What is due as a calendar that a mail or calendar program reads (RFC 5545): days and bare facts, no file content.

The writer knows what we send and no more: one calendar of all-day events, their text and a link. Whoever holds the
address of a calendar sees it, so neither papers of the dossier nor comments are told of beyond the fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from rotations.due.items import DueItem
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import DueKind

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
LONGEST_LINE: Final = 75  # octets, without the line break
# Said of these by their kind alone: what paper it is, or which comment, is nobody's business outside the program.
BARE: Final = frozenset({DueKind.DOSSIER, DueKind.EVALUATION})


def calendar(items: Iterable[DueItem], *, at: datetime, site: str, name: str, mark: str) -> bytes:
    """The items as one calendar.

    Shape   items in, UTF-8 octets out, lines ending in CRLF and folded at 75 octets between two letters. An item
            without a date, or over already, stands on the day of `at`, which is also every event's DTSTAMP.
    Units   `at` is a moment with its zone; `site` is where the installation is reached, without a slash at the end; `mark` says
            whose calendar it is and when it was fetched.
            An event of a date known to the month stands on the first day it can be, and says so in its text.
    Errors  ValueError for a moment without a zone.
    Source  RFC 5545 §3.1, §3.3.11, §3.6.1, §3.8.4.7: the same thing keeps its UID from day to day.
    """
    if at.tzinfo is None:
        raise ValueError("a calendar is stamped with a moment of a known zone")
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cadre Rotation//What is due//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"X-WR-CALDESC:{_escaped(mark)}",
    ]
    for item in items:
        lines += _event(item, stamp=stamp, today=at.date(), site=site)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(item: DueItem, *, stamp: str, today: date, site: str) -> Iterator[str]:
    day = _day_of(item, today)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(item.key, site)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(_summary(item))}"
    yield f"DESCRIPTION:{_escaped(_description(item))}"
    yield f"URL:{site}{item.url}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:CONFIDENTIAL"
    yield "END:VEVENT"


def _day_of(item: DueItem, today: date) -> date:
    """The day it stands on: what is over, or has no date, stands before the reader today."""
    return max(item.day.first, today) if item.day else today


def _uid(key: str, site: str) -> str:
    host = site.partition("//")[2].partition("/")[0].partition(":")[0] or "cadre-rotation"
    return f"{hashlib.sha256(f'{site} {key}'.encode()).hexdigest()[:20]}@{host}"


def _summary(item: DueItem) -> str:
    what = item.kind.label if item.kind in BARE else item.text
    return what if item.about == item.text else f"{item.about}: {what}"


def _description(item: DueItem) -> str:
    parts = [f"{item.action}." if item.kind not in BARE else "Mở chương trình để xem và làm."]
    if item.day is not None:
        parts.append(f"Hạn: {_written(item.day)}, {item.how_long}.")
    elif item.since is not None:
        parts.append(f"Chưa đặt hạn, {item.how_long}.")
    if item.kind not in BARE:
        parts.append(f"Căn cứ: {item.rule}.")
    return "\n".join(parts)


def _written(day: PartialDate) -> str:
    if day.precision == DatePrecision.DAY:
        return str(day)
    known = "tháng" if day.precision == DatePrecision.MONTH else "năm"
    return f"{day} (chỉ biết đến {known}; lịch ghi vào ngày đầu có thể)"


def _escaped(text: str) -> str:
    """A TEXT value: backslash, comma, semicolon and line break escaped, other control characters left out."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets, each after the first begun with a space, no letter cut."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LONGEST_LINE:
            yield part
            part, octets = " ", 1
        part += letter
        octets += size
    yield part
