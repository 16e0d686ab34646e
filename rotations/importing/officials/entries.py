"""One row of the register of officials: who, where, as what since when, with its findings and verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from rotations.importing.file_rows import FileRow
from rotations.importing.officials.cells import OfficialCells
from rotations.models import Official, Post, PostHolding, Rotation, Unit

NEW_PERSON: Final = "new"
EXISTING: Final = "existing"
AMBIGUOUS: Final = "ambiguous"


@dataclass(slots=True)
class OfficialRow(FileRow):
    """One row of a register: the person, what it writes on the file, the posts it opens and the one it ends.

    `person` is the key of the file found, while `official` is not read yet; `posts` are the seats named, the main
    one first; `title` is what the file calls a person who sits on none.
    """

    cells: OfficialCells | None = None
    name_key: str = ""
    person: int | None = None
    official: Official | None = None
    match: str = NEW_PERSON
    unit: Unit | None = None
    posts: list[Post] = field(default_factory=list)
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    opened: list[PostHolding] = field(default_factory=list)
    ended: PostHolding | None = None

    @property
    def is_known(self) -> bool:
        """Whether the row is about somebody on the register."""
        return self.person is not None

    @property
    def is_held_back(self) -> bool:
        """Whether an error or an open question keeps the row from being stored."""
        return any(issue.holds_back for issue in self.issues)

    def records(self) -> tuple[Official | None, Rotation | None]:
        """The person, once taken in."""
        return (self.official, None) if self.stands else (None, None)

    def about(self) -> dict[str, Any]:
        """What the row says of the person."""
        read = self.cells
        name = read.name if read else ""
        birth = read.birth if read else None
        since = read.since if read else None
        posts = [post.position.name for post in self.posts]
        details = [
            ("Ngày sinh", str(birth) if birth else ""),
            ("Đơn vị", self.unit.name if self.unit else ""),
            ("Chức vụ", "; ".join([*posts, *([self.title] if self.title else [])])),
            ("Giữ chức vụ từ", str(since) if since else ""),
        ]
        return {
            "official": {
                "full_name": name,
                "birth": birth.first.isoformat() if birth else None,
                "birth_precision": birth.precision.value if birth else None,
                "match": self.match,
            },
            "unit": self.unit.name if self.unit else None,
            "posts": posts,
            "held_since": since.first.isoformat() if since else None,
            "held_since_precision": since.precision.value if since else None,
            "title": name,
            "details": [{"label": label, "text": text} for label, text in details if text],
        }
