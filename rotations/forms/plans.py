"""What is typed to open a year's plan, and to move it on."""

from __future__ import annotations

from typing import Any

from django import forms

from rotations.forms.amendments import WithAmendment
from rotations.forms.classified import NothingClassified
from rotations.forms.fields import RecordForm
from rotations.models import NO_REGULATION, Regulation, RotationPlan, Term, regulation_of_year

# The words of a plan that are frozen with it.
SAYS = frozenset({"title", "purpose", "scope", "policy"})


class PlanForm(WithAmendment, RecordForm):
    """A new plan, or one to be put right: the year, its name, the text its cases are judged by."""

    class Meta:
        model = RotationPlan
        fields = [
            "year", "title", "regulation", "term", "document_number", "issued_on", "purpose", "scope", "policy",
            "announced_on", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, may_record: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regulation"].help_text = "Mọi trường hợp của kế hoạch được xét theo văn bản này."
        self.fields["announced_on"].help_text = "Để trống khi chưa công bố: đơn vị chưa nhìn thấy kế hoạch."
        regulation: Any = self.fields["regulation"]
        regulation.queryset = Regulation.objects.order_by("-effective_from")
        term: Any = self.fields["term"]
        term.queryset = Term.objects.party()
        for name in ("purpose", "scope", "policy", "note"):
            self.fields[name].widget.attrs["rows"] = 3
        for name in ("issued_on", "announced_on"):
            self.fields[name].widget.attrs |= {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        if self.instance.pk is not None:
            if self.instance.is_fixed:
                # The year names the plan, and the text its cases are judged by stays theirs for ever.
                self.fields["year"].disabled = self.fields["regulation"].disabled = True
                self.ask_for_amendment([self.instance], may_record=may_record)
            return
        year = self.initial.setdefault("year", self.on.year)
        self.initial.setdefault("title", f"Kế hoạch luân chuyển cán bộ năm {year}")
        regulation.required, regulation.empty_label = False, "Theo năm của kế hoạch"
        regulation.help_text += " Không chọn: văn bản cụ thể nhất có hiệu lực trong năm của kế hoạch."

    def clean(self) -> dict[str, Any]:
        """What an approved plan says changes with the paper that says so; its number and days do without."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is not None and set(self.changed_data) & SAYS:
            self.check_amendment(self.instance)
        if "regulation" in cleaned and cleaned["regulation"] is None and "year" in cleaned:
            cleaned["regulation"] = regulation_of_year(cleaned["year"], list(Regulation.objects.all()))
            if cleaned["regulation"] is None:
                self.add_error("regulation", NO_REGULATION)
        return cleaned


def _day(label: str) -> forms.DateField:
    """A day typed as people write it."""
    widget = forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"})
    return forms.DateField(label=label, required=False, widget=widget)


class PlanMoveForm(NothingClassified):
    """What a change of a plan's status may carry with it: the document that says so, its day, and why."""

    document_number = forms.CharField(label="Số, ký hiệu văn bản", max_length=50, required=False)
    document_on = _day("Ngày văn bản")
    reason = forms.CharField(label="Nội dung, lý do", max_length=300, required=False)

    @property
    def faults(self) -> str:
        """All that is wrong, in one sentence a field."""
        return " ".join(
            f"{self.fields[name].label}: {' '.join(map(str, said))}" for name, said in self.errors.items()
        )


class PlanAmendForm(PlanMoveForm):
    """An amendment has a document of its own, and a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_number"].required = self.fields["reason"].required = True
        self.fields["document_number"].help_text = "Số của văn bản điều chỉnh, bổ sung; khác số của kế hoạch."
        self.fields["document_on"].help_text = "Để trống là hôm nay."
        self.fields["reason"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 300})


class PlanDayForm(forms.Form):
    """The day on which a plan is looked at."""

    on = _day("Ngày")


class PlanCompareForm(forms.Form):
    """Which two states of a plan are laid side by side: numbers of versions, or the plan as it is now."""

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.ChoiceField(label="Từ", choices=choices)
        self.fields["to"] = forms.ChoiceField(label="Đến", choices=choices)
