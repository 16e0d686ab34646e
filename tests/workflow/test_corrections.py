"""What was written down wrongly is put right with a reason; what stood before stays to be read."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.checking import check_data
from rotations.models import Decision, Extension, PostHolding, Rotation
from rotations.partial_dates import PartialDate
from rotations.vocabulary import DecisionKind, EndKind, EndReason, PlacementOutcome, RotationStatus
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_holding,
    make_official,
    make_placement,
    make_post,
    make_rotation,
    make_rotation_at,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AHEAD, RIGHT = date(2025, 4, 1), date(2025, 5, 1)
WHY = "Ghi nhầm ngày trong quyết định"


@pytest.fixture(autouse=True)
def nothing_is_false_afterwards(db):
    yield
    assert list(check_data()) == []


def seated(status=RotationStatus.ACTIVE, **fields):
    """Somebody from a seat at an office in a seat at a commune."""
    office, commune = make_unit("Phòng Nội vụ", level="district"), make_unit("Xã Nậm Đích")
    official = make_official(unit=office)
    old, new = make_post(office, "Phó Trưởng phòng"), make_post(commune, "Phó Bí thư Đảng ủy")
    make_holding(official, old, date(2020, 1, 1))
    rotation = make_rotation_at(
        status, official, office, commune, left_posts=[old], receiving_posts=[new], **fields
    )
    return rotation, old, new


def ended_ahead():
    rotation, old, new = seated()
    walk(rotation, "end", ended_on=AHEAD, end_kind=EndKind.ON_TIME)
    return rotation, old, new


def held(official, day):
    return [holding.post for holding in PostHolding.objects.on(day).filter(official=official).order_by("pk")]


def issued(number="312", effective_on=TODAY, kind=DecisionKind.PLACEMENT):
    return Decision(
        number=number, symbol="QĐ/HU", kind=kind, title="Về cán bộ", issuer="Huyện ủy", issued_on=TODAY,
        effective_on=effective_on,
    )  # fmt: skip


# --- The end -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", [RIGHT, date(2025, 3, 3)])
def test_an_end_is_put_on_its_right_day_with_the_posts(board, right):
    rotation, _old, new = ended_ahead()

    step = workflow.correct_end(
        rotation, by=board, on=TODAY, why=WHY, ended_on=right, end_kind=EndKind.ON_TIME
    )

    assert (rotation.ended_on, rotation.status) == (right, "ended")
    assert (held(rotation.official, right - DAY), held(rotation.official, right)) == ([new], [])
    assert rotation.posts.get().held_until == right
    assert (step.name, step.done_on, step.recorded_by) == ("Đính chính kết thúc", TODAY, board)
    for told in ("01/04/2025", f"{right:%d/%m/%Y}", WHY):
        assert told in step.note
    assert [row.ended_on for row in rotation.history.all()[:2]] == [right, AHEAD]
    assert rotation.history.first().history_user == board


def test_an_end_that_becomes_an_early_one_has_its_reason_and_its_decision(board):
    rotation, *_ = ended_ahead()
    early = {"by": board, "on": TODAY, "why": WHY, "ended_on": AHEAD, "end_kind": EndKind.EARLY}

    with pytest.raises(workflow.MoveRefused, match="lý do kết thúc sớm"):
        workflow.correct_end(rotation, **early)
    with pytest.raises(workflow.MoveRefused, match="phải có quyết định"):
        workflow.correct_end(rotation, **early, end_reason=EndReason.HEALTH)
    paper = Decision.on_paper("9-QĐ/HU")
    paper.kind, paper.title, paper.issuer = DecisionKind.EARLY_END, "Kết thúc sớm", "Huyện ủy Thử nghiệm"
    paper.issued_on = paper.effective_on = TODAY
    step = workflow.correct_end(rotation, **early, end_reason=EndReason.HEALTH, decision=paper)

    assert (rotation.end_kind, rotation.end_reason) == ("early", "health")
    assert step.decision == Decision.objects.get(number="9", symbol="QĐ/HU")
    assert {(line.rotation, line.action) for line in step.decision.lines.all()} == {(rotation, "release")}


def test_an_end_taken_back_lets_the_person_serve_on(board):
    rotation, _old, new = ended_ahead()

    step = workflow.withdraw_end(rotation, by=board, on=TODAY, why=WHY)

    assert (rotation.status, rotation.ended_on, rotation.end_kind) == ("active", None, "")
    assert (step.status_before, step.status_after) == ("ended", "active")
    assert held(rotation.official, RIGHT) == [new]
    walk(rotation, "end", ended_on=RIGHT, end_kind=EndKind.ON_TIME)
    assert held(rotation.official, RIGHT) == []


def test_an_end_is_not_taken_back_into_a_seat_that_is_taken(board):
    rotation, _old, new = ended_ahead()
    make_holding(make_official(), new, AHEAD)

    with pytest.raises(workflow.MoveRefused, match="đã đủ người giữ"):
        workflow.withdraw_end(rotation, by=board, on=TODAY, why=WHY)
    with pytest.raises(workflow.MoveRefused, match="đã đủ người giữ"):
        workflow.correct_end(rotation, by=board, on=TODAY, why=WHY, ended_on=RIGHT, end_kind=EndKind.ON_TIME)

    rotation.refresh_from_db()
    assert (rotation.status, rotation.ended_on) == ("ended", AHEAD)


def test_who_has_another_open_case_does_not_serve_on(board):
    rotation, *_ = ended_ahead()
    make_rotation(rotation.official)

    with pytest.raises(workflow.MoveRefused, match="đang có một lượt luân chuyển chưa kết thúc"):
        workflow.withdraw_end(rotation, by=board, on=TODAY, why=WHY)


def test_lines_of_the_decision_move_with_the_end(lead):
    rotation, _old, _new = seated()
    decision = issued(effective_on=AHEAD, kind=DecisionKind.RELEASE)
    workflow.make_moves(
        [rotation], "end", by=lead, on=TODAY, decision=decision, ended_on=AHEAD, end_kind=EndKind.ON_TIME
    )

    workflow.correct_end(rotation, by=lead, on=TODAY, why=WHY, ended_on=RIGHT, end_kind=EndKind.ON_TIME)

    [line] = Decision.objects.get(number="312").lines.all()
    assert line.effective_on == RIGHT


# --- Who may, and what is asked ----------------------------------------------------------------------------


def test_a_correction_asks_for_the_right_a_reason_and_a_change(board, committee):
    rotation, *_ = ended_ahead()
    given = {"on": TODAY, "ended_on": RIGHT, "end_kind": EndKind.ON_TIME}

    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.correct_end(rotation, by=committee, why=WHY, **given)
    with pytest.raises(workflow.MoveRefused, match="lý do đính chính"):
        workflow.correct_end(rotation, by=board, why="  ", **given)
    with pytest.raises(workflow.MoveRefused, match="không khác"):
        workflow.correct_end(rotation, by=board, why=WHY, **{**given, "ended_on": AHEAD})
    with pytest.raises(workflow.MoveRefused, match="trước ngày bắt đầu"):
        workflow.correct_end(rotation, by=board, why=WHY, **{**given, "ended_on": date(2024, 1, 1)})
    board.official = rotation.official
    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.correct_end(rotation, by=board, why=WHY, **given)


@pytest.mark.parametrize("reached", [s for s in RotationStatus if s not in ("ended", "placed")])
def test_only_an_end_on_record_is_corrected(reached):
    rotation = make_rotation_at(reached)

    with pytest.raises(workflow.MoveRefused, match="chưa ghi kết thúc"):
        workflow.withdraw_end(rotation, by=None, on=TODAY, why=WHY)


# --- The start ---------------------------------------------------------------------------------------------


def test_a_decided_start_is_put_on_its_right_day(lead, board):
    rotation, old, new = seated(RotationStatus.APPRAISING)
    walk(rotation, "decide", starts_on=AHEAD)
    due = rotation.due_on

    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.correct_start(rotation, by=board, on=TODAY, why=WHY, starts=PartialDate.of_day(RIGHT))
    workflow.correct_start(rotation, by=lead, on=TODAY, why=WHY, starts=PartialDate.of_day(RIGHT))

    assert (rotation.starts_on, rotation.status) == (RIGHT, "decided")
    assert (due, rotation.due_on) == (date(2028, 4, 1), date(2028, 5, 1))
    assert (held(rotation.official, RIGHT - DAY), held(rotation.official, RIGHT)) == ([old], [new])


# --- A longer term -----------------------------------------------------------------------------------------


def extended():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    before = rotation.due
    due = PartialDate.of_day(date(2029, 1, 6))
    workflow.extend_rotation(
        rotation, by=None, on=TODAY, due=due, reason="task", decision=issued(kind=DecisionKind.EXTENSION)
    )
    return rotation, before, due


def test_an_extension_is_put_right_and_the_wrong_one_stays_to_be_read(lead):
    rotation, before, wrong = extended()
    right = PartialDate.of_day(date(2028, 7, 6))

    workflow.correct_extension(rotation, by=lead, on=TODAY, why=WHY, due=right)

    assert rotation.due == right
    assert [(one.before, one.after, one.withdrawn_on) for one in Extension.objects.order_by("pk")] == [
        (before, wrong, TODAY),
        (before, right, None),
    ]
    assert Extension.objects.earliest("pk").withdrawal == WHY


def test_an_extension_taken_back_leaves_the_due_date_of_before(lead):
    rotation, before, _due = extended()

    step = workflow.correct_extension(rotation, by=lead, on=TODAY, why=WHY)

    assert (rotation.due, step.name) == (before, "Rút gia hạn")
    with pytest.raises(workflow.MoveRefused, match="không có lần gia hạn"):
        workflow.correct_extension(rotation, by=lead, on=TODAY, why=WHY)
    workflow.extend_rotation(
        rotation, by=lead, on=TODAY, due=PartialDate.of_day(date(2028, 3, 1)), reason="task",
        decision=Decision.objects.get(),
    )  # fmt: skip


def test_a_correction_of_an_extension_leads_past_the_date_it_replaces(lead):
    rotation, before, _due = extended()

    with pytest.raises(workflow.MoveRefused, match="sau thời hạn cũ"):
        workflow.correct_extension(rotation, by=lead, on=TODAY, why=WHY, due=before)


# --- The placement -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("effective", [TODAY, AHEAD])
def test_a_decision_on_placement_is_taken_back_and_taken_again(lead, effective):
    rotation, old, _new = seated(RotationStatus.ENDED)
    placement = make_placement(rotation)
    decision = workflow.record_decision(issued(effective_on=effective), by=lead, on=TODAY)
    unit_before = Rotation.objects.get().official.unit
    workflow.decide_placement(placement, by=lead, on=TODAY, post=old, decision=decision)
    assert held(rotation.official, effective) == [old]

    rotation.refresh_from_db()
    step = workflow.withdraw_placement(rotation, by=lead, on=TODAY, why=WHY)

    placement.refresh_from_db()
    assert (rotation.status, rotation.placed_on, placement.decided_on) == ("ended", None, None)
    assert (held(rotation.official, effective), decision.lines.count()) == ([], 0)
    assert Rotation.objects.get().official.unit == unit_before
    assert (WHY in step.note, step.papers) == (True, "Quyết định số 312-QĐ/HU ngày 10/03/2025")
    workflow.decide_placement(placement, by=lead, on=TODAY, post=old, decision=decision)
    assert held(rotation.official, effective) == [old]


def test_who_was_retired_by_mistake_is_in_service_and_holds_what_was_held(lead):
    rotation, _old, _new = seated(RotationStatus.ENDED)
    concurrent = make_post(make_unit(), "Chủ tịch UBND")
    make_holding(rotation.official, concurrent, date(2021, 1, 1), is_main=False)
    placement = make_placement(rotation)
    workflow.decide_placement(placement, by=lead, on=TODAY, outcome=PlacementOutcome.RETIRED)

    rotation.refresh_from_db()
    workflow.withdraw_placement(rotation, by=lead, on=TODAY, why=WHY)

    rotation.official.refresh_from_db()
    assert rotation.official.left_service_on is None
    assert held(rotation.official, AHEAD) == [concurrent]


def test_an_end_is_corrected_once_the_placement_is_taken_back(lead):
    rotation, *_ = seated(RotationStatus.ENDED)
    workflow.decide_placement(make_placement(rotation), by=lead, on=TODAY)
    rotation.refresh_from_db()

    with pytest.raises(workflow.MoveRefused, match="rút quyết định bố trí trước"):
        workflow.withdraw_end(rotation, by=lead, on=TODAY, why=WHY)
    workflow.withdraw_placement(rotation, by=lead, on=TODAY, why=WHY)
    workflow.withdraw_end(rotation, by=lead, on=TODAY, why=WHY)

    assert rotation.status == "active"


def test_a_placement_a_later_case_rests_on_is_not_taken_back(lead):
    rotation, *_ = seated(RotationStatus.ENDED)
    workflow.decide_placement(make_placement(rotation), by=lead, on=TODAY)
    make_rotation(rotation.official)
    rotation.refresh_from_db()

    with pytest.raises(workflow.MoveRefused, match="quyết định mới"):
        workflow.withdraw_placement(rotation, by=lead, on=TODAY, why=WHY)


# --- Steps and decisions -----------------------------------------------------------------------------------


def test_a_step_written_down_wrongly_stands_beside_what_is_right(board):
    rotation = make_rotation_at(RotationStatus.PREPARING)
    planned = workflow.plan_step(rotation, by=board, on=TODAY, planned_on=TODAY, name="Gặp cán bộ")
    wrong = workflow.do_step(planned, by=board, on=TODAY, done_on=TODAY, outcome="disagreed")

    right = workflow.correct_step(
        wrong, by=board, on=TODAY, why="Bấm nhầm", done_on=TODAY - DAY, outcome="agreed"
    )

    wrong.refresh_from_db()
    assert (wrong.outcome, wrong.done_on) == ("disagreed", TODAY)
    assert (right.corrects, right.outcome, right.done_on) == (wrong, "agreed", TODAY - DAY)
    assert right.note == "Đính chính: Bấm nhầm"
    with pytest.raises(workflow.MoveRefused, match="đã được đính chính"):
        workflow.correct_step(wrong, by=board, on=TODAY, why="Lại nhầm", done_on=TODAY)
    for given, said in (
        ({"why": "", "done_on": TODAY}, "lý do"),
        ({"why": WHY, "done_on": TODAY + DAY}, "sau hôm nay"),
        ({"why": WHY, "done_on": TODAY - DAY, "outcome": "agreed"}, "không khác"),
    ):
        with pytest.raises(workflow.MoveRefused, match=said):
            workflow.correct_step(right, by=board, on=TODAY, **given)


def test_a_step_that_moved_the_case_is_corrected_without_moving_it(board):
    rotation = make_rotation_at(RotationStatus.PREPARING)
    moved = rotation.steps.get(status_after="approved_in_principle")

    workflow.correct_step(moved, by=board, on=TODAY, why=WHY, done_on=STARTED_ON, papers="Thông báo 12-TB/HU")

    rotation.refresh_from_db()
    assert rotation.status == "preparing"


def test_a_decision_typed_wrongly_is_corrected_with_its_reason(board):
    decision = workflow.record_decision(issued(), by=board, on=TODAY)

    decision.number = "313"
    with pytest.raises(workflow.MoveRefused, match="lý do đính chính"):
        workflow.record_decision(decision, by=board, on=TODAY)
    workflow.record_decision(decision, by=board, on=TODAY, why="Văn thư cấp lại số")

    last, before = decision.history.all()[:2]
    assert (before.number, last.number) == ("312", "313")
    assert (last.history_change_reason, last.history_user) == ("Văn thư cấp lại số", board)


def test_a_number_that_was_left_open_is_filled_in_without_a_reason(board):
    decision = workflow.record_decision(issued(number=""), by=board, on=TODAY)

    decision.number, decision.note = "314", "Văn thư cấp số"
    workflow.record_decision(decision, by=board, on=TODAY)

    assert Decision.objects.get().number == "314"
