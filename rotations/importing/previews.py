"""What a page shows of a batch: how far the work on it is, its figures and its rows, the problems first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Case, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from rotations.models import ImportBatch, ImportRow, ImportTask, RotationPlan
from rotations.vocabulary import Direction, ImportAct, ImportKind, ImportStatus, RowVerdict, TaskState

UNDER_WAY: Final = {
    ImportAct.READ: "Đang đọc tệp",
    ImportAct.COMMIT: "Đang ghi các dòng",
    ImportAct.UNDO: "Đang hoàn tác",
}
# Seconds after which nobody seems to be there to do what waits.
LONG_WAIT: Final = 30
# What one row of a file is about.
NOUNS: Final = {
    ImportKind.PLAN: "người",
    ImportKind.NEEDS: "nhu cầu",
    ImportKind.UNITS: "đơn vị",
    ImportKind.OFFICIALS: "người",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a file is. `total` is 0 while nobody knows how many rows there are, `percent` while none is
    done."""

    doing: str
    done: int
    total: int
    seconds: int
    hint: str = ""
    percent: int = field(init=False)

    def __post_init__(self) -> None:
        # Never 100 while there is something left to be done.
        percent = min(100 * self.done // self.total, 99) if self.total else 0
        object.__setattr__(self, "percent", percent)


def progress_of(task: ImportTask, how_far: tuple[int, int], *, at: datetime) -> Progress:
    """A task that is not over, in words, `at` this moment."""
    done, total = how_far
    if task.state == TaskState.WAITING:
        waited = int((at - task.created_at).total_seconds())
        hint = "Chưa có tiến trình nền nào nhận việc; hãy báo người quản trị." if waited > LONG_WAIT else ""
        return Progress("Đang chờ đến lượt", done, total, max(waited, 0), hint)
    since = task.started_at or task.created_at
    return Progress(UNDER_WAY[ImportAct(task.act)], done, total, max(int((at - since).total_seconds()), 0))


def shown_rows(batch: ImportBatch, *, verdict: str = "", code: str = "") -> QuerySet[ImportRow]:
    """The batch's rows, errors and questions first: those of one verdict, or all that are about something; of these
    only rows with a finding of this code, when one is given."""
    rows = batch.rows.all()
    if verdict in RowVerdict.values:
        rows = rows.filter(verdict=verdict)
    else:
        rows = rows.exclude(verdict=RowVerdict.SKIP)
    if code:
        # Neither database finds by what stands in a list of objects in the same words; both write JSON this way.
        rows = rows.annotate(as_text=Cast("result", TextField())).filter(
            as_text__contains=f'"code": "{code}"'
        )
    first = Case(
        When(verdict=RowVerdict.ERROR, then=Value(0)),
        When(verdict=RowVerdict.ASK, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(first, "place")


def directions_of(batch: ImportBatch) -> list[tuple[str, int]]:
    """People by direction, in words, those with anybody in them; last the rows whose direction is not settled. Empty
    for a file that has no directions."""
    counted = batch.totals.get("by_direction")
    if counted is None:
        return []
    # In the order of the vocabulary: PostgreSQL does not keep that of an object's keys.
    found = [(word.label, counted[word.value]) for word in Direction if counted.get(word.value)]
    unsettled = entries_of(batch) - sum(number for _label, number in found)
    return [*found, ("Chưa rõ hướng hoặc có lỗi", unsettled)] if unsettled else found


def amended_plans(batch: ImportBatch) -> list[RotationPlan]:
    """The approved plans that the file changes, or put people into. One query, none for a file of other things."""
    told = batch.totals.get("plans", [])
    years = [plan["year"] for plan in told if plan["amended"] or batch.status == ImportStatus.COMMITTED]
    return (
        [plan for plan in RotationPlan.objects.filter(year__in=years) if plan.is_amendable] if years else []
    )


def entries_of(batch: ImportBatch) -> int:
    """How many rows of the file are about somebody or something."""
    return sum(batch.totals.get(verdict, 0) for verdict in RowVerdict.values if verdict != RowVerdict.SKIP)


def to_write(batch: ImportBatch) -> list[tuple[int, str]]:
    """What a confirmation would write, or wrote: how many rows of which verdict, in words."""
    counted = [(batch.totals.get(verdict.value, 0), verdict.label.lower()) for verdict in WRITTEN]
    return [(number, label) for number, label in counted if number]


WRITTEN: Final = (RowVerdict.CREATE, RowVerdict.UPDATE)
