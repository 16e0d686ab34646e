"""A head who has held one place for two terms: a reason to rotate."""

from __future__ import annotations

from datetime import date

from rotations.models import PostHolding, Rotation
from rotations.partial_dates import months_between
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
from rotations.rules.posts import main_posts, present, since, without_break
from rotations.rules.tables import SharedTables
from rotations.vocabulary import CheckOutcome, ParameterCode, RotationPurpose

CODE = "two_terms"
# What the case needs, when the two-term rule is the ground it is moved on, is the other way round.
_OTHER_WAY = {CheckOutcome.PASS: CheckOutcome.WARN, CheckOutcome.WARN: CheckOutcome.PASS}


def two_terms(rotation: Rotation, *, on: date) -> Check | None:
    """Whether the person has been head of one unit for as many terms in a row as a head may be.

    Shape   one rotation in, one Check out; figures {"served", "needed"} in months, or {"served_least",
            "served_most", "needed"}. Reached is WARN, since it is a reason to rotate; where the case is moved on
            that very ground, reached is PASS and not reached WARN. None when no head post is held, unless that is
            the ground.
    Units   completed calendar months up to the start of the rotation. A unit that took over from another on a day is
            the same unit; one of a split is one of its parts. Head posts of one unit without a break add up.
    Errors  none: dates known in part that leave it open are UNKNOWN.
    Source  parameters `max_head_terms` and `one_term_months` (domain reference §1.4).
    """
    tables, day = tables_of(rotation), judged_on(rotation, on=on)
    is_the_ground = rotation.purpose == RotationPurpose.TERM_LIMIT
    row = _heads_in_a_row(rotation, day, tables)
    if not row and not is_the_ground:
        return None
    terms = find_parameter(rotation, ParameterCode.MAX_HEAD_TERMS, on=on)
    months = find_parameter(rotation, ParameterCode.ONE_TERM_MONTHS, on=on)
    if terms is None:
        return not_set(rotation, CODE, ParameterCode.MAX_HEAD_TERMS)
    if months is None:
        return not_set(rotation, CODE, ParameterCode.ONE_TERM_MONTHS)
    regulation, cited = rotation.plan.regulation, cite(terms)
    if not row:
        said = "Mục đích là đủ hai nhiệm kỳ, nhưng hồ sơ không ghi chức vụ cấp trưởng nào đang giữ."
        return Check(CODE, CheckOutcome.WARN, regulation, {}, said, cited, terms)
    needed = int(terms.value) * int(months.value)
    least, most = months_between(since(row[-1]), starts_of(rotation))
    reached = compare(least, most, needed)
    message = (
        f"Giữ {row[0].post} {in_words(least, most)} (từ {since(row[-1])}); "
        f"cấp trưởng giữ không quá {int(terms.value)} nhiệm kỳ liên tiếp ({needed} tháng)"
    )
    if reached == CheckOutcome.PASS:
        message += ": đã đủ, là lý do để luân chuyển"
    figures = figures_of("served", least, most, needed)
    outcome = reached if is_the_ground else _OTHER_WAY.get(reached, reached)
    return Check(CODE, outcome, regulation, figures, f"{message}.", cited, terms)


def _heads_in_a_row(rotation: Rotation, day: date, tables: SharedTables) -> list[PostHolding]:
    """The head posts held at one unit without a break up to `day`, the present one first; none when none is held."""
    held = main_posts(rotation, by=day)
    now = present(held, day)
    if now is None:
        return []
    here = tables.units_now(now.post.unit_id, day)
    row = []
    for holding in without_break(held):
        if not holding.post.position.is_head or not here & tables.units_now(holding.post.unit_id, day):
            break
        row.append(holding)
    return row
