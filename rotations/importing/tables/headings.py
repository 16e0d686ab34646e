"""Which rows are the heading of a wanted table, and which column is which."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from rotations.importing.files.guard import Merge, column_letters
from rotations.importing.files.reading import CellValue, Sheet
from rotations.importing.files.refusals import FileRefused
from rotations.importing.tables.wanted import Wanted, heading_key
from rotations.vietnamese import clean, fold

ROWS_SEARCHED: Final = 30
MOST_HEADER_ROWS: Final = 3
# Fewer known headings than this are a title that happens to contain one.
FEWEST_KNOWN: Final = 2
VALUES_LOOKED_AT: Final = 200
LONGEST_HEADING: Final = 300


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column no spelling fits. `twin_of` is the code it repeats, when another column already has it."""

    index: int
    heading: str
    twin_of: str | None = None

    @property
    def letters(self) -> str:
        return column_letters(self.index)


@dataclass(frozen=True)
class Header:
    """The heading of a table: rows as the spreadsheet numbers them, columns from 0."""

    rows: tuple[int, ...]
    numbering_row: int | None
    columns: dict[str, int]
    headings: dict[int, str]
    unknown: tuple[UnknownColumn, ...]
    notes: tuple[str, ...] = ()

    @property
    def last_row(self) -> int:
        return self.numbering_row or self.rows[-1]

    @cached_property
    def codes(self) -> dict[int, str]:
        """Column → code."""
        return {index: code for code, index in self.columns.items()}


@dataclass(slots=True)
class _Candidate:
    top: int
    last: int
    paths: dict[int, tuple[str, ...]]
    columns: dict[str, int] = field(default_factory=dict)
    unknown: list[UnknownColumn] = field(default_factory=list)
    joined: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """Most known columns, fewest strangers, most headings typed over rows, fewest rows, topmost."""
        return -len(self.columns), len(self.unknown), -self.joined, self.last - self.top, self.top


def find_header(sheet: Sheet, wanted: Wanted) -> Header:
    """Find the heading of the wanted table within the first 30 rows.

    Shape   one to three rows, merged or not; any order of columns; a row of column numbers below is told apart.
    Units   rows as the spreadsheet numbers them; column indexes from 0.
    Errors  FileRefused no_header when no row speaks of the table, missing_column naming all that are wanted.
    Source  spellings: domain reference §3.4, kept in the `…_columns` tables.
    """
    best = min(_candidates(sheet, wanted), key=lambda candidate: candidate.rank, default=None)
    if best is None or len(best.columns) < FEWEST_KNOWN:
        raise FileRefused(
            "no_header",
            f"Không tìm thấy dòng tiêu đề cột trong {ROWS_SEARCHED} dòng đầu; hãy kiểm tra đúng trang tính và ghi "
            f"tiêu đề như “{wanted.by_code[wanted.name[0]].label}” ở dòng đầu bảng.",
        )
    _find_order(best, sheet, wanted)
    unread = tuple(_unread(best))
    notes = _settle(best, sheet, wanted)
    _refuse_missing(best, wanted)
    numbering = best.last + 1
    return Header(
        rows=tuple(range(best.top, best.last + 1)),
        numbering_row=numbering if is_numbering(sheet.row(numbering)) else None,
        columns=best.columns,
        headings={index: " / ".join(path) for index, path in best.paths.items()},
        unknown=tuple(best.unknown),
        notes=(*notes, *unread),
    )


def is_numbering(cells: Sequence[CellValue]) -> bool:
    """A row of column numbers: (1) (2) (3), 1 2 3, A B 1 2; at least three, counting up from 1."""
    numbers = []
    for value in cells:
        if value is None:
            continue
        text = str(value).strip().strip("()[]").strip()
        # Statistical forms letter the first columns and compute some: A, B, 1, 2, 3=1+2.
        if re.fullmatch(r"[A-Z]", text):
            continue
        if (found := re.fullmatch(r"(\d{1,3})(?:\s*=.*)?", text)) is None:
            return False
        numbers.append(int(found[1]))
    return len(numbers) >= 3 and numbers[0] == 1 and all(a < b for a, b in itertools.pairwise(numbers))


def _candidates(sheet: Sheet, wanted: Wanted) -> Iterator[_Candidate]:
    """Every stretch of one to three rows that can be a heading, with its columns named."""
    limit = min(sheet.numbers().stop, sheet.first_row + ROWS_SEARCHED)
    merges = _merges_above(sheet, limit)
    texts = {
        number: [_text(value) for value in sheet.row(number)] for number in range(sheet.first_row, limit)
    }
    for top in range(sheet.first_row, limit):
        if not any(isinstance(value, str) for value in sheet.row(top)):
            continue
        for last in range(top, min(top + MOST_HEADER_ROWS, limit)):
            if _cuts_a_merge(merges, top, last):
                continue
            candidate = _Candidate(top, last, _paths(texts, merges, top, last))
            _name_columns(candidate, sheet, wanted)
            yield candidate


def _cuts_a_merge(merges: Sequence[Merge], top: int, last: int) -> bool:
    """Whether a merged heading would lie half inside, half outside these rows."""
    return any(
        merge.top < top <= merge.bottom or (merge.top <= last < merge.bottom <= top + MOST_HEADER_ROWS - 1)
        for merge in merges
        if merge.top <= last and merge.bottom >= top
    )


def _merges_above(sheet: Sheet, limit: int) -> list[Merge]:
    """The merged ranges that begin above a row. Ranges that lie on each other, which no program writes, are bounded."""
    width = max((len(row) for row in sheet.rows[:ROWS_SEARCHED]), default=0)
    room = 2 * ROWS_SEARCHED * width
    kept = []
    for merge in sheet.merges:
        if merge.top < limit and merge.left < width:
            room -= (min(merge.bottom, limit) - merge.top + 1) * (min(merge.right, width) - merge.left + 1)
            if room < 0:
                break
            kept.append(merge)
    return kept


def _paths(
    texts: Mapping[int, Sequence[str]], merges: Sequence[Merge], top: int, last: int
) -> dict[int, tuple[str, ...]]:
    """Column → its headings from the group down, as typed."""
    width = max(len(texts[number]) for number in range(top, last + 1))
    levels = [[*texts[number], *[""] * (width - len(texts[number]))] for number in range(top, last + 1)]
    spread = [list(level) for level in levels]
    merged: set[tuple[int, int]] = set()
    for merge in merges:
        if top <= merge.top <= last:
            merged.update(
                (row - top, column)
                for row in range(merge.top, min(merge.bottom, last) + 1)
                for column in range(merge.left, min(merge.right, width - 1) + 1)
            )
            for column in range(merge.left, min(merge.right, width - 1) + 1):
                spread[merge.top - top][column] = levels[merge.top - top][merge.left]
    for depth in range(len(levels) - 1):
        for column in range(1, width):
            # Without merges (CSV) a group stands once; its sub-headings below say how far it reaches.
            if (
                not levels[depth][column]
                and (depth, column) not in merged
                and levels[depth + 1][column]
                and levels[depth + 1][column - 1]
                and spread[depth][column - 1]
                and (depth, column - 1) not in merged
            ):
                spread[depth][column] = spread[depth][column - 1]
    paths = {}
    for column in range(width):
        path = tuple(text for level in spread if (text := level[column]))
        if path:
            paths[column] = path
    return paths


def _text(value: CellValue) -> str:
    return "" if value is None else clean(str(value)[:LONGEST_HEADING])


def _name_columns(candidate: _Candidate, sheet: Sheet, wanted: Wanted) -> None:
    for column, path in sorted(candidate.paths.items()):
        code = _second_sense(candidate, path, wanted) or _code_of(path, wanted)
        if " ".join(heading_key(text) for text in path) in wanted.alone:
            candidate.joined += len(path) - 1
        if code is None:
            candidate.unknown.append(UnknownColumn(column, " / ".join(path)))
        elif code in candidate.columns:
            candidate.unknown.append(UnknownColumn(column, " / ".join(path), twin_of=code))
        else:
            candidate.columns[code] = column


def _second_sense(candidate: _Candidate, path: tuple[str, ...], wanted: Wanted) -> str | None:
    """What a heading without a group means behind the columns left of it, where that is not what it means alone."""
    if len(path) > 1:
        return None
    key = heading_key(path[0])
    sense = next((each for each in wanted.second_senses if each.fits(key, candidate.columns)), None)
    if sense is None:
        return None
    candidate.notes.append(_understood(path, wanted, sense.code, sense.why))
    return sense.code


def _understood(path: tuple[str, ...], wanted: Wanted, code: str, why: str) -> str:
    """The note that tells how a heading of two senses was taken."""
    return f"Cột “{' / '.join(path)}” được hiểu là “{wanted.by_code[code].label}”: {why}"


def _code_of(path: tuple[str, ...], wanted: Wanted) -> str | None:
    """The column a path of headings names: a known group first, the words together next, the last one alone."""
    keys = [heading_key(text) for text in path]
    leaf = keys[-1]
    if len(keys) == 1:
        # A bracket may tell two columns apart, "Ngày vào Đảng (chính thức)", before it is ignored.
        return wanted.alone.get(fold(path[0])) or wanted.alone.get(leaf)
    for group in reversed(keys[:-1]):
        if code := wanted.paths.get((group, leaf)):
            return code
    for start in range(len(keys) - 1):
        if code := wanted.alone.get(" ".join(keys[start:])):
            return code
    # "Đơn vị" below a group nobody knows may be where from or where to: never guessed.
    return None if leaf in wanted.leaves else wanted.alone.get(leaf)


def _find_order(candidate: _Candidate, sheet: Sheet, wanted: Wanted) -> None:
    """The running number in a column left of the name that has no heading: it counts from 1."""
    names = [candidate.columns[code] for code in wanted.name if code in candidate.columns]
    index = min(names, default=0) - 1
    if wanted.order in candidate.columns or index < 0 or index in candidate.paths:
        return
    values = [value for value in _values_below(candidate, sheet, index) if value is not None]
    numbers = [text for value in values if (text := _text(value).strip("(). ")).isdecimal()]
    if numbers and int(numbers[0]) == 1 and len(numbers) * 2 > len(values):
        candidate.columns[wanted.order] = index


def _values_below(candidate: _Candidate, sheet: Sheet, index: int) -> list[CellValue]:
    start = candidate.last + 1
    return [sheet.value(number, index) for number in range(start, start + VALUES_LOOKED_AT)]


def _settle(candidate: _Candidate, sheet: Sheet, wanted: Wanted) -> list[str]:
    """Settle the headings of two senses by the columns found and the values below; the notes that tell how."""
    notes = list(candidate.notes)
    for settlement in wanted.settlements:
        if (index := candidate.columns.get(settlement.code)) is None:
            continue
        values = _values_below(candidate, sheet, index)
        code = settlement.settle(candidate.columns, [value for value in values if value is not None])
        if code != settlement.code and code not in candidate.columns:
            del candidate.columns[settlement.code]
            candidate.columns[code] = index
            notes.append(_understood(candidate.paths[index], wanted, code, settlement.why))
    return notes


def _unread(candidate: _Candidate) -> Iterator[str]:
    """One note that names every column nobody knows, and which of them another column already has."""
    if candidate.unknown:
        named = ", ".join(
            f"{unknown.letters} “{unknown.heading}”"
            + (
                f" (trùng với cột {column_letters(candidate.columns[unknown.twin_of])})"
                if unknown.twin_of
                else ""
            )
            for unknown in candidate.unknown
        )
        yield f"Các cột không có trong mẫu nên không được ghi: {named}."


def _refuse_missing(candidate: _Candidate, wanted: Wanted) -> None:
    found = candidate.columns
    missing = [
        column.label
        for column in wanted.columns
        if column.required
        and column.code not in found
        and not any(all(code in found for code in together) for together in column.instead)
    ]
    if missing:
        names = ", ".join(f"“{label}”" for label in missing)
        raise FileRefused(
            "missing_column",
            f"Bảng thiếu cột {names}; hãy thêm cột hoặc sửa tiêu đề cột ở dòng {candidate.top} rồi tải lại.",
        )
