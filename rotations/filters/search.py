"""What the one search box finds of each kind of record: the nearest first, never more than a page can show.

Querysets come in already cut to what the account may see. Words may stand in any order, and each must begin a word of
what is searched in; what was typed with marks puts the rows of the very same marks first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Case, F, Q, Value, When

from rotations import vietnamese
from rotations.models import (
    AttachmentQuerySet,
    Decision,
    DecisionQuerySet,
    Official,
    OfficialQuerySet,
    RegulationQuerySet,
    Rotation,
    RotationPlanQuerySet,
    Unit,
    UnitQuerySet,
)
from rotations.vocabulary import RotationStatus

SHOWN = 8  # of each kind
CANDIDATES = 300  # looked at to find the nearest
LONGEST = 100  # characters of what is typed
WORDS_AT_MOST = 8

Row = TypeVar("Row")


class Typed:
    """What somebody typed into the box, as it is looked for."""

    def __init__(self, text: str) -> None:
        self.text = vietnamese.clean(text)[:LONGEST].strip()

    def __bool__(self) -> bool:
        return bool(self.words)

    @cached_property
    def words(self) -> list[str]:
        """The words without marks."""
        return vietnamese.fold(self.text).split()[:WORDS_AT_MOST]

    @cached_property
    def exact(self) -> list[str]:
        """The words with their marks."""
        return vietnamese.match_key(self.text).split()[:WORDS_AT_MOST]

    def distance(self, *names: str) -> int:
        """How far a row is of those names: 0 one of them is what was typed, 1 it begins so word by word with the very
        marks, 2 the same without marks, 3 found by something else."""
        keys = [vietnamese.match_key(name) for name in names if name]
        if " ".join(self.exact) in keys:
            return 0
        if any(_begins_each(self.exact, key.split()) for key in keys):
            return 1
        return 2 if any(_begins_each(self.words, vietnamese.fold(key).split()) for key in keys) else 3


def _begins_each(typed: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in typed)


def _nearest(rows: Iterable[Row], place: Callable[[Row], Any]) -> list[Row]:
    return sorted(rows, key=place)[: SHOWN + 1]


def people(officials: OfficialQuerySet, typed: Typed, *, on: date) -> list[int]:
    """Keys of the people nearest to what was typed: by words of the name, initials, birth year, official code; when
    those are too few, by a name followed by where the person works.

    Shape   a queryset, what was typed and a day in; keys of officials out, nearest first, one more than is shown when
            there are more. One query; three when few are found and several words were typed.
    Units   whole words stand before words that only begin so, then the given name before the others, then by name.
    Errors  none.
    Source  product §4 (search), domain reference §9.3.
    """
    columns = ("pk", "full_name", "other_name", "name_key")
    # The newest files, when there are more: by name the table would be gone through from one end to the other.
    newest = officials.matching(typed.text).order_by("-pk")
    found = list(newest.values_list(*columns)[:CANDIDATES])
    if len(found) < SHOWN and len(typed.words) > 1:
        known = {key for key, *_ in found}
        there = officials.filter(_somewhere(typed, on)).exclude(pk__in=known)
        found += there.values_list(*columns)[: SHOWN + 1]

    def place(row: tuple[int, str, str, str]) -> tuple[int, int, bool, str, int]:
        of_the_name = vietnamese.fold(row[1]).split()
        begun = sum(word not in of_the_name for word in typed.words)
        given = of_the_name[-1] if of_the_name else ""
        is_given = any(given.startswith(word) for word in typed.words)
        return begun, typed.distance(row[1], row[2]), not is_given, row[3], row[0]

    return [key for key, *_ in _nearest(found, place)]


def _somewhere(typed: Typed, on: date) -> Q:
    """People of the first words at a unit called by the last ones, as many of them as call one. One query."""
    tails = {cut: " ".join(typed.words[cut:]) for cut in range(1, len(typed.words))}
    named = _with_names(Unit.objects.matching(*tails.values())[:CANDIDATES])
    for cut, tail in tails.items():
        if there := [unit.pk for unit, names in named if _is_called(tail, names, unit.initials)]:
            arrived = Rotation.objects.filter(
                receiving_unit__in=there, status=RotationStatus.DECIDED, starts_on__lte=on
            )
            at_work = Official.objects.filter(unit__in=there).order_by().values("pk")
            return OfficialQuerySet.of_words(typed.words[:cut]) & Q(
                pk__in=at_work.union(arrived.order_by().values("official"))
            )
    return Q(pk__in=[])


def _with_names(found: UnitQuerySet) -> list[tuple[Unit, list[str]]]:
    """Each unit once, with its name, its other names and its code."""
    names: dict[Unit, list[str]] = {}
    for unit in found.annotate(other_name=F("aliases__name")):
        names.setdefault(unit, [unit.name, unit.code]).append(unit.other_name or "")
    return list(names.items())


def _is_called(tail: str, names: list[str], initials: str) -> bool:
    words, together = tail.split(), tail.replace(" ", "")
    folded = [vietnamese.fold(name) for name in names]
    return (len(together) > 2 and together in initials) or any(
        _begins_each(words, name.split()) or name.replace(" ", "") == together for name in folded if name
    )


def units(found: UnitQuerySet, typed: Typed, *, on: date) -> list[Unit]:
    """The units nearest to what was typed: by name, other name, abbreviation or code; those that exist stand first.

    Shape   a queryset, what was typed and a day in; units with their parent out, one more than is shown when there are
            more. One query.
    Units   a unit exists from its first day up to but not on its last.
    Errors  none.
    Source  product §4 (search).
    """
    together = "".join(typed.words)

    def place(named: tuple[Unit, list[str]]) -> tuple[bool, int]:
        unit, names = named
        distance = typed.distance(*names)
        return not unit.exists_on(on), min(distance, 1) if unit.initials == together else distance

    rows = _with_names(found.matching(typed.text).select_related("parent")[:CANDIDATES])
    return [unit for unit, _names in _nearest(rows, place)]


def plans(found: RotationPlanQuerySet, typed: Typed) -> list[Any]:
    """Plans by title, number or year, the newest first. One query."""
    return list(found.matching(typed.text)[: SHOWN + 1])


def regulations(found: RegulationQuerySet, typed: Typed) -> list[Any]:
    """Texts by symbol or title, the newest first. One query."""
    return list(found.matching(typed.text)[: SHOWN + 1])


def decisions(found: DecisionQuerySet, typed: Typed) -> list[Decision]:
    """Decisions by number, symbol and title: those of the very number first, then the newest. One query."""
    numbers = [word for word in typed.words if word[0].isdigit()]
    rows = found.matching(typed.text)
    if numbers:
        rows = rows.order_by(
            Case(
                *(When(number_key=number.lstrip("0"), then=Value(0)) for number in numbers), default=Value(1)
            ),
            "-issued_on",
            "-pk",
        )
    return list(rows[: SHOWN + 1])


def documents(found: AttachmentQuerySet, typed: Typed) -> list[Any]:
    """Files beside records by their name, the newest first, each with the record it stands beside. One query."""
    rows = found.kept().matching(typed.text).for_listing()
    return list(
        rows.select_related(
            "decision",
            "rotation__official",
            "dossier_item__rotation__official",
            "evaluation__rotation__official",
        ).order_by("-added_at", "-pk")[: SHOWN + 1]
    )
