"""The lines of a person's file that are declared rather than kept by the office: work, training, rewards, family."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from rotations.models import FamilyMember, Official, Reward, Training, WorkHistory
from rotations.partial_dates import DatePrecision, PartialDate

_COLUMNS = ("kind", "row", "first", "first_known", "last", "last_known", "year", "a", "b", "c")
_NONE = {
    "first": Cast(Value(None), models.DateField()),
    "first_known": Cast(Value(""), models.CharField(max_length=5)),
    "last": Cast(Value(None), models.DateField()),
    "last_known": Cast(Value(""), models.CharField(max_length=5)),
    "year": Cast(Value(None), models.IntegerField()),
    "a": Cast(Value(""), models.TextField()),
    "b": Cast(Value(""), models.TextField()),
    "c": Cast(Value(""), models.TextField()),
}
_PERIOD = {
    "first": F("from_date"),
    "first_known": Cast("from_date_precision", models.CharField(max_length=5)),
    "last": F("to_date"),
    "last_known": Cast("to_date_precision", models.CharField(max_length=5)),
}


@dataclass(frozen=True)
class Line:
    """One line: its period or its year, and up to three texts in the order of the form."""

    started: PartialDate | None
    finished: PartialDate | None
    year: int | None
    texts: tuple[str, str, str]


@dataclass(frozen=True)
class Biography:
    """The lines of one file, oldest first; rewards newest first, family as entered. Hidden kinds are empty."""

    work_history: tuple[Line, ...]
    trainings: tuple[Line, ...]
    rewards: tuple[Line, ...]
    family: tuple[Line, ...]


def biography(official: Official, *, hidden: Iterable[str] = ()) -> Biography:
    """Read what `official` declared, but for the related names in `hidden`.

    Shape   one person in, four lists of lines out. One query.
    Units   texts of a line: work (what, -, -); training (school, subject, form and certificate); reward (form,
            document, -); family (relation, name, the rest).
    Errors  none.
    Source  2C form, items 21, 27, 28 and 30 (domain reference §4.1).
    """
    either_missing = Q(form="") | Q(certificate="")
    parts: dict[str, QuerySet[Any]] = {
        "work_history": _lines(WorkHistory, official, "work_history", **_PERIOD, a=_text("description")),
        "trainings": _lines(
            Training,
            official,
            "trainings",
            **_PERIOD,
            a=_text("school"),
            b=_text("major"),
            c=models.Case(
                models.When(either_missing, then=Concat(_text("form"), _text("certificate"))),
                default=Concat(
                    _text("form"), Value(", "), _text("certificate"), output_field=models.TextField()
                ),
                output_field=models.TextField(),
            ),
        ),
        "rewards": _lines(
            Reward,
            official,
            "rewards",
            year=Cast("year", models.IntegerField()),
            a=_text("form"),
            b=_text("document"),
        ),
        "family": _lines(
            FamilyMember,
            official,
            "family",
            year=Cast("birth_year", models.IntegerField()),
            a=_text("relation"),
            b=_text("full_name"),
            c=_text("description"),
        ),
    }
    found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in parts}
    shown = [part for kind, part in parts.items() if kind not in set(hidden)]
    if shown:
        for line in shown[0].union(*shown[1:], all=True):
            found[line[0]].append(line)
    return Biography(
        work_history=_sorted(found["work_history"], key=lambda line: (line[2], line[1])),
        trainings=_sorted(found["trainings"], key=lambda line: (line[2] or date.min, line[1])),
        rewards=_sorted(found["rewards"], key=lambda line: (-line[6], line[1])),
        family=_sorted(found["family"], key=lambda line: line[1]),
    )


def _text(column: str) -> Cast:
    return Cast(column, models.TextField())


def _lines(model: type[models.Model], official: Official, kind: str, **columns: Any) -> QuerySet[Any]:
    wanted = {**_NONE, **columns}
    # Named apart from the models' own columns, which an annotation may not hide.
    renamed = {f"_{name}": expression for name, expression in wanted.items()}
    return (
        model._default_manager.filter(official=official)
        .order_by()
        .annotate(
            _kind=Cast(Value(kind), models.CharField(max_length=20)),
            _row=F("pk"),
            **renamed,
        )
        .values_list(*(f"_{name}" for name in _COLUMNS))
    )


def _sorted(lines: list[tuple[Any, ...]], *, key: Any) -> tuple[Line, ...]:
    return tuple(
        Line(_partial(first, first_known), _partial(last, last_known), year, (a, b, c))
        for _kind, _row, first, first_known, last, last_known, year, a, b, c in sorted(lines, key=key)
    )


def _partial(day: date | None, known: str) -> PartialDate | None:
    return None if day is None else PartialDate.of(day, DatePrecision(known))
