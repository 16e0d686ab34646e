"""One act on many cases: chosen in a list, tried first, then done, and told case by case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.views.generic import View

from rotations import access, workflow
from rotations.forms.decisions import ManyMovesForm
from rotations.forms.rotations import MoveForm
from rotations.models import Account, Rotation

MOST_AT_ONCE = 100


class ManyMoves(PermissionRequiredMixin, View):
    """The cases stand in the query string (`case`, repeated) with the `verb`, so the page can be sent.

    A form sent with `try` runs the act and rolls it back: what is shown is what will happen. Sent with `confirm` it
    is done, each case by itself, and the page tells what became of each.
    """

    raise_exception = True

    def has_permission(self) -> bool:
        """For whoever may take at least one of the moves."""
        return workflow.moves_cases(self.account)

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @cached_property
    def verb(self) -> str:
        """The act chosen; one that does not exist is no page of ours."""
        verb = self.request.GET.get("verb", "")
        if verb and verb not in workflow.MOVES:
            raise Http404
        return verb

    @cached_property
    def cases(self) -> list[Rotation]:
        """The cases chosen, of those the account may see, in the order of their plan."""
        asked = {key for key in self.request.GET.getlist("case") if key.isascii() and key.isdigit()}
        keys = sorted(int(key[:18]) for key in asked)[:MOST_AT_ONCE]
        today = localdate()
        visible = access.visible_rotations(self.account, on=today).filter(pk__in=keys)
        return list(visible.for_listing().select_related("plan__regulation").in_plan_order())

    def get(self, request: HttpRequest) -> HttpResponse:
        """Choose the act, then fill in what it needs for all."""
        return self._page(None, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try it, or do it."""
        if not self.verb:
            raise Http404
        move_form, form = self._forms(request.POST)
        reports: Sequence[workflow.MoveReport] = ()
        confirmed = "confirm" in request.POST
        if move_form.is_valid() and form.is_valid() and self.cases:
            try:
                reports = workflow.make_moves(
                    self.cases,
                    self.verb,
                    by=self.account,
                    decision=form.decision(move_form.kind_of_decision()),
                    exceptions=self._reasons(),
                    only_try=not confirmed,
                    **{**move_form.given(), "exception": form.cleaned_data["exception"]},
                )
            except workflow.MoveRefused as refused:
                form.add_error(None, str(refused))
        return self._page(move_form, form, reports=reports, confirmed=confirmed and bool(reports))

    def _forms(self, data: Any) -> tuple[MoveForm, ManyMovesForm]:
        move, today = workflow.MOVES[self.verb], localdate()
        blank = Rotation()
        move_form = MoveForm(
            data,
            verb=self.verb,
            needs=move.needs,
            takes=move.takes,
            rests_on=move.rests_on,
            rotation=blank,
            today=today,
        )
        if self.verb == "cancel":
            plans = {case.plan_id: case.plan for case in self.cases}
            move_form.ask_for_amendment(plans.values())
        move_form.leave_out_the_decision()  # one for all is asked for beside it
        move_form.fields.pop("exception", None)  # asked once for all below, and beside each case
        if self.verb == "decide":
            # Each case keeps the start it was proposed with unless one is given for all.
            move_form.fields["starts_on"].required = False
            move_form.fields["starts_on"].help_text += " Để trống: mỗi người theo ngày đã đề xuất."
        last = access.visible_decisions(self.account, on=today).first()
        initial = {
            "issued_on": today,
            "title": f"{move.label} cán bộ",
            **({"symbol": last.symbol, "issuer": last.issuer} if last else {}),
        }
        form = ManyMovesForm(data, initial=initial)
        if move.rests_on is None:
            form.leave_out_the_decision()
        elif last:
            free = workflow.next_number(last.symbol, on=today)
            form.fields["number"].help_text += f" Số tiếp theo của {last.symbol} trong nhiệm kỳ: {free}."
        return move_form, form

    def _reasons(self) -> dict[int, str]:
        sent = {case.pk: self.request.POST.get(f"reason_{case.pk}", "").strip() for case in self.cases}
        return {key: text[:1000] for key, text in sent.items() if text}

    def _page(
        self,
        move_form: MoveForm | None,
        form: ManyMovesForm | None,
        *,
        reports: Sequence[workflow.MoveReport] = (),
        confirmed: bool = False,
    ) -> HttpResponse:
        if self.verb and move_form is None:
            move_form, form = self._forms(None)
        reasons = self._reasons() if self.request.method == "POST" else {}
        told = {report.rotation.pk: report for report in reports}
        context = {
            "verb": self.verb,
            "move": workflow.MOVES.get(self.verb),
            "moves": [(verb, move.label) for verb, move in workflow.MOVES.items()],
            "move_form": move_form,
            "form": form,
            "lines": [(case, told.get(case.pk), reasons.get(case.pk, "")) for case in self.cases],
            "tried": bool(reports) and not confirmed,
            "confirmed": confirmed,
            "done": sum(report.done for report in reports),
            "query": self.request.GET,
            "today": localdate(),
            "most": MOST_AT_ONCE,
        }
        return render(self.request, "rotations/many.html", context)
