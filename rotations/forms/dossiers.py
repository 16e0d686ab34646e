"""What is typed about a paper of a dossier, and when a file is put beside a record or taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from rotations.file_kinds import ENDINGS
from rotations.forms.classified import NothingClassified
from rotations.forms.overtaken import ActOnARecord
from rotations.models import DossierItem
from rotations.vocabulary import DossierStatus, SecrecyLevel

DAY = {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}


class PaperForm(NothingClassified, ActOnARecord):
    """How one paper of a dossier stands. What of it cannot be is the workflow's to say."""

    status = forms.ChoiceField(label="Tình trạng")
    issued_on = forms.DateField(label="Ngày cấp", required=False, widget=forms.DateInput(attrs=DAY))
    valid_until = forms.DateField(label="Còn hạn đến", required=False, widget=forms.DateInput(attrs=DAY))
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)

    def __init__(self, *args: Any, record: DossierItem, **kwargs: Any) -> None:
        item = record
        initial = {
            "status": item.status,
            "issued_on": item.issued_on,
            "valid_until": item.valid_until,
            "note": item.note,
        }
        super().__init__(*args, **{"initial": initial, "record": record, **kwargs})
        status: Any = self.fields["status"]
        status.choices = [(word.value, word.label) for word in DossierStatus if word != DossierStatus.EXPIRED]
        months = item.template_item.valid_months
        self.fields["valid_until"].help_text = (
            f"Để trống: tính {months} tháng từ ngày cấp." if months else "Để trống nếu không có hạn."
        )

    def clean_status(self) -> DossierStatus:
        """The word itself."""
        return DossierStatus(self.cleaned_data["status"])


class AttachmentForm(NothingClassified):
    """One file and how it is classified. Whether it may be kept is told by its content, in the workflow."""

    file = forms.FileField(
        label="Tệp",
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ",".join(ending for endings in ENDINGS.values() for ending in endings)}
        ),
    )
    secrecy = forms.ChoiceField(label="Độ mật", choices=SecrecyLevel.choices)
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)
    said_unmarked = forms.BooleanField(
        label="Tôi đã xem tệp: không mang dấu Mật, Tối mật, Tuyệt mật",
        required=False,
        help_text="Cần đánh dấu cho tệp PDF và ảnh, vì chương trình không đọc chắc được dấu trong bản quét. Người xác nhận "
        "và thời điểm được lưu cùng tệp.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.SECRECY != "normal":
            del self.fields["said_unmarked"]
        self.fields[
            "file"
        ].help_text = f"PDF, ảnh JPEG hoặc PNG, Word, Excel; không quá {settings.ATTACHMENT_MAX_BYTES // 1024 // 1024} MB."

    def given(self) -> dict[str, Any]:
        """What `workflow.attach` takes, by its own names. Of a file past the limit no more is read than shows it."""
        upload = self.cleaned_data["file"]
        return {
            "name": upload.name,
            "content": upload.read(settings.ATTACHMENT_MAX_BYTES + 1),
            "secrecy": SecrecyLevel(self.cleaned_data["secrecy"]),
            "note": self.cleaned_data["note"],
            "said_unmarked": self.cleaned_data.get("said_unmarked", False),
        }


class RemovalForm(forms.Form):
    """Why a file is taken away."""

    reason = forms.CharField(label="Lý do gỡ", max_length=300)
