"""Yearly plans: the list, one plan with its people, a new plan, and the moves of its life."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.filters.plans import PlanFilter
from rotations.forms.plans import PlanForm, PlanMoveForm
from rotations.models import Account, RotationPlan, RotationPlanQuerySet
from rotations.reports import pictures
from rotations.reports.plan_life import plan_life
from rotations.reports.plan_progress import plan_progress
from rotations.reports.plan_targets import target_table
from rotations.views.acting import AddRecord
from rotations.views.changing import ChangeRecord
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import PlanStatus

# A plan of a district has some dozens of people; of a longer list the page shows the beginning.
PEOPLE_SHOWN = 300
NEEDS_SHOWN = 15
YEAR_TYPED: Final = re.compile(r"[0-9]{4}")


class PlanList(Listing):
    """Plans, the newest first."""

    model = RotationPlan
    permission_required = "rotations.view_rotationplan"
    filterset_class = PlanFilter
    template_name = "plans/list.html"
    file_name = "ke-hoach-luan-chuyen"
    sorts = {
        "year": Sort("Năm", "year"),
        "title": Sort("Tên kế hoạch", "search_fold"),
        "status": Sort("Trạng thái", "status", "year"),
        "people": Sort("Số lượt", "rotation_count", "year"),
    }
    default_sort = "-year"
    usual = ("title", "year", "number", "regulation", "status", "people")
    columns = (
        Column("year", "Năm", lambda plan: plan.year),
        Column("title", "Tên kế hoạch", lambda plan: plan.title),
        Column("number", "Số, ký hiệu", lambda plan: plan.document_number),
        Column("number", "Ngày ban hành", lambda plan: plan.issued_on),
        Column("regulation", "Theo quy định", lambda plan: plan.regulation.symbol),
        Column("status", "Trạng thái", lambda plan: plan.get_status_display()),
        Column("people", "Số lượt", lambda plan: plan.rotation_count),
    )

    def visible(self) -> RotationPlanQuerySet:
        """Plans with the number of their people."""
        return access.visible_plans(self.account, on=self.today).for_listing()


class PlanDetail(PermissionRequiredMixin, DetailView):
    """One plan: its head, its numbers, its people in order, targets, needs and versions."""

    permission_required = "rotations.view_rotationplan"
    template_name = "plans/detail.html"
    context_object_name = "plan"

    def get_queryset(self) -> RotationPlanQuerySet:
        """Plans the account may see, with the texts they go by."""
        account = cast(Account, self.request.user)
        return access.visible_plans(account, on=localdate()).select_related("regulation", "term")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows, each part only to who may open it."""
        account, today, plan = cast(Account, self.request.user), localdate(), self.object
        context = super().get_context_data(moves=workflow.open_plan_moves(plan, by=account), **kwargs)
        rotations = access.visible_rotations(account, on=today)
        if account.has_perm("rotations.view_rotation"):
            in_order = rotations.filter(plan=plan).counted().for_listing().in_plan_order()
            context["people"] = in_order[:PEOPLE_SHOWN]
            context |= {"today": today, "may_move": workflow.moves_cases(account)}
            context["progress"] = plan_progress(rotations, year=plan.year, on=today)
        if account.has_perm("rotations.view_plantarget"):
            context["targets"] = target_table(plan.targets.for_listing(), rotations.filter(plan=plan))
            if "progress" in context:
                goals = context["targets"].by_direction
                context["picture"] = pictures.progress_picture(
                    context["progress"].standing,
                    {direction: (plan.pk, wanted) for direction, wanted in goals.items()},
                    year=plan.year,
                    links=True,
                )
            context["targets_refusal"] = refusal = workflow.targets_refusal(plan, by=account)
            context["may_set_targets"] = not refusal
        if account.has_perm("rotations.view_rotationneed"):
            context["needs"] = (
                access.visible_needs(account, on=today)
                .filter(year=plan.year)
                .for_listing()[: NEEDS_SHOWN + 1]
            )
        if account.has_perm("rotations.view_planversion"):
            context["versions"] = plan.versions.for_listing()
            context["life"] = plan_life(plan)
        context["takes_people"] = plan.is_amendable or not plan.is_fixed
        context["may_change"] = not workflow.change_refusal(plan, by=account)
        context["may_amend"] = not workflow.amend_refusal(plan, by=account)
        return context


class PlanAdd(AddRecord):
    """A new plan; there is one a year."""

    model = RotationPlan
    form_class = PlanForm
    permission_required = "rotations.add_rotationplan"
    template_name = "plans/add.html"
    success_message = "Đã lập kế hoạch. Tiếp theo: nhập danh sách cán bộ từ tệp, hoặc đề xuất từng người."

    def get_initial(self) -> dict[str, Any]:
        """The year the address names, where a page says that it has no plan yet."""
        asked = self.request.GET.get("year", "")
        named = {"year": int(asked)} if YEAR_TYPED.fullmatch(asked) else {}
        return {**super().get_initial(), **named}


class PlanEdit(ChangeRecord):
    """Change what a plan says of itself; people, targets and the status have ways of their own."""

    model = RotationPlan
    form_class = PlanForm
    permission_required = "rotations.prepare_plan"
    template_name = "plans/edit.html"
    success_message = "Đã sửa kế hoạch."

    def visible(self) -> RotationPlanQuerySet:
        """Plans the account may open."""
        return access.visible_plans(self.account, on=localdate())

    def form_valid(self, form: Any) -> HttpResponse:
        """Write; but another text only once it was shown whom it judges otherwise, and that is what was confirmed."""
        if "regulation" in form.changed_data:
            affected = workflow.affected_by_text(self.kept, form.cleaned_data["regulation"], on=localdate())
            if self.request.POST.get("effect") != affected.digest:
                return self.render_to_response(self.get_context_data(form=form, affected=affected))
        return super().form_valid(form)

    @cached_property
    def kept(self) -> RotationPlan:
        """The plan as it stands, whatever was typed over it."""
        return get_object_or_404(self.visible(), pk=self.kwargs["pk"])

    def record(self, form: PlanForm) -> RotationPlan:
        """Hand the change to the workflow."""
        return workflow.change_plan(
            form.save(commit=False), by=self.account, on=localdate(), amendment=form.amendment
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows whether a new amendment paper may be typed."""
        return {**super().get_form_kwargs(), "may_record": workflow.may_record_papers(self.account)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and why the plan stands if it does."""
        refusal = workflow.change_refusal(cast(RotationPlan, self.changed), by=self.account)
        return super().get_context_data(refusal=refusal, **kwargs)


@require_POST
def plan_move(request: SignedInRequest, pk: int, to: str) -> HttpResponse:
    """Take a plan to its next status."""
    plan = get_object_or_404(access.visible_plans(request.user, on=localdate()), pk=pk)
    if to not in PlanStatus.values:
        raise Http404
    form = PlanMoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.faults)
        return redirect(plan)
    try:
        workflow.move_plan(plan, PlanStatus(to), by=request.user, on=localdate(), **form.cleaned_data)
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Kế hoạch đã chuyển sang “{plan.get_status_display()}”.")
    return redirect(plan)
