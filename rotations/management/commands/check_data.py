"""The invariants on the stored data: `manage.py check_data [--json]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from rotations.checking import check_data


class Command(BaseCommand):
    """Print each row that breaks what must never be false. Exit status: 0 none, 1 some."""

    help = "Kiểm tra dữ liệu đã lưu: mỗi điều bắt buộc đúng, bản ghi nào không đúng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments of the contract."""
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, on one state of the data, and tell as it goes."""
        found = 0
        as_json = options["json"]
        if as_json:
            self.stdout.write('{"findings": [', ending="")
        with transaction.atomic():
            for finding in check_data():
                if as_json:
                    comma = ",\n" if found else "\n"
                    self.stdout.write(
                        f"{comma}{json.dumps(finding.as_data(), ensure_ascii=False, default=str)}", ending=""
                    )
                else:
                    self.stdout.write(f"{finding.table} #{finding.id}: {finding.message} [{finding.code}]")
                found += 1
        if as_json:
            self.stdout.write(f'], "count": {found}}}')
        elif not found:
            self.stdout.write("Dữ liệu đúng: không thấy bản ghi nào sai.")
        if found:
            raise CommandError(
                f"Có {found} bản ghi không đúng. Hãy giữ bản sao lưu, đối chiếu lịch sử của từng bản ghi rồi sửa "
                "trong chương trình.",
                returncode=1,
            )
