"""How every change of the rule book is made: typed, its effect on open cases seen, and only what was seen confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from rotations import workflow
from rotations.access import SignedInRequest
from rotations.models import RuleJudging

STALE = "Từ lúc xem đến nay kết quả đã đổi; hãy xem lại rồi xác nhận."
# What a form sends besides what is typed into it.
NOT_TYPED = ("csrfmiddlewaretoken", "confirm", "effect", "judging")


def rule_change(
    request: SignedInRequest,
    *,
    form_of: Callable[[QueryDict | None], Any],
    change_of: Callable[[Any], workflow.RuleChange],
    context: dict[str, Any],
    back: Any,
    told: Callable[[Any], str],
    template: str = "regulations/change.html",
) -> HttpResponse:
    """The page of one change: typed, tried, confirmed.

    `form_of` makes the form of what was sent, `change_of` the change of a valid form; `back` is where it leads, `told`
    the sentence about what was written. More cases than can be waited for are judged a part at a time: what was typed
    is kept, the page goes on with it and comes back to itself until all is judged.
    """
    judging = _judging(request)
    if request.method == "POST":
        sent: QueryDict | None = request.POST
    else:
        sent = QueryDict(judging.typed) if judging is not None else None
    form, affected = form_of(sent), None
    if sent is not None and form.is_valid():
        change, today = change_of(form), localdate()
        if why := change.refusal(by=request.user, on=today):
            form.add_error(None, why)
        elif request.method == "GET" and judging is not None:
            affected = workflow.go_on_judging(judging, change)
            if not judging.is_over:
                return _waiting(request, judging, context)
        elif "confirm" in sent or (not change.asked() and isinstance(change, workflow.RowChange)):
            if not change.asked() or _is_what_was_seen(form, change, judging, sent):
                return _kept(request, form, change, back, told) or _page(
                    request, template, form, context, affected
                )
            form.add_error(None, STALE)
            affected, judging = _tried(request, change, sent, context)
        else:
            affected, judging = _tried(request, change, sent, context)
        if affected is None and judging is not None:
            return redirect(f"{request.path}?judging={judging.pk}")
    return _page(request, template, form, {**context, "judging": judging}, affected)


def _page(
    request: SignedInRequest,
    template: str,
    form: BaseForm,
    context: dict[str, Any],
    affected: workflow.Affected | None,
) -> HttpResponse:
    return render(request, template, {**context, "form": form, "affected": affected, "today": localdate()})


def _judging(request: SignedInRequest) -> RuleJudging | None:
    """The judging under way that the address or the form names; another's, or of another page, is 404."""
    key = request.POST.get("judging", "") if request.method == "POST" else request.GET.get("judging", "")
    if not (key.isascii() and key.isdigit()):
        return None
    return get_object_or_404(RuleJudging, pk=int(key[:18]), asked_by=request.user, path=request.path)


def _typed(sent: QueryDict) -> str:
    typed = sent.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    return typed.urlencode()


def _tried(
    request: SignedInRequest, change: workflow.RuleChange, sent: QueryDict, context: dict[str, Any]
) -> tuple[workflow.Affected | None, RuleJudging | None]:
    """The effect, or the judging that was begun because there is too much to judge at once."""
    today = localdate()
    begun = workflow.begin_judging(
        change, by=request.user, on=today, path=request.path, typed=_typed(sent), title=str(context["title"])
    )
    return (None, begun) if begun is not None else (workflow.affected_by(change, on=today), None)


def _is_what_was_seen(
    form: Any, change: workflow.RuleChange, judging: RuleJudging | None, sent: QueryDict
) -> bool:
    today = localdate()
    if judging is not None:
        return judging.typed == _typed(sent) and workflow.still_stands(judging, on=today)
    if workflow.is_too_much_at_once(change, on=today):
        return False
    return bool(form.cleaned_data["effect"] == workflow.affected_by(change, on=today).digest)


def _kept(
    request: SignedInRequest, form: Any, change: workflow.RuleChange, back: Any, told: Callable[[Any], str]
) -> HttpResponse | None:
    try:
        row = change.keep(by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, told(row))
    return redirect(back)


def _waiting(request: SignedInRequest, judging: RuleJudging, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "regulations/judging.html", {**context, "judging": judging})
    response["Cache-Control"] = "no-store"
    response["Refresh"] = "1"  # without a script the page goes on by itself
    return response
