"""The file of one case in its states: head, next moves, steps, posts, conditions, papers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rotations.models import (
    AppraisalOpinion,
    ElectionSession,
    EligibilityCheck,
    RotationStep,
)
from rotations.rules import Check
from rotations.views.case_file import Change, OpinionInFile, PostInFile, StepInFile
from rotations.views.gallery.forms import ActForm
from rotations.views.gallery.people import (
    LONG,
    OFFICER,
    RECORDED_AT,
    REGULATION,
    TODAY,
    case,
    official,
)
from rotations.vocabulary import (
    CheckOutcome,
    ConditionCode,
    ElectionResult,
    ElectionState,
    RotationStatus,
    StepOutcome,
)
from rotations.workflow import MOVES

SAID = {
    CheckOutcome.PASS: "Giữ chức vụ hiện tại 31 tháng, cần ít nhất 24.",
    CheckOutcome.WARN: "Còn 34 tháng công tác, cần ít nhất 60.",
    CheckOutcome.UNKNOWN: "Chưa ghi nơi sinh, quê quán nên chưa kết luận được.",
}
CONDITIONS = {
    CheckOutcome.PASS: ConditionCode.MIN_TIME_IN_POST,
    CheckOutcome.WARN: ConditionCode.REMAINING_SERVICE,
    CheckOutcome.UNKNOWN: ConditionCode.NOT_LOCAL,
}
REASON = "Trưởng thành từ cơ sở, đủ sức khỏe"


def case_samples() -> dict[str, Any]:
    """What the part about cases draws."""
    rotation = case(expected_placement="Phó Trưởng phòng Nội vụ")
    checks = [
        Check(CONDITIONS[outcome], outcome, REGULATION, message=SAID[outcome], cited="Điều 4")
        for outcome in CheckOutcome
    ]
    return {
        "rotation": rotation,
        "ended": case("Lò Thị Mẫu", RotationStatus.CANCELLED, cancel_reason=LONG),
        "parts": [("", "Tóm tắt"), ("steps", "Các bước"), ("checks", "Điều kiện")],
        "moves": [
            (
                "decide",
                MOVES["decide"],
                ActForm("decide", "", checks=[one for one in checks if one.is_doubtful]),
            ),
            ("cancel", MOVES["cancel"], ActForm("cancel", "")),
        ],
        "extend": ActForm("extend", "Gia hạn"),
        "awaited": [("Cho chủ trương", ["Thường trực, BTV", "Lãnh đạo Ban Tổ chức"])],
        "steps": _steps(),
        "step_form": ActForm("plan", "Ghi bước dự kiến"),
        "timeline": [
            _step_of_template("Đề xuất chủ trương", "done"),
            _step_of_template("Chuẩn bị nhân sự", "late"),
            _step_of_template("Thẩm định và trao đổi", "now"),
            _step_of_template("Quyết định", "todo"),
        ],
        "posts": _posts(),
        "opinions": _opinions(),
        "ask_form": ActForm("ask", "Hỏi ý kiến cơ quan khác"),
        "corrections": [ActForm("correct", "Ghi sai ngày bắt đầu")],
        "changes": [Change(RECORDED_AT, "Giàng Thị Ví Dụ", "Sửa", [("Ghi chú", "(trống)", LONG)], REASON)],
        "live": checks,
        "stored": _stored(),
        "people": [_found("Mùa A Thử"), _found("Lò Thị Mẫu")],
        "units": [rotation.sending_unit, rotation.receiving_unit],
        "long": LONG,
    }


def _step_of_template(name: str, state: str) -> SimpleNamespace:
    item = SimpleNamespace(actor="Ban Tổ chức", produces="Bảng tổng hợp, danh sách dự kiến")
    return SimpleNamespace(name=name, state=state, act=None, item=item)


def _steps() -> list[StepInFile]:
    def step(name: str, **given: Any) -> RotationStep:
        return RotationStep(
            pk=0, name=name, planned_on=TODAY, recorded_by=OFFICER, recorded_at=RECORDED_AT, **given
        )

    return [
        StepInFile(
            step(
                "Xin ý kiến",
                done_on=TODAY,
                outcome=StepOutcome.NEEDS_MORE,
                person="Lò Thị Mẫu",
                papers="12-TTr",
            ),
            late=False,
            acts=[],
            corrected=True,
        ),
        StepInFile(step("Gặp cán bộ", note=LONG), late=True, acts=[ActForm("record", "Ghi đã làm")]),
    ]


def _posts() -> list[PostInFile]:
    party, state = case().posts.all()
    session = ElectionSession(
        session_on=TODAY,
        result=ElectionResult.NOT_ELECTED,
        votes_for=9,
        votes_total=21,
        document="03-NQ/HĐND",
    )
    return [
        PostInFile(party),
        PostInFile(state, ElectionState.LOST, [session], [ActForm("session", "Ghi kỳ họp")]),
    ]


def _opinions() -> list[OpinionInFile]:
    def asked(**given: Any) -> AppraisalOpinion:
        unit = case().sending_unit
        return AppraisalOpinion(pk=0, asked_unit=unit, asked_on=TODAY, deadline=TODAY, **given)

    answered = [
        OpinionInFile(asked(answered_on=TODAY, outcome=outcome, opinion=LONG), late=False, form=None)
        for outcome in StepOutcome
    ]
    return [
        *answered,
        OpinionInFile(asked(), late=True, form=ActForm("answer", "Ghi trả lời")),
        OpinionInFile(asked(), late=False, form=None),
    ]


def _stored() -> list[EligibilityCheck]:
    return [
        EligibilityCheck(
            code=CONDITIONS[outcome],
            outcome=outcome,
            message=SAID[outcome],
            regulation=REGULATION,
            cited="Điều 4",
            checked_on=TODAY,
            exception_reason="" if outcome == CheckOutcome.PASS else REASON,
            approved_by=None if outcome == CheckOutcome.PASS else official("Lò Thị Mẫu"),
        )
        for outcome in CheckOutcome
    ]


def _found(name: str) -> Any:
    person: Any = case(name).official
    person.current_holdings = [SimpleNamespace(post=SimpleNamespace(position="Chuyên viên"))]
    return person
