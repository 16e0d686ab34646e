"""What is awaited before there are cases: answers to the call for needs, and decisions on plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from rotations import access
from rotations.due.sources import Row, Scope, Source, Wording, number, text
from rotations.models import NeedAnswer, NeedCall, PlanVersion, RotationNeed, Unit, UnitSuccession
from rotations.vocabulary import DueKind, PlanStatus


def _asked(scope: Scope) -> QuerySet[Any] | None:
    """For a unit's clerk: open calls for this year's needs or a later year's that the unit has not answered."""
    units = scope.own_units()
    if units is None:
        return None
    calls = access.visible_calls(scope.account, on=scope.on).open_on(scope.on)
    return calls.unanswered_by(units, on=scope.on).filter(year__gte=scope.on.year)


def _say_asked(row: Row, scope: Scope) -> Wording:
    url = reverse("rotations:need-call-answer", args=[row.record])
    call = reverse("rotations:need-call-detail", args=[row.record])
    return Wording(row.note, "Trả lời", url, _called(row), call)


def _silent(scope: Scope) -> QuerySet[Any] | None:
    """For the board: units named in a call whose deadline is over that have not answered, nor has one that took over
    from them."""
    if not scope.may("change_needcall"):
        return None
    calls = access.visible_calls(scope.account, on=scope.on).overdue_on(scope.on)
    speaks = Q(unit=OuterRef("unit")) | Q(
        unit__in=UnitSuccession.objects.filter(
            predecessor=OuterRef(OuterRef("unit")), on__lte=scope.on
        ).values("successor")
    )
    answers = NeedAnswer.objects.given_by(scope.on).filter(speaks, call=OuterRef("needcall"))
    needs = RotationNeed.objects.stated_by(scope.on).filter(speaks, call=OuterRef("needcall"))
    return NeedCall.units.through.objects.filter(
        ~Exists(answers),
        ~Exists(needs),
        needcall__in=calls.order_by().values("pk"),
        needcall__year__gte=scope.on.year,
    )


def _say_silent(row: Row, scope: Scope) -> Wording:
    call = reverse("rotations:need-call-detail", args=[row.other])
    unit = reverse("rotations:unit-detail", args=[row.record])
    return Wording(f"Chưa trả lời: {row.note}", "Nhắc đơn vị", call, _called(row), unit)


def _sent_to_all(scope: Scope) -> QuerySet[Any] | None:
    """For the board: open calls to every unit whose deadline is over while units are silent, with how many: there are
    hundreds of them, and the page of the call lists them."""
    if not scope.may("change_needcall"):
        return None
    calls = access.visible_calls(scope.account, on=scope.on).overdue_on(scope.on)
    rows = calls.filter(year__gte=scope.on.year, units__isnull=True)
    return rows.annotate(silent=Coalesce(Subquery(_silent_of_all(scope.on)), 0)).filter(silent__gt=0)


def _silent_of_all(on: date) -> QuerySet[Any]:
    """How many units there were on the day a call was sent that have not answered it, nor has one that took over."""
    speaks = Q(unit=OuterRef("pk")) | Q(
        unit__in=UnitSuccession.objects.filter(predecessor=OuterRef(OuterRef("pk")), on__lte=on).values(
            "successor"
        )
    )
    answers = NeedAnswer.objects.given_by(on).filter(speaks, call=OuterRef(OuterRef("pk")))
    needs = RotationNeed.objects.stated_by(on).filter(speaks, call=OuterRef(OuterRef("pk")))
    sent = Q(valid_from__isnull=True) | Q(valid_from__lte=OuterRef("opened_on"))
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("opened_on"))
    silent = Unit.objects.filter(sent, lasts, ~Exists(answers), ~Exists(needs)).order_by()
    return silent.annotate(_one=Value(1)).values("_one").annotate(_many=Count("pk")).values("_many")


def _say_sent_to_all(row: Row, scope: Scope) -> Wording:
    call = reverse("rotations:need-call-detail", args=[row.record])
    told = f"{row.note}: {row.other} đơn vị chưa trả lời"
    return Wording(told, "Xem đơn vị chưa trả lời", call, _called(row), call)


def _called(row: Row) -> str:
    return f"Hạn trả lời {row.due}{f', công văn {row.word}' if row.word else ''}"


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


_CALL = {
    "record": number("pk"),
    "day": F("deadline"),
    "note": text("title"),
    "word": text("document_number"),
}
SOURCES = (
    Source(DueKind.NEEDS, _asked, _CALL, _say_asked),
    Source(DueKind.NEEDS, _sent_to_all, {**_CALL, "other": number("silent")}, _say_sent_to_all),
    Source(
        DueKind.NEEDS,
        _silent,
        {
            "record": number("unit"),
            "other": number("needcall"),
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
