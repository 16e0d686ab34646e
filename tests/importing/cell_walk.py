"""Walking over the cells of a kind of file: any columns in any order, and what became of each cell under them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from rotations.importing.outcomes import Outcome
from rotations.importing.tables.layout import Cell
from rotations.importing.tables.wanted import Wanted
from rotations.vietnamese import match_key
from tests.importing.results import entries
from tests.importing.workbooks import Page, xlsx

Kept = Mapping[str, Callable[[Any, Cell], bool]]
UNKNOWN = "Cột không ai biết"


@st.composite
def tables(
    draw: Callable[[Any], Any], values: Mapping[str, Sequence[Any]], sound: Mapping[str, Any]
) -> tuple[list[str], list[Any]]:
    """Columns in any order, and a row under them: sound, but for what is drawn beside or instead."""
    extra = draw(st.lists(st.sampled_from(sorted(values)), unique=True, max_size=10))
    codes = draw(st.permutations(list(dict.fromkeys([*sound, *extra]))))
    row = [
        sound[code] if code in sound and draw(st.integers(0, 9)) else draw(st.sampled_from(values[code]))
        for code in codes
    ]
    return codes, row


def file_of(wanted: Wanted, codes: Sequence[str], line: Sequence[Any]) -> bytes:
    """The row under its headings as a workbook, with a column nobody knows at the end."""
    headings = [wanted.by_code[code].label for code in codes]
    return xlsx(Page([[*headings, UNKNOWN], [*line, "chuyện khác"]]))


def assert_no_cell_is_dropped(
    result: Outcome, kept: Kept, record_of: Callable[[Any], Any], *, without_content: Collection[str]
) -> None:
    """Each filled cell of each row is stored, or spoken of under its heading, or something holds the row back."""
    for found in entries(result) if not result.refusal else ():
        said = {issue.column for issue in found.issues}
        if not found.stands:
            assert any(issue.holds_back for issue in found.issues)
            continue
        record = record_of(found)
        for cell in found.row.filled():
            if cell.code in without_content or cell.heading in said:
                continue
            assert cell.code is not None, f"{cell.heading} is silent"
            assert kept[cell.code](record, cell), f"{cell.code}: {cell.value!r} is nowhere"


def says(text: Any) -> Callable[[Any], bool]:
    """Whether what is stored holds all the words of the cell."""
    return lambda stored: match_key(str(text)) in match_key(str(stored or ""))
