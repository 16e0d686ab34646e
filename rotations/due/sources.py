"""How one kind of due thing is found, counted and read. All kinds share their columns, so that one statement reads
the first rows of them all, and one counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DateField, F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse

from rotations import access
from rotations.due.items import DueItem, urgency_of
from rotations.due.numbers import Numbers
from rotations.models import Account, RotationQuerySet
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.rules.evaluations_due import ExpectedEvaluation
from rotations.vocabulary import DueKind, Role

_TEXT, _DAY, _NUMBER = (
    Cast(Value(""), TextField()),
    Cast(Value(None), DateField()),
    Cast(Value(None), BigIntegerField()),
)
_EMPTY: dict[str, Any] = {
    "record": _NUMBER, "other": _NUMBER, "regulation": _NUMBER, "person": _TEXT, "place": _TEXT, "day": _DAY,
    "known": Cast(Value(str(DatePrecision.DAY)), TextField()), "since": _DAY, "word": _TEXT, "note": _TEXT,
}  # fmt: skip


class Row(NamedTuple):
    """What is read of one due thing, in the columns all kinds share; what `word`, `note` and `other` hold is the
    kind's own business."""

    pk: int
    record: int
    other: int | None
    regulation: int | None
    person: str
    place: str
    day: date | None
    known: str
    since: date | None
    word: str
    note: str

    @property
    def due(self) -> PartialDate | None:
        """The day it is due, to its precision."""
        return None if self.day is None else PartialDate.of(self.day, DatePrecision(self.known))


@dataclass
class Scope:
    """Whose list it is, on which day, and what the account may see of the cases; `comments` are those the rule found
    lacking, by case."""

    account: Account
    on: date
    rotations: RotationQuerySet
    numbers: Numbers = field(init=False)
    comments: dict[int, ExpectedEvaluation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.account.official_id is not None:  # nobody acts on the own case, so it awaits somebody else
            self.rotations = self.rotations.exclude(official=self.account.official_id)
        self.numbers = Numbers(on=self.on)

    @classmethod
    def of(cls, account: Account, *, on: date) -> Scope:
        """The cases the account may open."""
        return cls(account, on, access.visible_rotations(account, on=on))

    def may(self, act: str) -> bool:
        """Whether one of the account's roles may do `act`."""
        return self.account.has_perm(f"rotations.{act}")

    def own_units(self) -> frozenset[int] | None:
        """The units a clerk answers for; None for the board, which answers for all."""
        if self.may("change_rotation") or Role.UNIT_CLERK not in self.account.roles:
            return None
        return access.own_units(self.account, on=self.on)

    def follows_service(self) -> bool:
        """Whether it is the account's business how long people serve: all but the bodies asked for an opinion."""
        return self.may("view_evaluation") or self.may("view_reports")

    def cases(self) -> QuerySet[Any]:
        """Ids of those cases, to cut other rows by."""
        return self.rotations.order_by().values("pk")


class Wording(NamedTuple):
    """What a kind says of one row: the text, the next act and where it is done, the rule."""

    text: str
    action: str
    action_url: str
    rule: str
    url: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of due thing: which rows, what is read of them, what is said of one.

    `rows` gives None where the kind is not the account's business; a row without `day` waits without a date. With
    `dated`, the days of a row are those a rule told while the rows were found.
    """

    kind: DueKind
    rows: Callable[[Scope], QuerySet[Any] | None]
    columns: dict[str, Any]
    say: Callable[[Row, Scope], Wording]
    dated: Callable[[Row, Scope], Row] | None = None

    def item(self, row: Row, scope: Scope) -> DueItem:
        """The line of the list."""
        row = self.dated(row, scope) if self.dated else row
        said = self.say(row, scope)
        urgency, days_left = urgency_of(row.due, on=scope.on)
        return DueItem(
            key=f"{self.kind}-{row.pk}",
            kind=self.kind,
            urgency=urgency,
            day=row.due,
            days_left=days_left,
            since=row.since,
            person=row.person,
            place=row.place,
            text=said.text,
            url=said.url or case_url(row),
            action=said.action,
            action_url=said.action_url or said.url or case_url(row),
            rule=said.rule,
        )


def text(column: str | Combinable) -> Cast:
    """A column as the text all kinds share."""
    return Cast(column, TextField())


def number(column: str) -> Cast:
    """A column as the number all kinds share."""
    return Cast(column, BigIntegerField())


def of_case(path: str = "") -> dict[str, Any]:
    """The columns of a row that belongs to the case at `path` ("" for the case itself, else "rotation")."""
    at = f"{path}__" if path else ""
    return {
        "record": number(path or "pk"),
        "regulation": number(f"{at}plan__regulation"),
        "person": text(f"{at}official__full_name"),
        "place": text(f"{at}receiving_unit__name"),
    }


def case_url(row: Row) -> str:
    """The page of the case a row belongs to."""
    return reverse("rotations:rotation-detail", args=[row.record])


def found(sources: Iterable[Source], scope: Scope) -> list[tuple[Source, QuerySet[Any]]]:
    """The sources that are the account's business, with their rows."""
    asked = ((source, source.rows(scope)) for source in sources)
    return [(source, rows.order_by()) for source, rows in asked if rows is not None]


def counted(parts: Sequence[tuple[Source, QuerySet[Any]]]) -> dict[DueKind, int]:
    """How many rows each kind has, those without any left out; one statement for all of them."""
    counts = [
        rows.annotate(_source=_place(place))
        .values("_source")
        .annotate(_many=Count("pk"))
        .values_list("_source", "_many")
        for place, (_source, rows) in enumerate(parts)
    ]
    totals: dict[DueKind, int] = {}
    for place, many in _together(counts) if counts else ():
        kind = parts[place][0].kind
        totals[kind] = totals.get(kind, 0) + many
    return {kind: many for kind, many in totals.items() if many}


def read(
    parts: Sequence[tuple[Source, QuerySet[Any]]], *, many: int, start: int = 0
) -> list[tuple[Source, Row]]:
    """The rows of each source from `start` on, at most `many` of each, those due first; one statement for all."""
    pages = [_page(place, source, rows, start, many) for place, (source, rows) in enumerate(parts)]
    if not pages:
        return []
    return [(parts[values[0]][0], Row(*values[1:])) for values in _together(pages)]


def _page(place: int, source: Source, rows: QuerySet[Any], start: int, many: int) -> QuerySet[Any]:
    columns = {"pk": number("pk"), **_EMPTY, **source.columns}
    ordered = rows.annotate(_due=columns["day"]).order_by(F("_due").asc(nulls_last=True), "pk")
    # Named apart from the models' own columns, which an annotation may not hide.
    return (
        rows.filter(pk__in=ordered.values("pk")[start : start + many])
        .annotate(_source=_place(place), **{f"_{name}": columns[name] for name in Row._fields})
        .values_list("_source", *(f"_{name}" for name in Row._fields))
    )


def _place(place: int) -> Cast:
    return Cast(Value(place), BigIntegerField())


def _together(parts: list[QuerySet[Any]]) -> QuerySet[Any]:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
