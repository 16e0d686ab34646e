"""A backup back into the installation: `manage.py restore FILE [--replace]`."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from rotations.access import note
from rotations.keeping import BackupRefused, Manifest, examine, restore
from rotations.management import file_faults
from rotations.management.passphrases import add_passphrase_arguments, passphrase_of
from rotations.management.shells import whose_shell
from rotations.vocabulary import AuditAction


class Command(BaseCommand):
    """Restore a backup, or only look whether one is whole. Exit status: 0 done, 2 refused and nothing changed."""

    help = (
        "Phục hồi toàn bộ bản cài từ một tệp sao lưu, được hết hoặc không thay đổi gì. Tệp của phiên bản cũ được nâng "
        "cấp; tệp của phiên bản mới hơn bị từ chối. Mọi người phải đăng nhập lại."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and leave to put it in the place of what is there."""
        parser.add_argument("file", type=Path, metavar="FILE")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument(
            "--replace", action="store_true", help="thay toàn bộ dữ liệu hiện có bằng dữ liệu trong tệp"
        )
        ways.add_argument(
            "--check", action="store_true", help="chỉ kiểm tra tệp còn nguyên vẹn, không ghi gì"
        )
        add_passphrase_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and tell what."""
        passphrase, path, began = passphrase_of(options), options["file"], time.monotonic()
        try:
            if options["check"]:
                done, manifest = "Tệp nguyên vẹn:", examine(path, passphrase)
            else:
                done, manifest = (
                    "Đã phục hồi",
                    restore(path, passphrase=passphrase, replace=options["replace"]),
                )
        except BackupRefused as refused:
            raise CommandError(f"Không phục hồi được. {refused}", returncode=2) from refused
        except OSError as fault:
            raise CommandError(f"Không phục hồi được. {file_faults.told(fault)}", returncode=2) from fault
        self.stdout.write(f"{done} {_told(manifest)}, trong {time.monotonic() - began:.1f} giây.")
        if not options["check"]:
            note(
                None, AuditAction.RESTORE, path.name, purpose=whose_shell("restore"), row_count=manifest.rows
            )
            self.stdout.write("Mọi người đăng nhập lại. Hãy chạy check_data để kiểm tra dữ liệu.")


def _told(manifest: Manifest) -> str:
    made = localtime(datetime.fromisoformat(manifest.made_at))
    return (
        f"{manifest.rows} dòng của {len(manifest.tables)} bảng, {manifest.files} tệp kèm theo, "
        f"sao lưu lúc {made:%H:%M ngày %d/%m/%Y} (phiên bản {manifest.product})"
    )
