"""The file of one case in its states: head, next moves, steps, posts, conditions, papers."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from rotations.models import (
    AppraisalOpinion,
    DossierItem,
    DossierTemplateItem,
    ElectionSession,
    EligibilityCheck,
    RotationStep,
)
from rotations.reports.review_sheet import ReviewLine, ReviewSheet
from rotations.rules import Check
from rotations.rules.dossier import DossierStanding, JudgedDay, PaperStanding
from rotations.views.case_file import Change, OpinionInFile, PostInFile, StepInFile
from rotations.views.gallery.forms import ActForm
from rotations.views.gallery.people import (
    LONG,
    OFFICER,
    RECORDED_AT,
    REGULATION,
    TODAY,
    attachment,
    case,
    decision,
    official,
)
from rotations.vocabulary import (
    CheckOutcome,
    ConditionCode,
    DossierStatus,
    ElectionResult,
    ElectionState,
    EvaluationAuthor,
    EvaluationKind,
    RotationStatus,
    SecrecyLevel,
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
    rotation = case()
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
        "sheet": _sheet(),
        "printed_at": RECORDED_AT,
        "dossier": _dossier(),
        "complete": DossierStanding(None, [_paper(1, "Sơ yếu lý lịch", DossierStatus.VALID)]),
        "files": {0: [attachment("so-yeu-ly-lich.pdf")]},
        "other_files": [attachment("quyet-dinh.pdf"), attachment("nham.docx", date(2025, 3, 1))],
        "decision_lines": [_line("Giao giữ chức", "Phó Bí thư Đảng ủy xã")],
        "evaluations": [_evaluation()],
        "expected": [_expected("written"), _expected("late"), _expected("due")],
        "decisions": [
            decision(),
            decision(SecrecyLevel.SECRET, TODAY + timedelta(days=31)),
        ],
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


def _sheet() -> ReviewSheet:
    lines = [
        ReviewLine(
            condition=CONDITIONS[outcome].label,
            outcome=outcome,
            finding=SAID[outcome],
            parameter="24 tháng",
            cited="02-QĐi/HU, Điều 4",
            asked="Cho chủ trương" if outcome == CheckOutcome.WARN else "",
            asked_on=TODAY if outcome == CheckOutcome.WARN else None,
            reason=REASON if outcome == CheckOutcome.WARN else "",
            approver="Lò Thị Mẫu" if outcome == CheckOutcome.WARN else "",
            document="15-TB/HU" if outcome == CheckOutcome.WARN else "",
            now="Đạt: nay còn 61 tháng." if outcome == CheckOutcome.WARN else "",
        )
        for outcome in CheckOutcome
    ]
    return ReviewSheet(case(), ["Chuyên viên, Phòng Nội vụ huyện"], lines, ["Kỷ luật", "Xếp loại hằng năm"])


def _paper(ordinal: int, name: str, then: DossierStatus, today: DossierStatus | None = None) -> PaperStanding:
    of_template = DossierTemplateItem(pk=0, ordinal=ordinal, name=name, is_required=ordinal != 4)
    item = DossierItem(
        pk=0,
        rotation=case(),
        template_item=of_template,
        status=then,
        issued_on=None if then == DossierStatus.MISSING else date(2024, 8, 15),
        valid_until=date(2025, 2, 15) if then == DossierStatus.EXPIRED else None,
    )
    return PaperStanding(item, then, today or then)


def _dossier() -> DossierStanding:
    papers = [
        _paper(1, "Sơ yếu lý lịch", DossierStatus.VALID),
        _paper(2, "Giấy chứng nhận sức khỏe", DossierStatus.EXPIRED, DossierStatus.VALID),
        _paper(3, "Bản kê khai tài sản, thu nhập", DossierStatus.MISSING),
        _paper(4, "Bản sao văn bằng", DossierStatus.NOT_REQUIRED),
        _paper(5, "Nhận xét của cấp ủy nơi cư trú", DossierStatus.SUBMITTED),
    ]
    return DossierStanding(JudgedDay(TODAY, "ngày quyết định"), papers)


def _line(action: str, text: str) -> SimpleNamespace:
    return SimpleNamespace(decision=decision(), get_action_display=action, post=None, text=text)


def _evaluation() -> SimpleNamespace:
    return SimpleNamespace(
        get_absolute_url="?",
        get_kind_display=EvaluationKind.PERIODIC.label,
        get_author_display=EvaluationAuthor.RECEIVING.label,
        period_from=date(2024, 1, 1),
        period_to=date(2024, 12, 31),
        rating="good",
        get_rating_display="Hoàn thành tốt nhiệm vụ",
    )


def _expected(state: str) -> SimpleNamespace:
    return SimpleNamespace(
        kind=EvaluationKind.FINAL, author=EvaluationAuthor.SENDING, due_text="15/03/2025", state=state
    )


def _found(name: str) -> Any:
    person: Any = case(name).official
    person.current_holdings = [SimpleNamespace(post=SimpleNamespace(position="Chuyên viên"))]
    return person
