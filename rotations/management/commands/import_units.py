"""The register of units from a shell: `manage.py import_units FILE`."""

from __future__ import annotations

from typing import ClassVar

from rotations.management.import_command import ImportCommand
from rotations.vocabulary import ImportKind


class Command(ImportCommand):
    """Say what a register of units would do, and with --commit do it."""

    help = "Đọc danh mục đơn vị, tên gọi khác và khung chức danh; chỉ ghi khi có --commit."
    kind: ClassVar[ImportKind] = ImportKind.UNITS
