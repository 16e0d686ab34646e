"""Pages of the register of decisions: the list, one decision, a new one, and the correction of one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.filters.decisions import DecisionFilter
from rotations.forms.decisions import LINES_OFFERED, DecisionForm, LineFormSet
from rotations.models import Account, Decision, DecisionQuerySet
from rotations.views.case_file import changes_of
from rotations.views.listing import Column, Listing, Sort
from rotations.vocabulary import AuditAction, SecrecyLevel


class DecisionList(Listing):
    """Decisions the account may open, the newest first."""

    model = Decision
    permission_required = "rotations.view_decision"
    filterset_class = DecisionFilter
    template_name = "decisions/list.html"
    file_name = "quyet-dinh"
    holds_people = True
    sorts = {
        "number": Sort("Số", "number_key", "symbol"),
        "issued": Sort("Ngày ban hành", "issued_on"),
        "effective": Sort("Hiệu lực từ", "effective_on"),
        "kind": Sort("Loại", "kind", "issued_on"),
    }
    usual = ("number", "issued", "effective", "kind", "title", "signer", "people")
    columns = (
        Column("number", "Số", lambda decision: decision.number),
        Column("number", "Ký hiệu", lambda decision: decision.symbol),
        Column("kind", "Loại", lambda decision: decision.get_kind_display()),
        Column("title", "Trích yếu", lambda decision: decision.title),
        Column("issued", "Ngày ban hành", lambda decision: decision.issued_on),
        Column("effective", "Hiệu lực từ", lambda decision: decision.effective_on),
        Column("issuer", "Cơ quan ban hành", lambda decision: decision.issuer),
        Column("signer", "Người ký", lambda decision: decision.signer),
        Column("number", "Nhiệm kỳ", lambda decision: decision.term),
        Column("secrecy", "Độ mật", lambda decision: decision.get_secrecy_display()),
        Column("people", "Số người", lambda decision: decision.people),
    )

    def visible(self) -> DecisionQuerySet:
        """Decisions with their term and how many people each is about."""
        return access.visible_decisions(self.account, on=self.today).for_listing()

    def secrecy_of(self, found: Any) -> SecrecyLevel:
        """The highest marking among the decisions found."""
        return cast(DecisionQuerySet, found).highest_secrecy()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And the highest marking among the decisions of the page, for its foot."""
        context = super().get_context_data(**kwargs)
        held = [decision.secrecy for decision in context["object_list"]]
        return context | {"classification": SecrecyLevel.mark_over(held)}


def note_read(account: Account, decision: Decision) -> None:
    """That a decision was opened, and whom it is about."""
    people = decision.lines.values_list("official__full_name", flat=True)
    of_whom = ", ".join(dict.fromkeys(people))
    access.note(
        account,
        AuditAction.READ,
        decision,
        purpose=f"Xem quyết định: {of_whom}" if of_whom else "Xem quyết định",
    )


class DecisionDetail(PermissionRequiredMixin, DetailView):
    """One decision with its lines. Opening it is noted in the trail."""

    permission_required = "rotations.view_decision"
    template_name = "decisions/detail.html"
    context_object_name = "decision"

    def get_queryset(self) -> DecisionQuerySet:
        """Decisions the account may open; any other is 404."""
        account = cast(Account, self.request.user)
        return access.visible_decisions(account, on=localdate()).select_related("term")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Release and grant lines, extensions, and every correction."""
        account = cast(Account, self.request.user)
        note_read(account, self.object)
        files = access.visible_attachments(account, on=localdate()).for_listing()
        return super().get_context_data(
            files=files.beside_decision(self.object),
            may_attach=account.has_perm("rotations.add_attachment"),
            may_remove=account.has_perm("rotations.remove_attachment"),
            lines=self.object.lines.for_listing(),
            extensions=self.object.extensions.select_related("rotation__official"),
            changes=list(changes_of(self.object)),
            today=localdate(),
            **kwargs,
        )


@permission_required("rotations.add_decision", raise_exception=True)
def decision_add(request: HttpRequest) -> HttpResponse:
    """A new decision with as many lines as are filled in; more lines are offered on request, without a script."""
    account, today = cast(Account, request.user), localdate()
    last = access.visible_decisions(account, on=today).first()
    symbol = request.POST.get("symbol") or (last.symbol if last else "")
    initial = {"issued_on": today, "symbol": symbol, "issuer": last.issuer if last else ""}
    form = DecisionForm(
        request.POST or None,
        account=account,
        on=today,
        initial=initial,
        free_number=workflow.next_number(symbol, on=today) if symbol else "",
    )
    typed = request.POST.copy()
    wants_more = request.method == "POST" and "more" in typed
    if wants_more:
        typed["form-TOTAL_FORMS"] = str(_lines_sent(typed) + LINES_OFFERED)
    of_each = {"officials": access.visible_officials(account, on=today), "on": today}
    lines = LineFormSet(typed or None, form_kwargs=of_each)
    if request.method == "POST" and not wants_more and form.is_valid() and lines.is_valid():
        filled = [one.line() for one in lines if one.has_changed()]
        try:
            decision = workflow.record_decision(form.instance, filled, by=account, on=today)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi quyết định.")
            return redirect(decision)
    return render(request, "decisions/add.html", {"form": form, "lines": lines})


@permission_required("rotations.change_decision", raise_exception=True)
@transaction.atomic
def decision_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the number, or correct what was typed wrongly; what stood before stays in the history."""
    account, today = cast(Account, request.user), localdate()
    decision = get_object_or_404(access.visible_decisions(account, on=today), pk=pk)
    note_read(account, decision)
    form = DecisionForm(
        request.POST or None,
        instance=decision,
        account=account,
        on=today,
        free_number=workflow.next_number(decision.symbol, on=decision.issued_on),
    )
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["why"]
            workflow.record_decision(form.instance, by=account, on=today, why=why)
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã sửa quyết định; nội dung trước khi sửa vẫn được giữ trong lịch sử.")
            return redirect(decision)
    known = get_object_or_404(access.visible_decisions(account, on=today), pk=pk)
    return render(request, "decisions/change.html", {"form": form, "decision": known})


def _lines_sent(typed: Any) -> int:
    sent = typed.get("form-TOTAL_FORMS", "")
    return min(int(sent), 200) if sent.isascii() and sent.isdigit() and len(sent) < 5 else LINES_OFFERED
