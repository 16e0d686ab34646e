"""The two-step appointment: a Party post by designation, a state post by election."""

from datetime import date, timedelta

import pytest

from rotations import workflow
from rotations.vocabulary import ElectionResult, RotationStatus, TermKind
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_post,
    make_rotation,
    make_rotation_at,
    make_term,
    make_unit,
    walk,
)

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


@pytest.mark.parametrize(("days", "following"), [(-1, False), (0, True)])
def test_a_post_is_held_for_the_term_of_the_council_that_elects(days, following):
    rotation, row = two_steps()
    now = row.term
    assert now.kind == TermKind.COUNCIL
    years = f"{now.ends_on.year}-{now.ends_on.year + 5}"
    ends_on = now.ends_on.replace(year=now.ends_on.year + 5)
    later = make_term(years, TermKind.COUNCIL, starts_on=now.ends_on, ends_on=ends_on)
    session_on = now.ends_on + timedelta(days=days)

    workflow.record_election(
        row, by=None, on=session_on, result=ElectionResult.ELECTED, session_on=session_on
    )

    row.refresh_from_db()
    held = rotation.official.holdings.get(post=row.post)
    assert row.term == held.term == (later if following else now)


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


# --- Every session is kept ----------------------------------------------------------------------------------

FIRST, SECOND = date(2025, 2, 20), date(2025, 3, 5)


def state(row, on=TODAY):
    row = type(row).objects.select_related("post__position").get(pk=row.pk)
    return workflow.election_state(row, row.sessions.all(), on=on)


def result(row, word, session_on=FIRST, **fields):
    return workflow.record_election(row, by=None, on=TODAY, result=word, session_on=session_on, **fields)


def test_a_postponed_and_then_won_election_shows_both_sessions(board):
    _, row = two_steps()
    workflow.nominate(row, by=board, on=TODAY, nominated_on=date(2025, 1, 10))
    assert state(row) == "session_wanted"
    workflow.plan_session(row, by=board, on=TODAY, session_on=FIRST)
    assert (state(row, FIRST), state(row)) == ("session_planned", "result_wanted")
    result(row, ElectionResult.POSTPONED, note="Thiếu đại biểu")
    assert state(row) == "postponed"
    workflow.plan_session(row, by=board, on=TODAY, session_on=SECOND)

    result(row, ElectionResult.ELECTED, SECOND, votes_for=20, votes_total=21)

    told = [(one.session_on, one.result, one.votes_for) for one in row.sessions.all()]
    assert told == [(FIRST, "postponed", None), (SECOND, "elected", 20)]
    assert (row.session_on, row.result, row.held_from) == (SECOND, "elected", SECOND)
    assert state(row) == "approval_wanted"


def test_a_lost_election_waits_for_what_is_done_next(board):
    _, row = two_steps()
    result(row, ElectionResult.NOT_ELECTED, votes_for=9, votes_total=21)
    assert state(row) == "lost"
    assert row in type(row).objects.awaiting_election()

    with pytest.raises(workflow.MoveRefused, match="phải sau kỳ họp bầu trước"):
        workflow.nominate(row, by=board, on=TODAY, nominated_on=date(2025, 2, 19))
    workflow.nominate(row, by=board, on=TODAY, nominated_on=date(2025, 2, 25))
    assert state(row) == "session_wanted"

    result(row, ElectionResult.ELECTED, SECOND)
    assert [one.result for one in row.sessions.all()] == ["not_elected", "elected"]
    assert row not in type(row).objects.awaiting_election()


def test_a_lost_election_may_be_given_up_with_what_is_done_instead(board):
    rotation, row = two_steps()
    result(row, ElectionResult.NOT_ELECTED)
    workflow.plan_session(row, by=board, on=TODAY, session_on=date(2025, 4, 1))

    workflow.withdraw_nomination(
        row, by=board, on=TODAY, withdrawn_on=TODAY, withdrawal="Chỉ giữ chức Phó Bí thư, Thông báo 8-TB/HU"
    )

    assert state(row) == "withdrawn"
    assert row not in type(row).objects.awaiting_election()
    assert [one.session_on for one in row.sessions.all()] == [FIRST]
    assert rotation.official.holdings.get().post.position.name == "Phó Bí thư Đảng ủy"
    with pytest.raises(workflow.MoveRefused, match="Đã thôi giới thiệu"):
        result(row, ElectionResult.ELECTED, SECOND)


def test_an_approval_after_the_session_moves_the_post_to_its_own_day(board):
    rotation, row = two_steps()
    result(row, ElectionResult.ELECTED)
    assert rotation.official.holdings.get(post=row.post).held_from == FIRST
    assert row in type(row).objects.awaiting_approval()

    workflow.approve_election(
        row, by=board, on=TODAY, approval_number="31/QĐ-UBND", approved_on=date(2025, 2, 27)
    )

    held = rotation.official.holdings.get(post=row.post)
    assert (held.held_from, held.document, row.held_from) == (
        date(2025, 2, 27),
        "31/QĐ-UBND",
        date(2025, 2, 27),
    )
    assert state(row) == "elected"
    assert row not in type(row).objects.awaiting_approval()


@pytest.mark.parametrize(
    ("won", "approved_on", "said"),
    [
        (False, date(2025, 2, 27), "đã trúng cử"),
        (True, date(2025, 2, 19), "không thể trước ngày bầu"),
        (True, date(2025, 3, 11), "sau hôm nay"),
    ],
)
def test_an_approval_is_of_a_result_on_or_after_its_day(won, approved_on, said):
    _, row = two_steps()
    if won:
        result(row, ElectionResult.ELECTED)

    with pytest.raises(workflow.MoveRefused, match=said):
        workflow.approve_election(
            row, by=None, on=TODAY, approval_number="31/QĐ-UBND", approved_on=approved_on
        )


def test_an_approval_is_written_once():
    _, row = two_steps()
    result(row, ElectionResult.ELECTED)
    given = {"by": None, "on": TODAY, "approval_number": "31/QĐ-UBND", "approved_on": TODAY}
    workflow.approve_election(row, **given)

    with pytest.raises(workflow.MoveRefused, match="đã được phê chuẩn tại 31/QĐ-UBND"):
        workflow.approve_election(row, **given)


def test_a_session_stands_in_the_order_of_its_days(board):
    _, row = two_steps()
    workflow.nominate(row, by=board, on=TODAY, nominated_on=FIRST)

    with pytest.raises(workflow.MoveRefused, match="trước ngày giới thiệu"):
        workflow.plan_session(row, by=board, on=TODAY, session_on=date(2025, 2, 19))
    with pytest.raises(workflow.MoveRefused, match="trước ngày giới thiệu"):
        result(row, ElectionResult.ELECTED, date(2025, 2, 19))
    result(row, ElectionResult.POSTPONED)
    with pytest.raises(workflow.MoveRefused, match="phải sau kỳ họp"):
        workflow.plan_session(row, by=board, on=TODAY, session_on=FIRST)


def test_a_session_called_is_moved_and_not_doubled(board):
    _, row = two_steps()
    workflow.plan_session(row, by=board, on=TODAY, session_on=date(2025, 4, 1))
    workflow.plan_session(row, by=board, on=TODAY, session_on=date(2025, 4, 8))

    assert [one.session_on for one in row.sessions.all()] == [date(2025, 4, 8)]
    result(row, ElectionResult.POSTPONED, TODAY)
    assert [(one.session_on, one.result) for one in row.sessions.all()] == [(TODAY, "postponed")]
