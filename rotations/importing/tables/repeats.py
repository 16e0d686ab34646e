"""Values a table does not write out: `"`, -nt- and "như trên", and cells merged over several rows."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from rotations.importing.files.guard import Merge
from rotations.importing.files.reading import CellValue, Sheet
from rotations.importing.tables.cells import Fault
from rotations.vietnamese import clean

LONGEST: Final = 24
_N: Final = "nNｎＮ"
_DITTO = re.compile(
    r"""[-.(\s"']*(?:"|''|//|n ?[/.]? ?t|như (?:dòng |người |ô )?(?:ở )?trên)[-.)\s"']*""", re.IGNORECASE
)


def repeats_above(value: CellValue) -> bool:
    """Whether a cell says "as above": `"`, `''`, -nt-, nt, như trên, như dòng trên, -//-, //."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        return False
    # Nearly every cell begins with another letter or a digit; the full-width N is tidied into the plain one.
    first = value[0]
    return (first in _N or not first.isalnum()) and _is_ditto(value)


@lru_cache(maxsize=4096)
def _is_ditto(typed: str) -> bool:
    return bool(_DITTO.fullmatch(clean(typed)))


def nothing_above(typed: str) -> Fault:
    """The fault of a cell that repeats an empty one, a group row, or the heading."""
    return Fault(
        "nothing_above",
        f"“{typed}” nhắc lại ô phía trên nhưng phía trên trong cùng nhóm không có gì; hãy ghi đầy đủ vào ô này.",
    )


def not_repeatable(label: str) -> Fault:
    """The fault of a name or number that is said to be as above: everybody has their own."""
    return Fault(
        "bad_value",
        f"“{label}” của mỗi người là riêng nên không ghi như trên được; hãy ghi đầy đủ vào ô này.",
    )


class Repeats:
    """Which row's value stands for a cell.

    `stretches` gives for each row of the sheet the stretch of people it belongs to, 0 when it is no person; values
    are repeated within one stretch only. Each cell is settled once, whatever the order of asking.
    """

    def __init__(self, sheet: Sheet, stretches: Sequence[int]) -> None:
        self._sheet = sheet
        self._stretches = stretches
        self._settled: dict[tuple[int, int], int] = {}
        self._merges: dict[int, tuple[list[int], list[Merge]]] = {}
        for merge in sorted(sheet.merges, key=lambda merge: merge.top):
            if merge.bottom > merge.top:
                tops, merges = self._merges.setdefault(merge.left, ([], []))
                tops.append(merge.top)
                merges.append(merge)

        self._marked = {number for number, _ in (*sheet.formulas, *sheet.errors)}
        self._merged = _rows_of(sheet, (merge for _, merges in self._merges.values() for merge in merges))

    def is_bare(self, row: int) -> bool:
        """Whether each cell of a row says itself what it holds: none is computed, at fault, merged or "as above"."""
        index = row - self._sheet.first_row
        if row in self._marked or self._merged[index]:
            return False
        # `repeats_above`, written out: this is asked of every cell of every file.
        for value in self._sheet.rows[index]:
            if value.__class__ is str and 0 < len(value) <= LONGEST:
                first = value[0]
                if (first in _N or not first.isalnum()) and _is_ditto(value):
                    return False
        return True

    def may_repeat(self, typed: CellValue, column: int) -> bool:
        """Whether a cell is worth asking about: it says so, or stands empty in a column with merged cells."""
        return column in self._merges if typed is None else repeats_above(typed)

    def origin(self, row: int, column: int) -> int:
        """The row whose value a cell shows: its own number, one above, or 0 when there is nothing to repeat.

        Shape   row numbers as the spreadsheet shows them; a chain of `"` leads to where the value is written.
        Units   the row above is the nearest person of the same group; a merged range stops at a group row.
        Errors  none.
        Source  domain reference §9.5.
        """
        path: list[int] = []
        at = row
        while (found := self._settled.get((at, column))) is None:
            above = self._above(at, column)
            if above == at:
                found = at if not path or self._sheet.value(at, column) is not None else 0
                break
            path.append(at)
            if not above:
                found = 0
                break
            at = above
        for passed in path:
            self._settled[passed, column] = found
        return found

    def merged_above(self, row: int, column: int) -> int:
        """The first row of the range a cell lies in, when that row belongs to the same people; else its own."""
        tops, merges = self._merges.get(column, ([], []))
        place = bisect_right(tops, row) - 1
        if place < 0 or not merges[place].covers(row, column):
            return row
        top = merges[place].top
        return top if self._stretch(top) and self._stretch(top) == self._stretch(row) else row

    def _above(self, row: int, column: int) -> int:
        typed = self._sheet.value(row, column)
        if typed is None:
            return self.merged_above(row, column)
        if not repeats_above(typed):
            return row
        above = row - 1
        while above >= self._sheet.first_row and not self._stretch(above):
            above -= 1
        return above if self._stretch(above) == self._stretch(row) else 0

    def _stretch(self, row: int) -> int:
        index = row - self._sheet.first_row
        return self._stretches[index] if 0 <= index < len(self._stretches) else 0


def _rows_of(sheet: Sheet, merges: Iterable[Merge]) -> bytes:
    """For each row of the sheet whether one of the ranges lies over it; the work does not grow with their height."""
    count = len(sheet.rows)
    begun = [0] * (count + 1)
    for merge in merges:
        top, below = (min(max(row - sheet.first_row, 0), count) for row in (merge.top, merge.bottom + 1))
        begun[top] += 1
        begun[below] -= 1
    return bytes(open_now > 0 for open_now in accumulate(begun))
