"""A unit answers a call: with several lines of Biểu 1, or that it needs nobody. The board may type it for a unit."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.forms.need_calls import AnswerForm
from rotations.forms.needs import need_lines
from rotations.models import Account, NeedAnswer, NeedCall, Position, Unit
from rotations.views.need_calls import call_of
from rotations.vocabulary import Role

BLANK_LINES, MORE_LINES = 3, 3


def unit_answering(request: Any, call: NeedCall) -> Unit | None:
    """The clerk's own unit; for the board the one of `?unit=`, None when none is chosen, 404 when it was not asked."""
    account = cast(Account, request.user)
    if Role.UNIT_CLERK in account.roles:
        return account.unit
    asked = request.GET.get("unit", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit()):
        raise Http404
    return get_object_or_404(access.visible_units(account, on=localdate()), pk=int(asked[:18]))


@method_decorator(transaction.atomic, name="post")
class CallAnswer(PermissionRequiredMixin, TemplateView):
    """The whole answer of one unit on one page, lines and all; without JavaScript more lines are a press of a button."""

    permission_required = "rotations.add_needanswer"
    template_name = "need_calls/answer.html"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @cached_property
    def call(self) -> NeedCall:
        """The call that is answered."""
        return call_of(self.request, self.kwargs["pk"])

    @cached_property
    def unit(self) -> Unit | None:
        """The unit that answers."""
        return unit_answering(self.request, self.call)

    @cached_property
    def refusal(self) -> str:
        """Why the unit cannot answer today, if it cannot."""
        assert self.unit is not None
        return workflow.answer_refusal(self.call, self.unit, by=self.account, on=localdate())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer as it stands and blank lines; or the choice of a unit; or why there is no answering."""
        if self.unit is None or self.refusal:
            return self.render_to_response(self.get_context_data())
        return self.render_to_response(self.get_context_data(**self.forms()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the answer, or show it again with what is wrong or with more lines."""
        if self.unit is None:
            raise Http404
        data = request.POST.copy()
        if "more" in data:
            data["lines-TOTAL_FORMS"] = str(_number(data) + MORE_LINES)
            return self.render_to_response(self.get_context_data(more=True, **self.forms(data)))
        forms = self.forms(data)
        head, lines = forms["form"], forms["lines"]
        if all((head.is_valid(), lines.is_valid())):
            try:
                workflow.answer_call(
                    self.call,
                    self.unit,
                    by=self.account,
                    on=localdate(),
                    needs=lines.kept,
                    withdrawn=lines.withdrawn,
                    seen=data.get("answer_seen", ""),
                    **{name: head.cleaned_data[name] for name in ("no_needs", "document_number", "note")},
                )
            except workflow.MoveRefused as refused:
                head.add_error(None, str(refused))
            else:
                messages.success(request, f"Đã ghi câu trả lời của {self.unit}.")
                return redirect(self.call)
        if any(form.is_overtaken for form in (head, *lines.initial_forms)):
            # Both are on the page now, so what is sent next answers the answer as it stands.
            forms["seen"] = workflow.answer_seen(self.call, self.unit)
        return self.render_to_response(self.get_context_data(**forms))

    def forms(self, data: QueryDict | None = None) -> dict[str, Any]:
        """The head and the lines of the answer, as they stand or as they were sent."""
        assert self.unit is not None
        today = localdate()
        answer = self.call.answer_of(self.unit) or NeedAnswer(call=self.call, unit=self.unit)
        needs = access.visible_needs(self.account, on=today).in_answer_to(self.call, self.unit).for_listing()
        common = {"account": self.account, "on": today}
        lines = need_lines(BLANK_LINES)(
            data,
            queryset=needs.order_by("pk"),
            prefix="lines",
            form_kwargs={
                **common,
                "officials": access.visible_officials(self.account, on=today),
                "positions": Position.objects.found_at(self.unit),
            },
        )
        if lines.initial_form_count():  # needs that came by a file after the answer say more than the answer
            answer.no_needs = False
        seen = data.get("answer_seen", "") if data is not None else workflow.answer_seen(self.call, self.unit)
        return {"form": AnswerForm(data, instance=answer, **common), "lines": lines, "seen": seen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The call, the unit, and what stands in the way."""
        today = localdate()
        context: dict[str, Any] = {
            "call": self.call,
            "unit": self.unit,
            "is_overdue": self.call.is_overdue_on(today),
        }
        if self.unit is None:
            context["rows"] = self.call.answers_by_unit(on=today)
        else:
            context["refusal"] = self.refusal
        return super().get_context_data(**context, **kwargs)


def _number(data: QueryDict) -> int:
    sent = data.get("lines-TOTAL_FORMS", "")
    return int(sent[:3]) if sent.isascii() and sent.isdigit() else 0


@require_POST
@permission_required("rotations.view_needcall", raise_exception=True)
def call_no_needs(request: SignedInRequest, pk: int) -> HttpResponse:
    """The unit answers that it needs nobody and offers nobody."""
    call = call_of(request, pk)
    unit = unit_answering(request, call)
    if unit is None:
        messages.error(request, "Hãy chọn đơn vị trả lời.")
        return redirect(call)
    try:
        workflow.answer_call(call, unit, by=request.user, on=localdate(), no_needs=True)
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã ghi: {unit} không có nhu cầu.")
    return redirect(call)
