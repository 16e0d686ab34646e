"""What is typed when a call for needs is sent or changed, and when a unit answers one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rotations.forms.fields import RecordForm
from rotations.models import NeedAnswer, NeedCall, Unit, UnitQuerySet
from rotations.vocabulary import UnitLevel


class CallForm(RecordForm):
    """A call: its paper, its days, and whom it goes to, by levels or unit by unit.

    The view gives the `units` that may be asked. `asked` is what was chosen, each unit once.
    """

    levels = forms.MultipleChoiceField(
        label="Gửi mọi đơn vị đang hoạt động của cấp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    picked = forms.ModelMultipleChoiceField(
        label="và các đơn vị chọn riêng",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = NeedCall
        fields = ["year", "title", "document_number", "opened_on", "deadline"]

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.instance.asked_units() if self.instance.pk else []
        self.units = list(dict.fromkeys([*units, *asked]))
        by_level = sorted(
            self.units, key=lambda unit: (list(UnitLevel).index(UnitLevel(unit.level)), unit.sort_key)
        )
        grouped = [
            (str(UnitLevel(level).label), [(unit.pk, unit.name) for unit in some])
            for level, some in groupby(by_level, key=lambda unit: unit.level)
        ]
        levels: Any = self.fields["levels"]
        levels.choices = [
            (level.value, level.label)
            for level in UnitLevel
            if any(unit.level == level for unit in self.units)
        ]
        picked: Any = self.fields["picked"]
        picked.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
        picked.choices = grouped
        if not self.units:
            levels.help_text = "Chưa có đơn vị nào trong danh mục: hãy nộp tệp đơn vị trước, rồi mở đợt."
        for name in ("opened_on", "deadline"):
            self.fields[name].widget.attrs |= {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        self.fields["document_number"].help_text = "Ví dụ: 512-CV/BTCHU"
        self.fields["deadline"].help_text = "Trả lời sau ngày này vẫn nhận, có ghi là muộn."
        if self.instance.pk is None:
            year = self.initial.setdefault("year", self.on.year + (self.on.month >= 9))
            self.initial.setdefault("title", f"Đề xuất nhu cầu luân chuyển cán bộ năm {year}")
            self.initial.setdefault("opened_on", self.on)
        else:
            self.initial.setdefault("picked", [unit.pk for unit in asked])

    def clean_year(self) -> int:
        """A call of the past or of a far future is a slip of the keyboard."""
        year: int = self.cleaned_data["year"]
        if not self.on.year - 5 <= year <= self.on.year + 5:
            raise ValidationError(f"Năm phải từ {self.on.year - 5} đến {self.on.year + 5}.")
        return year

    @property
    def asked(self) -> Sequence[Unit]:
        """The units of the chosen levels that exist today, and those picked."""
        levels = self.cleaned_data["levels"]
        of_levels = [unit for unit in self.units if unit.level in levels and unit.exists_on(self.on)]
        return list(dict.fromkeys([*of_levels, *self.cleaned_data["picked"]]))


class AnswerForm(RecordForm):
    """The head of a unit's answer; its lines are a formset beside it."""

    class Meta:
        model = NeedAnswer
        fields = ["no_needs", "document_number", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_needs"].label = "Đơn vị không có nhu cầu (không xin bổ sung, không cử người đi)"
        self.fields["document_number"].help_text = "Nếu đơn vị trả lời bằng văn bản."
