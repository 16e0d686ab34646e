"""The life of one rotation: order, permission, conflict of interest, doubts and what follows from a move."""

from datetime import date

import pytest
from django.db import connection, transaction

from rotations import workflow
from rotations.models import EligibilityCheck, FamilyMember, PostHolding, Rotation
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import (
    NEXT_STATUSES,
    DecisionKind,
    EndKind,
    EndReason,
    MovementType,
    ParameterCode,
    PlacementOutcome,
    PlanStatus,
    Role,
    RotationStatus,
    UnitLevel,
)
from rotations.workflow import MOVES
from tests.makers import (
    STARTED_ON,
    TODAY,
    approve,
    make_account,
    make_decision,
    make_holding,
    make_official,
    make_placement,
    make_plan,
    make_post,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

REASON = "Kết luận 12-KL/HU"
EARLY = {"ended_on": TODAY, "end_kind": EndKind.EARLY, "end_reason": EndReason.HEALTH}
DATA = {"decide": {"starts_on": STARTED_ON}, "cancel": {"reason": "Sức khỏe"}}


def at_the_end():
    return {**EARLY, "decision": make_decision(kind=DecisionKind.EARLY_END)}


def data_of(verb):
    return at_the_end() if verb == "end" else DATA.get(verb, {})


def in_post_for(months):
    """A rotation starting today of somebody in post for so many months, under a text that asks 24."""
    asked = {
        ParameterCode.ROTATION_MONTHS: 36,
        ParameterCode.MIN_TIME_IN_POST_MONTHS: 24,
    }
    official = make_official()
    since = PartialDate.of_day(TODAY).plus_months(-months).first
    make_holding(official, held_from=since)
    return make_rotation(official, plan=make_plan(regulation=make_regulation(asked)), starts_on=TODAY)


# --- Doubts -------------------------------------------------------------------------------------------------


def test_a_doubtful_case_needs_a_reason(lead):
    rotation = in_post_for(6)

    with pytest.raises(workflow.ExceptionNeeded) as doubt:
        workflow.make_move(rotation, "approve", by=lead, on=TODAY)

    figures = {check.code: check.figures for check in doubt.value.checks}
    assert figures["min_time_in_post"] == {"served": 6, "needed": 24}
    assert "6 tháng" in str(doubt.value)
    assert rotation.steps.count() == 1
    assert not EligibilityCheck.objects.exists()

    workflow.make_move(rotation, "approve", by=lead, on=TODAY, exception=REASON)

    assert rotation.steps.last().note == REASON
    assert rotation.status == RotationStatus.APPROVED_IN_PRINCIPLE


def test_what_the_rules_said_is_kept_beside_the_step_with_its_text(lead):
    lead.official = make_official()
    lead.save()
    rotation = in_post_for(6)

    step = workflow.make_move(rotation, "approve", by=lead, on=TODAY, exception=REASON)

    kept = step.checks.get(code="min_time_in_post")
    assert (kept.outcome, kept.figures, kept.checked_on) == ("warn", {"served": 6, "needed": 24}, TODAY)
    assert kept.cited == f"Điều 1, Quy định {rotation.plan.regulation.symbol}"
    assert (kept.exception_reason, kept.approved_by) == (REASON, lead.official)
    assert kept.regulation == rotation.plan.regulation
    passed = step.checks.get(code="discipline")
    assert (passed.outcome, passed.exception_reason, passed.approved_by) == ("pass", "", None)


def test_a_blank_reason_is_no_reason(lead):
    with pytest.raises(workflow.ExceptionNeeded):
        workflow.make_move(in_post_for(6), "approve", by=lead, on=TODAY, exception="  ")


def test_a_doubt_accepted_before_needs_no_second_reason_and_a_new_one_does(lead):
    rotation = in_post_for(6)
    workflow.make_move(rotation, "approve", by=lead, on=TODAY, exception=REASON)
    workflow.make_move(rotation, "prepare", by=lead, on=TODAY)
    workflow.make_move(rotation, "appraise", by=lead, on=TODAY)
    approve(rotation.plan)
    rotation.official.discipline_records.create(side="party", form="expulsion", decided_on=TODAY)

    with pytest.raises(workflow.ExceptionNeeded) as doubt:
        workflow.make_move(rotation, "decide", by=lead, on=TODAY)

    assert [check.code for check in doubt.value.checks] == ["discipline"]

    rotation.official.discipline_records.all().delete()
    step = workflow.make_move(rotation, "decide", by=lead, on=TODAY)

    assert step.checks.get(code="min_time_in_post").exception_reason == REASON


# --- Order, permission, conflict of interest ----------------------------------------------------------------

ALL_PAIRS = [(status, verb) for status in RotationStatus for verb in MOVES]


@pytest.mark.parametrize(("status", "verb"), ALL_PAIRS)
def test_a_move_is_open_where_it_follows_and_nowhere_else(status, verb):
    rotation = make_rotation_at(status)
    if status == RotationStatus.ENDED:
        make_placement(rotation, decided_on=TODAY)
    if verb == "decide":
        approve(rotation.plan)
    follows = MOVES[verb].to in NEXT_STATUSES[status]
    if status == RotationStatus.DECIDED:  # the start has come
        follows = verb in ("activate", "end")

    refused = workflow.refusal(rotation, verb, by=None, on=TODAY)

    assert (refused == "") == follows
    if follows:
        workflow.make_move(rotation, verb, by=None, on=TODAY, exception=REASON, **data_of(verb))
        assert Rotation.objects.get().status == MOVES[verb].to
    else:
        assert rotation.status_on(TODAY).label in refused
        with pytest.raises(workflow.MoveRefused):
            workflow.make_move(rotation, verb, by=None, on=TODAY, exception=REASON, **data_of(verb))
        assert Rotation.objects.get().status == status


def test_every_arrow_of_the_life_has_exactly_one_verb():
    reached = [move.to for move in MOVES.values()]

    assert sorted(reached) == sorted(set().union(*NEXT_STATUSES.values()))


DECIDERS = {Role.BOARD_LEAD, Role.STANDING_COMMITTEE}
BOARD = {Role.BOARD_OFFICER, Role.BOARD_LEAD}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("verb", "status", "may"),
    [
        ("approve", RotationStatus.PROPOSED, DECIDERS),
        ("prepare", RotationStatus.APPROVED_IN_PRINCIPLE, BOARD),
        ("appraise", RotationStatus.PREPARING, BOARD),
        ("decide", RotationStatus.APPRAISING, DECIDERS),
        ("activate", RotationStatus.DECIDED, BOARD),
        ("end", RotationStatus.ACTIVE, BOARD),
        ("place", RotationStatus.ENDED, DECIDERS),
        ("cancel", RotationStatus.PROPOSED, BOARD),
    ],
)
def test_each_move_is_for_its_roles(role, verb, status, may):
    rotation = make_rotation_at(status)
    if verb == "place":
        make_placement(rotation, decided_on=TODAY)
    if verb == "decide":
        approve(rotation.plan)
    account = make_account(role)

    refused = workflow.refusal(rotation, verb, by=account, on=TODAY)

    assert (refused == "") == (role in may)
    assert (verb in dict(workflow.open_moves(rotation, by=account, on=TODAY))) == (role in may)
    assert (MOVES[verb] in workflow.awaited_moves(rotation, by=account, on=TODAY)) == (
        role not in may and verb != "cancel"
    )
    if role not in may:
        assert MOVES[verb].label in refused


# How far the plan has come, and whether a case of it may be decided.
PLANS = [
    ((), False),
    ((PlanStatus.CONSULTING,), False),
    ((PlanStatus.SUBMITTED,), False),
    ((PlanStatus.SUBMITTED, PlanStatus.DRAFT), False),
    ((PlanStatus.SUBMITTED, PlanStatus.APPROVED), True),
    ((PlanStatus.SUBMITTED, PlanStatus.APPROVED, PlanStatus.RUNNING), True),
    ((PlanStatus.SUBMITTED, PlanStatus.APPROVED, PlanStatus.RUNNING, PlanStatus.REVIEWED), True),
]


@pytest.mark.parametrize(("way", "may"), PLANS)
def test_nobody_is_decided_on_before_the_plan_is_approved(way, may):
    rotation = make_rotation_at(RotationStatus.APPRAISING)
    for to in way:
        workflow.move_plan(rotation.plan, to, by=None, on=TODAY)
    said = f"Kế hoạch năm 2025 đang ở “{rotation.plan.get_status_display()}”. Hãy trình và phê duyệt kế hoạch"

    assert workflow.waits_for_its_plan(rotation, on=TODAY).startswith("" if may else said)
    assert bool(workflow.waits_for_its_plan(rotation, on=TODAY)) == (not may)
    given = {"by": None, "on": TODAY, "exception": REASON, "starts_on": STARTED_ON}
    if not may:
        with pytest.raises(workflow.MoveRefused, match=said):
            workflow.make_move(rotation, "decide", **given)
        assert workflow.make_moves([rotation], "decide", **given)[0].refused.startswith(said)
        assert Rotation.objects.get().status == RotationStatus.APPRAISING
    else:
        workflow.make_move(rotation, "decide", **given)
        assert rotation.status == RotationStatus.DECIDED


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (RotationStatus.PROPOSED, "approve"),
        (RotationStatus.APPROVED_IN_PRINCIPLE, "prepare"),
        (RotationStatus.PREPARING, "appraise"),
        (RotationStatus.APPRAISING, "cancel"),
    ],
)
def test_a_case_of_a_draft_is_made_ready_all_the_same(status, verb):
    rotation = make_rotation_at(status)

    assert workflow.refusal(rotation, verb, by=None, on=TODAY) == ""


def test_calling_off_is_waited_for_by_nobody(committee):
    """It leads nowhere, and a proposed case waits for what leads it on."""
    rotation = make_rotation()

    assert workflow.refusal(rotation, "cancel", by=committee, on=TODAY)
    assert MOVES["cancel"] not in workflow.awaited_moves(rotation, by=committee, on=TODAY)


@pytest.mark.parametrize("side", ["own", "relative", "relative_of"])
def test_nobody_moves_their_own_case_or_a_relatives(lead, side):
    rotation = make_rotation()
    if side == "own":
        lead.official = rotation.official
    else:
        lead.official = make_official()
        ends = (
            (lead.official, rotation.official) if side == "relative" else (rotation.official, lead.official)
        )
        FamilyMember.objects.create(
            official=ends[0], relative=ends[1], relation="Chị", full_name="Lò Thị Inh"
        )
    lead.save()

    assert "chính mình hoặc của người thân" in workflow.refusal(rotation, "approve", by=lead, on=TODAY)
    with pytest.raises(workflow.MoveRefused):
        workflow.make_move(rotation, "approve", by=lead, on=TODAY, exception=REASON)
    assert workflow.open_moves(rotation, by=lead, on=TODAY) == []


def test_somebody_elses_family_is_no_conflict(lead):
    rotation = make_rotation()
    lead.official = make_official()
    lead.save()
    FamilyMember.objects.create(official=lead.official, relation="Chị", full_name="Lò Thị Inh")

    assert workflow.refusal(rotation, "approve", by=lead, on=TODAY) == ""


def test_a_stale_page_cannot_take_a_move_twice(lead):
    rotation = make_rotation()
    stale = Rotation.objects.get(pk=rotation.pk)
    workflow.make_move(rotation, "approve", by=lead, on=TODAY, exception=REASON)

    with pytest.raises(workflow.MoveRefused, match="Có chủ trương"):
        workflow.make_move(stale, "approve", by=lead, on=TODAY, exception=REASON)


def test_an_unknown_field_is_a_mistake_of_the_program(lead):
    with pytest.raises(TypeError, match="ended_on"):
        workflow.make_move(make_rotation(), "approve", by=lead, on=TODAY, ended_on=TODAY)


def test_a_step_says_who_when_and_at_which_step_of_the_procedure(lead):
    plan = make_plan(regulation=make_regulation(with_steps=True))
    rotation = make_rotation(plan=plan)

    step = workflow.make_move(
        rotation,
        "approve",
        by=lead,
        on=TODAY,
        exception=REASON,
        papers="Thông báo 5-TB/HU",
        person="Thường trực",
    )

    assert (step.status_before, step.status_after) == ("proposed", "approved_in_principle")
    assert (step.recorded_by, step.done_on, step.papers) == (lead, TODAY, "Thông báo 5-TB/HU")
    assert step.person == "Thường trực"
    assert step.template_item.code == "selection"
    assert rotation.history.first().history_user == lead
    assert rotation.history.count() == 2


# --- Deciding and starting ----------------------------------------------------------------------------------


def test_a_decision_needs_a_start():
    rotation = make_rotation_at(RotationStatus.APPRAISING)
    approve(rotation.plan)

    with pytest.raises(workflow.MoveRefused, match="ngày bắt đầu"):
        workflow.make_move(rotation, "decide", by=None, on=TODAY, exception=REASON)


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        (date(2022, 9, 15), PartialDate.of_day(date(2025, 9, 15))),
        (PartialDate.of_month(2022, 9), PartialDate.of_month(2025, 9)),
    ],
)
def test_deciding_sets_the_due_date_as_exact_as_the_start(starts, due):
    rotation = make_rotation_at(RotationStatus.APPRAISING, plan=make_plan(2022), starts_on=date(2022, 8, 1))
    approve(rotation.plan)

    workflow.make_move(
        rotation, "decide", by=None, on=date(2022, 9, 1), exception=REASON, starts_on=starts,
        announced_on=date(2022, 9, 5),
    )  # fmt: skip

    rotation.refresh_from_db()
    assert rotation.due == due
    assert rotation.announced_on == date(2022, 9, 5)


def test_a_start_given_to_the_month_by_two_columns_is_kept_to_the_month():
    rotation = make_rotation_at(RotationStatus.APPRAISING)
    approve(rotation.plan)

    workflow.make_move(
        rotation, "decide", by=None, on=TODAY, exception=REASON, starts_on=date(2025, 4, 20),
        starts_on_precision=DatePrecision.MONTH,
    )  # fmt: skip

    rotation.refresh_from_db()
    assert (rotation.starts, rotation.due) == (PartialDate.of_month(2025, 4), PartialDate.of_month(2028, 4))


def test_a_new_start_moves_the_due_date_and_the_same_start_leaves_a_stated_one():
    stated = make_rotation(starts_on=STARTED_ON, due_on=date(2027, 1, 6))
    moved = make_rotation(starts_on=STARTED_ON, due_on=date(2027, 1, 6))
    for rotation, starts in ((stated, STARTED_ON), (moved, date(2025, 2, 1))):
        for verb in ("approve", "prepare", "appraise"):
            walk(rotation, verb)
        walk(rotation, "decide", starts_on=starts)

    assert stated.due_on == date(2027, 1, 6)
    assert moved.due_on == date(2028, 2, 1)


@pytest.mark.parametrize("on", [STARTED_ON, TODAY])
def test_a_start_makes_the_case_known_to_the_units_at_the_latest_when_it_happened(on):
    rotation = make_rotation_at(RotationStatus.DECIDED)

    walk(rotation, "activate", on=on)

    assert rotation.announced_on == STARTED_ON


def seated(quota=1, status=RotationStatus.DECIDED):
    """A decided rotation, or one on its way there, from a post at an office to a Party and a state post of a commune."""
    office, commune = make_unit(level=UnitLevel.DISTRICT), make_unit()
    official = make_official(unit=office)
    old = make_post(office, "Phó Trưởng phòng")
    make_holding(official, old, date(2020, 1, 1))
    deputy = make_post(commune, "Phó Bí thư Đảng ủy", quota=quota)
    chair = make_post(commune, "Chủ tịch UBND")
    rotation = make_rotation_at(
        status, official, office, commune, left_posts=[old], receiving_posts=[chair, deputy]
    )
    return rotation, old, deputy, chair


def test_a_decision_takes_up_the_party_post_and_leaves_the_old_one(lead):
    rotation, old, deputy, chair = seated(status=RotationStatus.APPRAISING)

    walk(rotation, "decide", by=lead, starts_on=STARTED_ON)

    official = rotation.official
    official.refresh_from_db()
    assert official.unit == rotation.receiving_unit
    assert official.holdings.get(post=old).held_until == STARTED_ON
    new = official.holdings.get(post=deputy)
    assert (new.held_from, new.is_main, new.obtained_by) == (STARTED_ON, True, "designated")
    assert new.term.name == "2020-2025"
    assert not official.holdings.filter(post=chair).exists()
    assert rotation.posts.get(post=deputy).held_from == STARTED_ON
    assert rotation.posts.get(post=chair).held_from is None
    assert {row.history.first().history_user for row in (new, official, rotation)} == {lead}


def test_a_start_known_to_the_month_is_held_to_the_month():
    office, commune = make_unit(level=UnitLevel.DISTRICT), make_unit()
    official, post = make_official(unit=office), make_post(commune)
    rotation = make_rotation_at(RotationStatus.APPRAISING, official, office, commune, receiving_posts=[post])

    walk(rotation, "decide", starts_on=PartialDate.of_month(2025, 2))

    assert official.holdings.get().started == PartialDate.of_month(2025, 2)


def test_the_highest_party_post_is_the_main_one_and_the_others_are_concurrent():
    commune = make_unit()
    posts = [make_post(commune, name) for name in ("Phó Bí thư Đảng ủy", "Bí thư Đảng ủy", "Trưởng phòng")]
    rotation = make_rotation_at(RotationStatus.ACTIVE, receiving=commune, receiving_posts=posts)

    main = rotation.official.holdings.get(is_main=True)

    assert main.post.position.name == "Bí thư Đảng ủy"
    assert rotation.official.holdings.filter(is_main=False).count() == 2


def test_a_full_seat_is_refused_in_words_and_nothing_is_kept():
    rotation, old, deputy, _ = seated(status=RotationStatus.APPRAISING)
    make_holding(post=deputy, held_from=date(2021, 1, 1))

    with pytest.raises(workflow.MoveRefused, match="đã đủ người giữ"):
        walk(rotation, "decide", starts_on=STARTED_ON)

    rotation.refresh_from_db()
    assert rotation.status == RotationStatus.APPRAISING
    assert rotation.official.holdings.get(post=old).held_until is None


def test_a_second_main_post_is_refused_in_words():
    rotation, *_ = seated(status=RotationStatus.APPRAISING)
    rotation.left_posts.clear()

    with pytest.raises(workflow.MoveRefused, match="chức vụ chính khác"):
        walk(rotation, "decide", starts_on=STARTED_ON)


def test_somebody_seconded_keeps_the_post_at_home_as_the_main_one():
    home = make_holding(held_from=date(2020, 1, 1))
    post = make_post()
    rotation = make_rotation_at(
        RotationStatus.ACTIVE, home.official, receiving=post.unit, receiving_posts=[post],
        movement_type=MovementType.SECONDMENT,
    )  # fmt: skip

    assert rotation.official.holdings.get(is_main=True) == home
    assert rotation.official.holdings.get(post=post).is_main is False


def test_a_post_already_on_record_is_not_taken_up_twice():
    rotation, old, deputy, _ = seated(status=RotationStatus.APPRAISING)
    rotation.official.holdings.filter(post=old).delete()
    make_holding(rotation.official, deputy, STARTED_ON)

    walk(rotation, "decide", starts_on=STARTED_ON)
    walk(rotation, "activate")

    assert rotation.official.holdings.get().post == deputy


# --- Ending, placing, calling off ---------------------------------------------------------------------------


def test_an_end_releases_party_and_state_posts_on_its_day():
    rotation, _, deputy, chair = seated()
    walk(rotation, "activate")
    workflow.record_election(
        rotation.posts.get(post=chair), by=None, on=TODAY, result="elected", session_on=date(2025, 2, 20)
    )

    walk(rotation, "end", **at_the_end())

    assert {row.held_until for row in rotation.posts.all()} == {TODAY}
    assert {h.held_until for h in rotation.official.holdings.filter(post__in=[deputy, chair])} == {TODAY}
    assert not rotation.official.holdings.on(TODAY).exists()
    assert (rotation.ended_on, rotation.end_kind, rotation.end_reason) == (TODAY, "early", "health")


def test_a_post_whose_election_was_never_won_is_not_ended():
    rotation, _, _, chair = seated()
    walk(rotation, "activate")

    walk(rotation, "end", **at_the_end())

    assert rotation.posts.get(post=chair).held_until is None


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"end_kind": EndKind.ON_TIME}, "ngày kết thúc"),
        ({"ended_on": TODAY}, "hình thức kết thúc"),
        ({"ended_on": TODAY, "end_kind": EndKind.EARLY}, "lý do kết thúc sớm"),
        (
            EARLY | {"papers": "Quyết định 12-QĐ/HU"},
            "phải có quyết định",
        ),
        ({"ended_on": date(2025, 1, 5), "end_kind": EndKind.ON_TIME}, "không thể trước ngày bắt đầu"),
    ],
)
def test_an_end_says_what_it_lacks(given, asked):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    with pytest.raises(workflow.MoveRefused, match=asked):
        workflow.make_move(rotation, "end", by=None, on=TODAY, **given)


def test_an_end_on_the_first_day_is_an_end():
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    walk(rotation, "end", ended_on=STARTED_ON, end_kind=EndKind.ON_TIME)

    assert rotation.status == RotationStatus.ENDED


def test_a_reform_is_its_own_reason():
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    walk(rotation, "end", ended_on=TODAY, end_kind=EndKind.REFORM)

    assert rotation.end_reason == EndReason.REFORM


def test_who_stays_for_good_keeps_the_posts_at_the_end():
    rotation, _, deputy, _ = seated()
    walk(rotation, "activate")
    make_placement(rotation, outcome=PlacementOutcome.STAYS, decided_on=TODAY)

    walk(rotation, "end", **at_the_end())

    assert rotation.official.holdings.get(post=deputy).held_until is None


@pytest.mark.parametrize(("decided", "refused"), [(None, True), (date(2025, 3, 11), True), (TODAY, False)])
def test_a_placement_counts_once_it_is_decided(decided, refused):
    rotation = make_rotation_at(RotationStatus.ENDED)
    make_placement(rotation, decided_on=decided)

    assert bool(workflow.refusal(rotation, "place", by=None, on=TODAY)) == refused


def test_who_is_placed_belongs_to_the_unit_of_the_placement():
    rotation = make_rotation_at(RotationStatus.PLACED)

    rotation.official.refresh_from_db()
    assert rotation.official.unit == rotation.sending_unit


@pytest.mark.parametrize("given", [{"reason": "Đơn vị xin rút"}, {"cancel_reason": "Đơn vị xin rút"}])
def test_a_case_is_called_off_with_a_reason(given):
    rotation = make_rotation()

    step = workflow.make_move(rotation, "cancel", by=None, on=TODAY, **given)

    assert rotation.cancel_reason == step.note == "Đơn vị xin rút"
    assert rotation.status == RotationStatus.CANCELLED


@pytest.mark.parametrize("given", [{}, {"reason": "  "}, {"cancel_reason": ""}])
def test_a_case_is_not_called_off_without_a_reason(given):
    with pytest.raises(workflow.MoveRefused, match="lý do"):
        workflow.make_move(make_rotation(), "cancel", by=None, on=TODAY, **given)


def test_a_person_may_be_put_forward_again_once_the_first_case_is_over():
    rotation = make_rotation_at(RotationStatus.ENDED)

    again = make_rotation(rotation.official)

    assert again.status == RotationStatus.PROPOSED


def test_the_row_is_locked_while_a_move_is_taken(lead):
    rotation = make_rotation()
    locked = []

    def watch(execute, sql, params, many, context):
        locked.append("FOR UPDATE OF" in sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        workflow.make_move(rotation, "approve", by=lead, on=TODAY, exception=REASON)

    assert any(locked) == (connection.vendor == "postgresql")


def test_holdings_are_untouched_by_a_case_called_off():
    rotation, old, *_ = seated(status=RotationStatus.APPRAISING)

    walk(rotation, "cancel", reason="Sức khỏe")

    assert PostHolding.objects.get().post == old


# --- The order of days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "refused"), [(date(2025, 3, 9), True), (TODAY, False)])
def test_an_act_is_not_dated_before_the_step_it_follows_on_the_same_day_it_may_be(on, refused):
    rotation = make_rotation(starts_on=TODAY)
    for verb in ("approve", "prepare", "appraise"):
        walk(rotation, verb, on=TODAY)

    if refused:
        said = r"ghi ngày 09/03/2025, trước bước “Thẩm định, trao đổi” ngày 10/03/2025"
        with pytest.raises(workflow.MoveRefused, match=said):
            walk(rotation, "decide", on=on)
    else:
        walk(rotation, "decide", on=on)

    assert (rotation.status == "decided") != refused


def test_a_case_of_years_ago_taken_in_today_is_written_down_with_its_own_days():
    rotation = make_rotation(starts_on=date(2019, 4, 1), on=TODAY)

    walk(rotation, "approve", on=date(2019, 1, 10))
    walk(rotation, "prepare", on=date(2019, 2, 1))

    with pytest.raises(workflow.MoveRefused, match="trước bước “Chuẩn bị nhân sự” ngày 01/02/2019"):
        walk(rotation, "appraise", on=date(2019, 1, 31))


def test_a_step_whose_day_was_corrected_counts_with_the_right_day():
    rotation = make_rotation(starts_on=TODAY)
    walk(rotation, "approve", on=TODAY)
    wrong = rotation.steps.get(status_after="approved_in_principle")
    right = workflow.correct_step(wrong, by=None, on=TODAY, why="Ghi nhầm", done_on=date(2025, 2, 3))

    with pytest.raises(workflow.MoveRefused, match="ngày 03/02/2025"):
        walk(rotation, "prepare", on=date(2025, 2, 2))
    walk(rotation, "prepare", on=date(2025, 2, 3))

    with pytest.raises(workflow.MoveRefused, match="sau bước “Chuẩn bị nhân sự” ngày 03/02/2025"):
        workflow.correct_step(right, by=None, on=TODAY, why="Lại nhầm", done_on=date(2025, 2, 4))
    second = rotation.steps.get(status_after="preparing")
    with pytest.raises(workflow.MoveRefused, match="trước bước “Cho chủ trương” ngày 03/02/2025"):
        workflow.correct_step(second, by=None, on=TODAY, why="Lại nhầm", done_on=date(2025, 2, 2))
