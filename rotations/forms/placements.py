"""What is typed when a placement after rotation is proposed, and when it is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from rotations.forms.fields import RecordForm
from rotations.models import Placement, Position, Post, Rotation, Unit
from rotations.vocabulary import PlacementOutcome

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


class PlacementDecisionForm(forms.Form):
    """The decision on a proposal: its day, and a remark."""

    decided_on = forms.DateField(
        label="Ngày quyết định",
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Số quyết định, ghi chú", required=False, max_length=300, widget=forms.TextInput()
    )
