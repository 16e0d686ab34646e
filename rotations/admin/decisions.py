"""Decisions and their lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.admin.back_office import BackOfficeForm, Recording, Rows
from rotations.models import Decision, DecisionLine


class RegisterForm(BackOfficeForm):
    """A decision of the register; what is written down is corrected with a reason of whoever corrects it."""

    why = forms.CharField(
        label="Lý do đính chính",
        max_length=100,
        required=False,
        help_text="Bắt buộc khi sửa điều đã ghi; điền ô còn để trống thì không cần.",
    )

    def clean(self) -> dict[str, Any] | None:
        """Ask for the reason where something that stood there is changed."""
        cleaned = super().clean()
        corrected = [
            name for name in self.changed_data if name in workflow.CORRECTED and self.initial.get(name)
        ]
        if self.instance.pk and corrected and not self.cleaned_data.get("why", "").strip():
            self.add_error("why", "Hãy ghi lý do đính chính: nội dung đã ghi được sửa.")
        return cleaned


class Lines(Rows):
    """Who is released from or granted what."""

    model = DecisionLine
    fields = ("ordinal", "official", "rotation", "action", "post", "text", "term", "effective_on")
    autocomplete_fields = ("official", "rotation", "post", "term")


@admin.register(Decision)
class DecisionAdmin(Recording):
    """Numbered documents."""

    form = RegisterForm
    visible = staticmethod(access.visible_decisions)
    list_display = ("number", "symbol", "kind", "title", "issued_on", "effective_on", "signer")
    list_filter = ("kind", "secrecy")
    list_display_links = ("number", "title")
    search_fields = ("search_fold",)
    fields = (
        "number", "symbol", "kind", "title", "issued_on", "effective_on", "issuer", "signer", "signer_title", "term",
        "secrecy", "note", "why",
    )  # fmt: skip
    readonly_fields = ("term",)
    inlines = (Lines,)

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        """The reason is asked of whoever may correct, and of nobody who writes a new one."""
        names = super().get_fields(request, obj)
        asked = obj is not None and self.has_change_permission(request, obj)
        return names if asked else [name for name in names if name != "why"]

    def save_model(self, request: Any, obj: Decision, form: Any, change: bool) -> None:
        """The register keeps it: the term follows from the date, and a marking is refused where it may not be kept."""
        workflow.record_decision(obj, by=request.user, on=localdate(), why=form.cleaned_data.get("why", ""))
