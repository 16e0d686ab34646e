"""Freezing the figures of a report, the list of those frozen, and one of them beside what is counted today."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from rotations import access, workflow
from rotations.access import SignedInRequest
from rotations.filters.frozen_reports import FrozenReportFilter
from rotations.forms.frozen_reports import FreezeForm
from rotations.models import Account, FrozenReport
from rotations.reports.figure_sheets import FORMS, Counted, figure_sheet
from rotations.reports.letterhead import letterhead
from rotations.reports.sheets import as_content, differences, from_content
from rotations.views.downloads import sheet_download
from rotations.views.listing import Column, Listing, Sort
from rotations.views.report_sheets import SheetReport
from rotations.vocabulary import AuditAction, ReportKind

NOTED: Final = "Số liệu đã chốt, không có tên người"


def _counted(account: Account, today: date) -> Counted:
    """What may be counted for the account."""
    return Counted(access.counted_rotations(account, on=today), access.counted_needs(account, on=today))


@require_POST
@permission_required("rotations.view_reports", raise_exception=True)
def report_freeze(request: SignedInRequest, report: str) -> HttpResponse:
    """Freeze the figures of a report for the choice in the address, as they stand today."""
    if report not in ReportKind.values:
        raise Http404
    kind, today = ReportKind(report), localdate()
    asked = FORMS[kind](request.GET.dict(), on=today)
    back = f"{reverse(f'rotations:report-{kind}')}?{request.GET.urlencode()}"
    form = FreezeForm(request.POST)
    if not asked.is_valid():
        messages.error(request, "Chưa chốt: hãy sửa các lựa chọn của báo cáo trước.")
        return redirect(back)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(back)
    try:
        frozen = workflow.freeze_report(
            kind,
            title=form.cleaned_data["title"],
            note=form.cleaned_data["note"],
            period=asked.period,
            choice=asked.choice,
            content=as_content(figure_sheet(kind, asked, _counted(request.user, today), on=today)),
            by=request.user,
            on=today,
        )
    except workflow.MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(back)
    messages.success(request, f"Đã chốt số liệu ngày {today:%d/%m/%Y}. Bản chốt không sửa, không xóa được.")
    return redirect(frozen)


class FrozenReportList(Listing):
    """Figures that were frozen, the newest first."""

    model = FrozenReport
    permission_required = "rotations.view_reports"
    filterset_class = FrozenReportFilter
    template_name = "reports/frozen_list.html"
    file_name = "so-lieu-da-chot"
    sorts = {
        "as_of": Sort("Số liệu ngày", "as_of"),
        "report": Sort("Báo cáo", "report", "as_of"),
    }
    default_sort = "-as_of"
    usual = ("title", "report", "period", "as_of", "by")
    columns = (
        Column("title", "Tên gọi", lambda frozen: frozen.title),
        Column("report", "Báo cáo", lambda frozen: frozen.get_report_display()),
        Column("period", "Thời kỳ", lambda frozen: frozen.period),
        Column("as_of", "Số liệu ngày", lambda frozen: frozen.as_of),
        Column("by", "Người chốt", lambda frozen: frozen.frozen_by),
    )

    @property
    def hidden(self) -> frozenset[str]:
        """Nothing of it is anybody's file."""
        return frozenset()

    def visible(self) -> QuerySet[FrozenReport]:
        """Those the account may open."""
        return access.visible_frozen_reports(self.account, on=self.today).for_listing()


class FrozenReportDetail(PermissionRequiredMixin, DetailView):
    """Figures as they were, and what differs today."""

    permission_required = "rotations.view_reports"
    template_name = "reports/frozen.html"
    context_object_name = "frozen"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    def get_queryset(self) -> QuerySet[FrozenReport]:
        """Those the account may open."""
        return access.visible_frozen_reports(self.account, on=localdate()).select_related("frozen_by")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or with `?download=` the figures as they were, as a file."""
        if file_format := request.GET.get("download"):
            frozen = self.get_object()
            sheet = from_content(frozen.content)
            response = sheet_download(
                file_format,
                sheet,
                name=f"chot-{frozen.report}-{frozen.as_of:%Y%m%d}",
                by=self.account,
                on=frozen.as_of,
            )
            access.note(self.account, AuditAction.EXPORT, frozen, purpose=NOTED, row_count=len(sheet.rows))
            return response
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sheet that was kept, and the same figures counted today."""
        frozen, today = self.object, localdate()
        kept = from_content(frozen.content)
        kind = ReportKind(frozen.report)
        asked = FORMS[kind](frozen.choice, on=today)
        now = figure_sheet(kind, asked, _counted(self.account, today), on=today)
        report = SheetReport()
        return super().get_context_data(
            office_sheet=kept,
            lines=[report.shown(line, kept) for line in kept.lines],
            total=report.shown(kept.total, kept) if kept.total else None,
            differences=differences(kept, now),
            live_url=f"{reverse(f'rotations:report-{kind}')}?{frozen.choice_key}&shape=figures",
            office=letterhead(),
            place_and_day=letterhead().place_and_day(frozen.as_of),
            choice=[],
            today=today,
            **kwargs,
        )
