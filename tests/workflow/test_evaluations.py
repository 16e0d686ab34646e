"""Comments on rotated officials."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.models import Evaluation, Unit, UnitSuccession
from rotations.vocabulary import EvaluationAuthor, EvaluationKind, QualityRating, RotationStatus
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_evaluation,
    make_holding,
    make_official,
    make_post,
    make_rating,
    make_rotation_at,
)

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


def test_the_clerk_of_a_unit_that_took_over_writes_for_the_one_it_was(clerk):
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    UnitSuccession.objects.create(predecessor=rotation.receiving_unit, successor=clerk.unit, on=TODAY)

    with pytest.raises(workflow.MoveRefused, match="chính đơn vị mình"):
        workflow.record_evaluation(
            comment(rotation, written_on=TODAY - timedelta(days=1)), by=clerk, on=TODAY - timedelta(days=1)
        )
    kept = workflow.record_evaluation(comment(rotation), by=clerk, on=TODAY)

    assert kept.unit == rotation.receiving_unit
    assert Unit.objects.get(pk=clerk.unit_id) != kept.unit


@pytest.mark.parametrize(("period_from", "taken"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
def test_six_month_comments_ended_with_june_2025(period_from, taken):
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    day = date(2025, 12, 31)
    paper = Evaluation(
        rotation=rotation, kind=EvaluationKind.SIX_MONTH, author_name="Bí thư", written_on=day,
        period_from=period_from, period_to=day,
    )  # fmt: skip

    if taken:
        workflow.record_evaluation(paper, by=None, on=day)
    else:
        with pytest.raises(workflow.MoveRefused, match="không còn nhận xét 6 tháng"):
            workflow.record_evaluation(paper, by=None, on=day)


# --- Ratings in order --------------------------------------------------------------------------------------

GOOD, EXCELLENT = QualityRating.GOOD, QualityRating.EXCELLENT


def test_the_own_rating_comes_first_then_the_proposed_then_the_final(board, lead):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    with pytest.raises(workflow.MoveRefused, match="tự xếp loại trước"):
        workflow.record_evaluation(comment(rotation, proposed_rating=GOOD), by=board, on=TODAY)
    paper = workflow.record_evaluation(comment(rotation, self_rating=GOOD), by=board, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="Chưa có mức đề nghị"):
        workflow.rate_evaluation(paper, by=lead, on=TODAY, rating=GOOD)
    paper.proposed_rating = GOOD
    workflow.record_evaluation(paper, by=board, on=TODAY)
    workflow.rate_evaluation(paper, by=lead, on=TODAY, rating=GOOD)

    assert (paper.self_rating, paper.proposed_rating, paper.rating) == (GOOD, GOOD, GOOD)
    assert paper.rated_on == TODAY
    assert paper.history.first().history_user == lead


def test_at_the_end_the_three_papers_carry_one_rating_each(board, lead):
    rotation = make_rotation_at(RotationStatus.ENDED)

    def final(author, **fields):
        return comment(rotation, kind=EvaluationKind.FINAL, author=author, **fields)

    conclusion = workflow.record_evaluation(final(EvaluationAuthor.AUTHORITY), by=board, on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="tự xếp loại trước"):
        workflow.record_evaluation(
            final(EvaluationAuthor.RECEIVING, proposed_rating=GOOD), by=board, on=TODAY
        )
    workflow.record_evaluation(final(EvaluationAuthor.SELF, self_rating=EXCELLENT), by=board, on=TODAY)
    workflow.record_evaluation(final(EvaluationAuthor.RECEIVING, proposed_rating=GOOD), by=board, on=TODAY)
    workflow.rate_evaluation(conclusion, by=lead, on=TODAY, rating=GOOD)

    assert conclusion.rating == GOOD


@pytest.mark.parametrize("fixture", ["board", "clerk"])
def test_the_final_rating_is_the_authoritys_alone(request, fixture):
    who = request.getfixturevalue(fixture)
    rotation = make_rotation_at(RotationStatus.ACTIVE, **({"receiving": who.unit} if who.unit else {}))
    paper = comment(rotation, self_rating=GOOD, proposed_rating=GOOD, rating=GOOD)

    with pytest.raises(workflow.MoveRefused, match="do cấp có thẩm quyền ghi"):
        workflow.record_evaluation(paper, by=who, on=TODAY)
    kept = make_evaluation(rotation, self_rating=GOOD, proposed_rating=GOOD)
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.rate_evaluation(kept, by=who, on=TODAY, rating=GOOD)


def test_what_a_final_rating_rests_on_stands(board, lead):
    paper = make_evaluation(self_rating=GOOD, proposed_rating=GOOD)
    workflow.rate_evaluation(paper, by=lead, on=TODAY, rating=GOOD)

    paper.strengths = "Bổ sung"
    workflow.record_evaluation(paper, by=board, on=TODAY)
    paper.proposed_rating = EXCELLENT
    with pytest.raises(workflow.MoveRefused, match="đã có xếp loại"):
        workflow.record_evaluation(paper, by=board, on=TODAY)


def test_nobody_rates_or_opens_what_is_about_them(lead):
    paper = make_evaluation(self_rating=GOOD, proposed_rating=GOOD)
    lead.official = paper.rotation.official
    lead.save()

    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.rate_evaluation(paper, by=lead, on=TODAY, rating=GOOD)
    with pytest.raises(workflow.MoveRefused, match="chính mình"):
        workflow.open_evaluation(paper, by=lead, is_open=True)


def test_a_comment_is_closed_until_the_lead_opens_it(board, lead):
    rotation = make_rotation_at(RotationStatus.ACTIVE)

    with pytest.raises(workflow.MoveRefused, match="việc của lãnh đạo Ban"):
        workflow.record_evaluation(comment(rotation, is_open_to_official=True), by=board, on=TODAY)
    paper = workflow.record_evaluation(comment(rotation), by=board, on=TODAY)
    assert not paper.is_open_to_official
    workflow.open_evaluation(paper, by=lead, is_open=True)

    assert paper.is_open_to_official
    assert paper.history.first().history_user == lead


def test_a_yearly_comment_stands_beside_the_ordinary_rating_of_its_year():
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    rating = make_rating(rotation.official, TODAY.year, unit=rotation.receiving_unit)
    make_rating(rotation.official, TODAY.year - 1)

    assert workflow.record_evaluation(comment(rotation), by=None, on=TODAY).annual_rating == rating
    request = comment(rotation, kind=EvaluationKind.ON_REQUEST)
    assert workflow.record_evaluation(request, by=None, on=TODAY).annual_rating is None


def test_an_excellent_rating_past_the_quota_asks_for_a_reason_and_is_not_forbidden(lead):
    """Ten in the group, of whom nine are good: one may be excellent, and one is already."""
    rotation = make_rotation_at(RotationStatus.ACTIVE)
    unit = rotation.receiving_unit
    make_holding(rotation.official, make_post(unit, "Phó Bí thư Đảng ủy"))
    seats = make_post(unit, "Phó Chủ tịch UBND", quota=20)
    for number in range(10):
        official = make_official()
        make_holding(official, seats)
        make_rating(official, TODAY.year, EXCELLENT if number == 0 else GOOD, unit=unit)
    paper = make_evaluation(rotation, self_rating=EXCELLENT, proposed_rating=EXCELLENT)

    with pytest.raises(workflow.RatingDoubtful) as doubt:
        workflow.rate_evaluation(paper, by=lead, on=TODAY, rating=EXCELLENT)
    workflow.rate_evaluation(paper, by=lead, on=TODAY, rating=EXCELLENT, reason="Đơn vị được khen thưởng")

    [figures] = [found.figures for found in doubt.value.doubts]
    assert figures == {"excellent": 2, "limit": 1, "base": 9, "percent": "20"}
    assert "sẽ có 2 người xuất sắc; được tối đa 1 (20% của 9 người" in str(doubt.value)
    assert (paper.rating, paper.rating_reason) == (EXCELLENT, "Đơn vị được khen thưởng")
