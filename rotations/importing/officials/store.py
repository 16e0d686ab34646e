"""Accepted rows of a register become files and posts held, in bulk and with history; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from rotations.importing.intakes import Errand
from rotations.importing.journal import Journal
from rotations.importing.officials.entries import OfficialRow
from rotations.importing.person_facts import kept_in, set_facts, untouched
from rotations.models import Official, PostHolding, copies, create_recorded, update_recorded
from rotations.partial_dates import PartialDate
from rotations.vocabulary import RowVerdict


def store(rows: Sequence[OfficialRow], errand: Errand, journal: Journal) -> None:
    """Write the rows that stand.

    Shape   resolved rows in; rows that are held back, skipped or unchanged are not looked at.
    Units   a fixed number of statements a round. Posts are ended before others are opened.
    Errors  IntegrityError: the caller rolls everything back.
    Source  product §6 (Then).
    """
    stamp: dict[str, Any] = {"by": errand.by, "reason": errand.reason}
    created = [row for row in rows if row.verdict == RowVerdict.CREATE]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATE]
    blanks = copies(Official())
    for row in created:
        row.official = next(blanks)
        _fill(row.official, row.facts)
    people = create_recorded([row.official for row in created if row.official], **stamp)
    for row, person in zip(created, people, strict=True):
        journal.created(row, person)
    _update(updated, journal, stamp)
    _end(updated, journal, stamp)
    _open([*created, *updated], journal, stamp)


def _fill(person: Official, facts: dict[str, Any]) -> None:
    """Values of a new file; of a related record the key is enough."""
    columns = person.__dict__
    for attribute, value in facts.items():
        if isinstance(value, Model):
            columns[f"{attribute}_id"] = value.pk
        else:
            setattr(person, attribute, value)


def _update(rows: Iterable[OfficialRow], journal: Journal, stamp: dict[str, Any]) -> None:
    people, names = [], set[str]()
    filled = [(row, row.official, row.facts) for row in rows if row.official is not None and row.facts]
    still = untouched([(person, facts) for _row, person, facts in filled])
    for (row, person, _all), facts in zip(filled, still, strict=True):
        if not facts:
            continue
        journal.changed(row, person, set_facts(person, facts))
        names.update(name for attribute in facts for name, _column in kept_in(attribute))
        people.append(person)
    if people:
        update_recorded(people, sorted(names), **stamp)


def _end(rows: Iterable[OfficialRow], journal: Journal, stamp: dict[str, Any]) -> None:
    ended = []
    for row in rows:
        if row.ended is None:
            continue
        since = row.opened[0].started
        assert isinstance(since, PartialDate)
        before = {"held_until": row.ended.held_until, "held_until_precision": row.ended.held_until_precision}
        row.ended.finished = since
        journal.changed(row, row.ended, before)
        ended.append(row.ended)
    update_recorded(ended, ["held_until", "held_until_precision"], **stamp)


def _open(rows: Iterable[OfficialRow], journal: Journal, stamp: dict[str, Any]) -> None:
    opened: list[tuple[OfficialRow, PostHolding]] = []
    for row in rows:
        for holding in row.opened:
            assert row.official is not None
            holding.official_id = row.official.id
            opened.append((row, holding))
    create_recorded([holding for _row, holding in opened], **stamp)
    for row, holding in opened:
        journal.created(row, holding)
