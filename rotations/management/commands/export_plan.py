"""The plan of a year as a file in the office layout: `manage.py export_plan --year Y --to FILE.{xlsx,csv}`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localdate, localtime

from rotations.access import note
from rotations.importing.plans.workbook import plan_file
from rotations.management import file_faults
from rotations.management.shells import whose_shell
from rotations.models import RotationPlan
from rotations.reports.files import export_mark, marked_workbook
from rotations.vocabulary import AuditAction


class Command(BaseCommand):
    """Write one year's plan; the file imports back with every row unchanged."""

    help = "Xuất kế hoạch luân chuyển của một năm ra tệp .xlsx hoặc .csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments of the contract."""
        parser.add_argument("--year", type=int, required=True, metavar="Y", help="năm kế hoạch")
        parser.add_argument("--to", required=True, metavar="FILE", help="tệp .xlsx hoặc .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the plan, write the file with a note in the trail, say so."""
        path = Path(options["to"])
        file_format = path.suffix.lower().removeprefix(".")
        if file_format not in ("xlsx", "csv"):
            raise CommandError("Tên tệp phải có đuôi .xlsx hoặc .csv.")
        plan = RotationPlan.objects.filter(year=options["year"]).first()
        if plan is None:
            raise CommandError(f"Chưa có kế hoạch năm {options['year']}.")
        mark = export_mark(None, at=localtime())
        try:
            content = plan_file(plan, file_format, on=localdate(), mark=mark)
            with transaction.atomic():
                people = plan.rotations.counted().count()
                note(None, AuditAction.EXPORT, plan, purpose=whose_shell("export_plan"), row_count=people)
                path.write_bytes(marked_workbook(content, mark) if file_format == "xlsx" else content)
        except OSError as fault:
            raise CommandError(f"Không ghi được tệp {file_faults.told(fault)}") from fault
        self.stdout.write(f"Đã xuất {plan} ra {path}.")
