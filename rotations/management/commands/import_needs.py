"""The needs of units from a shell: `manage.py import_needs FILE --year Y`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import CommandError

from rotations.importing.outcomes import Outcome
from rotations.management.import_command import REFUSED, ImportCommand
from rotations.vocabulary import ImportKind


class Command(ImportCommand):
    """Say what a file of needs (Biểu 1) would do, and with --commit do it."""

    help = "Đọc biểu đề xuất nhu cầu luân chuyển (Biểu 1); chỉ ghi khi có --commit."
    kind: ClassVar[ImportKind] = ImportKind.NEEDS

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year beside what every kind of file has."""
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, metavar="Y", required=True, help="năm kế hoạch")

    def concerns(self, options: dict[str, Any]) -> dict[str, Any]:
        """The year of the plan that the needs feed."""
        if not 1990 <= options["year"] <= 2100:
            raise CommandError("Năm kế hoạch phải từ 1990 đến 2100.", returncode=REFUSED)
        return {"year": options["year"]}

    def figures(self, result: Outcome) -> str:
        """How many people are asked for, and how many offered."""
        people = result.totals["by_need_direction"]
        return f"Xin bổ sung {people['in']} người, đề xuất cử đi {people['out']} người."
