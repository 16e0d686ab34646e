"""The life of a rotation: which move leads where, who may take it, what the rules are asked, what must be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rotations import rules
from rotations.models import Account, Rotation
from rotations.rules import Rule
from rotations.vocabulary import NEXT_STATUSES, DecisionKind, RotationStatus
from rotations.workflow.refusals import NOT_ALLOWED, OWN_OR_RELATIVE, why_not


@dataclass(frozen=True)
class Move:
    """One verb: its button, the status it leads to, who may take it, the conditions it asks, the data it needs.

    `needs` and `takes` name the columns of the rotation a caller must or may give with it; `reason` is given by
    itself and becomes the step's note. `rests_on` is the kind of decision that stands behind it.
    """

    label: str
    to: RotationStatus
    permission: str
    asks: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    rests_on: DecisionKind | None = None


# Asked when the case is let in, and again on the final date: a case may have changed in between.
CONDITIONS: tuple[Rule, ...] = (
    rules.in_planning,
    rules.remaining_service,
    rules.one_term_left,
    rules.max_age,
    rules.min_time_in_post,
    rules.two_terms,
    rules.not_local,
    rules.post_standard,
    rules.classification,
    rules.discipline,
)
# The dossier is put together on the way, so its papers are looked at only when the case is decided.
FINAL_CONDITIONS: tuple[Rule, ...] = (*CONDITIONS, rules.health)

MOVES: dict[str, Move] = {
    "approve": Move(
        "Cho chủ trương",
        RotationStatus.APPROVED_IN_PRINCIPLE,
        "rotations.move_rotation_approve",
        asks=CONDITIONS,
    ),
    "prepare": Move("Chuẩn bị nhân sự", RotationStatus.PREPARING, "rotations.move_rotation_prepare"),
    "appraise": Move("Thẩm định, trao đổi", RotationStatus.APPRAISING, "rotations.move_rotation_appraise"),
    "decide": Move(
        "Quyết định luân chuyển",
        RotationStatus.DECIDED,
        "rotations.move_rotation_decide",
        asks=FINAL_CONDITIONS,
        needs=("starts_on",),
        takes=("announced_on",),
        rests_on=DecisionKind.ROTATION,
    ),
    "activate": Move(
        "Bắt đầu luân chuyển",
        RotationStatus.ACTIVE,
        "rotations.move_rotation_activate",
        needs=("starts_on",),
        takes=("announced_on",),
    ),
    "end": Move(
        "Kết thúc luân chuyển",
        RotationStatus.ENDED,
        "rotations.move_rotation_end",
        needs=("ended_on", "end_kind"),
        takes=("end_reason",),
        rests_on=DecisionKind.RELEASE,
    ),
    "place": Move("Bố trí sau luân chuyển", RotationStatus.PLACED, "rotations.move_rotation_place"),
    "cancel": Move(
        "Không thực hiện",
        RotationStatus.CANCELLED,
        "rotations.move_rotation_cancel",
        needs=("cancel_reason",),
    ),
}

MISSING = {
    "starts_on": "Hãy ghi ngày bắt đầu luân chuyển.",
    "ended_on": "Hãy ghi ngày kết thúc luân chuyển.",
    "end_kind": "Hãy chọn hình thức kết thúc.",
    "cancel_reason": "Hãy ghi lý do không thực hiện.",
}
NO_PLACEMENT = "Chưa có quyết định bố trí; hãy ghi phương án và ngày quyết định bố trí trước."
TO_COME = "Lượt này bắt đầu ngày {:%d/%m/%Y}; đến ngày đó chương trình tự tính là đang luân chuyển, không phải ghi gì thêm."
PLAN_FIRST = (
    "Kế hoạch năm {} đang ở “{}”. Hãy trình và phê duyệt kế hoạch ở trang kế hoạch trước, rồi mới quyết định luân chuyển "
    "từng người."
)
NO_DECISION = "Kết thúc sớm phải có quyết định; hãy ghi số, ký hiệu, ngày của quyết định."
STEP_DETAILS = frozenset({"person", "papers", "outcome", "decision"})


def refusal(
    rotation: Rotation, verb: str, *, by: Account | None, on: date, theirs: frozenset[int] | None = None
) -> str:
    """Why the move is not open to `by`, in words; "" when it is.

    Shape   a rotation with its official, a verb of `MOVES`. Up to two queries, none when the order forbids it.
    Units   `on` is the day of the act: a placement decided later than that is not decided yet, and a case whose
            decided start has come is serving, so that it may end and may no longer be called off. A start and a
            placement that have come by themselves may be written down, and need not. Nobody is decided on before the
            plan the case stands in is approved. `theirs` are the officials `by` must
            leave to others, where many cases are asked about and they were read once.
    Errors  KeyError for an unknown verb. `by` None is the system: order still counts, permission does not.
    Source  product §3; plan before people by domain reference §0, §3.1; conflict of interest by Quy định 114-QĐ/TW (domain
            reference §10.2).
    """
    move, now = MOVES[verb], rotation.course_on(on)
    follows = NEXT_STATUSES[now] | ({RotationStatus.ACTIVE} if starts_unrecorded(rotation, on=on) else set())
    follows |= {RotationStatus.PLACED} if _placed_unrecorded(rotation, on=on) else set()
    if move.to not in follows or (_ends_later(rotation, on=on) and verb == "end"):
        until = f" đến ngày {rotation.ended_on:%d/%m/%Y}" if _ends_later(rotation, on=on) else ""
        return f"Lượt này đang ở “{now.label}”{until}, không thực hiện “{move.label}” được."
    if theirs is None:
        found = why_not(by, move.permission, move.label, rotation.official)
    elif by is not None and not by.has_perm(move.permission):
        found = NOT_ALLOWED.format(move.label)
    else:
        found = OWN_OR_RELATIVE if rotation.official_id in theirs else ""
    if not found and verb == "place":
        decided = getattr(rotation, "placement", None) and rotation.placement.decided_on
        return "" if decided and decided <= on else NO_PLACEMENT
    if not found and verb == "decide" and not rotation.plan.is_fixed:
        return PLAN_FIRST.format(rotation.plan.year, rotation.plan.get_status_display())
    return found


def waits_for_its_plan(rotation: Rotation, *, on: date) -> str:
    """That the case is ready to be decided and its plan is not approved, in words; "" otherwise. No query of its own."""
    if rotation.course_on(on) != RotationStatus.APPRAISING or rotation.plan.is_fixed:
        return ""
    return PLAN_FIRST.format(rotation.plan.year, rotation.plan.get_status_display())


def awaited_moves(rotation: Rotation, *, by: Account | None, on: date) -> list[Move]:
    """The moves that would lead the case on and are open to others than `by`. A few queries at most."""
    return [
        move
        for verb, move in MOVES.items()
        if verb != "cancel"
        and refusal(rotation, verb, by=by, on=on)
        and not refusal(rotation, verb, by=None, on=on)
    ]


def starts_unrecorded(rotation: Rotation, *, on: date) -> bool:
    """Serving by date alone: the decided start has come and nobody wrote the step down."""
    return rotation.status == RotationStatus.DECIDED and rotation.course_on(on) == RotationStatus.ACTIVE


def _placed_unrecorded(rotation: Rotation, *, on: date) -> bool:
    """Placed by date alone: the placement has taken effect and nobody wrote the step down."""
    return rotation.status == RotationStatus.ENDED and rotation.course_on(on) == RotationStatus.PLACED


def _ends_later(rotation: Rotation, *, on: date) -> bool:
    """Serving still, with an end on record that is to come."""
    return rotation.ended_on is not None and rotation.course_on(on) == RotationStatus.ACTIVE


def moves_cases(by: Account) -> bool:
    """Whether the account may take any of the moves at all, on some case."""
    return any(by.has_perm(move.permission) for move in MOVES.values())


def open_moves(rotation: Rotation, *, by: Account | None, on: date) -> list[tuple[str, Move]]:
    """The moves `by` may take now, in the order of `MOVES`, for buttons. A few queries at most."""
    return [(verb, move) for verb, move in MOVES.items() if not refusal(rotation, verb, by=by, on=on)]
