"""Pages of reports of cases: figures over what is kept, each figure a link to the list behind it."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rotations import access
from rotations.filters.results import ResultsForm
from rotations.reports import figure_sheets, results
from rotations.reports.sheets import Head, Line, OfficeSheet
from rotations.views.report_sheets import SheetReport
from rotations.vocabulary import ReportKind


class ReportResults(SheetReport):
    """Biểu 3: what came of the plan of a year or of a term, by unit."""

    template_name = "reports/results.html"
    form_class = ResultsForm
    report_kind = ReportKind.RESULTS
    slug = "bieu-3"

    @cached_property
    def sheet(self) -> results.Results:
        """The figures asked for; a query that cannot be understood counts nothing."""
        counted = access.counted_rotations(self.account, on=self.today)
        return figure_sheets.results_of(self.form, counted, on=self.today)

    def office_sheet(self, *, whole: bool) -> OfficeSheet:
        """Biểu 3; it is always whole."""
        return self.figures()

    def figures(self) -> OfficeSheet:
        """Biểu 3."""
        return results.office_sheet(
            self.sheet, period=self.form.period, movement=self.form.counts, on=self.today
        )

    @cached_property
    def _narrowings(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return {measure.code: measure.narrowing for measure in self.sheet.measures}

    @cached_property
    def _may_list(self) -> bool:
        return self.account.has_perm("rotations.view_rotation")

    def link(self, line: Line, head: Head) -> str:
        """The rotation list narrowed to exactly what the figure counts."""
        if not self._may_list or head.code not in self._narrowings:
            return ""
        row = self._row_of.get(line.key, self.sheet.total)
        if not row.counts[head.code]:
            return ""
        narrowing = [*self.form.narrowing, *self._narrowings[head.code]]
        if row.units:
            narrowing.append((f"{self.sheet.by}_unit", f"={','.join(str(unit) for unit in row.units)}"))
        return f"{reverse('rotations:rotation-list')}?{urlencode(narrowing)}"

    @cached_property
    def _row_of(self) -> dict[str, results.ResultRow]:
        return {",".join(str(unit) for unit in row.units): row for row in self.sheet.rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the notes below the sheet speak of."""
        return super().get_context_data(sheet=self.sheet, **kwargs)
