"""Pages of calls for needs: the list, one call with who answered and who is silent, sending and changing one."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.filters.needs import CallFilter
from rotations.forms.need_calls import CallForm
from rotations.importing.needs.workbook import template_file
from rotations.models import Account, NeedCall, NeedCallQuerySet, UnitAnswer
from rotations.reports.files import CONTENT_TYPES
from rotations.views.acting import AddRecord
from rotations.views.changing import ChangeRecord
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import Role


def call_of(request: Any, pk: int) -> NeedCall:
    """A call the account may open; any other is 404."""
    return get_object_or_404(access.visible_calls(cast(Account, request.user), on=localdate()), pk=pk)


class CallList(Listing):
    """Calls, the newest first; a clerk sees which the own unit still has to answer."""

    model = NeedCall
    permission_required = "rotations.view_needcall"
    filterset_class = CallFilter
    template_name = "need_calls/list.html"
    file_name = "dot-de-xuat-nhu-cau"
    sorts = {
        "year": Sort("Năm", "year", "opened_on"),
        "opened": Sort("Ngày gửi", "opened_on"),
        "deadline": Sort("Hạn trả lời", "deadline"),
    }
    default_sort = "-year"
    usual = ("title", "year", "opened", "deadline")
    columns = (
        Column("year", "Năm", lambda call: call.year),
        Column("title", "Trích yếu", lambda call: call.title),
        Column("title", "Số công văn", lambda call: call.document_number),
        Column("opened", "Ngày gửi", lambda call: call.opened_on),
        Column("deadline", "Hạn trả lời", lambda call: call.deadline),
        Column("closed", "Ngày khép đợt", lambda call: call.closed_on),
    )

    def visible(self) -> NeedCallQuerySet:
        """Calls the account may open."""
        return access.visible_calls(self.account, on=self.today).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, with the keys of the calls the own unit has not answered."""
        own = access.own_units(self.account, on=self.today)
        waiting = NeedCall.objects.open_on(self.today).unanswered_by(own, on=self.today)
        return super().get_context_data(
            today=self.today, waiting=set(waiting.values_list("pk", flat=True)) if own else set(), **kwargs
        )


class CallDetail(PermissionRequiredMixin, DetailView):
    """One call. The board sees every unit that was asked, a clerk the own answer."""

    permission_required = "rotations.view_needcall"
    template_name = "need_calls/detail.html"
    context_object_name = "call"

    def get_queryset(self) -> NeedCallQuerySet:
        """Calls the account may open."""
        return access.visible_calls(cast(Account, self.request.user), on=localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who answered and who did not, the needs of the own unit, what the account may do."""
        account, today, call = cast(Account, self.request.user), localdate(), self.object
        own = account.unit if Role.UNIT_CLERK in account.roles else None
        context = {
            "today": today,
            "is_open": call.is_open_on(today),
            "is_overdue": call.is_overdue_on(today),
            "may_change": account.has_perm("rotations.change_needcall"),
            "may_answer": account.has_perm("rotations.add_needanswer") and call.is_open_on(today),
        }
        if own is not None:
            context["own_unit"] = own
            context["refusal"] = workflow.answer_refusal(call, own, by=account, on=today)
            context["answer"] = call.answer_of(own)
            context["needs"] = access.visible_needs(account, on=today).in_answer_to(call).for_listing()
        else:
            rows = call.answers_by_unit(on=today)
            context |= _by_answer(rows)
            context["plan"] = access.visible_plans(account, on=today).of_year(call.year)
            context["changes"] = call.history.select_related("history_user")[:10]
        return super().get_context_data(**context, **kwargs)


def _by_answer(rows: list[UnitAnswer]) -> dict[str, Any]:
    answered = [row for row in rows if row.answered]
    return {
        "asked_count": len(rows),
        "silent": [row for row in rows if not row.answered],
        "answered": answered,
        "none_count": sum(row.needs_nobody for row in answered),
        "late_count": sum(row.is_late for row in answered),
    }


class CallAdd(AddRecord):
    """Send a call."""

    model = NeedCall
    form_class = CallForm
    permission_required = "rotations.add_needcall"
    template_name = "need_calls/add.html"
    success_message = "Đã mở đợt đề xuất. Đơn vị được hỏi nhìn thấy đợt này từ ngày gửi."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets the units there are today."""
        today = localdate()
        units = access.visible_units(self.account, on=today).existing_on(today)
        return {**super().get_form_kwargs(), "units": units}

    def record(self, form: CallForm) -> NeedCall:
        """Hand the call to the workflow."""
        return workflow.send_call(form.save(commit=False), form.asked, by=self.account, on=localdate())


class CallEdit(ChangeRecord):
    """Change a call: its deadline, its paper, whom it asks."""

    model = NeedCall
    form_class = CallForm
    permission_required = "rotations.change_needcall"
    template_name = "need_calls/edit.html"
    success_message = "Đã sửa đợt đề xuất."

    def visible(self) -> NeedCallQuerySet:
        """Calls the account may open."""
        return access.visible_calls(self.account, on=localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets the units there are today."""
        today = localdate()
        units = access.visible_units(self.account, on=today).existing_on(today)
        return {**super().get_form_kwargs(), "units": units}

    def record(self, form: CallForm) -> NeedCall:
        """Hand the change to the workflow."""
        return workflow.change_call(form.save(commit=False), form.asked, by=self.account, on=localdate())


@require_POST
@permission_required("rotations.view_needcall", raise_exception=True)
def call_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take no more answers."""
    call = call_of(request, pk)
    try:
        workflow.close_call(call, by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã khép đợt; đơn vị không trả lời đợt này nữa.")
    return redirect(call)


@require_POST
@permission_required("rotations.view_needcall", raise_exception=True)
def call_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take answers again."""
    call = call_of(request, pk)
    try:
        workflow.reopen_call(call, by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đợt này nhận trả lời trở lại.")
    return redirect(call)


@require_GET
@permission_required("rotations.view_needcall", raise_exception=True)
def call_blank(request: SignedInRequest, pk: int) -> HttpResponse:
    """Biểu 1 of the year of the call to fill in, with the clerk's unit written above the table."""
    call = call_of(request, pk)
    unit = request.user.unit if Role.UNIT_CLERK in request.user.roles else None
    content = template_file(on=date(call.year, 1, 1), unit=unit)
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="mau-bieu-1-{call.year}.xlsx"'
    return response
