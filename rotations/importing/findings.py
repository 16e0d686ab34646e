"""What an import says of a row: findings with a stable code, what was read, and the row's verdict.

Shared by every kind of file. Severity decides alone: an error or a question holds the row back, the rest does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.dateparse import parse_date

from rotations.models import AmendmentPaper
from rotations.vietnamese import match_key
from rotations.vocabulary import RowVerdict, Severity

ACCEPT: Final = "accept"
NEW: Final = "new"
# Answers that are not the id of a candidate, as a person sees them.
ACCEPT_LABELS: Final = {
    "unknown_position": "Giữ nguyên lời ghi trong tệp",
    "from_mismatch": "Vẫn theo tệp",
    "direction_mismatch": "Theo cấp của hai đơn vị",
    "out_of_plan_year": "Vẫn đưa vào kế hoạch này",
    "post_taken": "Vẫn đề xuất",
    "birth_mismatch": "Đúng là người này",
}
NEW_LABEL: Final = "Là người khác: tạo hồ sơ mới"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: what is sent back, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about a row. `key` is the same for every row that asks the same thing of the same file."""

    severity: Severity
    code: str
    message: str
    column: str = ""
    value: str = ""
    candidates: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    key: str = ""

    @property
    def holds_back(self) -> bool:
        """Whether the row may not be stored while this stands."""
        return self.severity in (Severity.ERROR, Severity.QUESTION)

    def as_json(self) -> dict[str, Any]:
        """The finding as the contract writes it; `options` and `key` are for the answering page."""
        written: dict[str, Any] = {
            "severity": self.severity.value,
            "code": self.code,
            "column": self.column,
            "value": self.value,
            "message": self.message,
            "candidates": list(self.candidates),
        }
        if self.key:
            written["key"] = self.key
            written["options"] = [{"value": option.value, "label": option.label} for option in self.options]
        return written


def question_key(code: str, column: str, *values: str) -> str:
    """The name under which an answer is kept: code, column and the value, spelled as values are compared."""
    return "|".join([code, column, *(match_key(value) for value in values)])


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as a person reads it later, to take it back: what was asked, of which value, and what was chosen."""

    question: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has answered about one file, as kept in `ImportBatch.answers`.

    {"create_officials": true, "questions": {question key: "accept" | "new" | id of a candidate},
     "spellings": {question key: the spelling to be kept as another name of the chosen one},
     "sheets": [sheets to read], "again": true, "said": {question key: [question, chosen]},
     "amendment": [number, day, reason]}

    `again` takes in a file that was taken in before; `amendment` is the paper under which it changes approved plans.
    """

    create_officials: bool = False
    questions: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    again: bool = False
    said: dict[str, Said] = field(default_factory=dict)
    amendment: AmendmentPaper | None = None

    @classmethod
    def of(cls, kept: dict[str, Any] | None) -> Answers:
        """From what is kept; anything that is not an answer is left out."""
        kept = kept or {}
        said = {key: Said(*pair) for key, pair in (kept.get("said") or {}).items() if len(pair) == 2}
        return cls(
            create_officials=kept.get("create_officials") is True,
            questions=_texts(kept.get("questions")),
            spellings=_texts(kept.get("spellings")),
            sheets=tuple(str(name) for name in kept.get("sheets") or ()),
            again=kept.get("again") is True,
            said=said,
            amendment=_paper(kept.get("amendment")),
        )

    def as_json(self) -> dict[str, Any]:
        """To be kept; what nobody answered is left out."""
        written: dict[str, Any] = {
            "create_officials": self.create_officials,
            "questions": dict(self.questions),
        }
        if self.spellings:
            written["spellings"] = dict(self.spellings)
        if self.sheets:
            written["sheets"] = list(self.sheets)
        if self.again:
            written["again"] = True
        if (paper := self.amendment) is not None:
            day = paper.document_on.isoformat() if paper.document_on else ""
            written["amendment"] = [paper.document_number, day, paper.reason]
        if self.said:
            written["said"] = {key: [said.question, said.chosen] for key, said in self.said.items()}
        return written

    def to(self, key: str) -> str:
        """The answer to one question, "" when it is open."""
        return self.questions.get(key, "")

    def without(self, key: str) -> Answers:
        """The answers but for one."""
        left = [{k: v for k, v in kept.items() if k != key} for kept in (self.questions, self.spellings)]
        said = {k: v for k, v in self.said.items() if k != key}
        return replace(self, questions=left[0], spellings=left[1], said=said)


def _texts(kept: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def _paper(kept: Any) -> AmendmentPaper | None:
    if not isinstance(kept, list) or len(kept) != 3:
        return None
    number, day, reason = (str(part) for part in kept)
    return AmendmentPaper(number, parse_date(day) if day else None, reason)


def verdict_of(issues: Iterable[Issue], *, otherwise: RowVerdict) -> RowVerdict:
    """Error before question before what the comparison with the records came to."""
    severities = {issue.severity for issue in issues}
    if Severity.ERROR in severities:
        return RowVerdict.ERROR
    return RowVerdict.ASK if Severity.QUESTION in severities else otherwise
