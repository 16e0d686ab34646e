"""The papers of a case: its dossier, decisions, ratings, what becomes of the person, the review sheet."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from rotations.models import (
    DossierItem,
    DossierTemplateItem,
    Placement,
)
from rotations.reports.review_sheet import ReviewLine, ReviewSheet
from rotations.rules.dossier import DossierStanding, JudgedDay, PaperStanding
from rotations.views.gallery.cases import CONDITIONS, REASON, SAID
from rotations.views.gallery.forms import SearchForm
from rotations.views.gallery.people import (
    LONG,
    RECORDED_AT,
    TODAY,
    attachment,
    case,
    decision,
    post,
)
from rotations.vocabulary import (
    CheckOutcome,
    DossierStatus,
    EvaluationAuthor,
    EvaluationKind,
    PeerGroup,
    PlacementOutcome,
    QuotaBase,
    RotationStatus,
    SecrecyLevel,
)


def paper_samples() -> dict[str, Any]:
    """What the part about papers draws."""
    rotation = case(expected_placement="Phó Trưởng phòng Nội vụ")
    return {
        "rotation": rotation,
        "bare": case("Lò Thị Mẫu"),
        "sheet": _sheet(),
        "printed_at": RECORDED_AT,
        "dossier": _dossier(),
        "complete": DossierStanding(None, [_paper(1, "Sơ yếu lý lịch", DossierStatus.VALID)]),
        "files": {0: [attachment("so-yeu-ly-lich.pdf")]},
        "other_files": [attachment("quyet-dinh.pdf"), attachment("nham.docx", date(2025, 3, 1))],
        "decision_lines": [_line("Giao giữ chức", "Phó Bí thư Đảng ủy xã")],
        "evaluations": [_evaluation()],
        "expected": [_expected("written"), _expected("late"), _expected("due")],
        "placement": Placement(
            outcome=PlacementOutcome.RETURNS_HIGHER,
            unit=rotation.sending_unit,
            post=post("Phó Trưởng phòng", rotation.sending_unit),
            proposed_on=TODAY,
            proposal=LONG,
            decided_on=TODAY,
            decision=decision(),
        ),
        "groups": [_group(3, 2), _group(1, 2)],
        "search_form": SearchForm(),
        "choosable": [case(), case("Lò Thị Mẫu", RotationStatus.DECIDED)],
        "decisions": [
            decision(),
            decision(SecrecyLevel.SECRET, TODAY + timedelta(days=31)),
        ],
    }


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


def _group(excellent: int, limit: int) -> SimpleNamespace:
    return SimpleNamespace(
        unit="Xã Chà Tở",
        group=PeerGroup.LEADING,
        excellent=excellent,
        limit=limit,
        percent=20,
        base=10,
        base_is=QuotaBase.RATED,
        is_over=excellent > limit,
        rated=10,
        cited="02-QĐi/HU, Điều 7",
    )
