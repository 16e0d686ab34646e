"""`manage.py sample_data`: an invented district with an account per role, or rows in any number."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rotations.management.sample_accounts import load_accounts
from rotations.management.sample_bulk import BulkRefused, load_bulk
from rotations.management.sample_district import SampleRefused, load_district
from rotations.management.sample_workbook import write_workbook


class Command(BaseCommand):
    """Loads invented data, for a demonstration or a benchmark. Never in production."""

    help = (
        "Nạp huyện mẫu (đơn vị công khai, người và số liệu hư cấu) cùng tài khoản mẫu; hoặc nạp thêm dữ liệu với số "
        "lượng lớn (--officials, --rotations); hoặc ghi tệp kế hoạch mẫu (--workbook)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The contract of product §5, and a password for the sample accounts."""
        parser.add_argument("--officials", type=int, default=0, metavar="N", help="nạp thêm N cán bộ hư cấu")
        parser.add_argument("--rotations", type=int, default=0, metavar="M", help="nạp thêm M lượt đề xuất")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="bộ số ngẫu nhiên (mặc định 1)")
        parser.add_argument("--password", default="", help="mật khẩu của các tài khoản mẫu")
        parser.add_argument(
            "--workbook", type=Path, metavar="FILE", help="ghi tệp .xlsx kế hoạch năm 2026 của huyện mẫu"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is asked for, and tell the accounts."""
        if not settings.DEBUG:
            raise CommandError(
                "Dữ liệu mẫu và tài khoản mẫu không dùng trên hệ thống thật; chỉ nạp khi CADRE_DEBUG=1."
            )
        if options["officials"] < 0 or options["rotations"] < 0:
            raise CommandError("Số cán bộ và số lượt không được âm.")
        try:
            if options["officials"] or options["rotations"]:
                self._load_bulk(options["officials"], options["rotations"], options["seed"])
            else:
                self._load_district()
        except (SampleRefused, BulkRefused) as refused:
            raise CommandError(str(refused)) from refused
        if options["workbook"]:
            self._write_workbook(options["workbook"])
        self._tell_accounts(options["password"])

    def _load_district(self) -> None:
        if load_district():
            self.stdout.write("Đã nạp huyện mẫu.")
        else:
            self.stdout.write("Huyện mẫu đã có sẵn; không thay đổi gì.")

    def _load_bulk(self, officials: int, rotations: int, seed: int) -> None:
        began = time.monotonic()
        loaded = load_bulk(officials, rotations, seed)
        self.stdout.write(
            f"Đã nạp {loaded.units} đơn vị, {loaded.officials} cán bộ, {loaded.rotations} lượt đề xuất "
            f"trong {time.monotonic() - began:.1f} giây."
        )

    def _write_workbook(self, path: Path) -> None:
        load_district()  # the people of the workbook are the district's
        self.stdout.write(f"Đã ghi {path}: {write_workbook(path)} đồng chí.")

    def _tell_accounts(self, password: str) -> None:
        self.stdout.write("Tài khoản mẫu (tên đăng nhập, mật khẩu, vai trò):")
        for account in load_accounts(password):
            told = account.password or "(tài khoản có sẵn, giữ nguyên mật khẩu)"
            unit = f", {account.unit}" if account.unit else ""
            self.stdout.write(f"  {account.username:<20} {told}   {account.role}{unit}")
