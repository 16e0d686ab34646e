"""What a batch asks a person, each thing once for the whole file, and what a person answered.

An answer is kept as soon as it is given; the file comes to something else only when it is read again by all answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rotations.importing.findings import ACCEPT, Answers, Said
from rotations.importing.spellings import may_be_kept
from rotations.models import ImportBatch
from rotations.vocabulary import RowVerdict, Severity

HELD_BACK: Final = (RowVerdict.ASK, RowVerdict.ERROR)
# Of a register with more rows held back than this the page asks about the first ones, then about the next.
ROWS_LOOKED_AT: Final = 20_000
# So many people may be chosen one by one at a time; a page of ten thousand boxes helps nobody.
PEOPLE_SHOWN: Final = 100
# Questions about the file as a whole, by their keys; the first is answered by names, the second by yes.
SHEETS, AGAIN = "several_sheets", "taken_before"
CREATE_ALL: Final = "create_officials"
NEW_PERSON: Final = "new_official"


@dataclass(slots=True)
class Question:
    """One question, asked once for the whole file, with the rows that wait for it and the answer kept so far."""

    key: str
    code: str
    column: str
    value: str
    message: str
    options: list[dict[str, str]]
    rows: list[int] = field(default_factory=list)
    answer: str = ""
    is_spelling_kept: bool = False

    @property
    def may_keep_spelling(self) -> bool:
        """Whether the value as typed may be kept as another name of what is chosen."""
        return may_be_kept(self.code)

    def label(self, answer: str) -> str:
        """An answer as a person reads it; "" for one that was not offered."""
        return next((option["label"] for option in self.options if option["value"] == answer), "")


@dataclass(slots=True)
class Questions:
    """What stands open in a batch.

    `about_file` are asked of the file as a whole, `asked` of its rows, `people` whether to make files of people who
    are not on the register; `codes` counts the findings that hold rows back.
    """

    answers: Answers
    about_file: list[Question] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    people: list[Question] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.about_file or self.asked or self.people)

    def __iter__(self) -> Iterator[Question]:
        yield from (*self.about_file, *self.asked, *self.people)

    @property
    def people_shown(self) -> list[Question]:
        """The first of the people who are not on the register; the next ones once these are settled."""
        return self.people[:PEOPLE_SHOWN]

    @property
    def waiting(self) -> int:
        """How many of the open questions are answered, and wait for the file to be read again."""
        kept = sum(bool(question.answer) for question in (*self.about_file, *self.asked))
        if self.answers.create_officials:
            return kept + len(self.people)
        return kept + sum(bool(question.answer) for question in self.people)

    @property
    def answered(self) -> list[tuple[str, Said]]:
        """What was answered and is not open any more, each with the key it is taken back by."""
        open_keys = {question.key for question in self}
        said = [(key, said) for key, said in self.answers.said.items() if key not in open_keys]
        if self.answers.create_officials and not self.people:
            said.append((CREATE_ALL, Said("Người chưa có trong danh sách cán bộ", "tạo hồ sơ cho tất cả")))
        known = {key for key, _said in said} | open_keys
        told = Said("Câu trả lời trước đây", "đã chọn")
        return [*said, *((key, told) for key in self.answers.questions if key not in known)]


def questions_of(batch: ImportBatch) -> Questions:
    """Every open question of the batch, once, in the order of the rows, and what was answered. One query."""
    answers = Answers.of(batch.answers)
    found = Questions(answers)
    for issue in batch.totals.get("questions", []):
        question = _question(issue, answers)
        if question.key == SHEETS:
            question.answer = "; ".join(answers.sheets)
        elif question.key == AGAIN and answers.again:
            question.answer = ACCEPT
        found.about_file.append(question)
    by_key: dict[str, Question] = {}
    waiting = batch.rows.filter(verdict__in=HELD_BACK).order_by("place")[:ROWS_LOOKED_AT]
    for number, result in waiting.values_list("row_number", "result").iterator(chunk_size=2000):
        for issue in result["issues"]:
            if issue["severity"] in (Severity.ERROR, Severity.QUESTION):
                found.codes[issue["code"]] += 1
            if not issue.get("key") or not issue.get("options"):
                continue
            if issue["key"] not in by_key:
                question = by_key[issue["key"]] = _question(issue, answers)
                if question.code == NEW_PERSON:
                    question.value = (result.get("official") or {}).get("full_name") or question.value
                (found.people if question.code == NEW_PERSON else found.asked).append(question)
            by_key[issue["key"]].rows.append(number)
    return found


def _question(issue: dict[str, Any], answers: Answers) -> Question:
    key = issue["key"]
    return Question(
        key,
        issue["code"],
        issue["column"],
        issue["value"],
        issue["message"],
        issue["options"],
        answer=answers.to(key),
        is_spelling_kept=key in answers.spellings,
    )


@dataclass(slots=True)
class Given:
    """What a page sent: answers by key ("" takes one back), spellings to keep, and what its boxes say.

    `boxes` are the keys of the boxes that stood on the page, so that one left empty is told from one not shown.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    spellings: frozenset[str] = frozenset()
    boxes: frozenset[str] = frozenset()
    create_officials: bool = False
    again: bool = False
    sheets: tuple[str, ...] = ()


def answers_with(batch: ImportBatch, given: Given) -> Answers:
    """The batch's answers with those given now; an answer that was not offered counts for nothing."""
    found = questions_of(batch)
    answers, by_key = found.answers, {question.key: question for question in found}
    for key, answer in given.answers.items():
        question = by_key.get(key)
        if question is None or key in (SHEETS, AGAIN):
            continue
        label = question.label(answer)
        if answer and not label:
            continue
        answers = answers.without(key)
        if label:
            keeps = key in given.spellings and question.may_keep_spelling and answer.isdecimal()
            answers = replace(
                answers,
                questions={**answers.questions, key: answer},
                spellings={**answers.spellings, key: question.value} if keeps else answers.spellings,
                said={**answers.said, key: _said(question, label, keeps)},
            )
    if CREATE_ALL in given.boxes:
        answers = replace(answers, create_officials=given.create_officials)
    if AGAIN in given.boxes and AGAIN in by_key:
        answers = _with_again(answers, by_key[AGAIN], again=given.again)
    if SHEETS in given.boxes and SHEETS in by_key:
        offered = {option["value"] for option in by_key[SHEETS].options}
        answers = _with_sheets(answers, tuple(name for name in given.sheets if name in offered))
    return answers


def _said(question: Question, label: str, keeps: bool) -> Said:
    asked = (
        f"{question.column}: “{question.value}”" if question.value else question.column or question.message
    )
    return Said(asked, f"{label} (ghi nhớ cách viết)" if keeps else label)


def _with_again(answers: Answers, question: Question, *, again: bool) -> Answers:
    said = answers.without(AGAIN).said
    if again:
        said = {**said, AGAIN: Said("Tệp đã được nhập trước đây", question.label(ACCEPT))}
    return replace(answers, again=again, said=said)


def _with_sheets(answers: Answers, sheets: tuple[str, ...]) -> Answers:
    said = answers.without(SHEETS).said
    if sheets:
        said = {**said, SHEETS: Said("Trang tính cần nhập", ", ".join(sheets))}
    return replace(answers, sheets=sheets, said=said)


def taken_back(answers: Answers, key: str) -> Answers:
    """The answers but for one, by the key under which the page lists it."""
    if key == CREATE_ALL:
        return replace(answers, create_officials=False)
    answers = answers.without(key)
    if key == SHEETS:
        return replace(answers, sheets=())
    return replace(answers, again=False) if key == AGAIN else answers
