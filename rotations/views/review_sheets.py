"""The review sheets of one case and of all people of a plan, for the screen and for paper."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, localtime

from rotations import access
from rotations.access import SignedInRequest
from rotations.models import Post
from rotations.reports.review_sheet import review_sheets
from rotations.vocabulary import AuditAction

SHEETS_A_PAGE = 100
PURPOSE = "Phiếu rà soát tiêu chuẩn, điều kiện"
# Posts to come are read with what the conditions look at; of those left only the titles are told.
LEFT_POSTS = Prefetch("left_posts", queryset=Post.objects.select_related("position"))
OF_A_SHEET = (
    "official",
    "sending_unit",
    "receiving_unit",
    "plan__regulation__parent__parent",
    "official__professional_level",
    "official__political_theory",
)


@permission_required("rotations.view_eligibilitycheck", raise_exception=True)
def rotation_review_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person on one page; noted in the trail."""
    today = localdate()
    cases = (
        access.visible_rotations(request.user, on=today)
        .prefetch_related(LEFT_POSTS)
        .select_related(*OF_A_SHEET)
    )
    rotation = get_object_or_404(cases, pk=pk)
    access.note(request.user, AuditAction.PRINT, rotation, purpose=PURPOSE)
    context = {"rotation": rotation, "sheets": review_sheets([rotation], on=today), "printed_at": localtime()}
    return render(request, "rotations/review_sheet.html", context)


@permission_required("rotations.view_eligibilitycheck", raise_exception=True)
def plan_review_sheets(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody of a plan, a page each, in the order of the plan; noted with their number."""
    today = localdate()
    plan = get_object_or_404(access.visible_plans(request.user, on=today), pk=pk)
    cases = (
        access.visible_rotations(request.user, on=today)
        .filter(plan=plan)
        .counted()
        .prefetch_related(LEFT_POSTS)
    )
    page = Paginator(cases.select_related(*OF_A_SHEET).in_plan_order(), SHEETS_A_PAGE).get_page(
        request.GET.get("page")
    )
    sheets = review_sheets(list(page.object_list), on=today)
    access.note(request.user, AuditAction.PRINT, plan, purpose=PURPOSE, row_count=len(sheets))
    context = {"plan": plan, "sheets": sheets, "page_obj": page, "printed_at": localtime()}
    return render(request, "plans/review_sheets.html", context)
