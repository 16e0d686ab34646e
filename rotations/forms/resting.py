"""The decision that an act on a case rests on, as the form of the act asks for it: number and day, as on the paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rotations.forms.fields import DecisionNumberField
from rotations.models import Decision, Official
from rotations.vocabulary import DecisionKind

NUMBER, DAY = "number", "issued_on"
EARLY = "Kết thúc sớm phải có quyết định; hãy ghi số và ký hiệu của quyết định."


class WithDecision(forms.BaseForm):
    """Mixed into the form of an act that a decision stands behind. Call `ask_for_decision` once the fields stand; the
    decision goes into the register with the act, or is found there."""

    def ask_for_decision(self, when: str = "") -> None:
        """Add the fields; `when` says when they must be filled in."""
        as_written = "Ghi như trên văn bản, ví dụ: 312-QĐ/HU."
        self.fields[NUMBER] = DecisionNumberField(help_text=" ".join(filter(None, (when, as_written))))
        self.fields[DAY] = forms.DateField(
            label="Ngày ban hành", required=False, help_text="Đi cùng số quyết định. Ghi ngày/tháng/năm."
        )

    def leave_out_the_decision(self) -> None:
        """Where it is asked for elsewhere on the page."""
        for name in (NUMBER, DAY):
            self.fields.pop(name, None)

    def check_decision(self, lacking: str = "") -> None:
        """What the decision lacks, said beside its fields; `lacking` where there must be one. Call it in `clean`."""
        if NUMBER not in self.fields or NUMBER in self.errors or DAY in self.errors:
            return
        number, day = self.cleaned_data.get(NUMBER), self.cleaned_data.get(DAY)
        if number and not day:
            self.add_error(DAY, ValidationError("Hãy ghi ngày ban hành của quyết định."))
        elif not number and (day or lacking):
            self.add_error(NUMBER, ValidationError(lacking or "Hãy ghi số và ký hiệu của quyết định."))

    def decision(self, kind: DecisionKind, official: Official, *, effective_on: date) -> Decision | None:
        """The decision as typed, not yet kept; None when none was."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get(NUMBER):
            return None
        decision = Decision.on_paper(cleaned[NUMBER])
        decision.kind, decision.issued_on = kind, cleaned[DAY]
        decision.title = f"{kind.label}: {official}"
        decision.effective_on = max(cleaned[DAY], effective_on)
        return decision
