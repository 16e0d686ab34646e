"""What a unit types to state a need: one alone, or several lines in answer to a call."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseModelFormSet, modelformset_factory

from rotations import vietnamese
from rotations.forms.fields import Picker, RecordForm
from rotations.forms.people import PersonBox, meant, only_one
from rotations.models import NeedCall, OfficialQuerySet, Position, RotationNeed, Unit

LINE = (
    "direction", "position", "position_text", "quantity", "reason", "person", "expected_on", "other_level",
    "requirements", "note",
)  # fmt: skip


class NeedLineForm(RecordForm):
    """One line of Biểu 1; whose it is and of which year is said beside it.

    The view gives the `officials` the account may see, and the `positions` to choose from where they are not all of the
    catalogue; one that was chosen before may stay. A person is typed by name or official code: one found is
    linked, several ask for the code, none stays text; one that was linked before stays linked while it is not typed
    over.
    """

    person = forms.CharField(
        label="Nhân sự đề xuất",
        required=False,
        max_length=200,
        widget=PersonBox,
        help_text="Họ tên hoặc số hiệu cán bộ, nếu có.",
    )

    class Meta:
        model = RotationNeed
        fields: Iterable[str] = LINE
        widgets = {
            "unit": Picker,
            "requirements": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self,
        *args: Any,
        officials: OfficialQuerySet,
        positions: QuerySet[Position] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.officials = officials
        if positions is not None:
            self.fields["position"].help_text = "Các chức danh ở cấp, khối của đơn vị."
            chosen = Position.objects.filter(pk=self.instance.position_id)
            self.fields["position"].queryset = positions | chosen  # type: ignore[attr-defined]
        self.fields["position"].empty_label = "Không có trong danh mục"  # type: ignore[attr-defined]
        self.fields[
            "position_text"
        ].help_text = "Ghi khi chức danh không có trong danh mục, hoặc để nói rõ thêm."
        self.fields["other_level"].choices = [  # type: ignore[attr-defined]
            ("", "Chưa rõ"),
            *self.fields["other_level"].choices[1:],  # type: ignore[attr-defined]
        ]
        need: RotationNeed = self.instance
        proposed = need.proposed_official.full_name if need.proposed_official else need.proposed_text
        self.initial.setdefault("person", proposed)

    def clean_person(self) -> str:
        """Link the one person meant, or ask which of several."""
        typed = vietnamese.clean(self.cleaned_data["person"])
        if self.instance.pk and "person" not in self.changed_data:
            return typed
        self.instance.proposed_official, self.instance.proposed_text = None, typed
        if not typed:
            return typed
        if person := only_one(meant(self.officials, typed)):
            self.instance.proposed_official, self.instance.proposed_text = person, ""
        return typed

    def clean(self) -> dict[str, Any]:
        """A need names a post: one of the catalogue, or in words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("position") and not cleaned.get("position_text") and not self.errors:
            self.add_error("position", "Hãy chọn chức danh, hoặc ghi vị trí cần bổ sung ở ô bên dưới.")
        return cleaned


class NeedForm(NeedLineForm):
    """One need with its unit, year and call.

    The view gives the `units` and `calls` the account may see as well; with `fixed_unit` the unit is not asked.
    """

    class Meta(NeedLineForm.Meta):
        fields = ("unit", "call", "year", *LINE)

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        calls: QuerySet[NeedCall],
        fixed_unit: Unit | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["call"].queryset = calls  # type: ignore[attr-defined]
        self.fields["call"].empty_label = "Ngoài các đợt đề xuất"  # type: ignore[attr-defined]
        self.fields["call"].help_text = "Nhu cầu nêu trong một đợt thuộc năm của đợt đó."
        self.fields["year"].initial = self.on.year
        if fixed_unit is None:
            self.fields["unit"].empty_label = "Chọn đơn vị"  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
            if self.instance.pk is None:
                self.instance.unit = fixed_unit

    def clean_year(self) -> int:
        """A plan of the past or of a far future is a slip of the keyboard; what stands may stay."""
        year: int = self.cleaned_data["year"]
        stands = self.instance.pk is not None and "year" not in self.changed_data
        if not stands and not self.on.year - 1 <= year <= self.on.year + 5:
            raise ValidationError(f"Năm kế hoạch phải từ {self.on.year - 1} đến {self.on.year + 5}.")
        return year


class _Lines(BaseModelFormSet):
    """The lines of one answer. The catalogue is read once for all of them; a blank line is no line."""

    @cached_property
    def positions(self) -> list[tuple[Any, str]]:
        """The catalogue as choices."""
        offered = self.form_kwargs.get("positions")
        offered = Position.objects.all() if offered is None else offered
        chosen = Position.objects.filter(pk__in={need.position_id for need in self.get_queryset()})
        return [
            ("", "Không có trong danh mục"),
            *((position.pk, str(position)) for position in offered | chosen),
        ]

    def add_fields(self, form: Any, index: int | None) -> None:
        """One line with its tick to take it out."""
        super().add_fields(form, index)
        form.fields["position"].choices = self.positions
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ dòng này"

    @property
    def kept(self) -> list[RotationNeed]:
        """The needs that are new or were changed."""
        lines = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        return [form.instance for form in lines]

    @property
    def withdrawn(self) -> list[RotationNeed]:
        """The needs taken out."""
        return [form.instance for form in self.deleted_forms if form.instance.pk]


def need_lines(extra: int) -> type[_Lines]:
    """The formset of an answer's lines, with so many blank ones."""
    lines: Any = modelformset_factory(
        RotationNeed,
        form=NeedLineForm,
        formset=_Lines,
        extra=extra,
        can_delete=True,
        can_delete_extra=False,
        max_num=100,
        absolute_max=200,
        validate_max=True,
    )
    return cast(type[_Lines], lines)
