"""What a case awaits before the person serves: steps, starts, opinions, papers, elections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from rotations import access
from rotations.due.items import MONTH
from rotations.due.sources import Row, Scope, Source, Wording, case_url, number, of_case, text
from rotations.models import DossierItem, RotationPost, RotationStep, standing_on
from rotations.partial_dates import DatePrecision
from rotations.vocabulary import (
    OPEN_STATUSES,
    DossierStatus,
    DueKind,
    ElectionResult,
    FillingMode,
    RotationStatus,
)

BEFORE_DECISION = (
    RotationStatus.PROPOSED,
    RotationStatus.APPROVED_IN_PRINCIPLE,
    RotationStatus.PREPARING,
    RotationStatus.APPRAISING,
)


def _steps(scope: Scope) -> QuerySet[Any] | None:
    """Planned within the month or before, and not done; a later row of the same step says it was done again."""
    if not scope.may("change_rotation"):
        return None
    done_since = RotationStep.objects.filter(
        rotation=OuterRef("rotation"),
        template_item=OuterRef("template_item"),
        done_on__isnull=False,
        pk__gt=OuterRef("pk"),
    )
    return RotationStep.objects.filter(
        ~Exists(done_since),
        standing_on(OPEN_STATUSES, scope.on, of="rotation__"),
        done_on__isnull=True,
        planned_on__lte=scope.on + timedelta(days=MONTH),
        rotation__in=scope.cases(),
    )


def _say_step(row: Row, scope: Scope) -> Wording:
    rule = f"Ngày dự kiến của bước: {row.due}"
    if row.word:
        rule = f"{rule}; {row.word}, {scope.numbers.symbol(row.regulation)}"
    return Wording(row.note, "Ghi kết quả bước này", "", rule)


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
    asked = f"Chờ ý kiến của {row.note}"
    if scope.may("change_appraisalopinion"):
        return Wording(asked, "Nhắc cơ quan được hỏi", "", rule)
    own = row.other == scope.account.unit_id
    return Wording(asked, "Mở để trả lời" if own else "Xem lượt này", "", rule)


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
    return Wording(row.note, "Xin giấy tờ mới", f"{case_url(row)}?part=papers", rule)


def _elections(scope: Scope) -> QuerySet[Any] | None:
    """Elected posts of decided and serving cases that were not won yet."""
    if not scope.may("change_rotationpost"):
        return None
    return RotationPost.objects.filter(
        ~Q(result=ElectionResult.ELECTED),
        standing_on([RotationStatus.DECIDED, RotationStatus.ACTIVE], scope.on, of="rotation__"),
        mode=FillingMode.ELECTED,
        held_from__isnull=True,
        rotation__in=scope.cases(),
    )


def _say_election(row: Row, scope: Scope) -> Wording:
    rule = "Chức danh bầu chỉ được giữ từ ngày trúng cử"
    match row.word:
        case ElectionResult.NOT_ELECTED:
            return Wording(f"{row.note}: không trúng cử", "Báo cáo, chọn phương án khác", "", rule)
        case ElectionResult.POSTPONED:
            return Wording(f"{row.note}: hoãn bầu", "Ghi kỳ họp bầu lại", "", rule)
        case _ if row.since is None:
            return Wording(f"{row.note}: chưa giới thiệu ứng cử", "Giới thiệu ứng cử", "", rule)
        case _:
            return Wording(f"{row.note}: chờ bầu", "Ghi kết quả bầu", "", rule)


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
            "day": Coalesce("session_on", "rotation__starts_on"),
            "known": text(
                Case(
                    When(session_on__isnull=False, then=Value(str(DatePrecision.DAY))),
                    default=F("rotation__starts_on_precision"),
                )
            ),
            "since": F("nominated_on"),
            "note": text("post__position__name"),
            "word": text("result"),
        },
        _say_election,
    ),
)
