"""How the rule book is changed: a number from a day on, with what it does to open cases shown before it is kept."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db.models import Q, prefetch_related_objects

from rotations import rules
from rotations.models import (
    Account,
    DossierTemplateItem,
    OfAPeriod,
    Regulation,
    RegulationParameter,
    Rotation,
    RotationPlan,
    RotationQuerySet,
    StepTemplate,
    StepTemplateItem,
)
from rotations.rules import READ_BY, Check, SharedTables
from rotations.vocabulary import ConditionCode, ParameterCode
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by

EDIT = "rotations.change_regulation"
BATCH = 500
SHOWN = 100
NOT_ASKED = "Không xét"


@dataclass(frozen=True)
class ParameterChange:
    """A number a text is to have from a day on, not yet kept."""

    regulation: Regulation
    code: ParameterCode
    value: int
    valid_from: date
    article: str = ""
    note: str = ""

    def row(self, until: date | None) -> RegulationParameter:
        """The row it makes."""
        return RegulationParameter(
            regulation=self.regulation,
            code=self.code,
            value=Decimal(self.value),
            valid_from=self.valid_from,
            valid_to=until,
            article=self.article,
            note=self.note,
        )


@dataclass(frozen=True)
class Effect:
    """One condition of one open case that comes out otherwise."""

    rotation: Rotation
    condition: str
    before: Check | None
    after: Check | None

    @property
    def step(self) -> tuple[str, str]:
        """From which outcome to which, in words."""
        return _outcome(self.before), _outcome(self.after)


@dataclass(frozen=True)
class Affected:
    """What a change does: how many open cases were judged, how many come out otherwise, and the first of them."""

    judged: int
    changed: int
    steps: list[tuple[str, str, str, int]] = field(default_factory=list)
    first: list[Effect] = field(default_factory=list)
    digest: str = ""


def rule_book_refusal(change: ParameterChange, *, by: Account | None, on: date) -> str:
    """Why the number may not be changed so, in words; "" when it may.

    Shape   a change of a text whose rows are at hand. No query beyond those of the rows.
    Units   a number that stands may be changed from `on` or later, so that what was judged before stays as it was;
            one the text never set may be filled in for any day of its validity.
    Errors  none.
    Source  domain reference §11.3 (6).
    """
    text, since = change.regulation, change.valid_from
    if by is not None and not by.has_perm(EDIT):
        return NOT_ALLOWED.format("Sửa quy định")
    if since < text.effective_from:
        return f"Ngày áp dụng không thể trước ngày văn bản có hiệu lực ({text.effective_from:%d/%m/%Y})."
    if text.effective_to is not None and since >= text.effective_to:
        return f"Văn bản hết hiệu lực từ {text.effective_to:%d/%m/%Y}; hãy sửa tham số của văn bản thay thế."
    own = [row for row in text.numbers if row.code == change.code]
    if own and since < on:
        return "Ngày áp dụng phải từ hôm nay trở đi, để kết quả đã xét trước đó giữ nguyên."
    if any(row.valid_from == since for row in own):
        return "Tham số này đã được đặt cho ngày đó; hãy chọn ngày khác."
    standing = [row for row in own if row.holds_on(since)]
    if standing and max(standing, key=_begins).value == change.value:
        return "Giá trị không khác giá trị đang áp dụng vào ngày đó."
    return ""


def affected_by(change: ParameterChange, *, on: date) -> Affected:
    """Which open cases come out otherwise once the number is changed; nothing is written.

    Shape   a change in, counts and the first cases out, those of the plan of the latest year first. Cases are those
            judged by the text or by one that makes it concrete.
    Units   judged on the day the change begins, or on `on` where that is later. Four queries or so for every 500
            cases, one at a time in memory.
    Errors  none.
    Source  domain reference §11.3 (6).
    """
    asked = READ_BY.get(change.code, ())
    keys = list(_cases_in_reach(change).values_list("pk", flat=True)) if asked else []
    day, tables = max(on, change.valid_from), SharedTables()
    steps: Counter[tuple[str, str, str]] = Counter()
    first: list[Effect] = []
    told, changed = sha256(), 0
    told.update(f"{change.regulation.pk} {change.code} {change.value} {change.valid_from}".encode())
    for start in range(0, len(keys), BATCH):
        for case, effects in _effects(keys[start : start + BATCH], change, asked, day, tables):
            changed += 1
            for effect in effects:
                steps[effect.condition, *effect.step] += 1
                told.update(f"{case.pk} {effect.condition} {effect.step} {_figures(effect)}".encode())
                if len(first) < SHOWN:
                    first.append(effect)
    prefetch_related_objects([effect.rotation for effect in first], "sending_unit", "receiving_unit")
    in_order = sorted((*step, count) for step, count in steps.items())
    return Affected(len(keys), changed, in_order, first, told.hexdigest())


def set_parameter(change: ParameterChange, *, by: Account | None, on: date) -> RegulationParameter:
    """Keep the number from its day on: the row that stood till then ends on that day and stays on record.

    Raises MoveRefused. All of it or nothing, under a lock on the text.
    """
    with constraints_in_words():
        text = Regulation.objects.select_for_update(of=("self",)).get(pk=change.regulation.pk)
        change = replace(change, regulation=text)
        if why := rule_book_refusal(change, by=by, on=on):
            raise MoveRefused(why)
        ended, row = _rows_changed(text.numbers, change)
        for one in ended:
            signed_by(one, by)
            one.save(update_fields=["valid_to", "changed_at"])
        signed_by(row, by)
        row.save()
    return row


def keep_rule_row(row: OfAPeriod | DossierTemplateItem, *, by: Account | None) -> None:
    """Keep one new row of a text: a post not for local people, a standard, what a doubt needs, a paper. Raises
    MoveRefused."""
    _refuse_others(by)
    with constraints_in_words():
        signed_by(row, by)
        row.save()


def end_rule_row(row: OfAPeriod, *, until: date, by: Account | None, on: date) -> None:
    """From `until` on a row of a text no longer counts; it stays on record. Raises MoveRefused for a day that is
    past, so that what was judged stays as it was."""
    _refuse_others(by)
    if until < on:
        raise MoveRefused("Ngày thôi áp dụng phải từ hôm nay trở đi, để kết quả đã xét giữ nguyên.")
    if row.valid_to is not None and row.valid_to <= on:
        raise MoveRefused("Dòng này đã thôi áp dụng.")
    with constraints_in_words():
        row.valid_to = until
        signed_by(row, by)
        row.save(update_fields=["valid_to", "changed_at"])


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
        raise MoveRefused(NOT_ALLOWED.format("Sửa quy định"))


def _begins(row: RegulationParameter) -> date:
    return row.valid_from or date.min


def _rows_changed(
    rows: Iterable[RegulationParameter], change: ParameterChange
) -> tuple[list[RegulationParameter], RegulationParameter]:
    """Copies of the rows that end where the change begins, and the row it makes, which ends where the next begins."""
    own = [row for row in rows if row.code == change.code]
    ended = []
    for row in own:
        if _begins(row) < change.valid_from and (row.valid_to is None or row.valid_to > change.valid_from):
            row = copy.copy(row)
            row.valid_to = change.valid_from
            ended.append(row)
    later = [row.valid_from for row in own if row.valid_from and row.valid_from > change.valid_from]
    return ended, change.row(min(later, default=None))


def _cases_in_reach(change: ParameterChange) -> RotationQuerySet:
    """Open cases judged by the text, directly or through a lower one, that may start on the day or after it."""
    family = {change.regulation.pk}
    newest = family
    while newest:
        found = set(Regulation.objects.filter(parent__in=newest).values_list("pk", flat=True))
        newest = found - family
        family |= newest
    begins = change.valid_from.replace(month=1, day=1)
    may_start_later = Q(starts_on__isnull=True, plan__year__gte=begins.year) | Q(starts_on__gte=begins)
    cases = Rotation.objects.open().filter(may_start_later, plan__regulation__in=family)
    return cases.order_by("-plan__year", "ordinal", "pk")


def _effects(
    keys: Sequence[int],
    change: ParameterChange,
    asked: Sequence[rules.Rule],
    day: date,
    tables: SharedTables,
) -> Iterator[tuple[Rotation, list[Effect]]]:
    """The cases among these that come out otherwise, in the order of the keys."""
    found = Rotation.objects.filter(pk__in=keys).select_related("official")
    by_key = {case.pk: case for case in found}
    plans = RotationPlan.objects.filter(pk__in={case.plan_id for case in by_key.values()})
    by_plan = {plan.pk: plan for plan in plans.select_related("regulation__parent__parent")}
    for case in by_key.values():
        case.plan = by_plan[case.plan_id]
    cases = [by_key[key] for key in keys if key in by_key]
    rules.load(cases, tables, [ConditionCode(str(rule.__name__)) for rule in asked])
    before = [[rule(case, on=day) for rule in asked] for case in cases]
    for plan in {id(case.plan): case.plan for case in cases}.values():
        for text in plan.regulation.lineage():
            if text.pk == change.regulation.pk:
                ended, row = _rows_changed(text.numbers, change)
                kept = {one.pk: one for one in text.numbers} | {one.pk: one for one in ended}
                text.numbers = [*kept.values(), row]
    for case, then in zip(cases, before, strict=True):
        now = [rule(case, on=day) for rule in asked]
        effects = [
            Effect(case, ConditionCode(str(rule.__name__)).label, one, other)
            for rule, one, other in zip(asked, then, now, strict=True)
            if _outcome(one) != _outcome(other)
        ]
        if effects:
            yield case, effects


def _outcome(check: Check | None) -> str:
    return check.outcome.label if check is not None else NOT_ASKED


def _figures(effect: Effect) -> str:
    return " ".join(str(check.figures) if check else "" for check in (effect.before, effect.after))
