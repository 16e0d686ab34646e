"""What may be changed of the rule book, each kind of change by what it concerns and how the conditions then read it."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias

from rotations import rules
from rotations.models import (
    Account,
    ConditionRule,
    DossierTemplateItem,
    NonLocalPost,
    PostStandard,
    Regulation,
    RegulationParameter,
    RetirementAge,
)
from rotations.rules import READ_BY, Rule, SharedTables
from rotations.vocabulary import PaperKind, ParameterCode
from rotations.workflow.refusals import NOT_ALLOWED, MoveRefused, constraints_in_words, signed_by

EDIT = "rotations.change_regulation"
EDIT_LABEL = "Sửa quy định"
RuleRow: TypeAlias = NonLocalPost | PostStandard | ConditionRule | DossierTemplateItem
# The list of a text in which a kind of row stands.
LISTS: dict[type[RuleRow], str] = {
    NonLocalPost: "non_local_posts",
    PostStandard: "post_standards",
    ConditionRule: "condition_rules",
    DossierTemplateItem: "dossier_items",
}
FROM_TODAY = "Ngày áp dụng phải từ hôm nay trở đi, để kết quả đã xét trước đó giữ nguyên."


class RuleChange(ABC):
    """One change of the rule book, not yet kept: what it is, whom it may concern, and what reads otherwise by it."""

    # The text whose cases are in reach; None when it concerns every case.
    regulation: Regulation | None

    @property
    @abstractmethod
    def begins(self) -> date:
        """The first day on which it counts."""

    @abstractmethod
    def refusal(self, *, by: Account | None, on: date) -> str:
        """Why it may not be made, in words; "" when it may."""

    @abstractmethod
    def asked(self) -> tuple[Rule, ...]:
        """The conditions that may come out otherwise; () when it judges nobody."""

    @abstractmethod
    def keep(self, *, by: Account | None, on: date) -> object:
        """Write it down; what was written. Raises MoveRefused."""

    @property
    @abstractmethod
    def told(self) -> str:
        """All that makes it this change and no other."""

    @abstractmethod
    def put_on(self, text: Regulation) -> None:
        """Let a text that was loaded read as it will."""

    def tables(self, tables: SharedTables) -> SharedTables:
        """The tables as they will read."""
        return tables

    # Whether it changes what a doubt needs instead of what is found.
    changes_what_is_wanted: ClassVar[bool] = False


@dataclass(frozen=True)
class ParameterChange(RuleChange):
    """A number a text is to have from a day on."""

    regulation: Regulation
    code: ParameterCode
    value: int
    valid_from: date
    article: str = ""
    note: str = ""

    @property
    def begins(self) -> date:
        """Its own day."""
        return self.valid_from

    @property
    def told(self) -> str:
        """Text, number, value and day."""
        return f"{self.regulation.pk} {self.code} {self.value} {self.valid_from}"

    def asked(self) -> tuple[Rule, ...]:
        """The conditions that read the number."""
        return READ_BY.get(self.code, ())

    def refusal(self, *, by: Account | None, on: date) -> str:
        """A number that stands may be changed from `on` or later, so that what was judged before stays as it was; one
        the text never set may be filled in for any day of its validity. No query beyond those of the rows."""
        text, since = self.regulation, self.valid_from
        if why := _not_for(by) or _outside(text, since):
            return why
        own = [row for row in text.numbers if row.code == self.code]
        if own and since < on:
            return FROM_TODAY
        if any(row.valid_from == since for row in own):
            return "Tham số này đã được đặt cho ngày đó; hãy chọn ngày khác."
        standing = [row for row in own if row.holds_on(since)]
        if standing and max(standing, key=_begins).value == self.value:
            return "Giá trị không khác giá trị đang áp dụng vào ngày đó."
        return ""

    def row(self, until: date | None) -> RegulationParameter:
        """The row it makes."""
        return RegulationParameter(
            regulation=self.regulation,
            code=self.code,
            value=Decimal(self.value),
            valid_from=self.valid_from,
            valid_to=until,
            article=self.article,
            note=self.note,
        )

    def put_on(self, text: Regulation) -> None:
        """Its rows with those it ends and the one it makes."""
        ended, row = self._rows_changed(text.numbers)
        kept = {one.pk: one for one in text.numbers} | {one.pk: one for one in ended}
        text.numbers = [*kept.values(), row]

    def keep(self, *, by: Account | None, on: date) -> RegulationParameter:
        """The row that stood till then ends on the day and stays on record; under a lock on the text."""
        with constraints_in_words():
            text = Regulation.objects.select_for_update(of=("self",)).get(pk=self.regulation.pk)
            change = replace(self, regulation=text)
            if why := change.refusal(by=by, on=on):
                raise MoveRefused(why)
            ended, row = change._rows_changed(text.numbers)
            for one in ended:
                signed_by(one, by)
                one.save(update_fields=["valid_to", "changed_at"])
            signed_by(row, by)
            row.save()
        return row

    def _rows_changed(
        self, rows: Iterable[RegulationParameter]
    ) -> tuple[list[RegulationParameter], RegulationParameter]:
        """Copies of the rows that end where it begins, and the row it makes, which ends where the next begins."""
        own = [row for row in rows if row.code == self.code]
        ended = []
        for row in own:
            if _begins(row) < self.valid_from and (row.valid_to is None or row.valid_to > self.valid_from):
                row = copy.copy(row)
                row.valid_to = self.valid_from
                ended.append(row)
        later = [row.valid_from for row in own if row.valid_from and row.valid_from > self.valid_from]
        return ended, self.row(min(later, default=None))


@dataclass(frozen=True)
class RowChange(RuleChange):
    """A row of a list of a text comes in, ends, or is replaced by another from a day on.

    `added` is not saved; `ended` is the row that counts no longer from `until` on.
    """

    regulation: Regulation
    added: RuleRow | None = None
    ended: RuleRow | None = None
    until: date | None = None

    @property
    def row(self) -> RuleRow:
        """The row it is about: the new one where there is one."""
        row = self.added or self.ended
        assert row is not None
        return row

    @property
    def begins(self) -> date:
        """The day of the new row or of the end; a row without a day counts as long as its text."""
        return (self.added and self.added.valid_from) or self.until or self.regulation.effective_from

    @property
    def told(self) -> str:
        """The text, every column of the new row, the row that ends and its day."""
        added = self.added
        columns = (
            [(field.attname, getattr(added, field.attname)) for field in added._meta.concrete_fields]
            if added is not None
            else []
        )
        kept = [(name, str(value)) for name, value in columns if name not in ("id", "changed_at")]
        return f"{self.regulation.pk} {type(self.row).__name__} {kept} {self.ended and self.ended.pk} {self.until}"

    @property
    def changes_what_is_wanted(self) -> bool:  # type: ignore[override]
        """Of a doubt: reason, consent, paper."""
        return isinstance(self.row, ConditionRule)

    def asked(self) -> tuple[Rule, ...]:
        """The condition that reads the list."""
        rows = [row for row in (self.added, self.ended) if row is not None]
        match self.row:
            case NonLocalPost():
                return (rules.not_local,)
            case PostStandard():
                return (rules.post_standard,)
            case ConditionRule():
                return (getattr(rules, self.row.code),)
            case _:
                papers = {row.kind for row in rows if isinstance(row, DossierTemplateItem)}
                return (rules.health,) if PaperKind.HEALTH_CERTIFICATE in papers else ()

    def refusal(self, *, by: Account | None, on: date) -> str:
        """From `on` on, for a row that has not ended yet; a new row within the validity of its text."""
        if why := _not_for(by):
            return why
        if self.added is not None and (why := _outside(self.regulation, self.begins)):
            return why
        if self.ended is not None:
            if self.until is None or self.until < on:
                return "Ngày thôi áp dụng phải từ hôm nay trở đi, để kết quả đã xét giữ nguyên."
            if self.ended.valid_to is not None and self.ended.valid_to <= on:
                return "Dòng này đã thôi áp dụng."
            if self.ended.valid_from is not None and self.ended.valid_from >= self.until:
                return f"Dòng này áp dụng từ {self.ended.valid_from:%d/%m/%Y}; hãy chọn ngày sau đó."
        return ""

    def put_on(self, text: Regulation) -> None:
        """Its list with the row ended and the new one in it."""
        name = LISTS[type(self.row)]
        rows: list[RuleRow] = []
        for row in getattr(text, name).all():
            if self.ended is not None and row.pk == self.ended.pk:
                row = copy.copy(row)
                row.valid_to = self.until
            rows.append(row)
        if self.added is not None:
            rows.append(self.added)
        held = getattr(text, name).all()
        held._result_cache, held._prefetch_done = rows, True
        text.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held

    def keep(self, *, by: Account | None, on: date) -> RuleRow:
        """The row ended and the new one, both or neither."""
        if why := self.refusal(by=by, on=on):
            raise MoveRefused(why)
        with constraints_in_words():
            if self.ended is not None:
                self.ended.valid_to = self.until
                signed_by(self.ended, by)
                self.ended.save(update_fields=["valid_to", "changed_at"])
            if self.added is not None:
                signed_by(self.added, by)
                self.added.save()
        return self.row


@dataclass(frozen=True)
class RetirementChange(RuleChange):
    """The age at which those of one sex retire who reach it in a year, for a year that is not over."""

    age: RetirementAge
    regulation: None = None

    @property
    def begins(self) -> date:
        """The first day of the year."""
        return date(self.age.year, 1, 1)

    @property
    def told(self) -> str:
        """Sex, year and age."""
        return f"{self.age.sex} {self.age.year} {self.age.age_months}"

    def asked(self) -> tuple[Rule, ...]:
        """Whatever counts the service left."""
        return (rules.remaining_service, rules.one_term_left)

    def refusal(self, *, by: Account | None, on: date) -> str:
        """A year that has begun has people who retired by it."""
        if why := _not_for(by):
            return why
        if self.age.year <= on.year:
            return f"Chỉ sửa được các năm sau {on.year}: những năm trước đã có người nghỉ hưu theo bảng."
        return ""

    def put_on(self, text: Regulation) -> None:
        """No text says it."""

    def tables(self, tables: SharedTables) -> SharedTables:
        """The table of ages with the one of the year in its place."""
        changed = copy.copy(tables)
        changed.retires_on = {}
        ages = dict(tables.retirement.get(self.age.sex, []))
        ages[self.age.year] = self.age.age_months
        changed.__dict__["retirement"] = tables.retirement | {self.age.sex: sorted(ages.items())}
        return changed

    def keep(self, *, by: Account | None, on: date) -> RetirementAge:
        """The row of the year, new or changed."""
        if why := self.refusal(by=by, on=on):
            raise MoveRefused(why)
        with constraints_in_words():
            known = (
                RetirementAge.objects.select_for_update().filter(sex=self.age.sex, year=self.age.year).first()
            )
            row = known or self.age
            row.age_months, row.document = self.age.age_months, self.age.document
            signed_by(row, by)
            row.save()
        return row


def _not_for(by: Account | None) -> str:
    return NOT_ALLOWED.format(EDIT_LABEL) if by is not None and not by.has_perm(EDIT) else ""


def _outside(text: Regulation, since: date) -> str:
    if since < text.effective_from:
        return f"Ngày áp dụng không thể trước ngày văn bản có hiệu lực ({text.effective_from:%d/%m/%Y})."
    if text.effective_to is not None and since >= text.effective_to:
        return f"Văn bản hết hiệu lực từ {text.effective_to:%d/%m/%Y}; hãy sửa văn bản thay thế."
    return ""


def _begins(row: RegulationParameter) -> date:
    return row.valid_from or date.min
