"""Which unit a cell means, and what is asked when that is not certain."""

from __future__ import annotations

from datetime import date

from rotations.importing.file_rows import FileRow, ask
from rotations.importing.findings import Answers, Option
from rotations.importing.lookups import UnitMatch, Units
from rotations.importing.tables.layout import Cell
from rotations.models import Unit


def settle_unit(
    units: Units,
    answers: Answers,
    row: FileRow,
    text: str,
    cell: Cell | None,
    *,
    on: date,
    prefer: int | None = None,
) -> Unit | None:
    """The unit a text means on a day, by itself or as a person answered; else None, and the question is on the row."""
    match = units.find(text, on=on, prefer=prefer)
    return match.unit or ask_unit(units, answers, row, text, match, cell, on=on)


def ask_unit(
    units: Units, answers: Answers, row: FileRow, text: str, match: UnitMatch, cell: Cell | None, *, on: date
) -> Unit | None:
    """The unit a person chose for a text that means none for certain; else None, and the question is on the row."""
    labels = [_label(units, unit, match) for unit in match.candidates]
    said = {
        "unknown_unit": f"Không có đơn vị “{text}” trong danh mục",
        "ambiguous_unit": f"“{text}” là tên của {len(labels)} đơn vị",
        "unit_not_valid": f"“{text}” không tồn tại vào ngày {on:%d/%m/%Y}",
    }[match.code]
    how = f": {'; '.join(labels)}. Hãy chọn đúng đơn vị hoặc sửa ô này." if labels else "; hãy sửa ô này."
    answer = ask(
        answers,
        row,
        match.code,
        said + how,
        cell,
        values=(text,),
        options=[Option(str(unit.pk), label) for unit, label in zip(match.candidates, labels, strict=True)],
    )
    return units.by_id[int(answer)] if answer else None


def _label(units: Units, unit: Unit, match: UnitMatch) -> str:
    twins = sum(other.name == unit.name for other in match.candidates) > 1
    about = []
    if twins and unit.parent_id:
        about.append(str(units.by_id[unit.parent_id]))
    if (twins and unit.valid_from) or (match.code == "unit_not_valid" and unit.valid_from):
        about.append(f"từ {unit.valid_from:%d/%m/%Y}")
    if unit.valid_to and (twins or match.code == "unit_not_valid"):
        about.append(f"đến {unit.valid_to:%d/%m/%Y}")
    return f"{unit.name} ({', '.join(about)})" if about else unit.name
