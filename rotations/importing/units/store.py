"""Accepted rows of a register of units become records, in bulk and with history; the caller holds the transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from rotations.importing.intakes import Errand
from rotations.importing.journal import Journal
from rotations.importing.units.proposals import UnitRow
from rotations.models import Post, Unit, UnitAlias, UnitCode, copies, create_recorded, update_recorded
from rotations.vietnamese import match_key
from rotations.vocabulary import RowVerdict

# The columns of a unit a file may change, and the attribute each is kept in.
CHANGEABLE: Final = {
    "name": "name", "code": "code", "block": "block", "parent": "parent_id", "valid_from": "valid_from",
    "valid_to": "valid_to", "note": "note",
}  # fmt: skip


def store(
    rows: Sequence[UnitRow], codes: dict[int, list[UnitCode]], errand: Errand, journal: Journal
) -> None:
    """Write the rows that stand: new units before those under them, then what existing ones become.

    Shape   resolved rows in; `codes` are the dated codes units have. Rows that are held back are not looked at.
    Units   a fixed number of queries for each generation of new units, and a few more whatever the number of rows.
    Errors  IntegrityError: the caller rolls everything back.
    Source  product §6 (Then).
    """
    created = [row for row in rows if row.verdict == RowVerdict.CREATE]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATE]
    _create(created, errand, journal)
    _update([row for row in updated if row.fields], codes, errand, journal)
    _add_names_and_seats([*created, *updated], errand, journal)
    _change_seats(updated, errand, journal)


def _create(rows: Sequence[UnitRow], errand: Errand, journal: Journal) -> None:
    generations: dict[int, list[UnitRow]] = defaultdict(list)
    for row in rows:
        generations[row.depth].append(row)
    for _depth, generation in sorted(generations.items()):
        for row in generation:
            read = row.read
            assert row.level is not None
            assert row.block is not None
            row.unit = Unit(
                name=row.name,
                code=read.code,
                level=row.level.value,
                block=row.block.value,
                parent=_unit_above(row),
                valid_from=read.valid_from,
                valid_to=read.valid_to,
                note=read.note,
            )
            journal.created(row, row.unit)
        create_recorded([_unit_of(row) for row in generation], by=errand.by, reason=errand.reason)


def _unit_of(row: UnitRow) -> Unit:
    assert row.unit is not None
    return row.unit


def _unit_above(row: UnitRow) -> Unit | None:
    return row.parent.unit if isinstance(row.parent, UnitRow) else row.parent


def _update(
    rows: Sequence[UnitRow], codes: dict[int, list[UnitCode]], errand: Errand, journal: Journal
) -> None:
    written: set[str] = set()
    new_codes: list[UnitCode] = []
    closed_codes: list[UnitCode] = []
    for row in rows:
        unit = _unit_of(row)
        if "code" in row.fields:
            new, closed = _dated_codes(row, codes.get(unit.pk, []), errand, journal)
            new_codes += new
            closed_codes += closed
        journal.changed(row, unit, {CHANGEABLE[name]: getattr(unit, CHANGEABLE[name]) for name in row.fields})
        for name, value in row.fields.items():
            setattr(unit, name, _unit_above(row) if name == "parent" else value)
        written |= row.fields.keys()
    if rows:
        names = [name for name in CHANGEABLE if name in written]
        update_recorded([_unit_of(row) for row in rows], names, by=errand.by, reason=errand.reason)
    update_recorded(closed_codes, ["valid_to"], by=errand.by, reason=errand.reason)
    create_recorded(new_codes, by=errand.by, reason=errand.reason)


def _dated_codes(
    row: UnitRow, known: Sequence[UnitCode], errand: Errand, journal: Journal
) -> tuple[list[UnitCode], list[UnitCode]]:
    """Which code was whose when: the old one up to today, the new one from today on.

    A unit that had no code, or one that does not exist today, is only put right; nothing is dated.
    """
    unit = _unit_of(row)
    if not unit.code or not unit.exists_on(errand.on) or unit.valid_from == errand.on:
        return [], []
    new, closed = [], []
    running = [
        code
        for code in known
        if match_key(code.code) == match_key(unit.code)
        and (code.valid_to is None or code.valid_to > errand.on)
        and (code.valid_from is None or code.valid_from < errand.on)
    ]
    for code in running:
        journal.changed(row, code, {"valid_to": code.valid_to})
        code.valid_to = errand.on
        closed.append(code)
    if not running and not any(match_key(code.code) == match_key(unit.code) for code in known):
        new.append(UnitCode(unit=unit, code=unit.code, valid_from=unit.valid_from, valid_to=errand.on))
    ends = row.until if row.until is not None and row.until > errand.on else None
    new.append(UnitCode(unit=unit, code=row.code, valid_from=errand.on, valid_to=ends))
    for code in new:
        journal.created(row, code)
    return new, closed


def _add_names_and_seats(rows: Sequence[UnitRow], errand: Errand, journal: Journal) -> None:
    aliases: list[UnitAlias] = []
    posts: list[Post] = []
    alike, seats = copies(UnitAlias()), copies(Post())
    for row in rows:
        unit = _unit_of(row).pk
        for name in row.new_aliases:
            alias = next(alike)
            alias.unit_id, alias.name = unit, name
            journal.created(row, alias)
            aliases.append(alias)
        for position, quota, opened_on in row.new_seats:
            post = next(seats)
            post.unit_id, post.position_id, post.quota, post.opened_on = unit, position.pk, quota, opened_on
            journal.created(row, post)
            posts.append(post)
    create_recorded(aliases, by=errand.by, reason=errand.reason)
    create_recorded(posts, by=errand.by, reason=errand.reason)


def _change_seats(rows: Sequence[UnitRow], errand: Errand, journal: Journal) -> None:
    posts: list[Any] = []
    for row in rows:
        for post, quota in row.changed_seats:
            journal.changed(row, post, {"quota": post.quota})
            post.quota = quota
            posts.append(post)
    update_recorded(posts, ["quota"], by=errand.by, reason=errand.reason)
