"""Comments on rotated officials."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.models import Evaluation
from rotations.vocabulary import EvaluationAuthor, RotationStatus
from tests.makers import STARTED_ON, TODAY, make_rotation_at

pytestmark = pytest.mark.django_db


def comment(rotation, **fields):
    fields.setdefault("author_name", "Bí thư Đảng ủy")
    fields.setdefault("written_on", TODAY)
    return Evaluation(rotation=rotation, period_from=STARTED_ON, period_to=TODAY, **fields)


@pytest.mark.parametrize("status", list(RotationStatus))
def test_only_who_serves_or_has_served_is_commented_on(status):
    rotation = make_rotation_at(status)
    served = status in (RotationStatus.ACTIVE, RotationStatus.ENDED, RotationStatus.PLACED)
    day = STARTED_ON - timedelta(days=1) if status == RotationStatus.DECIDED else TODAY

    if served:
        workflow.record_evaluation(comment(rotation), by=None, on=day)
    else:
        with pytest.raises(workflow.MoveRefused, match=rotation.get_status_display()):
            workflow.record_evaluation(comment(rotation), by=None, on=day)

    assert Evaluation.objects.exists() == served


def test_the_unit_is_that_of_the_side_that_comments(board):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    for author, unit in (
        (EvaluationAuthor.RECEIVING, rotation.receiving_unit),
        (EvaluationAuthor.SENDING, rotation.sending_unit),
        (EvaluationAuthor.AUTHORITY, None),
    ):
        kept = workflow.record_evaluation(comment(rotation, author=author), by=board, on=TODAY)
        assert kept.unit == unit
        assert kept.history.get().history_user == board


def test_a_clerk_comments_for_the_own_unit_alone(clerk):
    here = make_rotation_at(RotationStatus.ACTIVE, receiving=clerk.unit)
    elsewhere = make_rotation_at(RotationStatus.ACTIVE)

    workflow.record_evaluation(comment(here), by=clerk, on=TODAY)

    for evaluation in (
        comment(elsewhere),
        comment(elsewhere, unit=clerk.unit),
        comment(here, unit=elsewhere.receiving_unit),
        comment(here, author=EvaluationAuthor.SENDING),
        comment(here, author=EvaluationAuthor.AUTHORITY),
    ):
        with pytest.raises(workflow.MoveRefused, match="chính đơn vị mình"):
            workflow.record_evaluation(evaluation, by=clerk, on=TODAY)
    assert Evaluation.objects.get().unit == clerk.unit


def test_nobody_comments_on_themselves(clerk):
    rotation = make_rotation_at(RotationStatus.ACTIVE, receiving=clerk.unit)
    clerk.official = rotation.official
    clerk.save()

    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.record_evaluation(comment(rotation), by=clerk, on=TODAY)


def test_a_comment_is_not_dated_tomorrow():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    workflow.record_evaluation(comment(rotation), by=None, on=TODAY)

    with pytest.raises(workflow.MoveRefused, match="sau hôm nay"):
        workflow.record_evaluation(comment(rotation, written_on=date(2025, 3, 11)), by=None, on=TODAY)


def test_a_second_comment_of_one_side_for_one_period_is_refused_in_words():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    workflow.record_evaluation(comment(rotation), by=None, on=TODAY)

    with pytest.raises(workflow.MoveRefused, match="Đã có nhận xét của bên này"):
        workflow.record_evaluation(comment(rotation), by=None, on=TODAY)


def test_the_committee_reads_comments_and_writes_none(committee):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.record_evaluation(comment(rotation), by=committee, on=TODAY)
