"""Terms running out, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from rotations.filters.due_months import OVERDUE, UNKNOWN, due_condition, spans
from rotations.models import RotationQuerySet
from rotations.reports.pictures.columns import Column, ColumnPicture
from rotations.reports.pictures.drawing import Mark, list_url
from rotations.vocabulary import RotationStatus

WORD = "Hết thời hạn"


def terms_ending(
    rotations: RotationQuerySet, narrowing: Sequence[tuple[str, str]], *, links: bool, on: date
) -> ColumnPicture:
    """How many terms of `rotations` run out in each of the next twelve months.

    Shape   a column for what is overdue, one for each month from that of `on`, one for all that comes later, and one for
            terms without an end on record where there are any. One query.
    Units   people serving on `on`; a date known to the month is overdue once the month is over.
    Errors  none.
    Source  domain reference §1.11.
    """
    serving = rotations.serving_on(on).in_status_on([RotationStatus.ACTIVE], on)
    asked = spans(on)
    counted = serving.order_by().aggregate(
        **{f"n_{place}": Count("pk", filter=due_condition(span, on=on)) for place, span in enumerate(asked)}
    )
    columns = []
    for place, span in enumerate(asked):
        number = counted[f"n_{place}"]
        if span == UNKNOWN and not number:
            continue
        url = list_url("rotation-list", [*narrowing, ("due_in", span)]) if links and number else ""
        tone = "overdue" if span == OVERDUE else "ending"
        lines, name = _named(span, is_first=place == 1, on=on)
        columns.append(Column(lines, name, (Mark(WORD, number, tone, url),)))
    return ColumnPicture(
        "het-han",
        "Sắp hết thời hạn luân chuyển",
        "Mỗi cột là số người đang luân chuyển hết thời hạn trong một tháng, từ tháng này trở đi.",
        columns=tuple(columns),
        counts="người",
        row_heading="Hết thời hạn",
    )


def _named(span: str, *, is_first: bool, on: date) -> tuple[tuple[str, str], str]:
    if span == OVERDUE:
        return ("Quá", "hạn"), "Đã quá hạn"
    if span == UNKNOWN:
        return ("Chưa", "rõ"), "Chưa ghi thời hạn"
    month, year = span.removesuffix("+").split("/")
    if span.endswith("+"):
        return ("Sau", "đó"), f"Từ tháng {month}/{year}"
    return (str(int(month)), f"’{year[2:]}" if is_first or month == "01" else ""), f"Tháng {month}/{year}"
