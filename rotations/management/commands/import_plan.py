"""The plan import from a shell: `manage.py import_plan FILE (--year Y | --term 2020-2025)`."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any, ClassVar

from django.core.management.base import CommandError

from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.management.import_command import REFUSED, ImportCommand
from rotations.models import Term
from rotations.vocabulary import Direction, ImportKind


class Command(ImportCommand):
    """Say what a plan file would do, and with --commit do it."""

    help = "Đọc tệp kế hoạch luân chuyển (Biểu 2); chỉ ghi khi có --commit."
    kind: ClassVar[ImportKind] = ImportKind.PLAN

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments of the contract."""
        super().add_arguments(parser)
        plan = parser.add_mutually_exclusive_group(required=True)
        plan.add_argument("--year", type=int, metavar="Y", help="năm kế hoạch")
        plan.add_argument(
            "--term", metavar="2020-2025", help="nhiệm kỳ; mỗi dòng vào kế hoạch của năm bắt đầu"
        )
        parser.add_argument("--create-officials", action="store_true", help="tạo hồ sơ người chưa có")

    def concerns(self, options: dict[str, Any]) -> dict[str, Any]:
        """The year or the term of the plan."""
        if options["year"] is not None and not 1990 <= options["year"] <= 2100:
            raise CommandError("Năm kế hoạch phải từ 1990 đến 2100.", returncode=REFUSED)
        return {
            "year": options["year"],
            "term": _term(options["term"]) if options["term"] else None,
        }

    def answers(self, options: dict[str, Any]) -> Answers:
        """Whether people not on the register are created."""
        return replace(super().answers(options), create_officials=options["create_officials"])

    def figures(self, result: Outcome) -> str:
        """People by direction."""
        directions = ", ".join(
            f"{number} {Direction(word).label.lower()}"
            for word, number in result.totals["by_direction"].items()
            if number
        )
        return f"Theo hướng: {directions or 'chưa rõ'}."


def _term(name: str) -> Term:
    found = Term.objects.party().filter(name=name).first()
    if found is None:
        known = ", ".join(Term.objects.party().values_list("name", flat=True))
        raise CommandError(f"Không có nhiệm kỳ {name}; hãy chọn một trong: {known}.", returncode=REFUSED)
    return found
