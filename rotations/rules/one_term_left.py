"""A whole term of service left, for those moved by the non-local or the two-term rule."""

from __future__ import annotations

from datetime import date

from rotations.models import Rotation
from rotations.rules.checks import ONE_TERM_PURPOSES, Check
from rotations.rules.remaining_service import service_left
from rotations.vocabulary import MovementType, ParameterCode


def one_term_left(rotation: Rotation, *, on: date) -> Check | None:
    """One whole term left on the day the rotation starts, where its purpose is the non-local or two-term rule.

    Shape   one rotation in, one Check out, as `remaining_service`; None for any other purpose or movement.
    Units   completed calendar months; a start on which just that many are left is enough.
    Errors  none.
    Source  parameter `one_term_months` of the plan's regulation (domain reference §1.5).
    """
    if rotation.movement_type != MovementType.ROTATION or rotation.purpose not in ONE_TERM_PURPOSES:
        return None
    return service_left("one_term_left", ParameterCode.ONE_TERM_MONTHS, rotation, on=on)
