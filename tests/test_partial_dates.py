import pickle
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotations.partial_dates import (
    AmbiguousDate,
    DatePrecision,
    ImpossibleDate,
    ImpossibleMonth,
    NotADate,
    PartialDate,
    from_serial,
    months_between,
    parse,
    whole_months,
)

quick = settings(max_examples=120, deadline=None)

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
partial_dates = st.builds(PartialDate.of, days, st.sampled_from(DatePrecision))


def day(y, m, d):
    return PartialDate.of_day(date(y, m, d))


def month(y, m):
    return PartialDate.of_month(y, m)


def year(y):
    return PartialDate.of_year(y)


# ---- what a partial date is


@pytest.mark.parametrize(
    ("partial", "shown", "iso", "first", "last"),
    [
        (day(2022, 9, 15), "15/09/2022", "2022-09-15", date(2022, 9, 15), date(2022, 9, 15)),
        (month(2022, 9), "09/2022", "2022-09", date(2022, 9, 1), date(2022, 9, 30)),
        (month(2022, 12), "12/2022", "2022-12", date(2022, 12, 1), date(2022, 12, 31)),
        (month(2023, 2), "02/2023", "2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        (month(2024, 2), "02/2024", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (year(2022), "2022", "2022", date(2022, 1, 1), date(2022, 12, 31)),
        (year(2100), "2100", "2100", date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_a_date_shows_what_is_known_and_spans_what_is_possible(partial, shown, iso, first, last):
    assert str(partial) == shown
    assert partial.iso() == iso
    assert (partial.first, partial.last) == (first, last)


def test_what_is_stored_is_the_first_day_and_the_precision():
    assert PartialDate.of(date(2022, 9, 15), DatePrecision.MONTH) == month(2022, 9)
    assert PartialDate.of(date(2022, 9, 15), "year") == year(2022)
    assert (month(2022, 9).value, month(2022, 9).precision) == (date(2022, 9, 1), DatePrecision.MONTH)
    assert PartialDate(date(2022, 9, 1), "month").precision is DatePrecision.MONTH


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        (date(2022, 9, 2), DatePrecision.MONTH),
        (date(2022, 2, 1), DatePrecision.YEAR),
        (date(2022, 1, 2), DatePrecision.YEAR),
        (date(1899, 12, 31), DatePrecision.DAY),
        (date(2101, 1, 1), DatePrecision.YEAR),
        (date(2022, 9, 1), "week"),
        (datetime(2022, 9, 1), DatePrecision.DAY),  # noqa: DTZ001 - what a spreadsheet reader hands over
    ],
)
def test_a_value_that_claims_more_than_its_precision_is_refused(value, precision):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(value, precision)


def test_a_moment_from_a_spreadsheet_counts_as_its_day():
    moment = datetime(2022, 9, 15, 7, 30)  # noqa: DTZ001 - spreadsheets know no time zone

    assert PartialDate.of_day(moment) == day(2022, 9, 15)
    assert type(PartialDate.of_day(moment).value) is date


def test_the_same_day_known_more_exactly_is_another_date():
    assert len({day(2022, 1, 1), month(2022, 1), year(2022), year(2022)}) == 3


def test_dates_stand_by_their_first_day_and_then_the_exact_before_the_vague():
    in_order = [year(2021), day(2022, 1, 1), month(2022, 1), year(2022), day(2022, 1, 2), month(2022, 2)]

    assert all(earlier < later for earlier, later in pairwise(in_order))


@quick
@given(partial_dates, partial_dates)
def test_the_order_is_that_of_the_two_stored_columns(a, b):
    assert (a < b) == ((a.value, a.precision.value) < (b.value, b.precision.value))
    assert (a <= b) == (not b < a)


@quick
@given(partial_dates, days)
def test_a_date_contains_the_days_from_its_first_to_its_last(partial, some_day):
    assert partial.first <= partial.last
    assert partial.contains(partial.first)
    assert partial.contains(partial.last)
    assert partial.contains(some_day) == (PartialDate.of(some_day, partial.precision) == partial)


@pytest.mark.parametrize("partial", [month(2022, 9), year(2022), day(2022, 9, 15)])
def test_the_day_before_and_the_day_after_are_outside(partial):
    assert not partial.contains(partial.first - timedelta(days=1))
    assert not partial.contains(partial.last + timedelta(days=1))


# ---- counting in months


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (day(2022, 9, 15), 36, day(2025, 9, 15)),
        (month(2022, 9), 36, month(2025, 9)),
        (year(2022), 36, year(2025)),
        (year(2022), -12, year(2021)),
        (day(2022, 1, 31), 1, day(2022, 2, 28)),
        (day(2024, 1, 31), 1, day(2024, 2, 29)),
        (day(2024, 2, 29), 12, day(2025, 2, 28)),
        (day(2024, 2, 29), 48, day(2028, 2, 29)),
        (day(2022, 12, 15), 1, day(2023, 1, 15)),
        (month(2022, 12), 1, month(2023, 1)),
        (month(2022, 1), -1, month(2021, 12)),
        (day(2022, 3, 31), -1, day(2022, 2, 28)),
        (day(2022, 9, 15), 0, day(2022, 9, 15)),
        (day(2100, 11, 30), 1, day(2100, 12, 30)),
    ],
)
def test_the_due_date_is_known_as_exactly_as_the_start(start, months, due):
    assert start.plus_months(months) == due


def test_half_a_year_after_some_day_of_a_year_is_nothing_we_can_write_down():
    with pytest.raises(ValueError, match="12"):
        year(2022).plus_months(18)


def test_a_due_date_beyond_2100_is_refused():
    with pytest.raises(ImpossibleDate):
        day(2100, 12, 15).plus_months(1)
    with pytest.raises(ImpossibleDate):
        day(2022, 12, 15).plus_months(120_000)


@quick
@given(partial_dates, st.integers(-20, 20))
def test_adding_years_keeps_the_precision_and_moves_the_year(partial, years):
    if not 1900 <= partial.value.year + years <= 2100:
        return
    moved = partial.plus_months(12 * years)

    assert moved.precision == partial.precision
    assert moved.value.year == partial.value.year + years
    assert moved.value.month == partial.value.month


@pytest.mark.parametrize(
    ("start", "end", "completed"),
    [
        (date(2022, 9, 15), date(2025, 9, 15), 36),
        (date(2022, 9, 15), date(2025, 9, 14), 35),
        (date(2022, 9, 15), date(2022, 10, 14), 0),
        (date(2022, 9, 15), date(2022, 9, 15), 0),
        (date(2022, 12, 1), date(2023, 1, 1), 1),
        (date(2022, 1, 31), date(2022, 2, 28), 1),
        (date(2022, 1, 31), date(2022, 2, 27), 0),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2022, 1, 31), date(2022, 4, 29), 2),
        (date(2022, 1, 31), date(2022, 4, 30), 3),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2022, 9, 15), date(2022, 9, 14), 0),
        (date(2022, 9, 15), date(2020, 9, 15), 0),
    ],
)
def test_a_month_is_completed_on_the_same_day_of_the_next_or_on_its_last(start, end, completed):
    assert whole_months(start, end) == completed


@quick
@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.integers(0, 480))
def test_the_months_added_are_the_months_completed_on_that_day_and_not_the_day_before(start, months):
    due = PartialDate.of_day(start).plus_months(months).value

    assert whole_months(start, due) == months
    assert whole_months(start, due - timedelta(days=1)) == max(months - 1, 0)


@pytest.mark.parametrize(
    ("a", "b", "bounds"),
    [
        (day(2022, 9, 15), day(2025, 9, 15), (36, 36)),
        (month(2022, 9), day(2025, 9, 15), (35, 36)),
        (month(2022, 9), month(2025, 9), (35, 36)),
        (month(2022, 9), day(2025, 9, 30), (36, 36)),
        (year(2022), year(2025), (24, 47)),
        (year(2022), year(2022), (0, 11)),
        (month(2025, 9), month(2022, 9), (0, 0)),
    ],
)
def test_months_between_vague_dates_are_a_least_and_a_most(a, b, bounds):
    assert months_between(a, b) == bounds


@quick
@given(partial_dates, partial_dates, st.floats(0, 1), st.floats(0, 1))
def test_the_truth_lies_between_the_least_and_the_most(a, b, far_into_a, far_into_b):
    start = a.first + (a.last - a.first) * far_into_a
    end = b.first + (b.last - b.first) * far_into_b

    least, most = months_between(a, b)

    assert 0 <= least <= whole_months(start, end) <= most


@quick
@given(partial_dates, partial_dates)
def test_the_least_and_the_most_are_both_possible(a, b):
    assert months_between(a, b) == (whole_months(a.last, b.first), whole_months(a.first, b.last))


# ---- reading what people type


@pytest.mark.parametrize(
    "typed",
    [
        "15/09/2022", "15/9/2022", "15.9.2022", "15-09-2022", "15 / 9 / 2022", " 15/9/2022 ", "15/9/2022\u00a0",
        "2022-09-15", "2022/9/15", "ngày 15 tháng 9 năm 2022", "Ngày 15 tháng 09 năm 2022", "15 tháng 9 năm 2022",
        "ngày 15/9/2022", "NGÀY 15 THÁNG 9 NĂM 2022", "nga\u0300y 15 tha\u0301ng 9 na\u0306m 2022", "15–09–2022",
        "１５／０９／２０２２", "15/09/\u200b2022", "ngày  15 tháng\n9 năm 2022", "ngày 15 tháng 9/2022",
    ],
)  # fmt: skip
def test_a_full_date_is_read_in_every_usual_spelling(typed):
    assert parse(typed) == day(2022, 9, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "09/2022", "9/2022", "9-2022", "9.2022", "2022-09", "tháng 9/2022", "Tháng 09/2022", "tháng 9 năm 2022",
        "T9/2022", "t09-2022", "T.9/2022", "th 9/2022", "tháng 9 - 2022", "tháng 9/2022 ", "thang 9/2022",
    ],
)  # fmt: skip
def test_a_month_is_read_in_every_usual_spelling(typed):
    assert parse(typed) == month(2022, 9)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("…/…/1985", year(1985)), ("../../1985", year(1985)), ("--/--/1985", year(1985)), (".... / .... / 1985", year(1985)),
        ("__/__/1985", year(1985)), ("…/3/1985", month(1985, 3)), ("--/03/1985", month(1985, 3)),
    ],
)  # fmt: skip
def test_a_form_left_open_tells_what_is_filled_in(typed, read):
    assert parse(typed) == read


@pytest.mark.parametrize("typed", ["…/13/1985", "5/…/1985", "…/…/85", "…/…/…", "00/00/1985", "/3/1985"])
def test_a_form_left_open_tells_no_more(typed):
    with pytest.raises(NotADate):
        parse(typed, latest=date(2026, 1, 1))


@pytest.mark.parametrize("typed", ["1985", " 1985 ", "năm 1985", "Năm 1985", "na\u0306m 1985"])
def test_a_year_alone_is_read_as_a_year(typed):
    assert parse(typed) == year(1985)


@pytest.mark.parametrize(
    ("typed", "refusal", "code"),
    [
        ("31/02/2022", ImpossibleDate, "impossible_date"),
        ("29/02/2023", ImpossibleDate, "impossible_date"),
        ("29/02/1900", ImpossibleDate, "impossible_date"),
        ("31/04/2022", ImpossibleDate, "impossible_date"),
        ("32/01/2022", ImpossibleDate, "impossible_date"),
        ("0/01/2022", ImpossibleDate, "impossible_date"),
        ("2022-02-30", ImpossibleDate, "impossible_date"),
        ("31/12/1899", ImpossibleDate, "impossible_date"),
        ("01/01/2101", ImpossibleDate, "impossible_date"),
        ("1899", ImpossibleDate, "impossible_date"),
        ("2101", ImpossibleDate, "impossible_date"),
        ("0000", ImpossibleDate, "impossible_date"),
        ("13/2022", ImpossibleMonth, "impossible_month"),
        ("00/2022", ImpossibleMonth, "impossible_month"),
        ("tháng 13 năm 2022", ImpossibleMonth, "impossible_month"),
        ("09/15/2022", ImpossibleMonth, "impossible_month"),
        ("09/15/22", ImpossibleMonth, "impossible_month"),
        ("2022-15-09", ImpossibleMonth, "impossible_month"),
        ("2022-13", ImpossibleMonth, "impossible_month"),
        ("15/09/22", AmbiguousDate, "ambiguous_date"),
        ("tháng 9/22", AmbiguousDate, "ambiguous_date"),
        ("9/22", AmbiguousDate, "ambiguous_date"),
        ("15/9", AmbiguousDate, "ambiguous_date"),
        ("", NotADate, "impossible_date"),
        ("  ", NotADate, "impossible_date"),
        ("chưa rõ", NotADate, "impossible_date"),
        ("15/09/202", NotADate, "impossible_date"),
        ("15/09/20222", NotADate, "impossible_date"),
        ("2020-2025", NotADate, "impossible_date"),
        ("10-12/2022", NotADate, "impossible_date"),
        ("15/9-2022", NotADate, "impossible_date"),
        ("9 năm 2022", NotADate, "impossible_date"),
        ("15092022", NotADate, "impossible_date"),
        ("44819", NotADate, "impossible_date"),
        ("15/09/2022 và 16/09/2022", NotADate, "impossible_date"),
        ("٢٠٢٢", NotADate, "impossible_date"),
    ],
)
def test_what_is_no_date_is_refused_under_its_own_code(typed, refusal, code):
    with pytest.raises(NotADate) as refused:
        parse(typed)

    assert type(refused.value) is refusal
    assert refused.value.code == code
    assert str(refused.value) == refused.value.message


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("09/15/2022", ["“09/15/2022”", "tháng 15", "ngày/tháng/năm"]),
        ("13/2022", ["tháng 13"]),
        ("31/02/2022", ["“31/02/2022”", "tháng 2 năm 2022", "28 ngày"]),
        ("01/01/1899", ["1900", "2100"]),
        ("15/09/22", ["bốn chữ số"]),
        ("9/22", ["năm", "bốn chữ số"]),
        ("", ["09/2022"]),
        ("chưa rõ", ["“chưa rõ”", "15/09/2022"]),
    ],
)
def test_a_refusal_names_what_was_typed_and_says_what_to_do(typed, says):
    with pytest.raises(NotADate) as refused:
        parse(typed)

    assert [part for part in says if part not in refused.value.message] == []


def test_a_refusal_does_not_repeat_a_whole_page():
    with pytest.raises(NotADate) as refused:
        parse("x" * 10_000)

    assert len(refused.value.message) < 300


def test_the_last_day_of_february_is_a_day_and_the_next_is_not():
    assert parse("29/02/2024") == day(2024, 2, 29)
    assert parse("28/02/2023") == day(2023, 2, 28)
    assert parse("29/02/2000") == day(2000, 2, 29)
    with pytest.raises(ImpossibleDate):
        parse("30/02/2024")


def test_the_years_1900_and_2100_are_the_first_and_last():
    assert parse("01/01/1900") == day(1900, 1, 1)
    assert parse("31/12/2100") == day(2100, 12, 31)


def test_day_and_month_are_never_swapped():
    assert parse("05/04/2022") == day(2022, 4, 5)
    assert parse("4/5/22", latest=date(2026, 1, 1)) == day(2022, 5, 4)


@pytest.mark.parametrize(
    ("typed", "latest", "read"),
    [
        ("22/2/80", date(2026, 6, 1), day(1980, 2, 22)),
        ("15-09-22", date(2026, 6, 1), day(2022, 9, 15)),
        ("15/12/26", date(2026, 6, 1), day(2026, 12, 15)),
        ("15/12/27", date(2026, 6, 1), day(1927, 12, 15)),
        ("1.1.00", date(2026, 6, 1), day(2000, 1, 1)),
        ("1.1.00", date(1999, 6, 1), day(1900, 1, 1)),
        ("29/2/00", date(2026, 6, 1), day(2000, 2, 29)),
        ("tháng 9/22", date(2026, 6, 1), month(2022, 9)),
        ("15/09/1922", date(2026, 6, 1), day(1922, 9, 15)),
        ("15/09/2030", date(2026, 6, 1), day(2030, 9, 15)),
    ],
)
def test_a_year_of_two_digits_is_the_last_such_year_up_to_the_latest(typed, latest, read):
    assert parse(typed, latest=latest) == read


@pytest.mark.parametrize("typed", ["9/22", "15/9", "22"])
def test_knowing_the_latest_year_does_not_make_a_date_of_two_numbers_or_one(typed):
    with pytest.raises(NotADate):
        parse(typed, latest=date(2026, 6, 1))


@quick
@given(partial_dates)
def test_what_is_shown_can_be_typed_back(partial):
    assert parse(str(partial)) == partial
    assert parse(partial.iso()) == partial
    assert pickle.loads(pickle.dumps(partial)) == partial


@quick
@given(days, st.sampled_from(["{0.day}/{0.month}/{0.year}", "ngày {0.day} tháng {0.month} năm {0.year}"]))
def test_every_day_is_read_as_written(some_day, shape):
    assert parse(shape.format(some_day)) == PartialDate.of_day(some_day)


@quick
@given(st.one_of(st.text(max_size=30), st.text("0123456789/-. thángnămngày", max_size=20)))
def test_any_text_is_a_date_or_a_reason(text):
    try:
        read = parse(text)
    except NotADate as refusal:
        read = refusal

    if isinstance(read, NotADate):
        assert read.message.endswith(".")
    else:
        assert parse(str(read)) == read


# ---- dates a spreadsheet stored as numbers


@pytest.mark.parametrize(
    ("number", "epoch_1904", "read"),
    [
        (44819, False, day(2022, 9, 15)),
        (44819.0, False, day(2022, 9, 15)),
        (43357, True, day(2022, 9, 15)),
        (7306, False, day(1920, 1, 1)),
        (5844, True, day(1920, 1, 1)),
        (73415, False, day(2100, 12, 31)),
    ],
)
def test_a_serial_number_is_a_day(number, epoch_1904, read):
    assert from_serial(number, epoch_1904=epoch_1904) == read


@pytest.mark.parametrize(
    ("number", "epoch_1904"),
    [
        (7305, False), (5843, True), (73416, False), (44819.5, False), (0, False), (-1, False), (1e300, False),
        (float("nan"), False), (float("inf"), False),
    ],
)  # fmt: skip
def test_a_number_out_of_reach_or_with_a_time_of_day_is_no_date(number, epoch_1904):
    with pytest.raises(NotADate) as refused:
        from_serial(number, epoch_1904=epoch_1904)

    assert refused.value.code == "impossible_date"


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_a_number_that_is_a_year_is_never_taken_for_a_serial_number(epoch_1904):
    for number in range(1900, 2101):
        with pytest.raises(NotADate):
            from_serial(number, epoch_1904=epoch_1904)
