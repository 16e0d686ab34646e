"""What is typed to change the rule book."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from rotations import vietnamese
from rotations.forms.fields import RecordForm
from rotations.models import (
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    OfAPeriod,
    PostStandard,
    Regulation,
    RetirementAge,
    StepTemplate,
    StepTemplateItem,
)
from rotations.vocabulary import (
    BEFORE_DECISION,
    LOCALITY_LEVELS,
    CatalogueKind,
    ParameterCode,
    RotationStatus,
    Sex,
)

CODE_LENGTH: Final = 36  # leaves room for a number
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
    """A number from a day on. Nothing is kept before the effect was seen: `effect` is what was shown."""

    value = forms.IntegerField(label="Giá trị mới", min_value=0, max_value=99999)
    valid_from = forms.DateField(label="Áp dụng từ ngày", help_text=DAY)
    article = forms.CharField(
        label="Điều, khoản", max_length=100, required=False, help_text="Ví dụ: Điều 5, hoặc tên văn bản khác."
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    effect = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

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

    valid_to = forms.DateField(label="Thôi áp dụng từ ngày", help_text=DAY)
    effect = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)


class ArticleForm(forms.Form):
    """The article a row goes by, put right."""

    article = forms.CharField(
        label="Điều, khoản", max_length=100, required=False, help_text="Ví dụ: Điều 5, hoặc tên văn bản khác."
    )


class RetirementForm(forms.Form):
    """The age at which one sex retires who reach it in a year."""

    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices)
    year = forms.IntegerField(label="Năm đủ tuổi", min_value=1990, max_value=2100)
    years = forms.IntegerField(label="Tuổi (năm)", min_value=40, max_value=80)
    months = forms.IntegerField(label="và tháng", min_value=0, max_value=11, initial=0)
    document = forms.CharField(label="Văn bản", max_length=100)
    effect = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def age(self) -> RetirementAge:
        """The row typed, not yet kept."""
        typed = self.cleaned_data
        return RetirementAge(
            sex=typed["sex"],
            year=typed["year"],
            age_months=typed["years"] * 12 + typed["months"],
            document=typed["document"],
        )


class TextForm(RecordForm):
    """A new text of the rule book, and the one whose place it takes."""

    class Meta:
        model = Regulation
        fields = (
            "symbol", "title", "level", "issuer", "issued_on", "effective_from", "replaces", "parent", "note",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].help_text = DAY
        self.fields["issued_on"].help_text = DAY
        replaces: Any = self.fields["replaces"]
        replaces.empty_label = "Không thay thế văn bản nào"
        replaces.help_text = (
            "Văn bản mới bắt đầu bằng mọi tham số, danh mục, quy trình đang áp dụng của văn bản này; văn bản này hết hiệu "
            "lực từ ngày văn bản mới có hiệu lực. Kế hoạch đã lập vẫn xét theo văn bản cũ."
        )
        parent: Any = self.fields["parent"]
        parent.empty_label = "Không cụ thể hóa văn bản nào"
        self.fields["note"].widget.attrs["rows"] = 3


class TextHeadForm(RecordForm):
    """What a text says of itself; what judges people is changed elsewhere, its effect seen first."""

    class Meta:
        model = Regulation
        fields = ("symbol", "title", "issuer", "issued_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["rows"] = 3


class TextStandingForm(RecordForm):
    """The text above one that stands, and the days it holds. Nothing is kept before the effect was seen."""

    effect = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Regulation
        fields = ("parent", "effective_from", "effective_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.empty_label = "Không cụ thể hóa văn bản nào"
        parent.help_text = "Tham số, danh mục văn bản này không tự đặt thì đọc từ văn bản cấp trên."
        self.fields["effective_from"].help_text = DAY
        self.fields["effective_to"].help_text = f"{DAY} Để trống khi còn hiệu lực."


class RuleRowForm(RecordForm):
    """One new row of a text; `instead_of` is the row whose place it takes from its day on."""

    effect = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, regulation: Regulation, instead_of: OfAPeriod | None = None, **kwargs: Any
    ) -> None:
        if instead_of is not None:
            names = (name for name in self._meta.fields or () if name not in ("valid_from", "valid_to"))
            kwargs["initial"] = {name: getattr(instead_of, name) for name in names}
        super().__init__(*args, **kwargs)
        self.instance.regulation = regulation
        for name in ("valid_from", "valid_to"):
            self.fields[name].help_text = f"{DAY} Để trống: theo hiệu lực của văn bản."
        if instead_of is not None:
            self.fields["valid_from"].required = True
            self.fields["valid_from"].help_text = f"{DAY} Dòng cũ thôi áp dụng từ ngày này."
            self.initial["valid_from"] = self.on


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
        fields = (
            "ordinal", "name", "kind", "is_required", "valid_months", "article", "valid_from", "valid_to",
        )  # fmt: skip

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
        choices=[(status.value, status.label) for status in (*BEFORE_DECISION, RotationStatus.DECIDED)],
    )

    class Meta:
        model = StepTemplateItem
        fields = ("name", "code", "status", "actor", "produces", "article")
        widgets = {"code": forms.HiddenInput, "produces": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["code"].required = False

    def is_filled(self) -> bool:
        """Whether the line is a step."""
        return bool(self.cleaned_data.get("name"))


def _code_of(name: str, taken: set[str]) -> str:
    """A code for a new step: its name without marks, numbered where another step has it."""
    plain = slugify(vietnamese.fold(name))[:CODE_LENGTH] or "buoc"
    return next(
        code for number in count(1) if (code := plain if number == 1 else f"{plain}-{number}") not in taken
    )


class StepFormSet(forms.BaseFormSet):
    """The steps in the order typed."""

    def clean(self) -> None:
        """A step keeps the code papers know it by, a new one gets its own; one step is that of the proposal."""
        if any(self.errors):
            return
        filled = [form for form in self.forms if form.is_filled()]
        taken: set[str] = {form.cleaned_data["code"] for form in filled} - {""}
        if len(taken) != sum(form.cleaned_data["code"] != "" for form in filled):
            raise ValidationError("Hai bước đang là một bước của mẫu cũ; hãy mở lại trang và sửa từ đầu.")
        for form in filled:
            if not form.cleaned_data["code"]:
                form.cleaned_data["code"] = _code_of(form.cleaned_data["name"], taken)
                taken.add(form.cleaned_data["code"])
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
