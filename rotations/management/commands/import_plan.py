"""The plan import from a shell: `manage.py import_plan FILE (--year Y | --term 2020-2025)`."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any, ClassVar

from django.core.management.base import CommandError

from rotations import partial_dates
from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.management.import_command import REFUSED, ImportCommand
from rotations.models import AmendmentPaper, Term
from rotations.partial_dates import DatePrecision, NotADate
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
        paper = parser.add_argument_group("khi kế hoạch đã phê duyệt")
        paper.add_argument(
            "--amendment-number", metavar="85-KH/HU", default="", help="số, ký hiệu văn bản điều chỉnh"
        )
        paper.add_argument(
            "--amendment-date", metavar="12/05/2026", default="", help="ngày văn bản điều chỉnh"
        )
        paper.add_argument(
            "--amendment-reason", metavar="TEXT", default="", help="lý do, nội dung điều chỉnh"
        )

    def concerns(self, options: dict[str, Any]) -> dict[str, Any]:
        """The year or the term of the plan."""
        if options["year"] is not None and not 1990 <= options["year"] <= 2100:
            raise CommandError("Năm kế hoạch phải từ 1990 đến 2100.", returncode=REFUSED)
        return {
            "year": options["year"],
            "term": _term(options["term"]) if options["term"] else None,
        }

    def answers(self, options: dict[str, Any]) -> Answers:
        """Whether people not on the register are created, and the paper under which an approved plan is changed."""
        return replace(
            super().answers(options), create_officials=options["create_officials"], amendment=_paper(options)
        )

    def figures(self, result: Outcome) -> str:
        """People by direction."""
        directions = ", ".join(
            f"{number} {Direction(word).label.lower()}"
            for word, number in result.totals["by_direction"].items()
            if number
        )
        return f"Theo hướng: {directions or 'chưa rõ'}."


def _paper(options: dict[str, Any]) -> AmendmentPaper | None:
    number, day, reason = (options[f"amendment_{part}"] for part in ("number", "date", "reason"))
    if not (number or day or reason):
        return None
    try:
        on = partial_dates.parse(day) if day else None
    except NotADate as unreadable:
        raise CommandError(
            f"Ngày văn bản điều chỉnh: {unreadable.message}", returncode=REFUSED
        ) from unreadable
    if on is not None and on.precision != DatePrecision.DAY:
        raise CommandError("Ngày văn bản điều chỉnh: hãy ghi đủ ngày/tháng/năm.", returncode=REFUSED)
    return AmendmentPaper(number, on.first if on else None, reason)


def _term(name: str) -> Term:
    found = Term.objects.party().filter(name=name).first()
    if found is None:
        known = ", ".join(Term.objects.party().values_list("name", flat=True))
        raise CommandError(f"Không có nhiệm kỳ {name}; hãy chọn một trong: {known}.", returncode=REFUSED)
    return found
