"""What a unit types to state a need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from rotations import vietnamese
from rotations.forms.fields import RecordForm
from rotations.models import NeedCall, Official, RotationNeed, Unit

NAMESAKES_SHOWN = 5


class NeedForm(RecordForm):
    """One line of Biểu 1.

    The view gives the `units`, `calls` and `officials` the account may see; with `fixed_unit` the unit is not asked.
    A person is typed by name or official code: one found is linked, several ask for the code, none stays text.
    """

    person = forms.CharField(
        label="Nhân sự đề xuất",
        required=False,
        max_length=200,
        help_text="Họ tên hoặc số hiệu cán bộ, nếu có.",
    )

    class Meta:
        model = RotationNeed
        fields = [
            "unit", "call", "year", "direction", "position", "position_text", "quantity", "reason", "requirements",
            "person", "expected_on", "note",
        ]  # fmt: skip
        widgets = {
            "requirements": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        calls: QuerySet[NeedCall],
        officials: QuerySet[Official],
        fixed_unit: Unit | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.officials = officials
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["call"].queryset = calls  # type: ignore[attr-defined]
        self.fields["call"].empty_label = "Ngoài các đợt đề xuất"  # type: ignore[attr-defined]
        self.fields["position"].empty_label = "Không có trong danh mục"  # type: ignore[attr-defined]
        self.fields[
            "position_text"
        ].help_text = "Ghi khi chức danh không có trong danh mục, hoặc để nói rõ thêm."
        self.fields["year"].initial = self.on.year
        if fixed_unit is None:
            self.fields["unit"].empty_label = "Chọn đơn vị"  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
            self.instance.unit = fixed_unit

    def clean_year(self) -> int:
        """A plan of the past or of a far future is a slip of the keyboard."""
        year: int = self.cleaned_data["year"]
        if not self.on.year - 1 <= year <= self.on.year + 5:
            raise ValidationError(f"Năm kế hoạch phải từ {self.on.year - 1} đến {self.on.year + 5}.")
        return year

    def clean_person(self) -> str:
        """Link the one person meant, or ask which of several."""
        typed = vietnamese.clean(self.cleaned_data["person"])
        self.instance.proposed_official, self.instance.proposed_text = None, typed
        if not typed:
            return typed
        found = list(
            self.officials.filter(Q(official_code=typed) | Q(match_key=vietnamese.match_key(typed)))
            .select_related("unit")
            .order_by("name_key", "pk")[: NAMESAKES_SHOWN + 1]
        )
        if len(found) > 1:
            labels = "; ".join(
                f"{official.label} (số hiệu {official.official_code or 'chưa có'})"
                for official in found[:NAMESAKES_SHOWN]
            )
            raise ValidationError(f"Có nhiều người cùng tên, hãy ghi số hiệu: {labels}.", code="ambiguous")
        if found:
            self.instance.proposed_official, self.instance.proposed_text = found[0], ""
        return typed

    def clean(self) -> dict[str, Any]:
        """A need names a post: one of the catalogue, or in words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("position") and not cleaned.get("position_text") and not self.errors:
            self.add_error("position", "Hãy chọn chức danh, hoặc ghi vị trí cần bổ sung ở ô bên dưới.")
        return cleaned
