"""Group rows and which of them are open: "A. KHỐI ĐẢNG" > "I. TỪ HUYỆN VỀ XÃ" > "1. Phòng Nội vụ"."""

import re
from dataclasses import dataclass
from typing import Final

from rotations.importing.tables import movements

_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
# Group rows that may stand on each other before the first person.
MOST_GROUPS_DEEP: Final = 4
# Letters of a list far more often than 100, 500, 50 or 1000.
_LETTERS_FIRST: Final = frozenset("CDLM")


@dataclass(frozen=True, slots=True)
class Group:
    """A group row. `direction` is set when its words name one; otherwise `text` names a unit or a block."""

    row: int
    marker: str
    text: str
    direction: str | None


class OpenGroups:
    """The groups a row stands in, outermost first, as far as the sheet has been read."""

    def __init__(self) -> None:
        self._kept: list[tuple[str, Group]] = []
        self.now: tuple[Group, ...] = ()

    def open(self, row: int, marker: str, text: str) -> None:
        """Add a group, closing those of its own style and inside it: A > I > II closes I, B closes all."""
        style = style_of(marker)
        styles = [known for known, _ in self._kept]
        if style in styles:
            del self._kept[styles.index(style) :]
        self._kept.append((style, Group(row, marker, text, movements.direction_of(text))))
        self.now = tuple(group for _, group in self._kept)

    def close(self) -> None:
        """No group is open: another list begins."""
        self._kept, self.now = [], ()


def style_of(marker: str) -> str:
    """The kind of a group's marker; groups of one kind stand side by side."""
    if not marker:
        return "bare"
    if re.fullmatch(r"\d+(?:\.\d+)*", marker):
        return f"arabic {marker.count('.')}"
    if not marker.isalpha():
        return "bullet"
    if marker.islower():
        return "small letter"
    return "roman" if _ROMAN.fullmatch(marker) and marker not in _LETTERS_FIRST else "letter"
