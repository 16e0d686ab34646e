"""What one cell says, or which fault it has."""

from datetime import date, datetime

import pytest

from rotations.importing.tables import cells, movements, periods
from rotations.importing.tables.cells import Fault

TODAY = date(2025, 11, 3)
MOMENT = datetime(2022, 9, 1, 7, 30)  # noqa: DTZ001 - a spreadsheet knows no time zone


def iso(read):
    return read.code if isinstance(read, Fault) else read and read.iso()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None), ("", None), ("…", None), ("-", None),
        (date(1985, 3, 12), "1985-03-12"), (MOMENT, "2022-09-01"),
        (1985, "1985"), ("1985", "1985"), (31118, "1985-03-12"), ("31118", "1985-03-12"), (9.2022, "2022-09"),
        ("12/3/1985", "1985-03-12"), ("12.3.1985", "1985-03-12"), ("22/2/1980 ", "1980-02-22"),
        ("tháng 9/2022", "2022-09"), ("09/2022", "2022-09"), ("12-3-85", "1985-03-12"),
        ("31/02/1985", "impossible_date"), ("03/22/1985", "impossible_month"), ("9/22", "ambiguous_date"),
        (12, "impossible_date"), (True, "impossible_date"), ("không rõ", "impossible_date"),
        ("05/03/1985", "1985-03-05"), ("25/03/1985", "1985-03-25"), ("03/25/1985", "impossible_month"), ("13/13/1985", "impossible_month"),
        ("22-2-80", "1980-02-22"), ("5.3.85", "1985-03-05"), ("２２/２/１９８０", "1980-02-22"), ("22/2/1980\u00a0", "1980-02-22"),
        ("T9/2022", "2022-09"), ("9.2022", "2022-09"), ("tháng 9 năm 2022", "2022-09"), (12.2022, "2022-12"), (10.202, "impossible_date"),
        ("ngày 5 tháng 3 năm 1985", "1985-03-05"), ("1985-03-05", "1985-03-05"), ("1985-03-05 00:00:00", "1985-03-05"),
        ("1985-03-05T07:30:00", "1985-03-05"), ("05/03/1985 07:30", "1985-03-05"), ("05/03/1985 12:00:00 AM", "impossible_date"),
        ("(1985)", "1985"), ("5/3/1985.", "1985-03-05"), ("01/9/2022;", "2022-09-01"), ("'05/03/1985", "1985-03-05"),
        ("Sinh năm 1985", "1985"), ("Năm sinh: 1985", "1985"), ("SN 1985", "1985"), ("sinh ngày 5/3/1985", "1985-03-05"),
        ("…/…/1985", "1985"), ("…/3/1985", "1985-03"), ("1985?", "impossible_date"), ("khoảng 1985", "impossible_date"),
        ("Quý III/2022", "missing_month"), ("quý 3 năm 2022", "missing_month"), ("Q3/2022", "missing_month"), ("Quý IV", "missing_month"),
        (date(1899, 12, 31), "impossible_date"), (date(2500, 1, 1), "impossible_date"), ("01/01/1899", "impossible_date"),
        ("01/01/2150", "impossible_date"), (1899, "impossible_date"), (2101, "impossible_date"), (44805.5, "impossible_date"),
        (-5, "impossible_date"), (0, "impossible_date"), ("5/3", "ambiguous_date"), ("quýt", "impossible_date"),
        (13.2022, "impossible_month"), (1e300, "impossible_date"), (float("nan"), "impossible_date"),
        (float("inf"), "impossible_date"), (10**30, "impossible_date"),
    ],
)  # fmt: skip
def test_dates(value, expected):
    assert iso(cells.day(value, latest=TODAY)) == expected


def test_a_year_alone_may_be_too_vague():
    assert iso(cells.month_or_day(2022)) == "missing_month"
    assert iso(cells.month_or_day("9/2022")) == "2022-09"


@pytest.mark.parametrize(
    ("male", "female", "sex", "birth"),
    [
        ("12/3/1985", None, "male", "1985-03-12"),
        (None, 1990, "female", "1990"),
        ("x", None, "male", None),
        (None, "X", "female", None),
        (1, None, "male", None),
        ("", True, "female", None),
        ("-", "●", "female", None),
    ],
)
def test_sex_by_the_column_that_is_filled(male, female, sex, birth):
    read = cells.sex_and_birth(male, female, latest=TODAY)

    assert (read.sex, read.birth and read.birth.iso()) == (sex, birth)


@pytest.mark.parametrize(
    ("male", "female", "code"),
    [
        (None, None, "missing_value"),
        ("x", "x", "ambiguous_sex"),
        ("1985", 1985, "ambiguous_sex"),
        ("31/2/1985", None, "impossible_date"),
    ],
)
def test_both_or_neither_is_a_fault(male, female, code):
    assert cells.sex_and_birth(male, female).code == code


def test_a_month_that_cannot_be_says_in_which_order_to_write():
    assert "ngày/tháng/năm" in cells.day("03/25/1985").message


def test_a_number_the_spreadsheet_took_for_a_day_says_so():
    for fault in (cells.decimal(date(2025, 10, 19)), cells.integer(date(2025, 10, 19))):
        assert fault.code == "bad_value"
        assert "19/10/2025" in fault.message
        assert "văn bản" in fault.message


@pytest.mark.parametrize(
    "value",
    ["(x)", "x.", "ü", "þ", "☑", "ｘ", 1.0, "x", "X", " x ", "✓", "v", "V", "1", 1, "●", "Có", "có", True],
)
def test_marks(value):
    assert cells.tick(value) is True
    assert cells.sex_by_female_tick(value) == "female"


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), ("", None), (False, False), ("Không", False), (0, False)]
)
def test_no_marks(value, expected):
    assert cells.tick(value) is expected
    assert cells.sex_by_female_tick(value) == "male"


def test_a_mark_that_is_none():
    assert cells.tick("có thể").code == "bad_value"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Lò\u00a0Văn\nMinh ", "Lò Văn Minh"), ("Ðảng", "Đảng"), (None, None), (" \u200b", None), (12, "12"),
        (21.5, "21,5"), (date(1985, 3, 12), "12/03/1985"), (MOMENT, "01/09/2022 07:30"), (True, "Có"), ("007", "007"),
    ],
)  # fmt: skip
def test_text(value, expected):
    assert cells.text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("21,22", 21.22), ("1.234,5", 1234.5), ("1.234", 1234.0), (7, 7.0), ("45 %", 45.0), ("21.22", 21.22), (None, None),
        ("4 - 5%", "bad_value"), ("1.234.567", 1234567.0), ("1,234.5", "bad_value"),
        ("12 %", 12.0), ("２１,５", 21.5), ("-3", -3.0), ("–3", -3.0), ("1 234", 1234.0), ("10/19", "bad_value"), ("…", None),
        (float("nan"), "bad_value"), (float("inf"), "bad_value"), ("mười", "bad_value"), (True, "bad_value"),
    ],
)  # fmt: skip
def test_decimals(value, expected):
    read = cells.decimal(value)

    assert (read.code if isinstance(read, Fault) else read) == expected


def test_whole_numbers():
    assert cells.integer("1.234") == 1234
    assert cells.integer("1,5").code == "bad_value"
    assert cells.integer(None) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Nam", "male"), ("NỮ", "female"), ("nu", "female"), (None, None), ("?", "bad_value")],
)
def test_sex(value, expected):
    read = cells.sex(value)

    assert (read.code if isinstance(read, Fault) else read) == expected


@pytest.mark.parametrize(
    ("value", "starts", "ends", "months"),
    [
        ("09/2022 - 09/2025", "2022-09", "2025-09", None),
        ("09/2022 – 09/2025", "2022-09", "2025-09", None),
        ("9/2022-9/2025", "2022-09", "2025-09", None),
        ("Từ tháng 9/2022 đến tháng 9/2025", "2022-09", "2025-09", None),
        ("từ tháng 9 năm 2022 đến tháng 9 năm 2025", "2022-09", "2025-09", None),
        ("Từ 01/9/2022\nđến 31/8/2025", "2022-09-01", "2025-08-31", None),
        ("(từ 01-09-2022 đến hết 31-08-2025)", "2022-09-01", "2025-08-31", None),
        ("2022-2025", "2022", "2025", None),
        ("36 tháng", None, None, 36),
        ("3 năm", None, None, 36),
        ("36 tháng, từ 9/2022", "2022-09", None, 36),
        ("36 tháng kể từ tháng 9/2022", "2022-09", None, 36),
        ("Từ tháng 9/2022", "2022-09", None, None),
        ("đến tháng 9/2025", None, "2025-09", None),
        ("9/2022 đến nay", "2022-09", None, None),
        ("01/09/2022", "2022-09-01", None, None),
        (date(2022, 9, 1), "2022-09-01", None, None),
        (36, None, None, 36),
        (2022, "2022", None, None),
    ],
)
def test_periods(value, starts, ends, months):
    read = periods.period(value, latest=TODAY)

    assert (iso(read.starts), iso(read.ends), read.months) == (starts, ends, months)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Quý III/2025", "missing_month"),
        ("09/2025 - 09/2022", "impossible_date"),
        ("13/2022 - 09/2025", "impossible_month"),
        ("từ nay đến khi có", "impossible_date"),
        ("1/2020 - 2/2021 - 3/2022", "ambiguous_date"),
    ],
)
def test_periods_that_cannot_be(value, code):
    assert periods.period(value, latest=TODAY).code == code


@pytest.mark.parametrize(
    ("value", "expected"),
    [("36 tháng", 36), ("3 năm", 36), (36, 36), ("36", 36), (None, None), ("lâu", "bad_value")],
)
def test_lengths(value, expected):
    read = periods.months(value)

    assert (read.code if isinstance(read, Fault) else read) == expected


def test_two_dates_in_one_cell():
    first, second = periods.two_dates("03/02/2008 / 03/02/2009")
    assert (first.iso(), second.iso()) == ("2008-02-03", "2009-02-03")
    first, second = periods.two_dates("DB: 3/2/2008\nCT: 3/2/2009")
    assert (first.iso(), second.iso()) == ("2008-02-03", "2009-02-03")
    assert periods.two_dates("03/02/2008")[1] is None
    assert periods.two_dates("31/02/2008 / 03/02/2009").code == "impossible_date"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I. TỪ HUYỆN VỀ XÃ", "district_to_commune"), ("huyện → xã", "district_to_commune"), ("Huyện - xã", "district_to_commune"),
        ("Huyện -> Xã", "district_to_commune"), ("Từ cấp huyện xuống cơ sở", "district_to_commune"),
        ("Từ các phòng, ban của huyện về các xã", "district_to_commune"),
        ("từ xã về huyện", "commune_to_district"), ("Từ xã lên huyện: 2 đồng chí", "commune_to_district"),
        ("từ xã này sang xã khác", "commune_to_commune"), ("xã - xã", "commune_to_commune"), ("Giữa các xã", "commune_to_commune"),
        ("tỉnh → xã", "province_to_commune"), ("Từ tỉnh về xã", "province_to_commune"), ("xã lên tỉnh", "commune_to_province"),
        ("Từ tỉnh về huyện", "province_to_district"), ("ngang cấp", "same_level"), ("huyện sang huyện", "same_level"),
        ("Phòng Nội vụ huyện", None), ("Xã Pa Tần", None), ("KHỐI ĐẢNG", None), ("Luân chuyển về xã", None), ("", None),
    ],
)  # fmt: skip
def test_directions(words, expected):
    assert movements.direction_of(words) == expected


def test_kinds_of_movement():
    assert movements.movement_types("Luân chuyển; chỉ định") == {"rotation"}
    assert movements.post_ways("Luân chuyển; chỉ định, giới thiệu bầu") == {"designated", "elected"}
    assert movements.movement_types("Luân chuyển / điều động") == {"rotation", "transfer"}
    assert movements.movement_types(None) == frozenset()


LONG = [
    "." * 30_000 + "x",
    "(" * 30_000,
    "12/3/1985 " * 3_000,
    "- " * 15_000 + "x",
    "x" * 30_000,
    "1." * 15_000,
    "1 " * 15_000,
]


@pytest.mark.parametrize("value", LONG)
@pytest.mark.parametrize(
    "reader",
    [
        cells.day, cells.month_or_day, periods.period, periods.two_dates, cells.tick, cells.sex, cells.integer, cells.decimal,
        periods.months, movements.direction, lambda value: cells.sex_and_birth(value, None),
    ],
)  # fmt: skip
def test_a_page_of_text_is_refused_at_once_and_not_repeated(value, reader):
    fault = reader(value)

    assert isinstance(fault, Fault)
    assert len(fault.message) < 400
    assert fault.message.endswith(".")
