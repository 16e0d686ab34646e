"""The rule book is changed: from a day on, with what it does to open cases shown first, and nothing past touched."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotations import rules, workflow
from rotations.models import (
    CatalogueEntry,
    DossierTemplateItem,
    EligibilityCheck,
    NonLocalPost,
    PostStandard,
    Regulation,
    RetirementAge,
    Rotation,
    RuleJudging,
    StepTemplate,
    StepTemplateItem,
)
from rotations.partial_dates import PartialDate
from rotations.reports.rule_history import rule_history
from rotations.vocabulary import MovementType, ParameterCode, RotationStatus
from rotations.workflow import ParameterChange, RetirementChange, RowChange, TextChange
from tests.makers import (
    TODAY,
    make_holding,
    make_official,
    make_plan,
    make_position,
    make_post,
    make_post_standard,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_step_template,
    make_unit,
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

    row = change(regulation, valid_from=TOMORROW, article="Điều 2").keep(by=lead, on=TODAY)

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
        change(fresh, value, day).keep(by=lead, on=TODAY)

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

    assert said in asked.refusal(by=lead, on=TODAY)
    if said:
        with pytest.raises(workflow.MoveRefused):
            asked.keep(by=lead, on=TODAY)
        assert regulation.parameters.count() == 1
    else:
        assert asked.refusal(by=lead, on=TODAY) == ""


def test_a_second_value_for_one_day_is_refused(lead):
    regulation = text()
    change(regulation).keep(by=lead, on=TODAY)

    again = change(Regulation.objects.get(pk=regulation.pk), 48)

    assert "đã được đặt cho ngày đó" in again.refusal(by=lead, on=TODAY)


def test_a_number_the_text_never_set_may_be_filled_in_for_the_past(lead):
    regulation = make_regulation({})

    change(regulation, valid_from=date(2020, 1, 1)).keep(by=lead, on=TODAY)

    assert Regulation.objects.get(pk=regulation.pk).number(IN_POST, on=date(2020, 1, 1)) == 36


def test_only_the_head_of_the_board_changes_the_rule_book(board, committee):
    regulation = text()
    for account in (board, committee):
        with pytest.raises(workflow.MoveRefused):
            change(regulation).keep(by=account, on=TODAY)
        row = regulation.condition_rules.model(regulation=regulation, code="discipline")
        with pytest.raises(workflow.MoveRefused):
            RowChange(regulation, added=row).keep(by=account, on=TODAY)


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
    monkeypatch.setattr("rotations.workflow.rule_effects.BATCH", 2)
    monkeypatch.setattr("rotations.workflow.rule_effects.SHOWN", 3)
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


# --- The text above, and the days of a text ------------------------------------------------------------------


def under(regulation, parent, **days):
    kept = {"effective_from": regulation.effective_from, "effective_to": regulation.effective_to}
    return TextChange(regulation, parent=parent, **(kept | days))


def test_another_text_above_is_shown_with_the_open_cases_that_read_their_number_from_it(lead):
    old, new = text(24), text(36)
    lower = make_regulation({}, parent=old)
    lowest, has_its_own = make_regulation({}, parent=lower), text(12, parent=lower)
    plan = make_plan(2025, lowest)
    for months in (23, 24, 35, 36):
        in_post_for(months, plan)
    in_post_for(30, make_plan(2026, has_its_own), starts=date(2026, 3, 10))

    affected = workflow.affected_by(under(lower, new), on=TODAY)

    assert (affected.judged, affected.changed) == (5, 2)
    assert affected.steps == [("Thời gian giữ chức vụ hiện tại", "Đạt", "Cần xem xét, cần lý do", 2)]
    assert [effect.after.figures["served"] for effect in affected.first] == [24, 35]
    assert Regulation.objects.get(pk=lower.pk).parent == old


def test_a_text_without_one_above_leaves_what_it_does_not_set_unknown():
    lower = make_regulation({}, parent=text(24))
    in_post_for(30, make_plan(2025, lower), starts=YESTERDAY)

    affected = workflow.affected_by(under(lower, None), on=TODAY)

    assert affected.steps == [("Thời gian giữ chức vụ hiện tại", "Đạt", "Chưa đủ căn cứ, cần lý do", 1)]


def test_what_a_doubt_needs_by_the_text_above_is_part_of_the_effect():
    old, new = text(24), text(24)
    new.condition_rules.create(code="min_time_in_post", needs_document=True)
    lower = make_regulation({}, parent=old)
    in_post_for(12, make_plan(2025, lower))

    affected = workflow.affected_by(under(lower, new), on=TODAY)

    assert affected.steps == [
        (
            "Thời gian giữ chức vụ hiện tại", "Cần xem xét, cần lý do", "Cần xem xét, cần lý do, văn bản", 1,
        )
    ]  # fmt: skip


def test_the_days_of_a_text_judge_nobody_otherwise_and_it_is_said_that_all_were_looked_at(lead):
    regulation = text()
    in_post_for(30, make_plan(regulation=regulation))

    affected = workflow.affected_by(under(regulation, None, effective_to=TOMORROW), on=TODAY)

    assert (affected.judged, affected.changed) == (1, 0)


def test_a_preview_costs_as_many_queries_for_twenty_cases_as_for_one():
    lower, new = make_regulation({}, parent=text(24)), text(36)
    plan = make_plan(regulation=lower)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            workflow.affected_by(
                under(Regulation.objects.get(pk=lower.pk), Regulation.objects.get(pk=new.pk)), on=TODAY
            )
        return len(captured)

    in_post_for(30, plan)
    one = cost()
    for _ in range(19):
        in_post_for(30, plan)
    assert cost() == one


def test_the_text_above_and_the_days_are_kept_and_signed(lead):
    new, regulation = text(36), text()

    under(regulation, new, effective_from=date(2020, 6, 1), effective_to=TOMORROW).keep(by=lead, on=TODAY)

    kept = Regulation.objects.get(pk=regulation.pk)
    assert (kept.parent, kept.effective_from, kept.effective_to) == (new, date(2020, 6, 1), TOMORROW)
    assert kept.history.first().history_user == lead


@pytest.mark.parametrize("below", [0, 1, 2])
def test_no_text_stands_above_itself(lead, below):
    texts = [text()]
    for _ in range(2):
        texts.append(make_regulation({}, parent=texts[-1]))
    asked = under(texts[0], texts[below])

    assert "cụ thể hóa chính nó" in asked.refusal(by=lead, on=TODAY)
    with pytest.raises(workflow.MoveRefused):
        asked.keep(by=lead, on=TODAY)
    assert Regulation.objects.get(pk=texts[0].pk).parent is None


def test_a_change_of_nothing_and_one_by_somebody_else_are_refused(lead, board):
    regulation = text()

    assert "không khác" in under(regulation, None).refusal(by=lead, on=TODAY)
    with pytest.raises(workflow.MoveRefused):
        under(regulation, text()).keep(by=board, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="Ngày hết hiệu lực phải sau"):
        under(regulation, None, effective_to=regulation.effective_from).keep(by=lead, on=TODAY)
    assert Regulation.objects.get(pk=regulation.pk).parent is None


# --- The past -----------------------------------------------------------------------------------------------


def test_rules_of_2019_judge_a_plan_of_2019_and_a_change_of_today_changes_no_past_assessment(lead):
    regulation = text(effective_from=date(2018, 1, 1), issued_on=date(2018, 1, 1))
    old = in_post_for(30, make_plan(2019, regulation), starts=date(2019, 6, 1), on=date(2019, 5, 1))
    workflow.make_move(old, "approve", by=lead, on=date(2019, 5, 2), exception=REASON)
    kept = list(EligibilityCheck.objects.order_by("pk").values())
    assert rules.min_time_in_post(old, on=TODAY).figures == {"served": 30, "needed": 24}

    shown = workflow.affected_by(change(regulation), on=TODAY)
    change(Regulation.objects.get(pk=regulation.pk)).keep(by=lead, on=TODAY)

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
            RowChange(regulation, ended=row, until=until).keep(by=lead, on=TODAY)
    else:
        RowChange(regulation, ended=row, until=until).keep(by=lead, on=TODAY)
    row.refresh_from_db()
    assert row.valid_to == (None if refused else until)


def test_a_row_that_has_ended_is_not_ended_again(lead):
    regulation = make_regulation()
    row = regulation.condition_rules.create(code="discipline", valid_to=TODAY)

    with pytest.raises(workflow.MoveRefused, match="đã thôi áp dụng"):
        RowChange(regulation, ended=row, until=TOMORROW).keep(by=lead, on=TODAY)


def a_post(regulation, position, **fields):
    return NonLocalPost(regulation=regulation, position=position, level="commune", **fields)


def test_a_post_put_on_the_list_and_one_taken_off_tell_whom_they_affect(lead):
    regulation = make_regulation({ParameterCode.LOCAL_UNIT_LEVEL: 3, ParameterCode.LOCAL_BY_NATIVE_PLACE: 1})
    commune, head = make_unit("Xã Nậm Đơn"), make_position("Bí thư Đảng ủy", is_head=True)
    local = make_official("Lò Thị Trong", native_unit=commune)
    plan = make_plan(regulation=regulation)
    make_rotation(local, receiving=commune, plan=plan, receiving_posts=[make_post(commune, head)])
    make_rotation(make_official(), plan=plan)

    came = RowChange(regulation, added=a_post(regulation, head))
    shown = workflow.affected_by(came, on=TODAY)
    assert (shown.judged, shown.steps) == (2, [("Không là người địa phương", "Không xét", "Cần xem xét", 1)])
    assert not regulation.non_local_posts.exists()
    row = came.keep(by=lead, on=TODAY)
    gone = RowChange(regulation, ended=row, until=TODAY)

    assert workflow.affected_by(gone, on=TODAY).steps == [
        ("Không là người địa phương", "Cần xem xét", "Không xét", 1)
    ]


def test_a_standard_replaced_from_a_day_on_tells_whom_it_affects(lead):
    regulation = make_regulation({})
    post = make_post(make_unit("Xã Nậm Đơn"), "Phó Bí thư Đảng ủy")
    standard = make_post_standard(regulation, post.position, professional_level="Đại học")
    master = CatalogueEntry.objects.get(kind="professional_level", name="Đại học")
    plan = make_plan(regulation=regulation)
    make_rotation(
        make_official(professional_level=master), receiving=post.unit, plan=plan, receiving_posts=[post]
    )
    higher = PostStandard(
        regulation=regulation, position=post.position, level="commune", valid_from=TOMORROW,
        professional_level=CatalogueEntry.objects.get(kind="professional_level", name="Thạc sĩ"),
    )  # fmt: skip
    change = RowChange(regulation, added=higher, ended=standard, until=TOMORROW)

    assert workflow.affected_by(change, on=TODAY).steps == [
        ("Tiêu chuẩn chức danh nơi đến", "Đạt", "Cần xem xét", 1)
    ]
    change.keep(by=lead, on=TODAY)

    standard.refresh_from_db()
    assert (standard.valid_to, higher.valid_from) == (TOMORROW, TOMORROW)


def test_what_a_doubt_needs_tells_the_doubtful_cases(lead):
    regulation = text()
    plan = make_plan(regulation=regulation)
    for months in (23, 24):
        in_post_for(months, plan)
    asks = regulation.condition_rules.model(
        regulation=regulation, code="min_time_in_post", needs_approver=True, needs_document=True
    )

    affected = workflow.affected_by(RowChange(regulation, added=asks), on=TODAY)

    assert affected.steps == [
        (
            "Thời gian giữ chức vụ hiện tại",
            "Cần xem xét, cần lý do",
            "Cần xem xét, cần lý do, người chấp thuận, văn bản",
            1,
        )
    ]


@pytest.mark.parametrize(("kind", "judged"), [("health_certificate", 1), ("other", 0)])
def test_a_paper_asked_for_from_a_day_on_is_asked_of_cases_of_that_day(lead, kind, judged):
    regulation = make_regulation({ParameterCode.HEALTH_CERTIFICATE_MONTHS: 6})
    plan = make_plan(regulation=regulation)
    make_rotation(plan=plan, starts_on=TOMORROW)
    paper = DossierTemplateItem(
        regulation=regulation, ordinal=1, name="Giấy khám", kind=kind, valid_from=TOMORROW
    )
    change = RowChange(regulation, added=paper)

    affected = workflow.affected_by(change, on=TODAY)
    assert (affected.judged, affected.changed) == (judged, judged)
    change.keep(by=lead, on=TODAY)

    before = make_rotation(plan=plan, starts_on=TODAY)
    after = make_rotation(plan=plan, starts_on=TOMORROW)
    assert [case.dossier.count() for case in (before, after)] == [0, 1]


@pytest.mark.parametrize(("year", "refused"), [(2025, True), (2026, False)])
def test_an_age_of_a_year_to_come_tells_whom_it_affects(lead, year, refused):
    regulation = make_regulation({ParameterCode.REMAINING_SERVICE_MONTHS: 120})
    official = make_official(sex="male", birth_date=date(1973, 3, 10))
    make_rotation(official, plan=make_plan(regulation=regulation), starts_on=TODAY)
    change = RetirementChange(RetirementAge(sex="male", year=year, age_months=744, document="Thử"))

    assert bool(change.refusal(by=lead, on=TODAY)) == refused
    last = RetirementChange(RetirementAge(sex="male", year=2040, age_months=720, document="Thử"))
    table = RetirementAge.objects.filter(sex="male").order_by("year").last()
    shorter = RetirementChange(RetirementAge(sex="male", year=table.year, age_months=700, document="Thử"))
    assert workflow.affected_by(last, on=TODAY).changed == 0
    assert workflow.affected_by(shorter, on=TODAY).steps == [
        ("Thời gian công tác còn lại", "Đạt", "Cần xem xét", 1)
    ]
    if not refused:
        change.keep(by=lead, on=TODAY)
        assert RetirementAge.objects.get(sex="male", year=year).age_months == 744


def test_more_cases_than_can_be_waited_for_are_judged_a_part_at_a_time(monkeypatch, lead):
    monkeypatch.setattr("rotations.workflow.rule_effects.AT_ONCE", 2)
    regulation = text()
    plan = make_plan(regulation=regulation)
    for months in (23, 24, 30, 35, 36):
        in_post_for(months, plan)
    asked = change(regulation)
    judging = workflow.begin_judging(asked, by=lead, on=TODAY, path="/", typed="", title="Thử")

    seen = []
    while not judging.is_over:
        found = workflow.go_on_judging(RuleJudging.objects.get(pk=judging.pk), asked)
        judging.refresh_from_db()
        seen.append((judging.done, found.judged, found.changed))

    assert seen == [(2, 2, 1), (4, 4, 3), (5, 5, 3)]
    whole = workflow.affected_by(asked, on=TODAY)
    again = workflow.go_on_judging(judging, asked)
    assert (again.steps, again.shown) == (whole.steps, whole.shown)
    assert workflow.still_stands(judging, on=TODAY)
    assert not workflow.still_stands(judging, on=TOMORROW)
    change(regulation, 48, TOMORROW).keep(by=lead, on=TODAY)
    assert not workflow.still_stands(judging, on=TODAY)


# --- A text in the place of another -------------------------------------------------------------------------


def test_a_new_text_begins_with_what_stands_and_the_old_plans_keep_the_old_one(lead):
    old = text(with_steps=True)
    old.parameters.create(code=ParameterCode.MAX_HEAD_TERMS, value=2, valid_to=TODAY)
    make_post_standard(old)
    plan = make_plan(regulation=old)
    new = Regulation(
        symbol="9-QĐ/THỬ", title="Mới", level="district", issuer="Thử", issued_on=TODAY, effective_from=TODAY
    )

    workflow.issue_text(new, replaces=old, by=lead, on=TODAY)

    old.refresh_from_db()
    assert (old.effective_to, new.replaces) == (TODAY, old)
    assert [(row.code, row.value) for row in new.parameters.all()] == [(IN_POST, 24)]
    assert new.post_standards.count() == 1
    assert new.step_templates.get().items.count() == 5
    plan.refresh_from_db()
    assert plan.regulation == old
    assert old.parameters.count() == 2


@pytest.mark.parametrize("days", [0, 1])
def test_a_new_text_begins_after_the_one_it_replaces(lead, days):
    old = text()
    new = Regulation(
        symbol="9-QĐ/THỬ", title="Mới", level="district", issuer="Thử", issued_on=TODAY,
        effective_from=old.effective_from + timedelta(days=days),
    )  # fmt: skip

    if days:
        workflow.issue_text(new, replaces=old, by=lead, on=TODAY)
    else:
        with pytest.raises(workflow.MoveRefused, match="phải có hiệu lực sau"):
            workflow.issue_text(new, replaces=old, by=lead, on=TODAY)
    assert Regulation.objects.filter(symbol="9-QĐ/THỬ").count() == days


def test_an_article_is_put_right_and_its_history_tells(lead, board):
    row = text().parameters.get()

    with pytest.raises(workflow.MoveRefused):
        workflow.cite_anew(row, "Điều 7", by=board)
    workflow.cite_anew(row, "Điều 7", by=lead)

    row.refresh_from_db()
    assert row.article == "Điều 7"
    told = rule_history(row.regulation)[0]
    assert (told.verb, told.by, told.columns) == ("Sửa", str(lead), [("Điều, khoản", "Điều 1", "Điều 7")])


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
