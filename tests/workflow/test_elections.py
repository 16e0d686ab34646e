"""The two-step appointment: a Party post by designation, a state post by election."""

from datetime import date

import pytest

from rotations import workflow
from rotations.vocabulary import ElectionResult, RotationStatus
from tests.makers import STARTED_ON, TODAY, make_post, make_rotation, make_rotation_at, make_unit, walk

pytestmark = pytest.mark.django_db

SESSION = date(2025, 2, 20)


def two_steps(status=RotationStatus.ACTIVE):
    """A rotation that brings a Party post and an elected one, and the row of the latter."""
    commune = make_unit()
    party, state = make_post(commune, "Phó Bí thư Đảng ủy"), make_post(commune, "Chủ tịch UBND")
    rotation = make_rotation_at(status, receiving=commune, receiving_posts=[party, state])
    return rotation, rotation.posts.get(post=state)


def test_an_elected_post_is_held_from_the_session_and_beside_the_party_post(board):
    rotation, row = two_steps()

    workflow.record_election(
        row,
        by=board,
        on=TODAY,
        result=ElectionResult.ELECTED,
        session_on=SESSION,
        votes_for=20,
        votes_total=21,
    )

    held = rotation.official.holdings.get(post=row.post)
    assert (held.held_from, held.is_main, held.obtained_by) == (SESSION, False, "elected")
    assert held.term.name == "2021-2026"
    row.refresh_from_db()
    assert (row.held_from, row.votes_for, row.votes_total) == (SESSION, 20, 21)
    assert held.history.get().history_user == board


def test_an_approved_election_counts_from_its_approval():
    rotation, row = two_steps()

    workflow.record_election(
        row, by=None, on=TODAY, result=ElectionResult.ELECTED, session_on=SESSION,
        approval_number="31/QĐ-UBND", approved_on=date(2025, 2, 25),
    )  # fmt: skip

    held = rotation.official.holdings.get(post=row.post)
    assert (held.held_from, held.document) == (date(2025, 2, 25), "31/QĐ-UBND")


@pytest.mark.parametrize("result", [ElectionResult.NOT_ELECTED, ElectionResult.POSTPONED])
def test_a_lost_or_postponed_election_leaves_the_party_post(result):
    rotation, row = two_steps()

    workflow.record_election(row, by=None, on=TODAY, result=result, session_on=SESSION)

    held = rotation.official.holdings.get()
    assert (held.post.position.name, held.is_main, held.held_until) == ("Phó Bí thư Đảng ủy", True, None)
    assert row.held_from is None
    rotation.refresh_from_db()
    assert rotation.status == RotationStatus.ACTIVE


def test_a_postponed_election_may_be_held_again():
    rotation, row = two_steps()
    workflow.record_election(row, by=None, on=TODAY, result=ElectionResult.POSTPONED, session_on=SESSION)

    workflow.record_election(row, by=None, on=TODAY, result=ElectionResult.ELECTED, session_on=TODAY)

    assert rotation.official.holdings.get(post=row.post).held_from == TODAY


def test_an_election_won_before_the_start_counts_from_the_start():
    rotation, row = two_steps(RotationStatus.DECIDED)

    workflow.record_election(
        row, by=None, on=date(2025, 1, 3), result=ElectionResult.ELECTED, session_on=date(2025, 1, 2)
    )

    held = rotation.official.holdings.get(post=row.post)
    assert (held.held_from, held.is_main) == (STARTED_ON, False)


def test_an_election_approved_after_the_start_counts_from_its_approval():
    rotation, row = two_steps(RotationStatus.DECIDED)
    workflow.record_election(
        row, by=None, on=TODAY, result=ElectionResult.ELECTED, session_on=date(2025, 1, 2),
        approved_on=date(2025, 1, 20),
    )  # fmt: skip

    walk(rotation, "activate")

    assert rotation.official.holdings.get(post=row.post).held_from == date(2025, 1, 20)


def test_the_only_post_is_the_main_one_when_it_is_won():
    commune = make_unit()
    post = make_post(commune, "Chủ tịch UBND")
    rotation = make_rotation_at(RotationStatus.ACTIVE, receiving=commune, receiving_posts=[post])

    workflow.record_election(
        rotation.posts.get(), by=None, on=TODAY, result=ElectionResult.ELECTED, session_on=SESSION
    )

    assert rotation.official.holdings.get().is_main is True


def test_a_result_is_written_for_an_elected_post_of_a_decided_case_on_a_day_that_has_come(clerk):
    rotation, row = two_steps()
    party = rotation.posts.get(mode="designated")
    early = make_rotation(
        receiving=row.post.unit, receiving_posts=[make_post(row.post.unit, "Phó Chủ tịch UBND")]
    )

    def record(row, by=None, session_on=SESSION):
        return workflow.record_election(
            row, by=by, on=TODAY, result=ElectionResult.ELECTED, session_on=session_on
        )

    with pytest.raises(workflow.MoveRefused, match="không do bầu cử"):
        record(party)
    with pytest.raises(workflow.MoveRefused, match="sau khi có quyết định"):
        record(early.posts.get())
    with pytest.raises(workflow.MoveRefused, match="không thể sau hôm nay"):
        record(row, session_on=date(2025, 3, 11))
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        record(row, by=clerk)
    record(row, session_on=TODAY)
    with pytest.raises(workflow.MoveRefused, match="đã được ghi"):
        record(row)


def test_more_votes_than_voters_are_refused_in_words():
    _, row = two_steps()

    with pytest.raises(workflow.MoveRefused, match="nhiều hơn tổng số phiếu"):
        workflow.record_election(
            row,
            by=None,
            on=TODAY,
            result=ElectionResult.ELECTED,
            session_on=SESSION,
            votes_for=22,
            votes_total=21,
        )
