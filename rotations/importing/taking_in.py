"""The one door for files of a yearly plan: read, resolve, decide, store, in one transaction.

The preview is the same run rolled back. A confirmation reads the file and the records again and takes the rows in
only when they come to what the person saw. Rows with an open question or an error stay out and are reported; the
rows that are accepted are written together or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, now

from rotations import workflow
from rotations.importing.findings import Answers
from rotations.importing.layout import Table, find_table
from rotations.importing.plan_columns import PLAN
from rotations.importing.plan_proposals import PlanRow, Years
from rotations.importing.plan_rows import PlanReader, totals_of
from rotations.importing.plan_store import NoRegulation, Stored, store
from rotations.importing.reading import Source, read_source
from rotations.importing.refusals import FileRefused
from rotations.models import Account, ImportBatch, ImportRow, RotationPlan, Term, explain
from rotations.vocabulary import ImportKind, ImportStatus, ImportVerdict, RowVerdict

BATCH = 1000
REASON_LENGTH = 100


class NotTakenIn(Exception):
    """Nothing was written; the message says why and what to do."""


class PreviewStale(NotTakenIn):
    """The records changed since the person looked, so that rows now come to something else."""


@dataclass(slots=True)
class PlanResult:
    """What one run over one file came to. `as_json` is the contract; `batch` is the record of a commit."""

    file: dict[str, Any]
    verdict: ImportVerdict
    refusal: FileRefused | None = None
    rows: list[PlanRow] = field(default_factory=list)
    totals: dict[str, Any] = field(default_factory=lambda: totals_of([]))
    notes: list[str] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)
    blocked: str = ""
    committed: bool = False
    batch: ImportBatch | None = None

    @property
    def to_write(self) -> int:
        """How many rows a commit would write."""
        return sum(row.verdict in (RowVerdict.CREATE, RowVerdict.UPDATE) for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """The object of the import contract; keys beyond it say what the file as a whole came to."""
        refusal = self.refusal
        return {
            "file": self.file,
            "verdict": self.verdict.value,
            "refusal": {"code": refusal.code, "message": refusal.message} if refusal else None,
            "rows": [row.shown for row in self.rows],
            "totals": self.totals,
            "notes": self.notes,
            "plans": self.plans,
            "blocked": self.blocked or None,
            "committed": self.committed,
        }


def take_in_plan(
    name: str,
    data: bytes,
    *,
    on: date,
    year: int | None = None,
    term: Term | None = None,
    sheet: str | None = None,
    answers: Answers | None = None,
    by: Account | None = None,
    keep: bool = False,
    batch: ImportBatch | None = None,
) -> PlanResult:
    """Take a plan file in, or say what taking it in would do.

    Shape   name and bytes of a file, and the year or the term whose plans it fills; a PlanResult out. With `keep` the
            accepted rows are written and `result.batch` records the file; `batch` is the one previewed before, and
            its rows must come out as they were shown. Without `keep` nothing at all is changed.
    Units   a fixed number of queries for reading, and a few per thousand rows for writing.
    Errors  a refused file is a result, not an exception. NotTakenIn when the accepted rows cannot be written, or
            (PreviewStale) when they are not what was shown; then nothing was written.
    Source  product §6.
    """
    answers = answers or Answers()
    try:
        source = read_source(name, data)
        table = find_table(source, PLAN, sheet_name=sheet)
    except FileRefused as refused:
        return _refused(name, data, refused)
    years = Years(year, year) if year is not None else _years_of(term)
    try:
        with transaction.atomic():
            result, stored = _run(source, table, years, answers, by=by, on=on, keep=keep)
            if keep and result.to_write:
                if batch is not None:
                    _refuse_stale(batch, result)
                result.batch = _record(
                    batch, result, data, stored, year=year, term=term, answers=answers, by=by
                )
                result.committed = True
            else:
                transaction.set_rollback(True)
    except (workflow.MoveRefused, NoRegulation) as refused:
        raise NotTakenIn(f"Không ghi được tệp: {refused}") from refused
    except IntegrityError as refused:
        said = explain(refused) or "dữ liệu trong tệp trái với dữ liệu đang có; hãy đọc lại tệp."
        raise NotTakenIn(f"Không ghi được tệp: {said}") from refused
    return result


def _years_of(term: Term | None) -> Years:
    if term is None:
        raise ValueError("a plan file is taken in for a year or for a term")
    return Years(term.starts_on.year, term.ends_on.year, is_term=True)


def _refused(name: str, data: bytes, refused: FileRefused) -> PlanResult:
    about: dict[str, Any] = {
        "name": PurePath(name.replace("\\", "/")).name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "format": None,
        "encoding": None,
        "sheet": None,
        "header_rows": [],
    }
    return PlanResult(about, ImportVerdict.REFUSED, refusal=refused)


def _run(
    source: Source,
    table: Table,
    years: Years,
    answers: Answers,
    *,
    by: Account | None,
    on: date,
    keep: bool,
) -> tuple[PlanResult, Stored]:
    """Resolve and store; the caller keeps it or rolls it back."""
    reader = PlanReader(years, answers, on=on, handled_by_others=frozenset(workflow.handled_by_others(by)))
    rows = reader.read(table)
    result = PlanResult(
        file={
            "name": source.name,
            "sha256": source.sha256,
            "format": source.format,
            "encoding": source.encoding,
            "sheet": table.sheet.name,
            "header_rows": list(table.header.rows),
        },
        verdict=_verdict(rows),
        rows=rows,
        totals=totals_of(rows),
        notes=[*table.header.notes, *_taken_before(source.sha256)],
    )
    try:
        with transaction.atomic():
            stored = store(rows, by=by, on=on, reason=f"Nhập từ tệp {source.name}"[:REASON_LENGTH])
    except (workflow.MoveRefused, NoRegulation, IntegrityError) as refused:
        if keep:
            raise
        said = explain(refused) if isinstance(refused, IntegrityError) else str(refused)
        result.blocked = said or "Dữ liệu trong tệp trái với dữ liệu đang có."
        return result, Stored()
    result.plans = _plans(rows, stored)
    return result, stored


def _verdict(rows: Sequence[PlanRow]) -> ImportVerdict:
    verdicts = {row.verdict for row in rows}
    if RowVerdict.ERROR in verdicts:
        return ImportVerdict.HAS_ERRORS
    return ImportVerdict.NEEDS_ANSWERS if RowVerdict.ASK in verdicts else ImportVerdict.READY


def _taken_before(sha256: str) -> list[str]:
    """A note for each time this very file was taken in."""
    notes = []
    taken = ImportBatch.objects.committed().filter(sha256=sha256).for_listing()
    for batch in taken.order_by("committed_at"):
        if batch.committed_at is None:
            continue
        who = f" bởi {batch.committed_by}" if batch.committed_by else ""
        notes.append(f"Tệp này đã được ghi lúc {localtime(batch.committed_at):%H:%M ngày %d/%m/%Y}{who}.")
    return notes


def _plans(rows: Sequence[PlanRow], stored: Stored) -> list[dict[str, Any]]:
    """The plans the file concerns: year, title, regulation, and whether the file sets the plan up."""
    new = {plan.year for plan in stored.new_plans}
    years = {row.plan_year for row in rows if row.stands and row.plan_year is not None}
    found = {plan.year: plan for plan in stored.plans}
    if left := years - found.keys():
        others = RotationPlan.objects.filter(year__in=left).select_related("regulation")
        found |= {plan.year: plan for plan in others}
    return [
        {
            "year": plan.year,
            "title": plan.title,
            "regulation": plan.regulation.symbol,
            "new": year in new,
            "amended": plan.is_fixed and any(r.plan_year == year and r.rotation_is_written for r in rows),
        }
        for year, plan in sorted(found.items())
    ]


# ---- the record of a file -------------------------------------------------------------------------------------


def hand_in(
    name: str,
    data: bytes,
    *,
    by: Account,
    on: date,
    year: int | None = None,
    term: Term | None = None,
    sheet: str | None = None,
) -> ImportBatch:
    """Read a file somebody hands in and keep it with what its rows would come to, to be confirmed later.

    A refused file is kept too, with its reason. Nothing else is changed.
    """
    result = take_in_plan(name, data, on=on, year=year, term=term, sheet=sheet, by=by)
    with transaction.atomic():
        too_large = result.refusal is not None and result.refusal.code == "too_large"
        content = b"" if too_large else data
        batch = ImportBatch(kind=ImportKind.PLAN, created_by=by, year=year, term=term, content=content)
        _describe(batch, result, Answers())
        if result.refusal:
            batch.status = ImportStatus.REFUSED
        batch.save()
        _keep_rows(batch, result)
    return batch


def answer(batch: ImportBatch, answers: Answers, *, by: Account, on: date) -> ImportBatch:
    """Keep a person's answers with the file and read it again by them. NotTakenIn when it is no longer open."""
    with transaction.atomic():
        held = _open_batch(batch)
        result = _again(held, answers, by=by, on=on, keep=False)
        _describe(held, result, answers)
        held.save()
        _keep_rows(held, result)
    return held


def confirm(batch: ImportBatch, *, by: Account, on: date) -> PlanResult:
    """Take in what the person saw, all accepted rows or none.

    Raises NotTakenIn when the batch is not open or nothing can be written; PreviewStale, with the batch brought up
    to date, when the rows no longer come to what was shown.
    """
    try:
        with transaction.atomic():
            held = _open_batch(batch)
            result = _again(held, Answers.of(held.answers), by=by, on=on, keep=True)
            if not result.committed:
                _refuse_stale(held, result)
                raise NotTakenIn("Tệp này không có dòng nào để ghi; mọi dòng đã có, còn câu hỏi hoặc có lỗi.")
    except PreviewStale:
        answer(batch, Answers.of(batch.answers), by=by, on=on)
        raise
    return result


def _open_batch(batch: ImportBatch) -> ImportBatch:
    """The batch under lock, so that it is confirmed once."""
    held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.status != ImportStatus.PREVIEWED:
        raise NotTakenIn(f"Đợt nhập này đang ở “{held.get_status_display()}” nên không ghi được nữa.")
    return held


def _again(batch: ImportBatch, answers: Answers, *, by: Account, on: date, keep: bool) -> PlanResult:
    return take_in_plan(
        batch.file_name,
        bytes(batch.content),
        on=on,
        year=batch.year,
        term=batch.term,
        sheet=batch.sheet or None,
        answers=answers,
        by=by,
        keep=keep,
        batch=batch if keep else None,
    )


def _refuse_stale(batch: ImportBatch, result: PlanResult) -> None:
    shown = dict(batch.rows.values_list("row_number", "result"))
    if shown != {row.row.number: row.shown for row in result.rows}:
        raise PreviewStale(
            "Dữ liệu đã thay đổi từ lúc xem nên chưa ghi gì; hãy xem lại kết quả dưới đây rồi xác nhận."
        )


def _describe(batch: ImportBatch, result: PlanResult, answers: Answers) -> None:
    about = result.file
    batch.file_name = about["name"]
    batch.sha256 = about["sha256"]
    batch.file_format = about["format"] or ""
    batch.encoding = about["encoding"] or ""
    batch.sheet = about["sheet"] or ""
    batch.header_rows = about["header_rows"]
    batch.verdict = result.verdict
    batch.answers = answers.as_json()
    batch.totals = {
        **result.totals,
        "notes": result.notes,
        "plans": result.plans,
        "blocked": result.blocked,
    }
    if result.refusal:
        batch.refusal_code = result.refusal.code
        batch.refusal_message = result.refusal.message


def _record(
    batch: ImportBatch | None,
    result: PlanResult,
    data: bytes,
    stored: Stored,
    *,
    year: int | None,
    term: Term | None,
    answers: Answers,
    by: Account | None,
) -> ImportBatch:
    """The committed batch with its rows, in the transaction that wrote them."""
    if batch is None:
        batch = ImportBatch(kind=ImportKind.PLAN, created_by=by, year=year, term=term, content=data)
    _describe(batch, result, answers)
    batch.status = ImportStatus.COMMITTED
    batch.committed_by, batch.committed_at = by, now()
    plans = stored.plans
    years = {row.plan_year for row in result.rows if row.stands and row.plan_year is not None}
    batch.plan = next((plan for plan in plans if {plan.year} == years), None) or (
        RotationPlan.objects.filter(year__in=years).first() if len(years) == 1 else None
    )
    batch.save()
    _keep_rows(batch, result, stored)
    return batch


def _keep_rows(batch: ImportBatch, result: PlanResult, stored: Stored | None = None) -> None:
    """The rows of the last run, in place of those of the run before."""
    batch.rows.all().delete()
    written = stored or Stored()
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                batch=batch,
                row_number=row.row.number,
                verdict=row.verdict,
                cells={cell.heading: cell.shown for cell in row.row.filled()} if row.is_person else {},
                result=row.shown,
                before=written.before.get(row.row.number, {}),
                official=row.official if stored and row.stands else None,
                rotation=written.rotations.get(row.row.number),
            )
            for row in result.rows
        ],
        batch_size=BATCH,
    )
