"""The import of one kind of file from a shell: what it prints, and the exit status it leaves with."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from rotations.importing.file_rows import FileRow
from rotations.importing.findings import Answers
from rotations.importing.outcomes import Outcome
from rotations.importing.taking_in import NotTakenIn, take_in
from rotations.management import file_faults
from rotations.vocabulary import ImportKind, ImportVerdict, RowVerdict, Severity

READY, NOT_READY, REFUSED = 0, 1, 2


class ImportCommand(BaseCommand):
    """Say what a file would do, and with --commit do it: the accepted rows in one transaction.

    Exit status 0 ready, 1 needs answers, has errors or cannot be written, 2 refused. Without --commit nothing is
    changed, not even a record of the run. Rows are told as they come and, but for --json, not kept in memory.
    """

    kind: ClassVar[ImportKind]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments every kind of file has."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--sheet",
            metavar="NAME",
            action="append",
            default=[],
            help="tên trang tính; nhiều trang thì ghi nhiều lần",
        )
        parser.add_argument("--again", action="store_true", help="nhập lại tệp đã được ghi trước đây")
        parser.add_argument("--commit", action="store_true", help="ghi các dòng được nhận")
        parser.add_argument("--json", action="store_true", help="chỉ in JSON")

    def concerns(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the file is taken in for (`year`, `term`), as `take_in` is told; CommandError where it cannot be."""
        return {}

    def answers(self, options: dict[str, Any]) -> Answers:
        """What the arguments answer beforehand."""
        return Answers(sheets=tuple(options["sheet"]), again=options["again"])

    def figures(self, result: Outcome) -> str:
        """A sentence beside the number of rows by verdict, "" where there is nothing to add."""
        return ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, and leave with the exit status of the contract."""
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise CommandError(f"Không mở được tệp {file_faults.told(fault)}", returncode=REFUSED) from fault
        concerns = self.concerns(options)
        self._told_of = ""
        try:
            result = take_in(
                self.kind,
                path.name,
                data,
                on=localdate(),
                answers=self.answers(options),
                keep=options["commit"],
                retain=options["json"],
                tell=None if options["json"] else self._tell_rows,
                **concerns,
            )
        except NotTakenIn as refused:
            raise CommandError(str(refused), returncode=NOT_READY) from refused
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(result, commit=options["commit"])
        if status := _status(result):
            raise SystemExit(status)

    def _tell_rows(self, rows: Sequence[FileRow]) -> None:
        """What is to be known of each row, under the name of its sheet."""
        for row in rows:
            if row.issues and (sheet := row.row.table.sheet.name) != self._told_of:
                self._told_of = sheet
                self.stdout.write(f"Trang tính “{sheet}”:")
            for issue in row.issues:
                where = f"Dòng {row.row.number}" + (f", cột “{issue.column}”" if issue.column else "")
                self.stdout.write(f"{where}: [{Severity(issue.severity).label}] {issue.message}")

    def _tell(self, result: Outcome, *, commit: bool) -> None:
        if result.refusal:
            self.stdout.write(f"Không nhận tệp: {result.refusal.message}")
            return
        for said in (*result.notes, *(question.message for question in result.questions)):
            self.stdout.write(said)
        counts = ", ".join(
            f"{result.counts[verdict.value]} {verdict.label.lower()}" for verdict in RowVerdict
        )
        self.stdout.write(" ".join(filter(None, (f"{counts}.", self.figures(result)))))
        if result.blocked:
            self.stdout.write(f"Chưa ghi được: {result.blocked}")
        elif result.committed:
            self.stdout.write(f"Đã ghi {result.to_write} dòng.")
        elif commit and result.questions:
            self.stdout.write("Chưa ghi gì vì còn câu hỏi về cả tệp.")
        elif commit:
            self.stdout.write("Không có dòng nào để ghi.")
        else:
            self.stdout.write("Chưa ghi gì; thêm --commit để ghi.")


def _status(result: Outcome) -> int:
    if result.refusal:
        return REFUSED
    return READY if result.verdict == ImportVerdict.READY and not result.blocked else NOT_READY
