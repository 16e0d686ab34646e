"""Texts of the rule book: a new one that takes the place of another, a new set of steps, an article put right.

What changes a judgement is a `RuleChange`, whose effect is seen first (`rule_effects`).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import date
from typing import Any

from rotations.models import Account, Regulation, StepTemplate, StepTemplateItem
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by
from rotations.workflow.rule_changes import EDIT, EDIT_LABEL

# The lists of a text that a text in its place begins with.
COPIED = ("parameters", "non_local_posts", "post_standards", "condition_rules", "dossier_items")


def issue_text(text: Regulation, *, replaces: Regulation | None, by: Account | None, on: date) -> Regulation:
    """Keep a new text; one that takes the place of another begins with all that stands in it on the first day.

    Shape   the text not yet saved and the one it replaces, which ends that day and is otherwise left alone. What was
            copied counts as long as the new text does.
    Units   a text replaced ends where the new one begins, unless it ended before.
    Errors  MoveRefused: permission, a first day that is past for a text that replaces one, or not after the first day
            of that text, a constraint.
    Source  domain reference §11.1: a plan stays with the text it was made under, for ever.
    """
    _refuse_others(by)
    since = text.effective_from
    if replaces is not None and since <= replaces.effective_from:
        raise MoveRefused(
            f"Văn bản mới phải có hiệu lực sau {replaces} ({replaces.effective_from:%d/%m/%Y})."
        )
    with constraints_in_words():
        text.replaces = replaces
        signed_by(text, by)
        text.save()
        if replaces is not None:
            _take_over(text, replaces, by=by)
            if replaces.effective_to is None or replaces.effective_to > since:
                replaces.effective_to = since
                signed_by(replaces, by)
                replaces.save(update_fields=["effective_to", "changed_at"])
    return text


def _take_over(text: Regulation, old: Regulation, *, by: Account | None) -> None:
    since = text.effective_from
    for name in COPIED:
        for row in getattr(old, name).all():
            if row.holds_on(since):
                until = row.valid_to
                _copied(row, by=by, regulation=text, valid_from=None, valid_to=until)
    template = old.step_templates.filter(effective_from__lte=since).order_by("-effective_from").first()
    if template is not None:
        items = list(template.items.all())
        new = _copied(template, by=by, regulation=text, effective_from=since)
        for item in items:
            _copied(item, by=by, template=new)


def _copied(row: Any, *, by: Account | None, **changes: Any) -> Any:
    new = copy.copy(row)
    new.pk, new._state = None, copy.copy(row._state)
    new._state.adding = True
    new._state.fields_cache = {}
    for name, value in changes.items():
        setattr(new, name, value)
    signed_by(new, by)
    new.save()
    return new


def cite_anew(row: Any, article: str, *, by: Account | None) -> None:
    """Put the article of a row right; it judges nobody, so it needs no day. Raises MoveRefused."""
    _refuse_others(by)
    with constraints_in_words():
        row.article = article
        signed_by(row, by)
        row.save(update_fields=["article", "changed_at"])


def add_step_template(
    template: StepTemplate, items: Sequence[StepTemplateItem], *, by: Account | None
) -> StepTemplate:
    """A set of steps that replaces the one before from its day on; cases under way keep theirs. Raises MoveRefused."""
    _refuse_others(by)
    latest = template.regulation.step_templates.order_by("effective_from").last()
    if latest is not None and template.effective_from <= latest.effective_from:
        raise MoveRefused(
            f"Mẫu mới phải áp dụng sau mẫu đang có ({latest.effective_from:%d/%m/%Y}); mẫu cũ được giữ nguyên."
        )
    if not items:
        raise MoveRefused("Hãy ghi ít nhất một bước.")
    with constraints_in_words():
        signed_by(template, by)
        template.save()
        for ordinal, item in enumerate(items, start=1):
            item.template, item.ordinal = template, ordinal
            signed_by(item, by)
            item.save()
    return template


def _refuse_others(by: Account | None) -> None:
    if by is not None and not by.has_perm(EDIT):
        raise MoveRefused(NOT_ALLOWED.format(EDIT_LABEL))
