"""The whole installation in one file: `manage.py backup FILE`."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from rotations.access import note
from rotations.keeping import BackupRefused, back_up, is_up_to_date
from rotations.management import file_faults
from rotations.management.passphrases import add_passphrase_arguments, passphrase_of
from rotations.management.shells import whose_shell
from rotations.vocabulary import AuditAction

SHORTEST: Final = 12


class Command(BaseCommand):
    """Write a backup. Exit status: 0 written, 2 refused; a file is there whole or not at all."""

    help = (
        "Sao lưu toàn bộ bản cài (mọi bảng, tệp đính kèm, tệp đã nhập, tài khoản và dấu băm mật khẩu) vào một tệp, "
        "trong lúc mọi người vẫn làm việc. Có mật khẩu thì tệp được mã hóa; không có mật khẩu thì ai đọc được tệp sẽ "
        "đọc được mọi hồ sơ. Mật khẩu đặt ở biến CADRE_BACKUP_PASSPHRASE, --passphrase hoặc --passphrase-file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and how it is closed."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--overwrite", action="store_true", help="ghi đè tệp đã có")
        add_passphrase_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and tell what."""
        passphrase, path, began = passphrase_of(options, twice=True), options["file"], time.monotonic()
        if passphrase and len(passphrase) < SHORTEST:
            raise CommandError(f"Mật khẩu của tệp sao lưu phải từ {SHORTEST} ký tự.", returncode=2)
        try:
            manifest = back_up(path, at=localtime(), passphrase=passphrase, overwrite=options["overwrite"])
        except BackupRefused as refused:
            raise CommandError(f"Không sao lưu được. {refused}", returncode=2) from refused
        except OSError as fault:
            raise CommandError(f"Không sao lưu được. {file_faults.told(fault)}", returncode=2) from fault
        if is_up_to_date():
            note(None, AuditAction.BACKUP, path.name, purpose=whose_shell("backup"), row_count=manifest.rows)
        closed = "đã mã hóa" if passphrase else "KHÔNG mã hóa: chỉ giữ ở nơi khóa kín"
        self.stdout.write(
            f"Đã sao lưu {manifest.rows} dòng của {len(manifest.tables)} bảng, {manifest.files} tệp kèm theo, "
            f"vào {path} ({path.stat().st_size / 1e6:.1f} MB, {closed}) trong {time.monotonic() - began:.1f} giây."
        )
