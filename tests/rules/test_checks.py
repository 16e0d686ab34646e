"""What all conditions share: the day they judge by, the text they cite, and that none of them blocks."""

from datetime import date

import pytest
from django.db import connection

from rotations import rules, workflow
from rotations.models import Account, Regulation, Rotation
from rotations.partial_dates import PartialDate
from rotations.rules.checks import cite, compare
from rotations.vocabulary import CheckOutcome, ConditionCode, ParameterCode
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
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts", "on", "judged"),
    [
        (PartialDate.of_day(date(2019, 6, 1)), TODAY, date(2019, 6, 1)),
        (PartialDate.of_month(2025, 3), TODAY, TODAY),
        (PartialDate.of_month(2025, 4), TODAY, date(2025, 4, 1)),
        (None, TODAY, date(2019, 12, 31)),
        (None, date(2019, 5, 5), date(2019, 5, 5)),
        (None, date(2018, 11, 20), date(2019, 1, 1)),
    ],
)
def test_a_case_is_judged_on_the_day_nearest_to_today_that_it_may_start(starts, on, judged):
    rotation = make_rotation(plan=make_plan(2019))
    rotation.starts = starts

    assert rules.judged_on(rotation, on=on) == judged


@pytest.mark.parametrize(
    ("symbol", "article", "cited"),
    [
        ("65-QĐ/TW", "Điều 5", "Điều 5, Quy định 65-QĐ/TW"),
        ("170/2025/NĐ-CP", "Điều 46", "Điều 46, Nghị định 170/2025/NĐ-CP"),
        ("98-QĐ/TW", "", "Quy định 98-QĐ/TW"),
        ("65-QĐ/TW", "Quy định 377-QĐ/TW", "Quy định 377-QĐ/TW"),
    ],
)
def test_a_number_is_cited_by_its_article_and_text(symbol, article, cited):
    regulation = Regulation.objects.filter(symbol=symbol).first() or make_regulation(symbol=symbol)
    regulation.parameters.all().delete()
    parameter = regulation.parameters.create(code=ParameterCode.ROTATION_MONTHS, value=36, article=article)

    assert cite(parameter) == cited


@pytest.mark.parametrize(
    ("least", "most", "outcome"),
    [
        (120, 120, CheckOutcome.PASS),
        (119, 119, CheckOutcome.WARN),
        (120, 131, CheckOutcome.PASS),
        (119, 120, CheckOutcome.UNKNOWN),
        (108, 119, CheckOutcome.WARN),
    ],
)
def test_a_range_is_unknown_where_the_number_lies_inside(least, most, outcome):
    assert compare(least, most, 120) == outcome


@pytest.mark.parametrize("numbers", [{}, dict.fromkeys(ParameterCode, 1)], ids=["no numbers", "all numbers"])
def test_an_empty_file_gets_an_answer_from_every_condition_and_no_error(numbers):
    rotation = make_rotation(plan=make_plan(regulation=make_regulation(numbers)))

    for rule in workflow.MOVES["approve"].asks:
        check = rule(rotation, on=TODAY)
        if check is not None:
            assert check.code == rule.__name__
            assert check.message
            assert check.regulation == rotation.plan.regulation


def test_conditions_only_report(db):
    """Whatever they say, a case with a reason goes on."""
    rotation = make_rotation(plan=make_plan(regulation=make_regulation({})))

    step = workflow.make_move(rotation, "approve", by=None, on=TODAY, exception="Kết luận 12-KL/HU")

    assert step.checks.filter(outcome=CheckOutcome.UNKNOWN).exists()
    assert Account.objects.count() == 0


def test_the_conditions_are_those_of_the_reference_and_in_the_vocabulary():
    asked = [rule.__name__ for rule in workflow.FINAL_CONDITIONS]

    assert sorted(asked) == sorted(ConditionCode)
    assert {
        "remaining_service", "one_term_left", "in_planning", "not_local", "two_terms", "health", "discipline",
        "classification", "post_standard", "min_time_in_post",
    } <= set(asked)  # fmt: skip


def test_all_conditions_of_many_cases_cost_as_many_queries_as_those_of_one(django_assert_num_queries):
    post = make_post(quota=9)
    cases = [make_rotation(receiving=post.unit, receiving_posts=[post]) for _ in range(3)]
    for case in cases:
        make_holding(case.official, make_post())

    assert connection.features.supports_json_field  # Django asks this once for a connection
    for wanted in (cases[:1], cases):
        with django_assert_num_queries(4):
            chosen = Rotation.objects.filter(pk__in=[case.pk for case in wanted])
            loaded = list(chosen.select_related("official", "plan__regulation__parent"))
            rules.load(loaded)
            for rule in workflow.FINAL_CONDITIONS:
                for case in loaded:
                    rule(case, on=TODAY)


def test_a_loaded_case_is_judged_as_one_that_reads_for_itself():
    official = make_official(sex="male")
    official.birth = PartialDate.of_month(1980, 5)
    official.save()
    make_succession_entry(official)
    make_rating(official)
    make_holding(official, make_post(), held_from=date(2020, 2, 1))
    official.discipline_records.create(side="party", form="reprimand", decided_on=date(2024, 5, 1))
    rotation = make_rotation(official, plan=make_plan(regulation=Regulation.objects.get(symbol="02-QĐi/HU")))
    loaded = Rotation.objects.select_related("official", "plan__regulation").get(pk=rotation.pk)
    rules.load([loaded])

    for rule in workflow.FINAL_CONDITIONS:
        one, other = rule(loaded, on=TODAY), rule(Rotation.objects.get(pk=rotation.pk), on=TODAY)
        assert (one and (one.outcome, one.figures, one.message, one.cited)) == (
            other and (other.outcome, other.figures, other.message, other.cited)
        )
