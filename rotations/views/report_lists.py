"""Biểu 1, 2 and 4: figures for whoever reads reports, and the list of names behind them for whoever may open it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from rotations import access
from rotations.filters.results import NeedsForm, PeopleForm
from rotations.models import Official, RotationQuerySet
from rotations.reports import by_direction, figure_sheets, needs_sheet, people_lists
from rotations.reports.by_direction import ByDirection
from rotations.reports.sheets import Head, Line, OfficeSheet
from rotations.views.report_sheets import SheetReport
from rotations.vocabulary import ReportKind

LINES_A_PAGE = 500
FIGURES, PEOPLE = "figures", "people"


class FiguresAndList(SheetReport):
    """A report of two sheets: the figures, and the list they count."""

    template_name = "reports/figures_and_list.html"
    list_permission: ClassVar[str] = ""

    @cached_property
    def may_list(self) -> bool:
        """Whether the account may open the list behind the figures."""
        return self.account.has_perm(self.list_permission)

    @property
    def holds_names(self) -> bool:
        """The list names people; who may open it sees it first."""
        return self.may_list and self.request.GET.get("shape", PEOPLE) != FIGURES

    def office_sheet(self, *, whole: bool) -> OfficeSheet:
        """The list or the figures."""
        return self.listed(whole=whole) if self.holds_names else self.figures()

    def figures(self) -> OfficeSheet:
        """The figures of the form's choice, without a name."""
        raise NotImplementedError

    def listed(self, *, whole: bool) -> OfficeSheet:
        """The list of the form's choice, a page of it unless the whole is wanted."""
        raise NotImplementedError

    def page_of(self, rows: Any, count: int, *, whole: bool) -> tuple[list[Any], int]:
        """The rows of the page asked for and the number of the first; all of them for a file."""
        if whole:
            return list(rows), 1
        paginator = Paginator(rows, LINES_A_PAGE)
        paginator.count = count
        self.page = paginator.get_page(self.request.GET.get("page"))
        return list(self.page.object_list), self.page.start_index()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which of the two sheets is shown, and the pages of a long list."""
        context = super().get_context_data(**kwargs)
        context["may_list"] = self.may_list
        context["page_obj"] = getattr(self, "page", None)
        return context


class ReportNeeds(FiguresAndList):
    """Biểu 1: what units ask for and offer."""

    form_class = NeedsForm
    report_kind = ReportKind.NEEDS
    slug = "bieu-1"
    list_permission = "rotations.view_rotationneed"
    empty_text = "Chưa có nhu cầu nào trong thời gian này. Hãy chọn năm, nhiệm kỳ hoặc khoảng ngày khác, hoặc mở đợt đề xuất để hỏi các đơn vị."

    @cached_property
    def rows(self) -> tuple[list[needs_sheet.NeedRow], needs_sheet.NeedRow]:
        """The figures by unit."""
        needs = access.counted_needs(self.account, on=self.today)
        chosen = figure_sheets.chosen_needs(self.form, needs)
        return needs_sheet.need_rows(chosen, by_map=self.form.by_map, on=self.today)

    def figures(self) -> OfficeSheet:
        """People asked for and offered, by unit and reason."""
        rows, total = self.rows
        return needs_sheet.figures(rows, total, period=self.form.period, on=self.today)

    def listed(self, *, whole: bool) -> OfficeSheet:
        """Every need as the units wrote it."""
        needs = figure_sheets.chosen_needs(self.form, access.visible_needs(self.account, on=self.today))
        ordered = needs.select_related("unit", "position", "proposed_official__unit").order_by(
            "unit__sort_key", "unit", "direction", "pk"
        )
        shown, _first = self.page_of(ordered, needs.count(), whole=whole)
        people = sum(self.rows[1].people[code] for code in ("in_all", "out_all"))
        return needs_sheet.listed(
            shown, period=self.form.period, on=self.today, people=people, by_map=self.form.by_map
        )

    def link(self, line: Line, head: Head) -> str:
        """The list of needs narrowed to what the figure adds up, or the page of one need."""
        if self.holds_names:
            return self._need(line) if head.code == "position" and line.key != "total" else ""
        cell = next((cell for cell in needs_sheet.CELLS if cell.code == head.code), None)
        if not self.may_list or cell is None or not line.values[self._place(head)]:
            return ""
        narrowing = [*self.form.narrowing, *cell.narrowing]
        if line.key != "total":
            narrowing.append(("unit", f"={line.key}"))
        return f"{reverse('rotations:need-list')}?{urlencode(narrowing)}"

    @staticmethod
    def _need(line: Line) -> str:
        return reverse("rotations:need-detail", args=[line.key])

    @staticmethod
    def _place(head: Head) -> int:
        return 2 + [cell.code for cell in needs_sheet.CELLS].index(head.code)


class PeopleReport(FiguresAndList):
    """What Biểu 2 and Biểu 4 share: cases of a period, by direction and by name."""

    form_class = PeopleForm
    list_permission = "rotations.view_rotation"
    report_kind: ClassVar[ReportKind]
    group: ClassVar[str] = ""

    @cached_property
    def by_direction(self) -> ByDirection:
        """The figures."""
        counted = access.counted_rotations(self.account, on=self.today)
        return figure_sheets.directions_of(self.report_kind, self.form, counted, on=self.today)

    def figures(self) -> OfficeSheet:
        """How many, by direction."""
        return figure_sheets.direction_sheet(self.report_kind, self.by_direction, self.form, on=self.today)

    def listed(self, *, whole: bool) -> OfficeSheet:
        """The people, a line each."""
        rotations = figure_sheets.chosen_rotations(
            self.report_kind, self.form, access.visible_rotations(self.account, on=self.today)
        )
        everybody = by_direction.by_direction(rotations, (by_direction.EVERYBODY,))
        counts = {row.direction: row.counts["all"] for row in everybody.rows}
        shown, first = self.page_of(self.for_list(rotations), sum(counts.values()), whole=whole)
        return self.people(
            shown,
            counts=counts,
            period=self.form.period,
            said=figure_sheets.said_of(self.form, on=self.today),
            by_map=self.form.by_map,
            hidden=access.hidden_fields(self.account, Official),
            on=self.today,
            first=first,
        )

    def for_list(self, rotations: RotationQuerySet) -> RotationQuerySet:
        """With all that a line shows."""
        raise NotImplementedError

    def people(self, shown: list[Any], **given: Any) -> OfficeSheet:
        """The sheet of these cases."""
        raise NotImplementedError

    def link(self, line: Line, head: Head) -> str:
        """The rotation list narrowed to what the figure counts, or the file of one case."""
        if self.holds_names:
            of_a_case = head.code == "name" and line.key != "total"
            return reverse("rotations:rotation-detail", args=[line.key]) if of_a_case else ""
        shares = {share.code: share for share in self.by_direction.shares}
        if not self.may_list or head.code not in shares:
            return ""
        row = next(
            (row for row in self.by_direction.rows if row.direction == line.key), self.by_direction.total
        )
        if not row.counts[head.code]:
            return ""
        chosen = dict([*self.form.narrowing, ("group", self.group), *shares[head.code].narrowing])
        if row.direction:
            chosen["direction"] = row.direction
        return f"{reverse('rotations:rotation-list')}?{urlencode(chosen)}"


class ReportPlanned(PeopleReport):
    """Biểu 2: whom a plan means to rotate."""

    report_kind = ReportKind.PLANNED
    slug = "bieu-2"
    group = "counted"

    def for_list(self, rotations: RotationQuerySet) -> RotationQuerySet:
        """With all that a line shows."""
        return people_lists.for_planned(rotations)

    def people(self, shown: list[Any], **given: Any) -> OfficeSheet:
        """Biểu 2."""
        return people_lists.planned(shown, **given)


class ReportDone(PeopleReport):
    """Biểu 4: who was rotated, and what came of it."""

    report_kind = ReportKind.DONE
    slug = "bieu-4"
    group = "done"

    def for_list(self, rotations: RotationQuerySet) -> RotationQuerySet:
        """With all that a line shows."""
        return people_lists.for_done(rotations)

    def people(self, shown: list[Any], **given: Any) -> OfficeSheet:
        """Biểu 4."""
        evaluations = access.visible_evaluations(self.account, on=self.today)
        return people_lists.done(shown, evaluations=evaluations, **given)
