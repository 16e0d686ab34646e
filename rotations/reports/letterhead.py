"""Whose paper a sheet is and who signs it: what the installation says of its own office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

PARTY: Final = "ĐẢNG CỘNG SẢN VIỆT NAM"
DRAWN_UP_BY: Final = "NGƯỜI LẬP BIỂU"
BY_HAND: Final = "…………"


@dataclass(frozen=True)
class Letterhead:
    """The body above and the issuer, top left; the place of the line above the signatures; who signs, line by line."""

    superior: str
    office: str
    place: str
    signed_by: tuple[str, ...]

    def place_and_day(self, on: date) -> str:
        """The line above the signatures; a place nobody has named is written by hand."""
        return f"{self.place or BY_HAND}, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"


def letterhead() -> Letterhead:
    """That of this installation.

    Shape   the settings `OFFICE_…` in; `signed_by` is one line or two, as "T/M BAN THƯỜNG VỤ" over "BÍ THƯ".
    Errors  none: what is not set is left to the hand.
    Source  domain reference §7.1.
    """
    lines = tuple(line.strip() for line in settings.OFFICE_SIGNED_BY.split("|") if line.strip())
    return Letterhead(settings.OFFICE_SUPERIOR, settings.OFFICE_NAME, settings.OFFICE_PLACE, lines)
