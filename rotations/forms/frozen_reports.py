"""What is typed to freeze the figures of a report."""

from __future__ import annotations

from django import forms

from rotations.forms.classified import NothingClassified


class FreezeForm(NothingClassified):
    """How the frozen figures are called, and a word about them."""

    title = forms.CharField(
        label="Tên gọi",
        max_length=120,
        error_messages={"required": "Hãy ghi tên gọi của bản chốt, ví dụ: Tháng 11/2025."},
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
