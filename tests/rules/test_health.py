"""How old the certificate of health is."""

from datetime import date

import pytest

from rotations import rules
from rotations.partial_dates import PartialDate
from rotations.vocabulary import CheckOutcome, DossierStatus, PaperKind, ParameterCode
from tests.makers import TODAY, make_plan, make_regulation, make_rotation

pytestmark = pytest.mark.django_db

PASS, WARN, UNKNOWN = CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.UNKNOWN
NUMBERS = {ParameterCode.HEALTH_CERTIFICATE_MONTHS: 6}


def with_certificate(issued_on=None, status=DossierStatus.VALID, numbers=NUMBERS, filed=True, year=2025):
    regulation = make_regulation(numbers)
    paper = regulation.dossier_items.create(
        ordinal=10, name="Giấy chứng nhận sức khỏe", kind=PaperKind.HEALTH_CERTIFICATE
    )
    rotation = make_rotation(plan=make_plan(year, regulation))
    if filed:
        rotation.dossier.update_or_create(
            template_item=paper, defaults={"issued_on": issued_on, "status": status}
        )
    return rotation


@pytest.mark.parametrize(
    ("issued_on", "outcome"), [(date(2024, 9, 10), PASS), (date(2024, 9, 9), WARN), (date(2025, 3, 11), WARN)]
)
def test_six_months_to_the_day_of_judging_are_enough(issued_on, outcome):
    check = rules.health(with_certificate(issued_on), on=TODAY)

    assert (check.code, check.outcome) == ("health", outcome)
    assert check.figures["issued"] == f"{issued_on:%d/%m/%Y}"
    assert (check.figures["allowed"], check.cited) == (
        6,
        f"Điều 1, Quy định {check.regulation.symbol}",
    )


def test_a_certificate_runs_to_the_last_day_of_a_shorter_month():
    rotation = with_certificate(date(2024, 8, 31))

    assert rules.health(rotation, on=date(2025, 2, 28)).figures["good_until"] == "28/02/2025"


@pytest.mark.parametrize(
    ("status", "issued_on", "outcome"),
    [
        (DossierStatus.MISSING, TODAY, WARN),
        (DossierStatus.EXPIRED, TODAY, WARN),
        (DossierStatus.SUBMITTED, TODAY, PASS),
        (DossierStatus.VALID, None, UNKNOWN),
        (DossierStatus.NOT_REQUIRED, None, PASS),
    ],
)
def test_the_state_of_the_paper_counts(status, issued_on, outcome):
    assert rules.health(with_certificate(issued_on, status), on=TODAY).outcome == outcome


def test_no_paper_in_the_dossier_is_a_warning():
    assert rules.health(with_certificate(filed=False), on=TODAY).outcome == WARN


def test_a_case_that_has_started_is_judged_by_its_start_not_by_today():
    rotation = with_certificate(date(2019, 1, 2), year=2019)
    rotation.starts = PartialDate.of_day(date(2019, 6, 30))

    assert rules.health(rotation, on=TODAY).outcome == PASS


def test_a_text_that_asks_for_no_certificate_says_nothing():
    rotation = make_rotation(plan=make_plan(regulation=make_regulation(NUMBERS)))

    assert rules.health(rotation, on=TODAY) is None


def test_a_number_no_text_sets_is_unknown():
    assert rules.health(with_certificate(TODAY, numbers={}), on=TODAY).outcome == UNKNOWN
