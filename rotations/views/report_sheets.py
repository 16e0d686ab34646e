"""What the pages of reports share: a sheet on the screen and on paper, each figure a link, and the same sheet as a file.

A report is its form, its sheet and where its figures lead:

    class ReportResults(SheetReport):
        form_class = ResultsForm
        slug = "bieu-3"
        def office_sheet(self) -> OfficeSheet: ...
        def link(self, line: Line, head: Head) -> str: ...

`holds_names` says whether the sheet shown names people: then opening it is noted, and a file asks what it is for.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from rotations import access, workflow
from rotations.models import Account
from rotations.reports import files
from rotations.reports.letterhead import letterhead
from rotations.reports.sheets import Head, Line, OfficeSheet, Value
from rotations.views.downloads import PURPOSE_WANTED, purpose_of, sheet_download
from rotations.vocabulary import AuditAction, ReportKind


class Cell(NamedTuple):
    """One value on the page; `url` is "" for an account that may not open the list, and for a zero."""

    value: Value
    url: str
    head: Head

    @property
    def look(self) -> str:
        """The classes of the cell: a number stands to the right; on a narrow screen a blank takes no room, and a detail
        none before it is asked for."""
        words = {
            "number": self.head.is_number,
            "blank": self.value in ("", None),
            "detail": self.head.is_detail,
        }
        return " ".join(word for word, is_so in words.items() if is_so)


class ShownLine(NamedTuple):
    """One line on the page: its cells, or the words of the group it begins."""

    cells: list[Cell]
    group: str


class SheetReport(PermissionRequiredMixin, TemplateView):
    """One sheet. Give form_class and slug; the sheet of the form's choice is `office_sheet`."""

    permission_required = "rotations.view_reports"
    template_name = "reports/sheet.html"
    form_class: ClassVar[type[Any]]
    report_kind: ClassVar[ReportKind | None] = None  # of figures that may be frozen
    slug: ClassVar[str] = ""
    empty_text: ClassVar[str] = (
        "Chưa có lượt nào thuộc lựa chọn này. Hãy chọn năm, nhiệm kỳ hoặc loại hình khác; "
        "bản cài mới thì lập kế hoạch và nhập danh sách người trước."
    )

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @cached_property
    def today(self) -> date:
        """The day the page is asked for, the same throughout the request."""
        return localdate()

    @cached_property
    def form(self) -> Any:
        """The controls, bound to the query string, with what is not said filled in."""
        return self.form_class(self.request.GET, on=self.today)

    @property
    def holds_names(self) -> bool:
        """Whether the sheet shown names people."""
        return False

    def office_sheet(self, *, whole: bool) -> OfficeSheet:
        """The sheet asked for; of a long list a page, unless the `whole` of it is wanted for a file."""
        raise NotImplementedError

    def link(self, line: Line, head: Head) -> str:
        """The list behind one figure, "" where there is none."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or with `?download=` the sheet as a file."""
        if file_format := request.GET.get("download"):
            return self.download(file_format)
        return super().get(request, *args, **kwargs)

    def download(self, file_format: str) -> HttpResponseBase:
        """The sheet as xlsx in the office's layout or as plain csv, noted with its lines and what it is for."""
        if file_format not in files.CONTENT_TYPES:
            raise Http404
        purpose = purpose_of(self.request)
        if self.holds_names and not purpose:
            messages.error(self.request, PURPOSE_WANTED)
            kept = self.request.GET.copy()
            kept.pop("download")
            return redirect(f"{self.request.path}?{kept.urlencode()}")
        sheet = self.office_sheet(whole=True)
        response = sheet_download(
            file_format, sheet, name=f"{self.slug}-{self.form.slug}", by=self.account, on=self.today
        )
        access.note(
            self.account,
            AuditAction.EXPORT,
            f"{sheet.form}: {sheet.title}, {sheet.period}",
            purpose=purpose or access.FIGURES_ALONE,
            row_count=len(sheet.rows),
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sheet as lines of cells, and whatever stands around it."""
        sheet = self.office_sheet(whole=False)
        if self.holds_names and sheet.rows:
            access.note(
                self.account,
                AuditAction.READ,
                f"{sheet.form}: {sheet.title}, {sheet.period}",
                purpose="Xem, in báo cáo",
                row_count=len(sheet.rows),
            )
        return super().get_context_data(
            **{
                "form": self.form,
                "office_sheet": sheet,
                "lines": [self.shown(line, sheet) for line in sheet.lines],
                "total": self.shown(sheet.total, sheet) if sheet.total else None,
                "holds_names": self.holds_names,
                "purpose": purpose_of(self.request),
                "choice": [
                    (name, value) for name, value in self.request.GET.items() if name not in ASKED_ANEW
                ],
                "freezes": self.report_kind
                if not self.holds_names and self.account.has_perm(workflow.FREEZE)
                else None,
                "office": letterhead(),
                "place_and_day": letterhead().place_and_day(self.today),
                "empty_text": self.empty_text,
                "query": self.request.GET,
                "today": self.today,
                **kwargs,
            }
        )

    def shown(self, line: Line, sheet: OfficeSheet) -> ShownLine:
        """One line with its links."""
        if line.is_group:
            return ShownLine([], str(line.values[0]))
        cells = zip(line.values, sheet.heads, strict=True)
        return ShownLine([Cell(value, self.link(line, head), head) for value, head in cells], "")


# What the form for a file asks for itself.
ASKED_ANEW = frozenset({"download", "taken_for", "page"})
