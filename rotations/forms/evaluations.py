"""What is typed when a rotated official is commented on."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from rotations import vietnamese
from rotations.forms.classified import NothingClassified
from rotations.forms.fields import RecordForm
from rotations.forms.overtaken import ActOnARecord
from rotations.models import Evaluation, Rotation, Unit
from rotations.vocabulary import EvaluationAuthor, QualityRating

COMMENTS = (
    "qualities",
    "discipline",
    "results",
    "relations",
    "strengths",
    "weaknesses",
    "prospects",
    "proposal",
)


class EvaluationForm(RecordForm):
    """One comment on the official of `rotation`.

    With `own_unit` (a clerk's) the comment is that of the clerk's side: the sending or the receiving unit,
    whichever is the own one, and the unit is not asked.
    """

    class Meta:
        model = Evaluation
        fields = [
            "kind", "author", "author_name", "written_on", "period_from", "period_to", *COMMENTS,
            "score", "self_rating", "proposed_rating", "rating_reason", "document",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in (*COMMENTS, "rating_reason")}
        localized_fields = ["score"]  # a box of text: a box of numbers takes no comma in many browsers

    def __init__(self, *args: Any, rotation: Rotation, own_unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rotation = self.instance.rotation = rotation
        self.fields["written_on"].initial = self.on
        self.fields["score"].help_text = "Thang điểm 100, có thể ghi số lẻ: 87,5."
        self.fields["score"].widget.attrs["inputmode"] = "decimal"
        self.fields["document"].help_text = "Ví dụ: 15-NX/ĐU, 20/12/2025."
        self.fields["author_name"].help_text = "Họ tên và chức vụ người chịu trách nhiệm về nhận xét."
        for name in ("written_on", "period_from", "period_to"):
            self.fields[name].widget.attrs |= {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        self.fields[
            "proposed_rating"
        ].help_text = (
            "Ghi sau mức tự xếp loại. Mức xếp loại cuối do cấp có thẩm quyền ghi ở trang của nhận xét."
        )
        self.fields["rating_reason"].label = "Lý do khi điểm và mức xếp loại không khớp"
        for name in ("self_rating", "proposed_rating"):
            self.fields[name].choices = [("", "Không ghi"), *QualityRating.choices]  # type: ignore[attr-defined]
        if self.instance.pk is not None:
            for name in ("kind", "author", "period_from", "period_to"):
                self.fields[name].disabled = True
        elif own_unit is not None:
            own_sides = [
                side
                for side, unit in (
                    (EvaluationAuthor.RECEIVING, rotation.receiving_unit_id),
                    (EvaluationAuthor.SENDING, rotation.sending_unit_id),
                )
                if unit == own_unit.pk
            ]
            self.fields["author"].choices = [(side.value, side.label) for side in own_sides]  # type: ignore[attr-defined]
            if own_sides:
                self.fields["author"].initial = own_sides[0]

    def clean_score(self) -> Any:
        """A score is out of a hundred."""
        score = self.cleaned_data["score"]
        if score is not None and not 0 <= score <= 100:
            raise ValidationError("Điểm phải từ 0 đến 100.")
        return score

    def clean(self) -> dict[str, Any]:
        """A comment says something, about days the person served, after they have begun."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in (*COMMENTS, "self_rating", "proposed_rating")):
            self.add_error("results", "Hãy ghi ít nhất một nội dung nhận xét, hoặc chọn xếp loại.")
        begins, ends, written = (cleaned.get(name) for name in ("period_from", "period_to", "written_on"))
        if begins and ends and ends < begins:
            self.add_error("period_to", "Kỳ nhận xét phải kết thúc sau khi bắt đầu.")
        if ends and self.rotation.starts_on and ends < self.rotation.starts_on:
            self.add_error(
                "period_to", f"Kỳ nhận xét nằm trước ngày bắt đầu luân chuyển ({self.rotation.starts})."
            )
        if written and begins and written < begins:
            self.add_error("written_on", "Ngày nhận xét không thể trước kỳ nhận xét.")
        if written and written > self.on:
            self.add_error("written_on", "Ngày nhận xét không thể ở tương lai.")
        if self.instance.pk is None:
            self.instance.unit = self._unit_of(cleaned.get("author", ""))
        return cleaned

    def _unit_of(self, author: str) -> Unit | None:
        """The unit that answers for a comment of this side; none for the authority and the person."""
        return {
            EvaluationAuthor.RECEIVING.value: self.rotation.receiving_unit,
            EvaluationAuthor.SENDING.value: self.rotation.sending_unit,
        }.get(author)


class RatingForm(NothingClassified, ActOnARecord):
    """The final rating of a comment: points where the text has them, and a reason where something speaks against it."""

    kept_as: ClassVar[dict[str, str]] = {"reason": "rating_reason"}

    score = forms.DecimalField(
        label="Điểm", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True,
        help_text="Thang điểm 100; để trống khi văn bản xếp loại không chấm điểm.",
    )  # fmt: skip
    rating = forms.ChoiceField(label="Xếp loại", choices=[("", "Chọn mức"), *QualityRating.choices])
    reason = forms.CharField(
        label="Lý do",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bắt buộc khi điểm không ứng với mức, hoặc vượt tỷ lệ xuất sắc.",
    )

    def clean_rating(self) -> QualityRating:
        """The word itself."""
        return QualityRating(self.cleaned_data["rating"])


class RotationSearchForm(forms.Form):
    """The step before: whose case the comment or the proposal is about."""

    q = forms.CharField(
        label="Họ tên cán bộ hoặc đơn vị",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Gõ không dấu cũng được"}),
    )

    def clean_q(self) -> str:
        """What was typed, tidied."""
        return vietnamese.clean(self.cleaned_data["q"])
