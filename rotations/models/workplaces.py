"""Where people work on a day: by their file, and by what was decided for a day that has come since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from rotations.models.officials import OfficialQuerySet
from rotations.models.rotations import Rotation, RotationQuerySet
from rotations.vocabulary import RotationStatus


def _moved_by(day: date) -> RotationQuerySet:
    """Cases decided whose start has come, that is not written down yet and is later than what the file says."""
    return Rotation.objects.filter(status=RotationStatus.DECIDED, starts_on__lte=day).filter(
        Q(official__unit_since__isnull=True) | Q(official__unit_since__lt=F("starts_on"))
    )


def _placed_by(day: date) -> RotationQuerySet:
    """Cases that are over, with a placement at a unit that has taken effect, is not written down yet and is later than
    what the file says."""
    return Rotation.objects.filter(
        status=RotationStatus.ENDED, placed_on__lte=day, placement__unit__isnull=False
    ).filter(Q(official__unit_since__isnull=True) | Q(official__unit_since__lt=F("placed_on")))


def working_at(units: Any, day: date) -> Q:
    """The condition that an official works at one of `units` on `day`: a decided case whose start has come has moved
    the person, and so has a decided placement, although nobody wrote it down yet.

    Shape   ids or a queryset of units and a day in, a Q for officials out.
    Units   a start and a placement count from their own day; from when they are written down, and where the file was
            changed since, `Official.unit` itself says so.
    Errors  none.
    Source  product §3: a future decision takes effect on its day.
    """
    moved, placed = _moved_by(day), _placed_by(day)
    own = {"official": models.OuterRef("pk")}
    has_moved = models.Exists(moved.filter(**own))
    arrived = Q(pk__in=moved.filter(receiving_unit__in=units).values("official"))
    arrived |= Q(pk__in=placed.filter(placement__unit__in=units).values("official")) & ~Q(has_moved)
    gone = Q(has_moved) | Q(models.Exists(placed.filter(**own)))
    return arrived | (Q(unit__in=units) & ~gone)


def _unit_of(column: str, on: date) -> Coalesce:
    """A column of the unit an official works at that day: that of the last move or placement that took effect."""
    own = {"official": models.OuterRef("pk")}
    moved, placed = _moved_by(on).filter(**own), _placed_by(on).filter(**own)
    return Coalesce(
        models.Subquery(moved.order_by("-starts_on", "-pk").values(f"receiving_unit__{column}")[:1]),
        models.Subquery(placed.order_by("-placed_on", "-pk").values(f"placement__unit__{column}")[:1]),
        F(f"unit__{column}"),
    )


def with_workplace(officials: OfficialQuerySet, *, on: date) -> OfficialQuerySet:
    """`officials`, each with `workplace`: the name of the unit the person works at that day, None where unknown."""
    return officials.annotate(workplace=_unit_of("name", on))


def workplaces(officials: Iterable[int] | None = None, *, on: date) -> dict[int, int]:
    """Where people work who were moved by date alone: for them `Official.unit` is behind what was decided.

    Shape   keys of officials in (None: everybody), for each of them that was moved so the key of the unit; nobody else.
            Two queries.
    Units   database ids; see `working_at`.
    Errors  none.
    Source  product §3: a future decision takes effect on its day.
    """
    placed, moved = _placed_by(on).order_by("placed_on", "pk"), _moved_by(on).order_by("starts_on", "pk")
    if officials is not None:
        keys = dict.fromkeys(officials)
        placed, moved = placed.filter(official_id__among=keys), moved.filter(official_id__among=keys)
    found = dict(placed.values_list("official", "placement__unit"))
    return {**found, **dict(moved.values_list("official", "receiving_unit"))}
