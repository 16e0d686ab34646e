"""What a case awaits before the person serves: steps, starts, opinions, papers, elections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from rotations import access
from rotations.due.items import MONTH
from rotations.due.sources import Row, Scope, Source, Wording, case_url, number, of_case, text
from rotations.models import DossierItem, ElectionSession, RotationPost, RotationStep, standing_on
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import (
    BEFORE_DECISION,
    OPEN_STATUSES,
    DossierStatus,
    DueKind,
    ElectionResult,
    RotationStatus,
)

BOUND = (RotationStatus.DECIDED, RotationStatus.ACTIVE)
# Sessions of a post that are called and not told of, the next one first.
_CALLED = ElectionSession.objects.planned().filter(rotation_post=OuterRef("pk")).order_by("session_on", "pk")


def _steps(scope: Scope) -> QuerySet[Any] | None:
    """Planned within the month or before, and not done; a later row of the same step says it was done again."""
    if not scope.may("record_step"):
        return None
    done_since = RotationStep.objects.filter(
        rotation=OuterRef("rotation"),
        template_item=OuterRef("template_item"),
        done_on__isnull=False,
        pk__gt=OuterRef("pk"),
    )
    return RotationStep.objects.planned().filter(
        ~Exists(done_since),
        standing_on(OPEN_STATUSES, scope.on, of="rotation__"),
        planned_on__lte=scope.on + timedelta(days=MONTH),
        rotation__in=scope.cases(),
    )


def _say_step(row: Row, scope: Scope) -> Wording:
    rule = f"Ngày dự kiến của bước: {row.due}"
    if row.word:
        rule = f"{rule}; {row.word}, {scope.numbers.symbol(row.regulation)}"
    return Wording(row.note, "Ghi kết quả bước này", f"{case_url(row)}?part=steps#cac-buoc", rule)


def _starts(scope: Scope) -> QuerySet[Any] | None:
    """Cases that start within the month, or should have and are not decided yet."""
    if not scope.may("move_rotation_activate"):
        return None
    before = scope.rotations.in_status_on([*BEFORE_DECISION, RotationStatus.DECIDED], scope.on)
    return before.filter(starts_on__lte=scope.on + timedelta(days=MONTH))


def _say_start(row: Row, scope: Scope) -> Wording:
    status = RotationStatus(row.word)
    rule = f"Ngày bắt đầu ghi trong {'quyết định' if status == RotationStatus.DECIDED else 'kế hoạch'}: {row.due}"
    if status == RotationStatus.DECIDED:
        return Wording(f"Bắt đầu luân chuyển {row.due}", "Công bố quyết định, bàn giao", "", rule)
    return Wording(
        f"Dự kiến bắt đầu {row.due} mà còn ở “{status.label}”", "Mở để làm bước tiếp theo", "", rule
    )


def _opinions(scope: Scope) -> QuerySet[Any] | None:
    """Asked and not answered, on cases not yet decided."""
    return access.visible_opinions(scope.account, on=scope.on).filter(
        answered_on__isnull=True, rotation__status__in=BEFORE_DECISION, rotation__in=scope.cases()
    )


def _say_opinion(row: Row, scope: Scope) -> Wording:
    rule = (
        f"Hạn trả lời ghi khi hỏi: {row.due}" if row.due else f"Hỏi ngày {row.since:%d/%m/%Y}, không đặt hạn"
    )
    asked, url = f"Chờ ý kiến của {row.note}", f"{case_url(row)}?part=steps#hoi-y-kien"
    if row.other == scope.account.unit_id and scope.may("answer_opinion"):
        return Wording(asked, "Trả lời", url, rule)
    return Wording(asked, "Nhắc, ghi trả lời" if scope.may("answer_opinion") else "Xem lượt này", url, rule)


def _papers(scope: Scope) -> QuerySet[Any] | None:
    """In the dossier of a case not yet decided: out of date, or so before the person is to start."""
    if not scope.may("change_dossieritem"):
        return None
    held = Q(status__in=(DossierStatus.SUBMITTED, DossierStatus.VALID), valid_until__isnull=False)
    runs_out = Q(valid_until__lte=scope.on + timedelta(days=MONTH)) | Q(
        valid_until__lt=F("rotation__starts_on")
    )
    return DossierItem.objects.filter(
        Q(status=DossierStatus.EXPIRED) | (held & runs_out),
        rotation__status__in=BEFORE_DECISION,
        rotation__in=scope.cases(),
    )


def _say_paper(row: Row, scope: Scope) -> Wording:
    rule = f"Giấy tờ còn hạn đến {row.due}" if row.due else "Giấy tờ đã ghi là hết hạn"
    cited = ", ".join(part for part in (row.word, scope.numbers.symbol(row.regulation)) if part)
    if cited:
        rule = f"{rule}; hồ sơ theo {cited}"
    return Wording(row.note, "Xin giấy tờ mới", reverse("rotations:dossier-item", args=[row.pk]), rule)


def _elections(scope: Scope) -> QuerySet[Any] | None:
    """Elected posts of decided and serving cases that were not won yet and not given up."""
    if not scope.may("change_rotationpost"):
        return None
    return RotationPost.objects.awaiting_election().filter(
        standing_on(BOUND, scope.on, of="rotation__"), rotation__in=scope.cases()
    )


def _say_election(row: Row, scope: Scope) -> Wording:
    rule, url = "Chức danh bầu chỉ được giữ từ ngày trúng cử", f"{case_url(row)}#chuc-danh-{row.pk}"
    if row.other is not None:
        again = {
            ElectionResult.NOT_ELECTED: ", lần trước không trúng cử",
            ElectionResult.POSTPONED: ", đã hoãn",
        }
        before = again.get(ElectionResult(row.word), "") if row.word else ""
        return Wording(f"{row.note}: kỳ họp bầu {row.due}{before}", "Ghi kết quả bầu", url, rule)
    match row.word:
        case ElectionResult.NOT_ELECTED:
            return Wording(f"{row.note}: không trúng cử", "Bầu lại hoặc thôi giới thiệu", url, rule)
        case ElectionResult.POSTPONED:
            return Wording(f"{row.note}: hoãn bầu", "Ghi kỳ họp bầu lại", url, rule)
        case _ if row.since is None:
            return Wording(f"{row.note}: chưa giới thiệu ứng cử", "Giới thiệu ứng cử", url, rule)
        case _:
            return Wording(f"{row.note}: đã giới thiệu, chưa có kỳ họp bầu", "Ghi kỳ họp bầu", url, rule)


def _approvals(scope: Scope) -> QuerySet[Any] | None:
    """Elected posts that were won and whose approval is not on record."""
    if not scope.may("change_rotationpost"):
        return None
    return RotationPost.objects.awaiting_approval().filter(
        standing_on(BOUND, scope.on, of="rotation__"), rotation__in=scope.cases()
    )


def _say_approval(row: Row, scope: Scope) -> Wording:
    rule = f"Trúng cử ngày {row.since:%d/%m/%Y}" if row.since else "Đã trúng cử"
    return Wording(
        f"{row.note}: chờ phê chuẩn kết quả bầu", "Ghi phê chuẩn", f"{case_url(row)}#chuc-danh-{row.pk}", rule
    )


SOURCES = (
    Source(
        DueKind.STEP,
        _steps,
        {
            **of_case("rotation"),
            "day": F("planned_on"),
            "note": text("name"),
            "word": text(Coalesce("template_item__article", Value(""))),
        },
        _say_step,
    ),
    Source(
        DueKind.START,
        _starts,
        {**of_case(), "day": F("starts_on"), "known": text("starts_on_precision"), "word": text("status")},
        _say_start,
    ),
    Source(
        DueKind.OPINION,
        _opinions,
        {
            **of_case("rotation"),
            "day": F("deadline"),
            "since": F("asked_on"),
            "other": number("asked_unit"),
            "note": text("asked_unit__name"),
        },
        _say_opinion,
    ),
    Source(
        DueKind.DOSSIER,
        _papers,
        {
            **of_case("rotation"),
            "day": F("valid_until"),
            "note": text("template_item__name"),
            "word": text("template_item__article"),
        },
        _say_paper,
    ),
    Source(
        DueKind.ELECTION,
        _elections,
        {
            **of_case("rotation"),
            "day": Coalesce(Subquery(_CALLED.values("session_on")[:1]), "session_on", "rotation__starts_on"),
            "known": text(
                Case(
                    When(Exists(_CALLED), then=Value(str(DatePrecision.DAY))),
                    When(session_on__isnull=False, then=Value(str(DatePrecision.DAY))),
                    default=F("rotation__starts_on_precision"),
                )
            ),
            "other": Subquery(_CALLED.values("pk")[:1]),
            "since": F("nominated_on"),
            "note": text("post__position__name"),
            "word": text("result"),
        },
        _say_election,
    ),
    Source(
        DueKind.ELECTION,
        _approvals,
        {**of_case("rotation"), "since": F("session_on"), "note": text("post__position__name")},
        _say_approval,
    ),
)
