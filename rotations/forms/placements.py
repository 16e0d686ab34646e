"""What is typed when a placement after rotation is proposed, and when it is decided."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from rotations.forms.classified import NothingClassified
from rotations.forms.fields import DecisionNumberField, Picker, RecordForm
from rotations.forms.overtaken import ActOnARecord
from rotations.models import Decision, Placement, Position, Post, Rotation, Unit
from rotations.vocabulary import PlacementOutcome

DAY: Final = {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
RETURNING = (PlacementOutcome.RETURNS, PlacementOutcome.RETURNS_HIGHER)


class _NamesAPost:
    """For a form with `unit` and `position`: finds the unit's post of that position, in `post`."""

    def find_post(self, unit: Unit | None, position: Position | None) -> Post | None:
        """The open post, or an error beside `position` when the unit has none."""
        if position is None:
            return None
        if unit is None:
            self.add_error("unit", "Hãy chọn đơn vị của chức vụ này.")  # type: ignore[attr-defined]
            return None
        found = Post.objects.filter(unit=unit, position=position).open_on(self.on).first()  # type: ignore[attr-defined]
        if found is None:
            self.add_error("position", f"{unit} không có chức danh {position}.")  # type: ignore[attr-defined]
        return found


class PlacementForm(_NamesAPost, RecordForm):
    """A proposal for the person of `rotation`. A unit left empty is told by the outcome where it can be."""

    position = forms.ModelChoiceField(
        label="Chức vụ",
        queryset=Position.objects.all(),
        required=False,
        empty_label="Chưa nêu chức vụ",
    )

    class Meta:
        model = Placement
        fields = ["outcome", "unit", "position", "proposed_on", "proposal", "note"]
        widgets = {
            "unit": Picker,
            "proposal": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, rotation: Rotation, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rotation = self.instance.rotation = rotation
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = "Theo phương án"  # type: ignore[attr-defined]
        self.fields["unit"].help_text = "Để trống: về cơ quan cũ là nơi đi, bố trí ổn định là nơi đến."
        self.fields["proposed_on"].initial = self.on
        self.fields["proposed_on"].widget.attrs |= {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        self.fields["outcome"].choices = [("", "Chọn phương án"), *PlacementOutcome.choices]  # type: ignore[attr-defined]

    def clean_proposed_on(self) -> Any:
        """A proposal of tomorrow is a slip."""
        proposed_on = self.cleaned_data["proposed_on"]
        if proposed_on > self.on:
            raise ValidationError("Ngày đề xuất không thể ở tương lai.")
        return proposed_on

    def clean(self) -> dict[str, Any]:
        """Fill the unit from the outcome, and find the post."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if cleaned.get("unit") is None and "unit" not in self.errors:
            if outcome in RETURNING:
                cleaned["unit"] = self.rotation.sending_unit
            elif outcome == PlacementOutcome.STAYS:
                cleaned["unit"] = self.rotation.receiving_unit
            elif outcome == PlacementOutcome.TRANSFERRED:
                self.add_error("unit", "Hãy chọn đơn vị mà cán bộ được điều động đến.")
        self.instance.post = self.find_post(cleaned.get("unit"), cleaned.get("position"))
        return cleaned


class PlacementDecisionForm(_NamesAPost, NothingClassified, ActOnARecord):
    """The decision on a proposal: what was decided, by which decision, from which day.

    The decision is one of the register, or a number typed as it stands on the paper ("312-QĐ/HU"), which is then put
    into the register.
    """

    outcome = forms.ChoiceField(label="Phương án", choices=PlacementOutcome.choices)
    unit = forms.ModelChoiceField(
        label="Đơn vị bố trí",
        widget=Picker,
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Theo phương án",
        help_text="Để trống: về cơ quan cũ là nơi đi (hoặc đơn vị kế thừa), bố trí ổn định là nơi đến.",
    )
    position = forms.ModelChoiceField(
        label="Chức vụ", queryset=Position.objects.all(), required=False, empty_label="Chưa nêu chức vụ"
    )
    decision = forms.ModelChoiceField(
        label="Quyết định đã có trong sổ",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="Chọn, hoặc ghi số bên dưới",
    )
    number = DecisionNumberField()
    issued_on = forms.DateField(
        label="Ngày ban hành",
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text="Đi cùng số quyết định.",
    )
    decided_on = forms.DateField(
        label="Có hiệu lực từ",
        widget=forms.DateInput(attrs=DAY),
        help_text="Ngày sắp tới cũng ghi được khi quyết định đã ban hành.",
    )
    held_from = forms.DateField(
        label="Giữ chức vụ từ",
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text="Để trống: từ ngày có hiệu lực. Chức danh bầu: ghi ngày trúng cử; để trống thì chưa tính là giữ.",
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)

    def __init__(
        self,
        *args: Any,
        record: Placement,
        units: QuerySet[Unit],
        decisions: QuerySet[Decision],
        on: date,
        **kwargs: Any,
    ) -> None:
        placement, self.on = record, on
        initial = {
            "outcome": placement.outcome,
            "unit": placement.unit,
            "position": placement.post.position if placement.post else None,
            "decided_on": on,
        }
        super().__init__(*args, **{"initial": initial, "record": record, **kwargs})
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]

    def clean_outcome(self) -> PlacementOutcome:
        """The word itself."""
        return PlacementOutcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        """One decision, and the post at the unit the outcome leads to."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "number" in cleaned and "decision" not in self.errors:
            if cleaned.get("decision") and cleaned["number"]:
                self.add_error("number", "Hãy chọn quyết định trong sổ hoặc ghi số, không cả hai.")
            elif not cleaned.get("decision") and not cleaned["number"]:
                self.add_error("number", "Hãy chọn quyết định trong sổ, hoặc ghi số quyết định.")
            elif cleaned["number"] and not cleaned.get("issued_on") and "issued_on" not in self.errors:
                self.add_error("issued_on", "Hãy ghi ngày ban hành của quyết định.")
        return cleaned

    def post_chosen(self, unit: Unit | None) -> Post | None:
        """The post at the unit chosen, or at the one the outcome leads to; an error when it has none."""
        self.on = self.cleaned_data.get("decided_on") or self.on
        return self.find_post(self.cleaned_data.get("unit") or unit, self.cleaned_data.get("position"))


class TakeUpForm(forms.Form):
    """Since when the post a placement gave is held."""

    held_from = forms.DateField(
        label="Giữ chức vụ từ",
        widget=forms.DateInput(attrs=DAY),
        help_text="Chức danh bầu: ngày trúng cử hoặc ngày phê chuẩn.",
    )
