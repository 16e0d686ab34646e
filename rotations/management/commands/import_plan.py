"""The plan import from a shell: `manage.py import_plan FILE (--year Y | --term 2020-2025)`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.importing.taking_in import NotTakenIn, take_in
from rotations.models import Term
from rotations.vocabulary import Direction, ImportKind, ImportVerdict, RowVerdict, Severity

READY, NOT_READY, REFUSED = 0, 1, 2


class Command(BaseCommand):
    """Say what a plan file would do, and with --commit do it: the accepted rows in one transaction.

    Exit status 0 ready, 1 needs answers, has errors or cannot be written, 2 refused. Without --commit nothing is
    changed, not even a record of the run.
    """

    help = "Đọc tệp kế hoạch luân chuyển (Biểu 2); chỉ ghi khi có --commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments of the contract."""
        parser.add_argument("file", metavar="FILE")
        plan = parser.add_mutually_exclusive_group(required=True)
        plan.add_argument("--year", type=int, metavar="Y", help="năm kế hoạch")
        plan.add_argument(
            "--term", metavar="2020-2025", help="nhiệm kỳ; mỗi dòng vào kế hoạch của năm bắt đầu"
        )
        parser.add_argument("--sheet", metavar="NAME", help="tên trang tính")
        parser.add_argument("--create-officials", action="store_true", help="tạo hồ sơ người chưa có")
        parser.add_argument("--commit", action="store_true", help="ghi các dòng được nhận")
        parser.add_argument("--json", action="store_true", help="chỉ in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, and leave with the exit status of the contract."""
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise CommandError(f"Không mở được tệp {path}: {fault.strerror}.", returncode=REFUSED) from fault
        if options["year"] is not None and not 1990 <= options["year"] <= 2100:
            raise CommandError("Năm kế hoạch phải từ 1990 đến 2100.", returncode=REFUSED)
        try:
            result = take_in(
                ImportKind.PLAN,
                path.name,
                data,
                on=localdate(),
                year=options["year"],
                term=_term(options["term"]) if options["term"] else None,
                answers=Answers(
                    create_officials=options["create_officials"],
                    sheets=(options["sheet"],) if options["sheet"] else (),
                ),
                keep=options["commit"],
            )
        except NotTakenIn as refused:
            raise CommandError(str(refused), returncode=NOT_READY) from refused
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(result, commit=options["commit"])
        if status := _status(result):
            raise SystemExit(status)

    def _tell(self, result: Outcome, *, commit: bool) -> None:
        if result.refusal:
            self.stdout.write(f"Không nhận tệp: {result.refusal.message}")
            return
        for note in result.notes:
            self.stdout.write(note)
        for row in result.rows:
            for issue in row.issues:
                where = f"Dòng {row.row.number}" + (f", cột “{issue.column}”" if issue.column else "")
                self.stdout.write(f"{where}: [{Severity(issue.severity).label}] {issue.message}")
        counts = ", ".join(
            f"{result.totals[verdict.value]} {verdict.label.lower()}" for verdict in RowVerdict
        )
        directions = ", ".join(
            f"{number} {Direction(word).label.lower()}"
            for word, number in result.totals["by_direction"].items()
            if number
        )
        self.stdout.write(f"{counts}. Theo hướng: {directions or 'chưa rõ'}.")
        if result.blocked:
            self.stdout.write(f"Chưa ghi được: {result.blocked}")
        elif result.committed:
            self.stdout.write(f"Đã ghi {result.to_write} dòng.")
        elif commit:
            self.stdout.write("Không có dòng nào để ghi.")
        else:
            self.stdout.write("Chưa ghi gì; thêm --commit để ghi.")


def _term(name: str) -> Term:
    found = Term.objects.party().filter(name=name).first()
    if found is None:
        known = ", ".join(Term.objects.party().values_list("name", flat=True))
        raise CommandError(f"Không có nhiệm kỳ {name}; hãy chọn một trong: {known}.", returncode=REFUSED)
    return found


def _status(result: Outcome) -> int:
    if result.refusal:
        return REFUSED
    return READY if result.verdict == ImportVerdict.READY and not result.blocked else NOT_READY
