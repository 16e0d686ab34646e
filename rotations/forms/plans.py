"""What is typed to open a year's plan, and to move it on."""

from __future__ import annotations

from typing import Any

from django import forms

from rotations.forms.fields import RecordForm
from rotations.models import Regulation, RotationPlan, Term


class PlanForm(RecordForm):
    """A new plan: the year, its name, the text its cases are judged by."""

    class Meta:
        model = RotationPlan
        fields = [
            "year", "title", "regulation", "term", "document_number", "issued_on", "purpose", "scope", "policy",
            "announced_on", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regulation"].help_text = "Mọi trường hợp của kế hoạch được xét theo văn bản này."
        self.fields["announced_on"].help_text = "Để trống khi chưa công bố: đơn vị chưa nhìn thấy kế hoạch."
        regulation: Any = self.fields["regulation"]
        regulation.queryset = Regulation.objects.order_by("-effective_from")
        term: Any = self.fields["term"]
        term.queryset = Term.objects.party()
        for name in ("purpose", "scope", "policy", "note"):
            self.fields[name].widget.attrs["rows"] = 3
        year = self.initial.setdefault("year", self.on.year)
        self.initial.setdefault("title", f"Kế hoạch luân chuyển cán bộ năm {year}")
        in_force = Regulation.objects.in_force_on(self.on).order_by("-effective_from").first()
        self.initial.setdefault("regulation", in_force.pk if in_force else None)


class PlanMoveForm(forms.Form):
    """What a change of a plan's status may carry with it: the document that says so, and why."""

    document_number = forms.CharField(label="Số, ký hiệu văn bản", max_length=50, required=False)
    reason = forms.CharField(label="Lý do, nội dung điều chỉnh", max_length=300, required=False)
