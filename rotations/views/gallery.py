"""Every component in every state, on a desk alone: for whoever changes how the product looks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.views.generic import TemplateView

from rotations.reports.letterhead import letterhead
from rotations.reports.pictures import BarPicture, ColumnPicture, FlowPicture, IndicatorPicture, LinePicture
from rotations.reports.pictures.bands import Stream
from rotations.reports.pictures.bars import Bar
from rotations.reports.pictures.columns import Column
from rotations.reports.pictures.drawing import Mark
from rotations.reports.pictures.lines import Stay, YearFigure
from rotations.reports.pictures.pairs import BeforeAfter
from rotations.reports.sheets import Head, Line, OfficeSheet
from rotations.views.listing import Chip, Saved
from rotations.vocabulary import (
    CheckOutcome,
    Direction,
    DossierStatus,
    ElectionState,
    ImportStatus,
    ImportVerdict,
    PlanStatus,
    QualityRating,
    RotationStatus,
    RowVerdict,
    StepOutcome,
    Urgency,
)

BADGES = {
    "Lượt luân chuyển": RotationStatus,
    "Kế hoạch": PlanStatus,
    "Tệp nhập": ImportStatus,
    "Kết quả đọc tệp": ImportVerdict,
    "Dòng của tệp": RowVerdict,
    "Rà soát": CheckOutcome,
    "Bầu cử": ElectionState,
    "Giấy tờ": DossierStatus,
    "Ý kiến": StepOutcome,
    "Xếp loại": QualityRating,
}
LONG = "Phó Trưởng Ban Quản lý các dự án đầu tư xây dựng và phát triển quỹ đất huyện"


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Họ và tên", help_text="Gõ không dấu cũng được.")
    day = forms.DateField(label="Ngày bắt đầu", help_text="Ghi ngày/tháng/năm, tháng/năm hoặc năm.")
    number = forms.IntegerField(label="Số lượng", required=False, min_value=1)
    kind = forms.ChoiceField(label="Loại hình", choices=[("", "Chọn loại hình"), ("rotation", "Luân chuyển")])
    posts = forms.MultipleChoiceField(
        label="Chức danh", required=False, choices=[("1", "Phó Bí thư Đảng ủy"), ("2", "Chủ tịch UBND")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    side = forms.ChoiceField(
        label="Bên nhận xét", choices=[("in", "Nơi đến"), ("out", "Nơi đi")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Tệp đính kèm", required=False)


class Gallery(LoginRequiredMixin, TemplateView):
    """The page; only a desk (CADRE_DEBUG) has it."""

    template_name = "gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Invented contents for each component."""
        wrong = {
            "name": "",
            "day": "31/02/2025",
            "number": "0",
            "kind": "rotation",
            "side": "in",
            "note": LONG,
        }
        due = [
            (urgency, [_due(urgency, "Mùa A Thử", "Xã Chà Tở"), _due(urgency, "Lò Thị Mẫu", LONG)])
            for urgency in Urgency
        ]
        return super().get_context_data(
            forms=[
                ("Trống", SampleForm(prefix="empty")),
                ("Đã gõ", SampleForm(prefix="typed", initial=wrong | {"name": "Mùa A Thử", "day": "01/03/2025"})),
                ("Có lỗi", SampleForm({f"wrong-{key}": value for key, value in wrong.items()}, prefix="wrong")),
            ],
            badges=[(title, list(words)) for title, words in BADGES.items()],
            notices=["success", "info", "warning", "error"],
            due=due,
            chips=[Chip("Hướng", "Huyện → xã", "?"), Chip("Nơi đến", LONG, "?")],
            pages=[Paginator(range(240), 50).page(number) for number in (1, 3)] + [Paginator([], 50).page(1)],
            headings=[
                SimpleNamespace(label=label, direction=direction, query="?")
                for label, direction in (("Họ và tên", "ascending"), ("Bắt đầu", "descending"), ("Nơi đến", ""))
            ],
            fields=[("Số, ngày ban hành", "118-KH/HU, ngày 29/12/2023"), ("Ghi chú", LONG)],
            timeline=[_step("Đề xuất chủ trương", "done"), _step("Chuẩn bị nhân sự", "late"),
                      _step("Thẩm định và trao đổi", "now"), _step("Quyết định", "todo")],
            pictures=[_bars(), _tones(), _columns(), _flow(), _pairs(), _lines(),
                      ColumnPicture("trong", "Chưa có số liệu", "Hình chưa có gì để vẽ.")],
            filter_form=SampleForm(prefix="filter"),
            choosable=[("name", "Họ và tên", True), ("note", "Ghi chú", False)],
            saved_filters=[Saved("Năm nay", "?", "?", True), Saved("Sắp hết hạn", "?", "?", False)],
            questions=[_question("Xã Chà Nư", ""), _question("Xã Chà Tờ", "2")],
            verdicts=list(RowVerdict),
            found=[SimpleNamespace(label="Cán bộ", all_url="?", lines=[
                SimpleNamespace(url="?", title="Mùa A Thử", about="sinh 1980 · nam · Xã Chà Tở"),
                SimpleNamespace(url="?", title="Lò Thị Mẫu", about="chưa rõ năm sinh · hồ sơ số 7")])],
            files=[_file("quyet-dinh.pdf", None), _file("nham.docx", date(2025, 3, 1))],
            office_sheet=_sheet(),
            office=letterhead(),
            long=LONG,
            **kwargs,
        )  # fmt: skip


def _due(urgency: Urgency, person: str, place: str) -> SimpleNamespace:
    return SimpleNamespace(
        urgency=urgency, how_long="còn 12 ngày", url="?", about=person, person=True, place=place,
        text="Chờ ý kiến của Ủy ban Kiểm tra", rule="Hạn trả lời ghi khi hỏi: 07/03/2025",
        action_url="?", action="Nhắc, ghi trả lời",
    )  # fmt: skip


def _step(name: str, state: str) -> SimpleNamespace:
    item = SimpleNamespace(actor="Ban Tổ chức", produces="Bảng tổng hợp, danh sách dự kiến")
    return SimpleNamespace(name=name, state=state, act=None, item=item)


def _bars() -> BarPicture:
    marks = (Mark("Đang luân chuyển", 12, "serving", "?"), Mark("Đang chuẩn bị", 5, "under_way"))
    bars = (Bar("Huyện → xã", marks, Mark("Chỉ tiêu", 20, "goal", "?")), Bar(LONG, marks[:1]))
    return BarPicture(
        "thanh", "Hình thanh", "Mỗi dòng là một hướng.", bars=bars, counts="người", row_heading="Hướng"
    )


def _tones() -> BarPicture:
    marks = tuple(Mark(direction.label, 2, direction.value, "?") for direction in Direction)
    ratings = tuple(Mark(rating.label, 3, rating.value, "?") for rating in QualityRating)
    return BarPicture(
        "mau",
        "Hình mọi màu",
        "Mỗi hướng, mỗi mức xếp loại một màu.",
        bars=(Bar("Hướng", marks), Bar("Xếp loại", ratings)),
        counts="lượt",
        row_heading="Màu",
    )


def _flow() -> FlowPicture:
    streams = (
        Stream("Huyện", "Xã", Mark("Huyện → xã", 7, "district_to_commune", "?")),
        Stream("Xã", "Huyện", Mark("Xã → huyện", 2, "commune_to_district")),
        Stream("Xã", "Xã", Mark("Xã → xã", 4, "commune_to_commune", "?")),
    )
    return FlowPicture("dong", "Hình dòng", "Dải càng dày càng nhiều lượt.", streams=streams)


def _pairs() -> IndicatorPicture:
    pairs = (
        BeforeAfter(
            "Xã Chà Tở", Decimal("40.5"), "40,5 năm 2023", Decimal(31), "31 năm 2025", "giảm 9,5", "?"
        ),
        BeforeAfter(LONG, Decimal(20), "20 năm 2023", Decimal(24), "24 năm 2025", "tăng 4"),
    )
    return IndicatorPicture(
        "cap", "Hình trước và sau", "Mỗi dòng một nơi.", note="Không phải điểm của cán bộ.", pairs=pairs,
        measure="Hộ nghèo, %",
    )  # fmt: skip


def _lines() -> LinePicture:
    figures = tuple(
        YearFigure(2020 + n, Decimal(40 - 3 * n), f"năm {2020 + n}: {40 - 3 * n}") for n in range(6)
    )
    stays = (Stay(date(2021, 4, 1), date(2024, 3, 31), "Mùa A Thử, 04/2021 đến 03/2024", "?"),)
    return LinePicture(
        "duong", "Hình đường", "Mỗi điểm một năm.", figures=figures, stays=stays, measure="Hộ nghèo, %"
    )


def _question(value: str, answer: str) -> SimpleNamespace:
    return SimpleNamespace(
        key=value, value=value, column="Nơi đến", code="", rows=[11, 14], answer=answer,
        message="Không có đơn vị này trong danh mục; là một trong các đơn vị sau?",
        options=[SimpleNamespace(value="1", label="Xã Chà Nưa"), SimpleNamespace(value="2", label="Xã Chà Tở")],
        may_keep_spelling=True, is_spelling_kept=bool(answer),
    )  # fmt: skip


def _file(name: str, removed_on: date | None) -> SimpleNamespace:
    return SimpleNamespace(
        pk=1, name=name, get_absolute_url="?", get_kind_display="PDF", size=10640, secrecy="internal",
        added_at=date(2025, 2, 1), added_by="Chuyên viên", said_unmarked=True, note="", removed_on=removed_on,
        removed_by="Lãnh đạo", removal_reason="đính kèm nhầm",
    )  # fmt: skip


def _sheet() -> OfficeSheet:
    heads = (
        Head("ordinal", "STT", width=5),
        Head("name", "Họ và tên", width=14),
        Head("men", "Nam", "Ngày sinh"),
        Head("women", "Nữ", "Ngày sinh"),
        Head("count", "Số lượt", is_number=True),
    )
    lines = (
        Line(("I. Huyện → xã (2 người)",), is_group=True),
        Line((1, "Mùa A Thử", "10/05/1980", "", 1)),
        Line((2, "Lò Thị Mẫu", "", "1985", 2)),
    )
    return OfficeSheet(
        "Biểu 9",
        "Bảng biểu mẫu",
        "năm 2025",
        "Đơn vị tính: lượt.",
        heads,
        lines,
        Line(("", "Tổng cộng", "", "", 3)),
    )


def _columns() -> ColumnPicture:
    columns = tuple(
        Column((str(month), ""), f"Tháng {month}", (Mark("Hết thời hạn", month * 3 % 7, "ending", "?"),))
        for month in range(1, 13)
    )
    return ColumnPicture(
        "cot", "Hình cột", "Mỗi cột là một tháng.", columns=columns, counts="người", row_heading="Tháng"
    )
