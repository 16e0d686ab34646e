"""Cases whose person was concluded not to be local to the place they go to."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Subquery

from rotations.models import LocalityDecision, RotationQuerySet
from rotations.vocabulary import LocalConclusion


def concluded_non_local(rotations: RotationQuerySet, *, on: date) -> RotationQuerySet:
    """Those of `rotations` whose person was concluded, by `on` and for the last time, not to be local to the receiving unit
    itself; signs of the file conclude nothing."""
    about = LocalityDecision.objects.filter(
        official=OuterRef("official"), unit=OuterRef("receiving_unit"), decided_on__lte=on
    )
    last = about.order_by("-decided_on", "-pk").values("conclusion")[:1]
    return rotations.annotate(concluded=Subquery(last)).filter(concluded=LocalConclusion.NON_LOCAL)
