"""Sheets of figures, what was frozen of them, and the rule book."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from rotations.forms.days import DayForm
from rotations.models import (
    CatalogueEntry,
    Position,
    PostStandard,
    RegulationParameter,
    StepTemplate,
    StepTemplateItem,
)
from rotations.reports.letterhead import letterhead
from rotations.reports.rule_book import ParameterLine, RuleRow
from rotations.reports.sheets import Difference, Head, Line, OfficeSheet
from rotations.views.gallery.forms import lines
from rotations.views.gallery.people import LONG, RECORDED_AT, REGULATION, TODAY
from rotations.views.report_index import Report
from rotations.views.report_sheets import Cell, ShownLine
from rotations.vocabulary import CheckOutcome, ParameterCode, ReportKind, UnitLevel
from rotations.workflow.rule_effects import Affected


def report_samples() -> dict[str, Any]:
    """What the part about reports draws."""
    figures, people = _figures(), _people()
    return {
        "reports": [
            Report("Biểu 2", "Dự kiến luân chuyển những ai?", "?", "Danh sách theo hướng luân chuyển."),
            Report("Biểu 3", "Đã luân chuyển bao nhiêu người?", "?", LONG),
        ],
        "sheets": [
            (figures, _shown(figures), _total(figures), False),
            (people, _shown(people), None, True),
        ],
        "office": letterhead(),
        "place_and_day": letterhead().place_and_day(TODAY),
        "differences": [Difference("Xã Chà Tở", "Nữ", 2, 3), Difference(LONG, "Tổng số", None, 1)],
        "kind": ReportKind.RESULTS,
        "today": TODAY,
        "years": [2022, 2023, 2024],
        "indicators": [
            SimpleNamespace(label="Tỷ lệ hộ nghèo", measure="%", cells=["45,2", "41", "36,8"]),
            SimpleNamespace(label="Tiêu chí nông thôn mới", measure="", cells=["10/19", "", "12/19"]),
        ],
    }


def _figures() -> OfficeSheet:
    heads = (
        Head("ordinal", "STT", width=5),
        Head("name", "Đơn vị", width=14),
        Head("men", "Nam", "Số lượt", is_number=True),
        Head("women", "Nữ", "Số lượt", is_number=True),
    )
    rows = (
        Line(("I. Cấp huyện",), is_group=True),
        Line((1, "Phòng Nội vụ huyện", 3, 2)),
        Line(("II. Cấp xã",), is_group=True),
        Line((2, "Xã Chà Tở", 1, None)),
    )
    total = Line(("", "Tổng cộng", 4, 2))
    return OfficeSheet("Biểu 9", "Bảng biểu mẫu", "năm 2025", "Đơn vị tính: lượt.", heads, rows, total)


def _people() -> OfficeSheet:
    heads = (
        Head("ordinal", "STT"),
        Head("name", "Họ và tên"),
        *(Head(f"detail{number}", f"Cột {number}", is_detail=number > 3) for number in range(1, 16)),
    )
    rows = tuple(
        Line((number, name, *(f"mục {place}" if place % 4 else "" for place in range(1, 16))))
        for number, name in enumerate(("Mùa A Thử", "Lò Thị Mẫu"), start=1)
    )
    return OfficeSheet("Biểu 8", "Danh sách mẫu", "năm 2025", "Mỗi dòng một người.", heads, rows)


def _shown(sheet: OfficeSheet) -> list[ShownLine]:
    return [
        ShownLine([], str(line.values[0])) if line.is_group else ShownLine(_cells(line, sheet), "")
        for line in sheet.lines
    ]


def _cells(line: Line, sheet: OfficeSheet) -> list[Cell]:
    return [
        Cell(value, "?" if head.is_number and value else "", head)
        for value, head in zip(line.values, sheet.heads, strict=True)
    ]


def _total(sheet: OfficeSheet) -> ShownLine | None:
    return ShownLine(_cells(sheet.total, sheet), "") if sheet.total else None


def regulation_samples() -> dict[str, Any]:
    """What the part about the rule book draws."""
    return {
        "regulation": REGULATION,
        "on": TODAY,
        "day_form": DayForm(prefix="quy-dinh", initial={"on": "01/03/2025"}),
        "numbers": _numbers(),
        "standards": [
            RuleRow(_standard("Đại học", None), holds=True, may_end=True),
            RuleRow(_standard("", date(2024, 1, 1)), holds=False, may_end=False),
        ],
        "templates": [(_template("Quy trình năm 2024"), True), (_template("Quy trình năm 2018"), False)],
        "step_lines": lines("buoc"),
        "effects": [_affected(), Affected(judged=15), Affected()],
        "changes": [
            SimpleNamespace(
                at=RECORDED_AT,
                by="Giàng Thị Ví Dụ",
                verb="Sửa",
                kind="tham số",
                row="Tuổi cao nhất khi luân chuyển, nam",
                columns=[("Giá trị", "50", "52"), ("Căn cứ", "", "Điều 5")],
            )
        ],
    }


def _numbers() -> list[ParameterLine]:
    def number(value: str, since: date | None, until: date | None = None) -> RegulationParameter:
        return RegulationParameter(
            pk=0 if until is None else 1,
            regulation=REGULATION,
            value=Decimal(value),
            valid_from=since,
            valid_to=until,
            article="Điều 5",
            note="",
        )

    now, before = number("52", date(2024, 1, 1)), number("50", None, date(2024, 1, 1))
    return [
        ParameterLine(ParameterCode.MAX_AGE_MALE_YEARS, now, False, "02-QĐi/HU, Điều 5", [now, before]),
        ParameterLine(ParameterCode.ROTATION_MONTHS, number("36", None), True, "65-QĐ/TW, Điều 9", []),
        ParameterLine(ParameterCode.MAX_HEAD_TERMS, None, False, "", []),
    ]


def _standard(level: str, until: date | None) -> PostStandard:
    return PostStandard(
        pk=0,
        regulation=REGULATION,
        position=Position(pk=0, name="Chủ tịch UBND"),
        level=UnitLevel.COMMUNE,
        professional_level=CatalogueEntry(pk=0, name=level) if level else None,
        valid_from=None,
        valid_to=until,
        article="Điều 6",
    )


def _template(name: str) -> StepTemplate:
    template: Any = StepTemplate(pk=0, regulation=REGULATION, name=name, effective_from=TODAY)
    # Handed over as if read from the database, which holds none of it.
    template._prefetched_objects_cache = {
        "items": [
            StepTemplateItem(
                ordinal=1,
                name="Đề xuất chủ trương",
                actor="Ban Tổ chức",
                article="Điều 10",
                produces="Tờ trình",
            ),
            StepTemplateItem(ordinal=2, name="Quyết định"),
        ]
    }
    return template


def _affected() -> Affected:
    def told(outcome: CheckOutcome, message: str) -> dict[str, str]:
        return {"outcome": outcome, "label": outcome.label, "message": message}

    shown = {
        "url": "?",
        "official": "Mùa A Thử",
        "route": "Phòng Nội vụ huyện → Xã Chà Tở",
        "year": 2025,
        "condition": "Tuổi khi luân chuyển",
        "before": told(CheckOutcome.PASS, "49 tuổi, không quá 50."),
        "after": told(CheckOutcome.WARN, "49 tuổi, quá 45."),
    }
    counts = Counter({("Tuổi khi luân chuyển", "Đạt", "Cần xem xét"): 3})
    return Affected(judged=15, changed=3, counts=counts, earlier=[shown])
