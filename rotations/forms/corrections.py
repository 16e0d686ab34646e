"""What is typed to put right what was written down wrongly of a case; every correction says why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rotations.forms.case_acts import CaseActForm
from rotations.forms.fields import PartialDateFormField
from rotations.forms.resting import DAY, EARLY, NUMBER, WithDecision
from rotations.models import Extension, Official, Rotation
from rotations.vocabulary import DecisionKind, EndKind, EndReason


class CorrectionForm(CaseActForm):
    """One correction. The reason is kept beside it in the steps of the case."""

    why = forms.CharField(
        label="Lý do đính chính",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nội dung cũ vẫn được giữ trong lịch sử.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "why"])


class CorrectStartForm(CorrectionForm):
    """The decided start is another day."""

    permission = "rotations.move_rotation_decide"
    label, act = "Đính chính ngày bắt đầu", "correct-start"
    starts = PartialDateFormField(label="Ngày bắt đầu đúng")


class CorrectEndForm(WithDecision, CorrectionForm):
    """The end was another day or of another kind."""

    permission = "rotations.move_rotation_end"
    label, act = "Đính chính kết thúc", "correct-end"
    ended_on = forms.DateField(label="Ngày kết thúc đúng", help_text="Ghi ngày/tháng/năm.")
    end_kind = forms.ChoiceField(label="Hình thức kết thúc", choices=EndKind.choices)
    end_reason = forms.ChoiceField(
        label="Lý do kết thúc",
        choices=[("", "Không có"), *EndReason.choices],
        required=False,
        help_text="Bắt buộc khi kết thúc sớm.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_decision("Bắt buộc khi đổi thành kết thúc sớm.")
        self.order_fields([name for name in self.fields if name != "why"])

    def clean(self) -> dict[str, Any]:
        """Another kind of end has the decision that says so."""
        cleaned = super().clean()
        early = cleaned.get("end_kind") == EndKind.EARLY
        self.check_decision(EARLY if early and self.initial["end_kind"] != EndKind.EARLY else "")
        return cleaned

    def given(self) -> dict[str, Any]:
        """What is right, and the decision, not yet kept."""
        given = super().given()
        for name in (NUMBER, DAY):
            given.pop(name, None)
        kind = DecisionKind.EARLY_END if given["end_kind"] == EndKind.EARLY else DecisionKind.RELEASE
        official: Official = self.initial["official"]
        return {**given, "decision": self.decision(kind, official, effective_on=given["ended_on"])}


class WithdrawEndForm(CorrectionForm):
    """There was no end."""

    permission = "rotations.move_rotation_end"
    label, act = "Rút ghi kết thúc", "withdraw-end"


class CorrectExtensionForm(CorrectionForm):
    """The last extension led to another day."""

    permission = "rotations.move_rotation_extend"
    label, act = "Đính chính gia hạn", "correct-extension"
    due = PartialDateFormField(label="Thời hạn đúng")


class WithdrawExtensionForm(CorrectionForm):
    """There was no such extension."""

    permission = "rotations.move_rotation_extend"
    label, act = "Rút gia hạn", "withdraw-extension"


class WithdrawPlacementForm(CorrectionForm):
    """The decision on placement waits again."""

    permission = "rotations.move_rotation_place"
    label, act = "Rút quyết định bố trí", "withdraw-placement"


CORRECTION_FORMS: dict[str, type[CorrectionForm]] = {
    form.act: form
    for form in (
        CorrectStartForm, CorrectEndForm, WithdrawEndForm, CorrectExtensionForm, WithdrawExtensionForm,
        WithdrawPlacementForm,
    )
}  # fmt: skip


def correction_form(
    act: str, rotation: Rotation, *args: Any, today: date, extension: Extension | None = None
) -> CorrectionForm:
    """The form of one correction; what is on record stands in it."""
    on_record: dict[str, dict[str, Any]] = {
        "correct-start": {"starts": rotation.starts},
        "correct-end": {
            "ended_on": rotation.ended_on, "end_kind": rotation.end_kind, "end_reason": rotation.end_reason,
            "official": rotation.official,
        },
        "correct-extension": {"due": extension.after if extension else None},
    }  # fmt: skip
    return CORRECTION_FORMS[act](*args, today=today, initial=on_record.get(act, {}))
