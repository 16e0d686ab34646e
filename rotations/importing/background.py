"""Work on files away from the request: handed over by a page, done once by whichever process takes it up.

The state of a task is a row, so a page asks the database how far it is. The web process does the work in threads of
its own, started when there is something to do and gone when there is not; an installation may run `import_worker`
beside it instead. Whoever takes a task up writes a mark of its own on it, says every few seconds that it lives, and
may write the end only while the mark stands: a task whose worker fell silent is taken up by another, and what the
first one may still be writing is rolled back with its end.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.db.models.functions import Now

from rotations import access
from rotations.importing.outcomes import Outcome
from rotations.importing.taking_in import NotTakenIn, confirm, look
from rotations.importing.undoing import undo
from rotations.models import Account, ImportBatch, ImportTask
from rotations.vocabulary import AuditAction, ImportAct, ImportStatus, RowVerdict, TaskState

log = logging.getLogger(__name__)

BEAT: Final = 3.0  # seconds between two signs of life; `models.import_tasks.DEAD_AFTER` is several of them
PAUSE: Final = 1.0  # seconds before a task is tried again
MOST_TRIES: Final = 3
# Where a batch stands when an act may begin.
OPEN_TO: Final = {
    ImportAct.READ: (ImportStatus.READING, ImportStatus.PREVIEWED),
    ImportAct.COMMIT: (ImportStatus.PREVIEWED,),
    ImportAct.UNDO: (ImportStatus.COMMITTED,),
}
# Where a batch stands once the act is done: asked for again there, it has been done.
ENDS_IN: Final = {ImportAct.COMMIT: ImportStatus.COMMITTED, ImportAct.UNDO: ImportStatus.UNDONE}


class Busy(NotTakenIn):
    """Something else is being done with the file just now."""


class _MarkLost(Exception):
    """Another worker took the task up; what this one did must not be kept."""


@dataclass(slots=True)
class _Attempt:
    """One attempt at a task by a thread of this process."""

    task: ImportTask
    done: int = 0
    total: int = 0
    is_lost: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int) -> None:
        """How far it is; the end of the attempt when the task is another's by now."""
        self.done, self.total = done, total
        if self.is_lost:
            raise _MarkLost


# What this process is doing. A page shows from here what the database cannot hold yet: on SQLite nothing else is
# written while a file is.
_attempts: dict[int, _Attempt] = {}


# ---- handing over, asking ---------------------------------------------------------------------------------------


@transaction.atomic
def hold(batch: ImportBatch) -> ImportBatch:
    """The batch, locked until the caller's transaction ends, with nothing being done to it. Busy when something is."""
    held = ImportBatch.objects.select_for_update(of=("self",)).defer("content").get(pk=batch.pk)
    if (task := held.tasks.active().first()) is not None:
        raise Busy(
            f"Tệp này đang có việc chưa xong ({task.get_act_display().lower()}); hãy đợi rồi làm tiếp."
        )
    return held


def hand_over(batch: ImportBatch, act: ImportAct, *, by: Account, on: date) -> ImportTask:
    """Have an act on a file done in the background; asked for twice at once it is done once.

    Shape   the task, waiting or further on; the one under way when the same act is already asked for.
    Errors  Busy when another act is under way; NotTakenIn when the batch is not one for this act.
    """
    try:
        with transaction.atomic():
            held = hold(batch)
            if held.status == ENDS_IN.get(act) and (before := _done_before(held, act)) is not None:
                return before
            if held.status not in OPEN_TO[act]:
                raise NotTakenIn(
                    f"Đợt nhập này đang ở “{held.get_status_display()}” nên không làm được việc “{act.label.lower()}”."
                )
            task = held.tasks.create(act=act, by=by, asked_on=on)
            transaction.on_commit(take_up)
    except Busy:
        under_way = batch.tasks.active().filter(act=act).first()
        if under_way is None:
            raise
        return under_way
    if settings.IMPORTS_RUN_IN == "request":
        while do_next(beating=False):
            pass
    return task


def _done_before(batch: ImportBatch, act: ImportAct) -> ImportTask | None:
    return batch.tasks.filter(act=act, state=TaskState.DONE).last()


def take_up() -> None:
    """See to it that what waits, or was left lying, is done, where this process does such work."""
    if settings.IMPORTS_RUN_IN == "web":
        _threads.wake()


def look_after(task: ImportTask) -> None:
    """Have a task that nobody does taken up again; for whoever shows it."""
    if task.is_active and task.pk not in _attempts:
        take_up()


def wait(task: ImportTask, seconds: float) -> ImportTask:
    """The task when it is over, or as it stands when the time is up."""
    until = time.monotonic() + seconds
    pause = 0.02
    task.refresh_from_db()
    while task.is_active and time.monotonic() < until:
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)
        task.refresh_from_db()
    return task


def how_far(task: ImportTask) -> tuple[int, int]:
    """Rows done, of how many; (0, 0) while nobody knows."""
    attempt = _attempts.get(task.pk)
    return (attempt.done, attempt.total) if attempt else (task.done, task.total)


def holds_the_database() -> bool:
    """Whether a file is being worked on here and the database is one that takes one writer at a time."""
    return bool(_attempts) and connection.vendor == "sqlite"


# ---- doing ------------------------------------------------------------------------------------------------------


def do_next(*, beating: bool = True) -> bool:
    """Take one task up and do it to its end. False when there is none."""
    task = _claim()
    if task is None:
        return False
    attempt = _attempts[task.pk] = _Attempt(task, done=task.done, total=task.total)
    try:
        if beating:
            with _heartbeat(attempt):
                _do(attempt)
        else:
            _do(attempt)
    finally:
        _attempts.pop(task.pk, None)
    return True


def _claim() -> ImportTask | None:
    """A task that nobody does, marked as this attempt's. Of several who ask at once one gets it."""
    lying = ImportTask.objects.left_lying().exclude(pk__in=list(_attempts))
    if not lying.exists():  # without a turn in the queue of writers
        return None
    with transaction.atomic():
        task = lying.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()
        if task is None:
            return None
        task.state, task.worker, task.tries = TaskState.RUNNING, uuid.uuid4().hex, task.tries + 1
        task.done = task.total = 0
        task.started_at, task.seen_at = Now(), Now()
        task.save()
    return ImportTask.objects.select_related("batch", "by").get(pk=task.pk)


def _do(attempt: _Attempt) -> None:
    """One attempt; whatever happens, the task says it in a sentence, and the log says the rest."""
    task = attempt.task
    try:
        if task.tries > MOST_TRIES:
            raise RuntimeError(f"task {task.pk} ended its process {MOST_TRIES} times")
        ACTS[ImportAct(task.act)](attempt)
    except _MarkLost:
        log.warning("task %s was taken up by another worker", task.pk)
    except NotTakenIn as refused:
        _end_after_fault(attempt, TaskState.FAILED, str(refused))
    except OperationalError:
        log.exception("task %s: the database did not answer", task.pk)
        if task.tries < MOST_TRIES:
            time.sleep(PAUSE)
            _end_after_fault(attempt, TaskState.WAITING, "")
        else:
            _end_after_fault(attempt, TaskState.FAILED, _sentence(task, "cơ sở dữ liệu không trả lời"))
    except Exception:
        log.exception("task %s failed", task.pk)
        _end_after_fault(attempt, TaskState.FAILED, _sentence(task, "chương trình gặp lỗi"))


def _sentence(task: ImportTask, why: str) -> str:
    return (
        f"Việc “{task.get_act_display().lower()}” không xong vì {why}; chưa có gì được ghi. Hãy thử lại; nếu vẫn thế, "
        f"báo người quản trị mã việc {task.pk}."
    )


def _end_after_fault(attempt: _Attempt, state: TaskState, message: str) -> None:
    """Write the end of an attempt that came to nothing. When even that fails, its silence will tell."""
    try:
        _end(attempt, state, message)
    except _MarkLost:
        log.warning("task %s was taken up by another worker", attempt.task.pk)
    except DatabaseError:
        log.exception("task %s: its end could not be written", attempt.task.pk)


def _end(attempt: _Attempt, state: TaskState, message: str) -> None:
    """Write how the task stands now, if it is still this attempt's; in the caller's transaction if there is one."""
    with transaction.atomic():
        task = _own(attempt)
        if task is None:
            raise _MarkLost
        task.state, task.message = state, message
        task.done, task.total = attempt.done, attempt.total
        task.finished_at = None if state == TaskState.WAITING else Now()
        task.save()


def _own(attempt: _Attempt) -> ImportTask | None:
    mine = ImportTask.objects.filter(pk=attempt.task.pk, worker=attempt.task.worker, state=TaskState.RUNNING)
    return mine.select_for_update(of=("self",)).first()


@contextmanager
def _heartbeat(attempt: _Attempt) -> Iterator[None]:
    """Say every few seconds that the attempt lives, and how far it is, from a thread and connection of its own."""

    def beat() -> None:
        try:
            while not attempt.over.wait(BEAT):
                try:
                    with transaction.atomic():
                        task = _own(attempt)
                        attempt.is_lost = task is None
                        if task is not None:
                            task.seen_at, task.done, task.total = Now(), attempt.done, attempt.total
                            task.save(update_fields=["seen_at", "done", "total"])
                except DatabaseError as fault:
                    # SQLite while the file is being written, or a server that moves: the next beat says it.
                    log.info("task %s: no sign of life: %s", attempt.task.pk, fault)
                    connection.close()
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name=f"import-beat-{attempt.task.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        attempt.over.set()
        thread.join()


def _read(attempt: _Attempt) -> None:
    task = attempt.task
    look(task.batch, by=task.by, on=task.asked_on, progress=attempt.progress)
    _end(attempt, TaskState.DONE, "")


def _commit(attempt: _Attempt) -> None:
    """The rows, the note of the trail and the end of the task are written together or not at all."""
    task = attempt.task

    def close(outcome: Outcome) -> None:
        access.note(task.by, AuditAction.IMPORT, task.batch, row_count=outcome.to_write)
        left = outcome.counts[RowVerdict.ASK.value] + outcome.counts[RowVerdict.ERROR.value]
        rest = f" Còn {left} dòng chưa ghi vì có câu hỏi hoặc có lỗi." if left else ""
        _end(attempt, TaskState.DONE, f"Đã ghi {outcome.to_write} dòng.{rest}")

    confirm(task.batch, by=task.by, on=task.asked_on, progress=attempt.progress, then=close)


def _undo(attempt: _Attempt) -> None:
    """What is taken back, the note of the trail and the end of the task are written together or not at all."""
    task = attempt.task
    with transaction.atomic():
        undone = undo(task.batch, by=task.by, on=task.asked_on, progress=attempt.progress)
        access.note(task.by, AuditAction.IMPORT, task.batch, purpose="Hoàn tác", row_count=undone.rows)
        rest = f" Giữ lại {len(undone.kept)} dòng, lý do ghi dưới đây." if undone.kept else ""
        _end(attempt, TaskState.DONE, f"Đã hoàn tác {undone.rows} dòng.{rest}")


ACTS: Final[dict[ImportAct, Callable[[_Attempt], None]]] = {
    ImportAct.READ: _read,
    ImportAct.COMMIT: _commit,
    ImportAct.UNDO: _undo,
}


class _Threads:
    """The threads of this process that do tasks: on SQLite one, for it takes one writer at a time; else two."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.alive = 0
        self.woken = 0

    def wake(self) -> None:
        """Something may be there to be done."""
        with self.lock:
            self.woken += 1
            if self.alive >= (1 if connection.vendor == "sqlite" else 2):
                return
            self.alive += 1
        # A daemon, so that the process can end: what it was doing is rolled back and taken up again.
        threading.Thread(target=self._work, name="import-tasks", daemon=True).start()

    def _work(self) -> None:
        """Do what there is to be done, and end when nobody asked for more in the meantime."""
        try:
            while True:
                seen = self.woken
                while do_next():
                    pass
                with self.lock:
                    if self.woken == seen:
                        self.alive -= 1
                        return
        except Exception:
            with self.lock:
                self.alive -= 1
            log.exception("no task could be taken up")
        finally:
            connections.close_all()


_threads = _Threads()
