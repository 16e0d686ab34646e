"""What the file says of a person: quy hoạch, yearly ratings, discipline."""

from datetime import date

import pytest

from rotations import rules
from rotations.partial_dates import PartialDate
from rotations.vocabulary import (
    CheckOutcome,
    DisciplineForm,
    ParameterCode,
    QualityRating,
    SuccessionStatus,
)
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_rating,
    make_regulation,
    make_rotation,
    make_succession_entry,
    make_term,
)

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN
NUMBERS = {
    ParameterCode.IN_PLANNING_REQUIRED: 1,
    ParameterCode.CLASSIFICATION_YEARS: 3,
    ParameterCode.REPRIMAND_WAIT_MONTHS: 24,
    ParameterCode.WARNING_WAIT_MONTHS: 36,
    ParameterCode.REMOVAL_WAIT_MONTHS: 60,
}


def proposed(official=None, starts=TODAY, numbers=NUMBERS, **fields):
    plan = make_plan(regulation=make_regulation(numbers))
    rotation = make_rotation(official or make_official(), plan=plan, **fields)
    rotation.starts = PartialDate.of_day(starts) if starts else None
    return rotation


# --- Quy hoạch ----------------------------------------------------------------------------------------------


def test_an_entry_of_the_running_term_is_enough_and_is_named():
    entry = make_succession_entry()

    check = rules.in_planning(proposed(entry.official), on=TODAY)

    assert (check.code, check.outcome, check.figures) == ("in_planning", PASS, {"entries": 1})
    assert str(entry) in check.message


def test_nobody_planned_is_a_warning():
    check = rules.in_planning(proposed(), on=TODAY)

    assert (check.outcome, check.figures) == (WARN, {"entries": 0})
    assert "10/03/2025" in check.message


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"approved_on": TODAY}, PASS),
        ({"approved_on": date(2025, 3, 11)}, WARN),
        ({"removed_on": date(2025, 3, 11), "status": SuccessionStatus.REMOVED}, PASS),
        ({"removed_on": TODAY, "status": SuccessionStatus.REMOVED}, WARN),
        ({"status": SuccessionStatus.REMOVED}, WARN),
        ({"status": SuccessionStatus.APPOINTED}, WARN),
    ],
)
def test_an_entry_counts_from_its_approval_up_to_its_removal(fields, outcome):
    entry = make_succession_entry(**fields)

    assert rules.in_planning(proposed(entry.official), on=TODAY).outcome == outcome


@pytest.mark.parametrize(("ends_on", "outcome"), [(date(2025, 3, 11), PASS), (TODAY, WARN)])
def test_an_entry_ends_with_its_term(ends_on, outcome):
    entry = make_succession_entry(term=make_term("2011-2016", ends_on=ends_on))

    assert rules.in_planning(proposed(entry.official), on=TODAY).outcome == outcome


def test_a_text_that_does_not_ask_for_quy_hoach_says_nothing():
    rotation = proposed(numbers={ParameterCode.IN_PLANNING_REQUIRED: 0})

    assert rules.in_planning(rotation, on=TODAY) is None


def test_a_text_silent_on_quy_hoach_is_unknown():
    assert rules.in_planning(proposed(numbers={}), on=TODAY).outcome == UNKNOWN


# --- Yearly ratings -----------------------------------------------------------------------------------------


def rated(ratings):
    official = make_official()
    for year, rating in ratings.items():
        make_rating(official, year, rating)
    return official


GOOD, EXCELLENT, COMPLETED = QualityRating.GOOD, QualityRating.EXCELLENT, QualityRating.COMPLETED


@pytest.mark.parametrize(
    ("ratings", "good", "missing", "outcome"),
    [
        ({2022: GOOD, 2023: EXCELLENT, 2024: GOOD}, 3, 0, PASS),
        ({2022: GOOD, 2023: COMPLETED, 2024: GOOD}, 2, 0, WARN),
        ({2023: GOOD, 2024: GOOD}, 2, 1, UNKNOWN),
        ({2023: COMPLETED}, 0, 2, WARN),
        ({2021: COMPLETED, 2022: GOOD, 2023: GOOD, 2024: GOOD}, 3, 0, PASS),
        ({2022: GOOD, 2023: GOOD, 2024: GOOD, 2025: COMPLETED}, 3, 0, PASS),
    ],
)
def test_the_last_three_years_count(ratings, good, missing, outcome):
    check = rules.classification(proposed(rated(ratings)), on=TODAY)

    assert (check.code, check.outcome) == ("classification", outcome)
    assert check.figures == {"years": "2022, 2023, 2024", "good": good, "needed": 3, "missing": missing}


def test_the_rating_of_a_quarter_is_not_that_of_the_year():
    official = rated({2022: GOOD, 2023: GOOD})
    make_rating(official, 2024, GOOD, quarter=4)

    assert rules.classification(proposed(official), on=TODAY).figures["missing"] == 1


@pytest.mark.parametrize(
    ("on", "years"), [(date(2024, 12, 31), "2021, 2022, 2023"), (date(2025, 1, 1), "2022, 2023, 2024")]
)
def test_a_year_not_yet_over_is_not_asked_for(on, years):
    rotation = proposed(starts=date(2025, 1, 10))

    assert rules.classification(rotation, on=on).figures["years"] == years


def test_an_old_plan_is_judged_by_the_years_before_it():
    plan = make_plan(2019, make_regulation(NUMBERS))
    rotation = make_rotation(plan=plan)

    assert rules.classification(rotation, on=TODAY).figures["years"] == "2016, 2017, 2018"


def test_ratings_are_unknown_where_no_text_says_how_many_years():
    assert rules.classification(proposed(numbers={}), on=TODAY).outcome == UNKNOWN


# --- Discipline ---------------------------------------------------------------------------------------------


def disciplined(form, decided_on, ended_on=None):
    official = make_official()
    official.discipline_records.create(side="party", form=form, decided_on=decided_on, ended_on=ended_on)
    return official


def going(official, coming="Bí thư Đảng ủy", held="Phó Bí thư Đảng ủy"):
    """A proposal from one post to another, higher unless told otherwise."""
    if held:
        make_holding(official, make_post(None, held), date(2015, 1, 1))
    return proposed(official, receiving_posts=[make_post(None, coming)] if coming else [])


def test_a_clean_file_passes():
    assert rules.discipline(proposed(), on=TODAY).outcome == PASS


@pytest.mark.parametrize(
    ("form", "months"),
    [
        (DisciplineForm.REPRIMAND, 24),
        (DisciplineForm.WARNING, 36),
        (DisciplineForm.PAY_CUT, 36),
        (DisciplineForm.DEMOTION, 60),
        (DisciplineForm.REMOVAL, 60),
    ],
)
def test_a_higher_post_waits_so_many_months_to_the_day(form, months):
    clear = PartialDate.of_day(TODAY).plus_months(-months).first
    still = clear.replace(day=clear.day + 1)

    for decided_on, outcome in ((clear, PASS), (still, WARN)):
        rotation = going(disciplined(form, decided_on, ended_on=date(2025, 3, 1)))
        check = rules.discipline(rotation, on=TODAY)
        assert (check.code, check.outcome, check.figures["wait"]) == ("discipline", outcome, months)
        rotation.plan.rotations.all().delete()
        rotation.plan.delete()


@pytest.mark.parametrize(
    ("coming", "held", "outcome"),
    [
        ("Bí thư Đảng ủy", "Phó Bí thư Đảng ủy", WARN),
        ("Phó Bí thư Đảng ủy", "Phó Bí thư Đảng ủy", PASS),
        ("Phó Bí thư Đảng ủy", "", UNKNOWN),
        ("", "Phó Bí thư Đảng ủy", UNKNOWN),
    ],
)
def test_a_measure_that_has_ended_weighs_on_a_higher_post_alone(coming, held, outcome):
    official = disciplined(DisciplineForm.REPRIMAND, date(2024, 1, 1), ended_on=date(2025, 1, 1))

    assert rules.discipline(going(official, coming, held), on=TODAY).outcome == outcome


@pytest.mark.parametrize(("ended_on", "outcome"), [(date(2025, 3, 11), WARN), (TODAY, PASS)])
def test_a_measure_that_runs_weighs_on_any_post(ended_on, outcome):
    official = disciplined(DisciplineForm.REPRIMAND, date(2020, 1, 1), ended_on=ended_on)

    assert rules.discipline(going(official, "Phó Bí thư Đảng ủy"), on=TODAY).outcome == outcome


def test_a_measure_without_an_end_runs_for_its_waiting_time():
    official = disciplined(DisciplineForm.REPRIMAND, date(2024, 1, 1))

    assert rules.discipline(going(official, "Phó Bí thư Đảng ủy"), on=TODAY).outcome == WARN


def test_expulsion_never_wears_off():
    official = disciplined(DisciplineForm.EXPULSION, date(2000, 1, 1), ended_on=date(2001, 1, 1))

    assert rules.discipline(going(official), on=TODAY).outcome == WARN


def test_the_gravest_of_several_measures_is_told():
    official = disciplined(DisciplineForm.REPRIMAND, date(2010, 1, 1), ended_on=date(2011, 1, 1))
    official.discipline_records.create(side="party", form="warning", decided_on=date(2024, 1, 1))

    check = rules.discipline(going(official), on=TODAY)

    assert (check.outcome, check.figures["form"]) == (WARN, "Cảnh cáo")
    assert check.figures["clear_from"] == "01/01/2027"


def test_a_measure_of_after_the_start_does_not_count():
    official = disciplined(DisciplineForm.EXPULSION, date(2025, 3, 11))

    assert rules.discipline(going(official), on=TODAY).outcome == PASS


def test_a_measure_whose_wait_no_text_sets_is_unknown():
    official = disciplined(DisciplineForm.REPRIMAND, date(2024, 1, 1))

    assert rules.discipline(proposed(official, numbers={}), on=TODAY).outcome == UNKNOWN
