"""A row read straight from the sheet comes to what looking at each of its cells closely comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rotations.importing.files.guard import Merge
from rotations.importing.files.reading import Sheet
from rotations.importing.plans.columns import PLAN
from rotations.importing.row_cells import RowCells
from rotations.importing.tables import cells
from rotations.importing.tables.layout import Table
from rotations.importing.tables.search import read_table
from tests.importing.test_layout import HEADINGS, HOA, MINH

UNIT = HEADINGS.index("Đơn vị công tác")
# MINH and HOA stand in rows 2 and 3.
CASES = {
    "nothing special": ({}, [True, True]),
    "a computed cell": ({"formulas": frozenset({(3, UNIT)})}, [True, False]),
    "a cell at fault": ({"errors": frozenset({(2, UNIT)})}, [False, True]),
    "cells merged downwards": ({"merges": (Merge(2, UNIT, 3, UNIT),)}, [False, False]),
    "cells merged sideways": ({"merges": (Merge(2, 1, 2, 2),)}, [True, True]),
    "cells merged far beyond the sheet": ({"merges": (Merge(3, UNIT, 900_000, UNIT),)}, [True, False]),
}


def table(unit: object = "Phòng Nội vụ", extra: object = None, **about: object) -> Table:
    second = [*HOA, *[None] * (len(HEADINGS) - len(HOA)), extra]
    second[UNIT] = unit
    return read_table(replace(Sheet("Biểu 2", 1, [HEADINGS, MINH, second]), **about), PLAN)


def read(found: Table, *, closely: bool) -> list[object]:
    told = []
    for row in found.people:
        read_row = RowCells(row)
        if closely:
            read_row.bare = None
        told.append([(code, read_row.text(code)) for code in found.header.columns])
        read_row.report_rest("mẫu", {"note": "ghi ở chỗ khác"})
        told.append(read_row.issues)
    return told


@pytest.mark.parametrize("case", CASES)
def test_only_rows_in_which_a_cell_is_more_than_its_content_are_looked_at_closely(case):
    about, bare = CASES[case]
    found = table(**about)

    assert [RowCells(row).bare is not None for row in found.people] == bare
    assert read(found, closely=False) == read(found, closely=True)


@pytest.mark.parametrize("typed", ['"', "nt", "Xã Pa Tần", None, "#REF!"])
def test_what_is_typed_is_read_the_same(typed):
    found = table(unit=typed, extra="ngoài bảng")

    assert read(found, closely=False) == read(found, closely=True)
    assert RowCells(found.people[1]).text("present_unit") == (
        "Phòng Nội vụ" if typed in ('"', "nt") else cells.text(typed) or ""
    )


def test_a_column_nobody_knows_is_told_wherever_it_stands():
    row = RowCells(table(extra="ngoài bảng").people[1])

    row.report_rest("mẫu", {})

    assert [(issue.code, issue.value) for issue in row.issues] == [("extra_column", "ngoài bảng")]
