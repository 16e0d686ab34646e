"""The register of officials from a shell: `manage.py import_officials FILE`."""

from __future__ import annotations

from typing import ClassVar

from rotations.importing.outcomes import Outcome
from rotations.management.import_command import ImportCommand
from rotations.vocabulary import ImportKind


class Command(ImportCommand):
    """Say what a register of officials would do, and with --commit do it."""

    help = "Đọc danh sách cán bộ cùng chức vụ đang giữ; chỉ ghi khi có --commit."
    kind: ClassVar[ImportKind] = ImportKind.OFFICIALS

    def figures(self, result: Outcome) -> str:
        """Posts opened and ended."""
        opened, ended = result.figures["posts_opened"], result.figures["posts_ended"]
        return f"Chức vụ: {opened} ghi mới, {ended} kết thúc."
