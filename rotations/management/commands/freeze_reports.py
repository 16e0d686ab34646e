"""Freeze the figures of the reports as they stand today; with --month-end only on the last day of a month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate

from rotations import workflow
from rotations.models import Rotation, RotationNeed, Term
from rotations.reports.figure_sheets import FORMS, Counted, figure_sheet
from rotations.reports.sheets import as_content
from rotations.vocabulary import ReportKind


class Command(BaseCommand):
    """Every report of figures, for the newest year begun and for the running committee term."""

    help = "Chốt số liệu các báo cáo như đang có hôm nay."

    def add_arguments(self, parser: CommandParser) -> None:
        """--month-end for a timer that calls every evening."""
        parser.add_argument(
            "--month-end", action="store_true", help="chỉ chốt vào ngày cuối tháng; ngày khác không làm gì"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each report: frozen, or why not."""
        today = localdate()
        if options["month_end"] and (today + timedelta(days=1)).month == today.month:
            self.stdout.write("Hôm nay chưa phải ngày cuối tháng; không chốt.")
            return
        for kind in ReportKind:
            for choice in _choices(today):
                self.stdout.write(_freeze(kind, choice, today))


def _choices(today: date) -> list[dict[str, str]]:
    """The newest year begun, which every form chooses by itself, and the term that runs."""
    term = Term.objects.party().running_on(today).first()
    return [{}, *([{"term": str(term.pk)}] if term else [])]


def _freeze(kind: ReportKind, choice: dict[str, str], today: date) -> str:
    form = FORMS[kind](choice, on=today)
    name = f"{kind.label}, {form.period or 'chưa có năm nào'}"
    counted = Counted(Rotation.objects.all(), RotationNeed.objects.all())
    try:
        workflow.freeze_report(
            kind,
            title=f"Tháng {today:%m/%Y}",
            period=form.period,
            choice=form.choice,
            content=as_content(figure_sheet(kind, form, counted, on=today)),
            by=None,
            on=today,
        )
    except workflow.MoveRefused as refused:
        return f"{name}: {refused}"
    return f"{name}: đã chốt."
