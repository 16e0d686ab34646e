"""Service left and age: `remaining_service`, `one_term_left`, `max_age`."""

from datetime import date

import pytest

from rotations import rules
from rotations.models import Regulation
from rotations.partial_dates import PartialDate
from rotations.vocabulary import CheckOutcome, MovementType, ParameterCode, RotationPurpose
from tests.makers import TODAY, make_official, make_plan, make_regulation, make_rotation

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN
# A man born in 09/1970 retires on 30/09/2032.
BORN = PartialDate.of_day(date(1970, 9, 15))


def proposed(starts, *, born=BORN, sex="male", regulation="65-QĐ/TW", year=2022, **fields):
    official = make_official(sex=sex)
    official.birth = born
    official.save()
    if isinstance(regulation, str):
        regulation = Regulation.objects.get(symbol=regulation)
    rotation = make_rotation(official, plan=make_plan(year, regulation), on=date(year, 6, 1), **fields)
    rotation.starts = starts
    return rotation


@pytest.mark.parametrize(
    ("starts", "left", "outcome"), [(date(2022, 9, 30), 120, PASS), (date(2022, 10, 1), 119, WARN)]
)
def test_ten_years_are_enough_to_the_day_and_a_day_less_is_not(starts, left, outcome):
    check = rules.remaining_service(proposed(PartialDate.of_day(starts)), on=TODAY)

    assert (check.code, check.outcome) == ("remaining_service", outcome)
    assert check.figures == {"left": left, "needed": 120, "retires": "09/2032"}
    assert check.cited == "Điều 5, Quy định 65-QĐ/TW"
    assert f"{left} tháng" in check.message


@pytest.mark.parametrize(
    ("born", "least", "most", "outcome"),
    [
        (PartialDate.of_year(1971), 124, 135, PASS),
        (PartialDate.of_year(1970), 112, 123, UNKNOWN),
        (PartialDate.of_year(1969), 100, 111, WARN),
    ],
)
def test_a_birth_known_to_the_year_is_unknown_only_where_the_limit_lies_inside(born, least, most, outcome):
    check = rules.remaining_service(proposed(PartialDate.of_day(date(2022, 9, 15)), born=born), on=TODAY)

    assert check.outcome == outcome
    figures = {key: check.figures[key] for key in ("left_least", "left_most", "needed")}
    assert figures == {"left_least": least, "left_most": most, "needed": 120}
    assert f"từ {least} đến {most} tháng" in check.message


@pytest.mark.parametrize(("month", "outcome"), [(9, PASS), (10, WARN)])
def test_a_start_known_to_the_month_is_sure_outside_the_month_of_the_limit(month, outcome):
    assert rules.remaining_service(proposed(PartialDate.of_month(2022, month)), on=TODAY).outcome == outcome


def test_without_a_start_some_day_of_the_plans_year_is_meant():
    check = rules.remaining_service(proposed(None), on=TODAY)

    assert check.outcome == UNKNOWN
    assert (check.figures["left_least"], check.figures["left_most"]) == (117, 128)


def test_no_birth_date_is_unknown_and_says_what_to_add():
    check = rules.remaining_service(proposed(PartialDate.of_year(2022), born=None), on=TODAY)

    assert check.outcome == UNKNOWN
    assert "bổ sung ngày sinh" in check.message


def test_a_number_no_text_sets_is_unknown_and_named():
    rotation = proposed(PartialDate.of_year(2022), regulation=make_regulation({}))

    check = rules.remaining_service(rotation, on=TODAY)

    assert (check.outcome, check.parameter) == (UNKNOWN, None)
    assert ParameterCode.REMAINING_SERVICE_MONTHS.label in check.message


@pytest.mark.parametrize("purpose", list(RotationPurpose))
def test_one_term_is_asked_instead_of_ten_years_by_the_non_local_and_the_two_term_rule(purpose):
    rotation = proposed(PartialDate.of_day(date(2022, 9, 15)), purpose=purpose)
    one_term = purpose in (RotationPurpose.NON_LOCAL, RotationPurpose.TERM_LIMIT)

    assert (rules.one_term_left(rotation, on=TODAY) is not None) == one_term
    assert (rules.remaining_service(rotation, on=TODAY) is None) == one_term


@pytest.mark.parametrize(
    ("starts", "left", "outcome"), [(date(2027, 9, 30), 60, PASS), (date(2027, 10, 1), 59, WARN)]
)
def test_one_whole_term_is_enough_to_the_day(starts, left, outcome):
    rotation = proposed(PartialDate.of_day(starts), year=2027, purpose=RotationPurpose.NON_LOCAL)

    check = rules.one_term_left(rotation, on=TODAY)

    assert (check.code, check.outcome, check.figures["left"]) == ("one_term_left", outcome, left)


@pytest.mark.parametrize("movement", [MovementType.TRANSFER, MovementType.SECONDMENT])
def test_a_transfer_is_not_judged_by_conditions_of_rotation(movement):
    rotation = proposed(PartialDate.of_year(2022), movement_type=movement, purpose=RotationPurpose.NON_LOCAL)

    for rule in (rules.remaining_service, rules.one_term_left, rules.max_age, rules.in_planning):
        assert rule(rotation, on=TODAY) is None


# --- The highest age ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sex", "starts", "outcome"),
    [
        ("male", date(2020, 9, 15), PASS),
        ("male", date(2020, 9, 16), WARN),
        ("female", date(2015, 9, 15), PASS),
        ("female", date(2015, 9, 16), WARN),
    ],
)
def test_the_old_text_names_an_age_that_counts_to_the_birthday(sex, starts, outcome):
    rotation = proposed(PartialDate.of_day(starts), sex=sex, regulation="98-QĐ/TW", year=starts.year)

    check = rules.max_age(rotation, on=TODAY)

    assert (check.code, check.outcome) == ("max_age", outcome)
    assert check.cited == "Quy định 98-QĐ/TW"


@pytest.mark.parametrize("day", [1, 15, 29])
def test_a_month_around_the_birthday_is_unknown(day):
    born = PartialDate.of_day(date(1970, 9, day))
    rotation = proposed(PartialDate.of_month(2020, 9), born=born, regulation="98-QĐ/TW", year=2020)

    assert rules.max_age(rotation, on=TODAY).outcome == UNKNOWN


@pytest.mark.parametrize(("sex", "born"), [("", BORN), ("male", None)])
def test_an_age_is_unknown_without_sex_or_birth(sex, born):
    rotation = proposed(PartialDate.of_year(2020), sex=sex, born=born, regulation="98-QĐ/TW", year=2020)

    assert rules.max_age(rotation, on=TODAY).outcome == UNKNOWN


def test_the_present_text_names_no_age():
    assert rules.max_age(proposed(PartialDate.of_year(2022)), on=TODAY) is None


def test_a_plan_of_2019_is_judged_by_the_text_of_2019_through_the_lower_one():
    starts = PartialDate.of_day(date(2019, 6, 1))
    born = PartialDate.of_day(date(1973, 5, 31))  # 46 years old
    old = proposed(starts, born=born, sex="female", regulation="02-QĐi/HU", year=2019)

    check = rules.max_age(old, on=date(2026, 1, 1))

    assert (check.outcome, check.figures["allowed"]) == (WARN, 45)
    assert check.cited == "Quy định 98-QĐ/TW"
    assert check.regulation.symbol == "02-QĐi/HU"


def test_a_number_changed_today_changes_no_judgement_of_an_earlier_plan():
    regulation = Regulation.objects.get(symbol="65-QĐ/TW")
    rotation = proposed(PartialDate.of_day(date(2022, 9, 30)), regulation=regulation)
    regulation.parameters.create(
        code=ParameterCode.REMAINING_SERVICE_MONTHS, value=180, article="Điều 5", valid_from=TODAY
    )

    assert rules.remaining_service(rotation, on=TODAY).figures["needed"] == 120
    rotation.starts = PartialDate.of_day(TODAY)
    assert rules.remaining_service(rotation, on=TODAY).figures["needed"] == 180
