"""Rows of Biểu 1 against the records and against each other. Storing is `store`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rotations.importing.file_rows import Change, FileRow, ask
from rotations.importing.findings import NEW, Option, verdict_of
from rotations.importing.intakes import Errand
from rotations.importing.needs.cells import direction_of, read_cells
from rotations.importing.needs.proposals import NeedRow
from rotations.importing.needs.records import NeedRecords
from rotations.importing.needs.resolution import Lines, Resolution
from rotations.importing.other_rows import COUNTED_KINDS, report_other_rows
from rotations.importing.stages import JUDGING, READING, RESOLVING, Stages
from rotations.importing.tables.layout import RowKind, Table
from rotations.models import RotationNeed
from rotations.vocabulary import NeedReason, RowVerdict, Severity


class NeedReader:
    """Resolves the rows of one file against the records, which are read here, once."""

    def __init__(self, errand: Errand, year: int) -> None:
        self.errand, self.year = errand, year
        self.records = NeedRecords(errand, year)

    def read(self, tables: Sequence[Table], stages: Stages) -> list[NeedRow]:
        """Every row of the tables that is not blank or heading, resolved and judged, in order."""
        rows: list[NeedRow] = []
        lines: dict[int, Lines] = {}
        for table in tables:
            lines[id(table)] = Lines(table, self.records)
        for line in stages.over([line for table in tables for line in table.rows], READING):
            if line.kind == RowKind.PERSON:
                read = read_cells(line, on=self.errand.on, year=self.year)
                rows.append(NeedRow(line, cells=read, issues=read.issues))
            elif line.kind in COUNTED_KINDS:
                rows.append(NeedRow(line))
        entries = [row for row in rows if row.is_entry]
        self.records.load(entries)
        for row in stages.over(entries, RESOLVING):
            Resolution(self.records, row, lines[id(row.row.table)]).settle()
        self._refuse_twice(entries)
        self._find_existing(entries)
        for row in stages.over(entries, JUDGING):
            if row.existing is not None:
                compare(row, row.existing)
            self._check_year(row)
            otherwise = RowVerdict.CREATE if row.existing is None else RowVerdict.UNCHANGED
            row.verdict = verdict_of(row.issues, otherwise=RowVerdict.UPDATE if row.changes else otherwise)
        report_other_rows(rows, self._is_known)
        for row in rows:
            row.shown = row.as_json()
        return rows

    def _is_known(self, text: str, _row: FileRow) -> bool:
        """Whether the title of a group names a unit, or says in or out."""
        return direction_of(text) is not None or self.records.named_exactly(text) is not None

    def _refuse_twice(self, rows: Sequence[NeedRow]) -> None:
        seen: dict[tuple[Any, ...], NeedRow] = {}
        for row in rows:
            if row.unit is None or not (row.position or row.position_text) or row.direction is None:
                continue
            first = seen.setdefault(row.key(), row)
            if first is not row:
                row.read.add(
                    Severity.ERROR,
                    "duplicate",
                    f"Nhu cầu này đã có ở dòng {first.row.number} của tệp; hãy gộp số lượng vào một dòng.",
                    row.read.row.cell("position"),
                    value=row.read.position,
                )

    def _find_existing(self, rows: Sequence[NeedRow]) -> None:
        """The need each row repeats; one that so far names nobody may be the one for which the file names somebody."""
        taken: set[int] = set()
        for row in rows:
            known = self.records.needs.get(row.key(), [])
            row.existing = next((need for need in known if need.pk not in taken), None)
            if row.existing is not None:
                taken.add(row.existing.pk)
        for row in rows:
            if row.existing is None and row.person and not row.has_error:
                open_ones = [need for need in self._nameless(row) if need.pk not in taken]
                if open_ones and (chosen := self._ask_nameless(row, open_ones[0])) is not None:
                    row.existing = chosen
                    taken.add(chosen.pk)

    def _nameless(self, row: NeedRow) -> list[RotationNeed]:
        return [
            need
            for need in self.records.needs_of.get(row.key()[:4], [])
            if need.proposed_official_id is None and not need.proposed_text
        ]

    def _ask_nameless(self, row: NeedRow, need: RotationNeed) -> RotationNeed | None:
        answer = ask(
            self.errand.answers,
            row,
            "same_need",
            f"{row.unit} đã có nhu cầu {need.position or need.position_text} ({need.quantity} người) chưa có nhân sự. Hãy chọn "
            "ghi nhân sự vào nhu cầu đó, hoặc thêm nhu cầu mới.",
            row.read.cell("proposed", "position"),
            values=(row.post, row.person),
            options=[
                Option(str(need.pk), "Ghi nhân sự vào nhu cầu đã có"),
                Option(NEW, "Thêm nhu cầu mới"),
            ],
        )
        return need if answer == str(need.pk) else None

    def _check_year(self, row: NeedRow) -> None:
        expected = row.read.expected
        if expected is not None and not expected.first.year <= self.year <= expected.last.year:
            row.read.add(
                Severity.WARNING,
                "other_year",
                f"Thời gian dự kiến {expected} không thuộc năm {self.year}; vẫn được ghi, hãy kiểm tra lại.",
                row.read.row.cell("expected"),
            )


def compare(row: NeedRow, need: RotationNeed) -> None:
    """What the file changes of a need; an empty cell changes nothing."""
    read = row.read
    if read.quantity is not None and read.quantity != need.quantity:
        _change(row, "quantity", "Số lượng", str(need.quantity), str(read.quantity), read.quantity)
    if read.reason is not None and read.reason != need.reason:
        old = str(NeedReason(need.reason).label)
        _change(row, "reason", "Lý do", old, str(read.reason.label), read.reason.value)
    for column, label, value in (
        ("requirements", "Yêu cầu", read.requirements),
        ("note", "Ghi chú", _notes(row, need)),
    ):
        if value and value != getattr(need, column):
            _change(row, column, label, getattr(need, column), value, value)
    if read.expected is not None and read.expected != need.expected:
        _change(
            row, "expected", "Thời gian dự kiến", str(need.expected or ""), str(read.expected), read.expected
        )
    if row.official is not None and row.official.pk != need.proposed_official_id:
        _change(row, "proposed_official", "Nhân sự đề xuất", "", row.official.label, row.official)
    if row.proposed_text and row.proposed_text != need.proposed_text:
        _change(
            row, "proposed_text", "Nhân sự đề xuất", need.proposed_text, row.proposed_text, row.proposed_text
        )


def _notes(row: NeedRow, need: RotationNeed) -> str:
    """The note as it will be: the file's, or the one on record with the words of the reason added."""
    read = row.read
    if read.note or not read.reason_words:
        return read.notes
    lines = need.note.splitlines()
    return need.note if read.notes in lines else "\n".join([*lines, read.notes])


def _change(row: NeedRow, column: str, label: str, old: str, new: str, value: Any) -> None:
    row.fields[column] = value
    row.changes.append(Change(label, old, new))
