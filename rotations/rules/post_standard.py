"""Whether the person's schooling reaches what the post to come asks for."""

from __future__ import annotations

from datetime import date

from rotations.models import CatalogueEntry, Post, PostStandard, Rotation
from rotations.rules.checks import Check, Figures, cite_text, judged_on
from rotations.rules.loading import tables_of
from rotations.rules.posts import posts_to_come
from rotations.vocabulary import CheckOutcome

CODE = "post_standard"
_SCHOOLING = (
    ("professional_level", "trình độ chuyên môn"),
    ("political_theory", "lý luận chính trị"),
)
_GRAVITY = (CheckOutcome.PASS, CheckOutcome.UNKNOWN, CheckOutcome.WARN)


def post_standard(rotation: Rotation, *, on: date) -> Check | None:
    """The least schooling set for each post to come is reached.

    Shape   one rotation in, one Check out; figures {"professional_level", "professional_level_needed",
            "political_theory", "political_theory_needed"}, those that are asked, in words. None where no text sets a
            standard for any of the posts.
    Units   levels compare by their rank in the list; the very level asked for is enough. Of several posts the
            highest level asked counts.
    Errors  none: a level the file does not hold is UNKNOWN, unless another is WARN already.
    Source  rows `PostStandard` of the plan's regulation or the nearest text above it (domain reference §1.5).
    """
    tables_of(rotation)
    day, official = judged_on(rotation, on=on), rotation.official
    standards = [found for post in posts_to_come(rotation) if (found := standard_of(rotation, post, day))]
    if not standards:
        return None
    outcomes, figures, said = [CheckOutcome.PASS], Figures(), []
    for name, label in _SCHOOLING:
        asked: list[CatalogueEntry] = [level for one in standards if (level := getattr(one, name))]
        if not asked:
            continue
        needed = max(asked, key=lambda level: level.rank)
        held: CatalogueEntry | None = getattr(official, name)
        figures |= {name: held.name if held else "", f"{name}_needed": needed.name}
        said.append(f"{label} {held.name.lower() if held else 'chưa ghi'}, cần từ {needed.name.lower()}")
        if held is None:
            outcomes.append(CheckOutcome.UNKNOWN)
        elif held.rank < needed.rank:
            outcomes.append(CheckOutcome.WARN)
    message = (
        f"Tiêu chuẩn {', '.join(dict.fromkeys(str(one.position) for one in standards))}: {'; '.join(said)}."
    )
    outcome = max(outcomes, key=_GRAVITY.index)
    cited = cite_text(standards[0].regulation, standards[0].article)
    return Check(CODE, outcome, rotation.plan.regulation, figures, message, cited)


def standard_of(rotation: Rotation, post: Post, day: date) -> PostStandard | None:
    """The standard of the nearest text for a post on that day; of two that hold, the later one."""
    for text in rotation.plan.regulation.lineage():
        holding = [
            row
            for row in text.post_standards.all()
            if row.position_id == post.position_id and row.level == post.unit.level and row.holds_on(day)
        ]
        if holding:
            return max(holding, key=lambda row: row.valid_from or date.min)
    return None
