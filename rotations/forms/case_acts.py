"""What is typed to record an act of a case beside its moves: elections, steps, opinions, a longer term."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from rotations.forms.classified import NothingClassified
from rotations.forms.fields import PartialDateFormField, Picker
from rotations.models import (
    AppraisalOpinion,
    Decision,
    RotationPost,
    RotationStep,
    StepTemplateItem,
    Unit,
    UnitQuerySet,
)
from rotations.vocabulary import DecisionKind, ElectionResult, ExtensionReason, StepOutcome

DAY = "Ghi ngày/tháng/năm."


class CaseActForm(NothingClassified):
    """One act of one case. `label` is its button, `act` its name in the address; `about` tells forms of one kind on
    one page apart. `given` is what the workflow takes, by its own names."""

    label: ClassVar[str] = ""
    act: ClassVar[str] = ""
    permission: ClassVar[str] = "rotations.record_step"
    past: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, today: date, about: int = 0, **kwargs: Any) -> None:
        self.today, self.about = today, about
        super().__init__(*args, **{"auto_id": f"{self.key}_%s", **kwargs})

    @property
    def key(self) -> str:
        """What tells this form from the others of a page."""
        return f"{self.act}{self.about or ''}"

    def clean(self) -> dict[str, Any]:
        """What is written down as done was done by today."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.past:
            day = cleaned.get(name)
            if day is not None and day > self.today:
                self.add_error(name, ValidationError("Ngày này không thể sau hôm nay."))
        return cleaned

    def given(self) -> dict[str, Any]:
        """What was typed; what was left empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _day(label: str, *, required: bool = True, help_text: str = DAY) -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text)


def _text(
    label: str, length: int, *, required: bool = False, rows: int = 0, help_text: str = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(
        label=label, max_length=length, required=required, widget=widget, help_text=help_text
    )


# --- Elections ---------------------------------------------------------------------------------------------


class NominateForm(CaseActForm):
    """The person is put forward for election."""

    permission = "rotations.change_rotationpost"
    label, act, past = "Giới thiệu ứng cử", "nominate", ("nominated_on",)
    nominated_on = _day("Ngày giới thiệu ứng cử")


class SessionForm(CaseActForm):
    """The next session is called, or moved to another day."""

    permission = "rotations.change_rotationpost"
    label, act = "Định ngày họp bầu", "session"
    session_on = _day("Ngày họp bầu")
    document = _text("Văn bản triệu tập", 200)


class ElectionResultForm(CaseActForm):
    """What a session came to."""

    permission = "rotations.change_rotationpost"
    label, act, past = "Ghi kết quả bầu", "result", ("session_on", "approved_on")
    session_on = _day("Ngày họp bầu")
    result = forms.ChoiceField(label="Kết quả", choices=[("", "Chọn kết quả"), *ElectionResult.choices])
    votes_for = forms.IntegerField(label="Số phiếu đồng ý", required=False, min_value=0, max_value=10_000)
    votes_total = forms.IntegerField(label="Tổng số phiếu", required=False, min_value=1, max_value=10_000)
    document = _text("Nghị quyết xác nhận kết quả", 200)
    approval_number = _text("Số quyết định phê chuẩn", 50, help_text="Nếu đã có khi ghi kết quả.")
    approved_on = _day("Ngày phê chuẩn", required=False)
    note = _text("Ghi chú", 500)

    def given(self) -> dict[str, Any]:
        """The result as a word of the vocabulary."""
        return {**super().given(), "result": ElectionResult(self.cleaned_data["result"])}


class ApprovalForm(CaseActForm):
    """The result was approved."""

    permission = "rotations.change_rotationpost"
    label, act, past = "Ghi phê chuẩn", "approval", ("approved_on",)
    approval_number = _text("Số quyết định phê chuẩn", 50, required=True)
    approved_on = _day("Ngày phê chuẩn", help_text="Chức danh tính từ ngày này. Ghi ngày/tháng/năm.")


class WithdrawForm(CaseActForm):
    """The election is given up."""

    permission = "rotations.change_rotationpost"
    label, act, past = "Thôi giới thiệu", "withdraw", ("withdrawn_on",)
    withdrawn_on = _day("Từ ngày")
    withdrawal = _text(
        "Lý do, cách xử lý khác",
        300,
        required=True,
        help_text="Ví dụ: bố trí chức danh khác theo Thông báo …",
    )


ELECTION_FORMS: dict[str, type[CaseActForm]] = {
    form.act: form for form in (NominateForm, SessionForm, ElectionResultForm, ApprovalForm, WithdrawForm)
}


def election_form(act: str, row: RotationPost, *args: Any, today: date) -> CaseActForm:
    """The form of one act about one elected post; a session called already stands in it."""
    called = max((session.session_on for session in row.sessions.all() if not session.result), default=None)
    initial = {"session_on": called} if called and act in ("session", "result") else {}
    return ELECTION_FORMS[act](*args, today=today, about=row.pk, initial=initial)


# --- Steps and opinions ------------------------------------------------------------------------------------


class StepPlanForm(CaseActForm):
    """A step that is to be done: one of the procedure, or one of its own."""

    label, act = "Thêm bước cần làm", "plan"
    item = forms.ModelChoiceField(
        StepTemplateItem.objects.none(), label="Bước của quy trình", required=False, empty_label="Việc khác"
    )
    name = _text("Nội dung", 200, help_text="Để trống nếu đã chọn một bước của quy trình.")
    planned_on = _day("Ngày dự kiến")
    person = _text("Người, cơ quan thực hiện", 200)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = items
        field.label_from_instance = lambda item: item.name

    def clean(self) -> dict[str, Any]:
        """A step has a name, its own or that of the procedure."""
        cleaned = super().clean()
        if not cleaned.get("item") and not cleaned.get("name"):
            self.add_error("name", ValidationError("Hãy chọn bước của quy trình hoặc ghi nội dung."))
        return cleaned


class StepDoneForm(CaseActForm):
    """A step was done, with what it came to."""

    label, act, past = "Ghi đã làm", "done", ("done_on",)
    done_on = _day("Ngày thực hiện")
    person = _text("Người, cơ quan thực hiện", 200)
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=[("", "Không ghi"), *StepOutcome.choices],
        required=False,
        help_text="“Không đồng ý” và “Cần bổ sung” được ghi lại; lượt luân chuyển vẫn ở bước hiện tại.",
    )
    papers = _text("Văn bản", 500, help_text="Số, ký hiệu, ngày của văn bản.")
    note = _text("Ghi chú", 1000, rows=2)


class StepAgainForm(CaseActForm):
    """A step is to be done once more; what was done before stays."""

    label, act = "Làm lại bước này", "again"
    planned_on = _day("Ngày dự kiến làm lại")
    person = _text("Người, cơ quan thực hiện", 200)
    note = _text("Vì sao làm lại", 1000, required=True)


class StepMoveForm(CaseActForm):
    """A step that is not done yet is put on another day."""

    label, act = "Đổi ngày, người làm", "replan"
    planned_on = _day("Ngày dự kiến")
    person = _text("Người, cơ quan thực hiện", 200)


class StepCorrectForm(CaseActForm):
    """A step was written down wrongly: what is right, and why."""

    label, act, past = "Đính chính", "correct", ("done_on",)
    done_on = _day("Ngày thực hiện")
    person = _text("Người, cơ quan thực hiện", 200)
    outcome = forms.ChoiceField(
        label="Kết quả", choices=[("", "Không ghi"), *StepOutcome.choices], required=False
    )
    papers = _text("Văn bản", 500)
    why = _text("Lý do đính chính", 500, required=True, help_text="Bước ghi sai vẫn được giữ để đối chiếu.")


STEP_FORMS: dict[str, type[CaseActForm]] = {
    form.act: form for form in (StepDoneForm, StepMoveForm, StepAgainForm, StepCorrectForm)
}


def step_form(act: str, step: RotationStep, *args: Any, today: date) -> CaseActForm:
    """The form of one act about one step, with what is known of it."""
    initial: dict[str, Any] = {"person": step.person}
    if act == "replan":
        initial["planned_on"] = step.planned_on
    if act == "done":
        initial["done_on"] = today
    if act == "correct":
        initial |= {"done_on": step.done_on, "outcome": step.outcome, "papers": step.papers}
    return STEP_FORMS[act](*args, today=today, about=step.pk, initial=initial)


class AskOpinionForm(CaseActForm):
    """A body is asked for its opinion, for the first time or again."""

    permission = "rotations.add_appraisalopinion"
    label, act, past = "Hỏi ý kiến", "ask", ("asked_on",)
    asked_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Cơ quan được hỏi", empty_label="Chọn cơ quan", widget=Picker
    )
    asked_on = _day("Ngày hỏi")
    deadline = _day("Hạn trả lời", required=False)
    document = _text("Văn bản hỏi", 200)

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["asked_unit"]
        field.queryset = units
        self.initial.setdefault("asked_on", self.today)


class AnswerOpinionForm(CaseActForm):
    """What a body that was asked has answered."""

    permission = "rotations.answer_opinion"
    label, act, past = "Ghi ý kiến trả lời", "answer", ("answered_on",)
    answered_on = _day("Ngày trả lời")
    outcome = forms.ChoiceField(label="Ý kiến", choices=[("", "Chọn ý kiến"), *StepOutcome.choices])
    opinion_text = _text("Nội dung ý kiến", 4000, rows=4)
    document = _text("Văn bản trả lời", 200)


def answer_form(opinion: AppraisalOpinion, *args: Any, today: date) -> AnswerOpinionForm:
    """The form for one answer."""
    initial = {"answered_on": today}
    return AnswerOpinionForm(*args, today=today, about=opinion.pk, initial=initial)


# --- A longer term -----------------------------------------------------------------------------------------


class ExtendForm(CaseActForm):
    """A decision that the rotation lasts longer."""

    permission = "rotations.move_rotation_extend"
    label, act, past = "Gia hạn", "extend", ("issued_on",)
    due = PartialDateFormField(label="Hết thời hạn mới")
    reason = forms.ChoiceField(label="Lý do gia hạn", choices=[("", "Chọn lý do"), *ExtensionReason.choices])
    number = _text("Số quyết định", 20, help_text="Để trống nếu văn thư chưa cấp số.")
    symbol = _text("Ký hiệu", 30, required=True, help_text="Ví dụ: QĐ/HU")
    issued_on = _day("Ngày quyết định")
    issuer = _text("Cơ quan ban hành", 200, required=True)
    signer = _text("Người ký", 150)
    note = _text("Ghi chú", 500)

    def given(self) -> dict[str, Any]:
        """The new due date, its reason, and the decision, not yet kept."""
        given = super().given()
        decision = Decision(
            kind=DecisionKind.EXTENSION,
            title="Gia hạn thời gian luân chuyển",
            effective_on=given["issued_on"],
        )
        for name in ("number", "symbol", "issued_on", "issuer", "signer"):
            setattr(decision, name, given.pop(name, ""))
        return {**given, "decision": decision}
