"""A plan leaves the house as a file in the office layout."""

from __future__ import annotations

import io

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, localtime

from rotations import access
from rotations.access import SignedInRequest
from rotations.importing.plans.workbook import plan_file
from rotations.reports.files import CONTENT_TYPES, export_mark, marked_workbook
from rotations.views.downloads import purpose_of
from rotations.vocabulary import AuditAction


@permission_required("rotations.export_plan", raise_exception=True)
def plan_export(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The plan as Biểu 2, xlsx unless `?format=csv`; noted with the number of its people and what it is for, which is asked first."""
    plan = get_object_or_404(access.visible_plans(request.user, on=localdate()), pk=pk)
    file_format = request.GET.get("format", "xlsx")
    if file_format not in CONTENT_TYPES:
        raise Http404
    purpose = purpose_of(request)
    if not purpose:
        return render(request, "plans/export.html", {"plan": plan})
    mark = export_mark(request.user, at=localtime())
    content = plan_file(plan, file_format, on=localdate(), mark=mark)
    if file_format == "xlsx":
        content = marked_workbook(content, mark)
    access.note(
        request.user, AuditAction.EXPORT, plan, purpose=purpose, row_count=plan.rotations.counted().count()
    )
    response = FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"ke-hoach-luan-chuyen-{plan.year}.{file_format}",
        content_type=CONTENT_TYPES[file_format],
    )
    response["Cache-Control"] = "no-store"
    return response
