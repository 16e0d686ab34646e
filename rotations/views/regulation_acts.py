"""The rule book is changed: a number after its effect was seen, a new row, an end, a new set of steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from rotations import workflow
from rotations.access import SignedInRequest
from rotations.forms.regulations import (
    ConditionRuleForm,
    DossierItemForm,
    EndForm,
    NonLocalPostForm,
    ParameterForm,
    PostStandardForm,
    RuleRowForm,
    Steps,
    StepTemplateForm,
)
from rotations.models import Regulation
from rotations.reports.rule_book import rule_book_page
from rotations.views.regulations import one_text
from rotations.vocabulary import ParameterCode

# What may be added to a text: the key in the address, the heading and the form.
KINDS: dict[str, tuple[str, type[RuleRowForm]]] = {
    "non-local": ("Thêm chức danh không bố trí người địa phương", NonLocalPostForm),
    "standard": ("Thêm tiêu chuẩn chức danh", PostStandardForm),
    "condition": ("Thêm yêu cầu khi chưa đạt điều kiện", ConditionRuleForm),
    "paper": ("Thêm thành phần hồ sơ", DossierItemForm),
}
LISTS = {"non-local": "non_local_posts", "standard": "post_standards", "condition": "condition_rules"}
STALE = "Từ lúc xem đến nay kết quả đã đổi; hãy xem lại rồi xác nhận."


@permission_required("rotations.change_regulation", raise_exception=True)
def regulation_parameter(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """A number is typed, its effect is shown, and only what was seen is confirmed."""
    regulation = one_text(request, pk)
    if code not in ParameterCode.values:
        raise Http404
    number, today = ParameterCode(code), localdate()
    line = next(
        (one for one in _lines(regulation) if one.code == number),
        None,
    )
    standing = line.standing if line else None
    initial = {
        "valid_from": today,
        "value": int(standing.value) if standing else None,
        "article": standing.article if standing and line and not line.is_inherited else "",
    }
    form = ParameterForm(request.POST or None, code=number, initial=initial)
    affected = None
    if request.method == "POST" and form.is_valid():
        change = _change(regulation, number, form)
        if why := workflow.rule_book_refusal(change, by=request.user, on=today):
            form.add_error(None, why)
        else:
            affected = workflow.affected_by(change, on=today)
            seen = form.cleaned_data["seen"]
            if "confirm" in request.POST and seen == affected.digest:
                return _keep_number(request, change)
            if "confirm" in request.POST:
                form.add_error(None, STALE)
    context = {
        "regulation": regulation,
        "code": number,
        "line": line,
        "form": form,
        "affected": affected,
        "today": today,
    }
    return render(request, "regulations/parameter.html", context)


def _lines(regulation: Regulation) -> list[Any]:
    page = rule_book_page(regulation, on=localdate())
    return [*page.numbers, *page.local_person]


def _change(regulation: Regulation, code: ParameterCode, form: ParameterForm) -> workflow.ParameterChange:
    typed = {name: form.cleaned_data[name] for name in ("value", "valid_from", "article", "note")}
    return workflow.ParameterChange(regulation, code, **typed)


def _keep_number(request: SignedInRequest, change: workflow.ParameterChange) -> HttpResponse:
    try:
        row = workflow.set_parameter(change, by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã ghi: {row}, áp dụng từ {row.valid_from:%d/%m/%Y}.")
    return redirect(change.regulation)


@permission_required("rotations.change_regulation", raise_exception=True)
def regulation_add(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """One more row of a list of the text."""
    regulation = one_text(request, pk)
    if kind not in KINDS:
        raise Http404
    title, form_class = KINDS[kind]
    form = form_class(request.POST or None, regulation=regulation, account=request.user, on=localdate())
    if request.method == "POST" and form.is_valid():
        try:
            workflow.keep_rule_row(form.instance, by=request.user)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã thêm: {form.instance}.")
            return redirect(regulation)
    return render(request, "regulations/add.html", {"regulation": regulation, "form": form, "title": title})


@require_POST
@permission_required("rotations.change_regulation", raise_exception=True)
def regulation_row_end(request: SignedInRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """A row of a list no longer counts from a day on."""
    regulation = one_text(request, pk)
    if kind not in LISTS:
        raise Http404
    ended = get_object_or_404(getattr(regulation, LISTS[kind]), pk=row)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy ghi ngày thôi áp dụng theo dạng ngày/tháng/năm.")
        return redirect(regulation)
    try:
        until = form.cleaned_data["valid_to"]
        workflow.end_rule_row(ended, until=until, by=request.user, on=localdate())
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{ended}: thôi áp dụng từ {until:%d/%m/%Y}.")
    return redirect(regulation)


@permission_required("rotations.change_regulation", raise_exception=True)
def regulation_steps_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new set of steps, begun from the one that stands."""
    regulation = one_text(request, pk)
    latest = regulation.step_templates.prefetch_related("items").first()
    lines = [
        {name: getattr(item, name) for name in ("name", "code", "status", "actor", "produces", "article")}
        for item in (latest.items.all() if latest else ())
    ]
    form = StepTemplateForm(
        request.POST or None,
        regulation=regulation,
        account=request.user,
        on=localdate(),
        initial={"name": latest.name if latest else ""},
    )
    steps: Any = Steps(request.POST or None, initial=lines, prefix="steps")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        try:
            template = workflow.add_step_template(form.instance, steps.items(), by=request.user)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã thêm {template}, áp dụng từ {template.effective_from:%d/%m/%Y}.")
            return redirect(regulation)
    context = {"regulation": regulation, "form": form, "steps": steps, "latest": latest}
    return render(request, "regulations/steps_add.html", context)
