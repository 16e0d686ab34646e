"""The sample workbook as an office would have spoiled it: what must be asked, and what must be mended."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from rotations.management.sample_workbook import write_workbook

# In whose row, which words become which: a unit with another mark (in two rows), a person not on the register, and a
# month that does not exist.
SPOILED = (
    ("", "Xã Chà Nưa", "Xã Chà Nứa"),
    ("", "Hạng A Giống", "Hạng A Gióng"),
    ("Cà Văn Diện", "Từ tháng 4/2026", "Từ tháng 14/2026"),
)


def write_spoiled_workbook(path: Path) -> None:
    """Write it; of fifteen people twelve are plain, and three rows are held back by two questions and an error."""
    write_workbook(path)
    book = openpyxl.load_workbook(path)
    for cells in book.worksheets[0].iter_rows():
        line = " ".join(str(cell.value) for cell in cells)
        for person, old, new in SPOILED:
            for cell in cells:
                if isinstance(cell.value, str) and old in cell.value and person in line:
                    cell.value = cell.value.replace(old, new)
    book.save(path)
