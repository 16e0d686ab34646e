"""What is typed into the register of decisions: the document, and a line for each release and grant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rotations import vietnamese
from rotations.forms.fields import RecordForm
from rotations.forms.people import PersonBox, meant, only_one
from rotations.models import Decision, DecisionLine, Official, OfficialQuerySet, PostHolding, Term
from rotations.vocabulary import DecisionKind, LineAction

LINES_OFFERED = 4


class DecisionForm(RecordForm):
    """One decision. The number may be left to the registry; the term follows from the date and is not asked for."""

    class Meta:
        model = Decision
        fields = [
            "kind", "title", "number", "symbol", "issued_on", "effective_on", "issuer", "signer", "signer_title",
            "secrecy", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, free_number: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = (
            f"Để trống nếu văn thư chưa cấp số. Số tiếp theo của nhiệm kỳ: {free_number}."
            if free_number
            else "Để trống nếu văn thư chưa cấp số. Số chạy theo nhiệm kỳ, không quay về 1 khi sang năm."
        )
        if self.instance.pk:
            self.fields["why"] = forms.CharField(
                label="Lý do đính chính",
                max_length=100,
                required=False,
                help_text="Bắt buộc khi sửa điều đã ghi; điền số còn để trống thì không cần.",
            )
        for name in ("issued_on", "effective_on"):
            self.fields[name].help_text = "Ghi ngày/tháng/năm."
        self.fields["effective_on"].required = False
        self.fields["effective_on"].help_text += " Để trống là từ ngày ban hành; có thể là ngày sắp tới."

    def clean(self) -> dict[str, Any]:
        """Without another day a decision takes effect on the day it is issued."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("effective_on") and "effective_on" not in self.errors:
            cleaned["effective_on"] = cleaned.get("issued_on")
        if cleaned.get("issued_on"):
            # The number is unique within the term, so the term is known before the number is checked.
            self.instance.term = Term.objects.party().running_on(cleaned["issued_on"]).first()
        return cleaned


class DecisionLineForm(forms.Form):
    """One person released from, or granted, one post or duty. A seat named as the person holds it, or as the person's
    case brings it, is linked; any other text is kept as it is written."""

    official = forms.CharField(
        label="Cán bộ", max_length=200, help_text="Họ và tên đầy đủ hoặc số hiệu.", required=False,
        widget=PersonBox,
    )  # fmt: skip
    action = forms.ChoiceField(label="Nội dung", choices=[("", "Chọn"), *LineAction.choices], required=False)
    text = forms.CharField(label="Chức danh, nhiệm vụ", max_length=300, required=False)
    effective_on = forms.DateField(
        label="Từ ngày", required=False, help_text="Để trống là ngày hiệu lực của quyết định."
    )

    def __init__(self, *args: Any, officials: OfficialQuerySet, on: date, **kwargs: Any) -> None:
        self.officials, self.on = officials, on
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A line that was begun is whole; one left empty is no line."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_changed():
            for name in ("official", "action", "text"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError("Hãy ghi đủ dòng này, hoặc để trống cả dòng."))
        return cleaned

    def clean_official(self) -> Official | None:
        """The one person of that code or that name, or chosen from what was found."""
        typed = self.cleaned_data["official"]
        if not typed:
            return None
        person = only_one(meant(self.officials, typed))
        if person is None:
            raise ValidationError("Không có cán bộ nào mang tên hoặc số hiệu này; hãy ghi đủ họ và tên.")
        return person

    def line(self) -> DecisionLine:
        """The line, not yet kept."""
        cleaned = self.cleaned_data
        official: Official = cleaned["official"]
        line = DecisionLine(
            official=official,
            action=LineAction(cleaned["action"]),
            text=cleaned["text"],
            effective_on=cleaned.get("effective_on"),
        )
        key = vietnamese.match_key(cleaned["text"])
        case = official.rotations.open().first()
        line.rotation = case
        if line.action == LineAction.RELEASE:
            held = PostHolding.objects.on(self.on).filter(official=official)
            seats = [holding.post for holding in held.select_related("post__position", "post__unit")]
        else:
            rows = case.posts.select_related("post__position", "post__unit") if case else ()
            seats = [row.post for row in rows]
        for post in seats:
            if key in (vietnamese.match_key(post.position.name), vietnamese.match_key(str(post))):
                line.post, line.text = post, ""
        return line


LineFormSet = forms.formset_factory(DecisionLineForm, extra=LINES_OFFERED, max_num=200, absolute_max=200)


class ManyMovesForm(forms.Form):
    """One act for many cases and the decision it rests on; the fields of the act itself are added by the view."""

    with_decision = forms.BooleanField(
        label="Lập một quyết định chung cho các lượt này",
        required=False,
        help_text="Quyết định mang dòng thôi giữ chức và dòng giao chức danh của từng người.",
    )
    number = forms.CharField(
        label="Số quyết định", max_length=20, required=False, help_text="Để trống nếu văn thư chưa cấp số."
    )
    symbol = forms.CharField(label="Ký hiệu", max_length=30, required=False, help_text="Ví dụ: QĐ/HU")
    issued_on = forms.DateField(label="Ngày ban hành", required=False, help_text="Ghi ngày/tháng/năm.")
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    signer = forms.CharField(label="Người ký", max_length=150, required=False)
    title = forms.CharField(label="Trích yếu", max_length=300, required=False)
    exception = forms.CharField(
        label="Lý do chung cho mọi trường hợp đặc biệt",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Hoặc ghi lý do riêng ở từng người.",
    )

    def leave_out_the_decision(self) -> None:
        """For an act that rests on no decision: the reason for special cases is all that is asked."""
        self.fields = {"exception": self.fields["exception"]}

    def clean(self) -> dict[str, Any]:
        """A decision has a symbol, a day, an issuer and says what it is about."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("with_decision"):
            for name in ("symbol", "issued_on", "issuer", "title"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError("Hãy ghi ô này khi lập quyết định."))
        return cleaned

    def decision(self, kind: DecisionKind | None) -> Decision | None:
        """The decision as typed, not yet kept; None when none is asked for."""
        cleaned = self.cleaned_data
        if kind is None or not cleaned.get("with_decision"):
            return None
        return Decision(
            kind=kind,
            effective_on=cleaned["issued_on"],
            **{
                name: cleaned[name] for name in ("number", "symbol", "issued_on", "issuer", "signer", "title")
            },
        )
