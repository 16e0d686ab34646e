"""What is typed to put someone forward, and to take a case one move further."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from rotations.forms.amendments import WithAmendment
from rotations.forms.classified import NothingClassified
from rotations.forms.fields import PartialDateFormField, Picker, RecordForm
from rotations.forms.people import as_chosen
from rotations.forms.resting import EARLY, NUMBER, WithDecision
from rotations.models import (
    Official,
    OfficialQuerySet,
    Post,
    PostHolding,
    PostQuerySet,
    Rotation,
    RotationPlanQuerySet,
    Unit,
)
from rotations.vocabulary import DecisionKind, EndKind, EndReason, PlanStatus


class _SeatChoices(forms.ModelMultipleChoiceField):
    """Posts of the receiving unit, each with its procedure and who holds it now."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        holders = [str(holding.official) for holding in obj.present_holdings]
        held = f"đang giữ: {', '.join(holders)} ({len(holders)}/{obj.quota})" if holders else "đang khuyết"
        return f"{obj.position} ({obj.position.get_filling_display().lower()}), {held}"


class _HeldPostChoices(forms.ModelMultipleChoiceField):
    """Posts the person holds now."""

    widget = forms.CheckboxSelectMultiple


class _PersonChoices(forms.ModelChoiceField):
    """A few people to choose one of, each told from namesakes."""

    widget = Picker

    def label_from_instance(self, obj: Any) -> str:
        return as_chosen(obj)


class RotationForm(WithAmendment, RecordForm):
    """A new proposal. Person and both units were chosen before, by search, and come from the view together with the
    plans and posts the account may see. Direction follows from the units and is not asked for."""

    receiving_posts = _SeatChoices(Post.objects.none(), label="Chức danh tại nơi đến", required=False)
    left_posts = _HeldPostChoices(Post.objects.none(), label="Chức vụ thôi giữ ở nơi đi", required=False)
    field_order = (
        "plan", "movement_type", "purpose", "receiving_posts", "left_posts", "sending_title", "starts_on",
        "expected_placement", "note",
    )  # fmt: skip

    class Meta:
        model = Rotation
        fields = [
            "plan",
            "movement_type",
            "purpose",
            "sending_title",
            "starts_on",
            "expected_placement",
            "note",
        ]

    def __init__(
        self,
        *args: Any,
        official: Official,
        sending: Unit,
        receiving: Unit,
        plans: RotationPlanQuerySet,
        posts: PostQuerySet,
        may_record: bool = False,
        year: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.official = official
        self.instance.set_route(sending, receiving)
        plan: Any = self.fields["plan"]
        plan.queryset = plans.exclude(status__in=[PlanStatus.REVIEWED, PlanStatus.ARCHIVED])
        plan.empty_label = "Chọn kế hoạch"
        offered = {str(one.year): one.pk for one in plan.queryset}
        only = next(iter(offered.values())) if len(offered) == 1 else None
        self.initial.setdefault("plan", offered.get(year) or offered.get(str(self.on.year)) or only)
        seats: Any = self.fields["receiving_posts"]
        present = PostHolding.objects.on(self.on).select_related("official")
        seats.queryset = (
            posts.filter(unit=receiving)
            .open_on(self.on)
            .select_related("position")
            .prefetch_related(Prefetch("holdings", queryset=present, to_attr="present_holdings"))
        )
        held: Any = self.fields["left_posts"]
        held.queryset = posts.filter(
            pk__in=PostHolding.objects.on(self.on).filter(official=official).values("post")
        ).for_listing()
        self.initial.setdefault("left_posts", list(held.queryset.filter(unit=sending)))
        self.fields["starts_on"].help_text += " Để trống nếu chưa định."
        self.fields["note"].widget.attrs["rows"] = 3
        self.ask_for_amendment(plan.queryset, may_record=may_record)

    def clean(self) -> dict[str, Any]:
        """A person comes into an approved plan with the paper that says so."""
        cleaned = super().clean() or self.cleaned_data
        self.check_amendment(cleaned.get("plan"))
        return cleaned


# How each column a move needs or takes is typed; which move wants which is the workflow's table.
MOVE_FIELDS: dict[str, Any] = {
    "starts_on": lambda: PartialDateFormField(label="Bắt đầu từ"),
    "announced_on": lambda: forms.DateField(
        label="Ngày công bố", help_text="Từ ngày này đơn vị nhìn thấy hồ sơ. Ghi ngày/tháng/năm."
    ),
    "ended_on": lambda: forms.DateField(label="Ngày kết thúc", help_text="Ghi ngày/tháng/năm."),
    "end_kind": lambda: forms.ChoiceField(
        label="Hình thức kết thúc", choices=[("", "Chọn hình thức"), *EndKind.choices]
    ),
    "end_reason": lambda: forms.ChoiceField(
        label="Lý do kết thúc",
        choices=[("", "Không có"), *EndReason.choices],
        help_text="Bắt buộc khi kết thúc sớm.",
    ),
    "cancel_reason": lambda: forms.CharField(label="Lý do không thực hiện", max_length=300),
}


# What a doubt may ask for: the part it is, and what is said when it lacks.
EXCEPTION_FIELDS: dict[str, tuple[str, str]] = {
    "exception": ("reason", "Hãy nêu lý do trường hợp đặc biệt để ghi vào hồ sơ."),
    "approved_by": ("approver", "Quy định yêu cầu người chấp thuận; hãy chọn người chấp thuận."),
    "document": ("document", "Quy định yêu cầu văn bản chấp thuận; hãy ghi số, ký hiệu, ngày của văn bản."),
}


class MoveForm(WithAmendment, WithDecision, NothingClassified):
    """One move of one case: the day of the act, the columns it needs, a note and the papers; and, once the rules
    found something doubtful, the reason why the case goes on."""

    on = forms.DateField(label="Ngày thực hiện", help_text="Ghi ngày/tháng/năm.")

    def __init__(
        self,
        *args: Any,
        verb: str,
        needs: Sequence[str],
        takes: Sequence[str],
        rotation: Rotation,
        today: date,
        approvers: OfficialQuerySet | None = None,
        may_consent: bool = False,
        rests_on: DecisionKind | None = None,
        **kwargs: Any,
    ) -> None:
        self.today, self.approvers, self.rotation, self.rests_on = today, approvers, rotation, rests_on
        self.may_consent = may_consent  # the account has a file of its own, which stands for it
        self.columns = (*needs, *takes)
        initial: dict[str, Any] = {"on": today}
        if rotation.starts is not None:
            initial["starts_on"] = rotation.starts
        if rotation.announced_on is not None:
            initial["announced_on"] = rotation.announced_on
        super().__init__(*args, **{"auto_id": f"{verb}_%s", "initial": initial, **kwargs})
        for name in self.columns:
            self.fields[name] = MOVE_FIELDS[name]()
            self.fields[name].required = name in needs
        if rests_on is not None:
            self.ask_for_decision("Bắt buộc khi kết thúc sớm." if verb == "end" else "")
        self.fields["papers"] = forms.CharField(
            label="Văn bản khác" if rests_on else "Văn bản",
            max_length=500,
            required=False,
            help_text="Số, ký hiệu, ngày của văn bản.",
        )
        if "cancel_reason" not in self.columns:
            self.fields["reason"] = forms.CharField(label="Ghi chú", max_length=1000, required=False)
        self.plan = rotation.plan if rotation.plan_id is not None else None
        if verb == "cancel" and self.plan is not None:
            self.ask_for_amendment([self.plan])
        self.checks: list[Any] = []
        for name in EXCEPTION_FIELDS:
            if name in self.data:
                self._add_exception(name)

    def clean(self) -> dict[str, Any]:
        """Who is called off leaves an approved plan with the paper that says so, who ends early has the decision."""
        cleaned = super().clean() or self.cleaned_data
        self.check_decision(EARLY if cleaned.get("end_kind") == EndKind.EARLY else "")
        self.check_amendment(self.plan)
        return cleaned

    def clean_on(self) -> date:
        """An act is written down on its day or later."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError("Ngày thực hiện không thể sau hôm nay.")
        return on

    def ask_for_exception(self, checks: Iterable[Any], wants: Iterable[str], lacks: Iterable[str]) -> None:
        """Show what is doubtful and ask for what the regulation wants for it; what was typed stays."""
        self.checks = list(checks)
        for name, (part, lacking) in EXCEPTION_FIELDS.items():
            if part in wants:
                self._add_exception(name)
            if part in lacks:
                self.add_error(name, lacking)

    def _add_exception(self, name: str) -> None:
        if name in self.fields:
            return
        match name:
            case "exception":
                self.fields[name] = forms.CharField(
                    label="Lý do trường hợp đặc biệt",
                    max_length=1000,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3}),
                    help_text="Nêu căn cứ: kết luận, chủ trương, văn bản cho phép.",
                )
            case "approved_by":
                self.fields[name] = _PersonChoices(
                    self.approvers.select_related("unit")
                    if self.approvers is not None
                    else Official.objects.none(),
                    label="Người chấp thuận",
                    required=False,
                    empty_label="Chính tài khoản này" if self.may_consent else "Chọn người chấp thuận",
                    help_text="Chọn được người có tài khoản lãnh đạo và người đang đứng đầu cơ quan đảng trên cấp xã. "
                    "Không thấy tên thì ghi chức vụ đang giữ của người đó vào hồ sơ cán bộ trước.",
                )
            case "document":
                self.fields[name] = forms.CharField(
                    label="Văn bản chấp thuận",
                    max_length=200,
                    required=False,
                    help_text="Số, ký hiệu, ngày của văn bản cho phép.",
                )

    def kind_of_decision(self) -> DecisionKind | None:
        """What kind of decision the act as typed rests on."""
        early = self.cleaned_data.get("end_kind") == EndKind.EARLY
        return DecisionKind.EARLY_END if early else self.rests_on

    def given(self) -> dict[str, Any]:
        """What `workflow.make_move` takes, by its own names."""
        cleaned = self.cleaned_data
        extra: dict[str, Any] = {
            name: cleaned[name] for name in ("reason", *EXCEPTION_FIELDS) if name in cleaned
        }
        given = {name: cleaned[name] for name in (*self.columns, "papers") if cleaned.get(name)}
        if self.asks_for_amendment:
            extra["amendment"] = self.amendment
        if (kind := self.kind_of_decision()) is not None and NUMBER in self.fields:
            takes_effect = cleaned.get("ended_on") or cleaned["starts_on"].first
            extra["decision"] = self.decision(kind, self.rotation.official, effective_on=takes_effect)
        return {"on": cleaned["on"], **extra, **given}
