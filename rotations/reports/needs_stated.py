"""How many people units ask for and offer in a year."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q, Sum

from rotations.models import RotationNeedQuerySet
from rotations.vocabulary import NeedDirection


class NeedsStated(NamedTuple):
    """Numbers of people, not of lines."""

    year: int
    asked_for: int
    offered: int


def needs_stated(needs: RotationNeedQuerySet, *, year: int) -> NeedsStated:
    """Add up the quantities of the needs of one year.

    Shape   a queryset in, NeedsStated out. One query.
    Units   people.
    Errors  none; no need at all is 0 and 0.
    Source  Biểu 1, domain reference §3.3.
    """
    sums = (
        needs.filter(year=year)
        .order_by()
        .aggregate(
            asked=Sum("quantity", filter=Q(direction=NeedDirection.IN)),
            offered=Sum("quantity", filter=Q(direction=NeedDirection.OUT)),
        )
    )
    return NeedsStated(year, sums["asked"] or 0, sums["offered"] or 0)
