"""Every component in every state, on a desk alone: for whoever changes how the product looks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.views.generic import TemplateView

from rotations.reports.pictures import BarPicture, ColumnPicture
from rotations.reports.pictures.bars import Bar
from rotations.reports.pictures.columns import Column
from rotations.reports.pictures.drawing import Mark
from rotations.views.listing import Chip
from rotations.vocabulary import (
    CheckOutcome,
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
            pictures=[_bars(), _columns(), ColumnPicture("trong", "Chưa có số liệu", "Hình chưa có gì để vẽ.")],
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


def _columns() -> ColumnPicture:
    columns = tuple(
        Column((str(month), ""), f"Tháng {month}", (Mark("Hết thời hạn", month * 3 % 7, "ending", "?"),))
        for month in range(1, 13)
    )
    return ColumnPicture(
        "cot", "Hình cột", "Mỗi cột là một tháng.", columns=columns, counts="người", row_heading="Tháng"
    )
