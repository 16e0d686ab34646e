"""The paper that an act on an approved plan asks for: one on record, or a new one typed in the same form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rotations.forms.classified import NothingClassified
from rotations.models import AmendmentPaper, PlanVersion, RotationPlan
from rotations.vietnamese import match_key

RECORDED, NUMBER, DAY, REASON = (
    "amendment",
    "amendment_number",
    "amendment_on",
    "amendment_reason",
)
BY_WHOM = "Văn bản mới do lãnh đạo Ban Tổ chức hoặc Thường trực ghi."
NOT_RECORDED = (
    "Chưa có văn bản nào được ghi. Hãy nhờ lãnh đạo Ban Tổ chức ghi văn bản ở trang kế hoạch, mục “Điều chỉnh, bổ "
    "sung”, rồi chọn tại đây."
)
TYPED = ((NUMBER, "Hãy ghi số, ký hiệu của văn bản."), (DAY, "Hãy ghi ngày của văn bản."),
         (REASON, "Hãy ghi lý do, nội dung điều chỉnh."))  # fmt: skip


def amendment_fields(plans: Iterable[RotationPlan], *, may_record: bool) -> dict[str, forms.Field]:
    """The fields for the amendment of one of these plans; {} when none of them needs one. One query.

    `may_record` says whether a paper that is not on record may be typed; without it one is only chosen.
    """
    approved = {plan.pk: plan for plan in plans if plan.is_amendable}
    if not approved:
        return {}
    fields: dict[str, forms.Field] = {}
    recorded = _recorded(approved)
    if recorded or not may_record:
        chosen = forms.ChoiceField(
            label="Văn bản điều chỉnh, bổ sung",
            required=False,
            choices=[("", "Văn bản mới, ghi dưới đây" if may_record else "Chọn văn bản"), *recorded],
            help_text="Kế hoạch đã phê duyệt chỉ thay đổi bằng văn bản." if recorded else NOT_RECORDED,
        )
        fields[RECORDED] = chosen
    if may_record:
        fields[NUMBER] = forms.CharField(
            label="Số, ký hiệu văn bản điều chỉnh",
            max_length=50,
            required=False,
            help_text="Ví dụ: 85-KH/HU. Chỉ ghi khi kế hoạch đã phê duyệt; kế hoạch còn dự thảo thì để trống.",
        )
        fields[DAY] = forms.DateField(
            label="Ngày văn bản điều chỉnh",
            required=False,
            widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
        )
        fields[REASON] = forms.CharField(label="Lý do, nội dung điều chỉnh", max_length=300, required=False)
    return fields


def _recorded(plans: dict[int, RotationPlan]) -> list[tuple[str, str]]:
    """The papers on record, each once: the key of its last version, and how it is called."""
    versions = PlanVersion.objects.amendments().filter(plan__in=plans).defer("content")
    found: dict[tuple[int, str], tuple[str, str]] = {}
    for version in versions:
        called = f"{version.document_number}, ngày {version.issued_on:%d/%m/%Y}: {version.reason}"
        if len(plans) > 1:
            called = f"Kế hoạch {plans[version.plan_id].year}: {called}"
        found.setdefault((version.plan_id, match_key(version.document_number)), (str(version.pk), called))
    return list(found.values())


class WithAmendment(forms.BaseForm):
    """Mixed into the form of an act that changes what a plan says. Call `ask_for_amendment` once the fields stand."""

    asks_for_amendment = False

    def ask_for_amendment(self, plans: Iterable[RotationPlan], *, may_record: bool = True) -> None:
        """Add the fields when one of the plans is approved."""
        added = amendment_fields(plans, may_record=may_record)
        self.fields.update(added)
        self.asks_for_amendment = bool(added)

    def check_amendment(self, *plans: RotationPlan | None) -> None:
        """What the act on these plans lacks of its paper, said beside the fields; call it in `clean`."""
        approved = [plan for plan in plans if plan is not None and plan.is_amendable]
        if not approved or not self.asks_for_amendment:
            return
        cleaned: dict[str, Any] = self.cleaned_data
        if key := cleaned.get(RECORDED):
            versions = PlanVersion.objects.amendments().filter(plan__in=approved, pk=key)
            version = versions.defer("content").first()
            if version is None:
                self.add_error(RECORDED, ValidationError("Văn bản này là của kế hoạch khác; hãy chọn lại."))
            else:
                self.amendment_chosen = AmendmentPaper(
                    version.document_number, version.issued_on, version.reason
                )
            return
        if NUMBER not in self.fields:
            recorded: Any = self.fields[RECORDED]
            said = "Hãy chọn văn bản điều chỉnh, bổ sung." if recorded.choices[1:] else NOT_RECORDED
            self.add_error(RECORDED, ValidationError(said))
            return
        for name, said in TYPED:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(said))

    amendment_chosen: AmendmentPaper | None = None

    @property
    def amendment(self) -> AmendmentPaper | None:
        """The paper chosen or typed; None where none was asked for or given."""
        if self.amendment_chosen is not None:
            return self.amendment_chosen
        cleaned = self.cleaned_data
        if not cleaned.get(NUMBER):
            return None
        return AmendmentPaper(cleaned[NUMBER], cleaned.get(DAY), cleaned.get(REASON, ""))


class AmendmentForm(WithAmendment, NothingClassified):
    """The paper alone, beside an act on `plans` that has no form of its own; without a field while none is needed."""

    def __init__(self, *args: Any, plans: Iterable[RotationPlan], may_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = list(plans)
        self.ask_for_amendment(self.plans, may_record=may_record)

    def clean(self) -> dict[str, Any]:
        """All that the paper needs."""
        cleaned = super().clean() or self.cleaned_data
        self.check_amendment(*self.plans)
        return cleaned
