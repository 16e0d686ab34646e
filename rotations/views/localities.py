"""Deciding, on the page of a case, whether the person is local to where they go."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from rotations import access, rules, workflow
from rotations.access import SignedInRequest
from rotations.forms.localities import LocalityDecisionForm
from rotations.views.case_file import FILE_RELATIONS
from rotations.vocabulary import AuditAction, LocalConclusion


@permission_required("rotations.decide_locality", raise_exception=True)
def rotation_locality(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the file says, what was decided before, and the form for a decision."""
    today = localdate()
    cases = access.visible_rotations(request.user, on=today).select_related(*FILE_RELATIONS)
    rotation = get_object_or_404(cases, pk=pk)
    form = LocalityDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            decision = workflow.decide_locality(
                rotation,
                LocalConclusion(typed["conclusion"]),
                reason=typed["reason"],
                document=typed["document"],
                by=request.user,
                on=today,
            )
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi kết luận. {decision}.")
            return redirect(f"{rotation.get_absolute_url()}?part=checks")
    access.note(request.user, AuditAction.READ, rotation, purpose="Xét người địa phương")
    context = {
        "rotation": rotation,
        "form": form,
        "post": workflow.post_in_question(rotation, on=today),
        "check": rules.not_local(rotation, on=today),
        "decisions": rotation.official.locality_decisions.select_related("unit", "decided_by"),
        "refusal": workflow.locality_refusal(rotation, by=request.user),
    }
    return render(request, "rotations/locality.html", context)
