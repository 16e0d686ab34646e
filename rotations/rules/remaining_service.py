"""Years of service left when the rotation starts."""

from __future__ import annotations

from datetime import date

from rotations.models import Rotation
from rotations.partial_dates import PartialDate, whole_months
from rotations.rules.checks import (
    ONE_TERM_PURPOSES,
    Check,
    cite,
    compare,
    figures_of,
    find_parameter,
    in_words,
    not_set,
    starts_of,
)
from rotations.rules.loading import tables_of
from rotations.rules.retirement import retirement_dates
from rotations.vocabulary import CheckOutcome, MovementType, ParameterCode


def remaining_service(rotation: Rotation, *, on: date) -> Check | None:
    """Enough service left, counted from the start of the rotation to retirement.

    Shape   one rotation in, one Check out; figures {"left", "needed", "retires"}, or {"left_least", "left_most",
            …} when birth or start is known in part. None for a transfer or a secondment, and where one term is
            asked for instead (`one_term_left`).
    Units   completed calendar months; a start on which just that many are left is enough.
    Errors  none: no birth date is UNKNOWN, and so is a range that the number lies in.
    Source  parameter `remaining_service_months` of the plan's regulation (domain reference §1.5).
    """
    if rotation.movement_type != MovementType.ROTATION or rotation.purpose in ONE_TERM_PURPOSES:
        return None
    return service_left("remaining_service", ParameterCode.REMAINING_SERVICE_MONTHS, rotation, on=on)


def service_left(code: str, wanted: ParameterCode, rotation: Rotation, *, on: date) -> Check:
    """Compare the months from the start to retirement with the number `wanted` stands for; see the rules."""
    tables = tables_of(rotation)
    parameter = find_parameter(rotation, wanted, on=on)
    if parameter is None:
        return not_set(rotation, code, wanted)
    regulation, needed, cited = rotation.plan.regulation, int(parameter.value), cite(parameter)
    retires = retirement_dates(rotation.official.birth, rotation.official.sex, tables)
    if retires is None:
        said = (
            "Hồ sơ chưa có ngày sinh; hãy bổ sung ngày sinh để tính thời gian công tác còn lại."
            if rotation.official.birth is None
            else "Bảng tuổi nghỉ hưu không có năm cán bộ đến tuổi; hãy bổ sung bảng rồi kiểm tra lại."
        )
        return Check(code, CheckOutcome.UNKNOWN, regulation, {"needed": needed}, said, cited, parameter)
    starts = starts_of(rotation)
    least, most = whole_months(starts.last, retires[0]), whole_months(starts.first, retires[1])
    spelled = " đến ".join(dict.fromkeys(str(PartialDate.of(day, "month")) for day in retires))
    figures = figures_of("left", least, most, needed) | {"retires": spelled}
    message = (
        f"Thời gian công tác còn lại khi bắt đầu là {in_words(least, most)}, cần {needed} tháng "
        f"(nghỉ hưu tháng {spelled})."
    )
    return Check(code, compare(least, most, needed), regulation, figures, message, cited, parameter)
