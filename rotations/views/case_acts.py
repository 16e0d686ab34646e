"""Acts on a case beside its moves: elections, steps, opinions, a longer term. What is missing or refused is said on
the case's page, with what was typed kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.forms.case_acts import (
    ELECTION_FORMS,
    STEP_FORMS,
    AskOpinionForm,
    CaseActForm,
    ExtendForm,
    StepPlanForm,
    answer_form,
    election_form,
    step_form,
)
from rotations.forms.corrections import correction_form
from rotations.models import Rotation
from rotations.views.case_file import FILE_RELATIONS, appraising_units, case_file, procedure_items

ELECTION_ACTS: dict[str, Callable[..., Any]] = {
    "nominate": workflow.nominate,
    "session": workflow.plan_session,
    "result": workflow.record_election,
    "approval": workflow.approve_election,
    "withdraw": workflow.withdraw_nomination,
}
STEP_ACTS: dict[str, Callable[..., Any]] = {
    "done": workflow.do_step,
    "replan": workflow.replan_step,
    "again": workflow.repeat_step,
    "correct": workflow.correct_step,
}
CORRECTIONS: dict[str, Callable[..., Any]] = {
    "correct-start": workflow.correct_start,
    "correct-end": workflow.correct_end,
    "withdraw-end": workflow.withdraw_end,
    "correct-extension": workflow.correct_extension,
    "withdraw-extension": workflow.correct_extension,
    "withdraw-placement": workflow.withdraw_placement,
}


@require_POST
def election_act(request: SignedInRequest, pk: int, post: int, act: str) -> HttpResponse:
    """One act about one elected post of a case."""
    rotation, today = _case(request, pk), localdate()
    rows = rotation.posts.select_related("post__position").prefetch_related("sessions")
    row = get_object_or_404(rows, pk=post)
    if act not in ELECTION_FORMS:
        raise Http404
    form = election_form(act, row, request.POST, today=today)
    return _take(request, rotation, form, "", today, lambda **given: ELECTION_ACTS[act](row, **given))


@require_POST
def step_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """A step that is to be done."""
    rotation, today = _case(request, pk), localdate()
    items = procedure_items(rotation)
    form = StepPlanForm(request.POST, today=today, items=items)
    return _take(
        request, rotation, form, "steps", today, lambda **given: workflow.plan_step(rotation, **given)
    )


@require_POST
def step_act(request: SignedInRequest, pk: int, step: int, act: str) -> HttpResponse:
    """One act about one step of a case."""
    rotation, today = _case(request, pk), localdate()
    planned = get_object_or_404(rotation.steps.select_related("template_item"), pk=step)
    if act not in STEP_FORMS:
        raise Http404
    form = step_form(act, planned, request.POST, today=today)
    return _take(request, rotation, form, "steps", today, lambda **given: STEP_ACTS[act](planned, **given))


@require_POST
def opinion_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """A body is asked for its opinion."""
    rotation, today = _case(request, pk), localdate()
    form = AskOpinionForm(request.POST, today=today, units=appraising_units(request.user, on=today))
    return _take(
        request, rotation, form, "steps", today, lambda **given: workflow.ask_opinion(rotation, **given)
    )


@require_POST
def opinion_answer(request: SignedInRequest, pk: int, opinion: int) -> HttpResponse:
    """A body's answer to a question the account may open."""
    rotation, today = _case(request, pk), localdate()
    asked = get_object_or_404(access.visible_opinions(request.user, on=today), pk=opinion, rotation=rotation)
    form = answer_form(asked, request.POST, today=today)
    return _take(
        request, rotation, form, "steps", today, lambda **given: workflow.answer_opinion(asked, **given)
    )


@require_POST
def rotation_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """A decision that the rotation lasts longer."""
    rotation, today = _case(request, pk), localdate()
    form = ExtendForm(request.POST, today=today)
    return _take(
        request, rotation, form, "", today, lambda **given: workflow.extend_rotation(rotation, **given)
    )


@require_POST
def case_correction(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """What was written down wrongly of a case is put right, with the reason."""
    rotation, today = _case(request, pk), localdate()
    if act not in CORRECTIONS:
        raise Http404
    form = correction_form(act, rotation, request.POST, today=today)
    return _take(request, rotation, form, "", today, lambda **given: CORRECTIONS[act](rotation, **given))


def _case(request: SignedInRequest, pk: int) -> Rotation:
    cases = access.visible_rotations(request.user, on=localdate()).select_related(*FILE_RELATIONS)
    return get_object_or_404(cases, pk=pk)


def _has_its_place(form: CaseActForm, page: Mapping[str, Any]) -> bool:
    """Whether the act is still among those the page of the case offers."""
    offered = [page.get("extend"), page.get("plan_form"), page.get("ask_form"), *page.get("corrections", ())]
    for row in (*page.get("posts", ()), *(page.get("steps") or ())):
        offered += row.acts
    offered += [opinion.form for opinion in page.get("opinions", ())]
    return any(one is form for one in offered)


def _take(
    request: SignedInRequest,
    rotation: Rotation,
    form: CaseActForm,
    part: str,
    today: date,
    act: Callable[..., Any],
) -> HttpResponse:
    """Bind, act, tell, go; or the page again with what was said."""
    if not request.user.has_perm(form.permission):
        messages.error(request, f"Tài khoản này không có quyền thực hiện việc “{form.label}”.")
        return redirect(rotation)
    if form.is_valid():
        try:
            act(by=request.user, on=today, **form.given())
        except workflow.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{form.label}: đã ghi nhận.")
            return redirect(f"{rotation.get_absolute_url()}?part={part}" if part else rotation)
    page = case_file(rotation, part, account=request.user, on=today, typed={form.key: form})
    if not _has_its_place(form, page):
        # Somebody else has moved the case on meanwhile: what was typed is shown all the same, with what refused it.
        page["left_over"] = form
    return render(request, "rotations/detail.html", page)
