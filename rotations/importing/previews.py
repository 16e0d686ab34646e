"""What a page shows of a batch: how far the work on it is, its rows, the questions that stand open, and the people it
would make files for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from rotations.importing.findings import Answers
from rotations.models import ImportBatch, ImportRow, ImportTask
from rotations.vocabulary import Direction, ImportAct, RowVerdict, TaskState

# More than this many questions are asked in several rounds: a page of ten thousand radio buttons helps nobody.
QUESTIONS_SHOWN: Final = 30
NAMES_SHOWN: Final = 100
HELD_BACK: Final = (RowVerdict.ASK, RowVerdict.ERROR)
UNDER_WAY: Final = {
    ImportAct.READ: "Đang đọc tệp",
    ImportAct.COMMIT: "Đang ghi các dòng",
    ImportAct.UNDO: "Đang hoàn tác",
}
# Seconds after which nobody seems to be there to do what waits.
LONG_WAIT: Final = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a file is. `total` is 0 while nobody knows how many rows there are."""

    doing: str
    done: int
    total: int
    seconds: int
    hint: str = ""


def progress_of(task: ImportTask, how_far: tuple[int, int], *, at: datetime) -> Progress:
    """A task that is not over, in words, `at` this moment."""
    done, total = how_far
    if task.state == TaskState.WAITING:
        waited = int((at - task.created_at).total_seconds())
        hint = "Chưa có tiến trình nền nào nhận việc; hãy báo người quản trị." if waited > LONG_WAIT else ""
        return Progress("Đang chờ đến lượt", done, total, max(waited, 0), hint)
    since = task.started_at or task.created_at
    return Progress(UNDER_WAY[ImportAct(task.act)], done, total, max(int((at - since).total_seconds()), 0))


@dataclass(slots=True)
class Question:
    """One question, asked once for the whole file, with the rows that wait for it."""

    key: str
    code: str
    column: str
    value: str
    message: str
    options: list[dict[str, str]]
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Questions:
    """What stands open in a batch. `new_people` are asked for together; `more` questions are not shown yet."""

    asked: list[Question] = field(default_factory=list)
    new_people: list[str] = field(default_factory=list)
    more: int = 0
    answered: int = 0

    @property
    def names(self) -> list[str]:
        """The first of the new people."""
        return self.new_people[:NAMES_SHOWN]

    @property
    def names_left(self) -> int:
        """How many new people are not named."""
        return max(len(self.new_people) - NAMES_SHOWN, 0)

    def __bool__(self) -> bool:
        return bool(self.asked or self.new_people)


def shown_rows(batch: ImportBatch, verdict: str) -> QuerySet[ImportRow]:
    """The batch's rows of one verdict, or all that are about somebody."""
    rows = batch.rows.order_by("row_number")
    if verdict in RowVerdict.values:
        return rows.filter(verdict=verdict)
    return rows.exclude(verdict=RowVerdict.SKIP)


def open_questions(batch: ImportBatch) -> Questions:
    """Every open question of the batch, once, in the order of the rows. One query."""
    answers = Answers.of(batch.answers)
    found = Questions(answered=len(answers.questions) + answers.create_officials)
    by_key: dict[str, Question] = {}
    waiting = batch.rows.filter(verdict__in=HELD_BACK).order_by("row_number")
    for number, result in waiting.values_list("row_number", "result"):
        for issue in result["issues"]:
            if not issue.get("key"):
                continue
            if issue["code"] == "new_official":
                found.new_people.append(result["official"]["full_name"])
            elif issue["options"]:
                question = by_key.setdefault(issue["key"], _question(issue))
                question.rows.append(number)
    everything = list(by_key.values())
    found.asked, found.more = everything[:QUESTIONS_SHOWN], max(len(everything) - QUESTIONS_SHOWN, 0)
    return found


def _question(issue: dict[str, Any]) -> Question:
    return Question(
        issue["key"], issue["code"], issue["column"], issue["value"], issue["message"], issue["options"]
    )


def directions_of(batch: ImportBatch) -> list[tuple[str, int]]:
    """People by direction, in words, those with anybody in them; last the rows whose direction is not settled."""
    counted = batch.totals.get("by_direction", {})
    # In the order of the vocabulary: PostgreSQL does not keep that of an object's keys.
    found = [(word.label, counted[word.value]) for word in Direction if counted.get(word.value)]
    unsettled = people_of(batch) - sum(number for _label, number in found)
    return [*found, ("Chưa rõ hướng hoặc có lỗi", unsettled)] if unsettled else found


def people_of(batch: ImportBatch) -> int:
    """How many rows of the file are about somebody."""
    return sum(batch.totals.get(verdict, 0) for verdict in RowVerdict.values if verdict != RowVerdict.SKIP)


def to_write(batch: ImportBatch) -> int:
    """How many rows a confirmation would write."""
    return sum(batch.totals.get(verdict, 0) for verdict in (RowVerdict.CREATE, RowVerdict.UPDATE))
