"""Spellings a person asked to keep: another name of the unit or the position that was chosen for it."""

from __future__ import annotations

from rotations.importing.intakes import Errand
from rotations.importing.journal import Journal
from rotations.models import Position, PositionAlias, Post, Unit, UnitAlias
from rotations.vietnamese import match_key

# Questions whose answer says what a spelling means; the others say who or whether.
OF_UNITS = "unknown_unit"
OF_POSITIONS = "unknown_position"
# Columns where a position is chosen; elsewhere it is a post, a position at a unit.
POSITIONS_ALONE = ("seats", "position")


def may_be_kept(code: str) -> bool:
    """Whether the spelling a question is about may be kept with its answer."""
    return code in (OF_UNITS, OF_POSITIONS)


def keep_spellings(errand: Errand, journal: Journal) -> None:
    """Write the spellings kept with the answers, each once; one that is known already is left alone."""
    for key, spelling in errand.answers.spellings.items():
        code, chosen = key.partition("|")[0], errand.answers.to(key)
        if not chosen.isdecimal() or not match_key(spelling):
            continue
        if code == OF_UNITS:
            _keep_unit(int(chosen), spelling, errand, journal)
        elif code == OF_POSITIONS:
            column = key.split("|")[1]
            asked_for = {"pk": chosen} if column in POSITIONS_ALONE else {"posts": Post(pk=int(chosen))}
            _keep_position(Position.objects.filter(**asked_for).first(), spelling, errand, journal)


def _keep_unit(pk: int, spelling: str, errand: Errand, journal: Journal) -> None:
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or UnitAlias.objects.filter(unit=unit, match_key=match_key(spelling)).exists():
        return
    _write(UnitAlias(unit=unit, name=spelling), errand, journal)


def _keep_position(position: Position | None, spelling: str, errand: Errand, journal: Journal) -> None:
    if (
        position is None
        or PositionAlias.objects.filter(position=position, match_key=match_key(spelling)).exists()
    ):
        return
    _write(PositionAlias(position=position, name=spelling), errand, journal)


def _write(alias: UnitAlias | PositionAlias, errand: Errand, journal: Journal) -> None:
    alias._history_user = errand.by  # type: ignore[union-attr]
    alias._change_reason = errand.reason  # type: ignore[union-attr]
    alias.save()
    journal.created(None, alias)
