"""The life of a yearly plan, and the versions it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rotations.models import Account, RotationPlan
from rotations.vocabulary import NEXT_PLAN_STATUSES, PlanStatus
from rotations.workflow.amendments import Amendment, amending
from rotations.workflow.plan_versions import freeze
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
CHANGE = "Sửa kế hoạch"
# What an approved plan says changes with an amendment paper alone; the rest is put right as it is found.
AMENDED = ("title", "purpose", "scope", "policy")
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
        if to in (PlanStatus.APPROVED, PlanStatus.RUNNING):
            held.save(
                update_fields=["document_number", "search_fold", "issued_on", "announced_on", "changed_at"]
            )
        held.record_status(to)
        if PLAN_MOVES[to].freezes:
            freeze(
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

    Once it is approved a change of its content, targets or people needs an amendment paper as well (`amending`).
    """
    if by is not None and not by.has_perm("rotations.prepare_plan"):
        return NOT_ALLOWED.format(CHANGE)
    if plan.is_fixed and not plan.is_amendable:
        return f"Kế hoạch đang ở “{plan.get_status_display()}”, không sửa được nữa."
    return ""


def change_plan(
    plan: RotationPlan, *, by: Account | None, on: date, amendment: Amendment = None
) -> RotationPlan:
    """Keep what was changed of a plan's own words; of an approved one what it says changes with a paper alone.

    Raises MoveRefused: `change_refusal`, as `amending`, a constraint.
    """
    with constraints_in_words():
        held = RotationPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if why := change_refusal(held, by=by):
            raise MoveRefused(why)
        if held.status != plan.status:
            raise MoveRefused("Kế hoạch vừa chuyển trạng thái; hãy mở lại trang.")
        says_otherwise = any(getattr(held, name) != getattr(plan, name) for name in AMENDED)
        with amending([held] if says_otherwise else [], amendment, by=by, on=on):
            signed_by(plan, by)
            plan.save()
    return plan
