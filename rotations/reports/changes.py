"""Changes of every record in one list, the latest first: who, when, which record, what stood before and what after.

Each kind of record has its own table of history. A page asks all of them in one statement for the first lines after a
place, each by its index of time, and reads only the lines it shows; so it costs the same in the tenth year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONArray
from django.utils.timezone import get_current_timezone

from rotations.models import (
    AppraisalOpinion,
    Attachment,
    Decision,
    DossierItem,
    Evaluation,
    NeedCall,
    Official,
    Post,
    Regulation,
    Rotation,
    RotationNeed,
    RotationPlan,
    Unit,
)
from rotations.models.fields import Recorded

ACTS = {"+": "Lập", "~": "Sửa", "-": "Xóa"}
EMPTY = "để trống"
NOT_TOLD = frozenset({"changed_at", "name_fold", "match_key", "sort_key", "name_key", "note_fold", "search_fold", "symbol_fold", "text_fold", "initials", "number_key", "status_before", "status_after"})  # fmt: skip
# What others said of a person; whoever reads the trail does not read it of himself.
SAID_OF_ONE: tuple[type[models.Model], ...] = (Evaluation, DossierItem, AppraisalOpinion, Attachment)
# Records with a page of their own, and the keys by which any other is found on the page of one of these.
PAGES: tuple[Any, ...] = (
    Rotation, Official, Evaluation, DossierItem, Decision, RotationPlan, NeedCall, RotationNeed, Post, Unit, Regulation,
)  # fmt: skip
# What a record is called, where it is not by the first of the columns below.
CALLED: dict[type[models.Model], Any] = {
    Rotation: F("official__full_name"),
    Post: Concat("position__name", Value(", "), "unit__name", output_field=CharField()),
    RotationNeed: F("unit__name"),
    Decision: Concat("number", Value("-"), "symbol", output_field=CharField()),
}
NAMING = ("full_name", "title", "name", "symbol", "document", "username", "author_name")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the moment, the kind by its number, the key of the line."""

    at: datetime
    kind: int
    key: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.kind}_{self.key}"

    @classmethod
    def of(cls, typed: str) -> Place | None:
        """As it stands in a link; None for anything else, which is the first page."""
        at, _, rest = typed.partition("_")
        kind, _, key = rest.partition("_")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        numbers = all(part.isascii() and part.isdigit() and len(part) < 19 for part in (kind, key))
        return cls(moment, int(kind), int(key)) if moment.tzinfo and numbers else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; None and "" are everything."""

    since: date
    until: date | None = None
    accounts: Collection[int] | None = None
    people: Collection[int] | None = None
    kind: str = ""
    record: int | None = None


@dataclass(slots=True)
class ChangeLine:
    """One change of one record."""

    place: Place
    kind: str
    record: int
    act: str
    account: int | None
    why: str
    name: str = ""
    url: str = ""
    of_whom: str = ""
    columns: list[tuple[str, str, str]] = field(default_factory=list)


@cache
def kinds() -> tuple[type[Recorded], ...]:
    """Every kind of record whose changes are kept, in a fixed order."""
    every = apps.get_app_config("rotations").get_models()
    return tuple(
        sorted((model for model in every if issubclass(model, Recorded)), key=lambda model: model.__name__)
    )


def changes(asked: Asked, *, after: Place | None, number: int, but_of: int | None = None) -> list[ChangeLine]:
    """The first changes after a place, at most so many.

    Shape   lines newest first; of one moment by kind, then the later line first. Three statements whatever is found:
            the places, what stood there before and after, the names of what is pointed at.
    Units   `asked.since` and `asked.until` both count whole days of the office's zone. `but_of` is a person whose
            evaluations, dossier, opinions and files are left out.
    Errors  none; a record that is gone has the name it had.
    Source  product §7 (changes keep before and after, who, when).
    """
    places = _places(asked, after, number, but_of)
    lines = _read(places)
    _name(lines)
    return [line for line, _row in lines]


# ---- which lines ------------------------------------------------------------------------------------------------


def _places(asked: Asked, after: Place | None, number: int, but_of: int | None) -> list[tuple[int, int]]:
    parts = []
    for place, model in enumerate(kinds()):
        if asked.kind and asked.kind != model._meta.model_name:
            continue
        found = _narrowed(model, asked, but_of)
        if found is None:
            continue
        if after is not None:
            found = found.filter(_beyond(after, place))
        # SQLite takes no LIMIT in a part of a union, but does below an IN.
        first = found.order_by("-history_date", "-history_id").values("history_id")[:number]
        rows: Any = model.history.model.objects
        parts.append(
            rows.filter(history_id__in=first)
            .order_by()
            .annotate(place=Value(place, IntegerField()))
            .values_list("history_date", "place", "history_id")
        )
    if not parts:
        return []
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [
        (place, key) for _at, place, key in every.order_by("-history_date", "place", "-history_id")[:number]
    ]


def _beyond(after: Place, place: int) -> Q:
    if place < after.kind:
        return Q(history_date__lt=after.at)
    if place > after.kind:
        return Q(history_date__lte=after.at)
    return Q(history_date__lt=after.at) | Q(history_date=after.at, history_id__lt=after.key)


def _narrowed(model: type[Recorded], asked: Asked, but_of: int | None) -> QuerySet[Any] | None:
    """The lines of one kind; None where it has nothing to do with what is asked."""
    found: Any = model.history.model.objects.filter(history_date__gte=_begins(asked.since))
    if asked.until:
        found = found.filter(history_date__lt=_begins(asked.until + timedelta(days=1)))
    if asked.accounts is not None:
        found = found.filter(history_user__in=list(asked.accounts))
    if asked.record is not None:
        found = found.filter(**{model._meta.pk.attname: asked.record})
    path = _to_official(model)
    if asked.people is not None:
        if not path:
            return None
        found = found.filter(**{f"{model._meta.pk.attname}__in": _of(model, list(asked.people))})
    if but_of is not None and path and issubclass(model, SAID_OF_ONE):
        found = found.exclude(**{f"{model._meta.pk.attname}__in": _of(model, [but_of])})
    return found


def _of(model: Any, people: list[int]) -> QuerySet[Any]:
    """Keys of the records of one kind that are about these people, or were until they were deleted."""
    path = _to_official(model)
    there = model._base_manager.filter(**{f"{path}__in": people}).order_by().values("pk")
    if model is Official or not issubclass(model, Recorded):
        return there
    name, _, further = path.partition("__")
    whose: Any = _of(model._meta.get_field(name).related_model, people) if further else people
    gone = model.history.model.objects.filter(history_type="-", **{f"{name}__in": whose}).order_by()
    return there.union(gone.values(model._meta.pk.attname))


def _begins(day: date) -> datetime:
    if day == date.min:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, get_current_timezone())


@cache
def _to_official(model: type[models.Model]) -> str:
    """The way from a record to the person it is about, by its keys; "" where it is about nobody."""
    if model is Official:
        return "pk"
    ways = {key.name: key.related_model for key in model._meta.concrete_fields if key.many_to_one}
    if Official in ways.values():
        return next(name for name, target in ways.items() if target is Official)
    for name in ("rotation", "rotation_post", "evaluation"):
        if name in ways and (further := _to_official(ways[name])):
            return f"{name}__{further}"
    return ""


# ---- what they say ----------------------------------------------------------------------------------------------


def _columns(model: type[models.Model]) -> list[Any]:
    return [column for column in model._meta.concrete_fields if not isinstance(column, models.BinaryField)]


def _read(
    places: Sequence[tuple[int, int]],
) -> list[tuple[ChangeLine, tuple[type[Recorded], dict[str, Any]]]]:
    parts = []
    for place in sorted({place for place, _key in places}):
        model = kinds()[place]
        rows: Any = model.history.model.objects
        content = JSONArray(*(column.attname for column in _columns(model)))
        key = model._meta.pk.attname
        before = (
            rows.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id"))
            .order_by("-history_id")
            .annotate(content=content)
            .values("content")[:1]
        )
        parts.append(
            rows.filter(history_id__in=[line for there, line in places if there == place])
            .order_by()
            .annotate(
                place=Value(place, IntegerField()),
                content=content,
                before=Subquery(before, output_field=models.JSONField()),
            )
            .values_list(
                "place", "history_id", "history_date", "history_type", "history_user_id", "history_change_reason",
                "content", "before",
            )
        )  # fmt: skip
    if not parts:
        return []
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = {(row[0], row[1]): row for row in every}
    return [_line(*found[place]) for place in places]


def _line(
    place: int,
    key: int,
    at: datetime,
    act: str,
    account: int | None,
    why: str | None,
    now: list[Any],
    was: list[Any] | None,
) -> tuple[ChangeLine, tuple[type[Recorded], dict[str, Any]]]:
    model = kinds()[place]
    names = [column.attname for column in _columns(model)]
    row = dict(zip(names, now, strict=True))
    before = dict(zip(names, was, strict=True)) if was is not None and act == "~" else {}
    line = ChangeLine(
        Place(at, place, key),
        str(model._meta.verbose_name),
        row[model._meta.pk.attname],
        ACTS[act],
        account,
        why or "",
    )
    row["changed"] = {name for name in before if before[name] != row[name]}
    row["before"], row["after"] = before, row
    if act == "-":  # all that stood there, and nothing afterwards
        row["before"], row["after"] = dict(row), {}
        row["changed"] = {name for name in names if row[name] not in (None, "", False)} - {
            model._meta.pk.attname
        }
    return line, (model, row)


# ---- in words ---------------------------------------------------------------------------------------------------

Names = dict[tuple[type[models.Model], Any], str]


def _name(lines: Iterable[tuple[ChangeLine, tuple[type[Recorded], dict[str, Any]]]]) -> None:
    """Put names in the place of keys."""
    lines = list(lines)
    names = _names({key for _line, (model, row) in lines for key in _pointed_at(model, row)})
    for line, (model, row) in lines:
        line.columns = list(_compared(model, row, names))
        known = names.get((model, line.record)) or next(
            (str(row[column]) for column in NAMING if row.get(column)), ""
        )
        line.name = known
        if model in PAGES:
            line.url = "" if line.act == ACTS["-"] else _page(model, line.record)
            continue
        for page in PAGES:
            key = next((c.attname for c in _columns(model) if c.many_to_one and c.related_model is page), "")
            if key and row.get(key):
                line.url, line.of_whom = _page(page, row[key]), names.get((page, row[key]), "")
                break


def _page(model: Any, key: Any) -> str:
    return str(model(pk=key).get_absolute_url())


def _pointed_at(model: type[models.Model], row: dict[str, Any]) -> Iterator[tuple[type[models.Model], Any]]:
    yield model, row[model._meta.pk.attname]
    for column in _columns(model):
        if not column.many_to_one:
            continue
        told = column.attname in row["changed"] or column.related_model in PAGES
        for value in (row[column.attname], row["before"].get(column.attname)) if told else ():
            if value is not None:
                yield column.related_model, value


def _names(keys: Collection[tuple[type[models.Model], Any]]) -> Names:
    """What each record is called. One statement for all kinds."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for model, key in keys:
        wanted.setdefault(model, set()).add(key)
    order = sorted(wanted, key=lambda model: model.__name__)
    parts = []
    for place, model in enumerate(order):
        called = CALLED.get(model) or next(
            (F(name) for name in NAMING if name in {column.name for column in model._meta.concrete_fields}),
            None,
        )
        if called is None:
            continue
        key = model._meta.pk.attname
        ways: list[Any] = [model._base_manager.filter(pk__in=wanted[model])]
        if issubclass(model, Recorded):
            history: Any = model.history.model.objects
            ways.append(history.filter(history_type="-", **{f"{key}__in": wanted[model]}))
        parts += [
            rows.order_by()
            .annotate(
                place=Value(place, IntegerField()), called=Concat(called, Value(""), output_field=CharField())
            )
            .values_list("place", key, "called")
            for rows in ways
        ]
    if not parts:
        return {}
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(order[place], key): called for place, key, called in every}


def _compared(model: type[models.Model], row: dict[str, Any], names: Names) -> Iterator[tuple[str, str, str]]:
    for column in _columns(model):
        if (
            column.attname not in row["changed"]
            or column.name in NOT_TOLD
            or column.name.endswith("_precision")
        ):
            continue
        old, new = (
            _told(column, value, names)
            for value in (row["before"][column.attname], row["after"].get(column.attname))
        )
        yield str(column.verbose_name), old, new


def _told(column: Any, value: Any, names: Names) -> str:
    if value is None or value == "":
        return EMPTY
    if column.many_to_one:
        return names.get((column.related_model, value), f"số {value}")
    if isinstance(column, models.BooleanField):
        return "có" if value else "không"
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        return f"{datetime.fromisoformat(value).astimezone(get_current_timezone()):%H:%M %d/%m/%Y}"
    if isinstance(column, models.DateField):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(value)
