"""A file that was handed in, from the box it is dropped in to what was taken back of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator

from rotations.importing.findings import Answers, Said
from rotations.importing.previews import Progress
from rotations.importing.questions import Question, Questions
from rotations.models import ImportBatch, ImportRow
from rotations.views.gallery.forms import ActForm, HandInSample
from rotations.views.gallery.people import LONG, OFFICER, RECORDED_AT, TODAY
from rotations.vocabulary import ImportKind, ImportStatus, RowVerdict, Severity

FINDINGS = {
    Severity.ERROR: ("impossible_date", "Ngày bắt đầu", "31/02/2025", "Ngày không có thật."),
    Severity.QUESTION: ("unknown_unit", "Nơi đến", "Chà Tờ", "Không có đơn vị này trong danh mục."),
    Severity.WARNING: (
        "formula",
        "Ghi chú",
        "=A1",
        "Ô chứa công thức; giá trị được giữ, công thức thì không.",
    ),
    Severity.NOTE: ("near_unit", "", "", "Gần giống một dòng khác trong tệp."),
}
COUNTED = {"create": 12, "update": 2, "unchanged": 1, "ask": 2, "error": 1, "skip": 3}


def import_samples() -> dict[str, Any]:
    """What the part about files draws."""
    return {
        "file_field": HandInSample(prefix="nop")["file"],
        "about": [(ImportKind.PLAN, 5000, 10, True), (ImportKind.UNITS, 2000, 5, False)],
        "progress": [Progress("Đang đọc tệp", 0, 0, 3), Progress("Đang ghi", 640, 1200, 12, "Sắp xong.")],
        "refused": _batch(
            ImportStatus.REFUSED, refusal_message="Không tìm thấy cột “Họ và tên” ở 30 dòng đầu của tệp."
        ),
        "unread": _batch(ImportStatus.READING),
        "ready": _batch(
            ImportStatus.PREVIEWED,
            totals=COUNTED
            | {
                "plans": [{"new": True, "title": "Kế hoạch năm 2025", "regulation": "02-QĐi/HU"}],
                "notes": ["Trang tính “Ghi chú” không được đọc."],
                "sheets": [
                    {"name": "Biểu 2", "read": True, "rows": 18, "why": ""},
                    {"name": "Ghi chú", "read": False, "rows": 0, "why": "không có dòng tiêu đề"},
                ],
            },
        ),
        "blocked": _batch(ImportStatus.PREVIEWED, totals={"blocked": "kế hoạch năm 2025 đã kết thúc."}),
        "undone": _batch(
            ImportStatus.UNDONE, committed_by=OFFICER, committed_at=RECORDED_AT, undone_by=OFFICER, undone_at=RECORDED_AT
        ),
        "directions": [("Huyện → xã", 7), ("Xã → xã", 6)],
        "written": [(12, "thêm mới"), (2, "cập nhật")],
        "amendment_form": ActForm("amend", "Ghi văn bản"),
        "amendment": SimpleNamespace(document_number="15-TB/HU", document_on=TODAY, reason="bổ sung 2 người"),
        "kept": [("", 14, "hồ sơ đã được sửa sau khi nhập")],
        "questions": _questions(),
        "asked": Paginator(_questions().asked, 2).page(1),
        "settled": Questions(Answers(said={"unit": Said("Chà Tờ", "Xã Chà Tở"), "day": Said("03/2025", "tháng 3")})),
        "nothing_asked": Paginator([], 2).page(1),
        "verdicts": [(word, word.label, COUNTED[word]) for word in RowVerdict],
        "codes": [("unknown_unit", 2), ("impossible_date", 1)],
        "rows": Paginator(_rows(), 10).page(1),
        "register": _batch(ImportStatus.PREVIEWED, kind=ImportKind.UNITS),
        "register_rows": Paginator([_row_of_register()], 10).page(1),
        "sheets": ["Biểu 2", "Biểu 3"],
    }  # fmt: skip


def _batch(status: ImportStatus, **given: Any) -> ImportBatch:
    return ImportBatch(
        **{
            "pk": 0,
            "kind": ImportKind.PLAN,
            "status": status,
            "file_name": "ke-hoach-2025.xlsx",
            "file_format": "xlsx",
            "encoding": "TCVN3",
            "sheet": "Biểu 2",
            "header_rows": [4, 5],
            "year": 2025,
            "sha256": "0" * 64,
            "created_by": OFFICER,
            "created_at": RECORDED_AT,
            "totals": COUNTED,
            **given,
        }
    )


def _questions() -> Questions:
    again = Question(
        "taken_before", "", "", "", "Tệp này đã được ghi ngày 01/02/2025.", [_option("yes", "Đọc lại")]
    )
    sheets = Question(
        "several_sheets", "", "", "", "Tệp có nhiều trang tính đọc được; đọc những trang nào?",
        [_option("Biểu 2", "Biểu 2 (18 dòng)"), _option("Biểu 3", "Biểu 3 (4 dòng)")],
    )  # fmt: skip
    people = [
        Question(name, "new_official", "Họ và tên", name, "", [], [11])
        for name in ("Mùa A Thử", "Lò Thị Mẫu")
    ]
    return Questions(
        Answers(said={"unit": Said("Chà Tờ", "Xã Chà Tở")}),
        about_file=[sheets, again],
        asked=[_question("Xã Chà Nư", ""), _question("Xã Chà Tờ", "2"), _question("Xã Chà", "", number=12)],
        people=people,
    )


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def _question(value: str, answer: str, number: int = 2) -> Question:
    return Question(
        value, "unknown_unit", "Nơi đến", value, "Không có đơn vị này trong danh mục; là một trong các đơn vị sau?",
        [_option(str(place), f"Xã Mẫu {place}") for place in range(1, number + 1)], [11, 14], answer, bool(answer),
    )  # fmt: skip


def _rows() -> list[ImportRow]:
    return [
        _row(RowVerdict.ERROR, [_finding(severity) for severity in Severity]),
        _row(RowVerdict.ASK, [_finding(Severity.QUESTION)]),
        _row(RowVerdict.UPDATE, [], [{"field": "Nơi đến", "old": "Xã Chà Nưa", "new": "Xã Chà Tở"}, {"field": "Ghi chú", "old": "", "new": LONG}]),
        _row(RowVerdict.CREATE, []),
        _row(RowVerdict.UNCHANGED, []),
        ImportRow(row_number=20, verdict=RowVerdict.SKIP, result={"reason": "dòng tổng cộng", "sheet": "Biểu 2"}),
    ]  # fmt: skip


def _row(verdict: RowVerdict, issues: list[dict[str, str]], changes: Any = ()) -> ImportRow:
    found = {
        "sheet": "Biểu 2",
        "official": {
            "full_name": "Mùa A Thử",
            "birth": "1985-05-01",
            "birth_precision": "month",
            "match": "new" if verdict == RowVerdict.CREATE else "found",
        },
        "sending_posts": ["Chuyên viên"],
        "sending_unit": "Phòng Nội vụ huyện",
        "receiving_posts": ["Phó Bí thư Đảng ủy", "Chủ tịch UBND"],
        "receiving_unit": "Xã Chà Tở",
        "starts_on": "2025-03-01",
        "starts_on_precision": "month",
        "issues": issues,
        "changes": list(changes),
    }
    return ImportRow(row_number=11, verdict=verdict, result=found)


def _row_of_register() -> ImportRow:
    details = [
        {"label": "Cấp", "text": "Xã"},
        {"label": "Khối", "text": "Địa phương"},
        {"label": "Mã", "text": ""},
    ]
    found = {"sheet": "", "title": "Xã Chà Tở", "details": details, "issues": [], "changes": []}
    return ImportRow(row_number=7, verdict=RowVerdict.CREATE, result=found)


def _finding(severity: Severity) -> dict[str, str]:
    code, column, value, message = FINDINGS[severity]
    return {"severity": severity, "code": code, "column": column, "value": value, "message": message}
