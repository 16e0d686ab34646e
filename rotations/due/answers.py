"""What is awaited before there are cases: answers to the call for needs, and decisions on plans."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from rotations import access
from rotations.due.sources import Row, Scope, Source, Wording, number, text
from rotations.models import NeedCall, PlanVersion, RotationNeed
from rotations.vocabulary import DueKind, PlanStatus


def _silent(scope: Scope) -> QuerySet[Any] | None:
    """Units asked that have not answered, of calls for this year's plan or a later one: a unit's own from the day
    of the call, all of them for the board once the deadline is over."""
    units = scope.own_units()
    if units is None and not scope.may("change_needcall"):
        return None
    asked = NeedCall.units.through.objects.filter(
        needcall__in=access.visible_calls(scope.account, on=scope.on).order_by().values("pk"),
        needcall__year__gte=scope.on.year,
        needcall__opened_on__lte=scope.on,
    )
    mine = Q(needcall__deadline__lt=scope.on) if units is None else Q(unit__in=units)
    answered = RotationNeed.objects.filter(
        Q(call=OuterRef("needcall")) | Q(call__isnull=True, year=OuterRef("needcall__year")),
        unit=OuterRef("unit"),
    )
    return asked.filter(mine, ~Exists(answered))


def _say_silent(row: Row, scope: Scope) -> Wording:
    called = f"{row.note} ({row.word})" if row.word else row.note
    rule = f"{called}: hạn trả lời {row.due}"
    if scope.own_units() is not None:
        url = reverse("rotations:need-add")
        return Wording(
            f"Trả lời nhu cầu luân chuyển năm {row.other}", "Ghi nhu cầu của đơn vị", url, rule, url
        )
    needs = f"{reverse('rotations:need-list')}?year={row.other}"
    return Wording(
        f"Chưa trả lời nhu cầu luân chuyển năm {row.other}",
        "Nhắc đơn vị",
        needs,
        rule,
        reverse("rotations:unit-detail", args=[row.record]),
    )


def _plans(scope: Scope) -> QuerySet[Any] | None:
    """Plans submitted and not decided."""
    if not scope.may("decide_plan"):
        return None
    return access.visible_plans(scope.account, on=scope.on).filter(status=PlanStatus.SUBMITTED)


def _say_plan(row: Row, scope: Scope) -> Wording:
    rule = f"Trình ngày {row.since:%d/%m/%Y}" if row.since else "Kế hoạch đang ở “Đã trình”"
    if row.word:
        rule = f"{rule}, {row.word}"
    url = reverse("rotations:plan-detail", args=[row.record])
    return Wording(row.note, "Phê duyệt hoặc trả lại", url, rule, url)


SOURCES = (
    Source(
        DueKind.NEEDS,
        _silent,
        {
            "record": number("unit"),
            "other": number("needcall__year"),
            "place": text("unit__name"),
            "day": F("needcall__deadline"),
            "note": text("needcall__title"),
            "word": text("needcall__document_number"),
        },
        _say_silent,
    ),
    Source(
        DueKind.PLAN,
        _plans,
        {
            "record": number("pk"),
            "since": Subquery(
                PlanVersion.objects.filter(plan=OuterRef("pk"))
                .order_by()
                .values("plan")
                .annotate(last=Max("frozen_on"))
                .values("last")
            ),
            "note": text("title"),
            "word": text("document_number"),
        },
        _say_plan,
    ),
)
