"""The one door for office files: read, resolve, decide, store, in one transaction.

The preview is the same run rolled back. A confirmation reads the file and the records again and takes the rows in
only when they come to what the person saw. Rows with an open question or an error stay out and are reported; the
rows that are accepted are written together or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, now

from rotations.importing.batches import RowRecorder, describe, keep_described, keep_file
from rotations.importing.beginnings import begun, turned_away
from rotations.importing.file_rows import FileRow
from rotations.importing.files.reading import read_source
from rotations.importing.files.refusals import FileRefused
from rotations.importing.findings import ACCEPT, Answers, Issue, Option
from rotations.importing.intakes import Errand, Intake, NotStored
from rotations.importing.journal import Journal
from rotations.importing.needs.intake import NeedIntake
from rotations.importing.officials.intake import OfficialIntake
from rotations.importing.outcomes import Outcome
from rotations.importing.plans.intake import PlanIntake
from rotations.importing.spellings import keep_spellings
from rotations.importing.stages import Stages
from rotations.importing.tables.layout import Tables
from rotations.importing.tables.search import find_tables
from rotations.importing.unhurried import unhurried
from rotations.importing.units.intake import UnitIntake
from rotations.models import (
    Account,
    ImportBatch,
    Term,
    explain,
    keys_checked_meanwhile,
    stepping_meanwhile,
)
from rotations.vocabulary import ImportKind, ImportStatus, Severity
from rotations.workflow import MoveRefused

INTAKES: Final[dict[ImportKind, type[Intake]]] = {
    ImportKind.PLAN: PlanIntake,
    ImportKind.UNITS: UnitIntake,
    ImportKind.OFFICIALS: OfficialIntake,
    ImportKind.NEEDS: NeedIntake,
}
REASON_LENGTH: Final = 100
# Called with how many rows are done, of how many.
Progress = Callable[[int, int], None]
# Called with the rows of each round, in order, once they are judged and stored.
Tell = Callable[[Sequence[FileRow]], None]


class NotTakenIn(Exception):
    """Nothing was written; the message says why and what to do."""


class PreviewStale(NotTakenIn):
    """The records changed since the person looked, so that rows now come to something else."""


@unhurried()
def take_in(
    kind: ImportKind,
    name: str,
    data: bytes,
    *,
    on: date,
    year: int | None = None,
    term: Term | None = None,
    answers: Answers | None = None,
    by: Account | None = None,
    keep: bool = False,
    batch: ImportBatch | None = None,
    retain: bool = True,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """Take a file in, or say what taking it in would do.

    Shape   name and bytes of a file, its kind, and for plans and needs the year or the term it fills; an Outcome
            out. With `keep` the accepted rows are written and `outcome.batch` records the file; `batch` is the one
            previewed before, and its rows must come out as they were shown. Without `keep` nothing is changed but
            the rows of `batch`. `retain` keeps every row in the outcome; `tell` is given them as they come.
    Units   a fixed number of queries for reading, and a few per thousand rows for writing.
    Errors  a refused file is an outcome, not an exception. NotTakenIn when the accepted rows cannot be written, or
            (PreviewStale) when they are not what was shown; then nothing was written.
    Source  product §6.
    """
    answers = answers or Answers()
    intake_class = INTAKES[kind]
    try:
        source = read_source(name, data, intake_class.limits)
        found = find_tables(
            source, intake_class.wanted, sheet_names=answers.sheets, limits=intake_class.limits
        )
    except FileRefused as refused:
        return turned_away(name, data, refused)
    errand = Errand(
        on=on,
        by=by,
        year=year,
        term=term,
        answers=answers,
        reason=f"Nhập từ tệp {source.name}"[:REASON_LENGTH],
    )
    outcome = begun(source, found, answers)
    run = _Run(intake_class(errand), found, outcome, retain, progress or _tell_nobody, tell or _tell_no_rows)
    if not keep:
        run.look(RowRecorder(batch) if batch is not None else None)
        _finish(run, earlier=_taken_before(source.sha256, kind, errand))
        return outcome
    try:
        with transaction.atomic():
            record = batch or ImportBatch(
                kind=kind, created_by=by, year=year, term=term, content=data, sha256=source.sha256
            )
            with stepping_meanwhile(run.intake.read_on):
                if batch is None:
                    keep_file(record)
                journal = run.write(RowRecorder(record))
            _finish(run, earlier=_taken_before(source.sha256, kind, errand))
            if batch is not None and batch.seal != outcome.seal:
                raise PreviewStale(
                    "Dữ liệu đã thay đổi từ lúc xem nên chưa ghi gì; hãy xem lại kết quả dưới đây rồi xác nhận."
                )
            if outcome.to_write and not outcome.questions:
                _close(record, outcome, answers, journal, by)
                with keys_checked_meanwhile():
                    # Hundreds of thousands of objects take as long to go as the last keys to be looked at.
                    del run, journal, found, source
            else:
                transaction.set_rollback(True)
    except (MoveRefused, NotStored) as refused:
        raise NotTakenIn(f"Không ghi được tệp: {refused}") from refused
    except IntegrityError as refused:
        said = explain(refused) or "dữ liệu trong tệp trái với dữ liệu đang có; hãy đọc lại tệp."
        raise NotTakenIn(f"Không ghi được tệp: {said}") from refused
    return outcome


def _tell_nobody(done: int, of: int) -> None:
    """Nobody waits for the progress of this run."""


def _tell_no_rows(rows: Sequence[FileRow]) -> None:
    """Nobody reads the rows as they come."""


@dataclass(slots=True)
class _Run:
    """One intake over the tables of one file."""

    intake: Intake
    found: Tables
    outcome: Outcome
    retain: bool
    progress: Progress
    tell: Tell
    of: int = field(init=False)

    def __post_init__(self) -> None:
        self.of = self.found.people  # counted once: the file is long, and it is asked a few hundred times
        progress, of = self.progress, self.of
        # How far it is within the only round there is, as rows done.
        self.intake.stages = Stages(lambda part: progress(int(of * part), of))
        self.intake.begin(self.found.read)

    def look(self, recorder: RowRecorder | None) -> None:
        """Every round stored and rolled back; what would refuse to be stored is told."""
        done = 0
        self.progress(done, self.of)
        for rows in self.intake.rounds():
            self.intake.finish(rows)
            self.outcome.add(rows, keep=self.retain)
            try:
                with transaction.atomic():
                    if not self.outcome.blocked:
                        self.intake.store(rows, Journal())
                    transaction.set_rollback(True)
            except (MoveRefused, NotStored, IntegrityError) as refused:
                said = explain(refused) if isinstance(refused, IntegrityError) else str(refused)
                self.outcome.blocked = said or "Dữ liệu trong tệp trái với dữ liệu đang có."
            if recorder is not None:
                recorder.record(recorder.drawn_up(rows))
            self.tell(rows)
            done += sum(row.is_entry for row in rows)
            self.progress(done, self.of)

    def write(self, recorder: RowRecorder) -> Journal:
        """Every round stored, in the caller's transaction; what was written for no row in particular."""
        own = Journal()
        done = 0
        self.progress(done, self.of)
        if self.intake.errand.answers.spellings:
            keep_spellings(self.intake.errand, own)
        rounds = self.intake.rounds()
        rows = next(rounds, None)
        while rows is not None:
            journal = Journal(own=own.own)
            self.intake.store(rows, journal)
            with keys_checked_meanwhile():
                self.outcome.add(rows, keep=self.retain)
                kept = recorder.drawn_up(rows, journal)
                following = next(rounds, None)
            recorder.record(kept)
            self.tell(rows)
            done += sum(row.is_entry for row in rows)
            self.progress(done, self.of)
            rows = following
        return own


def _finish(run: _Run, *, earlier: Sequence[str]) -> None:
    """What only the whole file tells: figures, and whether it may be taken in a second time."""
    outcome, answers = run.outcome, run.intake.errand.answers
    outcome.figures = run.intake.totals()
    outcome.about = run.intake.about()
    outcome.notes.extend(earlier)
    run.found.let_go()
    if earlier and outcome.to_write and not answers.again:
        outcome.questions.append(
            Issue(
                Severity.QUESTION,
                "taken_before",
                f"{earlier[-1]} Nhập lại sẽ ghi {outcome.to_write} dòng theo tệp, kể cả những gì đã sửa sau lần đó; "
                "hãy xác nhận nếu đúng là muốn nhập lại.",
                options=(Option(ACCEPT, "Vẫn nhập lại tệp này"),),
                key="taken_before",
            )
        )


def _taken_before(sha256: str, kind: ImportKind, errand: Errand) -> list[str]:
    """A sentence for each time this very file was taken in for the same thing and stands."""
    taken = ImportBatch.objects.committed().filter(
        sha256=sha256, kind=kind, year=errand.year, term=errand.term
    )
    sentences = []
    for batch in taken.for_listing().order_by("committed_at"):
        if batch.committed_at is not None:
            who = f" bởi {batch.committed_by}" if batch.committed_by else ""
            sentences.append(
                f"Tệp này đã được ghi lúc {localtime(batch.committed_at):%H:%M ngày %d/%m/%Y}{who}."
            )
    return sentences


def _close(
    batch: ImportBatch, outcome: Outcome, answers: Answers, journal: Journal, by: Account | None
) -> None:
    """The batch as committed, in the transaction that wrote its rows."""
    describe(batch, outcome, answers)
    batch.status = ImportStatus.COMMITTED
    batch.committed_by, batch.committed_at = by, now()
    batch.written = journal.entries(None)
    batch.plan_id = outcome.about.get("plan_id")
    keep_described(batch)
    outcome.batch, outcome.committed = batch, True


# ---- handed in, answered, confirmed ---------------------------------------------------------------------------


def receive(
    name: str,
    data: bytes,
    *,
    by: Account,
    kind: ImportKind = ImportKind.PLAN,
    year: int | None = None,
    term: Term | None = None,
    answers: Answers | None = None,
) -> ImportBatch:
    """Keep a file somebody hands in, to be read by `look`."""
    return ImportBatch.objects.create(
        kind=kind,
        status=ImportStatus.READING,
        file_name=PurePath(name.replace("\\", "/")).name[:250],
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        year=year,
        term=term,
        answers=(answers or Answers()).as_json(),
        created_by=by,
    )


def look(
    batch: ImportBatch,
    *,
    by: Account,
    on: date,
    answers: Answers | None = None,
    progress: Progress | None = None,
) -> ImportBatch:
    """Read a kept file, by its answers or by new ones, and keep with it what its rows would come to.

    A refused file is kept too, with its reason, but for the bytes of one that is too large or classified. Nothing else is
    changed. NotTakenIn when the file is not open any more.
    """
    _refuse_closed(ImportBatch.objects.defer("content").get(pk=batch.pk))
    answers = Answers.of(batch.answers) if answers is None else answers
    outcome = _again(batch, answers, by=by, on=on, keep=False, progress=progress)
    with transaction.atomic():
        batch = ImportBatch.objects.defer("content").select_for_update(of=("self",)).get(pk=batch.pk)
        _refuse_closed(batch)
        describe(batch, outcome, answers)
        batch.status = ImportStatus.REFUSED if outcome.refusal else ImportStatus.PREVIEWED
        if outcome.refusal and outcome.refusal.code in {"too_large", "classified"}:
            batch.content = b""
        batch.save()  # but for the bytes, which were not read
    return batch


def hand_in(name: str, data: bytes, *, by: Account, on: date, **about: Any) -> ImportBatch:
    """`receive` and `look` at once."""
    return look(receive(name, data, by=by, **about), by=by, on=on)


def answer(batch: ImportBatch, answers: Answers, *, by: Account, on: date) -> ImportBatch:
    """Keep a person's answers with the file and read it again by them."""
    return look(batch, by=by, on=on, answers=answers)


def confirm(
    batch: ImportBatch,
    *,
    by: Account,
    on: date,
    progress: Progress | None = None,
    then: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Take in what the person saw, all accepted rows or none; `then` is called before the transaction ends.

    Raises NotTakenIn when the batch is not open or nothing can be written; PreviewStale, with the batch brought up
    to date, when the rows no longer come to what was shown.
    """
    try:
        with transaction.atomic():
            held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            _refuse_closed(held)
            outcome = _again(held, Answers.of(held.answers), by=by, on=on, keep=True, progress=progress)
            if not outcome.committed:
                raise NotTakenIn(
                    "Hãy trả lời câu hỏi về cả tệp trước khi ghi."
                    if outcome.questions
                    else "Tệp này không có dòng nào để ghi; mọi dòng đã có, còn câu hỏi hoặc có lỗi."
                )
            if then is not None:
                then(outcome)
    except PreviewStale:
        look(batch, by=by, on=on)
        raise
    return outcome


def _refuse_closed(batch: ImportBatch) -> None:
    if batch.status not in (ImportStatus.READING, ImportStatus.PREVIEWED):
        raise NotTakenIn(f"Đợt nhập này đang ở “{batch.get_status_display()}” nên không ghi được nữa.")


def _again(
    batch: ImportBatch, answers: Answers, *, by: Account, on: date, keep: bool, progress: Progress | None
) -> Outcome:
    return take_in(
        ImportKind(batch.kind),
        batch.file_name,
        bytes(batch.content),
        on=on,
        year=batch.year,
        term=batch.term,
        answers=answers,
        by=by,
        keep=keep,
        batch=batch,
        retain=False,
        progress=progress,
    )
