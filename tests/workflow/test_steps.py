"""Steps beside the moves, and opinions: planned, done, late, done again; asked, answered, asked again."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.models import RotationStep
from rotations.vocabulary import RotationStatus, StepOutcome
from tests.makers import (
    TODAY,
    make_account,
    make_plan,
    make_regulation,
    make_rotation,
    make_rotation_at,
    make_unit,
    walk,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def planned(board, **fields):
    """A case under five steps, with the appraisal planned for today."""
    rotation = make_rotation(plan=make_plan(regulation=make_regulation(with_steps=True)))
    item = rotation.step_template.items.get(code="appraisal")
    step = workflow.plan_step(
        rotation, by=board, on=TODAY, item=item, person="Ủy ban Kiểm tra", **{"planned_on": TODAY, **fields}
    )
    return rotation, step


def test_a_step_is_planned_for_a_day_and_somebody(board):
    _, step = planned(board)

    assert (step.name, step.planned_on, step.person) == ("Thẩm định nhân sự", TODAY, "Ủy ban Kiểm tra")
    assert (step.recorded_by, step.status_after, step.history.get().history_user) == (board, "", board)


@pytest.mark.parametrize(("day", "late"), [(TODAY, False), (TODAY + DAY, True)])
def test_a_step_is_late_the_day_after_it_was_planned_for(board, day, late):
    _, step = planned(board)

    assert step.is_late_on(day) == late
    assert RotationStep.objects.late_on(day).exists() == late


def test_a_step_done_or_in_a_case_called_off_is_not_late(board):
    rotation, step = planned(board)
    workflow.do_step(step, by=board, on=TODAY, done_on=TODAY)
    assert not RotationStep.objects.late_on(TODAY + DAY).exists()

    workflow.repeat_step(step, by=board, on=TODAY, planned_on=TODAY, note="Bổ sung")
    assert RotationStep.objects.late_on(TODAY + DAY).exists()
    walk(rotation, "cancel", reason="Sức khỏe")
    assert not RotationStep.objects.late_on(TODAY + DAY).exists()


@pytest.mark.parametrize("outcome", list(StepOutcome))
def test_an_outcome_is_written_down_and_moves_nothing(board, outcome):
    rotation, step = planned(board)

    workflow.do_step(
        step, by=board, on=TODAY, done_on=TODAY, outcome=outcome, papers="CV 9-CV/UBKT", note="Thiếu kê khai"
    )

    rotation.refresh_from_db()
    assert (step.outcome, step.papers, step.note) == (outcome, "CV 9-CV/UBKT", "Thiếu kê khai")
    assert rotation.status == RotationStatus.PROPOSED


def test_a_step_done_again_is_another_row_and_the_first_one_stays(board):
    _, step = planned(board)
    workflow.do_step(step, by=board, on=TODAY, done_on=TODAY, outcome="needs_more")

    again = workflow.repeat_step(step, by=board, on=TODAY, planned_on=TODAY + 9 * DAY, note="Thẩm định lại")

    step.refresh_from_db()
    assert (step.outcome, again.template_item, again.done_on) == ("needs_more", step.template_item, None)
    with pytest.raises(workflow.MoveRefused, match="chưa làm xong"):
        workflow.repeat_step(again, by=board, on=TODAY, planned_on=TODAY, note="Lại")


def test_a_step_is_done_once_and_by_today(board):
    _, step = planned(board)

    with pytest.raises(workflow.MoveRefused, match="sau hôm nay"):
        workflow.do_step(step, by=board, on=TODAY, done_on=TODAY + DAY)
    workflow.do_step(step, by=board, on=TODAY, done_on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="đã ghi làm xong"):
        workflow.do_step(step, by=board, on=TODAY, done_on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="đã ghi làm xong"):
        workflow.replan_step(step, by=board, on=TODAY, planned_on=TODAY)


def test_a_move_out_of_a_stage_is_the_doing_of_what_was_planned_for_it(board):
    rotation, appraisal = planned(board)
    item = rotation.step_template.items.get(code="policy")
    policy = workflow.plan_step(rotation, by=board, on=TODAY, item=item, planned_on=TODAY)

    walk(rotation, "approve", on=TODAY)

    policy.refresh_from_db(), appraisal.refresh_from_db()
    assert (policy.done_on, appraisal.done_on) == (TODAY, None)


def test_steps_are_for_the_board_and_for_cases_that_go_on(clerk, board):
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.plan_step(make_rotation(), by=clerk, on=TODAY, planned_on=TODAY, name="Gặp gỡ")
    over = make_rotation_at(RotationStatus.CANCELLED)
    with pytest.raises(workflow.MoveRefused, match="không ghi thêm bước"):
        workflow.plan_step(over, by=board, on=TODAY, planned_on=TODAY, name="Gặp gỡ")
    other = make_regulation(with_steps=True).step_templates.get().items.first()
    with pytest.raises(workflow.MoveRefused, match="không thuộc quy trình"):
        workflow.plan_step(make_rotation(), by=board, on=TODAY, planned_on=TODAY, item=other)


@pytest.mark.parametrize("status", ["proposed", "approved_in_principle", "preparing", "appraising"])
def test_a_case_stops_at_any_step_with_a_reason(board, status):
    rotation = make_rotation_at(RotationStatus(status))

    step = workflow.make_move(rotation, "cancel", by=board, on=TODAY, reason="Cán bộ xin rút")

    assert (step.status_before, step.status_after, step.note) == (status, "cancelled", "Cán bộ xin rút")


# --- Opinions -----------------------------------------------------------------------------------------------


def test_a_body_is_asked_answers_and_is_asked_again(board, appraiser):
    rotation = make_rotation()
    asked = workflow.ask_opinion(
        rotation, by=board, on=TODAY, asked_unit=appraiser.unit, asked_on=TODAY - 3 * DAY, deadline=TODAY
    )
    with pytest.raises(workflow.MoveRefused, match="chưa trả lời"):
        workflow.ask_opinion(rotation, by=board, on=TODAY, asked_unit=appraiser.unit, asked_on=TODAY)

    workflow.answer_opinion(
        asked, by=appraiser, on=TODAY, answered_on=TODAY, outcome="needs_more", opinion_text="Bổ sung kê khai"
    )
    again = workflow.ask_opinion(rotation, by=board, on=TODAY, asked_unit=appraiser.unit, asked_on=TODAY)

    assert (asked.outcome, asked.opinion, asked.answered_on) == ("needs_more", "Bổ sung kê khai", TODAY)
    assert again.answered_on is None
    assert asked.history.first().history_user == appraiser


def test_a_body_answers_its_own_question_once(board, appraiser, clerk):
    asked = workflow.ask_opinion(make_rotation(), by=board, on=TODAY, asked_unit=make_unit(), asked_on=TODAY)
    own = workflow.ask_opinion(make_rotation(), by=board, on=TODAY, asked_unit=appraiser.unit, asked_on=TODAY)

    def answer(opinion, by, **fields):
        given = {"answered_on": TODAY, "outcome": "agreed", **fields}
        return workflow.answer_opinion(opinion, by=by, on=TODAY, **given)

    with pytest.raises(workflow.MoveRefused, match="gửi cho chính mình"):
        answer(asked, appraiser)
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        answer(asked, clerk)
    with pytest.raises(workflow.MoveRefused, match="sau hôm nay"):
        answer(own, appraiser, answered_on=TODAY + DAY)
    with pytest.raises(workflow.MoveRefused, match="trước ngày hỏi"):
        answer(own, appraiser, answered_on=TODAY - DAY)
    answer(own, appraiser)
    with pytest.raises(workflow.MoveRefused, match="Đã trả lời"):
        answer(own, make_account("board_lead"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"asked_on": TODAY + DAY}, "không thể sau hôm nay"),
        ({"asked_on": TODAY, "deadline": TODAY - DAY}, "trước ngày hỏi"),
    ],
)
def test_a_question_has_its_days_in_order(board, fields, said):
    with pytest.raises(workflow.MoveRefused, match=said):
        workflow.ask_opinion(make_rotation(), by=board, on=TODAY, asked_unit=make_unit(), **fields)


def test_nobody_is_asked_about_a_case_that_is_over(board):
    over = make_rotation_at(RotationStatus.ENDED, ended_on=date(2025, 3, 1))

    with pytest.raises(workflow.MoveRefused, match="không hỏi ý kiến nữa"):
        workflow.ask_opinion(over, by=board, on=TODAY, asked_unit=make_unit(), asked_on=TODAY)
