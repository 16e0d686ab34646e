"""What a case awaits once the person serves, and afterwards: comments, the end of the term, the placement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from rotations.due.items import MONTH
from rotations.due.sources import Row, Scope, Source, Wording, case_url, number, of_case, text
from rotations.models import Evaluation, Hanging, RotationQuerySet, gather, over_by
from rotations.partial_dates import PartialDate
from rotations.rules.evaluations_due import (
    FINAL_PAPERS,
    YEARLY,
    ExpectedEvaluation,
    Lack,
    evaluations_due,
)
from rotations.vocabulary import DueKind, EvaluationAuthor, EvaluationKind, ParameterCode, RotationStatus

NAMED = ("official", "receiving_unit")
PARAMETERS = tuple(
    Hanging(f"{text}__parameters")
    for text in ("regulation", "regulation__parent", "regulation__parent__parent")
)


def _serving(scope: Scope) -> RotationQuerySet:
    """Who serves on the day and is not kept for good."""
    return scope.rotations.serving_on(scope.on).in_status_on([RotationStatus.ACTIVE], scope.on)


def _months_from(day: date, months: int) -> date:
    return PartialDate.of_day(day).plus_months(months).first


def _ending(scope: Scope) -> QuerySet[Any] | None:
    """Not over yet, and within the months at which the case's regulation wants its end announced."""
    if not scope.follows_service():
        return None
    near = Q(pk__in=[])
    for months, regulations in scope.numbers.by_value(ParameterCode.FIRST_ALERT_MONTHS).items():
        near |= Q(plan__regulation__in=regulations, due_on__lte=_months_from(scope.on, months))
    return _serving(scope).filter(near).exclude(over_by("due_on", scope.on))


def _say_ending(row: Row, scope: Scope) -> Wording:
    first = scope.numbers.of(row.regulation, ParameterCode.FIRST_ALERT_MONTHS)
    last = scope.numbers.of(row.regulation, ParameterCode.LAST_ALERT_MONTHS)
    near = last is not None and row.day is not None and row.day <= _months_from(scope.on, last.value)
    alert = last if near else first
    within = f" (trong {alert.value} tháng tới)" if alert else ""
    wording = f"Hết thời hạn luân chuyển {row.due}{within}"
    if scope.may("add_placement"):
        action = "Chuẩn bị phương án bố trí", f"{reverse('rotations:placement-add')}?rotation={row.record}"
        if row.other is not None:
            action = "Xem phương án đã đề xuất", f"{case_url(row)}#bo-tri"
    else:
        action = "Xem lượt này", ""
    return Wording(wording, *action, str(alert or "Ngày hết thời hạn của lượt"))


def _overdue(scope: Scope) -> QuerySet[Any] | None:
    """Over by its due date and still serving."""
    if not scope.follows_service():
        return None
    return _serving(scope).filter(over_by("due_on", scope.on))


def _say_overdue(row: Row, scope: Scope) -> Wording:
    action = "Ghi kết thúc hoặc quyết định gia hạn" if scope.may("move_rotation_end") else "Xem lượt này"
    rule = f"Ngày hết thời hạn của lượt: {row.due}"
    if symbol := scope.numbers.symbol(row.regulation):
        rule = f"{rule}, theo {symbol}"
    return Wording("Đã hết thời hạn mà chưa ghi kết thúc", action, "", rule)


def _unplaced(scope: Scope) -> QuerySet[Any] | None:
    """At their end, and no placement decided, one to take effect on a day to come counting as decided."""
    if not scope.may("view_placement") and not scope.may("view_reports"):
        return None
    undecided = Q(placement__isnull=True) | Q(placement__decided_on__isnull=True)
    return scope.rotations.in_status_on([RotationStatus.ENDED], scope.on).filter(undecided)


def _say_unplaced(row: Row, scope: Scope) -> Wording:
    rule = f"Kết thúc luân chuyển ngày {row.day:%d/%m/%Y}"
    if symbol := scope.numbers.symbol(row.regulation):
        rule = f"{rule}; bố trí sau luân chuyển theo {symbol}"
    if row.other is None:
        action = "Xem lượt này", ""
        if scope.may("add_placement"):
            action = "Đề xuất bố trí", f"{reverse('rotations:placement-add')}?rotation={row.record}"
        return Wording("Đã hết luân chuyển, chưa có phương án bố trí", *action, rule)
    action = "Xem phương án", f"{case_url(row)}#bo-tri"
    if scope.may("move_rotation_place"):
        action = "Quyết định bố trí", reverse("rotations:placement-decide", args=[row.other])
    return Wording("Đã có phương án bố trí, chờ quyết định", *action, rule)


def _comments(scope: Scope) -> QuerySet[Any] | None:
    """Serving people of whom the rule says that a yearly comment by the receiving unit lacks, or will within a month. A
    unit's clerk gets those who serve there.

    The database only leaves out who was commented on, or began, too short a time ago for anything to lack; of the few
    that remain the rule judges each, and tells its days. Three queries more.
    """
    if not scope.may("add_evaluation"):
        return None
    last = (
        Evaluation.objects.filter(
            rotation=OuterRef("pk"), kind__in=YEARLY, author=EvaluationAuthor.RECEIVING,
            written_on__lte=scope.on,
        )
        .order_by()
        .values("rotation")
        .annotate(until=Max("period_to"))
        .values("until")
    )  # fmt: skip
    near = Q(pk__in=[])
    soon = scope.on + timedelta(days=MONTH)
    for months, regulations in scope.numbers.by_value(ParameterCode.EVALUATION_EVERY_MONTHS).items():
        # A comment may close its period a little early; the rule knows which it answers.
        since = _months_from(soon, -months) + timedelta(days=MONTH)
        near |= Q(plan__regulation__in=regulations, commented_until__lte=since)
    rows = _serving(scope)
    if (units := scope.own_units()) is not None:
        rows = rows.filter(receiving_unit__in=units)
    rows = rows.annotate(commented_until=Coalesce(Subquery(last), "starts_on")).filter(near)
    scope.comments = _lacking_comments(rows, soon, on=scope.on)
    return rows.filter(pk__in=scope.comments)


def _lacking_comments(rows: RotationQuerySet, soon: date, *, on: date) -> dict[int, ExpectedEvaluation]:
    """The first comment each of these cases lacks by `soon`, as the rule tells it."""
    cases = list(rows.order_by("pk").select_related("plan__regulation__parent__parent", "placement", *NAMED))
    plans = {case.plan_id: case.plan for case in cases}
    for case in cases:
        case.plan = plans[case.plan_id]
    gather(list(plans.values()), *PARAMETERS)
    lacking: dict[int, ExpectedEvaluation] = {}
    for expected in evaluations_due(cases, on=on):
        yearly = expected.kind in YEARLY and expected.state != Lack.WRITTEN
        if yearly and expected.due_first <= soon:
            lacking.setdefault(expected.rotation.pk, expected)
    return lacking


def _days_of_comment(row: Row, scope: Scope) -> Row:
    expected = scope.comments[row.record]
    known = expected.rotation.starts_on_precision if expected.due_first != expected.due_last else row.known
    return row._replace(day=expected.due_first, known=known, since=expected.period_from)


def _say_comment(row: Row, scope: Scope) -> Wording:
    every = scope.numbers.of(row.regulation, ParameterCode.EVALUATION_EVERY_MONTHS)
    since = f"từ {row.since:%d/%m/%Y}" if row.since else ""
    return Wording(
        f"Nhận xét của nơi đến, kỳ {since}",
        "Ghi nhận xét",
        f"{reverse('rotations:evaluation-add')}?rotation={row.record}",
        str(every or ""),
    )


def _final_papers(scope: Scope) -> QuerySet[Any] | None:
    """Cases at their end that lack one of the three papers; for a unit's clerk, the one its unit writes."""
    if not scope.may("add_evaluation"):
        return None
    rows = scope.rotations.in_status_on([RotationStatus.ENDED], scope.on)
    if (units := scope.own_units()) is not None:
        return rows.filter(~_written(EvaluationAuthor.RECEIVING), receiving_unit__in=units)
    lacking = Q()
    for author in FINAL_PAPERS:
        lacking |= Q(~_written(author))
    return rows.filter(lacking)


def _written(author: EvaluationAuthor) -> Exists:
    return Exists(
        Evaluation.objects.filter(rotation=OuterRef("pk"), kind=EvaluationKind.FINAL, author=author)
    )


def _lacking() -> Combinable:
    """Which of the three papers a case lacks, as one text of words."""
    parts = [
        Case(
            When(_written(author), then=Value("")),
            default=Value(f"{author.value} "),
            output_field=TextField(),
        )
        for author in FINAL_PAPERS
    ]
    return Concat(*parts, output_field=TextField())


def _say_final_papers(row: Row, scope: Scope) -> Wording:
    lacking = [EvaluationAuthor(word) for word in row.word.split()]
    if scope.own_units() is not None:
        lacking = [EvaluationAuthor.RECEIVING]
    sides = ", ".join(str(author.label).lower() for author in lacking)
    return Wording(
        f"Thiếu nhận xét khi kết thúc: {sides}",
        "Ghi nhận xét",
        f"{reverse('rotations:evaluation-add')}?rotation={row.record}",
        f"Kết thúc luân chuyển ngày {row.due}; ba bản nhận xét khi kết thúc, {scope.numbers.symbol(row.regulation)}",
    )


SOURCES = (
    Source(
        DueKind.EVALUATION,
        _final_papers,
        {**of_case(), "day": F("ended_on"), "word": _lacking()},
        _say_final_papers,
    ),
    Source(
        DueKind.EVALUATION,
        _comments,
        {**of_case(), "since": F("commented_until"), "day": F("commented_until")},
        _say_comment,
        dated=_days_of_comment,
    ),
    Source(
        DueKind.TERM_ENDING,
        _ending,
        {**of_case(), "day": F("due_on"), "known": text("due_on_precision"), "other": number("placement")},
        _say_ending,
    ),
    Source(
        DueKind.TERM_OVERDUE,
        _overdue,
        {**of_case(), "day": F("due_on"), "known": text("due_on_precision")},
        _say_overdue,
    ),
    Source(
        DueKind.PLACEMENT,
        _unplaced,
        {**of_case(), "day": F("ended_on"), "other": number("placement")},
        _say_unplaced,
    ),
)
