"""The office layouts without rows, to be filled in: one of each kind of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rotations.importing.needs import workbook as need_workbook
from rotations.importing.officials import workbook as official_workbook
from rotations.importing.plans import workbook as plan_workbook
from rotations.importing.units import workbook as unit_workbook
from rotations.vocabulary import ImportKind


@dataclass(frozen=True, slots=True)
class BlankFile:
    """What the file is called when it is saved, and what writes it (`on` a day)."""

    file_name: str
    write: Callable[..., bytes]


BLANK_FILES: Final[dict[ImportKind, BlankFile]] = {
    ImportKind.PLAN: BlankFile("mau-bieu-2.xlsx", plan_workbook.template_file),
    ImportKind.NEEDS: BlankFile("mau-bieu-1.xlsx", need_workbook.template_file),
    ImportKind.OFFICIALS: BlankFile(
        "mau-danh-sach-can-bo.xlsx", lambda *, on: official_workbook.template_file()
    ),
    ImportKind.UNITS: BlankFile("mau-danh-muc-don-vi.xlsx", unit_workbook.template_file),
}
