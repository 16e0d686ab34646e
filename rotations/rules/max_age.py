"""The highest age at which a regulation lets a rotation start, where it sets one."""

from __future__ import annotations

from datetime import date

from rotations.models import Rotation
from rotations.rules.checks import ONE_TERM_PURPOSES, Check, Figures, cite, find_parameter, starts_of
from rotations.rules.loading import tables_of
from rotations.vocabulary import CheckOutcome, MovementType, ParameterCode, Sex

_OF_SEX = {
    Sex.MALE: ParameterCode.MAX_AGE_MALE_YEARS,
    Sex.FEMALE: ParameterCode.MAX_AGE_FEMALE_YEARS,
}


def max_age(rotation: Rotation, *, on: date) -> Check | None:
    """Not past the age that the plan's regulation names for the person's sex.

    Shape   one rotation in, one Check out; figures {"birth", "allowed"}. None where the regulation names no age
            (65-QĐ/TW does not, 98-QĐ/TW did), for a transfer or a secondment, and where one term is enough.
    Units   years; a start on the very birthday still counts, the day after it does not.
    Errors  none: no birth date, no sex, or a date known in part that may lie on either side, is UNKNOWN.
    Source  parameters `max_age_male_years`, `max_age_female_years` (domain reference §1.3).
    """
    if rotation.movement_type != MovementType.ROTATION or rotation.purpose in ONE_TERM_PURPOSES:
        return None
    tables_of(rotation)
    official, regulation = rotation.official, rotation.plan.regulation
    sex = Sex(official.sex) if official.sex else None
    parameter = find_parameter(rotation, _OF_SEX[sex or Sex.MALE], on=on)
    if parameter is None:
        return None
    allowed, cited = int(parameter.value), cite(parameter)
    if official.birth is None or sex is None:
        said = "Hồ sơ chưa đủ ngày sinh và giới tính; hãy bổ sung để đối chiếu tuổi luân chuyển."
        return Check("max_age", CheckOutcome.UNKNOWN, regulation, {}, said, cited, parameter)
    last_day, starts = official.birth.plus_months(allowed * 12), starts_of(rotation)
    if starts.last <= last_day.first:
        outcome = CheckOutcome.PASS
    else:
        outcome = CheckOutcome.WARN if starts.first > last_day.last else CheckOutcome.UNKNOWN
    message = (
        f"Sinh {official.birth}, bắt đầu luân chuyển {starts}; "
        f"quy định {sex.label.lower()} không quá {allowed} tuổi."
    )
    figures: Figures = {"birth": str(official.birth), "starts": str(starts), "allowed": allowed}
    return Check("max_age", outcome, regulation, figures, message, cited, parameter)
