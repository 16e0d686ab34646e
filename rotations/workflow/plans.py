"""The life of a yearly plan, and the versions it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from rotations import vietnamese
from rotations.models import Account, PlanVersion, Post, Rotation, RotationPlan, RotationPost
from rotations.vocabulary import NEXT_PLAN_STATUSES, Direction, MovementType, PlanStatus
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by


@dataclass(frozen=True)
class PlanMove:
    """One step of a plan, known by the status it leads to: its button, who may take it, whether it freezes a version."""

    label: str
    permission: str
    freezes: bool = False


PLAN_MOVES: dict[PlanStatus, PlanMove] = {
    PlanStatus.DRAFT: PlanMove("Trả lại dự thảo", "rotations.prepare_plan"),
    PlanStatus.CONSULTING: PlanMove("Lấy ý kiến", "rotations.prepare_plan"),
    PlanStatus.SUBMITTED: PlanMove("Trình", "rotations.submit_plan", freezes=True),
    PlanStatus.APPROVED: PlanMove("Phê duyệt", "rotations.decide_plan", freezes=True),
    PlanStatus.RUNNING: PlanMove("Triển khai", "rotations.submit_plan"),
    PlanStatus.REVIEWED: PlanMove("Tổng kết", "rotations.submit_plan"),
    PlanStatus.ARCHIVED: PlanMove("Lưu trữ", "rotations.submit_plan"),
}
# Once submitted, a plan is the committee's to hand back.
HANDED_BACK = ("rotations.decide_plan", "rotations.submit_plan")
AMEND = "Điều chỉnh kế hoạch"
CHANGE = "Sửa kế hoạch"
FIXED = "Kế hoạch đã phê duyệt: nội dung và chỉ tiêu chỉ thay đổi bằng văn bản điều chỉnh, bổ sung."
AMENDABLE = (PlanStatus.APPROVED, PlanStatus.RUNNING)
REASON_LENGTH = 100


def plan_refusal(plan: RotationPlan, to: PlanStatus, *, by: Account | None) -> str:
    """Why the plan's next status is not open to `by`, in words; "" when it is. No query but permissions."""
    move = PLAN_MOVES[to]
    if to not in NEXT_PLAN_STATUSES[PlanStatus(plan.status)]:
        return f"Kế hoạch đang ở “{plan.get_status_display()}”, không chuyển sang “{to.label}” được."
    may = (
        HANDED_BACK if to == PlanStatus.DRAFT and plan.status == PlanStatus.SUBMITTED else (move.permission,)
    )
    if by is not None and not any(by.has_perm(permission) for permission in may):
        return NOT_ALLOWED.format(move.label)
    return ""


def open_plan_moves(plan: RotationPlan, *, by: Account | None) -> list[tuple[PlanStatus, PlanMove]]:
    """The steps `by` may take with the plan now, in the order of its life, for buttons."""
    return [(to, move) for to, move in PLAN_MOVES.items() if not plan_refusal(plan, to, by=by)]


def move_plan(
    plan: RotationPlan,
    to: PlanStatus,
    *,
    by: Account | None,
    on: date,
    document_number: str = "",
    document_on: date | None = None,
    reason: str = "",
) -> RotationPlan:
    """Take a plan to its next status; submitting and approving freeze a version of it.

    Shape   the plan itself, brought up to date.
    Units   `on` is the day of the act and of the version, `document_on` that of the paper (else `on`). The paper of the
            approval gives the plan its number and day of issue; any other stands with its step. Carrying it out makes
            it known to the units, unless it was before.
    Errors  MoveRefused: permission, order, a paper of a day to come, or what the database refuses.
    Source  product §3 (1); domain reference §3.2.
    """
    to = PlanStatus(to)
    with constraints_in_words():
        held = RotationPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if why := plan_refusal(held, to, by=by) or _paper_refusal(document_on, on=on):
            raise MoveRefused(why)
        signed_by(held, by)
        held._change_reason = _told(document_number, document_on, reason)  # type: ignore[attr-defined]
        if to == PlanStatus.APPROVED:
            held.document_number = document_number or held.document_number
            held.issued_on = document_on or held.issued_on or on
        if to == PlanStatus.RUNNING and held.announced_on is None:
            held.announced_on = on
        if to in AMENDABLE:
            held.save(
                update_fields=["document_number", "search_fold", "issued_on", "announced_on", "changed_at"]
            )
        held.record_status(to)
        if PLAN_MOVES[to].freezes:
            _freeze(
                held,
                by=by,
                on=on,
                document_number=document_number,
                document_on=document_on,
                reason=reason or PLAN_MOVES[to].label,
            )
    plan.refresh_from_db()
    return plan


def _paper_refusal(document_on: date | None, *, on: date) -> str:
    return "Ngày văn bản không thể sau hôm nay." if document_on is not None and document_on > on else ""


def _told(document_number: str, document_on: date | None, reason: str) -> str:
    """What the history of a step says of its paper and reason."""
    day = f"ngày {document_on:%d/%m/%Y}" if document_on else ""
    paper = " ".join(filter(None, (document_number, day)))
    return "; ".join(filter(None, (paper, reason)))[:REASON_LENGTH]


def change_refusal(plan: RotationPlan, *, by: Account | None) -> str:
    """Why `by` may not change what the plan says, in words; "" when it may.

    Until it is approved this is the board's to prepare; afterwards only who may amend it, until it is summed up.
    """
    if by is not None and not by.has_perm("rotations.prepare_plan"):
        return NOT_ALLOWED.format(CHANGE)
    if not plan.is_fixed:
        return ""
    if plan.status not in AMENDABLE:
        return f"Kế hoạch đang ở “{plan.get_status_display()}”, không sửa được nữa."
    if by is not None and not by.has_perm("rotations.decide_plan"):
        return FIXED
    return ""


def change_plan(plan: RotationPlan, *, by: Account | None, on: date) -> RotationPlan:
    """Keep what was changed of a plan's own words. Raises MoveRefused: `change_refusal`, a constraint."""
    with constraints_in_words():
        held = RotationPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if why := change_refusal(held, by=by):
            raise MoveRefused(why)
        if held.status != plan.status:
            raise MoveRefused("Kế hoạch vừa chuyển trạng thái; hãy mở lại trang.")
        signed_by(plan, by)
        plan.save()
    return plan


def amend_refusal(plan: RotationPlan, *, by: Account | None) -> str:
    """Why `by` may not amend the plan now, in words; "" when it may."""
    if by is not None and not by.has_perm("rotations.decide_plan"):
        return NOT_ALLOWED.format(AMEND)
    if plan.status not in AMENDABLE:
        return f"Kế hoạch đang ở “{plan.get_status_display()}”; chỉ điều chỉnh kế hoạch đã phê duyệt và chưa tổng kết."
    return ""


def amend_plan(
    plan: RotationPlan,
    *,
    by: Account | None,
    on: date,
    document_number: str,
    reason: str,
    document_on: date | None = None,
) -> PlanVersion:
    """Freeze an approved plan anew after its people or targets changed: a version with its own document and reason.

    A file that changed an approved plan is its own reason and has no number yet. Raises MoveRefused: `amend_refusal`, no
    reason, a number the plan or an earlier version bears, a paper of a day to come.
    """
    with constraints_in_words():
        held = RotationPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if why := amend_refusal(held, by=by) or _paper_refusal(document_on, on=on):
            raise MoveRefused(why)
        if not reason.strip():
            raise MoveRefused("Hãy ghi lý do, nội dung điều chỉnh.")
        borne = {held.document_number, *held.versions.values_list("document_number", flat=True)}
        if document_number and vietnamese.match_key(document_number) in map(vietnamese.match_key, borne):
            raise MoveRefused(
                f"Số {document_number} đã là của kế hoạch hoặc của lần trước; văn bản điều chỉnh có số riêng."
            )
        return _freeze(
            held, by=by, on=on, document_number=document_number, document_on=document_on, reason=reason
        )


def _freeze(
    plan: RotationPlan,
    *,
    by: Account | None,
    on: date,
    document_number: str,
    document_on: date | None,
    reason: str,
) -> PlanVersion:
    """Write the plan down as it stands, as the next version. The caller holds the plan's lock."""
    last = plan.versions.order_by("-number").values_list("number", flat=True).first()
    return plan.versions.create(
        number=(last or 0) + 1,
        document_number=document_number or plan.document_number,
        issued_on=document_on or (on if document_number else None),
        reason=reason,
        content=content_of(plan),
        frozen_on=on,
        frozen_by=by,
    )


def content_of(plan: RotationPlan) -> dict[str, Any]:
    """The whole plan in words and plain values, to be read and compared without any other row.

    Shape   {"plan", "targets", "people", "totals"}; people in the order of the plan and targets, each with its
            key so that two versions can be laid side by side. A fixed number of queries.
    Units   dates as people read them, to their precision; totals count every person who was not called off, by
            movement type and, for rotations proper and all, by direction.
    Errors  none.
    Source  domain reference §3.1, §3.3 (Biểu 2).
    """
    rotations = list(
        plan.rotations.counted()
        .select_related("official", "sending_unit", "receiving_unit")
        .prefetch_related(
            Prefetch("left_posts", Post.objects.select_related("position")),
            Prefetch("posts", RotationPost.objects.select_related("post__position")),
        )
        .in_plan_order()
    )
    return {
        "plan": {
            "year": plan.year,
            "title": plan.title,
            "document_number": plan.document_number,
            "regulation": plan.regulation.symbol,
            "purpose": plan.purpose,
            "scope": plan.scope,
            "policy": plan.policy,
        },
        "targets": [
            {
                "key": target.key,
                "direction": target.get_direction_display(),
                "unit": str(target.unit or ""),
                "position": str(target.position or ""),
                "quantity": target.quantity,
                "note": target.note,
            }
            for target in plan.targets.select_related("unit", "position")
        ],
        "people": [_person(rotation) for rotation in rotations],
        "totals": {
            "people": len(rotations),
            "by_movement_type": {
                word.label: count
                for word in MovementType
                if (count := sum(rotation.movement_type == word for rotation in rotations))
            },
            "by_direction": {
                word.label: count
                for word in Direction
                if (count := sum(rotation.direction == word for rotation in rotations))
            },
        },
    }


def _person(rotation: Rotation) -> dict[str, Any]:
    left = ", ".join(str(post.position) for post in rotation.left_posts.all())
    return {
        "rotation": rotation.pk,
        "official": rotation.official_id,
        "full_name": rotation.official.full_name,
        "birth": str(rotation.official.birth or ""),
        "movement_type": rotation.get_movement_type_display(),
        "purpose": rotation.get_purpose_display(),
        "direction": rotation.get_direction_display(),
        "sending_unit": str(rotation.sending_unit),
        "sending_posts": left or rotation.sending_title,
        "receiving_unit": str(rotation.receiving_unit),
        "receiving_posts": ", ".join(str(row) for row in rotation.posts.all()),
        "starts": str(rotation.starts or ""),
        "due": str(rotation.due or ""),
        "status": rotation.get_status_display(),
        "expected_placement": rotation.expected_placement,
        "note": rotation.note,
    }
