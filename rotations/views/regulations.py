"""The rule book: the list, one text on a day, and the table of retirement ages."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from rotations import access
from rotations.access import SignedInRequest
from rotations.forms.regulations import OnDayForm
from rotations.models import Hanging, Regulation, RegulationQuerySet, RetirementAge, gather
from rotations.reports.rule_book import rule_book_page
from rotations.reports.rule_history import history_of, rule_history

LINE_OF_TEXTS = ("parent__parent", "replaces")
HANGING = (
    Hanging("parameters"),
    Hanging("parent__parameters"),
    Hanging("parent__parent__parameters"),
    Hanging("non_local_posts", ("position",)),
    Hanging("post_standards", ("position", "professional_level", "political_theory")),
    Hanging("condition_rules"),
    Hanging("dossier_items"),
)


def day_asked(request: SignedInRequest) -> tuple[OnDayForm, date]:
    """The day of `?on=`, today when it is not given or cannot be read."""
    today = localdate()
    if not request.GET.get("on"):
        return OnDayForm(initial={"on": today}), today
    form = OnDayForm(request.GET)
    return form, (form.is_valid() and form.cleaned_data["on"]) or today


def texts(request: SignedInRequest) -> RegulationQuerySet:
    """The texts the account may see."""
    return access.visible_regulations(request.user, on=localdate()).select_related(*LINE_OF_TEXTS)


@permission_required("rotations.view_regulation", raise_exception=True)
def regulation_list(request: SignedInRequest) -> HttpResponse:
    """Every text, and which of them are in force on the day asked for."""
    form, on = day_asked(request)
    found = texts(request).with_plan_count()
    return render(request, "regulations/list.html", {"form": form, "on": on, "regulations": found})


@permission_required("rotations.view_regulation", raise_exception=True)
def regulation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One text as of the day asked for: numbers with their history, lists, steps and papers."""
    form, on = day_asked(request)
    regulation = get_object_or_404(texts(request).prefetch_related("step_templates__items"), pk=pk)
    gather([regulation], *HANGING)
    context = {
        "regulation": regulation,
        "form": form,
        "on": on,
        "page": rule_book_page(regulation, on=on),
        "lower_texts": regulation.children.all(),
        "may_edit": request.user.has_perm("rotations.change_regulation"),
    }
    return render(request, "regulations/detail.html", context)


@permission_required("rotations.view_regulation", raise_exception=True)
def regulation_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was changed of a text, of its numbers, lists, steps and papers: when, by whom, from what to what."""
    regulation = one_text(request, pk)
    context = {"regulation": regulation, "lines": rule_history(regulation)}
    return render(request, "regulations/history.html", context)


@permission_required("rotations.view_retirementage", raise_exception=True)
def regulation_retirement(request: SignedInRequest) -> HttpResponse:
    """The table of retirement ages."""
    context = {
        "years": RetirementAge.objects.by_year(),
        "this_year": localdate().year,
        "may_edit": request.user.has_perm("rotations.change_retirementage"),
        "lines": history_of([RetirementAge]),
    }
    return render(request, "regulations/retirement.html", context)


def one_text(request: SignedInRequest, pk: int) -> Regulation:
    """A text with the line above it; 404 for one the account may not see."""
    return get_object_or_404(texts(request), pk=pk)
