"""Pages of reports: figures over what is kept, each figure a link to the list behind it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from rotations import access
from rotations.filters.ages import young_age
from rotations.filters.results import ResultsForm
from rotations.models import Account, RotationQuerySet
from rotations.reports import results
from rotations.views.downloads import as_download
from rotations.vocabulary import AuditAction


class Cell(NamedTuple):
    """One figure on the page; `url` is "" for an account that may not open the list, and for a zero."""

    number: int
    url: str


class ReportResults(PermissionRequiredMixin, TemplateView):
    """Biểu 3: what came of the plan of a year or of a term, by unit."""

    permission_required = "rotations.view_reports"
    template_name = "reports/results.html"

    @property
    def account(self) -> Account:
        """Who is asking."""
        return cast(Account, self.request.user)

    @cached_property
    def today(self) -> date:
        """The day the page is asked for, the same throughout the request."""
        return localdate()

    @cached_property
    def form(self) -> ResultsForm:
        """The controls, bound to the query string; what is not said is the newest plan, received, rotation."""
        return ResultsForm(self.request.GET, on=self.today)

    @cached_property
    def sheet(self) -> results.Results:
        """The figures asked for; a query that cannot be understood counts nothing."""
        return results.results(
            self.counted(), by=self.form.end, young_years=young_age(on=self.today), on=self.today
        )

    def counted(self) -> RotationQuerySet:
        """The rotations of the year or term, of the movement type."""
        everything = access.counted_rotations(self.account, on=self.today)
        return self.form.narrow(everything) if self.form.is_valid() else everything.none()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or with `?download=` the sheet as a file."""
        if file_format := request.GET.get("download"):
            response = as_download(
                file_format,
                name=f"bieu-3-{self.form.slug}",
                headings=results.headings(self.sheet),
                rows=results.table(self.sheet),
                by=self.account,
            )
            access.note(
                self.account, AuditAction.EXPORT, "Biểu 3: tổng hợp kết quả", row_count=len(self.sheet.rows)
            )
            return response
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Headings in two rows, a line of cells per unit, and the words that say what is counted."""
        sheet = self.sheet
        links = self.account.has_perm("rotations.view_rotation")
        return super().get_context_data(
            form=self.form,
            sheet=sheet,
            groups=_groups(sheet.measures),
            lines=[self._line(row, links=links) for row in sheet.rows],
            total=self._line(sheet.total, links=links),
            unit_heading=results.UNIT_HEADING[sheet.by],
            period=self.form.period,
            what_is_counted=results.what_is_counted(self.form.counts),
            query=self.request.GET,
            today=self.today,
            **kwargs,
        )

    def _line(self, row: results.ResultRow, *, links: bool) -> dict[str, Any]:
        cells = [
            Cell(
                row.counts[measure.code],
                self._list_behind(row, measure) if links and row.counts[measure.code] else "",
            )
            for measure in self.sheet.measures
        ]
        return {"name": row.name, "cells": cells, "rate": row.rate}

    def _list_behind(self, row: results.ResultRow, measure: results.Measure) -> str:
        """The rotation list narrowed to exactly what the figure counts."""
        narrowing = [*self.form.narrowing, *measure.narrowing]
        if row.unit is not None:
            narrowing.append((f"{self.sheet.by}_unit", str(row.unit)))
        return f"{reverse('rotations:rotation-list')}?{urlencode(narrowing)}"


def _groups(measures: tuple[results.Measure, ...]) -> list[dict[str, Any]]:
    """The upper row of headings: each group with the number of columns under it; a lone column is its own."""
    groups: list[dict[str, Any]] = []
    for measure in measures:
        if measure.group and groups and groups[-1]["label"] == measure.group:
            groups[-1]["span"] += 1
        else:
            groups.append({"label": measure.group or measure.label, "span": 1, "alone": not measure.group})
    return groups
