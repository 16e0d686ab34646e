"""Targets of a plan: set by hand, or gathered from what units ask for and offer, after it was shown."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.forms.amendments import AmendmentForm
from rotations.forms.plan_targets import TargetForm
from rotations.models import Account, PlanTarget, RotationPlan
from rotations.views.acting import AddRecord
from rotations.views.changing import ChangeRecord
from rotations.vocabulary import UnitLevel

LEVEL = "level-"
# What stands behind each state of a gathered target.
STATES = {
    "new": "Chỉ tiêu mới",
    "same": "Đã có, không đổi",
    "newer": "Nhu cầu đã đổi",
    "typed": "Đã được sửa tay",
    "gone": "Không còn nhu cầu nào",
}
MARKS = {"new": "create", "same": "unchanged", "newer": "update", "typed": "warn", "gone": "missing"}


def plan_of(request: Any, pk: int) -> RotationPlan:
    """A plan the account may open; any other is 404."""
    return get_object_or_404(access.visible_plans(cast(Account, request.user), on=localdate()), pk=pk)


def amendment_form(request: Any, plan: RotationPlan, data: Any = None) -> AmendmentForm:
    """The paper for an act on the plan; a form without fields while the plan is not approved."""
    may_record = workflow.may_record_papers(cast(Account, request.user))
    return AmendmentForm(data, plans=[plan], may_record=may_record)


class PlanGather(PermissionRequiredMixin, TemplateView):
    """What the needs of the year come to, beside what stands; chosen lines are taken over."""

    permission_required = "rotations.prepare_plan"
    template_name = "plans/gather.html"

    @cached_property
    def plan(self) -> RotationPlan:
        """The plan gathered for."""
        return plan_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every line with the needs that give it, and what could not be placed."""
        account, today = cast(Account, self.request.user), localdate()
        gathering = workflow.gather(self.plan, on=today)
        return super().get_context_data(
            plan=self.plan,
            gathering=gathering,
            lines=[(one, STATES[one.state], MARKS[one.state]) for one in gathering.targets],
            general=sum(target.quantity for target in self.plan.targets.of_whole_directions()),
            refusal=workflow.targets_refusal(self.plan, by=account),
            amendment_form=kwargs.pop("amendment_form", None) or amendment_form(self.request, self.plan),
            chosen=kwargs.pop("chosen", None),
            levels=UnitLevel.choices,
            asks_levels=any(one.lacks_level for one in gathering.unplaced),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the chosen lines over."""
        account = cast(Account, request.user)
        chosen, seen = request.POST.getlist("take"), request.POST.get("seen", "")
        if not chosen:
            messages.error(request, "Chưa chọn dòng nào, nên chưa có gì được ghi.")
            return redirect("rotations:plan-gather", self.plan.pk)
        form = amendment_form(request, self.plan, request.POST)
        if not form.is_valid():
            return self.render_to_response(
                self.get_context_data(amendment_form=form, chosen=chosen, **kwargs)
            )
        try:
            written = workflow.take_gathered(
                self.plan, chosen, by=account, on=localdate(), seen=seen, amendment=form.amendment
            )
        except workflow.MoveRefused as refused:
            messages.error(request, str(refused))
            return redirect("rotations:plan-gather", self.plan.pk)
        removed = len(set(chosen)) - len(written)
        told = f"Đã ghi {len(written)} chỉ tiêu từ nhu cầu."
        messages.success(request, f"{told} Đã bỏ {removed} chỉ tiêu." if removed else told)
        return redirect(self.plan)


@require_POST
@permission_required("rotations.prepare_plan", raise_exception=True)
def plan_levels(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down the levels chosen for needs that say only one end."""
    plan = plan_of(request, pk)
    levels = {
        int(name.removeprefix(LEVEL)[:18]): UnitLevel(str(request.POST[name]))
        for name in request.POST
        if name.startswith(LEVEL)
        and name.removeprefix(LEVEL).isascii()
        and name.removeprefix(LEVEL).isdigit()
        and request.POST[name] in UnitLevel.values
    }
    try:
        changed = workflow.tell_levels(plan, levels, by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã ghi cấp của {changed} nhu cầu.")
    return redirect("rotations:plan-gather", plan.pk)


class _TargetTyped:
    """What the forms of a new and of a changed target share."""

    account: Account
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def plan(self) -> RotationPlan:
        """The plan the target is of."""
        return plan_of(self.request, self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets its plan and the units there are today."""
        today = localdate()
        units = access.visible_units(self.account, on=today).existing_on(today)
        may_record = workflow.may_record_papers(self.account)
        own = {"plan": self.plan, "units": units, "may_record": may_record}
        return {**super().get_form_kwargs(), **own}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the plan, and why its targets stand if they do."""
        refusal = workflow.targets_refusal(self.plan, by=self.account)
        return super().get_context_data(plan=self.plan, refusal=refusal, **kwargs)  # type: ignore[misc]

    def record(self, form: TargetForm) -> PlanTarget:
        """Hand the target to the workflow."""
        return workflow.set_target(
            form.save(commit=False), by=self.account, on=localdate(), amendment=form.amendment
        )


class TargetAdd(_TargetTyped, AddRecord):
    """A new target."""

    model = PlanTarget
    form_class = TargetForm
    permission_required = "rotations.prepare_plan"
    template_name = "plans/target_add.html"
    success_message = "Đã đặt chỉ tiêu."


class TargetEdit(_TargetTyped, ChangeRecord):
    """Change a target, or take it out."""

    model = PlanTarget
    form_class = TargetForm
    permission_required = "rotations.prepare_plan"
    template_name = "plans/target_edit.html"
    success_message = "Đã sửa chỉ tiêu."

    @cached_property
    def changed(self) -> PlanTarget:
        """The target of this plan."""
        return get_object_or_404(self.visible(), pk=self.kwargs["target"])

    def visible(self) -> QuerySet[PlanTarget]:
        """Targets of a plan the account may open."""
        return self.plan.targets.select_related("plan")


@permission_required("rotations.prepare_plan", raise_exception=True)
def target_remove(request: SignedInRequest, pk: int, target: int) -> HttpResponse:
    """Take a target out, after asking; one that somebody else took out before is no fault of this one."""
    plan = plan_of(request, pk)
    found = plan.targets.for_listing().find(target)
    if found is None:
        messages.info(request, "Chỉ tiêu này không còn trong kế hoạch.")
        return redirect(plan)
    form = amendment_form(request, plan, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.remove_target(found, by=request.user, on=localdate(), amendment=form.amendment)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã bỏ chỉ tiêu.")
            return redirect(plan)
    return render(request, "plans/target_remove.html", {"plan": plan, "target": found, "form": form})
