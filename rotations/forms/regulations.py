"""What is typed to change the rule book."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from rotations.forms.fields import RecordForm
from rotations.models import (
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    PostStandard,
    Regulation,
    StepTemplate,
    StepTemplateItem,
)
from rotations.vocabulary import LOCALITY_LEVELS, CatalogueKind, ParameterCode, RotationStatus

DAY = "Ghi ngày/tháng/năm."
YES_OR_NO = frozenset(
    {
        ParameterCode.IN_PLANNING_REQUIRED,
        ParameterCode.LOCAL_BY_BIRTH_PLACE,
        ParameterCode.LOCAL_BY_NATIVE_PLACE,
    }
)


class OnDayForm(forms.Form):
    """The day as of which the rule book is read."""

    on = forms.DateField(label="Hiệu lực vào ngày", required=False, help_text=DAY)


class ParameterForm(forms.Form):
    """A number from a day on. Nothing is kept before the effect was seen: `seen` is what was shown."""

    value = forms.IntegerField(label="Giá trị mới", min_value=0, max_value=99999)
    valid_from = forms.DateField(label="Áp dụng từ ngày", help_text=DAY)
    article = forms.CharField(
        label="Điều, khoản", max_length=100, required=False, help_text="Ví dụ: Điều 5, hoặc tên văn bản khác."
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, code: ParameterCode, **kwargs: Any) -> None:
        self.code = code
        super().__init__(*args, **kwargs)

    def clean_value(self) -> int:
        """A number that answers yes or no, or names a level, has its own few values."""
        value: int = self.cleaned_data["value"]
        if self.code in YES_OR_NO and value not in (0, 1):
            raise ValidationError("Ghi 1 (có) hoặc 0 (không).")
        if self.code == ParameterCode.LOCAL_UNIT_LEVEL and value not in LOCALITY_LEVELS:
            raise ValidationError("Ghi 1 (tỉnh), 2 (huyện) hoặc 3 (xã).")
        return value


class EndForm(forms.Form):
    """The day from which a row no longer counts."""

    valid_to = forms.DateField(label="Thôi áp dụng từ ngày")


class RuleRowForm(RecordForm):
    """One new row of a text."""

    def __init__(self, *args: Any, regulation: Regulation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.regulation = regulation
        for name in ("valid_from", "valid_to"):
            if name in self.fields:
                self.fields[name].help_text = f"{DAY} Để trống: theo hiệu lực của văn bản."


class NonLocalPostForm(RuleRowForm):
    """A post not for local people."""

    class Meta:
        model = NonLocalPost
        fields = ("position", "level", "article", "valid_from", "valid_to")


class PostStandardForm(RuleRowForm):
    """What a post asks of a person."""

    class Meta:
        model = PostStandard
        fields = (
            "position", "level", "professional_level", "political_theory", "article", "valid_from", "valid_to",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in (CatalogueKind.PROFESSIONAL_LEVEL, CatalogueKind.POLITICAL_THEORY):
            choice: Any = self.fields[kind]
            choice.queryset = choice.queryset.order_by("rank")
            choice.empty_label = "Không đặt"


class ConditionRuleForm(RuleRowForm):
    """What a doubt needs before a case goes on."""

    class Meta:
        model = ConditionRule
        fields = (
            "code", "needs_reason", "needs_approver", "needs_document", "article", "valid_from", "valid_to",
        )  # fmt: skip


class DossierItemForm(RuleRowForm):
    """A paper the dossier asks for."""

    class Meta:
        model = DossierTemplateItem
        fields = ("ordinal", "name", "kind", "is_required", "valid_months", "article")

    def __init__(self, *args: Any, regulation: Regulation, **kwargs: Any) -> None:
        super().__init__(*args, regulation=regulation, **kwargs)
        last = regulation.dossier_items.aggregate(last=models.Max("ordinal"))["last"] or 0
        self.initial.setdefault("ordinal", last + 1)


class StepTemplateForm(RecordForm):
    """A new set of steps: its name and the day it begins."""

    class Meta:
        model = StepTemplate
        fields = ("name", "effective_from")

    def __init__(self, *args: Any, regulation: Regulation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.regulation = regulation
        self.fields["effective_from"].help_text = f"{DAY} Vụ việc đang làm giữ các bước của mình."


class StepItemForm(forms.ModelForm):
    """One step of the set; a line left without a name is left out."""

    status = forms.ChoiceField(
        label="Trạng thái khi đang ở bước này",
        choices=[
            (status.value, status.label)
            for status in (
                RotationStatus.PROPOSED, RotationStatus.APPROVED_IN_PRINCIPLE, RotationStatus.PREPARING,
                RotationStatus.APPRAISING, RotationStatus.DECIDED,
            )
        ],
    )  # fmt: skip

    class Meta:
        model = StepTemplateItem
        fields = ("name", "code", "status", "actor", "produces", "article")
        widgets = {"produces": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["code"].required = False
        self.fields["code"].help_text = "Chữ không dấu, ví dụ: appraisal."

    def clean(self) -> dict[str, Any]:
        """A named step has a code by which papers and reports know it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and not cleaned.get("code"):
            self.add_error("code", "Hãy ghi mã bước, không trùng với bước khác.")
        return cleaned

    def is_filled(self) -> bool:
        """Whether the line is a step."""
        return bool(self.cleaned_data.get("name"))


class StepFormSet(forms.BaseFormSet):
    """The steps in the order typed."""

    def clean(self) -> None:
        """Codes are different, and one step is that of the proposal."""
        if any(self.errors):
            return
        filled = [form for form in self.forms if form.is_filled()]
        codes = [form.cleaned_data["code"] for form in filled]
        if len(codes) != len(set(codes)):
            raise ValidationError("Hai bước đang mang cùng một mã; hãy đặt mã khác nhau.")
        if filled and not any(form.cleaned_data["status"] == RotationStatus.PROPOSED for form in filled):
            raise ValidationError("Phải có một bước ứng với trạng thái “Đề xuất”.")

    def items(self) -> list[StepTemplateItem]:
        """The steps, not yet kept."""
        return [
            StepTemplateItem(**{name: form.cleaned_data[name] for name in StepItemForm.Meta.fields})
            for form in self.forms
            if form.is_filled()
        ]


Steps = forms.formset_factory(StepItemForm, formset=StepFormSet, extra=3, max_num=20)
