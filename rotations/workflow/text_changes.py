"""The text a regulation makes concrete, and the days it holds: tried on the open cases before they are changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.db.models import prefetch_related_objects

from rotations.models import Account, Regulation
from rotations.rules import Rule
from rotations.workflow.moves import FINAL_CONDITIONS
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by
from rotations.workflow.rule_changes import EDIT, EDIT_LABEL, RuleChange

ITSELF = "Văn bản không thể cụ thể hóa chính nó, dù trực tiếp hay qua văn bản khác; hãy chọn văn bản cấp trên khác."
# What cases read of a text above, in lists that are read once for all of them.
READ_FROM_ABOVE = (
    "parameters", "non_local_posts", "post_standards__professional_level", "post_standards__political_theory",
    "condition_rules", "dossier_items",
)  # fmt: skip


@dataclass(frozen=True)
class TextChange(RuleChange):
    """Another text above a regulation, or other days on which it holds.

    A link between two texts has no day of its own, so every open case judged by the text is in reach, whenever it
    starts. What was judged at a step stays as it was kept.
    """

    regulation: Regulation
    parent: Regulation | None
    effective_from: date
    effective_to: date | None

    changes_what_is_wanted: ClassVar[bool] = True

    @property
    def begins(self) -> date:
        """It has no first day."""
        return date.min

    @property
    def told(self) -> str:
        """The text, the one above it and its days."""
        return (
            f"{self.regulation.pk} {self.parent and self.parent.pk} {self.effective_from} {self.effective_to}"
        )

    def asked(self) -> tuple[Rule, ...]:
        """Every condition: any of them may read the text above."""
        return FINAL_CONDITIONS

    def refusal(self, *, by: Account | None, on: date) -> str:
        """Permission, a circle, or nothing that differs. A query for each text above the one chosen."""
        if by is not None and not by.has_perm(EDIT):
            return NOT_ALLOWED.format(EDIT_LABEL)
        if self.parent is not None and any(text.pk == self.regulation.pk for text in self.parent.lineage()):
            return ITSELF
        if not self._changed():
            return "Văn bản cấp trên và các ngày hiệu lực không khác hiện nay."
        return ""

    def put_on(self, text: Regulation) -> None:
        """The text above with its lists, and the days."""
        line = list(self.parent.lineage()) if self.parent is not None else []
        prefetch_related_objects(line, *READ_FROM_ABOVE)
        text.parent = self.parent
        text.effective_from, text.effective_to = self.effective_from, self.effective_to

    def keep(self, *, by: Account | None, on: date) -> Regulation:
        """Under a lock on the text."""
        with constraints_in_words():
            text = Regulation.objects.select_for_update(of=("self",)).get(pk=self.regulation.pk)
            change = replace(self, regulation=text)
            if why := change.refusal(by=by, on=on):
                raise MoveRefused(why)
            for name, value in change._columns().items():
                setattr(text, name, value)
            signed_by(text, by)
            text.save(update_fields=[*change._columns(), "changed_at"])
        return text

    def _columns(self) -> dict[str, object]:
        return {
            "parent": self.parent, "effective_from": self.effective_from, "effective_to": self.effective_to,
        }  # fmt: skip

    def _changed(self) -> bool:
        return any(getattr(self.regulation, name) != value for name, value in self._columns().items())
