"""Rows of a file that are about nobody: which of them are told, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from rotations.importing.file_rows import FileRow
from rotations.importing.findings import Issue
from rotations.importing.tables.layout import RowKind, TableRow
from rotations.vocabulary import Severity

# Told with their reason; blank rows and the heading are not.
COUNTED_KINDS: Final = frozenset(
    {
        RowKind.TITLE, RowKind.NUMBERING, RowKind.GROUP, RowKind.TOTAL, RowKind.COUNT, RowKind.PLACE_DATE,
        RowKind.SIGNATURE, RowKind.AFTER_TABLE,
    }
)  # fmt: skip


def report_other_rows(rows: Sequence[FileRow], names_unit: Callable[[str, FileRow], bool]) -> None:
    """Say of rows that are no entries what a person must know.

    A count that differs from the people read, people left below the end of the table, groups that tell nothing
    (`names_unit` says whether a group's words name a unit for the row below it).
    """
    below: dict[tuple[int, int], list[FileRow]] = defaultdict(list)
    for row in rows:
        for group in row.row.groups:
            below[id(row.row.table), group.row].append(row)
    for row in rows:
        table, kind = row.row.table, row.row.kind
        if kind == RowKind.COUNT and table.stated_count not in (None, people := len(table.people)):
            row.issues.append(
                Issue(
                    Severity.WARNING,
                    "count_differs",
                    f"Tệp ghi danh sách có {table.stated_count} người nhưng đọc được {people}; hãy kiểm "
                    "tra lại.",
                    value=str(table.stated_count),
                )
            )
        elif kind == RowKind.AFTER_TABLE and row.row.looks_like_person:
            row.issues.append(
                Issue(Severity.WARNING, "left_out", f"{row.row.reason}.", value=_first_text(row.row))
            )
        elif kind == RowKind.GROUP:
            _report_group(row, below[id(table), row.row.number], names_unit)


def _report_group(row: FileRow, below: Sequence[FileRow], names_unit: Callable[[str, FileRow], bool]) -> None:
    group = next((g for under in below for g in under.row.groups if g.row == row.row.number), None)
    text = group.text if group else _first_text(row.row)
    if (group and group.direction) or any(names_unit(text, under) for under in below[:1]):
        return
    row.issues.append(
        Issue(
            Severity.NOTE,
            "unread_group",
            f"Dòng nhóm “{text}” không nêu hướng luân chuyển hay tên đơn vị đã biết nên chỉ được coi là tiêu đề.",
            value=text,
        )
    )


def _first_text(row: TableRow) -> str:
    return next((cell.shown for cell in row.filled() if isinstance(cell.value, str)), "")
