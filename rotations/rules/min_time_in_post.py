"""Time in the present or an equivalent post when the rotation starts, where it brings a higher one."""

from __future__ import annotations

from datetime import date

from rotations.models import Rotation
from rotations.partial_dates import PartialDate, months_between
from rotations.rules.checks import (
    Check,
    cite,
    compare,
    figures_of,
    find_parameter,
    in_words,
    judged_on,
    not_set,
    starts_of,
)
from rotations.rules.loading import tables_of
from rotations.rules.posts import goes_higher, main_posts, present, since, without_break
from rotations.vocabulary import CheckOutcome, ParameterCode


def min_time_in_post(rotation: Rotation, *, on: date) -> Check | None:
    """Long enough in the present post, or in equivalent ones without a break, on the day the rotation starts.

    Shape   one rotation in, one Check out; figures {"served", "needed"}, or {"served_least", "served_most",
            "needed"} for dates known in part. None where the rotation surely brings no higher post.
    Units   completed calendar months; reaching the number on the starting day is enough. A main post that ended
            on the day the next began, of the same rank or a higher one, counts as the same service.
    Errors  none: no main post on record is UNKNOWN, not a failure.
    Source  parameter `min_time_in_post_months` of the plan's regulation (domain reference §1.5).
    """
    code, wanted = "min_time_in_post", ParameterCode.MIN_TIME_IN_POST_MONTHS
    tables_of(rotation)
    day = judged_on(rotation, on=on)
    if goes_higher(rotation, day) is False:
        return None
    parameter = find_parameter(rotation, wanted, on=on)
    if parameter is None:
        return not_set(rotation, code, wanted)
    regulation, needed, cited = rotation.plan.regulation, int(parameter.value), cite(parameter)
    started = _in_post_since(rotation, day)
    if started is None:
        said = "Hồ sơ chưa ghi chức vụ chính đang giữ; hãy bổ sung quá trình giữ chức vụ."
        return Check(code, CheckOutcome.UNKNOWN, regulation, {"needed": needed}, said, cited, parameter)
    least, most = months_between(started, starts_of(rotation))
    message = (
        f"Giữ chức vụ hiện tại hoặc tương đương {in_words(least, most)} (từ {started}), cần {needed} tháng."
    )
    figures = figures_of("served", least, most, needed)
    return Check(code, compare(least, most, needed), regulation, figures, message, cited, parameter)


def _in_post_since(rotation: Rotation, day: date) -> PartialDate | None:
    """Since when the official has held, on `day`, the present main post or equivalent ones in a row."""
    holdings = main_posts(rotation, by=day)
    first = present(holdings, day)
    if first is None:
        return None
    rank = first.post.position.rank
    for earlier in without_break(holdings):
        if earlier.post.position.rank > rank:
            break
        first = earlier
    return since(first)
