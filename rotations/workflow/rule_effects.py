"""Whom a change of the rule book affects: every open case in reach judged as the rules are and as they would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, prefetch_related_objects

from rotations import rules
from rotations.models import (
    Account,
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    PostStandard,
    Regulation,
    RegulationParameter,
    RetirementAge,
    Rotation,
    RotationPlan,
    RotationQuerySet,
    RuleJudging,
)
from rotations.rules import Check, Rule, SharedTables
from rotations.vocabulary import CheckOutcome, ConditionCode
from rotations.workflow.moves import FINAL_CONDITIONS
from rotations.workflow.rule_changes import RuleChange

BATCH = 500
SHOWN = 100
# So many cases are judged while a page is waited for: about a second's work.
AT_ONCE = 1000
NOT_ASKED = "Không xét"
# What a preview rests on besides the cases themselves.
RULE_BOOK = (
    Regulation, RegulationParameter, NonLocalPost, PostStandard, ConditionRule, DossierTemplateItem, RetirementAge,
)  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """One condition of one open case that comes out otherwise, or whose doubt needs something else."""

    rotation: Rotation
    condition: str
    before: Check | None
    after: Check | None
    step: tuple[str, str]

    @property
    def shown(self) -> dict[str, Any]:
        """In plain values, as a page shows it and a judging under way keeps it."""
        rotation = self.rotation
        return {
            "url": rotation.get_absolute_url(),
            "official": str(rotation.official),
            "route": f"{rotation.sending_unit} → {rotation.receiving_unit}",
            "year": rotation.plan.year,
            "condition": self.condition,
            "before": _told(self.before, self.step[0]),
            "after": _told(self.after, self.step[1]),
        }


@dataclass
class Affected:
    """What a change does: how many open cases were judged, how many come out otherwise, and the first of them."""

    judged: int = 0
    changed: int = 0
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    first: list[Effect] = field(default_factory=list)
    earlier: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""

    @property
    def steps(self) -> list[tuple[str, str, str, int]]:
        """Condition, from which outcome to which, in how many cases."""
        return sorted((*step, count) for step, count in self.counts.items())

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The first of the effects in plain values."""
        return [*self.earlier, *(effect.shown for effect in self.first)][:SHOWN]

    def as_json(self) -> dict[str, Any]:
        """To be kept while more cases wait."""
        counts = [[*step, count] for step, count in self.counts.items()]
        return {"changed": self.changed, "counts": counts, "shown": self.shown, "digest": self.digest}

    @classmethod
    def of(cls, kept: dict[str, Any], judged: int) -> Affected:
        """From what was kept."""
        counts = Counter({(step[0], step[1], step[2]): step[3] for step in kept.get("counts", ())})
        return cls(judged, kept.get("changed", 0), counts, [], kept.get("shown", []), kept.get("digest", ""))


def affected_by(change: RuleChange, *, on: date) -> Affected:
    """Which open cases come out otherwise once the change is made; nothing is written.

    Shape   a change in, counts and the first cases out, those of the plan of the latest year first. Cases are those
            judged by the text or by one that makes it concrete, for the table of ages all.
    Units   judged on the day the change begins, or on `on` where that is later. Four queries or so for every 500
            cases, one at a time in memory.
    Errors  none.
    Source  domain reference §11.3 (6).
    """
    return judge(change, cases_in_reach(change, on=on), Affected(), on=on)


def cases_in_reach(change: RuleChange, *, on: date) -> list[int]:
    """Keys of the open cases that may start on the day of the change or after it, in the order they are shown."""
    if not change.asked():
        return []
    cases = Rotation.objects.open()
    if change.regulation is not None:
        cases = cases.filter(plan__regulation__in=_family(change.regulation))
        cases = _starting_from(cases, change.begins)
    else:
        cases = _starting_from(cases, on)
    return list(cases.order_by("-plan__year", "ordinal", "pk").values_list("pk", flat=True))


def judge(change: RuleChange, keys: Sequence[int], so_far: Affected, *, on: date) -> Affected:
    """Judge these cases both ways and add what comes out otherwise to what was found so far."""
    day, before = max(on, change.begins), SharedTables()
    after = change.tables(before)
    told = sha256((so_far.digest or change.told).encode())
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        for case, effects in _effects(batch, change, day, before, after):
            so_far.changed += 1
            for effect in effects:
                so_far.counts[effect.condition, *effect.step] += 1
                told.update(f"{case.pk} {effect.condition} {effect.step} {_figures(effect)}".encode())
                if len(so_far.first) + len(so_far.earlier) < SHOWN:
                    so_far.first.append(effect)
    prefetch_related_objects([effect.rotation for effect in so_far.first], "sending_unit", "receiving_unit")
    so_far.judged += len(keys)
    so_far.digest = told.hexdigest()
    return so_far


def affected_by_text(plan: RotationPlan, text: Regulation, *, on: date) -> Affected:
    """Which open cases of a plan come out otherwise once the plan is judged by another text; nothing is written.

    Shape   a plan as it is kept and a text in, counts and the first cases out, in the order of the plan.
    Units   all conditions of all its open cases, judged on `on`. The same dozen or so of queries for every 500 cases,
            which are in memory one lot at a time.
    Errors  none.
    Source  domain reference §11.3 (6): the text of its plan judges a case for ever, so it is chosen with open eyes.
    """
    keys = list(Rotation.objects.open().filter(plan=plan).in_plan_order().values_list("pk", flat=True))
    found, told = Affected(judged=len(keys)), sha256(f"{plan.pk} {text.pk} {keys}".encode())
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        was = _judged_by(plan, plan.regulation_id, batch, on)
        now = _judged_by(plan, text.pk, batch, on)
        for (case, then), (_same, after) in zip(was, now, strict=True):
            effects = [
                Effect(case, ConditionCode(str(rule.__name__)).label, one, other, (told_then, told_now))
                for rule, (one, told_then), (other, told_now) in zip(
                    FINAL_CONDITIONS, then, after, strict=True
                )
                if told_then != told_now
            ]
            found.changed += bool(effects)
            for effect in effects:
                found.counts[effect.condition, *effect.step] += 1
                told.update(f"{case.pk} {effect.condition} {effect.step} {_figures(effect)}".encode())
            found.first += effects[: SHOWN - len(found.first)]
    prefetch_related_objects([effect.rotation for effect in found.first], "sending_unit", "receiving_unit")
    found.digest = told.hexdigest()
    return found


def _judged_by(
    plan: RotationPlan, text: int, keys: Sequence[int], on: date
) -> list[tuple[Rotation, list[tuple[Check | None, str]]]]:
    """Each case with what every condition finds, were its plan judged by that text: given to the plan, and taken back."""
    with transaction.atomic():
        tried = RotationPlan.objects.get(pk=plan.pk)
        if tried.regulation_id != text:
            tried.regulation_id = text
            tried.save(update_fields=["regulation"])
        tried = RotationPlan.objects.select_related("regulation__parent__parent").get(pk=plan.pk)
        by_key = Rotation.objects.select_related("official").in_bulk(keys)
        cases = [by_key[key] for key in keys]
        for case in cases:
            case.plan = tried
        rules.load(cases, SharedTables(), [ConditionCode(str(rule.__name__)) for rule in FINAL_CONDITIONS])
        found = [(case, _outcomes(case, FINAL_CONDITIONS, on, wanted=False)) for case in cases]
        transaction.set_rollback(True)
    return found


# --- More cases than a page can wait for ------------------------------------------------------------------------


def is_too_much_at_once(change: RuleChange, *, on: date) -> bool:
    """Whether there are more open cases in reach than a page can be waited for."""
    return len(cases_in_reach(change, on=on)) > AT_ONCE


def begin_judging(
    change: RuleChange, *, by: Account, on: date, path: str, typed: str, title: str
) -> RuleJudging | None:
    """Note down a change whose effect is judged a part at a time; None when all of it can be judged at once."""
    keys = cases_in_reach(change, on=on)
    if len(keys) <= AT_ONCE:
        return None
    return RuleJudging.objects.create(
        asked_by=by, asked_on=on, path=path, typed=typed, title=title[:250], mark=mark_of_rules(),
        waiting=keys, total=len(keys),
    )  # fmt: skip


def go_on_judging(judging: RuleJudging, change: RuleChange) -> Affected:
    """Judge the next part of what waits, and keep what was found; asked for when all is judged, tell it again."""
    found = Affected.of(judging.found, judging.done)
    if judging.is_over:
        return found
    now, judging.waiting = judging.waiting[:AT_ONCE], judging.waiting[AT_ONCE:]
    found = judge(change, now, found, on=judging.asked_on)
    judging.found = found.as_json()
    judging.save(update_fields=["waiting", "found"])
    return found


def still_stands(judging: RuleJudging, *, on: date) -> bool:
    """Whether what was judged may be confirmed: all of it, on this day, by the rule book as it still is."""
    return judging.is_over and judging.asked_on == on and judging.mark == mark_of_rules()


def mark_of_rules() -> str:
    """A mark that changes with every change of the rule book. One query a kind of row."""
    last = [model.history.aggregate(last=Max("history_id"))["last"] for model in RULE_BOOK]
    return sha256(repr(last).encode()).hexdigest()


# --- One case ---------------------------------------------------------------------------------------------------


def _family(text: Regulation) -> set[int]:
    """Keys of a text and of those that make it concrete, directly or through another."""
    family = {text.pk}
    newest = family
    while newest:
        found = set(Regulation.objects.filter(parent__in=newest).values_list("pk", flat=True))
        newest = found - family
        family |= newest
    return family


def _starting_from(cases: RotationQuerySet, day: date) -> RotationQuerySet:
    begins = day.replace(month=1, day=1)
    return cases.filter(Q(starts_on__isnull=True, plan__year__gte=begins.year) | Q(starts_on__gte=begins))


def _effects(
    keys: Sequence[int], change: RuleChange, day: date, before: SharedTables, after: SharedTables
) -> Iterator[tuple[Rotation, list[Effect]]]:
    """The cases among these that come out otherwise, in the order of the keys."""
    asked = change.asked()
    found = Rotation.objects.filter(pk__in=keys).select_related("official")
    by_key = {case.pk: case for case in found}
    plans = RotationPlan.objects.filter(pk__in={case.plan_id for case in by_key.values()})
    by_plan = {plan.pk: plan for plan in plans.select_related("regulation__parent__parent")}
    for case in by_key.values():
        case.plan = by_plan[case.plan_id]
    cases = [by_key[key] for key in keys if key in by_key]
    rules.load(cases, before, [ConditionCode(str(rule.__name__)) for rule in asked])
    wanted = change.changes_what_is_wanted
    then = [_outcomes(case, asked, day, wanted=wanted) for case in cases]
    for plan in {id(case.plan): case.plan for case in cases}.values():
        for text in plan.regulation.lineage():
            if change.regulation is not None and text.pk == change.regulation.pk:
                change.put_on(text)
    if after is not before:
        rules.load(cases, after, ())
    for case, was in zip(cases, then, strict=True):
        now = _outcomes(case, asked, day, wanted=wanted)
        effects = [
            Effect(case, ConditionCode(str(rule.__name__)).label, one, other, (told, told_now))
            for rule, (one, told), (other, told_now) in zip(asked, was, now, strict=True)
            if told != told_now
        ]
        if effects:
            yield case, effects


def _outcomes(
    case: Rotation, asked: Sequence[Rule], day: date, *, wanted: bool
) -> list[tuple[Check | None, str]]:
    """What each condition finds, and what is compared of it: the outcome, or what a doubt needs."""
    found = []
    for rule in asked:
        check = rule(case, on=day)
        told = check.outcome.label if check is not None else NOT_ASKED
        if wanted and check is not None and check.is_doubtful:
            asks_for = rules.wanted_for(case, check.code, on=day)
            needs = [
                word
                for word, asks in (
                    ("lý do", asks_for.reason), ("người chấp thuận", asks_for.approver),
                    ("văn bản", asks_for.document),
                )
                if asks
            ]  # fmt: skip
            told = f"{told}, cần {', '.join(needs)}" if needs else f"{told}, không cần gì thêm"
        found.append((check, told))
    return found


def _told(check: Check | None, step: str) -> dict[str, str]:
    outcome = check.outcome.value if check is not None else CheckOutcome.UNKNOWN.value
    return {"outcome": outcome, "label": step, "message": check.message if check is not None else ""}


def _figures(effect: Effect) -> str:
    return " ".join(str(check.figures) if check else "" for check in (effect.before, effect.after))
