"""States of a plan: one frozen version, two of them side by side, the plan as it stood on a day, and amending it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from rotations import workflow
from rotations.forms.plans import PlanAmendForm, PlanCompareForm, PlanDayForm
from rotations.models import Account, PlanVersion, RotationPlan
from rotations.reports.plan_comparison import compare
from rotations.views.plan_targets import plan_of

NOW = "now"


class _OfPlan(PermissionRequiredMixin, TemplateView):
    """A page about states of one plan."""

    permission_required = "rotations.view_planversion"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @cached_property
    def plan(self) -> RotationPlan:
        """The plan; one the account may not open is 404."""
        return plan_of(self.request, self.kwargs["pk"])

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """Its versions, the newest first, without their contents."""
        return list(self.plan.versions.for_listing())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan and the list of its versions."""
        return super().get_context_data(plan=self.plan, versions=self.versions, **kwargs)


class PlanVersionDetail(_OfPlan):
    """One version as it was frozen."""

    template_name = "plans/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version of that number; another number is 404."""
        version = self.plan.versions.numbered(kwargs["number"])
        if version is None:
            raise Http404
        older = [one for one in self.versions if one.number < version.number]
        return super().get_context_data(version=version, previous=older[0] if older else None, **kwargs)


class PlanCompare(_OfPlan):
    """Two states side by side; without a choice the last version and the one before, or the plan as it is."""

    template_name = "plans/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What differs between the two states chosen."""
        choices = [
            (str(one.number), f"Phiên bản {one.number} ({one.frozen_on:%d/%m/%Y})") for one in self.versions
        ]
        choices.insert(0, (NOW, "Hiện tại (chưa chốt)"))
        context: dict[str, Any] = {"names": dict(choices)}
        if self.versions:
            numbers = [str(one.number) for one in self.versions]
            chosen = (
                {"from": numbers[1], "to": numbers[0]}
                if len(numbers) > 1
                else {"from": numbers[0], "to": NOW}
            )
            form = PlanCompareForm(
                {key: self.request.GET.get(key, chosen[key]) for key in chosen}, choices=choices
            )
            context["form"] = form
            if form.is_valid():
                context["old"], context["new"] = form.cleaned_data["from"], form.cleaned_data["to"]
                context["comparison"] = compare(self._content(context["old"]), self._content(context["new"]))
        return super().get_context_data(**context, **kwargs)

    def _content(self, name: str) -> dict[str, Any]:
        if name == NOW:
            return workflow.content_of(self.plan)
        version = self.plan.versions.numbered(int(name))
        return version.content if version else {}


class PlanAsOf(_OfPlan):
    """The plan as it stood at the end of a day, beside the version then in force."""

    template_name = "plans/as_of.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stood that day, which version was in force, and what of it no paper covered yet."""
        today = localdate()
        form = PlanDayForm(self.request.GET if "on" in self.request.GET else {"on": f"{today:%d/%m/%Y}"})
        context: dict[str, Any] = {"form": form}
        if form.is_valid():
            day: date = form.cleaned_data["on"] or today
            stood = workflow.plan_on(self.plan, day, on=today)
            version = stood.version
            context |= {"day": day, "stood": stood, "version": version, "is_future": day > today}
            if version is None:
                context["first"] = self.versions[-1] if self.versions else None
            else:
                later = [one for one in self.versions if one.number > version.number]
                context["following"] = later[-1] if later else None
                if stood.content is not None and not stood.is_as_frozen:
                    context["uncovered"] = compare(version.content, stood.content)
        return super().get_context_data(**context, **kwargs)


class PlanAmend(_OfPlan):
    """Freeze what was changed of an approved plan as an amendment, with its own document and reason."""

    permission_required = "rotations.decide_plan"
    template_name = "plans/amend.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the plan says now that its last version does not, and the form of the amendment."""
        last = self.plan.versions.standing_on(date.max)
        return super().get_context_data(
            form=kwargs.pop("form", None) or PlanAmendForm(),
            refusal=workflow.amend_refusal(self.plan, by=self.account),
            last=last,
            comparison=compare(last.content, workflow.content_of(self.plan)) if last else None,
            may_change=not workflow.change_refusal(self.plan, by=self.account),
            may_add=self.account.has_perm("rotations.add_rotation"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Freeze it, or show the form again with what is wrong."""
        form = PlanAmendForm(request.POST)
        if form.is_valid():
            try:
                version = workflow.amend_plan(self.plan, by=self.account, on=localdate(), **form.cleaned_data)
            except workflow.MoveRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"Đã chốt điều chỉnh, bổ sung thành phiên bản {version.number}.")
                return redirect(version)
        return self.render_to_response(self.get_context_data(form=form, **kwargs))
