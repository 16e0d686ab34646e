"""The rule book is changed: from a day on, with what it does to open cases shown first, and nothing past touched."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations import rules, workflow
from rotations.models import EligibilityCheck, Regulation, Rotation, StepTemplate, StepTemplateItem
from rotations.partial_dates import PartialDate
from rotations.vocabulary import MovementType, ParameterCode, RotationStatus
from rotations.workflow import ParameterChange
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_step_template,
    walk,
)

pytestmark = pytest.mark.django_db

IN_POST = ParameterCode.MIN_TIME_IN_POST_MONTHS
TOMORROW, YESTERDAY = date(2025, 3, 11), date(2025, 3, 9)
REASON = "Kết luận 12-KL/HU"


def in_post_for(months, plan, starts=TODAY, **fields):
    """A proposal starting on that day, of somebody in post for so many months."""
    official = make_official(f"Lò Văn Tháng {months}")
    make_holding(
        official, make_post(None, "Phó Bí thư Đảng ủy"), PartialDate.of_day(starts).plus_months(-months).first
    )
    return make_rotation(official, plan=plan, starts_on=starts, **fields)


def text(value=24, **fields):
    return make_regulation({IN_POST: value}, **fields)


def change(regulation, value=36, valid_from=TODAY, code=IN_POST, **fields):
    return ParameterChange(regulation, code, value, valid_from, **fields)


# --- Keeping a number ---------------------------------------------------------------------------------------


def test_a_change_ends_the_row_that_stood_and_both_stay_on_record(lead):
    regulation = text()

    row = workflow.set_parameter(change(regulation, valid_from=TOMORROW, article="Điều 2"), by=lead, on=TODAY)

    regulation = Regulation.objects.get(pk=regulation.pk)
    assert [regulation.number(IN_POST, on=day) for day in (TODAY, TOMORROW)] == [24, 36]
    before = regulation.parameters.get(valid_from=None)
    assert (before.value, before.valid_to) == (24, TOMORROW)
    assert (row.value, row.valid_from, row.valid_to, row.article) == (36, TOMORROW, None, "Điều 2")
    assert {line.history_user for line in (before.history.first(), row.history.first())} == {lead}


def test_a_change_between_two_others_ends_where_the_later_one_begins(lead):
    regulation = text()
    for value, day in ((48, date(2026, 1, 1)), (36, date(2025, 7, 1))):
        fresh = Regulation.objects.get(pk=regulation.pk)
        workflow.set_parameter(change(fresh, value, day), by=lead, on=TODAY)

    regulation = Regulation.objects.get(pk=regulation.pk)
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [regulation.number(IN_POST, on=day) for day in days] == [24, 36, 36, 48]


@pytest.mark.parametrize(
    ("fields", "value", "valid_from", "said"),
    [
        ({}, 36, YESTERDAY, "từ hôm nay trở đi"),
        ({}, 24, TODAY, "không khác"),
        ({"effective_from": TOMORROW}, 36, TODAY, "trước ngày văn bản có hiệu lực"),
        ({"effective_to": TODAY}, 36, TODAY, "hết hiệu lực từ 10/03/2025"),
        ({}, 36, TODAY, ""),
    ],
)
def test_what_was_judged_stays_and_what_makes_no_sense_is_refused(lead, fields, value, valid_from, said):
    regulation = text(**fields)
    asked = change(regulation, value, valid_from)

    assert said in workflow.rule_book_refusal(asked, by=lead, on=TODAY)
    if said:
        with pytest.raises(workflow.MoveRefused):
            workflow.set_parameter(asked, by=lead, on=TODAY)
        assert regulation.parameters.count() == 1
    else:
        assert workflow.rule_book_refusal(asked, by=lead, on=TODAY) == ""


def test_a_second_value_for_one_day_is_refused(lead):
    regulation = text()
    workflow.set_parameter(change(regulation), by=lead, on=TODAY)

    again = change(Regulation.objects.get(pk=regulation.pk), 48)

    assert "đã được đặt cho ngày đó" in workflow.rule_book_refusal(again, by=lead, on=TODAY)


def test_a_number_the_text_never_set_may_be_filled_in_for_the_past(lead):
    regulation = make_regulation({})

    workflow.set_parameter(change(regulation, valid_from=date(2020, 1, 1)), by=lead, on=TODAY)

    assert Regulation.objects.get(pk=regulation.pk).number(IN_POST, on=date(2020, 1, 1)) == 36


def test_only_the_head_of_the_board_changes_the_rule_book(board, committee):
    regulation = text()
    for account in (board, committee):
        with pytest.raises(workflow.MoveRefused):
            workflow.set_parameter(change(regulation), by=account, on=TODAY)
        with pytest.raises(workflow.MoveRefused):
            workflow.keep_rule_row(regulation.condition_rules.model(regulation=regulation), by=account)


# --- Whom it affects ----------------------------------------------------------------------------------------


def test_the_cases_that_come_out_otherwise_are_told_with_their_figures(lead):
    regulation = text()
    plan = make_plan(regulation=regulation)
    for months in (23, 24, 35, 36):
        in_post_for(months, plan)

    affected = workflow.affected_by(change(regulation), on=TODAY)

    assert (affected.judged, affected.changed) == (4, 2)
    assert affected.steps == [("Thời gian giữ chức vụ hiện tại", "Đạt", "Cần xem xét", 2)]
    served = [(effect.before.figures, effect.after.figures) for effect in affected.first]
    assert served == [
        ({"served": months, "needed": 24}, {"served": months, "needed": 36}) for months in (24, 35)
    ]
    assert regulation.parameters.count() == 1


def test_a_case_that_started_before_the_day_or_is_no_longer_open_is_not_affected(lead):
    regulation = text()
    plan = make_plan(regulation=regulation)
    in_post_for(30, plan, starts=YESTERDAY)
    called_off = in_post_for(30, plan)
    walk(called_off, "cancel", cancel_reason="Sức khỏe")
    in_post_for(30, make_plan(2024, make_regulation({IN_POST: 24})))

    assert workflow.affected_by(change(regulation), on=TODAY).changed == 0


def test_a_change_of_later_is_judged_by_its_own_first_day():
    regulation = text()
    plan = make_plan(regulation=regulation)
    in_post_for(30, plan, starts=date(2025, 6, 1))
    in_post_for(30, plan, starts=date(2025, 5, 31))

    affected = workflow.affected_by(change(regulation, valid_from=date(2025, 6, 1)), on=TODAY)

    assert affected.changed == 1


def test_cases_of_a_lower_text_that_reads_the_number_from_above_are_affected_and_others_are_not():
    upper = text()
    reads, has_its_own = make_regulation({}, parent=upper), text(parent=upper)
    in_post_for(30, make_plan(2025, reads))
    in_post_for(30, make_plan(2026, has_its_own), starts=date(2026, 3, 10))

    affected = workflow.affected_by(change(upper), on=TODAY)

    assert [effect.rotation.plan.regulation for effect in affected.first] == [reads]


def test_a_number_no_condition_reads_affects_no_case():
    regulation = make_regulation({ParameterCode.ROTATION_MONTHS: 36})
    make_rotation(plan=make_plan(regulation=regulation))

    asked = change(regulation, 48, code=ParameterCode.ROTATION_MONTHS)

    assert workflow.affected_by(asked, on=TODAY).judged == 0


def test_what_was_shown_has_a_mark_that_changes_with_the_cases():
    regulation = text()
    plan = make_plan(regulation=regulation)
    in_post_for(30, plan)
    shown = workflow.affected_by(change(regulation), on=TODAY)

    assert workflow.affected_by(change(regulation), on=TODAY).digest == shown.digest
    assert workflow.affected_by(change(regulation, 48), on=TODAY).digest != shown.digest
    in_post_for(31, plan)
    assert workflow.affected_by(change(regulation), on=TODAY).digest != shown.digest


def test_a_hundred_are_shown_and_all_are_counted(monkeypatch):
    monkeypatch.setattr("rotations.workflow.regulations.BATCH", 2)
    monkeypatch.setattr("rotations.workflow.regulations.SHOWN", 3)
    regulation = text()
    plan = make_plan(regulation=regulation)
    for _ in range(5):
        in_post_for(30, plan)

    affected = workflow.affected_by(change(regulation), on=TODAY)

    assert (affected.judged, affected.changed, len(affected.first)) == (5, 5, 3)


def test_it_costs_as_many_queries_for_twenty_cases_as_for_two():
    regulation = text()
    plan = make_plan(regulation=regulation)
    costs = []
    for count in (2, 18):
        for _ in range(count):
            in_post_for(30, plan)
        with CaptureQueriesContext(connection) as captured:
            workflow.affected_by(change(Regulation.objects.get(pk=regulation.pk)), on=TODAY)
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[1] <= 9


def test_the_conditions_said_to_read_a_number_are_those_that_do(monkeypatch):
    """Whatever a condition asks the text for, it is listed as a reader of."""
    read = []
    looked_up = Regulation.parameter

    def spy(self, code, *, on):
        read.append(ParameterCode(code))
        return looked_up(self, code, on=on)

    monkeypatch.setattr(Regulation, "parameter", spy)
    central = Regulation.objects.get(symbol="65-QĐ/TW")
    official = make_official(sex="male")
    official.discipline_records.create(side="party", form="reprimand", decided_on=TODAY)
    make_holding(official, make_post(None, "Bí thư Đảng ủy"), date(2010, 1, 1))
    cases = [
        make_rotation(
            make_official() if purpose == "training" else official,
            plan=make_plan(2026, central) if purpose == "training" else make_plan(2027, central),
            purpose=purpose,
            receiving_posts=[make_post(None, "Bí thư Đảng ủy")],
        )
        for purpose in ("training", "term_limit")
    ]

    found = {}
    for case in cases:
        for rule in workflow.FINAL_CONDITIONS:
            read.clear()
            rule(case, on=TODAY)
            found.setdefault(rule, set()).update(read)

    readers = {rule: {code for code, asked in rules.READ_BY.items() if rule in asked} for rule in found}
    assert {
        rule.__name__: codes - readers[rule] for rule, codes in found.items() if codes - readers[rule]
    } == {}
    assert sum(map(bool, found.values())) >= 9


# --- The past -----------------------------------------------------------------------------------------------


def test_rules_of_2019_judge_a_plan_of_2019_and_a_change_of_today_changes_no_past_assessment(lead):
    regulation = text(effective_from=date(2018, 1, 1), issued_on=date(2018, 1, 1))
    old = in_post_for(30, make_plan(2019, regulation), starts=date(2019, 6, 1), on=date(2019, 5, 1))
    workflow.make_move(old, "approve", by=lead, on=date(2019, 5, 2), exception=REASON)
    kept = list(EligibilityCheck.objects.order_by("pk").values())
    assert rules.min_time_in_post(old, on=TODAY).figures == {"served": 30, "needed": 24}

    shown = workflow.affected_by(change(regulation), on=TODAY)
    workflow.set_parameter(change(Regulation.objects.get(pk=regulation.pk)), by=lead, on=TODAY)

    assert shown.changed == 0
    again = Rotation.objects.get(pk=old.pk)
    check = rules.min_time_in_post(again, on=date(2026, 1, 1))
    assert (check.outcome, check.figures) == ("pass", {"served": 30, "needed": 24})
    assert list(EligibilityCheck.objects.order_by("pk").values()) == kept


# --- Rows of the lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "refused"), [(TODAY, False), (YESTERDAY, True)])
def test_a_row_ends_today_or_later_and_stays_on_record(lead, until, refused):
    regulation = make_regulation()
    row = regulation.condition_rules.create(code="discipline", needs_document=True)

    if refused:
        with pytest.raises(workflow.MoveRefused, match="từ hôm nay trở đi"):
            workflow.end_rule_row(row, until=until, by=lead, on=TODAY)
    else:
        workflow.end_rule_row(row, until=until, by=lead, on=TODAY)
    row.refresh_from_db()
    assert row.valid_to == (None if refused else until)


def test_a_row_that_has_ended_is_not_ended_again(lead):
    row = make_regulation().condition_rules.create(code="discipline", valid_to=TODAY)

    with pytest.raises(workflow.MoveRefused, match="đã thôi áp dụng"):
        workflow.end_rule_row(row, until=TOMORROW, by=lead, on=TODAY)


def steps(*statuses):
    return [
        StepTemplateItem(code=f"buoc-{place}", name=f"Bước {place}", status=status)
        for place, status in enumerate(statuses, start=1)
    ]


def test_a_new_set_of_steps_is_for_new_cases_and_leaves_those_under_way(lead):
    regulation = make_regulation(with_steps=True)
    plan = make_plan(regulation=regulation)
    under_way = make_rotation(plan=plan)
    new = StepTemplate(regulation=regulation, name="Quy trình hai bước", effective_from=TODAY)

    workflow.add_step_template(new, steps(RotationStatus.PROPOSED, RotationStatus.DECIDED), by=lead)

    assert make_rotation(plan=plan).step_template == new
    assert Rotation.objects.get(pk=under_way.pk).step_template.items.count() == 5
    assert [item.ordinal for item in new.items.all()] == [1, 2]


def test_a_set_of_steps_of_the_same_day_or_earlier_or_without_steps_is_refused(lead):
    regulation = make_regulation()
    make_step_template(regulation, effective_from=TODAY)

    for day, items in ((TODAY, steps("proposed")), (TOMORROW, [])):
        template = StepTemplate(regulation=regulation, name="Mẫu", effective_from=day)
        with pytest.raises(workflow.MoveRefused):
            workflow.add_step_template(template, items, by=lead)

    assert regulation.step_templates.count() == 1


def test_a_transfer_is_judged_by_fewer_conditions_and_still_told():
    regulation = make_regulation({ParameterCode.IN_PLANNING_REQUIRED: 1})
    plan = make_plan(regulation=regulation)
    make_rotation(plan=plan, movement_type=MovementType.TRANSFER)
    make_rotation(plan=plan)

    affected = workflow.affected_by(change(regulation, 0, code=ParameterCode.IN_PLANNING_REQUIRED), on=TODAY)

    assert affected.steps == [("Trong quy hoạch", "Cần xem xét", "Không xét", 1)]


def test_a_serving_case_is_open_and_keeps_what_it_was_judged_by():
    regulation = text()
    make_rotation_at(RotationStatus.ACTIVE, plan=make_plan(regulation=regulation))

    assert workflow.affected_by(change(regulation), on=TODAY).changed == 0
