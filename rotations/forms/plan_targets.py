"""What is typed to set a target of a plan by hand."""

from __future__ import annotations

from typing import Any

from rotations.forms.amendments import WithAmendment
from rotations.forms.fields import Picker, RecordForm
from rotations.models import PlanTarget, RotationPlan, UnitQuerySet


class TargetForm(WithAmendment, RecordForm):
    """One target of `plan`: how many people, in which direction, for which unit and post. The view gives the `units`."""

    class Meta:
        model = PlanTarget
        fields = ["direction", "unit", "position", "quantity", "note"]
        widgets = {"unit": Picker}

    def __init__(
        self, *args: Any, plan: RotationPlan, units: UnitQuerySet, may_record: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        unit: Any = self.fields["unit"]
        unit.queryset = units
        unit.empty_label = "Chung cho cả hướng"
        position: Any = self.fields["position"]
        position.empty_label = "Mọi chức danh"
        self.fields["unit"].help_text = "Nơi đến; để trống khi chỉ tiêu tính chung cho cả hướng."
        self.ask_for_amendment([plan], may_record=may_record)

    def clean(self) -> dict[str, Any]:
        """A target of an approved plan changes with the paper that says so."""
        cleaned = super().clean() or self.cleaned_data
        self.check_amendment(self.instance.plan)
        return cleaned
