"""Pages of placements: the queue of people at or past their end, a proposal, and the decision on it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.filters.placements import PlacementFilter
from rotations.forms.placements import PlacementDecisionForm, PlacementForm
from rotations.models import Account, Placement, Rotation, RotationQuerySet, standing_on
from rotations.views.choosing import ForOneRotation
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import RotationStatus

# Order of the queue: who has no proposal yet, then proposals to be decided, then what is decided.
WAITING, PROPOSED, DECIDED = 0, 1, 2
STATE_LABELS = {WAITING: "Chưa có phương án", PROPOSED: "Đã đề xuất", DECIDED: "Đã quyết định"}


def _days_waiting(rotation: Any, today: date) -> int | None:
    """Days since the end, or since the due date of who still serves; None once decided. A date known to the month
    counts from its last day, so nobody is said to wait who may still be within the term."""
    if rotation.state == DECIDED:
        return None
    end = rotation.ended_on or (rotation.due.last if rotation.due else None)
    return max(0, (today - end).days) if end else None


def _placement(rotation: Rotation) -> Placement | None:
    return rotation.placement if hasattr(rotation, "placement") else None


class PlacementList(Listing):
    """People at or past their end without a decided placement, longest waiting first; then the decided ones."""

    model = Rotation
    permission_required = "rotations.view_placement"
    filterset_class = PlacementFilter
    template_name = "placements/list.html"
    file_name = "bo-tri-sau-luan-chuyen"
    sorts = {
        "queue": Sort("Chờ bố trí", "state", "at_end"),
        "name": Sort("Cán bộ", "official__name_key"),
        "decided": Sort("Ngày quyết định", "placement__decided_on", "official__name_key"),
    }
    default_sort = "queue"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """The queue as a file; the days are those of the day it is taken away."""
        return (
            Column("Họ và tên", lambda rotation: rotation.official),
            Column("Nơi đi", lambda rotation: rotation.sending_unit),
            Column("Nơi đến", lambda rotation: rotation.receiving_unit),
            Column("Hết thời hạn", lambda rotation: rotation.due),
            Column("Kết thúc", lambda rotation: rotation.ended_on),
            Column("Tình trạng", lambda rotation: STATE_LABELS[rotation.state]),
            Column("Số ngày chờ", lambda rotation: _days_waiting(rotation, self.today)),
            Column("Phương án", lambda rotation: _of(rotation, "get_outcome_display")),
            Column("Đơn vị bố trí", lambda rotation: _of(rotation, "unit")),
            Column("Ngày đề xuất", lambda rotation: _of(rotation, "proposed_on")),
            Column("Ngày quyết định", lambda rotation: _of(rotation, "decided_on")),
        )

    def visible(self) -> QuerySet[Rotation]:
        """Cases at or past their end, and those with a placement, that the account may open."""
        placements = access.visible_placements(self.account, on=self.today)
        over = standing_on([RotationStatus.ENDED], self.today)
        at_end = over | (standing_on([RotationStatus.ACTIVE], self.today) & Q(due_on__lte=self.today))
        return (
            access.visible_rotations(self.account, on=self.today)
            .filter(at_end | Q(placement__in=placements))
            .select_related(
                "official", "sending_unit", "receiving_unit", "placement__unit", "placement__post__position"
            )
            .annotate(
                state=Case(
                    When(placement__decided_on__isnull=False, then=Value(DECIDED)),
                    When(placement__isnull=False, then=Value(PROPOSED)),
                    default=Value(WAITING),
                    output_field=IntegerField(),
                ),
                at_end=Coalesce(F("ended_on"), F("due_on")),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The queue, each row with its days and its placement, and which acts the account may take."""
        context = super().get_context_data(
            may_propose=self.account.has_perm("rotations.add_placement"),
            may_decide=self.account.has_perm("rotations.move_rotation_place"),
            **kwargs,
        )
        context["lines"] = [
            {
                "rotation": rotation,
                "placement": _placement(rotation),
                "state": rotation.state,
                "label": STATE_LABELS[rotation.state],
                "days": _days_waiting(rotation, self.today),
            }
            for rotation in context["object_list"]
        ]
        return context


def _of(rotation: Rotation, name: str) -> Any:
    placement = _placement(rotation)
    value = getattr(placement, name) if placement else None
    return value() if callable(value) else value


class PlacementAdd(ForOneRotation):
    """Propose a placement: first whose case it is, then the proposal."""

    model = Placement
    form_class = PlacementForm
    permission_required = "rotations.add_placement"
    template_name = "placements/add.html"
    success_message = "Đã ghi đề xuất bố trí."

    def candidates(self) -> RotationQuerySet:
        """Cases of people who serve or have ended, and have no proposal yet."""
        today = localdate()
        begun = access.visible_rotations(self.account, on=today).in_status_on(
            [RotationStatus.ACTIVE, RotationStatus.ENDED], today
        )
        return begun.filter(placement__isnull=True)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets the units that exist today."""
        today = localdate()
        return {
            **super().get_form_kwargs(),
            "units": access.visible_units(self.account, on=today).existing_on(today),
        }

    def record(self, form: PlacementForm) -> Placement:
        """Hand the proposal to the workflow."""
        return workflow.propose_placement(form.save(commit=False), by=self.account, on=localdate())


@permission_required("rotations.move_rotation_place", raise_exception=True)
def placement_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide one proposal: a page with the proposal and the day of the decision."""
    account, today = cast(Account, request.user), localdate()
    undecided = access.visible_placements(account, on=today).filter(decided_on__isnull=True)
    placement = get_object_or_404(undecided.for_listing(), pk=pk)
    form = PlacementDecisionForm(request.POST or None, initial={"decided_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.decide_placement(placement, by=account, on=today, **form.cleaned_data)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi quyết định bố trí.")
            return redirect("rotations:placement-list")
    return render(request, "placements/decide.html", {"placement": placement, "form": form})
