"""Time in the present or an equivalent post when the rotation starts."""

from __future__ import annotations

from datetime import date

from rotations.models import PostHolding, Rotation
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
from rotations.vocabulary import CheckOutcome, ParameterCode


def min_time_in_post(rotation: Rotation, *, on: date) -> Check:
    """Long enough in the present post, or in equivalent ones without a break, on the day the rotation starts.

    Shape   one rotation in, one Check out; figures {"served", "needed"}, or {"served_least", "served_most",
            "needed"} for dates known in part. Two queries.
    Units   completed calendar months; reaching the number on the starting day is enough. A main post that ended
            on the day the next began, of the same rank or a higher one, counts as the same service.
    Errors  none: no main post on record is UNKNOWN, not a failure.
    Source  parameter `min_time_in_post_months` of the plan's regulation (domain reference §1.5).
    """
    code, wanted = "min_time_in_post", ParameterCode.MIN_TIME_IN_POST_MONTHS
    parameter = find_parameter(rotation, wanted, on=on)
    if parameter is None:
        return not_set(rotation, code, wanted)
    regulation, needed, cited = rotation.plan.regulation, int(parameter.value), cite(parameter)
    since = _in_post_since(rotation, judged_on(rotation, on=on))
    if since is None:
        said = "Hồ sơ chưa ghi chức vụ chính đang giữ; hãy bổ sung quá trình giữ chức vụ."
        return Check(code, CheckOutcome.UNKNOWN, regulation, {"needed": needed}, said, cited, parameter)
    least, most = months_between(since, starts_of(rotation))
    message = (
        f"Giữ chức vụ hiện tại hoặc tương đương {in_words(least, most)} (từ {since}), cần {needed} tháng."
    )
    figures = figures_of("served", least, most, needed)
    return Check(code, compare(least, most, needed), regulation, figures, message, cited, parameter)


def _in_post_since(rotation: Rotation, day: date) -> PartialDate | None:
    """Since when the official has held, on `day`, the present main post or equivalent ones in a row."""
    holdings = list(
        PostHolding.objects.filter(official=rotation.official_id, is_main=True, held_from__lte=day)
        .select_related("post__position")
        .order_by("-held_from")
    )
    if not holdings or (holdings[0].held_until is not None and holdings[0].held_until <= day):
        return None
    present = first = holdings[0]
    for earlier in holdings[1:]:
        if earlier.held_until != first.held_from or earlier.post.position.rank > present.post.position.rank:
            break
        first = earlier
    return first.started
