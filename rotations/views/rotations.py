"""Rotations: the list, the file of one case, a new proposal, and the moves of its life."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.filters.rotations import RotationFilter
from rotations.forms.rotations import MoveForm, RotationForm
from rotations.models import (
    Account,
    Official,
    Rotation,
    RotationQuerySet,
    Unit,
    with_current_posts,
    workplaces,
)
from rotations.templatetags.cadre import left_titles, received_titles
from rotations.views.acting import AddRecord
from rotations.views.case_file import FILE_RELATIONS, case_file
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, RotationStatus

CANDIDATES = 20
UNITS_IN_A_SELECT = 200


class RotationList(Listing):
    """Rotations of all years the account may see, the newest plan first."""

    model = Rotation
    permission_required = "rotations.view_rotation"
    filterset_class = RotationFilter
    template_name = "rotations/list.html"
    file_name = "luan-chuyen"
    holds_people = True
    sorts = {
        "name": Sort("Họ và tên", "official__name_key", "official__birth_date"),
        "plan": Sort("Kế hoạch", "plan__year", "ordinal"),
        "from": Sort("Nơi đi", "sending_unit__sort_key"),
        "to": Sort("Nơi đến", "receiving_unit__sort_key"),
        "direction": Sort("Hướng", "direction", "ordinal"),
        "starts_on": Sort("Bắt đầu", "starts_on", "starts_on_precision"),
        "due_on": Sort("Hết thời hạn", "due_on", "due_on_precision"),
        "status": Sort("Trạng thái", "status_by_date", "official__name_key"),
    }
    usual = ("name", "plan", "direction", "from", "to", "starts", "due", "status")
    columns = (
        Column("plan", "Kế hoạch năm", lambda rotation: rotation.plan.year),
        Column("name", "Họ và tên", lambda rotation: rotation.official.full_name),
        Column("name", "Ngày sinh", lambda rotation: rotation.official.birth),
        Column("direction", "Loại hình", lambda rotation: rotation.get_movement_type_display()),
        Column("direction", "Hướng", lambda rotation: rotation.get_direction_display()),
        Column("from", "Nơi đi", lambda rotation: rotation.sending_unit.name),
        Column("from", "Chức vụ nơi đi", left_titles),
        Column("to", "Nơi đến", lambda rotation: rotation.receiving_unit.name),
        Column("to", "Chức danh nơi đến", received_titles),
        Column("purpose", "Mục đích", lambda rotation: rotation.get_purpose_display()),
        Column("starts", "Bắt đầu", lambda rotation: rotation.starts),
        Column("due", "Hết thời hạn", lambda rotation: rotation.due),
        Column("status", "Trạng thái", lambda rotation: RotationStatus(rotation.status_by_date).label),
        Column("note", "Ghi chú", lambda rotation: rotation.note, "note"),
    )

    def visible(self) -> RotationQuerySet:
        """Cases with person, units, plan and posts."""
        return access.visible_rotations(self.account, on=self.today).with_status_on(self.today).for_listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and whether the account moves cases, so that several may be chosen at once."""
        return super().get_context_data(may_move=workflow.moves_cases(self.account), **kwargs)

    def set_up_filter(self, filterset: Any) -> None:
        """The years are those of the plans the account may see; what tells of a hidden field is left out."""
        super().set_up_filter(filterset)
        plans = access.visible_plans(self.account, on=self.today)
        filterset.filters["year"].extra["choices"] = [
            (year, str(year)) for year in plans.order_by("-year").values_list("year", flat=True)
        ]
        if "ethnicity" in access.hidden_fields(self.account, Official):
            del filterset.filters["minority"]


class RotationDetail(PermissionRequiredMixin, DetailView):
    """The file of one case. Opening it is noted in the trail."""

    permission_required = "rotations.view_rotation"
    template_name = "rotations/detail.html"
    context_object_name = "rotation"

    def get_queryset(self) -> RotationQuerySet:
        """Cases the account may see."""
        return access.visible_rotations(cast(Account, self.request.user), on=localdate()).select_related(
            *FILE_RELATIONS
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The part of the file asked for by `?part=`."""
        account = cast(Account, self.request.user)
        access.note(account, AuditAction.READ, self.object, purpose="Xem lượt luân chuyển")
        part = case_file(self.object, self.request.GET.get("part", ""), account=account, on=localdate())
        return super().get_context_data(**part, **kwargs)


@require_POST
def rotation_move(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Take one move; what is missing or doubtful is asked for on the case's page, with what was typed kept."""
    today = localdate()
    rotation = get_object_or_404(
        access.visible_rotations(request.user, on=today).select_related(*FILE_RELATIONS), pk=pk
    )
    if verb not in workflow.MOVES:
        raise Http404
    move = workflow.MOVES[verb]
    if why_not := workflow.refusal(rotation, verb, by=request.user, on=today):
        messages.error(request, why_not)
        return redirect(rotation)
    form = MoveForm(
        request.POST,
        verb=verb,
        needs=move.needs,
        takes=move.takes,
        rests_on=move.rests_on,
        rotation=rotation,
        today=today,
        approvers=access.approvers(request.user, on=today),
        may_consent=request.user.official_id is not None,
    )
    if form.is_valid():
        try:
            workflow.make_move(rotation, verb, by=request.user, **form.given())
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        except workflow.ExceptionNeeded as doubt:
            form.ask_for_exception(doubt.checks, doubt.wants, doubt.lacks)
        else:
            messages.success(request, f"{move.label}: đã ghi nhận.")
            return redirect(rotation)
    part = case_file(rotation, "", account=request.user, on=today, typed={verb: form})
    return render(request, "rotations/detail.html", part)


class RotationAdd(AddRecord):
    """A new proposal in three steps that need no script: the person, the units, then the form.

    What was chosen stands in the query string (`official`, `from`, `to`), so that the page can be sent and nothing is
    lost by an error. Nobody is picked from a list of everybody: a name is searched for, twenty candidates are shown.
    """

    model = Rotation
    form_class = RotationForm
    permission_required = "rotations.add_rotation"
    template_name = "rotations/add.html"
    success_message = "Đã ghi đề xuất luân chuyển."

    @cached_property
    def official(self) -> Official | None:
        """The person chosen."""
        officials = access.visible_officials(self.account, on=localdate()).select_related("unit")
        return self._chosen("official", officials)

    @cached_property
    def sending(self) -> Unit | None:
        """The unit chosen, or the person's own; none when `from` was emptied to choose another."""
        if "from" in self.request.GET or self.official is None:
            return self._chosen("from", access.visible_units(self.account, on=localdate()))
        moved = workplaces([self.official.pk], on=localdate()).get(self.official.pk)
        return Unit.objects.get(pk=moved) if moved else self.official.unit

    @cached_property
    def receiving(self) -> Unit | None:
        """The unit chosen to go to."""
        return self._chosen("to", access.visible_units(self.account, on=localdate()))

    def _chosen(self, name: str, visible: QuerySet[Any]) -> Any:
        value = self.request.GET.get(name, "")
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 18:
            raise Http404
        return get_object_or_404(visible, pk=value)

    @property
    def step(self) -> str:
        """What is to be chosen next: "official", "from", "to", or "form"."""
        if self.official is None:
            return "official"
        if self.sending is None:
            return "from"
        return "form" if self.receiving else "to"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the proposal; a form sent before everything was chosen leads back to the choosing."""
        if self.step != "form":
            return HttpResponseRedirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form gets who goes where, and the plans and posts the account may see."""
        today = localdate()
        return {
            **super().get_form_kwargs(),
            "official": self.official,
            "sending": self.sending,
            "receiving": self.receiving,
            "plans": access.visible_plans(self.account, on=today),
            "posts": access.visible_posts(self.account, on=today),
            "may_record": workflow.may_record_papers(self.account),
            "year": self.request.GET.get("year", ""),
        }

    def record(self, form: RotationForm) -> Rotation:
        """The workflow puts people forward."""
        return workflow.propose(
            form.instance,
            by=self.account,
            on=localdate(),
            left_posts=list(form.cleaned_data["left_posts"]),
            receiving_posts=list(form.cleaned_data["receiving_posts"]),
            amendment=form.amendment,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, or the candidates of the step before it."""
        if self.step != "form":
            kwargs["form"] = None
        q = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            official=self.official,
            sending=self.sending,
            receiving=self.receiving,
            step=self.step,
            q=q,
            query=self.request.GET,
            candidates=self._candidates(q),
            **kwargs,
        )

    def _candidates(self, q: str) -> list[Any]:
        """The first people or units that match what was typed."""
        today = localdate()
        if self.step == "official":
            people = access.visible_officials(self.account, on=today).in_service().for_listing()
            return list(with_current_posts(people.matching(q), on=today)[:CANDIDATES]) if q else []
        if self.step == "form":
            return []
        units = access.visible_units(self.account, on=today).existing_on(today).for_listing()
        if self.step == "to" and self.sending:
            units = units.exclude(pk=self.sending.pk)
        if q:
            return list(units.matching(q)[:CANDIDATES])
        offered = list(units[: UNITS_IN_A_SELECT + 1])
        return offered if len(offered) <= UNITS_IN_A_SELECT else []
