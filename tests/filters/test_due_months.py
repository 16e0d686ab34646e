"""In which month a term runs out: every serving person stands in one span and in no other."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from rotations.filters.due_months import check_due_span, due_condition, month_after, spans
from rotations.models import Rotation
from rotations.vocabulary import RotationStatus
from tests.makers import TODAY, make_plan, make_rotation_at

OVERDUE, UNKNOWN = "quá hạn", "chưa rõ"


@pytest.mark.parametrize(
    ("first", "months", "then"),
    [
        (date(2025, 1, 1), 0, date(2025, 1, 1)),
        (date(2025, 11, 1), 1, date(2025, 12, 1)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 3, 1), 12, date(2026, 3, 1)),
    ],
)
def test_so_many_months_on(first, months, then):
    assert month_after(first, months) == then


def test_the_spans_are_overdue_twelve_months_later_and_unknown():
    found = spans(TODAY)

    assert found[:3] == [OVERDUE, "03/2025", "04/2025"]
    assert found[12:] == ["02/2026", "03/2026+", UNKNOWN]


@pytest.mark.parametrize(
    "value", ["", "13/2025", "0/2025", "2025", "11-2025", "11/2025++", "hết hạn", "11/20255", "1/0000"]
)
def test_what_is_no_month_is_told_how_to_type_it(value):
    with pytest.raises(ValidationError, match="Ghi tháng/năm"):
        check_due_span(value)


@pytest.mark.parametrize("value", ["1/2025", "11/2025", "11/2025+", OVERDUE, UNKNOWN])
def test_what_is_a_month_is_taken(value):
    check_due_span(value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "precision", "span"),
    [
        (date(2025, 3, 9), "day", OVERDUE),
        (TODAY, "day", "03/2025"),
        (date(2025, 3, 31), "day", "03/2025"),
        (date(2025, 4, 1), "day", "04/2025"),
        (date(2025, 2, 1), "month", OVERDUE),
        (date(2025, 3, 1), "month", "03/2025"),
        (date(2025, 1, 1), "year", "03/2025"),
        (date(2026, 2, 28), "day", "02/2026"),
        (date(2026, 3, 1), "day", "03/2026+"),
        (date(2029, 1, 1), "year", "03/2026+"),
        (None, "day", UNKNOWN),
    ],
)
def test_every_term_runs_out_in_one_span(due, precision, span):
    rotation = make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(2010), starts_on=date(2010, 1, 6))
    rotation.due_on, rotation.due_on_precision = due, precision
    rotation.save()

    found = [one for one in spans(TODAY) if Rotation.objects.filter(due_condition(one, on=TODAY)).exists()]

    assert found == [span]
