"""Where the passphrase of a backup comes from: never the command line, which others on the machine can read."""

from __future__ import annotations

import getpass
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError

from rotations.management import file_faults

VARIABLE: Final = "CADRE_BACKUP_PASSPHRASE"


def add_passphrase_arguments(parser: ArgumentParser) -> None:
    """The two ways beside the environment."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--passphrase", action="store_true", help="hỏi mật khẩu của tệp trên màn hình")
    ways.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="đọc mật khẩu của tệp từ dòng đầu của FILE"
    )


def passphrase_of(options: dict[str, Any], *, twice: bool = False) -> str:
    """The passphrase somebody gave, or "" for none. `twice` asks again, for a file nobody could open after a slip."""
    if options["passphrase_file"]:
        lines = _read(options["passphrase_file"]).splitlines()
        return _said(lines[0] if lines else "")
    if options["passphrase"]:
        first = _said(getpass.getpass("Mật khẩu của tệp sao lưu: "))
        if twice and getpass.getpass("Nhập lại mật khẩu: ") != first:
            raise CommandError("Hai lần nhập mật khẩu khác nhau; chưa làm gì.", returncode=2)
        return first
    return os.environ.get(VARIABLE, "")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise CommandError(f"Không đọc được mật khẩu. {file_faults.told(fault)}", returncode=2) from fault
    except UnicodeDecodeError as fault:
        raise CommandError(
            f"Không đọc được mật khẩu: {path} không phải tệp chữ UTF-8.", returncode=2
        ) from fault


def _said(passphrase: str) -> str:
    if not passphrase:
        raise CommandError("Mật khẩu trống; chưa làm gì.", returncode=2)
    return passphrase
