"""What holds between the rows of a case: its status and its steps, its posts, its end and its placement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from rotations.checking.findings import Finding, of_rows
from rotations.models import (
    ElectionSession,
    Extension,
    Placement,
    PostHolding,
    Rotation,
    RotationPost,
    RotationStep,
)
from rotations.vocabulary import PlacementOutcome, RotationStatus

NEVER = Value(date.max, output_field=DateField())


def statuses_have_their_step() -> Iterator[Finding]:
    """A case stands where the last step that moved it left it."""
    last = (
        RotationStep.objects.filter(rotation=OuterRef("pk"))
        .exclude(status_after="")
        .order_by("-recorded_at", "-pk")
        .values("status_after")[:1]
    )
    cases = Rotation.objects.annotate(_last=Subquery(last, output_field=CharField()))
    yield from of_rows(
        "rotation_status_without_step",
        cases.filter(_last__isnull=True),
        "Lượt luân chuyển không có bước nào ghi trạng thái.",
    )
    yield from of_rows(
        "rotation_status_of_last_step",
        cases.filter(_last__isnull=False).exclude(_last=F("status")),
        "Trạng thái của lượt khác với trạng thái mà bước cuối để lại.",
    )


def levels_are_those_of_the_units() -> Iterator[Finding]:
    """A unit's level never changes, so a case's levels are those of its units."""
    yield from of_rows(
        "rotation_levels_of_units",
        Rotation.objects.exclude(
            sending_level=F("sending_unit__level"), receiving_level=F("receiving_unit__level")
        ),
        "Cấp ghi ở lượt khác với cấp của nơi đi hoặc nơi đến.",
    )


def posts_taken_up_are_held() -> Iterator[Finding]:
    """A post a case says the person has taken up is on record as held by that person on that day."""
    held = PostHolding.objects.filter(
        official=OuterRef("rotation__official"), post=OuterRef("post"), held_from__lte=OuterRef("held_from")
    ).filter(Q(held_until__isnull=True) | Q(held_until__gt=OuterRef("held_from")))
    yield from of_rows(
        "rotation_post_is_held",
        RotationPost.objects.filter(
            ~Exists(held),
            held_from__isnull=False,
            rotation__status__in=(RotationStatus.DECIDED, RotationStatus.ACTIVE),
        ),
        "Lượt ghi đã nhận chức danh nhưng quá trình giữ chức vụ của cán bộ không có chức danh đó.",
    )


def posts_end_with_the_case() -> Iterator[Finding]:
    """An end releases every post the case brought, unless the person stays for good."""
    stays = Placement.objects.filter(rotation=OuterRef("rotation"), outcome=PlacementOutcome.STAYS)
    yield from of_rows(
        "rotation_post_released",
        RotationPost.objects.filter(
            ~Exists(stays),
            held_from__isnull=False,
            held_until__isnull=True,
            rotation__status__in=(RotationStatus.ENDED, RotationStatus.PLACED),
        ),
        "Lượt đã kết thúc mà chức danh của lượt chưa ghi ngày thôi giữ.",
    )


def due_dates_follow_the_last_extension() -> Iterator[Finding]:
    """A case that was extended is due when its last standing extension says, and each of them begins where the one
    before it led. Of a case never extended nothing is asked: a plan's own file may state another end than the regulation."""
    standing = Extension.objects.standing()
    latest = standing.filter(rotation=OuterRef("pk")).order_by("-due_after", "-pk")
    extended = Rotation.objects.annotate(
        _due=Subquery(latest.values("due_after")[:1]),
        _known=Subquery(latest.values("due_after_precision")[:1]),
    ).filter(_due__isnull=False)
    yield from of_rows(
        "rotation_due_of_last_extension",
        extended.exclude(due_on=F("_due"), due_on_precision=F("_known"))
        | extended.filter(due_on__isnull=True),
        "Ngày hết thời hạn của lượt khác với lần gia hạn cuối.",
    )
    before = (
        standing.filter(rotation=OuterRef("rotation"), due_after__lt=OuterRef("due_after"))
        .order_by("-due_after", "-pk")
        .values("due_after")[:1]
    )
    yield from of_rows(
        "extension_follows_the_last",
        standing.annotate(_before=Subquery(before))
        .filter(_before__isnull=False)
        .exclude(_before=F("due_before")),
        "Lần gia hạn không bắt đầu từ thời hạn mà lần trước để lại.",
    )


def results_are_those_of_a_session() -> Iterator[Finding]:
    """The result of a vote that stands on a post is that of one of its sessions."""
    held = ElectionSession.objects.filter(
        rotation_post=OuterRef("pk"), session_on=OuterRef("session_on"), result=OuterRef("result")
    )
    yield from of_rows(
        "rotation_post_result_of_session",
        RotationPost.objects.filter(~Exists(held)).exclude(result=""),
        "Kết quả bầu ghi ở chức danh không phải kết quả của kỳ họp nào.",
    )


def placed_cases_have_their_decision() -> Iterator[Finding]:
    """A placed case has a placement with the day it takes effect, and says the same day."""
    decided = Placement.objects.filter(rotation=OuterRef("pk"), decided_on__isnull=False)
    yield from of_rows(
        "rotation_placed_by_decision",
        Rotation.objects.filter(~Exists(decided), status=RotationStatus.PLACED),
        "Lượt ghi đã bố trí nhưng không có phương án bố trí đã được quyết định.",
    )
    of_it = Placement.objects.filter(rotation=OuterRef("pk")).values("decided_on")[:1]
    day = Coalesce(Subquery(of_it), NEVER)
    yield from of_rows(
        "rotation_placed_on_its_day",
        Rotation.objects.annotate(_day=day).exclude(_day=Coalesce("placed_on", NEVER)),
        "Ngày bố trí ghi ở lượt khác với ngày quyết định bố trí có hiệu lực.",
    )
