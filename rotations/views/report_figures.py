"""The figures as pictures, each with the table and the lists behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from rotations import access
from rotations.access import SignedInRequest
from rotations.filters.periods import EVERY_MOVEMENT
from rotations.filters.results import FiguresForm
from rotations.reports import pictures
from rotations.reports.pictures import Picture, flows
from rotations.reports.results import what_is_counted


@permission_required("rotations.view_reports", raise_exception=True)
@require_http_methods(["GET", "HEAD"])
def report_figures(request: SignedInRequest) -> HttpResponse:
    """Every picture for the period and the movement type chosen."""
    today = localdate()
    form = FiguresForm(request.GET, on=today)
    may_list = request.user.has_perm("rotations.view_rotation")
    context: dict[str, Any] = {
        "form": form,
        "pictures": _pictures(request, form, today) if form.is_valid() else [],
        "period": form.period,
        "what_is_counted": what_is_counted(form.counts),
        "may_list": may_list,
        "query": request.GET,
        "today": today,
    }
    return render(request, "reports/figures.html", context)


def _pictures(request: SignedInRequest, form: FiguresForm, today: date) -> list[Picture]:
    account = request.user
    links = account.has_perm("rotations.view_rotation")
    everything = access.counted_rotations(account, on=today)
    chosen = form.narrow(everything)
    of_movement = form.of_movement(everything)
    movement = [] if form.counts == EVERY_MOVEMENT else [("movement_type", form.counts)]
    found = flows.flows(chosen.done())
    return [
        pictures.flow_of_levels(found, form.narrowing, links=links),
        pictures.rotations_by_year(of_movement, movement, links=links),
        pictures.plan_against_targets(everything, year=form.plan_year, links=links, on=today),
        pictures.terms_ending(of_movement, movement, links=links, on=today),
        pictures.flow_of_units(found, form.narrowing, links=links),
        pictures.ratings_by_year(
            access.counted_evaluations(account, on=today), links=account.has_perm("rotations.view_evaluation")
        ),
        pictures.indicators_before_and_after(
            chosen, form.indicator_kind, links=account.has_perm("rotations.view_localityindicator"), on=today
        ),
    ]
