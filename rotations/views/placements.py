"""Pages of placements: the queue of people at or past their end, a proposal, and the decision on it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from rotations import access, workflow
from rotations.filters.placements import PlacementFilter
from rotations.forms.placements import PlacementDecisionForm, PlacementForm, TakeUpForm
from rotations.models import Account, Placement, Rotation, RotationQuerySet
from rotations.reports.placement_queue import line_of, placement_queue
from rotations.views.choosing import ForOneRotation
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, PlacementOutcome, RotationStatus


class PlacementList(Listing):
    """People at or past their end or near it, longest waiting first; then the decided ones."""

    model = Rotation
    permission_required = "rotations.view_placement"
    filterset_class = PlacementFilter
    template_name = "placements/list.html"
    file_name = "bo-tri-sau-luan-chuyen"
    holds_people = True
    sorts = {
        "queue": Sort("Tình trạng", "state", "at_end"),
        "ageing": Sort("Chờ bố trí", "at_end", "official__name_key"),
        "name": Sort("Cán bộ", "official__name_key"),
        "decided": Sort("Hiệu lực", "placement__decided_on", "official__name_key"),
    }
    default_sort = "queue"
    usual = ("name", "route", "end", "state", "waiting", "outcome", "decided")

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """The queue as a file; the days are those of the day it is taken away."""

        def line(rotation: Rotation) -> Any:
            return line_of(rotation, on=self.today)

        return (
            Column("name", "Họ và tên", lambda rotation: rotation.official),
            Column("route", "Nơi đi", lambda rotation: rotation.sending_unit),
            Column("route", "Nơi đến", lambda rotation: rotation.receiving_unit),
            Column("end", "Hết thời hạn", lambda rotation: rotation.due),
            Column("end", "Kết thúc", lambda rotation: rotation.ended_on),
            Column("state", "Tình trạng", lambda rotation: line(rotation).label),
            Column("waiting", "Số ngày chờ", lambda rotation: line(rotation).days),
            Column(
                "outcome",
                "Dự kiến trong kế hoạch",
                lambda rotation: rotation.expected_placement,
                "expected_placement",
            ),
            Column("outcome", "Phương án", lambda rotation: _of(rotation, "get_outcome_display")),
            Column("outcome", "Đơn vị bố trí", lambda rotation: _of(rotation, "unit")),
            Column("proposed", "Ngày đề xuất", lambda rotation: _of(rotation, "proposed_on")),
            Column("decided", "Hiệu lực từ", lambda rotation: _of(rotation, "decided_on")),
            Column("decided", "Quyết định", lambda rotation: _of(rotation, "decision")),
        )

    def visible(self) -> QuerySet[Rotation]:
        """The queue of the cases the account may open, with all that a row shows."""
        queue = placement_queue(
            access.visible_rotations(self.account, on=self.today),
            access.visible_placements(self.account, on=self.today),
            on=self.today,
        )
        return queue.select_related(
            "official", "sending_unit", "receiving_unit", "placement__unit", "placement__post__position",
            "placement__decision",
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The queue, each row with its days and its placement, and which acts the account may take."""
        context = super().get_context_data(
            may_propose=self.account.has_perm("rotations.add_placement"),
            may_decide=self.account.has_perm("rotations.move_rotation_place"),
            may_rotate_on=self.account.has_perm("rotations.add_rotation"),
            **kwargs,
        )
        context["lines"] = [line_of(rotation, on=self.today) for rotation in context["object_list"]]
        return context


def _of(rotation: Rotation, name: str) -> Any:
    placement = rotation.placement if hasattr(rotation, "placement") else None
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
@transaction.atomic
def placement_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide one proposal: a page with the proposal, what is decided, by which decision and from when."""
    account, today = cast(Account, request.user), localdate()
    asked = access.visible_placements(account, on=today)
    # Decided by another while this page was open: that is told in the form, not as a page that does not exist.
    open_ones = asked if request.method == "POST" else asked.filter(decided_on__isnull=True)
    placement = get_object_or_404(open_ones.for_listing(), pk=pk)
    access.note(account, AuditAction.READ, placement.rotation, purpose="Quyết định bố trí")
    form = PlacementDecisionForm(
        request.POST or None,
        record=placement,
        units=access.visible_units(account, on=today).existing_on(today),
        decisions=access.visible_decisions(account, on=today),
        on=today,
    )
    if request.method == "POST" and form.is_valid() and (given := _given(form, placement)) is not None:
        try:
            workflow.decide_placement(placement, by=account, on=today, **given)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi quyết định bố trí.")
            if placement.outcome == PlacementOutcome.ROTATES_ON and account.has_perm(
                "rotations.add_rotation"
            ):
                return redirect(
                    f"{reverse('rotations:rotation-add')}?official={placement.rotation.official_id}"
                )
            return redirect("rotations:placement-list")
    return render(request, "placements/decide.html", {"placement": placement, "form": form})


def _given(form: PlacementDecisionForm, placement: Placement) -> dict[str, Any] | None:
    """What `workflow.decide_placement` takes, by its own names; None when the unit has no such post."""
    given = form.given()
    told = workflow.unit_after(placement.rotation, given["outcome"], on=given["decided_on"])
    given["post"] = form.post_chosen(told)
    if form.errors:
        return None
    given.pop("position")
    return given


@permission_required("rotations.change_placement", raise_exception=True)
def placement_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down since when the post of a decided placement is held."""
    account, today = cast(Account, request.user), localdate()
    decided = access.visible_placements(account, on=today).decided().filter(post__isnull=False)
    placement = get_object_or_404(decided.for_listing(), pk=pk)
    access.note(account, AuditAction.READ, placement.rotation, purpose="Nhận chức vụ")
    form = TakeUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.take_up_placement(placement, by=account, on=today, **form.cleaned_data)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi ngày nhận chức vụ.")
            return redirect("rotations:placement-list")
    return render(request, "placements/take_up.html", {"placement": placement, "form": form})
