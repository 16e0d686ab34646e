"""What was changed of the rule book: each change of each row in words, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import SlugField

from rotations.models import (
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    PostStandard,
    Regulation,
    RegulationParameter,
    StepTemplate,
    StepTemplateItem,
)

SHOWN = 200
# Rows of a text that point at it, each kind with the key it does so by.
OF_A_TEXT: dict[Any, str] = {
    Regulation: "id",
    RegulationParameter: "regulation_id",
    NonLocalPost: "regulation_id",
    PostStandard: "regulation_id",
    ConditionRule: "regulation_id",
    DossierTemplateItem: "regulation_id",
    StepTemplate: "regulation_id",
    StepTemplateItem: "template__regulation_id",
}
NOT_TOLD = frozenset({"id", "changed_at", "symbol_fold", "regulation", "template"})
VERBS = {"+": "Thêm", "~": "Sửa", "-": "Xóa"}


@dataclass(frozen=True)
class HistoryLine:
    """One change of one row: when, by whom, what kind of row it is, which, and each column from what to what."""

    at: datetime
    by: str
    verb: str
    kind: str
    row: str
    columns: list[tuple[str, str, str]]


def rule_history(regulation: Regulation) -> list[HistoryLine]:
    """Every change of a text and of all that hangs on it.

    Shape   the latest `SHOWN` changes, the newest first. A query for each kind of row.
    Units   moments, as they were recorded; a change made by a migration or a shell has no name.
    Errors  none.
    Source  the history of the rows themselves.
    """
    lines = [line for model, key in OF_A_TEXT.items() for line in _lines(model, **{key: regulation.pk})]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:SHOWN]


def history_of(models: Sequence[Any]) -> list[HistoryLine]:
    """Every change of the rows of these kinds, whatever they hang on."""
    lines = [line for model in models for line in _lines(model)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:SHOWN]


def _lines(model: Any, **which: Any) -> list[HistoryLine]:
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.name not in NOT_TOLD and (field.flatchoices or not isinstance(field, SlugField))
    ]
    related = [field.name for field in fields if field.is_relation]
    states = model.history.filter(**which).select_related("history_user", *related)
    before: dict[int, Any] = {}
    found = []
    for state in states.order_by("history_date", "history_id"):
        old = before.get(state.id)
        before[state.id] = state
        columns = [
            (str(field.verbose_name), was, now)
            for field in fields
            if (was := _told(field, old)) != (now := _told(field, state))
        ]
        if state.history_type == "~" and not columns:
            continue
        row = state.instance
        for name in related:
            if getattr(row, f"{name}_id") is not None:
                setattr(row, name, getattr(state, name))
        found.append(
            HistoryLine(
                state.history_date,
                str(state.history_user or ""),
                VERBS[state.history_type],
                str(model._meta.verbose_name),
                str(row),
                columns if state.history_type != "-" else [],
            )
        )
    return found


def _told(field: Any, state: Any) -> str:
    """One column of a state in words; "" where it is empty or there was no state."""
    value = getattr(state, field.attname, None)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return str(getattr(state, field.name) or "")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, "không còn dùng"))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
